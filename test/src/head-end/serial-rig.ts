/** A head-end's session with a meter at its local port, over a line that takes its time and spoils frames, in virtual time. */
import type { Serial } from '../../../hal/ports/serial.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { MAX_WINDOW } from '../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import { MAX_FRAMES, MAX_INFORMATION } from '../../../modules/hdlc/link.js';
import { HdlcCarrier, type SerialLine } from '../../../src/head-end/hdlc-carrier.js';
import { MeterSession } from '../../../src/head-end/meter-session.js';
import { TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { LocalPort } from '../../../src/route-a/local-port.js';
import { during } from '../../during.js';
import { CLIENT_TITLE, KEYS, MANAGEMENT, MANAGEMENT_CONFORMANCE, newCipher, type Rig, rig } from '../../modules/dlms/device-rig.js';

const BITS = 10;
const SECOND = 1000;
const PHYSICAL = 17;
const FLAG = 0x7e;
/** What a line hands over at once, bytes. */
const PIECE = 32;
/** Of times, ms. */
const ROUNDING = 1e-6;

export interface SerialRigOptions {
	readonly speed?: number;
	/** Frames at once, and their information in bytes, at the meter. */
	readonly window?: number;
	readonly information?: number;
	/** The longest PDU that the meter takes, and sends. */
	readonly maxPdu?: number;
	readonly maxSend?: number;
	/** General blocks that the meter takes in a row. */
	readonly blockWindow?: number;
	/** The head-end's. */
	readonly timeout?: number;
	readonly frameTimeout?: number;
	/** General blocks that the head-end takes in a row; undefined: it proposes none. */
	readonly blocks?: number | undefined;
}

/** One way: frame after frame, as long as each takes. */
class Way {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** Whether a frame is spoilt; it has its flags. */
	isSpoilt: (frame: Uint8Array) => boolean = () => false;
	frames = 0;
	busyUntil = 0;
	other: Way | undefined;
	/** How often it began while the other way was busy. */
	collisions = 0;
	readonly #scheduler: VirtualScheduler;
	readonly #speed: number;

	constructor(scheduler: VirtualScheduler, speed: number) {
		this.#scheduler = scheduler;
		this.#speed = speed;
	}

	write(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const length = bytes[at] === FLAG ? (((bytes[at + 1]! & 7) << 8) | bytes[at + 2]!) + 2 : bytes.length - at;
			this.#carry(bytes.slice(at, at + length));
			at += length;
		}
	}

	#carry(frame: Uint8Array): void {
		const now = this.#scheduler.now();
		if (this.other!.busyUntil - now > ROUNDING) this.collisions++;
		this.frames++;
		if (this.isSpoilt(frame)) frame[frame.length >> 1]! ^= 0x21;
		for (let at = 0; at < frame.length; at += PIECE) {
			const piece = frame.subarray(at, at + PIECE);
			this.busyUntil = Math.max(this.busyUntil, now) + (piece.length * BITS * SECOND) / this.#speed;
			this.#scheduler.after(this.busyUntil - now, () => this.onReceive(piece));
		}
	}
}

export class SerialRig {
	readonly scheduler = new VirtualScheduler();
	readonly device: Rig;
	readonly port: LocalPort;
	readonly session: MeterSession;
	/** To the meter, and from it. */
	readonly down: Way;
	readonly up: Way;
	/** APDUs that reached the meter, and those that it sent. */
	readonly requests: Uint8Array[] = [];
	readonly answers: Uint8Array[] = [];
	/** Answers in the meter's place; false: the meter shall. */
	onRequest: (apdu: Uint8Array, reply: (apdu: Uint8Array) => void) => boolean = () => false;

	constructor(options: SerialRigOptions = {}) {
		const { speed = 9600, window = MAX_FRAMES, information = MAX_INFORMATION, maxPdu = 1024, maxSend = maxPdu, timeout = 5000 } = options;
		const { scheduler } = this;
		this.down = new Way(scheduler, speed);
		this.up = new Way(scheduler, speed);
		this.down.other = this.up;
		this.up.other = this.down;
		this.device = rig({
			...{ maxPdu, maxSend, maxTransfer: 1 << 17, maxRequest: 1 << 15, blockWindow: options.blockWindow ?? MAX_WINDOW },
			conformance: MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer,
		});
		const { server } = this.device;
		const connect = server.connect.bind(server);
		server.connect = (...told) => {
			const association = connect(...told);
			const receive = association?.receive.bind(association);
			if (association !== undefined)
				association.receive = (apdu, reply) => {
					this.requests.push(apdu.slice());
					if (this.onRequest(apdu, reply)) return;
					receive!(apdu, (answer) => {
						this.answers.push(answer.slice());
						return reply(answer);
					});
				};
			return association;
		};
		const serial: Serial = { onReceive: () => {}, write: (bytes) => this.up.write(bytes) };
		this.down.onReceive = (bytes) => serial.onReceive(bytes);
		this.port = new LocalPort({
			...{ server, serial, scheduler, log: { write() {} }, maxInformation: information, window, physicalDevice: PHYSICAL },
			identification: { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'keiki' },
		});
		const line: SerialLine = { onReceive: () => {}, onClose: () => {}, write: (bytes) => this.down.write(bytes), close() {}, setSpeed() {} };
		this.up.onReceive = (bytes) => line.onReceive(bytes);
		this.session = new MeterSession({
			carrier: new HdlcCarrier({
				...{ open: async () => line, scheduler, modeE: false, speed, physicalDevice: PHYSICAL },
				frameTimeout: options.frameTimeout ?? Math.min(timeout, 3000),
			}),
			...{ client: MANAGEMENT, server: 1, scheduler, random: new SeededRandom(1, 'head-end'), cipher: newCipher(), timeout, retries: 0 },
			window: 'blocks' in options ? options.blocks : MAX_WINDOW,
			security: {
				...{ keys: { ...KEYS, kek: undefined }, title: CLIENT_TITLE, protocol: 'glo', control: CONTROL.authentication | CONTROL.encryption },
				// The rig has no object that tells it.
				...{ counter: 1, supply: new TransmitSupply(undefined) },
			},
		});
	}

	/** See `during`. */
	during<T>(work: Promise<T>): Promise<T> {
		return during(this.scheduler, work);
	}
}
