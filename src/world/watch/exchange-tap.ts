/** Sees every ECHONET Lite frame that a meter receives and sends, and tells of each exchange once: a device that wraps a device. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Address, DatagramListener, Datagrams, Delivery, PeerEvent, Secret } from '../../../modules/datagram/datagram.js';
import { decodeFrame, ESV, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';

/** A request and its answer, or something sent unasked. */
export interface Exchange {
	readonly kind: 'get' | 'set' | 'notify';
	/** Address of the other side. */
	readonly peer: Address;
	readonly request: Frame | undefined;
	readonly answer: Frame;
	/** The properties to show: what was got, or told; of a Set what was asked for, with whether it was done. */
	readonly properties: readonly ShownProperty[];
	/** ms since the request, where a HEMS has stopped waiting by then. */
	readonly late?: number;
}

/** What a meter sends without being asked, and without telling anything: a request of its own, or what is no frame. */
export interface Asked {
	readonly peer: Address;
	readonly bytes: Uint8Array;
	/** Undefined: malformed. */
	readonly frame: Frame | undefined;
}

export interface ExchangeListener {
	onExchange(exchange: Exchange): void;
	onAsked(asked: Asked): void;
	onPeer: DatagramListener['onPeer'];
}

export interface ShownProperty extends Property {
	readonly accepted: boolean;
}

const SETS: readonly number[] = [ESV.SetI, ESV.SetC, ESV.SetGet];
const REQUESTS: readonly number[] = [...SETS, ESV.Get, ESV.INF_REQ];
const UNASKED: readonly number[] = [ESV.INF, ESV.INFC];
const ANSWERS: readonly number[] = [
	...[ESV.Set_Res, ESV.Get_Res, ESV.SetGet_Res],
	...[ESV.SetI_SNA, ESV.SetC_SNA, ESV.Get_SNA, ESV.INF_SNA, ESV.SetGet_SNA],
];
const CONFIRMATIONS: readonly number[] = [ESV.Set_Res, ESV.SetGet_Res, ESV.SetI_SNA, ESV.SetC_SNA, ESV.SetGet_SNA];
/** Classes of a meter's objects: smart meter, node profile. */
const OBJECTS: readonly number[] = [0x0288, 0x0ef0];
const REMEMBERED = 32;
/** After so many ms nobody waits for an answer any more, whether it still comes or not. */
const PATIENCE = 20_000;
/** How long a HEMS waits for the answer to one property, and to several, ms (AIF of the low-voltage smart meter and controller 2.4.2, timers 1 and 2). */
const TIMER_1 = 20_000;
const TIMER_2 = 60_000;

interface Waiting {
	readonly peer: Address;
	readonly frame: Frame;
	readonly since: number;
	/** Whether somebody still waits for the answer. */
	isWaited: boolean;
}

export class ExchangeTap implements Datagrams, DatagramListener {
	listener: DatagramListener = { onDatagram() {}, onPeer() {} };
	readonly #inner: Datagrams;
	readonly #scheduler: Scheduler;
	readonly #told: ExchangeListener;
	/** The oldest first. */
	#requests: Waiting[] = [];
	#sending = 0;
	#patience: Timer | undefined;

	constructor(inner: Datagrams, scheduler: Scheduler, told: ExchangeListener) {
		this.#inner = inner;
		this.#scheduler = scheduler;
		this.#told = told;
		inner.listener = this;
	}

	get maxPayload(): number {
		return this.#inner.maxPayload;
	}

	/** A request waits for its answer, or a message of the meter is on its way. */
	get isBusy(): boolean {
		return this.#sending > 0 || this.#isWaited;
	}

	get #isWaited(): boolean {
		return this.#requests.some((request) => request.isWaited);
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		const frame = tryDecode(bytes);
		if (frame === undefined || REQUESTS.includes(frame.esv)) this.#told.onAsked({ peer: to, bytes, frame });
		else this.#onSent(to, frame);
		this.#sending++;
		this.#inner.send(to, port, bytes, (delivery) => {
			this.#sending--;
			done(delivery);
		});
	}

	terminate(peer: Address): void {
		this.#inner.terminate(peer);
	}

	configure(id: string, secret: Secret): void {
		this.#inner.configure(id, secret);
	}

	onDatagram(from: Address, to: Address, port: number, bytes: Uint8Array, secured: boolean): void {
		const frame = tryDecode(bytes);
		if (frame !== undefined && REQUESTS.includes(frame.esv)) this.#remember(from, frame);
		this.listener.onDatagram(from, to, port, bytes, secured);
	}

	onPeer(event: PeerEvent, peer: Address, evidence: string): void {
		this.#requests = [];
		this.#told.onPeer(event, peer, evidence);
		this.listener.onPeer(event, peer, evidence);
	}

	#remember(peer: Address, frame: Frame): void {
		// An accepted SetI is never answered, nor is what asks for an object that is not there.
		const isWaited = frame.esv !== ESV.SetI && OBJECTS.includes(frame.deoj >> 8);
		this.#requests.push({ peer: peer.slice(), frame: copyOf(frame), since: this.#scheduler.now(), isWaited });
		if (this.#requests.length > REMEMBERED) this.#requests.shift();
		if (isWaited) this.#watch();
	}

	/** Gives the oldest request up when patience ends, then the next. */
	#watch(): void {
		const oldest = this.#requests.find((request) => request.isWaited);
		if (oldest === undefined || this.#patience !== undefined) return;
		this.#patience = this.#scheduler.after(oldest.since + PATIENCE - this.#scheduler.now(), () => {
			this.#patience = undefined;
			oldest.isWaited = false;
			this.#watch();
		});
	}

	#onSent(peer: Address, answer: Frame): void {
		const at = this.#requests.findIndex(
			(each) => each.frame.tid === answer.tid && each.frame.seoj === answer.deoj && (answer.esv === ESV.INF || equalBytes(each.peer, peer)),
		);
		const isInfOfRequest = answer.esv === ESV.INF && at >= 0 && this.#requests[at]!.frame.esv === ESV.INF_REQ;
		if (UNASKED.includes(answer.esv) && !isInfOfRequest) this.#tell('notify', peer, undefined, answer);
		else if (ANSWERS.includes(answer.esv) || isInfOfRequest) {
			const waiting = at >= 0 ? this.#requests.splice(at, 1)[0] : undefined;
			const request = waiting?.frame;
			const isSet = request === undefined ? CONFIRMATIONS.includes(answer.esv) : SETS.includes(request.esv);
			this.#tell(isSet ? 'set' : 'get', peer, request, answer, waiting && this.#lateness(waiting));
		}
	}

	#lateness({ frame: { properties, got }, since }: Waiting): number | undefined {
		const time = this.#scheduler.now() - since;
		const count = properties.length + (got?.length ?? 0);
		return time > (count === 1 ? TIMER_1 : TIMER_2) ? Math.floor(time) : undefined;
	}

	#tell(kind: Exchange['kind'], peer: Address, request: Frame | undefined, answer: Frame, late?: number): void {
		const shown =
			kind === 'set' && request !== undefined
				? shownOfSet(request, answer)
				: answer.properties.map((each) => ({ ...each, accepted: each.edt.length > 0 || answer.esv === ESV.Set_Res }));
		this.#told.onExchange({ kind, peer, request, answer, properties: shown, ...(late !== undefined && { late }) });
	}
}

/** A refused property comes back with its data, an accepted one without. */
function shownOfSet(request: Frame, answer: Frame): ShownProperty[] {
	return request.properties.map(({ epc, edt }, i) => ({ epc, edt, accepted: answer.properties[i]?.edt.length === 0 }));
}

function tryDecode(bytes: Uint8Array): Frame | undefined {
	try {
		return decodeFrame(bytes);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** The datagram's bytes are not the tap's to keep. */
function copyOf(frame: Frame): Frame {
	return { ...frame, properties: frame.properties.map(({ epc, edt }) => ({ epc, edt: edt.slice() })) };
}
