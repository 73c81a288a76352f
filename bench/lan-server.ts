/** One of the servers that bench/lan.ts measures, in a process of its own. */
import { createSocket } from 'node:dgram';
import { createRequire } from 'node:module';
import process from 'node:process';
import { Pacer } from '../hal/node/pacer.js';
import { NodeUdp } from '../hal/node/sockets.js';
import { SchedulerClock } from '../hal/virtual/clock.js';
import { SeededRandom } from '../hal/virtual/random.js';
import { VirtualScheduler } from '../hal/virtual/scheduler.js';
import { PlainUdp } from '../modules/datagram/plain-udp.js';
import type { Readings } from '../src/meter/metering/readings.js';
import { GEN1 } from '../src/route-b/meter-profile.js';
import { RouteB } from '../src/route-b/route-b.js';

const PORT = 3610;
const POWER = 632;

/** The least that a program on node:dgram can do. */
async function echo(address: string): Promise<void> {
	const socket = createSocket({ type: 'udp4', reuseAddr: true });
	socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address));
	await new Promise<void>((resolve) => socket.bind(PORT, address, resolve));
}

/** The meter as `keiki run --lan` composes it, but for its readings. */
async function keiki(address: string): Promise<void> {
	const scheduler = new VirtualScheduler();
	const socket = await NodeUdp.open({ address, port: PORT, group: { ipv4: '224.0.23.0', ipv6: 'ff02::1' } });
	const datagrams = new PlainUdp({ socket });
	const pacer = new Pacer({
		scheduler,
		speed: 1,
		isBusy: () => false,
		onError: (error) => {
			throw error;
		},
	});
	const receive = socket.onReceive;
	socket.onReceive = (from, port, bytes, multicast) => pacer.enter(() => receive(from, port, bytes, multicast));
	const clock = new SchedulerClock(scheduler, Date.now());
	const log = { write: (layer: string, text: string) => process.stderr.write(`${layer}: ${text}\n`) };
	const options = { random: new SeededRandom(1), log, profile: GEN1, serial: 'KEIKI0000001', secured: 'any', multicast: datagrams.group } as const;
	const routeB = new RouteB(
		options,
		datagrams,
		scheduler,
		constantReadings(() => clock.now()),
	);
	routeB.start();
	pacer.start();
}

function constantReadings(now: () => number): Readings {
	const counts = { import: 65_139, export: 22 };
	return {
		twoWay: true,
		counter: GEN1.counter,
		now,
		counts: () => counts,
		sample: () => ({ power: POWER, currentR: 3, currentT: 5, voltageR: 101, voltageT: 102 }),
		halfHour: () => counts,
		minute: () => counts,
		onHalfHour() {},
	};
}

interface Received {
	readonly DEOJ: string;
	readonly ESV: string;
}

/** What this bench uses of the package, which has no types. */
interface EchonetLite {
	readonly GET: string;
	initialize(objects: string[], onReceive: (from: unknown, message: Received | null) => void, ipVersion: 4, options: object): Promise<unknown>;
	replyGetDetail(from: unknown, message: Received, objects: object): Promise<void>;
}

/** A meter as the package's documentation builds a device. It is always bound to all addresses. */
async function packageDevice(): Promise<void> {
	const EL = createRequire(import.meta.url)('echonet-lite') as EchonetLite;
	const objects = { '028801': { e7: [0, 0, POWER >> 8, POWER & 0xff] } };
	await EL.initialize(
		['028801'],
		(from, message) => {
			if (message?.DEOJ === '028801' && message.ESV === EL.GET) void EL.replyGetDetail(from, message, objects);
		},
		4,
		{ autoGetProperties: false },
	);
}

const [kind, address = ''] = process.argv.slice(2);
const servers: Record<string, (address: string) => Promise<void>> = { echo, keiki, package: packageDevice };
await servers[kind ?? '']!(address);
process.on('disconnect', () => process.exit());
process.send!('ready');
