/** What the commands of this room are told. */
import type { OfficeWords } from '../office-words.js';

export interface StaffAddWords extends OfficeWords {
	readonly shown?: string;
	readonly role: readonly string[];
}

export interface StaffPasswordWords extends OfficeWords {
	readonly passwordFile?: string;
}

export interface AuditShowWords extends OfficeWords {
	readonly subject?: string;
	readonly by?: string;
	readonly act?: string;
	readonly last: string;
}

export interface AuditVerifyWords extends OfficeWords {
	readonly anchor?: readonly string[];
}

export interface ConsentGiveWords extends OfficeWords {
	readonly to: string;
	readonly what: string;
	readonly from?: string;
	readonly until: string;
}

export interface RetainWords extends OfficeWords {
	readonly do?: boolean;
}
