/** Signing in that did not come off, in the log. */
import type { Act } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { Tries } from '../../shared/lock-out.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';

/** Failures of a door that are logged in an hour, so that nobody outside makes the log grow faster. */
const LOGGED = 600;
const HOUR = 3_600_000;

/** By the act that did not come off: nobody whose name is known. What was typed may be a password, and is not logged. */
const UNKNOWN = Object.freeze({
	'staff.sign-in': { name: 'unknown', roles: ['worker'] },
	'customer.sign-in': { name: 'unknown', roles: ['customer'] },
} as const satisfies Readonly<Partial<Record<Act, Actor>>>);

/** All that whoever tries is told. */
export function wrongSignIn(): OfficeRefusal {
	return new OfficeRefusal({ kind: 'wrongSignIn', words: { en: 'not signed in', ja: 'サインインできませんでした' } });
}

export class InVain {
	readonly #office: Office;
	readonly #act: keyof typeof UNKNOWN;
	readonly #logged: Tries;

	/** @param logged failures that are logged in an hour */
	constructor(office: Office, act: keyof typeof UNKNOWN, logged = LOGGED) {
		[this.#office, this.#act, this.#logged] = [office, act, new Tries(logged, HOUR, 1)];
	}

	/** As refused, with the name of somebody that there is, and of nobody else. @param name undefined: nobody's @param by beside a password */
	async log(name: string | undefined, by?: 'passkey' | 'password'): Promise<void> {
		if (this.#logged.take('', this.#office.now()) > 0) return;
		const unknown = UNKNOWN[this.#act];
		const actor = name === undefined ? unknown : { ...unknown, name };
		const refusal = wrongSignIn();
		const refused = async (): Promise<never> => {
			throw refusal;
		};
		await this.#office.act(actor, this.#act, actor.name, refused, by === undefined ? {} : { by }).catch((error) => {
			if (error !== refusal) throw error;
		});
	}
}
