/** The report of an examination of a meter: the fields that a report of an exam has for its checks, and what is told of the meter. */
import { EXAM_EXIT } from '../outcome.js';
import type { CheckReport, Report } from '../report/report.js';
import { VERDICTS, type Verdict } from '../verdict.js';
import { meterCheck } from './checks.js';
import type { MeterOutcome } from './examination.js';
import { METER_CHECKS_JA } from './words/checks-ja.js';
import { METER_FINDINGS } from './words/findings.js';
import { METER_FINDINGS_JA } from './words/findings-ja.js';

const CONFORMANCE_SCHEMA = 1;

/** `report.json`. Times are ISO 8601, texts are in one language. */
export interface ConformanceReport
	extends Pick<Report, 'language' | 'keiki' | 'started' | 'ended' | 'cutShort' | 'totals' | 'exitCode' | 'checks' | 'files'> {
	readonly schema: typeof CONFORMANCE_SCHEMA;
	/** Its place, as it was told. */
	readonly meter: string;
	/** Its logical device name; null: it was not told. */
	readonly device: string | null;
	readonly client: number;
	readonly server: number;
	readonly mayWrite: boolean;
	readonly mayDisconnect: boolean;
}

export interface ConformanceReportOptions
	extends Pick<
		ConformanceReport,
		'language' | 'keiki' | 'started' | 'ended' | 'cutShort' | 'meter' | 'device' | 'client' | 'server' | 'mayWrite' | 'mayDisconnect'
	> {
	readonly outcomes: readonly MeterOutcome[];
	/** Warnings end it with 1, too. */
	readonly isStrict: boolean;
	/** The command that repeats one check alone. */
	readonly repeat: (id: string) => string;
}

export function conformanceReport({ outcomes, isStrict, repeat, ...about }: ConformanceReportOptions): ConformanceReport {
	const totals = Object.fromEntries([...VERDICTS, 'waived'].map((name) => [name, 0])) as Record<Verdict | 'waived', number>;
	for (const { verdict } of outcomes) totals[verdict]++;
	return {
		schema: CONFORMANCE_SCHEMA,
		...about,
		totals,
		exitCode: exitCodeOf(outcomes, isStrict, about.cutShort !== null),
		checks: outcomes.map((outcome) => checkReport(outcome, about.language, repeat)),
		files: {},
	};
}

/** What an outcome says, in words. */
function findingText({ kind, fields }: MeterOutcome['findings'][number], language: Report['language']): string {
	const say = (language === 'ja' ? METER_FINDINGS_JA : METER_FINDINGS)[kind] as (fields: unknown) => string;
	return say(fields);
}

/**
 * 1: something failed, or, where it is strict, was warned of; else 3: something was inconclusive, it was cut short, or nothing was put to the test; else 0.
 * What was not seen had no association, which is a failure of its own, or was left out on purpose.
 */
function exitCodeOf(outcomes: readonly MeterOutcome[], isStrict: boolean, isCutShort: boolean): ConformanceReport['exitCode'] {
	const has = (...verdicts: readonly Verdict[]) => outcomes.some(({ verdict }) => verdicts.includes(verdict));
	if (has('fail') || (isStrict && has('warning'))) return EXAM_EXIT.failed;
	return isCutShort || has('inconclusive') || !has('pass', 'warning') ? EXAM_EXIT.inconclusive : EXAM_EXIT.passed;
}

function checkReport({ name, verdict, findings }: MeterOutcome, language: Report['language'], repeat: (id: string) => string): CheckReport {
	const { id, is, obligation, source, confidence } = meterCheck(name);
	return {
		id,
		name,
		is: language === 'ja' ? METER_CHECKS_JA[name] : is,
		obligation,
		source,
		confidence,
		watchlist: false,
		verdict,
		waived: null,
		findings: findings.map((finding) => ({
			verdict: finding.verdict,
			reason: findingText(finding, language),
			kind: finding.kind,
			fields: finding.fields,
			...{ step: null, session: null, measured: null, limit: null, unit: null, plot: null },
			evidence: finding.evidence,
		})),
		repeat: repeat(id),
	};
}
