/**
 * Passwords that somebody tries: each try is counted before the password is looked at, so that many at the same time are as many; and for a name that there is
 * and one that there is not the same work is done.
 */
import type { Actor } from '../../../../src/operations/access/roles.js';
import { canonicalPassword, LONGEST } from '../../../../src/operations/people/password-policy.js';
import { lockAfter } from '../../shared/lock-out.js';
import { type Detail, nextId, type Office } from '../database/office.js';
import type { Tables } from '../database/tables.js';
import { wrongSignIn } from './in-vain.js';
import type { Hashing } from './password-hash.js';
import { beginSession } from './sessions.js';

/** Tables with passwords: the column that says whose, and where one signs in by them. */
const KEPT = Object.freeze({
	staff: { owner: 'name', site: 'staff', act: 'staff.sign-in' },
	customer_password: { owner: 'contract', site: 'customers', act: 'customer.sign-in' },
} as const);
type PasswordTable = keyof typeof KEPT;

export type Looked<Row> =
	| { readonly kind: 'right'; readonly row: Row }
	/** Wrong, or locked for a while; without a row there is nobody of that name, or nothing was compared. */
	| { readonly kind: 'wrong'; readonly row: Row | undefined }
	/** Too many are being compared. */
	| { readonly kind: 'wait'; readonly ms: number };

export class GuardedPasswords<Table extends PasswordTable> {
	readonly #office: Office;
	readonly #passwords: Hashing;
	readonly #table: Table;
	/** What tries of names are counted under that there are not, or that are locked. */
	readonly #counted: string;

	constructor(office: Office, passwords: Hashing, table: Table, counted: string) {
		[this.#office, this.#passwords, this.#table, this.#counted] = [office, passwords, table, counted];
	}

	/** @param owner undefined: it is no name at all @param password as it was typed */
	async look(owner: string | undefined, password: string): Promise<Looked<Tables[Table]>> {
		const row = await this.#countTry(owner ?? '');
		const isRight = await this.#passwords.isRight(row?.password ?? null, canonicalPassword(password.slice(0, 2 * LONGEST)));
		if (isRight === undefined) return { kind: 'wait', ms: 1000 };
		return row !== undefined && isRight ? { kind: 'right', row } : { kind: 'wrong', row };
	}

	/**
	 * Signs in whoever gave the right one: wrong ones before it do not count any more.
	 * @param row as it was looked at
	 * @returns a token; undefined: it is another password by now, or nobody's
	 */
	async letIn(actor: Actor, row: Tables[Table], detail: Detail = {}): Promise<string | undefined> {
		const { owner, site, act } = KEPT[this.#table];
		const tooLate = wrongSignIn();
		try {
			return await this.#office.act(
				actor,
				act,
				actor.name,
				async ({ at, now }) => {
					const { numUpdatedRows } = await at
						.updateTable(this.#table as 'staff')
						.set({ failures: 0, locked_until: null })
						.where(owner as 'name', '=', actor.name)
						.where('password', '=', row.password)
						.executeTakeFirst();
					if (numUpdatedRows !== 1n) throw tooLate;
					return await beginSession(at, now, site, actor.name);
				},
				detail,
			);
		} catch (error) {
			if (error !== tooLate) throw error;
			return undefined;
		}
	}

	/** @returns undefined: nobody, or locked */
	async #countTry(owner: string): Promise<Tables[Table] | undefined> {
		const now = this.#office.now();
		const [table, column] = [this.#table as 'staff', KEPT[this.#table].owner as 'name'];
		return await this.#office.database.transaction().execute(async (at) => {
			const row = await at.selectFrom(table).selectAll().where(column, '=', owner).executeTakeFirst();
			const isOpen = row !== undefined && (row.locked_until ?? 0) <= now;
			if (!isOpen) {
				await nextId(at, this.#counted);
				return undefined;
			}
			const failures = row.failures + 1;
			const lock = lockAfter(failures);
			const { numUpdatedRows } = await at
				.updateTable(table)
				.set({ failures, locked_until: lock === 0 ? null : now + lock })
				.where(column, '=', owner)
				.where('failures', '=', row.failures)
				.executeTakeFirst();
			return numUpdatedRows === 1n ? (row as Tables[Table]) : undefined;
		});
	}
}
