/**
 * An account of the customer: credit falls by what the register of import counts, at the price in force, and rises by tokens. It follows the register, so
 * nothing has to be written as energy is used; what a power cut takes from the register comes back to the credit.
 *
 * | credit                                    | state     | supply, in prepayment                                                            |
 * |-------------------------------------------|-----------|----------------------------------------------------------------------------------|
 * | above 0                                   | inCredit  | given back where it was cut for want of credit                                    |
 * | at or below 0, emergency credit invoked, and not used up | emergency | likewise                                                           |
 * | else                                      | out       | cut, as by the remote disconnect of disconnect control, unless it is already      |
 *
 * In credit mode the state is told, and the supply left alone. Emergency credit is paid back by the next tokens, before there is credit again. What the
 * supply is given back is one remote reconnect (payment-supply.ts): by the control mode it closes, or is ready for the customer's hand, and waits for that.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { ACCOUNT_STATUS, TOKEN_STATUS } from '../../../modules/cosem/payment-classes.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { HOUR, SECOND } from '../../../modules/time/durations.js';
import type { Readings } from '../../meter/metering/readings.js';
import { registerUnit } from '../../meter/metering/registers.js';
import type { Planned } from '../control/agenda.js';
import type { PaymentSlot } from './payment-slot.js';
import { PaymentSupply, type PaymentSupplyHost } from './payment-supply.js';
import { decodeToken, TOKEN_DIGITS } from './token.js';

export type PaymentMode = 'credit' | 'prepaid';

/** What an account is like at first; amounts in 0.01 of the currency. */
export interface PaymentTerms {
	readonly mode: PaymentMode;
	/** Of a kWh. */
	readonly price: number;
	readonly lowThreshold: number;
	readonly emergency: number;
}

/** By what tokens are known. */
export interface TokenKeys {
	readonly cipher: Cipher;
	/** Undefined: no token is one. */
	readonly kek: Uint8Array | undefined;
	/** Of the meter. */
	readonly serial: string;
}

export interface PaymentHost extends PaymentSupplyHost {
	readonly readings: Readings;
	/** Of the metering unit in place. */
	readonly meteringSerial: string;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	rearm(): void;
	/** Calls it behind the request that is served: the stack is short there. */
	later(task: () => void): void;
}

/** What becomes of an account. `credit`, `low`, `emergency` and `out`: what credit there is from now on, or that there is no more. */
export type AccountChange = 'activated' | 'closed' | 'reset' | 'token' | 'refused' | 'selected' | 'credit' | 'low' | 'emergency' | 'out';
/** token_delivery_method: by the head-end, or at the meter. */
export const DELIVERY = Object.freeze({ remote: 0, manual: 2 });

/** Who hears of an account. @param credit 10^-6 of the currency */
export type OnAccount = (change: AccountChange, credit: number, token: EnteredToken | undefined) => void;

export interface EnteredToken {
	readonly digits: Uint8Array;
	/** One of `TOKEN_STATUS`. */
	readonly status: number;
	/** ms since 1970-01-01T00:00:00Z; NaN: there was none. */
	readonly at: number;
	/** One of `DELIVERY`. */
	readonly delivery: number;
}

export type CreditState = 'inCredit' | 'emergency' | 'out';

/** Of the currency. */
export const MICRO = 1_000_000;
/** 10^-6 of the currency in 0.01 of it. */
export const CENT = 10_000;
/** The greatest credit and debt, 10^-6 of the currency. */
const MOST = 20_000_000 * MICRO;
/** All that is ever told of what was charged: a double-long of 0.01 of the currency. */
const MOST_CHARGED = CENT * 0x7fffffff;
/** Between two looks at the credit, ms. */
const LOOK = 10 * SECOND;
/** What was used is settled after so much of it, 0.1 Wh: more than that no other metering unit makes forget. */
const SETTLED = 10_000;
/** Wrong tokens in a row, after which none is looked at for a time, ms. */
const MOST_WRONG = 10;
const LOCKED = HOUR;
const LAYER = 'Route A';

export class Payment implements Planned {
	readonly mode: PaymentMode;
	readonly slot: PaymentSlot;
	readonly #host: PaymentHost;
	readonly #terms: PaymentTerms;
	readonly #keys: TokenKeys;
	#nextLook = 0;
	/** It was told once that credit is low. */
	#toldLow = false;
	#wrong = 0;
	#lockedUntil = 0;
	/** A token that was not taken, after the last that was; it is nowhere kept. */
	#refused: EnteredToken | undefined;
	/** One that is to be looked at, and who waits for what comes of it. */
	#received: EnteredToken | undefined;
	#whenTaken: ((status: number) => void) | undefined;
	/** What credit there was at the last look; undefined: there was none yet, or the account was not active. */
	#level: AccountChange | undefined;
	readonly #onChange: OnAccount | undefined;
	readonly #supply: PaymentSupply;

	constructor(host: PaymentHost, slot: PaymentSlot, terms: PaymentTerms, keys: TokenKeys, onChange?: OnAccount) {
		this.#onChange = onChange;
		this.#host = host;
		this.slot = slot;
		this.#terms = terms;
		this.#keys = keys;
		this.mode = terms.mode;
		this.#supply = new PaymentSupply(host, slot);
		if (slot.status === 0) this.#begin();
	}

	/** 10^-6 of the currency, now. */
	get credit(): number {
		return Math.max(-MOST, this.slot.credit - this.#used);
	}

	get status(): number {
		return this.slot.status;
	}

	get state(): CreditState {
		const { credit } = this;
		if (credit > 0) return 'inCredit';
		return this.slot.has('invoked') && credit > -this.emergency ? 'emergency' : 'out';
	}

	get isLow(): boolean {
		return this.credit < CENT * this.slot.amountOf('lowThreshold');
	}

	/** Of the emergency credit as a whole, 10^-6 of the currency; there is none in credit mode. */
	get emergency(): number {
		return this.mode === 'prepaid' ? CENT * this.slot.amountOf('emergency') : 0;
	}

	/** It may be invoked: credit is low, and it is not in use. */
	get isSelectable(): boolean {
		return this.status === ACCOUNT_STATUS.active && this.emergency > 0 && this.isLow && !this.slot.has('invoked');
	}

	/** Of the last token, whatever came of it. */
	get token(): EnteredToken {
		const { slot } = this;
		return this.#received ?? this.#refused ?? { digits: slot.token, status: slot.tokenStatus, at: slot.tokenAt, delivery: slot.tokenDelivery };
	}

	/** Each of the following returns an Action-Result. What was used up to now stays out of it. */
	activate(): number {
		if (this.status !== ACCOUNT_STATUS.new) return ACTION_RESULT.scopeOfAccessViolated;
		this.slot.status = ACCOUNT_STATUS.active;
		this.slot.setTime('activated', this.#host.now());
		this.#settle();
		this.#level = 'credit';
		this.#tell('activated');
		// Not at once: a token may follow.
		return this.#keep(LOOK);
	}

	/** Nothing is charged any more, and the supply is given back. */
	close(): number {
		if (this.status !== ACCOUNT_STATUS.active) return ACTION_RESULT.scopeOfAccessViolated;
		this.#settle();
		this.slot.status = ACCOUNT_STATUS.closed;
		this.slot.setTime('closed', this.#host.now());
		this.#tell('closed');
		return this.#keep();
	}

	/** A closed account becomes a new one; tokens that were taken stay so. */
	reset(): number {
		if (this.status !== ACCOUNT_STATUS.closed || this.slot.has('cut')) return ACTION_RESULT.scopeOfAccessViolated;
		this.slot.clear();
		this.#begin();
		this.#tell('reset');
		return this.#keep();
	}

	/** @param amount added, 0.01 of the currency */
	update(amount: number): number {
		return this.setCredit(this.credit + CENT * amount);
	}

	/** @param credit 10^-6 of the currency */
	setCredit(credit: number): number {
		if (this.status !== ACCOUNT_STATUS.active || Math.abs(credit) > MOST) return ACTION_RESULT.scopeOfAccessViolated;
		this.#settle();
		this.slot.credit = credit;
		if (credit > 0) this.slot.setFlag('invoked', false);
		return this.#keep();
	}

	/** Likewise, to a value; and what was used up to now must be known. */
	setCreditTo(credit: number): number {
		return this.#isUnknown ? ACTION_RESULT.temporaryFailure : this.setCredit(credit);
	}

	/** The utility has ordered something of the supply. */
	supplyOrdered(order: 'disconnect' | 'reconnect'): void {
		this.#supply.onUtility(order);
	}

	invoke(): number {
		if (!this.isSelectable) return ACTION_RESULT.scopeOfAccessViolated;
		this.slot.setFlag('invoked', true);
		this.#host.log.write(LAYER, 'emergency credit is selected');
		this.#tell('selected');
		return this.#keep();
	}

	/** What was used up to now is charged at the price before. */
	activatePrice(): number {
		if (this.#isUnknown) return ACTION_RESULT.temporaryFailure;
		this.#settle();
		this.slot.setPrice('price', this.slot.priceOf('passivePrice'));
		return this.#keep();
	}

	/**
	 * It is received; what comes of it behind the request `token` tells then. One that comes before that is let go: false.
	 * @param digits in ASCII @param delivery one of `DELIVERY` @param done told the status
	 */
	enter(digits: Uint8Array, delivery: number = DELIVERY.remote, done?: (status: number) => void): boolean {
		if (this.#received !== undefined) {
			this.#host.log.write(LAYER, 'token let go: there is one to be looked at');
			return false;
		}
		// What is too long to be one is not kept, not even in memory: one more digit is too many.
		this.#received = { digits: digits.slice(0, TOKEN_DIGITS + 1), status: TOKEN_STATUS.received, at: this.#host.now(), delivery };
		this.#whenTaken = done;
		this.#host.later(this.#look);
		return true;
	}

	readonly #look = (): void => {
		const entered = this.#received!;
		const done = this.#whenTaken;
		this.#received = this.#whenTaken = undefined;
		const status = this.#take(entered);
		const isTaken = status === TOKEN_STATUS.executed;
		this.#refused = isTaken ? undefined : { ...entered, status };
		if (isTaken) this.#wrong = 0;
		else this.#host.log.write(LAYER, `token refused: status ${status}`);
		this.#onChange?.(isTaken ? 'token' : 'refused', this.credit, { ...entered, status });
		done?.(status);
	};

	get dueAt(): number {
		if (this.status !== ACCOUNT_STATUS.active && !this.slot.has('cut')) return Number.POSITIVE_INFINITY;
		return this.#host.now() + this.#nextLook - this.#host.uptime();
	}

	run(): void {
		this.#nextLook = this.#host.uptime() + LOOK;
		if (this.status === ACCOUNT_STATUS.active && this.#isToSettle()) {
			this.#settle();
			this.slot.keep();
		}
		const isLow = this.status === ACCOUNT_STATUS.active && this.isLow;
		if (isLow && !this.#toldLow) this.#host.log.write(LAYER, `credit is low: ${(this.credit / MICRO).toFixed(2)}`);
		this.#toldLow = isLow;
		this.#tellLevel(isLow);
		this.#supply.watch(this.mode === 'prepaid' && this.status === ACCOUNT_STATUS.active && this.state === 'out');
	}

	#tellLevel(isLow: boolean): void {
		const { state } = this;
		const level = this.status !== ACCOUNT_STATUS.active ? undefined : state !== 'inCredit' ? state : isLow ? 'low' : 'credit';
		if (level !== undefined && this.#level !== undefined && level !== this.#level) this.#tell(level);
		this.#level = level;
	}

	#tell(change: AccountChange): void {
		this.#onChange?.(change, this.credit, undefined);
	}

	#begin(): void {
		const { price, lowThreshold, emergency } = this.#terms;
		this.slot.status = ACCOUNT_STATUS.new;
		this.slot.credit = 0;
		this.slot.setPrice('price', price);
		this.slot.setPrice('passivePrice', price);
		this.slot.setAmount('lowThreshold', lowThreshold);
		this.slot.setAmount('emergency', emergency);
	}

	#take({ digits, delivery }: EnteredToken): number {
		const { cipher, kek, serial } = this.#keys;
		const uptime = this.#host.uptime();
		if (uptime < this.#lockedUntil) return TOKEN_STATUS.authenticationFailure;
		const token = kek === undefined ? 'authentication' : decodeToken(cipher, kek, serial, digits);
		if (token === 'format') return TOKEN_STATUS.formatFailure;
		if (token === 'authentication') {
			if (++this.#wrong >= MOST_WRONG) {
				this.#wrong = 0;
				this.#lockedUntil = uptime + LOCKED;
				this.#host.log.write(LAYER, `${MOST_WRONG} wrong tokens: none is looked at for an hour`);
			}
			return TOKEN_STATUS.authenticationFailure;
		}
		if (this.status !== ACCOUNT_STATUS.active || this.slot.isTaken(token.number)) return TOKEN_STATUS.validationFailure;
		const credit = this.credit + MICRO * token.amount;
		if (credit > MOST) return TOKEN_STATUS.executionFailure;
		this.slot.take(token.number);
		this.slot.setToken(digits, TOKEN_STATUS.executed, this.#host.now(), delivery);
		this.setCredit(credit);
		return TOKEN_STATUS.executed;
	}

	/** What was used since the last settlement, 10^-6 of the currency. */
	get #used(): number {
		return this.#usedTenths * this.slot.priceOf('price');
	}

	/** Likewise, 0.1 Wh. */
	get #usedTenths(): number {
		const { readings, meteringSerial } = this.#host;
		const counts = this.status === ACCOUNT_STATUS.active ? readings.counts() : undefined;
		if (counts === undefined || !this.slot.has('based') || !this.slot.isOfUnit(meteringSerial)) return 0;
		const modulus = 10 ** readings.counter.digits;
		const came = counts.import - this.slot.base;
		return (came + (came < -modulus / 2 ? modulus : 0)) * Math.round(10 * registerUnit(readings.counter));
	}

	/** There is no metering unit: what was used since the last settlement is told when it is back. */
	get #isUnknown(): boolean {
		return this.status === ACCOUNT_STATUS.active && this.#host.readings.counts() === undefined;
	}

	#isToSettle(): boolean {
		const { readings, meteringSerial } = this.#host;
		if (readings.counts() === undefined) return false;
		return !this.slot.has('based') || !this.slot.isOfUnit(meteringSerial) || Math.abs(this.#usedTenths) >= SETTLED;
	}

	/** Charges what was used; it stays when it is kept. */
	#settle(): void {
		const { readings, meteringSerial } = this.#host;
		const counts = readings.counts();
		if (counts === undefined || this.status !== ACCOUNT_STATUS.active) return;
		const used = this.#used;
		this.slot.credit = Math.max(-MOST, this.slot.credit - used);
		this.slot.charged = Math.min(Math.max(0, this.slot.charged + used), MOST_CHARGED);
		this.slot.collect(this.#host.now(), Math.round(used / CENT));
		this.slot.setBase(counts.import, meteringSerial);
		this.slot.setFlag('based', true);
	}

	/** @param delay until it is looked at, ms */
	#keep(delay = 0): number {
		this.slot.keep();
		this.#nextLook = this.#host.uptime() + delay;
		this.#supply.tryAtOnce();
		this.#host.rearm();
		return ACTION_RESULT.success;
	}
}
