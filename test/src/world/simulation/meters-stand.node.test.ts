import assert from 'node:assert/strict';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import { PlugInBench } from './plug-in-rig.js';

describe('commands to one of several meters', () => {
	/** Two meters that answer to the same id, one command line. */
	const two = () => new PlugInBench(undefined, { faults: [parseFault('many-meters=2')] });
	const loads = (bench: PlugInBench) => bench.hems.simulator.meters.map((meter) => meter.terminals.sample?.power);

	it('are for the first where none is named', () => {
		const bench = two();
		bench.does('load 4000');
		bench.does('meter 2 load 1000');
		bench.run(5000);
		assert.deepEqual(loads(bench), [4000, 1000]);
		bench.does('meter 1 load 3000');
		bench.run(5000);
		assert.deepEqual(loads(bench), [3000, 1000]);
	});

	it('reach it by its serial number, or all of them', () => {
		const bench = two();
		const [, second] = bench.hems.simulator.meters;
		bench.does('meter all load 500');
		bench.does(`meter ${second!.identity.serial} load 700`);
		bench.run(5000);
		assert.deepEqual(loads(bench), [500, 700]);
	});

	it('tell of each what came of it, where they are for all', () => {
		const bench = two();
		bench.does('meter 2 pull cover');
		const { refusal, text, data } = bench.ask('meter all pull cover');
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
		const bench = two();
		const [first, second] = bench.hems.simulator.meters;
		assert.deepEqual(
			bench.ask('meter 3 pull cover').refusal,
			`there is no meter 3; expected 1 to 2, a serial number from ${first!.identity.serial} to ${second!.identity.serial}, or all`,
		);
		assert.deepEqual(first!.shelf.inPlace('cover') === undefined, false);
	});

	it('reach those that came while the run went on', () => {
		const bench = new PlugInBench();
		assert.match(bench.ask('meter 2 pull cover').refusal!, /^there is no meter 2; expected 1 or \w+, the only one, or all$/);
		bench.does('fault many-meters=3');
		bench.does('meter 3 pull cover');
		assert.equal(bench.hems.simulator.meters[2]!.shelf.inPlace('cover'), undefined);
	});

	it('stand in a scenario like others', () => {
		const bench = two();
		assert.deepEqual(bench.play('+1s meter 2 pull cover\n+2s refuse meter 2 pull cover\n+3s expect unit cover working\n+4s end\n'), []);
	});
});
