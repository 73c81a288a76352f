/** Findings of all checks so far, judged over the record: of steps when they end, of sessions again and again as they go on. */

import type { CheckRow, Finding, Look, StepSpan } from './checks/check.js';
import { type CheckName, checkNamed } from './checks/checks.js';
import type { Claims } from './declaration.js';
import type { Entry } from './record/entry.js';
import type { StepName } from './situations/steps.js';

export interface PlacedFinding extends Finding {
	readonly session: number;
	/** Of a check of sessions: undefined. */
	readonly step: StepName | undefined;
}

/** A lag of the world that makes a bad verdict doubtful, ms, where it is not one of a time: a program may have taken another way. */
const DOUBTFUL = 5000;

export class Findings {
	readonly #checks: readonly CheckName[];
	readonly #placed = new Map<CheckName, Map<string, readonly PlacedFinding[]>>();

	constructor(checks: readonly CheckName[]) {
		this.#checks = checks;
	}

	of(name: CheckName): readonly PlacedFinding[] {
		return [...(this.#placed.get(name)?.values() ?? [])].flat();
	}

	/** Judges what a step, and with it the session, has shown. @returns what is new */
	judge(look: Look, span: StepSpan | undefined): readonly (readonly [CheckName, PlacedFinding])[] {
		const found: (readonly [CheckName, PlacedFinding])[] = [];
		for (const name of this.#checks) {
			const row = checkNamed(name);
			if (row.applies?.(look) !== undefined || !isSeen(row, look)) continue;
			const isOfStep = row.in !== 'sessions';
			if (isOfStep && (span === undefined || !row.in.includes(span.name))) continue;
			const step = isOfStep ? span!.name : undefined;
			const findings = row.judge(isOfStep ? { ...look, step: span! } : look).map((finding) => ({
				...this.#weighed(row, finding, look, isOfStep ? span : undefined),
				session: look.session,
				step,
			}));
			const places = this.#placed.get(name) ?? new Map<string, readonly PlacedFinding[]>();
			this.#placed.set(name, places);
			places.set(`${look.session} ${step ?? ''}`, findings);
			for (const finding of findings) found.push([name, finding]);
		}
		return found;
	}

	#weighed(row: CheckRow, finding: Finding, look: Look, span: StepSpan | undefined): Finding {
		if (finding.verdict !== 'fail' && finding.verdict !== 'warning') return finding;
		const trouble = troubleIn(look.entries, finding, row, span);
		if (trouble?.kind === 'trouble') {
			const { ms, detail, trouble: what } = trouble;
			return { verdict: 'inconclusive', kind: 'trouble', fields: { what, ms, detail }, evidence: [trouble.number, ...finding.evidence] };
		}
		return finding.verdict === 'fail' && isWatched(row, look.claims) ? { ...finding, verdict: 'warning' } : finding;
	}
}

/** Only recalled, and no claim makes it graded: it warns, never fails. */
export function isWatched({ confidence, claim }: CheckRow, claims: Claims): boolean {
	return confidence === 'recalled' && (claim === undefined || claims[claim] !== true);
}

/** What it can be judged by is observed. */
export function isSeen({ needs }: CheckRow, { observes }: Pick<Look, 'observes'>): boolean {
	return needs === undefined || needs.some((what) => observes.has(what));
}

/**
 * The exam's own trouble while what is told of went on: a lag between its first and its last line that may have turned the verdict, a command that could not be
 * carried out in its step.
 */
function troubleIn(entries: readonly Entry[], { evidence, measured }: Finding, { needs }: CheckRow, span: StepSpan | undefined): Entry | undefined {
	const times = entries.filter(({ number }) => evidence.includes(number)).map(({ at }) => at);
	const [from, to] = [Math.min(...times), Math.max(...times)];
	const doubtful = measured?.unit === 'ms' ? Math.abs(measured.value - measured.limit) : DOUBTFUL;
	return entries.find((entry) => {
		if (entry.kind !== 'trouble') return false;
		if (entry.trouble === 'late') return entry.ms >= doubtful && entry.at >= from && entry.at - entry.ms <= to;
		// What could not be watched is what the program shows.
		if (entry.trouble === 'full') return true;
		if ((entry.trouble === 'lost' || entry.trouble === 'flood') && needs === undefined) return false;
		return span !== undefined && entry.at >= span.from && entry.at <= span.to;
	});
}
