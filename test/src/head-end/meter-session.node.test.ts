import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { RealTime } from '../../../hal/node/real-time.js';
import { TcpClient } from '../../../hal/node/tcp-client.js';
import { TcpSerial } from '../../../hal/node/tcp-serial.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { CONTROL, encodeCiphered, Suite0 } from '../../../modules/dlms/security/ciphering.js';
import type { Carrier, DatagramPort } from '../../../src/head-end/connection.js';
import { generalText } from '../../../src/head-end/data-text.js';
import { HdlcCarrier } from '../../../src/head-end/hdlc-carrier.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { MeterSession, type MeterSessionOptions } from '../../../src/head-end/meter-session.js';
import { attributeTarget, readObjectList } from '../../../src/head-end/reading.js';
import type { SessionSecurity } from '../../../src/head-end/session-security.js';
import { TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { TcpCarrier, UdpCarrier } from '../../../src/head-end/wrapper-carrier.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { equal, hex } from '../../assert.js';
import { MANAGEMENT_CONFORMANCE, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { MeterRig, type MeterRigOptions } from './meter-rig.js';

const KEYS: RouteAKeys = {
	systemTitle: hex('4a504d0000000001'),
	kek: undefined,
	broadcast: undefined,
	clients: { 1: { encryption: hex('000102030405060708090a0b0c0d0e0f'), authentication: hex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf') } },
};
const ENERGY = attributeTarget(3, parseLogicalName('1.0.1.8.0.255'), 2);
const NAME = attributeTarget(1, parseLogicalName('0.0.42.0.0.255'), 2);
const PROFILE = attributeTarget(7, parseLogicalName('1.0.99.1.0.255'), 2);
const IN_BLOCKS = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
const GENERAL_BLOCK = 0xe0;
const GENERAL_GLO = 0xdb;
const ASSOCIATE = 0x60;
const GET = 0xc8;
const GET_LIST = 3;
/** GET, in blocks and in lists. */
const LISTS = CONFORMANCE.get | CONFORMANCE.blockGet | CONFORMANCE.multipleReferences;

/** How long a session waits: no time of the clock's, so that a busy machine makes no difference. */
class Patience implements Scheduler {
	/** What came is taken, and no more is waited for. */
	none = false;
	readonly #waiting = new Set<() => void>();

	now(): number {
		return 0;
	}

	after(_delay: number, task: () => void): Timer {
		if (this.none) {
			const soon = setImmediate(task);
			return { cancel: () => clearImmediate(soon) };
		}
		this.#waiting.add(task);
		return { cancel: () => this.#waiting.delete(task) };
	}

	/** What is waited for now is waited for no longer. */
	end(): undefined {
		setImmediate(() => {
			for (const task of [...this.#waiting]) if (this.#waiting.delete(task)) task();
		});
	}
}

/** The failure as JSON, of other errors the message. */
async function failure(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		return error instanceof HeadEndError ? JSON.stringify(error.failure) : (error as Error).message;
	}
	return 'none';
}

describe('a session with a meter', () => {
	let rig: MeterRig;
	let session: MeterSession | undefined;
	let carrier: Carrier | undefined;
	let opened = 0;
	let patience = new Patience();

	beforeEach(() => {
		patience = new Patience();
	});
	afterEach(async () => {
		patience.none = true;
		await session?.close();
		await carrier?.close();
		rig.close();
	});

	const security = (keys = KEYS): SessionSecurity => ({
		keys: { ...keys.clients[1]!, kek: undefined, broadcast: undefined },
		title: hex('4b45490000000001'),
		protocol: 'glo',
		control: CONTROL.authentication | CONTROL.encryption,
		counter: undefined,
		supply: new TransmitSupply(undefined),
	});
	const begin = (over: Carrier, changes: Partial<MeterSessionOptions> = {}, keys = KEYS): MeterSession => {
		carrier = over;
		session = new MeterSession({
			carrier: over,
			client: 1,
			server: 1,
			security: security(keys),
			scheduler: patience,
			random: new SeededRandom(1, 'head-end'),
			cipher: new PortableCipher(),
			timeout: 5000,
			retries: 2,
			...changes,
		});
		return session;
	};
	const tcp = async (options: Partial<MeterRigOptions> = {}): Promise<TcpCarrier> => {
		rig = new MeterRig({ keys: KEYS, ...options });
		const [host, port] = (await rig.tcp()).split(':');
		opened = 0;
		return new TcpCarrier(() => {
			opened++;
			return TcpClient.open(host!, Number(port));
		});
	};
	const serial = async (modeE: boolean, options: Partial<MeterRigOptions> = {}): Promise<HdlcCarrier> => {
		rig = new MeterRig({ keys: KEYS, ...options });
		const line = await TcpSerial.listen(0);
		rig.hdlc(line);
		const [host, port] = line.path.split(':');
		const open = async () => Object.assign(await TcpClient.open(host!, Number(port)), { setSpeed: () => {} });
		return new HdlcCarrier({ open, scheduler: new RealTime(), modeE, speed: 115_200, physicalDevice: undefined, frameTimeout: 1000 });
	};
	const text = async (target = ENERGY): Promise<string> => {
		const reading = await session!.get(target);
		return typeof reading === 'number' ? `result ${reading}` : generalText(reading);
	};

	it('asks for the counter as the public client, and reads in its own association', async () => {
		begin(await tcp({ counters: counted(41) }));
		equal(await text(), '12345');
		equal(rig.security.lastReceived > 41, true);
		equal(opened, 2);
	});

	it('tells the diagnostic of a refused association, and that it showed no keys', async () => {
		begin(await tcp(), { client: 1, security: undefined });
		equal(await failure(session!.open()), '{"kind":"associationRefused","transient":false,"diagnostic":258,"proof":"none"}');
	});

	it('tries again in a new connection when an answer was lost', async () => {
		begin(await tcp());
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === GET && lost++ === 0 ? patience.end() : apdu);
		equal(await text(), '12345');
		equal(opened, 3);
	});

	it('asks again for general blocks that are lost, in the same association', async () => {
		begin(await tcp({ conformance: IN_BLOCKS, maxPdu: 150, maxTransfer: 100_000 }), { window: 4 });
		let blocks = 0;
		rig.onAnswer = (apdu) => {
			if (apdu[0] !== GENERAL_BLOCK) return apdu;
			// One in the midst of a row, and the last of one, behind which there is silence.
			blocks++;
			return blocks === 3 ? undefined : blocks === 6 ? patience.end() : apdu;
		};
		const reading = await session!.get(PROFILE);
		equal(typeof reading === 'object' && 'items' in reading && reading.items.length, 48);
		equal(opened, 2);
		equal(blocks > 6, true);
	});

	it('gives up general blocks where nothing comes any more, and tries anew', async () => {
		begin(await tcp({ conformance: IN_BLOCKS, maxPdu: 300, maxTransfer: 100_000 }), { window: 4 });
		let blocks = 0;
		rig.onAnswer = (apdu) => (apdu[0] === GENERAL_BLOCK && blocks++ >= 2 ? patience.end() : apdu);
		equal((await failure(session!.get(PROFILE))).includes('"kind":"noAnswer"'), true);
		equal(opened, 4);
	});

	it('takes general blocks over HDLC, which answers each by one', async () => {
		begin(await serial(false, { conformance: IN_BLOCKS, maxPdu: 300, maxTransfer: 100_000 }), { window: 20 });
		const reading = await session!.get(PROFILE);
		equal(typeof reading === 'object' && 'items' in reading && reading.items.length, 48);
		equal(session!.agreed(CONFORMANCE.generalBlockTransfer), true);
	});

	it('proposes neither general blocks nor ACCESS unless it is told to', async () => {
		begin(await tcp({ conformance: IN_BLOCKS | CONFORMANCE.access }));
		await session!.open();
		equal(session!.agreed(CONFORMANCE.generalBlockTransfer) || session!.agreed(CONFORMANCE.access), false);
	});

	it('reads several attributes by ACCESS, and alone what does not fit into its answer', async () => {
		begin(await tcp({ conformance: IN_BLOCKS | CONFORMANCE.access, maxPdu: 300 }), { access: true });
		const requests: number[] = [];
		rig.onRequest = (apdu) => requests.push(apdu[0]!);
		const readings = await session!.getAll([ENERGY, PROFILE, NAME]);
		equal(
			readings.map((reading) => (typeof reading === 'number' ? reading : 'items' in reading ? reading.items.length : generalText(reading))).join(),
			'12345,48,KEI0000000000001',
		);
		const own = requests.slice(requests.lastIndexOf(ASSOCIATE) + 2);
		equal(own[0], GENERAL_GLO);
		equal(
			own.slice(1).every((tag) => tag === GET),
			true,
		);
	});

	it('does what it is told in one request of ACCESS, refusals among it', async () => {
		begin(await tcp({ conformance: IN_BLOCKS | CONFORMANCE.access }), { access: true });
		const outcomes = await session!.access([
			{ service: 'get', target: ENERGY, value: undefined },
			{ service: 'set', target: ENERGY, value: hex('0600000000') },
			{ service: 'action', target: attributeTarget(8, parseLogicalName('0.0.1.0.0.255'), 6), value: hex('100000') },
		]);
		equal(outcomes.map(({ result }) => result).join(), '0,3,0');
	});

	it('tries again over UDP from another port, where a late answer does not reach', async () => {
		rig = new MeterRig({ keys: KEYS });
		const port = Number((await rig.udp()).split(':').pop());
		const ports = new Set<number>();
		begin(
			new UdpCarrier(async () => {
				const socket = createSocket('udp4');
				socket.connect(port, '127.0.0.1');
				await once(socket, 'connect');
				ports.add(socket.address().port);
				const datagrams: DatagramPort = {
					onReceive: () => {},
					onError: () => {},
					send: (bytes) => socket.send(bytes),
					close: () => socket.close(),
				};
				socket.on('message', (bytes) => datagrams.onReceive(new Uint8Array(bytes)));
				return datagrams;
			}),
		);
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === GET && lost++ === 0 ? patience.end() : apdu);
		equal(await text(), '12345');
		equal(ports.size, 3);
	});

	it('ends what is under way when it is closed', async () => {
		begin(await tcp());
		await session!.open();
		rig.onAnswer = () => undefined;
		const reading = failure(session!.get(ENERGY));
		session!.close();
		equal(await reading, '{"kind":"ended","work":"get"}');
	});

	it('tries again when the answer to the association was lost', async () => {
		begin(await tcp());
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === ASSOCIATE && lost++ === 1 ? patience.end() : apdu);
		equal(await text(), '12345');
	});

	it('gives up after its tries, and tells of each', async () => {
		const retries: string[] = [];
		begin(await tcp(), { retries: 2, onRetry: ({ kind }, attempt) => retries.push(`${attempt} ${kind}`) });
		rig.onAnswer = () => patience.end();
		equal(await failure(session!.open()), '{"kind":"noAnswer","work":"association","timeout":5000,"refused":0,"proof":"none"}');
		equal(opened, 3);
		equal(retries.join(), '1 noAnswer,2 noAnswer');
	});

	it('says that an answer came which it cannot open', async () => {
		begin(await tcp(), { retries: 0 });
		rig.onAnswer = (apdu, request) => {
			if (request[0] !== GET) return apdu;
			patience.none = true;
			apdu[apdu.length - 1]! ^= 1;
			return apdu;
		};
		equal(await failure(session!.get(ENERGY)), '{"kind":"noAnswer","work":"get","timeout":5000,"refused":1,"proof":"keys"}');
	});

	it('does not try again what is refused', async () => {
		const other = { ...KEYS, clients: { 1: { encryption: new Uint8Array(16), authentication: new Uint8Array(16) } } };
		begin(await tcp(), {}, other);
		equal(await failure(session!.open()), '{"kind":"exception","exception":{"stateError":1,"serviceError":5},"proof":"keys"}');
		equal(opened, 2);
	});

	it('goes on behind a counter that somebody else has used meanwhile', async () => {
		begin(await tcp());
		let requests = 0;
		rig.onRequest = (apdu) => {
			// The public client has read the counter by now.
			if (apdu[0] === ASSOCIATE && ++requests === 2) rig.security.session(hex('4b45490000000002'))!.open(sealedBy('4b45490000000002', 900));
		};
		equal(await text(), '12345');
		equal(rig.security.lastReceived > 900, true);
	});

	it('uses no counter twice when the meter tells an old one', async () => {
		const supply = new TransmitSupply(undefined);
		supply.goOn(700);
		const counters: number[] = [];
		for (const told of [0, 400]) {
			const over = await tcp({ counters: counted(told) });
			rig.onRequest = (apdu) => {
				if (apdu[0] === GET) counters.push(rig.security.lastReceived);
			};
			begin(over, { security: { ...security(), supply } });
			await text();
			await session!.close();
			rig.close();
		}
		equal(counters.length, 2);
		equal(counters[0]! >= 700 && counters[1]! > counters[0]!, true);
	});

	it('does not let a counter that anybody may tell use the key up', async () => {
		let kept = 501;
		const reserve = {
			get next() {
				return kept;
			},
			reserve: (least: number, count: number) => {
				const first = Math.max(least, kept);
				kept = first + count;
				return first;
			},
		};
		begin(await tcp({ counters: counted(0xfffffff0) }), { security: { ...security(), supply: new TransmitSupply(reserve) } });
		equal(await failure(session!.open()), '{"kind":"counterLeap","meter":4294967280,"here":500}');
		equal(kept, 501);
	});

	it('goes on from its own counters where the public client may not read the meter’s', async () => {
		const supply = new TransmitSupply(undefined);
		supply.goOn(700);
		begin(await tcp(), { security: { ...security(), supply } });
		let asked = 0;
		rig.onAnswer = (apdu, request) => (request[0] === 0xc0 && ++asked > 0 ? new Uint8Array([0xc4, 1, request[2]!, 1, 4]) : apdu);
		equal(await text(), '12345');
		equal(asked, 2);
	});

	it('says why the counters cannot be kept', async () => {
		const reserve = {
			next: 1,
			reserve: (): number => {
				throw new Error('the disk is full');
			},
		};
		begin(await tcp(), { security: { ...security(), supply: new TransmitSupply(reserve) } });
		equal(await failure(session!.open()), 'the disk is full');
	});

	it('asks one by one where a meter refuses lists that it agreed to', async () => {
		begin(await tcp());
		let lists = 0;
		rig.onAnswer = (apdu, request) => {
			// A list of several is the longest request here.
			if (request[0] !== GET || request.length < 50) return apdu;
			lists++;
			return hex('d80202');
		};
		const readings = await session!.getAll([ENERGY, NAME, ENERGY]);
		equal(readings.map((each) => (typeof each === 'number' ? each : generalText(each))).join(), '12345,KEI0000000000001,12345');
		await session!.getAll([ENERGY, NAME]);
		equal(lists, 1);
	});

	it('asks one by one where lists were not agreed on', async () => {
		begin(await tcp({ conformance: 0x405c9f }));
		rig.onRequest = (apdu) => equal(apdu[0] === 0xc0 && apdu[1] === GET_LIST, false);
		equal((await session!.getAll([ENERGY, NAME])).length, 2);
	});

	it('asks one by one where a meter refuses each of a list', async () => {
		begin(await tcp({ publicConformance: LISTS }), { client: 16, security: undefined });
		let lists = 0;
		rig.onAnswer = (apdu, request) => {
			if (request[0] !== 0xc0 || request[1] !== GET_LIST) return apdu;
			lists++;
			return hex(`c403${request[2]!.toString(16)}03 01fa 01fa 01fa`);
		};
		const readings = await session!.getAll([NAME, NAME, NAME]);
		equal(readings.map((each) => (typeof each === 'number' ? each : generalText(each))).join(), Array(3).fill('KEI0000000000001').join());
		equal(lists, 1);
	});

	// A server that answers a list with the results of two attributes and no choice in front of the second.
	it('asks one by one where the answer to a list is malformed, at once and not again', async () => {
		begin(await tcp({ publicConformance: LISTS }), { client: 16, security: undefined });
		let lists = 0;
		rig.onAnswer = (apdu, request) => {
			if (request[0] !== 0xc0 || request[1] !== GET_LIST) return apdu;
			lists++;
			return Uint8Array.of(0xc4, 3, request[2]!, 2, 0, 0x11, 1, 7);
		};
		const readings = await session!.getAll([NAME, NAME]);
		equal(readings.map((each) => (typeof each === 'number' ? each : generalText(each))).join(), Array(2).fill('KEI0000000000001').join());
		equal(lists, 1);
		equal(opened, 1);
	});

	it('names the octet of an answer that is malformed', async () => {
		begin(await tcp(), { client: 16, security: undefined });
		rig.onAnswer = (apdu, request) => (request[0] === 0xc0 ? Uint8Array.of(0xc4, 1, request[2]!, 7) : apdu);
		equal(
			await failure(session!.get(NAME)),
			'{"kind":"answerMalformed","work":"get","malformed":{"format":"xDLMS","offset":3,"expected":"choice of Get-Data-Result 0 or 1"}}',
		);
	});

	it('waits on where a block came twice', async () => {
		begin(await tcp({ maxPdu: 64 }), { client: 16, security: undefined });
		let twice = 0;
		const first: Uint8Array[] = [];
		rig.onAnswer = (apdu, request) => {
			if (request[0] !== 0xc0) return apdu;
			if (first.length === 0) first.push(apdu.slice());
			else if (twice++ === 0) rig.send(first[0]!);
			return apdu;
		};
		equal((await readObjectList(session!)).objects.length, 3);
		equal(opened, 1);
	});

	it('reads from a meter that takes but short requests', async () => {
		begin(await tcp({ maxPdu: 64 }), { client: 16, security: undefined });
		const readings = await session!.getAll(Array<typeof NAME>(8).fill(NAME));
		equal(readings.filter((each) => typeof each === 'object').length, 8);
		equal((await readObjectList(session!)).objects.length, 3);
	});

	it('is known by a password to a meter without keys', async () => {
		const changes = { client: 16, security: undefined };
		begin(await tcp({ password: '12345678' }), { ...changes, password: hex('3132333435363738') });
		equal(await text(NAME), 'KEI0000000000001');
		for (const password of [undefined, hex('3132')]) {
			begin(carrier!, { ...changes, password });
			equal(
				await failure(session!.open()),
				`{"kind":"associationRefused","transient":false,"diagnostic":269,"proof":"${password === undefined ? 'none' : 'password'}"}`,
			);
		}
	});

	it('reads an object list that comes in many blocks', async () => {
		begin(await tcp({ maxPdu: 128 }));
		const { objects, version, unknown } = await readObjectList(session!);
		equal(`${objects.length} ${version} ${unknown}`, '13 1 0');
	});

	it('calls a method once, even if there is no answer', async () => {
		begin(await tcp());
		await session!.open();
		let calls = 0;
		rig.onAnswer = () => {
			calls++;
			return patience.end();
		};
		const setClock = { classId: 8, name: parseLogicalName('0.0.1.0.0.255'), index: 6 };
		equal(await failure(session!.act(setClock, hex('100001'))), '{"kind":"noAnswer","work":"action","timeout":5000,"refused":0,"proof":"keys"}');
		equal(calls, 1);
	});

	it('notices at the next request that the meter has closed the connection', async () => {
		begin(await tcp());
		equal(await text(), '12345');
		rig.dropAll();
		await new Promise((resolve) => setTimeout(resolve, 20));
		// Without notice it would wait for ever.
		equal(await text(), '12345');
	});

	for (const modeE of [false, true]) {
		it(`reads over HDLC ${modeE ? 'behind mode E' : 'at once'}`, async () => {
			begin(await serial(modeE));
			equal(await text(), '12345');
			equal((await readObjectList(session!)).objects.length, 13);
		});
	}

	for (const [what, said, failed] of [
		['an identification that offers no HDLC', '/KEI5RIG\r\n', '{"kind":"noHdlc","found":"/KEI5RIG"}'],
		['a line that is no identification', '/K5I\r\n', '{"kind":"identificationUnknown","found":"/K5I"}'],
		['bytes that are no line', '/KEI5', '{"kind":"identificationUnknown","found":"/KEI5"}'],
	] as const) {
		it(`tells ${what}`, async () => {
			rig = new MeterRig({ keys: KEYS });
			const line = await TcpSerial.listen(0);
			line.onReceive = () => line.write(Uint8Array.from(said, (character) => character.charCodeAt(0)));
			const [host, port] = line.path.split(':');
			const open = async () => Object.assign(await TcpClient.open(host!, Number(port)), { setSpeed: () => {} });
			begin(
				new HdlcCarrier({
					open,
					scheduler: new RealTime(),
					modeE: true,
					speed: 115_200,
					physicalDevice: undefined,
					frameTimeout: 20,
					identificationTimeout: 100,
				}),
				{
					retries: 0,
				},
			);
			let found: unknown;
			try {
				await session!.open();
			} catch (error) {
				found = (error as HeadEndError).failure;
			}
			equal(
				JSON.stringify(found, (_, value) => (value instanceof Uint8Array ? String.fromCharCode(...value) : value)),
				failed,
			);
			line.close();
		});
	}

	it('says that nobody answers on a serial line', async () => {
		const silent = await TcpSerial.listen(0);
		rig = new MeterRig({ keys: KEYS });
		const [host, port] = silent.path.split(':');
		const open = async () => Object.assign(await TcpClient.open(host!, Number(port)), { setSpeed: () => {} });
		begin(new HdlcCarrier({ open, scheduler: new RealTime(), modeE: false, speed: 115_200, physicalDevice: 17, frameTimeout: 20 }), { retries: 0 });
		equal(await failure(session!.open()), '{"kind":"linkUnanswered"}');
		silent.close();
	});
});

/** What a meter has that was sent so many messages before. */
function counted(last: number): MemoryCounters {
	const counters = new MemoryCounters();
	counters.write('r1', last);
	return counters;
}

/** A GET of another holder of the keys, so far ahead. */
function sealedBy(title: string, counter: number): Uint8Array {
	const suite = new Suite0(new PortableCipher());
	const control = CONTROL.authentication | CONTROL.encryption;
	const { encryption, authentication } = KEYS.clients[1]!;
	const payload = suite.seal(
		{ encryptionKey: encryption, authenticationKey: authentication, title: hex(title) },
		control,
		counter,
		hex('c001c100080000010000ff0200'),
	);
	const w = new DataWriter();
	encodeCiphered(w, { tag: GET, title: undefined, control, counter, payload });
	return w.copy();
}
