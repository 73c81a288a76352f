/** Two lessons on what a meter measures: a half-hour as it is counted and told, and a unit that is pulled. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { Frame, Property } from '../../../../modules/echonet-lite/frame.js';
import { HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { EPC } from '../../../../src/route-b/epc.js';
import { isoTime, parseIsoTime } from '../../../../src/world/time/iso-time.js';
import type { WatchedFrame } from './air-watch.js';
import type { LessonSteps } from './lesson.js';
import type { PulledFacts } from './lesson-facts.js';
import { LessonError } from './lesson-failure.js';
import type { Stage } from './stage.js';
import { exchangeOf, joinAgain, joined, left, meaningOf, read, readPower, start, tidOf } from './visit.js';

const HALF_HOUR = 30 * MINUTE;
/** How long after a boundary its notification may come, ms: `--notify-delay` and the fault `late-notification` included. */
const NOTIFICATION = 10 * MINUTE;
const DEFAULT_COEFFICIENT = 1;
/** How long a unit may take to its work, ms. */
const GREETING = 2 * MINUTE;

/** EA as the meter has told it. */
interface FixedTime {
	/** ISO 8601, of the meter; null before the first boundary. */
	readonly time: string | null;
	/** kWh. */
	readonly energy: number | null;
}

export function halfHourLesson(stage: Stage): LessonSteps<'half-hour'> {
	const { meter } = stage;
	let unit = 0;
	let before: FixedTime = { time: null, energy: null };
	let after: FixedTime = before;
	return {
		start: () => start(stage),
		joined: () => joined(stage),
		now: async () => {
			const { frame, since } = await read(stage, [EPC.energyUnit, EPC.coefficient, EPC.importEnergy, EPC.power, EPC.fixedTimeImport]);
			const of = (epc: number) => meaningOf(frame.properties.find((each) => each.epc === epc));
			const [counts, watts] = [of(EPC.importEnergy), of(EPC.power)];
			const coefficient = numberOr(of(EPC.coefficient), DEFAULT_COEFFICIENT);
			// 0.001 times 1000 is 1, and not a little less.
			unit = rounded(coefficient * numberOr(of(EPC.energyUnit), 1));
			before = fixedTimeOf(frame.properties, unit);
			const { reply } = exchangeOf(stage, frame.tid, since);
			return {
				unit,
				energy: typeof counts === 'number' ? rounded(counts * unit) : null,
				watts: typeof watts === 'number' ? watts : null,
				fixedTime: before.time,
				fixedEnergy: before.energy,
				next: isoTime(nextBoundary(meter.clock.now())),
				reply,
			};
		},
		boundary: async () => {
			await joinAgain(stage);
			const since = stage.now;
			const left = nextBoundary(meter.clock.now()) - meter.clock.now();
			stage.onWait(stage.site.start + since + left);
			try {
				const frame = await notification(stage, left + NOTIFICATION);
				after = fixedTimeOf(frame.properties, unit);
				if (after.time === null) throw new LessonError({ kind: 'unseen', what: 'EA' });
				const told = lastOf(stage, since, frame.tid);
				const boundary = parseIsoTime(after.time) ?? 0;
				return {
					fixedTime: after.time,
					fixedEnergy: after.energy,
					afterMs: Math.round(meter.clock.now() - boundary),
					notification: stage.seen(told, 'secured meter'),
					epcs: frame.properties.map(({ epc }) => toUpperHex(Uint8Array.of(epc))),
				};
			} finally {
				stage.onWait(undefined);
			}
		},
		difference: () => {
			const [from, to] = [parseIsoTime(before.time ?? ''), parseIsoTime(after.time ?? '')];
			const halfHours = from === undefined || to === undefined ? 0 : Math.round((to - from) / HALF_HOUR);
			const used = halfHours <= 0 || before.energy === null || after.energy === null ? null : rounded(after.energy - before.energy);
			const average = used === null ? null : Math.round((used * 1000 * HOUR) / (halfHours * HALF_HOUR));
			return { used, average, before: before.time, after: after.time ?? '', halfHours };
		},
		left: () => left(stage),
	};
}

export function unitLesson(stage: Stage): LessonSteps<'unit'> {
	const { meter } = stage;
	let energyBefore = '';
	let pulled: PulledFacts;
	const unitNow = () => {
		const unit = meter.shelf.inPlace('metering');
		return { code: unit?.type.code ?? '', serial: unit?.identity.serial ?? '' };
	};
	return {
		start: () => start(stage),
		joined: () => joined(stage),
		before: async () => {
			const { facts, properties } = await readPower(stage, EPC.importEnergy);
			energyBefore = edtOf(properties, EPC.importEnergy);
			return { ...facts, ...unitNow() };
		},
		pulled: async () => {
			const { code, serial } = unitNow();
			const { what, elapsedMs, time } = await stage.commandTold(
				'pull metering',
				'plug metering',
				'unit',
				(event) => event.node === meter.name && event.place === 'metering' && event.what.startsWith('pulled'),
			);
			pulled = { code, serial, what, at: elapsedMs, time };
			return pulled;
		},
		missing: async () => {
			const { facts, properties } = await readPower(stage, EPC.importEnergy, EPC.faultStatus);
			return { ...facts, energy: edtOf(properties, EPC.importEnergy), fault: edtOf(properties, EPC.faultStatus) };
		},
		plugged: async () => {
			const since = stage.now;
			await stage.command('plug metering');
			stage.settled();
			for (let waited = 0; meter.base.report('metering').state !== 'working'; waited += STEP) {
				if (waited > GREETING) throw new LessonError({ kind: 'tooLong' });
				await stage.pause(STEP);
			}
			const tookMs = stage.now - since;
			const { facts, properties } = await readPower(stage, EPC.importEnergy);
			return { ...facts, tookMs, energyBefore, energyAfter: edtOf(properties, EPC.importEnergy) };
		},
		left: () => left(stage),
	};
}

/** How often it is looked whether a unit works, virtual ms. */
const STEP = 100;

/** The next message that tells EA unasked. */
async function notification(stage: Stage, limit: number): Promise<Frame> {
	const { hems } = stage;
	try {
		return await stage.ask<Frame>((done) => {
			hems.onNotification = (frame) => {
				if (frame.properties.some(({ epc }) => epc === EPC.fixedTimeImport)) done(copyOf(frame));
			};
		}, limit);
	} finally {
		hems.onNotification = () => {};
	}
}

/** The bytes of a datagram are not its receiver's to keep. */
function copyOf(frame: Frame): Frame {
	return { ...frame, properties: frame.properties.map(({ epc, edt }) => ({ epc, edt: edt.slice() })) };
}

function lastOf(stage: Stage, since: number, tid: number): WatchedFrame | undefined {
	return stage
		.frames('secured', since, 'meter')
		.filter((frame) => tidOf(stage, frame) === tid)
		.at(-1);
}

function fixedTimeOf(properties: readonly Property[], unit: number): FixedTime {
	const value = meaningOf(properties.find(({ epc }) => epc === EPC.fixedTimeImport)) as {
		readonly time: string | null;
		readonly energy: number | null;
	} | null;
	return { time: value?.time ?? null, energy: value?.energy == null ? null : rounded(value.energy * unit) };
}

function edtOf(properties: readonly Property[], epc: number): string {
	return toUpperHex(properties.find((each) => each.epc === epc)?.edt ?? new Uint8Array(0));
}

function nextBoundary(time: number): number {
	return (Math.floor(time / HALF_HOUR) + 1) * HALF_HOUR;
}

function numberOr(value: unknown, otherwise: number): number {
	return typeof value === 'number' ? value : otherwise;
}

/** To the tenth of a Wh, of kWh. */
function rounded(kilowattHours: number): number {
	return Math.round(kilowattHours * 10_000) / 10_000;
}
