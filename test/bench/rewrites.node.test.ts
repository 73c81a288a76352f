/** Passwords rewritten from afar while the control system is killed and the relay is gone: none is lost, none brought twice. */
import assert from 'node:assert/strict';
import { benchRewrites } from '../../bench/rewrites.js';
import { build } from '../boards/host/command-line-rig.js';

const METERS = 12;
const TIMES = 3;
const DEAD = 500;

describe('rewrites from afar', () => {
	before(build);

	it('are each brought to their meter once, whatever is killed on the way', async () => {
		const { done, other, taken, twice } = await benchRewrites(METERS, TIMES, DEAD);
		assert.deepEqual({ done, other, taken, twice }, { done: METERS * TIMES, other: 0, taken: METERS * TIMES, twice: 0 });
	});
});
