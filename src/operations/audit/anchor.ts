/** Heads of the log as they leave the office, on letters and orders and to the relay: who has one sees later whether the log still leads to it. */

export interface Head {
	/** Of the last entry; 0: the log is empty. */
	readonly seq: number;
	/** Of the last entry, 64 hexadecimal digits. */
	readonly hash: string;
}

/** A head that somebody kept; `seq` undefined: the digits alone were kept. */
export interface Anchor {
	readonly seq: number | undefined;
	readonly hash: string;
}

/** `SEQ-HASH`, one word without blanks. */
export function headText({ seq, hash }: Head): string {
	return `${seq}-${hash}`;
}

/**
 * What `headText` wrote, the 64 digits of a hash alone, or a JSON object with `seq` and `hash`. Groups of digits may be parted by blanks, as on paper.
 * Undefined: it is none of them.
 */
export function readAnchor(text: string): Anchor | undefined {
	const asJson = objectIn(text);
	const written = asJson === undefined ? text : `${asJson.seq}-${asJson.hash}`;
	const found = /^(?:(0|[1-9]\d{0,14})-)?([0-9a-f]{64})$/.exec(written.replaceAll(/\s/g, '').toLowerCase());
	return found === null ? undefined : { seq: found[1] === undefined ? undefined : Number(found[1]), hash: found[2]! };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
	if (!text.trimStart().startsWith('{')) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
