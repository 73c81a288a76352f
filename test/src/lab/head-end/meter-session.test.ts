import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { RealTime } from '../../../../hal/node/real-time.js';
import { TcpClient } from '../../../../hal/node/tcp-client.js';
import { TcpSerial } from '../../../../hal/node/tcp-serial.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { CONTROL, encodeCiphered, Suite0 } from '../../../../modules/cosem/ciphering.js';
import { DataWriter } from '../../../../modules/cosem/data-writer.js';
import { parseLogicalName } from '../../../../modules/cosem/obis.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { Carrier, DatagramPort } from '../../../../src/lab/head-end/connection.js';
import { generalText } from '../../../../src/lab/head-end/data-text.js';
import { HdlcCarrier } from '../../../../src/lab/head-end/hdlc-carrier.js';
import { MeterSession, type MeterSessionOptions } from '../../../../src/lab/head-end/meter-session.js';
import { attributeTarget, readObjectList } from '../../../../src/lab/head-end/reading.js';
import { TcpCarrier, UdpCarrier } from '../../../../src/lab/head-end/wrapper-carrier.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { equal, hex } from '../../../assert.js';
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

	afterEach(async () => {
		await session?.close();
		await carrier?.close();
		rig.close();
	});

	const begin = (over: Carrier, changes: Partial<MeterSessionOptions> = {}, keys = KEYS): MeterSession => {
		carrier = over;
		session = new MeterSession({
			carrier: over,
			client: 1,
			server: 1,
			security: {
				keys: { ...keys.clients[1]!, kek: undefined, broadcast: undefined },
				title: hex('4b45490000000001'),
				protocol: 'glo',
				control: CONTROL.authentication | CONTROL.encryption,
				counter: undefined,
			},
			scheduler: new RealTime(),
			random: new SeededRandom(1, 'head-end'),
			cipher: new PortableCipher(),
			timeout: 150,
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
		return new HdlcCarrier({ open, scheduler: new RealTime(), modeE, physicalDevice: undefined, frameTimeout: 100 });
	};
	const text = async (target = ENERGY): Promise<string> => {
		const reading = await session!.get(target);
		return typeof reading === 'number' ? `result ${reading}` : generalText(reading);
	};

	it('asks for the counter as the public client, and reads in its own association', async () => {
		begin(await tcp());
		rig.counters.write('r1', 41);
		equal(await text(), '12345');
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
		rig.onAnswer = (apdu, request) => (request[0] === GET && lost++ === 0 ? undefined : apdu);
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
		rig.onAnswer = (apdu, request) => (request[0] === GET && lost++ === 0 ? undefined : apdu);
		equal(await text(), '12345');
		equal(ports.size, 3);
	});

	it('ends what is under way when it is closed', async () => {
		begin(await tcp(), { timeout: 5000 });
		await session!.open();
		rig.onAnswer = () => undefined;
		const reading = failure(session!.get(ENERGY));
		session!.close();
		equal(await reading, 'GET: ended by this side');
	});

	it('tries again when the answer to the association was lost', async () => {
		begin(await tcp());
		let lost = 0;
		rig.onAnswer = (apdu, request) => (request[0] === ASSOCIATE && lost++ === 1 ? undefined : apdu);
		equal(await text(), '12345');
	});

	it('gives up after its tries, and says what to check', async () => {
		begin(await tcp(), { retries: 1 });
		rig.onAnswer = () => undefined;
		equal(
			await failure(session!.open()),
			'the association: no answer within 0.15 s; check the address, --client and --server, and that the keys are this client’s',
		);
		equal(opened, 2);
	});

	it('says that an answer came which it cannot open', async () => {
		begin(await tcp(), { retries: 0 });
		rig.onAnswer = (apdu, request) => {
			if (request[0] === GET) apdu[apdu.length - 1]! ^= 1;
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
			return undefined;
		};
		const setClock = { classId: 8, name: parseLogicalName('0.0.1.0.0.255'), index: 6 };
		equal((await failure(session!.act(setClock, hex('100001')))).startsWith('ACTION: no answer within 0.15 s'), true);
		equal(calls, 1);
	});

	it('notices at the next request that the meter has closed the connection', async () => {
		begin(await tcp());
		equal(await text(), '12345');
		rig.dropAll();
		await new Promise((resolve) => setTimeout(resolve, 20));
		const started = performance.now();
		equal(await text(), '12345');
		equal(performance.now() - started < 120, true);
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
