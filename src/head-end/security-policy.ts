/** The security policy of a meter (class 64): what it is, in either version of the class, and asking for more. */
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { POLICY, PROTECTION, protectionOf, shortestPolicy } from '../../modules/dlms/security/policy.js';
import { HeadEndError } from './head-end-error.js';
import { securitySetupOf } from './key-change.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const POLICY_ATTRIBUTE = 2;
const SUITE = 3;
/** Only version 1 has it. */
const CERTIFICATES = 6;
const ACTIVATE = 1;

/** Each by its own name. */
export type Requirement = keyof typeof PROTECTION;

export const REQUIREMENTS: readonly Requirement[] = Object.freeze(Object.keys(PROTECTION) as Requirement[]);

export interface SecurityPolicy {
	/** Of class 64. */
	readonly version: number;
	readonly suite: number | undefined;
	/** Bits of `PROTECTION`. */
	readonly protection: number;
}

/** Those that are among the bits. */
export function requirementsIn(protection: number): Requirement[] {
	return REQUIREMENTS.filter((name) => (protection & PROTECTION[name]) !== 0);
}

/** Throws HeadEndError. */
export async function readPolicy(session: MeterSession): Promise<SecurityPolicy> {
	const { classId, name } = await securitySetupOf(session);
	const [policy, suite, certificates] = await session.getAll(
		[POLICY_ATTRIBUTE, SUITE, CERTIFICATES].map((index) => attributeTarget(classId, name, index)),
	);
	const told = typeof policy === 'object' ? numberOf(policy) : undefined;
	const protection = told === undefined ? undefined : protectionOf(told);
	if (protection === undefined)
		throw new HeadEndError({ kind: 'policyUnreadable', result: typeof policy === 'number' ? policy : ACCESS_RESULT.typeUnmatched });
	return { version: typeof certificates === 'object' ? 1 : 0, suite: typeof suite === 'object' ? numberOf(suite) : undefined, protection };
}

/** Asks for all of these, beside what is asked for already. Throws HeadEndError. */
export async function raisePolicy(session: MeterSession, { version, protection: before }: SecurityPolicy, wanted: number): Promise<void> {
	const protection = before | wanted;
	const policy = version === 0 ? shortestPolicy(protection) : protection;
	// Version 0 has no number for it.
	if (version === 0 && policy > POLICY.both) throw new HeadEndError({ kind: 'policyUnfit' });
	const setup = await securitySetupOf(session);
	const { result } = await session.act({ ...setup, index: ACTIVATE }, new DataWriter().enum(policy).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'policyNotRaised', result });
}
