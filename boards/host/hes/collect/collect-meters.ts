/** The meters of a collector, their keys, and where they are asked: of a file of meters, a folder of keys, or a master. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { LEAST_MASTER } from '../../../../src/head-end/collection/derived-keys.js';
import { KEYS_SIZE } from '../../../../src/head-end/collection/meter-table.js';
import { MOST_DIGITS, MOST_NUMBER, MOST_WH, type RegisterRow, registerTime } from '../../../../src/head-end/collection/register-table.js';
import type { ClientKeys, RouteAKeys } from '../../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { keysFrom, parseSecretJson, readKeysFile, readSecret } from '../../shared/keys-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { parseMeter } from '../hes-places.js';
import { COLLECT_USAGE } from './collect-words.js';

/** A meter as its source tells it. */
export interface CollectedMeter {
	readonly facts: RegisterRow;
	/** Its source tells its number; otherwise it is that of its line, until another meter has that. */
	readonly isNumbered: boolean;
	/** Undefined: its keys are not those of the fast path (suite 2, none of this client's). */
	readonly keys: Uint8Array | undefined;
	/** As `--meter` takes it; undefined: nobody knows where to ask it. */
	readonly place: string | undefined;
	/** The logical device, where it is told. */
	readonly server: number | undefined;
}

/** Of a count, and of registers, where nothing tells: those of `keiki run`. */
export const WH = 100;
export const DIGITS = 6;
const PIECE = 1 << 20;
const LONGEST_LINE = 1 << 16;

/** Its lines, one by one, and where each begins: a file of a million meters fits no string. Throws UsageError. */
export function* linesIn(path: string): Generator<{ readonly text: string; readonly offset: number; readonly number: number }> {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch (error) {
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotRead(`--meters ${path}`, reasonOf(error))));
	}
	try {
		const piece = Buffer.alloc(PIECE);
		let rest = Buffer.alloc(0);
		let offset = 0;
		let number = 0;
		for (;;) {
			const count = readSync(file, piece, 0, PIECE, null);
			const bytes = Buffer.concat([rest, piece.subarray(0, count)]);
			let at = 0;
			for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
				yield { text: bytes.toString('utf8', at, end), offset: offset + at, number: ++number };
				at = end + 1;
			}
			offset += at;
			rest = bytes.subarray(at);
			if (count === 0) {
				if (rest.length > 0) yield { text: rest.toString('utf8'), offset, number: ++number };
				return;
			}
		}
	} finally {
		closeSync(file);
	}
}

/** The line of a file that begins there. Throws UsageError. */
export function lineAt(path: string, offset: number): string {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch (error) {
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotRead(`--meters ${path}`, reasonOf(error))));
	}
	try {
		const bytes = Buffer.alloc(LONGEST_LINE);
		const count = readSync(file, bytes, 0, LONGEST_LINE, offset);
		const end = bytes.indexOf(10);
		return bytes.toString('utf8', 0, end < 0 || end > count ? count : end);
	} finally {
		closeSync(file);
	}
}

/** A line of a file of meters, with all of its keys. Throws UsageError. */
export function meterIn(
	line: string,
	path: string,
	number: number,
	client: number,
): { readonly meter: CollectedMeter; readonly keys: RouteAKeys; readonly isDemo: boolean } {
	const place = `--meters ${path}: line ${number}`;
	const value = parseSecretJson(line, place) as Readonly<Record<string, unknown>>;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noField(place, 'the line', 'an object');
	const keys = value.keys === undefined ? DEMO_KEYS : keysFrom(value.keys, `${place}: keys`, dirname(path));
	const routeA = value.routeA ?? undefined;
	if (routeA !== undefined && typeof routeA !== 'string') throw noField(place, 'routeA', 'a text');
	if (routeA !== undefined) parseMeter(routeA, `${place}: routeA`);
	return {
		meter: {
			facts: factsIn(value, keys, number, place),
			isNumbered: (value.number ?? undefined) !== undefined,
			keys: fastKeys(keys.clients[client]),
			place: routeA,
			server: wholeIn(value.server, place, 'server', 1, 0xffff),
		},
		keys,
		isDemo: value.keys === undefined || value.demo === true,
	};
}

function factsIn(value: Readonly<Record<string, unknown>>, keys: RouteAKeys, line: number, place: string): CollectedMeter['facts'] {
	const text = (field: string): string => {
		const found = value[field] ?? '';
		if (typeof found !== 'string' && typeof found !== 'number') throw noField(place, field, 'a text');
		return String(found);
	};
	const time = (field: 'from' | 'to'): string => {
		const found = text(field);
		if (found !== '' && registerTime(found) === undefined) throw noField(place, field, 'a time, ISO 8601');
		return found;
	};
	const [from, to] = [time('from'), time('to')];
	if (registerTime(from)! > registerTime(to)!) throw noField(place, 'to', 'a time not before `from`');
	return {
		number: wholeIn(value.number, place, 'number', 1, MOST_NUMBER) ?? line,
		title: toUpperHex(keys.systemTitle),
		...{ serial: text('serial'), supplyPoint: text('supplyPoint'), group: text('group'), concentrator: text('concentrator'), from, to },
		wh: wholeIn(value.wh, place, 'wh', 1, MOST_WH) ?? WH,
		digits: wholeIn(value.digits, place, 'digits', 4, MOST_DIGITS) ?? DIGITS,
		amperes: wholeIn(value.amperes, place, 'amperes', 0, 10_000) ?? 0,
		twoWay: value.twoWay !== false,
	};
}

function wholeIn(value: unknown, place: string, field: string, least: number, most: number): number | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
	throw noField(place, field, `a whole number from ${least} to ${most}`);
}

function noField(place: string, field: string, expected: string): UsageError {
	return new UsageError(inEach(COLLECT_USAGE, (words) => words.noField(place, field, expected)));
}

/** Encryption and authentication; undefined: they have not 16 bytes. */
export function fastKeys(keys: ClientKeys | undefined): Uint8Array | undefined {
	if (keys === undefined || 2 * keys.encryption.length !== KEYS_SIZE || 2 * keys.authentication.length !== KEYS_SIZE) return undefined;
	const both = new Uint8Array(KEYS_SIZE);
	both.set(keys.encryption);
	both.set(keys.authentication, KEYS_SIZE / 2);
	return both;
}

/** The keys of each file of a folder, in the order of the names. Throws UsageError. */
export function keysIn(folder: string): readonly { readonly path: string; readonly keys: RouteAKeys }[] {
	let names: string[];
	try {
		names = readdirSync(folder).filter((name) => name.endsWith('.json'));
	} catch {
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.noKeys(folder)));
	}
	if (names.length === 0) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.noKeys(folder)));
	return names.sort().map((name) => ({ path: join(folder, name), keys: readKeysFile(join(folder, name)) }));
}

/** The master of the first line of a file. Throws UsageError. */
export function readMaster(path: string): Uint8Array {
	const [line = ''] = readSecret(path, '--master').split(/\r?\n/);
	const digits = line.trim();
	if (digits.length >= 2 * LEAST_MASTER && digits.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(digits)) return fromHex(digits);
	throw new UsageError(inEach(COLLECT_USAGE, (words) => words.noMaster(path)));
}
