/**
 * The way of a meter's pushes: UDP from where its Route A is, TCP on connections of their own. What is waited for is waited for by the wall clock, however
 * fast the meter's time goes.
 */
import { textOf } from '../../../hal/node/addresses.js';
import { sendByTcp } from '../../../hal/node/tcp-sender.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import { WrapperStream } from '../../../modules/dlms/wrapper.js';
import type { PushAssurance, PushCarrier } from '../../../src/route-a/push-carrier.js';
import { isIpv4 } from '../../../src/route-a/push-destination.js';
import type { Enter } from '../shared/entered.js';

/** ms. */
const TIMEOUT = 10_000;
/** The longest confirmation, bytes. */
const LONGEST_ANSWER = 512;

const NOT_CONFIRMED = 'it was not confirmed in time';

interface Sending {
	readonly to: Uint8Array;
	readonly port: number;
	readonly frame: Uint8Array;
	readonly assurance: PushAssurance | undefined;
	readonly tell: (failure: string | undefined) => void;
}

export class PushWay implements PushCarrier {
	readonly #enter: Enter;
	readonly #onTcp: (to: Uint8Array, port: number, frame: Uint8Array) => void;
	/** Of IPv6 and of IPv4, as far as there are any. */
	#sockets: readonly UdpSocket[] = [];
	/** Counts how often it was closed: what comes of a send before that is nobody's any more. */
	#closings = 0;
	readonly #cancels = new Set<() => void>();
	#line: ((client: number, apdu: Uint8Array) => string | undefined) | undefined;

	readonly #timeout: number;

	/**
	 * @param onTcp hears what goes by TCP
	 * @param timeout until a push by TCP is on its way, or one is confirmed, ms
	 */
	constructor(enter: Enter, onTcp: (to: Uint8Array, port: number, frame: Uint8Array) => void, timeout = TIMEOUT) {
		this.#enter = enter;
		this.#onTcp = onTcp;
		this.#timeout = timeout;
	}

	/** @param line sends at the local port, and returns why it did not */
	open(sockets: readonly UdpSocket[], line?: (client: number, apdu: Uint8Array) => string | undefined): void {
		this.#sockets = sockets;
		this.#line = line;
	}

	send(
		by: 'tcp' | 'udp',
		to: Uint8Array,
		port: number,
		frame: Uint8Array,
		done: (failure: string | undefined) => void,
		assurance?: PushAssurance,
	): void {
		const closings = this.#closings;
		const tell = (failure: string | undefined): void => {
			if (closings === this.#closings) this.#enter(() => done(failure));
		};
		if (by === 'tcp') this.#sendByTcp({ to, port, frame, assurance, tell });
		else this.#sendByUdp({ to, port, frame, assurance, tell });
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

	#sendByUdp({ to, port, frame, assurance, tell }: Sending): void {
		const { length } = frame;
		const socket = this.#sockets.find(({ address }) => isIpv4(address) === isIpv4(to));
		if (socket === undefined) setImmediate(() => tell(`Route A is at no address of ${isIpv4(to) ? 'IPv4' : 'IPv6'}`));
		else
			socket.send(to, port, frame, (ok) => {
				if (!ok) tell(`the system refused a datagram of ${length} bytes`);
				else if (assurance?.kind !== 'confirmed') tell(assurance === undefined ? undefined : 'nothing confirms a datagram');
				else this.#tellLater(() => tell(NOT_CONFIRMED));
			});
	}

	/** Unless it is closed before. */
	#tellLater(tell: () => void): void {
		const cancel = (): void => clearTimeout(timer);
		const timer = setTimeout(() => {
			this.#cancels.delete(cancel);
			tell();
		}, this.#timeout);
		this.#cancels.add(cancel);
	}

	#sendByTcp({ to, port, frame, assurance, tell }: Sending): void {
		this.#onTcp(to, port, frame);
		const cancel = sendByTcp({
			host: textOf(to, ''),
			port,
			bytes: frame,
			timeout: this.#timeout,
			awaits: assurance?.kind === 'confirmed' ? this.#answerTo(assurance.take) : assurance && 'close',
			done: (failure) => {
				this.#cancels.delete(cancel);
				tell(failure === 'ETIMEDOUT' && assurance?.kind === 'confirmed' ? NOT_CONFIRMED : failure);
			},
		});
		this.#cancels.add(cancel);
	}

	/** What is no frame, or none that is taken, answers nothing. */
	#answerTo(take: (apdu: Uint8Array) => boolean): (bytes: Uint8Array) => boolean {
		let isTaken = false;
		const frames = new WrapperStream({
			maxApdu: LONGEST_ANSWER,
			onFrame: (_source, _destination, apdu) => {
				if (!isTaken) this.#enter(() => (isTaken = take(apdu.slice())));
			},
			onError() {},
		});
		return (bytes) => {
			frames.receive(bytes);
			return isTaken;
		};
	}
}
