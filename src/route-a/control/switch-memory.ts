/**
 * How the switching unit stood when it was last heard of: what has changed since is in no log yet. That is in the newest entry of the disconnector log, so that
 * log and memory are one write, and a power cut neither loses an entry nor repeats one; before the first entry of a unit it is as the unit was found.
 *
 * | bits   | field                                                |
 * |--------|------------------------------------------------------|
 * | 0–1    | control_state                                        |
 * | 2–7    | ampere contract, A; 0: none                          |
 * | 8–10   | window of the demand limit, its place in `DEMAND_WINDOWS` from 1; 0: none |
 * | 11–30  | demand limit, W                                      |
 * | 31     | the limiter's value is above its threshold           |
 */
import { putUint32, uint32 } from '../../../modules/bytes/uint.js';
import type { Slots } from '../../../modules/journal/slots.js';
import type { SwitchReport } from '../../meter/backplane/messages.js';
import { DEMAND_WINDOWS } from '../../meter/switching/demand.js';
import type { ControlLogs } from './control-logs.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

const SERIAL_LENGTH = 12;
const CONTROL_BITS = 2;
const CONTROL = (1 << CONTROL_BITS) - 1;
const WINDOW_AT = 8;
const WATTS_AT = 11;
/** The highest bit. */
const OVER = 0x80000000;

export function packed({ control, capacity = 0, demandLimit }: SwitchReport): number {
	const limit = demandLimit === undefined ? 0 : (demandLimit.watts << WATTS_AT) | ((DEMAND_WINDOWS.indexOf(demandLimit.minutes) + 1) << WINDOW_AT);
	return (control | (capacity << CONTROL_BITS) | limit) >>> 0;
}

export function controlOf(state: number): number {
	return state & CONTROL;
}

/** What it was, with the control_state of what it is. */
export function withControl(before: number, now: number): number {
	return ((before & ~CONTROL) | (now & CONTROL)) >>> 0;
}

/** A state as an entry of the log has it. */
export function withOver(state: number, over: boolean): number {
	return (state % OVER) + (over ? OVER : 0);
}

export class SwitchMemory {
	readonly #slots: Slots;
	readonly #logs: ControlLogs;

	constructor(slots: Slots, logs: ControlLogs) {
		this.#slots = slots;
		this.#logs = logs;
	}

	/** Whether the newest entry says that the limiter's value is above its threshold. */
	get isOver(): boolean {
		const end = this.#logs.end('disconnector');
		return end > 0 && this.#logs.value('disconnector', end - 1) >= OVER;
	}

	/** Undefined: this is another unit than the one before, or nobody knows which. @param serial up to 12 ASCII characters */
	known(serial: string): number | undefined {
		const { bytes } = this.#slots;
		if (serial === '') return undefined;
		for (let i = 0; i < SERIAL_LENGTH; i++) if (bytes[SLOT.switchingUnit * SLOT_LENGTH + i] !== characterAt(serial, i)) return undefined;
		return this.last;
	}

	/** Of the unit that was there last, which may be away; 0: there never was one. */
	get last(): number {
		const { bytes } = this.#slots;
		const end = this.#logs.end('disconnector');
		if (end > uint32(bytes, SLOT.switchingSince * SLOT_LENGTH)) return this.#logs.value('disconnector', end - 1) % OVER;
		return uint32(bytes, SLOT.switchingUnit * SLOT_LENGTH + SERIAL_LENGTH);
	}

	/** A unit as it is found: nothing of it is an event. The last write makes it so. */
	find(serial: string, state: number): void {
		const { bytes } = this.#slots;
		putUint32(bytes, SLOT.switchingSince * SLOT_LENGTH, this.#logs.end('disconnector'));
		this.#slots.keep(SLOT.switchingSince);
		for (let i = 0; i < SERIAL_LENGTH; i++) bytes[SLOT.switchingUnit * SLOT_LENGTH + i] = characterAt(serial, i);
		putUint32(bytes, SLOT.switchingUnit * SLOT_LENGTH + SERIAL_LENGTH, state);
		this.#slots.keep(SLOT.switchingUnit);
	}
}

function characterAt(text: string, i: number): number {
	return i < text.length ? text.charCodeAt(i) & 0x7f : 0;
}
