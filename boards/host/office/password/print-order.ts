/** Prints a work order; where a password goes with it, its code is sealed to one hand-held each time it is printed, and is good for a time. */

import { fromHex } from '../../../../modules/bytes/hex.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { sealBarCode } from '../../../../src/operations/bar-code/work-order-code.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import type { Office, Work } from '../database/office.js';
import { needed } from '../database/packages.js';
import type { WorkOrderTable } from '../database/tables.js';
import { ORDER_WORDS } from '../design/order-words.js';
import { DESIGN_WORDS } from '../design/words.js';
import { auditHead } from '../people/audit-head.js';
import { handheldNamed } from './handhelds.js';
import { loadHpke } from './hpke.js';
import { readEnvelopeKey } from './master-key.js';
import { PAPER_WORDS } from './paper-words.js';
import { refused } from './refusals.js';
import { type OrderPassword, type WorkOrderFacts, workOrderOf } from './work-order.js';

export interface WishedPrint {
	readonly order: string;
	/** Id or name of the hand-held that the worker takes; undefined: one that goes without a password. */
	readonly handheld?: string | undefined;
	readonly language: 'en' | 'ja';
	/** Until when its code is good, ms since 1970; undefined: the order's own day, at least a week. */
	readonly until?: number | undefined;
}

export interface PrintedOrder {
	/** PDF. */
	readonly file: Uint8Array;
	/** Text of the bar code; undefined: no password goes with it. */
	readonly code: string | undefined;
	readonly missing: readonly string[];
}

const USUAL_TIME = 7 * 86_400_000;

/**
 * @throws OfficeRefusal for no order, one that has ended, or a password without a hand-held
 */
export async function printOrder(office: Office, actor: Actor, wished: WishedPrint): Promise<PrintedOrder> {
	const log = await auditHead(office.database);
	const { facts, password } = await office.act(actor, 'order.print', wished.order, async (work) => {
		const order = await openOrder(work, wished.order);
		const sealed = await sealedFor(work, office, order, wished);
		work.note({ ...(sealed && { handheld: sealed.handheld, version: sealed.version }) });
		return { facts: await factsOf(work, order, wished), password: sealed };
	});
	const { file, missing } = await workOrderOf({ ...facts, password, log });
	return { file, code: password?.code, missing };
}

async function openOrder({ at }: Work, number: string): Promise<WorkOrderTable> {
	const order = await at.selectFrom('work_order').selectAll().where('number', '=', number).executeTakeFirst();
	if (order === undefined) throw refused('noOrder', number);
	if (order.state !== 'issued' && order.state !== 'assigned') throw refused('orderEnded', number);
	return order;
}

/** Its password in an envelope; undefined: none goes with it. */
async function sealedFor(
	{ at, now }: Work,
	{ data }: Office,
	{ number, due }: WorkOrderTable,
	{ handheld: name, until }: WishedPrint,
): Promise<(OrderPassword & { readonly version: number }) | undefined> {
	const credential = await at
		.selectFrom('credential')
		.select(['meter', 'version', 'sealed'])
		.where('bearer', '=', number)
		.where('state', '=', 'issued')
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (credential === undefined || credential.sealed === null) return undefined;
	if (name === undefined) throw refused('whichHandheld', number);
	const { id: handheld, sealing_key } = await handheldNamed({ database: at }, name);
	const hpke = await needed('@hpke/core', loadHpke);
	const { meter, version } = credential;
	const [notBefore, notAfter] = [now, until ?? Math.max(due ?? 0, now + USUAL_TIME)];
	if (notAfter <= now) throw refused('untilPast', number);
	const keys = { privateKey: readEnvelopeKey(data), publicKey: fromHex(sealing_key) };
	const sealed = fromHex(credential.sealed);
	const code = await sealBarCode(hpke, newHostCipher(), keys, { order: number, meter: meter.toUpperCase(), notBefore, notAfter, version, sealed });
	return { code, handheld, notBefore, notAfter, version };
}

async function factsOf({ at, now }: Work, order: WorkOrderTable, { language }: WishedPrint): Promise<Omit<WorkOrderFacts, 'password' | 'log'>> {
	const { number, contract, kind, meter, worker, due } = order;
	const holder = await at.selectFrom('contract').select(['customer', 'address']).where('code', '=', contract).executeTakeFirst();
	const who = worker === null ? undefined : await at.selectFrom('staff').select('shown').where('name', '=', worker).executeTakeFirst();
	return {
		...{ language, order: number, work: begun(ORDER_WORDS[language].orderKinds[kind]), contract, at: now },
		...{ customer: holder?.customer ?? '', site: holder?.address ?? '' },
		...{ meter: meter ?? undefined, worker: who?.shown ?? worker ?? undefined, until: due ?? undefined },
		units: unitsOf(order, language),
	};
}

interface Exchange {
	readonly out?: string | null;
	readonly in?: string | null;
	readonly type?: string | null;
}

/** A line for what is taken out, and one for what is put in, at each place. */
function unitsOf({ units }: WorkOrderTable, language: 'en' | 'ja'): WorkOrderFacts['units'] {
	const { takeOut, putIn } = PAPER_WORDS[language].order;
	const { places } = DESIGN_WORDS[language];
	return Object.entries(JSON.parse(units) as Readonly<Record<string, Exchange>>).flatMap(([name, { out, in: into, type }]) => {
		const place = begun(places[name as keyof typeof places] ?? name);
		return [
			...(out == null ? [] : [{ place, act: takeOut, unit: '', serial: out }]),
			...(into == null ? [] : [{ place, act: putIn, unit: type ?? '', serial: into }]),
		];
	});
}

/** As a line begins. */
function begun(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
