/**
 * The client's end of an HDLC link (IEC 62056-46 §6.5, the primary station in normal response mode), window 1: one frame is on its way at a
 * time, and goes out again if no answer comes.
 */
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import {
	CONTROL,
	type HdlcAddress,
	type HdlcFrame,
	HdlcStream,
	isInformation,
	isSupervisory,
	receiveNumber,
	sameAddress,
	sendNumber,
	shortAddress,
} from './frame.js';
import {
	DEFAULT_INFORMATION,
	DEFAULTS,
	decodeParameters,
	encodeParameters,
	type HdlcEnds,
	type HdlcParameters,
	Incoming,
	LLC_CLIENT,
	LLC_SERVER,
	negotiate,
	Outgoing,
	plainFrame,
	readyFrame,
} from './link.js';

export interface HdlcClientOptions {
	readonly scheduler: Scheduler;
	/** Bytes to the line. */
	readonly write: (bytes: Uint8Array) => void;
	/** The client's number, as 16 for the public client. */
	readonly client: number;
	readonly server: HdlcAddress;
	/** The longest information of a frame, in bytes; default: 128. */
	readonly maxInformation?: number;
	/** The longest APDU that is taken, in bytes. */
	readonly maxApdu: number;
	/** How long an answer may take, in ms; default: 3,000. */
	readonly responseTimeout?: number;
	/** How often a frame is sent again; default: 3 times. */
	readonly retries?: number;
	readonly onConnect: () => void;
	/** An answer; good only during the call. */
	readonly onApdu: (apdu: Uint8Array) => void;
	/** `asked`: by this end. `refused`: the server says that there is no link, or that a frame cannot be. `silent`: it does not answer. */
	readonly onDisconnect: (reason: 'asked' | 'refused' | 'silent') => void;
}

const RESPONSE = 3000;
const RETRIES = 3;
const NONE = new Uint8Array(0);

type State = 'disconnected' | 'connecting' | 'connected' | 'disconnecting';

export class HdlcClient {
	/** Frames and bytes that were dropped. */
	dropped = 0;
	readonly #options: HdlcClientOptions;
	readonly #ends: HdlcEnds;
	readonly #stream: HdlcStream;
	readonly #incoming: Incoming;
	readonly #maxInformation: number;
	#state: State = 'disconnected';
	#parameters: HdlcParameters = DEFAULTS;
	#sendNumber = 0;
	#receiveNumber = 0;
	#outgoing: Outgoing | undefined;
	/** What was sent last, to be sent again. */
	#last: Uint8Array = NONE;
	#attempts = 0;
	#timer: Timer | undefined;

	constructor(options: HdlcClientOptions) {
		this.#options = options;
		this.#maxInformation = options.maxInformation ?? DEFAULT_INFORMATION;
		this.#ends = { destination: options.server, source: shortAddress(options.client) };
		this.#incoming = new Incoming(LLC_SERVER, options.maxApdu);
		this.#stream = new HdlcStream({
			maxInformation: Math.max(this.#maxInformation, DEFAULT_INFORMATION),
			onFrame: (frame) => this.#onFrame(frame),
			onError: () => this.dropped++,
		});
	}

	get state(): State {
		return this.#state;
	}

	/** Sends SNRM, bare if all is to be as the defaults are. */
	connect(): void {
		const size = this.#maxInformation;
		const information = size === DEFAULT_INFORMATION ? NONE : encodeParameters({ ...DEFAULTS, transmit: size, receive: size });
		this.#state = 'connecting';
		this.#begin(plainFrame(this.#ends, CONTROL.snrm, information));
	}

	/** Sends one request; the next after its answer. Throws RangeError if there is no link, or a request is on its way. */
	send(apdu: Uint8Array): void {
		if (this.#state !== 'connected' || this.#timer !== undefined) throw new RangeError('HDLC: expected a link that is free');
		this.#outgoing = new Outgoing(LLC_CLIENT, apdu);
		this.#transmit(this.#outgoing);
	}

	/** Sends DISC. */
	disconnect(): void {
		if (this.#state === 'disconnected') return;
		this.#state = 'disconnecting';
		this.#begin(plainFrame(this.#ends, CONTROL.disc));
	}

	/** The link is over without a word. */
	close(): void {
		this.#state = 'disconnected';
		this.#rest();
		this.#outgoing = undefined;
		this.#incoming.clear();
		this.#stream.reset();
	}

	/** What the line brought next. */
	receive(bytes: Uint8Array): void {
		this.#stream.receive(bytes);
	}

	#onFrame(frame: HdlcFrame): void {
		const { destination, source, control } = frame;
		if (!sameAddress(destination, this.#ends.source) || !sameAddress(source, this.#ends.destination) || this.#timer === undefined) {
			this.dropped++;
			return;
		}
		const kind = control & ~CONTROL.pollFinal;
		if (kind === CONTROL.ua) this.#onAccepted(frame);
		else if (kind === CONTROL.dm || kind === CONTROL.frmr) this.#end(this.#state === 'disconnecting' ? 'asked' : 'refused');
		else if (this.#state !== 'connected') this.dropped++;
		else if (isInformation(control)) this.#onInformation(frame);
		else if (isSupervisory(control)) this.#onSupervisory(control);
		else this.dropped++;
	}

	#onAccepted({ information }: HdlcFrame): void {
		if (this.#state === 'disconnecting') {
			this.#end('asked');
			return;
		}
		if (this.#state !== 'connecting') {
			this.dropped++;
			return;
		}
		try {
			this.#parameters = negotiate(this.#maxInformation, decodeParameters(information));
		} catch {
			this.#end('refused');
			return;
		}
		this.#rest();
		this.#state = 'connected';
		this.#sendNumber = this.#receiveNumber = 0;
		this.#outgoing = undefined;
		this.#incoming.clear();
		this.#options.onConnect();
	}

	#onInformation({ control, information, segmented }: HdlcFrame): void {
		this.#acknowledge(control);
		if (sendNumber(control) !== this.#receiveNumber || this.#outgoing !== undefined) {
			this.dropped++;
			return;
		}
		this.#receiveNumber = (this.#receiveNumber + 1) & 7;
		if (!this.#incoming.add(information)) {
			this.#end('refused');
			return;
		}
		if (segmented) {
			this.#begin(readyFrame(this.#ends, this.#receiveNumber));
			return;
		}
		this.#rest();
		const apdu = this.#incoming.take();
		if (apdu === undefined) this.#end('refused');
		else this.#options.onApdu(apdu);
	}

	#onSupervisory(control: number): void {
		const before = this.#sendNumber;
		this.#acknowledge(control);
		if (this.#sendNumber === before) {
			// Not there yet: the server is still at work, or the segment was lost. The timer sees to it.
			return;
		}
		if (this.#outgoing !== undefined) this.#transmit(this.#outgoing);
		// The request is there as a whole: the answer takes its time, and is asked for.
		else this.#wait(readyFrame(this.#ends, this.#receiveNumber));
	}

	#acknowledge(control: number): void {
		if (this.#outgoing === undefined || receiveNumber(control) !== ((this.#sendNumber + 1) & 7)) return;
		this.#sendNumber = (this.#sendNumber + 1) & 7;
		if (!this.#outgoing.acknowledged()) this.#outgoing = undefined;
	}

	#transmit(outgoing: Outgoing): void {
		this.#begin(outgoing.frame(this.#ends, this.#parameters.transmit, this.#sendNumber, this.#receiveNumber));
	}

	/** Sends a frame, and again while no answer comes. */
	#begin(frame: Uint8Array): void {
		this.#wait(frame);
		this.#options.write(frame);
	}

	/** Sends a frame if no answer comes. */
	#wait(frame: Uint8Array): void {
		this.#last = frame;
		this.#attempts = 0;
		this.#arm();
	}

	#arm(): void {
		const { scheduler, responseTimeout = RESPONSE, retries = RETRIES, write } = this.#options;
		this.#timer?.cancel();
		this.#timer = scheduler.after(responseTimeout, () => {
			if (this.#attempts++ >= retries) return this.#end('silent');
			this.#stream.reset();
			this.#arm();
			write(this.#last);
		});
	}

	#rest(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
	}

	#end(reason: 'asked' | 'refused' | 'silent'): void {
		this.close();
		this.#options.onDisconnect(reason);
	}
}
