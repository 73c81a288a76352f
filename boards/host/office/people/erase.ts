/** Erasing what the office knows of a customer who has moved out, so that it is in no file of the database either. */
import type { Transaction } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { rangesOf } from '../../../../src/operations/audit/seq-ranges.js';
import type { Office, Work } from '../database/office.js';
import type { ContractTable, Tables } from '../database/tables.js';
import { dropLettersOf } from '../password/letters.js';
import { eraseRows, linksOf } from './linked-rows.js';
import { contractOf } from './own-contract.js';
import { HELD_TABLES } from './person.js';
import type { TableName } from './personal-data.js';
import { refuse } from './refusals.js';

/** Rows that went or were emptied, by table. */
export type Erased = Readonly<Partial<Record<TableName, number>>>;

/** The database itself is scrubbed by `scrub` afterwards. Throws OfficeRefusal. */
export async function eraseContract(office: Office, actor: Actor, code: string): Promise<Erased> {
	return await office.act(actor, 'person.erase', code, async (work) => {
		const contract = await erasable(work.at, work.now, code);
		const erased = await eraseAll(work, contract);
		// Last: where the database then fails, a letter of a contract that has ended is gone too early.
		dropLettersOf(office.data, code);
		return erased;
	});
}

async function eraseAll({ at, now, note }: Work, contract: ContractTable): Promise<Erased> {
	const { code } = contract;
	const links = await linksOf(at, contract);
	const erased: Partial<Record<TableName, number>> = {};
	for (const table of HELD_TABLES) {
		const count = await eraseRows(at, table, links);
		if (count > 0) erased[table] = count;
	}
	await at.updateTable('consent').set({ withdrawn_at: now }).where('contract', '=', code).where('withdrawn_at', 'is', null).execute();
	note({ erased, details: rangesOf(links.entries) });
	return erased;
}

/** What can be erased: a contract that has ended, and has no work that is still to be done. Throws OfficeRefusal. */
async function erasable(at: Transaction<Tables>, now: number, code: string): Promise<ContractTable> {
	const contract = await contractOf(at, code);
	const { state, until } = contract;
	if (state === 'erased') throw refuse('erased', code);
	const movedOut = at
		.selectFrom('application')
		.select('number')
		.where('contract', '=', code)
		.where('kind', '=', 'move-out')
		.where('state', '=', 'done');
	const isOver = state === 'ended' || (until !== null && until <= now) || (await movedOut.executeTakeFirst()) !== undefined;
	if (!isOver) throw refuse('notEnded', code);
	const open = [
		...(await at
			.selectFrom('application')
			.select('number')
			.where('contract', '=', code)
			.where('state', 'in', ['received', 'designed', 'ordered'])
			.execute()),
		...(await at.selectFrom('work_order').select('number').where('contract', '=', code).where('state', 'in', ['issued', 'assigned']).execute()),
		...(await at.selectFrom('case').select('number').where('contract', '=', code).where('closed_at', 'is', null).execute()),
		...(await at
			.selectFrom('job')
			.select('id as number')
			.where('contract', '=', code)
			.where('state', 'in', ['proposed', 'queued', 'sent', 'taken'])
			.execute()),
	];
	if (open.length > 0)
		throw refuse(
			'openWork',
			code,
			open
				.map(({ number }) => number)
				.slice(0, 10)
				.join(', '),
		);
	return contract;
}

/**
 * What was deleted is zeroed as it goes (`secure_delete`); this takes it out of the write-ahead log and of what is free within pages, too.
 * @returns undefined: done; otherwise why not, to be done again later
 */
export async function scrub({ database, engine }: Office): Promise<string | undefined> {
	const { sql } = await import('kysely');
	try {
		if (engine === 'postgres') {
			for (const table of HELD_TABLES) await sql`vacuum (full, analyze) ${sql.table(table)}`.execute(database);
			return undefined;
		}
		await sql`vacuum`.execute(database);
		const { rows } = await sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`.execute(database);
		return rows[0]?.busy === 0 ? undefined : 'another process reads the database';
	} catch (error) {
		return (error as Error).message;
	}
}
