/** Records that come from elsewhere, read strictly: each field is there, of its kind and within its bounds, and there is no other. */
import { frozen } from '../../../modules/bytes/frozen.js';

interface Terms {
	/** It may be left out. */
	readonly optional?: true;
	/** It may be null. */
	readonly orNull?: true;
}

export type Field = Terms &
	(
		| { readonly is: 'uuid' | 'title' | 'time' | 'flag' | 'number' }
		/** So many bytes, two upper-case digits each. */
		| { readonly is: 'hex'; readonly bytes: readonly number[] }
		| { readonly is: 'whole'; readonly least: number; readonly most: number }
		| { readonly is: 'word'; readonly of: readonly string[] }
		/** Printable, of so many characters at most. */
		| { readonly is: 'text'; readonly most: number }
		| { readonly is: 'record'; readonly of: Shape }
		| { readonly is: 'list'; readonly of: Field; readonly most: number }
	);

export interface Shape {
	readonly [name: string]: Field;
}

/** The shape of a record of this type: a row for each of its fields. */
export type ShapeOf<Record> = { readonly [Name in keyof Record]-?: Field };

/** What is wrong with a record, and where: `body.version`. */
export type Flaw =
	| { readonly kind: 'missing' | 'unfit'; readonly where: string; readonly expected: Field; readonly found: string }
	| { readonly kind: 'unknown'; readonly where: string; readonly known: readonly string[] }
	| { readonly kind: 'noRecord'; readonly where: string; readonly found: string }
	/** Of two fields together. */
	| { readonly kind: 'notAfter'; readonly where: string; readonly other: string }
	| { readonly kind: 'tooLong'; readonly where: string; readonly other: string; readonly days: number }
	/** Nobody of those who may has signed it. */
	| { readonly kind: 'unsigned'; readonly where: string };

/** Thrown by readers of records. */
export class FlawError extends Error {
	constructor(readonly flaw: Flaw) {
		super(`${flaw.where}: ${flaw.kind}`);
	}
}

/** The last time there is, ms since 1970-01-01T00:00:00Z (ECMA-262, 21.4.1.1). */
const LAST_TIME = 8_640_000_000_000_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TITLE = /^[0-9A-F]{16}$/;
const HEX = /^(?:[0-9A-F]{2})*$/;
const UNPRINTABLE = /\p{C}/u;
/** Of what was found, as a message shows it. */
const SHOWN = 40;

const isWhole = (value: unknown, least: number, most: number): boolean =>
	typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0) && value >= least && value <= most;

type Check<Kind extends Field['is']> = (value: unknown, field: Extract<Field, { readonly is: Kind }>) => boolean;

/** Of what is no record or list. */
const CHECKS = frozen({
	uuid: (value) => typeof value === 'string' && UUID.test(value),
	title: (value) => typeof value === 'string' && TITLE.test(value),
	time: (value) => isWhole(value, 0, LAST_TIME),
	flag: (value) => typeof value === 'boolean',
	number: (value) => typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0),
	hex: (value, { bytes }) => typeof value === 'string' && bytes.includes(value.length / 2) && HEX.test(value),
	whole: (value, { least, most }) => isWhole(value, least, most),
	word: (value, { of }) => typeof value === 'string' && of.includes(value),
	text: (value, { most }) => typeof value === 'string' && value.length <= most && !UNPRINTABLE.test(value),
} satisfies { readonly [Kind in Exclude<Field['is'], 'record' | 'list'>]: Check<Kind> });

/**
 * Throws FlawError unless `value` is a record of this shape and has nothing else.
 * @param where the record stands, for messages; '' for the whole
 */
export function checkRecord(value: unknown, shape: Shape, where = ''): asserts value is Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FlawError({ kind: 'noRecord', where, found: shown(value) });
	const record = value as Readonly<Record<string, unknown>>;
	for (const name of Object.keys(record))
		if (!Object.hasOwn(shape, name)) throw new FlawError({ kind: 'unknown', where: within(where, shown(name)), known: Object.keys(shape) });
	for (const [name, field] of Object.entries(shape)) {
		const place = within(where, name);
		if (!Object.hasOwn(record, name)) {
			if (!field.optional) throw new FlawError({ kind: 'missing', where: place, expected: field, found: '' });
		} else checkField(record[name], field, place);
	}
}

function checkField(value: unknown, field: Field, where: string): void {
	if (value === null && field.orNull) return;
	if (field.is === 'record') {
		checkRecord(value, field.of, where);
		return;
	}
	if (field.is === 'list') {
		if (!Array.isArray(value) || value.length > field.most) throw unfit(value, field, where);
		for (const [i, each] of value.entries()) checkField(each, field.of, `${where}[${i}]`);
		return;
	}
	const fits = CHECKS[field.is] as (value: unknown, field: Field) => boolean;
	if (!fits(value, field)) throw unfit(value, field, where);
}

function unfit(value: unknown, expected: Field, where: string): FlawError {
	return new FlawError({ kind: 'unfit', where, expected, found: Array.isArray(value) ? `[${value.length}]` : shown(value) });
}

function within(where: string, name: string): string {
	return where === '' ? name : `${where}.${name}`;
}

/** As far as a line of a message has room for it. */
function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
	return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
