/**
 * One text for one value, so that a signature over it holds wherever it was read and written again in between: JSON with the fields of each record in the order
 * of their code units, without blanks, numbers as ECMAScript writes them, as in RFC 8785; and beside that all beyond ASCII as \uxxxx.
 */
/** How deep lists and records may stand in one another. */
const DEEPEST = 8;

/** @throws RangeError for what JSON has not, or what stands too deep */
export function canonicalText(value: unknown, depth = 0): string {
	if (depth > DEEPEST) throw new RangeError(`canonical JSON: expected at most ${DEEPEST} levels`);
	if (value === null || typeof value === 'boolean') return String(value);
	if (typeof value === 'string') return asciiQuoted(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new RangeError(`canonical JSON: expected a finite number, got ${value}`);
		return String(value);
	}
	if (Array.isArray(value)) return `[${value.map((each) => canonicalText(each, depth + 1)).join(',')}]`;
	if (typeof value !== 'object') throw new RangeError(`canonical JSON: expected a value of JSON, got ${typeof value}`);
	const fields = Object.entries(value).filter(([, each]) => each !== undefined);
	fields.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${fields.map(([name, each]) => `${asciiQuoted(name)}:${canonicalText(each, depth + 1)}`).join(',')}}`;
}

function asciiQuoted(text: string): string {
	return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
