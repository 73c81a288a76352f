/**
 * Alarm registers, filters and descriptors, and the error register (IDIS; unconfirmed). A cause sets its bit in a register, where it stays until a head-end clears
 * it; where the filter has the bit, and the register had it not before, it is in the descriptor, too.
 *
 * | slot    | bytes                                                                                             |
 * |---------|---------------------------------------------------------------------------------------------------|
 * | alarms  | registers 1 and 2, descriptors 1 and 2, 4 each: a cause changes both at once                      |
 * | filters | filters 1 and 2, their bits inverted, as all are let through at first; error register; 4 each     |
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
	| 'mbusValve';

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
const ALL = 0xffffffff;

export interface AlarmsHost {
	readonly slots: Slots;
	readonly alarmRows: AlarmRows;
	/** A descriptor has a bit that it had not before, or a register where there are none. */
	onAlarm(): void;
	/** Enters into the standard log that a register was cleared. */
	cleared(what: 'alarms1' | 'alarms2' | 'errors'): void;
}

/** What can be read and set of them. */
export type AlarmWord = 'register1' | 'register2' | 'filter1' | 'filter2' | 'descriptor1' | 'descriptor2' | 'errors';

export class Alarms {
	readonly #host: AlarmsHost;

	constructor(host: AlarmsHost) {
		this.#host = host;
	}

	/** A cause has come. @param line of a voltage, or a channel of the M-Bus: L1 and channel 1 have the first bit */
	raise(cause: AlarmCause, line = 1): void {
		const { bits, hasDescriptors } = this.#host.alarmRows;
		const row = bits[cause];
		if (row === undefined) return;
		const [register, bit] = row;
		const mask = (1 << (bit + line - 1)) >>> 0;
		const at = SLOT.alarms * SLOT_LENGTH + WORD * register;
		const before = uint32(this.bytes, at);
		if ((before & mask) !== 0) return;
		putUint32(this.bytes, at, before | mask);
		const passed = mask & this.filter(register);
		const told = hasDescriptors ? uint32(this.bytes, at + DESCRIPTORS) : 0;
		putUint32(this.bytes, at + DESCRIPTORS, told | passed);
		this.#host.slots.keep(SLOT.alarms);
		if ((passed & ~told) !== 0) this.#host.onAlarm();
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
			case 'descriptor1':
				return this.plain(SLOT.alarms, DESCRIPTORS, undefined);
			case 'descriptor2':
				return this.plain(SLOT.alarms, DESCRIPTORS + WORD, undefined);
			case 'errors':
				return this.plain(SLOT.filters, ERRORS, 'errors');
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
		return (uint32(this.bytes, SLOT.filters * SLOT_LENGTH + WORD * register) ^ ALL) >>> 0;
	}

	private get bytes(): Uint8Array {
		return this.#host.slots.bytes;
	}
}
