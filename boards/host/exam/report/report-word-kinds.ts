/** What the reports of an exam say in their own words: names of grades and columns, and what stands on page 1. A language that lacks one does not compile. */
import type { CheckReport, Headline, Report } from '../../../../src/exam/report/report.js';
import type { Verdict } from '../../../../src/exam/verdict.js';

/** What a check is shown as. */
export type Grade = Verdict | 'waived';

export interface ReportWords {
	readonly title: (hems: string) => string;
	readonly subtitle: string;
	readonly skip: string;
	readonly noCertification: string;
	readonly certifications: readonly string[];
	readonly cutShort: (why: string) => string;
	readonly grades: Readonly<Record<Grade, string>>;
	readonly definitions: Readonly<Record<Grade, string>>;
	readonly headings: Readonly<
		Record<'result' | 'figures' | 'contradictions' | 'about' | 'claims' | 'verdicts' | 'limits' | 'checks' | 'sessions' | 'findings', string>
	>;
	readonly noContradictions: string;
	readonly figures: Readonly<Record<keyof Headline, string>>;
	readonly notSeen: string;
	readonly neverBack: string;
	readonly nothingToRecover: string;
	readonly anHour: (time: string) => string;
	readonly aMinute: (joins: number) => string;
	readonly about: Readonly<Record<'hems' | 'command' | 'keiki' | 'model' | 'mode' | 'seed' | 'started' | 'ended' | 'exitCode' | 'files', string>>;
	readonly byHand: string;
	readonly modes: Readonly<Record<Report['mode'], string>>;
	readonly exitCodes: (code: number) => string;
	readonly claims: Readonly<Record<keyof Report['claims'], string>>;
	readonly claimed: Readonly<Record<'yes' | 'no' | 'nothing' | 'host' | 'meter', string>>;
	readonly columns: Readonly<
		Record<
			| 'grade'
			| 'id'
			| 'name'
			| 'is'
			| 'obligation'
			| 'measured'
			| 'limit'
			| 'claim'
			| 'told'
			| 'value'
			| 'session'
			| 'step'
			| 'situation'
			| 'from'
			| 'to'
			| 'meterTime'
			| 'took'
			| 'definition',
			string
		>
	>;
	readonly obligations: Readonly<Record<CheckReport['obligation'], string>>;
	readonly confidences: Readonly<Record<CheckReport['confidence'], string>>;
	/** Columns of the evidence. */
	readonly lines: Readonly<Record<'number' | 'at' | 'who' | 'text', string>>;
	readonly labels: Readonly<Record<'source' | 'confidence' | 'watchlist' | 'waived' | 'step' | 'repeat' | 'evidence' | 'top', string>>;
	readonly watchlist: string;
	readonly waivedInFact: (verdict: string, reason: string) => string;
	readonly sessionNumber: (session: number) => string;
	readonly moreFindings: (findings: number) => string;
	readonly moreRows: (rows: number) => string;
	readonly moreLines: (lines: number) => string;
	readonly noPicture: string;
	readonly plot: PlotWords;
	readonly limitsNote: string;
	readonly summary: SummaryWords;
}

export interface PlotWords {
	readonly title: (check: string) => string;
	readonly says: (counts: PlotCounts) => string;
	readonly requests: string;
	readonly replies: string;
	readonly values: string;
	readonly served: string;
	readonly right: string;
	readonly wrong: string;
	readonly failure: string;
	readonly axis: string;
}

export interface PlotCounts {
	readonly from: string;
	readonly to: string;
	readonly requests: number;
	readonly replies: number;
	readonly served: number;
	readonly right: number;
	readonly wrong: number;
	/** From and to, of each failure. */
	readonly failures: readonly string[];
}

export interface SummaryWords {
	readonly measured: (measured: string, limit: string | undefined) => string;
	readonly report: (path: string) => string;
	readonly worse: (id: string, name: string, was: string | undefined, is: string | undefined) => string;
	readonly lost: (id: string, name: string, was: string | undefined, is: string | undefined) => string;
	readonly noneWorse: string;
	readonly noCertification: string;
}
