/**
 * What is kept of a push set-up. Lists and the destination have two banks: what is new goes into the other one, and the head makes it count.
 *
 * | slot          | bytes                                                                                                              |
 * |---------------|--------------------------------------------------------------------------------------------------------------------|
 * | head          | flags 1 (`FLAG`), count of objects 1, service 1, length of the destination 1, count of windows 1, randomisation 2, retries 1, repetition delay 2, long invoke id 3 |
 * | 1 to 8, 9 to 16 | objects: class 2, logical name 6, attribute 1, data index 2                                                       |
 * | 17 to 19, 20 to 22 | destination, of up to 48 bytes                                                                                 |
 * | 23 to 26, 27 to 30 | windows: two date-times each, of 12 bytes                                                                      |
 */
import { putUint16, putUint48, uint16, uint48 } from '../../../modules/bytes/uint.js';
import { WINDOW_LENGTH } from '../../../modules/cosem/communication-window.js';
import type { PushDestination } from '../../../modules/cosem/push-setup.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { DATE_TIME_LENGTH } from '../../../modules/dlms/axdr/date-time.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SLOT_LENGTH } from './slot-rows.js';

const FLAG = Object.freeze({ pending: 0x01, objects: 0x02, destination: 0x04, windows: 0x08, ownObjects: 0x10, told: 0x20 });
const FLAGS = 0;
const OBJECTS = 1;
const SERVICE = 2;
const LENGTH = 3;
const WINDOWS = 4;
const RANDOMISATION = 5;
const RETRIES = 7;
const DELAY = 8;
const ID = 10;
/** In the slot of an object. */
const NAME = 2;
const ATTRIBUTE = 8;
const DATA_INDEX = 9;

/** The most of each, and slots of a bank. */
export const MOST_OBJECTS = 8;
export const MOST_WINDOWS = 2;
const DESTINATION_SLOTS = 3;
export const MOST_DESTINATION = DESTINATION_SLOTS * SLOT_LENGTH;
const FIRST_OBJECT = 1;
const FIRST_DESTINATION = FIRST_OBJECT + 2 * MOST_OBJECTS;
const FIRST_WINDOW = FIRST_DESTINATION + 2 * DESTINATION_SLOTS;

/** Where values are: nobody looks for them before something is kept, where it can be told that nothing is. */
export interface PushSlots {
	readonly slots: Slots;
	/** Nobody has kept one. */
	readonly isBlank?: boolean;
}

export class PushMemory {
	readonly #place: PushSlots;
	readonly #slot: number;

	/** @param slot its head */
	constructor(place: PushSlots, slot: number) {
		this.#place = place;
		this.#slot = slot;
	}

	get #slots(): Slots {
		return this.#place.slots;
	}

	/** Undefined: none were set. */
	get objects(): readonly CaptureObject[] | undefined {
		if (!this.#has(FLAG.ownObjects)) return undefined;
		return Array.from({ length: this.#head(OBJECTS) }, (_, i) => {
			const at = this.#at(FIRST_OBJECT, FLAG.objects, MOST_OBJECTS) + i * SLOT_LENGTH;
			const { bytes } = this.#slots;
			return {
				classId: uint16(bytes, at),
				name: uint48(bytes, at + NAME),
				attribute: bytes[at + ATTRIBUTE]!,
				dataIndex: uint16(bytes, at + DATA_INDEX),
			};
		});
	}

	set objects(objects: readonly CaptureObject[]) {
		const first = this.#other(FIRST_OBJECT, FLAG.objects, MOST_OBJECTS);
		for (const [i, { classId, name, attribute, dataIndex }] of objects.entries()) {
			const bytes = new Uint8Array(SLOT_LENGTH);
			putUint16(bytes, 0, classId);
			putUint48(bytes, NAME, name);
			bytes[ATTRIBUTE] = attribute;
			putUint16(bytes, DATA_INDEX, dataIndex);
			this.#put(first + i, bytes);
		}
		this.#turn(FLAG.objects, OBJECTS, objects.length, FLAG.ownObjects);
	}

	get destination(): PushDestination {
		const at = this.#at(FIRST_DESTINATION, FLAG.destination, DESTINATION_SLOTS);
		return { service: this.#head(SERVICE), destination: this.#slots.bytes.slice(at, at + this.#head(LENGTH)) };
	}

	set destination({ service, destination }: PushDestination) {
		const first = this.#other(FIRST_DESTINATION, FLAG.destination, DESTINATION_SLOTS);
		for (let i = 0; i * SLOT_LENGTH < destination.length; i++) this.#put(first + i, destination.subarray(i * SLOT_LENGTH, (i + 1) * SLOT_LENGTH));
		this.#slots.bytes[this.#headAt + SERVICE] = service;
		// Nothing has gone there yet.
		this.#slots.bytes[this.#headAt + FLAGS]! &= ~FLAG.told;
		this.#turn(FLAG.destination, LENGTH, destination.length);
	}

	get hasDestination(): boolean {
		return this.#place.isBlank !== true && this.#head(LENGTH) > 0;
	}

	/** Each of 24 bytes. */
	get windows(): readonly Uint8Array[] {
		return Array.from({ length: this.#head(WINDOWS) }, (_, i) => {
			const at = this.#at(FIRST_WINDOW, FLAG.windows, 2 * MOST_WINDOWS) + 2 * i * SLOT_LENGTH;
			const window = this.#slots.bytes.slice(at, at + WINDOW_LENGTH);
			window.set(this.#slots.bytes.subarray(at + SLOT_LENGTH, at + SLOT_LENGTH + DATE_TIME_LENGTH), DATE_TIME_LENGTH);
			return window;
		});
	}

	set windows(windows: readonly Uint8Array[]) {
		const first = this.#other(FIRST_WINDOW, FLAG.windows, 2 * MOST_WINDOWS);
		for (const [i, window] of windows.entries()) {
			this.#put(first + 2 * i, window.subarray(0, DATE_TIME_LENGTH));
			this.#put(first + 2 * i + 1, window.subarray(DATE_TIME_LENGTH));
		}
		this.#turn(FLAG.windows, WINDOWS, windows.length);
	}

	/** Seconds. */
	get randomisation(): number {
		return uint16(this.#slots.bytes, this.#headAt + RANDOMISATION);
	}

	set randomisation(seconds: number) {
		putUint16(this.#slots.bytes, this.#headAt + RANDOMISATION, seconds);
		this.#keep();
	}

	get retries(): number {
		return this.#head(RETRIES);
	}

	set retries(count: number) {
		this.#slots.bytes[this.#headAt + RETRIES] = count;
		this.#keep();
	}

	/** Seconds. */
	get repetitionDelay(): number {
		return uint16(this.#slots.bytes, this.#headAt + DELAY);
	}

	set repetitionDelay(seconds: number) {
		putUint16(this.#slots.bytes, this.#headAt + DELAY, seconds);
		this.#keep();
	}

	/** One went to where it goes now. */
	get isTold(): boolean {
		return this.#place.isBlank !== true && this.#has(FLAG.told);
	}

	/** A push was started that has not ended; a power cut ends none. */
	get isPending(): boolean {
		return this.#place.isBlank !== true && this.#has(FLAG.pending);
	}

	/** Long invoke id of the last push that was tried; 0: there was none. */
	get id(): number {
		if (this.#place.isBlank === true) return 0;
		const at = this.#headAt + ID;
		const { bytes } = this.#slots;
		return (bytes[at]! << 16) | uint16(bytes, at + 1);
	}

	set id(id: number) {
		const { bytes } = this.#slots;
		bytes[this.#headAt + ID] = id >> 16;
		putUint16(bytes, this.#headAt + ID + 1, id & 0xffff);
		this.#keep();
	}

	begin(): void {
		this.#slots.bytes[this.#headAt + FLAGS]! |= FLAG.pending;
		this.#keep();
	}

	/** @param isTold it went */
	end(isTold: boolean): void {
		const { bytes } = this.#slots;
		bytes[this.#headAt + FLAGS]! &= ~FLAG.pending;
		if (isTold) bytes[this.#headAt + FLAGS]! |= FLAG.told;
		this.#keep();
	}

	get #headAt(): number {
		return this.#slot * SLOT_LENGTH;
	}

	#head(field: number): number {
		return this.#slots.bytes[this.#headAt + field]!;
	}

	#has(flag: number): boolean {
		return (this.#head(FLAGS) & flag) !== 0;
	}

	/** Offset of the bank that counts. */
	#at(first: number, flag: number, length: number): number {
		return (this.#slot + first + (this.#has(flag) ? length : 0)) * SLOT_LENGTH;
	}

	/** Number of the first slot of the bank that does not count. */
	#other(first: number, flag: number, length: number): number {
		return this.#slot + first + (this.#has(flag) ? 0 : length);
	}

	#put(slot: number, value: Uint8Array): void {
		this.#slots.bytes.set(value, slot * SLOT_LENGTH);
		this.#slots.keep(slot);
	}

	/** The other bank counts from now on. */
	#turn(flag: number, field: number, count: number, besides = 0): void {
		const { bytes } = this.#slots;
		bytes[this.#headAt + FLAGS] = (this.#head(FLAGS) ^ flag) | besides;
		bytes[this.#headAt + field] = count;
		this.#keep();
	}

	#keep(): void {
		this.#slots.keep(this.#slot);
	}
}
