/** Values that everybody reads: the clock, registers with their scalers and units. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { type Data, numberOf } from '../../../../modules/dlms/axdr/data.js';
import { CLOCK_STATUS, DATE_TIME_LENGTH, deviationOf, statusOf, timeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { type LogicalName, parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { scalerUnitOf } from '../../../head-end/data-text.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { differences, kept, placeText, shown } from '../judging.js';
import { dataOf, get, target } from '../requests.js';
import type { Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const CLOCK = 8;
const CLOCK_NAME = parseLogicalName('0.0.1.0.0.255');
const TIME = placeText(CLOCK, CLOCK_NAME, 2);
/** Classes with a value whose scaler and unit is attribute 3. */
const REGISTERS = Object.freeze([3, 4]);
const ENERGIES: readonly LogicalName[] = Object.freeze(['1.0.1.8.0.255', '1.0.2.8.0.255'].map(parseLogicalName));
/** An unspecified byte; day of the week. */
const ANY = 0xff;
const WEEKDAY = 4;
/** A time may go on by this between two readings of an examination, ms. */
const MOST_PASSED = 3_600_000;

export const VALUE_CHECKS = frozen({
	clockFormat: {
		id: 'C40',
		is: 'tells its time as a date-time of 12 octets that is in the calendar, and valid',
		obligation: 'must',
		source: `${BLUE}, Clock, time`,
		confidence: 'stated',
		run: (visit) =>
			onClock(visit, (bytes) => {
				if (bytes.length !== DATE_TIME_LENGTH) return [found('fail', 'differs', { what: TIME, found: bytes.length, expected: DATE_TIME_LENGTH })];
				if (timeOf(bytes, 0) === undefined) return [found('fail', 'malformed', { what: TIME })];
				const invalid = statusOf(bytes) & (CLOCK_STATUS.invalid | CLOCK_STATUS.doubtful);
				return invalid === 0 ? kept() : [found('warning', 'differs', { what: `${TIME}, clock status`, found: invalid, expected: 0 })];
			}),
	},
	clockWeekday: {
		id: 'C41',
		is: 'tells the day of the week that belongs to the date, or none',
		obligation: 'must',
		source: `${BLUE}, date-time`,
		confidence: 'stated',
		run: (visit) =>
			onClock(visit, (bytes) => {
				const day = new Date(Date.UTC((bytes[0]! << 8) | bytes[1]!, bytes[2]! - 1, bytes[3]!)).getUTCDay() || 7;
				const told = bytes[WEEKDAY]!;
				return told === day || told === ANY ? kept() : [found('fail', 'differs', { what: `${TIME}, day of week`, found: told, expected: day })];
			}),
	},
	clockDeviation: {
		id: 'C42',
		is: 'tells the same deviation from UTC in its time as in its time zone, but for daylight saving',
		obligation: 'must',
		source: `${BLUE}, Clock, time_zone`,
		confidence: 'stated',
		run: async (visit) => {
			const [zone] = await visit.values(CLOCK, 3);
			const [saving] = await visit.values(CLOCK, 7);
			return onClock(visit, (bytes) => {
				const deviation = deviationOf(bytes);
				const expected = zone && numberOf(zone.data);
				if (deviation === undefined || expected === undefined) return kept(0);
				const saved = (statusOf(bytes) & CLOCK_STATUS.daylightSaving) === 0 ? 0 : ((saving && numberOf(saving.data)) ?? 0);
				return deviation === expected - saved
					? kept()
					: [found('fail', 'differs', { what: `${TIME}, deviation`, found: deviation, expected: expected - saved })];
			});
		},
	},
	clockRuns: {
		id: 'C43',
		is: 'has a clock that does not go back between two readings',
		obligation: 'must',
		source: 'a clock goes on',
		confidence: 'proposed',
		run: (visit) =>
			visit.within({}, async (probe) => {
				const read = async () => bytesOf(await get(probe, target(CLOCK, CLOCK_NAME, 2)));
				const [first, second] = [await read(), await read()].map((bytes) => (bytes === undefined ? undefined : timeOf(bytes, 0)));
				if (first === undefined || second === undefined) return kept(0);
				const passed = second - first;
				return passed >= 0 && passed < MOST_PASSED ? kept() : [found('fail', 'differs', { what: TIME, found: `${passed} ms`, expected: '≥ 0 ms' })];
			}),
	},
	scalerUnit: {
		id: 'C44',
		is: 'tells a scaler from −9 to 9 and a unit for each register',
		obligation: 'must',
		source: `${BLUE}, Register, scaler_unit`,
		confidence: 'stated',
		run: async (visit) => {
			const reads = await scalers(visit);
			const wrong = reads.flatMap(({ object: { classId, name }, data }) => {
				const told = scalerUnitOf(data);
				const isRight = told !== undefined && Math.abs(told.scaler) <= 9 && told.unit > 0;
				const text = told === undefined ? '?' : `${told.scaler}, ${told.unit}`;
				return isRight ? [] : [{ what: placeText(classId, name, 3), found: text, expected: '−9…9, 1…255' }];
			});
			return differences(await shown(visit, reads, wrong), reads.length);
		},
	},
	scalerStable: {
		id: 'C45',
		is: 'tells the same scaler and unit in each association',
		obligation: 'must',
		source: 'readings of different days must be comparable',
		confidence: 'proposed',
		run: async (visit) => {
			const reads = await scalers(visit);
			return visit.within({}, async (probe) => {
				const wrong = [];
				for (const { object, data } of reads) {
					const again = bytesData(await get(probe, target(object.classId, object.name, 3)));
					const [before, now] = [scalerUnitOf(data), again && scalerUnitOf(again)];
					if (before?.scaler !== now?.scaler || before?.unit !== now?.unit)
						wrong.push({ what: placeText(object.classId, object.name, 3), found: text(now), expected: text(before) });
				}
				return differences(wrong, reads.length);
			});
		},
	},
	energyRises: {
		id: 'C46',
		is: 'has registers of energy that do not fall between two readings',
		obligation: 'must',
		source: 'energy is counted',
		confidence: 'proposed',
		run: async (visit) => {
			const before = (await visit.values(3, 2)).filter(({ object: { name } }) => ENERGIES.includes(name));
			return visit.within({}, async (probe) => {
				const wrong = [];
				for (const { object, data } of before) {
					const now = bytesData(await get(probe, target(object.classId, object.name, 2)));
					const [was, is] = [numberOf(data), now && numberOf(now)];
					if (was !== undefined && is !== undefined && is < was)
						wrong.push({ what: placeText(object.classId, object.name, 2), found: is, expected: `≥ ${was}` });
				}
				return differences(wrong, before.length);
			});
		},
	},
} satisfies Record<string, MeterCheck>);

async function scalers(visit: Visit) {
	return (await Promise.all(REGISTERS.map((classId) => visit.values(classId, 3)))).flat();
}

/** Judges the bytes of the time; the rule is none for a meter that has no clock, or does not let this client see it. */
async function onClock(visit: Visit, judge: (bytes: Uint8Array) => readonly Found[]): Promise<readonly Found[]> {
	const [read] = (await visit.values(CLOCK, 2)).filter(({ object: { name } }) => name === CLOCK_NAME);
	if (read === undefined) return [found('notApplicable', 'absent', { what: TIME })];
	const judged = 'bytes' in read.data ? judge(read.data.bytes) : [found('fail', 'malformed', { what: TIME })];
	if (judged.some(({ verdict }) => verdict === 'fail' || verdict === 'warning')) await visit.show(read);
	return judged;
}

function bytesData(result: Uint8Array | number): Data | undefined {
	return typeof result === 'number' ? undefined : dataOf(result);
}

function bytesOf(result: Uint8Array | number): Uint8Array | undefined {
	const data = bytesData(result);
	return data !== undefined && 'bytes' in data ? data.bytes : undefined;
}

function text(told: ReturnType<typeof scalerUnitOf>): string {
	return told === undefined ? '?' : `${told.scaler}, ${told.unit}`;
}
