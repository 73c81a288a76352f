/** What happens to the meter on Wi-Fi on the device model. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { fromHex, toHex } from '../../../modules/bytes/hex.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { EPC } from '../../../src/route-b/epc.js';
import { ROUTE_A_PARTS } from '../../route-a-parts.js';
import { START } from './bench.js';
import { MANAGEMENT, PUBLIC, READING, readDay } from './route-a-scenarios.js';
import type { WifiBench, WifiParts, WifiScenario } from './wifi-bench.js';
import type { Memory } from './xs-program.js';
import { METER_ADDRESS } from './xs-wifi.js';

const MINUTE = 60_000;
const REGISTER = 3;
const PATIENCE = 10_000;
const ECHONET_PORT = 3610;
const HTTP_PORT = 80;
const MDNS_PORT = 5353;
const METER = fromHex(METER_ADDRESS);
const GET = 0x62;
const SET_C = 0x61;
const NAME_QUERY = '0000000000010000000000000a6b65696b692d34623435056c6f63616c0000010001';
/** Datagrams and connections of a stranger. */
const HOSTILE = 400;
const LONGEST = 1_400;

/** From the start of the program to the first answer. */
export async function up(bench: WifiBench): Promise<void> {
	await bench.meter.runFor(3_000);
	await ask(bench, GET, [EPC.power]);
}

/** Asks the meter by a datagram; the answer's bytes behind the EHD and TID. */
export async function ask({ hems, meter }: WifiBench, esv: number, epcs: readonly number[], edt = ''): Promise<string> {
	const property = epcs.map((epc) => byte(epc) + (edt === '' ? '00' : byte(edt.length / 2) + edt)).join('');
	let answer: string | undefined;
	hems.onReceive = (_from, _port, bytes) => {
		const text = toHex(bytes);
		if (text.startsWith('10810001028801')) answer = text.slice(8);
	};
	hems.send(METER, ECHONET_PORT, fromHex(`1081000105ff01028801${byte(esv)}${byte(epcs.length)}${property}`));
	if (!(await meter.runWhile(() => answer === undefined, PATIENCE))) throw new Error('the meter does not answer');
	// As fast as one on a LAN asks; the meter hears no more than 32 datagrams a second for good.
	await meter.runFor(80);
	return answer!;
}

const byte = (value: number) => value.toString(16).padStart(2, '0');

/** What comes back for a request of HTTP. */
export function http(bench: WifiBench, request: string): Promise<string> {
	return beginHttp(bench, request)();
}

function beginHttp({ meter }: WifiBench, request: string): () => Promise<string> {
	const stream = meter.network.connect(HTTP_PORT);
	if (stream === undefined) throw new Error('there is no page');
	let [text, isOver] = ['', false];
	stream.onReceive = (bytes) => {
		text += Buffer.from(bytes).toString();
	};
	stream.onClosed = () => {
		isOver = true;
	};
	stream.send(Uint8Array.from(Buffer.from(request)));
	return async () => {
		if (!(await meter.runWhile(() => !isOver, 15_000))) throw new Error('the page does not come');
		return text;
	};
}

/** As browsers ask. */
export const PAGE =
	'GET / HTTP/1.1\r\nHost: keiki-4b45.local\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n' +
	'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: ja,en-US;q=0.7,en;q=0.3\r\nAccept-Encoding: gzip, deflate\r\n' +
	'Connection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\nPriority: u=0, i\r\n\r\n';

async function look(bench: WifiBench): Promise<void> {
	const text = await http(bench, PAGE);
	if (!/瞬時電力<td>500 W/.test(text)) throw new Error(`expected a page with the power, got ${text}`);
}

/** Twenty requests, the histories, the maps. */
export const wifiReads: WifiScenario = async (bench) => {
	await up(bench);
	for (let i = 0; i < 20; i++) await ask(bench, GET, [EPC.power]);
	for (let day = 1; day < 45; day += 11) {
		await ask(bench, SET_C, [EPC.history1Day], byte(day));
		await ask(bench, GET, [EPC.importHistory1]);
	}
	await ask(bench, GET, [EPC.readableMap, EPC.settableMap, EPC.announcedMap]);
};

/** A half-hour, with what is told to all nodes. */
export async function untilNotified({ hems, meter, scheduler }: WifiBench): Promise<void> {
	let informed = false;
	await meter.runFor(5 * MINUTE - 1 - scheduler.now());
	hems.onReceive = (_from, _port, bytes) => {
		if (bytes[10] === 0x73) informed = true;
	};
	if (!(await meter.runWhile(() => !informed, 35 * MINUTE))) throw new Error('no notification came');
}

export const wifiNotification: WifiScenario = async (bench) => {
	await up(bench);
	await untilNotified(bench);
};

/** Three looks at the page, at once and one after the other, and its name. */
export const wifiPage: WifiScenario = async (bench) => {
	await up(bench);
	await bench.meter.runFor(3_000);
	for (let i = 0; i < 3; i++) await look(bench);
	const answers = ['/', '/x', '/y'].map((path) => beginHttp(bench, `GET ${path} HTTP/1.1\r\nHost: 192.0.2.5\r\n\r\n`));
	for (const answer of answers) await answer();
	bench.hems.send(METER, MDNS_PORT, fromHex(NAME_QUERY));
	await bench.meter.runFor(1_000);
};

/** Asked for a network by nobody else, it opens an access point; a person fills in the form. */
export const wifiSetup: WifiScenario = async (bench) => {
	const { meter } = bench;
	await meter.runFor(100);
	if (meter.accessPoint?.ssid !== 'Keiki-4B45') throw new Error('expected an access point');
	await http(bench, PAGE);
	const body = `ssid=${'%E9%9B%BB'.repeat(10)}&password=${'%26'.repeat(63)}`;
	const fields = 'Host: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\nContent-Type: application/x-www-form-urlencoded\r\n';
	const answer = await http(bench, `POST / HTTP/1.1\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`);
	if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer);
	await meter.runFor(3_000);
	if (meter.restarts !== 1) throw new Error('expected a restart');
};

/** The network goes and comes, ten times. */
export const wifiOutages: WifiScenario = async (bench) => {
	const { meter } = bench;
	await up(bench);
	for (let i = 0; i < 10; i++) {
		meter.lose();
		await meter.runFor(10_000);
		await ask(bench, GET, [EPC.power]);
	}
};

/** All objects by TCP, as a head-end begins. */
export const wifiObjects: WifiScenario = async (bench) => {
	const { headEnd } = bench;
	await up(bench);
	await headEnd.open(PUBLIC);
	await headEnd.get(1, NAME.invocationCounter + READING * 256, 2);
	await headEnd.close();
	await headEnd.open(MANAGEMENT);
	let count = 0;
	headEnd.beginArray({ classId: ASSOCIATION_CLASS, name: CURRENT_ASSOCIATION, index: 2, selection: undefined }, () => count++);
	await headEnd.settle();
	if (count < 60) throw new Error(`expected more than 60 objects, got ${count}`);
	for (const name of [NAME.importEnergy, NAME.exportEnergy, NAME.importPower, NAME.voltageR]) await headEnd.get(REGISTER, name, 2);
	await headEnd.close();
};

/** A day of the profile by range, by TCP. */
export const wifiDay: WifiScenario = async ({ headEnd, scheduler }) => {
	await headEnd.open(MANAGEMENT);
	await readDay({ handHeld: headEnd, start: START, scheduler });
	await headEnd.close();
};

/** A head-end by TCP, a hand-held at the local port, a HEMS and a browser, all at once. */
export const wifiAll: WifiScenario = async (bench) => {
	const { headEnd, handHeld } = bench;
	await wifiObjects(bench);
	await handHeld.open(READING);
	await headEnd.open(MANAGEMENT);
	for (let i = 0; i < 3; i++) {
		await ask(bench, GET, [EPC.power, EPC.importEnergy]);
		await headEnd.get(REGISTER, NAME.importEnergy, 2);
		await handHeld.get(REGISTER, NAME.exportEnergy, 2);
		await look(bench);
	}
	await readDay({ handHeld: headEnd, start: START, scheduler: bench.scheduler });
	await headEnd.close();
	await handHeld.close();
};

/** Whatever a stranger sends to any port, among good requests. */
export const wifiHostile: WifiScenario = async (bench) => {
	await up(bench);
	await hostileLan(bench, HOSTILE);
	await ask(bench, GET, [EPC.power]);
	await look(bench);
};

export async function hostileLan(bench: WifiBench, count: number): Promise<void> {
	const { lan, meter } = bench;
	const random = new SeededRandom(1, 'stranger');
	const stranger = lan.host(fromHex('00000000000000000000ffffc0000299')).udp(5353);
	const samples = [
		fromHex('1081000105ff010288016203e700e800e000'),
		fromHex('1081000205ff010ef0016201d600'),
		fromHex(NAME_QUERY),
		fromHex('0001001000010021601da109060760857405080101be10040e01000000065f1f040000001e0400'),
		Uint8Array.from(Buffer.from(PAGE)),
	];
	for (let i = 0; i < count; i++) {
		const sample = samples[random.below(samples.length)]!;
		const bytes = random.below(10) === 0 ? new Uint8Array(random.below(LONGEST)) : sample.slice(0, 1 + random.below(sample.length));
		if (random.below(2))
			for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
		if (random.below(3) === 0) {
			const stream = meter.network.connect([HTTP_PORT, 4059][random.below(2)]!);
			stream?.send(bytes);
			if (random.below(2)) stream?.close();
		} else stranger.send(METER, [ECHONET_PORT, 4059, MDNS_PORT, 123][random.below(4)]!, bytes);
		await meter.runFor(random.below(200));
	}
	await meter.runFor(MINUTE);
}

/** Requests of a HEMS without a pause, looks at the page among them; `onMemory` gets what is alive before them and after each of the `parts`. */
export function wifiRequests(count: number, parts: number, onMemory: (memory: Memory) => void): WifiScenario {
	return async (bench) => {
		const { meter } = bench;
		await up(bench);
		await meter.runFor(MINUTE);
		for (let part = 0; part <= parts; part++) {
			onMemory(await meter.memory());
			for (let i = 0; part < parts && i < count / parts; i++) {
				await ask(bench, GET, [EPC.power]);
				if (i % 50 === 0) await look(bench);
			}
			await meter.runFor(MINUTE);
		}
	};
}

const PLAIN: WifiParts = Object.freeze({ routeA: false, units: false });
const BOTH: WifiParts = Object.freeze({ routeA: true, units: false });
const ALL: WifiParts = Object.freeze({ routeA: true, units: true, parts: ROUTE_A_PARTS });

/** By the name that they have in the table of memory.md. */
export const WIFI_SCENARIOS: Readonly<Record<string, readonly [WifiScenario, WifiParts]>> = Object.freeze({
	'wifi: a form is filled in': [wifiSetup, { ...PLAIN, knowsNetwork: false }],
	'wifi: reads, histories': [wifiReads, PLAIN],
	'wifi: one notification': [wifiNotification, PLAIN],
	'wifi: the page': [wifiPage, PLAIN],
	'wifi: ten outages': [wifiOutages, BOTH],
	'wifi: Route A, object list': [wifiObjects, BOTH],
	'wifi: all at once': [wifiAll, BOTH],
	'wifi: all at once, with units': [wifiAll, { ...BOTH, units: true }],
	'wifi: all at once, all of suite 0': [wifiAll, { ...ALL, units: false }],
	'wifi: all at once, all of suite 0, with units': [wifiAll, ALL],
	'wifi: hostile LAN': [wifiHostile, BOTH],
});
