/** A contract with a row in each table, and a canary in each column that can hold one. */
import { randomBytes } from 'node:crypto';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { type AnyRow, type Held, isHeld, PERSONAL_DATA, STAYS, type TableName } from '../../../../../boards/host/office/people/personal-data.js';
import { ANYBODY } from '../engines.js';
import { CODE } from './contract-row.js';

export const NOW = Date.UTC(2026, 10, 30, 3);
const METER = '4B45490000000077';

/** Columns that link, or are of few values; all others get a canary of their own. */
const FIXED: Readonly<Partial<Record<TableName, AnyRow>>> = Object.freeze({
	contract: { code: CODE, phases: '1p3w', route_b: 'radio', state: 'ended', until: NOW - 1000 },
	application: { number: 'A00000007', contract: CODE, kind: 'route-b', state: 'done' },
	site: { contract: CODE, kind: 'detached', phases: '1p3w', transformer: 'T7' },
	transformer: { code: 'T7' },
	construction: { number: 'B7', contract: CODE, meter: METER, result: 'as-planned' },
	mounted: { meter: METER, contract: CODE, serials: '{"communication":"SER7"}' },
	stock: { serial: 'SER7', kind: 'communication', state: 'mounted' },
	supervision: { meter: METER },
	reading: { contract: CODE },
	meter_event: { meter: METER },
	search_word: { contract: CODE },
	design: { application: 'A00000007', contract: CODE, state: 'finished' },
	work_order: { number: 'W00000007', contract: CODE, kind: 'mount', state: 'done' },
	case: { number: 'K000007', contract: CODE, closed_at: NOW - 1000 },
	credential: { contract: CODE, meter: METER, state: 'superseded', way: 'relay' },
	job: { id: '7', contract: CODE, meter: METER, kind: 'status', state: 'done' },
	session: { site: 'customers', who: CODE },
	customer_code: { contract: CODE },
	customer_password: { contract: CODE },
	consent: { contract: CODE, data: '["readings"]' },
});

export interface Canary {
	readonly table: TableName;
	readonly column: string;
	readonly text: string;
	readonly stays: boolean;
}

/** Plants them. @returns each, with whether it is to stay when the contract is erased */
export async function plant(office: Office): Promise<readonly Canary[]> {
	const canaries: Canary[] = [];
	for (const [table, fixed] of Object.entries(FIXED) as [TableName, AnyRow][]) {
		const row: Record<string, string | number | null> = {};
		for (const column of await columnsOf(office, table)) {
			const given = fixed[column.name];
			if (given !== undefined) row[column.name] = given;
			else if (column.isNumber) row[column.name] = NOW - 7_777_000;
			else {
				const text = `canary-${randomBytes(9).toString('hex')}`;
				row[column.name] = text;
				canaries.push({ table, column: column.name, text, stays: stays(table, column.name) });
			}
		}
		await office.database
			.insertInto(table as 'contract')
			.values(row as never)
			.execute();
	}
	// In the log: with the code, with the number of an order, by the customer, and with the name elsewhere.
	const { customer } = await office.database.selectFrom('contract').select('customer').where('code', '=', CODE).executeTakeFirstOrThrow();
	const details = ['about the code', 'about an order', 'by the customer', `of another, with ${customer}`].map(
		(each) => `${each} canary-${randomBytes(9).toString('hex')}`,
	);
	await office.act(ANYBODY, 'records.look', CODE, async () => {}, { told: details[0] });
	await office.act(ANYBODY, 'order.print', 'W00000007', async () => {}, { told: details[1] });
	await office.act({ name: CODE, roles: ['customer'] }, 'application.receive', 'A00000099', async () => {}, { told: details[2] });
	await office.act(ANYBODY, 'records.look', '', async () => {}, { told: details[3] });
	return [...canaries, ...details.map((text) => ({ table: 'audit_detail' as const, column: 'detail', text, stays: false }))];
}

async function columnsOf(office: Office, table: TableName): Promise<readonly { readonly name: string; readonly isNumber: boolean }[]> {
	const found = (await office.database.introspection.getTables()).find(({ name }) => name === table);
	return found!.columns.map(({ name, dataType }) => ({ name, isNumber: /int/i.test(dataType) }));
}

function stays(table: TableName, column: string): boolean {
	const held = PERSONAL_DATA[table] as Held<never>;
	if (!isHeld(held)) return true;
	return held.erased !== 'rows' && (held.erased as Readonly<Record<string, unknown>>)[column] === STAYS;
}

/** Tables that hold something of a contract and are in no row above: those of the log, which acts fill. */
export const PLANTED: readonly TableName[] = Object.freeze([...(Object.keys(FIXED) as TableName[]), 'audit', 'audit_detail']);
