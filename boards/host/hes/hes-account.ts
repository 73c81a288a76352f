/** `keiki hes account` and `keiki hes token`: a customer's account, and tokens that pay into it. */

import { asciiText } from '../../../modules/bytes/ascii.js';
import { type AccountState, enterToken, readAccount } from '../../../src/head-end/account.js';
import { encodeToken, MOST_TOKEN_AMOUNT, MOST_TOKEN_NUMBER, TOKEN_DIGITS } from '../../../src/route-a/payment/token.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { ACCOUNT_WORDS } from './account-words.js';
import { type HesMeter, type HesSession, hostCipher } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';

export const ACCOUNT_COLUMNS = Object.freeze(['mode', 'status', 'credit', 'available', 'toClear', 'currency', 'lowThreshold', 'emergency', 'price']);
export const TOPUP_COLUMNS = Object.freeze(['result', 'available', 'currency']);
export const TOKEN_COLUMNS = Object.freeze(['token', 'for', 'number', 'amount']);

export interface TokenMakeWords {
	readonly for?: string;
	readonly number?: string;
}

export interface TokenRequest {
	readonly serial: string;
	readonly number: number;
	/** Whole units of the currency. */
	readonly amount: number;
}

const DIGITS_IN_GROUP = 4;

export async function showAccount(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const state = await readAccount(session);
	view.show(meter, [fieldsOf(state)], () => linesOf(state, view));
	return true;
}

/** 20 digits. Throws UsageError. */
export function tokenDigits(text: string): string {
	const digits = text.replace(/[ -]/g, '');
	if (/^\d+$/.test(digits) && digits.length === TOKEN_DIGITS) return digits;
	throw new UsageError(inEach(ACCOUNT_WORDS, (words) => words.digits(text)));
}

/** False: the meter does not take it. */
export async function topUp(session: HesSession, meter: string, digits: string, view: HesView): Promise<boolean> {
	const result = await enterToken(session, digits);
	if (result !== 'taken') {
		view.failed(meter, (language) => ACCOUNT_WORDS[language].refused[result]);
		return false;
	}
	const state = await readAccount(session);
	const { currency } = state;
	view.show(meter, [{ result, available: amountOf(state.available, state), currency }], () => [
		ACCOUNT_WORDS[view.language].taken(amountText(state.available, state)),
	]);
	return true;
}

/** Throws UsageError. */
export function tokenRequest(amount: string, { for: serial = '', number = '' }: TokenMakeWords): TokenRequest {
	if (!/^[\x21-\x7e]{1,12}$/.test(serial)) throw new UsageError(inEach(ACCOUNT_WORDS, (words) => words.serial(serial)));
	return { serial, number: wholeOf('--number', number, MOST_TOKEN_NUMBER), amount: wholeOf('amount', amount, MOST_TOKEN_AMOUNT) };
}

/** Nobody is asked: whoever has the keys makes tokens. Throws UsageError. */
export function makeToken({ keys, keysPath, place }: HesMeter, { serial, number, amount }: TokenRequest, view: HesView): void {
	if (keys.kek === undefined) throw new UsageError(inEach(ACCOUNT_WORDS, (words) => words.noKek(keysPath)));
	const token = asciiText(encodeToken(hostCipher(), keys.kek, serial, { number, amount }));
	const groups = token.match(new RegExp(`.{${DIGITS_IN_GROUP}}`, 'g'))!;
	view.show(place.text, [{ token, for: serial, number, amount }], () => [groups.join('-')]);
}

function wholeOf(what: string, text: string, most: number): number {
	const value = /^\d+$/.test(text) ? Number(text) : 0;
	if (value >= 1 && value <= most) return value;
	throw new UsageError(inEach(ACCOUNT_WORDS, (words) => words.number(what, most, text)));
}

function fieldsOf(state: AccountState): Fields {
	const { mode, status, credit, currency, emergency, price } = state;
	return {
		...{ mode, status, credit, available: amountOf(state.available, state), toClear: amountOf(state.toClear, state), currency },
		lowThreshold: amountOf(state.lowThreshold, state),
		emergency: emergency === undefined ? null : amountOf(emergency, state),
		price: price === undefined ? null : priceOf(price),
	};
}

function linesOf(state: AccountState, { language }: HesView): string[] {
	const words = ACCOUNT_WORDS[language];
	const { mode, status, credit, emergency, price } = state;
	const text = (amount: number) => amountText(amount, state);
	const isActive = status === 'active';
	return tableLines([
		[words.account(), [words.mode[mode], words.status[status], ...(isActive ? [words.credit[credit]] : [])].join(', ')],
		[words.available(), text(state.available)],
		...(state.toClear > 0 ? [[words.toClear(), text(state.toClear)]] : []),
		[words.lowBelow(), text(state.lowThreshold)],
		...(emergency === undefined ? [] : [[words.emergency(), text(emergency)]]),
		...(price === undefined ? [] : [[words.price(), words.per(`${priceOf(price).toFixed(2)} ${state.currency}`, energyOf(price.commodityScale))]]),
	]);
}

/** Of the currency. */
function amountOf(amount: number, { scale }: AccountState): number {
	return Number((amount * 10 ** scale).toFixed(Math.max(0, -scale)));
}

function amountText(amount: number, state: AccountState): string {
	return `${amountOf(amount, state).toFixed(Math.max(0, -state.scale))} ${state.currency}`;
}

function priceOf({ price, priceScale }: NonNullable<AccountState['price']>): number {
	return Number((price * 10 ** priceScale).toFixed(Math.max(0, -priceScale)));
}

function energyOf(scale: number): string {
	return scale === 3 ? 'kWh' : `10^${scale} Wh`;
}
