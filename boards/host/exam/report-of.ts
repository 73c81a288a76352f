/** The report of an exam, as far as it has come. */
import { type CheckName, checkNamed } from '../../../src/exam/checks/checks.js';
import { FINDING_WORDS } from '../../../src/exam/checks/words/all.js';
import { CHECKS_JA } from '../../../src/exam/checks/words/checks-ja.js';
import { contradictionsIn } from '../../../src/exam/contradictions.js';
import type { Declaration } from '../../../src/exam/declaration.js';
import { type Examiner, resolutionOf } from '../../../src/exam/examiner.js';
import { isWatched, type PlacedFinding } from '../../../src/exam/findings.js';
import { headlineOf } from '../../../src/exam/headline.js';
import { type LimitName, type Limits, unitOfLimit } from '../../../src/exam/limits.js';
import { exitCodeOf, type Outcome } from '../../../src/exam/outcome.js';
import type { CheckReport, FindingReport, Report } from '../../../src/exam/report/report.js';
import { REPORT_SCHEMA } from '../../../src/exam/report/report.js';
import { stepNamed } from '../../../src/exam/situations/steps.js';
import { servedOf } from '../../../src/exam/understanding/served.js';
import { understand } from '../../../src/exam/understanding/understand.js';
import { VERDICTS, type Verdict } from '../../../src/exam/verdict.js';
import type { Language } from '../../../src/world/schema/language.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { evidenceLines } from './evidence.js';
import { EXAM_TEXTS } from './exam-texts.js';
import { plotOf, wrongIn } from './plots.js';

export interface ReportOptions {
	readonly language: Language;
	readonly version: string;
	readonly started: number;
	readonly ended: number;
	readonly cutShort: string | null;
	readonly declaration: Declaration;
	readonly limits: Limits;
	readonly seed: number;
	readonly mode: Report['mode'];
	readonly strict: boolean;
	readonly examiner: Examiner;
	readonly outcomes: readonly Outcome[];
	readonly files: Readonly<Record<string, string>>;
	/** The command that repeats one check alone. */
	readonly repeat: (name: CheckName) => string;
	/** Hides what nobody else may know. */
	readonly hide: (text: string) => string;
}

/** Lines of evidence that a finding shows at its beginning and at its end; between them they are counted. */
const MOST_LINES = 40;

/** What all findings of a session are told with. */
type Recorded = ReturnType<typeof recordedOf>;

export function reportOf(options: ReportOptions): Report {
	const known = new Map<number, Recorded>();
	const recorded = (session: number): Recorded => {
		const found = known.get(session) ?? recordedOf(session, options);
		known.set(session, found);
		return found;
	};
	const { language, version, started, ended, cutShort, declaration, limits, seed, mode, strict, examiner, outcomes, files } = options;
	const totals = Object.fromEntries([...VERDICTS, 'waived'].map((name) => [name, 0])) as Record<Verdict | 'waived', number>;
	for (const { verdict, waived } of outcomes) totals[waived === undefined ? verdict : 'waived']++;
	return {
		schema: REPORT_SCHEMA,
		language,
		keiki: version,
		started: isoTime(started),
		ended: isoTime(ended),
		cutShort,
		hems: declaration.hems,
		command: declaration.start?.command ?? null,
		model: declaration.dongle,
		seed,
		mode,
		claims: declaration.claims,
		contradictions: contradictionsIn(examiner.chronicle.sessions, declaration.claims, language),
		limits: Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, { value, unit: unitOfLimit(name as LimitName) }])),
		totals,
		exitCode: exitCodeOf(outcomes, strict),
		headline: headlineOf(examiner, outcomes),
		checks: outcomes.map((outcome) => checkReport(outcome, options, recorded)),
		sessions: examiner.held.map(({ number, setup, meterStart, took, steps }) => ({
			number,
			name: setup,
			meterTime: isoTime(meterStart),
			tookMs: Math.round(took),
			steps: steps.map(({ name, from, to }) => ({ name, situation: stepNamed(name).situation ?? null, from: Math.round(from), to: Math.round(to) })),
		})),
		files,
	};
}

function checkReport(outcome: Outcome, options: ReportOptions, recorded: (session: number) => Recorded): CheckReport {
	const { name, verdict, findings, waived } = outcome;
	const { language, declaration, repeat } = options;
	const row = checkNamed(name);
	return {
		id: row.id,
		name,
		is: language === 'ja' ? CHECKS_JA[name] : row.is,
		obligation: row.obligation,
		source: row.source,
		confidence: row.confidence,
		watchlist: isWatched(row, declaration.claims),
		verdict,
		waived: waived ?? null,
		findings:
			findings.length === 0
				? [nothingSeen(outcome, language)]
				: findings.map((finding) => findingReport(finding, options, recorded(finding.session))),
		repeat: repeat(name),
	};
}

function nothingSeen({ verdict, notSeen, notApplicable }: Outcome, language: Language): FindingReport {
	const texts = EXAM_TEXTS[language];
	const why = notSeen ?? notApplicable ?? { kind: 'neverCame' as const };
	const reason = notApplicable === undefined ? texts.notSeen(notSeen ?? { kind: 'neverCame' }) : texts.notApplicable(notApplicable);
	const none = { step: null, session: null, measured: null, limit: null, unit: null, evidence: [], plot: null };
	return { verdict, reason, kind: why.kind, fields: {}, ...none };
}

function findingReport(finding: PlacedFinding, { language, hide }: ReportOptions, recorded: Recorded): FindingReport {
	const { verdict, kind, fields, measured, evidence, step, session } = finding;
	const say = FINDING_WORDS[language][kind] as ((fields: unknown) => string) | undefined;
	const lines = evidence.length <= 2 * MOST_LINES ? evidence : [...evidence.slice(0, MOST_LINES), ...evidence.slice(-MOST_LINES)];
	return {
		verdict,
		reason: hide(say?.(fields) ?? kind),
		kind,
		fields,
		step: step ?? null,
		session,
		measured: measured?.value ?? null,
		limit: measured?.limit ?? null,
		unit: measured?.unit ?? null,
		evidence: evidenceLines(lines, recorded, language).map((line) => ({ ...line, text: hide(line.text) })),
		plot: plotOf(evidence, recorded),
	};
}

function recordedOf(session: number, { examiner, declaration }: ReportOptions) {
	const { entries, acts } = examiner.chronicle.session(session);
	const served = servedOf(acts, entries);
	const steps = resolutionOf(declaration.observe);
	return {
		entries,
		acts,
		byNumber: new Map(entries.map((entry) => [entry.number, entry])),
		served,
		steps: examiner.stepsOf(session),
		wattHours: examiner.wattHoursOf(session),
		wrong: wrongIn(understand(entries, served, { pollMs: declaration.claims.pollMs, steps })),
	};
}
