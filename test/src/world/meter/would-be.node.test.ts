/** What a meter would answer is what it then answers, byte for byte; and nothing is different afterwards. */
import assert from 'node:assert/strict';
import { decodeFrame, ESV, encodeFrame, type Frame } from '../../../../modules/echonet-lite/frame.js';
import { GEN1, GEN2 } from '../../../../src/route-b/meter-profile.js';
import { withTraits } from '../../../../src/route-b/traits.js';
import { wouldAnswer } from '../../../../src/world/meter/would-be.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import { HemsRig } from '../simulation/hems-rig.js';

const NOTHING = new Uint8Array(0);
let tid = 0;
const frame = (deoj: number, esv: number, ...properties: (readonly [number, ...number[]])[]): Frame => ({
	tid: ++tid,
	seoj: 0x05ff01,
	deoj,
	esv,
	properties: properties.map(([epc, ...edt]) => ({ epc, edt: edt.length === 0 ? NOTHING : Uint8Array.from(edt) })),
});

function joined(options: Partial<SimulatorOptions> = {}) {
	const rig = new HemsRig({ pastDays: 2, ...options });
	assert.ok(rig.join());
	rig.simulator.scheduler.runFor(2_000);
	const would = (request: Frame) => wouldAnswer(rig.first.routeB!, rig.first.link!.datagrams.maxPayload, request);
	return { rig, would };
}

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
const ALL = Array.from({ length: 0x80 }, (_, i) => 0x80 + i);

describe('what a meter would answer', () => {
	for (const profile of [GEN1, GEN2, withTraits(GEN1, { without: [0xe3], unreadable: [0xe8] })])
		it(`is byte for byte what a HEMS then gets: ${profile.name}`, () => {
			const { rig, would } = joined({ profile });
			const requests = [
				...[0x0ef001, 0x028801].flatMap((deoj) => ALL.map((epc) => frame(deoj, ESV.Get, [epc]))),
				frame(0x028801, ESV.Get, [0xd3], [0xd7], [0xe0], [0xe1], [0xe7], [0xe8], [0xea], [0xeb]),
				frame(0x028800, ESV.Get, [0x80], [0xfe]),
				frame(0x028801, ESV.SetC, [0xe5, 1]),
				frame(0x028801, ESV.Get, [0xe2]),
				frame(0x028801, ESV.SetC, [0xe5, 100]),
				frame(0x028801, ESV.SetC, [0xe7, 1, 2, 3, 4]),
				frame(0x028801, ESV.SetC, [0x81, 0x08]),
				frame(0x028801, ESV.SetC, [0x81, 0x01]),
				frame(0x028801, ESV.SetC, [0xed, 0x07, 0xea, 11, 22, 11, 30, 3]),
				frame(0x028801, ESV.Get, [0xec], [0xed]),
				frame(0x0ef001, ESV.SetC, [0x80, 0x31]),
			];
			for (const request of requests) {
				const expected = would(request);
				assert.ok(expected.answer, `${request.properties[0]!.epc.toString(16)}`);
				assert.equal(hex(rig.ask(encodeFrame(request), 1)), hex(expected.answer), hex(encodeFrame(request)));
			}
		});

	it('a would-be write changes nothing, and tells what would be announced', () => {
		const { rig, would } = joined();
		const state = () => [0x81, 0xe5, 0xed].map((epc) => hex(rig.first.routeB!.meter.object.get(epc)));
		const before = state();
		const received = rig.received.length;
		const set = would(frame(0x028801, ESV.SetC, [0x81, 0x21]));
		assert.equal(decodeFrame(set.answer!).esv, ESV.Set_Res);
		assert.deepEqual(set.announced, [0x81]);
		assert.equal(decodeFrame(would(frame(0x028801, ESV.SetC, [0xe5, 7])).answer!).esv, ESV.Set_Res);
		would(frame(0x028801, ESV.SetC, [0xed, 0x07, 0xea, 11, 22, 11, 30, 3]));
		rig.simulator.scheduler.runFor(90_000);
		assert.deepEqual(state(), before);
		assert.equal(rig.received.length, received);
	});

	it('one that never answers a property would not', () => {
		const { rig, would } = joined({ profile: withTraits(GEN1, { unanswered: [0xe8] }) });
		const request = frame(0x028801, ESV.Get, [0xe7], [0xe8]);
		assert.equal(would(request).answer, undefined);
		assert.equal(rig.ask(encodeFrame(request), 1), undefined);
		assert.equal(rig.first.routeB!.unanswered.unknownObject, 0);
	});
});
