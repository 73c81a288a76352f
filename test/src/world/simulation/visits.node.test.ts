/** The panel's own dongle: it comes for one message, and gives way to any HEMS. */
import assert from 'node:assert/strict';
import { decodeFrame, ESV, encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import type { VisitOutcome } from '../../../../src/world/dongle/visitor.js';
import { faultChoice } from '../../../../src/world/fault/fault-choice.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import { HemsRig } from './hems-rig.js';

const get = (tid: number, ...epcs: number[]) =>
	encodeFrame({ tid, seoj: 0x05ff01, deoj: 0x028801, esv: ESV.Get, properties: epcs.map((epc) => ({ epc, edt: new Uint8Array(0) })) });
const set = (tid: number, epc: number, ...edt: number[]) =>
	encodeFrame({ tid, seoj: 0x05ff01, deoj: 0x028801, esv: ESV.SetC, properties: [{ epc, edt: Uint8Array.from(edt) }] });

function started(options: Partial<SimulatorOptions> = {}) {
	const events: SimulatorEvent[] = [];
	const rig = new HemsRig({ onEvent: (event) => events.push(event), ...options });
	const { simulator } = rig;
	const outcomes: VisitOutcome[] = [];
	const visit = (request: Uint8Array) => simulator.visits.visit(rig.first, request, (outcome) => outcomes.push(outcome));
	const peers = () => events.flatMap((each) => (each.kind === 'peer' ? [each.event] : []));
	return { rig, simulator, events, outcomes, visit, peers };
}

describe('visits', () => {
	for (const combination of ['rf-b,1p3w-60-2way,normal', 'plc-b,1p3w-60-2way,normal'])
		it(`one message, one answer, and gone: ${combination}`, () => {
			const { rig, simulator, outcomes, visit, peers } = started({ combination: parseCombination(combination) });
			assert.equal(visit(get(7, 0xe7, 0xd3)), undefined);
			assert.equal(simulator.isBusy, true);
			simulator.scheduler.runFor(60_000);
			const [outcome] = outcomes;
			assert.ok(outcome?.kind === 'answered');
			const { tid, esv, properties } = decodeFrame(outcome.answer);
			assert.deepEqual(
				[tid, esv, properties.map(({ epc, edt }) => [epc, edt.length])],
				[
					7,
					ESV.Get_Res,
					[
						[0xe7, 4],
						[0xd3, 4],
					],
				],
			);
			assert.deepEqual(peers(), ['joined', 'left']);
			assert.equal(rig.first.routeB!.hems, undefined);
			assert.deepEqual([outcomes.length, simulator.visits.refusal(rig.first)], [1, undefined]);
		});

	it('what is written is written, and read by the next one', () => {
		const { simulator, outcomes, visit } = started();
		visit(set(1, 0xe5, 3));
		simulator.scheduler.runFor(60_000);
		visit(get(2, 0xe5));
		simulator.scheduler.runFor(60_000);
		const answers = outcomes.map((outcome) => (outcome.kind === 'answered' ? decodeFrame(outcome.answer) : undefined));
		assert.equal(answers[0]?.esv, ESV.Set_Res);
		assert.deepEqual([...answers[1]!.properties[0]!.edt], [3]);
	});

	it('nobody comes while a HEMS is there, and one at a time', () => {
		const { rig, simulator, visit } = started();
		assert.ok(rig.join());
		assert.equal(visit(get(1, 0xe7)), 'joined');
		rig.network.terminate();
		simulator.scheduler.runFor(5_000);
		assert.equal(visit(get(1, 0xe7)), undefined);
		assert.equal(visit(get(2, 0xe7)), 'visited');
		rig.first.powerOff(true);
		assert.equal(simulator.visits.refusal(rig.first), 'away');
	});

	it('a meter that answers nobody, and one that lets nobody in', () => {
		for (const [name, expected, value] of [
			['no-reply', 'unanswered', 'always'],
			['wrong-password', 'notJoined', 'always'],
		] as const) {
			const { simulator, outcomes, visit } = started();
			assert.equal(simulator.faults.set(faultChoice(name, value), 'meter'), undefined);
			visit(get(1, 0xe7));
			simulator.scheduler.runFor(120_000);
			assert.deepEqual(
				outcomes.map(({ kind }) => kind),
				[expected],
			);
			assert.equal(simulator.visits.isBusy, false);
		}
	});

	it('a HEMS that joins meanwhile succeeds at its first try, however far the visitor has got, and nobody is told of a failure', () => {
		const seen = new Set<string>();
		for (let wait = 0; wait < 2_000; wait += 20) {
			const { rig, simulator, outcomes, visit, peers } = started({ answerDelay: { min: 200, max: 200 } });
			visit(get(1, 0xe7));
			simulator.scheduler.runFor(wait);
			const before = simulator.scheduler.now();
			assert.ok(rig.join(5_000), `after ${wait} ms`);
			assert.ok(simulator.scheduler.now() - before < 1_500, `after ${wait} ms it takes ${simulator.scheduler.now() - before} ms`);
			assert.deepEqual([...rig.first.routeB!.hems!], [...linkLocalAddress(rig.network.macAddress)], `after ${wait} ms`);
			assert.ok(rig.ask(get(9, 0xe7), 1), `after ${wait} ms`);
			simulator.scheduler.runFor(30_000);
			assert.ok(rig.joined && rig.first.routeB!.hems !== undefined, `after ${wait} ms it stays`);
			assert.equal(simulator.visits.isBusy, false, `after ${wait} ms`);
			assert.equal(outcomes.length, 1, `after ${wait} ms`);
			assert.ok(!peers().includes('failed'), `after ${wait} ms: ${peers().join(' ')}`);
			const [outcome] = outcomes;
			seen.add(outcome!.kind === 'interrupted' ? `interrupted ${outcome!.sent}` : outcome!.kind);
		}
		assert.deepEqual([...seen].sort(), ['answered', 'interrupted false', 'interrupted true']);
	});
});
