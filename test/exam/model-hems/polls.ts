/** The present values, asked again and again: one Get for all of them, with what is missing of the scale; and EA, EB where no notification came. */
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { between } from '../../../modules/bytes/chance.js';
import { ESV, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { MINUTES_PER_HALF_HOUR } from '../../../src/meter/metering/calendar.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import type { Behaviour } from './behaviour.js';
import type { HalfHours } from './half-hours.js';
import type { MeterFacts } from './meter-facts.js';
import type { Requests } from './requests.js';
import { asked } from './start-up.js';

export interface PollsOptions {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly behaviour: Behaviour;
	readonly requests: Requests;
	readonly facts: MeterFacts;
	readonly halfHours: HalfHours;
	/** The HEMS's own time, ms since 1970-01-01T00:00:00Z. */
	readonly wallClock: () => number;
	/** Of a reply to a Get of these. */
	readonly take: (asked: readonly number[], reply: Frame) => void;
	/** EA of the last half-hour is there, or was asked for. */
	readonly onHalfHour: () => void;
}

const PRESENT: readonly number[] = [EPC.power, EPC.currents, EPC.importEnergy, EPC.exportEnergy];
const HALF_HOUR: readonly number[] = [EPC.fixedTimeImport, EPC.fixedTimeExport];
const IDENTITY: readonly number[] = [EPC.serialNumber, EPC.coefficient, EPC.effectiveDigits, EPC.energyUnit];
/** The most properties that a meter has to take. */
const MOST = 6;
const HALF_HOUR_MS = MINUTES_PER_HALF_HOUR * 60_000;
const MINUTE_MS = 60_000;
/** Not all homes ask at the same moment, ms. */
const SPREAD = 20_000;
/** Until EA is asked for again where the meter told an older one, ms, and how often. */
const AGAIN = 300_000;
const ASKED_AGAIN = 2;

export class Polls {
	readonly #options: PollsOptions;
	#poll: Timer | undefined;
	#check: Timer | undefined;
	/** It was asked who it is, and has not answered. */
	#isDoubted = false;

	constructor(options: PollsOptions) {
		this.#options = options;
	}

	begin(): void {
		this.stop();
		this.#tick();
		this.#awaitHalfHour();
	}

	stop(): void {
		this.#poll?.cancel();
		this.#check?.cancel();
		this.#isDoubted = false;
	}

	/** It may be another meter: who it is, and its scale. */
	doubt(): void {
		if (this.#isDoubted) return;
		this.#isDoubted = true;
		this.#get(
			IDENTITY.filter((epc) => this.#options.facts.has(epc)),
			() => {
				this.#isDoubted = false;
			},
		);
	}

	#tick(): void {
		const { scheduler, behaviour, requests } = this.#options;
		this.#poll = scheduler.after(behaviour.pollMs, () => this.#tick());
		if (requests.isFull) return;
		this.#options.facts.onPoll();
		const epcs = this.#wanted();
		const again = behaviour.repeatsSmaller && epcs.includes(EPC.power) ? asked([EPC.power]) : undefined;
		if (behaviour.oneGet) this.#get(epcs, undefined, again);
		else for (const epc of epcs) this.#get([epc]);
	}

	#wanted(): readonly number[] {
		const { facts, behaviour } = this.#options;
		const present = PRESENT.filter((epc) => facts.mayAsk(epc));
		if (behaviour.pollAlso.length > 0) return [...present, ...behaviour.pollAlso.filter((epc) => facts.mayAsk(epc))];
		const missing = behaviour.readsUnits && behaviour.readsUnitsAgain ? facts.missing.filter((epc) => facts.mayAsk(epc)) : [];
		return [...present.slice(0, Math.max(2, MOST - missing.length)), ...missing].slice(0, MOST);
	}

	#get(epcs: readonly number[], then: () => void = () => {}, again?: readonly Property[]): void {
		const { requests, take } = this.#options;
		if (epcs.length === 0) return;
		requests.add({
			esv: ESV.Get,
			deoj: SMART_METER,
			properties: asked(epcs),
			...(again && { again }),
			done: (reply, properties) => {
				if (reply === undefined) return;
				take(
					properties.map(({ epc }) => epc),
					reply,
				);
				then();
			},
		});
	}

	/** From :05 and :35 on, where nothing has come. */
	#awaitHalfHour(): void {
		const { scheduler, random, behaviour, wallClock } = this.#options;
		const since = wallClock() % HALF_HOUR_MS;
		const at = Number.isFinite(behaviour.asksMissedMs) ? behaviour.asksMissedMs : AGAIN;
		const until = since < at ? at - since : HALF_HOUR_MS - since + at;
		this.#check = scheduler.after(until + between(random, 0, SPREAD), () => this.#checkHalfHour(ASKED_AGAIN));
	}

	#checkHalfHour(left: number): void {
		const { scheduler, behaviour, facts, halfHours, wallClock, onHalfHour } = this.#options;
		const expected = Math.floor(wallClock() / HALF_HOUR_MS) * MINUTES_PER_HALF_HOUR;
		const epcs = HALF_HOUR.filter((epc) => facts.mayAsk(epc));
		if (halfHours.newest >= expected || !Number.isFinite(behaviour.asksMissedMs) || left === 0) {
			this.#awaitHalfHour();
			onHalfHour();
			return;
		}
		this.#get(epcs, () => {
			if (halfHours.newest < expected && left === 1) halfHours.expect(expected);
			onHalfHour();
		});
		this.#check = scheduler.after(AGAIN, () => this.#checkHalfHour(left - 1));
	}
}

/** Minutes since 1970-01-01T00:00Z. */
export function minuteOfClock(wallClock: number): number {
	return Math.floor(wallClock / MINUTE_MS);
}
