/**
 * A single action schedule: what is carried out at its times, once each. What was missed without power is made up for once, at power-up; a time that had passed
 * when it or the script was set is not.
 *
 * | slot   | bytes                                                                                                                       |
 * |--------|-----------------------------------------------------------------------------------------------------------------------------|
 * | head   | script table 6, identifier 2, type 1, bits 0–2 count of times, bit 7 which bank 1, time up to which it is done 6 (ms since 1970) |
 * | 1 to 4, 5 to 8 | two banks of times: 9 bytes each (modules/cosem/execution-time.ts). New ones go into the other bank, and the head makes them count |
 */
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import { EXECUTION_TIME_LENGTH, nextExecution } from '../../../modules/cosem/execution-time.js';
import type { ScheduleFacts } from '../../../modules/cosem/single-action-schedule.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { DAY } from '../../../modules/time/durations.js';
import { NOT_AHEAD, type Planned } from './agenda.js';
import { putScriptAt, SCRIPT_LENGTH, scriptAt } from './script-slot.js';
import { SLOT_LENGTH } from './slot-rows.js';

export interface ScheduleHost {
	readonly slots: Slots;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** Whether it has such a script; both 0 say that none is to run. */
	isScript(table: LogicalName, id: number): boolean;
	/** Carries a script out that is due since `due`; `done` once it has ended, whatever came of it. A power cut before that has it carried out again. */
	runScript(table: LogicalName, id: number, done: () => void, due: number): void;
	/** What is planned has changed. */
	rearm(): void;
}

const TYPE = SCRIPT_LENGTH;
const TIMES = 9;
const DONE = 10;
const COUNT = 0x07;
const BANK = 0x80;
/** The most times. */
const MOST_TIMES = 4;
const FIRST_TYPE = 1;
/** Slots of one: its head, and two banks. */
export const SCHEDULE_SLOTS = 1 + 2 * MOST_TIMES;

export class Schedule implements ScheduleFacts, Planned {
	readonly mostTimes = MOST_TIMES;
	readonly #host: ScheduleHost;
	readonly #slot: number;
	/** Cached; NaN: not known. */
	#dueAt = Number.NaN;
	/** Its script is under way. */
	#running = false;

	/** @param slot its head */
	constructor(host: ScheduleHost, slot: number) {
		this.#host = host;
		this.#slot = slot;
	}

	get script(): LogicalName {
		return scriptAt(this.bytes, this.head).script;
	}

	get selector(): number {
		return scriptAt(this.bytes, this.head).selector;
	}

	/** 1 where none was ever set. */
	get type(): number {
		return Math.max(FIRST_TYPE, this.bytes[this.head + TYPE]!);
	}

	get times(): readonly Uint8Array[] {
		const { slots } = this.#host;
		const count = this.bytes[this.head + TIMES]! & COUNT;
		return Array.from({ length: count }, (_, i) => {
			const at = this.timeSlot(this.bank, i) * slots.length;
			return slots.bytes.slice(at, at + EXECUTION_TIME_LENGTH);
		});
	}

	setScript(script: LogicalName, selector: number): number {
		if (!this.#host.isScript(script, selector)) return ACCESS_RESULT.scopeOfAccessViolated;
		putScriptAt(this.bytes, this.head, { script, selector });
		putUint48(this.bytes, this.head + DONE, this.#host.now());
		return this.keep();
	}

	setType(type: number): number {
		this.bytes[this.head + TYPE] = type;
		return this.keep();
	}

	setTimes(times: readonly Uint8Array[]): number {
		const { slots } = this.#host;
		const bank = this.bank ^ BANK;
		for (let i = 0; i < times.length; i++) {
			const slot = this.timeSlot(bank, i);
			slots.bytes.set(times[i]!, slot * slots.length);
			slots.keep(slot);
		}
		this.bytes[this.head + TIMES] = bank | times.length;
		putUint48(this.bytes, this.head + DONE, this.#host.now());
		return this.keep();
	}

	get dueAt(): number {
		if (this.#running) return Number.POSITIVE_INFINITY;
		const now = this.#host.now();
		// What the clock went back over does not come again, unless it was far ahead before.
		if (this.done > now + DAY) this.doneUpTo(now);
		if (Number.isNaN(this.#dueAt)) this.#dueAt = this.next();
		return this.#dueAt;
	}

	run(now: number): void {
		const due = this.dueAt;
		this.#running = true;
		const done = (): void => {
			this.#running = false;
			// Other times may have been set meanwhile.
			this.doneUpTo(Math.max(now, this.done));
			this.#host.rearm();
		};
		this.#host.runScript(this.script, this.selector, done, due);
	}

	private next(): number {
		const { times } = this;
		if (this.script === 0 || times.length === 0) return Number.POSITIVE_INFINITY;
		let next = NOT_AHEAD;
		for (const time of times) next = Math.min(next, nextExecution(time, this.done, this.#host.deviation));
		return next;
	}

	/** The time up to which it is done. */
	private get done(): number {
		return uint48(this.bytes, this.head + DONE);
	}

	private doneUpTo(time: number): void {
		putUint48(this.bytes, this.head + DONE, time);
		this.#dueAt = Number.NaN;
		this.#host.slots.keep(this.#slot);
	}

	private keep(): number {
		this.#host.slots.keep(this.#slot);
		this.#dueAt = Number.NaN;
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	private get bytes(): Uint8Array {
		return this.#host.slots.bytes;
	}

	private get head(): number {
		return this.#slot * SLOT_LENGTH;
	}

	private get bank(): number {
		return this.bytes[this.head + TIMES]! & BANK;
	}

	private timeSlot(bank: number, i: number): number {
		return this.#slot + 1 + (bank === 0 ? 0 : MOST_TIMES) + i;
	}
}
