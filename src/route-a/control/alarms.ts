/**
 * Alarm registers, filters and descriptors, and the error register (IDIS; unconfirmed). A cause sets its bit in a register, where it stays until a head-end clears
 * it; where the filter has the bit, and the register had it not before, it is in the descriptor, too.
 *
 * | slot    | bytes                                                                                             |
 * |---------|---------------------------------------------------------------------------------------------------|
 * | alarms  | registers 1 and 2, descriptors 1 and 2, 4 each: a cause changes both at once                      |
 * | filters | filters 1 and 2, their bits inverted, as all are let through at first; error register; 4 each     |
 * | alarms3 | register 3, descriptor 3, filter 3 inverted, 4 each                                               |
 */
import { putUint32, uint32 } from '../../../modules/bytes/uint.js';
import type { WordFacts } from '../../../modules/cosem/word-object.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

/** What raises an alarm; those of voltages have a bit for each line. */
export type AlarmCause =
	| 'measurementSystem'
	| 'fraud'
	| 'powerFailure'
	| 'powerResume'
	| 'voltageMissing'
	| 'voltageNormal'
	| 'underVoltage'
	| 'overVoltage'
	| 'asymmetry'
	| 'localAttempt'
	| 'disconnectorFailure'
	| 'parametersChanged'
	| 'keysChanged'
	| 'mbusCommunication'
	| 'mbusFraud'
	| 'mbusPermanentError'
	| 'mbusBattery'
	| 'mbusNewDevice'
	| 'mbusValve'
	| 'certificateEnds';

/** Of the companion: see route-a-profile.ts. */
export interface AlarmRows {
	/** Register, from 0, and bit (of L1) of each cause; undefined: it raises none. */
	readonly bits: Readonly<Record<AlarmCause, readonly [register: number, bit: number] | undefined>>;
	/** False: there are none, and each bit that is new in a register is told if the filter lets it. */
	readonly hasDescriptors: boolean;
}

const WORD = 4;
const DESCRIPTORS = 8;
const ERRORS = 8;
/** Of those with numbers, the last, from 0. */
const THIRD = 2;
const ALL = 0xffffffff;

export interface AlarmsHost {
	readonly slots: Slots;
	readonly alarmRows: AlarmRows;
	/** A descriptor has a bit that it had not before, or a register where there are none. */
	onAlarm(): void;
	/** Enters into the standard log that a register was cleared. */
	cleared(what: ClearedWord): void;
}

/** What a head-end clears with an entry in the log. */
export type ClearedWord = 'alarms1' | 'alarms2' | 'alarms3' | 'errors';
/** What can be read and set of them. */
export type AlarmWord = `${'register' | 'filter' | 'descriptor'}${1 | 2 | 3}` | 'errors';

export class Alarms {
	readonly #host: AlarmsHost;

	constructor(host: AlarmsHost) {
		this.#host = host;
	}

	/** A cause has come; false: its bit is set already, or it has none. @param line of a voltage, or a channel of the M-Bus: L1 and channel 1 have the first bit */
	raise(cause: AlarmCause, line = 1): boolean {
		const { bits, hasDescriptors } = this.#host.alarmRows;
		const row = bits[cause];
		if (row === undefined) return false;
		const [register, bit] = row;
		const mask = (1 << (bit + line - 1)) >>> 0;
		const isThird = register === THIRD;
		const at = isThird ? SLOT.alarms3 * SLOT_LENGTH : SLOT.alarms * SLOT_LENGTH + WORD * register;
		const descriptor = at + (isThird ? WORD : DESCRIPTORS);
		const before = uint32(this.bytes, at);
		if ((before & mask) !== 0) return false;
		putUint32(this.bytes, at, before | mask);
		const passed = mask & this.filter(register);
		const told = hasDescriptors ? uint32(this.bytes, descriptor) : 0;
		putUint32(this.bytes, descriptor, told | passed);
		this.#host.slots.keep(isThird ? SLOT.alarms3 : SLOT.alarms);
		if ((passed & ~told) !== 0) this.#host.onAlarm();
		return true;
	}

	/** A bit of the error register, which has the layout of alarm register 1. */
	fail(cause: 'measurementSystem'): void {
		const row = this.#host.alarmRows.bits[cause];
		if (row === undefined) return;
		const at = SLOT.filters * SLOT_LENGTH + ERRORS;
		putUint32(this.bytes, at, uint32(this.bytes, at) | (1 << row[1]));
		this.#host.slots.keep(SLOT.filters);
	}

	/** As its object tells it: made when it is asked for. */
	word(name: AlarmWord): WordFacts {
		switch (name) {
			case 'register1':
				return this.plain(SLOT.alarms, 0, 'alarms1');
			case 'register2':
				return this.plain(SLOT.alarms, WORD, 'alarms2');
			case 'register3':
				return this.plain(SLOT.alarms3, 0, 'alarms3');
			case 'descriptor1':
				return this.plain(SLOT.alarms, DESCRIPTORS, undefined);
			case 'descriptor2':
				return this.plain(SLOT.alarms, DESCRIPTORS + WORD, undefined);
			case 'descriptor3':
				return this.plain(SLOT.alarms3, WORD, undefined);
			case 'errors':
				return this.plain(SLOT.filters, ERRORS, 'errors');
			case 'filter3':
				return { value: this.filter(THIRD), set: (value) => this.put(SLOT.alarms3, 2 * WORD, ~value) };
			default: {
				const register = name === 'filter1' ? 0 : 1;
				return { value: this.filter(register), set: (value) => this.put(SLOT.filters, WORD * register, ~value) };
			}
		}
	}

	/** A head-end takes bits away, and adds none: what is set is what it leaves. @param what for the log, where all of it goes */
	private plain(slot: number, offset: number, what: Parameters<AlarmsHost['cleared']>[0] | undefined): WordFacts {
		const value = uint32(this.bytes, slot * SLOT_LENGTH + offset);
		return {
			value,
			set: (left) => {
				if ((left & ~value) !== 0) return ACCESS_RESULT.scopeOfAccessViolated;
				const result = this.put(slot, offset, left);
				if (what !== undefined && left !== value) this.#host.cleared(what);
				return result;
			},
		};
	}

	private put(slot: number, offset: number, value: number): number {
		putUint32(this.bytes, slot * SLOT_LENGTH + offset, value);
		this.#host.slots.keep(slot);
		return ACCESS_RESULT.success;
	}

	private filter(register: number): number {
		const at = register === THIRD ? SLOT.alarms3 * SLOT_LENGTH + 2 * WORD : SLOT.filters * SLOT_LENGTH + WORD * register;
		return (uint32(this.bytes, at) ^ ALL) >>> 0;
	}

	private get bytes(): Uint8Array {
		return this.#host.slots.bytes;
	}
}
