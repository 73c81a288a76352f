import assert from 'node:assert/strict';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import { PlugInRig } from './plug-in-rig.js';

describe('commands to one of several meters', () => {
	/** Two meters that answer to the same id, one command line. */
	const two = () => new PlugInRig(undefined, { faults: [parseFault('many-meters=2')] });
	const loads = (rig: PlugInRig) => rig.hems.simulator.meters.map((meter) => meter.terminals.sample?.power);

	it('are for the first where none is named', () => {
		const rig = two();
		rig.does('load 4000');
		rig.does('meter 2 load 1000');
		rig.run(5000);
		assert.deepEqual(loads(rig), [4000, 1000]);
		rig.does('meter 1 load 3000');
		rig.run(5000);
		assert.deepEqual(loads(rig), [3000, 1000]);
	});

	it('reach it by its serial number, or all of them', () => {
		const rig = two();
		const [, second] = rig.hems.simulator.meters;
		rig.does('meter all load 500');
		rig.does(`meter ${second!.identity.serial} load 700`);
		rig.run(5000);
		assert.deepEqual(loads(rig), [500, 700]);
	});

	it('tell of each what came of it, where they are for all', () => {
		const rig = two();
		rig.does('meter 2 pull cover');
		const { refusal, text, data } = rig.ask('meter all pull cover');
		assert.deepEqual(refusal, 'meter 2: the place for cover is empty');
		assert.deepEqual(/^meter 1: pulled normal \w+$/.test(text), true, text);
		assert.deepEqual(
			(data!.meters as readonly { meter: number; refusal: string | null }[]).map((each) => [each.meter, each.refusal]),
			[
				[1, null],
				[2, 'the place for cover is empty'],
			],
		);
	});

	it('are refused where there is no such meter, and change nothing', () => {
		const rig = two();
		const [first, second] = rig.hems.simulator.meters;
		assert.deepEqual(
			rig.ask('meter 3 pull cover').refusal,
			`there is no meter 3; expected 1 to 2, a serial number from ${first!.identity.serial} to ${second!.identity.serial}, or all`,
		);
		assert.deepEqual(first!.shelf.inPlace('cover') === undefined, false);
	});

	it('reach those that came while the run went on', () => {
		const rig = new PlugInRig();
		assert.match(rig.ask('meter 2 pull cover').refusal!, /^there is no meter 2; expected 1 or \w+, the only one, or all$/);
		rig.does('fault many-meters=3');
		rig.does('meter 3 pull cover');
		assert.equal(rig.hems.simulator.meters[2]!.shelf.inPlace('cover'), undefined);
	});

	it('stand in a scenario like others', () => {
		const rig = two();
		assert.deepEqual(rig.play('+1s meter 2 pull cover\n+2s refuse meter 2 pull cover\n+3s expect unit cover working\n+4s end\n'), []);
	});
});
