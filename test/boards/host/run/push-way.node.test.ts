import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { PushWay } from '../../../../boards/host/run/push-way.js';
import { bytesOf } from '../../../../hal/node/addresses.js';
import { NodeUdp } from '../../../../hal/node/sockets.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import type { PushAssurance } from '../../../../src/route-a/push-carrier.js';

const FRAME = Uint8Array.of(0, 1, 0, 1, 0, 0x67, 0, 1, 0x0f);
const HERE = bytesOf('::1');

describe('The way of pushes', () => {
	const closers: { close(): unknown }[] = [];
	const open = async (address: string): Promise<NodeUdp> => {
		const socket = await NodeUdp.open({ address, port: 0 });
		closers.push(socket);
		return socket;
	};
	const send = (way: PushWay, by: 'tcp' | 'udp', to: Uint8Array, port: number, assurance?: PushAssurance): Promise<string | undefined> =>
		new Promise((done) => way.send(by, to, port, FRAME, done, assurance));

	afterEach(() => {
		for (const each of closers.splice(0)) each.close();
	});

	function way(onTcp = () => {}): PushWay {
		const made = new PushWay((event) => event(), onTcp, 300);
		closers.push(made);
		return made;
	}

	it('is UDP from the port of Route A, of the family of who takes it', async () => {
		const [six, four, taker] = [await open('::1'), await open('127.0.0.1'), await open('127.0.0.1')];
		const made = way();
		made.open([six, four]);
		const heard = new Promise<string>((resolve) => {
			taker.onReceive = (_, port, bytes) => resolve(`${port} ${Buffer.from(bytes).toString('hex')}`);
		});
		assert.equal(await send(made, 'udp', taker.address, taker.port), undefined);
		assert.equal(await heard, `${four.port} ${Buffer.from(FRAME).toString('hex')}`);
		made.open([six]);
		assert.equal(await send(made, 'udp', taker.address, taker.port), 'Route A is at no address of IPv4');
	});

	it('is TCP, heard by whoever watches, and nothing is told once it is closed', async () => {
		const sent: unknown[] = [];
		const made = way((...what: unknown[]) => sent.push(what));
		const server = createServer((socket) => socket.resume()).listen(0, '::1');
		closers.push(server);
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		assert.equal(await send(made, 'tcp', HERE, port), undefined);
		assert.deepEqual(sent, [[HERE, port, FRAME]]);
		let told = 0;
		made.send('tcp', HERE, port, FRAME, () => told++);
		made.send('udp', HERE, port, FRAME, () => told++);
		made.close();
		assert.equal(await send(made, 'tcp', HERE, port), undefined, 'what is sent later is told');
		assert.equal(told, 0);
	});

	it('tells of what is to be confirmed once the answer on its connection is taken, whole or in pieces, or that time is up', async () => {
		const answers: Uint8Array[] = [];
		let answer = (socket: Socket): void => void socket;
		const server = createServer((socket) => socket.on('error', () => {}).once('data', () => answer(socket))).listen(0, '::1');
		closers.push(server);
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		const confirmed: PushAssurance = { kind: 'confirmed', take: (apdu) => answers.push(apdu) > 0 && apdu[0] === 0x10 };
		const frame = (apdu: Uint8Array): Uint8Array => encodeWrapper({ source: 103, destination: 1, apdu });
		answer = (socket) => {
			socket.write(frame(Uint8Array.of(0x0f)));
			const whole = frame(Uint8Array.of(0x10, 0x40, 0, 0, 1, 0));
			socket.write(whole.subarray(0, 9));
			setImmediate(() => socket.write(whole.subarray(9)));
		};
		assert.equal(await send(way(), 'tcp', HERE, port, confirmed), undefined);
		assert.deepEqual(
			answers.map((each) => Buffer.from(each).toString('hex')),
			['0f', '104000000100'],
		);
		answer = () => {};
		assert.equal(await send(way(), 'tcp', HERE, port, confirmed), 'it was not confirmed in time');
		answer = (socket) => socket.end('nonsense');
		assert.equal(await send(way(), 'tcp', HERE, port, confirmed), 'ECONNRESET');
	});

	it('tells that nothing confirms a datagram; or that one was not confirmed in time, unless it is closed', async () => {
		const socket = await open('::1');
		const made = way();
		made.open([socket]);
		assert.equal(await send(made, 'udp', HERE, socket.port, { kind: 'delivered' }), 'nothing confirms a datagram');
		assert.equal(await send(made, 'udp', HERE, socket.port, { kind: 'confirmed', take: () => true }), 'it was not confirmed in time');
	});

	it('tells that a connection was not closed by who takes it, where that is what counts', async () => {
		const server = createServer({ allowHalfOpen: true }, (socket) => {
			held.push(socket);
			socket.on('error', () => {});
			if (held.length > 1) socket.on('end', () => socket.end()).resume();
		}).listen(0, '::1');
		const held: Socket[] = [];
		closers.push(server);
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		assert.equal(await send(way(), 'tcp', HERE, port, { kind: 'delivered' }), 'ETIMEDOUT');
		assert.equal(await send(way(), 'tcp', HERE, port, { kind: 'delivered' }), undefined);
		for (const socket of held) socket.destroy();
	});
});
