/** The power of a meter over a stretch of time, and all that stands beside it. */
import { NAME } from '../../../../modules/cosem/object-names.js';
import { type LogicalName, logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import { DAY, SECOND } from '../../../../modules/time/durations.js';
import { physicalUnitText } from '../../../../src/head-end/physical-units.js';
import { REGISTER_UNITS, type RegisterName, type RegisterUnit } from '../../../../src/route-a/register-units.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { faultFailures, sessionFailures, TruthFailures } from './failures.js';
import { halfHoursVersion } from './half-hours.js';
import type { CurveMarks, RouteAReading, Served } from './marks.js';
import type { NotifiedTold, PowerTold, ReadingTold, RouteATold, ServedTold, Verdict } from './told.js';
import { eachStretch, TruthColumns, type TruthSource, truthAt } from './truth.js';

/** What is further back than so many ms is not told. */
export const POWER_KEPT = DAY;
/** Points of the truth in one answer: those of an hour by the second fit in. */
export const MOST_POINTS = 4000;
export const LEAST_STEP = SECOND;
/** ms by which a value may be older than its reply. */
const LOOK_BACK = 20_000;
/** The newest values of a stretch that are told. */
export const MOST_SERVED = 5000;

const REGISTERS: ReadonlyMap<LogicalName, RegisterUnit> = new Map(
	Object.entries(REGISTER_UNITS).map(([name, register]) => [NAME[name as RegisterName], register]),
);
/** Parts of a unit that are told. */
const ROUNDED = 1000;

export interface PowerOptions {
	readonly marks: CurveMarks;
	readonly start: number;
	/** The past before the start was recorded of the load. */
	readonly hasPast: boolean;
	/** The world's time. */
	readonly now: number;
}

/**
 * @param from no further back than a day is told
 * @param to no further than now is told
 * @param step ms; larger where there would be too many points
 * @param mostServed the newest values that are told
 */
export function powerTold(
	meter: EmulatedMeter,
	options: PowerOptions,
	from: number,
	to: number,
	step: number,
	mostServed: number = MOST_SERVED,
): PowerTold {
	const { marks, start, now } = options;
	const end = Math.max(now - POWER_KEPT, Math.min(to, now));
	const begin = Math.min(end, Math.max(from, now - POWER_KEPT));
	const wide = Math.ceil(Math.max(1, step, (end - begin) / MOST_POINTS));
	const source = truthSource(meter, options);
	const columns = new TruthColumns(wide);
	const failures = new TruthFailures();
	eachStretch(source, begin, end, (stretch) => {
		columns.add(stretch);
		failures.add(stretch);
	});
	columns.end();
	failures.end();
	const told = marks.of(meter.name);
	return {
		meter: meter.name,
		start,
		aheadMs: meter.clockAhead,
		from: begin,
		to: end,
		step: wide,
		truth: columns.told,
		served: (told?.served.between(begin, end) ?? []).slice(-mostServed).map((served) => servedTold(source, served)),
		notified: told?.notified.between(begin, end).map(({ at, service, epcs }): NotifiedTold => ({ at, service, epcs })) ?? [],
		failures: [...failures.told, ...sessionFailures(told?.sessions.all ?? [], begin, end), ...faultFailures(marks.faultsAt(meter.name), begin, end)],
		routeA: (told?.associations.all ?? [])
			.filter(({ at, end: ended = end }) => at <= end && ended >= begin)
			.map(({ at, client, authenticated, end: ended }): RouteATold => ({ client, authenticated, from: at, to: ended ?? null })),
		readings: (told?.readings.between(begin, end) ?? []).slice(-mostServed).map((reading) => readingTold(reading, meter)),
		halfHours: halfHoursVersion(meter),
	};
}

export function truthSource(meter: EmulatedMeter, { marks, start, hasPast }: Omit<PowerOptions, 'now'>): TruthSource {
	const { terminals } = meter;
	return {
		at: (time) => terminals.at(time),
		knownFrom: terminals.knownFrom,
		metering: marks.meteringOf(meter.name),
		twoWay: meter.readings.twoWay,
		begin: hasPast ? Number.NEGATIVE_INFINITY : start,
	};
}

function servedTold(source: TruthSource, { at, watts, service, tid, to, late }: Served): ServedTold {
	const truth = truthAt(source, at);
	const verdict = truth !== undefined && late === undefined && Math.round(truth.power) === watts ? 'right' : verdictOf(source, at, watts, late);
	return { at, watts: watts ?? null, truth: truth === undefined ? null : Math.round(truth.power), verdict, service, tid, to, lateMs: late ?? null };
}

function readingTold({ at, client, medium, name, value, rows, refused }: RouteAReading, meter: EmulatedMeter): ReadingTold {
	const register = value === undefined ? undefined : REGISTERS.get(name);
	const scaled = value === undefined ? null : Math.round(value * 10 ** (register?.scaler(meter) ?? 0) * ROUNDED) / ROUNDED;
	return {
		...{ at, client, medium, obis: logicalNameText(name), value: scaled },
		unit: register === undefined ? null : physicalUnitText(register.unit),
		rows: rows ?? null,
		refused: refused ?? null,
	};
}

function verdictOf(source: TruthSource, at: number, watts: number | null | undefined, late: number | undefined): Verdict {
	if (watts === undefined) return 'refused';
	if (watts === null) return 'none';
	if (late !== undefined) return 'late';
	let isRight = false;
	// To the end of the ms in which it left.
	eachStretch(source, at - LOOK_BACK, at + 1, ({ sample }) => {
		if (sample !== undefined && Math.round(sample.power) === watts) isRight = true;
	});
	return isRight ? 'right' : 'wrong';
}
