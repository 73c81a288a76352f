/** A site of forms over real connections: who may look, who may act, and what is too much. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assets } from '../../../../boards/host/web/assets.js';
import { Budgets } from '../../../../boards/host/web/budgets.js';
import { Door } from '../../../../boards/host/web/door.js';
import { html } from '../../../../boards/host/web/html.js';
import { Trusted } from '../../../../boards/host/web/proxy.js';
import type { Site } from '../../../../boards/host/web/site.js';
import { csrfOf, SiteServer, type SiteServing, type Tls } from '../../../../boards/host/web/site-server.js';
import { certificateFor } from './certificate.js';

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly text: string;
}

describe('a site of forms', () => {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-site-'));
	const taken: string[] = [];
	const failures: unknown[] = [];
	let server: SiteServer;
	let origin = '';

	before(async () => {
		writeFileSync(join(folder, 'main.css'), 'body{}');
		const site: Site = {
			name: 'test',
			assets: new Assets(folder),
			onError: (error) => failures.push(error),
			refused: (status, message, language) => html`<p>${language} ${status} ${message}</p>`,
			refusalOf: (error) => (error instanceof RangeError ? { status: 409, message: error.message } : undefined),
			routes: [
				{ method: 'GET', path: '/', handle: ({ token, language }) => ({ html: html`${language} <input name="csrf" value="${csrfOf(token)}">` }) },
				{ method: 'GET', path: '/no', handle: () => Promise.reject(new RangeError('not now')) },
				{ method: 'GET', path: '/broken', handle: () => Promise.reject(new Error('secret of the inside')) },
				{
					method: 'POST',
					path: '/things/:name',
					handle: async ({ params, form }) => {
						taken.push(`${params.name} ${form.text('what')} ${(await form.file('file')) ?? 'no file'}`);
						return { to: '/' };
					},
				},
			],
		};
		server = new SiteServer(site, await Door.open({ address: '127.0.0.1', port: 0 }));
		origin = server.url.slice(0, -1);
	});
	after(() => {
		server.close();
		rmSync(folder, { recursive: true });
	});
	beforeEach(() => {
		taken.length = 0;
		failures.length = 0;
	});

	function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (piece: string) => {
					text += piece;
				});
				response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
			});
			sent.on('error', reject).end(body);
		});
	}
	const cookieOf = ({ headers }: Answer) => ((headers['set-cookie'] as readonly string[] | undefined)?.[0] ?? '').split(';')[0]!;
	const csrfIn = (text: string) => /value="([^"]+)"/.exec(text)![1]!;
	const FORM = 'application/x-www-form-urlencoded';

	/** A browser that has opened the page. */
	async function opened() {
		const page = await ask('GET', '/');
		const cookie = cookieOf(page);
		return { cookie, csrf: csrfIn(page.text), headers: { Cookie: cookie, Origin: origin, 'Content-Type': FORM } };
	}

	it('gives a browser a cookie that no other site sends or reads, and a policy without foreign scripts and forms', async () => {
		const { headers } = await ask('GET', '/');
		assert.match((headers['set-cookie'] as readonly string[])[0]!, /^test-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
		assert.match(String(headers['content-security-policy']), /default-src 'none'; script-src 'self'; .*form-action 'self'; frame-ancestors 'none'/);
		assert.equal(headers['referrer-policy'], 'same-origin');
		assert.equal(headers['cache-control'], 'no-store');
	});

	it('takes a form of its own page, with what was typed, and sends the browser on', async () => {
		const { csrf, headers } = await opened();
		const answer = await ask('POST', '/things/%E8%A8%88', headers, new URLSearchParams({ csrf, what: ' 計器 & <b> ' }).toString());
		assert.deepEqual([answer.status, answer.headers.location], [303, '/']);
		assert.deepEqual(taken, ['計 計器 & <b> no file']);
	});

	it('takes a file', async () => {
		const { csrf, headers } = await opened();
		const form = new FormData();
		form.append('csrf', csrf);
		form.append('file', new Blob(['{"a":1}\n']), 'results.jsonl');
		const sent = new Response(form);
		const { status } = await ask('POST', '/things/a', { ...headers, 'Content-Type': sent.headers.get('content-type')! }, await sent.text());
		assert.equal(status, 303);
		assert.deepEqual(taken, ['a  {"a":1}\n']);
	});

	const wrong: readonly (readonly [why: string, change: Readonly<Record<string, string | undefined>>, csrf?: string])[] = [
		['without the proof', {}, ''],
		['with the proof of another cookie', {}, csrfOf('x'.repeat(43))],
		['without a cookie', { Cookie: undefined }],
		['from another site', { Origin: 'http://evil.test' }],
		['from nowhere', { Origin: undefined }],
		['from another port of this host', { Origin: 'http://127.0.0.1:1' }],
		['over the other scheme', { Origin: 'https' }],
		['as the browser says, from elsewhere', { 'Sec-Fetch-Site': 'same-site' }],
		['as plain text', { 'Content-Type': 'text/plain' }],
		['under another name', { Host: 'evil.test' }],
	];
	for (const [why, change, proof] of wrong)
		it(`takes nothing ${why}`, async () => {
			const { csrf, headers } = await opened();
			const changed = { ...headers, ...change, ...(change.Origin === 'https' && { Origin: origin.replace('http', 'https') }) };
			const sent = Object.fromEntries(Object.entries(changed).filter((each): each is [string, string] => each[1] !== undefined));
			const { status } = await ask('POST', '/things/a', sent, new URLSearchParams({ csrf: proof ?? csrf, what: 'x' }).toString());
			assert.equal(status, 403);
			assert.deepEqual(taken, []);
			assert.deepEqual(failures, []);
		});

	it('keeps the language that was switched to', async () => {
		const switched = await ask('GET', '/?lang=ja&a=1');
		assert.deepEqual([switched.status, switched.headers.location], [303, '/?a=1']);
		const page = await ask('GET', '/', { Cookie: cookieOf(switched), 'Accept-Language': 'en' });
		assert.match(page.text, /^ja /);
		assert.match((await ask('GET', '/', { 'Accept-Language': 'ja,en' })).text, /^ja /);
		assert.match((await ask('GET', '/')).text, /^en /);
	});

	it('tells a refusal as it is, and of a failure only that it failed', async () => {
		const no = await ask('GET', '/no');
		assert.deepEqual([no.status, no.text], [409, '<p>en 409 not now</p>']);
		assert.deepEqual(failures, []);
		const broken = await ask('GET', '/broken', { 'Accept-Language': 'ja' });
		assert.deepEqual([broken.status, broken.text], [500, '<p>ja 500 要求を処理できませんでした</p>']);
		assert.equal(failures.length, 1);
	});

	it('tells where there is nothing, and what is asked by another method', async () => {
		assert.equal((await ask('GET', '/nowhere')).status, 404);
		assert.equal((await ask('GET', `/${'a'.repeat(4000)}`)).status, 404);
		for (const path of ['//evil.test/', '/\\evil.test/?lang=en', '/.//evil.test/?lang=en', '/%2e//evil.test/?lang=en'])
			assert.equal((await ask('GET', path)).status, 404, path);
		assert.equal((await ask('GET', '/things/a')).status, 405);
		assert.equal((await ask('DELETE', '/')).status, 403);
		assert.equal((await ask('GET', '/assets/main.css')).text, 'body{}');
		assert.equal((await ask('GET', '/assets/..%2Fmain.css')).status, 404);
	});

	it('takes at most a megabyte', async () => {
		const { csrf, headers } = await opened();
		const { status } = await ask('POST', '/things/a', headers, `csrf=${csrf}&what=${'x'.repeat(1 << 20)}`);
		assert.equal(status, 413);
		assert.deepEqual(taken, []);
	});

	it('has room for others while many are slow to send what they have begun', async () => {
		const { headers } = await opened();
		const slow = Array.from({ length: 70 }, (_, i) =>
			request({
				...{ host: '127.0.0.1', port: server.port, path: '/things/a', method: 'POST', agent: false },
				...{ localAddress: i % 2 === 0 ? '127.0.0.2' : '127.0.0.3', headers: { ...headers, 'Content-Length': '100', Expect: '100-continue' } },
			}),
		);
		const left = new Promise<void>((resolve) => {
			let open = slow.length;
			for (const each of slow)
				each.on('close', () => {
					if (--open === 0) resolve();
				});
		});
		await Promise.all(
			slow.map(
				(each) =>
					new Promise<void>((resolve, reject) => {
						// The server says it as it begins to read.
						each.on('error', reject).on('continue', resolve).flushHeaders();
					}),
			),
		);
		try {
			const { status } = await ask('GET', '/');
			assert.equal(status, 200);
		} finally {
			for (const each of slow)
				each
					.removeAllListeners('error')
					.on('error', () => {})
					.destroy();
			await left;
		}
	});

	it('takes no broken multipart', async () => {
		const { headers } = await opened();
		const { status } = await ask('POST', '/things/a', { ...headers, 'Content-Type': 'multipart/form-data; boundary=x' }, '--x\r\nnothing');
		assert.equal(status, 400);
	});
});

describe('a site whose page nobody takes', () => {
	it('lets the connection go', async () => {
		const page = 'x'.repeat(32 << 20);
		const site: Site = {
			...{ name: 'test', assets: new Assets(import.meta.dirname), refused: () => html``, refusalOf: () => undefined, onError: () => {} },
			routes: [{ method: 'GET', path: '/', handle: () => ({ type: 'text/plain', body: page }) }],
		};
		const server = new SiteServer(site, await Door.open({ address: '127.0.0.1', port: 0 }), { silence: 100 });
		const socket = connect(server.port, '127.0.0.1').pause();
		socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
		// Whoever reads nothing sees only by writing that nobody is there: seldom enough, for it is a sign of life.
		const knocking = setInterval(() => socket.write('\r\n'), 400);
		try {
			await new Promise((resolve) => socket.on('error', resolve));
		} finally {
			clearInterval(knocking);
			socket.destroy();
			server.close();
		}
	});
});

describe('a site with TLS', function () {
	// Shorter than what Node would wait for a handshake.
	this.timeout(60_000);
	let folder: string;
	let tls: Tls;
	let server: SiteServer | undefined;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-site-'));
		const [cert, key] = (await certificateFor(folder, 'site.test')).map((each) => readFileSync(each, 'utf8')) as [string, string];
		tls = { cert, key, names: ['site.test'] };
	});
	after(() => rmSync(folder, { recursive: true }));
	afterEach(() => server?.close());

	async function serve(more: SiteServing = {}): Promise<number> {
		const site: Site = {
			...{ name: 'test', assets: new Assets(folder), onError: () => {}, refusalOf: () => undefined },
			refused: (status, message) => html`${status} ${message}`,
			routes: [{ method: 'GET', path: '/', handle: ({ address }) => ({ html: html`${address}` }) }],
		};
		server = new SiteServer(site, await Door.open({ address: '127.0.0.1', port: 0 }), { tls, ...more });
		return server.port;
	}
	const ask = (port: number, headers: Readonly<Record<string, string>>) =>
		new Promise<readonly [number | undefined, string, string]>((resolve, reject) => {
			tlsRequest({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false, headers }, async (response) => {
				let text = '';
				for await (const piece of response.setEncoding('utf8')) text += piece as string;
				resolve([response.statusCode, text, String(response.headers['set-cookie'] ?? '')]);
			})
				.on('error', reject)
				.end();
		});

	for (const [what, octets] of [
		['says nothing', ''],
		['begins a handshake and no more', '\x16\x03\x01\x02\x00\x01'],
	] as const)
		it(`lets a connection go that ${what}`, async () => {
			const socket = connect(await serve({ handshake: 100 }), '127.0.0.1');
			socket.on('error', () => {}).write(octets, 'latin1');
			await once(socket.resume(), 'close');
		});

	it('has cookies that no other server of the host sets, and that go by TLS alone', async () => {
		const port = await serve();
		const [status, , cookie] = await ask(port, { Host: `site.test:${port}` });
		assert.equal(status, 200);
		assert.match(cookie, new RegExp(`^__Host-test-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Secure$`));
	});

	it('is asked by a proxy by TLS, too', async () => {
		const port = await serve({ proxy: { origin: 'https://front.test', trusted: new Trusted(['127.0.0.1']) } });
		const named = { Host: 'front.test', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.7' };
		assert.deepEqual((await ask(port, named)).slice(0, 2), [200, '192.0.2.7']);
		assert.equal((await ask(port, { ...named, Host: `site.test:${port}` }))[0], 403);
		assert.equal((await ask(port, { Host: 'front.test' }))[0], 403);
	});
});

describe('a budget for each address', () => {
	it('has one address wait, and no other', () => {
		let now = 0;
		const budgets = new Budgets(2, 1, () => now);
		assert.deepEqual(
			['a', 'a', 'a', 'b'].map((each) => budgets.take(each)),
			[true, true, false, true],
		);
		now = 1000;
		assert.deepEqual(
			['a', 'a'].map((each) => budgets.take(each)),
			[true, false],
		);
	});

	it('remembers no more addresses than it has room for, and forgets the one that has been silent longest', () => {
		const budgets = new Budgets(1, 0, () => 0);
		budgets.take('a');
		budgets.take('b');
		for (let i = 0; i < 1022; i++) budgets.take(`x${i}`);
		assert.equal(budgets.take('a'), false);
		budgets.take('one more');
		assert.deepEqual(
			['a', 'b'].map((each) => budgets.take(each)),
			[false, true],
		);
	});
});
