import { VirtualLan, type VirtualUdp } from '../../../hal/virtual/network.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { POLL, SntpClient } from '../../../modules/sntp/client.js';
import { decodeReply, encodeRequest } from '../../../modules/sntp/packet.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';

const DEVICE = hex('00000000000000000000ffffc0000205');
const SERVER = hex('00000000000000000000ffffc000020a');
const STAMP = hex('0102030405060708');
/** 2026-11-22T03:25:00.500Z: 4,004,306,700.5 s since 1900. */
const TIME = Date.UTC(2026, 10, 22, 3, 25, 0, 500);

/** A reply by its fields. */
function reply({
	first = '24',
	stratum = '02',
	code = '00000000',
	stamp = STAMP,
	transmit = 'eeacdf0c80000000',
}: {
	first?: string;
	stratum?: string;
	code?: string;
	stamp?: Uint8Array;
	transmit?: string;
} = {}): Uint8Array {
	return hex(`${first}${stratum}06e9 00000000 00000000 ${code} 0000000000000000 ${toHex(stamp)} 0000000000000000 ${transmit}`);
}

describe('SNTP packets', () => {
	it('ask with a stamp as the transmit timestamp (RFC 4330 §4)', () => {
		bytesEqual(encodeRequest(STAMP), `23${'00'.repeat(39)}0102030405060708`);
	});

	it('tell the time when they left the server', () => {
		const told = decodeReply(reply(), STAMP);
		equal(told.kind === 'time' && told.time, TIME);
	});

	it('tell times beyond 2036, when 32 bits of seconds begin anew (RFC 4330 §3)', () => {
		const told = decodeReply(reply({ transmit: '0000000080000000' }), STAMP);
		equal(told.kind === 'time' && told.time, Date.UTC(2036, 1, 7, 6, 28, 16, 500));
		const last = decodeReply(reply({ transmit: '8000000000000000' }), STAMP);
		equal(last.kind === 'time' && last.time, Date.UTC(1968, 0, 20, 3, 14, 8));
	});

	it('tell the time of the last stratum that there is', () => equal(decodeReply(reply({ stratum: '0f' }), STAMP).kind, 'time'));

	it('tell a kiss of death by its code', () => {
		const told = decodeReply(reply({ first: 'e4', stratum: '00', code: '52415445' }), STAMP);
		equal(told.kind === 'kiss' && told.code, 'RATE');
	});

	const wrong: [string, Uint8Array, RegExp][] = [
		['another stamp', reply({ stamp: hex('0102030405060709') }), /at byte 24: expected the stamp/],
		['another stamp from its first byte on', reply({ stamp: hex('ff02030405060708') }), /at byte 24: expected the stamp/],
		['the mode of a client', reply({ first: '23' }), /at byte 0: expected mode 4/],
		['a server that does not know the time', reply({ first: 'e4' }), /expected a server that knows the time/],
		['a stratum of 16', reply({ stratum: '10' }), /at byte 1: expected a stratum/],
		['no time', reply({ transmit: '0000000000000000' }), /at byte 40: expected a time/],
	];
	for (const [name, bytes, message] of wrong) it(`are refused with ${name}`, () => throws(() => decodeReply(bytes, STAMP), message));

	it('are refused wherever they are cut', () => {
		const whole = reply();
		for (let length = 0; length < whole.length; length++) throws(() => decodeReply(whole.subarray(0, length), STAMP), /expected 48 bytes/);
	});
});

function setUp() {
	const scheduler = new VirtualScheduler();
	const lan = new VirtualLan(scheduler);
	const network = lan.host(DEVICE);
	const server: VirtualUdp = lan.host(SERVER).udp(123);
	lan.names.set('ntp.example', SERVER);
	const requests: { readonly at: number; readonly from: Uint8Array; readonly port: number; readonly stamp: Uint8Array }[] = [];
	server.onReceive = (from, port, bytes) => requests.push({ at: scheduler.now(), from, port, stamp: bytes.slice(40) });
	const times: number[] = [];
	const log: string[] = [];
	const client = new SntpClient({
		server: 'ntp.example',
		network,
		scheduler,
		random: new SeededRandom(1, 'stamp'),
		log: { write: (layer, text) => log.push(`${layer}: ${text}`) },
		onTime: (time) => times.push(time),
	});
	const answer = (bytes: (stamp: Uint8Array) => Uint8Array): void => {
		const { from, port, stamp } = requests[requests.length - 1]!;
		server.send(from, port, bytes(stamp));
	};
	return { scheduler, lan, network, requests, times, log, client, answer };
}

describe('the client of SNTP', () => {
	it('tells the time with half of the way added, and asks again after six hours', () => {
		const { scheduler, requests, times, client, answer, network } = setUp();
		client.start();
		scheduler.runUntil(101);
		answer((stamp) => reply({ stamp }));
		scheduler.runUntil(102);
		equal(times.join(), String(TIME + 50));
		equal(client.state, 'waiting');
		equal(network.sockets.length, 0, 'sockets while it waits');
		scheduler.runUntil(101 + POLL - 1);
		equal(requests.length, 1);
		scheduler.runUntil(101 + POLL + 1);
		equal(requests.length, 2);
	});

	it('asks with another stamp each time', () => {
		const { scheduler, requests, client } = setUp();
		client.start();
		scheduler.runUntil(60_000);
		equal(requests.length >= 2, true);
		equal(toHex(requests[0]!.stamp) === toHex(requests[1]!.stamp), false);
	});

	it('drops what brings another stamp or comes from another port, and waits on', () => {
		const { scheduler, lan, times, log, client, answer, network } = setUp();
		client.start();
		scheduler.runUntil(10);
		answer(() => reply());
		const stranger = lan.host(hex('00000000000000000000ffffc0000299')).udp(1123);
		stranger.send(DEVICE, network.sockets[0]!.port, reply());
		scheduler.runUntil(20);
		equal(times.length, 0);
		equal(client.dropped, 2);
		equal(log.join(), 'SNTP: dropped: SNTP: at byte 24: expected the stamp of the request; counted only from here on');
		answer((stamp) => reply({ stamp }));
		scheduler.runUntil(30);
		equal(times.length, 1);
	});

	it('waits twice as long after each failure, up to 15 minutes, and tells of the first', () => {
		const { scheduler, requests, log, client } = setUp();
		client.start();
		scheduler.runUntil(3 * 3_600_000);
		const pauses = requests.slice(1).map(({ at }, i) => Math.round((at - requests[i]!.at - 5_000) / 1000));
		equal(pauses.slice(0, 8).join(), '15,30,60,120,240,480,900,900');
		equal(log.join(), 'SNTP: ntp.example: no answer: the clock goes on as it is; tried again');
	});

	it('begins with the short pause anew once it was answered', () => {
		const { scheduler, requests, log, client, answer } = setUp();
		client.start();
		scheduler.runUntil(60_000);
		answer((stamp) => reply({ stamp }));
		scheduler.runUntil(61_000 + POLL);
		const { length } = requests;
		scheduler.runUntil(61_000 + POLL + 25_000);
		equal(requests.length, length + 1);
		equal(log.length, 2);
	});

	it('does without an address, and asks for it again', () => {
		const { scheduler, lan, requests, log, client } = setUp();
		lan.names.clear();
		client.start();
		scheduler.runUntil(10_000);
		equal(log.join(), 'SNTP: ntp.example: no address: the clock goes on as it is; tried again');
		lan.names.set('ntp.example', SERVER);
		scheduler.runUntil(20_000);
		equal(requests.length, 1);
	});

	it('gives up an address that does not come', () => {
		const { scheduler, network, log, client, requests } = setUp();
		const late: ((address: Uint8Array | undefined) => void)[] = [];
		network.resolve = (_name, done) => void late.push(done);
		client.start();
		scheduler.runUntil(5_001);
		equal(client.state, 'waiting');
		equal(log.length, 1);
		late[0]!(SERVER);
		scheduler.runUntil(5_100);
		equal(requests.length, 0, 'what came too late is not used');
	});

	it('asks a server that wants to be left alone after six hours', () => {
		const { scheduler, requests, log, times, client, answer } = setUp();
		client.start();
		scheduler.runUntil(10);
		answer((stamp) => reply({ stamp, stratum: '00', code: '44454e59' }));
		scheduler.runUntil(POLL);
		equal(requests.length, 1);
		equal(times.length, 0);
		equal(log.join(), 'SNTP: ntp.example: DENY: asked again in 6 hours');
		scheduler.runUntil(POLL + 20);
		equal(requests.length, 2);
	});

	it('begins anew when it is started again, with one socket', () => {
		const { scheduler, network, times, client, answer } = setUp();
		client.start();
		scheduler.runUntil(10);
		client.start();
		scheduler.runUntil(20);
		equal(network.sockets.length, 1);
		answer((stamp) => reply({ stamp }));
		answer((stamp) => reply({ stamp }));
		scheduler.runUntil(30);
		equal(times.length, 1);
	});

	it('is silent once stopped, and hears no answer', () => {
		const { scheduler, requests, times, client, answer } = setUp();
		client.start();
		scheduler.runUntil(10);
		client.stop();
		answer((stamp) => reply({ stamp }));
		scheduler.runUntil(2 * POLL);
		equal(client.state, 'off');
		equal(requests.length, 1);
		equal(times.length, 0);
	});
});
