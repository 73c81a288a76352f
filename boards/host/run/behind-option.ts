/** Meters of gas, water and heat behind the smart meter: `--behind`, and where their line is to be had, `--mbus`. */

import type { BehindChoice } from '../../../src/world/mbus/behind.js';
import type { MbusTrouble } from '../../../src/world/mbus/mbus-meter.js';
import type { MbusMeterKindName } from '../../../src/world/mbus/meter-kinds.js';
import { type PlaceChoice, parsePlace } from './dongle-option.js';
import { wrongUse } from './usage-words.js';

export interface BehindWords {
	readonly behind?: string;
	readonly mbus?: string | true;
	readonly mbusClient?: string;
}

export interface BehindOptions {
	/** Empty: nothing is behind the meter. */
	readonly behind: readonly BehindChoice[];
	/** Undefined: only the smart meter is on the line. */
	readonly mbus: PlaceChoice | undefined;
	/** Of the objects of class 72. */
	readonly version: 0 | 1;
}

const KINDS: readonly MbusMeterKindName[] = Object.freeze(['gas', 'water', 'heat']);
const TROUBLES: readonly MbusTrouble[] = Object.freeze(['battery', 'fraud', 'error']);
/** So many channels has the smart meter. */
const MOST = 4;

/** Throws UsageError. */
export function parseBehind({ behind, mbus, mbusClient = '0' }: BehindWords): BehindOptions {
	if (behind === undefined && mbus !== undefined) throw wrongUse('noBehind', '--mbus');
	if (behind === undefined && mbusClient === '1') throw wrongUse('noBehind', '--mbus-client 1');
	const words = behind?.split(',') ?? [];
	const choices = words.map((word) => parseMeter(behind!, word));
	if (choices.length > MOST) throw wrongUse('tooManyBehind', MOST, choices.length);
	return { behind: choices, version: mbusClient === '1' ? 1 : 0, mbus: mbus === undefined ? undefined : parseLine(mbus === true ? 'pty' : mbus) };
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
