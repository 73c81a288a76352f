/** Rows of supply points, a few at a time, in the order of the register. */

import { dateText } from '../../../../src/mdm/calendar.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { addDay, addUnknown, bandOf, billingPeriodOf, highest, monthOf, noTotal, type Total } from '../../../../src/mdm/derived.js';
import type { MeterRegister, StandingMeter } from '../../../../src/mdm/meter-register.js';
import { decimalsOf, numbersAt, type PointDay, pointDayOf, standingHalfHours } from '../../../../src/mdm/points.js';
import { QUALITY, qualityWord } from '../../../../src/mdm/quality.js';
import type { MeterDay, ReadingStore } from '../../../../src/mdm/reading-store.js';
import { rulesIn } from '../../../../src/mdm/rules.js';
import { countsIn } from '../../../../src/mdm/standing.js';
import { slotText } from '../days.js';
import type { Row, Wishes } from './kinds.js';

const POINTS_AT_ONCE = 200;
const NO_BAND = '-';

/** Which days of a supply point may go out; undefined: none. */
export type Allowed = (supplyPoint: string) => { readonly from: number; readonly to: number } | undefined;

/** A supply point with its days that are published, by day. */
export interface Point {
	readonly name: string;
	readonly meters: readonly StandingMeter[];
	readonly from: number;
	readonly to: number;
	readonly days: ReadonlyMap<number, PointDay>;
}

export async function* pointsOf(store: ReadingStore, register: MeterRegister, wishes: Wishes, allowed: Allowed): AsyncGenerator<Point> {
	const names = wishes.points.length > 0 ? wishes.points : [...register.supplyPoints];
	for (let at = 0; at < names.length; at += POINTS_AT_ONCE) {
		const some = names.slice(at, at + POINTS_AT_ONCE).filter((name) => allowed(name) !== undefined);
		const byMeter = new Map<number, MeterDay[]>();
		for await (const each of store.days(numbersAt(register, some), wishes.from, wishes.to)) {
			const there = byMeter.get(each.number);
			if (there === undefined) byMeter.set(each.number, [each]);
			else there.push(each);
		}
		for (const name of some) {
			const meters = register.at(name);
			const bounds = allowed(name)!;
			const [from, to] = [Math.max(wishes.from, bounds.from), Math.min(wishes.to, bounds.to)];
			const days = new Map<number, PointDay>();
			const all = meters.flatMap(({ number }) => byMeter.get(number) ?? []);
			for (let day = from; day <= to; day++) {
				const ofDay = pointDayOf(
					meters,
					day,
					all.filter((each) => each.day === day),
				);
				if (ofDay !== undefined) days.set(day, ofDay);
			}
			yield { name, meters, from, to, days };
		}
	}
}

/** Of a kind that goes by supply points. */
export function* rowsOfPoint(point: Point, wishes: Wishes): Generator<Row> {
	switch (wishes.kind) {
		case 'readings':
			for (const day of point.days.values()) yield* readingRows(day);
			return;
		case 'columns':
			for (const day of point.days.values()) yield* columnRows(point, day);
			return;
		case 'daily':
			yield* totalRows(point, (day) => [day, day + 1]);
			return;
		case 'monthly':
			yield* totalRows(point, monthOf);
			return;
		case 'billing':
			yield* totalRows(point, (day) => billingPeriodOf(day, wishes.meteringDay ?? 1));
			return;
		case 'bands':
			yield* bandRows(point, wishes);
			return;
		case 'demand':
			yield* demandRows(point, wishes);
			return;
	}
}

const kwh = (wh: number, decimals: number): string | null => (Number.isNaN(wh) ? null : (wh / 1000).toFixed(decimals));
const beginOf = (day: number, halfHour = 0): string => slotText(firstSlotOf(day) + halfHour);
const flagsText = (flags: number): string => rulesIn(flags).join(' ');

function* readingRows(day: PointDay): Generator<Row> {
	const { supplyPoint, imports, exports, quality, expected, flags, version, decimals } = day;
	for (let k = 0; k < HALF_HOURS; k++) {
		if (expected[k] === 0) continue;
		const [drawn, fed] = [kwh(imports[k]!, decimals), kwh(exports[k]!, decimals)];
		yield [supplyPoint, beginOf(day.day, k), beginOf(day.day, k + 1), drawn, fed, qualityWord(quality[k]!), flagsText(flags), version];
	}
}

function* columnRows({ meters }: Point, day: PointDay): Generator<Row> {
	const texts = (wh: Float64Array) => Array.from(wh, (each) => kwh(each, day.decimals));
	yield [day.supplyPoint, dateText(day.day), 'import', ...texts(day.imports)];
	if (meters.some(({ twoWay }) => twoWay)) yield [day.supplyPoint, dateText(day.day), 'export', ...texts(day.exports)];
}

interface Span {
	/** The first day, and the one behind the last. */
	readonly from: number;
	readonly until: number;
}

/** The spans of a supply point, cut to the days that are asked for; those in which nobody stands are left out. */
function* spansOf({ from, to, meters }: Point, spanOf: (day: number) => readonly [number, number]): Generator<Span> {
	for (let day = from; day <= to; ) {
		const until = Math.min(spanOf(day)[1], to + 1);
		let stands = false;
		for (let each = day; each < until && !stands; each++) stands = standingHalfHours(meters, each).includes(1);
		if (stands) yield { from: day, until };
		day = until;
	}
}

function totalOf(
	{ days, meters }: Point,
	{ from, until }: Span,
	isWanted?: (day: number, halfHour: number) => boolean,
): readonly [Total, number, number] {
	const total = noTotal();
	let [version, decimals] = [0, Math.max(0, ...meters.map(({ wh }) => decimalsOf(wh)))];
	for (let day = from; day < until; day++) {
		const ofDay = days.get(day);
		const wanted = isWanted && ((halfHour: number) => isWanted(day, halfHour));
		if (ofDay === undefined) {
			addUnknown(total, standingHalfHours(meters, day), wanted);
			continue;
		}
		addDay(total, ofDay, wanted);
		version = Math.max(version, ofDay.version);
		decimals = Math.max(decimals, ofDay.decimals);
	}
	return [total, version, decimals];
}

const sums = (total: Total, decimals: number): Row => [kwh(total.import, decimals), kwh(total.export, decimals)];
const counts = ({ halfHours, missing, estimated, held }: Total): Row => [halfHours, missing, estimated, held];

function* totalRows(point: Point, spanOf: (day: number) => readonly [number, number]): Generator<Row> {
	for (const span of spansOf(point, spanOf)) {
		const [total, version, decimals] = totalOf(point, span);
		yield [point.name, beginOf(span.from), beginOf(span.until), ...sums(total, decimals), ...counts(total), version];
	}
}

const periodOf = ({ meteringDay }: Wishes) => (meteringDay === undefined ? monthOf : (day: number) => billingPeriodOf(day, meteringDay));

function* bandRows(point: Point, wishes: Wishes): Generator<Row> {
	const { bands } = wishes;
	for (const span of spansOf(point, periodOf(wishes))) {
		for (const name of [...new Set(bands.map((band) => band.name)), NO_BAND]) {
			const [total, version, decimals] = totalOf(point, span, (day, k) => (bandOf(bands, day, k)?.name ?? NO_BAND) === name);
			if (name === NO_BAND && total.halfHours === 0) continue;
			yield [point.name, beginOf(span.from), beginOf(span.until), name, ...sums(total, decimals), ...counts(total), version];
		}
	}
}

function* demandRows(point: Point, wishes: Wishes): Generator<Row> {
	for (const span of spansOf(point, periodOf(wishes))) {
		const [total, version, decimals] = totalOf(point, span);
		const found = highest([...point.days.values()].filter(({ day }) => day >= span.from && day < span.until));
		const at = found === undefined ? [null, null, null] : demandRow(found.power, decimals, found.day, found.halfHour);
		yield [point.name, beginOf(span.from), beginOf(span.until), ...at, ...counts(total), version];
	}
}

const demandRow = (power: number, decimals: number, day: number, halfHour: number): Row => [
	...[kwh(power, decimals), beginOf(day, halfHour), beginOf(day, halfHour + 1)],
];

/** What became different in versions above `since`: a row a half-hour. */
export async function* changeRows(store: ReadingStore, register: MeterRegister, wishes: Wishes, allowed: Allowed): AsyncGenerator<Row> {
	const names = wishes.points.length > 0 ? wishes.points : [...register.supplyPoints];
	for (let at = 0; at < names.length; at += POINTS_AT_ONCE) {
		const some = names.slice(at, at + POINTS_AT_ONCE).filter((name) => allowed(name) !== undefined);
		let before: MeterDay | undefined;
		for await (const each of store.days(numbersAt(register, some), wishes.from, wishes.to, { history: true })) {
			const meter = register.of(each.number)!;
			const { from, to } = allowed(meter.supplyPoint)!;
			const isNext = before?.number === each.number && before.day === each.day;
			if (isNext && each.version > wishes.since && each.day >= from && each.day <= to) yield* changesBetween(meter, before!, each);
			before = each;
		}
	}
}

function* changesBetween(meter: StandingMeter, before: MeterDay, after: MeterDay): Generator<Row> {
	const [modulus, decimals] = [10 ** meter.digits, decimalsOf(meter.wh)];
	const texts = ({ imports, exports, quality }: MeterDay, k: number) => [
		kwh(countsIn(imports, 0, k, modulus) * meter.wh, decimals),
		meter.twoWay ? kwh(countsIn(exports, 0, k, modulus) * meter.wh, decimals) : null,
		qualityWord(quality[k] ?? QUALITY.none),
	];
	for (let k = 0; k < HALF_HOURS; k++) {
		const [old, now] = [texts(before, k), texts(after, k)];
		if (old.every((each, i) => each === now[i])) continue;
		const times = [beginOf(after.day, k), beginOf(after.day, k + 1)];
		yield [meter.supplyPoint, meter.number, ...times, old[0]!, now[0]!, old[1]!, now[1]!, old[2]!, now[2]!, after.version];
	}
}
