/**
 * What became worse since an earlier report, check by check. Of two verdicts the one that stands later here is worse:
 *
 * pass → warning → fail
 *
 * Against it stands what could not be judged, by the program's doing or the exam's: `notSeen` and `inconclusive` (and a check that one of the reports does not
 * have). What was judged and is not any more has lost its coverage, and that is worse as well: what broke a program off before the check would otherwise pass
 * for an improvement. It is not where the check was left out on purpose, where the rule is none for the program any more by what it claims, or where it had
 * failed before. What was not judged and now fails or warns is worse. Waivers do not count here: the verdicts that they waive are compared, and a check that
 * is waived now is never worse.
 */
import type { Verdict } from '../verdict.js';
import type { CheckReport, Report } from './report.js';

export interface Change {
	/** As the newer report has them; as the older one where the newer has no such check. */
	readonly id: string;
	readonly name: string;
	/** `lost`: it is not judged any more. */
	readonly kind: 'worse' | 'lost';
	/** null: that report has no such check. */
	readonly was: Verdict | null;
	readonly is: Verdict | null;
}

const JUDGED: readonly Verdict[] = ['pass', 'warning', 'fail'];

/**
 * In the order of the newer report, then what it has no more.
 * @param leftOut kinds of findings of checks that were left out on purpose, by `--quick`, `--only`, `--skip` or the budget
 */
export function compareWithBaseline(report: Report, baseline: Report, leftOut: ReadonlySet<string>): readonly Change[] {
	const before = new Map(baseline.checks.map((check) => [check.name, check]));
	const names = new Set(report.checks.map(({ name }) => name));
	const changes = report.checks.flatMap((check) => changeOf(check, before.get(check.name)?.verdict ?? null, leftOut));
	const gone = baseline.checks.filter(({ name, verdict }) => !names.has(name) && verdict !== 'fail' && JUDGED.includes(verdict));
	return [...changes, ...gone.map(({ id, name, verdict }): Change => ({ id, name, kind: 'lost', was: verdict, is: null }))];
}

function changeOf(check: CheckReport, was: Verdict | null, leftOut: ReadonlySet<string>): readonly Change[] {
	const { id, name, verdict, waived, findings } = check;
	if (waived !== null) return [];
	const kind = kindOf(was, verdict);
	if (kind === 'lost' && findings.length > 0 && findings.every((each) => leftOut.has(each.kind))) return [];
	return kind === undefined ? [] : [{ id, name, kind, was, is: verdict }];
}

function kindOf(was: Verdict | null, is: Verdict): Change['kind'] | undefined {
	const before = was === null ? -1 : JUDGED.indexOf(was);
	if (is === 'notApplicable') return undefined;
	if (!JUDGED.includes(is)) return before >= 0 && was !== 'fail' ? 'lost' : undefined;
	return is !== 'pass' && JUDGED.indexOf(is) > before ? 'worse' : undefined;
}
