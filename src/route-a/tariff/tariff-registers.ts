/**
 * Registers of rates. They count what the meter's own registers do, count by count, while the active mask has them: so those of one direction sum up to the
 * total since they began, however often the rate changes. What came since the last change is found when somebody asks, and is kept with the next change.
 *
 * | offset in the slot of registers | bytes | field                                                                         |
 * |---------------------------------|-------|-------------------------------------------------------------------------------|
 * | 0                               | 48    | counts of the eight registers, 6 each (tariff-scripts.ts)                     |
 * | 48, 54                          | 6, 6  | what the meter's own registers showed at the last change: import, export      |
 * | 60                              | 7     | name of the active mask: its length, then it; empty: nothing counts           |
 * | 68                              | 12    | serial number of the metering unit that showed it                             |
 *
 * The slot of masks has a byte that says whether they were ever changed, and then eight of 8 bytes: name 7, and a bit for each register.
 */
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import type { ActivationFacts, Mask } from '../../../modules/cosem/register-activation.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import type { Counts, Readings } from '../../meter/metering/readings.js';
import { nameAt, putNameAt } from './calendar-codec.js';
import { RATE_MASKS, RATES, TARIFF_REGISTERS } from './tariff-scripts.js';
import { TARIFF_SLOT, TARIFF_SLOT_LENGTH } from './tariff-slots.js';

const COUNT_LENGTH = 6;
const BEFORE = Object.freeze({ import: 48, export: 54 });
const ACTIVE_MASK = 60;
const SERIAL = 68;
const SERIAL_LENGTH = 12;
const MASKS = TARIFF_SLOT.masks * TARIFF_SLOT_LENGTH;
const REGISTERS = TARIFF_SLOT.registers * TARIFF_SLOT_LENGTH;
const MASK_LENGTH = 8;
const MOST_MASKS = 8;
const MOST_MASK_NAME = 6;
const BITS = 7;
/** The first register of each direction. */
const FIRST = Object.freeze({ import: 0, export: RATES });

export interface TariffRegistersHost {
	readonly readings: Readings;
	/** Of the unit in place, up to 12 ASCII characters. */
	readonly meteringSerial: string;
	/** Enters into the standard log that masks are others. */
	parametersChanged(): void;
}

export class TariffRegisters implements ActivationFacts {
	readonly assignment = TARIFF_REGISTERS;
	readonly #slots: Slots;
	readonly #host: TariffRegistersHost;

	constructor(slots: Slots, host: TariffRegistersHost) {
		this.#slots = slots;
		this.#host = host;
	}

	get masks(): readonly Mask[] {
		const { bytes } = this.#slots;
		if (bytes[MASKS] === 0) return RATE_MASKS.map((name, i) => ({ name: asciiBytes(name), registers: [1 + i, 1 + RATES + i] }));
		const masks: Mask[] = [];
		for (let at = MASKS + 1; at < MASKS + 1 + MOST_MASKS * MASK_LENGTH; at += MASK_LENGTH) {
			if (bytes[at] === 0) continue;
			const registers = TARIFF_REGISTERS.flatMap((_, i) => ((bytes[at + BITS]! & (1 << i)) === 0 ? [] : [i + 1]));
			masks.push({ name: nameAt(bytes, at), registers });
		}
		return masks;
	}

	get activeMask(): Uint8Array {
		return nameAt(this.#slots.bytes, REGISTERS + ACTIVE_MASK);
	}

	/** Counts of one of the eight registers; undefined: not known now. */
	count(name: LogicalName): number | undefined {
		const counts = this.#host.readings.counts();
		return counts && this.counted(counts)[TARIFF_REGISTERS.indexOf(name)];
	}

	/** All eight, with what came since the last change. Another metering unit begins where it is: what it showed before it came was not this meter's. */
	counted(counts: Counts): number[] {
		const { bytes } = this.#slots;
		const values = TARIFF_REGISTERS.map((_, i) => uint48(bytes, REGISTERS + i * COUNT_LENGTH));
		const name = this.activeMask;
		const mask = name.length === 0 ? undefined : this.masks.find((each) => equalBytes(each.name, name));
		if (mask === undefined || !this.isSameUnit()) return values;
		const modulus = 10 ** this.#host.readings.counter.digits;
		for (const direction of ['import', 'export'] as const) {
			const first = FIRST[direction];
			const counting = mask.registers.map((index) => index - 1).filter((i) => i >= first && i < first + RATES);
			const came = counts[direction] - uint48(bytes, REGISTERS + BEFORE[direction]);
			const added = came + (came < -modulus / 2 ? modulus : 0);
			for (const i of counting) values[i] = (values[i]! + Math.max(0, added)) % modulus;
			if (added < 0 && counting.length > 0) takeBack(values, -added, counting[0]!, first);
		}
		return values;
	}

	/** What counts from now on. A temporary failure while nobody knows what was counted up to now. */
	setActiveMask(name: Uint8Array): number {
		if (name.length > 0 && !this.has(name)) return ACCESS_RESULT.scopeOfAccessViolated;
		return this.settle(name) ? ACCESS_RESULT.success : ACCESS_RESULT.temporaryFailure;
	}

	addMask({ name, registers }: Mask): number {
		if (name.length === 0 || name.length > MOST_MASK_NAME) return ACTION_RESULT.scopeOfAccessViolated;
		if (registers.some((index) => index < 1 || index > TARIFF_REGISTERS.length)) return ACTION_RESULT.scopeOfAccessViolated;
		const others = this.masks.filter((mask) => !equalBytes(mask.name, name));
		if (others.length >= MOST_MASKS) return ACTION_RESULT.scopeOfAccessViolated;
		// What it counted up to now stays where it was.
		if (!this.settle(this.activeMask)) return ACTION_RESULT.temporaryFailure;
		return this.setMasks([...others, { name, registers }]);
	}

	/** Not the active one, and none that a script makes so. */
	deleteMask(name: Uint8Array): number {
		if (!this.has(name)) return ACTION_RESULT.objectUndefined;
		if (equalBytes(name, this.activeMask) || RATE_MASKS.includes(asciiText(name))) return ACTION_RESULT.scopeOfAccessViolated;
		return this.setMasks(this.masks.filter((mask) => !equalBytes(mask.name, name)));
	}

	private has(name: Uint8Array): boolean {
		return this.masks.some((mask) => equalBytes(mask.name, name));
	}

	/** Keeps what was counted, and what counts from now on, in one write. False: nobody knows what was counted. */
	private settle(next: Uint8Array): boolean {
		const counts = this.#host.readings.counts();
		if (counts === undefined) return false;
		const { bytes } = this.#slots;
		for (const [i, value] of this.counted(counts).entries()) putUint48(bytes, REGISTERS + i * COUNT_LENGTH, value);
		putUint48(bytes, REGISTERS + BEFORE.import, counts.import);
		putUint48(bytes, REGISTERS + BEFORE.export, counts.export);
		bytes.fill(0, REGISTERS + ACTIVE_MASK, REGISTERS + SERIAL + SERIAL_LENGTH);
		putNameAt(bytes, REGISTERS + ACTIVE_MASK, next);
		bytes.set(asciiBytes(this.#host.meteringSerial).subarray(0, SERIAL_LENGTH), REGISTERS + SERIAL);
		this.#slots.keep(TARIFF_SLOT.registers);
		return true;
	}

	private isSameUnit(): boolean {
		const serial = asciiBytes(this.#host.meteringSerial);
		for (let i = 0; i < SERIAL_LENGTH; i++) if (this.#slots.bytes[REGISTERS + SERIAL + i] !== (serial[i] ?? 0)) return false;
		return true;
	}

	private setMasks(masks: readonly Mask[]): number {
		const { bytes } = this.#slots;
		bytes.fill(0, MASKS, MASKS + TARIFF_SLOT_LENGTH);
		bytes[MASKS] = 1;
		for (const [i, { name, registers }] of masks.entries()) {
			const at = MASKS + 1 + i * MASK_LENGTH;
			putNameAt(bytes, at, name);
			for (const index of registers) bytes[at + BITS]! |= 1 << (index - 1);
		}
		this.#slots.keep(TARIFF_SLOT.masks);
		this.#host.parametersChanged();
		return ACTION_RESULT.success;
	}
}

/** Energy that a power cut took from the total, too: of the register that counts, and of others where it has not as much. */
function takeBack(values: number[], lost: number, from: number, first: number): void {
	let left = lost;
	for (let i = 0; i < RATES && left > 0; i++) {
		const at = first + ((from - first + i) % RATES);
		const taken = Math.min(left, values[at]!);
		values[at]! -= taken;
		left -= taken;
	}
}
