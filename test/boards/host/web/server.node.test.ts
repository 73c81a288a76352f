/** The server with an application that has nothing to do with meters. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal, type Route, type Tell, type Topic } from '../../../../boards/host/web/app.js';
import { Assets } from '../../../../boards/host/web/assets.js';
import { WebServer } from '../../../../boards/host/web/server.js';
import { until } from '../../../until.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'keiki-test-web-'));
const MEGABYTE = 1 << 20;

interface Answer {
	readonly status: number;
	readonly headers: IncomingMessage['headers'];
	readonly text: string;
}

describe('the web server', () => {
	let server: WebServer;
	let tell: Tell | undefined;
	let opened: (string | number | undefined)[] = [];
	const errors: unknown[] = [];
	const routes: readonly Route[] = [
		{ method: 'GET', path: '/api/echo/:word', handle: ({ params, query, language }) => ({ json: { ...params, query: query.get('q'), language } }) },
		{ method: 'POST', path: '/api/add', handle: ({ body }) => ({ json: { got: body } }) },
		{
			method: 'POST',
			path: '/api/refuse',
			handle: () => {
				throw new Refusal('expected something else', 409);
			},
		},
		{
			method: 'GET',
			path: '/api/fail',
			handle: () => {
				throw new Error('broken inside');
			},
		},
		{ method: 'GET', path: '/api/file', handle: () => ({ type: 'text/csv', body: 'a,b\n', file: 'table.csv' }) },
	];
	const topics: readonly Topic[] = [
		{
			name: 'news',
			open: (query, told, after) => {
				if (query.get('of') === 'none') throw new Refusal('expected of=one');
				tell = told;
				opened.push(query.get('of') ?? 'all', after);
				told({ how: 'it stands' });
				return () => {
					opened.push('closed');
				};
			},
		},
	];
	const open = (port: number) => {
		const app = { name: 'test', title: 'Test <page>', routes, topics, assets: new Assets(FOLDER), onError: (error: unknown) => errors.push(error) };
		return WebServer.open(app, { address: '127.0.0.1', port });
	};
	before(() => {
		writeFileSync(join(FOLDER, 'main.js'), 'export {};\n'.repeat(100));
		writeFileSync(join(FOLDER, 'secret.key'), 'not of the page');
	});
	beforeEach(async () => {
		opened = [];
		errors.length = 0;
		server = await open(0);
	});
	afterEach(() => server.close());
	after(() => rmSync(FOLDER, { recursive: true }));

	function ask(path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
		return new Promise<Answer>((resolve, reject) => {
			const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (part: string) => {
					text += part;
				});
				response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
			});
			asked.on('error', reject);
			asked.end(body);
		});
	}

	/** Sends these signs, and gives back what comes until the connection is over. */
	function raw(text: string, isCutOff = false) {
		return new Promise<string>((resolve, reject) => {
			let heard = '';
			const socket = connect(server.port, '127.0.0.1', () => (isCutOff ? socket.end(text) : socket.write(text)));
			socket.setEncoding('utf8').on('data', (part: string) => {
				heard += part;
				socket.end();
			});
			socket.on('close', () => resolve(heard));
			socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(heard) : reject(error)));
		});
	}

	const bearer = () => ({ Authorization: `Bearer ${server.visitors.secret}` });
	const json = { 'Content-Type': 'application/json' };
	const cookieOf = ({ headers }: Answer) => headers['set-cookie']![0]!.split(';')[0]!;

	it('lets one browser in by a token, once, and takes the token from its address', async () => {
		const { pathname, search } = new URL(server.tokenUrl());
		const first = await ask(`${pathname}${search}&lang=ja`);
		assert.deepEqual([first.status, first.headers.location], [303, '/?lang=ja']);
		assert.match(first.headers['set-cookie']![0]!, new RegExp(`^test-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`));
		const page = await ask('/', { headers: { Cookie: cookieOf(first) } });
		assert.equal(page.status, 200);
		assert.match(page.text, /<title>Test &#60;page&#62;<\/title>/);
		assert.doesNotMatch(page.text, /<script(?![^>]* src=)|style=|\son\w+=/, 'nothing inline');
		const again = await ask(`${pathname}${search}`);
		assert.equal(again.status, 403);
		assert.match(again.text, /used before/);
		assert.equal(again.headers['set-cookie'], undefined);
		assert.equal((await ask('/')).status, 403);
		assert.equal((await ask('/', { headers: { Cookie: `test-${server.port}=stolen` } })).status, 403);
		assert.equal((await ask('/', { headers: { Cookie: cookieOf(first).replace(String(server.port), '1') } })).status, 403);
	});

	it('says of everything what a browser may do with it', async () => {
		for (const path of ['/', '/assets/main.js', '/api/echo/x', '/nothing']) {
			const { headers } = await ask(path);
			const policy = String(headers['content-security-policy']);
			assert.match(policy, /^default-src 'none'; script-src 'self'; /);
			assert.doesNotMatch(policy, /unsafe/);
			assert.deepEqual(
				[headers['x-content-type-options'], headers['referrer-policy'], headers['cache-control'], headers['access-control-allow-origin']],
				['nosniff', 'no-referrer', 'no-store', undefined],
				path,
			);
		}
	});

	it('answers a script with the secret, and nobody without', async () => {
		const answer = await ask('/api/echo/a%20b?q=1', { headers: bearer() });
		assert.deepEqual(JSON.parse(answer.text), { word: 'a b', query: '1', language: 'en' });
		for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: `Basic ${server.visitors.secret}` }] as Record<string, string>[])
			assert.equal((await ask('/api/echo/a', { headers })).status, 403);
		assert.equal((await ask('/api/echo/a', { headers: { ...bearer(), Host: 'evil.test' } })).status, 403);
	});

	it('tells what was wrong, where, and what would be right, in the language of who asks', async () => {
		const of = async (path: string, more: { method?: string; headers?: Record<string, string>; body?: string } = {}) => {
			const { status, text } = await ask(path, { ...more, headers: { ...bearer(), ...more.headers } });
			return [status, (JSON.parse(text) as { readonly error: string }).error] as const;
		};
		const post = { method: 'POST', headers: json };
		assert.deepEqual(await of('/api/nothing'), [404, 'there is no /api/nothing']);
		assert.deepEqual(await of('/api/add'), [405, 'expected POST']);
		assert.deepEqual(await of('/api/refuse', { ...post, body: '{}' }), [409, 'expected something else']);
		assert.deepEqual(await of('/api/add', { ...post, body: '{' }), [400, 'expected JSON']);
		assert.deepEqual(await of('/api/add', { ...post, body: ' '.repeat((1 << 18) + 1) }), [413, 'expected at most 262144 bytes']);
		assert.deepEqual(await of('/api/add', { method: 'POST', body: '{}' }), [403, 'expected Content-Type: application/json']);
		assert.deepEqual(await of('/api/nothing', { headers: { 'Accept-Language': 'ja,en;q=0.8' } }), [404, '/api/nothing はありません']);
		assert.deepEqual(await of('/api/stream?topics=news,weather'), [400, 'expected topics=… of news']);
		assert.deepEqual(await of('/api/echo/%ff'), [404, 'there is no /api/echo/%ff']);
		assert.deepEqual(errors, []);
	});

	it('outlives targets that are no addresses, and methods that nobody knows', async () => {
		for (const target of ['//[', '//', '//evil.test:x/', '/\\\\[', '*', 'http://[', 'evil', '/%', '/%zz?%', `/${'a'.repeat(5000)}`])
			for (const method of ['GET', 'POST', 'OPTIONS', 'TRACE', 'PUT', 'CONNECT'])
				await raw(`${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
		for (const method of ['HEAD', 'POST', 'PUT', 'OPTIONS', 'TRACE']) {
			assert.equal((await ask('/', { method })).status, 405, method);
			assert.equal((await ask('/assets/main.js', { method })).status, 405, method);
		}
		const upgrade =
			'GET /api/echo/a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
		assert.match(await raw(`${upgrade}Host: 127.0.0.1:${server.port}\r\nOrigin: http://evil.test\r\n\r\n`), /^HTTP\/1\.1 (403|429) /);
		assert.deepEqual(errors, []);
		assert.equal((await ask('/api/echo/a', { headers: bearer() })).status, 200);
	});

	it('says that a body is too long, however long it is, and takes one that breaks off for no failure', async () => {
		const { status } = await ask('/api/add', { method: 'POST', headers: { ...bearer(), ...json }, body: ' '.repeat(8 * MEGABYTE) });
		assert.equal(status, 413);
		const head = `POST /api/add HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${server.visitors.secret}\r\n`;
		await raw(`${head}Content-Length: 1000\r\n\r\n{"a"`, true);
		await raw(`${head}Transfer-Encoding: chunked\r\n\r\nzz`);
		assert.equal((await ask('/api/echo/a', { headers: bearer() })).status, 200);
		assert.deepEqual(errors, []);
	});

	it('keeps a failure of the application to itself, and goes on', async () => {
		const { status, text } = await ask('/api/fail', { headers: bearer() });
		assert.deepEqual([status, text], [500, '{"error":"the request failed"}\n']);
		assert.match(String(errors[0]), /broken inside/);
		assert.equal((await ask('/api/echo/a', { headers: bearer() })).status, 200);
	});

	it('is not opened at a place that is taken, and gives its own back', async () => {
		const { port } = server;
		await assert.rejects(open(port), { code: 'EADDRINUSE' });
		server.close();
		server = await open(port);
		assert.equal(server.port, port);
	});

	it('gives out its own files, and none besides', async () => {
		const plain = await ask('/assets/main.js');
		assert.deepEqual([plain.status, plain.headers['content-type'], plain.text.length], [200, 'text/javascript; charset=utf-8', 1100]);
		const packed = await ask('/assets/main.js', { headers: { 'Accept-Encoding': 'gzip, deflate' } });
		assert.equal(packed.headers['content-encoding'], 'gzip');
		for (const path of ['/assets/secret.key', '/assets/../server.ts', '/assets/%2e%2e/package.json', '/assets//etc/passwd', '/assets/'])
			assert.ok([403, 404].includes((await ask(path)).status), path);
		const file = await ask('/api/file', { headers: bearer() });
		assert.deepEqual([file.headers['content-disposition'], file.text], ['attachment; filename="table.csv"', 'a,b\n']);
	});

	it('lets nobody try proofs by the thousand, nor act by the thousand', async () => {
		const statuses = new Set<number>();
		for (let i = 0; i < 60; i++) statuses.add((await ask('/api/echo/a')).status);
		assert.deepEqual(statuses, new Set([403, 429]));
		assert.equal((await ask('/api/echo/a', { headers: bearer() })).status, 200, 'who has the secret goes on');
		const acts = await Promise.all(
			Array.from({ length: 200 }, () => ask('/api/add', { method: 'POST', headers: { ...bearer(), ...json }, body: '1' })),
		);
		assert.ok(acts.some(({ status }) => status === 429));
	});

	describe('streams', () => {
		const streams: IncomingMessage[] = [];
		afterEach(() => {
			for (const each of streams.splice(0)) each.destroy();
		});

		function listen(path = '/api/stream?topics=news', headers: Record<string, string> = {}) {
			return new Promise<{ readonly response: IncomingMessage; readonly heard: () => string }>((resolve, reject) => {
				get({ host: '127.0.0.1', port: server.port, path, headers: { ...bearer(), ...headers }, agent: false }, (response) => {
					let text = '';
					streams.push(response);
					response.setEncoding('utf8').on('data', (part: string) => {
						text += part;
					});
					response.on('error', () => {});
					resolve({ response, heard: () => text });
				}).on('error', reject);
			});
		}

		it('tell how things stand, then what happens, in one piece a beat', async () => {
			const { response, heard } = await listen('/api/stream?topics=news&of=one');
			assert.equal(response.headers['content-type'], 'text/event-stream');
			await until(() => heard().includes('it stands'));
			tell!({ n: 1 }, 7);
			tell!({ n: 2 });
			await until(() => heard().includes('"n":2'));
			assert.equal(
				heard(),
				'retry: 1000\n\nevent: news\ndata: {"how":"it stands"}\n\nid: 7\nevent: news\ndata: {"n":1}\n\nevent: news\ndata: {"n":2}\n\n',
			);
			assert.deepEqual(opened, ['one', undefined]);
			response.destroy();
			await until(() => opened.includes('closed'));
		});

		it('do not begin where a topic cannot, and say why', async () => {
			const { response, heard } = await listen('/api/stream?topics=news&of=none');
			assert.equal(response.statusCode, 400);
			await until(() => heard().includes('expected of=one'));
			for (let i = 0; i < 5; i++) assert.equal((await listen()).response.statusCode, 200, 'it counts as none');
		});

		it('have each topic once', async () => {
			await listen(`/api/stream?topics=${Array.from({ length: 100 }, () => 'news').join(',')}`);
			assert.deepEqual(opened, ['all', undefined]);
		});

		it('go on where a page was that comes back', async () => {
			await listen('/api/stream?topics=news', { 'Last-Event-ID': '41' });
			await listen('/api/stream?topics=news&after=42');
			assert.deepEqual(opened, ['all', 41, 'all', 42]);
		});

		it('are five for one visitor, and the next is told', async () => {
			for (let i = 0; i < 5; i++) assert.equal((await listen()).response.statusCode, 200);
			const { response, heard } = await listen();
			assert.equal(response.statusCode, 429);
			await until(() => heard().includes('close one of them'));
			streams[0]!.destroy();
			await until(() => opened.includes('closed'));
			assert.equal((await listen()).response.statusCode, 200);
		});

		it('of one page take the place of each other', async () => {
			for (let i = 0; i < 8; i++) assert.equal((await listen('/api/stream?topics=news&page=one')).response.statusCode, 200);
			await until(() => opened.filter((each) => each === 'closed').length === 7);
			for (let i = 0; i < 4; i++) assert.equal((await listen()).response.statusCode, 200);
			assert.equal((await listen()).response.statusCode, 429);
			assert.equal((await listen('/api/stream?topics=news&page=one')).response.statusCode, 200, 'as many as before');
		});

		it('hold no more than a megabyte for a page that sleeps, and begin anew when it wakes', async () => {
			const { response, heard } = await listen();
			await until(() => heard().includes('it stands'));
			response.pause();
			const text = 'x'.repeat(1000);
			const before = process.memoryUsage().rss;
			const begun = () => opened.filter((each) => each === 'all').length;
			let told = 0;
			// The kernel takes some megabytes by itself; then nothing goes any more.
			for (let still = 0, seen = begun(); still < 30; still = seen === begun() ? still + 1 : 0) {
				seen = begun();
				for (let n = 0; n < 2000; n++) tell!({ text });
				told += 2000;
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			assert.ok(process.memoryUsage().rss - before < 40 * MEGABYTE);
			const earlier = begun();
			response.resume();
			await until(() => begun() > earlier);
			const lost = () => [...heard().matchAll(/event: lost\ndata: \{"messages":(\d+)\}/g)];
			await until(() => lost().length === begun() - 1);
			const came = heard().split(text).length - 1;
			assert.equal(came + lost().reduce((sum, [, count]) => sum + Number(count), 0), told, 'what was lost is counted');
			const { index } = lost().at(-1)!;
			await until(() => heard().slice(index).includes('it stands'));
		});

		it('end with the server', async () => {
			const { response } = await listen();
			const ended = new Promise((resolve) => response.on('close', resolve));
			server.close();
			await ended;
			assert.deepEqual(opened, ['all', undefined, 'closed']);
		});
	});
});
