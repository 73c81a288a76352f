/** The power as a plot: the truth as a line in steps, what was served as marks on it, and what failed as shades behind it. */
import uPlot from 'uplot';
import type { FailureTold, PowerTold } from '../../curves/told.js';
import { type Colour, colours, drawFailures, drawMarks, drawNames, FONT } from './plot-marks.js';
import { columnsOf, since } from './power-store.js';
import { clockText, secondText, shortDateText } from './times.js';

export interface PlotOptions {
	readonly place: HTMLElement;
	readonly height: number;
	readonly isCompact: boolean;
	/** With lines of both phases. */
	readonly voltage: boolean;
	readonly current: boolean;
	/** What is shaded, in words. */
	readonly nameOf: (failure: FailureTold) => string;
	/** The hand points at a moment, or at none. */
	readonly onPoint: (at: number | undefined) => void;
}

export interface Shown {
	readonly told: PowerTold;
	/** ms up to the newest that is shown. */
	readonly span: number;
}

const SECONDS_UP_TO = 30 * 60_000;
export class PowerPlot {
	readonly #options: PlotOptions;
	readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
	readonly #observer: ResizeObserver;
	#plot: uPlot;
	#shown: Shown | undefined;
	/** A moment that was set from elsewhere. */
	#at: number | undefined;
	#isPointing = false;

	constructor(options: PlotOptions) {
		this.#options = options;
		this.#plot = this.#create();
		this.#observer = new ResizeObserver(() => this.#resize());
		this.#observer.observe(options.place);
		this.#scheme.addEventListener('change', this.#onScheme);
	}

	show(shown: Shown): void {
		this.#shown = shown;
		const plot = this.#plot;
		plot.batch(() => {
			// The line begins at the edge.
			plot.setData(columnsOf(since(shown.told, shown.told.to - shown.span)), false);
			const max = shown.told.to + shown.told.aheadMs;
			plot.setScale('x', { min: max - shown.span, max });
		});
		this.point(this.#at);
	}

	/** Draws the line of the cursor there. */
	point(at: number | undefined): void {
		this.#at = at;
		if (this.#isPointing) return;
		const left = at === undefined || this.#shown === undefined ? -10 : this.#plot.valToPos(at + this.#shown.told.aheadMs, 'x');
		this.#plot.setCursor({ left, top: left < 0 ? -10 : 0 }, false);
	}

	destroy(): void {
		this.#observer.disconnect();
		this.#scheme.removeEventListener('change', this.#onScheme);
		this.#plot.destroy();
	}

	readonly #onScheme = (): void => {
		this.#plot.destroy();
		this.#plot = this.#create();
		const shown = this.#shown;
		this.#shown = undefined;
		if (shown !== undefined) this.show(shown);
	};

	#resize(): void {
		const { place, height } = this.#options;
		if (place.clientWidth > 0) this.#plot.setSize({ width: place.clientWidth, height });
	}

	#create(): uPlot {
		const { place, height, isCompact, voltage, current, nameOf, onPoint } = this.#options;
		const colour = colours();
		const axis = (scale: string, side: uPlot.Axis.Side, unit: string, size: number): uPlot.Axis => ({
			scale,
			side,
			size,
			stroke: colour('muted'),
			font: FONT,
			grid: { show: scale === 'W', stroke: colour('line'), width: 1 },
			ticks: { show: false },
			values: (_, splits) => splits.map((value) => `${value} ${unit}`),
		});
		const line = (scale: string, name: Colour, dash: number[] | undefined): uPlot.Series => ({
			scale,
			show: scale === 'V' ? voltage : current,
			stroke: colour(name),
			width: 1.25,
			...(dash && { dash }),
			points: { show: false },
			paths: uPlot.paths.stepped!({ align: 1 }),
		});
		return new uPlot(
			{
				width: Math.max(200, place.clientWidth),
				height,
				ms: 1,
				legend: { show: false },
				padding: [12, 28, 0, 0],
				cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
				scales: {
					x: { time: true, range: (_, min, max) => [min, max] },
					W: { range: (_, min, max) => powerRange(min, max) },
					V: { range: (_, min, max) => aroundRange(min, max, 5) },
					A: { range: (_, min, max) => powerRange(min, max) },
				},
				axes: [
					{
						stroke: colour('muted'),
						font: FONT,
						grid: { stroke: colour('line'), width: 1 },
						ticks: { stroke: colour('line'), size: 4 },
						size: isCompact ? 24 : 40,
						splits: (u, __, min, max) => timeSplits(min, max, Math.max(2, Math.floor(u.width / 110))),
						values: (u, splits) => splits.map((time) => timeText(time, (u.scales.x!.max ?? 0) - (u.scales.x!.min ?? 0))),
					},
					axis('W', 3, 'W', 70),
					{ ...axis('V', 1, 'V', 60), show: voltage },
					{ ...axis('A', 1, 'A', 60), show: current },
				],
				series: [
					{},
					{
						scale: 'W',
						stroke: colour('accent'),
						width: 2,
						// What failed is seen through it.
						fill: `${colour('accent-soft')}a0`,
						fillTo: 0,
						points: { show: false },
						paths: uPlot.paths.stepped!({ align: 1 }),
					},
					line('V', 'good', undefined),
					line('V', 'good', [6, 4]),
					line('A', 'warn', undefined),
					line('A', 'warn', [6, 4]),
				],
				hooks: {
					drawClear: [(u) => this.#shown && drawFailures(u, this.#shown.told, colour)],
					draw: [
						(u) => {
							if (this.#shown === undefined) return;
							drawMarks(u, this.#shown.told, colour);
							drawNames(u, this.#shown.told, colour, nameOf);
						},
					],
					setCursor: [
						(u) => {
							if (!this.#isPointing || this.#shown === undefined) return;
							const { left = -1 } = u.cursor;
							onPoint(left < 0 ? undefined : Math.round(u.posToVal(left, 'x') - this.#shown.told.aheadMs));
						},
					],
					ready: [
						(u) => {
							u.over.addEventListener('mouseenter', () => {
								this.#isPointing = true;
							});
							u.over.addEventListener('mouseleave', () => {
								this.#isPointing = false;
								onPoint(undefined);
							});
						},
					],
				},
			},
			[[], [], [], [], [], []],
			place,
		);
	}
}

/** Zero is always on it. */
function powerRange(min: number | null, max: number | null): [number, number] {
	const [low, high] = [Math.min(0, min ?? 0), Math.max(0, max ?? 0)];
	const span = high - low || 1;
	return [low === 0 ? 0 : low - span * 0.1, high === 0 ? span * 0.1 : high + span * 0.12];
}

function aroundRange(min: number | null, max: number | null, least: number): [number, number] {
	const [low, high] = [min ?? 0, max ?? 0];
	const more = Math.max(least, (high - low) * 0.2);
	return [low - more, high + more];
}

const STEPS = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].map((seconds) => seconds * 1000);

/** Whole minutes, hours, … of Japan: its offset is whole hours, and of no step above six of them is there need. */
function timeSplits(min: number, max: number, count: number): number[] {
	const step = STEPS.find((each) => (max - min) / each <= count) ?? STEPS[STEPS.length - 1]!;
	const jst = 9 * 3_600_000;
	const splits: number[] = [];
	for (let at = Math.ceil((min + jst) / step) * step - jst; at <= max; at += step) splits.push(at);
	return splits;
}

function timeText(time: number, span: number): string {
	if (span <= SECONDS_UP_TO) return secondText(time);
	const clock = clockText(time);
	return clock === '00:00' ? `${clock}\n${shortDateText(time)}` : clock;
}
