import { deepEqual } from 'node:assert/strict';
import { CHECK_NAMES, type CheckName, checkNamed } from '../../../../src/exam/checks/checks.js';
import { DONGLE_CHECKS } from '../../../../src/exam/checks/dongle.js';
import { REPLY_CHECKS } from '../../../../src/exam/checks/replies.js';
import { SEEKING_CHECKS } from '../../../../src/exam/checks/seeking.js';
import { SESSION_CHECKS } from '../../../../src/exam/checks/sessions.js';
import { LIMITS } from '../../../../src/exam/limits.js';
import { DONGLE_STEPS } from '../../../../src/exam/situations/dongle-steps.js';
import { LOSS_STEPS } from '../../../../src/exam/situations/loss-steps.js';
import { REPLY_STEPS } from '../../../../src/exam/situations/reply-steps.js';
import { SEEKING_STEPS } from '../../../../src/exam/situations/seeking-steps.js';
import { type StepName, stepNamed } from '../../../../src/exam/situations/steps.js';
import { isFault } from '../../../../src/world/fault/fault-table.js';
import { situation } from '../../../../src/world/fault/situations.js';
import { MODEL_DECLARATION, ModelCandidate } from '../model-candidate.js';
import { examine, troubles } from '../rig.js';

const OURS = new Set(Object.keys({ ...SEEKING_CHECKS, ...SESSION_CHECKS, ...REPLY_CHECKS, ...DONGLE_CHECKS }));
const ONLY = CHECK_NAMES.filter((name) => OURS.has(name));
const STEPS = Object.keys({ ...SEEKING_STEPS, ...LOSS_STEPS, ...REPLY_STEPS, ...DONGLE_STEPS }) as StepName[];
const DONGLES = ['bp35a1', 'bp35c0', 'bp35c2', 'rl7023-ips', 'rl7023-dss'] as const;
/** What needs a half-hour, or a dongle of another family than the one declared; what a command does alike. */
const ELSEWHERE: readonly string[] = Object.freeze(['notification-collision', 'distance', 'other-grammar', 'dongle-reset']);

const play = (dongle: (typeof DONGLES)[number]) =>
	examine({ candidate: (venue) => new ModelCandidate(venue), declaration: { ...MODEL_DECLARATION, dongle }, only: ONLY });
const mine = (name: CheckName) => OURS.has(name);

describe('the situations, played with the model HEMS', () => {
	for (const dongle of DONGLES) {
		it(`${dongle}: all of them pass, and all are seen`, () => {
			const { outcomes, examiner } = play(dongle);
			deepEqual(troubles(outcomes.filter(({ name }) => mine(name))), []);
			deepEqual([...examiner.missed], []);
			const refused = examiner.chronicle.sessions.flatMap(({ entries }) => entries).filter((entry) => entry.kind === 'trouble');
			deepEqual(refused, []);
		}).timeout(60_000);
	}

	it('play all faults that these situations name', () => {
		const { examiner } = play('bp35c2');
		const lines = examiner.chronicle.sessions.flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'command' ? [entry.line] : [])));
		const missing = STEPS.flatMap((name) => {
			const { situation: number } = stepNamed(name);
			const faults = (number && situation(number).faults) ?? [];
			return faults.map((text) => text.split('=')[0]!).filter((fault) => isFault(fault) && !lines.some((line) => line.startsWith(`fault ${fault}`)));
		});
		deepEqual([...new Set(missing)].sort(), [...ELSEWHERE, 'failed-start', 'many-meters', 'no-reply', 'slow-reply'].sort());
	}).timeout(60_000);
});

describe('the steps of the situations', () => {
	const facts = { pollMs: 10_000, limits: LIMITS };
	const asked: readonly StepName[] = STEPS.filter((name) => name !== 'failed-start' && name !== 'many-meters');

	it('take no more than they say, where the model plays them', () => {
		const { examiner } = play('bp35c2');
		const spans = examiner.held.flatMap(({ steps }) => steps).filter(({ name }) => asked.includes(name));
		const wrong = spans.filter(({ name, from, to }) => {
			const { most } = stepNamed(name).time(facts);
			return to - from > most + 1000;
		});
		deepEqual(
			wrong.map(({ name, from, to }) => `${name} ${to - from}`),
			[],
		);
	}).timeout(60_000);

	it('are each looked at by a check', () => {
		const looked = new Set(ONLY.flatMap((name) => checkNamed(name).in));
		deepEqual(
			STEPS.filter((name) => !looked.has(name)),
			[],
		);
	});
});
