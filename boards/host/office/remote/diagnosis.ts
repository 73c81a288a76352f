/** The diagnosis of a contract's Route B, of what a meter answered and what the office knows beside it. */
import { type RouteBMedium, unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { type DiagnosisReport, diagnosisOf, type Neighbours, type StatusReading } from '../../../../src/operations/diagnosis/report.js';
import type { NotDone, StatusResult } from '../../../../src/operations/jobs/kinds.js';
import type { Office, Work } from '../database/office.js';
import type { JobTable } from '../database/tables.js';
import { refuse } from './refusals.js';
import { isSilent } from './settle.js';

/** What was reported of the meters around is good for so long, ms. */
const FACTS_HOLD = 3_600_000;

export type Diagnosed =
	| { readonly kind: 'report'; readonly report: DiagnosisReport }
	/** The control system could not find out: a kind of failure of a head-end or of its own, and what the meter answered with. */
	| { readonly kind: 'untold'; readonly why: string; readonly code: number | null }
	/** It has not answered yet; its time is over, or somebody took it back. */
	| { readonly kind: 'waiting' | 'expired' | 'withdrawn' };

/**
 * What a job of `askStatus` has found by now.
 * @throws OfficeRefusal where there is no such job
 */
export async function diagnosisBy(office: Office, actor: Actor, id: string): Promise<Diagnosed> {
	return await office.act(actor, 'job.diagnose', id, async ({ at, note }) => {
		const job = await at.selectFrom('job').selectAll().where('id', '=', id).where('kind', '=', 'status').executeTakeFirst();
		if (job === undefined) throw refuse('noJob', id);
		const found = await diagnosed(at, job);
		note({ contract: job.contract, found: found.kind === 'report' ? found.report.message : found.kind });
		return found;
	});
}

async function diagnosed(at: Work['at'], job: JobTable): Promise<Diagnosed> {
	switch (job.state) {
		case 'done': {
			const status = JSON.parse(job.result!) as StatusResult;
			return { kind: 'report', report: await reportOf(at, job, status) };
		}
		case 'failed': {
			const { why, code } = JSON.parse(job.result!) as NotDone;
			if (!isSilent(why)) return { kind: 'untold', why: why ?? 'broken', code };
			return { kind: 'report', report: await reportOf(at, job, undefined) };
		}
		case 'expired':
		case 'withdrawn':
			return { kind: job.state };
		default:
			return { kind: 'waiting' };
	}
}

async function reportOf(at: Work['at'], job: JobTable, status: StatusResult | undefined): Promise<DiagnosisReport> {
	const { contract, meter, ended_at } = job;
	const mounted = await at.selectFrom('mounted').select('communication').where('meter', '=', meter).executeTakeFirst();
	const letter = await at
		.selectFrom('credential')
		.select('version')
		.where('contract', '=', contract)
		.where('meter', '=', meter)
		.where('letter_printed_at', 'is not', null)
		.orderBy('version', 'desc')
		.executeTakeFirst();
	return diagnosisOf({
		reading: status && readingOf(status),
		at: ended_at!,
		medium: mediumOf(status?.communication ?? mounted?.communication),
		letter: letter?.version ?? null,
		heardAt: status === undefined ? await heardAt(at, job) : undefined,
		neighbours: status === undefined ? await neighboursOf(at, job) : undefined,
	});
}

/** How the meters in the same street were not long ago, as the control system has reported. */
async function neighboursOf(at: Work['at'], { contract, meter, ended_at }: JobTable): Promise<Neighbours | undefined> {
	const own = await at.selectFrom('contract').select('street').where('code', '=', contract).executeTakeFirst();
	if (own === undefined || own.street === '') return undefined;
	const counts = await at
		.selectFrom('contract')
		.innerJoin('mounted', 'mounted.contract', 'contract.code')
		.innerJoin('supervision', 'supervision.meter', 'mounted.meter')
		.where('contract.street', '=', own.street)
		.where('supervision.meter', '!=', meter)
		.where('supervision.as_of', '>=', ended_at! - FACTS_HOLD)
		.groupBy('supervision.answers')
		.select(({ fn }) => ['supervision.answers', fn.countAll<number>().as('count')])
		.execute();
	const count = (of: 0 | 1) => Number(counts.find(({ answers }) => answers === of)?.count ?? 0);
	const [answering, silent] = [count(1), count(0)];
	return answering + silent === 0 ? undefined : { answering, silent };
}

/** When a meter that is silent was heard last. */
async function heardAt(at: Work['at'], { meter, at: asked }: JobTable): Promise<number | undefined> {
	const facts = await at.selectFrom('supervision').select(['answers', 'since', 'as_of']).where('meter', '=', meter).executeTakeFirst();
	const reported = facts === undefined ? 0 : facts.answers === 1 ? facts.as_of : facts.since;
	const done = await at
		.selectFrom('job')
		.select('ended_at')
		.where('meter', '=', meter)
		.where('state', '=', 'done')
		.orderBy('ended_at', 'desc')
		.executeTakeFirst();
	const last = Math.max(done?.ended_at ?? 0, reported < asked ? reported : 0);
	return last === 0 ? undefined : last;
}

function readingOf({ startup, authentication, connection, unit, verdict, since, version }: StatusResult): StatusReading {
	const fails = (state: string) => state === 'failure' || state === 'abnormality';
	return {
		...{ startup: fails(startup), authentication: fails(authentication), connection: fails(connection), unit: fails(unit) },
		...{ verdict, since, version },
	};
}

function mediumOf(code: string | undefined): RouteBMedium | undefined {
	const type = unitType(code ?? '');
	return type?.kind === 'communication' ? type.routeB : undefined;
}
