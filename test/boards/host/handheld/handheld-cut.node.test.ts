/** A hand-held whose line to the meter breaks at each step: nothing is half done, and the same bar code finishes it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { runOfEachTest } from '../run-rig.js';
import { HandheldRig } from './handheld-rig.js';

/** Between hand-held and meter: lets so many pieces of the meter's through, then the line is gone. */
class Line {
	/** Pieces that came from the meter. */
	pieces = 0;
	most = Number.POSITIVE_INFINITY;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();

	private constructor(server: Server) {
		this.#server = server;
	}

	static async to(port: number): Promise<Line> {
		const server = createServer();
		const line = new Line(server);
		server.on('connection', (near) => {
			const far = connect(port, '127.0.0.1');
			for (const [one, other] of [
				[near, far],
				[far, near],
			] as const) {
				line.#sockets.add(one);
				one.on('error', () => {});
				one.on('close', () => other.destroy());
			}
			near.on('data', (bytes) => far.write(bytes));
			far.on('data', (bytes) => {
				if (line.pieces >= line.most) near.destroy();
				else if (++line.pieces <= line.most) near.write(bytes);
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return line;
	}

	get place(): string {
		return `serial:127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	close(): void {
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
	}
}

describe('keiki handheld, whose line breaks', () => {
	const run = runOfEachTest();

	it('says that it does not know, keeps no result, and finishes with the same bar code what is not done', async () => {
		const rig = new HandheldRig(run.folder);
		await rig.prepare();
		await run.start(
			...['--keys', rig.file('meter.json'), '--credential-key', rig.file('meter.credential'), '--state', rig.file('state')],
			...['--speed', 'max', '--local-port', 'tcp:0'],
		);
		const line = await Line.to(Number((run.running.ready.localPort as string).split(':').pop()));
		try {
			const set = (text: string) => rig.at(line.place, 'set', '--text', text, '--timeout', '1');
			assert.equal((await set(await rig.barCode('W00000000'))).status, 0);
			const all = line.pieces;
			assert.ok(all > 10, `${all} pieces`);
			const kinds = new Set<string>();
			for (let most = 0; most < all; most++) {
				const order = `W${String(most + 1).padStart(8, '0')}`;
				const text = await rig.barCode(order);
				const before = (await rig.results()).length;
				Object.assign(line, { pieces: 0, most });
				const cut = await set(text);
				// A line that breaks once the meter has said it is no matter.
				if (cut.status !== 0) {
					assert.equal(cut.status, 3, `${most}: ${cut.stderr}`);
					kinds.add(/does not answer at/.test(cut.stderr) ? 'silent' : /did not say how it ended/.test(cut.stderr) ? 'unsure' : cut.stderr);
					assert.equal((await rig.results()).length, before, `${most}: a result`);
				}
				line.most = Number.POSITIVE_INFINITY;
				if (cut.status !== 0) {
					const again = await set(text);
					assert.equal(again.status, 0, `${most}: ${again.stderr}`);
				}
				const results = await rig.results();
				assert.deepEqual([results.length, results.at(-1)!.kind, results.at(-1)!.order], [before + 1, 'set', order]);
			}
			assert.deepEqual([...kinds], ['silent', 'unsure']);
		} finally {
			line.close();
		}
	});
});
