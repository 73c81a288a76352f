/** The model HEMS, with any seed, and as a program of its own, examined by the command in real time: that is too long for every run of the tests. */
import assert from 'node:assert/strict';
import { EXIT } from '../../../../boards/host/shared/exit-codes.js';
import { findCheck } from '../../../../src/exam/checks/checks.js';
import { fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { MODEL_DECLARATION, ModelCandidate } from '../../../src/exam/model-candidate.js';
import { examine, troubles } from '../../../src/exam/rig.js';
import { build } from '../command-line-rig.js';
import { ExamRun } from './exam-command-rig.js';
import { MODEL_PROGRAM } from './model-program.js';

const CHECKS = Object.freeze(['A1', 'A3', 'A5', 'A6', 'A11', 'A12', 'A13', 'A31', 'A39', 'B8']);

describe('keiki exam of the model HEMS', () => {
	before(build);

	it('passes them on virtual time, whatever the seed', () => {
		const seed = tried(String(fuzzRandom(1, 'exam of the model').below(2 ** 31)));
		const only = CHECKS.map((id) => findCheck(id)!);
		const { outcomes } = examine({ candidate: (venue) => new ModelCandidate(venue), declaration: MODEL_DECLARATION, only, seed: Number(seed) });
		assert.deepEqual(troubles(outcomes.filter(({ name }) => only.includes(name))), []);
	});

	// In a search it would find the same again.
	if (keikiFuzz.share < 1 || keikiFuzz.seed !== 0) return;

	it('passes ten checks in real time', async () => {
		const run = new ExamRun(['--dongle-model', 'bp35c2', '--poll', '1s', '--', ...MODEL_PROGRAM], CHECKS.join(','));
		try {
			const code = await run.ended();
			const { checks } = run.report();
			assert.deepEqual(
				checks
					.filter(({ id }) => CHECKS.includes(id))
					.map(({ id, verdict }) => `${id} ${verdict}`)
					.sort(),
				CHECKS.map((id) => `${id} pass`).sort(),
				run.said,
			);
			assert.equal(code, EXIT.done, run.said);
		} finally {
			await run.close();
		}
	}).timeout(180_000);
});
