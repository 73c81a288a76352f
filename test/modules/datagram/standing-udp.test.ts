import { VirtualLan } from '../../../hal/virtual/network.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { StandingUdp } from '../../../modules/datagram/standing-udp.js';
import { bytesEqual, equal, hex } from '../../assert.js';

const DEVICE = hex('00000000000000000000ffffc0000205');
const OTHER = hex('00000000000000000000ffffc0000206');
const GROUP = hex('00000000000000000000ffffe0001700');

function setUp(options: { burst?: number; rate?: number; group?: Uint8Array } = {}) {
	const scheduler = new VirtualScheduler();
	const lan = new VirtualLan(scheduler);
	const network = lan.host(DEVICE);
	const other = lan.host(OTHER).udp(3610);
	const log: string[] = [];
	const socket = new StandingUdp({
		...{ name: 'test', port: 3610, network, scheduler, burst: 4, rate: 2 },
		...options,
		log: { write: (layer, text) => log.push(`${layer}: ${text}`) },
	});
	let heard = 0;
	socket.onReceive = () => heard++;
	const send = (count: number, to = DEVICE): number => {
		heard = 0;
		for (let i = 0; i < count; i++) other.send(to, 3610, Uint8Array.of(1));
		scheduler.runUntil(scheduler.now() + 1);
		return heard;
	};
	return { scheduler, lan, network, other, log, socket, send };
}

describe('a UDP socket that outlasts its network', () => {
	it('hears and sends while it is open', () => {
		const { scheduler, other, socket, send } = setUp();
		equal(send(1), 0);
		equal(socket.open(), true);
		equal(send(1), 1);
		let got = 0;
		other.onReceive = () => got++;
		let done: boolean | undefined;
		socket.send(OTHER, 3610, Uint8Array.of(1), (ok) => {
			done = ok;
		});
		scheduler.runUntil(scheduler.now() + 1);
		equal(got, 1);
		equal(done, true);
	});

	it('fails to send while it is closed, and says so later', () => {
		const { scheduler, socket } = setUp();
		let done: boolean | undefined;
		socket.send(OTHER, 3610, Uint8Array.of(1), (ok) => {
			done = ok;
		});
		equal(done, undefined);
		scheduler.runUntil(1);
		equal(done, false);
		socket.send(OTHER, 3610, Uint8Array.of(1));
	});

	it('hears its group, and tells it', () => {
		const { socket, send } = setUp({ group: GROUP });
		socket.open();
		bytesEqual(socket.group, '00000000000000000000ffffe0001700');
		equal(send(1, GROUP), 1);
	});

	it('tells its own address in place of a group, and none while there is no network', () => {
		const { network, socket } = setUp();
		bytesEqual(socket.group, '00000000000000000000ffffc0000205');
		network.address = undefined;
		bytesEqual(socket.address, '00000000000000000000000000000000');
	});

	it('opens anew, with one socket at a time', () => {
		const { network, socket, send } = setUp();
		socket.open();
		socket.open();
		equal(network.sockets.length, 1);
		equal(send(1), 1);
		socket.close();
		equal(network.sockets.length, 0);
		equal(socket.isOpen, false);
		equal(send(1), 0);
	});

	it('tells once why there is none, and again when there was one in between', () => {
		const { network, socket, log } = setUp();
		const taken = network.udp(3610);
		equal(socket.open(), false);
		equal(socket.open(), false);
		equal(log.join(), 'test: no UDP port 3610: the port is taken');
		taken.close();
		equal(socket.open(), true);
		socket.close();
		network.udp(3610);
		equal(socket.open(), false);
		equal(log.length, 2);
	});

	it('hears as many at once as its burst, then as many as its rate', () => {
		const { scheduler, socket, log, send } = setUp();
		scheduler.runUntil(10_000);
		socket.open();
		equal(send(10), 4);
		equal(socket.overrun, 6);
		scheduler.runUntil(scheduler.now() + 500);
		equal(send(10), 1);
		scheduler.runUntil(scheduler.now() + 1_000);
		equal(send(10), 2);
		scheduler.runUntil(scheduler.now() + 60_000);
		equal(send(10), 4, 'no more is saved than a burst');
		equal(log.join(), 'test: dropped: more than 2 datagrams a second; counted only from here on');
	});
});
