import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { RealTime } from '../../../../hal/node/real-time.js';
import { TcpClient } from '../../../../hal/node/tcp-client.js';
import { TcpSerial } from '../../../../hal/node/tcp-serial.js';
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { CONTROL, encodeCiphered, Suite0 } from '../../../../modules/cosem/ciphering.js';
import { DataWriter } from '../../../../modules/cosem/data-writer.js';
import { parseLogicalName } from '../../../../modules/cosem/obis.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { Carrier, DatagramPort } from '../../../../src/lab/head-end/connection.js';
import { generalText } from '../../../../src/lab/head-end/data-text.js';
import { HdlcCarrier } from '../../../../src/lab/head-end/hdlc-carrier.js';
import { MeterSession, type MeterSessionOptions, type SessionSecurity } from '../../../../src/lab/head-end/meter-session.js';
import { attributeTarget, readObjectList } from '../../../../src/lab/head-end/reading.js';
import { TransmitSupply } from '../../../../src/lab/head-end/transmit-supply.js';
import { TcpCarrier, UdpCarrier } from '../../../../src/lab/head-end/wrapper-carrier.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { equal, hex } from '../../../assert.js';
import { MemoryCounters } from '../../../modules/cosem/device-rig.js';
import { MeterRig, type MeterRigOptions } from './meter-rig.js';

const KEYS: RouteAKeys = {
	systemTitle: hex('4a504d0000000001'),
	kek: undefined,
	broadcast: undefined,
	clients: { 1: { encryption: hex('000102030405060708090a0b0c0d0e0f'), authentication: hex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf') } },
};
const ENERGY = attributeTarget(3, parseLogicalName('1.0.1.8.0.255'), 2);
const NAME = attributeTarget(1, parseLogicalName('0.0.42.0.0.255'), 2);
const ASSOCIATE = 0x60;
const GET = 0xc8;
const GET_LIST = 3;

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

/** The error's message. */
async function failure(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		return (error as Error).message;
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
	const serial = async (modeE: boolean): Promise<HdlcCarrier> => {
		rig = new MeterRig({ keys: KEYS });
		const line = await TcpSerial.listen(0);
		rig.hdlc(line);
		const [host, port] = line.path.split(':');
		const open = async () => Object.assign(await TcpClient.open(host!, Number(port)), { setSpeed: () => {} });
		return new HdlcCarrier({ open, scheduler: new RealTime(), modeE, physicalDevice: undefined, frameTimeout: 1000 });
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

	it('says what a refused association means', async () => {
		begin(await tcp(), { client: 1, security: undefined });
		equal(
			await failure(session!.open()),
			'association refused: application context not supported: check --client and --security; this client may have to cipher, or must not (user 2)',
		);
	});

	it('tries again in a new connection when an answer was lost', async () => {
		begin(await tcp());
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === GET && lost++ === 0 ? patience.end() : apdu);
		equal(await text(), '12345');
		equal(opened, 3);
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
		equal(await reading, 'GET: ended by this side');
	});

	it('tries again when the answer to the association was lost', async () => {
		begin(await tcp());
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === ASSOCIATE && lost++ === 1 ? patience.end() : apdu);
		equal(await text(), '12345');
	});

	it('gives up after its tries, and says what to check', async () => {
		begin(await tcp(), { retries: 1 });
		rig.onAnswer = () => patience.end();
		equal(
			await failure(session!.open()),
			'the association: no answer within 5 s; check the address, --client and --server, and that the keys are this client’s',
		);
		equal(opened, 2);
	});

	it('says that an answer came which it cannot open', async () => {
		begin(await tcp(), { retries: 0 });
		rig.onAnswer = (apdu, request) => {
			if (request[0] !== GET) return apdu;
			patience.none = true;
			apdu[apdu.length - 1]! ^= 1;
			return apdu;
		};
		equal(
			await failure(session!.get(ENERGY)),
			'GET: an answer came that is not under these keys, or not understood; check the keys, the titles and --ciphering',
		);
	});

	it('does not try again what is refused', async () => {
		const other = { ...KEYS, clients: { 1: { encryption: new Uint8Array(16), authentication: new Uint8Array(16) } } };
		begin(await tcp(), {}, other);
		equal(await failure(session!.open()), 'exception: service not allowed, deciphering error: check the keys, the titles and --ciphering (1, 5)');
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
		equal(
			await failure(session!.open()),
			'the meter’s invocation counter is 4294967280, and here 500 was the last: either somebody else uses these keys under this title, or somebody ' +
				'poses as the meter; if you trust it, --counter 4294967281 goes on from there, once',
		);
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
		begin(await tcp(), { client: 16, security: undefined });
		rig.onAnswer = (apdu, request) =>
			request[0] === 0xc0 && request[1] === GET_LIST ? hex(`c403${request[2]!.toString(16)}03 01fa 01fa 01fa`) : apdu;
		const readings = await session!.getAll([NAME, NAME, NAME]);
		equal(readings.map((each) => (typeof each === 'number' ? each : generalText(each))).join(), Array(3).fill('KEI0000000000001').join());
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
			equal(await failure(session!.open()), 'association refused: authentication failure: check the keys or the password of this client (user 13)');
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
		equal((await failure(session!.act(setClock, hex('100001')))).startsWith('ACTION: no answer within 5 s'), true);
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

	it('says that nobody answers on a serial line', async () => {
		const silent = await TcpSerial.listen(0);
		rig = new MeterRig({ keys: KEYS });
		const [host, port] = silent.path.split(':');
		const open = async () => Object.assign(await TcpClient.open(host!, Number(port)), { setSpeed: () => {} });
		begin(new HdlcCarrier({ open, scheduler: new RealTime(), modeE: false, physicalDevice: 17, frameTimeout: 20 }), { retries: 0 });
		equal(await failure(session!.open()), 'HDLC: no answer to SNRM; check the line, its speed, and the device address');
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
