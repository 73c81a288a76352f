import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostInterfaces } from '../../../hal/node/addresses.js';
import { TcpListener } from '../../../hal/node/tcp-listener.js';
import type { Stream } from '../../../hal/ports/streams.js';
import { until } from '../../until.js';

describe('a TCP listener', () => {
	const open: { close(): void }[] = [];
	const sockets: Socket[] = [];
	afterEach(() => {
		for (const each of open.splice(0)) each.close();
		for (const socket of sockets.splice(0)) socket.destroy();
	});

	interface Accepted {
		readonly stream: Stream;
		readonly events: string[];
	}

	/** A listener that writes down what its streams tell. */
	async function listen(address = '127.0.0.1', enter?: (event: () => void) => void): Promise<{ listener: TcpListener; accepted: Accepted[] }> {
		const listener = await TcpListener.open({ address, port: 0, ...(enter === undefined ? {} : { enter }) });
		open.push(listener);
		const accepted: Accepted[] = [];
		listener.onConnection = (stream) => {
			const events: string[] = [];
			stream.onReceive = (bytes) => events.push(Buffer.from(bytes).toString('latin1'));
			stream.onDrained = () => events.push('(drained)');
			stream.onClosed = () => events.push('(closed)');
			accepted.push({ stream, events });
		};
		return { listener, accepted };
	}

	async function client(listener: TcpListener, address = '127.0.0.1'): Promise<{ socket: Socket; heard: () => string }> {
		const socket = connect(listener.port, address);
		sockets.push(socket);
		socket.on('error', () => {});
		let heard = '';
		socket.on('data', (bytes) => {
			heard += bytes.toString('latin1');
		});
		socket.on('close', () => {
			heard += '(closed)';
		});
		await once(socket, 'connect');
		return { socket, heard: () => heard };
	}

	it('says where it is, with the port that it got', async function () {
		const { listener } = await listen();
		assert.match(listener.address, /^127\.0\.0\.1:\d+$/);
		assert.equal(listener.address, `127.0.0.1:${listener.port}`);
		if (hostInterfaces('IPv6').length === 0) {
			process.stderr.write('\n  NOT TESTED: no IPv6\n');
			this.skip();
		}
		assert.match((await listen('::1')).listener.address, /^\[::1\]:\d+$/);
	});

	it('carries bytes both ways, and leaves the sender free to use its array again', async () => {
		const { listener, accepted } = await listen();
		const { socket, heard } = await client(listener);
		await until(() => accepted.length === 1);
		const { stream, events } = accepted[0]!;
		assert.equal(stream.host, '127.0.0.1');
		assert.equal(stream.peer, `127.0.0.1:${socket.localPort}`);
		socket.write('GET');
		await until(() => events.length === 1);
		const bytes = new Uint8Array(Buffer.from('value'));
		stream.send(bytes);
		bytes.fill(0xa5);
		await until(() => heard() === 'value');
		assert.deepEqual(events, ['GET']);
		assert.equal(stream.pending, 0);
	});

	it('hands over bytes that are no Buffer, whose copies are copies', async () => {
		const { listener } = await listen();
		const received = new Promise<Uint8Array>((resolve) => {
			listener.onConnection = (stream) => {
				stream.onReceive = resolve;
			};
		});
		(await client(listener)).socket.write('x');
		assert.equal(Object.getPrototypeOf(await received), Uint8Array.prototype);
	});

	it('tells that the other end closed, once, behind what it sent', async () => {
		const { listener, accepted } = await listen();
		const { socket } = await client(listener);
		socket.end('bye');
		await until(() => accepted[0]?.events.includes('(closed)') === true);
		await sleep(20);
		assert.deepEqual(accepted[0]!.events, ['bye', '(closed)']);
		accepted[0]!.stream.send(Uint8Array.of(1));
		accepted[0]!.stream.close();
	});

	it('keeps the error of a connection that broke to itself', async () => {
		const { listener, accepted } = await listen();
		const { socket } = await client(listener);
		await until(() => accepted.length === 1);
		socket.resetAndDestroy();
		accepted[0]!.stream.send(new Uint8Array(100_000));
		await until(() => accepted[0]!.events.includes('(closed)'));
		assert.equal(accepted[0]!.events.filter((event) => event === '(closed)').length, 1);
	});

	it('sends what is left when it closes a connection, tells nothing more, and takes no more', async () => {
		const { listener, accepted } = await listen();
		const { socket, heard } = await client(listener);
		await until(() => accepted.length === 1);
		const { stream, events } = accepted[0]!;
		stream.send(new Uint8Array(Buffer.from('last')));
		stream.close();
		stream.close();
		socket.write('too late');
		await until(() => heard() === 'last(closed)');
		assert.deepEqual(events, []);
	});

	it('does not wait for ever for a client that does not take the last bytes', async () => {
		const { listener, accepted } = await listen();
		const { socket, heard } = await client(listener);
		socket.pause();
		await until(() => accepted.length === 1);
		const { stream } = accepted[0]!;
		let sent = 0;
		for (; stream.pending < 100_000; sent += 1 << 20) stream.send(new Uint8Array(1 << 20));
		stream.close();
		await sleep(1200);
		socket.resume();
		await until(() => heard().endsWith('(closed)'));
		assert.ok(heard().length < sent);
	});

	it('leaves a client waiting while it is paused', async () => {
		const { listener, accepted } = await listen();
		const { socket } = await client(listener);
		await until(() => accepted.length === 1);
		const { stream, events } = accepted[0]!;
		stream.pause();
		socket.end('later');
		await sleep(50);
		assert.deepEqual(events, []);
		stream.resume();
		await until(() => events.length === 2);
		assert.deepEqual(events, ['later', '(closed)']);
	});

	it('says how much has not left, and when it has', async () => {
		const { listener, accepted } = await listen();
		const { socket } = await client(listener);
		socket.pause();
		await until(() => accepted.length === 1);
		const { stream, events } = accepted[0]!;
		while (stream.pending === 0) stream.send(new Uint8Array(1 << 20));
		await sleep(20);
		assert.deepEqual(events, []);
		socket.resume();
		await until(() => events.length > 0);
		assert.deepEqual(events, ['(drained)']);
		assert.equal(stream.pending, 0);
	});

	it('lets every event through one door', async () => {
		let entered = 0;
		const { listener, accepted } = await listen('127.0.0.1', (event) => {
			entered++;
			event();
		});
		const { socket } = await client(listener);
		socket.write('GET');
		await until(() => accepted[0]?.events.length === 1);
		socket.end();
		await until(() => accepted[0]!.events.length === 2);
		assert.equal(entered, 3);
	});

	it('takes no connection once it is closed, and leaves those there are', async () => {
		const { listener, accepted } = await listen();
		const { heard } = await client(listener);
		await until(() => accepted.length === 1);
		const { port } = listener;
		listener.close();
		listener.close();
		const late = connect(port, '127.0.0.1');
		const [error] = await once(late, 'error');
		assert.equal((error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
		accepted[0]!.stream.send(new Uint8Array(Buffer.from('still here')));
		await until(() => heard() === 'still here');
	});

	it('says when somebody has the port, and when the address is not of this host', async () => {
		const owner = createServer();
		owner.listen(0, '127.0.0.1');
		await once(owner, 'listening');
		open.push(owner);
		const { port } = owner.address() as { port: number };
		await assert.rejects(TcpListener.open({ address: '127.0.0.1', port }), { code: 'EADDRINUSE' });
		await assert.rejects(TcpListener.open({ address: '203.0.113.1', port: 0 }), { code: 'EADDRNOTAVAIL' });
	});
});
