/** What other pages of the same browser can do to the panel, in a real one: nothing. Each of their requests arrives, and is answered with 403. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from '../../../until.js';
import { build, keiki } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { PanelRig } from './panel-rig.js';

const COMMAND = '{"command":"power off"}';
/** A page that tries all that a page can. What it is told of an answer is what `heard` returns. */
const EVIL = `<!doctype html><title>evil</title><link rel="icon" href="data:,"><body><script>
const BODY = '${COMMAND}';
const post = (url, mode, type) => fetch(url, { method: 'POST', mode, credentials: 'include', headers: { 'Content-Type': type }, body: BODY });
const textOf = (asked, heard) => asked.then(async (response) => response.type === 'opaque' || heard.push(await response.text())).catch(() => {});
const stream = (url, withCredentials, heard) => new Promise((resolve) => {
	const source = new EventSource(url, { withCredentials });
	for (const topic of ['meter', 'by-hand', 'message']) source.addEventListener(topic, ({ data }) => heard.push(data));
	source.onopen = () => resolve(heard.push('open'));
	source.onerror = () => source.readyState === EventSource.CLOSED && resolve();
});
const element = (tag, src) => Object.assign(document.createElement(tag), { src });
const load = (tag, src, heard) => new Promise((resolve) => {
	const made = element(tag, src);
	made.onerror = resolve;
	made.onload = () => resolve(heard.push(tag + ' is loaded'));
	document.body.append(made);
});
async function attack(panel) {
	const heard = [];
	for (const mode of ['no-cors', 'cors'])
		for (const type of ['text/plain', 'application/json']) await textOf(post(panel + 'api/command', mode, type), heard);
	await textOf(fetch(panel + 'api/state', { credentials: 'include' }), heard);
	for (const withCredentials of [true, false]) await stream(panel + 'api/stream?topics=meter,by-hand', withCredentials, heard);
	await load('script', panel + 'api/state', heard);
	await load('img', panel + 'api/frames.pcapng', heard);
	return heard;
}
function frame(panel) {
	document.body.append(element('iframe', panel));
}
/** A form is no fetch: the browser goes where it is sent, with what looks like JSON in its body. */
function submit(panel) {
	const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: panel + 'api/command' });
	form.append(Object.assign(document.createElement('input'), { name: BODY.slice(0, -1) + ',"x":"', value: '"}' }));
	document.body.append(form);
	form.submit();
}
/** Of one origin with the panel, as the browser takes it. */
async function within() {
	const read = await fetch('/api/state');
	const acted = await post('/api/command', 'same-origin', 'application/json');
	const look = await fetch('/assets/main.js');
	const heard = [];
	await stream('/api/stream?topics=meter', true, heard);
	return [read.status, acted.status, look.status, ...heard];
}
</script>`;

/** What a page asked of the panel, as the browser's network has it, the answers that it hides from the page included. */
class Asked {
	readonly #port: number;
	readonly #urls = new Map<string, string>();
	readonly #statuses = new Map<string, number>();

	private constructor(port: number) {
		this.#port = port;
	}

	static async of(page: Page, port: number): Promise<Asked> {
		const asked = new Asked(port);
		const session = await page.context().newCDPSession(page);
		session.on('Network.requestWillBeSent', ({ requestId, request }) => asked.#urls.set(requestId, `${request.method} ${request.url}`));
		session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => asked.#statuses.set(requestId, statusCode));
		await session.send('Network.enable');
		return asked;
	}

	/** `POST /api/command 403`, in order. */
	get answers(): readonly string[] {
		return [...this.#urls].flatMap(([id, request]) => {
			const [method, address] = request.split(' ') as [string, string];
			const { port, pathname } = new URL(address);
			const status = this.#statuses.get(id);
			return port === String(this.#port) && status !== undefined ? [`${method} ${pathname} ${status}`] : [];
		});
	}

	async has(answer: string, count = 1): Promise<void> {
		const held = () => this.answers.filter((each) => each === answer).length;
		await until(() => held() >= count, `${count} × ${answer}`).catch((error: Error) => {
			throw new Error(`${error.message}: ${this.answers.join(', ')}`);
		});
	}
}

describe('a page', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	let server: Server;
	let port: number;
	before(async function () {
		build.call(this);
		panel = await PanelRig.start();
		// Some browsers ask their user before a page reaches into this computer; this one is to be as open as the others.
		const open = `--ip-address-space-overrides=127.0.0.1:${panel.port}=public`;
		browser = await BrowserRig.launch(this, ['--host-resolver-rules=MAP evil.test 127.0.0.1', open]);
		server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(EVIL));
		await new Promise<void>((resolve) => server.listen(0, resolve));
		({ port } = server.address() as AddressInfo);
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		server?.close();
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	/** A browser whose user works the panel. */
	async function atHome(): Promise<Page> {
		const page = await browser.newPage();
		await page.goto(keiki('meter', '--control', panel.running.ready.control as string, 'panel').stdout.trim());
		await page.getByRole('navigation').first().waitFor();
		return page;
	}

	const hasPower = async () => (await panel.get('/api/state')).json.meters[0].power as boolean;

	/** The statuses of one that reads and one that acts. */
	const inside = (page: Page) =>
		page.evaluate(async (body) => {
			const headers = { 'Content-Type': 'application/json' };
			const acted = await fetch('/api/command', { method: 'POST', headers, body });
			return [(await fetch('/api/state')).status, acted.status];
		}, COMMAND);

	it('of its own can act', async () => {
		const page = await atHome();
		const asked = await Asked.of(page, panel.port);
		assert.deepEqual(await inside(page), [200, 200]);
		assert.equal(await hasPower(), false);
		await asked.has('POST /api/command 200');
		assert.equal((await panel.command('power on')).status, 200);
	});

	for (const site of ['evil.test', '127.0.0.1', 'localhost'])
		it(`of ${site} reaches nothing by a form, fetch, EventSource, script, picture or frame`, async () => {
			const foreign = await browser.newTab(await atHome());
			const asked = await Asked.of(foreign, panel.port);
			await foreign.goto(`http://${site}:${port}/`);
			assert.deepEqual(await foreign.evaluate(`attack('${panel.url}')`), []);
			// Three that are sent at once, and one that is asked about before: the question is refused, and it is never sent.
			await asked.has('POST /api/command 403', 3);
			await asked.has('OPTIONS /api/command 403');
			await asked.has('GET /api/stream 403', 2);
			await asked.has('GET /api/state 403', 2);
			await asked.has('GET /api/frames.pcapng 403');

			await foreign.evaluate(`frame('${panel.url}')`);
			const framed = () => foreign.frames().filter((frame) => frame !== foreign.mainFrame() && frame.url() !== 'about:blank');
			await until(() => framed().length > 0);
			assert.deepEqual(
				framed().filter((frame) => frame.url().startsWith(panel.url)),
				[],
			);
			await foreign.evaluate(`submit('${panel.url}')`);
			await asked.has('POST /api/command 403', 4);
			assert.deepEqual(
				asked.answers.filter((answer) => answer.includes(' /api/') && !answer.endsWith(' 403')),
				[],
			);
			assert.equal(await hasPower(), true);
		});

	it('whose name was bound to 127.0.0.1 anew reaches nothing', async () => {
		const page = await browser.newTab(await atHome());
		const asked = await Asked.of(page, panel.port);
		const rebound = `http://evil.test:${panel.port}/`;
		assert.equal((await page.goto(rebound))?.status(), 403, 'opened by that name');
		// Its page came from elsewhere, before the name was bound anew.
		await page.route(rebound, (route) => route.fulfill({ contentType: 'text/html', body: EVIL }));
		await page.goto(rebound);
		assert.deepEqual(await page.evaluate('within()'), [403, 403, 403]);
		await asked.has('GET /api/stream 403');
		assert.equal(await hasPower(), true);
	});

	it('without a token, with a wrong one, a used one, or the cookie of another panel is not let in', async () => {
		const statusOf = async (page: Page, url: string) => (await page.goto(url))?.status();
		const page = await browser.newPage();
		assert.equal(await statusOf(page, panel.url), 403, 'no token');
		assert.deepEqual(await inside(page), [403, 403]);
		assert.equal(await statusOf(page, `${panel.url}?token=${'A'.repeat(43)}`), 403, 'a wrong token');
		await page.goto(panel.tokenUrl);
		const thief = await browser.newPage();
		assert.equal(await statusOf(thief, panel.tokenUrl), 403, 'a used token');
		assert.deepEqual(await inside(thief), [403, 403]);

		const other = await PanelRig.start();
		try {
			await thief.goto(other.tokenUrl);
			assert.deepEqual(await inside(thief), [200, 200], 'at home there');
			const [cookie] = await thief.context().cookies();
			assert.equal(cookie!.name, `keiki-panel-${other.port}`);
			const request = thief.waitForRequest(panel.url);
			assert.equal(await statusOf(thief, panel.url), 403, 'with the cookie of another panel');
			assert.match((await (await request).allHeaders()).cookie ?? '', new RegExp(`${cookie!.name}=`), 'which the browser sends to every port');
			await thief.context().addCookies([{ ...cookie!, name: `keiki-panel-${panel.port}` }]);
			assert.equal(await statusOf(thief, panel.url), 403, 'with its content under the right name');
			assert.deepEqual(await inside(thief), [403, 403]);
		} finally {
			await other.running.stop('SIGKILL');
		}
		assert.equal(await hasPower(), true);
	});
});
