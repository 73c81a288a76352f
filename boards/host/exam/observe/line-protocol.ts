/**
 * Line protocol of InfluxDB: `measurement,tag=value field=value,field2="text" 1700000000000000000`.
 *
 * | where                                   | a backslash stands before                              |
 * |-----------------------------------------|--------------------------------------------------------|
 * | measurement                             | comma, blank                                           |
 * | tag and its value, name of a field      | comma, blank, =                                        |
 * | text of a field, in quotes              | " and \                                                |
 *
 * Before anything else a backslash is one (docs.influxdata.com, "Line protocol").
 */

export interface Point {
	readonly measurement: string;
	readonly tags: ReadonlyMap<string, string>;
	/** Values without their types: `12i` is `12`. */
	readonly fields: ReadonlyMap<string, string>;
	/** As it is written, in the precision of the write. */
	readonly time: string | undefined;
}

const MEASUREMENT = /(?:\\.|[^,\s\\]|\\(?=$))+/y;
const KEY = /(?:\\.|[^,=\s\\]|\\(?=$))+/y;
const TEXT_FIELD = /"((?:\\.|[^"\\])*)"/sy;
const NUMBER_FIELD = /([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[iu]?(?=[,\s]|$)/y;
const TRUTH_FIELD = /(?:t|T|true|True|TRUE|f|F|false|False|FALSE)(?=[,\s]|$)/y;
const TIME = /-?\d{1,19}(?=\s*$)/y;
const BLANKS = /[ \t]+/y;
/** Fields and tags of a point. */
const MOST_PARTS = 1000;

/** Lines of a write: a text in quotes may have some of its own. Comments and empty lines are none. */
export function linesOf(body: string): readonly string[] {
	const lines: string[] = [];
	let from = 0;
	let isQuoted = false;
	for (let i = 0; i <= body.length; i++) {
		const character = body[i];
		if (character === '\\') i++;
		else if (character === '"' && (isQuoted || body[i - 1] === '=')) isQuoted = !isQuoted;
		if (i < body.length && (character !== '\n' || isQuoted)) continue;
		const line = body.slice(from, i).trim();
		if (line !== '' && !line.startsWith('#')) lines.push(line);
		from = i + 1;
	}
	return lines;
}

/** Undefined: none of the form. */
export function parsePoint(line: string): Point | undefined {
	let at = 0;
	const take = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		const found = pattern.exec(line);
		at += found?.[0].length ?? 0;
		return found;
	};
	const skip = (character: string): boolean => {
		if (line[at] !== character) return false;
		at++;
		return true;
	};
	const measurement = take(MEASUREMENT)?.[0];
	if (measurement === undefined) return undefined;
	const tags = new Map<string, string>();
	while (skip(',')) {
		const key = take(KEY)?.[0];
		const value = key !== undefined && skip('=') ? take(KEY)?.[0] : undefined;
		if (key === undefined || value === undefined || tags.size === MOST_PARTS) return undefined;
		tags.set(plain(key), plain(value));
	}
	if (take(BLANKS) === null) return undefined;
	const fields = new Map<string, string>();
	do {
		const key = take(KEY)?.[0];
		if (key === undefined || !skip('=') || fields.size === MOST_PARTS) return undefined;
		const text = take(TEXT_FIELD);
		const value = text === null ? (take(NUMBER_FIELD)?.[1] ?? take(TRUTH_FIELD)?.[0]) : text[1]!.replace(/\\(["\\])/g, '$1');
		if (value === undefined) return undefined;
		fields.set(plain(key), value);
	} while (skip(','));
	const time = take(BLANKS) === null ? undefined : take(TIME)?.[0];
	take(BLANKS);
	return at === line.length ? { measurement: measurement.replace(/\\([, ])/g, '$1'), tags, fields, time } : undefined;
}

function plain(text: string): string {
	return text.replace(/\\([,= ])/g, '$1');
}
