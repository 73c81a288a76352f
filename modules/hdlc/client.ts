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
	isNotReady,
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
	plainFrame,
	readyFrame,
} from './link.js';
import { Outbox } from './outbox.js';

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
	#receiveNumber = 0;
	/** What the server has not acknowledged. */
	readonly #outbox: Outbox;
	/** It is this end's turn. */
	#hasTurn = false;
	/** The server takes no I frames for now. */
	#isHeld = false;
	/** What went last asks for something now: the server has not said that its answer takes time. */
	#isAsking = false;
	/** Something came since the timer was set. */
	#isHeard = false;
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
		this.#outbox = new Outbox(this.#ends, LLC_CLIENT);
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
		this.#forget();
		this.#state = 'connecting';
		this.#begin(plainFrame(this.#ends, CONTROL.snrm, isUsual ? NONE : encodeParameters(wanted)));
	}

	/** Whether there is a link, and fewer APDUs are on their way than may be. */
	get isFree(): boolean {
		const { mostApdus = 1 } = this.#options;
		return this.#state === 'connected' && (mostApdus > 1 ? this.#outbox.length < mostApdus : this.#timer === undefined);
	}

	/** Whether the link sees to it by itself that something arrives: what the server has not acknowledged, or what it was asked for just now. */
	get isCarrying(): boolean {
		return this.#state === 'connected' && this.#timer !== undefined && (this.#outbox.length > 0 || this.#isAsking);
	}

	/** Sends one request; the next after its answer. Throws RangeError unless `isFree`. */
	send(apdu: Uint8Array): void {
		const { mostApdus = 1, scheduler } = this.#options;
		if (!this.isFree) throw new RangeError('HDLC: expected a link that is free');
		this.#outbox.add(apdu);
		if (mostApdus === 1) this.#transmit();
		// What is sent in a row goes in a row.
		else if (this.#hasTurn) this.#soon ??= scheduler.after(0, () => this.#transmit());
	}

	/** What of all that waits has not begun to go does not go any more: whoever asked has given up. */
	giveUp(): void {
		this.#outbox.giveUp();
		if (this.#outbox.length > 0 || this.#soon === undefined) return;
		this.#soon.cancel();
		this.#soon = undefined;
	}

	/** How long what is about to go, or went last, is on the line, ms. */
	get airTime(): number {
		if (this.#soon === undefined) return this.#timeOf(this.#last.length);
		const { transmit, transmitWindow } = this.#parameters;
		return this.#timeOf(Math.min(this.#outbox.frames(transmit), transmitWindow) * (transmit + AROUND));
	}

	/** Sends DISC: what has gathered does not go any more. */
	disconnect(): void {
		if (this.#state === 'disconnected') return;
		this.#forget();
		this.#state = 'disconnecting';
		this.#begin(plainFrame(this.#ends, CONTROL.disc));
	}

	/** The link is over without a word. */
	close(): void {
		this.#state = 'disconnected';
		this.#forget();
		this.#stream.reset();
	}

	/** What the line brought next. */
	receive(bytes: Uint8Array): void {
		this.#isHeard = true;
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
		this.#forget();
		this.#state = 'connected';
		this.#outbox.sendNumber = this.#receiveNumber = 0;
		this.#hasTurn = true;
		this.#options.onConnect();
	}

	#onInformation({ control, information, segmented }: HdlcFrame): void {
		const isFinal = (control & CONTROL.pollFinal) !== 0;
		this.#acknowledge(control);
		this.#isHeld = false;
		const gap = (sendNumber(control) - this.#receiveNumber) & 7;
		// A server that has not the whole request has no answer; with several, one of them may have one.
		if (gap !== 0 || (this.#outbox.length > 0 && (this.#options.mostApdus ?? 1) === 1)) {
			this.dropped++;
			// Of a row it is sent again from the first that is missing; what came twice was answered already.
			if (isFinal && gap < this.#parameters.receiveWindow && gap > 0) this.#again(true);
			else if (!isFinal) this.#arm();
			return;
		}
		this.#receiveNumber = (this.#receiveNumber + 1) & 7;
		this.#attempts = 0;
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
		if (isFinal && this.#outbox.length === 0) this.#rest();
		else this.#arm();
		const apdu = this.#incoming.take();
		if (apdu === undefined) this.#end('refused');
		else this.#options.onApdu(apdu);
		if (this.#hasTurn && this.#outbox.length > 0 && this.#soon === undefined && this.#state === 'connected') this.#transmit();
	}

	#onSupervisory(control: number): void {
		const wasHeld = this.#isHeld;
		const isNews = this.#acknowledge(control);
		this.#isAsking = false;
		this.#isHeld = isNotReady(control);
		const { length, onItsWay } = this.#outbox;
		if (this.#isHeld) {
			// The timer asks whether it is ready.
			if (!wasHeld) this.#wait(readyFrame(this.#ends, this.#receiveNumber), this.#attempts);
		}
		// Something new was there, or something waits that was not sent while the answer was asked for, or was not taken.
		else if (isNews || (length > 0 && (wasHeld || onItsWay === 0))) this.#goOn(false);
		// Of a row the server lacks the first. Of one alone it is still at work, or it was lost: the timer sees to it.
		else if (onItsWay > 1) this.#again(false);
	}

	/** The first of a row was lost: `#goOn`, as often as a frame is sent again. */
	#again(isAnswering: boolean): void {
		if (this.#attempts++ >= (this.#options.retries ?? RETRIES)) this.#end('silent');
		else this.#goOn(isAnswering);
	}

	/** The turn is this end's: what the server lacks goes. @param isAnswering it is at its answer; else that takes its time, and is asked for in a while */
	#goOn(isAnswering: boolean): void {
		this.#hasTurn = true;
		if (isAnswering || this.#hasToSend) this.#ask();
		else this.#wait(readyFrame(this.#ends, this.#receiveNumber));
	}

	/** Whether it may send what it has. A server may give up an answer in whose midst another request comes. */
	get #hasToSend(): boolean {
		return this.#outbox.length > 0 && !this.#isHeld && !this.#incoming.isUnderWay;
	}

	/** What the server lacks goes, or what this end lacks is asked for. */
	#ask(): void {
		if (this.#hasToSend) this.#transmit(this.#attempts);
		else this.#begin(readyFrame(this.#ends, this.#receiveNumber), this.#attempts);
	}

	/** Whether something arrived that had not as far as was known. */
	#acknowledge(control: number): boolean {
		const count = this.#outbox.acknowledge(receiveNumber(control), this.#parameters.transmit) ?? 0;
		if (count > 0) this.#attempts = 0;
		return count > 0;
	}

	/** As many segments as the server takes, the last one with P. @param attempts how often it was tried before */
	#transmit(attempts = 0): void {
		this.#soon?.cancel();
		this.#soon = undefined;
		const { transmit, transmitWindow } = this.#parameters;
		const frames: Uint8Array[] = [];
		const count = this.#outbox.begin(transmit, transmitWindow);
		for (let i = 0; i < count; i++) frames.push(this.#outbox.frame(i, transmit, this.#receiveNumber));
		this.#begin(joined(frames), attempts);
	}

	/** Sends a frame, and again while no answer comes. */
	#begin(frame: Uint8Array, attempts = 0): void {
		this.#hasTurn = false;
		this.#isAsking = true;
		this.#wait(frame, attempts);
		this.#options.write(frame);
	}

	/** Sends a frame if no answer comes. */
	#wait(frame: Uint8Array, attempts = 0): void {
		this.#last = frame;
		this.#attempts = attempts;
		this.#arm();
	}

	#arm(): void {
		const { scheduler, responseTimeout = RESPONSE } = this.#options;
		this.#timer?.cancel();
		this.#isHeard = false;
		this.#timer = scheduler.after(responseTimeout + this.airTime + this.#timeOf(this.#parameters.receive + AROUND), () => this.#onSilence());
	}

	#onSilence(): void {
		const { retries = RETRIES, write } = this.#options;
		const isMidway = this.#isHeard && this.#stream.isUnderWay;
		if (this.#attempts++ >= retries) this.#end('silent');
		// In the midst of a frame that goes on it is no silence.
		else if (isMidway) this.#arm();
		else {
			this.#stream.reset();
			// As it stands now: of a row that went, or came, some may have arrived.
			if (this.#state === 'connected') this.#ask();
			else {
				this.#arm();
				write(this.#last);
			}
		}
	}

	/** Of so many bytes on the line, ms. */
	#timeOf(bytes: number): number {
		const { speed } = this.#options;
		return speed === undefined ? 0 : (bytes * BITS * SECOND) / speed;
	}

	/** Nothing of the link that there was goes any more, and what came of an APDU is none of the next. */
	#forget(): void {
		this.#rest();
		this.#outbox.clear();
		this.#hasTurn = this.#isHeld = this.#isAsking = false;
		this.#incoming.clear();
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
