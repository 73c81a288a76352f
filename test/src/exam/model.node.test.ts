/** The model HEMS through whole exams: it passes everything that there is to pass. */
import { checkNamed } from '../../../src/exam/checks/checks.js';
import type { Outcome } from '../../../src/exam/outcome.js';
import { equal } from '../../assert.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
import { type ExamOptions, examine, troubles, type VirtualVenue } from './rig.js';

/** 2026-11-29T10:00 in Japan, and some seconds. */
const BEGINNING = Date.UTC(2026, 10, 29, 1, 0, 7);
const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
/** One meter is read: it does not claim more. */
const NOT_CLAIMED = 'B44';

const BY_METER = { ...MODEL_DECLARATION, claims: { ...MODEL_DECLARATION.claims, clock: 'meter' } } as const;
/** A25 and B27 wait for a half-hour of the real clock. */
const REAL_HALF_HOUR = 'missing-notification';

const examined = (mode: 'full' | 'quick', options: Partial<ExamOptions> = {}) =>
	examine({
		...{ mode, declaration: MODEL_DECLARATION, ...options },
		candidate: (venue) => new ModelCandidate(venue, {}, (options.declaration ?? MODEL_DECLARATION).claims.clock),
	});
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

	// Five minutes into a half-hour, and so on: the real one comes at another moment of the exam.
	for (const minutes of [0, 10, 20, 26])
		it(`is through with all within 50 minutes, from minute ${minutes} of a half-hour on`, () => {
			const { took, outcomes, plan } = examined('full', { beginning: BEGINNING + minutes * MINUTE });
			equal(troubles(outcomes).join('\n'), '');
			equal(took <= 50 * MINUTE, true, `${took / MINUTE} min`);
			equal(took >= plan.least && took <= plan.least * 1.15, true, `${took / MINUTE} min, planned were ${plan.least / MINUTE}`);
			equal(took <= plan.most, true);
		});

	it('is through within 12 minutes with four copies side by side, but for the half-hour of the real clock', () => {
		const venues: VirtualVenue[] = [];
		let took = 0;
		const exam = examine({
			...{ jobs: 4, declaration: MODEL_DECLARATION },
			candidate: (venue) => {
				venues.push(venue);
				return new ModelCandidate(venue);
			},
			onProgress: (progress) => {
				if (progress.kind === 'played' && progress.step !== REAL_HALF_HOUR) took = venues[0]!.now() - venues[0]!.beginning;
			},
		});
		equal(troubles(exam.outcomes).join('\n'), '');
		equal(took > 0 && took <= 12 * MINUTE, true, `${took / MINUTE} min`);
		equal(exam.took <= HALF_HOUR + 10 * MINUTE, true, `${exam.took / MINUTE} min`);
	});

	it('is through with all within 12 minutes with four copies that go by the clock of the meter', () => {
		const { outcomes, took } = examined('full', { jobs: 4, declaration: BY_METER });
		equal(troubles(outcomes).join('\n'), '');
		equal(took <= 12 * MINUTE, true, `${took / MINUTE} min`);
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

	it('is judged by a missed half-hour in a quick run, too, where it goes by the clock of the meter', () => {
		const { outcomes, took } = examined('quick', { declaration: BY_METER });
		for (const id of ['A25', 'B27']) equal(outcomes.find(({ name }) => checkNamed(name).id === id)?.verdict, 'pass', id);
		equal(took <= 8 * MINUTE, true, `${took / MINUTE} min`);
	});
});
