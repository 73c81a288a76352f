/** All that the office holds of a contract, from every table, as it is there. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { Office } from '../database/office.js';
import { linksOf, rowsOf } from './linked-rows.js';
import { contractOf, ownAlone } from './own-contract.js';
import { type AnyRow, isHeld, PERSONAL_DATA, type TableName } from './personal-data.js';

export interface HeldRows {
	readonly table: TableName;
	readonly rows: readonly AnyRow[];
}

/** Tables that hold something of it. Throws OfficeRefusal. */
export async function personOf(office: Office, actor: Actor, code: string): Promise<readonly HeldRows[]> {
	return await office.act(actor, 'person.look', code, async ({ at, note }) => {
		ownAlone(actor, code);
		const links = await linksOf(at, await contractOf(at, code));
		const held: HeldRows[] = [];
		for (const table of HELD_TABLES) {
			const rows = await rowsOf(at, table, links);
			if (rows.length > 0) held.push({ table, rows });
		}
		note({ rows: held.reduce((sum, { rows }) => sum + rows.length, 0) });
		return held;
	});
}

export const HELD_TABLES: readonly TableName[] = Object.freeze(
	(Object.keys(PERSONAL_DATA) as TableName[]).filter((each) => isHeld(PERSONAL_DATA[each] as never)),
);
