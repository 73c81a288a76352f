/** What an exam has come to, in marks: `A27` was failed, `~A27` was warned of, `?A27` was inconclusive. */
import { checkNamed } from '../../src/exam/checks/checks.js';
import type { Outcome } from '../../src/exam/outcome.js';
import type { Verdict } from '../../src/exam/verdict.js';

const SIGNS: Partial<Readonly<Record<Verdict, string>>> = Object.freeze({ fail: '', warning: '~', inconclusive: '?' });

export function markOf({ name, verdict }: Outcome): string | undefined {
	const sign = SIGNS[verdict];
	return sign === undefined ? undefined : `${sign}${checkNamed(name).id}`;
}

/** Sorted. */
export function marksOf(outcomes: readonly Outcome[]): readonly string[] {
	return outcomes.flatMap((outcome) => markOf(outcome) ?? []).sort();
}

/** The number of the check. */
export function checkOf(mark: string): string {
	return mark.replace(/^[~?]/, '');
}

/** What is in one of two lists, and not in the other. */
export function differences(expected: readonly string[], got: readonly string[]): string {
	const less = expected.filter((mark) => !got.includes(mark)).map((mark) => `not ${mark}`);
	const more = got.filter((mark) => !expected.includes(mark)).map((mark) => `also ${mark}`);
	return [...less, ...more].join(', ');
}
