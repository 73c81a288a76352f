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
/** What a program writes so shortly before it has ended as it was asked to is of that: Python tells where SIGINT met it, ms. */
const ENDING = 2000;

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

/** The first line of each that it wrote as it ran. */
export function tracesIn(entries: readonly Entry[], from: number, to: number): readonly Entry[] {
	const traces: Entry[] = [];
	const ends = entries.filter((entry) => entry.kind === 'program' && entry.state === 'ended').map(({ at }) => at);
	let last = Number.NEGATIVE_INFINITY;
	for (const entry of entries) {
		if (entry.kind !== 'output' || entry.at < from || entry.at > to || !TRACES.some((pattern) => pattern.test(entry.text))) continue;
		if (entry.at - last > TOGETHER && !ends.some((end) => entry.at <= end && end - entry.at < ENDING)) traces.push(entry);
		last = entry.at;
	}
	return traces;
}
