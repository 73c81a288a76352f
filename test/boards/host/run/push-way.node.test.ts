import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { PushWay } from '../../../../boards/host/run/push-way.js';
import { bytesOf } from '../../../../hal/node/addresses.js';
import { NodeUdp } from '../../../../hal/node/sockets.js';

const FRAME = Uint8Array.of(0, 1, 0, 1, 0, 0x67, 0, 1, 0x0f);
const HERE = bytesOf('::1');

describe('The way of pushes', () => {
	const closers: { close(): unknown }[] = [];
	const open = async (address: string): Promise<NodeUdp> => {
		const socket = await NodeUdp.open({ address, port: 0 });
		closers.push(socket);
		return socket;
	};
	const send = (way: PushWay, by: 'tcp' | 'udp', to: Uint8Array, port: number): Promise<string | undefined> =>
		new Promise((done) => way.send(by, to, port, FRAME, done));

	afterEach(() => {
		for (const each of closers.splice(0)) each.close();
	});

	function way(onTcp = () => {}): PushWay {
		const made = new PushWay((event) => event(), onTcp);
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
});
