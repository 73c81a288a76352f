/** Signing in that did not come off, in the log. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import { Tries } from '../../shared/lock-out.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';

/** Failures of a door that are logged in an hour, so that nobody outside makes the log grow faster. */
const LOGGED = 600;
const HOUR = 3_600_000;

/** Of nobody whose name is known: what was typed may be a password, and is not logged. */
const UNKNOWN: Actor = Object.freeze({ name: 'unknown', roles: Object.freeze(['worker'] as const) });

export class InVain {
	readonly #office: Office;
	readonly #logged: Tries;

	/** @param logged failures that are logged in an hour */
	constructor(office: Office, logged = LOGGED) {
		[this.#office, this.#logged] = [office, new Tries(logged, HOUR, 1)];
	}

	/** As refused, with the name of somebody that there is, and of nobody else. @param name undefined: nobody's @param by beside a password */
	async log(name: string | undefined, by?: 'passkey'): Promise<void> {
		if (this.#logged.take('', this.#office.now()) > 0) return;
		const actor = name === undefined ? UNKNOWN : { ...UNKNOWN, name };
		const refusal = new OfficeRefusal({ kind: 'wrongSignIn', words: { en: 'not signed in', ja: 'サインインできませんでした' } });
		const refused = async (): Promise<never> => {
			throw refusal;
		};
		await this.#office.act(actor, 'staff.sign-in', actor.name, refused, by === undefined ? {} : { by }).catch((error) => {
			if (error !== refusal) throw error;
		});
	}
}
