/** What the commands of the hand-held are told. */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { examine } from '../../../src/meter/catalogue/parse.js';
import { parseMeter } from '../hes/hes-places.js';
import { shiftedClock } from '../shared/clock-option.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { Hand } from './hand.js';
import { HANDHELD_USAGE } from './handheld-usage.js';
import { OwnFiles } from './own-files.js';
import { USUAL_PLACE } from './visit.js';

export interface HandheldWords extends CommonWords {
	readonly data?: string;
	readonly clock?: string;
	readonly json?: boolean;
}

export interface InitWords extends HandheldWords {
	readonly office?: string;
}

export interface ResultsWords extends HandheldWords {
	readonly out?: string;
	readonly handedIn?: string;
}

export interface AtMeterWords extends HandheldWords {
	readonly meter?: string;
	readonly keys?: string;
	readonly timeout?: string;
	readonly retries?: string;
}

export interface SetWords extends AtMeterWords {
	readonly text?: string;
}

export interface MeterWords extends AtMeterWords {
	readonly for?: string;
}

export interface BuiltWords extends MeterWords {
	readonly units?: string;
}

export interface ServeWords extends AtMeterWords {
	readonly place?: string;
}

/** One for each place in a meter. */
const MOST_UNITS = 4;
const ORDER = /^W\d{8}$/;

/** Throws UsageError. */
export function handOf({ data, clock, meter = USUAL_PLACE, keys, timeout, retries }: AtMeterWords): Hand {
	// What is wrong with it is told before anything is scanned.
	parseMeter(meter);
	return new Hand({ files: new OwnFiles(data), place: meter, keysPath: keys, timeout, retries, now: shiftedClock(clock) });
}

/** Throws UsageError. */
export function orderOf(text: string): string {
	const order = text.trim().toUpperCase();
	if (ORDER.test(order)) return order;
	throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noOrder(text)));
}

/** 16 upper-case digits. Throws UsageError. */
export function titleOf(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	if (/^[0-9A-Fa-f]{16}$/.test(text)) return toUpperHex(fromHex(text));
	throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noTitle(text)));
}

/** Codes of the catalogue, each in full. A combination that breaks rules may be mounted all the same. Throws UsageError. */
export function unitsOf(text: string | undefined): readonly string[] | undefined {
	if (text === undefined) return undefined;
	const words = text.split(',').map((each) => each.trim());
	const { units, unknown, broken } = examine(words.join(','));
	const [first] = unknown;
	if (first !== undefined) throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.noUnit(first.word, first.perhaps)));
	if (broken.some(({ breach }) => breach.kind === 'twice')) throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.tooManyUnits(MOST_UNITS)));
	const { communication, metering, option, cover } = units;
	const found = [communication, metering, option, cover].filter((each) => each !== undefined).map(({ code }) => code);
	// One without phases, beside no metering unit that tells them, is no type.
	const lacking = words.find((word) => /^(switch|voltage)-/.test(word) && option === undefined);
	if (lacking !== undefined) throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.noUnit(lacking, [])));
	return found.filter((code) => code !== cover?.code || words.includes(code));
}
