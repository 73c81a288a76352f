/** One good message of each kind, and jobs and answers of all kinds of work. */
import type { Answer, Contents, Job, MessageKind } from '../../../../src/operations/jobs/messages.js';

export const ID = '6f1c8a52-0c1e-4b6f-9a51-2f5a4c9d7e10';
export const METER = '4B45490000000001';
export const NOON = Date.UTC(2026, 10, 30, 3);
const HOUR = 3_600_000;

const common = { id: ID, meter: METER, issued: NOON, notBefore: 0, expires: NOON + HOUR } as const;
export const JOBS: readonly Job[] = [
	{ ...common, kind: 'credentials', body: { version: 3, sealed: '5A'.repeat(108) } },
	{ ...common, kind: 'status', body: {} },
	{ ...common, kind: 'supply', body: { to: 'open' } },
	{ ...common, kind: 'amperes', body: { amperes: 40 } },
	{ ...common, kind: 'units', body: {} },
];

const answer = { id: ID, meter: METER, at: NOON, state: 'done' } as const;
export const ANSWERS: readonly Answer[] = [
	{ ...answer, kind: 'credentials', result: { version: 3 } },
	{
		...{ ...answer, kind: 'status' },
		result: {
			...{ startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal', verdict: 'HEMS is failure' },
			...{ since: NOON, version: 0, changed: null, communication: 'rf-b' },
		},
	},
	{ ...answer, kind: 'supply', result: { contact: 'open', control: 'disconnected', mode: 4, before: 'closed' } },
	{ ...answer, kind: 'amperes', result: { amperes: 40, before: 30.5 } },
	{ ...answer, kind: 'units', result: { units: [{ kind: 'metering', type: '1p3w-60-2way', serial: '1', firmware: 'é1' }] } },
	{ ...answer, kind: 'supply', state: 'failed', result: { why: 'notReached', code: null, contact: 'closed' } },
	{ ...answer, kind: 'credentials', state: 'expired', result: { why: 'connectTimeout', code: null } },
	{ ...answer, kind: 'credentials', state: 'withdrawn', result: {} },
];

export const MESSAGES: { readonly [Kind in MessageKind]: Contents[Kind] } = {
	job: JOBS[0]!,
	withdrawal: { id: ID, at: NOON },
	head: { seq: 812, at: NOON, head: 'A0'.repeat(32) },
	answer: ANSWERS[0]!,
	report: { at: NOON, meters: [{ meter: METER, answers: true, since: NOON, medium: 'rf', units: null }] },
};
