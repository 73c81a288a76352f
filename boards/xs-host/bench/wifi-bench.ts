/** The meter on Wi-Fi on the device model, and who is on its LAN, from the build of the device model to the end of a scenario. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VirtualLan, type VirtualUdp } from '../../../hal/virtual/network.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import type { RouteAPart } from '../../route-a-parts.js';
import { ECHONET_GROUP } from '../../wifi/lan-services.js';
import { buildXsHost } from '../build.mjs';
import { bundle, ESP32, type Pools } from '../program.mjs';
import { type Firmware, FOLDER, type Outcome, outcomeOf, recordedPast, START } from './bench.js';
import { BENCH_KEYS } from './bench-keys.js';
import { HandHeld } from './hand-held.js';
import { XsWifi } from './xs-wifi.js';

export const WIFI_FIRMWARE = fileURLToPath(new URL('../firmware/wifi.ts', import.meta.url));
const MANIFEST = new URL('../../esp32-wifi/board.json', import.meta.url);
/** Of a slot, and of a slot of stack, in 32 bits. */
const SLOT = 16;
const HOME = Object.freeze({ ssid: 'home', password: 'a password of thirty-five characters' });
const HEMS = fromHex('00000000000000000000ffffc0000206');
const TIME_SERVER = fromHex('00000000000000000000ffffc000020a');
const ECHONET_PORT = 3610;
const NTP_PORT = 123;
const TO_UNIX = 2_208_988_800;

export interface WifiBench {
	readonly scheduler: VirtualScheduler;
	readonly lan: VirtualLan;
	readonly meter: XsWifi;
	/** A HEMS on the LAN, at the port of ECHONET Lite, which hears all nodes, too. */
	readonly hems: VirtualUdp;
	/** Who reads Route A over TCP, and at the local port. */
	readonly headEnd: HandHeld;
	readonly handHeld: HandHeld;
}

/** What happens on the LAN; it throws where the meter does not do its part. */
export type WifiScenario = (bench: WifiBench) => Promise<void>;

export interface WifiParts {
	/** Keys for Route A, on the network and at the local port. */
	readonly routeA: boolean;
	/** A base with four units, one of them with a relay. */
	readonly units: boolean;
	/** Parts of Route A; default: none. */
	readonly parts?: readonly RouteAPart[];
	/** False: the build was told no network; default: it was. */
	readonly knowsNetwork?: boolean;
}

/** The pools that the board is built with: its manifest's. */
export function wifiPools(): Required<Omit<Pools, 'keys'>> {
	const { creation } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
		creation: { chunk: { initial: number }; heap: { initial: number }; stack: number };
	};
	return { chunks: creation.chunk.initial, slots: creation.heap.initial, stack: creation.stack };
}

/** How many bytes of the pools that the SDK gives an ESP32 this board leaves to Wi-Fi and TCP/IP. */
export function leftToWifi(): number {
	const { chunks, slots, stack } = wifiPools();
	return ESP32.chunks - chunks + SLOT * (ESP32.slots - slots + ESP32.stack - stack);
}

/** Builds the device model and the firmware, and fills its flash. */
export async function buildWifi(): Promise<Firmware> {
	const { path: host, bits } = await buildXsHost();
	const script = join(FOLDER, 'wifi.js');
	const flash = join(FOLDER, 'wifi-flash');
	await bundle(WIFI_FIRMWARE, script);
	writeFileSync(flash, recordedPast(GEN1.counter));
	const pools = wifiPools();
	return { host, bits, script, flash, pools: { ...pools, chunks: (pools.chunks * bits) / 32 } };
}

/** Runs a scenario in pools of this size, the board's where nothing is told. */
export async function playWifi(
	{ host, script, flash, under, pools }: Firmware,
	scenario: WifiScenario,
	{ routeA, units, parts, knowsNetwork = true }: WifiParts,
	smaller: Pools = {},
): Promise<Outcome> {
	const scheduler = new VirtualScheduler();
	const lan = new VirtualLan(scheduler);
	const hems = lan.host(HEMS).udp(ECHONET_PORT, ECHONET_GROUP);
	tellTime(lan, scheduler);
	const options = {
		...{ host, script, flash, under, scheduler, lan, units, parts },
		pools: { ...pools, ...smaller },
		clock: START,
		macAddress: fromHex('020000004b45'),
		wifi: knowsNetwork ? HOME : undefined,
		routeA: routeA ? BENCH_KEYS : undefined,
	};
	return outcomeOf(script, XsWifi.start(options), (meter) => {
		meter.reach = HOME;
		const connect = () => {
			const stream = meter.network.connect(COSEM_PORT);
			if (stream === undefined) throw new Error('nobody takes connections of Route A');
			return stream;
		};
		const headEnd = new HandHeld(meter, scheduler, BENCH_KEYS, connect);
		return scenario({ scheduler, lan, meter, hems, headEnd, handHeld: new HandHeld(meter, scheduler, BENCH_KEYS) });
	});
}

/** A server of the time, that is right. */
function tellTime(lan: VirtualLan, scheduler: VirtualScheduler): void {
	const server = lan.host(TIME_SERVER).udp(NTP_PORT);
	lan.names.set('ntp.nict.jp', TIME_SERVER);
	server.onReceive = (from, port, bytes) => {
		const reply = new Uint8Array(48);
		reply.set([0x24, 1]);
		reply.set(bytes.subarray(40), 24);
		new DataView(reply.buffer).setUint32(40, Math.floor((START + scheduler.now()) / 1000) + TO_UNIX);
		server.send(from, port, reply);
	};
}
