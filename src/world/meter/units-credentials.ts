/**
 * Route B's credentials of the communication units of one meter.
 *
 * | unit                                | set up with                | later                                     |
 * |-------------------------------------|----------------------------|-------------------------------------------|
 * | any, where there is no credential key | what this customer was given | that of the next run, if it is another |
 * | the first, with a credential key    | the same                   | what comes sealed for it, from then on    |
 * | another one, with a credential key  | nothing: nobody is let in  | the same                                  |
 * | another one, without                | nothing                    | nothing                                   |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Store } from '../../../hal/ports/store.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { unitType } from '../../meter/catalogue/unit-types.js';
import type { CredentialFlaw } from '../../meter/communication/service.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { Credentials } from '../../route-b/credentials.js';
import { deviceCredentials, forgetCredentials } from '../../route-b/device-credentials.js';
import { KeptCredentials } from '../../route-b/sealed/kept-credentials.js';
import { OwnPair } from '../../route-b/sealed/own-pair.js';
import { PROVISIONAL_DERIVATIONS } from '../../wi-sun/derivations.js';
import type { UnitMemory } from '../units/unit-memory.js';
import type { RouteBCarrier } from './link.js';

/** Of the units in the order in which they come; or each draws a pair of its own, where the platform has such keys. */
export type CredentialKeys = readonly Uint8Array[] | 'own';

export interface UnitsCredentialsOptions {
	readonly routeB: {
		readonly carrier: RouteBCarrier;
		readonly credentials: Credentials;
		readonly credentialKeys?: CredentialKeys | undefined;
	};
	readonly routeA: { readonly keys: RouteAKeys; readonly cipher: Cipher; readonly random: Random };
	readonly memory: UnitMemory;
	/** Sealed credentials came. */
	readonly onCame: (version: number, refusal: CredentialFlaw | undefined) => void;
}

/** `useless`: they came sealed, and what carries Route B now takes a password alone. */
export interface CredentialState {
	readonly kind: 'told' | 'sealed' | 'none' | 'useless';
	readonly version: number;
}

export class UnitsCredentials {
	readonly #options: UnitsCredentialsOptions;
	/** By serial number. */
	readonly #kept = new Map<string, KeptCredentials>();
	/** Serial numbers of units that were set up with nothing. */
	readonly #untold = new Set<string>();

	constructor(options: UnitsCredentialsOptions) {
		this.#options = options;
	}

	/** What a unit begins with. Asked once for each, while it is made. */
	setUp(serial: string, store: Store): { readonly told: Credentials | undefined; readonly kept: KeptCredentials | undefined } {
		const { carrier, credentials, credentialKeys = [] } = this.#options.routeB;
		const { cipher, keys, random } = this.#options.routeA;
		const order = this.#orderOf(serial);
		const key = !carrier.takesKeys ? undefined : credentialKeys === 'own' ? OwnPair.of(store, cipher, random) : credentialKeys[order];
		const kept = new KeptCredentials({
			store,
			cipher,
			key,
			title: keys.systemTitle,
			psk: (password) => this.#psk(password),
			onCame: this.#options.onCame,
		});
		const areSealed = credentialKeys === 'own' ? key !== undefined : credentialKeys.length > 0;
		const isUntold = order > 0 && areSealed;
		this.#kept.set(serial, kept);
		if (isUntold) this.#untold.add(serial);
		// One that takes it sealed keeps no password.
		if (key !== undefined || isUntold) forgetCredentials(store);
		const told = isUntold ? undefined : key === undefined ? deviceCredentials(store, credentials.id, credentials.password) : credentials;
		return { told, kept: carrier.takesKeys ? kept : undefined };
	}

	/** Those in force, as far as anybody knows: of sealed ones the password that was told, which may be another. */
	of(serial: string): Credentials {
		const { credentials } = this.#options.routeB;
		return { id: this.#kept.get(serial)?.inForce?.id ?? credentials.id, password: credentials.password };
	}

	state(serial: string): CredentialState {
		const { credentials, carrier } = this.#options.routeB;
		const { version = 0, inForce } = this.#kept.get(serial) ?? {};
		if (inForce === undefined) return { kind: this.#untold.has(serial) ? 'none' : 'told', version };
		if (!carrier.takesKeys) return { kind: 'useless', version };
		const isTold = inForce.id === credentials.id && equalBytes(inForce.psk, this.#psk(credentials.password));
		return { kind: isTold ? 'told' : 'sealed', version };
	}

	/** Whether it is that of the credentials in force. */
	isPassword(serial: string, text: string): boolean {
		const { credentials } = this.#options.routeB;
		return equalBytes(this.#psk(text), this.#kept.get(serial)?.inForce?.psk ?? this.#psk(credentials.password));
	}

	#psk(password: string): Uint8Array {
		return PROVISIONAL_DERIVATIONS.psk(this.#options.routeA.cipher, password);
	}

	/** Among the communication units, from 0; one that is just made comes last. */
	#orderOf(serial: string): number {
		const known = this.#options.memory.units.filter(({ code }) => unitType(code)?.kind === 'communication');
		const at = known.findIndex((unit) => unit.serial === serial);
		return at < 0 ? known.length : at;
	}
}
