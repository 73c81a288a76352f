import { RamFlash } from '../../../../hal/virtual/flash.js';
import { toHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { putEntries, putEntry, type ScheduleEntry } from '../../../../modules/cosem/schedule.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { TARIFF_SECTORS, TariffMemory } from '../../../../src/route-a/tariff/tariff-slots.js';
import { Timetable, type TimetableHost } from '../../../../src/route-a/tariff/timetable.js';
import { equal, hex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { get, itemsIn, numberIn } from '../route-a-rig.js';
import { at, DAY, HOUR, MINUTE, special, TariffRig } from './tariff-rig.js';

const SCHEDULE = 10;
const EVERY_DAY = 0x7f;
const OPEN = 'ffffffffff';
/** A Monday. */
const MONDAY = at('2026-11-30T00:00');

const entry = (index: number, time: string, selector: number, more: Partial<ScheduleEntry> = {}): ScheduleEntry => {
	const [hour, minute] = time.split(':').map(Number);
	return {
		...{ index, isEnabled: true, script: NAME.tariffScripts, selector, time: Uint8Array.of(hour!, minute!, 0, 0), window: 0 },
		...{ weekdays: EVERY_DAY, specialBits: 0, specialDays: new Uint8Array(0), begin: hex(OPEN), end: hex(OPEN), ...more },
	};
};

class TimetableRig extends TariffRig {
	constructor(started = MONDAY, flash?: RamFlash) {
		super(started, flash);
		this.start();
		this.run(10_000);
	}

	setEntries(...entries: ScheduleEntry[]): number {
		return this.set(SCHEDULE, 'schedule', 2, putEntries(new DataWriter(), { entries }));
	}

	/** Action-Result. @param indexes of a structure */
	call(method: number, ...indexes: number[]): number {
		const w = new DataWriter().structure(indexes.length);
		for (const index of indexes) w.longUnsigned(index);
		return this.act(SCHEDULE, 'schedule', method, w);
	}

	insert(each: ScheduleEntry): number {
		return this.act(SCHEDULE, 'schedule', 2, putEntry(new DataWriter(), each));
	}

	/** Indexes, those that are disabled with a minus. */
	get indexes(): string {
		return itemsIn(get(this.line, SCHEDULE, NAME.schedule, 2))
			.map((item) => {
				const [index, enable] = itemsIn(item);
				return (enable && 'value' in enable && enable.value ? '' : '-') + numberIn(index);
			})
			.join();
	}
}

describe('Route A: schedule', () => {
	it('reads as it was set, in the order of the indexes', () => {
		const rig = new TimetableRig();
		equal(rig.indexes, '');
		equal(rig.setEntries(entry(7, '08:00', 2, { specialBits: 3, specialDays: hex('A0'), window: 30 }), entry(3, '07:30', 1)), 0);
		equal(rig.indexes, '3,7');
		const told = new DataWriter();
		rig.line.get({ classId: SCHEDULE, name: NAME.schedule, index: 2, selection: undefined }, (_, value) => {
			if (value instanceof Uint8Array) told.put(value);
		});
		equal(
			toHex(told.copy()).toUpperCase(),
			'0102 020A 120003 0301 090600000A0064FF 120001 0904071E0000 120000 0407FE 0400 0905FFFFFFFFFF 0905FFFFFFFFFF 020A 120007 0301 090600000A0064FF 120002 090408000000 12001E 0407FE 0403A0 0905FFFFFFFFFF 0905FFFFFFFFFF'.replaceAll(
				' ',
				'',
			),
		);
	});

	it('carries its scripts out at their times, on their days, once each', () => {
		const rig = new TimetableRig();
		equal(rig.setEntries(entry(1, '07:00', 2), entry(2, '07:00', 3, { weekdays: 0x20 }), entry(3, '23:00', 1)), 0);
		equal(rig.codes, '47');
		const before = rig.mask;
		rig.runTo('2026-11-30T06:59:59');
		equal(rig.mask, before);
		rig.runTo('2026-11-30T07:00:01');
		equal(rig.mask, 'rate2');
		rig.runTo('2026-11-30T23:00:01');
		equal(rig.mask, 'rate1');
		// Of two at once the one of the higher index comes last.
		rig.runTo('2026-12-01T07:00:01');
		equal(rig.mask, 'rate3');
		rig.runTo('2026-12-02T07:00:01');
		equal(rig.mask, 'rate2');
	});

	it('enables and disables entries, puts them in and takes them away', () => {
		const rig = new TimetableRig();
		equal(rig.setEntries(entry(1, '07:00', 2), entry(2, '08:00', 3), entry(5, '09:00', 4, { isEnabled: false })), 0);
		equal(rig.call(1, 5, 9, 1, 2), 0);
		equal(rig.indexes, '-1,-2,5');
		rig.runTo('2026-11-30T08:30');
		equal(rig.mask, '');
		rig.runTo('2026-11-30T09:30');
		equal(rig.mask, 'rate4');
		equal(rig.call(1, 2, 2, 0, 0), 0);
		equal(rig.indexes, '-1,2,5');
		equal(rig.insert(entry(2, '10:00', 2)), 0);
		equal(rig.insert(entry(4, '11:00', 3)), 0);
		equal(rig.indexes, '-1,2,4,5');
		rig.runTo('2026-11-30T10:30');
		equal(rig.mask, 'rate2');
		equal(rig.call(3, 4, 9), 0);
		equal(rig.indexes, '-1,2');
		equal(rig.call(3, 4, 9), 4);
		rig.runTo('2026-11-30T12:00');
		equal(rig.mask, 'rate2');
		equal(rig.call(1, 1, 2), 12);
		equal(rig.call(3, 1, 2, 3, 4), 12);
		equal(rig.act(SCHEDULE, 'schedule', 2), 12);
	});

	it('runs the scripts of the supply and of billing as well', () => {
		const rig = new TimetableRig();
		const ran: string[] = [];
		rig.meter.routeA.control.supply.command = (order) => {
			ran.push(order);
			return 0;
		};
		equal(rig.setEntries(entry(1, '07:00', 2, { script: NAME.billingScripts, selector: 1 })), 0);
		const { end } = rig.meter.routeA.control.billing;
		rig.runTo('2026-11-30T07:00:01');
		equal(rig.meter.routeA.control.billing.end, end + 1);
		equal(rig.setEntries(entry(1, '08:00', 1, { script: NAME.disconnectScripts })), 0);
		rig.runTo('2026-11-30T08:00:01');
		equal(ran.join(), 'disconnect');
	});

	it('takes special days by their bits alone, whatever the week says, as soon as they are set', () => {
		const rig = new TimetableRig();
		const bits = { specialBits: 3, specialDays: hex('20') };
		equal(rig.setEntries(entry(1, '07:00', 2), entry(2, '07:00', 3, { weekdays: 0, ...bits }), entry(3, '06:00', 4, { weekdays: 0, ...bits })), 0);
		equal(rig.setSpecialDays(special(1, '07EA0C01FF', 2), special(2, '07EA0C02FF', 9)), 0);
		rig.runTo('2026-11-30T12:00');
		equal(rig.mask, 'rate2');
		rig.runTo('2026-12-01T06:30');
		equal(rig.mask, 'rate4');
		rig.runTo('2026-12-01T12:00');
		equal(rig.mask, 'rate3');
		rig.runTo('2026-12-02T12:00');
		equal(rig.mask, 'rate3');
		rig.runTo('2026-12-03T12:00');
		equal(rig.mask, 'rate2');
	});

	it('keeps to its first and its last day', () => {
		const rig = new TimetableRig();
		equal(rig.setEntries(entry(1, '07:00', 2, { begin: hex('07EA0C02FF'), end: hex('07EA0C03FF') }), entry(2, '08:00', 1)), 0);
		const masks: string[] = [];
		for (const date of ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']) masks.push(rig.runTo(`${date}T07:30`).mask);
		equal(masks.join(), 'rate1,rate2,rate2,rate1');
	});

	for (const [window, minutes, mask] of [
		[0, 30, ''],
		[60, 30, 'rate2'],
		[60, 62, ''],
		[0xffff, 62, 'rate2'],
	] as const)
		it(`window ${window}: ${mask || 'nothing'} where it was missed ${minutes} min ago, without power or as the clock was set`, () => {
			const missed = new TimetableRig(at('2026-11-30T06:50'));
			equal(missed.setEntries(entry(1, '07:00', 2, { window })), 0);
			missed.restart((10 + minutes) * MINUTE - 20_000);
			missed.run(30_000);
			equal(missed.mask, mask);
			const set = new TimetableRig(at('2026-11-30T06:50'));
			equal(set.setEntries(entry(1, '07:00', 2, { window })), 0);
			set.meter.routeA.adjustClock(at('2026-11-30T07:00') + minutes * MINUTE);
			set.run(90_000);
			equal(set.mask, mask);
		});

	it('does not come again where the clock went back, unless it was far ahead', () => {
		const rig = new TimetableRig(at('2026-11-30T06:50'));
		equal(rig.setEntries(entry(1, '07:00', 2), entry(2, '07:05', 3)), 0);
		rig.runTo('2026-11-30T07:10');
		rig.meter.routeA.adjustClock(at('2026-11-30T06:59'));
		rig.run(2 * MINUTE);
		equal(rig.mask, 'rate3');
		rig.meter.routeA.adjustClock(at('2027-11-30T06:59'));
		rig.run(3 * MINUTE);
		rig.meter.routeA.adjustClock(at('2026-12-01T06:59'));
		rig.run(2 * MINUTE);
		equal(rig.mask, 'rate2');
	});

	it('makes up for the last time of each entry, once, in their order', () => {
		const rig = new TimetableRig(at('2026-11-30T06:50'));
		equal(rig.setEntries(entry(1, '07:00', 2, { window: 0xffff }), entry(2, '06:55', 3, { window: 0xffff })), 0);
		rig.restart(3 * DAY + HOUR);
		rig.run(MINUTE);
		equal(rig.mask, 'rate2');
	});

	it('refuses what cannot be, and leaves what there is', () => {
		const rig = new TimetableRig();
		equal(rig.setEntries(entry(1, '07:00', 2)), 0);
		for (const wrong of [
			[entry(2, '07:00', 9)],
			[entry(2, '07:00', 0, { script: 0 })],
			[entry(2, '07:00', 2, { script: NAME.billingScripts })],
			[entry(2, '24:00', 1)],
			[entry(2, '07:60', 1)],
			[entry(2, '07:00', 1, { time: hex('FF000000') })],
			[entry(2, '07:00', 1, { specialBits: 25, specialDays: new Uint8Array(4) })],
			[entry(2, '07:00', 1, { begin: hex('07EA0DFFFF') })],
			[entry(2, '07:00', 1, { end: hex('FFFF0C01FF') })],
			[entry(2, '07:00', 1), entry(2, '08:00', 1)],
		]) {
			equal(rig.setEntries(...wrong), 13);
			if (wrong.length === 1) equal(rig.insert(wrong[0]!), 250);
		}
		equal(rig.set(SCHEDULE, 'schedule', 2, new DataWriter().array(1).structure(0)), 12);
		equal(rig.indexes, '1');
	});

	it('has room for 18 entries', () => {
		const rig = new TimetableRig();
		for (let i = 0; i < 18; i++) equal(rig.insert(entry(i, '07:00', 1)), 0, `entry ${i}`);
		equal(rig.insert(entry(18, '07:00', 1)), 250);
		equal(rig.insert(entry(17, '08:00', 1)), 0);
	});

	it('is there as it was or as it will be, whenever the power goes', () => {
		const host: TimetableHost = {
			...{ deviation: -540, now: () => MONDAY, isScript: () => true, runScript() {}, rearm() {}, parametersChanged() {}, tell() {} },
			...{ tariff: { specialDays: [], execute: () => 0 }, billing: { execute: () => 0 } },
		};
		const open = (flash: RamFlash) => ({ flash, timetable: new Timetable(host, new TariffMemory(flash).tariffSlots()) });
		const before = Array.from({ length: 8 }, (_, i) => entry(i, '07:00', 1));
		cutEach({
			seed: 3,
			started: () => {
				const rig = open(new RamFlash(TARIFF_SECTORS));
				equal(rig.timetable.setEntries(before), 0);
				return rig;
			},
			flash: ({ flash }) => flash,
			steps: ({ timetable }) => {
				timetable.setEntries([entry(40, '08:00', 2), entry(41, '09:00', 2)]);
			},
			least: 2,
			check: ({ flash }, cut) => {
				const indexes = open(flash)
					.timetable.entries.map(({ index }) => index)
					.join();
				equal(['40,41', '0,1,2,3,4,5,6,7'].includes(indexes), true, `cut ${cut}: ${indexes}`);
			},
		});
	});
});

describe('Route A: schedule, without a tariff’s flash', () => {
	it('is on a flash that was written before there was one', () => {
		const flash = new RamFlash(TARIFF_SECTORS);
		const rig = new TimetableRig(MONDAY, flash);
		equal(rig.program(), '0,0,0,0');
		rig.restart();
		equal(rig.indexes, '');
		equal(rig.setEntries(entry(1, '07:00', 2)), 0);
		rig.restart();
		equal(rig.indexes, '1');
	});
});
