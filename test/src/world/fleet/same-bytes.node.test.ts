import assert from 'node:assert/strict';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../../modules/dlms/apdu/selective-access.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { DAY, HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { INITIAL } from '../../../../src/world/meter/past.js';
import type { Line } from '../../../modules/dlms/device-rig.js';
import { AloneRig, FleetRig, lineTo, MANAGEMENT, PUBLIC, START } from './fleet-rig.js';
import { hears, same } from './told.js';

const READING = 2;
const CLIENTS = [PUBLIC, READING, MANAGEMENT] as const;
const PROFILE = { classId: 7, name: NAME.loadProfile, index: 2 };
const LATER = 3 * DAY + 7 * HOUR + 3 * MINUTE;

/** Rows of the profile by range, and by entry. */
function rows(line: Line): void {
	const range = new DataWriter();
	const at = (time: number) => ({ tag: 9, bytes: dateTimeOf(time, -540, 0) }) as const;
	encodeRange(range, {
		restricting: { classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 },
		from: at(START - 20 * DAY),
		to: at(START - 3 * DAY),
		columns: [],
	});
	line.get({ ...PROFILE, selection: selectionOf(SELECTOR.range, range) }, () => {});
	const entry = new DataWriter();
	encodeEntryDescriptor(entry, { fromEntry: 100, toEntry: 1900, fromColumn: 1, toColumn: 0 });
	line.get({ ...PROFILE, selection: selectionOf(SELECTOR.entry, entry) }, () => {});
}

/** A meter of the fleet and the one that stands alone, and what each client has counted. */
class Twins {
	readonly alone: AloneRig;
	readonly #counters = [new Map<number, Map<string, number>>(), new Map<number, Map<string, number>>()] as const;

	/** What may differ, as `Told` has it. */
	except = '';

	constructor(
		readonly rig: FleetRig,
		readonly number: number,
		alone: ConstructorParameters<typeof AloneRig>[1] = {},
	) {
		this.alone = new AloneRig(number, alone);
	}

	runUntil(time: number): void {
		this.rig.scheduler.runUntil(time);
		this.alone.runUntil(time);
	}

	compare(client: number, more: (line: Line) => void = () => {}, who = ''): number {
		const [one, other] = this.#counters.map((all) => all.get(client) ?? new Map<string, number>());
		this.#counters[0].set(client, one!);
		this.#counters[1].set(client, other!);
		const open = this.rig.fleet.open(this.number)!;
		const told = hears(open.routeA, this.number, client, one, more);
		same(told, hears(this.alone.meter.routeA!, this.number, client, other, more), `meter ${this.number} to client ${client} ${who}`, this.except);
		open.close();
		return told.reduce((sum, { bytes }) => sum + bytes.length / 2, 0);
	}

	compareAll(more: (line: Line) => void = () => {}, who = ''): void {
		for (const client of CLIENTS) this.compare(client, client === PUBLIC ? undefined : more, who);
	}

	/** Each of both in a line of its own. */
	both(client: number, act: (line: Line) => void): void {
		const open = this.rig.fleet.open(this.number)!;
		for (const [i, routeA] of [open.routeA, this.alone.meter.routeA!].entries()) {
			const counters = this.#counters[i]!.get(client) ?? new Map<string, number>();
			this.#counters[i]!.set(client, counters);
			const line = lineTo(routeA, this.number, client, counters);
			assert.equal(line.associate(), 'ok');
			act(line);
			line.release(() => {});
		}
		open.close();
	}
}

describe('a meter of a fleet', () => {
	for (const number of [1, 2, 54, 171])
		it(`answers as meter ${number} that stands alone: every attribute to every client, 45 days by range and by entry, and again later`, () => {
			const twins = new Twins(new FleetRig({ meters: 200 }), number);
			twins.compareAll(rows);
			assert.equal(twins.rig.fleet.figures.awake, 1, 'its agenda begins 5 s behind its start');
			twins.runUntil(10_000);
			assert.equal(twins.rig.fleet.figures.awake, 0);
			assert.ok(twins.compare(MANAGEMENT, rows) > 150_000, 'all of the profile is among it, three times');
			twins.runUntil(HOUR);
			twins.compareAll();
			twins.runUntil(LATER);
			twins.compareAll(rows);
			twins.runUntil(LATER + 1);
			assert.deepEqual([twins.rig.fleet.figures.awake, twins.rig.fleet.figures.large], [0, 0]);
		});

	it('is found by it where one byte of one column is another', () => {
		const twins = new Twins(new FleetRig({ meters: 20 }), 7);
		const { columns } = twins.rig.fleet;
		twins.runUntil(10_000);
		twins.compare(MANAGEMENT);
		columns.corrupt(6, columns.newest[6]! - 1000, 1);
		assert.throws(() => twins.compare(MANAGEMENT), /7 100630100ff 2/);
		columns.corrupt(6, columns.newest[6]! - 1000, 1);
	});

	it('goes on from what clients have set, and from what they were refused', () => {
		const twins = new Twins(new FleetRig({ meters: 20 }), 5);
		const list = new DataWriter().array(1).structure(4).longUnsigned(1).logicalName(NAME.serial).integer(2).longUnsigned(0).copy();
		twins.both(MANAGEMENT, (line) => {
			line.set({ classId: 40, name: NAME.intervalPush, index: 2, selection: undefined }, list, (_, result) => assert.equal(result, 0));
			line.set(
				{ classId: 8, name: NAME.clock, index: 2, selection: undefined },
				new DataWriter().octetString(dateTimeOf(START + 100_000, -540, 0)).copy(),
				(_, result) => assert.equal(result, 0),
			);
		});
		twins.runUntil(HOUR);
		twins.compareAll(rows);
		// Wrong keys, and what was sent before.
		for (const routeA of [twins.rig.fleet.open(5)!.routeA, twins.alone.meter.routeA!]) {
			const line = lineTo(routeA, 6, MANAGEMENT);
			assert.notEqual(line.associate(), 'ok');
		}
		twins.runUntil(2 * DAY);
		twins.compareAll(rows);
	});

	for (const orderly of [true, false])
		it(`is after a power cut ${orderly ? 'with' : 'without'} warning what the other is`, () => {
			const twins = new Twins(new FleetRig({ meters: 20 }), 3);
			const { fleet } = twins.rig;
			twins.runUntil(HOUR + 4000);
			twins.compare(READING);
			for (const [off, on] of [
				[2 * HOUR + 13_000, 5 * HOUR + 500],
				[5 * HOUR + 5 * MINUTE, 5 * HOUR + 6 * MINUTE],
				[5 * HOUR + 9 * MINUTE, 30 * HOUR],
			] as const) {
				twins.runUntil(off);
				twins.compare(READING, undefined, 'before');
				assert.equal(fleet.powerOff(3, orderly), true);
				twins.alone.meter.powerOff(orderly);
				assert.equal(fleet.open(3), undefined);
				assert.equal(fleet.push(3), undefined);
				twins.runUntil(on);
				assert.equal(fleet.powerOn(3), true);
				twins.alone.meter.powerOn();
				twins.runUntil(on + 1);
				twins.compareAll(undefined, `just behind ${on}`);
			}
			twins.runUntil(32 * HOUR);
			twins.compareAll(rows);
		});

	for (const by of [-400, -95_000, 95_000, -3 * HOUR, 3 * HOUR + 1, -40 * HOUR, 60 * DAY])
		it(`has what the other has where its clock was set by ${by} ms`, () => {
			const twins = new Twins(new FleetRig({ meters: 20 }), 8);
			twins.runUntil(HOUR);
			twins.compare(READING);
			twins.rig.fleet.setClock(8, START + HOUR + by);
			twins.alone.meter.base.setClock(START + HOUR + by);
			twins.runUntil(HOUR + 3);
			twins.compare(READING, rows);
			twins.runUntil(5 * HOUR);
			twins.compareAll(rows);
			twins.runUntil(3 * DAY);
			twins.compareAll(rows);
		});

	it('is exchanged for a new one, as which the other begins', () => {
		const rig = new FleetRig({ meters: 20, newRegisters: INITIAL });
		const begins = 2 * HOUR + 777;
		rig.scheduler.runUntil(begins);
		assert.equal(rig.fleet.exchange(4), 21);
		assert.equal(rig.fleet.open(4), undefined);
		assert.equal(rig.fleet.householdOf(21), 4);
		const twins = new Twins(rig, 21, { household: 4, begins });
		twins.except = '1 600101ff 2';
		twins.runUntil(begins + 10);
		twins.compareAll();
		twins.runUntil(2 * DAY);
		twins.compareAll(rows);
	});
});
