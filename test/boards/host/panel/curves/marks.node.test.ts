import assert from 'node:assert/strict';
import { Kept } from '../../../../../boards/host/panel/curves/kept.js';
import type { FailureTold, PowerTold } from '../../../../../boards/host/panel/curves/told.js';
import { fromHex } from '../../../../../modules/bytes/hex.js';
import { HOUR, MINUTE, SECOND } from '../../../../../modules/time/durations.js';
import { houseLoad } from '../../../../../src/world/load/house.js';
import { constantLoad } from '../../../../../src/world/load/source.js';
import type { SimulatorEvent } from '../../../../../src/world/simulation/simulator-event.js';
import { START } from '../../../../src/world/simulation/plug-in-rig.js';
import { CurvesRig } from './curves-rig.js';

const GET_POWER = '1081000105ff010288016201e700';
const GET_MANY = '1081000205ff010288016203e700e000d300';
const GET_ENERGY_AND_POWER = '1081000305ff010288016202e000e700';

/** Asks for the power every `every` ms, so many times. */
function poll(rig: CurvesRig, times: number, every = 5 * SECOND): void {
	for (let i = 0; i < times; i++) {
		rig.hems.send(fromHex(GET_POWER));
		rig.run(every);
	}
}

function verdicts({ served }: PowerTold): string[] {
	return [...new Set(served.map(({ verdict }) => verdict))];
}

function kinds({ failures }: PowerTold): string[] {
	return failures.map(({ kind, name }) => name ?? kind);
}

function only({ failures }: PowerTold, kind: FailureTold['kind']): FailureTold {
	const found = failures.filter((failure) => failure.kind === kind);
	assert.equal(found.length, 1, `${kind}: ${JSON.stringify(failures)}`);
	return found[0]!;
}

describe('panel: what stands beside a curve', () => {
	it('has each value of E7 that a reply carried, with whom it went to, on the truth', () => {
		const rig = new CurvesRig(undefined, { load: houseLoad(2, true), answerDelay: { min: 200, max: 500 } });
		assert.equal(rig.find(), true);
		poll(rig, 200);
		rig.hems.send(fromHex(GET_MANY));
		rig.run(5 * SECOND);
		const told = rig.told(HOUR);
		assert.ok(told.served.length >= 195, String(told.served.length));
		assert.deepEqual(verdicts(told), ['right']);
		assert.ok(new Set(told.served.map(({ watts }) => watts)).size > 10);
		for (const { watts, truth, service, to } of told.served) {
			assert.equal(service, 'Get_Res');
			assert.match(to, /^FE80:/);
			assert.equal(typeof watts, 'number');
			assert.equal(typeof truth, 'number');
		}
	});

	it('marks one that was never measured, one that comes too late, one without data and one that was refused', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(700) });
		assert.equal(rig.find(), true);
		rig.does('fault beyond-scale=always');
		poll(rig, 2);
		rig.does('fault off');
		assert.deepEqual(
			rig.told(HOUR).served.map(({ watts, verdict }) => [watts, verdict]),
			[
				[0x7fffffff, 'wrong'],
				[-0x80000000, 'wrong'],
			],
		);
		rig.does('fault late-reply=25s');
		poll(rig, 1, 30 * SECOND);
		rig.does('fault off');
		assert.deepEqual(
			rig.told(30 * SECOND).served.map(({ watts, verdict, lateMs }) => [watts, verdict, Math.floor(lateMs! / 1000)]),
			[[700, 'late', 25]],
		);
		rig.does('pull metering');
		rig.run(10 * SECOND);
		poll(rig, 1);
		const served = rig.told(5 * SECOND).served;
		assert.deepEqual(
			served.map(({ watts, truth, verdict }) => [watts, truth, verdict]),
			[[null, null, 'none']],
		);
		rig.does('fault partial-sna=always');
		rig.hems.send(fromHex(GET_ENERGY_AND_POWER));
		rig.run(5 * SECOND);
		assert.deepEqual(verdicts(rig.told(5 * SECOND)), ['refused']);
	});

	it('ticks what was notified', () => {
		const rig = new CurvesRig();
		assert.equal(rig.find(), true);
		rig.run(HOUR);
		const epcs = rig.told(2 * HOUR).notified.map((notified) => notified.epcs.join());
		assert.ok(
			epcs.some((each) => each.includes('EA')),
			epcs.join('; '),
		);
		assert.ok(epcs.includes('D5'), epcs.join('; '));
	});

	it('shades a fault as long as it is on, one that strikes once until it has', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(700) });
		assert.equal(rig.find(), true);
		rig.run(MINUTE);
		const from = rig.now;
		rig.does('fault drop=1/1000');
		rig.run(MINUTE);
		rig.does('fault drop off');
		const to = rig.now;
		rig.run(MINUTE);
		rig.does('fault no-reply once');
		const once = rig.now;
		rig.run(MINUTE);
		poll(rig, 4);
		rig.run(MINUTE);
		const told = rig.told(HOUR);
		assert.deepEqual(
			told.failures.map(({ name, value }) => [name, value]),
			[
				['drop', '1/1000'],
				['no-reply', 'always'],
			],
		);
		const [drop, noReply] = told.failures as [FailureTold, FailureTold];
		assert.deepEqual([drop.from, drop.to], [from, to]);
		assert.equal(noReply.from, once);
		// Seen at the reply after the one that did not come.
		assert.ok(noReply.to >= once + MINUTE && noReply.to <= once + MINUTE + 11 * SECOND, String(noReply.to - once));
	});

	it('has no fault of another meter', () => {
		const rig = new CurvesRig(undefined, { meters: 3 });
		rig.does('fault request-timeout=1/2 at meter-2');
		rig.does('fault drop=1/1000');
		rig.run(MINUTE);
		const [first, second] = rig.hems.simulator.meters;
		assert.deepEqual(kinds(rig.told(HOUR, 1000, first!)), ['drop']);
		assert.deepEqual(kinds(rig.told(HOUR, 1000, second!)).sort(), ['drop', 'request-timeout']);
	});

	it('shades the meter without power, with its contact open, without a metering unit, and the HEMS without its session', () => {
		const rig = new CurvesRig('rf-b,1p3w-60-2way,switch-60,normal');
		assert.equal(rig.find(), true);
		rig.run(MINUTE);
		const marks: number[] = [];
		for (const line of ['power cut', 'power on', 'switch open', 'switch close', 'pull metering', 'plug metering']) {
			marks.push(rig.now);
			rig.does(line);
			rig.run(10 * MINUTE);
		}
		assert.equal(rig.find(), true);
		rig.run(MINUTE);
		const told = rig.told(2 * HOUR);
		const power = only(told, 'power');
		assert.deepEqual([power.from, power.to], [marks[0], marks[1]]);
		const contact = only(told, 'contact');
		assert.ok(contact.from >= marks[2]! && contact.from < marks[2]! + 10 * SECOND);
		assert.ok(contact.to >= marks[3]! && contact.to < marks[3]! + 10 * SECOND);
		const metering = told.failures.filter(({ kind }) => kind === 'metering').at(-1)!;
		assert.equal(metering.from, marks[4]);
		assert.ok(metering.to >= marks[5]! && metering.to < marks[5]! + 10 * SECOND);
		const session = only(told, 'session');
		assert.equal(session.from, marks[0]);
		assert.ok(session.to > marks[5]! + 10 * MINUTE && session.to < rig.now);
	});

	it('does not take the session of one HEMS for lost because another one fails to join', () => {
		const rig = new CurvesRig();
		const peer = (event: 'joined' | 'failed' | 'expired', last: number): SimulatorEvent => ({
			kind: 'peer',
			node: 'meter',
			event,
			peer: Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last),
			evidence: '',
		});
		rig.world.tell(peer('joined', 1));
		rig.run(MINUTE);
		rig.world.tell(peer('failed', 2));
		rig.run(MINUTE);
		assert.deepEqual(kinds(rig.told(HOUR)), []);
		rig.world.tell(peer('expired', 1));
		rig.run(MINUTE);
		assert.equal(only(rig.told(HOUR), 'session').from, START + 2 * MINUTE);
	});

	it('marks clients of Route A', () => {
		const rig = new CurvesRig();
		const association = (client: number, on: boolean): SimulatorEvent => ({ kind: 'association', node: 'meter', client, authenticated: true, on });
		rig.run(MINUTE);
		rig.world.tell(association(1, true));
		rig.run(SECOND);
		rig.world.tell(association(101, true));
		rig.run(SECOND);
		rig.world.tell(association(1, false));
		rig.run(MINUTE);
		assert.deepEqual(rig.told(HOUR).routeA, [
			{ client: 1, authenticated: true, from: START + MINUTE, to: START + MINUTE + 2 * SECOND },
			{ client: 101, authenticated: true, from: START + MINUTE + SECOND, to: null },
		]);
		assert.equal(rig.told(30 * SECOND).routeA.length, 1);
	});

	it('is bounded, and makes no timer in the world', () => {
		const rig = new CurvesRig();
		const before = rig.scheduler.next;
		const kept = new Kept<{ readonly at: number }>(100);
		for (let at = 0; at < 10_000; at++) {
			kept.push({ at });
			assert.ok(kept.all.length <= 100);
		}
		assert.deepEqual([kept.all[0]!.at, kept.last!.at], [9900, 9999]);
		assert.deepEqual(
			kept.between(9990, 9993).map(({ at }) => at),
			[9991, 9992, 9993],
		);
		rig.told(HOUR);
		assert.equal(rig.scheduler.next, before);
		for (let i = 0; i < 40_000; i++) rig.world.tell({ kind: 'peer', node: 'meter', event: 'joined', peer: new Uint8Array(16), evidence: '' });
		assert.ok(rig.marks.of('meter')!.sessions.all.length <= 500);
		for (let i = 1; i < 1000; i++) rig.world.tell({ kind: 'association', node: `meter-${i}`, client: 1, authenticated: false, on: true });
		assert.equal(rig.marks.of('meter-1'), undefined);
		assert.ok(rig.marks.of('meter-999') !== undefined);
	});
});
