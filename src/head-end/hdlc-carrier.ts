/**
 * HDLC over a serial line, opened by mode E of IEC 62056-21 or at once.
 *
 * Between two associations the line stays open: the next client connects by SNRM at the speed that the line has. A meter that went back to the
 * opening meanwhile does not answer that, and is opened again.
 */
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import { MAX_WINDOW } from '../../modules/dlms/apdu/general-block.js';
import { HdlcClient } from '../../modules/hdlc/client.js';
import { type HdlcAddress, shortAddress } from '../../modules/hdlc/frame.js';
import { MAX_FRAMES, MAX_INFORMATION } from '../../modules/hdlc/link.js';
import { decodeIdentification, ModeEClient } from '../../modules/hdlc/mode-e.js';
import type { ByteStream, Carrier, Connection } from './connection.js';
import { HeadEndError, type HeadEndFailure, type Loss, reasonOf } from './head-end-error.js';

/** A serial line whose speed can be changed. */
export interface SerialLine extends ByteStream {
	/** Speed of what is written next and after, bits a second. */
	setSpeed(speed: number): void;
}

export interface HdlcCarrierOptions {
	readonly open: () => Promise<SerialLine>;
	readonly scheduler: Scheduler;
	/** Opens by mode E; without it HDLC begins at once, at the speed that the line is opened with. */
	readonly modeE: boolean;
	/** Physical device; undefined: the address does not name it. */
	readonly physicalDevice: number | undefined;
	/** Of the line as it is opened, bits a second; mode E goes on at another. */
	readonly speed: number;
	/** How long a frame's answer may take once it is there, ms; 3 tries more are made. */
	readonly frameTimeout: number;
	/** How long the identification of mode E may take, ms; default: 3,000. */
	readonly identificationTimeout?: number;
	/** The opening is tried again. */
	readonly onRetry?: (failure: HeadEndFailure) => void;
}

const LONGEST_APDU = 0x4000;
/** Speed of the opening of mode E, bits a second. */
const OPENING_SPEED = 300;
/** General blocks that may be sent in a row, and what goes before them. */
const MOST_APDUS = MAX_WINDOW + 1;
/** How long a meter may need for its identification, ms: up to 1.5 s to begin (IEC 62056-21 §5.1), and 25 characters at 300 baud. */
const IDENTIFICATION_TIMEOUT = 3000;
/** Pause between the acknowledgement and the first frame at the new speed, ms (200 to 1,500 by IEC 62056-21 §6.5). */
const CHANGE_OVER = 300;
const OPENINGS = 2;
const SEVEN_BITS = 0x7f;
/** How much of what is no identification is told, bytes. */
const LONGEST_TOLD = 64;

export class HdlcCarrier implements Carrier {
	readonly maxApdu = LONGEST_APDU;
	/** A line is slow: a longer one would go on for longer than an answer is waited for. */
	readonly wholeApdu = 1024;
	readonly #options: HdlcCarrierOptions;
	#line: SerialLine | undefined;
	/** The line is past the opening. */
	#binary = false;
	#speed = 0;

	constructor(options: HdlcCarrierOptions) {
		this.#options = options;
	}

	async connect(client: number, logicalDevice: number): Promise<Connection> {
		const { open, modeE, scheduler, physicalDevice, frameTimeout } = this.#options;
		if (this.#line === undefined) {
			try {
				this.#line = await open();
			} catch (error) {
				throw new HeadEndError({ kind: 'cannotOpenLine', reason: reasonOf(error) });
			}
			this.#binary = !modeE;
			this.#speed = modeE ? OPENING_SPEED : this.#options.speed;
		}
		const line = this.#line;
		const server = addressOf(logicalDevice, physicalDevice);
		const ends = { line, scheduler, client, server, frameTimeout, speed: () => this.#speed };
		try {
			if (!this.#binary) {
				await this.#opening(line);
				return await HdlcConnection.connect({ ...ends, retries: 2 });
			}
			try {
				return await HdlcConnection.connect({ ...ends, retries: modeE ? 0 : 2 });
			} catch (error) {
				if (!modeE || !(error instanceof HeadEndError) || !error.passing) throw error;
				await this.#opening(line);
				return await HdlcConnection.connect({ ...ends, retries: 2 });
			}
		} catch (error) {
			// A line that has gone is opened anew for the next try.
			this.#binary = false;
			line.close();
			this.#line = undefined;
			throw error;
		}
	}

	async close(): Promise<void> {
		this.#line?.close();
		this.#line = undefined;
	}

	async #opening(line: SerialLine): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			try {
				const changed = (speed: number) => {
					this.#speed = speed;
				};
				await openByModeE(line, this.#options.identificationTimeout ?? IDENTIFICATION_TIMEOUT, changed);
				this.#binary = true;
				return;
			} catch (error) {
				if (attempt === OPENINGS || !(error instanceof HeadEndError) || !error.passing) throw error;
				this.#options.onRetry?.(error.failure);
			}
		}
	}
}

/** One byte where the logical device is all there is to name, else two or four. */
function addressOf(logicalDevice: number, physicalDevice: number | undefined): HdlcAddress {
	if (physicalDevice === undefined) return shortAddress(logicalDevice);
	return { upper: logicalDevice, lower: physicalDevice, length: logicalDevice > 0x7f || physicalDevice > 0x7f ? 4 : 2 };
}

/** Characters are 7 bits and even parity, on a line that carries 8 bits. */
function openByModeE(line: SerialLine, timeout: number, onSpeed: (speed: number) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const heard = new Heard();
		const end = (then: () => void): void => {
			clearTimeout(timer);
			line.onReceive = () => {};
			line.onClose = () => {};
			then();
		};
		const fail = (failure: HeadEndFailure): void => end(() => reject(new HeadEndError(failure)));
		const timer = setTimeout(
			() => fail(heard.length === 0 ? { kind: 'noIdentification' } : { kind: 'identificationUnknown', found: heard.bytes }),
			timeout,
		);
		const client = new ModeEClient({
			write: (bytes) => line.write(bytes.map(evenParity)),
			setSpeed: (speed) => {
				line.setSpeed(speed);
				onSpeed(speed);
			},
			onBinary: () => end(() => setTimeout(resolve, CHANGE_OVER)),
			onRefused: (text) => fail({ kind: decodeIdentification(text) === undefined ? 'identificationUnknown' : 'noHdlc', found: asciiBytes(text) }),
		});
		line.onReceive = (bytes) => {
			heard.add(bytes);
			client.receive(bytes);
		};
		line.onClose = () => fail({ kind: 'lineClosed' });
		client.open();
	});
}

/** The first of what a line brought, without parity bits. */
class Heard {
	readonly #bytes: number[] = [];

	get length(): number {
		return this.#bytes.length;
	}

	get bytes(): Uint8Array {
		return Uint8Array.from(this.#bytes);
	}

	add(bytes: Uint8Array): void {
		for (const byte of bytes) if (this.#bytes.length < LONGEST_TOLD) this.#bytes.push(byte & SEVEN_BITS);
	}
}

function evenParity(byte: number): number {
	let ones = 0;
	for (let bits = byte & SEVEN_BITS; bits > 0; bits >>= 1) ones ^= bits & 1;
	return (byte & SEVEN_BITS) | (ones << 7);
}

interface HdlcEnds {
	readonly line: SerialLine;
	readonly scheduler: Scheduler;
	readonly client: number;
	readonly server: HdlcAddress;
	readonly frameTimeout: number;
	/** Bits a second. */
	readonly speed: () => number;
	readonly retries: number;
}

class HdlcConnection implements Connection {
	onApdu: Connection['onApdu'] = () => {};
	onActivity: Connection['onActivity'] = () => {};
	onLost: Connection['onLost'] = () => {};
	readonly #hdlc: HdlcClient;
	readonly #line: SerialLine;
	#onConnect: () => void = () => {};
	#onEnd: (reason: 'asked' | 'refused' | 'silent') => void = () => {};

	private constructor({ line, scheduler, client, server, frameTimeout, speed, retries }: HdlcEnds) {
		this.#line = line;
		this.#hdlc = new HdlcClient({
			scheduler,
			write: (bytes) => line.write(bytes),
			client,
			server,
			maxInformation: MAX_INFORMATION,
			window: MAX_FRAMES,
			mostApdus: MOST_APDUS,
			maxApdu: LONGEST_APDU,
			speed: speed(),
			responseTimeout: frameTimeout,
			retries,
			onConnect: () => this.#onConnect(),
			onApdu: (apdu) => this.onApdu(apdu),
			onDisconnect: (reason) => this.#onEnd(reason),
		});
		line.onReceive = (bytes) => {
			this.#hdlc.receive(bytes);
			// Behind what it sends in turn, which takes its time on the line.
			this.onActivity();
		};
	}

	static connect(ends: HdlcEnds): Promise<HdlcConnection> {
		return new Promise((resolve, reject) => {
			const connection = new HdlcConnection(ends);
			const failed = (failure: HeadEndFailure): void => {
				connection.#hdlc.close();
				ends.line.onReceive = () => {};
				ends.line.onClose = () => {};
				reject(new HeadEndError(failure));
			};
			connection.#onConnect = () => {
				connection.#onEnd = (reason) => connection.#lose({ kind: reason === 'silent' ? 'frameUnanswered' : 'linkEnded' });
				ends.line.onClose = () => connection.#lose({ kind: 'lineClosed' });
				resolve(connection);
			};
			connection.#onEnd = (reason) => failed({ kind: reason === 'silent' ? 'linkUnanswered' : 'linkRefused' });
			ends.line.onClose = () => failed({ kind: 'lineClosed' });
			connection.#hdlc.connect();
		});
	}

	/** General blocks beyond those that may wait are lost, and asked for again: a meter may ask for rows without end. */
	send(apdu: Uint8Array): void {
		if (this.#hdlc.isFree) this.#hdlc.send(apdu);
		else this.#hdlc.dropped++;
	}

	giveUp(): void {
		this.#hdlc.giveUp();
	}

	get airTime(): number {
		return this.#hdlc.airTime;
	}

	get isCarrying(): boolean {
		return this.#hdlc.isCarrying;
	}

	/** DISC; the line stays open for the next one. */
	close(): Promise<void> {
		return new Promise((resolve) => {
			const end = (): void => {
				this.#hdlc.close();
				this.#line.onReceive = () => {};
				this.#line.onClose = () => {};
				resolve();
			};
			if (this.#hdlc.state !== 'connected') {
				end();
				return;
			}
			this.#onEnd = end;
			this.#line.onClose = end;
			this.#hdlc.disconnect();
		});
	}

	#lose(loss: Loss): void {
		this.#hdlc.close();
		this.onLost(loss);
	}
}
