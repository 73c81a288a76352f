/** The sockets of hal/xs-network on stand-ins for the SDK's. */
import assert from 'node:assert/strict';
import type { Stream, StreamListener } from '../../../hal/ports/streams.js';
import { DEVICE, FakeListener, FakeTcp, FakeUdp, GROUP, hex, type Opened, openNetwork } from './sdk-rig.js';

describe('the network of hal/xs-network', () => {
	it('tells its address as it is now', async () => {
		const { network, net } = await openNetwork();
		assert.equal(Buffer.from(network.address!).toString('hex'), DEVICE);
		assert.equal(network.address, network.address, 'the same array, as long as it is the same');
		for (const ip of [undefined, '', 'fe80::1', '1.2.3', '1.2.3.256', '1..2.3']) {
			net.ip = ip;
			assert.equal(network.address, undefined, ip);
		}
		assert.ok((await openNetwork({ address: () => '127.0.0.1' })).network.address);
	});

	it('asks for names, and takes an address for one', async () => {
		const { network, net, scheduler } = await openNetwork();
		net.names.set('ntp.example', '192.0.2.10');
		const found: (string | undefined)[] = [];
		for (const name of ['ntp.example', 'nobody.example', '192.0.2.11'])
			network.resolve(name, (address) => found.push(address && Buffer.from(address).toString('hex').slice(-8)));
		assert.deepEqual(found, [], 'later');
		scheduler.runUntil(1);
		assert.deepEqual(found.sort(), ['c000020a', 'c000020b', undefined].sort());
	});
});

describe('datagrams of hal/xs-network', () => {
	it('join their group, and are heard by the address they came from', async () => {
		const { network } = await openNetwork();
		const socket = network.udp(3610, GROUP);
		const heard: string[] = [];
		socket.onReceive = (from, port, bytes) => heard.push(`${Buffer.from(from).toString('hex').slice(-8)} ${port} ${bytes[0]}`);
		FakeUdp.last.bring(2);
		assert.deepEqual(heard, ['c0000206 3610 0', 'c0000206 3610 1']);
		assert.equal(Buffer.from(socket.address).toString('hex'), DEVICE);
		assert.deepEqual(FakeUdp.last.groups, ['224.0.23.0']);
		assert.equal(FakeUdp.last.options.port, 3610);
	});

	it('join by other means where the SDK has none', async () => {
		const joined: string[] = [];
		const { network } = await openNetwork({ join: (group) => joined.push(group) });
		network.udp(3610, GROUP);
		assert.deepEqual(joined, ['224.0.23.0']);
		assert.deepEqual(FakeUdp.last.groups, []);
	});

	it('are closed again where the group is not to be joined', async () => {
		const { network } = await openNetwork();
		assert.throws(() => network.udp(3610, hex('00000000000000000000ffffe0000001')), /invalid IP address/);
		assert.equal(FakeUdp.last.closed, true);
		FakeUdp.fails = true;
		assert.throws(() => network.udp(3610), /bind failed/);
	});

	it('of one turn beyond 16 are read and dropped', async () => {
		const { network } = await openNetwork();
		const socket = network.udp(3610);
		let heard = 0;
		socket.onReceive = () => heard++;
		FakeUdp.last.bring(100);
		assert.equal(heard, 16);
		assert.equal(FakeUdp.last.packets.length, 0);
	});

	it('of IPv6 are dropped, and sent nowhere', async () => {
		const { network, scheduler } = await openNetwork();
		const socket = network.udp(3610);
		let heard = 0;
		socket.onReceive = () => heard++;
		FakeUdp.last.bring(1, 'FE80::1');
		assert.equal(heard, 0);
		const done: boolean[] = [];
		socket.send(hex('ff020000000000000000000000000001'), 3610, Uint8Array.of(1), (ok) => done.push(ok));
		scheduler.runUntil(1);
		assert.deepEqual(done, [false]);
		assert.deepEqual(FakeUdp.last.sent, []);
	});

	it('tell whether the SDK took them, and none once closed', async () => {
		const { network, scheduler } = await openNetwork();
		const socket = network.udp(0);
		assert.equal(FakeUdp.last.options.port, undefined);
		const done: boolean[] = [];
		const tell = (ok: boolean) => done.push(ok);
		socket.send(hex('00000000000000000000ffffc0000206'), 3610, Uint8Array.of(1, 2), tell);
		socket.send(hex('00000000000000000000ffff0a000001'), 3610, Uint8Array.of(1), tell);
		socket.close();
		socket.send(hex('00000000000000000000ffffc0000206'), 3610, Uint8Array.of(1), tell);
		assert.deepEqual(done, []);
		scheduler.runUntil(1);
		assert.deepEqual(done, [true, false, false]);
		assert.deepEqual(FakeUdp.last.sent, ['0102 192.0.2.6 3610']);
	});

	it('that come while their receiver closes the socket are not read any more', async () => {
		const { network } = await openNetwork();
		const socket = network.udp(3610);
		let heard = 0;
		socket.onReceive = () => {
			heard++;
			socket.close();
		};
		FakeUdp.last.bring(3);
		assert.equal(heard, 1);
	});
});

describe('connections of hal/xs-network', () => {
	async function connect(): Promise<Opened & { stream: Stream; socket: FakeTcp; listener: StreamListener; events: string[] }> {
		const opened = await openNetwork();
		const listener = opened.network.listen(4059);
		const events: string[] = [];
		let stream: Stream | undefined;
		listener.onConnection = (each) => {
			stream = each;
			each.onReceive = (bytes) => events.push(`received ${Buffer.from(bytes).toString('latin1')}`);
			each.onDrained = () => events.push('drained');
			each.onClosed = () => events.push('closed');
		};
		FakeListener.last.waiting.push(new FakeTcp());
		FakeListener.last.options.onReadable(1);
		return { ...opened, listener, events, stream: stream!, socket: FakeTcp.last };
	}

	it('are taken with their other end’s name', async () => {
		const { stream } = await connect();
		assert.equal(stream.peer, '192.0.2.6:50000');
		assert.equal(stream.host, '192.0.2.6');
	});

	it('that are gone again are passed over', async () => {
		const { listener } = await connect();
		let count = 0;
		listener.onConnection = () => count++;
		const gone = new FakeTcp();
		gone.closed = true;
		FakeListener.last.waiting.push(gone, new FakeTcp());
		FakeListener.last.options.onReadable(2);
		assert.equal(count, 1);
		assert.equal((listener as unknown as { lost: number }).lost, 1);
	});

	it('send once the socket asks, in pieces that it has room for, and tell when all has left', async () => {
		const { stream, socket, scheduler, events } = await connect();
		stream.send(new Uint8Array(4000).fill(0x61));
		assert.equal(stream.pending, 4000);
		assert.equal(socket.sent, '');
		socket.drain(0);
		assert.equal(socket.sent.length, 1500);
		assert.equal(stream.pending, 2500);
		socket.drain(3000);
		assert.equal(stream.pending, 0);
		assert.deepEqual(events, []);
		scheduler.runUntil(1);
		assert.deepEqual(events, ['drained']);
		assert.equal(socket.sent, 'a'.repeat(4000));
		socket.drain(5);
		scheduler.runUntil(2);
		assert.deepEqual(events, ['drained'], 'once');
		stream.send(Uint8Array.of(0x62));
		assert.equal(socket.sent, `${'a'.repeat(4000)}b`);
	});

	it('do not say drained where more was sent in between', async () => {
		const { stream, socket, scheduler, events } = await connect();
		stream.send(new Uint8Array(2000));
		socket.drain(1000);
		stream.send(new Uint8Array(9000));
		scheduler.runUntil(1);
		assert.deepEqual(events, []);
		socket.drain(10_000);
		scheduler.runUntil(2);
		assert.deepEqual(events, ['drained']);
	});

	it('wait where the socket refuses what it said it had room for', async () => {
		const { stream, socket } = await connect();
		socket.drain(0);
		socket.room = 0;
		stream.send(Uint8Array.of(1, 2, 3));
		assert.equal(stream.pending, 3);
		socket.drain(10);
		assert.equal(stream.pending, 0);
		assert.equal(socket.sent.length, 3);
	});

	it('receive nothing while they pause, and all of it after', async () => {
		const { stream, socket, scheduler, events } = await connect();
		stream.pause();
		socket.bring('one');
		socket.bring('two');
		assert.deepEqual(events, []);
		assert.equal(socket.input.length, 6, 'it stays in the socket, whose window closes');
		stream.resume();
		assert.deepEqual(events, []);
		scheduler.runUntil(1);
		assert.deepEqual(events, ['received onetwo']);
		socket.bring('three');
		assert.deepEqual(events, ['received onetwo', 'received three']);
	});

	it('tell the end behind what came before it', async () => {
		const { stream, socket, scheduler, events } = await connect();
		stream.pause();
		socket.bring('last');
		socket.options.onError();
		assert.deepEqual(events, []);
		stream.resume();
		scheduler.runUntil(1);
		assert.deepEqual(events, ['received last', 'closed']);
		assert.equal(socket.closed, true);
	});

	it('tell the end once, and not after close', async () => {
		const first = await connect();
		first.socket.options.onError();
		first.socket.options.onError();
		assert.deepEqual(first.events, ['closed']);
		const second = await connect();
		second.stream.close();
		second.socket.options.onError();
		assert.deepEqual(second.events, []);
	});

	it('let what was sent leave before they close, for two seconds', async () => {
		const { stream, socket, scheduler } = await connect();
		stream.send(new Uint8Array(2000));
		stream.close();
		socket.drain(0);
		assert.equal(socket.closed, false);
		socket.drain(1000);
		assert.equal(socket.closed, true);
		assert.equal(socket.sent.length, 2000);
		const stuck = await connect();
		stuck.stream.send(new Uint8Array(2000));
		stuck.stream.close();
		stuck.scheduler.runUntil(1_999);
		assert.equal(stuck.socket.closed, false);
		stuck.scheduler.runUntil(2_001);
		assert.equal(stuck.socket.closed, true);
		scheduler.runUntil(5_000);
	});

	it('close at once where nothing waits, and are deaf and dumb then', async () => {
		const { stream, socket, events } = await connect();
		stream.close();
		assert.equal(socket.closed, true);
		stream.send(Uint8Array.of(1));
		assert.equal(stream.pending, 0);
		socket.options.onReadable(1);
		assert.deepEqual(events, []);
	});

	it('come no more once the listener is closed', async () => {
		const { listener } = await connect();
		listener.close();
		listener.close();
		assert.equal(FakeListener.last.closed, true);
		let count = 0;
		listener.onConnection = () => count++;
		FakeListener.last.waiting.push(new FakeTcp());
		FakeListener.last.options.onReadable(1);
		assert.equal(count, 0);
	});
});
