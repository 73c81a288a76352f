/**
 * Signing in by a password. Whoever tries learns one thing only: in, or not. A name that there is and one that there is not do the same work, and leave the
 * same traces.
 */
import { type Actor, rolesIn } from '../../../../src/operations/access/roles.js';
import { isStaffName } from '../../../../src/operations/people/staff-name.js';
import { addressKey, Tries } from '../../shared/lock-out.js';
import type { Office } from '../database/office.js';
import { GuardedPasswords } from './guarded-passwords.js';
import { InVain } from './in-vain.js';
import { type Hashing, hashing } from './password-hash.js';

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
	readonly #passwords: GuardedPasswords<'staff'>;
	readonly #addresses = new Tries(TRIES, MINUTE, MOST_ADDRESSES);
	readonly #inVain: InVain;

	/** @param logged failures that are logged in an hour; further ones are counted alone */
	constructor(office: Office, passwords: Hashing, logged?: number) {
		[this.#office, this.#inVain] = [office, new InVain(office, 'staff.sign-in', logged)];
		this.#passwords = new GuardedPasswords(office, passwords, 'staff', COUNTED);
	}

	static async of(office: Office): Promise<SignIn> {
		return new SignIn(office, await hashing());
	}

	/** @param address from where, as the socket tells it */
	async signIn({ name, password, address }: { readonly name: string; readonly password: string; readonly address: string }): Promise<SignedIn> {
		const now = this.#office.now();
		const ms = this.#addresses.take(addressKey(address), now);
		if (ms > 0) return { kind: 'wait', ms };
		const looked = await this.#passwords.look(isStaffName(name) ? name : undefined, password);
		if (looked.kind === 'wait') return looked;
		if (looked.kind === 'wrong' || looked.row.state !== 'active') {
			await this.#inVain.log(looked.row?.name);
			return { kind: 'wrong' };
		}
		const person = looked.row;
		const actor = { name: person.name, roles: rolesIn(person.roles) };
		const token = await this.#passwords.letIn(actor, person);
		if (token === undefined) return { kind: 'wrong' };
		return { kind: 'in', token, actor };
	}
}
