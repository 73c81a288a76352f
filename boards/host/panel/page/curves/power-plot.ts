/** The power as a plot: the truth as a line in steps, what was served as marks on it, and what failed as shades behind it. */
import uPlot from 'uplot';
import type { FailureKind, FailureTold, PowerTold, ServedTold, Verdict } from '../../curves/told.js';
import { clockText, secondText, shortDateText } from './times.js';

export interface PlotOptions {
	readonly place: HTMLElement;
	readonly height: number;
	/** Without axes of voltage and current, and fewer words. */
	readonly isCompact: boolean;
	/** What is shaded, in words. */
	readonly nameOf: (failure: FailureTold) => string;
	/** The hand points at a moment, or at none. */
	readonly onPoint: (at: number | undefined) => void;
}

export interface Shown {
	readonly told: PowerTold;
	/** ms up to the newest that is shown. */
	readonly span: number;
	readonly voltage: boolean;
	readonly current: boolean;
}

type Colour = 'ink' | 'muted' | 'line' | 'accent' | 'accent-soft' | 'good' | 'warn' | 'bad' | 'bad-soft' | 'warn-soft' | 'raised' | 'card';

const FONT = '12px system-ui, "Noto Sans CJK JP", "IPAPGothic", sans-serif';
const LANE = 16;
const SECONDS_UP_TO = 30 * 60_000;
/** Behind what fails: a colour, and the angle of its hatch in quarters of a turn; none is a plain shade. */
const SHADES: Readonly<Record<FailureKind, readonly [Colour, Colour, number | undefined]>> = Object.freeze({
	fault: ['warn-soft', 'warn', undefined],
	power: ['bad-soft', 'bad', 0.5],
	contact: ['bad-soft', 'bad', 1.5],
	metering: ['raised', 'muted', 0.5],
	session: ['raised', 'muted', 1],
});
const VERDICT_COLOURS: Readonly<Record<Verdict, Colour>> = Object.freeze({ right: 'ink', wrong: 'bad', late: 'warn', none: 'muted', refused: 'bad' });

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
		const before = this.#shown;
		this.#shown = shown;
		const plot = this.#plot;
		plot.batch(() => {
			for (const [series, isOn] of [
				[2, shown.voltage],
				[3, shown.voltage],
				[4, shown.current],
				[5, shown.current],
			] as const)
				if (before === undefined || plot.series[series]!.show !== isOn) plot.setSeries(series, { show: isOn });
			plot.setData(columnsOf(shown.told), false);
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
		const { place, height, isCompact, onPoint } = this.#options;
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
			show: false,
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
				padding: [12, 12, 0, 0],
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
						space: 80,
						splits: (_, __, min, max) => timeSplits(min, max, isCompact ? 4 : 8),
						values: (u, splits) => splits.map((time) => timeText(time, (u.scales.x!.max ?? 0) - (u.scales.x!.min ?? 0))),
					},
					axis('W', 3, 'W', 70),
					{ ...axis('V', 1, 'V', 60), show: !isCompact },
					{ ...axis('A', 1, 'A', 60), show: !isCompact },
				],
				series: [
					{},
					{
						scale: 'W',
						stroke: colour('accent'),
						width: 2,
						fill: colour('accent-soft'),
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
					drawClear: [(u) => this.#drawFailures(u, colour)],
					draw: [(u) => this.#drawMarks(u, colour)],
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

	#drawFailures(u: uPlot, colour: (name: Colour) => string): void {
		const shown = this.#shown;
		if (shown === undefined) return;
		const { told } = shown;
		const { ctx, bbox } = u;
		const ratio = devicePixelRatio;
		const lanes: number[] = [];
		ctx.save();
		ctx.beginPath();
		ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
		ctx.clip();
		ctx.font = scaledFont(ratio);
		ctx.textBaseline = 'middle';
		for (const failure of told.failures) {
			const left = Math.max(bbox.left, u.valToPos(failure.from + told.aheadMs, 'x', true));
			const right = Math.min(bbox.left + bbox.width, u.valToPos(failure.to + told.aheadMs, 'x', true));
			if (right < bbox.left || left > bbox.left + bbox.width) continue;
			const width = Math.max(2 * ratio, right - left);
			const [shade, stroke, angle] = SHADES[failure.kind];
			ctx.globalAlpha = 0.75;
			ctx.fillStyle = colour(shade);
			ctx.fillRect(left, bbox.top, width, bbox.height);
			ctx.strokeStyle = colour(stroke);
			ctx.lineWidth = ratio;
			if (angle !== undefined) hatch(ctx, left, bbox.top, width, bbox.height, angle, ratio);
			ctx.globalAlpha = 1;
			ctx.beginPath();
			ctx.moveTo(left, bbox.top);
			ctx.lineTo(left, bbox.top + bbox.height);
			ctx.stroke();
			const text = this.#options.nameOf(failure);
			const wide = ctx.measureText(text).width + 8 * ratio;
			if (wide > width) continue;
			let lane = lanes.findIndex((end) => end <= left);
			if (lane < 0) lane = lanes.length;
			lanes[lane] = left + wide;
			const middle = bbox.top + (lane + 0.5) * LANE * ratio;
			ctx.fillStyle = colour('card');
			ctx.fillRect(left, middle - (LANE / 2) * ratio, wide, LANE * ratio);
			ctx.strokeRect(left, middle - (LANE / 2) * ratio, wide, LANE * ratio);
			ctx.fillStyle = colour(stroke);
			ctx.fillText(text, left + 4 * ratio, middle);
		}
		ctx.restore();
	}

	#drawMarks(u: uPlot, colour: (name: Colour) => string): void {
		const shown = this.#shown;
		if (shown === undefined) return;
		const { told } = shown;
		const { ctx, bbox } = u;
		const ratio = devicePixelRatio;
		const [left, right, bottom] = [bbox.left, bbox.left + bbox.width, bbox.top + bbox.height];
		const xOf = (at: number) => u.valToPos(at + told.aheadMs, 'x', true);
		ctx.save();
		ctx.lineWidth = 1.5 * ratio;
		const zero = u.valToPos(0, 'W', true);
		if (zero > bbox.top && zero < bottom) {
			ctx.strokeStyle = colour('muted');
			ctx.beginPath();
			ctx.moveTo(left, zero);
			ctx.lineTo(right, zero);
			ctx.stroke();
		}
		ctx.fillStyle = colour('accent');
		for (const { at } of told.notified) {
			const x = xOf(at);
			if (x < left || x > right) continue;
			// A wedge that stands on the axis.
			ctx.beginPath();
			ctx.moveTo(x, bottom - 10 * ratio);
			ctx.lineTo(x + 4 * ratio, bottom);
			ctx.lineTo(x - 4 * ratio, bottom);
			ctx.closePath();
			ctx.fill();
		}
		ctx.strokeStyle = colour('good');
		ctx.fillStyle = colour('good');
		for (const { from, to } of told.routeA) {
			const [begin, end] = [Math.max(left, xOf(from)), Math.min(right, xOf(to ?? told.to))];
			if (end < left || begin > right) continue;
			// A flag on a mast, as long as the association.
			ctx.beginPath();
			ctx.moveTo(begin, bottom - 14 * ratio);
			ctx.lineTo(begin, bottom);
			ctx.stroke();
			ctx.fillRect(begin, bottom - 14 * ratio, Math.max(6 * ratio, end - begin), 5 * ratio);
		}
		for (const served of told.served) {
			const x = xOf(served.at);
			if (x >= left && x <= right) drawServed(ctx, served, x, yOf(u, served, bbox.top, bottom, ratio), ratio, colour);
		}
		ctx.restore();
	}
}

/** Of what lies above or below the scale at its edge; of no value at the bottom. */
function yOf(u: uPlot, { watts }: ServedTold, top: number, bottom: number, ratio: number): number {
	const inset = 8 * ratio;
	if (watts === null) return bottom - inset;
	return Math.max(top + inset, Math.min(bottom - inset, u.valToPos(watts, 'W', true)));
}

/** A disc that is right, a cross that is wrong, a triangle that is late, a hollow diamond without data, a barred square that was refused. */
function drawServed(
	ctx: CanvasRenderingContext2D,
	{ verdict }: ServedTold,
	x: number,
	y: number,
	ratio: number,
	colour: (name: Colour) => string,
): void {
	const r = (verdict === 'right' ? 2.75 : 5) * ratio;
	ctx.strokeStyle = colour(VERDICT_COLOURS[verdict]);
	ctx.fillStyle = verdict === 'right' || verdict === 'late' ? colour(VERDICT_COLOURS[verdict]) : colour('card');
	ctx.lineWidth = 2 * ratio;
	ctx.beginPath();
	switch (verdict) {
		case 'right':
			ctx.arc(x, y, r, 0, 2 * Math.PI);
			ctx.fill();
			return;
		case 'wrong':
			ctx.moveTo(x - r, y - r);
			ctx.lineTo(x + r, y + r);
			ctx.moveTo(x + r, y - r);
			ctx.lineTo(x - r, y + r);
			ctx.stroke();
			return;
		case 'late':
			ctx.moveTo(x, y - r);
			ctx.lineTo(x + r, y + r);
			ctx.lineTo(x - r, y + r);
			ctx.closePath();
			ctx.fill();
			return;
		case 'none':
			ctx.moveTo(x, y - r);
			ctx.lineTo(x + r, y);
			ctx.lineTo(x, y + r);
			ctx.lineTo(x - r, y);
			ctx.closePath();
			ctx.fill();
			ctx.stroke();
			return;
		case 'refused':
			ctx.rect(x - r, y - r, 2 * r, 2 * r);
			ctx.fill();
			ctx.moveTo(x - r, y + r);
			ctx.lineTo(x + r, y - r);
			ctx.stroke();
	}
}

/** Lines across a rectangle; the angle in quarters of a turn. */
function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, height: number, angle: number, ratio: number): void {
	ctx.save();
	ctx.beginPath();
	ctx.rect(left, top, width, height);
	ctx.clip();
	ctx.globalAlpha = 0.3;
	ctx.beginPath();
	const step = 8 * ratio;
	if (angle === 1)
		for (let x = left; x < left + width; x += step) {
			ctx.moveTo(x, top);
			ctx.lineTo(x, top + height);
		}
	else
		for (let x = left - height; x < left + width; x += step) {
			const [from, to] = angle < 1 ? [top + height, top] : [top, top + height];
			ctx.moveTo(x, from);
			ctx.lineTo(x + height, to);
		}
	ctx.stroke();
	ctx.restore();
}

/** The last point holds up to the end. */
function columnsOf({ truth, to, aheadMs }: PowerTold): uPlot.AlignedData {
	const x = truth.time.map((time) => time + aheadMs);
	const last = <Value>(values: readonly Value[]) => (values.length === 0 ? [] : [...values, values[values.length - 1]!]);
	return [
		x.length === 0 ? [] : [...x, to + aheadMs],
		last(truth.watts),
		last(truth.voltageR),
		last(truth.voltageT),
		last(truth.currentR),
		last(truth.currentT),
	];
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

function scaledFont(ratio: number): string {
	return FONT.replace('12px', `${12 * ratio}px`);
}

/** The colours of the page as they are now. */
function colours(): (name: Colour) => string {
	const style = getComputedStyle(document.documentElement);
	const found = new Map<Colour, string>();
	return (name) => {
		const known = found.get(name) ?? style.getPropertyValue(`--${name}`).trim();
		found.set(name, known);
		return known;
	};
}
