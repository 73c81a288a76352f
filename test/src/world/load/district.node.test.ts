import assert from 'node:assert/strict';
import { DAY } from '../../../../modules/time/durations.js';
import { Registers } from '../../../../src/meter/metering/registers.js';
import { districtEnergy, districtLoad, HALF_HOUR, hasRoof } from '../../../../src/world/load/district.js';
import { eachPower } from '../../../../src/world/load/powers.js';

const SEED = 7;
/** 2026-11-22T00:00 JST, which is within a half-hour of nothing. */
const MIDNIGHT = Date.UTC(2026, 10, 21, 15);
const FIRST = MIDNIGHT / HALF_HOUR + 1;

/** Wh of each half-hour of `days` from midnight on. */
function energies(number: number, days: number, from = FIRST): number[] {
	const roof = hasRoof(SEED, number);
	return Array.from({ length: 48 * days }, (_, i) => districtEnergy(SEED, number, from + i, roof));
}

function sum(values: readonly number[]): number {
	return values.reduce((all, value) => all + value, 0);
}

describe('load of a district', () => {
	it('is whole Wh, so that whoever integrates it in whatever steps has the same mWh', () => {
		for (const number of [1, 2, 54_321]) {
			const registers = new Registers();
			const load = districtLoad(SEED, number);
			let from = MIDNIGHT;
			for (let step = 1; from < MIDNIGHT + 3 * DAY; step = (step * 7919) % 1_234_567) {
				const until = Math.min(from + step, MIDNIGHT + 3 * DAY);
				eachPower(load, from, until, (power, begin, end) => registers.integrate(power!, end - begin));
				from = until;
			}
			const all = energies(number, 3);
			assert.ok(all.every(Number.isInteger));
			assert.deepEqual(
				[registers.import.milliwattHours, registers.import.nanojoules, registers.export.milliwattHours, registers.export.nanojoules],
				[1000 * sum(all.filter((each) => each > 0)), 0, -1000 * sum(all.filter((each) => each < 0)) + 0, 0],
			);
		}
	});

	it('draws what a household does: some kWh a day, the most in the evening, and each its own', () => {
		const days = Array.from({ length: 300 }, (_, i) => energies(i + 1, 1));
		const mean = sum(days.map((day) => sum(day.filter((each) => each > 0)))) / days.length;
		assert.ok(mean > 6000 && mean < 20_000, `${mean} Wh a day`);
		const at = (part: number) => sum(days.map((day) => day[part]!));
		assert.ok(at(37) > 2 * at(7));
		assert.equal(new Set(days.map((day) => day.join())).size, days.length);
		assert.ok(days.flat().every((each) => Math.abs(each) <= 6000));
	});

	it('is fed in to by one in eight, by day alone', () => {
		const numbers = Array.from({ length: 4000 }, (_, i) => i + 1);
		const roofs = numbers.filter((number) => hasRoof(SEED, number));
		assert.ok(Math.abs(roofs.length / numbers.length - 0.12) < 0.015, `${roofs.length} of ${numbers.length}`);
		const summer = FIRST - 48 * 150;
		for (const number of roofs.slice(0, 40)) {
			const days = energies(number, 5, summer);
			assert.ok(days.some((each) => each < 0));
			assert.ok(days.every((each, i) => each >= 0 || (i % 48 >= 10 && i % 48 < 36)));
		}
		assert.ok(energies(numbers.find((number) => !hasRoof(SEED, number))!, 5, summer).every((each) => each >= 0));
	});

	it('is another one by another seed, and the same by the same', () => {
		const one = districtLoad(SEED, 3);
		const at = MIDNIGHT + 5 * HALF_HOUR + 1;
		assert.deepEqual(one.at(at), districtLoad(SEED, 3).at(at));
		assert.equal(one.at(at).until, MIDNIGHT + 6 * HALF_HOUR);
		assert.notDeepEqual(
			energies(3, 1),
			Array.from({ length: 48 }, (_, i) => districtEnergy(SEED + 1, 3, FIRST + i, hasRoof(SEED + 1, 3))),
		);
	});

	it('has a voltage about 101 V that sinks with what is drawn', () => {
		for (let i = 0; i < 48; i++) {
			const { power, voltageR } = districtLoad(SEED, 9).at(MIDNIGHT + i * HALF_HOUR).sample!;
			assert.ok(Math.abs(voltageR - 101 + power / 4000) <= 1.26);
		}
	});
});
