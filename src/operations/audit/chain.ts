/**
 * A log in which each entry is bound to all before it: its hash is SHA-256 over the hash of the one before and over itself. Who has a head that was seen
 * before sees whatever was changed, removed, put in or put elsewhere up to there.
 */

export interface Entry {
	/** From 1, without a gap. */
	readonly seq: number;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	readonly actor: string;
	readonly act: string;
	readonly subject: string;
	readonly outcome: string;
	/** Hash of the detail, hexadecimal: the detail itself may have been erased. */
	readonly detail: string;
}

/** SHA-256 of the UTF-8 octets of a text, 64 hexadecimal digits. */
export type TextHash = (text: string) => string;

/** What the first entry is bound to. */
export const ORIGIN = '0'.repeat(64);

/** What binds an entry to all before it. @param previous hash of the one before, or `ORIGIN` */
export function chained(previous: string, { seq, at, actor, act, subject, outcome, detail }: Entry, hash: TextHash): string {
	// JSON has one text for each list of texts and whole numbers.
	return hash(JSON.stringify([previous, seq, at, actor, act, subject, outcome, detail]));
}

/** What stands for a detail in its entry. @param salt unguessable, so that a short detail that was erased cannot be guessed */
export function detailHash(salt: string, detail: string, hash: TextHash): string {
	return hash(JSON.stringify([salt, detail]));
}
