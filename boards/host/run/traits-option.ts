/** Options that make the meter differ from others of its kind, and where its registers stand. */
import { GEN1, type MeterProfile, PROFILES } from '../../../src/route-b/meter-profile.js';
import { type MeterTraits, TraitsError, withTraits } from '../../../src/route-b/traits.js';
import type { RegisterChoice } from '../../../src/world/meter/past.js';
import { wrongUse } from './usage-words.js';

/** As commander hands them over. */
export interface TraitsWords {
	readonly profile?: string;
	readonly without?: string;
	readonly unreadable?: string;
	readonly unanswered?: string;
	readonly energyUnit?: string;
	readonly coefficient?: string;
	readonly digits?: string;
	readonly release?: string;
	readonly minuteHistory?: string;
	readonly register?: string;
}

/** @param like in place of the named profile. Throws UsageError. */
export function parseTraits(words: TraitsWords, like?: MeterProfile): MeterProfile {
	if (like !== undefined && words.profile !== undefined) throw wrongUse('profileAndLike', words.profile);
	const profile = like ?? profileNamed(words.profile ?? GEN1.name);
	const traits: MeterTraits = {
		without: parseEpcs('--without', words.without),
		unreadable: parseEpcs('--unreadable', words.unreadable),
		unanswered: parseEpcs('--unanswered', words.unanswered),
		...(words.energyUnit !== undefined && { energyUnit: parseUnit(words.energyUnit) }),
		...(words.coefficient !== undefined && { coefficient: parseCount('--coefficient', words.coefficient) }),
		...(words.digits !== undefined && { digits: parseCount('--digits', words.digits) }),
		...(words.release !== undefined && { release: parseRelease(words.release) }),
		...(words.minuteHistory !== undefined && { minutesKept: parseCount('--minute-history', words.minuteHistory) }),
	};
	try {
		return withTraits(profile, traits);
	} catch (error) {
		if (error instanceof TraitsError) throw wrongUse('traits', error);
		throw error;
	}
}

function profileNamed(text: string): MeterProfile {
	const profile = PROFILES.find(({ name }) => name === text);
	if (profile !== undefined) return profile;
	throw wrongUse(
		'oneOf',
		'--profile',
		PROFILES.map(({ name }) => name),
		text,
	);
}

/** Undefined: as usual. Throws UsageError for what the digits of the register do not hold. */
export function parseRegister(text: string | undefined, { counter }: MeterProfile): RegisterChoice | undefined {
	if (text === undefined) return undefined;
	const most = 10 ** counter.digits - 1;
	const match = /^(\d{1,8})(?:,(\d{1,8}))?$/.exec(text);
	const [imported, exported] = [Number(match?.[1] ?? Number.NaN), Number(match?.[2] ?? 0)];
	if (!(imported <= most && exported <= most)) {
		throw wrongUse('register', most, text);
	}
	if (10 ** counter.digits * counter.wattHours > MOST_WATT_HOURS) {
		throw wrongUse('registerHolds', counter.digits, counter.wattHours);
	}
	return { import: imported, export: exported };
}

const MOST_REVISION = 0xff;
/** What a register of 2^48 mWh holds. */
const MOST_WATT_HOURS = 2 ** 48 / 1000;

function parseEpcs(option: string, text: string | undefined): number[] {
	if (text === undefined) return [];
	const epcs = text.split(',').map((each) => (/^[0-9a-f]{2}$/i.test(each) ? Number.parseInt(each, 16) : 0));
	if (epcs.every((epc) => epc >= 0x80)) return epcs;
	throw wrongUse('epcs', option, text);
}

function parseUnit(text: string): number {
	const code = /^0?[0-9a-f]$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
	if (code <= 4 || (code >= 0x0a && code <= 0x0d)) return code;
	throw wrongUse('energyUnit', text);
}

/** A letter, and a revision unless it is 0. */
function parseRelease(text: string): MeterProfile['release'] {
	const match = /^([a-z])(\d{1,3})?$/i.exec(text);
	const revision = Number(match?.[2] ?? 0);
	if (match !== null && revision <= MOST_REVISION) return { letter: match[1]!.toUpperCase(), revision };
	throw wrongUse('release', MOST_REVISION, text);
}

/** Its range is the class's, which says what is right. */
function parseCount(option: string, text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw wrongUse('anyWholeNumber', option, text);
}
