/** A site behind a proxy that ends TLS: a few lines of one, and nginx and caddy, as docs/office.md has them, where they are installed. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer as createTlsServer, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Running } from '../../command-line-rig.js';
import { keikiHere } from '../../here-rig.js';
import { certificateFor } from '../../web/certificate.js';

const NAME = 'office.test';
const PASSWORD = 'correct horse battery staple';

interface Ports {
	/** Where browsers come to. */
	readonly front: number;
	readonly office: number;
}
interface Files {
	readonly folder: string;
	readonly cert: string;
	readonly key: string;
}
type End = () => Promise<void>;
type Start = (ports: Ports, files: Files) => Promise<End>;

interface Answer {
	readonly status: number;
	readonly text: string;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Passes all on, with whom it was asked by behind what stands in X-Forwarded-For already. */
const fewLines: Start = async (ports, { cert, key }) => {
	const server = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, (asked, answer) => {
		const by = [asked.headers['x-forwarded-for'], asked.socket.remoteAddress].filter((each) => each !== undefined).join(', ');
		const headers = { ...asked.headers, 'x-forwarded-for': by, 'x-forwarded-proto': 'https' };
		const passed = plainRequest({ host: '127.0.0.1', port: ports.office, path: asked.url, method: asked.method, headers }, (response) => {
			answer.writeHead(response.statusCode!, response.headers);
			response.pipe(answer);
		});
		asked.pipe(passed.on('error', () => answer.destroy()));
	});
	server.listen(ports.front, '127.0.0.1');
	await once(server, 'listening');
	return async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
};

const nginx: Start = async (ports, { folder, cert, key }) => {
	const home = mkdtempSync(join(folder, 'nginx-'));
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${home}/${each};`).join(' ');
	writeFileSync(
		join(home, 'nginx.conf'),
		`daemon off; error_log stderr; pid ${home}/pid; events {} http { access_log off; ${temporary}
server { listen 127.0.0.1:${ports.front} ssl; server_name ${NAME}; ssl_certificate ${cert}; ssl_certificate_key ${key};
location / {
	proxy_pass http://127.0.0.1:${ports.office};
	proxy_set_header Host $http_host;
	proxy_set_header X-Forwarded-Proto $scheme;
	proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
} } }`,
	);
	return await running('nginx', ['-p', home, '-c', join(home, 'nginx.conf')], home, ports.front);
};

const caddy: Start = async (ports, { folder, cert, key }) => {
	const home = mkdtempSync(join(folder, 'caddy-'));
	writeFileSync(
		join(home, 'Caddyfile'),
		`{
	admin off
	auto_https off
}
https://${NAME}:${ports.front} {
	bind 127.0.0.1
	tls ${cert} ${key}
	reverse_proxy 127.0.0.1:${ports.office}
}
`,
	);
	return await running('caddy', ['run', '--config', join(home, 'Caddyfile'), '--adapter', 'caddyfile'], home, ports.front);
};

/** A program that listens, once it does. */
async function running(program: string, words: readonly string[], home: string, port: number): Promise<End> {
	mkdirSync(join(home, 'xdg'));
	const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'xdg'), XDG_CONFIG_HOME: join(home, 'xdg') };
	const child: ChildProcess = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'], env });
	let told = '';
	child.stderr!.setEncoding('utf8').on('data', (text: string) => {
		told += text;
	});
	const ended = once(child, 'close');
	while (
		!(await ask(port, '127.0.0.2', 'GET', '/assets/icon.svg').then(
			() => true,
			() => false,
		))
	) {
		assert.equal(child.exitCode, null, told);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return async () => {
		child.kill('SIGTERM');
		await ended;
	};
}

/** Asks the proxy from an address of this host. */
function ask(
	port: number,
	localAddress: string,
	method: string,
	path: string,
	headers: Readonly<Record<string, string>> = {},
	body = '',
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const options = { host: '127.0.0.1', port, path, method, localAddress, servername: NAME, rejectUnauthorized: false, agent: false } as const;
		request({ ...options, headers: { Host: `${NAME}:${port}`, ...headers } }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => {
				text += piece;
			});
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
		})
			.on('error', reject)
			.end(body);
	});
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { readonly port: number };
	server.close();
	await once(server, 'close');
	return port;
}

const isThere = (program: string) => spawnSync(program, [program === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' }).status === 0;
const PROXIES: readonly (readonly [name: string, start: Start])[] = [
	['a few lines', fewLines],
	...[['nginx', nginx] as const, ['caddy', caddy] as const].filter(([name]) => isThere(name)),
];

describe('keiki office serve behind a proxy', function () {
	this.timeout(120_000);
	let folder: string;
	let files: Files;
	before(async function () {
		build.call(this);
		folder = mkdtempSync(join(tmpdir(), 'keiki-proxy-'));
		const [cert, key] = await certificateFor(folder, NAME);
		files = { folder, cert, key };
		assert.equal((await keikiHere('office', 'init', ...data())).status, 0);
		const file = join(folder, 'password');
		writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
		assert.equal((await keikiHere('office', 'staff', 'password', 'administrator', '--password-file', file, ...data())).status, 0);
	});
	after(() => rmSync(folder, { recursive: true }));
	const data = () => ['--data', join(folder, 'office')];

	for (const [name, start] of PROXIES)
		it(`is found, signed in to and locked by the browser's own address: ${name}`, async () => {
			const ports = { front: await freePort(), office: await freePort() };
			const origin = `https://${NAME}:${ports.front}`;
			const office = Running.begin('office', 'serve', ...data(), '--staff', `127.0.0.1:${ports.office}`, '--proxy', origin, '--trust', '127.0.0.1');
			const end = await start(ports, files);
			try {
				assert.equal((await office.until(({ event }) => event === 'ready')).staff, `${origin}/`);
				const signIn = async (from: string, password: string, more: Readonly<Record<string, string>> = {}) => {
					const page = await ask(ports.front, from, 'GET', '/sign-in');
					assert.equal(page.status, 200, page.text);
					const cookie = String((page.headers['set-cookie'] as readonly string[])[0]);
					assert.match(cookie, /^__Host-keiki-office-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
					const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
					const headers = { Cookie: cookie.split(';')[0]!, Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded', ...more };
					return await ask(ports.front, from, 'POST', '/sign-in', headers, new URLSearchParams({ csrf, name: 'administrator', password }).toString());
				};
				const came = await signIn('127.0.0.2', PASSWORD);
				assert.deepEqual([came.status, came.headers.location], [303, '/'], came.text);
				const session = String((came.headers['set-cookie'] as readonly string[])[0]).split(';')[0]!;
				assert.equal((await ask(ports.front, '127.0.0.2', 'GET', '/applications', { Cookie: session })).status, 200);
				assert.equal((await signIn('127.0.0.2', PASSWORD, { Origin: `http://${NAME}:${ports.front}` })).status, 403);
				assert.doesNotMatch((await ask(ports.front, '127.0.0.2', 'GET', '/sign-in', { Host: 'evil.test' })).text, /name="csrf"/);
				// Nine more of the minute, whatever the browser itself says of where it comes from.
				const answers: number[] = [];
				for (let i = 0; i < 11; i++) answers.push((await signIn('127.0.0.2', PASSWORD, { 'X-Forwarded-For': `192.0.2.${i}` })).status);
				assert.deepEqual(answers, [...Array(9).fill(303), 429, 429]);
				assert.equal((await signIn('127.0.0.3', PASSWORD)).status, 303);
			} finally {
				await end();
				assert.equal(await office.stop(), 0);
			}
		});

	it('answers nobody else, and nobody whom the proxy does not name', async () => {
		const place = await freePort();
		const words = ['--customers', `127.0.0.1:${place}`, '--proxy', `https://${NAME}`, '--trust', '127.0.0.2', '--trust', '127.0.1.0/24'];
		const office = Running.begin('office', 'serve', ...data(), ...words);
		try {
			await office.until(({ event }) => event === 'ready');
			const direct = (localAddress: string, headers: Readonly<Record<string, string>>) =>
				new Promise<readonly [number, string]>((resolve, reject) => {
					plainRequest(
						{ host: '127.0.0.1', port: place, path: '/sign-in', localAddress, agent: false, headers: { Host: NAME, ...headers } },
						async (response) => {
							let text = '';
							for await (const piece of response.setEncoding('utf8')) text += piece as string;
							resolve([response.statusCode ?? 0, text]);
						},
					)
						.on('error', reject)
						.end();
				});
			const named = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.7' };
			for (const from of ['127.0.0.2', '127.0.1.77']) assert.equal((await direct(from, named))[0], 200, from);
			const [status, text] = await direct('127.0.0.1', named);
			assert.deepEqual([status, /answers its proxy alone/.test(text)], [403, true]);
			const clear = await direct('127.0.0.2', { ...named, 'X-Forwarded-Proto': 'http' });
			assert.deepEqual([clear[0], /X-Forwarded-Proto: https/.test(clear[1])], [403, true]);
			const unnamed = await direct('127.0.0.2', { 'X-Forwarded-Proto': 'https' });
			assert.deepEqual([unnamed[0], /has to say X-Forwarded-For/.test(unnamed[1])], [400, true]);
			assert.equal((await direct('127.0.0.2', { ...named, Host: `127.0.0.1:${place}` }))[0], 403);
		} finally {
			assert.equal(await office.stop(), 0);
		}
	});

	it('refuses a proxy without a trusted address, one that is none, and an address that is none', async () => {
		for (const [words, told] of [
			[['--proxy', 'https://office.test'], /--proxy and --trust: both, or none/],
			[['--trust', '127.0.0.1'], /--proxy and --trust: both, or none/],
			[
				['--proxy', 'http://office.test', '--trust', '127.0.0.1'],
				/--proxy: expected where browsers find the site, https:\/\/NAME.*"http:\/\/office\.test"/,
			],
			[['--proxy', 'https://office.test', '--trust', '127.0.0.1', '--trust', 'localhost'], /--trust: expected an address.*"localhost"/],
			[['--staff', '0.0.0.0:0', '--proxy', 'https://office.test', '--trust', '192.0.2.1'], /passwords would cross the network in clear/],
		] as const) {
			const { status, stdout, stderr } = await keikiHere('office', 'serve', ...data(), ...words);
			assert.match(stderr, told);
			assert.deepEqual([status, stdout], [2, '']);
		}
	});
});
