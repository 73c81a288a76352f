/**
 * Many passwords at once, which takes two persons: one proposes for which contracts, another approves it, and then it is done in one act. A contract for which it
 * cannot be done is told, and does not keep the others from it.
 */
import { mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal, type Refusal } from '../database/refusal.js';
import { propose } from '../people/two-persons.js';
import { type IssuedPassword, record } from './issue.js';
import { clearLetters, dropLetter, dropUnless, keepLetter } from './letters.js';
import { type Made, madeOf, type Prepared, prepare, sealAll } from './making.js';

/** What is proposed. */
export interface ManyPasswords {
	readonly contracts: readonly string[];
	readonly language: 'en' | 'ja';
	/** ms since 1970; null: as for one. */
	readonly notBefore: number | null;
	readonly expires: number | null;
}

export interface RewrittenMany {
	readonly issued: readonly IssuedPassword[];
	readonly refused: readonly { readonly contract: string; readonly refusal: Refusal }[];
}

/** Contracts of one proposal. */
export const MOST_AT_ONCE = 10_000;
/** Passwords that one process draws. */
const BATCH = 100;

/** @returns the number of the proposal. @throws OfficeRefusal */
export async function proposeMany(office: Office, actor: Actor, many: ManyPasswords): Promise<number> {
	return propose(office, actor, 'password.rewrite-many', many);
}

/** @throws OfficeRefusal where nobody else has approved it */
export async function rewriteMany(office: Office, actor: Actor, proposal: number, masterKeyFile?: string): Promise<RewrittenMany> {
	await clearLetters(office);
	const many = mayDo(actor, 'password.rewrite-many') ? await approved(office, proposal) : undefined;
	const refusals: { readonly contract: string; readonly refusal: Refusal }[] = [];
	const sealed: Prepared[] = [];
	const making = many && makeMany(office, many, masterKeyFile, sealed, (contract, refusal) => refusals.push({ contract, refusal }));
	await making?.catch(() => undefined);
	const issued = await dropUnless(office, sealed, () =>
		office.act(actor, 'password.rewrite-many', String(proposal), async (work) => {
			await work.takeApproved(proposal);
			const all: IssuedPassword[] = [];
			for (const each of (await making) ?? []) {
				try {
					all.push(await record(work, actor, each));
				} catch (error) {
					if (!(error instanceof OfficeRefusal)) throw error;
					refusals.push({ contract: each.wished.contract, refusal: error.refusal });
				}
			}
			work.note({ issued: all.map(({ contract, version, bearer }) => ({ contract, version, bearer })), refused: refusals.length });
			return all;
		}),
	);
	const kept = new Set(issued.map(({ contract }) => contract));
	for (const { wished, version } of sealed) (kept.has(wished.contract) ? keepLetter : dropLetter)(office.data, wished.contract, version);
	return { issued, refused: refusals };
}

/** Undefined: it is not approved, which the act itself refuses. */
async function approved({ database }: Office, proposal: number): Promise<ManyPasswords | undefined> {
	const row = await database
		.selectFrom('proposal')
		.select('what')
		.where('id', '=', proposal)
		.where('act', '=', 'password.rewrite-many')
		.where('state', '=', 'approved')
		.executeTakeFirst();
	return row === undefined ? undefined : (JSON.parse(row.what) as ManyPasswords);
}

/** @param sealed gets those that have a letter from now on, also where a later one fails */
async function makeMany(
	office: Office,
	{ contracts, language, notBefore, expires }: ManyPasswords,
	masterKeyFile: string | undefined,
	sealed: Prepared[],
	refuse: (contract: string, refusal: Refusal) => void,
): Promise<readonly Made[]> {
	const made: Made[] = [];
	const unlessRefused = async <Result>(contract: string, work: () => Result | Promise<Result>): Promise<Result | undefined> => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof OfficeRefusal)) throw error;
			refuse(contract, error.refusal);
			return undefined;
		}
	};
	for (let at = 0; at < contracts.length; at += BATCH) {
		const prepared: Prepared[] = [];
		for (const contract of contracts.slice(at, at + BATCH)) {
			const wished = { contract, by: 'relay', language, notBefore: notBefore ?? undefined, expires: expires ?? undefined, masterKeyFile } as const;
			const each = await unlessRefused(contract, () => prepare(office, wished, false));
			if (each !== undefined) prepared.push(each);
		}
		if (prepared.length === 0) continue;
		const answers = await sealAll(office, prepared);
		sealed.push(...prepared);
		for (const [i, each] of prepared.entries()) {
			const one = await unlessRefused(each.wished.contract, () => madeOf(each, answers[i]!));
			if (one !== undefined) made.push(one);
		}
	}
	return made;
}
