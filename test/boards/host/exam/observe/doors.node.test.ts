/** Doors and pages of an exam with real sockets. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { connectAsync, type MqttClient } from 'mqtt';
import { EXAM_HOST_WORDS } from '../../../../../boards/host/exam/exam-host-words.js';
import { Broker, MOST_PACKET } from '../../../../../boards/host/exam/observe/broker.js';
import { HttpPage, MOST_PAGE } from '../../../../../boards/host/exam/observe/http-page.js';
import { InfluxDoor, MOST_BODY } from '../../../../../boards/host/exam/observe/influx-door.js';
import { RunCommand } from '../../../../../boards/host/exam/observe/run-command.js';
import { Subscriber } from '../../../../../boards/host/exam/observe/subscriber.js';
import { requirePeer } from '../../../../interop/peers.js';
import { until } from '../../../../until.js';
import { observed, stopped, Told } from './rig.js';

const WORDS = EXAM_HOST_WORDS.en;

describe('the MQTT broker of an exam', () => {
	const POWER = observed({ kind: 'mqtt', topic: 'home/+/power', json: undefined });
	const JSON_POWER = observed({ kind: 'mqtt', topic: 'home/json', json: '$.meter.w' });
	let broker: Broker;
	let told: Told;
	let client: MqttClient | undefined;
	beforeEach(async () => {
		told = new Told();
		broker = new Broker([POWER, JSON_POWER]);
		await broker.start(told);
	});
	afterEach(async () => {
		await client?.endAsync(true);
		client = undefined;
		await stopped(broker);
	});
	const publisher = async () => {
		client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0 });
		return client;
	};

	it('shows what a program publishes, and lets it read it', async () => {
		const program = await publisher();
		const got: string[] = [];
		program.on('message', (topic, payload) => got.push(`${topic} ${payload.toString()}`));
		await program.subscribeAsync('home/#');
		await program.publishAsync('home/a/power', '1237', { qos: 1, retain: true });
		await program.publishAsync('home/json', '{"meter": {"w": null}}', { qos: 2 });
		await program.publishAsync('home/json', '{"meter": {}}');
		await program.publishAsync('home/other', 'x\ny');
		await until(() => told.texts.length === 4 && got.length === 4);
		assert.deepEqual(told.values, [1237, 'none']);
		assert.deepEqual(told.texts.slice(0, 1), ['mqtt home/a/power 1237']);
		assert.equal(told.texts[3], 'mqtt home/other x y');
	});

	it('ends who sends more than a packet may be long, and who keeps more than it may', async () => {
		const socket = connectSocket(broker.port, '127.0.0.1');
		await once(socket, 'connect');
		// CONNECT with a remaining length of 268435455.
		socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
		await once(socket, 'close');
		const program = await publisher();
		program.on('error', () => {});
		program.publish('home/a/power', Buffer.alloc(MOST_PACKET));
		await until(() => !program.connected);
		await program.endAsync(true);
		const keeper = await publisher();
		keeper.on('error', () => {});
		for (let i = 0; i <= 1000; i++) keeper.publish(`kept/${i}`, 'x', { retain: true });
		await until(() => !keeper.connected);
		assert.equal(told.texts.filter((text) => text.startsWith('mqtt kept/')).length, 1000);
	});

	it('goes on after bytes that are no MQTT', async () => {
		for (const bytes of [[0], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x10, 0x04, 0, 0, 0, 0], [0x30, 0x02, 0xff, 0xff]]) {
			const socket = connectSocket(broker.port, '127.0.0.1');
			socket.on('error', () => {});
			socket.end(Buffer.from(bytes));
			await once(socket, 'close');
		}
		await (await publisher()).publishAsync('home/a/power', '5');
		await until(() => told.shown.length === 1);
	});

	it('is seen from outside by a subscriber, without what was kept before', async () => {
		const program = await publisher();
		await program.publishAsync('home/a/power', '1', { qos: 1, retain: true });
		const outside = new Told();
		const subscriber = new Subscriber(`mqtt://127.0.0.1:${broker.port}`, [POWER], WORDS);
		await subscriber.start(outside);
		await program.publishAsync('home/a/power', '2', { qos: 1, retain: true });
		await program.publishAsync('home/x', '3', { qos: 1 });
		await until(() => outside.shown.length === 1);
		await stopped(subscriber);
		assert.deepEqual([outside.values, outside.texts, outside.troubles], [[2], ['mqtt home/a/power 2'], []]);
	});

	it('is missed by a subscriber where it is not there', async () => {
		const { port } = broker;
		await stopped(broker);
		const outside = new Told();
		const subscriber = new Subscriber(`mqtt://127.0.0.1:${port}`, [POWER], WORDS);
		await subscriber.start(outside);
		await stopped(subscriber);
		assert.match(outside.troubles.join(), /the MQTT broker is not to be had: .*ECONNREFUSED/);
		assert.equal(outside.troubles.length, 1);
	});
});

describe('the InfluxDB of an exam', () => {
	const WATT = observed({ kind: 'influx', measurement: 'power', field: 'watt', tags: { meter: 'a' } });
	let door: InfluxDoor;
	let told: Told;
	beforeEach(async () => {
		told = new Told();
		door = new InfluxDoor([WATT], WORDS);
		await door.start(told);
	});
	afterEach(() => stopped(door));
	const ask = (path: string, body?: string | Uint8Array, headers = {}) =>
		fetch(`http://127.0.0.1:${door.port}${path}`, body === undefined ? {} : { method: 'POST', body: body as string, headers });

	it('takes writes of both versions, packed or not', async () => {
		assert.equal((await ask('/write?db=a&precision=s', 'power,meter=a watt=1237i 1700000000')).status, 204);
		const packed = gzipSync('power,meter=a watt=-801\npower,meter=b watt=5\nother watt=6');
		assert.equal((await ask('/api/v2/write?org=a&bucket=b', packed, { 'Content-Encoding': 'gzip' })).status, 204);
		assert.deepEqual(
			told.shown.map(({ value, time }) => [value, time]),
			[
				[1237, '1700000000'],
				[-801, undefined],
			],
		);
		assert.equal(told.texts.length, 4);
		assert.equal((await ask('/ping')).status, 204);
		assert.equal(((await (await ask('/health')).json()) as { status: string }).status, 'pass');
		assert.equal((await ask('/query?q=CREATE%20DATABASE%20a', '')).status, 200);
		await stopped(door);
		assert.deepEqual(told.troubles, []);
	});

	it('refuses what it cannot read, takes the rest, and says so in the end', async () => {
		const answer = await ask('/write', 'power,meter=a watt=1\npower watt\n');
		assert.equal(answer.status, 400);
		assert.match(await answer.text(), /unable to parse 'power watt'/);
		assert.deepEqual(told.values, [1]);
		assert.equal((await ask('/api/v2/query', 'x')).status, 404);
		assert.equal((await ask('/write', 'xxxxxxxxxxxxxxxxxxxx', { 'Content-Encoding': 'gzip' })).status, 400);
		await stopped(door);
		assert.match(told.troubles[0]!, /InfluxDB: 3 writes were refused; the last: .*header/);
	});

	it('takes so many bytes, and no more when they are unpacked', async () => {
		assert.equal((await ask('/write', 'x'.repeat(MOST_BODY + 1))).status, 413);
		assert.equal((await ask('/write', gzipSync(Buffer.alloc(64 << 20)), { 'Content-Encoding': 'gzip' })).status, 400);
		assert.equal((await ask('/write', 'power,meter=a watt=2')).status, 204);
		assert.deepEqual(told.values, [2]);
	});

	it('takes what a client in Python writes', async function () {
		const python = requirePeer(this, 'python3', 'apt-get install python3');
		const code = `import urllib.request, gzip, sys
base = 'http://127.0.0.1:' + sys.argv[1]
for path, data, headers in [('/write?db=a', b'power,meter=a watt=43', {}), ('/api/v2/write', gzip.compress(b'power,meter=a watt=-6'), {'Content-Encoding': 'gzip', 'Authorization': 'Token x'})]:
    assert urllib.request.urlopen(urllib.request.Request(base + path, data, headers)).status == 204`;
		const child = spawn(python, ['-c', code, String(door.port)], { stdio: ['ignore', 'ignore', 'inherit'] });
		const [status] = (await once(child, 'exit')) as [number];
		assert.deepEqual([status, told.values], [0, [43, -6]]);
	});
});

describe('a page of a program', () => {
	let server: Server;
	let url = '';
	let page = '';
	let status = 200;
	let asked: string[] = [];
	let told = new Told();
	beforeEach(async () => {
		[page, status, asked, told] = ['', 200, [], new Told()];
		server = createServer((request, response) => {
			asked.push(`${request.url} ${request.headers.authorization}`);
			response.statusCode = status;
			response.end(page);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics?key=secret`;
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});
	const source = { kind: 'http', url: '', headers: {}, everyMs: 200 } as const;
	const newPage = () =>
		new HttpPage(
			url,
			{ Authorization: 'Bearer x' },
			[observed({ ...source, metric: 'power{phase="r"}', json: undefined }), observed({ ...source, metric: undefined, json: '$.a[0]' })],
			WORDS,
		);

	it('is looked at again and again, for a metric or a place in JSON', async () => {
		page = 'power{phase="r"} 1237 1700\n';
		const observer = newPage();
		await observer.start(told);
		await until(() => told.shown.length >= 1);
		page = '{"a": ["-5"]}';
		await until(() => told.values.includes(-5));
		page = '{"a": [null]}';
		await until(() => told.values.includes('none'));
		await stopped(observer);
		assert.deepEqual([told.shown[0]!.value, told.shown[0]!.time, told.troubles], [1237, '1700', []]);
		assert.equal(asked[0], '/metrics?key=secret Bearer x');
		assert.ok(told.pages.includes('http power{phase="r"} 1237 1700\n'));
	});

	it('is said to have shown nothing, and why, without what may be secret in its address', async () => {
		const reasons: RegExp[] = [/metrics: nothing was seen there: .* is not in it/, /status 500/, /more than 1048576 bytes/];
		const answers = [
			() => {},
			() => {
				status = 500;
			},
			() => {
				[status, page] = [200, 'x'.repeat(MOST_PAGE + 1)];
			},
		];
		for (const [i, answer] of answers.entries()) {
			answer();
			const observer = newPage();
			await observer.start(told);
			await observer.look();
			await stopped(observer);
			assert.match(told.troubles[i]!, reasons[i]!);
		}
		server.close();
		server.closeAllConnections();
		const observer = newPage();
		await observer.start(told);
		await observer.look();
		await stopped(observer);
		// By a new connection, or by the one that was closed.
		assert.match(told.troubles[3]!, /ECONNREFUSED|UND_ERR_SOCKET/);
		assert.doesNotMatch(told.troubles.join(), /secret/);
	});
});

describe('a command that is asked for a value', () => {
	let told = new Told();
	let mark = 0;
	beforeEach(() => {
		told = new Told();
	});
	const run = (command: string) =>
		new RunCommand(
			command,
			200,
			observed({ kind: 'run', command, everyMs: 200 }),
			{ env: { ...process.env, ANSWER: '1237' }, folder: '/', newMark: () => `run-test-${process.pid}-${mark++}` },
			WORDS,
		);

	it('is run by the shell, and shows what it prints first', async () => {
		const observer = run('echo >&2 no; echo $ANSWER; echo 5; pwd | grep -q "^/$"');
		await observer.start(told);
		await until(() => told.shown.length >= 2);
		await stopped(observer);
		assert.deepEqual(told.values.slice(0, 2), [1237, 1237]);
		assert.deepEqual(told.troubles, []);
	});

	it('is said to have shown nothing, with its own words, and is ended with what it started', async () => {
		const failing = run('echo "no such table" >&2; exit 3');
		await failing.start(told);
		await failing.look();
		await stopped(failing);
		assert.match(told.troubles[0]!, /nothing was seen there: it ended with 3: no such table/);
		const endless = run('sleep 1000 & sleep 1000');
		await endless.start(told);
		await stopped(endless);
		assert.match(told.troubles[1]!, /it still ran/);
		assert.deepEqual(told.shown, []);
	});
});
