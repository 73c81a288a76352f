import assert from 'node:assert/strict';
import { findMeters, type MetersTold, markOf } from '../../../../../boards/host/panel/face/meter-rows.js';
import { metersTopic, rowsOf } from '../../../../../boards/host/panel/face/meters-topic.js';
import { FaceRig } from './face-rig.js';

describe('the topic "meters"', () => {
	it('begins with a letter for each meter', () => {
		assert.deepEqual(new FaceRig(4).open(metersTopic).told, [{ marks: '----', rows: [] }]);
	});

	it('tells what hands did to which meter, and to no other', () => {
		const rig = new FaceRig(5);
		const { told } = rig.open(metersTopic);
		const since = (line: string) => {
			assert.equal(rig.ask(line).result, 'done', line);
			rig.runFor(10_000);
			rig.beat();
			return (told.at(-1) as MetersTold).changes;
		};
		assert.deepEqual(since('meter 2 power cut'), [[2, 'x']]);
		assert.deepEqual(since('meter 3 switch open'), [[3, 'o']]);
		assert.deepEqual(since('meter 4 fail metering crashes'), [[4, 'f']]);
		assert.deepEqual(since('meter KEIKI0000002 power on'), [[2, '-']]);
	});

	it('finds a cut behind an open contact, of which no event tells', () => {
		const rig = new FaceRig(2);
		const { told } = rig.open(metersTopic);
		rig.ask('meter 2 switch open');
		rig.beat();
		rig.ask('meter 2 power cut');
		rig.beat();
		assert.deepEqual(told.slice(1), [{ changes: [[2, 'o']] }, { changes: [[2, 'x']] }]);
	});

	it('tells all of them where all are meant', () => {
		const rig = new FaceRig(3);
		const { told } = rig.open(metersTopic);
		rig.ask('meter all power off');
		rig.beat();
		assert.deepEqual(told.at(-1), { marks: 'xxx' });
	});

	it('begins at once for another page, with what happened since, and asks no meter again', () => {
		const rig = new FaceRig(3);
		let asked = 0;
		for (const meter of rig.world.simulator.meters)
			Object.defineProperty(meter, 'contactClosed', {
				get: () => {
					asked++;
					return true;
				},
			});
		const topic = metersTopic(rig.site, () => () => {});
		const first = rig.open(() => topic);
		rig.ask('meter 2 power cut');
		asked = 0;
		assert.deepEqual(rig.open(() => topic).told, [{ marks: '-x-', rows: [] }]);
		first.end();
		assert.deepEqual(rig.open(() => topic).told, [{ marks: '-x-', rows: [] }]);
		assert.equal(asked, 0);
	});

	it('finds what nothing told of once somebody looks at that meter', () => {
		const rig = new FaceRig(3);
		const { told } = rig.open(metersTopic, 'from=2&count=1');
		Object.defineProperty(rig.world.simulator.meters[1]!, 'hasPower', { get: () => false });
		rig.beat();
		rig.beat();
		assert.deepEqual((told.at(-1) as MetersTold).changes, [[2, 'x']]);
	});

	it('asks no meter anything while nothing happens', () => {
		const rig = new FaceRig(3);
		rig.open(metersTopic);
		let asked = 0;
		for (const meter of rig.world.simulator.meters)
			Object.defineProperty(meter, 'hasPower', {
				get: () => {
					asked++;
					return true;
				},
			});
		for (let i = 0; i < 10; i++) rig.beat();
		assert.equal(asked, 0);
		rig.ask('meter 2 pull cover');
		rig.runFor(1000);
		asked = 0;
		rig.beat();
		assert.equal(asked, 1);
	});

	it('tells the rows that are looked at, again where one has changed', () => {
		const rig = new FaceRig(8);
		const { told } = rig.open(metersTopic, 'from=3&count=2');
		const { rows } = told[0] as MetersTold;
		const row = { number: 3, node: 'meter-3', serial: 'KEIKI0000003', mark: '-', units: 'rf-b,1p3w-60-2way,switch-60,rain', watts: 500, peer: null };
		assert.deepEqual(rows, [row, { ...row, number: 4, node: 'meter-4', serial: 'KEIKI0000004' }]);
		rig.beat();
		assert.equal(told.length, 1);
		rig.ask('meter 4 load 700');
		rig.beat();
		assert.deepEqual(
			(told[1] as MetersTold).rows!.map(({ watts }) => watts),
			[500, 700],
		);
	});
});

describe('many meters', () => {
	it('are found by their number, name and any part of the serial number, no more than twenty', () => {
		const { meters } = new FaceRig(30).world.simulator;
		assert.deepEqual(findMeters(meters, ' 7 '), [7, 17, 27]);
		assert.deepEqual(findMeters(meters, 'meter-12'), [12]);
		assert.deepEqual(findMeters(meters, 'keiki0000029'), [29]);
		assert.equal(findMeters(meters, 'KEIKI').length, 20);
		assert.deepEqual(findMeters(meters, ''), []);
		assert.deepEqual(findMeters(meters, '31'), []);
	});

	it('have no more rows than there are', () => {
		assert.deepEqual(
			rowsOf(new FaceRig(3).world, 3, 200).map(({ number }) => number),
			[3],
		);
	});

	it('show a breaker that is locked out as a fault', () => {
		const rig = new FaceRig(1);
		const meter = rig.world.simulator.meters[0]!;
		rig.ask('fail contact fed');
		rig.ask('switch open');
		rig.runFor(5000);
		assert.equal(markOf(meter), 'f');
	});
});
