/** What a program does before a run is ready, and before its panel is loaded: it is answered, and the panel has all of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { FrameList } from '../../../../boards/host/panel/frames/frame-row.js';
import { until } from '../../../until.js';
import { build, preloading } from '../command-line-rig.js';
import { DlmsReader } from './dlms-reader.js';
import { PanelRig } from './panel-rig.js';

const HOST = '127.0.0.1';

/** Until a program has written at `port`, what else listens on TCP, or at a path (the control socket), waits with it: so long others may take. */
const slowly = (port: number, slow: 'TCP' | 'path') => `
	const { Server } = await import('node:net');
	const { listen } = Server.prototype;
	let onWritten;
	const written = new Promise((resolve) => {
		onWritten = resolve;
	});
	Server.prototype.listen = function (...words) {
		const [place] = words;
		if ((place.port ?? place) === ${port})
			this.on('connection', (socket) => socket.once('data', () => setImmediate(onWritten)));
		else if ((typeof place === 'string' ? 'path' : 'TCP') === '${slow}') {
			written.then(() => listen.apply(this, words));
			return this;
		}
		return listen.apply(this, words);
	};`;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, HOST);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

/** As soon as somebody listens there. Rejects where the run does not come to that. */
async function connected(port: number, starting: Promise<unknown>): Promise<Socket> {
	let isOver = false;
	const over = starting.finally(() => {
		isOver = true;
	});
	const trying = (async () => {
		while (!isOver) {
			const socket = connect(port, HOST);
			try {
				await once(socket, 'connect');
				return socket;
			} catch {
				await new Promise((resolve) => setImmediate(resolve));
			}
		}
	})();
	const socket = await Promise.race([trying, over.then(() => undefined)]);
	assert.ok(socket, 'it was ready before anybody could be early');
	return socket;
}

describe('from the first frame on', () => {
	let panel: PanelRig | undefined;
	before(build);
	afterEach(() => panel?.running.stop('SIGKILL'));

	for (const [slow, when] of [
		['path', 'there is a world'],
		['TCP', 'the run is ready'],
	] as const) {
		it(`the frames and the ladder have what a program writes before ${when}`, async () => {
			const port = await freePort();
			const starting = PanelRig.startIn(preloading(slowly(port, slow)), '--dongle', `tcp:${port}`, '--route-a', 'off');
			const program = await connected(port, starting);
			let heard = '';
			program.on('data', (bytes) => {
				heard += bytes;
			});
			program.write('SKVER\r\n');
			panel = await starting;
			await until(() => heard.includes('OK'));
			const { rows, first } = (await panel.get('/api/frames?medium=serial')).json as FrameList;
			assert.equal(first, 1);
			assert.deepEqual(
				rows.map(({ info }) => info.split(' ')[0]),
				['SKVER', 'SKVER', 'EVER', 'OK'],
			);
			const [{ rungs }] = (await panel.get('/api/ladder')).json.dongles;
			assert.deepEqual(
				rungs.map(({ sort, what, word, answer }: Record<string, string>) => [sort, what ?? word, answer]),
				[
					['port', 'opened', undefined],
					['command', 'SKVER', 'OK'],
				],
			);
			program.destroy();
		});

		it(`a head-end that connects before ${when} is answered, and its frames are there`, async () => {
			const port = await freePort();
			const starting = PanelRig.startIn(preloading(slowly(port, slow)), '--dongle', 'pty', '--route-a', `${HOST}:${port}`);
			(await connected(port, starting)).destroy();
			const serial = await new DlmsReader(`${HOST}:${port}`).read('1/0.0.96.1.0.255');
			panel = await starting;
			assert.notEqual(serial, undefined);
			const { rows } = (await panel.get('/api/frames?medium=TCP')).json as FrameList;
			assert.match(rows[0]!.info, /^AARQ/);
		});
	}
});
