/**
 * A radio that keeps the law: at most 360 s of transmission in any hour (ARIB STD-T108 for the channels of Route B).
 * The hour is a ring of one-minute sums. The oldest minute leaves as a whole, and only when all of it is an hour old.
 */
import type { Radio, TransmitResult } from '../../hal/ports/radio.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { MINUTE } from '../time/durations.js';
import { WrappedRadio } from './wrapped-radio.js';

/** The minutes of an hour, and the one that has begun. */
const MINUTES = 61;

/** ms of transmission allowed in an hour. */
export const ARIB_LIMIT = 6 * MINUTE;

export class LimitedRadio extends WrappedRadio {
	/** Called when the limit is reached, and when there is room again. */
	onLimit: (limited: boolean) => void = () => {};
	readonly #scheduler: Scheduler;
	#limit: number;
	readonly #sums = new Float64Array(MINUTES);
	#minute = 0;
	#total = 0;
	#limited = false;

	/** @param limit ms of transmission an hour; Infinity switches the limit off */
	constructor(radio: Radio, scheduler: Scheduler, limit = ARIB_LIMIT) {
		super(radio);
		this.#scheduler = scheduler;
		this.#limit = limit;
	}

	/** ms of transmission an hour. */
	get limit(): number {
		return this.#limit;
	}

	/** A greater one makes room at once. */
	set limit(limit: number) {
		this.#limit = limit;
		if (this.#limited && this.hasRoom) this.setLimited(false);
	}

	get isLimited(): boolean {
		this.advance();
		return this.#limited;
	}

	/** ms transmitted within the last hour. */
	get transmitTime(): number {
		this.advance();
		return this.#total;
	}

	/** Counts from 0 again. */
	resetTransmitTime(): void {
		this.#sums.fill(0);
		this.#total = 0;
		this.setLimited(false);
	}

	override transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		this.advance();
		const airTime = this.airTime(psdu.length);
		if (this.#total + airTime > this.#limit) {
			this.setLimited(true);
			this.#scheduler.after(0, () => done('limited'));
			return;
		}
		this.inner.transmit(psdu, cca, (result) => {
			if (result === 'sent') this.spend(airTime);
			done(result);
		});
	}

	private airTime(length: number): number {
		return this.capabilities.headerTime + length * this.capabilities.byteTime;
	}

	private spend(airTime: number): void {
		this.advance();
		const slot = this.#minute % MINUTES;
		this.#sums[slot] = this.#sums[slot]! + airTime;
		this.#total += airTime;
	}

	private advance(): void {
		const minute = Math.floor(this.#scheduler.now() / MINUTE);
		if (minute === this.#minute) return;
		const passed = Math.min(MINUTES, minute - this.#minute);
		for (let i = 1; i <= passed; i++) this.#sums[(this.#minute + i) % MINUTES] = 0;
		this.#minute = minute;
		this.#total = this.#sums.reduce((sum, each) => sum + each, 0);
		if (this.#limited && this.hasRoom) this.setLimited(false);
	}

	/** Whether the longest frame there is still fits. */
	private get hasRoom(): boolean {
		return this.#total + this.airTime(this.capabilities.maxPsdu) <= this.#limit;
	}

	private setLimited(limited: boolean): void {
		if (limited === this.#limited) return;
		this.#limited = limited;
		this.onLimit(limited);
		if (limited) this.watch();
	}

	/** Room comes back only as minutes pass: look once a minute while limited. */
	private watch(): void {
		this.#scheduler.after(MINUTE, () => {
			this.advance();
			if (this.#limited) this.watch();
		});
	}
}
