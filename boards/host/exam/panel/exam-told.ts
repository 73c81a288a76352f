/** What the page of an exam is told: all of it, each time that something has changed. */
export interface ExamTold {
	readonly program: string;
	readonly mode: 'full' | 'quick';
	readonly isOver: boolean;
	/** ms since it began, least and worst time by the plan, and when it ends at the latest. */
	readonly elapsedMs: number;
	readonly leastMs: number;
	readonly mostMs: number;
	readonly budgetMs: number;
	/** What is under way, side by side with --jobs. */
	readonly lanes: readonly LaneTold[];
	/** Steps that were played or missed, and all that there are. */
	readonly stepsDone: number;
	readonly steps: number;
	readonly checks: readonly CheckTold[];
	/** Path of the report, for who sits at this computer. */
	readonly report: string;
}

export interface LaneTold {
	readonly session: number;
	readonly setup: string;
	readonly step: string;
	/** ms that it takes so far, and at most. */
	readonly sinceMs: number;
	readonly mostMs: number;
	/** What it waits for, and at most how long from now, ms; null: it does not. */
	readonly waits: { readonly of: 'value' | 'sign' | 'others' | 'time'; readonly forMs: number } | null;
}

export type VerdictTold = 'pass' | 'warning' | 'fail' | 'notSeen' | 'notApplicable' | 'inconclusive';

export interface CheckTold {
	readonly id: string;
	readonly name: string;
	readonly is: string;
	readonly obligation: string;
	/** Null: it did not come to the test yet. */
	readonly verdict: VerdictTold | null;
	readonly isWaived: boolean;
	/** What there is to say, the worst first. */
	readonly reasons: readonly string[];
}
