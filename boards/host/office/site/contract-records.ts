/** All that the systems of figure 4 and the office itself have about one contract, linked by its code. */
import type { Kysely } from 'kysely';
import type {
	ApplicationTable,
	CaseTable,
	ContractTable,
	CredentialTable,
	JobTable,
	MountedTable,
	SiteTable,
	SupervisionTable,
	Tables,
	TransformerTable,
	WorkOrderTable,
} from '../database/tables.js';

/** Rows of each list, the latest first. */
const MOST = 20;

export interface ContractRecords {
	readonly contract: ContractTable | undefined;
	readonly sites: readonly SiteTable[];
	readonly transformers: readonly TransformerTable[];
	readonly mounted: readonly MountedTable[];
	readonly supervision: readonly SupervisionTable[];
	readonly applications: readonly ApplicationTable[];
	readonly orders: readonly WorkOrderTable[];
	readonly credentials: readonly CredentialTable[];
	readonly jobs: readonly JobTable[];
	readonly cases: readonly CaseTable[];
}

/** @returns undefined: no system knows this code */
export async function contractRecords(at: Kysely<Tables>, code: string): Promise<ContractRecords | undefined> {
	const contract = await at.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirst();
	const sites = await at.selectFrom('site').selectAll().where('contract', '=', code).orderBy('code').limit(MOST).execute();
	const mounted = await at.selectFrom('mounted').selectAll().where('contract', '=', code).orderBy('meter').limit(MOST).execute();
	const applications = await at
		.selectFrom('application')
		.selectAll()
		.where('contract', '=', code)
		.orderBy('received_at', 'desc')
		.limit(MOST)
		.execute();
	if (contract === undefined && sites.length === 0 && mounted.length === 0 && applications.length === 0) return undefined;
	const [meters, transformers] = [mounted.map(({ meter }) => meter), sites.map(({ transformer }) => transformer)];
	return {
		contract,
		sites,
		mounted,
		applications,
		transformers: transformers.length === 0 ? [] : await at.selectFrom('transformer').selectAll().where('code', 'in', transformers).execute(),
		supervision: meters.length === 0 ? [] : await at.selectFrom('supervision').selectAll().where('meter', 'in', meters).execute(),
		orders: await at.selectFrom('work_order').selectAll().where('contract', '=', code).orderBy('issued_at', 'desc').limit(MOST).execute(),
		credentials: await at.selectFrom('credential').selectAll().where('contract', '=', code).orderBy('id', 'desc').limit(MOST).execute(),
		jobs: await at.selectFrom('job').selectAll().where('contract', '=', code).orderBy('at', 'desc').limit(MOST).execute(),
		cases: await at.selectFrom('case').selectAll().where('contract', '=', code).orderBy('opened_at', 'desc').limit(MOST).execute(),
	};
}
