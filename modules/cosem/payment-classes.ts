/**
 * Payment metering (Blue Book): account (class 111), credit (112), charge (113), token gateway (115), all version 0, as far as one account with one charge for
 * energy has them. Amounts are double-long in the currency of the account.
 *
 * | class | methods                                                                                        |
 * |-------|------------------------------------------------------------------------------------------------|
 * | 111   | 1 activate_account, 2 close_account, 3 reset_account: integer 0                                  |
 * | 112   | 1 update_amount, 2 set_amount_to_value: double-long; 3 invoke_credit: integer 0, or unsigned   |
 * | 113   | 1 update_unit_charge: array of structure {octet-string index, long price}; 2 activate_passive_unit_charge: integer 0 |
 * | 115   | 1 enter: octet-string; answers with the status: received, and what came of it is told by attribute 6 |
 */
import { asciiBytes } from '../bytes/ascii.js';
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { itemsOf, listIn } from './value-parts.js';

/** account_status. */
export const ACCOUNT_STATUS = Object.freeze({ new: 1, active: 2, closed: 3 });
/** payment_mode. */
export const PAYMENT_MODE = Object.freeze({ credit: 1, prepayment: 2 });
/** Bits of current_credit_status, bit 0 first. */
export const CREDIT_BIT = Object.freeze({
	inCredit: 0,
	low: 1,
	nextEnabled: 2,
	nextSelectable: 3,
	referenceList: 4,
	selectableInUse: 5,
	outOfCredit: 6,
});
/** credit_status. */
export const CREDIT_STATUS = Object.freeze({ enabled: 0, selectable: 1, invoked: 2, inUse: 3, consumed: 4 });
/** credit_type. */
export const CREDIT_TYPE = Object.freeze({ token: 0, emergency: 2 });
/** token_status. */
export const TOKEN_STATUS = Object.freeze({
	executed: 3,
	formatFailure: 4,
	authenticationFailure: 5,
	validationFailure: 6,
	executionFailure: 7,
	received: 8,
});

export interface AccountFacts {
	readonly mode: number;
	readonly status: number;
	/** Which credit of `credits` is in use, from 0. */
	readonly inUse: number;
	/** Numbers of bits that are set, of `CREDIT_BIT`. */
	readonly creditBits: readonly number[];
	readonly available: number;
	readonly toClear: number;
	readonly credits: readonly LogicalName[];
	readonly charge: LogicalName;
	/** ms since 1970-01-01T00:00:00Z; NaN: not yet. */
	readonly activatedAt: number;
	readonly closedAt: number;
	readonly currency: string;
	/** Power of ten of the currency that amounts count. */
	readonly scale: number;
	readonly lowThreshold: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** Returns a Data-Access-Result. */
	setLowThreshold(amount: number): number;
	/** Each returns an Action-Result. */
	activate(): number;
	close(): number;
	reset(): number;
}

export interface CreditFacts {
	readonly amount: number;
	readonly type: number;
	readonly priority: number;
	readonly warning: number;
	readonly limit: number;
	readonly status: number;
	readonly preset: number;
	readonly availableThreshold: number;
	/** Returns a Data-Access-Result. */
	setPreset(amount: number): number;
	/** Each returns an Action-Result. */
	update(amount: number): number;
	setAmount(amount: number): number;
	invoke(): number;
}

export interface ChargeFacts {
	readonly totalPaid: number;
	/** Of what is charged for. */
	readonly commodity: LogicalName;
	/** Price for 10^`commodityScale` of it, in 10^`priceScale` of the currency: in force, and set. */
	readonly price: number;
	readonly passivePrice: number;
	readonly commodityScale: number;
	readonly priceScale: number;
	readonly collectedAt: number;
	readonly lastAmount: number;
	readonly deviation: number;
	/** Each returns an Action-Result. */
	setPassivePrice(price: number): number;
	activatePrice(): number;
}

export interface TokenFacts {
	readonly token: Uint8Array;
	/** ms since 1970-01-01T00:00:00Z; NaN: there was none. */
	readonly enteredAt: number;
	readonly description: string;
	readonly delivery: number;
	/** One of `TOKEN_STATUS`. */
	readonly status: number;
	readonly deviation: number;
	/** `status` tells that it was received, and afterwards what came of it. False: it is let go, as one is to be looked at before. */
	enter(token: Uint8Array): boolean;
}

const REGISTER = 3;
const VALUE = 2;
const MONETARY = 2;
const BYTE_BITS = 8;

function putBits(w: DataWriter, count: number, set: readonly number[]): DataWriter {
	let bits = 0;
	for (const bit of set) bits |= 0x80 >> bit;
	return w.bitString(count, Uint8Array.of(bits));
}

function putTime(w: DataWriter, time: number, deviation: number): DataWriter {
	return w.octetString(Number.isNaN(time) ? UNSPECIFIED_TIME : dateTimeOf(time, deviation, 0));
}

const ACCOUNT: FactsClass<AccountFacts> = frozen({
	classId: 111,
	version: 0,
	attributes: 19,
	methods: 3,
	puts: [
		(w, { mode, status }) => w.structure(2).enum(mode).enum(status),
		(w, { inUse }) => w.unsigned(inUse),
		(w, { creditBits }) => putBits(w, BYTE_BITS, creditBits),
		(w, { available }) => w.doubleLong(available),
		(w, { toClear }) => w.doubleLong(toClear),
		(w) => w.doubleLong(0),
		(w) => w.doubleLong(0),
		(w, { credits }) => {
			w.array(credits.length);
			for (const credit of credits) w.logicalName(credit);
			return w;
		},
		(w, { charge }) => w.array(1).logicalName(charge),
		(w, { credits, charge }) => {
			w.array(credits.length);
			for (const credit of credits) putBits(w.structure(3).logicalName(credit).logicalName(charge), 3, []);
			return w;
		},
		(w, { credits }) => w.array(1).structure(2).logicalName(credits[0]!).unsigned(100),
		(w, { activatedAt, deviation }) => putTime(w, activatedAt, deviation),
		(w, { closedAt, deviation }) => putTime(w, closedAt, deviation),
		(w, { currency, scale }) => w.structure(3).utf8String(asciiBytes(currency)).integer(scale).enum(MONETARY),
		(w, { lowThreshold }) => w.doubleLong(lowThreshold),
		(w) => w.doubleLong(0),
		(w) => w.longUnsigned(0),
		(w) => w.doubleLong(0),
	],
});

const LOW_THRESHOLD = 16;

export class AccountObject extends FactsObject<AccountFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<AccountFacts>) {
		super(ACCOUNT, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		if (attribute !== LOW_THRESHOLD) return ACCESS_RESULT.readWriteDenied;
		return value.tag === DataTag.doubleLong ? this.facts(device).setLowThreshold(value.value) : ACCESS_RESULT.typeUnmatched;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		if (!isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		const facts = this.facts(device);
		return method === 1 ? facts.activate() : method === 2 ? facts.close() : facts.reset();
	}
}

const CREDIT: FactsClass<CreditFacts> = frozen({
	classId: 112,
	version: 0,
	attributes: 11,
	methods: 3,
	puts: [
		(w, { amount }) => w.doubleLong(amount),
		(w, { type }) => w.enum(type),
		(w, { priority }) => w.unsigned(priority),
		(w, { warning }) => w.doubleLong(warning),
		(w, { limit }) => w.doubleLong(limit),
		(w) => putBits(w, 5, []),
		(w, { status }) => w.enum(status),
		(w, { preset }) => w.doubleLong(preset),
		(w, { availableThreshold }) => w.doubleLong(availableThreshold),
		(w) => w.octetString(UNSPECIFIED_TIME),
	],
});

const PRESET = 9;

export class CreditObject extends FactsObject<CreditFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<CreditFacts>) {
		super(CREDIT, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		if (attribute !== PRESET) return ACCESS_RESULT.readWriteDenied;
		return value.tag === DataTag.doubleLong ? this.facts(device).setPreset(value.value) : ACCESS_RESULT.typeUnmatched;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		if (method === 3) return isNoParameter(parameter) || parameter?.tag === DataTag.unsigned ? facts.invoke() : ACTION_RESULT.typeUnmatched;
		if (parameter?.tag !== DataTag.doubleLong) return ACTION_RESULT.typeUnmatched;
		return method === 1 ? facts.update(parameter.value) : facts.setAmount(parameter.value);
	}
}

function putUnitCharge(w: DataWriter, { commodity, commodityScale, priceScale }: ChargeFacts, price: number): DataWriter {
	w.structure(3).structure(2).integer(commodityScale).integer(priceScale);
	w.structure(3).longUnsigned(REGISTER).logicalName(commodity).integer(VALUE);
	return w.array(1).structure(2).octetString(new Uint8Array(0)).long(price);
}

const CHARGE: FactsClass<ChargeFacts> = frozen({
	classId: 113,
	version: 0,
	attributes: 13,
	methods: 5,
	puts: [
		(w, { totalPaid }) => w.doubleLong(totalPaid),
		(w) => w.enum(0),
		(w) => w.unsigned(1),
		(w, facts) => putUnitCharge(w, facts, facts.price),
		(w, facts) => putUnitCharge(w, facts, facts.passivePrice),
		(w) => w.octetString(UNSPECIFIED_TIME),
		(w) => w.doubleLongUnsigned(0),
		(w) => putBits(w, 2, []),
		(w, { collectedAt, deviation }) => putTime(w, collectedAt, deviation),
		(w, { lastAmount }) => w.doubleLong(lastAmount),
		(w) => w.doubleLong(0),
		(w) => w.longUnsigned(0),
	],
});

export class ChargeObject extends FactsObject<ChargeFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<ChargeFacts>) {
		super(CHARGE, name, facts);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		if (method === 2) return isNoParameter(parameter) ? facts.activatePrice() : ACTION_RESULT.typeUnmatched;
		if (method !== 1) return ACTION_RESULT.readWriteDenied;
		const prices = listIn(parameter, (item) => {
			const [index, price] = itemsOf(item, 2);
			return index?.tag === DataTag.octetString && index.bytes.length === 0 && price?.tag === DataTag.long ? price.value : undefined;
		});
		if (prices === undefined || prices.length !== 1) return ACTION_RESULT.typeUnmatched;
		return facts.setPassivePrice(prices[0]!);
	}
}

function putStatus(w: DataWriter, status: number): DataWriter {
	return putBits(w.structure(2).enum(status), BYTE_BITS, []);
}

const TOKEN_GATEWAY: FactsClass<TokenFacts> = frozen({
	classId: 115,
	version: 0,
	attributes: 6,
	methods: 1,
	puts: [
		(w, { token }) => w.octetString(token),
		(w, { enteredAt, deviation }) => putTime(w, enteredAt, deviation),
		(w, { description }) => (description === '' ? w.array(0) : w.array(1).octetString(asciiBytes(description))),
		(w, { delivery }) => w.enum(delivery),
		(w, { status }) => putStatus(w, status),
	],
});

export class TokenGatewayObject extends FactsObject<TokenFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<TokenFacts>) {
		super(TOKEN_GATEWAY, name, facts);
	}

	act(_method: number, parameter: Data | undefined, w: DataWriter, { device }: Caller): number {
		if (parameter?.tag !== DataTag.octetString) return ACTION_RESULT.typeUnmatched;
		const facts = this.facts(device);
		if (!facts.enter(parameter.bytes)) return ACTION_RESULT.temporaryFailure;
		putStatus(w, facts.status);
		return ACTION_RESULT.success;
	}
}
