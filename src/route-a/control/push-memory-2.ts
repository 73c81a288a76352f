/**
 * What is kept of a push set-up of version 2 beside what version 0 has (push-memory.ts). The list has two banks: what is new goes into the other one, and
 * the head makes it count.
 *
 * | offset | bytes | of the head                                                                                 |
 * |--------|-------|---------------------------------------------------------------------------------------------|
 * | 0      | 1     | flags (`FLAG`)                                                                              |
 * | 1      | 1     | wPort of who takes pushes; 0: `PUSH_CLIENT`                                                 |
 * | 2      | 1     | method of operation                                                                         |
 * | 3      | 1     | length of the protection parameters                                                         |
 * | 4      | 2     | exponent of the repetition delay, hundredths; 0: none was set                               |
 * | 6      | 2, 2  | the least and the most of it, s                                                             |
 * | 10     | 6     | logical name of the port                                                                    |
 * | 16     | 12    | start of confirmation, if it was set                                                        |
 * | 28     | 4     | interval of confirmation, s                                                                 |
 * | 32     | 6     | last confirmation, ms since 1970-01-01T00:00:00Z; 0: none                                    |
 * | 38     | n     | protection parameters, in A-XDR                                                             |
 */
import { Reader } from '../../../modules/bytes/reader.js';
import { putUint16, putUint32, putUint48, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import {
	type PushObject,
	type PushProtection,
	protectionIn,
	pushObjectIn,
	writeProtection,
	writePushObject,
} from '../../../modules/cosem/push-object.js';
import type { Confirmation, Repetition } from '../../../modules/cosem/push-setup-2.js';
import { listIn } from '../../../modules/cosem/value-parts.js';
import { readData, SMALL } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, UNSPECIFIED_TIME } from '../../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { HEAD_LENGTH, LONGEST_LIST, type PushFlash } from './push-flash.js';

const FLAG = Object.freeze({ ownList: 0x01, secondBank: 0x02, start: 0x04 });
const CLIENT = 1;
const METHOD = 2;
const PROTECTION_LENGTH = 3;
const EXPONENT = 4;
const LEAST = 6;
const MOST = 8;
const PORT = 10;
const START = 16;
const INTERVAL = 28;
const CONFIRMED = 32;
const PROTECTION = 38;
const LONGEST_PROTECTION = HEAD_LENGTH - PROTECTION;
/** Before what is kept of a list. */
const LENGTH = 2;

export class PushMemory2 {
	readonly #flash: PushFlash;
	readonly #number: number;

	/** @param number of the set-up, from 0 */
	constructor(flash: PushFlash, number: number) {
		this.#flash = flash;
		this.#number = number;
	}

	/** Undefined: none was set. */
	get objects(): readonly PushObject[] | undefined {
		if (!this.#has(FLAG.ownList)) return undefined;
		const { lists } = this.#flash;
		const at = this.#bank(this.#has(FLAG.secondBank)) * lists.length;
		return listOf(lists.bytes.subarray(at + LENGTH, at + LENGTH + uint16(lists.bytes, at)), pushObjectIn);
	}

	/** False: there is no room for them. */
	setObjects(objects: readonly PushObject[]): boolean {
		const w = new DataWriter().array(objects.length);
		for (const object of objects) writePushObject(w, object);
		if (w.length > LONGEST_LIST) return false;
		const { lists } = this.#flash;
		const isSecond = this.#has(FLAG.ownList) && !this.#has(FLAG.secondBank);
		const bank = this.#bank(isSecond);
		const at = bank * lists.length;
		putUint16(lists.bytes, at, w.length);
		lists.bytes.set(w.bytes, at + LENGTH);
		lists.keep(bank);
		this.#change((head) => {
			head[0] = (head[0]! & ~FLAG.secondBank) | FLAG.ownList | (isSecond ? FLAG.secondBank : 0);
		});
		return true;
	}

	/** 0: none was set. */
	get client(): number {
		return this.#head[CLIENT]!;
	}

	set client(client: number) {
		this.#change((head) => {
			head[CLIENT] = client;
		});
	}

	get method(): number {
		return this.#head[METHOD]!;
	}

	set method(method: number) {
		this.#change((head) => {
			head[METHOD] = method;
		});
	}

	/** Undefined: none was set. */
	get repetition(): Repetition | undefined {
		const head = this.#head;
		const exponent = uint16(head, EXPONENT);
		return exponent === 0 ? undefined : { least: uint16(head, LEAST), exponent, most: uint16(head, MOST) };
	}

	/** @param repetition with an exponent above 0 */
	setRepetition({ least, exponent, most }: Repetition): void {
		this.#change((head) => {
			putUint16(head, EXPONENT, exponent);
			putUint16(head, LEAST, least);
			putUint16(head, MOST, most);
		});
	}

	get port(): LogicalName {
		return uint48(this.#head, PORT);
	}

	set port(port: LogicalName) {
		this.#change((head) => putUint48(head, PORT, port));
	}

	get confirmation(): Confirmation {
		const head = this.#head;
		return {
			start: this.#has(FLAG.start) ? head.slice(START, START + DATE_TIME_LENGTH) : UNSPECIFIED_TIME,
			interval: uint32(head, INTERVAL),
		};
	}

	set confirmation({ start, interval }: Confirmation) {
		this.#change((head) => {
			head[0]! |= FLAG.start;
			head.set(start, START);
			putUint32(head, INTERVAL, interval);
		});
	}

	/** ms since 1970-01-01T00:00:00Z; 0: there was none. */
	get lastConfirmation(): number {
		return uint48(this.#head, CONFIRMED);
	}

	set lastConfirmation(time: number) {
		this.#change((head) => putUint48(head, CONFIRMED, time));
	}

	get protection(): readonly PushProtection[] {
		const length = this.#head[PROTECTION_LENGTH]!;
		return length === 0 ? [] : listOf(this.#head.subarray(PROTECTION, PROTECTION + length), protectionIn);
	}

	/** False: there is no room for it. */
	setProtection(protection: readonly PushProtection[]): boolean {
		const w = new DataWriter().array(protection.length);
		for (const each of protection) writeProtection(w, each);
		if (w.length > LONGEST_PROTECTION) return false;
		this.#change((head) => {
			head[PROTECTION_LENGTH] = w.length;
			head.set(w.bytes, PROTECTION);
		});
		return true;
	}

	get #head(): Uint8Array {
		const { heads } = this.#flash;
		return heads.bytes.subarray(this.#number * heads.length, (this.#number + 1) * heads.length);
	}

	#has(flag: number): boolean {
		return (this.#head[0]! & flag) !== 0;
	}

	#bank(isSecond: boolean): number {
		return 2 * this.#number + (isSecond ? 1 : 0);
	}

	/** One write keeps it. */
	#change(change: (head: Uint8Array) => void): void {
		change(this.#head);
		this.#flash.heads.keep(this.#number);
	}
}

/** What was written here is such a list. */
function listOf<T>(bytes: Uint8Array, read: Parameters<typeof listIn<T>>[1]): readonly T[] {
	return listIn(readData(new Reader('A-XDR', bytes.slice()), SMALL), read) ?? [];
}
