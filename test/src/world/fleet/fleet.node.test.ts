import assert from 'node:assert/strict';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { DAY, HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { pushBody, pushFrame } from '../../../../src/route-a/push-message.js';
import { CHANGES_LIMIT } from '../../../../src/world/fleet/changes.js';
import { PER_WATT_HOUR } from '../../../../src/world/fleet/columns.js';
import { FLEET_PUSH } from '../../../../src/world/fleet/push-composer.js';
import { districtEnergy, HALF_HOUR, hasRoof } from '../../../../src/world/load/district.js';
import { countersFrom } from '../../../../src/world/meter/first-counter.js';
import { identityOf, keysOf } from '../../../../src/world/meter/identity.js';
import { INITIAL } from '../../../../src/world/meter/past.js';
import { AloneRig, FleetRig, lineTo, MANAGEMENT, SEED, START } from './fleet-rig.js';

/** Wh that a household drew and fed in from `begin` to `end`, ms since 1970, half-hours in parts. */
function integral(number: number, begin: number, end: number): { imported: number; exported: number } {
	let imported = 0;
	let exported = 0;
	const roof = hasRoof(SEED, number);
	for (let slot = Math.floor(begin / HALF_HOUR) + 1; (slot - 1) * HALF_HOUR < end; slot++) {
		const share = Math.min(end, slot * HALF_HOUR) - Math.max(begin, (slot - 1) * HALF_HOUR);
		const energy = districtEnergy(SEED, number, slot, roof) * share;
		if (energy > 0) imported += energy;
		else exported -= energy;
	}
	return { imported: imported / HALF_HOUR, exported: exported / HALF_HOUR };
}

describe('a fleet', () => {
	it('has in every register what its household drew and fed in, by a sum over the column', () => {
		const { fleet, scheduler } = new FleetRig({ meters: 1500 });
		scheduler.runUntil(5 * HOUR);
		fleet.advance();
		const { columns } = fleet;
		let roofs = 0;
		for (let row = 0; row < 1500; row++) {
			const { imported, exported } = integral(row + 1, START - 45 * DAY, START + 5 * HOUR);
			assert.equal(columns.importEnergy[row], Math.round((INITIAL.import + imported) * PER_WATT_HOUR), `meter ${row + 1}`);
			assert.equal(columns.exportEnergy[row], Math.round(exported * PER_WATT_HOUR), `meter ${row + 1}`);
			// And all that is on record adds up to it.
			let sum = 0;
			for (let halfHour = columns.first[row]! + 1; halfHour <= columns.newest[row]!; halfHour++) sum += columns.imported(row, halfHour);
			const before = integral(row + 1, START - 45 * DAY, columns.first[row]! * HALF_HOUR).imported;
			assert.equal(sum, columns.importCount[row]! - Math.floor((INITIAL.import + before) / 100));
			if (exported > 0) roofs++;
		}
		assert.ok(roofs > 120 && roofs < 250);
	});

	it('keeps counts above 254 whole', () => {
		const energy = (number: number, slot: number) => (slot % 7 === 0 ? 200_000 + number : 25_499);
		const { fleet, scheduler } = new FleetRig({ meters: 2, energy });
		scheduler.runUntil(50 * DAY);
		fleet.advance();
		const { columns } = fleet;
		for (let halfHour = columns.newest[1]! - 2000; halfHour < columns.newest[1]!; halfHour++) {
			const count = (at: number) => columns.imported(1, at);
			assert.ok(halfHour % 7 === 0 ? count(halfHour) === 2000 : count(halfHour) === 254 || count(halfHour) === 255);
		}
		// Of what the ring has given up there is nothing left.
		assert.ok(fleet.figures.escapes < 2 * 2304);
		const open = fleet.open(2)!;
		const at = columns.newest[1]! - 900;
		const { readings } = open.routeA;
		assert.equal(
			readings.interval(at * 30)!.counts.import,
			(columns.importCount[1]! - Array.from({ length: 900 }, (_, i) => columns.imported(1, at + 1 + i)).reduce((a, b) => a + b, 0)) % 1_000_000,
		);
	});

	it('pushes what Route A of the meter that stands alone pushes, from its set-up, under the next counter', () => {
		for (const number of [1, 2, 7]) {
			const rig = new FleetRig({ meters: 20 });
			const alone = new AloneRig(number);
			const list = new DataWriter().array(FLEET_PUSH.length);
			for (const { classId, name, attribute, dataIndex } of FLEET_PUSH)
				list.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
			const destination = new DataWriter().structure(3).enum(1).octetString(asciiBytes('[fd00::1]:4060')).enum(0);
			const open = rig.fleet.open(number)!;
			for (const routeA of [open.routeA, alone.meter.routeA!]) {
				const line = lineTo(routeA, number, MANAGEMENT);
				assert.equal(line.associate(), 'ok');
				for (const [index, value] of [
					[2, list],
					[3, destination],
				] as const)
					line.set({ classId: 40, name: NAME.intervalPush, index, selection: undefined }, value.copy(), (_, result) => assert.equal(result, 0));
				line.release(() => {});
			}
			open.close();
			for (const time of [6000, 2 * HOUR, 2 * HOUR + 5 * MINUTE, 3 * DAY]) {
				rig.scheduler.runUntil(time);
				alone.runUntil(time);
				alone.meter.routeA!.control.push!.setups.interval.push();
				alone.scheduler.runFor(0);
				const push = rig.fleet.push(number)!;
				assert.equal(toUpperHex(push.frame), toUpperHex(alone.pushes.frames.pop()!), `meter ${number} at ${time}`);
			}
			const statistics = ({ routeA }: { routeA?: { server: { statistics: object } } | undefined }) => ({ ...routeA!.server.statistics });
			assert.deepEqual(statistics(rig.fleet.open(number)!), statistics(alone.meter));
		}
	});

	it('pushes under the keys that a client has given it', () => {
		const { fleet } = new FleetRig({ meters: 3 });
		const open = fleet.open(2)!;
		const client = open.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
		client.security!.changeKeys({ ...client.security!.keys, encryption: new Uint8Array(16).fill(9) });
		open.close();
		fleet.options.scheduler.after(0, () => {});
		const before = fleet.columns.sent[1]!;
		const frame = fleet.push(2)!.frame.slice();
		assert.equal(fleet.columns.sent[1], before + 1);
		const again = fleet.open(2)!;
		const kept = again.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
		assert.deepEqual(kept.security!.keys.encryption, new Uint8Array(16).fill(9));
		fleet.columns.sent[1] = before;
		const body = pushBody(again.routeA.server, kept, [FLEET_PUSH[1]!]);
		assert.equal(typeof body, 'object');
		assert.equal(decodeCiphered(decodeWrapper(frame).apdu).counter, before);
		assert.notEqual(typeof pushFrame(kept, { id: 1 }, body), 'string');
	});

	it('uses no title, no key, and no pair of key and IV twice, and its counters rise', () => {
		const rig = new FleetRig({ meters: 400 });
		const pairs = new Set<string>();
		const last = new Map<string, number>();
		let sent = 0;
		const take = (number: number): void => {
			const { title, counter } = decodeCiphered(decodeWrapper(rig.fleet.push(number)!.frame).apdu);
			const name = toUpperHex(title!);
			assert.ok(counter > (last.get(name) ?? countersFrom(START) - 1));
			last.set(name, counter);
			pairs.add(`${toUpperHex(keysOf(SEED, number).clients[1]!.encryption)} ${name} ${counter}`);
			sent++;
		};
		for (let slot = 0; slot < 6; slot++) {
			rig.scheduler.runFor(30 * MINUTE);
			const schedule = rig.fleet.pushSchedule(rig.slots.at(-1)!, 60_000);
			const numbers = new Set<number>();
			let due = 0;
			for (let i = 0; i < schedule.count; i++) {
				assert.ok(schedule.dueAt(i) >= due && schedule.dueAt(i) < 60_000);
				due = schedule.dueAt(i);
				numbers.add(schedule.numberAt(i));
				take(schedule.numberAt(i));
			}
			assert.equal(numbers.size, 400);
			// A cut makes none of them again.
			for (let number = 1; number <= 400; number += 9) {
				rig.fleet.powerOff(number, number % 2 === 0);
				rig.fleet.powerOn(number);
			}
		}
		assert.equal(pairs.size, sent);
		assert.equal(last.size, 400);
		assert.equal(new Set(Array.from({ length: 100_000 }, (_, i) => toUpperHex(identityOf(SEED, i + 1).systemTitle))).size, 100_000);
		const keys = Array.from({ length: 3000 }, (_, i) => keysOf(SEED, i + 1)).flatMap(({ clients, kek, broadcast }) => [
			...Object.values(clients).flatMap(({ encryption, authentication }) => [encryption, authentication]),
			kek!,
			broadcast!,
		]);
		assert.equal(new Set(keys.map(toUpperHex)).size, 18_000);
	});

	it('loses the share of pushes that it was told, and none of others', () => {
		const { fleet } = new FleetRig({ meters: 3 });
		assert.equal(fleet.setLoss(2, 0.25), true);
		const lost = (number: number) => Array.from({ length: 1000 }, () => fleet.push(number)!.isLost).filter(Boolean).length;
		const some = lost(2);
		assert.ok(some > 200 && some < 300, `${some}`);
		assert.equal(lost(3), 0);
		assert.deepEqual([fleet.figures.pushed, fleet.figures.lost], [2000, some]);
		fleet.setLoss(2, 0);
		assert.equal(lost(2), 0);
	});

	it('has nobody answer or push who is silent, off, gone or not there, and each once who is exchanged', () => {
		const { fleet } = new FleetRig({ meters: 3, spare: 1 });
		let ended = 0;
		const open = fleet.open(2)!;
		open.onEnd = () => ended++;
		assert.equal(fleet.setSilent(2, true), true);
		assert.equal(ended, 1);
		assert.deepEqual([fleet.open(2), fleet.push(2)], [undefined, undefined]);
		fleet.setSilent(2, false);
		assert.ok(fleet.push(2));
		for (const number of [0, 4, -1, 1.5, Number.NaN]) {
			assert.deepEqual([fleet.open(number), fleet.push(number), fleet.exchange(number)], [undefined, undefined, undefined]);
			assert.deepEqual(
				[fleet.powerOff(number, true), fleet.powerOn(number), fleet.setSilent(number, true), fleet.setLoss(number, 0)],
				[false, false, false, false],
			);
		}
		assert.equal(fleet.exchange(3), 4);
		assert.deepEqual([fleet.open(3), fleet.push(3), fleet.powerOn(3), fleet.exchange(3)], [undefined, undefined, false, undefined]);
		assert.equal(fleet.exchange(4), undefined, 'there is no room for another');
		assert.deepEqual([fleet.supplyPointOf(4), fleet.householdOf(4)], [identityOf(SEED, 3).supplyPoint, 3]);
		assert.equal(fleet.open(4)!.routeA.readings.counts()!.import, 0);
		assert.deepEqual([fleet.figures.meters, fleet.figures.powered], [4, 3]);
	});

	it('tells once of a meter of which more was changed than is usual, and loses none of it', () => {
		const rig = new FleetRig({ meters: 3 });
		for (let turn = 0; turn < 2; turn++) {
			const open = rig.fleet.open(3)!;
			for (let i = 0; i < 90; i++) open.routeA.record(47);
			open.close();
			rig.scheduler.runFor(10_000);
		}
		assert.equal(rig.events.filter(({ kind }) => kind === 'large').length, 1);
		assert.ok(rig.fleet.figures.largest > CHANGES_LIMIT);
		assert.deepEqual([rig.fleet.figures.large, rig.fleet.figures.awake], [1, 0]);
		assert.equal(rig.fleet.open(3)!.routeA.eventCode, 47);
	});
});
