/** What became of remote work: answers and reports of the control system, each taken once, in a transaction of its own. */
import { isSilence } from '../../../../src/head-end/head-end-error.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { SYSTEM } from '../../../../src/operations/access/roles.js';
import type { CredentialsResult, ReportedUnit, StatusResult, UnitsResult } from '../../../../src/operations/jobs/kinds.js';
import type { Answer, MeterFacts, Report } from '../../../../src/operations/jobs/messages.js';
import { type JobState, stateAfter } from '../../../../src/operations/jobs/states.js';
import type { Office, Work } from '../database/office.js';
import type { JobRowState, JobTable, SupervisionTable } from '../database/tables.js';
import { settleFailed, settleInForce, settleWithdrawn } from '../password/in-force.js';
import { heldJob } from './put-job.js';

/** Whether a job failed since the meter did not answer. */
export function isSilent(why: string | null): boolean {
	return why !== null && isSilence(why);
}

export interface End {
	readonly state: Exclude<JobState, 'queued' | 'taken'>;
	/** As the answer has it. */
	readonly result: unknown;
}

export type Settled =
	| 'settled'
	/** It came before, or says what is known. */
	| 'unchanged'
	/** No job of this office, or not this one. */
	| 'foreign';

/** Takes an answer of the control system, whose signature has been checked. */
export async function settle(office: Office, answer: Answer): Promise<Settled> {
	const before = await office.database.selectFrom('job').selectAll().where('id', '=', answer.id).executeTakeFirst();
	if (before === undefined || before.kind !== answer.kind || before.meter !== answer.meter) return 'foreign';
	if (stateAfter(stateOf(before.state), answer.state) === undefined) return 'unchanged';
	return await office.act(
		SYSTEM,
		'job.result',
		answer.id,
		async (work) => {
			// Another process may have taken it meanwhile.
			const job = await heldJob(work.at, answer.id);
			if (job === undefined || stateAfter(stateOf(job.state), answer.state) === undefined) return 'unchanged';
			if (answer.state === 'taken') {
				await work.at.updateTable('job').set({ state: 'taken' }).where('id', '=', job.id).execute();
			} else {
				await applyEnd(work, job, { state: answer.state, result: answer.result });
				await learn(work, job.meter, answer);
			}
			return 'settled';
		},
		{ state: answer.state, contract: before.contract, toldAt: answer.at },
	);
}

/** Ends a job. Sealed credentials that are not needed any more are kept nowhere; the password before works until the meter has confirmed the new one. */
export async function applyEnd(work: Work, job: JobTable, { state, result }: End): Promise<void> {
	const body = job.kind === 'credentials' ? { version: (JSON.parse(job.body) as CredentialsResult).version } : undefined;
	await work.at
		.updateTable('job')
		.set({ state, result: JSON.stringify(result), ended_at: work.now, ...(body && { body: JSON.stringify(body) }) })
		.where('id', '=', job.id)
		.execute();
	if (body === undefined) return;
	if (state === 'done') await settleInForce(work, job.meter, (result as CredentialsResult).version);
	else if (state === 'withdrawn') await settleWithdrawn(work, job.meter, body.version);
	else await settleFailed(work, job.meter, body.version);
}

/** Ends a job that the relay never had, and whose time is over. */
export async function expireUnsent(office: Office, id: string): Promise<void> {
	await office.act(
		SYSTEM,
		'job.result',
		id,
		async (work) => {
			const job = await heldJob(work.at, id);
			if (job?.state === 'queued') await applyEnd(work, job, { state: 'expired', result: { why: null, code: null } });
		},
		{ state: 'expired' },
	);
}

/** Takes a report of the control system. @returns how many meters it tells something new of */
export async function takeReport(office: Office, { at: asOf, meters }: Report): Promise<number> {
	// The relay may give it again and again: what tells nothing new is no entry of the log.
	if (!(await isNews(office, asOf, meters))) return 0;
	return await office.act(SYSTEM, 'job.result', 'report', async (work) => {
		let count = 0;
		for (const { units, ...facts } of meters) if (await keep(work, asOf, facts, units ?? undefined)) count++;
		work.note({ meters: meters.length, new: count });
		return count;
	});
}

async function isNews({ database }: Office, asOf: number, meters: Report['meters']): Promise<boolean> {
	if (meters.length === 0) return false;
	const titles = new Set(meters.map(({ meter }) => meter));
	const known = await database
		.selectFrom('supervision')
		.select('meter')
		.where('meter', 'in', [...titles])
		.where('as_of', '>=', asOf)
		.execute();
	return known.length < titles.size;
}

/** What an answer tells of the meter beside what was asked. */
async function learn(work: Work, meter: string, answer: Answer): Promise<void> {
	if (answer.state !== 'done' && !(answer.state === 'failed' && isSilent(answer.result.why))) return;
	const known = await work.at.selectFrom('supervision').selectAll().where('meter', '=', meter).executeTakeFirst();
	const answers = answer.state === 'done';
	const since = known !== undefined && (known.answers === 1) === answers ? known.since : answer.at;
	const mounted = await work.at.selectFrom('mounted').select('communication').where('meter', '=', meter).executeTakeFirst();
	const type = unitType(mounted?.communication ?? '');
	const medium = (known?.medium ?? (type?.kind === 'communication' ? type.medium : 'unknown')) as MeterFacts['medium'];
	const units = answer.state === 'done' && answer.kind === 'units' ? (answer.result as UnitsResult).units : undefined;
	const status = answer.state === 'done' && answer.kind === 'status' ? (answer.result as StatusResult) : undefined;
	await keep(work, answer.at, { meter, answers, since, medium }, units, status?.communication ?? undefined);
	// The answer of whoever brought them may never have come.
	if (status !== undefined && status.version > 0) await settleInForce(work, meter, status.version);
}

/** Facts that are older than those that are known change nothing. */
async function keep(
	{ at, now }: Work,
	asOf: number,
	{ meter, answers, since, medium }: Omit<MeterFacts, 'units'>,
	units: readonly ReportedUnit[] | undefined,
	communication?: string,
): Promise<boolean> {
	const known = await at.selectFrom('supervision').selectAll().where('meter', '=', meter).executeTakeFirst();
	if (known !== undefined && known.as_of >= asOf) return false;
	const before = known?.units == null ? undefined : (JSON.parse(known.units) as Readonly<Record<string, string>>);
	const told = units === undefined ? before : unitsByPlace(units);
	const all = communication === undefined ? told : { ...told, communication };
	const facts: Omit<SupervisionTable, 'meter'> = {
		...{ answers: answers ? 1 : 0, since, medium, units: all === undefined ? null : JSON.stringify(all) },
		...{ as_of: asOf, imported_at: now },
	};
	await at
		.insertInto('supervision')
		.values({ meter, ...facts })
		.onConflict((conflict) => conflict.column('meter').doUpdateSet(facts))
		.execute();
	return true;
}

function unitsByPlace(units: readonly ReportedUnit[]): Readonly<Record<string, string>> {
	return Object.fromEntries(units.map(({ kind, type }) => [kind === 'switching' || kind === 'voltage' ? 'option' : kind, type]));
}

function stateOf(state: JobRowState): JobState {
	return state === 'proposed' || state === 'sent' ? 'queued' : state;
}
