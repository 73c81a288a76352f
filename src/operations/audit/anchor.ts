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
 * What `headText` wrote, or the 64 digits of a hash alone. Groups of digits may be parted by blanks, as on paper. Undefined: it is neither.
 */
export function readAnchor(text: string): Anchor | undefined {
	const found = /^(?:(0|[1-9]\d{0,14})-)?([0-9a-f]{64})$/.exec(text.replaceAll(/\s/g, '').toLowerCase());
	return found === null ? undefined : { seq: found[1] === undefined ? undefined : Number(found[1]), hash: found[2]! };
}

/**
 * Those in a line of a file: as `readAnchor` takes it, or in JSON, at its end, objects with `seq` and `hash` or `head`, however deep: the relay keeps them so.
 * Undefined: it is neither. Of JSON there may be none.
 */
export function anchorsInLine(line: string): readonly Anchor[] | undefined {
	const anchor = readAnchor(line);
	if (anchor !== undefined) return [anchor];
	const begin = line.search(/[[{]/);
	if (begin < 0) return undefined;
	try {
		return anchorsIn(JSON.parse(line.slice(begin)));
	} catch {
		return undefined;
	}
}

function anchorsIn(value: unknown): Anchor[] {
	if (typeof value !== 'object' || value === null) return [];
	const { seq, hash, head } = value as Readonly<Record<string, unknown>>;
	const own = Number.isSafeInteger(seq) ? readAnchor(`${seq}-${hash ?? head}`) : undefined;
	return own === undefined ? Object.values(value).flatMap(anchorsIn) : [own];
}
