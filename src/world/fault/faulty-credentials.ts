import type { Address, DatagramListener, Datagrams, Delivery, Secret } from '../../../modules/datagram/datagram.js';
import type { FaultSwitches } from './fault-switches.js';

/** Datagrams whose meter was given another password than its customer: a device that wraps a device. */
export class FaultyCredentials implements Datagrams {
	readonly #inner: Datagrams;
	readonly #switches: FaultSwitches;
	#given: { readonly id: string; readonly secret: Secret } | undefined;

	constructor(inner: Datagrams, switches: FaultSwitches) {
		this.#inner = inner;
		this.#switches = switches;
	}

	get maxPayload(): number {
		return this.#inner.maxPayload;
	}

	get listener(): DatagramListener {
		return this.#inner.listener;
	}

	set listener(listener: DatagramListener) {
		this.#inner.listener = listener;
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.#inner.send(to, port, bytes, done);
	}

	terminate(peer: Address): void {
		this.#inner.terminate(peer);
	}

	configure(id: string, secret: Secret): void {
		this.#given = { id, secret };
		this.#inner.configure(id, this.#switches.isOn('wrong-password') ? otherSecret(secret) : secret);
	}

	/** The fault begins, or ends: the meter is given the other password. A session that lives ends, as it does whenever the utility does so. */
	onChange(): void {
		if (this.#given !== undefined) this.configure(this.#given.id, this.#given.secret);
	}
}

/** Another one of the same form. */
function otherSecret(secret: Secret): Secret {
	if (typeof secret === 'string') return (secret.startsWith('X') ? 'Y' : 'X') + secret.slice(1);
	const other = secret.slice();
	other[0]! ^= 1;
	return other;
}
