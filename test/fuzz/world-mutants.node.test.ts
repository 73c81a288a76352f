import { equal, throws } from '../assert.js';
import { World } from './world.js';
import { checkHeap, heapInUse } from './world-check-growth.js';
import { Broken } from './world-checks.js';
import { MUTANTS, type Mutant } from './world-mutants.js';
import { drawPlan } from './world-plan.js';
import { FAULT_NAMES } from './world-rig.js';

/** Seeds within which a checker must have found what is wrong. */
const SEEDS = 20;
const HOURS = 12;

/** The seed at which the checker whose task it is finds the mutant, or what else came of the worlds. */
function foundAt({ by, mutation }: Mutant): number | string {
	const others: string[] = [];
	for (let seed = 1; seed <= SEEDS; seed++) {
		try {
			new World({ ...drawPlan(seed, seed, FAULT_NAMES), hours: HOURS }, mutation()).run();
			others.push(`${seed}: nothing`);
		} catch (error) {
			if (!(error instanceof Broken)) throw error;
			if (error.checker === by) return seed;
			others.push(`${seed}: ${error.message}`);
		}
	}
	return others.join('\n');
}

describe('checkers of drawn worlds', () => {
	for (const mutant of MUTANTS) {
		it(`find ${mutant.name} (${mutant.by})`, () => {
			const found = foundAt(mutant);
			equal(typeof found, 'number', `${found}`);
		});
	}

	it('find a heap that keeps what is over', () => {
		const before = heapInUse();
		const kept = Array.from({ length: 400_000 }, (_, i) => ({ at: i, text: `${i}`, more: [i] }));
		const after = heapInUse();
		throws(() => checkHeap(before, after), /the heap has grown by/);
		equal(kept.length, 400_000);
	});
});
