import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { recordedLoad } from '../../../../boards/host/run/recording.js';
import { DAY, MINUTE } from '../../../../modules/time/durations.js';
import { packRecording } from '../../../../scripts/recording.mjs';
import { districtLoad } from '../../../../src/world/load/district.js';
import { houseLoad } from '../../../../src/world/load/house.js';
import { eachPower } from '../../../../src/world/load/powers.js';
import { constantLoad, type LoadSource } from '../../../../src/world/load/source.js';
import { variedLoad } from '../../../../src/world/load/varied.js';
import { byClock } from '../../../../src/world/meter/past.js';

const CSV = readFileSync('boards/host/data/household-minutes.csv', 'utf8');
/** The recording begins then, and is looped by whole days. */
const FIRST = Date.parse('2006-12-16T17:24+09:00');
const RECORDED = recordedLoad(packRecording(CSV));

/** As it is told, step by step. */
function told(load: LoadSource, begin: number, end: number): string[] {
	const steps: string[] = [];
	let last = begin;
	eachPower(load, begin, end, (power, from, until) => {
		assert.equal(from, last);
		assert.ok(until > from);
		steps.push(`${from} ${power}`);
		last = until;
	});
	assert.equal(last, end);
	return steps;
}

describe('the power of a whole stretch', () => {
	for (const [name, load] of [
		['a recording with gaps', RECORDED],
		['that of another household', variedLoad(RECORDED, 5, 7)],
		['at the same times', variedLoad(RECORDED, 5, 8, false)],
		['by a clock that is ahead', byClock(variedLoad(RECORDED, 5, 9), 12_345)],
		['a house with PV', variedLoad(houseLoad(3, true), 5, 3)],
		['a household of a district', districtLoad(5, 3)],
		['the same for good', constantLoad(500)],
	] as const)
		it(`is what the load is at each moment: ${name}`, () => {
			const step = (time: number) => `${time} ${load.at(time).sample?.power}`;
			for (const begin of [FIRST - 12_345, FIRST, FIRST + 6 * DAY + 7]) {
				let at = begin;
				for (const each of told(load, begin, begin + 2 * DAY)) {
					assert.equal(each, step(at));
					at = Math.floor(load.at(at).until);
				}
				assert.ok(at >= begin + 2 * DAY);
			}
		});

	it('has the gaps of the recording, and the minutes between them', () => {
		const steps = told(RECORDED, FIRST, FIRST + 12 * DAY);
		assert.equal(steps.length, (12 * DAY) / MINUTE);
		assert.ok(steps.filter((each) => each.endsWith(' undefined')).length >= 2);
	});

	it('is told from within a ms, too', () => {
		assert.deepEqual(told(RECORDED, FIRST + 0.5, FIRST + MINUTE + 0.5).length, 2);
	});

	it('ends where it is to end, and is nothing where it has ended', () => {
		assert.deepEqual(told(constantLoad(5), 0, 7), ['0 5']);
		assert.deepEqual(told(RECORDED, FIRST + 1, FIRST + 1), []);
	});
});
