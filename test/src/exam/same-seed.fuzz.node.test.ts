/** One seed, one exam: whatever else runs, and how often. */
import { equal } from '../../assert.js';
import { fuzzCount, fuzzSeed, tried } from '../../fuzz/campaign.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
import { examine } from './rig.js';

const RUNS = Math.max(2, fuzzCount(20));
const SEEDS = 1_000_000;

describe('An exam of one seed', () => {
	it('finds the same, number by number, each time', () => {
		const seed = Math.abs(fuzzSeed(1)) % SEEDS;
		tried(`seed ${seed}`);
		const found = () => {
			const { outcomes } = examine({ seed, candidate: (venue) => new ModelCandidate(venue), declaration: MODEL_DECLARATION });
			return JSON.stringify(outcomes.map(({ name, verdict, findings }) => [name, verdict, findings]));
		};
		const first = found();
		for (let i = 1; i < RUNS; i++) equal(found() === first, true, `run ${i + 1}`);
	});
});
