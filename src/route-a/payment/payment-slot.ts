/**
 * What an account keeps, in one slot of the household's flash: credit, what of consumption is in it already, and which tokens were taken are one write, which a
 * power cut leaves done or undone.
 *
 * | offset | bytes | field                                                                                         |
 * |--------|-------|-----------------------------------------------------------------------------------------------|
 * | 0      | 1     | account_status; 0: nothing was ever kept                                                       |
 * | 1      | 1     | bits: 0 emergency credit invoked, 1 supply cut for want of credit, 2 consumption has a base    |
 * | 2      | 6     | credit, 10^-6 of the currency, 2^46 more than it is                                            |
 * | 8      | 6     | count of the import register up to which it is charged                                         |
 * | 14     | 12    | serial number of the metering unit that showed it                                              |
 * | 26, 28 | 2, 2  | price of a kWh in 0.01 of the currency: in force, and set                                      |
 * | 30, 34 | 4, 4  | threshold of low credit, emergency credit, both in 0.01 of the currency                        |
 * | 38     | 6     | charged in all, as the credit                                                                  |
 * | 44     | 6, 6  | times of activation and of closing, ms since 1970-01-01T00:00:00Z; 0: not yet                   |
 * | 56     | 6, 4  | time of the last settlement; what it charged, 0.01 of the currency                             |
 * | 66     | 2     | greatest number of a token that was taken                                                      |
 * | 68     | 8     | which of the 64 numbers up to it were taken, one bit each                                      |
 * | 76     | 1, 6  | status of the last token; when it came                                                         |
 * | 83     | 20    | its digits                                                                                     |
 * | 103    | 1     | how it came: token_delivery_method                                                             |
 */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { putUint16, putUint32, putUint48, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { HOUSEHOLD_SLOT, HOUSEHOLD_SLOT_LENGTH } from '../household/household-memory.js';
import { TOKEN_DIGITS } from './token.js';

const AT = HOUSEHOLD_SLOT.account * HOUSEHOLD_SLOT_LENGTH;
const FLAGS = AT + 1;
const CREDIT = AT + 2;
const BASE = AT + 8;
const SERIAL = AT + 14;
const SERIAL_LENGTH = 12;
const PRICES = AT + 26;
const AMOUNTS = AT + 30;
const CHARGED = AT + 38;
const TIMES = AT + 44;
const COLLECTED = AT + 56;
const LAST_AMOUNT = AT + 62;
const NUMBER = AT + 66;
const TAKEN = AT + 68;
const WINDOW = 64;
const TOKEN_STATUS = AT + 76;
const TOKEN_TIME = AT + 77;
const TOKEN = AT + 83;
const TOKEN_DELIVERY = AT + 103;
const ZERO = 2 ** 46;
/** What a double-long can tell. */
const MOST_AMOUNT = 0x7fffffff;

/** Bits of the second byte. */
export type PaymentFlag = 'invoked' | 'cut' | 'based';
const BITS: Readonly<Record<PaymentFlag, number>> = Object.freeze({ invoked: 1, cut: 2, based: 4 });
export type PaymentTime = 'activated' | 'closed';
const TIME_AT: Readonly<Record<PaymentTime, number>> = Object.freeze({ activated: TIMES, closed: TIMES + 6 });
export type PaymentPrice = 'price' | 'passivePrice';
const PRICE_AT: Readonly<Record<PaymentPrice, number>> = Object.freeze({ price: PRICES, passivePrice: PRICES + 2 });
export type PaymentAmount = 'lowThreshold' | 'emergency';
const AMOUNT_AT: Readonly<Record<PaymentAmount, number>> = Object.freeze({ lowThreshold: AMOUNTS, emergency: AMOUNTS + 4 });

/** What is set stays once `keep` was called, and is gone with the power before. */
export class PaymentSlot {
	readonly #slots: Slots;

	constructor(slots: Slots) {
		this.#slots = slots;
	}

	keep(): void {
		this.#slots.keep(HOUSEHOLD_SLOT.account);
	}

	/** 0: nothing was ever kept. */
	get status(): number {
		return this.#bytes[AT]!;
	}

	set status(status: number) {
		this.#bytes[AT] = status;
	}

	has(flag: PaymentFlag): boolean {
		return (this.#bytes[FLAGS]! & BITS[flag]) !== 0;
	}

	setFlag(flag: PaymentFlag, on: boolean): void {
		this.#bytes[FLAGS] = (this.#bytes[FLAGS]! & ~BITS[flag]) | (on ? BITS[flag] : 0);
	}

	/** 10^-6 of the currency. */
	get credit(): number {
		return uint48(this.#bytes, CREDIT) - ZERO;
	}

	set credit(credit: number) {
		putUint48(this.#bytes, CREDIT, credit + ZERO);
	}

	/** Likewise. */
	get charged(): number {
		return uint48(this.#bytes, CHARGED);
	}

	set charged(charged: number) {
		putUint48(this.#bytes, CHARGED, charged);
	}

	get base(): number {
		return uint48(this.#bytes, BASE);
	}

	/** @param serial of the metering unit, up to 12 ASCII characters */
	setBase(count: number, serial: string): void {
		putUint48(this.#bytes, BASE, count);
		this.#bytes.fill(0, SERIAL, SERIAL + SERIAL_LENGTH);
		this.#bytes.set(asciiBytes(serial).subarray(0, SERIAL_LENGTH), SERIAL);
	}

	isOfUnit(serial: string): boolean {
		for (let i = 0; i < SERIAL_LENGTH; i++) if (this.#bytes[SERIAL + i] !== (i < serial.length ? serial.charCodeAt(i) & 0x7f : 0)) return false;
		return true;
	}

	/** Of a kWh, 0.01 of the currency. */
	priceOf(which: PaymentPrice): number {
		return uint16(this.#bytes, PRICE_AT[which]);
	}

	setPrice(which: PaymentPrice, price: number): void {
		putUint16(this.#bytes, PRICE_AT[which], price);
	}

	/** 0.01 of the currency. */
	amountOf(which: PaymentAmount): number {
		return uint32(this.#bytes, AMOUNT_AT[which]);
	}

	setAmount(which: PaymentAmount, amount: number): void {
		putUint32(this.#bytes, AMOUNT_AT[which], amount);
	}

	/** ms since 1970-01-01T00:00:00Z; NaN: not yet. */
	timeOf(which: PaymentTime): number {
		return uint48(this.#bytes, TIME_AT[which]) || Number.NaN;
	}

	setTime(which: PaymentTime, time: number): void {
		putUint48(this.#bytes, TIME_AT[which], Number.isNaN(time) ? 0 : time);
	}

	get collectedAt(): number {
		return uint48(this.#bytes, COLLECTED) || Number.NaN;
	}

	/** 0.01 of the currency. */
	get lastAmount(): number {
		return uint32(this.#bytes, LAST_AMOUNT) | 0;
	}

	collect(time: number, amount: number): void {
		putUint48(this.#bytes, COLLECTED, time);
		putUint32(this.#bytes, LAST_AMOUNT, Math.min(Math.max(amount, -MOST_AMOUNT), MOST_AMOUNT));
	}

	/** A number that was taken before, or is too far behind to know. */
	isTaken(number: number): boolean {
		const behind = uint16(this.#bytes, NUMBER) - number;
		if (behind < 0) return false;
		return behind >= WINDOW || (this.#bytes[TAKEN + (behind >> 3)]! & (1 << (behind & 7))) !== 0;
	}

	take(number: number): void {
		const ahead = number - uint16(this.#bytes, NUMBER);
		if (ahead > 0) this.#shift(ahead, number);
		const behind = Math.max(0, -ahead);
		this.#bytes[TAKEN + (behind >> 3)]! |= 1 << (behind & 7);
	}

	/** ms since 1970-01-01T00:00:00Z; NaN: there was none. */
	get tokenAt(): number {
		return uint48(this.#bytes, TOKEN_TIME) || Number.NaN;
	}

	get tokenStatus(): number {
		return this.#bytes[TOKEN_STATUS]!;
	}

	/** The digits of the last one that was taken; before the first one zeros. */
	get token(): Uint8Array {
		return this.#bytes.slice(TOKEN, TOKEN + TOKEN_DIGITS);
	}

	/** token_delivery_method. */
	get tokenDelivery(): number {
		return this.#bytes[TOKEN_DELIVERY]!;
	}

	setToken(digits: Uint8Array, status: number, time: number, delivery: number): void {
		this.#bytes[TOKEN_STATUS] = status;
		putUint48(this.#bytes, TOKEN_TIME, time);
		this.#bytes.set(digits, TOKEN);
		this.#bytes[TOKEN_DELIVERY] = delivery;
	}

	/** All but the tokens that were taken: those stay so. */
	clear(): void {
		this.#bytes.fill(0, AT, NUMBER);
	}

	#shift(count: number, number: number): void {
		const old: boolean[] = [];
		for (let i = 0; i < WINDOW; i++) old.push((this.#bytes[TAKEN + (i >> 3)]! & (1 << (i & 7))) !== 0);
		this.#bytes.fill(0, TAKEN, TAKEN + (WINDOW >> 3));
		for (let i = 0; i + count < WINDOW; i++) if (old[i]) this.#bytes[TAKEN + ((i + count) >> 3)]! |= 1 << ((i + count) & 7);
		putUint16(this.#bytes, NUMBER, number);
	}

	get #bytes(): Uint8Array {
		return this.#slots.bytes;
	}
}
