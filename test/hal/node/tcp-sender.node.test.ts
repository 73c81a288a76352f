import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { sendByTcp } from '../../../hal/node/tcp-sender.js';

const BYTES = Uint8Array.of(1, 2, 3, 4);

describe('Sending by TCP', () => {
	let server: Server | undefined;
	const sockets: Socket[] = [];

	async function listen(serve: (socket: Socket) => void): Promise<number> {
		server = createServer({ allowHalfOpen: true }, (socket) => {
			sockets.push(socket);
			socket.on('error', () => {});
			serve(socket);
		}).listen(0, '::1');
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	}

	const send = (port: number, timeout = 5000): Promise<string | undefined> =>
		new Promise((done) => sendByTcp({ host: '::1', port, bytes: BYTES, timeout, done }));

	afterEach(() => {
		for (const socket of sockets.splice(0)) socket.destroy();
		server?.close();
		server = undefined;
	});

	it('brings the bytes, and goes when the other end does', async () => {
		let got = '';
		const port = await listen((socket) => {
			socket.on('data', (bytes) => {
				got += bytes.toString('hex');
			});
			socket.on('end', () => socket.end('thank you'));
		});
		assert.equal(await send(port), undefined);
		assert.equal(got, '01020304');
	});

	it('does not wait for ever for the other end to go', async () => {
		const port = await listen((socket) => socket.resume());
		assert.equal(await send(port), undefined);
	});

	it('tells that nobody listens, and that the connection was reset', async () => {
		const port = await listen((socket) => socket.on('data', () => socket.resetAndDestroy()));
		assert.equal(await send(port), 'ECONNRESET');
		server!.close();
		assert.equal(await send(port), 'ECONNREFUSED');
	});

	it('tells nothing once it was cancelled', async () => {
		const port = await listen((socket) => socket.resume());
		let told = 0;
		const cancel = sendByTcp({ host: '::1', port, bytes: BYTES, timeout: 5000, done: () => told++ });
		await once(server!, 'connection');
		const ended = once(sockets[0]!, 'end');
		cancel();
		await ended;
		assert.equal(told, 0);
	});
});
