/** Remote work, put among what the relay is to be given: inside the act that asks for it, so that it is asked for exactly when the act is done. */
import { randomUUID } from 'node:crypto';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { FlawError } from '../../../../src/operations/jobs/fields.js';
import { flawText } from '../../../../src/operations/jobs/flaw-texts.js';
import type { Bodies, JobKind } from '../../../../src/operations/jobs/kinds.js';
import { contentOf, type Job } from '../../../../src/operations/jobs/messages.js';
import type { Work } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { JobTable, MountedTable } from '../database/tables.js';
import { refuse } from './refusals.js';

/** Of the clock of jobs, which never stands still. */
const LAST_ISSUED = 'last-issued';

export interface NewJob<Kind extends JobKind = JobKind> {
	readonly kind: Kind;
	readonly contract: string;
	/** System title, 16 hexadecimal digits. */
	readonly meter: string;
	readonly body: Bodies[Kind];
	/** It is not begun before, ms since 1970-01-01T00:00:00Z; 0: at once. */
	readonly notBefore: number;
	/** It is not begun from then on. */
	readonly expires: number;
	/** Name of who asks for it. */
	readonly by: string;
}

/**
 * It is put onto the relay once the act is done, at once by `keiki office serve`.
 * @returns its id
 * @throws OfficeRefusal where it is no job, as one that expires before it may begin
 */
export async function putJob<Kind extends JobKind>({ at, now }: Work, job: NewJob<Kind>): Promise<string> {
	const { kind, contract, body, notBefore, expires, by } = job;
	const issued = await nextMoment(at, now);
	const [id, meter] = [randomUUID(), job.meter.toUpperCase()];
	try {
		contentOf('job', { id, kind, meter, issued, notBefore, expires, body });
	} catch (error) {
		if (!(error instanceof FlawError)) throw error;
		throw new OfficeRefusal({ kind: 'jobUnfit', words: { en: flawText(error.flaw, 'en'), ja: flawText(error.flaw, 'ja') } });
	}
	const none = { approved_by: null, sent_at: null, withdrawn_at: null, withdrawn_by: null, ended_at: null, result: null };
	await at
		.insertInto('job')
		.values({ ...none, id, kind, contract, meter, body: JSON.stringify(body), not_before: notBefore, expires, state: 'queued', by, at: issued })
		.execute();
	return id;
}

/** The message that a row is, for the relay. */
export function jobOf({ id, kind, meter, at, not_before, expires, body }: JobTable): Job {
	return contentOf('job', { id, kind, meter, issued: at, notBefore: not_before, expires, body: JSON.parse(body) });
}

/** A job, which nobody else changes until the transaction is over; undefined: there is none. */
export async function heldJob(at: Work['at'], id: string): Promise<JobTable | undefined> {
	// A change that is none: in both databases whoever comes second waits here.
	return await at
		.updateTable('job')
		.set(({ ref }) => ({ kind: ref('kind') }))
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirst();
}

/** What is mounted for a contract, as the records have it. Throws OfficeRefusal. */
export async function mountedFor(at: Work['at'], contract: string): Promise<MountedTable> {
	const mounted = await at.selectFrom('mounted').selectAll().where('contract', '=', contract).orderBy('mounted_at', 'desc').executeTakeFirst();
	if (mounted !== undefined) return mounted;
	const known = await at.selectFrom('contract').select('code').where('code', '=', contract).executeTakeFirst();
	throw refuse(known === undefined ? 'noContract' : 'noMeter', contract);
}

/** Whether a switching unit is there: by the records, or by what the meter itself reports. */
export async function hasSwitch(at: Work['at'], { meter, option }: MountedTable): Promise<boolean> {
	const facts = await at.selectFrom('supervision').select('units').where('meter', '=', meter).executeTakeFirst();
	const reported = facts?.units == null ? [] : Object.values(JSON.parse(facts.units) as Readonly<Record<string, string>>);
	return [option, ...reported].some((code) => code !== null && unitType(code)?.kind === 'switching');
}

/** Now, or the next ms where a job has it already. */
async function nextMoment(at: Work['at'], now: number): Promise<number> {
	const last = await at.selectFrom('setting').select('value').where('key', '=', LAST_ISSUED).executeTakeFirst();
	if (last === undefined) {
		// Of two that begin at the same time the second one waits here for the first, and goes on behind it.
		await at
			.insertInto('setting')
			.values({ key: LAST_ISSUED, value: '0' })
			.onConflict((conflict) => conflict.column('key').doNothing())
			.execute();
	}
	const { value } = await at
		.updateTable('setting')
		.set(({ eb, lit }) => {
			const next = eb(eb.cast<number>('value', 'bigint'), '+', lit(1));
			return { value: eb.cast<string>(eb.case().when(next, '>', now).then(next).else(now).end(), 'text') };
		})
		.where('key', '=', LAST_ISSUED)
		.returning('value')
		.executeTakeFirstOrThrow();
	return Number(value);
}
