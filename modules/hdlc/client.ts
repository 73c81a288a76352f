/**
 * The client's end of an HDLC link (IEC 62056-46 §6.5, the primary station in normal response mode): as many frames are on their way as both ends agreed on,
 * and go out again if no answer comes, from the first that the server lacks.
 */
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { joined } from '../bytes/joined.js';
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
	informationControl,
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
	/** I frames that are sent and taken at once, as proposed; default: 1. */
	readonly window?: number;
	/** APDUs that may be on their way at once, as general blocks are; default: 1. */
	readonly mostApdus?: number;
	/** The longest APDU that is taken, in bytes. */
	readonly maxApdu: number;
	/** Speed of the line, bits a second, 10 for a byte; undefined: what is written is there at once. */
	readonly speed?: number | undefined;
	/** How long an answer may take once its request is there, in ms; default: 3,000. */
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
/** Of a byte on the line. */
const BITS = 10;
const SECOND = 1000;
/** Bytes around the information of a frame, flags included, at most. */
const AROUND = 17;

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
	/** What the server has not acknowledged, and how many segments of it are on their way from `#sendNumber` on. */
	#outgoing: Outgoing[] = [];
	#onItsWay = 0;
	/** It is this end's turn. */
	#hasTurn = false;
	/** Sends what has gathered. */
	#soon: Timer | undefined;
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
		const { window = 1 } = this.#options;
		const isUsual = size === DEFAULT_INFORMATION && window === 1;
		const wanted = { transmit: size, receive: size, transmitWindow: window, receiveWindow: window };
		this.#state = 'connecting';
		this.#begin(plainFrame(this.#ends, CONTROL.snrm, isUsual ? NONE : encodeParameters(wanted)));
	}

	/** Sends one request; the next after its answer. Throws RangeError if there is no link, or as many APDUs are on their way as may be. */
	send(apdu: Uint8Array): void {
		const { mostApdus = 1, scheduler } = this.#options;
		const isFree = mostApdus > 1 ? this.#outgoing.length < mostApdus : this.#timer === undefined;
		if (this.#state !== 'connected' || !isFree) throw new RangeError('HDLC: expected a link that is free');
		this.#outgoing.push(new Outgoing(LLC_CLIENT, apdu));
		if (mostApdus === 1) this.#transmit();
		// What is sent in a row goes in a row.
		else if (this.#hasTurn) this.#soon ??= scheduler.after(0, () => this.#transmit());
	}

	/** How long what is about to go, or went last, is on the line, ms. */
	get airTime(): number {
		if (this.#soon === undefined) return this.#timeOf(this.#last.length);
		const { transmit, transmitWindow } = this.#parameters;
		const segments = this.#outgoing.reduce((sum, each) => sum + each.segments(transmit), 0);
		return this.#timeOf(Math.min(segments, transmitWindow) * (transmit + AROUND));
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
		this.#outgoing = [];
		this.#onItsWay = 0;
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
			this.#parameters = negotiate(this.#maxInformation, decodeParameters(information), this.#options.window);
		} catch {
			this.#end('refused');
			return;
		}
		this.#rest();
		this.#state = 'connected';
		this.#sendNumber = this.#receiveNumber = this.#onItsWay = 0;
		this.#outgoing = [];
		this.#hasTurn = true;
		this.#incoming.clear();
		this.#options.onConnect();
	}

	#onInformation({ control, information, segmented }: HdlcFrame): void {
		const isFinal = (control & CONTROL.pollFinal) !== 0;
		this.#acknowledge(control);
		const gap = (sendNumber(control) - this.#receiveNumber) & 7;
		// A server that has not the whole request has no answer; with several, one of them may have one.
		if (gap !== 0 || (this.#outgoing.length > 0 && (this.#options.mostApdus ?? 1) === 1)) {
			this.dropped++;
			// Of a row it is sent again from the first that is missing; what came twice was answered already.
			if (isFinal && gap < this.#parameters.receiveWindow && gap > 0) this.#goOn(true);
			return;
		}
		this.#receiveNumber = (this.#receiveNumber + 1) & 7;
		if (!this.#incoming.add(information)) {
			this.#end('refused');
			return;
		}
		if (segmented) {
			if (isFinal) this.#goOn(true);
			else this.#arm();
			return;
		}
		this.#hasTurn = isFinal;
		if (isFinal && this.#outgoing.length === 0) this.#rest();
		else this.#arm();
		const apdu = this.#incoming.take();
		if (apdu === undefined) this.#end('refused');
		else this.#options.onApdu(apdu);
		if (this.#hasTurn && this.#outgoing.length > 0 && this.#soon === undefined && this.#state === 'connected') this.#transmit();
	}

	#onSupervisory(control: number): void {
		const before = this.#sendNumber;
		this.#acknowledge(control);
		// Not there yet: the server is still at work, or the segment was lost. The timer sees to it.
		if (this.#sendNumber === before && this.#onItsWay < 2) return;
		// Of a row the server lacks the first.
		if (this.#sendNumber === before && this.#attempts++ >= (this.#options.retries ?? RETRIES)) this.#end('silent');
		else this.#goOn(false);
	}

	/** The turn is this end's: what the server lacks goes. @param isAnswering it is at its answer; else that takes its time, and is asked for in a while */
	#goOn(isAnswering: boolean): void {
		this.#hasTurn = true;
		if (this.#outgoing.length > 0) this.#transmit(this.#attempts);
		else if (isAnswering) this.#begin(readyFrame(this.#ends, this.#receiveNumber));
		else this.#wait(readyFrame(this.#ends, this.#receiveNumber));
	}

	#acknowledge(control: number): void {
		let count = (receiveNumber(control) - this.#sendNumber) & 7;
		if (count === 0 || count > this.#onItsWay) return;
		this.#sendNumber = (this.#sendNumber + count) & 7;
		this.#onItsWay = 0;
		this.#attempts = 0;
		const { transmit } = this.#parameters;
		while (count > 0) {
			const [first] = this.#outgoing;
			const some = Math.min(count, first!.segments(transmit));
			count -= some;
			if (!first!.acknowledged(some, transmit)) this.#outgoing.shift();
		}
	}

	/** As many segments as the server takes, the last one with P. @param attempts how often it was tried before */
	#transmit(attempts = 0): void {
		this.#soon?.cancel();
		this.#soon = undefined;
		const { transmit, transmitWindow } = this.#parameters;
		const frames: Uint8Array[] = [];
		const total = this.#outgoing.reduce((sum, each) => sum + each.segments(transmit), 0);
		const count = Math.min(total, transmitWindow);
		for (const each of this.#outgoing) {
			for (each.ahead = 0; each.ahead < each.segments(transmit) && frames.length < count; each.ahead++) {
				const control = informationControl((this.#sendNumber + frames.length) & 7, this.#receiveNumber);
				frames.push(each.frame(this.#ends, transmit, frames.length === count - 1 ? control : control & ~CONTROL.pollFinal));
			}
		}
		this.#onItsWay = count;
		this.#begin(joined(frames), attempts);
	}

	/** Sends a frame, and again while no answer comes. */
	#begin(frame: Uint8Array, attempts = 0): void {
		this.#hasTurn = false;
		this.#wait(frame);
		this.#attempts = attempts;
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
		this.#timer = scheduler.after(responseTimeout + this.airTime + this.#timeOf(this.#parameters.receive + AROUND), () => {
			if (this.#attempts++ >= retries) return this.#end('silent');
			this.#stream.reset();
			this.#hasTurn = false;
			this.#arm();
			write(this.#last);
		});
	}

	/** Of so many bytes on the line, ms. */
	#timeOf(bytes: number): number {
		const { speed } = this.#options;
		return speed === undefined ? 0 : (bytes * BITS * SECOND) / speed;
	}

	#rest(): void {
		this.#timer?.cancel();
		this.#soon?.cancel();
		this.#timer = this.#soon = undefined;
	}

	#end(reason: 'asked' | 'refused' | 'silent'): void {
		this.close();
		this.#options.onDisconnect(reason);
	}
}
