import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isTaken } from '../../../hal/node/udp-table.js';
import { notTested } from '../../interop/peers.js';

describe('the UDP sockets of this host', () => {
	let socket: Socket | undefined;
	afterEach(() => {
		socket?.close();
		socket = undefined;
	});

	async function bind(type: 'udp4' | 'udp6', address: string): Promise<number> {
		socket = createSocket({ type, reuseAddr: true });
		socket.bind(0, address);
		await once(socket, 'listening');
		return socket.address().port;
	}

	for (const [type, address] of [
		['udp4', '127.0.0.3'],
		['udp6', '::1'],
	] as const) {
		it(`say that ${address} is taken, although it is shared, as long as it is`, async function () {
			if (process.platform !== 'linux') notTested(this, 'only Linux tells who has a port');
			const port = await bind(type, address);
			assert.equal(isTaken(address, port), true);
			socket!.close();
			socket = undefined;
			assert.equal(isTaken(address, port), false);
		});
	}

	it('do not count where they are on all addresses', async () => {
		assert.equal(isTaken('127.0.0.3', await bind('udp4', '0.0.0.0')), false);
	});
});
