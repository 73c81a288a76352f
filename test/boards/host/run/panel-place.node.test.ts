import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

describe('the panel of a run', () => {
	let running: Running | undefined;
	let server: Server | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		server?.close();
		server = undefined;
	});

	const start = (...words: string[]) => Running.start('--route-a', 'off', '--lang', 'en', ...words);

	it('is for this computer alone, of which nobody is warned', async () => {
		running = await start('--panel', '127.0.0.1:0');
		assert.match(running.ready.panel as string, /^http:\/\/127\.0\.0\.1:\d+\/$/);
		assert.doesNotMatch(running.stderr, /panel/);
	});

	it('at another address says who can work the meter, however quiet', async () => {
		running = await start('--panel', '0.0.0.0:0', '--quiet');
		assert.equal(running.stderr.match(/--panel 0\.0\.0\.0:0: whoever reaches this address and knows a token can work the meter/g)?.length, 1);
	});

	it('is refused where the place that was asked for is not to be had', async () => {
		server = createServer();
		await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
		const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
		for (const [words, why] of [
			[place, new RegExp(`--panel ${place}: another program has it; expected another port, or 0 for one that is free`)],
			['192.0.2.1:0', /--panel 192\.0\.2\.1:0/],
			['9000', /--panel: expected ADDRESS:PORT, as 127\.0\.0\.1:8288 or \[::1\]:8288, or off; got "9000"/],
		] as const) {
			const { status, stderr } = await keikiHere('run', '--json', '--route-a', 'off', '--lang', 'en', '--panel', words);
			assert.equal(status, 2, words);
			assert.match(stderr, why);
		}
	});
});
