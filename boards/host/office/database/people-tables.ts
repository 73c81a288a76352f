/** What the office keeps of people: who gets in, who agreed to what, and what was done by whom. Times and lists are as in the other tables. */

export interface StaffTable {
	readonly name: string;
	readonly shown: string;
	/** Argon2id, PHC text; null: none yet, nobody gets in by password. */
	readonly password: string | null;
	/** JSON list. */
	readonly roles: string;
	readonly state: 'active' | 'disabled';
	readonly at: number;
	readonly failures: number;
	readonly locked_until: number | null;
}

export interface SessionTable {
	/** SHA-256 of the token, hexadecimal. */
	readonly token: string;
	readonly site: 'staff' | 'customers';
	/** Name of staff, or code of a contract. */
	readonly who: string;
	readonly at: number;
	readonly seen_at: number;
	readonly expires: number;
}

export interface PasskeyTable {
	readonly id: string;
	readonly staff: string;
	readonly public_key: string;
	readonly counter: number;
	readonly at: number;
}

/** How a customer gets in at the first time: a code printed on a letter. */
export interface CustomerCodeTable {
	readonly contract: string;
	readonly hash: string;
	readonly expires: number;
	readonly failures: number;
	readonly used_at: number | null;
}

/** How a customer gets in from then on: a password of their own. Rows as of staff. */
export interface CustomerPasswordTable {
	readonly contract: string;
	/** Argon2id, PHC text. */
	readonly password: string;
	readonly at: number;
	readonly failures: number;
	readonly locked_until: number | null;
}

/** Bulk password work, or what else takes two persons. */
export interface ProposalTable {
	readonly id: number;
	readonly act: string;
	/** JSON. */
	readonly what: string;
	readonly by: string;
	readonly at: number;
	readonly approved_by: string | null;
	readonly approved_at: number | null;
	readonly state: 'proposed' | 'approved' | 'refused' | 'done';
}

export interface ConsentTable {
	readonly id: number;
	readonly contract: string;
	readonly to: string;
	/** Kinds of data, JSON list. */
	readonly data: string;
	readonly from: number;
	readonly until: number;
	readonly given_at: number;
	readonly withdrawn_at: number | null;
}

/** Every act and every look at personal data, each entry bound to the one before; rows are only ever added. */
export interface AuditTable {
	readonly seq: number;
	readonly at: number;
	readonly actor: string;
	readonly act: string;
	/** A code or number, never a name. */
	readonly subject: string;
	readonly outcome: 'done' | 'refused' | 'failed';
	/** SHA-256 of the detail with its salt, hexadecimal: the detail itself can be erased. */
	readonly detail: string;
	readonly hash: string;
}

export interface AuditDetailTable {
	readonly seq: number;
	readonly salt: string;
	/** JSON. */
	readonly detail: string;
}
