import assert from 'node:assert/strict';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { DAY, HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { STATE } from '../../../../src/world/fleet/columns.js';
import type { Fleet } from '../../../../src/world/fleet/fleet.js';
import type { FleetHead, FleetImage, FleetSource } from '../../../../src/world/fleet/fleet-head.js';
import { decodeRecord, encodeRecord, type FleetRecord, ownerRecord, recordOf } from '../../../../src/world/fleet/fleet-records.js';
import type { FleetOptions } from '../../../../src/world/fleet/options.js';
import { hex } from '../../../assert.js';
import { FleetRig, lineTo, MANAGEMENT, START } from './fleet-rig.js';

const METERS = 12;

/** As whoever keeps it has it: through JSON and bytes. */
function kept({ head, parts }: FleetImage, records: readonly FleetRecord[] = []): FleetSource {
	const bytes = Buffer.concat([...parts()]);
	let at = 0;
	return {
		head: JSON.parse(JSON.stringify(head)) as FleetHead,
		records: records.map((record) => decodeRecord(encodeRecord(record))),
		fill: (into) => {
			assert.ok(at + into.length <= bytes.length);
			into.set(bytes.subarray(at, at + into.length));
			at += into.length;
		},
	};
}

/** Goes on from `source` when so much time has passed since `START`. */
function goOn(source: FleetSource, after: number, changes: Partial<FleetOptions> = {}) {
	return new FleetRig({ meters: METERS, start: START + after, from: source, ...changes });
}

/** What all rows are, without those whose bytes say nothing about meters. */
function columnsOf({ columns, count }: Fleet): Record<string, unknown> {
	const told: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(columns))
		if (ArrayBuffer.isView(value)) told[name] = Array.from(value as unknown as ArrayLike<number>).slice(0, count);
	for (let row = 0; row < count; row++) {
		const halfHours = Array.from({ length: 2200 }, (_, i) => columns.newest[row]! - i);
		told[`record ${row}`] = halfHours.map((at) => [
			columns.has(row, at),
			columns.imported(row, at),
			columns.exported(row, at),
			columns.status(row, at),
		]);
	}
	return told;
}

/** A life with all that happens to meters. */
function live({ fleet, scheduler }: FleetRig): void {
	scheduler.runUntil(2 * HOUR);
	fleet.setClock(2, START + 2 * HOUR - 7 * MINUTE);
	fleet.powerOff(3, false);
	fleet.powerOff(4, true);
	scheduler.runUntil(3 * HOUR + MINUTE);
	fleet.powerOn(3);
	fleet.exchange(5);
	fleet.setSilent(6, true);
	fleet.setLoss(7, 0.5);
	for (let number = 1; number <= METERS; number++) fleet.push(number);
	scheduler.runUntil(5 * HOUR + 11 * MINUTE);
}

/** A client sets where a meter pushes to. */
function write({ fleet }: FleetRig, number: number): void {
	const open = fleet.open(number)!;
	const line = lineTo(open.routeA, number, MANAGEMENT);
	assert.equal(line.associate(), 'ok');
	const destination = new DataWriter().structure(3).enum(1).octetString(asciiBytes('[fd00::1]:4060')).enum(0);
	line.set({ classId: 40, name: NAME.intervalPush, index: 3, selection: undefined }, destination.copy(), (_, result) => assert.equal(result, 0));
	open.settle();
}

const counterOf = (frame: Uint8Array): number => decodeCiphered(decodeWrapper(frame).apdu).counter;

describe('the image of a fleet', () => {
	it('goes on as meters do whose power went orderly, and came again', () => {
		const rig = new FleetRig({ meters: METERS });
		const other = new FleetRig({ meters: METERS });
		live(rig);
		live(other);
		const again = goOn(kept(rig.fleet.image(true)), 6 * HOUR);
		for (let number = 1; number <= other.fleet.count; number++) if (number !== 4) other.fleet.powerOff(number, true);
		other.scheduler.runUntil(6 * HOUR);
		for (let number = 1; number <= other.fleet.count; number++) if (number !== 4) other.fleet.powerOn(number);
		assert.deepEqual(columnsOf(again.fleet), columnsOf(other.fleet));
		assert.deepEqual(again.fleet.figures.powered, other.fleet.figures.powered);
		// And from there on as well.
		again.scheduler.runUntil(2 * DAY);
		other.scheduler.runUntil(6 * HOUR + 2 * DAY);
		assert.deepEqual(columnsOf(again.fleet), columnsOf(other.fleet));
		assert.deepEqual([...again.fleet.came], [[METERS + 1, START + 3 * HOUR + MINUTE]]);
		assert.equal(again.fleet.open(6), undefined);
	});

	it('goes on from records where it did not end, as meters do whose power was cut', () => {
		const records: FleetRecord[] = [];
		const rig = new FleetRig({ meters: METERS, onRecord: (record) => records.push(record) });
		const begin = kept(rig.fleet.image(false));
		live(rig);
		const again = goOn({ ...begin, records: records.map((record) => decodeRecord(encodeRecord(record))) }, 6 * HOUR);
		const other = new FleetRig({ meters: METERS });
		live(other);
		const end = Math.max(...records.map(({ at }) => at)) - START;
		assert.ok(end > 4 * HOUR && end <= 5 * HOUR + 11 * MINUTE, String(end / HOUR));
		const { columns } = again.fleet;
		for (let row = 0; row < again.fleet.count; row++) {
			const those = other.fleet.columns;
			assert.equal(columns.household[row], those.household[row]);
			assert.equal(columns.ahead[row], those.ahead[row]);
			assert.equal(columns.state[row], those.state[row]);
			for (let at = columns.newest[row]! - 2000; at <= columns.newest[row]!; at++) {
				assert.equal(columns.imported(row, at), those.imported(row, at), `${row} ${at}`);
				assert.equal(columns.status(row, at), those.status(row, at));
			}
			// No counter comes again; one without power, or that hangs there no more, has not sent since that was written down.
			if ((columns.state[row]! & (STATE.off | STATE.gone)) === 0) assert.ok(columns.sent[row]! > those.sent[row]!, `${row}`);
		}
	});

	it('keeps what a client has set before the meter answers, and refuses what was heard before', () => {
		const records: FleetRecord[] = [];
		const rig = new FleetRig({ meters: METERS, onRecord: (record) => records.push(record) });
		const begin = rig.fleet.image(false);
		const bytes = [...begin.parts()].map((part) => part.slice());
		write(rig, 8);
		assert.ok(records.some(({ kind, number }) => kind === 'kept' && number === 8));
		const again = goOn(kept({ head: begin.head, parts: () => bytes }, records), HOUR);
		// Its power went with the association, of which nobody was told any more.
		const of = (fleet: Fleet) => fleet.changes.storeOf(8)!.encode();
		assert.deepEqual(of(again.fleet), of(rig.fleet));
		const memory = (fleet: Fleet) =>
			fleet.changes.memoryOf(8)!.changes(
				0,
				fleet.changes.owners.map(([name]) => name),
			);
		assert.deepEqual(memory(again.fleet), memory(rig.fleet));
		const open = again.fleet.open(8)!;
		const line = lineTo(open.routeA, 8, MANAGEMENT);
		// The counters of before are refused: this client begins anew.
		assert.notEqual(line.associate(), 'ok');
	});

	it('never sends under a counter twice, however often it ends in whatever way', () => {
		const seen = new Map<number, number>();
		let source: FleetSource | undefined;
		let after = 0;
		for (let life = 0; life < 6; life++) {
			const records: FleetRecord[] = [];
			const onRecord = (record: FleetRecord) => void records.push(record);
			const rig: FleetRig = source === undefined ? new FleetRig({ meters: METERS, onRecord }) : goOn(source, after, { onRecord });
			const begin = rig.fleet.image(false);
			const parts = [...begin.parts()].map((part) => part.slice());
			records.length = 0;
			for (let i = 0; i < 300; i++)
				for (let number = 1; number <= METERS; number++) {
					const push = rig.fleet.push(number);
					assert.ok(push !== undefined);
					const counter = counterOf(push.frame);
					assert.ok(counter > (seen.get(number) ?? 0), `life ${life}, meter ${number}: ${counter} behind ${seen.get(number)}`);
					seen.set(number, counter);
				}
			rig.scheduler.runFor(HOUR);
			after += HOUR + 1;
			// By turns: orderly, with all records, and without those that were still waiting to be written.
			if (life % 3 === 0) source = kept(rig.fleet.image(true));
			else source = kept({ head: begin.head, parts: () => parts }, life % 3 === 1 ? records : records.filter(({ kind }) => kind !== 'reserved'));
		}
	});
});

describe('a record of a fleet', () => {
	const record = recordOf('kept', 1_700_000_000_000, 7, 1, hex('01FF'));
	const bytes = hex('02 4278BCFE56800000 00000007 3FF0000000000000 01FF'.replaceAll(' ', ''));

	it('is these bytes', () => {
		assert.deepEqual(encodeRecord(record), bytes);
		assert.deepEqual(decodeRecord(bytes), record);
		assert.deepEqual(decodeRecord(encodeRecord(ownerRecord(1, 'route A', 7))).value, 7);
	});

	it('is refused where it is cut short, or of a kind that there is not', () => {
		for (let length = 0; length < 21; length++) assert.throws(() => decodeRecord(bytes.subarray(0, length)), DecodeError);
		assert.throws(() => decodeRecord(hex(`0A${'00'.repeat(20)}`)), DecodeError);
	});
});
