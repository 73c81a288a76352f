import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Selection } from '../../../modules/dlms/apdu/descriptor.js';
import { type CaptureObject, encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { minuteOf, startOfDay } from '../../../src/meter/metering/calendar.js';
import { MeteringUnit } from '../../../src/meter/metering/metering-unit.js';
import { INTERVAL_STATUS, type Minute } from '../../../src/meter/metering/readings.js';
import { LoadProfileRows } from '../../../src/route-a/load-profile.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { equal } from '../../assert.js';
import { type Line, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { ScriptedMetrology } from '../meter/metering/metering-rig.js';
import { associated, bytesIn, dateTimeText, decoded, get, itemsIn, meter, NOON, numberIn, READING } from './route-a-rig.js';

const HALF_HOUR = 1_800_000;
const CLOCK: CaptureObject = { classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 };
const IMPORT: CaptureObject = { classId: 3, name: NAME.importEnergy, attribute: 2, dataIndex: 0 };
/** The first half-hour of the 45 days before `NOON`'s, and the last one. */
const OLDEST = startOfDay(minuteOf(NOON)) - 45 * 1440;
const NEWEST = Math.floor(NOON / HALF_HOUR) * 30;

function range(from: number, to: number, columns: readonly CaptureObject[] = []): Selection {
	const w = new DataWriter();
	const bound = (time: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(time, -540, 0) });
	encodeRange(w, { restricting: CLOCK, from: bound(from), to: bound(to), columns });
	return selectionOf(SELECTOR.range, w);
}

function entries(fromEntry: number, toEntry: number, fromColumn = 1, toColumn = 0): Selection {
	const w = new DataWriter();
	encodeEntryDescriptor(w, { fromEntry, toEntry, fromColumn, toColumn });
	return selectionOf(SELECTOR.entry, w);
}

/** By the count before the rows, which come in blocks. */
function numberOfRows(line: Line, selection: Selection): number {
	let count = 0;
	line.record = false;
	line.getParts(
		{ classId: 7, name: NAME.loadProfile, index: 2, selection },
		(part) => {
			count ||= (part[2]! << 8) | part[3]!;
		},
		() => {},
	);
	return count;
}

const read = (line: Line, selection?: Selection): readonly Data[] => itemsIn(get(line, 7, NAME.loadProfile, 2, selection));
/** `2026-11-22 12:30` of each row. */
const timesOf = (rows: readonly Data[]): string[] => rows.map((row) => dateTimeText(bytesIn(itemsIn(row)[0])).slice(0, 16));

/** Calls back with the half-hour of each row, by what it puts. */
function eachMinute(rows: LoadProfileRows, visit: (at: Minute) => void): void {
	const w = new DataWriter();
	for (let row = rows.first; row < rows.end; row++) {
		w.truncate();
		rows.put(w, row, 0);
		const bytes = bytesIn(decoded(w.bytes));
		visit(Date.UTC((bytes[0]! << 8) | bytes[1]!, bytes[2]! - 1, bytes[3], bytes[5], bytes[6]) / 60_000 - 540);
	}
}

function minutesOf(rows: LoadProfileRows): Minute[] {
	const minutes: Minute[] = [];
	eachMinute(rows, (at) => minutes.push(at));
	return minutes;
}

/** Of rows without a gap: `first last count`. */
function spanOf(rows: LoadProfileRows): string {
	let [first, last, count] = [0, 0, 0];
	eachMinute(rows, (at) => {
		if (count++ === 0) first = at;
		else equal(at, last + 30, 'next half-hour');
		last = at;
	});
	return `${first} ${last} ${count}`;
}

describe('Route A: load profile', () => {
	it('has a row of time, status, import and export for each half-hour, as listed', () => {
		const all = meter();
		all.readings.recorded = (at) => at > NEWEST - 90;
		all.readings.status = (at) =>
			at === NEWEST ? INTERVAL_STATUS.clockSet | INTERVAL_STATUS.incomplete : at === NEWEST - 30 ? INTERVAL_STATUS.powerOut : 0;
		const line = associated(all, READING);
		const rows = read(line);
		equal(timesOf(rows).join(), '2026-11-22 11:30,2026-11-22 12:00,2026-11-22 12:30');
		equal(rows.map((row) => numberIn(itemsIn(row)[1])).join(), `0,${0x80},${0x24}`);
		equal(numberIn(itemsIn(rows[2])[2]), (NEWEST / 30) % 1_000_000);
		equal(numberIn(itemsIn(rows[2])[3]), 7);
		equal(numberIn(get(line, 1, NAME.amrStatus, 2)), 0x24, 'AMR profile status');
		const columns = itemsIn(get(line, 7, NAME.loadProfile, 3)).map((column) =>
			itemsIn(column).map((item) => ('bytes' in item ? 'name' : numberIn(item))),
		);
		equal(columns.join(' '), '8,name,2,0 1,name,2,0 3,name,2,0 3,name,2,0');
		equal([4, 5, 7, 8].map((index) => numberIn(get(line, 7, NAME.loadProfile, index))).join(), '1800,1,3,2160');
	});

	it('holds at most 2,160 rows, the newest of 45 days and today', () => {
		const rows = new LoadProfileRows(meter().readings, IDIS_PROFILE);
		equal(rows.end - rows.first, 2160);
		equal(spanOf(rows), `${NEWEST - 30 * 2159} ${NEWEST} 2160`);
		const young = meter({ clock: { now: () => NOON - 12 * 3_600_000 - 34 * 60_000, set() {} } });
		const midnight = OLDEST + 45 * 1440;
		equal(spanOf(new LoadProfileRows(young.readings, IDIS_PROFILE)), `${midnight - 30 * 2159} ${midnight} 2160`, 'at midnight');
	});

	it('leaves out what was not recorded, and finds rows by time across such gaps', () => {
		const all = meter();
		all.readings.recorded = (at) => at % 1440 < 300 && at > OLDEST + 4000;
		const rows = new LoadProfileRows(all.readings, IDIS_PROFILE);
		const expected: Minute[] = [];
		for (let at = OLDEST; at <= NEWEST; at += 30) if (all.readings.recorded(at)) expected.push(at);
		equal(minutesOf(rows).join(), expected.join());
		for (let i = 0; i < 200; i++) {
			const time = (OLDEST - 100 + i * 331) * 60_000 + (i % 3) - 1;
			const before = expected.filter((at) => at * 60_000 < time).length;
			equal(rows.seek(time) - rows.first, before, `rows before ${time}`);
		}
	});

	it('is read by range, both ends included, and by chosen columns', () => {
		const line = associated(meter(), READING);
		const end = NEWEST * 60_000;
		equal(timesOf(read(line, range(end - 2 * HALF_HOUR, end))).join(), '2026-11-22 11:30,2026-11-22 12:00,2026-11-22 12:30');
		equal(read(line, range(end - 2 * HALF_HOUR + 1000, end - 1000)).length, 1, 'between');
		equal(read(line, range(end + 1000, end + 86_400_000)).length, 0, 'ahead');
		equal(numberOfRows(line, range(0, NOON)), 2160, 'all');
		const chosen = itemsIn(read(line, range(end, end, [IMPORT, CLOCK]))[0]);
		equal(numberIn(chosen[0]), (NEWEST / 30) % 1_000_000);
		equal(bytesIn(chosen[1]).length, 12);
	});

	it('is read by entry, the oldest being number 1', () => {
		const line = associated(meter(), READING);
		equal(timesOf(read(line, entries(1, 2))).join(), '2026-10-08 13:00,2026-10-08 13:30');
		equal(timesOf(read(line, entries(2160, 0))).join(), '2026-11-22 12:30');
		equal(itemsIn(read(line, entries(2159, 2160, 3, 3))[0]).length, 1);
		equal(read(line, entries(2161, 0)).length, 0);
	});

	it('takes up each half-hour that is closed, and gives up the oldest, whose rows keep their numbers', () => {
		const all = meter();
		const { readings } = all;
		const rows = new LoadProfileRows(readings, IDIS_PROFILE);
		readings.onHalfHour((at) => rows.add(at));
		const { first, end } = rows;
		const lookups = readings.lookups;
		for (let at = NEWEST + 30; at <= NEWEST + 3 * 1440; at += 30) {
			all.scheduler.runUntil(at * 60_000 - NOON);
			readings.close(at);
			equal(rows.end - end, (at - NEWEST) / 30);
			equal(rows.end - rows.first, 2160);
		}
		equal(readings.lookups - lookups <= 144, true, 'no half-hour is looked up twice');
		equal(rows.first - first, 144);
		equal(spanOf(rows), `${NEWEST + 3 * 1440 - 30 * 2159} ${NEWEST + 3 * 1440} 2160`);
	});

	it('tells rows that are gone before their turn as null-data', () => {
		const all = meter();
		all.readings.recorded = (at) => at < OLDEST + 48 * 30 || at > NEWEST - 30;
		const line = associated(all, READING);
		let parts = 0;
		let whole: Uint8Array | undefined;
		line.onAnswer = (apdu) => {
			if (++parts === 1) all.clock.set(NOON + 86_400_000);
			return apdu;
		};
		line.get({ classId: 7, name: NAME.loadProfile, index: 2, selection: undefined }, (_, value) => {
			whole = (value as Uint8Array).slice();
		});
		const rows = itemsIn(decoded(whole!));
		equal(rows.length, 49);
		equal(rows.filter((row) => itemsIn(row)[0]!.tag === DataTag.nullData).length > 10, true, 'rows of null-data');
		equal(timesOf(rows.slice(-1)).join(), '2026-11-22 12:30', 'the last row');
	});

	it('takes the methods of no client', () => {
		const line = associated(meter(), MANAGEMENT);
		for (const index of [1, 2]) {
			let result = -1;
			line.act({ classId: 7, name: NAME.loadProfile, index }, new DataWriter().integer(0).copy(), (_, outcome) => {
				result = outcome!.result;
			});
			equal(result, 3);
		}
	});

	it('looks anew after the metering unit was replaced', () => {
		const all = meter();
		const line = associated(all, READING);
		equal(numberIn(get(line, 7, NAME.loadProfile, 7)), 2160);
		all.readings.recorded = (at) => at === NEWEST;
		all.routeA.forgetRows();
		equal(numberIn(get(line, 7, NAME.loadProfile, 7)), 1);
	});

	it('agrees with the metering unit whatever becomes of the clock', function () {
		this.timeout?.(20_000);
		for (let seed = 1; seed <= 3; seed++) {
			const random = new SeededRandom(seed, 'clock');
			const scheduler = new VirtualScheduler();
			const clock = new SchedulerClock(scheduler, NOON);
			const metrology = new ScriptedMetrology(500);
			const unit = new MeteringUnit({
				...{ scheduler, clock, metrology, flash: new RamFlash(9), log: { write: () => {} }, intervalSectors: 3, traceSectors: 6 },
			});
			unit.start();
			const rows = new LoadProfileRows(unit, IDIS_PROFILE);
			unit.onHalfHour((at) => rows.add(at));
			for (let step = 0; step < 60; step++) {
				const jump = [0, 0, 0, 3_600_000, -1_800_000, -7_200_000, -100_000_000, 90_000_000, 200_000_000, -190_000_000][random.below(10)]!;
				if (jump !== 0) unit.setClock(clock.now() + jump);
				scheduler.runFor(random.below(8) * 900_000);
				if (random.below(3) === 0) continue;
				const expected: Minute[] = [];
				const today = startOfDay(minuteOf(clock.now()));
				for (let at = today + 3 * 1440; at >= today - 45 * 1440; at -= 30) if (unit.interval(at) !== undefined) expected.unshift(at);
				equal(minutesOf(rows).join(), expected.join(), `seed ${seed} step ${step}`);
			}
		}
	});
});
