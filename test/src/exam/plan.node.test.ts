import type { Claims, Observable } from '../../../src/exam/declaration.js';
import { LIMITS } from '../../../src/exam/limits.js';
import { planOf } from '../../../src/exam/plan.js';
import { STEP_NAMES } from '../../../src/exam/situations/steps.js';
import { equal } from '../../assert.js';
import { ALL_CLAIMS } from './rig.js';

const ALL: readonly Observable[] = [
	'power',
	'energy',
	'energyReverse',
	'currentR',
	'currentT',
	'halfHour',
	'halfHourReverse',
	'history',
	'use',
	'online',
];
const OPTIONS = { mode: 'full', model: 'bp35c2', limits: LIMITS, showsPresent: true, only: undefined, skip: [], jobs: 1 } as const;
const HALF_HOURS = ['missing-notification', 'late-notification', 'clock-ahead'] as const;

const planned = (claims: Partial<Claims>, observes: readonly Observable[] = ALL, options: Partial<Parameters<typeof planOf>[0]> = {}) =>
	planOf({ ...OPTIONS, claims: { ...ALL_CLAIMS, ...claims }, observes: new Set(observes), ...options });

describe('The plan of an exam', () => {
	it('has all steps for a program that claims all, and of which all is seen', () => {
		equal(STEP_NAMES.filter((name) => !planned({ manyMeters: true }).steps.includes(name)).join(' '), 'failed-start');
		equal(planned({}).leftOut.get('failed-start'), 'model', 'of the other dialect');
	});

	it('does without steps that show nothing of what is asked of a program', () => {
		const { leftOut, least } = planned({ notifications: false, history: false, fillsGaps: false, infc: false });
		for (const name of HALF_HOURS) equal(leftOut.get(name), 'claims', name);
		equal(least < planned({}).least, true);
	});

	it('does without steps of what is not seen', () => {
		const { steps, leftOut } = planned({}, ['power']);
		equal(leftOut.get('other-scale'), 'claims');
		equal(steps.includes('feed-in'), true);
	});

	it('says which steps are left out by --only and --skip', () => {
		equal(planned({}, ALL, { only: ['takes-feed-in'] }).leftOut.get('other-scale'), 'only');
		equal(planned({}, ALL, { only: ['takes-feed-in'] }).steps.join(' '), 'first-join feed-in');
		equal(planned({}, ALL, { skip: ['accepts-slow-replies', 'waits-before-repeating'] }).leftOut.get('slow-reply'), 'skip');
	});
});
