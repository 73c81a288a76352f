import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hostInterfaces } from '../../hal/node/addresses.js';
import { Pacer } from '../../hal/node/pacer.js';
import { NodeUdp } from '../../hal/node/sockets.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { type AnswerPort, PlainUdp } from '../../modules/datagram/plain-udp.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { RouteB, type RouteBOptions } from '../../src/route-b/route-b.js';
import { DUMP_TIME, ScriptedReadings } from '../src/route-b/route-b-rig.js';
import { until } from '../until.js';
import { requirePeer } from './peers.js';

const PORT = 3610;
const METER = '127.0.0.2';
const GROUP = '224.0.23.0';
const CONTROLLER_OBJECT = '05ff01';
const METER_OBJECT = '028801';

/** Of the package, which has no types, what is used here. Values and EOJs are small hexadecimal digits. */
interface EchonetLite {
	/** By address, EOJ and EPC: what was read or announced. */
	readonly facilities: Record<string, Record<string, Record<string, string>>>;
	initialize(objects: string[], heard: (from: RemoteInfo, message: Message | null) => void, ipVersion: 4, options: object): Promise<unknown>;
	search(): void;
	sendOPC1(address: string, seoj: string, deoj: string, esv: string, epc: string, edt: string): void;
	release(): void;
}

interface Message {
	readonly SEOJ: string;
	readonly ESV: string;
	readonly DETAILs: Record<string, string>;
}

const EL = createRequire(import.meta.url)('echonet-lite') as EchonetLite;

/** Get E7 and its answer: TID at offset 2; the readings are of the dump in `fakes`, 632 W. */
const get = (tid: number) => Buffer.from(`1081${tid.toString(16).padStart(4, '0')}05ff01028801` + '6201e700', 'hex');
const getRes = (tid: number) => `1081${tid.toString(16).padStart(4, '0')}02880105ff01` + '7201e70400000278';
const GET_INSTANCES = Buffer.from('1081000705ff010ef001' + '6201d600', 'hex');
const GET_INSTANCES_RES = '108100070ef00105ff01' + '7201d60401028801';

describe('the meter on a LAN, with other programs on its host', () => {
	const open: { close(): void }[] = [];
	let routeB: RouteB;

	before(function () {
		if (process.platform === 'linux') return;
		process.stderr.write('\n  NOT TESTED: the meter on a LAN: only Linux has many loopback addresses\n');
		this.skip();
	});
	afterEach(() => {
		for (const each of open.splice(0)) each.close();
	});

	/** A running meter, as the simulator composes it. */
	async function startMeter(options: Partial<RouteBOptions> = {}, answers: AnswerPort = 'standard'): Promise<void> {
		const scheduler = new VirtualScheduler();
		const clock = new SchedulerClock(scheduler, DUMP_TIME * 60_000);
		const pacer = new Pacer({
			scheduler,
			speed: 1,
			isBusy: () => false,
			onError: (error) => {
				throw error;
			},
		});
		const socket = await NodeUdp.open({ address: METER, port: PORT, group: { ipv4: GROUP, ipv6: 'ff02::1' } });
		const datagrams = new PlainUdp({ socket, answers });
		const receive = socket.onReceive;
		socket.onReceive = (from, port, bytes, multicast) => pacer.enter(() => receive(from, port, bytes, multicast));
		const served = {
			random: new SeededRandom(1),
			log: { write: (layer: string, text: string) => process.stderr.write(`${layer}: ${text}\n`) },
			profile: GEN1,
			serial: 'KEIKI0000001',
			secured: 'any',
			multicast: datagrams.group,
			instanceListDelay: 50,
			...options,
		} as const;
		routeB = new RouteB(served, datagrams, scheduler, new ScriptedReadings(() => clock.now()));
		routeB.start();
		pacer.start();
		open.push({
			close: () => {
				pacer.stop();
				socket.close();
			},
		});
	}

	async function client(address: string, port = 0): Promise<{ socket: Socket; answers: string[] }> {
		const socket = createSocket({ type: 'udp4', reuseAddr: true });
		const answers: string[] = [];
		socket.on('message', (bytes, from) => {
			if (from.address === METER && from.port === PORT) answers.push(bytes.toString('hex'));
		});
		socket.bind(port, address);
		await once(socket, 'listening');
		open.push(socket);
		return { socket, answers };
	}

	describe('the npm package echonet-lite as a controller', () => {
		let messages: Message[];

		before(function () {
			if (hostInterfaces('IPv4').some(({ info }) => !info.internal)) return;
			process.stderr.write('\n  NOT TESTED: the package echonet-lite: it needs a network\n');
			this.skip();
		});
		beforeEach(async () => {
			messages = [];
			await startMeter();
			await EL.initialize([CONTROLLER_OBJECT], (from, message) => message && from.address === METER && messages.push(message), 4, {
				ignoreMe: true,
				autoGetProperties: true,
				autoGetDelay: 20,
			});
		});
		afterEach(() => EL.release());

		const seen = () => EL.facilities[METER]?.[METER_OBJECT] ?? {};
		const ask = (esv: string, epc: string, edt = '') => EL.sendOPC1(METER, CONTROLLER_OBJECT, METER_OBJECT, esv, epc, edt);

		it('finds it by multicast and reads all its properties', async () => {
			EL.search();
			await until(() => seen().e7 !== undefined, 'EPC E7');
			const { [METER_OBJECT]: object, '0ef001': node } = EL.facilities[METER]!;
			assert.equal(node?.d6, '01028801');
			assert.equal(object?.e7, '00000278');
			assert.equal(object?.e0, '0000fe73');
			assert.equal(object?.e3, '00000016');
			assert.equal(object?.e1, '01');
			assert.equal(object?.['8d'], Buffer.from('KEIKI0000001').toString('hex'));
		});

		it('finds it by what it announces when it starts', async () => {
			await until(() => messages.some(({ ESV, DETAILs }) => ESV === '73' && DETAILs.d5 === '01028801'), 'the instance list');
		});

		it('reads one property, and gets a refusal for one that is not there', async () => {
			ask('62', 'e7');
			await until(() => messages.some(({ ESV, DETAILs }) => ESV === '72' && DETAILs.e7 === '00000278'), 'Get_Res');
			ask('62', 'f0');
			await until(() => messages.some(({ ESV, DETAILs }) => ESV === '52' && DETAILs.f0 === ''), 'Get_SNA');
		});

		it('sets the day of the history', async () => {
			ask('61', 'e5', '02');
			await until(() => messages.some(({ ESV, DETAILs }) => ESV === '71' && DETAILs.e5 === ''), 'Set_Res');
			ask('62', 'e5');
			await until(() => messages.some(({ ESV, DETAILs }) => ESV === '72' && DETAILs.e5 === '02'), 'Get_Res');
		});

		it('hears what it announces, once', async () => {
			await sleep(100);
			messages.length = 0;
			routeB.setFaulty(true);
			await until(() => messages.some(({ ESV }) => ESV === '73'), 'INF');
			await sleep(20);
			assert.deepEqual(
				messages.filter(({ ESV }) => ESV === '73').map(({ SEOJ, DETAILs }) => ({ SEOJ, DETAILs })),
				[{ SEOJ: METER_OBJECT, DETAILs: { 88: '41' } }],
			);
		});
	});

	it('a program on any port gets its answer there, where the meter is told so', async () => {
		await startMeter({}, 'asker');
		const { socket, answers } = await client('127.0.0.1');
		socket.send(get(1), PORT, METER);
		await until(() => answers.length > 0, 'the answer');
		assert.deepEqual(answers, [getRes(1)]);
	});

	it('a program at port 3610 of another address gets one answer, to what it sends to the meter or to the group', async () => {
		await startMeter({ instanceListDelay: 100_000 });
		const { socket, answers } = await client('127.0.0.1', PORT);
		socket.send(get(1), PORT, METER);
		socket.send(GET_INSTANCES, PORT, GROUP);
		await sleep(150);
		assert.deepEqual(answers.sort(), [getRes(1), GET_INSTANCES_RES].sort());
	});

	it('a program that sends from one socket and listens at port 3610 gets its answer', async () => {
		await startMeter({ instanceListDelay: 100_000 });
		const listening = await client('0.0.0.0', PORT);
		const sending = await client('127.0.0.1');
		sending.socket.send(get(1), PORT, METER);
		await until(() => listening.answers.length > 0, 'the answer');
		assert.deepEqual(listening.answers, [getRes(1)]);
	});

	it('programs on several ports each get their own answer, even from a meter that takes its time', async () => {
		await startMeter({ answerDelay: { min: 30, max: 30 } }, 'asker');
		const clients = [await client('127.0.0.1'), await client('127.0.0.1'), await client('127.0.0.1')];
		for (const [i, { socket }] of clients.entries()) socket.send(get(i), PORT, METER);
		await until(() => clients.every(({ answers }) => answers.length > 0), 'three answers');
		assert.deepEqual(
			clients.map(({ answers }) => answers),
			[[getRes(0)], [getRes(1)], [getRes(2)]],
		);
	});

	it('it does not take its own announcements for messages of others', async () => {
		const { answers } = await client('0.0.0.0', PORT);
		await startMeter({ instanceListDelay: 0 });
		await until(() => answers.length > 0, 'the announcement');
		routeB.setFaulty(true);
		await until(() => answers.length > 1, 'the second announcement');
		await sleep(50);
		assert.deepEqual(routeB.unanswered, { malformed: 0, notRequests: 0, unknownObject: 0, tooLong: 0 });
		assert.equal(routeB.status.report().heardAt, undefined);
	});

	it('a controller in Python finds it by multicast and reads it', async function () {
		const python = requirePeer(this, 'python3', 'apt-get install python3');
		await startMeter({ instanceListDelay: 100_000 });
		const { stdout } = await promisify(execFile)(python, ['-c', PYTHON_CONTROLLER], { timeout: 120_000 });
		assert.deepEqual(stdout.trim().split('\n'), [`${METER} ${GET_INSTANCES_RES}`, `${METER} ${getRes(1)}`]);
	});
});

/** One socket on all addresses, in the group, as short programs do it. */
const PYTHON_CONTROLLER = `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 3610))
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack('4s4s', socket.inet_aton('224.0.23.0'), socket.inet_aton('127.0.0.1')))
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
s.settimeout(100)
def ask(message, to):
    s.sendto(bytes.fromhex(message), (to, 3610))
    while True:
        answer, (address, port) = s.recvfrom(1500)
        if answer[10] == 0x72:
            print(address, answer.hex())
            return address
meter = ask('1081000705ff010ef0016201d600', '224.0.23.0')
ask('1081000105ff010288016201e700', meter)
`;
