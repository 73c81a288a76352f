import type { UdpSocket } from '../../../hal/ports/sockets.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { encodeActionRequest } from '../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import { Suite0 } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { decodeWrapper, encodeWrapper } from '../../../modules/dlms/wrapper.js';
import { TRANSPORT_LIMITS, type TransportLimits } from '../../../src/route-a/limits.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';
import { equal, hex, toHex } from '../../assert.js';
import {
	BROADCAST_KEY,
	CLIENT_TITLE,
	clientSecurity,
	KEYS,
	MANAGEMENT_CONFORMANCE,
	MemoryCounters,
	newCipher,
	PUBLIC_CONFORMANCE,
	type Rig,
	type RigOptions,
	rig,
	SERVER_TITLE,
} from '../../modules/dlms/device-rig.js';
import { ACSE } from '../../vectors/cosem.js';
import { BROADCAST, ENERGY, frame, GET_ENERGY, MANAGEMENT, NAMES, NOT_ASSOCIATED, PUBLIC } from './transport-rig.js';

const AARQ = frame(PUBLIC, ACSE.aarq);
const GET = frame(PUBLIC, GET_ENERGY);
const ANSWER = `${PUBLIC} ${ENERGY}`;
const REFUSED = `${PUBLIC} ${NOT_ASSOCIATED}`;

/** ::n */
function address(n: number): Uint8Array {
	const bytes = new Uint8Array(16);
	bytes[15] = n;
	return bytes;
}

/** A server on a socket in memory. */
class UdpRig implements UdpSocket {
	readonly address = address(1);
	readonly port = 4059;
	readonly group = address(1);
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly scheduler = new VirtualScheduler();
	readonly device: Rig;
	readonly route: RouteAUdp;
	readonly lines: string[] = [];
	closed = false;
	/** How many datagrams came back for each of the last GET. */
	datagrams: number[] = [];
	/** Whether the next datagram to a client is lost; so often it asks again then. */
	isLost = () => false;
	recoveries = 0;
	#sent: Uint8Array[] = [];

	constructor(limits: Partial<TransportLimits> = {}, options: RigOptions = {}) {
		this.device = rig(options);
		this.route = new RouteAUdp({
			server: this.device.server,
			socket: this,
			scheduler: this.scheduler,
			log: { write: (layer, text) => this.lines.push(`${layer}: ${text}`) },
			limits: { ...TRANSPORT_LIMITS, ...limits },
		});
	}

	send(_to: Uint8Array, _port: number, bytes: Uint8Array): void {
		this.#sent.push(bytes.slice());
	}

	close(): void {
		this.closed = true;
	}

	/** What the meter answers to a datagram from ::n. */
	exchange(n: number, bytes: Uint8Array, port = 50_000, multicast = false): Uint8Array[] {
		this.#sent = [];
		this.onReceive(address(n), port, bytes, multicast);
		this.scheduler.runFor(0);
		return this.#sent;
	}

	/** The same as `client apdu`. */
	ask(n: number, bytes: Uint8Array, port?: number, multicast?: boolean): string {
		return this.exchange(n, bytes, port, multicast)
			.map((answer) => {
				const { source, destination, apdu } = decodeWrapper(answer);
				return source === 1 ? `${destination} ${toHex(apdu)}` : `!${source}`;
			})
			.join();
	}

	/** Associates the management client of ::n with HLS; returns what GETs values as it. */
	authenticate(n: number, options: Partial<CosemClientOptions> = {}): (target: Parameters<CosemClient['get']>[0]) => string {
		const waiting: Uint8Array[] = [];
		const client = new CosemClient({
			random: new SeededRandom(2, 'client'),
			conformance: MANAGEMENT_CONFORMANCE,
			maxPdu: 1024,
			security: this.#security,
			...options,
			send: (apdu) => waiting.push(apdu.slice()),
		});
		let outcome = 'no answer';
		client.associate((error) => {
			outcome = error?.text ?? 'ok';
		});
		while (waiting.length > 0) this.#carry(n, waiting.shift()!, client);
		equal(outcome, 'ok');
		return (target) => {
			let value = 'no answer';
			client.get(target, (error, result) => {
				value = error?.text ?? (typeof result === 'number' ? `error ${result}` : toHex(result!));
			});
			this.datagrams = [];
			let left = this.recoveries;
			do while (waiting.length > 0) this.#carry(n, waiting.shift()!, client);
			while (value === 'no answer' && left-- > 0 && client.recover());
			client.abort('no answer');
			return value;
		};
	}

	#carry(n: number, apdu: Uint8Array, client: CosemClient): void {
		this.#sent = [];
		this.onReceive(address(n), 50_000, encodeWrapper({ source: MANAGEMENT, destination: 1, apdu }), false);
		this.scheduler.runFor(0);
		this.datagrams.push(this.#sent.length);
		for (const answer of this.#sent) if (!this.isLost()) client.receive(decodeWrapper(answer).apdu);
	}

	/** One key, one counter: whoever the client is. */
	readonly #security = clientSecurity();
}

const ENERGY_TARGET = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };

describe('Route A over UDP', () => {
	it('answers a datagram by one to where it came from', () => {
		const udp = new UdpRig();
		equal(udp.ask(2, AARQ).startsWith(`${PUBLIC} 6129`), true);
		equal(udp.ask(2, GET), ANSWER);
	});

	it('counts the octets that came, and the APDUs and octets that went', () => {
		const udp = new UdpRig();
		const answer = decodeWrapper(udp.exchange(2, AARQ)[0]!).apdu;
		udp.ask(2, frame(5, ACSE.aarq));
		const { received, octetsReceived, sent, octetsSent, framesReceived, framesSent } = udp.device.server.statistics;
		// One is of no client.
		equal([framesReceived, framesSent].join(), '2,1');
		equal([received, octetsReceived, sent, octetsSent].join(), [1, AARQ.length - 8, 1, answer.length].join());
	});

	it('counts each of a row of general blocks', () => {
		const conformance = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
		const udp = new UdpRig({}, { conformance, maxPdu: 200, maxTransfer: 4000 });
		const get = udp.authenticate(2, { conformance, maxPdu: 200, window: 4 });
		const before = udp.device.server.statistics.sent;
		get({ classId: 7, name: NAMES.profile, index: 2, selection: undefined });
		equal(udp.device.server.statistics.sent - before, 6);
	});

	it('sends each of a row of general blocks in a datagram of its own', () => {
		const conformance = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
		const udp = new UdpRig({}, { conformance, maxPdu: 200, maxTransfer: 4000 });
		const get = udp.authenticate(2, { conformance, maxPdu: 200, window: 4 });
		const profile = { classId: 7, name: NAMES.profile, index: 2, selection: undefined };
		equal(get(profile).length > 2000, true);
		equal(udp.datagrams.join(), '1,4,1');
	});

	it('knows one association for each address, port and client', () => {
		const udp = new UdpRig();
		udp.ask(2, AARQ);
		equal(udp.ask(3, GET), REFUSED);
		equal(udp.ask(2, GET, 50_001), REFUSED);
		equal(udp.ask(2, frame(MANAGEMENT, GET_ENERGY)), `${MANAGEMENT} ${NOT_ASSOCIATED}`);
		equal(udp.ask(2, GET), ANSWER);
		equal(udp.route.associations, 1);
	});

	it('keeps nothing for those who are not associated', () => {
		const udp = new UdpRig();
		for (let n = 0; n < 100; n++) equal(udp.ask(n, GET), REFUSED);
		equal(udp.route.associations, 0);
		equal(udp.scheduler.next, Number.POSITIVE_INFINITY);
		udp.ask(2, AARQ);
		equal(udp.ask(2, frame(PUBLIC, ACSE.rlrq)), `${PUBLIC} 6303800100`);
		equal(udp.route.associations, 0);
	});

	it('serves a request again that came again', () => {
		const udp = new UdpRig();
		udp.ask(2, AARQ);
		equal(udp.ask(2, GET), ANSWER);
		equal(udp.ask(2, GET), ANSWER);
	});

	it('serves a client that proves its keys', () => {
		const udp = new UdpRig();
		equal(udp.authenticate(2)(ENERGY_TARGET), '0600003039');
	});

	it('does not let a stranger release a ciphered association', () => {
		const udp = new UdpRig();
		const get = udp.authenticate(2);
		udp.ask(2, frame(MANAGEMENT, ACSE.rlrq));
		udp.ask(2, frame(MANAGEMENT, ACSE.aarq));
		udp.ask(2, frame(MANAGEMENT, ACSE.aarqGmac));
		equal(udp.route.associations, 1);
		equal(get(ENERGY_TARGET), '0600003039');
	});

	it('drops what is no frame, and says so once', () => {
		const udp = new UdpRig();
		udp.ask(2, AARQ);
		const malformed = [new Uint8Array(0), hex('0001'), hex('0002 0010 0001 0001 c0'), hex('0001 0010 0001 0000'), hex('0001 0010 0001 0002 c0')];
		for (let cut = 0; cut < GET.length; cut++) malformed.push(GET.subarray(0, cut));
		malformed.push(encodeWrapper({ source: PUBLIC, destination: 1, apdu: new Uint8Array(1055) }));
		for (const bytes of malformed) equal(udp.ask(2, bytes), '');
		equal(udp.route.statistics.malformed, malformed.length);
		equal(udp.lines.length, 1);
		equal(udp.lines[0]!.startsWith('Route A UDP: dropped: wrapper: at byte 0'), true);
		equal(udp.ask(2, GET), ANSWER);
	});

	it('drops frames from and to wPorts that nobody has, those to a group, and those that come from port 0', () => {
		const udp = new UdpRig();
		equal(udp.ask(2, frame(PUBLIC, ACSE.aarq, 2)), '');
		equal(udp.ask(2, frame(5, ACSE.aarq)), '');
		equal(udp.ask(2, AARQ, 50_000, true), '');
		equal(udp.ask(2, AARQ, 0), '');
		equal(udp.route.statistics.dropped, 4);
		equal(udp.lines.join(), 'Route A UDP: dropped: frame from wPort 16 to 2; counted only from here on');
		equal(udp.route.associations, 0);
	});

	it('ends what is closed', () => {
		const udp = new UdpRig();
		udp.ask(2, AARQ);
		udp.route.close();
		equal(udp.closed, true);
		equal(udp.route.associations, 0);
		equal(udp.scheduler.next, Number.POSITIVE_INFINITY);
	});
});

describe('Route A over UDP, toward an address that has proved nothing', () => {
	/** The object list, of which the public client sees some 200 bytes. */
	const OBJECT_LIST = { classId: 15, name: 0x0000280000ff, index: 2, selection: undefined };
	const GET_LIST = frame(PUBLIC, 'C0 01 C1 000F 0000280000FF 02 00');
	const bytes = (datagrams: readonly Uint8Array[]): number => datagrams.reduce((sum, { length }) => sum + length, 0);

	it('sends no more than three times what came from it', () => {
		const udp = new UdpRig();
		let came = 0;
		let went = 0;
		for (const datagram of [
			AARQ,
			GET_LIST,
			GET_LIST,
			GET,
			GET_LIST,
			frame(PUBLIC, 'C0'),
			frame(PUBLIC, ACSE.aarqGmac),
			frame(MANAGEMENT, ACSE.aarqGmac),
		]) {
			came += datagram.length;
			went += bytes(udp.exchange(2, datagram));
			equal(went <= 3 * came, true, `${went} bytes for ${came}`);
		}
		equal(went > came, true);
	});

	it('does as much as a forger wants where that is switched off', () => {
		const udp = new UdpRig({ amplification: Number.POSITIVE_INFINITY });
		udp.exchange(2, AARQ);
		equal(bytes(udp.exchange(2, GET_LIST)) > 5 * GET_LIST.length, true);
	});

	it('cuts long values into blocks as short as that asks for, and the client has all of it', () => {
		const read = (udp: UdpRig): string => {
			const waiting: Uint8Array[] = [];
			const client = new CosemClient({
				random: new SeededRandom(2, 'client'),
				conformance: PUBLIC_CONFORMANCE,
				maxPdu: 1024,
				send: (apdu) => waiting.push(apdu.slice()),
			});
			let value = 'no answer';
			const carry = (): void => {
				while (waiting.length > 0)
					for (const answer of udp.exchange(2, encodeWrapper({ source: PUBLIC, destination: 1, apdu: waiting.shift()! })))
						client.receive(decodeWrapper(answer).apdu);
			};
			client.associate(() => {});
			carry();
			client.get(OBJECT_LIST, (error, result) => {
				value = error?.text ?? (typeof result === 'number' ? `error ${result}` : toHex(result!));
			});
			carry();
			return value;
		};
		const whole = read(new UdpRig({ amplification: Number.POSITIVE_INFINITY }));
		equal(whole.length > 300, true, whole);
		equal(read(new UdpRig()), whole);
	});

	it('limits nobody who holds the keys', () => {
		const udp = new UdpRig();
		const limited = new UdpRig({ amplification: Number.POSITIVE_INFINITY });
		equal(udp.authenticate(2)(OBJECT_LIST), limited.authenticate(2)(OBJECT_LIST));
	});

	it('says nothing where not even an answer in short would do, and counts it', () => {
		const udp = new UdpRig({ amplification: 0.5 });
		equal(udp.ask(2, AARQ), '');
		equal(udp.route.statistics.withheld, 1);
		equal(udp.device.server.statistics.sent, 0);
	});
});

describe('Route A over UDP, toward a client that holds the keys', () => {
	const conformance = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
	const PROFILE = { classId: 7, name: NAMES.profile, index: 2, selection: undefined };
	const PDU = 200;
	const TRANSFER = 4000;
	const AGAIN = 2000;
	const limited = () => new UdpRig({ sentAgain: AGAIN }, { conformance, maxPdu: PDU, maxTransfer: TRANSFER, rows: 150 });

	/** Acknowledges in a client's name, as anybody can. @param acknowledged undefined: ever more @param earned bytes more that may be sent again by it */
	function forge(udp: UdpRig, acknowledged: number | undefined, earned: number): void {
		const all = { came: 0, again: 0, newest: 1 };
		for (let i = 2; i < 42; i++) {
			const apdu = Uint8Array.of(0xe0, 0xbf, 0, i, 0, acknowledged ?? Math.min(i >> 1, all.newest), 0);
			const datagram = encodeWrapper({ source: MANAGEMENT, destination: 1, apdu });
			all.came += datagram.length;
			for (const answer of udp.exchange(2, datagram)) {
				const block = decodeWrapper(answer).apdu;
				const number = block[0] === APDU.generalBlockTransfer ? decodeGeneralBlock(block).number : 0;
				if (number <= all.newest) all.again += answer.length;
				all.newest = Math.max(all.newest, number);
			}
		}
		const { came, again, newest } = all;
		equal(newest > 10, true, `${newest} blocks`);
		equal(again > 0 && again <= TRANSPORT_LIMITS.amplification * came + AGAIN + earned, true, `${again} bytes again for ${came}`);
	}

	for (const [what, acknowledged, earned] of [
		['all that it has', 1, 0],
		['nothing', 0, 0],
		['ever more', undefined, TRANSFER],
	] as const)
		it(`sends little again, whoever acknowledges ${what} in its name`, () => {
			const udp = limited();
			const get = udp.authenticate(2, { conformance, maxPdu: PDU });
			udp.isLost = () => true;
			equal(get(PROFILE), 'no answer');
			forge(udp, acknowledged, earned);
		});

	for (const window of [1, 2, 5, 63])
		it(`sends again what it lost, to a window of ${window}`, () => {
			const udp = limited();
			const get = udp.authenticate(2, { conformance, maxPdu: PDU, window });
			const whole = get(PROFILE);
			let sent = 0;
			udp.recoveries = 100;
			udp.isLost = () => ++sent % 3 === 0;
			equal(get(PROFILE), whole);
			equal(whole.length > 6000, true);
		});
});

describe('Route A over UDP, in a flood', () => {
	it('answers so many in a row, keeps so many for the next turn and drops the rest', () => {
		const udp = new UdpRig({ requestsPerTurn: 5, datagramsWaiting: 7 });
		udp.ask(2, AARQ);
		udp.scheduler.runFor(1000);
		let answers = 0;
		udp.send = () => answers++;
		for (let i = 0; i < 4; i++) udp.onReceive(address(2), 50_000, GET, false);
		equal(answers, 4);
		for (let i = 0; i < 100; i++) udp.onReceive(address(2), 50_000, GET, false);
		equal(answers, 4);
		udp.scheduler.step();
		equal(answers, 9);
		udp.scheduler.step();
		equal(answers, 11);
		equal(udp.route.statistics.overrun, 93);
		udp.onReceive(address(2), 50_000, GET, false);
		equal(answers, 12);
	});
});

describe('Route A over UDP, its places', () => {
	it('are shared by address: who takes many takes them from itself', () => {
		const udp = new UdpRig({ peers: 4 });
		udp.ask(3, AARQ);
		for (let i = 0; i < 50; i++) udp.ask(2, AARQ, 1000 + i);
		equal(udp.ask(3, GET), ANSWER);
		udp.ask(4, AARQ);
		for (let i = 0; i < 50; i++) udp.ask(2, AARQ, 2000 + i);
		for (const n of [3, 4]) equal(udp.ask(n, GET), ANSWER);
	});

	it('are few: the longest silent of those that anybody could be gives way', () => {
		const udp = new UdpRig({ peers: 4 });
		for (let n = 2; n < 6; n++) {
			udp.ask(n, AARQ);
			udp.scheduler.runFor(10);
		}
		udp.ask(2, GET);
		udp.ask(6, AARQ);
		equal(udp.ask(3, GET), REFUSED);
		for (const n of [2, 4, 5, 6]) equal(udp.ask(n, GET), ANSWER);
		equal(udp.route.associations, 4);
		equal(udp.route.statistics.displaced, 1);
	});

	it('of those who hold the keys no stranger takes, and strangers leave one for who will prove it', () => {
		const udp = new UdpRig({ peers: 4 });
		const get = udp.authenticate(2);
		for (let i = 0; i < 200; i++) udp.ask(3, AARQ, 1000 + i);
		equal(get(ENERGY_TARGET), '0600003039');
		equal(udp.route.associations, 5);
		equal(udp.authenticate(4)(ENERGY_TARGET), '0600003039');
		equal(udp.route.associations, 6);
	});

	it('are free again when their time is over', () => {
		const udp = new UdpRig({ inactivity: 180_000 });
		udp.ask(2, AARQ);
		udp.ask(3, AARQ);
		udp.scheduler.runFor(170_000);
		udp.ask(3, GET);
		udp.scheduler.runFor(12_000);
		equal(udp.route.associations, 1);
		equal(udp.ask(2, GET), REFUSED);
		equal(udp.ask(3, GET), ANSWER);
		udp.scheduler.runFor(182_000);
		equal(udp.route.associations, 0);
		equal(udp.route.statistics.inactivity, 2);
		equal(udp.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('are free again when an association does not become complete', () => {
		const udp = new UdpRig({ association: 30_000 });
		const requests: Uint8Array[] = [];
		const client = new CosemClient({
			random: new SeededRandom(2, 'client'),
			conformance: MANAGEMENT_CONFORMANCE,
			maxPdu: 1024,
			security: clientSecurity(),
			send: (apdu) => requests.push(apdu.slice()),
		});
		client.associate(() => {});
		equal(udp.exchange(2, encodeWrapper({ source: MANAGEMENT, destination: 1, apdu: requests[0]! })).length, 1);
		equal(udp.route.associations, 1);
		udp.scheduler.runFor(32_000);
		equal(udp.route.associations, 0);
		equal(udp.route.statistics.association, 1);
	});
});

describe('Route A over UDP, pre-established', () => {
	/** An ACTION of the broadcaster, general-glo under the broadcast key. */
	function broadcast(confirmed: boolean): Uint8Array {
		const security = new ClientSecurity({
			suite: new Suite0(newCipher()),
			title: CLIENT_TITLE,
			keys: { ...KEYS, broadcast: BROADCAST_KEY },
			policy: 0,
			counters: new MemoryCounters(),
			name: 'b',
		});
		const plain = new DataWriter();
		encodeActionRequest(plain, {
			kind: 'normal',
			invoke: confirmed ? 0xc1 : 0x81,
			target: { classId: 1, name: NAMES.echo, index: 1 },
			parameter: hex('09 01 55'),
		});
		const w = new DataWriter();
		equal(security.session(SERVER_TITLE)!.seal(w, plain.bytes, 'general-glo', 0x70), true);
		return encodeWrapper({ source: BROADCAST, destination: 1, apdu: w.bytes });
	}

	it('is heard from a group without an association or a place, and never answered', () => {
		for (const confirmed of [false, true]) {
			const udp = new UdpRig();
			equal(udp.ask(2, broadcast(confirmed), 50_000, true), '');
			equal(udp.device.echo.calls, 1);
			equal(udp.route.associations, 0);
		}
	});

	it('is answered where it was sent to this meter alone and asks for it', () => {
		equal(new UdpRig().ask(2, broadcast(false)), '');
		equal(new UdpRig().ask(2, broadcast(true)).startsWith(`${BROADCAST} `), true);
	});

	it('is not heard twice', () => {
		const udp = new UdpRig();
		const message = broadcast(false);
		udp.ask(2, message, 50_000, true);
		udp.ask(3, message);
		equal(udp.device.echo.calls, 1);
	});
});
