/** What the picture of a finding shows: requests, replies and values around its evidence, on one time axis. */
import { ESV } from '../../../modules/echonet-lite/frame.js';
import type { StepSpan } from '../../../src/exam/checks/check.js';
import type { Act } from '../../../src/exam/record/act.js';
import type { Entry } from '../../../src/exam/record/entry.js';
import type { Plot } from '../../../src/exam/report/report.js';
import type { Served } from '../../../src/exam/understanding/served.js';
import type { Shown } from '../../../src/exam/understanding/understand.js';

export interface PlotOptions {
	readonly entries: readonly Entry[];
	readonly byNumber: ReadonlyMap<number, Entry>;
	readonly acts: readonly Act[];
	readonly served: readonly Served[];
	readonly steps: readonly StepSpan[];
	/** Entries of values that were shown, and wrong. */
	readonly wrong: ReadonlySet<number>;
}

/** Shown before and behind the evidence, ms. */
const MARGIN = 15_000;
/** So many marks of a kind fit into a picture. */
const MOST_MARKS = 400;
const REQUESTS: readonly number[] = Object.freeze([ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ]);

/** Entries of values that are not what was served. */
export function wrongIn(shown: readonly Shown[]): ReadonlySet<number> {
	return new Set(shown.filter(({ understood }) => understood.is === 'wrong').map(({ entry }) => entry));
}

/** Null where the evidence is less than two moments. */
export function plotOf(evidence: readonly number[], { entries, byNumber, acts, served, steps, wrong }: PlotOptions): Plot | null {
	const times = evidence.flatMap((number) => byNumber.get(number)?.at ?? []);
	if (times.length === 0) return null;
	const from = Math.max(0, Math.min(...times) - MARGIN);
	const to = Math.max(...times) + MARGIN;
	const isIn = ({ at }: { readonly at: number }) => at >= from && at <= to;
	const some = <Mark>(marks: readonly Mark[]) =>
		marks.length <= MOST_MARKS ? marks : marks.filter((_, i) => i % Math.ceil(marks.length / MOST_MARKS) === 0);
	const within = acts.filter(isIn);
	return {
		from: Math.round(from),
		to: Math.round(to),
		requests: some(
			within.filter((act) => act.kind === 'sends' && act.frame !== undefined && REQUESTS.includes(act.frame.esv)).map(({ at }) => Math.round(at)),
		),
		replies: some(
			within
				.filter((act) => act.kind === 'receives' && act.frame !== undefined && act.frame.deoj >> 8 === CONTROLLER)
				.map(({ at }) => Math.round(at)),
		),
		served: some(
			served.filter((each) => isIn(each) && each.what === 'E7' && each.value !== undefined).map(({ at, value }) => [Math.round(at), value!] as const),
		),
		shown: some(
			entries.flatMap((entry) => {
				if (entry.kind !== 'shown' || !isIn(entry) || entry.observation.what !== 'power') return [];
				const { value } = entry.observation;
				return typeof value === 'number' ? [[Math.round(entry.at), value, !wrong.has(entry.number)] as const] : [];
			}),
		),
		failures: steps
			.filter((step) => step.strikes !== undefined && step.strikes <= to && (step.lifted ?? step.to) >= from)
			.map(({ strikes, lifted, to: end }) => [Math.round(Math.max(from, strikes!)), Math.round(Math.min(to, lifted ?? end))] as const),
	};
}

/** Class of a HEMS. */
const CONTROLLER = 0x05ff;
