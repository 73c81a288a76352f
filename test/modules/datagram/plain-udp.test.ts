import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Address, Delivery } from '../../../modules/datagram/datagram.js';
import { type AnswerPort, PlainUdp } from '../../../modules/datagram/plain-udp.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';

const METER = hex('00000000000000000000ffff7f000002');
const GROUP = hex('00000000000000000000ffffe0001700');
const CONTROLLER = '00000000000000000000ffffc0000202';
const OTHER = '00000000000000000000ffffc0000203';
const GET = hex('1081000105ff010288016201e700');

/** A socket that keeps a list of what it is to send, and says what became of it when the test tells it to. */
class FakeSocket implements UdpSocket {
	readonly address = METER;
	readonly port = 3610;
	readonly group = GROUP;
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly sent: string[] = [];
	readonly #done: ((ok: boolean) => void)[] = [];

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		this.sent.push(`${toHex(to)} ${port} ${toHex(bytes)}`);
		if (done) this.#done.push(done);
	}

	finish(ok: boolean): void {
		for (const done of this.#done.splice(0)) done(ok);
	}

	close(): void {}
}

/** Who listens, and can answer what it heard last or earlier. */
function setUp(answers?: AnswerPort, askers?: number) {
	const socket = new FakeSocket();
	const datagrams = new PlainUdp({ socket, ...(answers && { answers }), ...(askers && { askers }) });
	const heard: { readonly from: Address; readonly to: Address; readonly port: number; readonly bytes: Uint8Array; readonly secured: boolean }[] = [];
	const deliveries: Delivery[] = [];
	datagrams.listener = {
		onDatagram: (from, to, port, bytes, secured) => heard.push({ from, to, port, bytes, secured }),
		onPeer: () => {
			throw new Error('there are no sessions');
		},
	};
	const ask = (from: string, port: number): Address => {
		socket.onReceive(hex(from), port, GET, false);
		return heard[heard.length - 1]!.from;
	};
	/** Where one message to `to` goes. */
	const portsOf = (to: Address): string => {
		socket.sent.length = 0;
		datagrams.send(to, 3610, GET, (delivery) => deliveries.push(delivery));
		return socket.sent.map((line) => line.split(' ')[1]).join(' ');
	};
	return { socket, datagrams, heard, deliveries, ask, portsOf };
}

describe('datagrams on plain UDP', () => {
	it('hand on what came, unsecured, with the port it came to', () => {
		const { socket, heard } = setUp();
		socket.onReceive(hex(CONTROLLER), 3610, GET, false);
		bytesEqual(heard[0]!.from, CONTROLLER);
		bytesEqual(heard[0]!.to, toHex(METER));
		bytesEqual(heard[0]!.bytes, toHex(GET));
		equal(heard[0]!.port, 3610);
		equal(heard[0]!.secured, false);
	});

	it('tell a message to the group from one to the meter alone', () => {
		const { socket, heard } = setUp();
		socket.onReceive(hex(CONTROLLER), 50_000, GET, true);
		bytesEqual(heard[0]!.to, toHex(GROUP));
		equal(heard[0]!.port, 3610);
	});

	it('answer an asker at port 3610 there, and only there', () => {
		const { ask, portsOf, socket } = setUp();
		equal(portsOf(ask(CONTROLLER, 3610)), '3610');
		equal(socket.sent[0], `${CONTROLLER} 3610 ${toHex(GET)}`);
	});

	it('answer an asker at another port once, at 3610 (ECHONET Lite Specification, Part 2)', () => {
		const { ask, portsOf } = setUp();
		equal(portsOf(ask(CONTROLLER, 50_000)), '3610');
	});

	it('answer an asker at another port there, or at both, where that is asked for', () => {
		const { ask, portsOf, socket } = setUp('both');
		equal(portsOf(ask(CONTROLLER, 50_000)), '3610 50000');
		equal(socket.sent[1], `${CONTROLLER} 50000 ${toHex(GET)}`);
		const simple = setUp('asker');
		equal(simple.portsOf(simple.ask(CONTROLLER, 50_000)), '50000');
		equal(simple.portsOf(simple.ask(CONTROLLER, 3610)), '3610');
	});

	it('answer an asker without a port at 3610 alone (RFC 768)', () => {
		const { ask, portsOf } = setUp('both');
		equal(portsOf(ask(CONTROLLER, 0)), '3610');
	});

	it('answer each of several askers on one host at its own port, even if others asked meanwhile', () => {
		const { ask, portsOf } = setUp('both');
		const first = ask(CONTROLLER, 50_001);
		const second = ask(CONTROLLER, 50_002);
		const controller = ask(CONTROLLER, 3610);
		const elsewhere = ask(OTHER, 50_001);
		equal(portsOf(first), '3610 50001');
		equal(portsOf(second), '3610 50002');
		equal(portsOf(controller), '3610');
		equal(portsOf(elsewhere), '3610 50001');
	});

	it('know an asker again by one array', () => {
		const { ask } = setUp('both');
		const first = ask(CONTROLLER, 50_001);
		ask(OTHER, 50_001);
		equal(ask(CONTROLLER, 50_001), first);
	});

	it('keep an address of their own: the socket may use its array again', () => {
		const { socket, heard, portsOf } = setUp('both');
		const array = hex(CONTROLLER);
		socket.onReceive(array, 50_000, GET, false);
		array.fill(0xa5);
		equal(portsOf(heard[0]!.from), '3610 50000');
		equal(socket.sent[0], `${CONTROLLER} 3610 ${toHex(GET)}`);
	});

	it('forget the oldest asker for a new one, and then answer it at port 3610 alone', () => {
		const { ask, portsOf } = setUp('both', 2);
		const first = ask(CONTROLLER, 50_001);
		const second = ask(CONTROLLER, 50_002);
		const third = ask(CONTROLLER, 50_003);
		equal(portsOf(first), '3610');
		equal(portsOf(second), '3610 50002');
		equal(portsOf(third), '3610 50003');
	});

	it('remember 32 askers unless told', () => {
		const { ask, portsOf } = setUp('both');
		const addresses: Address[] = [];
		for (let i = 0; i < 33; i++) addresses.push(ask(CONTROLLER, 50_000 + i));
		equal(portsOf(addresses[0]!), '3610');
		for (let i = 1; i < 33; i++) equal(portsOf(addresses[i]!), `3610 ${50_000 + i}`);
	});

	it('announce to the group once, whoever asked before', () => {
		const { ask, datagrams, portsOf } = setUp('both');
		ask(CONTROLLER, 50_000);
		bytesEqual(datagrams.group, toHex(GROUP));
		equal(portsOf(datagrams.group), '3610');
	});

	it('say what became of a message once, and not from inside send', () => {
		const { ask, portsOf, socket, deliveries } = setUp('both');
		portsOf(ask(CONTROLLER, 50_000));
		equal(deliveries.join(), '');
		socket.finish(true);
		equal(deliveries.join(), 'sent');
		portsOf(ask(CONTROLLER, 3610));
		socket.finish(false);
		equal(deliveries.join(), 'sent,failed');
	});

	it('tell each sender of its own messages', () => {
		const { datagrams, socket } = setUp();
		const told: string[] = [];
		datagrams.send(GROUP, 3610, GET, (delivery) => told.push(`a ${delivery}`));
		datagrams.send(GROUP, 3610, GET, (delivery) => told.push(`b ${delivery}`));
		socket.finish(true);
		equal(told.join(', '), 'a sent, b sent');
	});

	it('take 1,232 bytes unless told, and no more', () => {
		const { datagrams, socket } = setUp();
		equal(datagrams.maxPayload, 1232);
		datagrams.send(GROUP, 3610, new Uint8Array(1232), () => {});
		equal(socket.sent.length, 1);
		throws(() => datagrams.send(GROUP, 3610, new Uint8Array(1233), () => {}), /^datagram: expected at most 1232 bytes, got 1233$/);
	});

	it('know no sessions: credentials and the end of a session change nothing', () => {
		const { datagrams, ask, portsOf } = setUp('both');
		const asker = ask(CONTROLLER, 50_000);
		datagrams.configure('00112233445566778899AABBCCDDEEFF', '0123456789AB');
		datagrams.terminate(asker);
		equal(portsOf(asker), '3610 50000');
	});
});
