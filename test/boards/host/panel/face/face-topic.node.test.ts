import assert from 'node:assert/strict';
import type { FaceState, FaceTold } from '../../../../../boards/host/panel/face/face-state.js';
import { faceTopic } from '../../../../../boards/host/panel/face/face-topic.js';
import { FaceRig } from './face-rig.js';

/** What a page knows after all that it was told. */
const known = (told: unknown[]) => Object.assign({}, ...(told as FaceTold[])) as FaceState;

describe('the topic "meter"', () => {
	it('begins with all there is of the meter', () => {
		const { told } = new FaceRig().open(faceTopic);
		const { node, serial, units, counters, power, watts, voltages, phases, seal, failing } = known(told);
		assert.equal(told.length, 1);
		assert.deepEqual([node, serial, power, watts, voltages, phases, seal], ['meter', 'KEIKI0000001', true, 500, [101, 101], '1p3w', 'whole']);
		assert.deepEqual(counters, { import: counters.import, export: counters.export, digits: 6, wattHours: 100, coefficient: 1, twoWay: true });
		assert.equal(Number.isInteger(counters.import), true);
		assert.equal(units.metering.code, '1p3w-60-2way');
		assert.deepEqual(failing, { metering: null, communication: null, option: null, cover: null });
	});

	it('then tells at a beat what is other than before, and nothing where nothing is', () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		rig.beat();
		assert.equal(told.length, 1);
		rig.runFor(1000);
		rig.beat();
		assert.deepEqual(Object.keys(told[1] as object).sort(), ['elapsedMs', 'hems', 'time'].filter((name) => name in (told[1] as object)).sort());
		assert.equal((told[1] as FaceState).time, '2026-11-22T12:00:06.000+09:00');
	});

	it('shows what a hand does elsewhere before the next beat', async () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		rig.ask('load -800');
		rig.ask('voltage R 101 T 99');
		await Promise.resolve();
		assert.equal(told.length, 2);
		const { watts, voltages, set } = known(told);
		assert.deepEqual({ watts: Math.round(watts!), voltages, set }, { watts: -800, voltages: [101, 99], set: { watts: -800, r: 101, t: 99 } });
	});

	it('has a unit that was pulled beside the meter, and the place empty', async () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		rig.ask('pull communication');
		rig.runFor(100);
		rig.beat();
		const { units, beside, session } = known(told);
		assert.deepEqual([units.communication.state, beside, session], ['empty', [{ serial: 'C0001002', code: 'rf-b', place: 'communication' }], null]);
	});

	it('tells how a unit and a contact were made to fail, in the words of the command', () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		rig.ask('fail metering late 3s');
		rig.ask('fail contact stuck');
		rig.beat();
		assert.deepEqual([known(told).failing.metering, known(told).contactFailing], ['late 3000ms', 'stuck']);
	});

	it('breaks the seal where the cover is opened unannounced, until it is closed while work is announced', () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		const since = (line: string) => {
			rig.ask(line);
			rig.runFor(3000);
			rig.beat();
			return known(told).seal;
		};
		assert.deepEqual(['cover open', 'cover close', 'service on 1h', 'cover open', 'cover close'].map(since), [
			'open',
			'broken',
			'broken',
			'open',
			'whole',
		]);
		assert.equal(known(told).serviceMinutes, 60);
	});

	it('goes dark without power', () => {
		const rig = new FaceRig();
		const { told } = rig.open(faceTopic);
		rig.ask('power cut');
		rig.beat();
		const { power, supply, watts, counters } = known(told);
		assert.deepEqual([power, supply, watts, counters.import], [false, false, null, null]);
	});

	it('is about the meter that was asked for, and nothing where there is none', () => {
		const rig = new FaceRig(3);
		const { told } = rig.open(faceTopic, 'meter=meter-3');
		rig.ask('meter 3 load 1200');
		rig.beat();
		assert.deepEqual([known(told).node, Math.round(known(told).watts!)], ['meter-3', 1200]);
		assert.deepEqual(rig.open(faceTopic, 'meter=meter-4').told, [null]);
	});

	it('leaves nothing behind when the page goes', () => {
		const rig = new FaceRig();
		const { told, end } = rig.open(faceTopic);
		end();
		rig.ask('load 900');
		assert.equal(rig.beats, 0);
		assert.equal(told.length, 1);
		assert.equal(rig.world.events.wants('unit'), false);
	});
});
