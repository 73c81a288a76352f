import type { Stream } from '../../../hal/ports/streams.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import { equal, hex } from '../../assert.js';
import { clientSecurity } from '../../modules/dlms/device-rig.js';
import { ACSE } from '../../vectors/cosem.js';
import { authenticate, ENERGY, frame, GET_ENERGY, MANAGEMENT, NAMES, type Peer, PUBLIC, repeated, TcpRig } from './transport-rig.js';

const AARQ = frame(PUBLIC, ACSE.aarq);
const GET = frame(PUBLIC, GET_ENERGY);
const ANSWER = `${PUBLIC} ${ENERGY}`;

/** As many GETs, in one segment. */
const gets = (count: number) => repeated(GET, count);

describe('Route A over TCP, with those who misbehave', () => {
	it('closes a connection on which nobody ever associates', () => {
		const rig = new TcpRig({ association: 30_000 });
		const [silent, refused, peer] = [rig.connect(), rig.connect(), rig.connect()];
		peer.associate();
		for (let second = 0; second < 29; second++) {
			rig.scheduler.runFor(1000);
			refused.send(GET);
		}
		equal(rig.route.connections, 3);
		rig.scheduler.runFor(2000);
		equal([silent, refused, peer].map(({ closed }) => closed).join(), 'true,true,false');
		equal(rig.route.statistics.association, 2);
		equal(rig.lines[0], 'Route A TCP: [::1]:50000: closed: did not associate');
	});

	it('closes an associated connection that is silent for too long, and not before', () => {
		const rig = new TcpRig({ inactivity: 180_000 });
		const peer = rig.connect();
		peer.associate();
		rig.scheduler.runFor(170_000);
		equal(peer.send(GET), ANSWER);
		rig.scheduler.runFor(179_000);
		equal(peer.closed, false);
		rig.scheduler.runFor(2000);
		equal(peer.closed, true);
		equal(rig.route.statistics.inactivity, 1);
		equal(rig.route.associations, 0);
	});

	it('cuts off who sends one byte a second, while another is answered at once', () => {
		const rig = new TcpRig({ frame: 10_000 });
		const [slow, quick] = [rig.connect(), rig.connect()];
		for (const peer of [slow, quick]) peer.associate();
		for (let i = 0; i < 9; i++) {
			slow.stream.send(GET.subarray(i, i + 1));
			const start = rig.scheduler.now();
			equal(quick.send(GET), ANSWER);
			equal(rig.scheduler.now(), start);
			rig.scheduler.runFor(1000);
		}
		equal(slow.closed, false);
		for (let i = 9; i < 12; i++) {
			slow.stream.send(GET.subarray(i, i + 1));
			rig.scheduler.runFor(1000);
		}
		equal(slow.closed, true);
		equal(rig.route.statistics.frame, 1);
	});

	it('gives each frame its own time', () => {
		const rig = new TcpRig({ frame: 10_000 });
		const peer = rig.connect();
		peer.associate();
		const all = gets(4);
		// Pieces of 15 bytes, every 6 s: the third frame comes in three of them.
		for (let at = 0; at < all.length; at += 15) {
			peer.stream.send(all.subarray(at, at + 15));
			rig.scheduler.runFor(6000);
		}
		equal(peer.closed, true);
		equal(peer.answers.length < 4, true);
		const steady = rig.connect();
		steady.associate();
		steady.answers.length = 0;
		for (let at = 0; at < all.length; at += 15) {
			steady.stream.send(all.subarray(at, at + 15));
			rig.scheduler.runFor(4000);
		}
		equal(steady.closed, false);
		equal(steady.answers.length, 4);
	});

	it('does not listen to who does not take its answers, goes on when they are taken, and closes it if they never are', () => {
		const rig = new TcpRig({ pending: 200, answers: 30_000 });
		const [greedy, other] = [rig.connect(), rig.connect()];
		for (const peer of [greedy, other]) peer.associate();
		greedy.answers.length = 0;
		greedy.stream.pause();
		for (let i = 0; i < 12; i++) greedy.stream.send(gets(50));
		rig.scheduler.runFor(1000);
		equal(greedy.stream.pending > 0, true, 'requests that wait');
		equal(other.send(GET), ANSWER);
		greedy.stream.resume();
		rig.settle();
		equal(greedy.answers.length, 600);
		greedy.stream.pause();
		for (let i = 0; i < 12; i++) greedy.stream.send(gets(50));
		rig.scheduler.runFor(32_000);
		equal(rig.route.statistics.answers, 1);
		equal(rig.route.connections, 1);
		equal(other.send(GET), ANSWER);
	});

	it('keeps no more than one long answer for who does not take any, however many were asked for at once', () => {
		const rig = new TcpRig({ pending: 200 }, { policy: 0, maxSend: 0xffff, rows: 100 });
		let ours: Stream | undefined;
		const { onConnection } = rig.listener;
		rig.listener.onConnection = (stream) => {
			ours = stream;
			onConnection(stream);
		};
		const greedy = rig.connect();
		authenticate(rig, greedy, { maxPdu: 0xffff });
		greedy.answers.length = 0;
		greedy.stream.pause();
		greedy.stream.send(repeated(frame(MANAGEMENT, 'C0 01 C1 0007 0100630100FF 02 00'), 8));
		rig.settle();
		equal(ours!.pending > 200 && ours!.pending < 2308, true, `${ours!.pending}`);
		greedy.stream.resume();
		rig.settle();
		equal(greedy.answers.length, 8);
	});

	it('lets the oldest connection without an association give way when all places are taken', () => {
		const rig = new TcpRig({ connections: 4 });
		const [a, b, c, d] = [rig.connect(), rig.connect(), rig.connect(), rig.connect()];
		a.associate();
		const late = rig.connect();
		rig.settle();
		equal([a, b, c, d].map(({ closed }) => closed).join(), 'false,true,false,false');
		equal(late.associate(), `${PUBLIC} 61`);
		equal(rig.route.connections, 4);
		equal(rig.route.statistics.displaced, 1);
	});

	it('lets the longest silent of those that anybody could be give way, but nobody who holds the keys', () => {
		const rig = new TcpRig({ connections: 3 });
		const manager = rig.connect();
		authenticate(rig, manager);
		const [a, b] = [rig.connect(), rig.connect()];
		for (const peer of [a, b]) peer.associate();
		rig.scheduler.runFor(1000);
		a.send(GET);
		const late = rig.connect();
		rig.settle();
		equal([manager, a, b, late].map(({ closed }) => closed).join(), 'false,false,true,false');
	});

	it('refuses a connection when all places belong to those who hold the keys', () => {
		const rig = new TcpRig({ connections: 1 });
		const manager = rig.connect();
		authenticate(rig, manager);
		const late = rig.connect();
		rig.settle();
		equal(late.closed, true);
		equal(manager.closed, false);
		equal(rig.route.statistics.refused, 1);
	});

	it('lets a host that has all the places it may have displace only itself', () => {
		const rig = new TcpRig({ connections: 8, connectionsOfHost: 2 });
		const other = rig.connect('::2');
		const [a, b, c] = [rig.connect(), rig.connect(), rig.connect()];
		rig.settle();
		equal([other, a, b, c].map(({ closed }) => closed).join(), 'false,true,false,false');
	});

	it('serves an associated client all through a flood of connections, with few lines about it', () => {
		const rig = new TcpRig({ connections: 8 });
		const manager = rig.connect();
		const client = authenticate(rig, manager);
		let served = 0;
		for (let i = 0; i < 300; i++) {
			const stranger = rig.connect();
			stranger.stream.send(i % 3 === 0 ? AARQ : i % 3 === 1 ? AARQ.subarray(0, 9) : hex('ffff'));
			client.get({ classId: 3, name: NAMES.energy, index: 2, selection: undefined }, (error) => {
				if (error === undefined) served++;
			});
			rig.settle();
			equal(rig.route.connections <= 8, true);
		}
		equal(served, 300);
		equal(manager.closed, false);
		equal(rig.lines.length <= 20, true);
		rig.scheduler.runFor(1000);
		equal(rig.lines[rig.lines.length - 1]!.endsWith('lines left out'), true);
	});

	it('lets a flood of one host push out only that host', () => {
		const rig = new TcpRig({ connections: 8 });
		const slow = rig.connect('::2');
		for (let i = 0; i < 100; i++) {
			rig.connect('::9');
			rig.scheduler.runFor(3);
		}
		equal(slow.closed, false);
		equal(slow.associate(), `${PUBLIC} 61`);
	});

	it('keeps places for others however many connections hold one key', () => {
		equal(TRANSPORT_LIMITS.authenticated < TRANSPORT_LIMITS.connections, true);
		const rig = new TcpRig({ connections: 4, authenticated: 3 });
		const security = clientSecurity();
		const holders: Peer[] = [];
		for (let i = 0; i < 4; i++) {
			holders.push(rig.connect());
			authenticate(rig, holders[i]!, { security });
			rig.scheduler.runFor(10);
		}
		equal(rig.route.connections, 3);
		equal(holders.map(({ closed }) => closed).join(), 'true,false,false,false');
		equal(rig.route.statistics.displaced, 1);
		equal(rig.connect().associate(), `${PUBLIC} 61`);
		const peer = rig.connect();
		authenticate(rig, peer, { security });
		equal(peer.closed, false);
	});

	it('answers so many requests in a row, of all connections together, before others have a turn', () => {
		const rig = new TcpRig({ requestsPerTurn: 5, framesPerTurn: 3 });
		const peers = Array.from({ length: 6 }, () => rig.connect());
		for (const peer of peers) peer.associate();
		let before = 0;
		let most = 0;
		const answered = (): number => peers.reduce((sum, { answers }) => sum + answers.length, 0);
		const look = (): void => {
			most = Math.max(most, answered() - before);
			before = answered();
			if (before < 120) rig.scheduler.after(0, look);
		};
		for (const peer of peers) {
			peer.answers.length = 0;
			peer.stream.send(gets(20));
		}
		look();
		rig.settle();
		equal(answered(), 120);
		equal(most <= 5, true, `${most} in a row`);
		for (const peer of peers) equal(peer.answers.length, 20);
	});

	it('lets a client in that comes during a flood', () => {
		const rig = new TcpRig({ connections: 8 });
		for (let i = 0; i < 100; i++) {
			rig.connect();
			rig.settle();
		}
		authenticate(rig, rig.connect());
		for (let i = 0; i < 100; i++) rig.connect().associate();
		equal(rig.route.connections, 8);
		equal(rig.route.associations, 8);
	});
});
