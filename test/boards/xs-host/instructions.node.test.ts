import assert from 'node:assert/strict';
import { kept, LONGEST_TURN, type Measured, measure, NAMES } from '../../../boards/xs-host/bench/instructions.js';
import { planXsHost } from '../../../boards/xs-host/build.mjs';
import { requirePeer } from '../../interop/peers.js';

/** How much worse than instructions.md it may be. */
const WORSE = 1.05;

describe('the meter on the processor of an ESP32', () => {
	let measured: Measured;

	before(async function () {
		requirePeer(this, 'valgrind', 'apt-get install valgrind');
		if (planXsHost().bits !== 32) requirePeer(this, 'a compiler of 32-bit programs', 'apt-get install gcc-multilib');
		measured = await measure();
	});

	for (const name of NAMES) {
		it(`lets no turn of JavaScript take more than ${LONGEST_TURN} M instructions: ${name}`, () => {
			const { longest } = measured.costs.get(name)!;
			assert.ok(longest > 0 && longest <= LONGEST_TURN, `${longest.toFixed(2)} M`);
		});

		it(`takes no more than instructions.md says, within 5 %: ${name}`, function () {
			const before = kept();
			if (before.compiler !== measured.compiler) requirePeer(this, before.compiler, `or measure anew: npm run instructions -- --write`);
			const recorded = before.costs.get(name);
			const now = measured.costs.get(name)!;
			assert.ok(recorded !== undefined && recorded.total > 0, 'instructions.md has no figures');
			assert.ok(now.total <= recorded.total * WORSE, `${now.total.toFixed(2)} M in all, ${recorded.total} M before`);
			assert.ok(now.longest <= recorded.longest * WORSE, `${now.longest.toFixed(2)} M in one turn, ${recorded.longest} M before`);
		});
	}
});
