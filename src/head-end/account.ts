/** A customer's account at the meter (classes 111 to 115): what there is, and tokens that pay into it. */

import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { TOKEN_STATUS } from '../../modules/cosem/payment-classes.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { readingOf } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const ACCOUNT = 111;
const CREDIT = 112;
const CHARGE = 113;
const GATEWAY = 115;
const ENTER = 1;
const STATUS = 6;
/** At a token that was received, until the meter says what came of it. */
const MOST_LOOKS = 20;
const OUT_OF_CREDIT = 0x02;
const LOW_CREDIT = 0x40;

/** Amounts count 10^`scale` of the currency. */
export interface AccountState {
	readonly mode: 'credit' | 'prepaid';
	readonly status: 'new' | 'active' | 'closed';
	readonly credit: 'in credit' | 'low' | 'emergency' | 'out';
	/** What may be used; what is to be paid back. */
	readonly available: number;
	readonly toClear: number;
	readonly currency: string;
	readonly scale: number;
	readonly lowThreshold: number;
	/** Of 10^`priceScale`, for 10^`commodityScale` Wh; undefined: the meter does not tell. */
	readonly price: { readonly price: number; readonly priceScale: number; readonly commodityScale: number } | undefined;
	/** What is left of emergency credit; undefined: there is none. */
	readonly emergency: number | undefined;
}

/** Throws HeadEndError. */
export async function readAccount(session: MeterSession): Promise<AccountState> {
	const of = (index: number) => attributeTarget(ACCOUNT, NAME.account, index);
	const [head, inUse, bits, available, toClear, currency, low, emergency, charge] = await session.getAll([
		...[2, 3, 4, 5, 6, 15, 16].map(of),
		attributeTarget(CREDIT, NAME.emergencyCredit, 2),
		attributeTarget(CHARGE, NAME.charge, 5),
	]);
	const [mode, status] = itemsIn(head).map(numberIn);
	const [name, scale] = itemsIn(currency);
	if (mode === undefined || status === undefined || name === undefined || !('bytes' in name))
		throw new HeadEndError({ kind: 'accountUnreadable', result: typeof head === 'number' ? head : ACCESS_RESULT.typeUnmatched });
	const credit = typeof bits === 'object' && 'bits' in bits ? bits.bytes[0]! : 0;
	return {
		mode: mode === 2 ? 'prepaid' : 'credit',
		status: status === 1 ? 'new' : status === 2 ? 'active' : 'closed',
		credit: credit & OUT_OF_CREDIT ? 'out' : numberIn(inUse) === 1 ? 'emergency' : credit & LOW_CREDIT ? 'low' : 'in credit',
		available: numberIn(available) ?? 0,
		toClear: numberIn(toClear) ?? 0,
		currency: asciiText(name.bytes),
		scale: numberIn(scale) ?? 0,
		lowThreshold: numberIn(low) ?? 0,
		price: priceIn(charge),
		emergency: numberIn(emergency),
	};
}

export type TokenResult = 'taken' | 'format' | 'authentication' | 'validation' | 'execution';

const RESULTS: Readonly<Record<number, TokenResult>> = Object.freeze({
	[TOKEN_STATUS.executed]: 'taken',
	[TOKEN_STATUS.formatFailure]: 'format',
	[TOKEN_STATUS.authenticationFailure]: 'authentication',
	[TOKEN_STATUS.validationFailure]: 'validation',
	[TOKEN_STATUS.executionFailure]: 'execution',
});

/** What the meter says of a token. Throws HeadEndError. @param digits decimal ones */
export async function enterToken(session: MeterSession, digits: string): Promise<TokenResult> {
	const target = { classId: GATEWAY, name: NAME.tokenGateway, index: ENTER };
	const { result, returned } = await session.act(target, new DataWriter().octetString(asciiBytes(digits)).copy());
	let status = returned === undefined ? undefined : numberIn(itemsIn(readingOf(returned))[0]);
	for (let i = 0; i < MOST_LOOKS && status === TOKEN_STATUS.received; i++) status = await readStatus(session);
	const told = status === undefined ? undefined : RESULTS[status];
	if (result !== 0 || told === undefined) throw new HeadEndError({ kind: 'tokenNotTaken', result });
	return told;
}

async function readStatus(session: MeterSession): Promise<number | undefined> {
	const [status] = await session.getAll([attributeTarget(GATEWAY, NAME.tokenGateway, STATUS)]);
	return numberIn(itemsIn(status)[0]);
}

function priceIn(charge: Data | number | undefined): AccountState['price'] {
	const [scales, , prices] = itemsIn(charge);
	const [commodityScale, priceScale] = itemsIn(scales).map(numberIn);
	const price = numberIn(itemsIn(itemsIn(prices)[0])[1]);
	return price === undefined || commodityScale === undefined || priceScale === undefined ? undefined : { price, priceScale, commodityScale };
}

function itemsIn(data: Data | number | undefined): readonly Data[] {
	return typeof data === 'object' && 'items' in data ? data.items : [];
}

function numberIn(data: Data | number | undefined): number | undefined {
	return typeof data === 'object' ? numberOf(data) : undefined;
}
