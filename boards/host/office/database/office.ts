/** The office: its database, its clock, and the one way in which anything is done there. */
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { ACTS, type Act, mayDo, type Right } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { chained, detailHash, ORIGIN } from '../../../../src/operations/audit/chain.js';
import { reasonOf } from '../../shared/usage-error.js';
import { type Approved, takeApproved, takesTwo } from './approved.js';
import { DatabaseGone, UnknownEnd } from './gone.js';
import { type DatabasePlace, type Engine, openDatabase } from './open.js';
import type { AuditTable } from './people-tables.js';
import { noRight, OfficeRefusal } from './refusal.js';
import type { Tables } from './tables.js';

/** What a work is given: the transaction, its time, and a place for what is found out on the way. */
export interface Work {
	readonly at: Transaction<Tables>;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: number;
	/** More for the detail of the entry. */
	note(detail: Detail): void;
	/** Takes what was approved for this act, by the number of its proposal: once, or not at all where the act fails. Throws OfficeRefusal. */
	takeApproved(proposal: number): Promise<Approved>;
}

export type Detail = Readonly<Record<string, unknown>>;

/** An entry of the log, which no other is. */
type LogPlace = Pick<AuditTable, 'seq' | 'hash'>;

/** Name of a kind of number that is drawn, and how it is written. */
const NUMBERS = Object.freeze({ application: ['A', 8], order: ['W', 8], case: ['K', 6] } as const);
/** Of PostgreSQL: who appends to the log holds it. */
const AUDIT_LOCK = 0x6b65696b;
/** Of PostgreSQL, one a contract by its digits, all above `AUDIT_LOCK`: whoever erases the contract holds it alone, whoever else acts on it with others. */
const CONTRACT_LOCKS = 2 ** 34;
const CONTRACT = /^C(\d{10})$/;

export class Office {
	readonly database: Kysely<Tables>;
	readonly engine: Engine;
	readonly data: string;
	readonly #now: () => number;

	private constructor(database: Kysely<Tables>, engine: Engine, data: string, now: () => number) {
		[this.database, this.engine, this.data, this.#now] = [database, engine, data, now];
	}

	/**
	 * @param now the clock, ms since 1970-01-01T00:00:00Z
	 * @param isNew whether there may be none yet
	 * @throws UsageError
	 */
	static async open(
		place: DatabasePlace,
		{ now = Date.now, isNew = false }: { readonly now?: () => number; readonly isNew?: boolean } = {},
	): Promise<Office> {
		const { database, engine } = await openDatabase(place, isNew);
		return new Office(database, engine, place.data, now);
	}

	/** ms since 1970-01-01T00:00:00Z. */
	now(): number {
		return this.#now();
	}

	/**
	 * Does one thing whole or not at all, and logs it in the same transaction; what fails, or is nobody's right, is logged in one of its own.
	 * @param subject a code or a number, never a name
	 * @throws OfficeRefusal where the actor has no right to it, or it takes two persons and `work` took nothing that was approved; UnknownEnd where the database
	 * went as it was to be kept; and what `work` throws
	 */
	async act<Result>(actor: Actor, act: Act, subject: string, work: (work: Work) => Promise<Result>, detail: Detail = {}): Promise<Result> {
		const details: Detail[] = [detail];
		if (!mayDo(actor, act)) {
			await this.#logAlone(actor, act, subject, 'refused', detail);
			throw noRight(actor, act);
		}
		let end: { readonly entry: LogPlace; readonly result: Result } | undefined;
		try {
			return await this.database.transaction().execute(async (at) => {
				await this.#holdContract(at, act, subject);
				const now = this.#now();
				const { two }: Right = ACTS[act];
				let isAgreed = two === undefined;
				const take = async (proposal: number): Promise<Approved> => {
					const approved = await takeApproved(at, now, act, proposal);
					details.push({ proposal, by: approved.by, approvedBy: approved.approvedBy });
					isAgreed = true;
					return approved;
				};
				const result = await work({ at, now, note: (more) => details.push(more), takeApproved: take });
				if (!isAgreed) throw takesTwo(act);
				const entry = await this.#log(at, now, actor, act, subject, 'done', Object.assign({}, ...details));
				end = { entry, result };
				return result;
			});
		} catch (error) {
			const why = error instanceof OfficeRefusal ? { refusal: error.refusal.kind } : { error: (error as Error).name };
			const outcome = error instanceof OfficeRefusal ? 'refused' : 'failed';
			const logging = this.#logAlone(actor, act, subject, outcome, { ...detail, ...why }, end?.entry);
			const isDone = await logging.catch((unlogged) => {
				if (error instanceof DatabaseGone && unlogged instanceof DatabaseGone) throw end === undefined ? error : new UnknownEnd(error);
				throw new AggregateError([error, unlogged], `${reasonOf(error)}; nor could that be logged: ${reasonOf(unlogged)}`);
			});
			if (isDone) return end!.result;
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.database.destroy();
	}

	/**
	 * Unless the act was done, and only the word of it was lost with the connection: its entry, if it is there, tells.
	 * @returns whether it was done
	 */
	async #logAlone(actor: Actor, act: Act, subject: string, outcome: AuditTable['outcome'], detail: Detail, end?: LogPlace): Promise<boolean> {
		return await this.database.transaction().execute(async (at) => {
			await this.#lockLog(at);
			if (end !== undefined) {
				const { seq, hash } = end;
				const found = await at.selectFrom('audit').select('seq').where('seq', '=', seq).where('hash', '=', hash).executeTakeFirst();
				if (found !== undefined) return true;
			}
			await this.#log(at, this.#now(), actor, act, subject, outcome, detail);
			return false;
		});
	}

	/** Until the transaction ends, nobody erases the contract that something is done with, and nothing is done with one that is being erased. */
	async #holdContract(at: Transaction<Tables>, act: Act, subject: string): Promise<void> {
		const [, digits] = CONTRACT.exec(subject) ?? [];
		if (digits === undefined || this.engine !== 'postgres') return;
		const { sql } = await import('kysely');
		const lock = CONTRACT_LOCKS + Number(digits);
		await (act === 'person.erase' ? sql`select pg_advisory_xact_lock(${lock})` : sql`select pg_advisory_xact_lock_shared(${lock})`).execute(at);
	}

	/** Until the transaction ends, nobody else appends; whoever did has ended. */
	async #lockLog(at: Transaction<Tables>): Promise<void> {
		if (this.engine !== 'postgres') return;
		const { sql } = await import('kysely');
		await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(at);
	}

	async #log(
		at: Transaction<Tables>,
		now: number,
		actor: Actor,
		act: Act,
		subject: string,
		outcome: AuditTable['outcome'],
		detail: Detail,
	): Promise<LogPlace> {
		await this.#lockLog(at);
		const last = await at.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
		const [seq, salt, text] = [(last?.seq ?? 0) + 1, randomBytes(16).toString('hex'), JSON.stringify(detail)];
		const entry = { seq, at: now, actor: actor.name, act, subject, outcome, detail: detailHash(salt, text, sha256Text) };
		const hash = chained(last?.hash ?? ORIGIN, entry, sha256Text);
		await at
			.insertInto('audit')
			.values({ ...entry, hash })
			.execute();
		await at.insertInto('audit_detail').values({ seq, salt, detail: text }).execute();
		return { seq, hash };
	}
}

/** The next number of a kind, never drawn twice. */
export async function nextNumber(at: Transaction<Tables>, kind: keyof typeof NUMBERS): Promise<string> {
	const [letter, digits] = NUMBERS[kind];
	return letter + String(await nextId(at, kind)).padStart(digits, '0');
}

/** The next whole number of a kind, from 1, never drawn twice. */
export async function nextId(at: Transaction<Tables>, kind: string): Promise<number> {
	const key = `last-${kind}`;
	const { value } = (await at
		.insertInto('setting')
		.values({ key, value: '1' })
		.onConflict((conflict) =>
			conflict
				.column('key')
				.doUpdateSet(({ eb }) => ({ value: eb.cast<string>(eb(eb.cast<number>('setting.value', 'bigint'), '+', eb.lit(1)), 'text') })),
		)
		.returning('value')
		.executeTakeFirstOrThrow()) as { readonly value: string };
	return Number(value);
}

/** SHA-256 of the UTF-8 octets, hexadecimal. */
export function sha256Text(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}
