/** For which communication unit a contract's credentials are sealed, and under which key. */
import type { Kysely } from 'kysely';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { Tables, WorkOrderTable } from '../database/tables.js';
import { type CredentialKeyRecord, readKeyRecord } from './credential-key.js';
import { refused } from './refusals.js';

export interface UnitToSeal {
	/** System title, 16 hexadecimal digits, as the records write it. */
	readonly title: string;
	readonly key: CredentialKeyRecord;
	/** The order that goes there, if one does. */
	readonly order: string | undefined;
}

export interface WishedUnit {
	readonly contract: string;
	readonly by: 'handheld' | 'relay';
	/** Undefined: the contract's newest open one that leaves a meter, if there is one. */
	readonly order?: string | undefined;
}

const OPEN: readonly WorkOrderTable['state'][] = Object.freeze(['issued', 'assigned']);

/**
 * By a hand-held: the unit that an order brings; otherwise, and from afar, the one that is mounted.
 * @throws OfficeRefusal
 */
export async function unitToSeal(database: Kysely<Tables>, wished: WishedUnit): Promise<UnitToSeal> {
	const { contract } = wished;
	const order = wished.by === 'relay' ? undefined : await orderOf(database, wished);
	const title = order?.meter ?? (await mountedAt(database, contract));
	if (title === undefined) throw refused('noUnit', contract);
	const unit = await database.selectFrom('stock').select(['type', 'credential_key']).where('title', '=', title).executeTakeFirst();
	if (unit === undefined || unit.credential_key === null) throw refused('noKey', title);
	const type = unitType(unit.type);
	if (type?.kind === 'communication' && type.routeB === 'none') throw refused('noRouteB', title, unit.type);
	const key = readKeyRecord(unit.credential_key);
	if (key === undefined) throw refused('wrongKey', title);
	return { title, key, order: order?.number };
}

async function orderOf(database: Kysely<Tables>, { contract, order }: WishedUnit) {
	return order === undefined ? openOrder(database, contract) : orderNamed(database, contract, order);
}

async function openOrder(database: Kysely<Tables>, contract: string) {
	return database
		.selectFrom('work_order')
		.select(['number', 'meter'])
		.where('contract', '=', contract)
		.where('state', 'in', OPEN)
		.where('meter', 'is not', null)
		.orderBy('issued_at', 'desc')
		.orderBy('number', 'desc')
		.limit(1)
		.executeTakeFirst();
}

async function orderNamed(database: Kysely<Tables>, contract: string, number: string) {
	const order = await database
		.selectFrom('work_order')
		.select(['number', 'contract', 'meter', 'state'])
		.where('number', '=', number)
		.executeTakeFirst();
	if (order === undefined) throw refused('noOrder', number);
	if (order.contract !== contract) throw refused('otherOrder', number, contract);
	if (!OPEN.includes(order.state)) throw refused('orderEnded', number);
	if (order.meter === null) throw refused('noMeter', number);
	return order;
}

async function mountedAt(database: Kysely<Tables>, contract: string): Promise<string | undefined> {
	const row = await database
		.selectFrom('mounted')
		.select('meter')
		.where('contract', '=', contract)
		.orderBy('mounted_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.meter;
}
