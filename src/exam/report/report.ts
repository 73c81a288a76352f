/** `report.json`: the master of all reports; docs/exam-report.schema.json has the same fields. Times are ms, texts are in one language. */
import type { Claims } from '../declaration.js';
import type { LimitUnit } from '../limits.js';
import type { Verdict } from '../verdict.js';

export const REPORT_SCHEMA = 1;

export interface Report {
	readonly schema: typeof REPORT_SCHEMA;
	readonly language: 'en' | 'ja';
	readonly keiki: string;
	/** ISO 8601 */
	readonly started: string;
	readonly ended: string;
	/** Why it ended before all was done; null: it did not. */
	readonly cutShort: string | null;
	readonly hems: string;
	readonly command: readonly string[] | null;
	readonly model: string;
	readonly seed: number;
	readonly mode: 'full' | 'quick';
	readonly claims: Claims;
	/** Claims that contradict what was seen, in words. */
	readonly contradictions: readonly string[];
	/** All limits in force, by name. */
	readonly limits: Readonly<Record<string, LimitReport>>;
	readonly totals: Readonly<Record<Verdict | 'waived', number>>;
	readonly exitCode: number;
	readonly headline: Headline;
	readonly checks: readonly CheckReport[];
	readonly sessions: readonly SessionReport[];
	/** Paths of what lies beside it: capture, serial log, output. */
	readonly files: Readonly<Record<string, string>>;
}

/** The figures of page 1; null where they were not seen. ms, but for counts and shares. */
export interface Headline {
	/** From the first start to the first value that the program was told. */
	readonly firstValueMs: number | null;
	/** Recovery by cause: name of the step, ms; null: it did not come back. */
	readonly recovery: Readonly<Record<string, number | null>>;
	/** The shortest time until a request was repeated, with one property and with more. */
	readonly patienceOneMs: number | null;
	readonly patienceManyMs: number | null;
	readonly wrongValues: number;
	/** The most joins that it tried within any 60 s while it was refused. */
	readonly joinsAMinute: number | null;
	/** Air time of the dongle in an hour, ms. */
	readonly airTimeAnHourMs: number | null;
}

export interface CheckReport {
	readonly id: string;
	readonly name: string;
	readonly is: string;
	readonly obligation: 'must' | 'should' | 'mustNot';
	readonly source: string;
	readonly confidence: 'stated' | 'proposed' | 'recalled';
	/** A recalled rule that no claim makes graded: it warns, never fails. */
	readonly watchlist: boolean;
	readonly verdict: Verdict;
	/** Reason of a waiver, beside the verdict that it waives. */
	readonly waived: string | null;
	readonly findings: readonly FindingReport[];
	/** The command that repeats it alone. */
	readonly repeat: string;
}

export interface FindingReport {
	readonly verdict: Verdict;
	/** In words: what was seen, or why nothing was. */
	readonly reason: string;
	/** The same for programs. */
	readonly kind: string;
	readonly fields: Readonly<Record<string, number | string | boolean | null>>;
	readonly step: string | null;
	readonly session: number | null;
	/** `limit` of the same unit as `measured`. */
	readonly measured: number | null;
	readonly limit: number | null;
	readonly unit: string | null;
	readonly evidence: readonly EvidenceLine[];
	/** What the picture shows. */
	readonly plot: Plot | null;
}

export interface EvidenceLine {
	/** Of the line in the whole record. */
	readonly number: number;
	/** ms since the session began. */
	readonly at: number;
	/** Who: `program`, `dongle`, `meter`, `exam`. */
	readonly who: string;
	readonly text: string;
}

export interface Plot {
	/** ms since the session began. */
	readonly from: number;
	readonly to: number;
	readonly requests: readonly number[];
	readonly replies: readonly number[];
	readonly served: readonly (readonly [at: number, value: number])[];
	readonly shown: readonly (readonly [at: number, value: number, right: boolean])[];
	/** While something went wrong. */
	readonly failures: readonly (readonly [from: number, to: number])[];
}

export interface SessionReport {
	readonly number: number;
	readonly name: string;
	/** ISO 8601: the meter's time when it began. */
	readonly meterTime: string;
	readonly tookMs: number;
	readonly steps: readonly { readonly name: string; readonly situation: string | null; readonly from: number; readonly to: number }[];
}

export interface LimitReport {
	readonly value: number;
	readonly unit: LimitUnit;
}
