/** Rules for what only some programs do: by their claims, and by what they were seen to do. */
import { type About, type Finding, findingsOf, type Look, type NotApplicable } from './check.js';
import { CLAIMED_WORDS } from './words/claimed.js';

const finding = findingsOf(CLAIMED_WORDS);

type Claim = 'notifications' | 'infc' | 'history' | 'fillsGaps';

/** None for a program that says that it does not do it. */
export const unlessDenied =
	(claim: Claim) =>
	({ claims }: About): NotApplicable | undefined =>
		claims[claim] === false ? { kind: 'claims', claim } : undefined;

/** It did not do it: what it claims is asked for; where it claims nothing, the rule is none for it. */
export function undone(look: Look, claim: Claim, broken: Finding): Finding {
	return unclaimed(look, claim)[0] ?? broken;
}

/** That the rule is none for a program that neither claims this nor was seen to do it. */
export function unclaimed({ claims, step }: Look, claim: Claim): Finding[] {
	return claims[claim] === true ? [] : [finding('notApplicable', 'neitherClaimedNorDone', { claim, step: step.name }, [])];
}
