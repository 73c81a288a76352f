/** In what one meter differs from others of its kind: what meters in the field were seen to lack, to refuse, and to count in. */
import { MINUTES_PER_DAY } from '../meter/metering/calendar.js';
import { type Counter, registerUnit } from '../meter/metering/registers.js';
import { EPC } from './epc.js';
import type { MeterProfile } from './meter-profile.js';
import { unitOfCode } from './values.js';

export interface MeterTraits {
	/** EPCs that are not there: in no map, refused. */
	readonly without?: readonly number[];
	/** EPCs that are in map 9F, and refused when they are asked for. */
	readonly unreadable?: readonly number[];
	/** EPCs that are in map 9F; a request that asks for one of them gets no answer at all. */
	readonly unanswered?: readonly number[];
	/** Code of EPC E1: 00 to 04, 0A to 0D. */
	readonly energyUnit?: number;
	/** EPC D3, from 1 to 999,999. */
	readonly coefficient?: number;
	/** EPC D7, from 1 to 8. */
	readonly digits?: number;
	/** EPC 82: release of the Appendix as its letter, and the revision from 0 to 255. */
	readonly release?: MeterProfile['release'];
	/** How far back EPC EE reaches, from 10 to 1,440 minutes. */
	readonly minutesKept?: number;
}

const MAPS: readonly number[] = Object.freeze([EPC.announcedMap, EPC.settableMap, EPC.readableMap]);
const MOST_COEFFICIENT = 999_999;
const MOST_DIGITS = 8;
const MOST_REVISION = 0xff;
const LEAST_MINUTES = 10;

/** What is wrong with traits. */
export type TraitsWrong =
	| { readonly kind: 'map' | 'notThere' | 'notReadable'; readonly epc: number; readonly profile: string }
	| { readonly kind: 'needsCoefficient'; readonly coefficient: number }
	| { readonly kind: 'coefficient' | 'digits'; readonly most: number; readonly got: number }
	| { readonly kind: 'release'; readonly letter: string; readonly revision: number }
	| { readonly kind: 'minutes'; readonly least: number; readonly most: number; readonly got: number }
	| { readonly kind: 'needsMinutes'; readonly profile: string };

/** A meter of this kind cannot have these traits. */
export class TraitsError extends RangeError {
	constructor(
		message: string,
		readonly wrong: TraitsWrong,
	) {
		super(message);
	}
}

/** A profile with these traits. Throws TraitsError for one that no meter of this kind can have, RangeError for a code of an energy unit that is none. */
export function withTraits(profile: MeterProfile, traits: MeterTraits): MeterProfile {
	const { without = [], release, minutesKept } = traits;
	const unreadable = [...(profile.unreadable ?? []).filter((epc) => !without.includes(epc)), ...(traits.unreadable ?? [])];
	const unanswered = [...(profile.unanswered ?? []).filter((epc) => !without.includes(epc)), ...(traits.unanswered ?? [])];
	const shown = [...profile.readable, ...profile.settable, ...profile.announced];
	for (const epc of without) {
		const wrong = { epc, profile: profile.name };
		if (MAPS.includes(epc)) throw new TraitsError(`EPC ${text(epc)} is a property map, which no object is without`, { kind: 'map', ...wrong });
		if (!shown.includes(epc)) throw new TraitsError(`EPC ${text(epc)} is not in a ${profile.name} meter anyway`, { kind: 'notThere', ...wrong });
	}
	const left = (epcs: readonly number[]) => Object.freeze(epcs.filter((epc) => !without.includes(epc)));
	const readable = left(profile.readable);
	for (const epc of [...unreadable, ...unanswered]) {
		const wrong = { kind: 'notReadable', epc, profile: profile.name } as const;
		if (!readable.includes(epc)) throw new TraitsError(`EPC ${text(epc)} is not in map 9F of this meter`, wrong);
	}
	const counter = counterOf(profile.counter, traits);
	const { coefficient = 1 } = counter;
	if (coefficient !== 1 && !readable.includes(EPC.coefficient)) {
		throw new TraitsError(`a coefficient of ${coefficient} needs EPC D3: without it, it counts as 1`, { kind: 'needsCoefficient', coefficient });
	}
	if (release !== undefined) checkRelease(release);
	if (minutesKept !== undefined) checkMinutes(minutesKept, profile.name, readable);
	return Object.freeze({
		...profile,
		counter,
		readable,
		settable: left(profile.settable),
		announced: left(profile.announced),
		...(release !== undefined && { release: Object.freeze({ ...release }) }),
		...(minutesKept !== undefined && { minutesKept }),
		unreadable: Object.freeze(unreadable),
		unanswered: Object.freeze(unanswered),
	});
}

function checkRelease({ letter, revision }: MeterProfile['release']): void {
	if (/^[A-Z]$/.test(letter) && Number.isInteger(revision) && revision >= 0 && revision <= MOST_REVISION) return;
	const expected = `a letter from A to Z and a revision from 0 to ${MOST_REVISION}`;
	throw new TraitsError(`EPC 82: expected ${expected}, got ${letter} and ${revision}`, { kind: 'release', letter, revision });
}

function checkMinutes(got: number, profile: string, readable: readonly number[]): void {
	if (!readable.includes(EPC.history3)) {
		throw new TraitsError(`a minute history needs EPC EE, which is not in map 9F of this ${profile} meter`, { kind: 'needsMinutes', profile });
	}
	if (Number.isInteger(got) && got >= LEAST_MINUTES && got <= MINUTES_PER_DAY) return;
	const wrong = { kind: 'minutes', least: LEAST_MINUTES, most: MINUTES_PER_DAY, got } as const;
	throw new TraitsError(`EPC EE: expected ${LEAST_MINUTES} to ${MINUTES_PER_DAY} minutes, got ${got}`, wrong);
}

function counterOf(usual: Counter, { energyUnit, coefficient = usual.coefficient ?? 1, digits = usual.digits }: MeterTraits): Counter {
	if (!(Number.isInteger(coefficient) && coefficient >= 1 && coefficient <= MOST_COEFFICIENT)) {
		const wrong = { kind: 'coefficient', most: MOST_COEFFICIENT, got: coefficient } as const;
		throw new TraitsError(`EPC D3: expected a coefficient from 1 to ${MOST_COEFFICIENT}, got ${coefficient}`, wrong);
	}
	if (!(Number.isInteger(digits) && digits >= 1 && digits <= MOST_DIGITS)) {
		throw new TraitsError(`EPC D7: expected 1 to ${MOST_DIGITS} digits, got ${digits}`, { kind: 'digits', most: MOST_DIGITS, got: digits });
	}
	const unit = energyUnit === undefined ? registerUnit(usual) : unitOfCode(energyUnit);
	return Object.freeze({ wattHours: unit * coefficient, digits, ...(coefficient !== 1 && { coefficient }) });
}

function text(epc: number): string {
	return epc.toString(16).toUpperCase();
}
