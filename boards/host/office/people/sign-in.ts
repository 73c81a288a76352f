/**
 * Signing in by a password. Whoever tries learns one thing only: in, or not. A name that there is and one that there is not do the same work, and leave the
 * same traces.
 */
import { type Actor, rolesIn } from '../../../../src/operations/access/roles.js';
import { canonicalPassword, LONGEST } from '../../../../src/operations/people/password-policy.js';
import { isStaffName } from '../../../../src/operations/people/staff-name.js';
import { addressKey, lockAfter, Tries } from '../../shared/lock-out.js';
import { nextId, type Office } from '../database/office.js';
import type { StaffTable } from '../database/people-tables.js';
import { InVain } from './in-vain.js';
import { type Hashing, hashing } from './password-hash.js';
import { beginSession } from './sessions.js';

/** Of an address, in a minute. */
const TRIES = 10;
const MINUTE = 60_000;
const MOST_ADDRESSES = 4096;
/** Counted, as a number is drawn: tries of names that there are not, or that are locked. */
const COUNTED = 'sign-in-in-vain';

export type SignedIn =
	/** @param token for a cookie, kept nowhere else */
	| { readonly kind: 'in'; readonly token: string; readonly actor: Actor }
	/** A wrong name or password, or one that is locked for a while, or disabled: nobody is told which. */
	| { readonly kind: 'wrong' }
	/** Nothing was looked at: too many tries from there. */
	| { readonly kind: 'wait'; readonly ms: number };

export class SignIn {
	readonly #office: Office;
	readonly #passwords: Hashing;
	readonly #addresses = new Tries(TRIES, MINUTE, MOST_ADDRESSES);
	readonly #inVain: InVain;

	/** @param logged failures that are logged in an hour; further ones are counted alone */
	constructor(office: Office, passwords: Hashing, logged?: number) {
		[this.#office, this.#passwords, this.#inVain] = [office, passwords, new InVain(office, logged)];
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
		if (person === undefined || !isRight || person.state !== 'active') {
			await this.#inVain.log(person?.name);
			return { kind: 'wrong' };
		}
		const actor = { name: person.name, roles: rolesIn(person.roles) };
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
				await nextId(at, COUNTED);
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
}
