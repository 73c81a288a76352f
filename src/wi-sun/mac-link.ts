import type { Mac } from '../../modules/ieee802154/mac.js';
import type { SendResult } from '../../modules/ieee802154/transmitter.js';
import type { Link, LinkResult } from '../../modules/ipv6/link.js';

/** The MAC as the link below IPv6. */
export class MacLink implements Link {
	onPayload: (from: Uint8Array, payload: Uint8Array, secured: boolean, broadcast: boolean) => void = () => {};
	readonly #mac: Mac;

	constructor(mac: Mac) {
		this.#mac = mac;
		mac.onData = ({ from, payload, secured, broadcast }) => this.onPayload(from, payload, secured, broadcast);
	}

	get eui64(): Uint8Array {
		return this.#mac.eui64;
	}

	capacity(secured: boolean): number {
		return this.#mac.capacity(secured);
	}

	send(to: Uint8Array | undefined, payload: Uint8Array, secured: boolean, done: (result: LinkResult) => void): void {
		this.#mac.send(to, payload, secured, (result) => done(RESULT_OF[result]));
	}
}

const RESULT_OF: Readonly<Record<SendResult, LinkResult>> = Object.freeze({
	sent: 'sent',
	noAck: 'unacknowledged',
	busy: 'busy',
	limited: 'limited',
	noKey: 'failed',
	off: 'failed',
});
