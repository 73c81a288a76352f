/** A contract as the customer information system has it. */
import type { Office } from '../../../../../boards/host/office/database/office.js';
import type { ContractTable } from '../../../../../boards/host/office/database/tables.js';

export const CODE = 'C0000000001';

export async function withContract(office: Office, changed: Partial<ContractTable> = {}): Promise<void> {
	const row: ContractTable = {
		...{ code: CODE, customer: '青木 遥', reading: 'アオキ ハルカ', address: '桜町1-2-3', street: '桜町1', phases: '1p3w', amperes: 40, feed_in: 0 },
		...{ route_b: 'radio', state: 'active', since: 0, until: null, as_of: 0, imported_at: 0 },
	};
	await office.database
		.insertInto('contract')
		.values({ ...row, ...changed })
		.execute();
}
