/** Load profiles and logs: columns, rows, and the parts of them that a client may ask for. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { SELECTOR } from '../../../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { isEventCode } from '../../../head-end/event-codes.js';
import { isoTime } from '../../../world/time/iso-time.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { type Difference, differences, kept, placeText, resultText } from '../judging.js';
import type { Probe } from '../probe.js';
import { type ProfileFacts, profilesOf, rowsByEntry, rowsByRange, someRows, timesOf } from '../profile-rows.js';
import { dataOf, get, target } from '../requests.js';
import { agreed, PROFILE, SELECTIVE, type Visit } from '../visit.js';
import { unknownOf } from './objects.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const NO_SELECTOR = 99;
/** The event of IDIS and DSMR whose time is the one that the clock was set to. */
const CLOCK_ADJUSTED_TO = 5;
const BUFFER = 2;
const FIFO = 1;
/** How far a row's time may be past its slot, of the period. */
const TOLERANCE = 0.1;
/** Codes of events are in objects 0.0.96.11.e.255. */
const CODES = 0x00_00_60_0b_00_ff;
const LAST_CODES = 0x00_00_60_0b_ff_ff;

export const PROFILE_CHECKS = frozen({
	columnsKnown: {
		id: 'C47',
		is: 'captures nothing but what is in its object list',
		obligation: 'should',
		source: `${BLUE}, Profile generic, capture_objects`,
		confidence: 'proposed',
		run: async (visit) => {
			const { objects } = await visit.survey();
			const profiles = await profilesOf(visit);
			const unknown = profiles.flatMap(({ columns }) =>
				columns.flatMap(({ classId, name, attribute }) =>
					objects.some((object) => object.classId === classId && object.name === name) ? [] : [placeText(classId, name, attribute)],
				),
			);
			return unknownOf(unknown, profiles.length);
		},
	},
	rowWidth: {
		id: 'C48',
		is: 'has in each row as many values as it captures objects',
		obligation: 'must',
		source: `${BLUE}, Profile generic, buffer`,
		confidence: 'stated',
		run: (visit) =>
			inEachProfile(visit, async (profile, probe) => {
				const rows = await someRows(probe, profile);
				if (rows === undefined) return undefined;
				if (typeof rows === 'number') return [{ what: place(profile), found: resultText(rows), expected: profile.inUse ?? 0 }];
				const wrong = rows.find((row) => !('items' in row) || row.items.length !== profile.columns.length);
				if (wrong === undefined) return [];
				return [{ what: place(profile), found: 'items' in wrong ? wrong.items.length : '?', expected: profile.columns.length }];
			}),
	},
	entriesInUse: {
		id: 'C49',
		is: 'has as many entries as it says are in use, and not more than it says that it can have',
		obligation: 'must',
		source: `${BLUE}, Profile generic, entries_in_use`,
		confidence: 'stated',
		run: (visit) =>
			inAllProfiles(visit, async (profile, probe) => {
				const { inUse, entries, object, isReadable } = profile;
				if (inUse === undefined) return undefined;
				const what = placeText(PROFILE, object.name, 7);
				if (entries !== undefined && inUse > entries) return [{ what, found: inUse, expected: `≤ ${entries}` }];
				if (!isReadable || !agreed(probe, SELECTIVE)) return undefined;
				const last = inUse === 0 ? [] : await rowsByEntry(probe, profile, inUse, inUse);
				// Rows may have come since the number was read.
				if (typeof last === 'number') return undefined;
				if (inUse > 0 && last.length === 0) return [{ what, found: inUse, expected: `< ${inUse}` }];
				const count = async () => numberIn(await get(probe, target(PROFILE, object.name, 7)));
				const now = await count();
				const beyond = now === undefined ? [] : await rowsByEntry(probe, profile, now + 1, now + 1);
				if (typeof beyond === 'number' || beyond.length === 0) return [];
				// Or one has come in between.
				return (await count()) === now ? [{ what, found: now!, expected: `≥ ${now! + 1}` }] : [];
			}),
	},
	sorted: {
		id: 'C50',
		is: 'has its rows in the order of their time, but for where a log tells that the clock was set back',
		obligation: 'must',
		source: `${BLUE}, Profile generic, sort_method`,
		confidence: 'stated',
		run: (visit) =>
			inEachProfile(visit, async (profile, probe) => {
				if (profile.clockAt < 0 || (profile.sortMethod !== undefined && profile.sortMethod !== FIFO)) return undefined;
				const times = await someTimes(probe, profile);
				if (times === undefined) return undefined;
				const back = stepsBack(times);
				if (back.length === 0) return [];
				const set = await clockSetBack(probe, await profilesOf(visit));
				const wrong = back.find(({ from, to }) => !set.some((each) => each.from >= from && each.to <= to));
				return wrong === undefined ? [] : [{ what: place(profile), found: isoTime(wrong.to), expected: `≥ ${isoTime(wrong.from)}` }];
			}),
	},
	holes: {
		id: 'C51',
		is: 'has one row for each capture period, and none twice',
		obligation: 'should',
		source: `${BLUE}, Profile generic, capture_period`,
		confidence: 'proposed',
		run: (visit) =>
			inEachProfile(
				visit,
				async (profile, probe) => {
					const { period, clockAt } = profile;
					if (clockAt < 0 || period === 0) return undefined;
					const times = await someTimes(probe, profile);
					if (times === undefined) return undefined;
					// An order that is wrong is another rule's.
					if (times.some((time, i) => i > 0 && time < times[i - 1]!)) return undefined;
					for (let i = 1; i < times.length; i++) {
						const step = times[i]! - times[i - 1]!;
						if (Math.abs(step - period) > TOLERANCE * period)
							return [{ what: `${place(profile)}, ${isoTime(times[i - 1]!)}`, found: `+${step / 1000} s`, expected: `+${period / 1000} s` }];
					}
					return [];
				},
				'warning',
			),
	},
	byEntry: {
		id: 'C52',
		is: 'tells by entry the rows and the columns that were asked for',
		obligation: 'must',
		source: `${BLUE}, Profile generic, entry_descriptor`,
		confidence: 'stated',
		run: (visit) =>
			inEachProfile(visit, async (profile, probe) => {
				const { inUse = 0, columns, isReadable, selectors } = profile;
				if (inUse < 2 || !isReadable || !agreed(probe, SELECTIVE)) return undefined;
				const [two, one] = [await rowsByEntry(probe, profile, 1, 2), await rowsByEntry(probe, profile, 1, 2, columns.length, columns.length)];
				// The list may tell that there is none.
				if (typeof two === 'number' && typeof one === 'number' && !selectors.includes(SELECTOR.entry)) return undefined;
				if (typeof two === 'number' || typeof one === 'number')
					return [{ what: `${place(profile)} [2]`, found: resultText(typeof two === 'number' ? two : Number(one)), expected: 0 }];
				if (two.length !== 2) return [{ what: `${place(profile)} [2]`, found: two.length, expected: 2 }];
				const width = one[0] !== undefined && 'items' in one[0] ? one[0].items.length : 0;
				return width === 1 || columns.length === 1 ? [] : [{ what: `${place(profile)} [2] 1`, found: width, expected: 1 }];
			}),
	},
	byRange: {
		id: 'C53',
		is: 'tells by range the rows of that time, and no others',
		obligation: 'must',
		source: `${BLUE}, Profile generic, range_descriptor`,
		confidence: 'stated',
		run: (visit) =>
			inEachProfile(visit, async (profile, probe) => {
				const { clockAt, inUse = 0, isReadable, selectors } = profile;
				if (clockAt < 0 || inUse < 3 || !isReadable || !agreed(probe, SELECTIVE)) return undefined;
				const three = await rowsByEntry(probe, profile, 1, 3);
				if (typeof three === 'number') return undefined;
				const middle = clockOf(three[1], clockAt);
				if (middle === undefined) return undefined;
				const rows = await rowsByRange(probe, profile, middle, middle);
				if (typeof rows === 'number' && !selectors.includes(SELECTOR.range)) return undefined;
				if (typeof rows === 'number') return [{ what: `${place(profile)} [1]`, found: resultText(rows), expected: 0 }];
				const right = rows.length > 0 && rows.every((row) => sameTime(clockOf(row, clockAt), middle));
				const expected = three.filter((row) => sameTime(clockOf(row, clockAt), middle)).length;
				return right && rows.length >= expected ? [] : [{ what: `${place(profile)} [1]`, found: rows.length, expected }];
			}),
	},
	unknownSelector: {
		id: 'C54',
		is: 'does not answer a selective access that there is not as if it were none',
		obligation: 'should',
		source: `${BLUE}, selective access`,
		confidence: 'proposed',
		run: async (visit) => {
			const [profile] = (await profilesOf(visit)).filter(({ isReadable }) => isReadable);
			if (profile === undefined) return kept(0);
			return visit.within({}, async (probe) => {
				const selection = { selector: NO_SELECTOR, parameters: new DataWriter().nullData().copy() };
				const result = await get(probe, target(PROFILE, profile.name, BUFFER, selection));
				return typeof result === 'number' ? kept() : [found('warning', 'served', { what: `${place(profile)} [${NO_SELECTOR}]` })];
			});
		},
	},
	eventCodes: {
		id: 'C55',
		is: 'logs no event that has no name in the families of meters that are known here',
		obligation: 'should',
		source: 'IDIS and DSMR, event codes',
		confidence: 'recalled',
		run: async (visit) => {
			const profiles = (await profilesOf(visit)).filter(({ columns }) => columns.some(isCode));
			return visit.within({}, async (probe) => {
				const unknown: string[] = [];
				let told = 0;
				for (const profile of profiles) {
					const at = profile.columns.findIndex(isCode);
					const rows = await someRows(probe, profile);
					if (rows === undefined || typeof rows === 'number') continue;
					told++;
					for (const row of rows) {
						const code = codeIn(row, at);
						if (code !== undefined && !isEventCode(code)) unknown.push(`${place(profile)}: ${code}`);
					}
				}
				return unknownOf(unknown, told);
			});
		},
	},
} satisfies Record<string, MeterCheck>);

/** The first thing that is wrong in each profile, all in one association. `judge` returns undefined of a profile on which it cannot be tried. */
async function inEachProfile(
	visit: Visit,
	judge: (profile: ProfileFacts, probe: Probe) => Promise<readonly Difference[] | undefined>,
	verdict: 'fail' | 'warning' = 'fail',
): Promise<readonly Found[]> {
	return inAllProfiles(visit, async (profile, probe) => (profile.inUse === 0 ? undefined : judge(profile, probe)), verdict);
}

/** The same, of those that say that they have no rows, too. */
async function inAllProfiles(
	visit: Visit,
	judge: (profile: ProfileFacts, probe: Probe) => Promise<readonly Difference[] | undefined>,
	verdict: 'fail' | 'warning' = 'fail',
): Promise<readonly Found[]> {
	const profiles = await profilesOf(visit);
	return visit.within({}, async (probe) => {
		const wrong: Difference[] = [];
		let tried = 0;
		for (const profile of profiles) {
			const judged = await judge(profile, probe);
			if (judged !== undefined) tried++;
			wrong.push(...(judged ?? []));
		}
		return differences(wrong, tried, verdict);
	});
}

/** Undefined: its rows are not to be had, or one has no time, which others tell of. */
async function someTimes(probe: Probe, profile: ProfileFacts): Promise<readonly number[] | undefined> {
	const rows = await someRows(probe, profile);
	return rows === undefined || typeof rows === 'number' ? undefined : timesOf(rows, profile);
}

/** Where a time is earlier than the one before it. */
interface StepBack {
	/** Of the row. */
	readonly at: number;
	readonly from: number;
	readonly to: number;
}

function stepsBack(times: readonly number[]): readonly StepBack[] {
	return times.flatMap((to, at) => (at > 0 && to < times[at - 1]! ? [{ at, from: times[at - 1]!, to }] : []));
}

/** Where logs tell that the clock was set back. */
async function clockSetBack(probe: Probe, profiles: readonly ProfileFacts[]): Promise<readonly StepBack[]> {
	const told: StepBack[] = [];
	for (const profile of profiles) {
		const column = profile.columns.findIndex(isCode);
		const rows = column < 0 || profile.clockAt < 0 ? undefined : await someRows(probe, profile);
		const times = rows === undefined || typeof rows === 'number' ? undefined : timesOf(rows, profile);
		if (times !== undefined) told.push(...stepsBack(times).filter(({ at }) => codeIn((rows as readonly Data[])[at]!, column) === CLOCK_ADJUSTED_TO));
	}
	return told;
}

function codeIn(row: Data, column: number): number | undefined {
	const cell = 'items' in row ? row.items[column] : undefined;
	return cell === undefined ? undefined : numberOf(cell);
}

function place({ object }: ProfileFacts): string {
	return placeText(PROFILE, object.name, BUFFER);
}

function isCode({ classId, name, attribute }: ProfileFacts['columns'][number]): boolean {
	return classId === 1 && attribute === 2 && name >= CODES && name <= LAST_CODES;
}

function clockOf(row: Data | undefined, clockAt: number): Uint8Array | undefined {
	const cell = row !== undefined && 'items' in row ? row.items[clockAt] : undefined;
	return cell !== undefined && 'bytes' in cell && cell.tag === DataTag.octetString ? cell.bytes : undefined;
}

/** All but the status. */
function sameTime(one: Uint8Array | undefined, other: Uint8Array): boolean {
	return one !== undefined && equalBytes(one.subarray(0, 9), other.subarray(0, 9));
}

function numberIn(result: Uint8Array | number): number | undefined {
	const data = typeof result === 'number' ? undefined : dataOf(result);
	return data === undefined ? undefined : numberOf(data);
}
