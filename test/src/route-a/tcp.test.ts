import type { CosemClient } from '../../../modules/dlms/client/client.js';
import { equal, hex, toHex } from '../../assert.js';
import { ACSE } from '../../vectors/cosem.js';
import { authenticate, ENERGY, frame, GET_ENERGY, joined, MANAGEMENT, NAMES, NOT_ASSOCIATED, PUBLIC, repeated, TcpRig } from './transport-rig.js';

const AARQ = frame(PUBLIC, ACSE.aarq);
const GET = frame(PUBLIC, GET_ENERGY);
const ANSWER = `${PUBLIC} ${ENERGY}`;

/** As many GETs, in one segment. */
const gets = (count: number) => repeated(GET, count);

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

	it('counts the octets that came, and the APDUs and octets that went', () => {
		const rig = new TcpRig();
		const peer = rig.connect();
		peer.send(AARQ, GET, GET, frame(5, GET_ENERGY));
		const octets = peer.answers.reduce((sum, answer) => sum + hex(answer.split(' ')[1]!).length, 0);
		const { received, octetsReceived, sent, octetsSent, framesReceived, framesSent } = rig.device.server.statistics;
		// The last one is of no client.
		equal([framesReceived, framesSent].join(), '4,3');
		equal([received, octetsReceived, sent, octetsSent].join(), [3, AARQ.length + 2 * GET.length - 24, 3, octets].join());
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
		equal(rig.lines.join(), 'Route A TCP: [::1]:50000: frame from wPort 16 to 2 dropped; counted only from here on');
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
			equal(rig.lines.join(), `Route A TCP: [::1]:50000: closed: ${text}`);
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
