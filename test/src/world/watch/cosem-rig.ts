/** Clients of a meter's Route A by TCP and by HDLC, and a log of the frames between them as the panel keeps it. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import type { Serial } from '../../../../hal/ports/serial.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { VirtualListener } from '../../../../hal/virtual/streams.js';
import type { Dissection } from '../../../../modules/capture/fields/field.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { CosemClientOptions } from '../../../../modules/dlms/client/client-options.js';
import type { CosemServer } from '../../../../modules/dlms/server/server.js';
import { encodeWrapper, WrapperStream } from '../../../../modules/dlms/wrapper.js';
import { HdlcClient } from '../../../../modules/hdlc/client.js';
import { shortAddress } from '../../../../modules/hdlc/frame.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { LocalPort } from '../../../../src/route-a/local-port.js';
import { RouteATcp } from '../../../../src/route-a/tcp.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { CosemLog } from '../../../../src/world/watch/cosem-log.js';
import { type CosemReading, CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import { type CosemPiece, CosemTap } from '../../../../src/world/watch/cosem-tap.js';
import { FrameLog, type LoggedFrame } from '../../../../src/world/watch/frame-log.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { equal } from '../../../assert.js';
import { MANAGEMENT_CONFORMANCE } from '../../../modules/dlms/device-rig.js';

const LOG = { write() {} };
const DEVICE = 1;
const METER = 1;
const MAX_APDU = 0x10000;
const PHYSICAL = 17;
/** Until nothing is left to do: the longest answer, ms. */
const SETTLES = 20_000;

type ClientOptions = Partial<CosemClientOptions>;

export class WatchedRouteA {
	readonly scheduler = new VirtualScheduler();
	readonly log = new FrameLog({ elapsed: () => this.scheduler.now() });
	readonly reader: FrameReader;
	readonly readings: CosemReadings;
	/** What was told, once it was settled. */
	readonly told: CosemReading[] = [];
	/** Hears each piece besides. */
	onPiece: (piece: CosemPiece) => void = () => {};
	readonly #listener = new VirtualListener(this.scheduler);
	readonly #toMeter: Serial = { onReceive() {}, write: (bytes) => this.#later(bytes, (copy) => this.#onHeard(copy)) };
	#onHeard: (bytes: Uint8Array) => void = () => {};

	/** @param maxInformation of a frame of HDLC */
	constructor(server: CosemServer, told: RouteAKeys, maxInformation = 128) {
		const { scheduler, log } = this;
		const keys = new CosemKeys(() => told);
		const cipher = new NodeCipher(new PortableCipher());
		this.reader = new FrameReader(log, cipher, keys);
		this.readings = new CosemReadings(cipher, keys);
		this.readings.onReading = (reading) => this.told.push(reading);
		const tap = new CosemTap();
		const cosem = new CosemLog({ log, keys, readings: this.readings, meterOf: () => ({ node: 'meter', clients: server.options.clients }) });
		tap.listener = (piece) => {
			this.onPiece(piece);
			cosem.hear(piece);
		};
		new RouteATcp({ server, listener: tap.listenerOf(this.#listener, METER), scheduler, log: LOG });
		new LocalPort({
			server,
			serial: tap.serialOf(this.#toMeter, METER),
			scheduler,
			log: LOG,
			identification: { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'keiki' },
			physicalDevice: PHYSICAL,
			maxInformation,
		});
	}

	/** A client on a connection of its own. */
	byTcp(id: number, options: ClientOptions = {}): CosemClient {
		const stream = this.#listener.connect();
		const client = this.#client(options, (apdu) => stream.send(encodeWrapper({ source: id, destination: DEVICE, apdu })));
		const frames = new WrapperStream({ maxApdu: MAX_APDU, onFrame: (_source, _destination, apdu) => client.receive(apdu), onError() {} });
		stream.onReceive = (bytes) => void frames.receive(bytes);
		return client;
	}

	/** A client at the local port, connected. */
	byHdlc(id: number, options: ClientOptions = {}): CosemClient {
		const client = this.#client(options, (apdu) => link.send(apdu));
		const link = new HdlcClient({
			scheduler: this.scheduler,
			write: (bytes) => this.#later(bytes, (copy) => this.#toMeter.onReceive(copy)),
			client: id,
			server: shortAddress(DEVICE),
			maxApdu: MAX_APDU,
			onConnect() {},
			onApdu: (apdu) => client.receive(apdu),
			onDisconnect() {},
		});
		this.#onHeard = (bytes) => link.receive(bytes);
		link.connect();
		this.#settle();
		equal(link.state, 'connected');
		return client;
	}

	/** What a request of a client comes to. */
	asked<Value>(ask: (done: (error: { readonly text?: string } | undefined, value?: Value) => void) => void): Value | undefined {
		let told: { readonly value: Value | undefined } | undefined;
		ask((error, value) => {
			if (error !== undefined) throw new Error(JSON.stringify(error));
			told = { value };
		});
		this.#settle();
		if (told === undefined) throw new Error('no answer');
		return told.value;
	}

	get frames(): LoggedFrame[] {
		return Array.from({ length: this.log.next - this.log.first }, (_, i) => this.log.get(this.log.first + i)!);
	}

	get dissections(): Dissection[] {
		return this.frames.map((frame) => this.reader.read(frame));
	}

	#client(options: ClientOptions, send: (apdu: Uint8Array) => void): CosemClient {
		return new CosemClient({ random: new SeededRandom(1, 'client'), conformance: MANAGEMENT_CONFORMANCE, maxPdu: MAX_APDU - 1, ...options, send });
	}

	/** As over a line: the one who writes has gone on when it arrives. */
	#later(bytes: Uint8Array, arrive: (bytes: Uint8Array) => void): void {
		const copy = bytes.slice();
		this.scheduler.after(1, () => arrive(copy));
	}

	#settle(): void {
		this.scheduler.runFor(SETTLES);
	}
}
