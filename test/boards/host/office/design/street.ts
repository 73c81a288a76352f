/** A street with a few contracts, depots with a few units: what designs and orders are tried on. */
import type { Office } from '../../../../../boards/host/office/database/office.js';
import type { Tables } from '../../../../../boards/host/office/database/tables.js';
import { parseCombination } from '../../../../../src/meter/catalogue/parse.js';
import { unitsOf } from '../../../../../src/meter/catalogue/rules.js';
import { UNIT_TYPES, unitType } from '../../../../../src/meter/catalogue/unit-types.js';
import type { Actor } from '../../../../../src/operations/access/roles.js';
import type { ApplicationKind } from '../../../../../src/operations/design/applications.js';
import { placeOf } from '../../../../../src/operations/design/choose.js';

export const MONDAY = Date.UTC(2026, 10, 30, 3);
export const DESIGNER: Actor = Object.freeze({ name: 'sato', roles: Object.freeze(['designer'] as const) });
export const WORKER: Actor = Object.freeze({ name: 'kato', roles: Object.freeze(['worker'] as const) });
export const CLERK: Actor = Object.freeze({ name: 'abe', roles: Object.freeze(['clerk'] as const) });

export const contractCode = (n: number) => `C${String(n).padStart(10, '0')}`;
export const titleOf = (n: number) => n.toString(16).toUpperCase().padStart(16, '0');

export interface House {
	readonly units?: string;
	readonly street?: string;
	readonly until?: number;
	readonly contract?: Partial<Tables['contract']>;
	readonly site?: Partial<Tables['site']>;
}

/** A contract with its site, and where `units` says so a meter whose units have the numbers `N-PLACE`. */
export async function build(
	office: Office,
	n: number,
	{ units, street = 'Aoba', until = MONDAY, contract = {}, site = {} }: House = {},
): Promise<string> {
	const { database } = office;
	const code = contractCode(n);
	const dated = { as_of: MONDAY - 1000, imported_at: MONDAY - 1000 };
	await database
		.insertInto('contract')
		.values({
			...{ code, customer: '', reading: '', address: `${n}`, street, phases: '1p3w', amperes: 40, feed_in: 0, route_b: 'none', state: 'active' },
			...{ since: 0, until: null, ...dated, ...contract },
		})
		.execute();
	await database
		.insertInto('site')
		.values({ code: `S${n}`, contract: code, street, kind: 'detached', phases: '1p3w', rain: 0, transformer: 'T1', ...dated, ...site })
		.execute();
	if (units === undefined) return code;
	const combination = parseCombination(units);
	const serials = Object.fromEntries(unitsOf(combination).map(({ kind }) => [placeOf(kind), `${n}-${placeOf(kind).toUpperCase()}`]));
	const { communication, metering, option, cover } = combination;
	const codes = { communication: communication.code, metering: metering.code, option: option?.code ?? null, cover: cover.code };
	await database
		.insertInto('mounted')
		.values({ meter: titleOf(n), contract: code, ...codes, serials: JSON.stringify(serials), mounted_at: 0, certified_until: until, ...dated })
		.execute();
	for (const unit of unitsOf(combination)) await store(office, unit.code, `${n}-${placeOf(unit.kind).toUpperCase()}`, 'Kita', 'mounted', titleOf(n));
	return code;
}

/** Units for the depots: `rf-b 2, normal 5`, numbered `RF-B-1` and so on. */
export async function fill(office: Pick<Office, 'database'>, text: string, depot = 'Kita', from = 1): Promise<void> {
	for (const each of text.split(', ')) {
		const [type = '', count = '1'] = each.split(' ');
		for (let i = from; i < from + Number(count); i++)
			await store(office, type, `${type.toUpperCase()}-${i}`, depot, 'in-stock', titleOf(titlesOf(type) + i));
	}
}

/** Titles of `rf-b` are from FF01 on, those of each other type far from them. */
function titlesOf(type: string): number {
	return type === 'rf-b' ? 0xff00 : (UNIT_TYPES.findIndex(({ code }) => code === type) + 1) * 0x100_0000;
}

async function store(
	office: Pick<Office, 'database'>,
	type: string,
	serial: string,
	depot: string,
	state: Tables['stock']['state'],
	title: string,
): Promise<void> {
	const { kind } = unitType(type)!;
	const row = { serial, type, kind, maker: 'none', depot, state, order: null, title: kind === 'communication' ? title : null, credential_key: null };
	await office.database
		.insertInto('stock')
		.values({ ...row, as_of: MONDAY, imported_at: MONDAY })
		.execute();
}

export async function apply(
	office: Office,
	contract: string,
	kind: ApplicationKind,
	wishes: object = {},
	number = `A${contract.slice(3)}`,
): Promise<string> {
	const row = { number, contract, kind, wishes: JSON.stringify(wishes), state: 'received' as const, reason: '' };
	await office.database
		.insertInto('application')
		.values({ ...row, received_at: office.now(), decided_at: null, decided_by: null, as_of: office.now() })
		.execute();
	return number;
}

export async function hire(office: Office, name: string, roles: readonly string[]): Promise<void> {
	const row = { name, shown: name, password: null, roles: JSON.stringify(roles), state: 'active' as const };
	await office.database
		.insertInto('staff')
		.values({ ...row, at: office.now(), failures: 0, locked_until: null })
		.execute();
}

/** `RF-B-1 reserved W00000001`, those in a depot left out. */
export async function away(office: Office): Promise<string[]> {
	const rows = await office.database.selectFrom('stock').selectAll().where('state', '!=', 'in-stock').orderBy('serial').execute();
	return rows
		.filter(({ serial, state }) => !(state === 'mounted' && /^\d+-/.test(serial)))
		.map(({ serial, state, order }) => `${serial} ${state}${order === null ? '' : ` ${order}`}`);
}
