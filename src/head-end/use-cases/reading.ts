/** Use cases that read: 3 on demand, 4 billing, 7 quality of supply. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CLOCK_STATUS, dateTimeOf, deviationOf, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { HOUR, MINUTE } from '../../../modules/time/durations.js';
import { dataNotation } from '../data-notation.js';
import { isoAt } from '../date-time-text.js';
import { readClock } from '../meter-clock.js';
import { attributeTarget } from '../reading.js';
import { Deviation, NotDone } from './outcome.js';
import { pushSteps } from './pushing.js';
import type { Step } from './use-case.js';
import { dataOf, type UseCaseRun } from './use-case-run.js';

const DATA = 1;
const REGISTER = 3;
const PROFILE = 7;
const CLOCK = 8;
const SCRIPTS = 9;
const MONITOR = 21;
const SCHEDULE = 22;
const VALUE = 2;
const ENTRIES_IN_USE = 7;
const BUFFER = 2;
const EXECUTE = 1;
const TIMES = 4;
const END_OF_BILLING = 'u16:1';
const BILLING_ENDED = 21;
/** Rows of a profile that are asked for go back so far. */
const BACK = 3 * HOUR;
/** A row may be of the end of a period that the clock has not reached by so much. */
const TOLERANCE = MINUTE;

/** Throws Deviation where a value is no number. */
export async function numbers(run: UseCaseRun, attributes: readonly (readonly [number, LogicalName, number])[]): Promise<number[]> {
	return (await run.values(attributes)).map(wholeIn);
}

function wholeIn(data: Data): number {
	const value = numberOf(data);
	if (value === undefined) throw new Deviation('a number', { data: dataNotation(data) });
	return value;
}

/** What counts up has not come down since the last look. */
async function counted(run: UseCaseRun, names: readonly LogicalName[]): Promise<void> {
	const first = await numbers(
		run,
		names.map((name) => [REGISTER, name, VALUE] as const),
	);
	const second = await numbers(
		run,
		names.map((name) => [REGISTER, name, VALUE] as const),
	);
	for (const [i, value] of second.entries()) if (value < first[i]!) throw new Deviation(`${first[i]} or more`, { data: String(value) });
}

export const ON_DEMAND: readonly Step[] = [
	{
		step: 'clockRead',
		needs: [[CLOCK, NAME.clock]],
		run: async (run) => {
			const { status } = await readClock(run.session, run.tools.now);
			if (status & CLOCK_STATUS.invalid) throw new Deviation('status 0', { data: `status ${status}` });
		},
	},
	{
		step: 'energyRead',
		needs: [
			[REGISTER, NAME.importEnergy],
			[REGISTER, NAME.exportEnergy],
		],
		run: (run) => counted(run, [NAME.importEnergy, NAME.exportEnergy]),
	},
	{ step: 'ratesRead', needs: [[REGISTER, NAME.importRate1]], run: (run) => counted(run, [NAME.importRate1]) },
];

/** The times of the rows that the meter has of a range; its clock tells what there may be. */
async function rowTimes(
	run: UseCaseRun,
): Promise<{ readonly times: readonly (number | undefined)[]; readonly from: number; readonly to: number; readonly deviation: number }> {
	const { time, deviation } = await readClock(run.session, run.tools.now);
	const [from, to] = [time - BACK, time + TOLERANCE];
	const w = new DataWriter();
	const bound = (at: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(at, deviation, 0) });
	encodeRange(w, {
		restricting: { classId: CLOCK, name: NAME.clock, attribute: VALUE, dataIndex: 0 },
		from: bound(from),
		to: bound(to),
		columns: [],
	});
	const target = { ...attributeTarget(PROFILE, NAME.loadProfile, BUFFER), selection: selectionOf(SELECTOR.range, w) };
	const rows = dataOf(await run.session.get(target, 'rows'));
	const times = 'items' in rows ? rows.items.map((row) => timeIn('items' in row ? row.items[0] : undefined, deviation)) : [];
	return { times, from, to, deviation };
}

function timeIn(clock: Data | undefined, deviation: number): number | undefined {
	return clock !== undefined && 'bytes' in clock ? timeOf(clock.bytes, deviationOf(clock.bytes) ?? deviation) : undefined;
}

export const BILLING: readonly Step[] = [
	...pushSteps(NAME.intervalPush),
	{
		step: 'profileRead',
		needs: [
			[PROFILE, NAME.loadProfile],
			[CLOCK, NAME.clock],
		],
		run: async (run) => {
			const { times, from, to, deviation } = await rowTimes(run);
			const expected = `rows from ${isoAt(from, deviation)} to ${isoAt(to, deviation)}`;
			if (times.length === 0) throw new Deviation(expected, { data: '[]' });
			for (const [i, time] of times.entries())
				if (time === undefined || time < from || time > to || time <= (times[i - 1] ?? 0))
					throw new Deviation(expected, { data: time === undefined ? 'no time' : isoAt(time, deviation) });
		},
	},
	{
		step: 'billingEnded',
		needs: [
			[SCRIPTS, NAME.billingScripts],
			[PROFILE, NAME.billingProfile],
		],
		must: true,
		run: async (run) => {
			const [before] = await numbers(run, [[PROFILE, NAME.billingProfile, ENTRIES_IN_USE]]);
			run.notes.set(NAME.billingProfile.toString(), before);
			await run.mark(NAME.eventLog);
			await run.act(SCRIPTS, NAME.billingScripts, EXECUTE, END_OF_BILLING);
		},
	},
	{
		step: 'billingRow',
		needs: [[PROFILE, NAME.billingProfile]],
		run: async (run) => {
			const before = Number(run.notes.get(NAME.billingProfile.toString()));
			const w = new DataWriter();
			await run.until(async () => {
				const [count] = await numbers(run, [[PROFILE, NAME.billingProfile, ENTRIES_IN_USE]]);
				// A profile that was full has as many as before.
				if (count! < before || count === 0) throw new Deviation(`more than ${before} rows`, { data: `${count} rows` });
			});
			encodeEntryDescriptor(w, { fromEntry: 1, toEntry: 1, fromColumn: 1, toColumn: 0 });
			const target = { ...attributeTarget(PROFILE, NAME.billingProfile, BUFFER), selection: selectionOf(SELECTOR.entry, w) };
			const rows = dataOf(await run.session.get(target, 'rows'));
			if (!('items' in rows) || rows.items.length !== 1) throw new Deviation('one row', { data: dataNotation(rows) });
		},
	},
	{
		step: 'billingLogged',
		needs: [[PROFILE, NAME.eventLog]],
		run: async (run) => {
			// There it is a module that was removed.
			if (run.tools.companion === 'dsmr') throw new NotDone('noEvent');
			await run.logged(NAME.eventLog, [BILLING_ENDED]);
		},
	},
	{
		step: 'billingSchedule',
		needs: [[SCHEDULE, NAME.billingSchedule]],
		run: async (run) => {
			// Never another script at a time that was planned.
			await run.change(SCHEDULE, NAME.billingSchedule, TIMES, FAR);
			await run.changeScript(SCHEDULE, NAME.billingSchedule, VALUE, '{obis:0.0.10.0.1.255, u16:1}');
			await run.reads(SCHEDULE, NAME.billingSchedule, TIMES, FAR);
		},
	},
];

/** A time of a schedule that does not come: 2099-12-31T23:00. */
export const FAR = '[{octets:17000000, octets:08330C1FFF}]';

const LINES = [
	[NAME.voltageR, NAME.underVoltageR, NAME.overVoltageR],
	[NAME.voltageT, NAME.underVoltageT, NAME.overVoltageT],
] as const;

/** Those that the meter has: on two wires there is one. */
async function linesOf(run: UseCaseRun): Promise<readonly (typeof LINES)[number][]> {
	const [first, other] = LINES;
	const isThere = run.has(REGISTER, other[0]) && (await run.get(REGISTER, other[0], VALUE)) !== ACCESS_RESULT.objectUnavailable;
	return isThere ? LINES : [first];
}

/** Sets a threshold of all lines to a part of the voltage that there is. */
function threshold(step: 'underVoltage' | 'overVoltage', of: (line: (typeof LINES)[number]) => LogicalName, part: number): Step {
	return {
		step,
		needs: [[MONITOR, of(LINES[0])]],
		run: async (run) => {
			for (const line of await linesOf(run)) {
				const voltage = dataOf(await run.get(REGISTER, line[0], VALUE));
				const word = /^(u8|i16|u16|i32|u32):/.exec(dataNotation(voltage))?.[0];
				if (word === undefined) throw new Deviation('a whole number', { data: dataNotation(voltage) });
				const value = `[${word}${Math.round(wholeIn(voltage) * part)}]`;
				await run.change(MONITOR, of(line), VALUE, value);
				await run.reads(MONITOR, of(line), VALUE, value);
			}
		},
	};
}

export const QUALITY: readonly Step[] = [
	{
		step: 'voltagesRead',
		needs: [[REGISTER, LINES[0][0]]],
		must: true,
		run: async (run) => {
			for (const value of await numbers(
				run,
				(await linesOf(run)).map((line) => [REGISTER, line[0], VALUE] as const),
			))
				if (value <= 0) throw new Deviation('more than 0', { data: String(value) });
		},
	},
	threshold('underVoltage', (line) => line[1], 0.5),
	threshold('overVoltage', (line) => line[2], 1.5),
	{ step: 'qualityLog', needs: [[PROFILE, NAME.powerQualityLog]], run: (run) => run.mark(NAME.powerQualityLog) },
	{
		step: 'outagesRead',
		needs: [
			[DATA, NAME.powerFailures],
			[DATA, NAME.longPowerFailures],
		],
		run: async (run) => {
			const [all, long] = await numbers(run, [
				[DATA, NAME.powerFailures, VALUE],
				[DATA, NAME.longPowerFailures, VALUE],
			]);
			if (long! > all!) throw new Deviation(`${all} or less`, { data: String(long) });
		},
	},
];
