/** The picture of a finding: requests, replies, values served and shown on one time axis, in inline SVG; what went wrong is shaded. */
import type { Plot } from '../../../../src/exam/report/report.js';
import { clock, rounded } from './figures.js';
import { html, type Markup } from './markup.js';
import type { PlotWords } from './report-word-kinds.js';

const [WIDTH, HEIGHT] = [760, 236];
/** Where the axes are. */
const [LEFT, RIGHT] = [96, WIDTH - 16];
const REQUESTS = 26;
const REPLIES = 52;
/** Half a tick of requests and replies. */
const TICK = 8;
const [TOP, BOTTOM] = [84, 184];
const LEGEND = HEIGHT - 10;
/** Of a series; a reader sees no more of them in so many pixels. */
const MOST_VALUES = 300;
/** Wrong values that have their number beside them. */
const MOST_NAMED = 3;
/** About so many marks of time. */
const MARKS = 7;
/** Width of the name of a value, or a mark of time. */
const NAME = 80;

type Place = (value: number) => number;

/** @param name of the check. @param id of the figure's title, unlike any other of the page */
export function plotSvg(plot: Plot, name: string, id: string, words: PlotWords): Markup {
	const x = placeX(plot);
	const y = placeY(plot);
	return html`<figure><svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${words.title(name)}</title><desc id="${id}-d">${words.says(countsOf(plot))}</desc>
${plot.failures.slice(0, MOST_VALUES).map((span) => failureOf(span, x, words.failure))}
${[[REQUESTS, words.requests] as const, [REPLIES, words.replies] as const, [(TOP + BOTTOM) / 2, words.values] as const].map(
	([at, label]) => html`<text class="lane" x="0" y="${at + 4}">${label}</text>`,
)}
<path class="rule" d="M${LEFT} ${REQUESTS}H${RIGHT}M${LEFT} ${REPLIES}H${RIGHT}M${LEFT} ${BOTTOM}H${RIGHT}M${LEFT} ${TOP}V${BOTTOM}"/>
<path class="request" d="${ticks(plot.requests, REQUESTS, x)}"/><path class="reply" d="${ticks(plot.replies, REPLIES, x)}"/>
${timeMarks(plot, x)}${valueMarks(y)}
<path class="served" d="${stairs(plot, x, y.place)}"/>
<path class="right" d="${shownMarks(plot, true, x, y.place)}"/><path class="wrong" d="${shownMarks(plot, false, x, y.place)}"/>${wrongNames(plot, x, y.place)}
${legend(words)}</svg></figure>`;
}

function countsOf({ from, to, requests, replies, served, shown, failures }: Plot) {
	const right = shown.filter(([, , isRight]) => isRight).length;
	return {
		...{ from: clock(from), to: clock(to), requests: requests.length, replies: replies.length, served: served.length },
		...{ right, wrong: shown.length - right, failures: failures.slice(0, MOST_NAMED).map(([begin, end]) => `${clock(begin)} – ${clock(end)}`) },
	};
}

function placeX({ from, to }: Plot): Place {
	const span = to > from ? to - from : 1;
	return (at) => round(LEFT + Math.min(1, Math.max(0, (at - from) / span)) * (RIGHT - LEFT));
}

/** The axis of values goes by those that were served and those that were right: a wrong one of 4294966496 W would make all others a line. */
function placeY({ served, shown }: Plot): { readonly least: number; readonly most: number; readonly place: Place } {
	const trusted = [...served.map(([, value]) => value), ...shown.filter(([, , right]) => right).map(([, value]) => value)];
	const all = trusted.length > 0 ? trusted : shown.map(([, value]) => value);
	const least = all.reduce((one, other) => Math.min(one, other), all.length > 0 ? Infinity : 0);
	const most = all.reduce((one, other) => Math.max(one, other), all.length > 0 ? -Infinity : 0);
	const span = most > least ? most - least : 1;
	// What is beyond stands at the edge.
	return { least, most, place: (value) => round(BOTTOM - 6 - Math.min(1.04, Math.max(-0.04, (value - least) / span)) * (BOTTOM - TOP - 12)) };
}

function failureOf([from, to]: readonly [number, number], x: Place, name: string): Markup {
	const [left, right] = [x(from), x(to)];
	const width = Math.max(2, round(right - left));
	const label = width > 40 ? html`<text class="fault" x="${left + 4}" y="11">${name}</text>` : undefined;
	return html`<rect class="failure" x="${left}" y="0" width="${width}" height="${BOTTOM}"/><path class="edge" d="M${left} 0V${BOTTOM}M${round(left + width)} 0V${BOTTOM}"/>${label}`;
}

/** One for each pixel that has any. */
function ticks(times: readonly number[], lane: number, x: Place): string {
	const pixels = new Set(times.map((at) => Math.round(x(at))));
	return [...pixels].map((at) => `M${at} ${lane - TICK}v${2 * TICK}`).join('');
}

/** The value that the program had last, from one to the next. */
function stairs({ served, to }: Plot, x: Place, y: Place): string {
	const points = thinned(served);
	const steps = points.map(([at, value], i) => (i === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`));
	return points.length > 0 ? `${steps.join('')}H${x(to)}` : '';
}

/** Discs for what is right, crosses for what is wrong. */
function shownMarks({ shown }: Plot, isRight: boolean, x: Place, y: Place): string {
	const marks = thinned(shown.filter(([, , right]) => right === isRight)).map(([at, value]) =>
		isRight ? `M${x(at) - 3} ${y(value)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0` : `M${x(at) - 4} ${y(value) - 4}l8 8m0-8l-8 8`,
	);
	return [...new Set(marks)].join('');
}

/** Numbers beside wrong values, where there is room for them. */
function wrongNames({ shown }: Plot, x: Place, y: Place): readonly Markup[] {
	const named: (readonly [number, number, string])[] = [];
	for (const [at, value, right] of shown) {
		if (right || named.length === MOST_NAMED || named.some(([left]) => Math.abs(left - x(at)) < NAME)) continue;
		named.push([x(at), y(value), rounded(value)]);
	}
	return named.map(
		([left, top, text]) => html`<text class="named${left > RIGHT - NAME / 2 ? ' last' : ''}" x="${left}" y="${top - 8}">${text}</text>`,
	);
}

function timeMarks({ from, to }: Plot, x: Place): readonly Markup[] {
	const raw = Math.max(1, to - from) / MARKS;
	const size = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000).find((each) => each >= raw) ?? raw;
	const marks: Markup[] = [];
	for (let at = Math.ceil(from / size) * size; at <= to; at += size) {
		marks.push(
			html`<path class="rule" d="M${x(at)} ${BOTTOM}v4"/><text class="mark" x="${x(at)}" y="${BOTTOM + 16}">${clock(at).slice(0, -2)}</text>`,
		);
	}
	return marks;
}

function valueMarks({ least, most, place }: { readonly least: number; readonly most: number; readonly place: Place }): readonly Markup[] {
	return [...new Set([least, most])].map((value) => html`<text class="scale" x="${LEFT - 6}" y="${place(value) + 4}">${rounded(value)}</text>`);
}

function legend(words: PlotWords): Markup {
	const at = (place: number) => LEFT + place * 120;
	return html`<path class="served" d="M${at(0)} ${LEGEND - 4}h18"/><text class="key" x="${at(0) + 24}" y="${LEGEND}">${words.served}</text>
<path class="right" d="M${at(1)} ${LEGEND - 4}a3 3 0 1 0 6 0a3 3 0 1 0-6 0"/><text class="key" x="${at(1) + 12}" y="${LEGEND}">${words.right}</text>
<path class="wrong" d="M${at(2)} ${LEGEND - 8}l8 8m0-8l-8 8"/><text class="key" x="${at(2) + 14}" y="${LEGEND}">${words.wrong}</text>
<rect class="failure" x="${at(3)}" y="${LEGEND - 9}" width="14" height="10"/><text class="key" x="${at(3) + 20}" y="${LEGEND}">${words.failure}</text>
<text class="axis" x="${RIGHT}" y="${LEGEND}">${words.axis}</text>`;
}

/** At most `MOST_VALUES`, evenly taken; wrong ones are thinned apart from right ones. */
function thinned<Value>(values: readonly Value[]): readonly Value[] {
	if (values.length <= MOST_VALUES) return values;
	return Array.from({ length: MOST_VALUES }, (_, i) => values[Math.floor((i * values.length) / MOST_VALUES)]!);
}

/** A tenth of a pixel. */
function round(value: number): number {
	return Math.round(value * 10) / 10;
}
