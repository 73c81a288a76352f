/** The model HEMS through whole exams: it passes everything that there is to pass. */
import { checkNamed } from '../../../src/exam/checks/checks.js';
import type { Outcome } from '../../../src/exam/outcome.js';
import { equal } from '../../assert.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
import { examine, troubles } from './rig.js';

const MINUTE = 60_000;
/** One meter is read: it does not claim more. */
const NOT_CLAIMED = 'B44';

const examined = (mode: 'full' | 'quick') => examine({ mode, candidate: (venue) => new ModelCandidate(venue), declaration: MODEL_DECLARATION });
const idsOf = (outcomes: readonly Outcome[], verdict: Outcome['verdict']) =>
	outcomes
		.filter((each) => each.verdict === verdict)
		.map(({ name }) => checkNamed(name).id)
		.join(' ');

describe('The model HEMS under examination', () => {
	it('passes every check of a full run without a warning, and leaves none unseen', () => {
		const { outcomes, examiner } = examined('full');
		equal(troubles(outcomes).join('\n'), '');
		equal(idsOf(outcomes, 'notApplicable'), NOT_CLAIMED);
		equal([...examiner.missed].join(), '');
		equal(
			examiner.chronicle.sessions.some(({ entries }) => entries.some(({ kind }) => kind === 'trouble')),
			false,
		);
	});

	it('passes a quick run: what is not seen there is left out by name, or needs a half-hour', () => {
		const { outcomes, examiner, plan, took } = examined('quick');
		const notSeen = outcomes.filter((each) => each.verdict === 'notSeen');
		equal(troubles(outcomes.filter((each) => !notSeen.includes(each))).join('\n'), '');
		const others = notSeen.filter((each) => each.notSeen?.kind !== 'quick' && each.notSeen?.kind !== 'clock');
		equal(troubles(others).join('\n'), '');
		equal([...examiner.missed].join(), '');
		equal(took <= 8 * MINUTE, true, `${took / MINUTE} min`);
		equal(plan.steps.length > 0, true);
	});
});
