import type { Clock } from '../../../hal/ports/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { INTERVAL_STATUS } from '../../../src/meter/metering/readings.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { EventLog, eventLogSectors } from '../../../src/route-a/standard-log.js';
import { equal, hex, toHex } from '../../assert.js';
import { answerTo, type Line, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { MeteringRig } from '../meter/metering/metering-rig.js';
import { associated, bytesIn, dateTimeText, decoded, get, itemsIn, meter, NOON, numberIn, READING } from './route-a-rig.js';

const timeOf = (line: Line): string => dateTimeText(bytesIn(get(line, 8, NAME.clock, 2)));

function setTime(line: Line, bytes: Uint8Array): number {
	let result = -1;
	const value = new DataWriter().octetString(bytes).copy();
	line.set({ classId: 8, name: NAME.clock, index: 2, selection: undefined }, value, (_, answer) => {
		result = answer!;
	});
	return result;
}

/** The meter's clock as the bus sets it: with the marks of the metering unit. */
const ofUnit = ({ unit, clock }: MeteringRig): Clock => ({ now: () => clock.now(), set: (time) => unit.setClock(time) });

/** `time code` of each event. */
const events = (line: Line): string[] =>
	itemsIn(get(line, 7, NAME.eventLog, 2)).map((row) => {
		const [time, code] = itemsIn(row);
		return `${dateTimeText(bytesIn(time)).slice(0, 19)} ${numberIn(code)}`;
	});

describe('Route A: clock and events', () => {
	it('tells the time of Japan', () => {
		const line = associated(meter(), PUBLIC);
		equal(timeOf(line), '2026-11-22 12:34:00.00 -540 00');
		equal(numberIn(get(line, 8, NAME.clock, 3)), -540);
	});

	it('takes a time of another deviation or of none, and logs from when and to when', () => {
		const all = meter();
		const line = associated(all, MANAGEMENT);
		equal(setTime(line, dateTimeOf(NOON + 90_000, 0, 0)), 0);
		equal(timeOf(line), '2026-11-22 12:35:30.00 -540 00');
		// 2026-11-22 13:00:00, weekday, hundredths, deviation and status open.
		equal(setTime(line, hex('07EA0B16FF0D0000FF8000FF')), 0);
		equal(timeOf(line), '2026-11-22 13:00:00.00 -540 00');
		equal(events(line).join(), '2026-11-22 12:34:00 4,2026-11-22 12:35:30 5,2026-11-22 12:35:30 4,2026-11-22 13:00:00 5');
		equal(numberIn(get(line, 1, NAME.eventCode, 2)), 5);
	});

	it('refuses what is no time, or lies before 1970 in UTC, and logs nothing', () => {
		const all = meter();
		const line = associated(all, MANAGEMENT);
		equal(setTime(line, hex('07EA0D16FF0D0000FF8000FF')), 12);
		equal(setTime(line, hex('07B20101FF000000008000FF')), 13);
		equal(timeOf(line), '2026-11-22 12:34:00.00 -540 00');
		equal(events(line).length, 0);
	});

	it('refuses a time of the year 10000 or later, and goes on at the first and the last that it takes', () => {
		const rig = new MeteringRig(NOON / 60_000, 500);
		const all = meter({ readings: rig.unit, clock: ofUnit(rig), routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const line = associated(all, MANAGEMENT);
		equal(setTime(line, hex('FFFE0101FF000000008000FF')), 13);
		equal(setTime(line, hex('27100101FF09000000800000')), 13);
		equal(timeOf(line), '2026-11-22 12:34:00.00 -540 00');
		for (const [time, text] of [
			[0, '1970-01-01 09:00:00.00 -540 00'],
			[Date.UTC(9999, 11, 31, 14, 59, 59), '9999-12-31 23:59:59.00 -540 00'],
		] as const) {
			equal(all.routeA.adjustClock(time), 0);
			equal(timeOf(line), text);
			rig.scheduler.runFor(3_600_000);
			const rows = answerTo(line.association, hex('C0 01 C1 0007 0100630100FF 02 00'))!;
			equal(toHex(rows.subarray(0, 5)), 'c401c10001');
			equal(rows[5]! >= 2, true, text);
		}
		equal(events(line).at(-1), '9999-12-31 23:59:59 5');
	});

	it('marks the interval in which the clock was set', () => {
		const rig = new MeteringRig(NOON / 60_000, 500);
		const line = associated(meter({ readings: rig.unit, clock: ofUnit(rig) }), MANAGEMENT);
		equal(setTime(line, dateTimeOf(NOON + 120_000, -540, 0)), 0);
		rig.scheduler.runFor(3_600_000);
		const rows = itemsIn(get(line, 7, NAME.loadProfile, 2)).map((row) => numberIn(itemsIn(row)[1]));
		equal(rows[0]! & IDIS_PROFILE.amrStatus.clockSet, IDIS_PROFILE.amrStatus.clockSet);
		equal(rows[1], 0);
		equal(rig.unit.interval(Math.ceil(NOON / 1_800_000) * 30)!.status & INTERVAL_STATUS.clockSet, INTERVAL_STATUS.clockSet);
	});

	it('logs that the power came back, and what it is told', () => {
		const all = meter();
		all.routeA.start();
		all.scheduler.runFor(60_000);
		all.routeA.record(IDIS_PROFILE.events.powerDown);
		equal(events(associated(all, READING)).join(), '2026-11-22 12:34:00 2,2026-11-22 12:35:00 1');
	});
});

describe('Route A: event log', () => {
	const options = { capacity: 100, deviation: -540 };
	const codesOf = (log: EventLog): string => {
		const w = new DataWriter();
		const codes: number[] = [];
		for (let row = log.first; row < log.end; row++) {
			w.truncate();
			log.put(w, row, 1);
			codes.push(numberIn(decoded(w.copy())));
		}
		return codes.join();
	};

	it('keeps the newest events and their times', () => {
		const log = new EventLog({ ...options, capacity: 3, range: undefined });
		equal([log.first, log.end, log.newest].join(), '0,0,0');
		for (let i = 1; i <= 5; i++) log.record(i, NOON + i);
		equal([log.first, log.end, log.newest].join(), '2,5,5');
		equal(codesOf(log), '3,4,5');
		equal([2, 3, 4].map((row) => log.time(row) - NOON).join(), '3,4,5');
	});

	it('finds the newest events on flash that has more, in their order, and passes over what an interrupted write left', () => {
		const flash = new RamFlash(2, 4096);
		const range = { flash, firstSector: 0, sectors: 2 };
		for (let count = 1; count <= 300; count++) {
			const log = new EventLog({ ...options, capacity: 20, range });
			log.record(count % 200, NOON + count);
			if (count % 9 !== 0) continue;
			// The slot behind it was begun.
			const slot = count + count / 9 - 1;
			flash.write(4096 * Math.floor(slot / 312) + 32 + 13 * (slot % 312), Uint8Array.of(0));
			const again = new EventLog({ ...options, capacity: 20, range });
			const kept = Math.min(20, count);
			equal([again.first, again.end].join(), `0,${kept}`);
			equal(codesOf(again), Array.from({ length: kept }, (_, i) => (count - kept + 1 + i) % 200).join());
			equal(again.time(0) - NOON, count - kept + 1);
		}
	});

	it('needs two sectors for a hundred events', () => {
		equal(eventLogSectors(4096, 100), 2);
	});

	it('keeps each event from the moment that it was recorded, wherever the power fails', () => {
		const random = new SeededRandom(7, 'events');
		for (let cut = 0; cut < 40; cut++) {
			const flash = new RamFlash(4, 512);
			const range = { flash, firstSector: 0, sectors: 4 };
			const recorded: number[] = [];
			flash.cutAt(cut, random);
			try {
				const log = new EventLog({ ...options, capacity: 20, range });
				for (let i = 1; i <= 60; i++) {
					log.record(i, NOON);
					recorded.push(i);
				}
			} catch {
				flash.powerUp();
			}
			const log = new EventLog({ ...options, capacity: 20, range });
			const interrupted = log.newest === recorded.length + 1;
			const expected = interrupted ? [...recorded, recorded.length + 1] : recorded;
			equal(codesOf(log), expected.slice(-20).join(), `cut at ${cut}`);
			log.record(200, NOON);
			equal(log.newest, 200);
		}
	});
});
