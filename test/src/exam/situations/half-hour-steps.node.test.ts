/** Values and half-hours, played with the model HEMS on virtual time: all its checks, and what they take. */
import type { CheckName } from '../../../../src/exam/checks/checks.js';
import { HALF_HOUR_CHECKS } from '../../../../src/exam/checks/half-hours.js';
import { VALUES_CHECKS } from '../../../../src/exam/checks/values.js';
import type { Claims } from '../../../../src/exam/declaration.js';
import { LIMITS } from '../../../../src/exam/limits.js';
import { exitCodeOf } from '../../../../src/exam/outcome.js';
import { HALF_HOUR_STEPS } from '../../../../src/exam/situations/half-hour-steps.js';
import { VALUE_STEPS } from '../../../../src/exam/situations/values-steps.js';
import { equal } from '../../../assert.js';
import type { Behaviour } from '../../../exam/model-hems/behaviour.js';
import { MODEL_DECLARATION, ModelCandidate } from '../model-candidate.js';
import { examine, troubles } from '../rig.js';

const NAMES = [...Object.keys(VALUES_CHECKS), ...Object.keys(HALF_HOUR_CHECKS)] as CheckName[];
/** ms */
const LEAST = 16 * 60_000;

function examined(only: readonly CheckName[], behaviour: Partial<Behaviour> = {}, claims: Partial<Claims> = {}) {
	const declaration = { ...MODEL_DECLARATION, claims: { ...MODEL_DECLARATION.claims, ...claims } };
	const { outcomes } = examine({ candidate: (venue) => new ModelCandidate(venue, behaviour, claims.clock), declaration, only });
	return outcomes.filter(({ name }) => only.includes(name));
}

describe('steps of values and half-hours', () => {
	it('show the model in all checks, and nothing amiss', () => {
		const outcomes = examined(NAMES);
		equal(troubles(outcomes).join('\n'), '');
		equal(outcomes.length, NAMES.length);
	});

	it('take no more than 16 minutes of a program that polls every 10 s, but for the half-hour of the real clock', () => {
		const { 'missing-notification': _, ...others } = { ...VALUE_STEPS, ...HALF_HOUR_STEPS };
		const sum = Object.values(others).reduce((ms, { time }) => ms + time({ pollMs: 10_000, limits: LIMITS }).least, 0);
		equal(sum <= LEAST, true, `${sum / 60_000} min`);
	});

	it('ask nothing of a program that claims no half-hours and has none', () => {
		const plain = { usesNotifications: false, readsHistory: false, fillsGaps: false, asksMissedMs: Number.POSITIVE_INFINITY };
		const claims = { notifications: undefined, history: undefined, fillsGaps: undefined };
		const outcomes = examined(NAMES, plain, claims);
		const bad = outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'notApplicable');
		equal(bad.map(({ name }) => name).join(), '');
		equal(exitCodeOf(outcomes, false), 0);
	});

	it('find a meter whose clock a program has been given where it takes its half-hours by it', () => {
		equal(troubles(examined(['asks-for-missed-half-hour', 'gets-missed-half-hour', 'takes-notifications'], {}, { clock: 'meter' })).join('\n'), '');
	});

	it('come to the test where a program joins only after the half-hour', () => {
		const late = { scanDurations: [4], announcementMs: 90_000 } as const;
		const names = ['takes-notifications', 'takes-full-register', 'fills-gaps', 'counts-half-hour-once'] as const;
		equal(troubles(examined(names, late)).join('\n'), '');
	});
});
