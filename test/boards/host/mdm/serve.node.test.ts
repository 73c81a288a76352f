/** Pages and resources of `keiki mdm serve`. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { StoreError } from '../../../../boards/host/mdm/store-error.js';
import { wholeDay } from '../../../src/mdm/reading-store-contract.js';
import { until } from '../../../until.js';
import { keikiHere } from '../here-rig.js';
import { DATE, DAY, ServeRig } from './serve-rig.js';

const row = (text: string, name: string): string => new RegExp(`<tr><th scope="row">${name}</th>.*?</tr>`, 's').exec(text)?.[0] ?? '';
const numbers = (text: string, name: string): string[] => Array.from(row(text, name).matchAll(/<td class="number">([^<]*)/g), ([, each]) => each!);

describe('keiki mdm serve', () => {
	let rig: ServeRig;
	beforeEach(async () => {
		rig = await ServeRig.open();
	});
	afterEach(() => {
		rig.close();
		assert.deepEqual(rig.failures, []);
	});

	const page = async (path: string) => rig.get(path, { cookie: await rig.cookie() });

	it('lets nobody in but browsers of printed addresses, each once, and scripts with the secret', async () => {
		await rig.fill();
		for (const path of ['/', '/meter?of=1', '/api/status', '/api/readings?meter=1']) assert.equal((await rig.get(path, {})).status, 403, path);
		assert.equal((await rig.get('/api/status', { authorization: 'Bearer nonsense' })).status, 403);
		assert.equal((await rig.get('/?token=nonsense', {})).status, 403);
		const url = rig.tokenUrl;
		assert.equal((await fetch(url, { redirect: 'manual' })).status, 303);
		assert.equal((await fetch(url, { redirect: 'manual' })).status, 403);
		const { status, headers } = await page('/');
		assert.equal(status, 200);
		assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
		assert.equal((await rig.get('/api/status', { cookie: await rig.cookie() })).status, 200);
	});

	it('takes a cookie from its own name alone, and no act', async () => {
		const cookie = await rig.cookie();
		assert.equal((await rig.get('/api/status', { cookie: `x${cookie}` })).status, 403);
		assert.equal((await rig.get('/api/status', undefined, 'POST')).status, 405);
	});

	it('gives what the commands give, as CSV and as JSON lines', async () => {
		await rig.fill();
		const status = await rig.get(`/api/status?from=${DATE}`);
		assert.equal(status.headers.get('content-type'), 'text/csv; charset=utf-8');
		assert.match(status.text, /^day,shard,meters,version,closed,missing,estimated,coverage\n2026-12-13,0,5,0,0,\d+,0,0\.\d{6}\n$/);
		const json = JSON.parse((await rig.get(`/api/status?from=${DATE}&format=jsonl`)).text);
		assert.deepEqual([json.day, json.shard, json.rows, json.closed], [DATE, 0, 5, false]);
		const readings = (await rig.get(`/api/readings?meter=2&meter=1&from=${DATE}`)).text.split('\n');
		assert.equal(readings.length, 1 + 2 * 48 + 1);
		assert.equal(readings[1], '1,2026-12-13T00:00:00+09:00,2026-12-13T00:30:00+09:00,1,0,0,14,0');
		const columns = (await rig.get(`/api/readings?meter=3&from=${DATE}&columns=1`)).text.split('\n');
		assert.equal(columns[1], `3,2026-12-13,import,0,${[...new Array(12).fill(1), ...new Array(36).fill('')].join(',')}`);
		const slot = await rig.get('/api/slot?end=2026-12-13T00:30&format=jsonl');
		assert.deepEqual(
			slot.text
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line).import),
			[1, 1, 1, 1, null],
		);
		assert.match((await rig.get(`/api/gaps?from=${DATE}`)).text, /^3,2026-12-13T06:00:00\+09:00,2026-12-14T00:00:00\+09:00,36$/m);
	});

	it('gives the file of a closed day as it is, and no other file', async () => {
		const folder = join(rig.folder, 'days', DATE);
		mkdirSync(folder, { recursive: true });
		const bytes = randomBytes(300_000);
		writeFileSync(join(folder, '3.v2.parquet'), bytes);
		writeFileSync(join(rig.folder, 'days', '0.parquet'), 'secret');
		const response = await fetch(new URL(`/api/parquet?day=${DATE}&shard=3&version=2`, rig.url), {
			headers: { authorization: `Bearer ${rig.secret}` },
		});
		assert.deepEqual([response.status, response.headers.get('content-disposition')], [200, `attachment; filename="${DATE}-3.v2.parquet"`]);
		assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
		for (const query of [
			`day=${DATE}&shard=3`,
			`day=${DATE}/..&shard=0`,
			'day=..&shard=0',
			`day=${DATE}&shard=../0`,
			`day=${DATE}&shard=03&version=2`,
			'shard=0',
			'',
		])
			assert.deepEqual([query, (await rig.get(`/api/parquet?${query}`)).status], [query, 404]);
		assert.equal((await rig.get(`/api/parquet?day=${DATE}&shard=3&version=2`, {})).status, 403);
		assert.match((await rig.get(`/api/parquet?day=${DATE}&shard=3&meter=1`)).text, /meter: expected parameters of day, shard, version, lang/);
	});

	it('tells how many readings a second collectors write down, once that is known', async () => {
		await rig.fill();
		assert.doesNotMatch((await page('/')).text, /readings a second/);
		rig.rate = 15_000.26;
		assert.match((await page('/')).text, /Collectors write down 15000\.3 readings a second\./);
	});

	it('tells what is wrong with a question, in the words of its parameters and the language of who asks', async () => {
		const wrong = [
			['/api/nothing', 404, /expected one of \/api\/status, /],
			['/api/status?form=2026-12-01', 400, /form: expected parameters of from, to, format, lang/],
			['/api/status?format=xml', 400, /format: expected csv or jsonl, got "xml"|format: expected csv or jsonl, got \\"xml\\"/],
			['/api/status?from=yesterday', 400, /"error":"from: expected a day as 2026-12-01/],
			['/api/readings', 400, /"error":"meter: expected 1 to 1000 meters/],
			['/api/readings?meter=0', 400, /"error":"meter: expected a whole number from 1/],
			['/api/readings?meter=1&as-of=x', 400, /"error":"as-of: expected a whole number/],
			['/api/readings?meter=1&history=yes', 400, /"error":"history: expected 0 or 1/],
			['/api/slot', 400, /"error":"end: expected the end of a half-hour/],
			['/api/gaps?from=2026-01-01&to=2026-03-01', 400, /"error":"to: expected 45 days at most/],
			['/api/status?lang=ja&from=x', 400, /2026-12-01のような日にしてください/],
		] as const;
		for (const [path, status, message] of wrong) {
			const answer = await rig.get(path);
			assert.equal(answer.status, status, path);
			assert.match(answer.text, message, path);
		}
	});

	it('tells by its status that the store has gone before a line was sent, and breaks off an answer that it can no longer end', async () => {
		await rig.fill();
		rig.store.shards = () => Promise.reject(new StoreError('gone'));
		assert.equal((await rig.get('/api/status')).status, 503);
		assert.equal((await page('/')).status, 503);
		assert.deepEqual(
			rig.failures.splice(0).map((each) => (each as Error).message),
			['gone', 'gone'],
		);
		rig.store.slot = async function* () {
			const count = 100_000;
			yield {
				shard: 0,
				numbers: new Uint32Array(count).map((_, i) => i + 1),
				imports: new Uint32Array(count),
				exports: new Uint32Array(count),
				quality: new Uint8Array(count),
			};
			throw new StoreError('gone behind it');
		};
		await assert.rejects(rig.get('/api/slot?end=2026-12-13T00:30'));
		assert.equal((rig.failures.splice(0)[0] as Error).message, 'gone behind it');
	});

	it('makes no line that nobody takes, gives up at a connection that ends, and has room again behind it', async () => {
		const shards = 400;
		let asked = 0;
		rig.store.slot = async function* () {
			for (let shard = 0; shard < shards; shard++) {
				asked++;
				const numbers = new Uint32Array(2000).map((_, i) => shard * 100_000 + i + 1);
				yield { shard, numbers, imports: new Uint32Array(2000), exports: new Uint32Array(2000), quality: new Uint8Array(2000) };
			}
		};
		const { hostname, port } = new URL(rig.url);
		const sockets = await Promise.all(
			Array.from({ length: 4 }, async () => {
				const socket = connect(Number(port), hostname);
				await once(socket, 'connect');
				socket.write(`GET /api/slot?end=2026-12-13T00:30 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${rig.secret}\r\n\r\n`);
				await once(socket, 'readable');
				return socket;
			}),
		);
		let before = -1;
		while (before !== asked) {
			before = asked;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		assert.ok(asked < 4 * shards, `${asked} asked`);
		assert.equal((await rig.get('/api/status')).status, 503);
		for (const socket of sockets) socket.destroy();
		while ((await rig.get('/api/status')).status === 503) await new Promise((resolve) => setTimeout(resolve, 20));
	});

	it('shows what came of a day by group, with meters that were never heard among what is missing, and an exchange counted once', async () => {
		await rig.fill();
		const { text } = await page(`/?day=${DATE}`);
		assert.deepEqual(numbers(text, 'street-1'), ['2', '100.00 %', '0', '0']);
		// One whole supply point of two meters, and a quarter of another.
		assert.deepEqual(numbers(text, 'street-2'), ['3', '62.50 %', '36', '0']);
		assert.deepEqual(numbers(text, 'All meters'), ['5', '81.25 %', '36', '0']);
		assert.ok(text.indexOf('street-2') < text.indexOf('street-1'), 'what is worst stands first');
		assert.match(row(text, 'street-1'), /all 48"/);
		assert.match(row(text, 'street-2'), /below 90 % 36, all 12"/);
	});

	it('expects nothing of half-hours that are not over', async () => {
		await rig.fill();
		rig.now -= 12 * 3_600_000;
		const { text } = await page(`/?day=${DATE}`);
		assert.deepEqual(numbers(text, 'street-2').slice(0, 3), ['3', '75.00 %', '12']);
		assert.match(row(text, 'street-2'), /not over yet 24/);
	});

	it('looks at a day once for all who ask within a while, and again behind it', async () => {
		await rig.fill();
		const first = await page(`/?day=${DATE}`);
		await rig.store.put(DAY, 0, 1, wholeDay([1, 2, 3, 4, 5]));
		assert.deepEqual(numbers((await page(`/?day=${DATE}`)).text, 'street-2'), numbers(first.text, 'street-2'));
		rig.now += 20_000;
		assert.deepEqual(numbers((await page(`/?day=${DATE}`)).text, 'street-2'), ['3', '100.00 %', '0', '0']);
	});

	it('looks at one day or meter after the other, and once at a day that takes long, however many ask', async () => {
		await rig.fill();
		let [now, read] = [rig.now, 0];
		Object.defineProperty(rig, 'now', {
			get: () => {
				read++;
				return now;
			},
		});
		const days: number[] = [];
		let [atOnce, most] = [0, 0];
		let open = () => {};
		const opened = new Promise<void>((resolve) => {
			open = resolve;
		});
		const shards = rig.store.shards.bind(rig.store);
		rig.store.shards = async (day) => {
			days.push(day);
			most = Math.max(most, ++atOnce);
			await opened;
			atOnce--;
			return shards(day);
		};
		const cookie = await rig.cookie();
		const asked: Promise<{ readonly status: number }>[] = [];
		for (const path of [`/?day=${DATE}`, `/?day=${DATE}`, '/?day=2026-12-12', `/meter?of=1&day=${DATE}`]) {
			const before = read;
			asked.push(rig.get(path, { cookie }));
			await until(() => read > before);
			now += 20_000;
		}
		open();
		for (const { status } of await Promise.all(asked)) assert.equal(status, 200);
		assert.deepEqual([days, most], [[DAY, DAY - 1, DAY], 1]);
	});

	it('groups by shard without a register, tells of a wrong one by its line, and of a day of which nothing came', async () => {
		await rig.store.put(DAY, 0, 1, wholeDay([1, 2]));
		assert.deepEqual(numbers((await page(`/?day=${DATE}`)).text, 'shard 0').slice(0, 2), ['2', '100.00 %']);
		assert.match((await page('/?day=2026-12-01')).text, /Nothing has come of this day/);
		rig.register('nonsense');
		rig.now += 20_000;
		const wrong = await page(`/?day=${DATE}`);
		assert.equal(wrong.status, 503);
		assert.match(wrong.text, /register\.csv: line 2: expected 12 fields/);
	});

	it('names meters that the register does not have', async () => {
		rig.register('1,,A1,P1,100,6,60,0,street-1,1,,');
		await rig.store.put(DAY, 0, 1, wholeDay([1, 2]));
		assert.deepEqual(numbers((await page(`/?day=${DATE}`)).text, 'not in the register').slice(0, 2), ['1', '100.00 %']);
	});

	it('shows the curve of a supply point in kWh, both meters of an exchange, and one by its number', async () => {
		await rig.fill();
		const { text } = await page(`/meter?of=P4&day=${DATE}`);
		assert.match(text, /<h1>Supply point P4<\/h1>/);
		assert.deepEqual(
			Array.from(text.matchAll(/<h2>(.*?)<\/h2>/g), ([, each]) => each),
			['Meter 4', 'Meter 5'],
		);
		assert.equal(text.match(/24 of 48 half-hours are known, import 2\.400 kWh<\/p>/g)?.length, 2);
		assert.match((await page(`/meter?of=1&day=${DATE}`)).text, /48 of 48 half-hours are known, import 4\.800 kWh/);
		assert.match((await page(`/meter?of=9&day=${DATE}`)).text, /Nothing is known of this meter on this day/);
		const none = await page('/meter?of=<b>P9');
		assert.equal(none.status, 404);
		assert.match(none.text, /there is no supply point &#60;b&#62;P9/);
	});

	it('carries a register through its highest count, and shows none where it went back', async () => {
		await rig.fill();
		const day = wholeDay([1]);
		for (let k = 0; k <= 48; k++) day.imports[k] = (999_990 + k) % 1_000_000;
		await rig.store.put(DAY, 0, 1, day);
		assert.match((await page(`/meter?of=P1&day=${DATE}`)).text, /48 of 48 half-hours are known, import 4\.800 kWh/);
		const back = wholeDay([2]);
		back.imports[20] = 0;
		await rig.store.put(DAY, 0, 2, back);
		assert.match((await page(`/meter?of=P2&day=${DATE}`)).text, /47 of 48 half-hours are known/);
	});

	it('tells what a version changed, and of estimates', async () => {
		await rig.fill({ isClosed: true });
		const { text } = await page(`/meter?of=P2&day=${DATE}`);
		assert.match(text, /Version 1: as the day was closed/);
		assert.match(text, /Version 2: 10 half-hours differ from the version before/);
		assert.equal(text.match(/class="import estimated"/g)?.length, 38);
		const ja = await rig.get(`/meter?of=P2&day=${DATE}`, { cookie: await rig.cookie(), 'accept-language': 'ja' });
		assert.match(ja.text, /<html lang="ja">/);
		assert.match(ja.text, /前の版と10個の30分値が異なります/);
	});

	it('opens at addresses of this computer alone, and tells of a wrong one and of one that is taken', async () => {
		const port = new URL(rig.url).port;
		const rows = [
			['nowhere', /--place: expected ADDRESS:PORT/],
			['0.0.0.0:0', /--place: expected an address of this computer alone/],
			[`127.0.0.1:${port}`, /--place: cannot listen at 127\.0\.0\.1/],
		] as const;
		for (const [place, message] of rows) {
			const { status, stderr, stdout } = await keikiHere('mdm', 'serve', '--store', 'postgres://nobody@127.0.0.1:1/none', '--place', place);
			assert.deepEqual([status, stdout], [2, '']);
			assert.match(stderr, message);
		}
	});
});
