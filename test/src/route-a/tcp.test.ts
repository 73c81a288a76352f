import type { CosemClient } from '../../../modules/cosem/client.js';
import { equal, hex, toHex } from '../../assert.js';
import { ACSE } from '../../vectors/cosem.js';
import { ENERGY, frame, GET_ENERGY, joined, MANAGEMENT, NAMES, NOT_ASSOCIATED, type Peer, PUBLIC, repeated, TcpRig } from './transport-rig.js';

const AARQ = frame(PUBLIC, ACSE.aarq);
const GET = frame(PUBLIC, GET_ENERGY);
const ANSWER = `${PUBLIC} ${ENERGY}`;

/** As many GETs, in one segment. */
const gets = (count: number) => repeated(GET, count);

/** Associates with HLS over this connection. */
function authenticate(rig: TcpRig, peer: Peer): CosemClient {
	const client = peer.client(MANAGEMENT);
	let outcome = 'no answer';
	client.associate((error) => {
		outcome = error === undefined ? 'ok' : error.text;
	});
	rig.settle();
	equal(outcome, 'ok');
	return client;
}

describe('Route A over TCP', () => {
	it('answers a request in the frame of its client, at once', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		equal(peer.send(AARQ).startsWith(`${PUBLIC} 6129`), true);
		peer.stream.send(GET);
		// One task brings the request, one the answer.
		rig.scheduler.step();
		rig.scheduler.step();
		equal(peer.answers[1], ANSWER);
		equal(rig.scheduler.now(), 0);
	});

	it('knows one association for each connection and client', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		const other = rig.connect();
		peer.associate();
		equal(other.send(GET), `${PUBLIC} ${NOT_ASSOCIATED}`);
		equal(peer.send(frame(MANAGEMENT, GET_ENERGY), GET), `${MANAGEMENT} ${NOT_ASSOCIATED},${ANSWER}`);
		authenticate(rig, peer);
		equal(rig.route.associations, 2);
		equal(peer.send(frame(PUBLIC, ACSE.rlrq)), `${PUBLIC} 6303800100`);
		equal(rig.route.associations, 1);
	});

	it('ends the associations of a connection that is closed', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		peer.associate();
		equal(rig.route.connections, 1);
		peer.stream.close();
		rig.settle();
		equal(rig.route.connections, 0);
		equal(rig.route.associations, 0);
		equal(rig.connect().send(GET), `${PUBLIC} ${NOT_ASSOCIATED}`);
	});

	it('drops frames from and to wPorts that nobody has, counts them, and says so once', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		equal(peer.send(frame(PUBLIC, ACSE.aarq, 2), frame(5, ACSE.aarq), frame(PUBLIC, ACSE.aarq, 0)), '');
		equal(rig.route.statistics.dropped, 3);
		equal(rig.lines.join(), 'route-a tcp: [::1]:50000: frame from wPort 16 to 2 dropped; counted only from here on');
		equal(peer.associate(), `${PUBLIC} 61`);
	});

	it('takes frames however they were cut', () => {
		const both = joined(AARQ, GET);
		for (let cut = 0; cut <= both.length; cut++) {
			const peer = new TcpRig().connect();
			peer.send(both.subarray(0, cut), both.subarray(cut));
			equal(peer.answers.length, 2, `cut at ${cut}`);
			equal(peer.answers[1], ANSWER);
		}
	});

	it('closes a connection at another version and at a length that cannot be, behind the answers to what came before', () => {
		for (const [bad, text] of [
			['0002 0010 0001 0005', 'wrapper: at byte 0: expected version 0001, found 2'],
			['0001 0010 0001 0000', 'wrapper: at byte 6: expected a length of 1 to 1054, found 0'],
			['0001 0010 0001 041f', 'wrapper: at byte 6: expected a length of 1 to 1054, found 1055'],
			['0001 0010 0001 ffff', 'wrapper: at byte 6: expected a length of 1 to 1054, found 65535'],
		] as const) {
			const rig = new TcpRig();
			const peer = rig.connect();
			peer.associate();
			equal(peer.send(joined(GET, hex(bad), GET)), ANSWER);
			equal(peer.closed, true);
			equal(rig.route.connections, 0);
			equal(rig.route.statistics.malformed, 1);
			equal(rig.lines.join(), `route-a tcp: [::1]:50000: closed: ${text}`);
		}
	});

	it('forgets a frame that its connection cut off', () => {
		const rig = new TcpRig();
		for (let cut = 1; cut < AARQ.length; cut++) {
			const peer = rig.connect();
			peer.stream.send(AARQ.subarray(0, cut));
			peer.stream.close();
			rig.settle();
			equal(peer.answers.length, 0);
		}
		equal(rig.route.connections, 0);
		equal(rig.lines.length, 0);
	});

	it('closes everything when it is closed', () => {
		const rig = new TcpRig();
		const peers = [rig.connect(), rig.connect()];
		for (const peer of peers) peer.associate();
		rig.route.close();
		rig.settle();
		equal(
			peers.every(({ closed }) => closed),
			true,
		);
		equal(rig.route.connections, 0);
		equal(rig.listener.closed, true);
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('needs no timer while there is no connection', () => {
		const rig = new TcpRig();
		rig.connect().stream.close();
		rig.scheduler.runFor(5000);
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
	});
});

describe('Route A over TCP, pipelined', () => {
	it('answers all requests of one segment in their order', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		peer.send(AARQ);
		const requests = Array.from({ length: 30 }, (_, i) => frame(PUBLIC, GET_ENERGY.replace('C1', (0xc0 + (i & 15)).toString(16))));
		peer.send(joined(...requests));
		equal(peer.answers.map((answer) => answer.slice(7, 9)).join(), requests.map((_, i) => (0xc0 + (i & 15)).toString(16)).join());
	});

	it('gives a connection with few requests its answers before one that sent many has all of its own', () => {
		const rig = new TcpRig({ framesPerTurn: 4 });
		const [busy, modest] = [rig.connect(), rig.connect()];
		for (const peer of [busy, modest]) peer.associate();
		busy.answers.length = modest.answers.length = 0;
		busy.stream.send(gets(200));
		modest.stream.send(GET);
		while (modest.answers.length === 0) equal(rig.scheduler.step(), true);
		equal(busy.answers.length <= 8, true, `${busy.answers.length} answers`);
		rig.settle();
		equal(busy.answers.length, 200);
		equal(modest.answers.join(), ANSWER);
	});

	it('lets those with many requests take turns', () => {
		const rig = new TcpRig({ framesPerTurn: 2 });
		const peers = [rig.connect(), rig.connect(), rig.connect()];
		for (const peer of peers) peer.associate();
		for (const peer of peers) {
			peer.answers.length = 0;
			peer.stream.send(gets(50));
		}
		while (peers.some(({ answers }) => answers.length < 50)) {
			equal(rig.scheduler.step(), true);
			const counts = peers.map(({ answers }) => answers.length);
			equal(Math.max(...counts) - Math.min(...counts) <= 4, true, counts.join());
		}
	});

	it('takes what arrives while the connection waits for its turn', () => {
		const rig = new TcpRig({ framesPerTurn: 1 });
		const peer = rig.connect();
		const all = joined(AARQ, gets(20));
		for (let at = 0; at < all.length; at += 10) peer.stream.send(all.subarray(at, at + 10));
		rig.settle();
		equal(peer.answers.length, 21);
		equal(peer.answers[20], ANSWER);
	});

	it('does not answer what is left of a connection that was closed meanwhile', () => {
		const rig = new TcpRig({ framesPerTurn: 1 });
		const peer = rig.connect();
		peer.associate();
		peer.stream.send(gets(20));
		for (let i = 0; i < 4; i++) rig.scheduler.step();
		rig.route.close();
		rig.settle();
		equal(peer.answers.length < 10, true);
	});
});

describe('Route A over TCP, clients in parallel', () => {
	it('carries their block transfers side by side', () => {
		const rig = new TcpRig({}, { maxPdu: 200, rows: 48 });
		const manager = authenticate(rig, rig.connect());
		const readers = [1, 2, 3].map(() => {
			const client = rig.connect().client(PUBLIC, { maxPdu: 64 });
			client.associate(() => {});
			return client;
		});
		rig.settle();
		const results: string[] = [];
		const events: string[] = [];
		const read = (name: string, client: CosemClient, target: Parameters<CosemClient['get']>[0]) =>
			client.get(target, (error, value) => {
				events.push(name);
				results.push(error?.text ?? (typeof value === 'number' ? `error ${value}` : toHex(value!)));
			});
		read('profile', manager, { classId: 7, name: NAMES.profile, index: 2, selection: undefined });
		for (const reader of readers) read('objects', reader, { classId: 15, name: 0x0000280000ff, index: 2, selection: undefined });
		rig.settle();
		equal(events.filter((name) => name === 'objects').length, 3);
		equal(events.filter((name) => name === 'profile').length, 1);
		equal(results.filter((text) => text.startsWith('0103')).length, 3, 'object lists');
		equal(results.find((text) => text.startsWith('0130'))!.length > 1000, true, 'the profile');
		equal(rig.scheduler.now(), 0);
	});

	it('of one connection keep their own block transfers', () => {
		const rig = new TcpRig({}, { maxPdu: 200, rows: 48 });
		const peer = rig.connect();
		const reader = peer.client(PUBLIC, { maxPdu: 64 });
		reader.associate(() => {});
		rig.settle();
		const manager = authenticate(rig, peer);
		let done = 0;
		const end = (error: unknown) => {
			equal(error, undefined);
			done++;
		};
		manager.get({ classId: 7, name: NAMES.profile, index: 2, selection: undefined }, end);
		reader.get({ classId: 15, name: 0x0000280000ff, index: 2, selection: undefined }, end);
		rig.settle();
		equal(done, 2);
	});
});

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
		equal(rig.lines[0], 'route-a tcp: [::1]:50000: closed: did not associate');
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
