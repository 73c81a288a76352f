/** Whether a program lived on: how it ended where it was not asked to, and the stack traces that it wrote. */
import type { Entry } from './entry.js';

export interface Death {
	/** Number of the entry. */
	readonly entry: number;
	readonly at: number;
	readonly code: number | null;
	readonly signal: string | null;
	/** Its supervisor starts it again; and the entry where it did. */
	readonly isRestarted: boolean;
	readonly restart: number | undefined;
}

/** First lines of stack traces, by the languages that HEMS programs are written in. */
const TRACES: readonly RegExp[] = Object.freeze([
	// Python
	/^\s*Traceback \(most recent call last\):/,
	// Node, and browsers' engines
	/^\s+at .*(?:file:|node:|\/|[A-Za-z]:\\).+:\d+:\d+\)?\s*$/,
	/^(?:Uncaught|UnhandledPromiseRejection|node:internal)/,
	// Go
	/^panic: /,
	/^goroutine \d+ \[/,
	/^fatal error: /,
	// Java, Kotlin
	/^Exception in thread "/,
	/^\s+at [\w.$<>/]+\([\w$]+\.(?:java|kt|scala):\d+\)/,
	// C#
	/^Unhandled [Ee]xception[.:]/,
	/^\s+at .+ in .+:line \d+/,
	// Rust
	/^thread '.*' panicked at /,
	// C, C++
	/^terminate called /,
	/Segmentation fault/,
]);
/** Lines of one trace stand close together, ms. */
const TOGETHER = 1000;

export function deathsIn(entries: readonly Entry[], from: number, to: number): readonly Death[] {
	const deaths: Death[] = [];
	entries.forEach((entry, i) => {
		if (entry.kind !== 'program' || entry.at < from || entry.at > to) return;
		if (entry.state !== 'exited' && entry.state !== 'failed') return;
		const isRestarted = entry.again === true;
		const next = isRestarted ? entries.slice(i + 1).find(({ kind }) => kind === 'program') : undefined;
		const restart = next?.kind === 'program' && next.state === 'started' ? next.number : undefined;
		deaths.push({ entry: entry.number, at: entry.at, code: entry.code, signal: entry.signal, isRestarted, restart });
	});
	return deaths;
}

/** The first line of each. */
export function tracesIn(entries: readonly Entry[], from: number, to: number): readonly Entry[] {
	const traces: Entry[] = [];
	let last = Number.NEGATIVE_INFINITY;
	for (const entry of entries) {
		if (entry.kind !== 'output' || entry.at < from || entry.at > to || !TRACES.some((pattern) => pattern.test(entry.text))) continue;
		if (entry.at - last > TOGETHER) traces.push(entry);
		last = entry.at;
	}
	return traces;
}
