/**
 * Passkeys of staff (Web Authentication, Level 3): a site that has a name and TLS asks for one, and there is no password to be guessed or given away.
 *
 * A challenge is good once, for five minutes, and for what it was made for. Who the passkey's user is was verified by the device, always.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { type Actor, rolesIn } from '../../../../src/operations/access/roles.js';
import { addressKey, Tries } from '../../shared/lock-out.js';
import type { Office } from '../database/office.js';
import { needed } from '../database/packages.js';
import type { PasskeyTable } from '../database/people-tables.js';
import { InVain } from './in-vain.js';
import { refuse } from './refusals.js';
import { beginSession } from './sessions.js';
import type { SignedIn } from './sign-in.js';
import { staffMember } from './staff.js';

type WebAuthn = Pick<
	typeof import('@simplewebauthn/server'),
	'generateRegistrationOptions' | 'verifyRegistrationResponse' | 'generateAuthenticationOptions' | 'verifyAuthenticationResponse'
>;
type Registration = Parameters<WebAuthn['verifyRegistrationResponse']>[0]['response'];
type Authentication = Parameters<WebAuthn['verifyAuthenticationResponse']>[0]['response'];

/** ms. */
const CHALLENGE_HOLDS = 5 * 60_000;
const MOST_CHALLENGES = 1024;
/** Of one person. */
const MOST_PASSKEYS = 10;
/** Of an address, in a minute. */
const TRIES = 30;
const MINUTE = 60_000;
const MOST_ADDRESSES = 4096;

/** By what a site is known to devices. */
export interface PasskeySite {
	/** The name of the host, to which passkeys are bound. */
	readonly name: string;
	readonly origin: string;
}

/** @param origin `https://office.example:8290` @returns undefined: passkeys take TLS and a name, which is no address */
export function passkeySite(origin: string): PasskeySite | undefined {
	const url = URL.canParse(origin) ? new URL(origin) : undefined;
	const name = url?.hostname ?? '';
	if (url?.protocol !== 'https:' || isIP(name.replace(/^\[|\]$/g, '')) !== 0) return undefined;
	return { name, origin: url.origin };
}

/** What was asked, of whom; undefined: of whoever has a passkey. */
interface Asked {
	readonly of: string | undefined;
	readonly until: number;
}

export class Passkeys {
	readonly #office: Office;
	readonly #site: PasskeySite;
	readonly #webAuthn: WebAuthn;
	readonly #asked = new Map<string, Asked>();
	readonly #addresses = new Tries(TRIES, MINUTE, MOST_ADDRESSES);
	readonly #inVain: InVain;

	private constructor(office: Office, site: PasskeySite, webAuthn: WebAuthn) {
		[this.#office, this.#site, this.#webAuthn, this.#inVain] = [office, site, webAuthn, new InVain(office, 'staff.sign-in')];
	}

	static async of(office: Office, site: PasskeySite): Promise<Passkeys> {
		return new Passkeys(office, site, await needed('@simplewebauthn/server', () => import('@simplewebauthn/server')));
	}

	/** What a browser's `navigator.credentials.create` is told, as JSON. @param actor who is signed in @param shown their name as people read it */
	async beginRegistration(actor: Actor, shown: string): Promise<Awaited<ReturnType<WebAuthn['generateRegistrationOptions']>>> {
		const own = await this.#office.database.selectFrom('passkey').select('id').where('staff', '=', actor.name).execute();
		const options = await this.#webAuthn.generateRegistrationOptions({
			rpName: 'Keiki',
			rpID: this.#site.name,
			userName: actor.name,
			userDisplayName: shown,
			userID: new Uint8Array(createHash('sha256').update(actor.name).digest()),
			attestationType: 'none',
			excludeCredentials: own,
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
		});
		this.#ask(options.challenge, actor.name);
		return options;
	}

	/** @param response what the browser answered, as JSON @returns the id of the passkey @throws OfficeRefusal */
	async finishRegistration(actor: Actor, response: unknown): Promise<string> {
		const verified = await this.#registration(actor, response);
		if (verified === undefined) throw refuse('noPasskey');
		const { id, publicKey, counter } = verified;
		return await this.#office.act(
			actor,
			'staff.own',
			actor.name,
			async ({ at, now }) => {
				const own = await at.selectFrom('passkey').select('id').where('staff', '=', actor.name).execute();
				if (own.length >= MOST_PASSKEYS) throw refuse('tooManyPasskeys', MOST_PASSKEYS);
				const same = await at.selectFrom('passkey').select('id').where('id', '=', id).executeTakeFirst();
				if (same !== undefined) throw refuse('noPasskey');
				const row = { id, staff: actor.name, public_key: Buffer.from(publicKey).toString('base64url'), counter, at: now };
				await at.insertInto('passkey').values(row).execute();
				return id;
			},
			{ passkey: 'added' },
		);
	}

	/** What a browser's `navigator.credentials.get` is told, as JSON: no name is asked for, and none told. @returns ms to wait where there were too many */
	async beginSignIn(address: string): Promise<Awaited<ReturnType<WebAuthn['generateAuthenticationOptions']>> | number> {
		const wait = this.#addresses.take(addressKey(address), this.#office.now());
		if (wait > 0) return wait;
		const options = await this.#webAuthn.generateAuthenticationOptions({ rpID: this.#site.name, userVerification: 'required' });
		this.#ask(options.challenge, undefined);
		return options;
	}

	/** @param response what the browser answered, as JSON */
	async finishSignIn(response: unknown): Promise<SignedIn> {
		const { database } = this.#office;
		const id = (response as { readonly id?: unknown } | null | undefined)?.id;
		const passkey = typeof id === 'string' ? await database.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
		if (passkey === undefined) return await this.#wrong(undefined);
		const counter = await this.#authentication(passkey, response);
		const person = await database.selectFrom('staff').selectAll().where('name', '=', passkey.staff).where('state', '=', 'active').executeTakeFirst();
		if (counter === undefined || person === undefined) return await this.#wrong(passkey.staff);
		const actor = { name: person.name, roles: rolesIn(person.roles) };
		const token = await this.#office.act(
			actor,
			'staff.sign-in',
			actor.name,
			async ({ at, now }) => {
				await at.updateTable('passkey').set({ counter }).where('id', '=', passkey.id).execute();
				return await beginSession(at, now, 'staff', actor.name);
			},
			{ by: 'passkey' },
		);
		return { kind: 'in', token, actor };
	}

	async #wrong(name: string | undefined): Promise<SignedIn> {
		await this.#inVain.log(name, 'passkey');
		return { kind: 'wrong' };
	}

	#ask(challenge: string, of: string | undefined): void {
		if (this.#asked.size >= MOST_CHALLENGES) this.#asked.delete(this.#asked.keys().next().value!);
		this.#asked.set(challenge, { of, until: this.#office.now() + CHALLENGE_HOLDS });
	}

	/** A challenge is good once, for whom it was made. */
	#take(challenge: string, of: string | undefined): boolean {
		const asked = this.#asked.get(challenge);
		this.#asked.delete(challenge);
		return asked !== undefined && asked.of === of && this.#office.now() < asked.until;
	}

	/** Undefined: it is no answer to what was asked. */
	async #registration(
		actor: Actor,
		response: unknown,
	): Promise<{ readonly id: string; readonly publicKey: Uint8Array; readonly counter: number } | undefined> {
		try {
			const { verified, registrationInfo } = await this.#webAuthn.verifyRegistrationResponse({
				response: response as Registration,
				expectedChallenge: (challenge) => this.#take(challenge, actor.name),
				expectedOrigin: this.#site.origin,
				expectedRPID: this.#site.name,
				requireUserVerification: true,
			});
			return verified ? registrationInfo.credential : undefined;
		} catch {
			// Whatever is wrong with it: the package says so by throwing.
			return undefined;
		}
	}

	/** The new counter. Undefined: it is no answer to what was asked, or one of a copy of the passkey. */
	async #authentication({ id, public_key, counter }: PasskeyTable, response: unknown): Promise<number | undefined> {
		try {
			const { verified, authenticationInfo } = await this.#webAuthn.verifyAuthenticationResponse({
				response: response as Authentication,
				expectedChallenge: (challenge) => this.#take(challenge, undefined),
				expectedOrigin: this.#site.origin,
				expectedRPID: this.#site.name,
				credential: { id, publicKey: new Uint8Array(Buffer.from(public_key, 'base64url')), counter },
				requireUserVerification: true,
			});
			return verified ? authenticationInfo.newCounter : undefined;
		} catch {
			// As above.
			return undefined;
		}
	}
}

/** One's own, or an administrator anybody's: a device was lost. @returns how many went @throws OfficeRefusal */
export async function removePasskeys(office: Office, actor: Actor, name: string): Promise<number> {
	return await office.act(
		actor,
		actor.name === name ? 'staff.own' : 'staff.change',
		name,
		async ({ at }) => {
			await staffMember(at, name);
			return Number((await at.deleteFrom('passkey').where('staff', '=', name).executeTakeFirstOrThrow()).numDeletedRows);
		},
		{ passkeys: 'removed' },
	);
}
