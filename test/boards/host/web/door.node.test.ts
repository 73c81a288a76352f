import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { createServer, get } from 'node:http';
import { connect } from 'node:net';
import { Door } from '../../../../boards/host/web/door.js';
import { until } from '../../../until.js';

const PLACE = Object.freeze({ address: '127.0.0.1', port: 0 });

function asked({ port }: Door, path: string): Promise<string> {
	return new Promise((resolve, reject) => {
		get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
			let text = '';
			response.on('data', (piece) => {
				text += piece;
			});
			response.on('end', () => resolve(text));
		}).on('error', reject);
	});
}

describe('a door', () => {
	let came = 0;
	const count = () => came++;
	before(() => diagnostics.subscribe('net.server.socket', count));
	beforeEach(() => {
		came = 0;
	});
	after(() => diagnostics.unsubscribe('net.server.socket', count));

	it('keeps who comes before there is a server, and hands them and the place on', async () => {
		const door = await Door.open(PLACE);
		assert.equal(door.url, `http://127.0.0.1:${door.port}/`);
		const early = [asked(door, '/a'), asked(door, '/b')];
		await until(() => came === 2);
		const server = createServer((request, response) => response.end(`${request.url} by ${server.listenerCount('request')}`));
		door.handTo(server);
		assert.deepEqual(await Promise.all(early), ['/a by 1', '/b by 1']);
		assert.equal(await asked(door, '/c'), '/c by 1');
		server.close();
		server.closeAllConnections();
		await assert.rejects(asked(door, '/d'), { code: 'ECONNREFUSED' });
	});

	it('ends those who wait when it is closed, and gives the place back', async () => {
		const door = await Door.open(PLACE);
		const socket = connect(door.port, '127.0.0.1');
		let isEnded = false;
		socket
			.on('error', () => {})
			.on('close', () => {
				isEnded = true;
			});
		await until(() => came === 1);
		await assert.rejects(Door.open({ ...PLACE, port: door.port }), { code: 'EADDRINUSE' });
		door.close();
		await until(() => isEnded);
		const next = await Door.open({ ...PLACE, port: door.port });
		next.close();
	});
});
