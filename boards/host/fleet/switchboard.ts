/**
 * Which meters of a fleet are open: each is made when somebody speaks to it, and dropped once nobody does. There are as many at a time as `most`; the one that
 * has been silent longest makes room, so that whoever takes many takes them from those that do nothing.
 */
import type { Timer } from '../../../hal/ports/scheduler.js';
import { type DoorsPlace, MeterDoors, type OpenMeter } from './meter-doors.js';

export interface SwitchboardOptions extends DoorsPlace {
	/** Undefined: the meter does not answer: it has no power, is silent, or is not there. */
	readonly open: (number: number) => OpenMeter | undefined;
	/** Meters that are open at a time. */
	readonly most: number;
}

export interface SwitchboardStatistics {
	/** Meters that were opened. */
	opened: number;
	/** Those that made room for another while somebody was associated. */
	displaced: number;
	/** Requests for meters that do not answer. */
	unanswered: number;
}

/** How often those nobody speaks to are looked for, ms: associations of UDP end without a word. */
const WATCH_INTERVAL = 1000;
/** How long one is kept for the next datagram of somebody who is not associated, ms. */
const KEPT = 500;

export class Switchboard {
	readonly statistics: SwitchboardStatistics = { opened: 0, displaced: 0, unanswered: 0 };
	readonly #options: SwitchboardOptions;
	/** By number, the longest silent first. */
	readonly #doors = new Map<number, MeterDoors>();
	#watch: Timer | undefined;

	constructor(options: SwitchboardOptions) {
		this.#options = options;
	}

	/** Meters that are open. */
	get size(): number {
		return this.#doors.size;
	}

	/** Clients that are associated, or about to be. */
	get associations(): number {
		let count = 0;
		for (const doors of this.#doors.values()) count += doors.associations;
		return count;
	}

	/** Undefined: the meter does not answer. */
	doorsOf(number: number): MeterDoors | undefined {
		const now = this.#options.scheduler.now();
		const known = this.#doors.get(number);
		if (known !== undefined) {
			known.heard = now;
			this.#doors.delete(number);
			this.#doors.set(number, known);
			return known;
		}
		const meter = this.#options.open(number);
		if (meter === undefined) {
			this.statistics.unanswered++;
			return undefined;
		}
		this.#makeRoom();
		const doors = new MeterDoors(meter, this.#options);
		doors.heard = now;
		this.#doors.set(number, doors);
		this.statistics.opened++;
		this.#watch ??= this.#options.scheduler.after(WATCH_INTERVAL, () => this.#look());
		return doors;
	}

	/** Nobody speaks to this meter any more: it has no power, or is gone. Harmless where nobody did. */
	end(number: number): void {
		const doors = this.#doors.get(number);
		this.#doors.delete(number);
		doors?.close();
	}

	close(): void {
		this.#watch?.cancel();
		this.#watch = undefined;
		for (const number of [...this.#doors.keys()]) this.end(number);
	}

	#makeRoom(): void {
		if (this.#doors.size < this.#options.most) return;
		let first: number | undefined;
		for (const [number, doors] of this.#doors) {
			first ??= number;
			if (!doors.isIdle) continue;
			this.end(number);
			return;
		}
		this.statistics.displaced++;
		this.end(first!);
	}

	#look(): void {
		const { scheduler } = this.#options;
		const now = scheduler.now();
		for (const [number, doors] of this.#doors) if (doors.isIdle && now - doors.heard >= KEPT) this.end(number);
		this.#watch = this.#doors.size > 0 ? scheduler.after(WATCH_INTERVAL, () => this.#look()) : undefined;
	}
}
