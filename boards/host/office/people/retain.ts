/** What was kept long enough goes. */
import type { Expression, ExpressionBuilder, SqlBool, Transaction } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { rangesOf } from '../../../../src/operations/audit/seq-ranges.js';
import { ERASING } from '../../../../src/operations/audit/verify.js';
import { keptSince, RETENTION, type Retained } from '../../../../src/operations/people/retention.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { dropPlaces, staleLetters } from '../password/letters.js';
import { eraseContract } from './erase.js';

/** Rows of a kind that are older than their period. */
export interface Old {
	readonly kind: Retained;
	readonly count: number;
}

export interface Retaining {
	readonly gone: readonly Old[];
	/** Contracts that have ended long ago, and could not be erased. */
	readonly left: readonly string[];
}

type Simple = Exclude<Retained, 'letters' | 'details' | 'contracts'>;
type Where<Table extends keyof Tables> = (row: ExpressionBuilder<Tables, Table>, since: number) => Expression<SqlBool>;

const OLD: { readonly [Kind in Simple]: ReturnType<typeof old> } = Object.freeze({
	readings: old('reading', (row, since) => row('at', '<', since)),
	events: old('meter_event', (row, since) => row('at', '<', since)),
	applications: old('application', (row, since) => row.and([row('decided_at', '<', since), row('state', 'in', ['done', 'refused', 'withdrawn'])])),
	cases: old('case', (row, since) => row('closed_at', '<', since)),
	jobs: old('job', (row, since) => row('ended_at', '<', since)),
	credentials: old('credential', (row, since) => row.and([row('issued_at', '<', since), row('state', 'in', ['superseded', 'failed', 'withdrawn'])])),
	consents: old('consent', (row, since) => row.or([row('withdrawn_at', '<', since), row('until', '<', since)])),
	codes: old('customer_code', (row, since) => row('expires', '<', since)),
	sessions: old('session', (row, since) => row('expires', '<', since)),
	proposals: old('proposal', (row, since) => row('at', '<', since)),
});

/** What would go. */
export async function whatIsOld(office: Office, actor: Actor): Promise<readonly Old[]> {
	return await office.act(
		actor,
		'person.retain',
		'',
		async ({ at, now }) => {
			const all: Old[] = [];
			for (const kind of Object.keys(OLD) as Simple[]) all.push({ kind, count: await OLD[kind].count(at, keptSince(kind, now)) });
			all.push({ kind: 'letters', count: (await staleLetters(office, at, now)).length });
			all.push({ kind: 'details', count: (await oldDetails(at, keptSince('details', now))).length });
			all.push({ kind: 'contracts', count: (await endedContracts(at, keptSince('contracts', now))).length });
			return all;
		},
		{ dryRun: true },
	);
}

/** Takes it out; contracts are erased each for itself. The database itself is scrubbed by `scrub` afterwards. */
export async function retain(office: Office, actor: Actor): Promise<Retaining> {
	const { gone, letters, contracts } = await office.act(actor, 'person.retain', '', async ({ at, now, note }) => {
		const all: Old[] = [];
		for (const kind of Object.keys(OLD) as Simple[]) all.push({ kind, count: await OLD[kind].go(at, keptSince(kind, now)) });
		// After the credentials: what has none any more is nobody's.
		const stale = await staleLetters(office, at, now);
		all.push({ kind: 'letters', count: stale.length });
		const details = await oldDetails(at, keptSince('details', now));
		await deleteDetails(at, keptSince('details', now));
		all.push({ kind: 'details', count: details.length });
		note({ gone: Object.fromEntries(all.map(({ kind, count }) => [kind, count])), details: rangesOf(details) });
		return { gone: all, letters: stale, contracts: await endedContracts(at, keptSince('contracts', now)) };
	});
	dropPlaces(letters);
	const left: string[] = [];
	for (const code of contracts) {
		try {
			await eraseContract(office, actor, code);
		} catch (error) {
			if (!(error instanceof OfficeRefusal)) throw error;
			left.push(code);
		}
	}
	return { gone: [...gone, { kind: 'contracts', count: contracts.length - left.length }], left };
}

/** All kinds, with their periods. */
export const KINDS = Object.freeze(Object.keys(RETENTION) as Retained[]);

function old<Table extends keyof Tables>(table: Table, where: Where<Table>) {
	// One kind of query for all tables: their columns are checked where the rows are written.
	const condition = (since: number) => (row: ExpressionBuilder<Tables, 'reading'>) => where(row as never, since);
	return Object.freeze({
		async count(at: Transaction<Tables>, since: number): Promise<number> {
			const counted = at.selectFrom(table as 'reading').select(({ fn }) => fn.countAll().as('count'));
			return Number((await counted.where(condition(since)).executeTakeFirstOrThrow()).count);
		},
		async go(at: Transaction<Tables>, since: number): Promise<number> {
			return Number(
				(
					await at
						.deleteFrom(table as 'reading')
						.where(condition(since))
						.executeTakeFirstOrThrow()
				).numDeletedRows,
			);
		},
	});
}

/** What says which details went stays, as long as the log does. */
async function oldDetails(at: Transaction<Tables>, since: number): Promise<readonly number[]> {
	return (await at.selectFrom('audit_detail').select('seq').where('seq', 'in', oldEntries(at, since)).orderBy('seq').execute()).map(({ seq }) => seq);
}

async function deleteDetails(at: Transaction<Tables>, since: number): Promise<void> {
	await at.deleteFrom('audit_detail').where('seq', 'in', oldEntries(at, since)).execute();
}

function oldEntries(at: Transaction<Tables>, since: number) {
	const entries = at.selectFrom('audit').select('audit.seq').where('audit.at', '<', since);
	return entries.where((is) => is.not(is.and([is('audit.act', 'in', ERASING), is('audit.outcome', '=', 'done')])));
}

async function endedContracts(at: Transaction<Tables>, since: number): Promise<readonly string[]> {
	const ended = at.selectFrom('contract').select('code').where('state', '!=', 'erased').where('until', '<', since);
	return (await ended.orderBy('code').execute()).map(({ code }) => code);
}
