/** The way of a meter's pushes: UDP from where its Route A is, TCP on connections of their own. */
import { textOf } from '../../../hal/node/addresses.js';
import { sendByTcp } from '../../../hal/node/tcp-sender.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { PushCarrier } from '../../../src/route-a/push-carrier.js';
import { isIpv4 } from '../../../src/route-a/push-destination.js';
import type { Enter } from '../shared/entered.js';

/** Until a push by TCP is on its way, ms. */
const TIMEOUT = 10_000;

export class PushWay implements PushCarrier {
	readonly #enter: Enter;
	readonly #onTcp: (to: Uint8Array, port: number, frame: Uint8Array) => void;
	/** Of IPv6 and of IPv4, as far as there are any. */
	#sockets: readonly UdpSocket[] = [];
	/** Counts how often it was closed: what comes of a send before that is nobody's any more. */
	#closings = 0;
	readonly #cancels = new Set<() => void>();
	#line: ((client: number, apdu: Uint8Array) => string | undefined) | undefined;

	/** @param onTcp hears what goes by TCP */
	constructor(enter: Enter, onTcp: (to: Uint8Array, port: number, frame: Uint8Array) => void) {
		this.#enter = enter;
		this.#onTcp = onTcp;
	}

	/** @param line sends at the local port, and returns why it did not */
	open(sockets: readonly UdpSocket[], line?: (client: number, apdu: Uint8Array) => string | undefined): void {
		this.#sockets = sockets;
		this.#line = line;
	}

	send(by: 'tcp' | 'udp', to: Uint8Array, port: number, frame: Uint8Array, done: (failure: string | undefined) => void): void {
		const { length } = frame;
		const closings = this.#closings;
		const tell = (failure: string | undefined): void => {
			if (closings === this.#closings) this.#enter(() => done(failure));
		};
		if (by === 'tcp') this.#sendByTcp(to, port, frame, tell);
		else {
			const socket = this.#sockets.find(({ address }) => isIpv4(address) === isIpv4(to));
			if (socket === undefined) setImmediate(() => tell(`Route A is at no address of ${isIpv4(to) ? 'IPv4' : 'IPv6'}`));
			else socket.send(to, port, frame, (ok) => tell(ok ? undefined : `the system refused a datagram of ${length} bytes`));
		}
	}

	sendByLine(client: number, apdu: Uint8Array, done: (failure: string | undefined) => void): void {
		const closings = this.#closings;
		const failure = this.#line === undefined ? 'there is no local port' : this.#line(client, apdu);
		setImmediate(() => {
			if (closings === this.#closings) this.#enter(() => done(failure));
		});
	}

	/** Harmless when it was done before. */
	close(): void {
		this.#closings++;
		for (const cancel of this.#cancels) cancel();
		this.#cancels.clear();
		this.#sockets = [];
		this.#line = undefined;
	}

	#sendByTcp(to: Uint8Array, port: number, frame: Uint8Array, tell: (failure: string | undefined) => void): void {
		this.#onTcp(to, port, frame);
		const cancel = sendByTcp({
			host: textOf(to, ''),
			port,
			bytes: frame,
			timeout: TIMEOUT,
			done: (failure) => {
				this.#cancels.delete(cancel);
				tell(failure);
			},
		});
		this.#cancels.add(cancel);
	}
}
