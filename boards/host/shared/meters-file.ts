/**
 * A file of meters: JSON lines, a meter a line, written by `keiki run --meters-file` and read by `keiki hes --meters`.
 *
 * | field    |                                                                                                          |
 * |----------|----------------------------------------------------------------------------------------------------------|
 * | `routeA` | where it is: a place as `--meter` takes it                                                               |
 * | `keys`   | as in the file of `--keys`; without it those that everybody knows                                        |
 * | `demo`   | true: the keys can be drawn by everybody from the seed, so their counters need not be kept               |
 *
 * All else tells who the meter is, as in the list of the event `ready`; who reads the file passes over it.
 */
import { dirname } from 'node:path';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import { FILE_USAGE } from './file-usage-words.js';
import { keysFrom, keysObject, linesOf, parseSecretJson, readSecret } from './keys-file.js';
import { UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

export interface ListedMeter {
	/** As `--meter` has it. */
	readonly place: string;
	readonly keys: RouteAKeys;
	/** The keys protect nothing. */
	readonly isDemo: boolean;
}

export function meterLine(meter: object, keys: RouteAKeys, isDemo: boolean): string {
	return `${JSON.stringify({ ...meter, demo: isDemo, keys: keysObject(keys) })}\n`;
}

/** At least one. Throws UsageError that names the line. */
export function readMetersFile(path: string, option: string): readonly ListedMeter[] {
	const meters = linesOf(readSecret(path, option)).map((line, i) => parseLine(line, `${option} ${path}: line ${i + 1}`, dirname(path)));
	const seen = new Map<string, number>();
	for (const [i, { place }] of meters.entries()) {
		const before = seen.get(place);
		if (before !== undefined)
			throw new UsageError(inEach(FILE_USAGE, (words) => words.meterTwice(`${option} ${path}: line ${i + 1}`, place, before)));
		seen.set(place, i + 1);
	}
	return meters;
}

function parseLine(line: string, place: string, folder: string): ListedMeter {
	const value = parseSecretJson(line, place);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError(inEach(FILE_USAGE, (words) => words.noObject(place)));
	const { routeA, keys, demo = false } = value as Readonly<Record<string, unknown>>;
	if (typeof routeA !== 'string')
		throw new UsageError(inEach(FILE_USAGE, (words) => words.noRouteA(place, JSON.stringify(routeA) ?? words.kinds.nothing)));
	if (typeof demo !== 'boolean') throw new UsageError(inEach(FILE_USAGE, (words) => words.noDemo(place)));
	if (keys === undefined) return { place: routeA, keys: DEMO_KEYS, isDemo: true };
	return { place: routeA, keys: keysFrom(keys, `${place}: keys`, folder), isDemo: demo };
}
