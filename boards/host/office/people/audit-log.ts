/** Looking at the log, and whether it is whole. */
import { ACTS, type Act } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { Anchor } from '../../../../src/operations/audit/anchor.js';
import { LogWalk, type Verdict } from '../../../../src/operations/audit/verify.js';
import { type Office, sha256Text } from '../database/office.js';
import type { AuditTable } from '../database/people-tables.js';

/** Entries at a time. */
const PAGE = 2000;
export const MOST_SHOWN = 10_000;

export interface LogQuestion {
	/** Code or number. */
	readonly subject?: string | undefined;
	readonly actor?: string | undefined;
	readonly act?: Act | undefined;
	/** So many, the latest. */
	readonly last: number;
}

export interface ShownEntry extends AuditTable {
	/** JSON; null: it was erased. */
	readonly told: string | null;
}

/** The latest entries that the question is about, in their order. */
export async function lookAtLog(office: Office, actor: Actor, { subject, actor: who, act, last }: LogQuestion): Promise<ShownEntry[]> {
	return await office.act(actor, 'audit.look', subject ?? '', async ({ at }) => {
		let asked = at
			.selectFrom('audit')
			.leftJoin('audit_detail', 'audit_detail.seq', 'audit.seq')
			.selectAll('audit')
			.select('audit_detail.detail as told');
		if (subject !== undefined) asked = asked.where('audit.subject', '=', subject);
		if (who !== undefined) asked = asked.where('audit.actor', '=', who);
		if (act !== undefined) asked = asked.where('audit.act', '=', act);
		const rows = await asked.orderBy('audit.seq', 'desc').limit(Math.min(last, MOST_SHOWN)).execute();
		return rows.reverse();
	});
}

/** Walks the whole log. It may grow meanwhile: what comes behind the end that it had is for the next time. */
export async function verifyLog(office: Office, actor: Actor, anchors: readonly Anchor[]): Promise<Verdict> {
	const walk = new LogWalk(sha256Text, anchors);
	const { database } = office;
	const end = (await database.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.seq ?? 0;
	for (let after = Number.MIN_SAFE_INTEGER; ; ) {
		const rows = await database
			.selectFrom('audit')
			.leftJoin('audit_detail', 'audit_detail.seq', 'audit.seq')
			.selectAll('audit')
			.select(['audit_detail.salt as salt', 'audit_detail.detail as told'])
			.where('audit.seq', '>', after)
			.where('audit.seq', '<=', end)
			.orderBy('audit.seq')
			.limit(PAGE)
			.execute();
		for (const { salt, told, ...entry } of rows) walk.next(entry, salt === null || told === null ? undefined : { salt, detail: told });
		if (rows.length < PAGE) break;
		after = rows.at(-1)!.seq;
	}
	const verdict = walk.end();
	const { entries, found } = verdict;
	return await office.act(actor, 'audit.look', '', async () => verdict, { verified: entries, found, anchors: anchors.length });
}

export function isAct(text: string): text is Act {
	return Object.hasOwn(ACTS, text);
}
