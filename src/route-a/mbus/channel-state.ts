/**
 * What a channel keeps of the meter behind it, in one value of 128 bytes: what changes together is one write.
 *
 * | offset | bytes | field                                                                         |
 * |--------|-------|-------------------------------------------------------------------------------|
 * | 0      | 1     | primary address; 0: the channel is free                                       |
 * | 1      | 1     | `FLAG`                                                                        |
 * | 2      | 8     | secondary address, as numbers of 4, 2, 1 and 1 bytes                          |
 * | 10     | 3     | access number, status, alarm                                                  |
 * | 13     | 2     | configuration                                                                 |
 * | 15     | 2     | control state of the valve; its control mode plus 1, 0: it was never set      |
 * | 17     | 1     | 1: there was no answer that could be used                                     |
 * | 18     | 4     | capture period, s, plus 1; 0: it was never set                                |
 * | 22     | 16    | encryption key                                                                |
 * | 38     | 1     | 1: the capture definition is what the meter behind told first; 0: a head-end's |
 * | 39     | 89    | capture definition: of each element the length of its DIB, its DIB, the length of its VIB, its VIB; a length of 0 ends it |
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { putUint16, putUint32, uint16, uint32 } from '../../../modules/bytes/uint.js';
import type { CaptureElement, MbusNumber } from '../../../modules/cosem/mbus-client.js';
import type { SecondaryAddress } from '../../../modules/mbus/header.js';
import { CHANNEL_SLOT_LENGTH, type MbusMemory } from './mbus-memory.js';

export const FLAG = Object.freeze({
	/** A head-end let go of the meter: it is not found again without being asked for. */
	deinstalled: 0x01,
	hasKey: 0x02,
	transferred: 0x04,
	/** A telegram was opened under the key. */
	keyInUse: 0x08,
	hasValve: 0x10,
	/** As the meter behind told last. */
	valveOpen: 0x20,
	/** There is a meter behind: what is known of it is its own. */
	installed: 0x40,
	/** The rows are of another meter, or by another capture definition: none is the latest value. */
	foreignRows: 0x80,
});

const FLAGS = 1;
const ALARM = 12;
const PERIOD = 18;
const KEY = 22;
const KEY_LENGTH = 16;
const DEFINITION = 39;
/** Offset and bytes of numbers. */
const NUMBERS = frozen({
	primaryAddress: [0, 1],
	identification: [2, 4],
	manufacturer: [6, 2],
	version: [8, 1],
	deviceType: [9, 1],
	accessNumber: [10, 1],
	status: [11, 1],
	alarm: [ALARM, 1],
	configuration: [13, 2],
	controlState: [15, 1],
	keptMode: [16, 1],
	isSilent: [17, 1],
	isDerived: [38, 1],
});

export type StateNumber = keyof typeof NUMBERS;
/** What a head-end may set here. */
export type SettableNumber = Exclude<MbusNumber, 'capturePeriod'>;

const USUAL_PERIOD = 3600;
/** Orders from afar are carried out at once. */
const USUAL_MODE = 4;

export class ChannelState {
	readonly #memory: MbusMemory;
	readonly #slot: number;
	/** A view of the value. */
	readonly #bytes: Uint8Array;

	/** @param channel from 1 */
	constructor(memory: MbusMemory, channel: number) {
		this.#memory = memory;
		this.#slot = channel - 1;
		const at = this.#slot * CHANNEL_SLOT_LENGTH;
		this.#bytes = memory.slots.bytes.subarray(at, at + CHANNEL_SLOT_LENGTH);
	}

	get(which: StateNumber): number {
		const [at, length] = NUMBERS[which];
		return length === 1 ? this.#bytes[at]! : length === 2 ? uint16(this.#bytes, at) : uint32(this.#bytes, at);
	}

	/** Until `keep`, it is gone with the power. */
	set(which: StateNumber, value: number): void {
		const [at, length] = NUMBERS[which];
		if (length === 1) this.#bytes[at] = value;
		else if (length === 2) putUint16(this.#bytes, at, value);
		else putUint32(this.#bytes, at, value);
	}

	has(flag: number): boolean {
		return (this.#bytes[FLAGS]! & flag) !== 0;
	}

	/** Until `keep`, it is gone with the power. */
	mark(flag: number, on: boolean): void {
		const flags = this.#bytes[FLAGS]!;
		this.#bytes[FLAGS] = on ? flags | flag : flags & ~flag;
	}

	get secondary(): SecondaryAddress {
		return {
			identification: this.get('identification'),
			manufacturer: this.get('manufacturer'),
			version: this.get('version'),
			deviceType: this.get('deviceType'),
		};
	}

	set secondary({ identification, manufacturer, version, deviceType }: SecondaryAddress) {
		this.set('identification', identification);
		this.set('manufacturer', manufacturer);
		this.set('version', version);
		this.set('deviceType', deviceType);
	}

	/** s. */
	get capturePeriod(): number {
		const kept = uint32(this.#bytes, PERIOD);
		return kept === 0 ? USUAL_PERIOD : kept - 1;
	}

	set capturePeriod(seconds: number) {
		putUint32(this.#bytes, PERIOD, seconds + 1);
	}

	/** 0 to 6. */
	get controlMode(): number {
		return (this.get('keptMode') || USUAL_MODE + 1) - 1;
	}

	set controlMode(mode: number) {
		this.set('keptMode', mode + 1);
	}

	/** A view; undefined: there is none. */
	get key(): Uint8Array | undefined {
		return this.has(FLAG.hasKey) ? this.#bytes.subarray(KEY, KEY + KEY_LENGTH) : undefined;
	}

	set key(key: Uint8Array | undefined) {
		this.mark(FLAG.hasKey, key !== undefined);
		this.#bytes.fill(0, KEY, KEY + KEY_LENGTH);
		if (key !== undefined) this.#bytes.set(key, KEY);
	}

	get definition(): CaptureElement[] {
		const bytes = this.#bytes;
		const elements: CaptureElement[] = [];
		for (let at = DEFINITION; at < bytes.length && bytes[at] !== 0; ) {
			const vibAt = at + 1 + bytes[at]!;
			const end = vibAt + 1 + bytes[vibAt]!;
			elements.push({ dib: bytes.slice(at + 1, vibAt), vib: bytes.slice(vibAt + 1, end) });
			at = end;
		}
		return elements;
	}

	/** Until `keep`, it is gone with the power. False: it is longer than 89 bytes, and all is as it was. @param isDerived it is forgotten with the meter behind */
	setDefinition(elements: readonly CaptureElement[], isDerived: boolean): boolean {
		const length = elements.reduce((sum, { dib, vib }) => sum + 2 + dib.length + vib.length, 0);
		const bytes = this.#bytes;
		if (length > bytes.length - DEFINITION) return false;
		bytes.fill(0, DEFINITION);
		let at = DEFINITION;
		for (const { dib, vib } of elements)
			for (const part of [dib, vib]) {
				bytes[at] = part.length;
				bytes.set(part, at + 1);
				at += 1 + part.length;
			}
		this.set('isDerived', isDerived ? 1 : 0);
		return true;
	}

	/** The meter behind is forgotten, its key, and what it told first; period, control mode and a definition of a head-end's stay. */
	clear(): void {
		const { capturePeriod } = this;
		const mode = this.get('keptMode');
		this.#bytes.fill(0, 0, this.get('isDerived') === 1 ? this.#bytes.length : DEFINITION);
		this.capturePeriod = capturePeriod;
		this.set('keptMode', mode);
	}

	/** It is there to stay when this returns. */
	keep(): void {
		this.#memory.slots.keep(this.#slot);
	}
}
