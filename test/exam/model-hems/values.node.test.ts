/** What the model makes of the meter's bytes, at a meter and alone. */
import { parseCombination } from '../../../src/meter/catalogue/parse.js';
import { GEN1, GEN2, type MeterProfile } from '../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../src/world/load/source.js';
import { filledFlash, initialFor, recordPast } from '../../../src/world/meter/past.js';
import { equal, hex } from '../../assert.js';
import { MODEL } from './behaviour.js';
import { ModelRig } from './model-rig.js';
import { currentOf, energyOf, energyText, powerOf, unitOf } from './values.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const last = (rig: ModelRig, beginning: string) => rig.lines(beginning).at(-1);
const without = (...epcs: number[]): MeterProfile => ({
	...GEN1,
	readable: GEN1.readable.filter((epc) => !epcs.includes(epc)),
	settable: GEN1.settable.filter((epc) => !epcs.includes(epc)),
});

describe('The model HEMS reads', () => {
	it('power: signed, without data, beyond the scale', () => {
		for (const [bytes, watts] of [
			['000004d5', 1237],
			['fffffcdf', -801],
			['7ffffffe', undefined],
			['7fffffff', undefined],
			['80000000', undefined],
			['7ffffffd', 0x7ffffffd],
			['80000001', -0x7fffffff],
		] as const)
			equal(powerOf(hex(bytes), MODEL), watts, bytes);
	});

	it('currents and counters', () => {
		for (const [bytes, tenths] of [
			['0036', 54],
			['ffd5', -43],
			['7ffe', undefined],
			['7fff', undefined],
			['8000', undefined],
			['8001', -0x7fff],
		] as const)
			equal(currentOf(hex(bytes), 0, MODEL), tenths, bytes);
		equal(energyOf(hex('fffffffe'), 0, MODEL), undefined);
		equal(energyOf(hex('05f5e0ff'), 0, MODEL), 99_999_999);
	});

	it('all nine codes of E1, and shows as many places as they have', () => {
		const texts = [0x00, 0x01, 0x02, 0x03, 0x04, 0x0a, 0x0b, 0x0c, 0x0d].map((code) =>
			energyText(123, { wattHours: unitOf(code, MODEL)!, digits: 6 }),
		);
		equal(texts.join(), '123 kWh,12.3 kWh,1.23 kWh,0.123 kWh,0.0123 kWh,1230 kWh,12300 kWh,123000 kWh,1230000 kWh');
		equal(unitOf(0x05, MODEL), undefined);
	});

	it('other units and coefficients, and a meter without D3', () => {
		const energy = (profile: MeterProfile) => last(new ModelRig({ world: { profile } }).run(20 * SECOND), 'energy ');
		equal(energy(GEN2), 'energy 12404.98 kWh');
		equal(energy({ ...GEN1, counter: { wattHours: 1000, digits: 6, coefficient: 10 } }), 'energy 12404 kWh');
		equal(energy(without(0xd3)), 'energy 12404.9 kWh');
	});

	it('feed-in with its sign', () => {
		const rig = new ModelRig().do('load -801').run(60 * MINUTE);
		equal(last(rig, 'power'), 'power -801 W');
		equal(last(rig, 'current'), 'current R -4.3 A T -3.6 A');
		equal(last(rig, 'energy-reverse'), 'energy-reverse 0.8 kWh');
	});

	it('no data as none, and is sure of its meter again before it shows energy', () => {
		const rig = new ModelRig()
			.run(30 * SECOND)
			.do('pull metering')
			.run(30 * SECOND);
		equal(rig.lines('power', 50 * SECOND).join(), 'power none');
		equal(last(rig, 'energy '), 'energy none');
		const from = rig.now;
		rig.do('plug metering').run(MINUTE);
		equal(rig.requests.filter(({ at, properties }) => at > from && properties[0]!.epc === 0x8d).length, 1, 'identity');
		equal(last(rig, 'energy '), 'energy 12405.0 kWh');
	});

	it('a two-wire meter, which has no phase T', () => {
		const rig = new ModelRig({ world: { combination: parseCombination('rf-b,1p2w-30-2way,normal') } }).run(20 * SECOND);
		equal(last(rig, 'current'), 'current R 12.2 A T none');
	});

	it('another meter in the place of the first: nothing of the return is use', () => {
		const rig = new ModelRig()
			.run(10 * MINUTE)
			.do('swap 1p3w-60-2way')
			.run(90 * MINUTE);
		equal(last(rig, 'energy '), 'energy 1.8 kWh');
		const uses = rig.lines('use').map((line) => Number(line.split(' ')[2]));
		equal(
			uses.every((use) => use >= 0 && use < 1),
			true,
			uses.join(),
		);
	});

	it('the wrap of a register as what was used', () => {
		const start = Date.UTC(2026, 10, 29, 3, 20);
		const load = constantLoad(1237);
		const initial = initialFor({ import: 999_999, export: 0 }, load, start, 1, GEN1.counter, true);
		const flash = filledFlash((empty) => recordPast(empty, load, start, 1, () => {}, true, initial));
		const rig = new ModelRig({ world: { start, load, flash } }).run(75 * MINUTE);
		const energies = rig.lines('energy ').map((line) => Number(line.split(' ')[1]));
		equal(Math.max(...energies) > 99_999 && energies.at(-1)! < 10, true, `${energies.at(0)} … ${energies.at(-1)}`);
		const uses = rig.lines('use 2026-11-29T12:').map((line) => Number(line.split(' ')[2]));
		equal(uses.length >= 2 && uses.every((use) => use > 0.5 && use < 0.8), true, uses.join());
	});
});
