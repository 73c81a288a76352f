/** Customers sign in, by the code of a letter or by a password of their own. Whoever tries learns one thing only, in or not; for a contract that there is and one that there is not the same work is done. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import { addressKey, Tries } from '../../shared/lock-out.js';
import { nextId, type Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import { GuardedPasswords } from '../people/guarded-passwords.js';
import { InVain } from '../people/in-vain.js';
import { type Hashing, hashing } from '../people/password-hash.js';
import { beginSession, whoseSession } from '../people/sessions.js';
import { isCode, readCustomerCode } from './customer-code.js';

/** Of an address, and of a contract, in so many ms. */
const OF_ADDRESS = 10;
const OF_CONTRACT = 10;
const MINUTE = 60_000;
const SPAN = 15 * MINUTE;
const MOST_KNOWN = 4096;
/** Wrong ones after which a code is good no more. */
export const MOST_FAILURES = 100;
/** At the same time, each with its 16 MiB. */
const MOST_AT_WORK = 4;

export type CameIn = { readonly kind: 'in'; readonly token: string } | { readonly kind: 'wrong' } | { readonly kind: 'wait'; readonly ms: number };

const WRONG = Object.freeze({ kind: 'wrong' } as const);
/** Counted, as a number is drawn: tries of contracts that there are not, or that are locked. */
const COUNTED = 'customer-sign-in-in-vain';

/** However it was typed; undefined: it is none. */
function contractIn(text: string): string | undefined {
	const contract = text.normalize('NFKC').trim().toUpperCase();
	return /^C\d{10}$/.test(contract) ? contract : undefined;
}

export class CustomerSignIn {
	/** How passwords are kept. */
	readonly hashing: Hashing;
	readonly #office: Office;
	readonly #addresses = new Tries(OF_ADDRESS, MINUTE, MOST_KNOWN);
	readonly #contracts = new Tries(OF_CONTRACT, SPAN, MOST_KNOWN);
	readonly #passwords: GuardedPasswords<'customer_password'>;
	readonly #failed: InVain;
	#atWork = 0;

	/** @param logged wrong passwords that are logged in an hour; further ones are counted alone */
	constructor(office: Office, passwords: Hashing, logged?: number) {
		[this.#office, this.hashing] = [office, passwords];
		this.#passwords = new GuardedPasswords(office, passwords, 'customer_password', COUNTED);
		this.#failed = new InVain(office, 'customer.sign-in', logged);
	}

	static async of(office: Office): Promise<CustomerSignIn> {
		return new CustomerSignIn(office, await hashing());
	}

	/** @param address from where, as the socket tells it */
	async signIn({
		contract: typed,
		code: text,
		address,
	}: {
		readonly contract: string;
		readonly code: string;
		readonly address: string;
	}): Promise<CameIn> {
		const now = this.#office.now();
		const contract = contractIn(typed);
		const ofAddress = this.#addresses.take(addressKey(address), now);
		// One address that tries without end keeps nobody else away from a contract for longer than its own tries do.
		const ms = ofAddress > 0 || contract === undefined ? ofAddress : this.#contracts.take(contract, now);
		if (ms > 0) return { kind: 'wait', ms };
		if (this.#atWork >= MOST_AT_WORK) return { kind: 'wait', ms: 1000 };
		this.#atWork++;
		try {
			const kept = contract === undefined ? undefined : await this.#hashOf(contract, now);
			const isRight = await isCode(kept, readCustomerCode(text) ?? '');
			if (isRight) return await this.#letIn(contract!, kept!);
			await this.#inVain(kept === undefined ? undefined : contract);
			return WRONG;
		} finally {
			this.#atWork--;
		}
	}

	/** By the password of one's own. @param address as above */
	async signInByPassword({
		contract: typed,
		password,
		address,
	}: {
		readonly contract: string;
		readonly password: string;
		readonly address: string;
	}): Promise<CameIn> {
		const ms = this.#addresses.take(addressKey(address), this.#office.now());
		if (ms > 0) return { kind: 'wait', ms };
		const looked = await this.#look(contractIn(typed), password);
		if (looked.kind !== 'right') return looked;
		const token = await this.#passwords.letIn(customer(looked.row.contract), looked.row, { by: 'password' });
		return token === undefined ? WRONG : { kind: 'in', token };
	}

	/** Whether it is the password that is in force, of somebody who is signed in and changes it: counted as where one signs in. */
	async isPassword(contract: string, password: string): Promise<Exclude<CameIn, { readonly kind: 'in' }> | { readonly kind: 'right' }> {
		const looked = await this.#look(contract, password);
		return looked.kind === 'right' ? { kind: 'right' } : looked;
	}

	async #look(contract: string | undefined, password: string) {
		const looked = await this.#passwords.look(contract, password);
		if (looked.kind !== 'wrong') return looked;
		if (looked.row !== undefined) await this.#failed.log(looked.row.contract, 'password');
		return WRONG;
	}

	/** Undefined: there is none that is good. */
	async #hashOf(contract: string, now: number): Promise<string | undefined> {
		const found = await this.#office.database
			.selectFrom('customer_code')
			.innerJoin('contract', 'contract.code', 'customer_code.contract')
			.select('hash')
			.where('customer_code.contract', '=', contract)
			.where('contract.state', '!=', 'erased')
			.where('used_at', 'is', null)
			.where('expires', '>', now)
			.where('failures', '<', MOST_FAILURES)
			.executeTakeFirst();
		return found?.hash;
	}

	/** Once: of two at the same time one is too late. */
	async #letIn(contract: string, hash: string): Promise<CameIn> {
		const actor = customer(contract);
		const tooLate = new OfficeRefusal({ kind: 'codeUsed', words: { en: 'the code was used', ja: 'コードは使用済みです' } });
		try {
			const token = await this.#office.act(actor, 'customer.sign-in', contract, async ({ at, now }) => {
				const { numUpdatedRows } = await at
					.updateTable('customer_code')
					.set({ used_at: now })
					.where('contract', '=', contract)
					.where('hash', '=', hash)
					.where('used_at', 'is', null)
					.executeTakeFirst();
				if (numUpdatedRows !== 1n) throw tooLate;
				return await beginSession(at, now, 'customers', contract);
			});
			return { kind: 'in', token };
		} catch (error) {
			if (error !== tooLate) throw error;
			return WRONG;
		}
	}

	/** Of a contract with a code it is logged, as often as that code can be tried; others are counted. */
	async #inVain(contract: string | undefined): Promise<void> {
		if (contract === undefined) {
			await this.#office.database.transaction().execute((at) => nextId(at, COUNTED));
			return;
		}
		const wrong = new OfficeRefusal({ kind: 'wrongCode', words: { en: 'not signed in', ja: 'サインインできませんでした' } });
		await this.#office.database
			.updateTable('customer_code')
			.set(({ eb }) => ({ failures: eb('failures', '+', 1) }))
			.where('contract', '=', contract)
			.execute();
		await this.#office
			.act(customer(contract), 'customer.sign-in', contract, async () => {
				throw wrong;
			})
			.catch((error) => {
				if (error !== wrong) throw error;
			});
	}
}

/** Who acts on the customers' site: a contract, and nothing beyond it. */
export function customer(contract: string): Actor {
	return { name: contract, roles: ['customer'] };
}

/** Whose contract it is; undefined: nobody is signed in. One that was erased meanwhile has nobody. */
export async function customerOf(office: Office, token: string): Promise<(Actor & { readonly shown: string }) | undefined> {
	const contract = await whoseSession(office, 'customers', token);
	if (contract === undefined) return undefined;
	const found = await office.database.selectFrom('contract').select('state').where('code', '=', contract).executeTakeFirst();
	return found === undefined || found.state === 'erased' ? undefined : { ...customer(contract), shown: contract };
}
