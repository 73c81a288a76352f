/** What stands behind and on the line of the power: shades where something failed, marks of what was served, notified and read. */
import type uPlot from 'uplot';
import type { FailureKind, FailureTold, PowerTold, ServedTold, Verdict } from '../../curves/told.js';

export type Colour = 'ink' | 'muted' | 'line' | 'accent' | 'accent-soft' | 'good' | 'warn' | 'bad' | 'bad-soft' | 'warn-soft' | 'raised' | 'card';
export type Colours = (name: Colour) => string;

export const FONT = '12px system-ui, "Noto Sans CJK JP", "IPAPGothic", sans-serif';
const LANE = 16;
/** Behind what fails: a colour, and the angle of its hatch in quarters of a turn; none is a plain shade. */
const SHADES: Readonly<Record<FailureKind, readonly [Colour, Colour, number | undefined]>> = Object.freeze({
	fault: ['warn-soft', 'warn', undefined],
	power: ['bad-soft', 'bad', 0.5],
	contact: ['bad-soft', 'bad', 1.5],
	metering: ['raised', 'muted', 0.5],
	session: ['raised', 'muted', 1],
});
const VERDICT_COLOURS: Readonly<Record<Verdict, Colour>> = Object.freeze({ right: 'ink', wrong: 'bad', late: 'warn', none: 'muted', refused: 'bad' });

/** Shades over the whole height. */
export function drawFailures(u: uPlot, told: PowerTold, colour: Colours): void {
	const { ctx, bbox } = u;
	const ratio = devicePixelRatio;
	ctx.save();
	ctx.setLineDash([]);
	ctx.beginPath();
	ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
	ctx.clip();
	for (const failure of told.failures) {
		const place = placeOf(u, told, failure);
		if (place === undefined) continue;
		const { left, width } = place;
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
	}
	ctx.restore();
}

/** What failed, in words at the top of its shade, where there is room for them. */
export function drawNames(u: uPlot, told: PowerTold, colour: Colours, nameOf: (failure: FailureTold) => string): void {
	const { ctx, bbox } = u;
	const ratio = devicePixelRatio;
	const lanes: number[] = [];
	ctx.save();
	ctx.setLineDash([]);
	ctx.lineWidth = ratio;
	ctx.font = scaledFont(ratio);
	ctx.textBaseline = 'middle';
	ctx.textAlign = 'left';
	for (const failure of told.failures) {
		const place = placeOf(u, told, failure);
		const text = nameOf(failure);
		const wide = ctx.measureText(text).width + 8 * ratio;
		if (place === undefined || wide > place.width) continue;
		const { left } = place;
		let lane = lanes.findIndex((end) => end <= left);
		if (lane < 0) lane = lanes.length;
		lanes[lane] = left + wide;
		const top = bbox.top + lane * (LANE + 2) * ratio;
		const [, stroke] = SHADES[failure.kind];
		ctx.fillStyle = colour('card');
		ctx.strokeStyle = colour(stroke);
		ctx.fillRect(left, top, wide, LANE * ratio);
		ctx.strokeRect(left, top, wide, LANE * ratio);
		ctx.fillStyle = colour(stroke);
		ctx.fillText(text, left + 4 * ratio, top + (LANE / 2 + 1) * ratio);
	}
	ctx.restore();
}

/** Canvas pixels of the part of a failure that is seen; undefined: none is. */
function placeOf(
	{ bbox, valToPos }: uPlot,
	{ aheadMs }: PowerTold,
	{ from, to }: FailureTold,
): { readonly left: number; readonly width: number } | undefined {
	const left = Math.max(bbox.left, valToPos(from + aheadMs, 'x', true));
	const right = Math.min(bbox.left + bbox.width, valToPos(to + aheadMs, 'x', true));
	if (right < bbox.left || left > bbox.left + bbox.width) return undefined;
	return { left, width: Math.max(2 * devicePixelRatio, right - left) };
}

export function drawMarks(u: uPlot, told: PowerTold, colour: Colours): void {
	const { ctx, bbox } = u;
	const ratio = devicePixelRatio;
	const [left, right, bottom] = [bbox.left, bbox.left + bbox.width, bbox.top + bbox.height];
	const xOf = (at: number) => u.valToPos(at + told.aheadMs, 'x', true);
	ctx.save();
	ctx.setLineDash([]);
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
	let last = Number.NEGATIVE_INFINITY;
	for (const { at, refused } of told.readings) {
		const x = xOf(at);
		// Those of one moment are one mark.
		if (x < left || x > right || x - last < ratio) continue;
		last = x;
		// A pin on the axis, with a hollow head where it was refused.
		ctx.strokeStyle = colour(refused === null ? 'good' : 'bad');
		ctx.fillStyle = colour(refused === null ? 'good' : 'card');
		ctx.beginPath();
		ctx.moveTo(x, bottom);
		ctx.lineTo(x, bottom - 20 * ratio);
		ctx.stroke();
		ctx.beginPath();
		ctx.arc(x, bottom - 20 * ratio, 3.5 * ratio, 0, 2 * Math.PI);
		ctx.fill();
		ctx.stroke();
	}
	for (const served of told.served) {
		const x = xOf(served.at);
		if (x >= left && x <= right) drawServed(ctx, served, x, yOf(u, served, bbox.top, bottom, ratio), ratio, colour);
	}
	ctx.restore();
}

/** Of what lies above or below the scale at its edge; of no value at the bottom. */
function yOf(u: uPlot, { watts }: ServedTold, top: number, bottom: number, ratio: number): number {
	const inset = 8 * ratio;
	if (watts === null) return bottom - inset;
	return Math.max(top + inset, Math.min(bottom - inset, u.valToPos(watts, 'W', true)));
}

/** A disc that is right, a cross that is wrong, a triangle that is late, a hollow diamond without data, a barred square that was refused. */
function drawServed(ctx: CanvasRenderingContext2D, { verdict }: ServedTold, x: number, y: number, ratio: number, colour: Colours): void {
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
	ctx.globalAlpha = 0.2;
	ctx.beginPath();
	const step = 10 * ratio;
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

function scaledFont(ratio: number): string {
	return FONT.replace('12px', `${12 * ratio}px`);
}

/** The colours of the page as they are now. */
export function colours(): (name: Colour) => string {
	const style = getComputedStyle(document.documentElement);
	const found = new Map<Colour, string>();
	return (name) => {
		const known = found.get(name) ?? style.getPropertyValue(`--${name}`).trim();
		found.set(name, known);
		return known;
	};
}
