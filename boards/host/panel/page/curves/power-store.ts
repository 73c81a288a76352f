/** What the page knows of a meter's power: messages of the topic, and what was asked for of the time before, put together. */
import type { FailureTold, NotifiedTold, PowerTold, ReadingTold, RouteATold, ServedTold, TruthTold } from '../../curves/told.js';

const COLUMNS = ['time', 'watts', 'voltageR', 'voltageT', 'currentR', 'currentT'] as const;
/** Of one kind; the oldest go. */
const MOST_MARKS = 6000;
/** ms within which registers are read one after the other. */
const TOGETHER = 1000;

/**
 * One told after another: where they overlap the later one holds, and what it does not reach is kept. Undefined: there is a gap between them, and the time
 * before has to be asked for.
 */
export function joined(earlier: PowerTold | undefined, later: PowerTold): PowerTold | undefined {
	if (earlier === undefined || earlier.meter !== later.meter || earlier.start !== later.start || later.from > earlier.to) return undefined;
	const { from } = later;
	return {
		...later,
		from: Math.min(earlier.from, from),
		truth: joinedTruth(earlier.truth, later.truth, from),
		served: joinedMarks(earlier.served, later.served, from),
		notified: joinedMarks(earlier.notified, later.notified, from),
		failures: joinedFailures(earlier.failures, later.failures, from),
		routeA: joinedClients(earlier.routeA, later.routeA),
		readings: joinedMarks(earlier.readings, later.readings, from),
	};
}

/** Without what is before a time. */
export function since(told: PowerTold, from: number): PowerTold {
	if (from <= told.from) return told;
	const first = Math.max(0, indexAt(told.truth.time, from));
	const truth = Object.fromEntries(COLUMNS.map((name) => [name, told.truth[name].slice(first)])) as unknown as TruthTold;
	if (truth.time.length > 0) truth.time[0] = Math.max(from, truth.time[0]!);
	return {
		...told,
		from,
		truth,
		served: told.served.filter(({ at }) => at > from),
		notified: told.notified.filter(({ at }) => at > from),
		failures: told.failures.filter(({ to }) => to > from).map((failure) => ({ ...failure, from: Math.max(from, failure.from) })),
		routeA: told.routeA.filter(({ to }) => to === null || to > from),
		readings: told.readings.filter(({ at }) => at > from),
	};
}

/** Of a growing column: the last one at or before a time; -1: none. */
export function indexAt(times: readonly number[], time: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (times[middle]! <= time) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** All that is known of a moment. */
export interface PowerMoment {
	readonly watts: number | null;
	readonly voltages: readonly number[];
	readonly currents: readonly number[];
	/** The last value that somebody had by then. */
	readonly served: ServedTold | undefined;
	readonly failures: readonly FailureTold[];
	/** The last that was read together on Route A by then. */
	readonly readings: readonly ReadingTold[];
}

export function momentOf(told: PowerTold, at: number): PowerMoment | undefined {
	if (at < told.from || at > told.to) return undefined;
	const { truth, served, failures, readings } = told;
	const i = indexAt(truth.time, at);
	const known = (...values: (number | null | undefined)[]) => values.filter((value): value is number => typeof value === 'number');
	return {
		watts: truth.watts[i] ?? null,
		voltages: known(truth.voltageR[i], truth.voltageT[i]),
		currents: known(truth.currentR[i], truth.currentT[i]),
		served: served[lastBy(served, at)],
		// What goes on ends with what is known.
		failures: failures.filter(({ from, to }) => from <= at && (at < to || to === told.to)),
		readings: readTogether(readings, lastBy(readings, at)),
	};
}

/** The last one of some in the order of time by a moment; -1: none. */
function lastBy(marks: readonly { readonly at: number }[], at: number): number {
	return indexAt(
		marks.map((each) => each.at),
		at,
	);
}

/** A reading with those that the same client had in the second before it. */
function readTogether(readings: readonly ReadingTold[], last: number): readonly ReadingTold[] {
	const newest = readings[last];
	if (newest === undefined) return [];
	let first = last;
	while (first > 0 && readings[first - 1]!.client === newest.client && newest.at - readings[first - 1]!.at < TOGETHER) first--;
	return readings.slice(first, last + 1);
}

/** Columns of a plot, by the meter's clock: time, power, voltages, currents. Each value is drawn up to where the next one begins, the last one to the end. */
export function columnsOf({ truth, to, aheadMs }: PowerTold): [number[], ...(number | null)[][]] {
	const values = COLUMNS.slice(1).map((name) => truth[name] as readonly (number | null)[]);
	const columns: [number[], ...(number | null)[][]] = [[], ...values.map(() => [])];
	const put = (time: number, i: number) => {
		columns[0].push(time + aheadMs);
		for (const [column, of] of values.entries()) columns[column + 1]!.push(of[i]!);
	};
	for (const [i, time] of truth.time.entries()) {
		// A line in steps ends at the last point before a gap.
		if (i > 0 && truth.watts[i] === null) put(time - 1, i - 1);
		put(time, i);
	}
	if (truth.time.length > 0) put(to, truth.time.length - 1);
	return columns;
}

/** The next moment of a mark or of the edge of a failure, from a moment on in one direction. */
export function nextMark({ served, notified, failures, routeA, readings }: PowerTold, at: number, direction: 1 | -1): number | undefined {
	let found: number | undefined;
	const look = (time: number) => {
		if ((time - at) * direction > 0 && (found === undefined || (found - time) * direction > 0)) found = time;
	};
	for (const each of served) look(each.at);
	for (const each of notified) look(each.at);
	for (const { from } of routeA) look(from);
	for (const each of readings) look(each.at);
	for (const { from, to } of failures) {
		look(from);
		look(to);
	}
	return found;
}

function joinedTruth(earlier: TruthTold, later: TruthTold, from: number): TruthTold {
	let kept = earlier.time.length;
	while (kept > 0 && earlier.time[kept - 1]! >= from) kept--;
	// Where nothing changes, what comes is no new point.
	const isSame = kept > 0 && later.time.length > 0 && COLUMNS.every((name) => name === 'time' || earlier[name][kept - 1] === later[name][0]);
	return Object.fromEntries(
		COLUMNS.map((name) => [name, [...earlier[name].slice(0, kept), ...later[name].slice(isSame ? 1 : 0)]]),
	) as unknown as TruthTold;
}

function joinedMarks<Mark extends ServedTold | NotifiedTold | ReadingTold>(
	earlier: readonly Mark[],
	later: readonly Mark[],
	from: number,
): readonly Mark[] {
	const kept = earlier.filter(({ at }) => at <= from);
	return later.length === 0 && kept.length === earlier.length ? earlier : [...kept, ...later].slice(-MOST_MARKS);
}

function joinedFailures(earlier: readonly FailureTold[], later: readonly FailureTold[], from: number): FailureTold[] {
	const kept = earlier.filter((each) => each.from < from).map((each) => ({ ...each, to: Math.min(each.to, from) }));
	const all: FailureTold[] = [...kept];
	for (const failure of later) {
		const before = all.findIndex(
			({ kind, name, value, to }) => to === failure.from && kind === failure.kind && name === failure.name && value === failure.value,
		);
		if (before < 0) all.push(failure);
		else all[before] = { ...all[before]!, to: failure.to };
	}
	return all.slice(-MOST_MARKS);
}

/** One that is still associated is told each time. */
function joinedClients(earlier: readonly RouteATold[], later: readonly RouteATold[]): RouteATold[] {
	const isIn = (each: RouteATold) => later.some(({ client, from }) => client === each.client && from === each.from);
	return [...earlier.filter((each) => !isIn(each)), ...later].slice(-MOST_MARKS);
}
