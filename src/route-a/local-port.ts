/**
 * Route A at the local port (IEC 62056-46, opened by IEC 62056-21 mode E or not at all), for one hand-held at a time.
 *
 * | what comes between frames of HDLC | what it does                                                        |
 * |-----------------------------------|---------------------------------------------------------------------|
 * | 7E                                | a frame: HDLC at the speed that the line has                        |
 * | `/?` … `!` CR LF                  | opens anew: identification; a link that there was is over           |
 * | 06 `2` Z `2` CR LF                | the same back, then HDLC at speed Z                                 |
 *
 * The line goes back to the speed of the opening when the link is over, and when none came after an opening.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { Serial } from '../../hal/ports/serial.js';
import { joined } from '../../modules/bytes/joined.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';
import type { ServerStatistics } from '../../modules/dlms/server/refusals.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../modules/dlms/server/server-association.js';
import type { ConnectionOptions, Reply } from '../../modules/dlms/server/server-host.js';
import { CONTROL, encodeHdlcFrame, shortAddress } from '../../modules/hdlc/frame.js';
import { DEFAULT_INFORMATION, LLC_SERVER } from '../../modules/hdlc/link.js';
import { type Identification, ModeEServer, type ModeEServerOptions } from '../../modules/hdlc/mode-e.js';
import { HdlcServer, type HdlcServerOptions } from '../../modules/hdlc/server.js';
import { TRANSPORT_LIMITS, type TransportLimits } from './limits.js';
import { longestApdu, MANAGEMENT_DEVICE } from './transport.js';

export interface LocalPortOptions {
	readonly server: CosemServer;
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** What it says of itself in mode E. */
	readonly identification: Identification;
	/** Device address that a request of mode E may name (class 19, device_addr). */
	readonly address?: string;
	/** The number of the physical device in HDLC (class 23, device_address). */
	readonly physicalDevice: number;
	/** The longest information of a frame, in bytes (class 23, max_info_field_length); default: 128. */
	readonly maxInformation?: number;
	/** I frames at once (class 23, window sizes); default: 1. */
	readonly window?: number;
	/** The line goes on at this speed, once all that was written is out. Without it the line has one speed. */
	readonly setSpeed?: (speed: number) => void;
	readonly watcher?: LocalPortWatcher;
	/** Default: `TRANSPORT_LIMITS`. */
	readonly limits?: TransportLimits;
}

export interface LocalPortWatcher {
	/** A client that there is sends the first request over its link. */
	onLocalAttempt(): void;
}

export interface LocalPortStatistics {
	/** Requests of a client that there is not, and those that another followed before they were answered. */
	dropped: number;
	/** Links that ended because a new opening came. */
	brokenOff: number;
	/** Bytes that came while too many waited, as into a receive buffer that is full. */
	overrun: number;
}

const LAYER = 'Route A local port';
const SEVEN_BITS = 0x7f;
/** The greatest physical device of an address of two bytes. */
const MOST_SHORT = 0x7f;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const NONE = new Uint8Array(0);
/** Bytes around the information of a frame, flags included, at most. */
const AROUND = 17;
/**
 * What its HDLC asks and tells comes by methods, not by a function each, which would take ten slots of XS's heap; nor is a request answered from within
 * the call that brought its last byte, for the sake of the stack.
 */
export class LocalPort implements HdlcServerOptions, ConnectionOptions {
	readonly statistics: LocalPortStatistics = { dropped: 0, brokenOff: 0, overrun: 0 };
	readonly #options: LocalPortOptions;
	readonly #hdlc: HdlcServer;
	readonly #opening: ModeEServer;
	readonly #reply: Reply;
	/** The last byte between frames. */
	#before = 0;
	#association: ServerAssociation | undefined;
	/** The request that waits for its turn. */
	#request: Uint8Array | undefined;
	/** Those behind it, of clients that send several frames at once. */
	#more: Uint8Array[] | undefined;
	#client = 0;
	/** Whether the turn is about to be passed. */
	#passing = false;
	#receiving = false;
	/** The link ended while bytes were received. */
	#over = false;
	#warned = false;
	#timer: Timer | undefined;
	/** What is returned is called in the place of this call: XS has tail calls. */
	readonly #serve = (): unknown => {
		const request = this.#request;
		if (request === undefined) return undefined;
		this.#request = this.#more?.shift();
		if (this.#request !== undefined) this.scheduler.after(0, this.#serve);
		if (this.#association?.client !== this.#client) {
			this.#association?.close();
			this.#association = this.#options.server.connect(this.#client, this);
			if (this.#association !== undefined) this.#options.watcher?.onLocalAttempt();
		}
		if (this.#association !== undefined) {
			if (this.inBlocks) this.passLater();
			return this.#association.receive(request, this.#reply);
		}
		this.statistics.dropped++;
		if (this.#warned) return undefined;
		this.#warned = true;
		return this.log.write(LAYER, `dropped: request of client ${this.#client}; counted only from here on`);
	};

	/** How many bytes may be taken before the other doors have a turn, and those that wait for the next. */
	#left = 0;
	#waiting = NONE;
	#turn: Timer | undefined;
	readonly #goOn = (): void => {
		const waiting = this.#waiting;
		this.#turn = undefined;
		this.#waiting = NONE;
		this.#left = this.limits.bytesPerTurn;
		this.take(waiting);
	};

	/** Listens from now on. */
	constructor(options: LocalPortOptions) {
		this.#options = options;
		this.#left = this.limits.bytesPerTurn;
		this.#hdlc = new HdlcServer(this);
		this.#opening = new ModeEServer(new Opening(this, options));
		this.#reply = (apdu) => {
			options.server.statistics.sent++;
			options.server.statistics.octetsSent += apdu.length;
			if (!this.inBlocks) return this.#hdlc.send(apdu);
			this.#hdlc.put(apdu);
			return this.passLater();
		};
		options.serial.onReceive = (bytes) => this.take(bytes);
	}

	private get limits(): TransportLimits {
		return this.#options.limits ?? TRANSPORT_LIMITS;
	}

	/** Whether a client is connected by HDLC. */
	get connected(): boolean {
		return this.#hdlc.connected;
	}

	/**
	 * Sends an APDU that no client has asked for, in one UI frame, at the speed of the opening. Returns why it did not go, in words for a log.
	 * @param client its address in HDLC
	 */
	notify(client: number, apdu: Uint8Array): string | undefined {
		if (this.#hdlc.connected || this.#opening.binary) return 'a client is at the local port';
		const most = this.maxInformation ?? DEFAULT_INFORMATION;
		if (LLC_SERVER.length + apdu.length > most) return `longer than a frame of ${most} bytes`;
		const source = { upper: MANAGEMENT_DEVICE, lower: this.physicalDevice, length: this.physicalDevice > MOST_SHORT ? 4 : 2 };
		this.write(
			encodeHdlcFrame({
				...{ segmented: false, destination: shortAddress(client), source },
				...{ control: CONTROL.ui | CONTROL.pollFinal, information: joined([LLC_SERVER, apdu]) },
			}),
		);
		return undefined;
	}

	/** How many clients are associated, or about to be: 0 or 1. */
	get associations(): number {
		return this.#association === undefined || this.#association.state === 'idle' ? 0 : 1;
	}

	/** Bytes and frames that were none, or not for this station. */
	get droppedFrames(): number {
		return this.#hdlc.dropped;
	}

	/** Ends the link without a word, and listens no more. */
	close(): void {
		this.#options.serial.onReceive = () => {};
		this.begin();
	}

	/** Another hand-held is on the line: the link of the one before ends without a word, and what that one left half said is forgotten. */
	begin(): void {
		this.#turn?.cancel();
		this.#turn = undefined;
		this.#waiting = NONE;
		this.#before = 0;
		this.#hdlc.close();
		this.restart();
	}

	/** Takes so many bytes at once; more wait, and of a flood most is lost: the other doors have their turns in between. */
	private take(bytes: Uint8Array): void {
		const taken = this.#turn === undefined ? Math.min(bytes.length, this.#left) : 0;
		this.#left -= taken;
		if (taken > 0) this.receive(taken === bytes.length ? bytes : bytes.subarray(0, taken));
		if (taken === bytes.length) return;
		this.#turn ??= this.scheduler.after(0, this.#goOn);
		const before = this.#waiting;
		const kept = Math.min(bytes.length - taken, this.bytesWaiting - before.length);
		this.statistics.overrun += bytes.length - taken - kept;
		if (kept === 0) return;
		const waiting = new Uint8Array(before.length + kept);
		waiting.set(before);
		waiting.set(bytes.subarray(taken, taken + kept), before.length);
		this.#waiting = waiting;
	}

	/** At least the frames that a client may send at once. */
	private get bytesWaiting(): number {
		return Math.max(this.limits.bytesWaiting, (this.window ?? 1) * ((this.maxInformation ?? DEFAULT_INFORMATION) + AROUND));
	}

	private receive(bytes: Uint8Array): void {
		this.#receiving = true;
		this.#hdlc.receive(bytes);
		this.#receiving = false;
		const { connected } = this.#hdlc;
		if (this.#over && !connected) this.restart();
		this.#over = false;
		if (this.#opening.binary && !connected) this.#timer ??= this.scheduler.after(this.limits.opening, () => this.onSilence());
	}

	private get inBlocks(): boolean {
		return this.#association !== undefined && (this.#association.conformance & CONFORMANCE.generalBlockTransfer) !== 0;
	}

	/** Nobody else can send over the link. */
	get exclusive(): boolean {
		return true;
	}

	/** Blocks in a row: as many as go at once, so that the client has its turn with the last of them. Asked for once a client has agreed on them. */
	get burst(): number {
		return this.#hdlc.atOnce(this.#association?.sendSize ?? 0);
	}

	/** General blocks have no answer each, and answers may be several: they go once all are there, and who sent one has the next turn. */
	private passLater(): void {
		if (this.#passing) return;
		this.#passing = true;
		this.scheduler.after(0, () => {
			this.#passing = false;
			if (this.#request === undefined) this.#hdlc.pass();
		});
	}

	get scheduler(): Scheduler {
		return this.#options.scheduler;
	}

	get log(): Log {
		return this.#options.log;
	}

	get physicalDevice(): number {
		return this.#options.physicalDevice;
	}

	get maxInformation(): number | undefined {
		return this.#options.maxInformation;
	}

	get window(): number | undefined {
		return this.#options.window;
	}

	get maxApdu(): number {
		return longestApdu(this.#options.server);
	}

	get inactivityTimeout(): number {
		return this.limits.localInactivity;
	}

	get frames(): ServerStatistics {
		return this.#options.server.statistics;
	}

	/** A frame. */
	write(frame: Uint8Array): void {
		this.frames.framesSent++;
		this.#options.serial.write(frame);
	}

	/** What is no frame. */
	say(bytes: Uint8Array): void {
		this.#options.serial.write(bytes);
	}

	serves(logicalDevice: number): boolean {
		return logicalDevice === MANAGEMENT_DEVICE;
	}

	onApdu(client: number, _logicalDevice: number, apdu: Uint8Array): void {
		if (this.#request === undefined) this.scheduler.after(0, this.#serve);
		else if (this.window !== undefined && this.window > 1) {
			this.#more ??= [];
			if (this.#more.length < this.window) this.#more.push(apdu.slice());
			else this.statistics.dropped++;
			return;
		} else this.statistics.dropped++;
		this.#client = client;
		this.#request = apdu.slice();
	}

	onDisconnect(): void {
		this.#association?.close();
		this.#association = undefined;
		this.#request = this.#more = undefined;
		// The last frame, if there is one, goes out at the speed of the link.
		if (this.#receiving) this.#over = true;
		else this.restart();
	}

	/** The line is as at the beginning, at the speed of the opening. */
	private restart(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#opening.reset();
	}

	/** The opening led to nothing. */
	private onSilence(): void {
		this.#timer = undefined;
		if (!this.#hdlc.connected) this.#opening.reset();
	}

	onStray(byte: number): void {
		const before = this.#before;
		this.#before = byte & SEVEN_BITS;
		if (this.#opening.binary) {
			if (before !== SLASH || this.#before !== QUESTION_MARK) return;
			this.breakOff();
			this.restart();
			this.#opening.take(SLASH);
		}
		this.#opening.take(byte);
	}

	/** A new opening: the link that there was is over. */
	breakOff(): void {
		if (!this.#hdlc.connected) return;
		this.statistics.brokenOff++;
		this.#hdlc.close();
		this.#over = false;
	}
}

/** What the opening asks and tells. */
class Opening implements ModeEServerOptions {
	readonly identification: Identification;
	readonly address: string | undefined;
	readonly #port: LocalPort;
	readonly #setSpeed: ((speed: number) => void) | undefined;

	constructor(port: LocalPort, { identification, address, setSpeed }: LocalPortOptions) {
		this.identification = identification;
		this.address = address;
		this.#port = port;
		this.#setSpeed = setSpeed;
	}

	write(bytes: Uint8Array): void {
		this.#port.breakOff();
		this.#port.say(bytes);
	}

	setSpeed(speed: number): void {
		this.#setSpeed?.(speed);
	}

	/** Its bytes go to HDLC first. */
	onBinary(): void {}
}
