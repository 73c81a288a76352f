/** Meters of gas, water and heat behind the smart meter: `--behind`, and where their line is to be had, `--mbus`. */

import type { BehindChoice } from '../../../src/world/mbus/behind.js';
import type { MbusTrouble } from '../../../src/world/mbus/mbus-meter.js';
import type { MbusMeterKindName } from '../../../src/world/mbus/meter-kinds.js';
import { type PlaceChoice, parsePlace } from './dongle-option.js';
import { wrongUse } from './usage-words.js';

export interface BehindWords {
	readonly behind?: readonly string[];
	readonly mbus?: string | true;
	readonly mbusClient?: string;
}

export interface BehindOptions {
	/** Empty: nothing is behind the meter of this number, from 1. */
	readonly of: (number: number) => readonly BehindChoice[];
	/** Of the first meter. Undefined: only that is on the line. */
	readonly mbus: PlaceChoice | undefined;
	/** Of the objects of class 72. */
	readonly version: 0 | 1;
}

const KINDS: readonly MbusMeterKindName[] = Object.freeze(['gas', 'water', 'heat']);
const TROUBLES: readonly MbusTrouble[] = Object.freeze(['battery', 'fraud', 'error']);
/** So many channels has the smart meter. */
const MOST = 4;

const ALL = 'all';

/** Throws UsageError. @param meters so many are there */
export function parseBehind({ behind = [], mbus, mbusClient = '0' }: BehindWords, meters: number): BehindOptions {
	const lines = new Map<number | typeof ALL, readonly BehindChoice[]>();
	for (const text of behind) {
		const { which, choices } = parseChoices(text, meters);
		if (lines.has(which)) throw wrongUse('behindTwice', text);
		lines.set(which, choices);
	}
	const of = (number: number): readonly BehindChoice[] => lines.get(number) ?? lines.get(ALL) ?? [];
	if (of(1).length === 0 && mbus !== undefined) throw wrongUse('noBehind', '--mbus');
	if (lines.size === 0 && mbusClient === '1') throw wrongUse('noBehind', '--mbus-client 1');
	return { of, version: mbusClient === '1' ? 1 : 0, mbus: mbus === undefined ? undefined : parseLine(mbus === true ? 'pty' : mbus) };
}

/** `gas,water` of the first meter, `3=gas,water` of the third, `all=gas` of all that are not told of. */
function parseChoices(text: string, meters: number) {
	const [, word, rest = ''] = /^(?:(all|[1-9]\d*)=)?(.*)$/s.exec(text) ?? [];
	const which = word === ALL ? ALL : Number(word ?? 1);
	if (which !== ALL && which > meters) throw wrongUse('behindNobody', text, meters);
	const choices = rest.split(',').map((each) => parseMeter(text, each));
	if (choices.length > MOST) throw wrongUse('tooManyBehind', MOST, choices.length);
	return { which, choices } as const;
}

/** `gas`, or with what is wrong behind it: `water:battery+fraud`. */
function parseMeter(text: string, word: string): BehindChoice {
	const [name, ...rest] = word.split(':');
	const kind = KINDS.find((each) => each === name);
	const wanted = rest.length === 0 ? [] : rest.join(':').split('+');
	const troubles = wanted.map((each) => TROUBLES.find((trouble) => trouble === each));
	if (kind === undefined || troubles.includes(undefined)) throw wrongUse('behind', text, KINDS, TROUBLES);
	return { kind, troubles: [...new Set(troubles as MbusTrouble[])] };
}

function parseLine(text: string): PlaceChoice {
	const place = parsePlace(text);
	if (place === undefined) throw wrongUse('mbus', text);
	return place;
}
