/**
 * A meter of gas, water or heat as an M-Bus slave. It answers with its counter, what it was at the last full hour, and its clock; it takes
 *
 * | record                     | what it does                                                                            |
 * |----------------------------|-----------------------------------------------------------------------------------------|
 * | 01 7A, address             | its primary address, 0 to 250                                                           |
 * | 04 6D or 06 6D, time       | sets its clock                                                                          |
 * | 01 FD 1F, 0 or 1           | closes or opens its valve, where it has one                                             |
 * | 0D FD 19 F0, 16 bytes      | its key from now on, enciphered as one block under the key that it came with            |
 * | 0D FD 19 E0                | no key any more                                                                         |
 *
 * behind CI 51, and behind CI 5A with a header of 4 bytes and encryption. While it has a key, it tells all by mode 5, and takes valve and key in no other way.
 * That real meters take valve and key so is unconfirmed. What it does not take it tells in its next answer, as an application error.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { encodeTypeF, timeIn } from '../../../modules/mbus/date-time.js';
import { modeOf, openMode5, sealMode5 } from '../../../modules/mbus/encryption.js';
import { ADDRESS, CI } from '../../../modules/mbus/frame.js';
import { encodeHeader, type MbusHeader, manufacturerCode, type SecondaryAddress, STATUS } from '../../../modules/mbus/header.js';
import { SECOND_TABLE, SECOND_VIF, VIF } from '../../../modules/mbus/quantity.js';
import { bytesIn, decodeRecords, encodeRecords, type MbusRecord, numberIn, numberRecord } from '../../../modules/mbus/record.js';
import { APPLICATION_ERROR, applicationErrorOf, type MbusAnswer, type MbusApplication } from '../../../modules/mbus/slave.js';
import { HOUR } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';
import { drawn } from './consumption.js';
import { type MbusMeterKind, type MbusMeterKindName, METER_KINDS, type Measured } from './meter-kinds.js';

/** What is wrong with a meter. */
export type MbusTrouble = 'battery' | 'fraud' | 'error';

export interface MbusMeterOptions {
	readonly kind: MbusMeterKindName;
	/** Place on the line, from 1; the primary address that it begins with. */
	readonly number: number;
	readonly seed: number;
	readonly troubles: readonly MbusTrouble[];
	readonly cipher: Cipher;
	/** The world's time, ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	/** What it keeps. */
	readonly store: Store;
}

const MANUFACTURER = manufacturerCode('KEI');
const TROUBLES: Readonly<Record<MbusTrouble, number>> = Object.freeze({
	battery: STATUS.powerLow,
	fraud: STATUS.fraud,
	error: STATUS.permanentError,
});
const INT8 = 0x01;
const INT32 = 0x04;
const STORED = 0x40;
const KEY_LENGTH = 16;
/** With a header of 4 bytes from a master: access number, status, configuration. */
const CI_SHORT_COMMAND = 0x5a;
const SHORT_HEADER = 4;
const HASH = 0x9e3779b1;
/** Identification numbers have eight digits, and none in front is 0. */
const FIRST = 10_000_000;
const DIGITS = 100_000_000;
const DEVICE_TYPE_STEP = 7919;

/** What is kept: address, whether the valve is closed, whether there is a key; then as below. */
const KEPT_LENGTH = 36;
const VALVE_AT = 1;
const HAS_KEY_AT = 2;
/** Of the counter what closed valves have held back, and where it stands while one is closed, in units of the counter. */
const HELD_AT = 4;
const STANDS_AT = 8;
/** How far its clock is ahead, ms, in 6 bytes, and whether it is behind instead. */
const BEHIND_AT = 3;
const AHEAD_AT = 14;
const KEY_AT = 20;

export class MbusMeter implements MbusApplication {
	readonly kind: MbusMeterKindName;
	readonly secondary: SecondaryAddress;
	/** The key that it came with. */
	readonly defaultKey: Uint8Array;
	readonly #options: MbusMeterOptions;
	readonly #row: MbusMeterKind;
	readonly #seed: number;
	readonly #kept: Uint8Array;
	#accessNumber = 0;
	/** To be told in the next answer. */
	#error: number | undefined;

	constructor(options: MbusMeterOptions) {
		const { kind, number, seed, cipher, store } = options;
		this.#options = options;
		this.kind = kind;
		this.#row = METER_KINDS[kind];
		this.#seed = Math.imul(Math.imul(seed, HASH) ^ number, HASH) ^ Math.imul(this.#row.deviceType, DEVICE_TYPE_STEP);
		const { deviceType, version } = this.#row;
		this.secondary = { identification: asDigits(FIRST + ((this.#seed >>> 0) % (DIGITS - FIRST))), manufacturer: MANUFACTURER, version, deviceType };
		const name = new Uint8Array(KEY_LENGTH);
		putUint32(name, 0, this.#seed);
		putUint32(name, 4, this.secondary.identification);
		this.defaultKey = cipher.sha256(name).slice(0, KEY_LENGTH);
		const kept = store.get(this.#name);
		if (kept?.length === KEPT_LENGTH) this.#kept = kept.slice();
		else {
			this.#kept = new Uint8Array(KEPT_LENGTH);
			this.#kept[0] = number;
		}
	}

	get address(): number {
		return this.#kept[0]!;
	}

	/** Undefined: it has none. */
	get isValveOpen(): boolean | undefined {
		return this.#row.hasValve ? this.#kept[VALVE_AT] === 0 : undefined;
	}

	get #key(): Uint8Array | undefined {
		return this.#kept[HAS_KEY_AT] === 0 ? undefined : this.#kept.subarray(KEY_AT);
	}

	get #name(): string {
		return `${this.kind} ${this.#options.number}`;
	}

	/** As its own clock has it, ms since 1970-01-01T00:00:00Z. */
	get now(): number {
		const ahead = uint48(this.#kept, AHEAD_AT);
		return this.#options.now() + (this.#kept[BEHIND_AT] === 0 ? ahead : -ahead);
	}

	answer(): MbusAnswer {
		const error = this.#error;
		if (error !== undefined) {
			this.#error = undefined;
			return { ci: CI.applicationError, data: Uint8Array.of(error) };
		}
		this.#accessNumber = (this.#accessNumber + 1) & 0xff;
		const header: MbusHeader = { ...this.secondary, accessNumber: this.#accessNumber, status: this.#status, configuration: 0 };
		const records = encodeRecords(this.#records());
		const key = this.#key;
		const telegram = key === undefined ? { header, sealed: records } : sealMode5(this.#options.cipher, key, header, records);
		const head = encodeHeader(telegram.header);
		const data = new Uint8Array(head.length + telegram.sealed.length);
		data.set(head);
		data.set(telegram.sealed, head.length);
		return { ci: CI.longHeader, data };
	}

	onData(ci: number, data: Uint8Array): void {
		this.#error = undefined;
		if (ci === CI.applicationReset) return;
		const opened = ci === CI_SHORT_COMMAND ? this.#opened(data) : undefined;
		if (ci !== CI.dataSend && ci !== CI_SHORT_COMMAND) this.#error = APPLICATION_ERROR.unknownCi;
		else if (ci === CI_SHORT_COMMAND && opened === undefined) this.#error = APPLICATION_ERROR.unspecified;
		else this.#takeAll(opened ?? data, opened !== undefined);
	}

	get #status(): number {
		return this.#options.troubles.reduce((status, trouble) => status | TROUBLES[trouble], 0);
	}

	#records(): MbusRecord[] {
		const { counter, others, hasValve } = this.#row;
		const now = this.now;
		const hour = Math.floor(now / HOUR) * HOUR;
		const measured = this.#measured(0);
		const time = (dif: number, at: number) => ({ dib: Uint8Array.of(dif), vib: Uint8Array.of(VIF.time), data: encodeTypeF(at, JST_OFFSET) });
		return [
			counter(measured, 0),
			time(INT32, now),
			...others(measured),
			counter(this.#measured(now - hour), 1),
			time(INT32 | STORED, hour),
			...(hasValve ? [numberRecord(INT8, Uint8Array.of(SECOND_TABLE, SECOND_VIF.digitalOutput), this.isValveOpen ? 1 : 0)] : []),
			numberRecord(INT8, Uint8Array.of(SECOND_TABLE, SECOND_VIF.errorFlags), this.#options.troubles.includes('error') ? 1 : 0),
		];
	}

	/** @param ago ms */
	#measured(ago: number): Measured {
		const { consumption } = this.#row;
		const at = this.#options.now() - ago;
		const all = drawn(consumption, this.#seed, at);
		if (this.isValveOpen === false) return { total: Math.min(uint48(this.#kept, STANDS_AT), all - uint32(this.#kept, HELD_AT)), rate: 0 };
		return { total: Math.max(0, all - uint32(this.#kept, HELD_AT)), rate: all - drawn(consumption, this.#seed, at - HOUR) };
	}

	/** Records behind a header of 4 bytes; undefined: they are not under the key, or there is none. */
	#opened(data: Uint8Array): Uint8Array | undefined {
		const key = this.#key;
		if (key === undefined || data.length < SHORT_HEADER) return undefined;
		const header: MbusHeader = {
			...this.secondary,
			accessNumber: data[0]!,
			status: data[1]!,
			configuration: data[2]! | (data[3]! << 8),
		};
		return modeOf(header.configuration) === 0 ? undefined : openMode5(this.#options.cipher, key, header, data.subarray(SHORT_HEADER));
	}

	#takeAll(bytes: Uint8Array, isSealed: boolean): void {
		try {
			for (const record of decodeRecords(bytes).records) {
				if (this.#take(record, isSealed)) continue;
				this.#error = APPLICATION_ERROR.unspecified;
				break;
			}
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#error = applicationErrorOf(error);
		}
		this.#options.store.set(this.#name, this.#kept);
	}

	/** Whether it is one that this meter takes. */
	#take(record: MbusRecord, isSealed: boolean): boolean {
		const { vib } = record;
		if (vib[0] === VIF.busAddress && vib.length === 1) return this.#setAddress(numberIn(record));
		if (vib[0] === VIF.time && vib.length === 1) return this.#setClock(timeIn(record.data, JST_OFFSET));
		if (vib[0] !== SECOND_TABLE || vib.length !== 2 || (this.#key !== undefined && !isSealed)) return false;
		if (vib[1] === SECOND_VIF.remoteControl) return this.#moveValve(numberIn(record));
		return vib[1] === SECOND_VIF.securityKey && this.#setKey(bytesIn(record));
	}

	#setAddress(number: number | undefined): boolean {
		// In a byte of its own, 128 and more are negative.
		const address = number === undefined ? -1 : number & 0xff;
		if (number === undefined || number < -128 || address > ADDRESS.lastPrimary) return false;
		this.#kept[0] = address;
		return true;
	}

	#setClock(time: number | undefined): boolean {
		if (time === undefined) return false;
		const ahead = time - this.#options.now();
		this.#kept[BEHIND_AT] = ahead < 0 ? 1 : 0;
		putUint48(this.#kept, AHEAD_AT, Math.round(Math.abs(ahead)));
		return true;
	}

	#moveValve(to: number | undefined): boolean {
		if (!this.#row.hasValve || (to !== 0 && to !== 1)) return false;
		if (this.isValveOpen === (to === 1)) return true;
		const { total } = this.#measured(0);
		const all = drawn(this.#row.consumption, this.#seed, this.#options.now());
		if (to === 0) putUint48(this.#kept, STANDS_AT, Math.floor(total));
		else putUint32(this.#kept, HELD_AT, Math.round(all - total));
		this.#kept[VALVE_AT] = to === 0 ? 1 : 0;
		return true;
	}

	#setKey(enciphered: Uint8Array | undefined): boolean {
		if (enciphered?.length !== 0 && enciphered?.length !== KEY_LENGTH) return false;
		this.#kept[HAS_KEY_AT] = enciphered.length === 0 ? 0 : 1;
		if (enciphered.length > 0) this.#kept.set(this.#options.cipher.decryptBlock(this.defaultKey, enciphered), KEY_AT);
		return true;
	}
}

/** A decimal number as the digits that it is written with. */
function asDigits(value: number): number {
	let digits = 0;
	let rest = value;
	for (let i = 0; i < 8; i++) {
		digits += (rest % 10) * 16 ** i;
		rest = Math.floor(rest / 10);
	}
	return digits;
}
