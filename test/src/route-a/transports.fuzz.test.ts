import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../../hal/virtual/streams.js';
import { WrapperStream } from '../../../modules/dlms/wrapper.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import { LocalPort } from '../../../src/route-a/local-port.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount } from '../../fuzz/campaign.js';
import { Mutations } from '../../fuzz/mutations.js';
import { rig } from '../../modules/dlms/device-rig.js';
import { ACSE, HDLC } from '../../vectors/cosem.js';
import { hdlcFrames, wrapperFrames } from './frames-rig.js';
import { ENERGY, frame, GET_ENERGY, PUBLIC } from './transport-rig.js';

const INPUTS = 1_050_000;
/** The share of frames that nothing happens to: what is behind an association is met, too. */
const WHOLE = 0.4;
const PLACES = 6;
const quiet = { write: () => {} };
const limits = { ...TRANSPORT_LIMITS, connections: PLACES, peers: PLACES, framesPerTurn: 2, pending: 200 };

describe('the transports of Route A under mutated frames', () => {
	it('over TCP: go on, keep to their places, and end with nothing', () => {
		const scheduler = new VirtualScheduler();
		const listener = new VirtualListener(scheduler);
		const route = new RouteATcp({ server: rig({ rows: 4 }).server, listener, scheduler, log: quiet, limits });
		const mutations = new Mutations('tcp', wrapperFrames, WHOLE);
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
		const mutations = new Mutations('udp', wrapperFrames, WHOLE);
		const { random } = mutations;
		const addresses = Array.from({ length: 8 }, (_, i) => new Uint8Array(16).fill(i));
		for (let i = 0; i < fuzzCount(INPUTS / 3); i++) {
			socket.onReceive(addresses[random.below(addresses.length)]!, random.below(4), mutations.next(), random.below(50) === 0);
			scheduler.runFor(0);
			if (i % 1000 === 0) scheduler.runFor(10_000);
			if (route.associations > 3 * PLACES) throw new Error(`${route.associations} associations`);
		}
		socket.onReceive(addresses[1]!, 9, frame(PUBLIC, ACSE.aarq), false);
		socket.onReceive(addresses[1]!, 9, frame(PUBLIC, GET_ENERGY), false);
		scheduler.runFor(0);
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
		const mutations = new Mutations('serial', hdlcFrames, WHOLE);
		for (let i = 0; i < fuzzCount(INPUTS / 3); i++) {
			serial.onReceive(mutations.next());
			scheduler.runFor(0);
			if (i % 4 === 0) scheduler.runFor(600);
			if (i % 5000 === 0) scheduler.runFor(130_000);
			if (port.associations > 1) throw new Error(`${port.associations} associations`);
		}
		scheduler.runFor(130_000);
		equal(port.connected, false);
		equal(port.associations, 0);
		equal(scheduler.next, Number.POSITIVE_INFINITY);
		serial.onReceive(hex('2f3f210d0a'));
		scheduler.runFor(0);
		equal(heard, '2f464c47355c326b65696b690d0a');
		serial.onReceive(hex(HDLC.snrm));
		scheduler.runFor(0);
		equal(heard, toHex(hex(HDLC.ua)));
		equal(written > 0, true);
		equal(speeds.size <= 7, true);
	});
});
