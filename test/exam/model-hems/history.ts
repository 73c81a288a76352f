/**
 * Histories: SetC of the day (E5) or of the time and number (ED), Set_Res awaited, then Get of E2 (E4) or EC, and a look whether it is what was asked for.
 *
 * | job   | set             | got                                   | slots                                                 |
 * |-------|-----------------|---------------------------------------|-------------------------------------------------------|
 * | day   | E5: days back   | 97, 98, E2, E4: the date with the day | 48 half-hours of that day, by the date of the same reply |
 * | timed | ED: time, number | EC                                   | up to 12 half-hours back from that time                |
 */

import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { fromCivil, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, startOfDay } from '../../../src/meter/metering/calendar.js';
import type { Minute } from '../../../src/meter/metering/readings.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import { putDateTime } from '../../../src/route-b/values.js';
import type { Behaviour } from './behaviour.js';
import type { Direction, HalfHours } from './half-hours.js';
import type { MeterFacts } from './meter-facts.js';
import type { Requests } from './requests.js';
import { asked } from './start-up.js';
import { energyOf, minuteOfTime, type Scale, unsigned } from './values.js';

export type Job =
	| { readonly kind: 'day'; readonly back: number }
	/** From the newest on back. */
	| { readonly kind: 'timed'; readonly from: Minute; readonly count: number };

export interface HistoryOptions {
	readonly scheduler: Scheduler;
	readonly behaviour: Behaviour;
	readonly requests: Requests;
	readonly facts: MeterFacts;
	readonly halfHours: HalfHours;
	/** The HEMS's own time, minutes. */
	readonly now: () => Minute;
}

const DAY_LENGTH = 194;
const DAY_HEADER = 2;
const TIMED_HEADER = 7;
const TIMED_ENTRY = 8;
const SLOTS = 48;
/** Of EC. */
export const MOST_ENTRIES = 12;
const MOST_JOBS = 8;
const LAST_DAY = 99;
/** After a job that came to nothing, ms; twice as long each time, up to the second. */
const PAUSES = Object.freeze([600_000, 3_600_000] as const);

export class History {
	readonly #options: HistoryOptions;
	readonly #jobs: Job[] = [];
	#isBusy = false;
	#pause: number = PAUSES[0];
	#timer: Timer | undefined;

	constructor(options: HistoryOptions) {
		this.#options = options;
	}

	add(job: Job): void {
		if (this.#jobs.length >= MOST_JOBS || this.#jobs.some((each) => isSame(each, job))) return;
		this.#jobs.push(job);
		this.next();
	}

	/** The session is over: what was asked is asked again. */
	stop(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#isBusy = false;
	}

	/** Reads what is missing: by the time what lies close together, else by days. */
	fill(missing: readonly Minute[]): void {
		const newest = missing[0];
		if (newest === undefined) return;
		const near = missing.filter((at) => at > newest - MOST_ENTRIES * MINUTES_PER_HALF_HOUR);
		this.add({ kind: 'timed', from: newest, count: (newest - near[near.length - 1]!) / MINUTES_PER_HALF_HOUR + 1 });
		const far = missing.filter((at) => !near.includes(at));
		for (const back of new Set(far.map((at) => this.#daysBack(at)))) this.add({ kind: 'day', back });
	}

	next(): void {
		const job = this.#jobs[0];
		const { facts } = this.#options;
		if (job === undefined || this.#isBusy || this.#timer !== undefined || facts.scale === undefined) return;
		if (job.kind === 'timed' && !this.hasTimed) this.#fallBack(job);
		else if (job.kind === 'day' && !(facts.canSet(EPC.history1Day) && facts.has(EPC.importHistory1))) this.#finish();
		else this.#choose(job);
	}

	/** It can be read by time. */
	get hasTimed(): boolean {
		const { facts } = this.#options;
		return facts.canSet(EPC.history2Time) && facts.mayAsk(EPC.history2) && facts.mayAsk(EPC.history2Time);
	}

	#choose(job: Job): void {
		const { behaviour, requests, facts } = this.#options;
		this.#isBusy = true;
		if (!behaviour.setsDay) {
			this.#read(job);
			return;
		}
		const epc = job.kind === 'day' ? EPC.history1Day : EPC.history2Time;
		const edt = job.kind === 'day' ? Uint8Array.of(job.back) : timeAndCount(job.from, job.count);
		const isAwaited = behaviour.confirmsSets && behaviour.waitsForSetRes;
		requests.add({
			esv: behaviour.confirmsSets ? ESV.SetC : ESV.SetI,
			deoj: SMART_METER,
			properties: [{ epc, edt }],
			unanswered: !isAwaited,
			spared: behaviour.sparesHistory,
			done: (reply) => {
				if (isAwaited && reply?.esv !== ESV.Set_Res) {
					if (reply !== undefined) facts.onRefused(epc);
					this.#fail(job, reply !== undefined);
				} else this.#read(job);
			},
		});
	}

	#read(job: Job): void {
		const { behaviour, requests, facts } = this.#options;
		const wanted = job.kind === 'day' ? [EPC.currentTime, EPC.currentDate, EPC.importHistory1, EPC.exportHistory1] : [EPC.history2];
		const epcs = wanted.filter((epc) => facts.has(epc));
		requests.add({
			esv: ESV.Get,
			deoj: SMART_METER,
			properties: asked(epcs),
			spared: behaviour.sparesHistory,
			done: (reply) => {
				const { scale } = facts;
				const isTaken =
					reply !== undefined &&
					scale !== undefined &&
					(job.kind === 'day' ? this.#takeDay(job.back, reply, scale) : this.#takeTimed(job.from, reply, scale));
				if (isTaken) this.#finish();
				else {
					if (reply !== undefined && job.kind === 'timed') facts.onRefused(EPC.history2);
					this.#fail(job, reply !== undefined);
				}
			},
		});
	}

	/** Its turn comes again later; what was refused is read by days at once. */
	#fail(job: Job, refused: boolean): void {
		this.#isBusy = false;
		if (job.kind === 'timed' && refused) this.#fallBack(job);
		else this.#rest();
	}

	#rest(): void {
		this.#timer = this.#options.scheduler.after(this.#pause, () => {
			this.#timer = undefined;
			this.next();
		});
		this.#pause = Math.min(PAUSES[1], 2 * this.#pause);
	}

	#fallBack({ from, count }: Job & { readonly kind: 'timed' }): void {
		this.#isBusy = false;
		this.#jobs.shift();
		if (this.#options.behaviour.fallsBackToDay) {
			const days = new Set([from, from - (count - 1) * MINUTES_PER_HALF_HOUR].map((at) => this.#daysBack(at)));
			for (const back of days) this.add({ kind: 'day', back });
		}
		this.next();
	}

	#finish(): void {
		this.#isBusy = false;
		this.#pause = PAUSES[0];
		this.#jobs.shift();
		this.next();
	}

	#takeDay(back: number, { properties }: Frame, scale: Scale): boolean {
		const { behaviour } = this.#options;
		const edtOf = (epc: number) => properties.find((each) => each.epc === epc)?.edt;
		const edt = edtOf(EPC.importHistory1);
		if (edt?.length !== DAY_LENGTH) return false;
		if (behaviour.checksDay && unsigned(edt, 0, 2) !== back) return false;
		const today = this.#today(edtOf(EPC.currentDate));
		const day = today - back * MINUTES_PER_DAY;
		const end = Math.max(this.#options.halfHours.newest, back > 0 ? day + MINUTES_PER_DAY - 1 : Number.NEGATIVE_INFINITY);
		this.#takeSlots('import', edt, day, end, scale);
		const reverse = edtOf(EPC.exportHistory1);
		if (reverse?.length === DAY_LENGTH && unsigned(reverse, 0, 2) === back) this.#takeSlots('export', reverse, day, end, scale);
		return true;
	}

	#takeSlots(direction: Direction, edt: Uint8Array, day: Minute, end: Minute, scale: Scale): void {
		const { behaviour, halfHours } = this.#options;
		for (let i = 0; i < SLOTS; i++) {
			const at = day + i * MINUTES_PER_HALF_HOUR;
			const counts = energyOf(edt, DAY_HEADER + 4 * i, behaviour);
			if (counts !== undefined || at <= end) halfHours.take('history', direction, at, counts, scale);
		}
	}

	/** The beginning of the day on which the meter answered. */
	#today(date: Uint8Array | undefined): Minute {
		const { behaviour, now } = this.#options;
		const start = date?.length === 4 ? fromCivil(date[0]! * 256 + date[1]!, date[2]!, date[3]!) : undefined;
		return start !== undefined && behaviour.usesMetersDate ? start : startOfDay(now());
	}

	#takeTimed(from: Minute, { properties }: Frame, scale: Scale): boolean {
		const { behaviour, halfHours } = this.#options;
		const edt = properties.find(({ epc }) => epc === EPC.history2)?.edt;
		if (edt === undefined || edt.length < TIMED_HEADER) return false;
		const count = edt[6]!;
		const at = minuteOfTime(edt);
		if (at === undefined || (behaviour.checksDay && at !== from) || edt.length !== TIMED_HEADER + TIMED_ENTRY * count) return false;
		for (let i = 0; i < count; i++) {
			const slot = at - i * MINUTES_PER_HALF_HOUR;
			const start = TIMED_HEADER + TIMED_ENTRY * i;
			halfHours.take('history', 'import', slot, energyOf(edt, start, behaviour), scale);
			const reverse = energyOf(edt, start + 4, behaviour);
			if (reverse !== undefined) halfHours.take('history', 'export', slot, reverse, scale);
		}
		return true;
	}

	#daysBack(at: Minute): number {
		const days = Math.round((startOfDay(this.#options.now()) - startOfDay(at)) / MINUTES_PER_DAY);
		return Math.max(0, Math.min(LAST_DAY, days));
	}
}

function timeAndCount(at: Minute, count: number): Uint8Array {
	const edt = new Uint8Array(TIMED_HEADER);
	putDateTime(edt, 0, at);
	edt[6] = count;
	return edt;
}

function isSame(one: Job, other: Job): boolean {
	if (one.kind === 'day') return other.kind === 'day' && one.back === other.back;
	return other.kind === 'timed' && one.from === other.from && one.count === other.count;
}
