/**
 * Verdicts of an exam. A later, better one never hides a worse one (as the verdicts of ETSI TTCN-3, ES 201 873-1 24).
 *
 * | verdict         | what it says                                                                          |
 * |-----------------|---------------------------------------------------------------------------------------|
 * | `pass`          | the rule was put to the test, and was kept                                            |
 * | `warning`       | kept so badly, or so rarely, that a home may suffer; or broken, where nobody can say that the rule holds |
 * | `inconclusive`  | the exam had trouble of its own                                                       |
 * | `fail`          | the rule was broken                                                                   |
 * | `notSeen`       | it never came to the test; always with the reason                                     |
 * | `notApplicable` | the rule is none for this program, by its declaration or by the dongle                |
 */
export const VERDICTS = Object.freeze(['notApplicable', 'notSeen', 'pass', 'warning', 'inconclusive', 'fail'] as const);
export type Verdict = (typeof VERDICTS)[number];

/** Of two findings about one rule the one that stays. */
export function worse(one: Verdict, other: Verdict): Verdict {
	return VERDICTS.indexOf(one) >= VERDICTS.indexOf(other) ? one : other;
}
