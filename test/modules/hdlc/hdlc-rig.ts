import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { HdlcClient } from '../../../modules/hdlc/client.js';
import { decodeHdlcFrame, type HdlcAddress, shortAddress } from '../../../modules/hdlc/frame.js';
import { HdlcServer } from '../../../modules/hdlc/server.js';
import { toHex } from '../../assert.js';

export interface RigOptions {
	readonly server?: HdlcAddress;
	readonly serverInformation?: number;
	readonly clientInformation?: number;
	readonly maxApdu?: number;
	/** Frames at once, of each end; 1 unless told. */
	readonly serverWindow?: number;
	readonly clientWindow?: number;
	/** APDUs of the client at once. */
	readonly mostApdus?: number;
	/** Of the line, as the client is told, bits a second. */
	readonly speed?: number;
	/** What the server answers; the request itself unless told. Undefined: nothing yet. */
	readonly answer?: (apdu: Uint8Array) => Uint8Array | undefined;
}

/** A client and a server on one line, a frame at a time, with each frame's control field written down and, if asked, lost. */
export class HdlcRig {
	readonly scheduler = new VirtualScheduler();
	/** `>93` from the client, `<73` from the server. */
	readonly controls: string[] = [];
	readonly events: string[] = [];
	readonly server: HdlcServer;
	readonly client: HdlcClient;
	/** How long a frame is on its way, ms. */
	delay = 1;
	/** Numbers of the frames that get lost, from 0. */
	readonly lost = new Set<number>();
	#frames = 0;

	constructor({
		server = shortAddress(1),
		serverInformation,
		clientInformation,
		maxApdu = 1000,
		serverWindow,
		clientWindow = 1,
		mostApdus = 1,
		speed,
		answer = (apdu) => apdu.slice(),
	}: RigOptions = {}) {
		this.server = new HdlcServer({
			scheduler: this.scheduler,
			log: { write: (layer, text) => this.events.push(`${layer}: ${text}`) },
			write: (bytes) => this.#carry('<', bytes, (frame) => this.client.receive(frame)),
			serves: (logicalDevice) => logicalDevice === 1,
			physicalDevice: 17,
			maxInformation: serverInformation ?? 128,
			window: serverWindow,
			maxApdu,
			onApdu: (client, logicalDevice, apdu) => {
				this.events.push(`server ${client}>${logicalDevice} ${apdu.length}`);
				const response = answer(apdu);
				if (response !== undefined) this.server.send(response);
				else if (mostApdus > 1) this.scheduler.after(0, () => this.server.pass());
			},
			onDisconnect: (client) => this.events.push(`server lost ${client}`),
		});
		this.client = new HdlcClient({
			scheduler: this.scheduler,
			write: (bytes) => this.#carry('>', bytes, (frame) => this.server.receive(frame)),
			client: 16,
			server,
			maxInformation: clientInformation ?? 128,
			window: clientWindow,
			mostApdus,
			speed,
			maxApdu,
			onConnect: () => this.events.push('client connected'),
			onApdu: (apdu) => this.events.push(`client ${toHex(apdu)}`),
			onDisconnect: (reason) => this.events.push(`client ${reason}`),
		});
	}

	/** Until nothing is left to do in the next `duration` ms. */
	run(duration = 2500): void {
		const end = this.scheduler.now() + duration;
		let over = false;
		this.scheduler.after(duration, () => {
			over = true;
		});
		while (!over && this.scheduler.now() <= end) this.scheduler.step();
	}

	/** Bytes that an end has written at once. */
	#carry(from: string, bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): void {
		for (let at = 0; at < bytes.length; ) {
			const length = (((bytes[at + 1]! & 7) << 8) | bytes[at + 2]!) + 2;
			const frame = bytes.slice(at, at + length);
			at += length;
			this.#carryFrame(from, frame, () => deliver(frame));
		}
	}

	#carryFrame(from: string, bytes: Uint8Array, deliver: () => void): void {
		const { control, segmented } = decodeHdlcFrame(bytes.subarray(1, bytes.length - 1));
		const lost = this.lost.has(this.#frames++);
		this.controls.push(`${from}${toHex(Uint8Array.of(control))}${segmented ? 's' : ''}${lost ? '!' : ''}`);
		if (!lost) this.scheduler.after(this.delay, deliver);
	}
}
