/** The objects of an account, as their classes have them. Amounts count 0.01 of the currency. */

import { NAME } from '../../../modules/cosem/object-names.js';
import {
	ACCOUNT_STATUS,
	type AccountFacts,
	type ChargeFacts,
	CREDIT_BIT,
	CREDIT_STATUS,
	CREDIT_TYPE,
	type CreditFacts,
	PAYMENT_MODE,
	type TokenFacts,
} from '../../../modules/cosem/payment-classes.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { CENT, type Payment } from './payment.js';

const MOST_THRESHOLD = 2_000_000_000;
const TOKEN_CREDIT = Object.freeze([NAME.tokenCredit]);
const BOTH_CREDITS = Object.freeze([NAME.tokenCredit, NAME.emergencyCredit]);
const COMMODITY_SCALE = 3;
/** Of amounts and of prices: a power of ten of the currency. */
const SCALE = -2;

function inCents(micro: number): number {
	return Math.floor(micro / CENT);
}

export class Account implements AccountFacts {
	readonly charge = NAME.charge;
	readonly currency = 'JPY';
	readonly scale = SCALE;
	readonly deviation: number;
	readonly #payment: Payment;

	constructor(payment: Payment, deviation: number) {
		this.#payment = payment;
		this.deviation = deviation;
	}

	get mode(): number {
		return this.#payment.mode === 'prepaid' ? PAYMENT_MODE.prepayment : PAYMENT_MODE.credit;
	}

	get status(): number {
		return this.#payment.status;
	}

	get inUse(): number {
		return this.#payment.state === 'emergency' ? 1 : 0;
	}

	get creditBits(): readonly number[] {
		const { state, isLow, isSelectable, status } = this.#payment;
		if (status !== ACCOUNT_STATUS.active) return [];
		const bits: number[] = [state === 'out' ? CREDIT_BIT.outOfCredit : CREDIT_BIT.inCredit];
		if (isLow) bits.push(CREDIT_BIT.low);
		if (isSelectable) bits.push(CREDIT_BIT.nextSelectable);
		if (state === 'emergency') bits.push(CREDIT_BIT.selectableInUse);
		return bits;
	}

	get available(): number {
		const { credit, state, emergency } = this.#payment;
		return state === 'out' ? 0 : inCents(state === 'emergency' ? credit + emergency : credit);
	}

	get toClear(): number {
		return Math.max(0, -inCents(this.#payment.credit));
	}

	get credits(): readonly number[] {
		return this.#payment.mode === 'prepaid' ? BOTH_CREDITS : TOKEN_CREDIT;
	}

	get activatedAt(): number {
		return this.#payment.slot.timeOf('activated');
	}

	get closedAt(): number {
		return this.#payment.slot.timeOf('closed');
	}

	get lowThreshold(): number {
		return this.#payment.slot.amountOf('lowThreshold');
	}

	setLowThreshold(amount: number): number {
		return setAmount(this.#payment, 'lowThreshold', amount);
	}

	activate(): number {
		return this.#payment.activate();
	}

	close(): number {
		return this.#payment.close();
	}

	reset(): number {
		return this.#payment.reset();
	}
}

/** What tokens pay in. */
export class TokenCredit implements CreditFacts {
	readonly type = CREDIT_TYPE.token;
	readonly priority = 1;
	readonly limit = 0;
	readonly preset = 0;
	readonly availableThreshold = 0;
	readonly #payment: Payment;

	constructor(payment: Payment) {
		this.#payment = payment;
	}

	/** Below 0: what is to be cleared. */
	get amount(): number {
		return inCents(this.#payment.credit);
	}

	get warning(): number {
		return this.#payment.slot.amountOf('lowThreshold');
	}

	get status(): number {
		return this.#payment.state === 'inCredit' ? CREDIT_STATUS.inUse : CREDIT_STATUS.consumed;
	}

	setPreset(): number {
		return ACCESS_RESULT.readWriteDenied;
	}

	update(amount: number): number {
		return this.#payment.update(amount);
	}

	setAmount(amount: number): number {
		return this.#payment.setCreditTo(CENT * amount);
	}

	invoke(): number {
		return ACTION_RESULT.readWriteDenied;
	}
}

/** What the customer may use once credit is low. */
export class EmergencyCredit implements CreditFacts {
	readonly type = CREDIT_TYPE.emergency;
	readonly priority = 2;
	readonly warning = 0;
	readonly limit = 0;
	readonly #payment: Payment;

	constructor(payment: Payment) {
		this.#payment = payment;
	}

	/** What is left of it. */
	get amount(): number {
		const { credit, emergency, slot } = this.#payment;
		return inCents(slot.has('invoked') ? Math.max(0, emergency + Math.min(0, credit)) : emergency);
	}

	get status(): number {
		const { state, slot, isSelectable } = this.#payment;
		if (!slot.has('invoked')) return isSelectable ? CREDIT_STATUS.selectable : CREDIT_STATUS.enabled;
		return state === 'emergency' ? CREDIT_STATUS.inUse : state === 'inCredit' ? CREDIT_STATUS.invoked : CREDIT_STATUS.consumed;
	}

	get preset(): number {
		return this.#payment.slot.amountOf('emergency');
	}

	get availableThreshold(): number {
		return this.#payment.slot.amountOf('lowThreshold');
	}

	setPreset(amount: number): number {
		return setAmount(this.#payment, 'emergency', amount);
	}

	update(): number {
		return ACTION_RESULT.readWriteDenied;
	}

	setAmount(): number {
		return ACTION_RESULT.readWriteDenied;
	}

	invoke(): number {
		return this.#payment.invoke();
	}
}

export class Charge implements ChargeFacts {
	readonly commodity = NAME.importEnergy;
	readonly commodityScale = COMMODITY_SCALE;
	readonly priceScale = SCALE;
	readonly deviation: number;
	readonly #payment: Payment;

	constructor(payment: Payment, deviation: number) {
		this.#payment = payment;
		this.deviation = deviation;
	}

	get totalPaid(): number {
		return inCents(this.#payment.slot.charged);
	}

	get price(): number {
		return this.#payment.slot.priceOf('price');
	}

	get passivePrice(): number {
		return this.#payment.slot.priceOf('passivePrice');
	}

	get collectedAt(): number {
		return this.#payment.slot.collectedAt;
	}

	get lastAmount(): number {
		return this.#payment.slot.lastAmount;
	}

	setPassivePrice(price: number): number {
		if (price < 0) return ACTION_RESULT.scopeOfAccessViolated;
		this.#payment.slot.setPrice('passivePrice', price);
		this.#payment.slot.keep();
		return ACTION_RESULT.success;
	}

	activatePrice(): number {
		return this.#payment.activatePrice();
	}
}

export class TokenGateway implements TokenFacts {
	readonly description = 'Keiki, 20 digits';
	readonly deviation: number;
	readonly #payment: Payment;

	constructor(payment: Payment, deviation: number) {
		this.#payment = payment;
		this.deviation = deviation;
	}

	get token(): Uint8Array {
		return Number.isNaN(this.enteredAt) ? new Uint8Array(0) : this.#payment.token.digits;
	}

	get enteredAt(): number {
		return this.#payment.token.at;
	}

	get delivery(): number {
		return this.#payment.token.delivery;
	}

	get status(): number {
		return this.#payment.token.status;
	}

	enter(token: Uint8Array): boolean {
		return this.#payment.enter(token);
	}
}

function setAmount({ slot }: Payment, which: 'lowThreshold' | 'emergency', amount: number): number {
	if (amount < 0 || amount > MOST_THRESHOLD) return ACCESS_RESULT.scopeOfAccessViolated;
	slot.setAmount(which, amount);
	slot.keep();
	return ACCESS_RESULT.success;
}
