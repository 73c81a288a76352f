/**
 * A HEMS of the world's own, without a serial line: it joins a meter whose place it knows, sends one message, waits for the answer and leaves. It goes at
 * once when somebody else wants in.
 *
 * | it is     | until                                   | and then   |
 * |-----------|-----------------------------------------|------------|
 * | away      | `visit`                                 | joining    |
 * | joining   | it is authenticated; or not: told, away | asking     |
 * | asking    | the answer comes, or the time is over: told | leaving |
 * | leaving   | PTA, or no answer to PTR                | away       |
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { decodeFrame, ESV } from '../../../modules/echonet-lite/frame.js';
import { linkLocalAddress } from '../../../modules/ipv6/address.js';
import type { NetworkEvent } from '../../../modules/wi-sun-module/network.js';
import type { Credentials } from '../../route-b/credentials.js';
import type { DongleNetwork } from './dongle-network.js';

/** Where a meter is, and what lets one in. */
export interface VisitedPlace {
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
	readonly credentials: Credentials;
}

/** What came of a visit. */
export type VisitOutcome =
	| { readonly kind: 'answered'; readonly answer: Uint8Array }
	/** It was let in, and asked, and nothing came. */
	| { readonly kind: 'unanswered' }
	/** It was not let in: the meter said so, or nothing came. */
	| { readonly kind: 'notJoined'; readonly refused: boolean }
	/** It had to go before; `sent`: the request was on its way by then. */
	| { readonly kind: 'interrupted'; readonly sent: boolean };

type State = 'away' | 'joining' | 'asking' | 'leaving';

/** How long it tries to get in, and waits for an answer, ms: as a HEMS waits for one property (AIF 2.4.2, timer 1). */
const JOIN_TIME = 20_000;
const ANSWER_TIME = 20_000;
/** Messages that nobody asked this visitor for. */
const UNASKED: readonly number[] = Object.freeze([ESV.INF, ESV.INFC]);

export class Visitor {
	readonly network: DongleNetwork;
	readonly #scheduler: Scheduler;
	#state: State = 'away';
	#meter: Uint8Array = new Uint8Array(16);
	#request: Uint8Array = new Uint8Array(0);
	#timer: Timer | undefined;
	#done: ((outcome: VisitOutcome) => void) | undefined;
	#onAway: () => void = () => {};

	constructor(network: DongleNetwork, scheduler: Scheduler) {
		this.network = network;
		this.#scheduler = scheduler;
		network.listener = {
			onDatagram: ({ from, localPort, payload }) => {
				if (localPort === ECHONET_LITE_PORT) this.#onMessage(from, payload);
			},
			onEvent: (event) => this.#onEvent(event),
			onEchoReply() {},
		};
	}

	get address(): Uint8Array {
		return linkLocalAddress(this.network.macAddress);
	}

	get isAway(): boolean {
		return this.#state === 'away';
	}

	/** Something of it is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#state !== 'away';
	}

	/**
	 * It is away.
	 * @param request an ECHONET Lite message that is answered
	 * @param done called once, when it is known what comes of it; `onAway` follows when it has gone
	 */
	visit(place: VisitedPlace, request: Uint8Array, done: (outcome: VisitOutcome) => void, onAway: () => void): void {
		const { network } = this;
		this.#meter = linkLocalAddress(place.macAddress);
		this.#request = request;
		this.#done = done;
		this.#onAway = onAway;
		network.reset();
		network.setRouteBId(place.credentials.id);
		network.setPassword(place.credentials.password);
		network.set('automatic', false);
		network.set('solicits', false);
		network.set('channel', place.channel);
		network.set('panId', place.panId);
		this.#enter('joining', JOIN_TIME, () => this.#fail({ kind: 'notJoined', refused: false }));
		network.join(this.#meter);
	}

	/** It has to go. @param held the meter ends a session with it, which it answers before it is gone */
	interrupt(held: boolean): void {
		if (this.#state === 'away') return;
		this.#tell({ kind: 'interrupted', sent: this.#state === 'asking' });
		if (held) this.#enter('leaving', JOIN_TIME, () => this.#goAway());
		else this.#goAway();
	}

	#onEvent(event: NetworkEvent): void {
		switch (event.kind) {
			case 'joined':
				if (this.#state === 'joining') this.#ask();
				return;
			case 'joinFailed':
				if (this.#state === 'joining') this.#fail({ kind: 'notJoined', refused: event.refused });
				return;
			case 'terminatedByPeer':
			case 'terminated':
			case 'terminationTimeout':
			case 'expired':
				if (this.#state === 'asking') this.#tell({ kind: 'unanswered' });
				if (this.#state !== 'away') this.#goAway();
		}
	}

	#ask(): void {
		this.#enter('asking', ANSWER_TIME, () => this.#leave({ kind: 'unanswered' }));
		const ports = { localPort: ECHONET_LITE_PORT, remotePort: ECHONET_LITE_PORT };
		this.network.send({ to: this.#meter, ...ports, payload: this.#request, security: 'required' }, () => {});
	}

	#onMessage(from: Uint8Array, message: Uint8Array): void {
		if (this.#state !== 'asking' || !equalBytes(from, this.#meter) || !answers(message, this.#request)) return;
		this.#leave({ kind: 'answered', answer: message.slice() });
	}

	#leave(outcome: VisitOutcome): void {
		this.#enter('leaving', JOIN_TIME, () => this.#goAway());
		if (!this.network.terminate()) this.#goAway();
		this.#tell(outcome);
	}

	#fail(outcome: VisitOutcome): void {
		this.#goAway();
		this.#tell(outcome);
	}

	#tell(outcome: VisitOutcome): void {
		const done = this.#done;
		this.#done = undefined;
		done?.(outcome);
	}

	#enter(state: State, time: number, onOver: () => void): void {
		this.#timer?.cancel();
		this.#state = state;
		this.#timer = this.#scheduler.after(time, onOver);
	}

	#goAway(): void {
		if (this.#state === 'away') return;
		this.#timer?.cancel();
		this.#state = 'away';
		this.network.reset();
		this.#onAway();
	}
}

/** Whether it is the answer to this request: of the same transaction, and nothing that the meter sends of its own. */
function answers(message: Uint8Array, request: Uint8Array): boolean {
	try {
		const [answer, asked] = [decodeFrame(message), decodeFrame(request)];
		return answer.tid === asked.tid && answer.deoj === asked.seoj && !UNASKED.includes(answer.esv);
	} catch (error) {
		if (error instanceof DecodeError) return false;
		throw error;
	}
}
