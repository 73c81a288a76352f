/** A check: one rule that a HEMS keeps or breaks, as a row, and what a judge of it looks at. */
import type { Claims, Observable } from '../declaration.js';
import type { LimitName, Limits } from '../limits.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
import type { StepName } from '../situations/steps.js';
import type { Served } from '../understanding/served.js';
import type { Verdict } from '../verdict.js';

export interface CheckRow {
	/** `A1` to `A48`, `B1` to `B45`. */
	readonly id: string;
	/** A sentence: what a good program does. */
	readonly is: string;
	readonly obligation: 'must' | 'should' | 'mustNot';
	/** Document and clause, or who has seen it. */
	readonly source: string;
	/** `stated`: a document, or public code that was read, says so. `proposed`: seen in the field, the limit is ours. `recalled`: nobody here has the text. */
	readonly confidence: 'stated' | 'proposed' | 'recalled';
	/** Where it shows: at the UART, on the air, in what the program puts out. */
	readonly seenBy: readonly ('uart' | 'air' | 'output')[];
	/** The claim that makes a recalled rule graded, and without which what only some programs do is not asked for. */
	readonly claim?: keyof Claims;
	/** Why it is no rule for this program; undefined: it is one. */
	readonly applies?: (about: About) => NotApplicable | undefined;
	/** Where it is put to the test: in these steps, or in whole sessions. */
	readonly in: readonly StepName[] | 'sessions';
	readonly limits?: readonly LimitName[];
	/** It can be judged only by what the program shows: NOT SEEN where none of these is observed. */
	readonly needs?: readonly Observable[];
	/** Findings of one step, or of one session so far; none where it did not come to the test. Pure. */
	readonly judge: (look: Look) => readonly Finding[];
}

/** What the program and its dongle are. */
export interface About {
	readonly claims: Claims;
	/** As `--dongle-model`. */
	readonly model: string;
	readonly observes: ReadonlySet<Observable>;
	/** Values are seen where they stand as the present ones, or where it has words for "there is none". */
	readonly showsPresent: boolean;
}

export type NotApplicable =
	| { readonly kind: 'claims'; readonly claim: keyof Claims }
	| { readonly kind: 'model'; readonly model: string }
	/** All that is seen of it are readings, each of its time. */
	| { readonly kind: 'readings' };

/** What a judge sees: all of one session so far, and which part of it a step was. */
export interface Look extends About {
	readonly limits: Limits;
	readonly session: number;
	readonly entries: readonly Entry[];
	readonly acts: readonly Act[];
	/** One step of what the program shows, in the unit of the observable; absent: the usual one. */
	readonly resolution?: Readonly<Partial<Record<Observable, number>>>;
	/** What reached the program. */
	readonly served: readonly Served[];
	/** Of a check of steps; of one of sessions all steps so far. */
	readonly step: StepSpan;
	readonly steps: readonly StepSpan[];
	/** Which id is the meter's, 32 hexadecimal digits. */
	readonly routeBId: string;
	/** EUI-64 of its meter, 16 hexadecimal digits. */
	readonly macAddress: string;
}

/** When a step was, ms since the session began; `strikes` and `lifted` of what went wrong in it. */
export interface StepSpan {
	readonly name: StepName;
	readonly from: number;
	readonly strikes: number | undefined;
	readonly lifted: number | undefined;
	readonly to: number;
}

export interface Finding {
	readonly verdict: Verdict;
	/** Key of a table of words, and what they speak of. */
	readonly kind: string;
	readonly fields: FindingFields;
	readonly measured?: Measured;
	/** Numbers of entries, in their order. */
	readonly evidence: readonly number[];
}

export type FindingFields = Readonly<Record<string, number | string | boolean | null>>;

/** `limit` in the same unit: `ms`, `count`, `share`, `W`, … */
export interface Measured {
	readonly value: number;
	readonly limit: number;
	readonly unit: string;
}

/** Sentences of one language for kinds of findings. */
export type FindingWords = Readonly<Record<string, (fields: never) => string>>;

/** Makes findings whose kinds and fields are those of a table of words. */
export function findingsOf<Words extends FindingWords>(_words: Words) {
	return <Kind extends keyof Words & string>(
		verdict: Verdict,
		kind: Kind,
		fields: Parameters<Words[Kind]>[0] & FindingFields,
		evidence: readonly number[],
		measured?: Measured,
	): Finding => ({ verdict, kind, fields, evidence, ...(measured && { measured }) });
}
