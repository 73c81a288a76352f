/**
 * The server's end of an HDLC link (IEC 62056-46 §6.5, the secondary station in normal response mode), for a line with one client at a time, as a
 * local port is. What it sends in a row goes again from the first frame that the client lacks.
 *
 * | state        | event                         | answer                       | next         |
 * |--------------|-------------------------------|------------------------------|--------------|
 * | any          | SNRM                          | UA with parameters           | connected    |
 * | disconnected | DISC, anything else with P    | DM                           | disconnected |
 * | connected    | DISC, or long silence         | UA, or nothing               | disconnected |
 * | connected    | I, next number, more follow   | RR                           | connected    |
 * | connected    | I, next number, last          | the answer's I, when it comes | connected   |
 * | connected    | I, RR with N(R) of before     | what was lost, again         | connected    |
 * | connected    | RR, N(R) acknowledges         | the next I frames, or RR     | connected    |
 * | connected    | RNR                           | RR: I frames wait for RR     | connected    |
 * | connected    | what nobody sends             | FRMR                         | connected    |
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { DecodeError } from '../bytes/reader.js';
import {
	CONTROL,
	type HdlcAddress,
	type HdlcFrame,
	HdlcStream,
	type HdlcStreamOptions,
	isInformation,
	isNotReady,
	isSupervisory,
	receiveNumber,
	sameAddress,
	sendNumber,
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
	MAX_FRAMES,
	negotiate,
	plainFrame,
	readyFrame,
} from './link.js';
import { Outbox } from './outbox.js';

export interface HdlcServerOptions {
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** A frame to the line. */
	write(frame: Uint8Array): void;
	/** Where frames for this station are counted. */
	readonly frames?: { framesReceived: number };
	/** Whether there is a logical device of this number. */
	serves(logicalDevice: number): boolean;
	/** The number of the physical device. Addresses of one byte do not name it. */
	readonly physicalDevice: number;
	/** The longest information of a frame that is offered, in bytes; default: 128. */
	readonly maxInformation?: number | undefined;
	/** I frames that are sent and taken at once, as offered; default: 1. */
	readonly window?: number | undefined;
	/** The longest APDU that is taken, in bytes. */
	readonly maxApdu: number;
	/** After so much silence, in ms, the client has gone; default: 120,000. */
	readonly inactivityTimeout?: number;
	/** After so much silence, in ms, bytes of an unfinished frame are forgotten; default: 500. */
	readonly interOctetTimeout?: number;
	/** One request; the answer, if there is one, goes to `send`, at once or later, or else `pass` is called. The APDU is good only during the call. */
	onApdu(client: number, logicalDevice: number, apdu: Uint8Array): void;
	/** The client asked for it, went, or connected anew. Its association is over. */
	onDisconnect(client: number, logicalDevice: number): void;
	/** A byte that stands between frames, where another protocol may speak on the line, too. It may close the link. */
	onStray?(byte: number): void;
}

const LAYER = 'HDLC';
const INACTIVITY = 120_000;
const INTER_OCTET = 500;
/** Clients that nobody is: no station, and all of them, who could not all be answered. */
const NO_STATION = 0;
const ALL_STATIONS = 0x7f;
/** Reasons of FRMR: W control field, X information not allowed, Y information too long, Z invalid N(R). */
const REJECT = Object.freeze({ control: 1, information: 2, length: 4, number: 8 });

interface Link {
	readonly ends: HdlcEnds;
	readonly parameters: HdlcParameters;
	readonly outbox: Outbox;
	/** V(R): the number of the I frame that is awaited. */
	receiveNumber: number;
	/** The client yielded, and has not been answered yet. */
	polled: boolean;
	/** When its client spoke last: others on the line keep no link. */
	heard: number;
}

export class HdlcServer implements HdlcStreamOptions {
	/** The longest information of a frame that is taken. */
	readonly maxInformation: number;
	/** Frames and bytes that were dropped. */
	dropped = 0;
	readonly #options: HdlcServerOptions;
	readonly #stream: HdlcStream;
	readonly #incoming: Incoming;
	/** The longest that is offered. */
	readonly #maxInformation: number;
	#link: Link | undefined;
	#heard = 0;
	#timer: Timer | undefined;
	#warned = false;

	constructor(options: HdlcServerOptions) {
		this.#options = options;
		this.#maxInformation = options.maxInformation ?? DEFAULT_INFORMATION;
		this.#incoming = new Incoming(LLC_CLIENT, options.maxApdu);
		// Until a link is up its client may send as much as the default allows.
		this.maxInformation = Math.max(this.#maxInformation, DEFAULT_INFORMATION);
		this.#stream = new HdlcStream(this);
	}

	get connected(): boolean {
		return this.#link !== undefined;
	}

	/** What the line brought next. */
	receive(bytes: Uint8Array): void {
		const now = this.#options.scheduler.now();
		if (now - this.#heard > (this.#options.interOctetTimeout ?? INTER_OCTET)) this.#stream.reset();
		this.#heard = now;
		this.#stream.receive(bytes);
	}

	/** Answers the last request. Does nothing if its client has gone; drops it if an answer waits already. */
	send(apdu: Uint8Array): void {
		const link = this.#link;
		if (link === undefined) return;
		if (link.outbox.length > 0) {
			this.drop('an answer behind another');
			return;
		}
		link.outbox.add(apdu);
		if (link.polled) this.transmit(link);
	}

	/** Puts one of several APDUs that answer the last request: `pass` has them go. More than frames can go at once are dropped. */
	put(apdu: Uint8Array): void {
		const link = this.#link;
		if (link === undefined) return;
		if (link.outbox.length < MAX_FRAMES) link.outbox.add(apdu);
		else this.drop('an answer behind too many');
	}

	/** What was put goes; where nothing was, the last request has no answer: its client has its turn again. */
	pass(): void {
		const link = this.#link;
		if (link !== undefined) this.answer(link);
	}

	/** How many APDUs of so many bytes go at once over the link that there is, at least 1. */
	atOnce(length: number): number {
		if (this.#link === undefined) return 1;
		const { transmit, transmitWindow } = this.#link.parameters;
		return Math.max(1, Math.floor(transmitWindow / Math.ceil((LLC_SERVER.length + length) / transmit)));
	}

	/** The link is over without a word, as when the line goes away. */
	close(): void {
		this.#stream.reset();
		this.end();
	}

	/** Listener of its stream, as are the next two: methods, for on XS each closure takes ten slots. */
	onFrame(frame: HdlcFrame): void {
		const { destination, source, control } = frame;
		if (source.length !== 1 || source.upper === NO_STATION || source.upper === ALL_STATIONS || !this.isMine(destination)) {
			this.drop('a frame for another station, for all of them, or from none');
			return;
		}
		const { frames } = this.#options;
		if (frames !== undefined) frames.framesReceived++;
		const poll = (control & CONTROL.pollFinal) !== 0;
		const kind = control & ~CONTROL.pollFinal;
		if (kind === CONTROL.ui) {
			this.drop('a UI frame');
			return;
		}
		if (kind === CONTROL.snrm) {
			this.connect(frame);
			return;
		}
		const link = this.#link;
		if (link === undefined || !sameAddress(link.ends.destination, source) || !sameAddress(link.ends.source, destination)) {
			if (poll) this.#options.write(plainFrame({ destination: source, source: destination }, CONTROL.dm));
			return;
		}
		link.heard = this.#heard;
		if (kind === CONTROL.disc) {
			this.end();
			if (poll) this.#options.write(plainFrame(link.ends, CONTROL.ua));
			return;
		}
		if (poll) link.polled = true;
		if (isInformation(control)) this.onInformation(link, frame);
		else if (isSupervisory(control)) this.onSupervisory(link, frame);
		else this.reject(link, control, REJECT.control);
	}

	onError({ message }: DecodeError): void {
		this.drop(message);
	}

	onStray(byte: number): void {
		this.#options.onStray?.(byte);
	}

	private connect({ destination, source, information }: HdlcFrame): void {
		let theirs: HdlcParameters;
		try {
			theirs = decodeParameters(information);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			// ISO/IEC 13239: what is not understood is not agreed on.
			this.drop(error.message);
			theirs = DEFAULTS;
		}
		this.end();
		const parameters = negotiate(this.#maxInformation, theirs, this.#options.window);
		const ends = { destination: source, source: destination };
		this.#link = { ends, parameters, outbox: new Outbox(ends, LLC_SERVER), receiveNumber: 0, polled: false, heard: this.#heard };
		this.#incoming.clear();
		this.watch(this.#link);
		this.#options.write(plainFrame(ends, CONTROL.ua, encodeParameters(parameters)));
	}

	private onInformation(link: Link, { control, information, segmented }: HdlcFrame): void {
		if (information.length > link.parameters.receive) {
			this.reject(link, control, REJECT.length);
			return;
		}
		if (!this.acknowledge(link, control)) return;
		// Sent again, because the answer was lost.
		if (sendNumber(control) !== link.receiveNumber) {
			this.answer(link);
			return;
		}
		// A new request: whatever is left of the last answer, nobody waits for it.
		link.outbox.clear();
		link.receiveNumber = (link.receiveNumber + 1) & 7;
		if (!this.#incoming.add(information)) {
			this.reject(link, control, REJECT.length);
			return;
		}
		if (segmented) {
			this.answer(link);
			return;
		}
		const apdu = this.#incoming.take();
		if (apdu !== undefined) {
			this.#options.onApdu(link.ends.destination.upper, link.ends.source.upper, apdu);
			return;
		}
		this.drop('an APDU without its LLC header');
		this.answer(link);
	}

	private onSupervisory(link: Link, { control, information }: HdlcFrame): void {
		if (information.length > 0) {
			this.reject(link, control, REJECT.information);
			return;
		}
		if (!this.acknowledge(link, control)) return;
		if (isNotReady(control)) this.yield(link);
		else this.answer(link);
	}

	/** Takes N(R) as what the client has. False: that cannot be, and was said. */
	private acknowledge(link: Link, control: number): boolean {
		if (link.outbox.acknowledge(receiveNumber(control), link.parameters.transmit) !== undefined) return true;
		this.reject(link, control, REJECT.number);
		return false;
	}

	/** The turn is this end's, if the client yielded: its segments, or RR. */
	private answer(link: Link): void {
		if (!link.polled) return;
		if (link.outbox.length > 0) {
			this.transmit(link);
			return;
		}
		this.yield(link);
	}

	/** RR: the turn goes back. */
	private yield(link: Link): void {
		if (!link.polled) return;
		link.polled = false;
		this.#options.write(readyFrame(link.ends, link.receiveNumber));
	}

	/** As many segments as the client takes, the last one with F. */
	private transmit(link: Link): void {
		const { outbox, parameters, receiveNumber } = link;
		link.polled = false;
		const count = outbox.begin(parameters.transmit, parameters.transmitWindow);
		for (let i = 0; i < count; i++) this.#options.write(outbox.frame(i, parameters.transmit, receiveNumber));
	}

	/** FRMR: the control field that was rejected, both numbers, the reasons (ISO/IEC 13239 §5.5.3.4.2). What came of a request goes with it. */
	private reject(link: Link, control: number, reason: number): void {
		this.#incoming.clear();
		this.drop(`a frame that cannot be (control 0x${control.toString(16)}, reason ${reason})`);
		if (!link.polled) return;
		link.polled = false;
		const numbers = (link.receiveNumber << 5) | (link.outbox.sendNumber << 1);
		this.#options.write(plainFrame(link.ends, CONTROL.frmr, new Uint8Array([control, numbers, reason])));
	}

	/** What is for all stations may not be answered (ISO/IEC 13239 §4.7.4), and all that is taken here asks for an answer. */
	private isMine({ upper, lower, length }: HdlcAddress): boolean {
		if (!this.#options.serves(upper)) return false;
		return length === 1 || lower === this.#options.physicalDevice;
	}

	/** One timer that looks now and then, rather than one set anew with each frame. */
	private watch(link: Link): void {
		this.#timer?.cancel();
		const { scheduler, inactivityTimeout = INACTIVITY } = this.#options;
		const left = link.heard + inactivityTimeout - scheduler.now();
		this.#timer = scheduler.after(Math.max(left, 0), () => {
			if (scheduler.now() - link.heard >= inactivityTimeout) this.end();
			else this.watch(link);
		});
	}

	private end(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#incoming.clear();
		const link = this.#link;
		if (link === undefined) return;
		this.#link = undefined;
		this.#options.onDisconnect(link.ends.destination.upper, link.ends.source.upper);
	}

	private drop(reason: string): void {
		this.dropped++;
		if (this.#warned) return;
		this.#warned = true;
		this.#options.log.write(LAYER, `dropped: ${reason}; counted only from here on`);
	}
}
