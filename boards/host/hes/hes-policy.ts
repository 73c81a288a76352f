/** `keiki hes policy`: what a meter asks of the messages of this client, and of its own answers. */
import { PROTECTION } from '../../../modules/dlms/security/policy.js';
import {
	REQUIREMENTS,
	type Requirement,
	raisePolicy,
	readPolicy,
	requirementsIn,
	type SecurityPolicy,
} from '../../../src/head-end/security-policy.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { HesSession } from './hes-options.js';
import { type HesView, tableLines } from './hes-view.js';
import { POLICY_WORDS } from './security-words.js';
import { HES_USAGE } from './usage-words.js';

export const POLICY_COLUMNS = Object.freeze(['version', 'suite', 'policy', 'requires']);

export interface PolicyWords {
	readonly require?: string;
}

/** `authenticated-request` */
const wordOf = (requirement: Requirement): string => requirement.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);

/** Bits of `PROTECTION` that are asked for; 0: none. Throws UsageError. */
export function policyRequest({ require: told }: PolicyWords): number {
	let protection = 0;
	for (const word of told?.split(',') ?? []) {
		const found = REQUIREMENTS.find((requirement) => wordOf(requirement) === word.trim());
		if (found === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.noRequirement(REQUIREMENTS.map(wordOf), word.trim())));
		protection |= PROTECTION[found];
	}
	return protection;
}

/** Asks for what is told, then tells how it is. False: the meter said that it took it, and did not. */
export async function policy(session: HesSession, meter: string, wanted: number, view: HesView): Promise<boolean> {
	let state = await readPolicy(session);
	if ((wanted & ~state.protection) !== 0) {
		await raisePolicy(session, state, wanted);
		state = await readPolicy(session);
	}
	const { version, suite = null, protection } = state;
	view.show(meter, [{ version, suite, policy: protection, requires: requirementsIn(protection).map(wordOf) }], () => linesOf(state, view));
	return (wanted & ~protection) === 0;
}

function linesOf({ version, suite, protection }: SecurityPolicy, view: HesView): string[] {
	const words = POLICY_WORDS[view.language];
	const asked = (kind: 'Request' | 'Response') => REQUIREMENTS.filter((name) => name.endsWith(kind) && (protection & PROTECTION[name]) !== 0);
	const text = (kind: 'Request' | 'Response') =>
		asked(kind)
			.map((name) => words[name])
			.join(', ') || words.nothing;
	return tableLines([
		[words.setup, `64 v${version}`],
		[words.suite, `${suite ?? '?'}`],
		[words.requests, text('Request')],
		[words.responses, text('Response')],
	]);
}
