import type { Serial } from '../../hal/ports/serial.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../hal/virtual/streams.js';
import { CONTROL, encodeHdlcFrame } from '../../modules/cosem/hdlc.js';
import { encodeWrapper, WrapperStream } from '../../modules/cosem/wrapper.js';
import { TRANSPORT_LIMITS } from '../../src/route-a/limits.js';
import { LocalPort } from '../../src/route-a/local-port.js';
import { RouteATcp } from '../../src/route-a/tcp.js';
import { RouteAUdp } from '../../src/route-a/udp.js';
import { equal, hex, toHex } from '../assert.js';
import { rig } from '../modules/cosem/device-rig.js';
import { ENERGY, frame, GET_ENERGY, PUBLIC } from '../src/route-a/transport-rig.js';
import { ACSE, HDLC, SUITE0 } from '../vectors/cosem.js';
import { fuzzCount } from './count.js';

const INPUTS = 1_050_000;
const APDUS = [
	ACSE.aarq,
	ACSE.aarq,
	ACSE.aarqGmac,
	ACSE.aarqCiphered,
	ACSE.rlrq,
	SUITE0.gloGetRequest,
	SUITE0.generalGlo,
	GET_ENERGY,
	GET_ENERGY,
	'C0 01 C1 000F 0000280000FF 02 00',
	'C0 02 C1 00000001',
	'C3 01 C1 000F 0000280000FF 01 01 09 04 01020304',
].map((text) => hex(text));
const CLIENTS = [PUBLIC, PUBLIC, PUBLIC, 1, 102, 5];
const PLACES = 6;
const quiet = { write: () => {} };
const limits = { ...TRANSPORT_LIMITS, connections: PLACES, peers: PLACES, framesPerTurn: 2, pending: 200 };

/** Frames with some bytes changed, cut off or added, one or several at once. Each is good until the next. */
class Mutations {
	readonly random: SeededRandom;
	readonly #bytes = new Uint8Array(4096);
	readonly #frame: (random: SeededRandom) => Uint8Array;

	constructor(name: string, frame: (random: SeededRandom) => Uint8Array) {
		this.random = new SeededRandom(4059, name);
		this.#frame = frame;
	}

	next(): Uint8Array {
		const { random } = this;
		let length = 0;
		for (let count = random.below(8) === 0 ? 1 + random.below(5) : 1; count > 0; count--) {
			const bytes = this.#frame(random);
			this.#bytes.set(bytes, length);
			length += bytes.length;
		}
		const way = random.below(12);
		if (way === 0) length = random.below(length);
		if (way === 1) length += random.below(4);
		if (way < 6) for (let i = random.below(3); i >= 0; i--) this.#bytes[random.below(length + 1)] = random.below(256);
		return this.#bytes.subarray(0, length);
	}
}

function wrapped(random: SeededRandom): Uint8Array {
	const source = CLIENTS[random.below(CLIENTS.length)]!;
	return encodeWrapper({ source, destination: random.below(20) === 0 ? 2 : 1, apdu: APDUS[random.below(APDUS.length)]! });
}

const LLC = Uint8Array.of(0xe6, 0xe6, 0);
const OPENINGS = ['2f3f210d0a', HDLC.modeEAcknowledgement, HDLC.snrm, `7e7e ${HDLC.snrm}`].map((text) => hex(text));

/** Frames of HDLC that follow each other now and then, and what opens a line. */
function onLine(random: SeededRandom): Uint8Array {
	const way = random.below(10);
	if (way < 3) return OPENINGS[random.below(OPENINGS.length)]!;
	const apdu = APDUS[random.below(APDUS.length)]!;
	const information = new Uint8Array(way < 7 ? LLC.length + apdu.length : 0);
	if (way < 7) {
		information.set(LLC);
		information.set(apdu, LLC.length);
	}
	const numbers = (random.below(8) << 5) | (random.below(3) << 1);
	const controls = [CONTROL.rr | (numbers & 0xe0), CONTROL.disc, CONTROL.snrm, CONTROL.ui, numbers];
	return encodeHdlcFrame({
		segmented: random.below(8) === 0,
		destination: { upper: 1, lower: 17, length: 2 },
		source: { upper: CLIENTS[random.below(CLIENTS.length)]!, lower: 0, length: 1 },
		control: CONTROL.pollFinal | (way < 7 ? numbers : controls[random.below(controls.length)]!),
		information,
	});
}

describe('the transports of Route A under mutated frames', function () {
	this.timeout(60_000);

	it('over TCP: go on, keep to their places, and end with nothing', () => {
		const scheduler = new VirtualScheduler();
		const listener = new VirtualListener(scheduler);
		const route = new RouteATcp({ server: rig({ rows: 4 }).server, listener, scheduler, log: quiet, limits });
		const mutations = new Mutations('tcp', wrapped);
		const { random } = mutations;
		let answers = 0;
		const connect = (): VirtualStream => {
			const stream = listener.connect();
			const frames = new WrapperStream({
				maxApdu: 1024,
				onFrame: () => answers++,
				onError: (error) => {
					throw error;
				},
			});
			stream.onReceive = (bytes) => void frames.receive(bytes);
			return stream;
		};
		const streams = Array.from({ length: PLACES + 1 }, connect);
		for (let i = 0; i < fuzzCount(INPUTS / 3); i++) {
			const place = random.below(streams.length);
			const stream = streams[place]!;
			stream.send(mutations.next());
			if (i % 8 === 0) scheduler.runFor(i % 800 === 0 ? 5000 : 0);
			if (i % 64 === 1) stream.pause();
			if (i % 64 === 33) for (const each of streams) each.resume();
			if (stream.closed || i % 256 === 0) {
				stream.close();
				streams[place] = connect();
			}
			if (route.connections > PLACES) throw new Error(`${route.connections} connections`);
		}
		for (const stream of streams) stream.close();
		scheduler.runFor(200_000);
		equal(answers > 0, true);
		equal(route.connections, 0);
		equal(route.associations, 0);
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('over UDP: go on, keep to their places, and end with nothing', () => {
		const scheduler = new VirtualScheduler();
		const server = new Uint8Array(16);
		let answers = 0;
		let last = '';
		const socket: UdpSocket = {
			address: server,
			group: server,
			port: 4059,
			onReceive: () => {},
			send: (_to, _port, bytes) => {
				answers++;
				if (bytes.length > 1032) throw new Error(`an answer of ${bytes.length} bytes`);
				if (bytes.length < 20) last = toHex(bytes.subarray(8));
			},
			close: () => {},
		};
		const route = new RouteAUdp({ server: rig({ rows: 4 }).server, socket, scheduler, log: quiet, limits });
		const mutations = new Mutations('udp', wrapped);
		const { random } = mutations;
		const addresses = Array.from({ length: 8 }, (_, i) => new Uint8Array(16).fill(i));
		for (let i = 0; i < fuzzCount(INPUTS / 3); i++) {
			socket.onReceive(addresses[random.below(addresses.length)]!, random.below(4), mutations.next(), random.below(50) === 0);
			if (i % 1000 === 0) scheduler.runFor(10_000);
			if (route.associations > 3 * PLACES) throw new Error(`${route.associations} associations`);
		}
		socket.onReceive(addresses[1]!, 9, frame(PUBLIC, ACSE.aarq), false);
		socket.onReceive(addresses[1]!, 9, frame(PUBLIC, GET_ENERGY), false);
		equal(last, ENERGY);
		scheduler.runFor(200_000);
		equal(answers > 0, true);
		equal(route.associations, 0);
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('at the local port: go on, and end with nothing', () => {
		const scheduler = new VirtualScheduler();
		let written = 0;
		let heard = '';
		const serial: Serial = {
			onReceive: () => {},
			write: (bytes) => {
				written++;
				if (bytes.length < 40) heard = toHex(bytes);
			},
		};
		const speeds = new Set<number>();
		const port = new LocalPort({
			server: rig({ rows: 4 }).server,
			serial,
			scheduler,
			log: quiet,
			identification: { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'keiki' },
			physicalDevice: 17,
			setSpeed: (speed) => speeds.add(speed),
			limits,
		});
		const mutations = new Mutations('serial', onLine);
		for (let i = 0; i < fuzzCount(INPUTS / 3); i++) {
			serial.onReceive(mutations.next());
			if (i % 4 === 0) scheduler.runFor(600);
			if (i % 5000 === 0) scheduler.runFor(130_000);
			if (port.associations > 1) throw new Error(`${port.associations} associations`);
		}
		scheduler.runFor(130_000);
		equal(port.connected, false);
		equal(port.associations, 0);
		equal(scheduler.next, Number.POSITIVE_INFINITY);
		serial.onReceive(hex('2f3f210d0a'));
		equal(heard, '2f464c47355c326b65696b690d0a');
		serial.onReceive(hex(HDLC.snrm));
		equal(heard, toHex(hex(HDLC.ua)));
		equal(written > 0, true);
		equal(speeds.size <= 7, true);
	});
});
