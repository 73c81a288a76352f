/**
 * What a hand-held hands in to the office: one line of JSON for each piece of work at a meter, signed by the hand-held.
 *
 * | field       |                                                                                                              |
 * |-------------|--------------------------------------------------------------------------------------------------------------|
 * | kind        | `set`, `failed`, `diagnosis`, `built`                                                                        |
 * | number      | of the hand-held's results, from 1: the office takes each once                                               |
 * | handheld    | its id, as bar codes name it                                                                                 |
 * | order       | number of the work order; null: a diagnosis that nobody ordered                                              |
 * | meter       | system title, 16 upper-case hexadecimal digits                                                               |
 * | at          | ms since 1970-01-01T00:00:00Z, by the hand-held's clock                                                      |
 * | meterAhead  | by how much the meter's clock is ahead of the hand-held's, ms; null: it was not told                         |
 * | version     | of `set`, `failed`: of the credentials                                                                       |
 * | inForce     | of `failed`: the version that the unit has in force                                                          |
 * | why         | of `failed`: `oldVersion`, `notOurs`, `refused`                                                              |
 * | status      | of `diagnosis`: the items of Table 2 and their evidence; null: the meter did not answer                      |
 * | units       | of `built`: what the meter says is plugged in                                                                |
 * | told        | of `built`: codes of the units that the worker says to have mounted; null: said nothing                      |
 * | signature   | ECDSA on P-256 with SHA-256, 128 upper-case hexadecimal digits, over the others                              |
 *
 * Signed is the text `keiki hand-held result`, a line feed, and the line without `signature` and with its names in the order of their characters, at every
 * depth: whoever keeps the line in a store that orders names as it likes can still prove it.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import type { RouteBState } from '../../head-end/credentials.js';
import type { UnitReading } from '../../head-end/installed-units.js';

/** The unit has as high a version already; it could not open them; the meter gives another reason. */
export type WhyFailed = 'oldVersion' | 'notOurs' | 'refused';

/** The items of Table 2; of a failing one true. */
export interface RouteBStatus {
	readonly startup: boolean;
	readonly authentication: boolean;
	readonly connection: boolean;
	readonly unit: boolean;
	readonly verdict: RouteBState['verdict'];
	/** ms since 1970-01-01T00:00:00Z; null: the meter does not tell. */
	readonly since: number | null;
	/** Of the credentials in force; 0: none came sealed. */
	readonly version: number;
}

interface Common {
	readonly number: number;
	readonly handheld: string;
	readonly meter: string;
	readonly at: number;
	readonly meterAhead: number | null;
}

export type HandheldResult = Common &
	(
		| { readonly kind: 'set'; readonly order: string; readonly version: number }
		| { readonly kind: 'failed'; readonly order: string; readonly version: number; readonly inForce: number; readonly why: WhyFailed }
		| { readonly kind: 'diagnosis'; readonly order: string | null; readonly status: RouteBStatus | null }
		| { readonly kind: 'built'; readonly order: string; readonly units: readonly UnitReading[]; readonly told: readonly string[] | null }
	);

export type SignedResult = HandheldResult & { readonly signature: string };

/** What is wrong with a line: the field, and what is expected there; `line`: it is no object of JSON, or too long. */
export interface WrongResult {
	readonly field: string;
	readonly expected: string;
}

const PURPOSE = 'keiki hand-held result\n';
const P256_KEY = 32;
const P256_POINT = 64;
/** Characters of a line. */
export const LONGEST_LINE = 4096;
/** 9999-12-31. */
const LAST_TIME = 253_402_300_799_999;
const LAST_VERSION = 0xffff_ffff;
const MOST_UNITS = 4;
const ORDER = /^W\d{8}$/;
const ID = /^[0-9A-Z]{1,32}$/;
const TITLE = /^[0-9A-F]{16}$/;
const SIGNATURE = /^[0-9A-F]{128}$/;
const UNIT_TEXT = /^[ -~]{0,32}$/;
const CODE = /^[a-z0-9-]{1,24}$/;
const WHYS: readonly string[] = Object.freeze(['oldVersion', 'notOurs', 'refused'] satisfies readonly WhyFailed[]);
const VERDICTS: readonly string[] = Object.freeze([
	...(['undetermined', 'active', 'HEMS is failure', 'HEMS is unconnected', 'abnormality'] satisfies readonly RouteBState['verdict'][]),
]);
const UNIT_KINDS: readonly string[] = Object.freeze(['metering', 'communication', 'switching', 'voltage'] satisfies readonly UnitReading['kind'][]);

/** A field: what it must be, as a message tells it, and whether a value is that. */
interface Rule {
	readonly expected: string;
	readonly is: (value: unknown) => boolean;
}
type Rules = Readonly<Record<string, Rule>>;

const whole = (least: number, most: number, expected: string): Rule => ({
	expected,
	is: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
});
const text = (pattern: RegExp, expected: string): Rule => ({ expected, is: (value) => typeof value === 'string' && pattern.test(value) });
const word = (words: readonly string[]): Rule => ({
	expected: words.join(' or '),
	is: (value) => typeof value === 'string' && words.includes(value),
});
const orNull = ({ expected, is }: Rule): Rule => ({ expected: `${expected}, or null`, is: (value) => value === null || is(value) });
const few = (most: number, { expected, is }: Rule): Rule => ({
	expected: `at most ${most} of: ${expected}`,
	is: (value) => Array.isArray(value) && value.length <= most && value.every(is),
});
const record = (rules: Rules): Rule => ({
	expected: `an object of ${Object.keys(rules).join(', ')}`,
	is: (value) => isObject(value) && wrongIn(value, rules) === undefined,
});
const YES_OR_NO: Rule = Object.freeze({ expected: 'true or false', is: (value: unknown) => typeof value === 'boolean' });
const VERSION = Object.freeze(whole(0, LAST_VERSION, 'a version'));
const TIME = Object.freeze(whole(0, LAST_TIME, 'ms since 1970'));
const DIFFERENCE = Object.freeze(whole(-LAST_TIME, LAST_TIME, 'ms'));
const ORDER_RULE = Object.freeze(text(ORDER, 'W and 8 digits'));

const COMMON: Rules = Object.freeze({
	kind: word(['set', 'failed', 'diagnosis', 'built']),
	number: whole(1, Number.MAX_SAFE_INTEGER, 'a number from 1'),
	handheld: text(ID, 'the id of a hand-held'),
	meter: text(TITLE, '16 upper-case hexadecimal digits'),
	at: TIME,
	meterAhead: orNull(DIFFERENCE),
	signature: text(SIGNATURE, '128 upper-case hexadecimal digits'),
});
const OF_KIND: Readonly<Record<HandheldResult['kind'], Rules>> = Object.freeze({
	set: { order: ORDER_RULE, version: whole(1, LAST_VERSION, 'a version from 1') },
	failed: { order: ORDER_RULE, version: whole(1, LAST_VERSION, 'a version from 1'), inForce: VERSION, why: word(WHYS) },
	diagnosis: {
		order: orNull(ORDER_RULE),
		status: orNull(
			record({
				...{ startup: YES_OR_NO, authentication: YES_OR_NO, connection: YES_OR_NO, unit: YES_OR_NO },
				...{ verdict: word(VERDICTS), since: orNull(TIME), version: VERSION },
			}),
		),
	},
	built: {
		order: ORDER_RULE,
		units: few(
			MOST_UNITS,
			record({
				kind: word(UNIT_KINDS),
				type: text(UNIT_TEXT, 'a type'),
				serial: text(UNIT_TEXT, 'a serial number'),
				firmware: text(UNIT_TEXT, 'a firmware version'),
			}),
		),
		told: orNull(few(MOST_UNITS, text(CODE, 'code of a unit'))),
	},
});

/** A time that a meter told, as a result can bear it, ms; null: it tells none, or one that no calendar of ours has. */
export function timeTold(time: number | undefined): number | null {
	return time !== undefined && TIME.is(time) ? time : null;
}

/** The same of a difference of clocks, ms. */
export function differenceTold(difference: number): number | null {
	return DIFFERENCE.is(difference) ? difference : null;
}

/**
 * @param privateKey of P-256, 32 bytes
 * @param cipher with elliptic curves
 * @throws RangeError for another key, and where the cipher has no curves
 */
export function signResult(result: HandheldResult, privateKey: Uint8Array, cipher: Cipher): SignedResult {
	if (privateKey.length !== P256_KEY) throw new RangeError(`hand-held: expected a private key of ${P256_KEY} bytes, got ${privateKey.length}`);
	if (cipher.sign === undefined) throw new RangeError('hand-held: this cipher has no elliptic curves');
	return { ...result, signature: toUpperHex(cipher.sign(privateKey, signedBytes(result))) };
}

/** Whether this hand-held has signed it. @param publicKey of P-256, x ‖ y: 64 bytes */
export function isFrom({ signature, ...result }: SignedResult, publicKey: Uint8Array, cipher: Cipher): boolean {
	return publicKey.length === P256_POINT && cipher.verify?.(publicKey, signedBytes(result), fromHex(signature)) === true;
}

/** What a line says, all of it checked but its signature. */
export function readResult(line: string): SignedResult | WrongResult {
	if (line.length > LONGEST_LINE) return { field: 'line', expected: `at most ${LONGEST_LINE} characters` };
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return { field: 'line', expected: 'an object of JSON' };
	}
	if (!isObject(value)) return { field: 'line', expected: 'an object of JSON' };
	const kind = value.kind as HandheldResult['kind'];
	const rules = Object.hasOwn(OF_KIND, String(kind)) ? { ...COMMON, ...OF_KIND[kind] } : COMMON;
	return wrongIn(value, rules) ?? (value as unknown as SignedResult);
}

export function isWrong(read: SignedResult | WrongResult): read is WrongResult {
	return 'expected' in read;
}

/** The first field that is not as its rule wants it, is missing, or is none of these. */
function wrongIn(value: Readonly<Record<string, unknown>>, rules: Rules): WrongResult | undefined {
	for (const [field, { expected, is }] of Object.entries(rules)) if (!Object.hasOwn(value, field) || !is(value[field])) return { field, expected };
	const other = Object.keys(value).find((field) => !Object.hasOwn(rules, field));
	return other === undefined ? undefined : { field: other.slice(0, 32), expected: 'no such field' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function signedBytes(result: HandheldResult): Uint8Array {
	return new TextEncoder().encode(PURPOSE + JSON.stringify(ordered(result)));
}

/** The same with all names in the order of their characters. */
function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((name) => [name, ordered(value[name])]),
	);
}
