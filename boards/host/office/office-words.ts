/** What the commands of the office are told. */
import type { CommonWords } from '../shared/program.js';

export interface OfficeWords extends CommonWords {
	readonly data?: string;
	readonly database?: string;
	readonly as?: string;
	readonly clock?: string;
	readonly json?: boolean;
}

export interface InitWords extends OfficeWords {
	/** Kansai unless told. */
	readonly utility?: string;
	readonly host?: readonly string[];
}
