/**
 * Signing in by a password. Whoever tries learns one thing only: in, or not. A name that there is and one that there is not do the same work, and leave the
 * same traces.
 */
import type { Kysely } from 'kysely';
import { type Actor, isRole } from '../../../../src/operations/access/roles.js';
import { addressKey, lockAfter, Tries } from '../../../../src/operations/people/lock-out.js';
import { canonicalPassword, LONGEST } from '../../../../src/operations/people/password-policy.js';
import { isStaffName } from '../../../../src/operations/people/staff-name.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { StaffTable } from '../database/people-tables.js';
import type { Tables } from '../database/tables.js';
import { type Hashing, hashing } from './password-hash.js';
import { beginSession } from './sessions.js';

/** Of an address, in a minute. */
const TRIES = 10;
const MINUTE = 60_000;
const MOST_ADDRESSES = 4096;
/** Failures that are logged in an hour; further ones are counted alone, so that nobody outside makes the log grow. */
const LOGGED = 600;
/** Row of `setting`: tries of names that there are not, or that are locked. */
const COUNTED = 'sign-in-in-vain';

export type SignedIn =
	/** @param token for a cookie, kept nowhere else */
	| { readonly kind: 'in'; readonly token: string; readonly actor: Actor }
	/** A wrong name or password, or one that is locked for a while, or disabled: nobody is told which. */
	| { readonly kind: 'wrong' }
	/** Nothing was looked at: too many tries from there. */
	| { readonly kind: 'wait'; readonly ms: number };

/** Of nobody whose name is known: what was typed may be a password, and is not logged. */
const UNKNOWN: Actor = Object.freeze({ name: 'unknown', roles: Object.freeze(['worker'] as const) });

export class SignIn {
	readonly #office: Office;
	readonly #passwords: Hashing;
	readonly #addresses = new Tries(TRIES, MINUTE, MOST_ADDRESSES);
	readonly #logged: Tries;

	/** @param logged failures that are logged in an hour */
	constructor(office: Office, passwords: Hashing, logged = LOGGED) {
		[this.#office, this.#passwords, this.#logged] = [office, passwords, new Tries(logged, 60 * MINUTE, 1)];
	}

	static async of(office: Office): Promise<SignIn> {
		return new SignIn(office, await hashing());
	}

	/** @param address from where, as the socket tells it */
	async signIn({ name, password, address }: { readonly name: string; readonly password: string; readonly address: string }): Promise<SignedIn> {
		const now = this.#office.now();
		const ms = this.#addresses.take(addressKey(address), now);
		if (ms > 0) return { kind: 'wait', ms };
		const person = await this.#countTry(isStaffName(name) ? name : '', now);
		const isRight = await this.#passwords.isRight(person?.password ?? null, canonicalPassword(password.slice(0, 2 * LONGEST)));
		if (isRight === undefined) return { kind: 'wait', ms: 1000 };
		if (person === undefined || !isRight || person.state !== 'active') return await this.#inVain(person);
		const actor = { name: person.name, roles: (JSON.parse(person.roles) as string[]).filter(isRole) };
		const token = await this.#office.act(actor, 'staff.sign-in', person.name, async ({ at, now: when }) => {
			await at.updateTable('staff').set({ failures: 0, locked_until: null }).where('name', '=', person.name).execute();
			return await beginSession(at, when, 'staff', person.name);
		});
		return { kind: 'in', token, actor };
	}

	/** Before the password is looked at, so that many at the same time are as many. @returns undefined: nobody, or locked */
	async #countTry(name: string, now: number): Promise<StaffTable | undefined> {
		return await this.#office.database.transaction().execute(async (at) => {
			const person = await at.selectFrom('staff').selectAll().where('name', '=', name).executeTakeFirst();
			const isOpen = person !== undefined && (person.locked_until ?? 0) <= now;
			if (!isOpen) {
				await countInVain(at);
				return undefined;
			}
			const failures = person.failures + 1;
			const lock = lockAfter(failures);
			const { numUpdatedRows } = await at
				.updateTable('staff')
				.set({ failures, locked_until: lock === 0 ? null : now + lock })
				.where('name', '=', name)
				.where('failures', '=', person.failures)
				.executeTakeFirst();
			return numUpdatedRows === 1n ? person : undefined;
		});
	}

	/** Logged as refused, with the name of somebody that there is, and of nobody else. */
	async #inVain(person: StaffTable | undefined): Promise<SignedIn> {
		const wrong = { kind: 'wrong' } as const;
		if (this.#logged.take('', this.#office.now()) > 0) return wrong;
		const actor = person === undefined ? UNKNOWN : { ...UNKNOWN, name: person.name };
		const refusal = new OfficeRefusal({ kind: 'wrongSignIn', words: { en: 'not signed in', ja: 'サインインできませんでした' } });
		await this.#office
			.act(actor, 'staff.sign-in', actor.name, async () => {
				throw refusal;
			})
			.catch((error) => {
				if (error !== refusal) throw error;
			});
		return wrong;
	}
}

async function countInVain(at: Kysely<Tables>): Promise<void> {
	await at
		.insertInto('setting')
		.values({ key: COUNTED, value: '1' })
		.onConflict((conflict) =>
			conflict
				.column('key')
				.doUpdateSet(({ eb }) => ({ value: eb.cast<string>(eb(eb.cast<number>('setting.value', 'bigint'), '+', eb.lit(1)), 'text') })),
		)
		.execute();
}
