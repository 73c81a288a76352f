/** All that can be done at the office, and whose right it is: a row an act. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { Actor } from './roles.js';

export interface Right {
	readonly roles: Actor['roles'];
	/** It takes a second person's word. */
	readonly two?: true;
}

const OFFICE: Actor['roles'] = Object.freeze(['designer', 'clerk', 'administrator'] as const);
const ALL: Actor['roles'] = Object.freeze(['designer', 'clerk', 'worker', 'auditor', 'administrator'] as const);

export const ACTS = frozen({
	'records.look': { roles: ALL },
	'records.import': { roles: ['administrator', 'system'] },
	'records.export': { roles: ['administrator', 'clerk'] },
	'records.check': { roles: OFFICE },
	'records.share': { roles: ['clerk', 'administrator'] },
	'application.receive': { roles: ['clerk', 'designer', 'administrator', 'customer', 'system'] },
	'application.decide': { roles: ['designer', 'clerk'] },
	'application.withdraw': { roles: ['clerk', 'customer'] },
	'design.draft': { roles: ['designer'] },
	'design.finish': { roles: ['designer'] },
	'order.issue': { roles: ['designer', 'clerk'] },
	'order.assign': { roles: ['designer', 'administrator'] },
	'order.withdraw': { roles: ['designer', 'clerk', 'administrator'] },
	'order.done': { roles: ['worker', 'clerk', 'system'] },
	'order.print': { roles: ['designer', 'clerk', 'worker'] },
	'case.open': { roles: ['designer', 'clerk', 'worker', 'administrator', 'system'] },
	'case.close': { roles: ['designer', 'clerk', 'administrator'] },
	'password.issue': { roles: ['clerk'] },
	'password.rewrite': { roles: ['clerk'] },
	'password.rewrite-many': { roles: ['clerk'], two: true },
	'password.letter': { roles: ['clerk'] },
	'password.confirm': { roles: ['clerk', 'worker', 'system'] },
	'handheld.register': { roles: ['administrator'] },
	'job.diagnose': { roles: ['clerk', 'worker', 'administrator'] },
	'job.supply': { roles: ['clerk'] },
	'job.amperes': { roles: ['clerk', 'designer'] },
	'job.units': { roles: ['clerk', 'designer', 'administrator'] },
	'job.withdraw': { roles: ['clerk', 'administrator'] },
	'job.result': { roles: ['system'] },
	'staff.change': { roles: ['administrator'] },
	'staff.sign-in': { roles: ALL },
	'staff.own': { roles: ALL },
	'audit.look': { roles: ['auditor', 'administrator'] },
	'audit.anchor': { roles: ['auditor', 'administrator', 'system'] },
	'person.look': { roles: ['clerk', 'auditor', 'administrator', 'customer'] },
	'person.erase': { roles: ['clerk', 'administrator', 'system'] },
	'person.retain': { roles: ['administrator', 'system'] },
	'consent.give': { roles: ['clerk', 'customer'] },
	'consent.withdraw': { roles: ['clerk', 'customer'] },
	'proposal.make': { roles: ['clerk'] },
	'proposal.approve': { roles: ['clerk'] },
	'customer.code': { roles: ['clerk'] },
	'customer.sign-in': { roles: ['customer'] },
	'customer.own': { roles: ['customer'] },
} as const satisfies Readonly<Record<string, Right>>);

export type Act = keyof typeof ACTS;

/** Whether an actor has the right to it. */
export function mayDo(actor: Actor, act: Act): boolean {
	const { roles }: Right = ACTS[act];
	return actor.roles.some((each) => roles.includes(each));
}
