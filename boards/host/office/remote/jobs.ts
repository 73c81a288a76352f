/** Remote work, as commands and sites ask for it. */
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { JobKind } from '../../../../src/operations/jobs/kinds.js';
import type { Office, Work } from '../database/office.js';
import type { JobRowState, JobTable } from '../database/tables.js';
import { hasSwitch, heldJob, mountedFor, putJob } from './put-job.js';
import { refuse } from './refusals.js';
import { applyEnd } from './settle.js';

/** A question is asked once, as soon as the control system has it, ms: clocks that are hours apart do no harm. */
export const DIAGNOSIS_HOLDS = 43_200_000;
/** What is to be done is tried so long from when it may begin, ms, unless somebody says otherwise. */
export const WORK_HOLDS = 86_400_000;
const MOST_SHOWN = 1000;

/** When work is to be done. */
export interface When {
	/** Not before, ms since 1970-01-01T00:00:00Z; 0: at once. */
	readonly notBefore: number;
	/** Not from then on; undefined: `WORK_HOLDS` after it may begin. */
	readonly expires?: number | undefined;
}

export const AT_ONCE: When = Object.freeze({ notBefore: 0 });

/** Has the meter of a contract asked how its Route B is. @returns the id of the job. Throws OfficeRefusal. */
export async function askStatus(office: Office, actor: Actor, contract: string, holds = DIAGNOSIS_HOLDS): Promise<string> {
	return await ask(office, actor, contract, 'status', holds);
}

/** Has the meter of a contract asked which units it has. @returns the id of the job. Throws OfficeRefusal. */
export async function askUnits(office: Office, actor: Actor, contract: string, holds = DIAGNOSIS_HOLDS): Promise<string> {
	return await ask(office, actor, contract, 'units', holds);
}

/**
 * Opens or closes the supply; what the contact really does is the answer.
 * @returns the id of the job
 * @throws OfficeRefusal, also where neither records nor meter tell of a switching unit
 */
export async function switchSupply(office: Office, actor: Actor, contract: string, to: 'open' | 'closed', when: When): Promise<string> {
	return await office.act(
		actor,
		'job.supply',
		contract,
		async (work) => {
			const mounted = await mountedFor(work.at, contract);
			if (!(await hasSwitch(work.at, mounted))) throw refuse('noSwitch', contract);
			const id = await putJob(work, {
				...{ kind: 'supply', contract, meter: mounted.meter, body: { to }, by: actor.name },
				...timesOf(work, when),
			});
			work.note({ job: id });
			return id;
		},
		{ to, ...when },
	);
}

/**
 * Has the meter hold other contract amperes.
 * @param amperes null: none
 * @returns the id of the job
 * @throws OfficeRefusal, also where nothing could hold them
 */
export async function setAmperes(office: Office, actor: Actor, contract: string, amperes: number | null, when: When): Promise<string> {
	return await office.act(
		actor,
		'job.amperes',
		contract,
		async (work) => {
			const mounted = await mountedFor(work.at, contract);
			if (!(await hasSwitch(work.at, mounted))) throw refuse('noSwitch', contract);
			const metering = unitType(mounted.metering);
			if (amperes !== null && metering?.kind === 'metering' && amperes > metering.rating) throw refuse('tooManyAmperes', amperes, metering.code);
			const id = await putJob(work, {
				...{ kind: 'amperes', contract, meter: mounted.meter, body: { amperes }, by: actor.name },
				...timesOf(work, when),
			});
			work.note({ job: id });
			return id;
		},
		{ amperes, ...when },
	);
}

/**
 * It is not to be begun any more. What the relay does not have yet ends here; of all else only the control system can say whether it was begun.
 * @returns whether it has ended
 * @throws OfficeRefusal
 */
export async function withdrawJob(office: Office, actor: Actor, id: string): Promise<'withdrawn' | 'asked'> {
	return await office.act(actor, 'job.withdraw', id, async (work) => {
		const { at, now } = work;
		const job = await heldJob(at, id);
		if (job === undefined) throw refuse('noJob', id);
		if (job.ended_at !== null) throw refuse('jobEnded', id, job.state);
		if (job.withdrawn_at === null) await at.updateTable('job').set({ withdrawn_at: now, withdrawn_by: actor.name }).where('id', '=', id).execute();
		if (job.state !== 'queued') return 'asked';
		await applyEnd(work, job, { state: 'withdrawn', result: {} });
		return 'withdrawn';
	});
}

export interface JobFilter {
	readonly contract?: string | undefined;
	/** Only what has not ended. */
	readonly isOpen?: boolean;
}

/** The latest, the latest first. */
export async function listJobs(office: Office, actor: Actor, { contract, isOpen = false }: JobFilter): Promise<readonly JobTable[]> {
	return await office.act(actor, 'records.look', contract ?? 'jobs', async ({ at }) => {
		let found = at.selectFrom('job').selectAll().orderBy('at', 'desc').limit(MOST_SHOWN);
		if (contract !== undefined) found = found.where('contract', '=', contract);
		if (isOpen) found = found.where('ended_at', 'is', null);
		return found.execute();
	});
}

/** @throws OfficeRefusal where there is none */
export async function showJob(office: Office, actor: Actor, id: string): Promise<JobTable> {
	return await office.act(actor, 'records.look', id, async ({ at }) => {
		const job = await at.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
		if (job === undefined) throw refuse('noJob', id);
		return job;
	});
}

/** What a job is to whoever waits for it: its time may be over while nobody has said yet what became of it. */
export function standing({ state, ended_at, expires, withdrawn_at }: JobTable, now: number): JobRowState | 'overdue' | 'withdrawing' {
	if (ended_at !== null) return state;
	if (withdrawn_at !== null) return 'withdrawing';
	return now >= expires ? 'overdue' : state;
}

async function ask(office: Office, actor: Actor, contract: string, kind: JobKind & ('status' | 'units'), holds: number): Promise<string> {
	return await office.act(actor, kind === 'status' ? 'job.diagnose' : 'job.units', contract, async (work) => {
		const { meter } = await mountedFor(work.at, contract);
		const id = await putJob(work, { kind, contract, meter, body: {}, notBefore: 0, expires: work.now + holds, by: actor.name });
		work.note({ job: id });
		return id;
	});
}

function timesOf({ now }: Work, { notBefore, expires }: When): { readonly notBefore: number; readonly expires: number } {
	return { notBefore, expires: expires ?? Math.max(now, notBefore) + WORK_HOLDS };
}
