import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { RealTime } from '../../../hal/node/real-time.js';
import { Rfc2217Serial } from '../../../hal/node/rfc2217-serial.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { hex, toHex } from '../../assert.js';
import { until } from '../../until.js';

const AGREES = 'fffd00 fffd03 fffb00 fffb2c';
/** What the server asks for, and the modem's lines once the option is on. */
const GREETING = 'fffb00fffb03fffd00fffd2c';
const MODEM = 'fffa2c6bb0fff0';

class Client {
	readonly socket: Socket;
	got = '';
	isClosed = false;

	constructor(serial: Rfc2217Serial) {
		this.socket = connect(Number(/:(\d+)$/.exec(serial.path)![1]), '127.0.0.1');
		this.socket.on('data', (bytes) => {
			this.got += toHex(bytes);
		});
		this.socket.on('error', () => {});
		this.socket.on('close', () => {
			this.isClosed = true;
		});
	}

	async ask(bytes: string, answer: string): Promise<void> {
		this.got = '';
		this.socket.write(hex(bytes));
		await until(() => this.got.length >= answer.length);
		assert.equal(this.got, answer);
	}

	async greeted(): Promise<void> {
		await until(() => this.got.length >= GREETING.length);
		assert.equal(this.got, GREETING);
		await this.ask(AGREES, MODEM);
	}
}

describe('a serial port by RFC 2217', () => {
	let serial: Rfc2217Serial;
	let clients: Client[];
	let received: number[];
	let told: string[];
	let scheduler: VirtualScheduler;
	const ascii = (text: string) => new TextEncoder().encode(text);

	async function open(pace: Scheduler): Promise<void> {
		serial = await Rfc2217Serial.listen({ port: 0, speed: 115_200, signature: 'Keiki', scheduler: pace });
		serial.onReceive = (bytes) => received.push(...bytes);
		serial.onChange = ({ setting, value }) => told.push(`${setting} ${value}`);
		serial.onDropped = (why) => told.push(`dropped ${why}`);
	}

	async function client(): Promise<Client> {
		const opened = new Client(serial);
		clients.push(opened);
		await opened.greeted();
		return opened;
	}

	beforeEach(async () => {
		[clients, received, told] = [[], [], []];
		scheduler = new VirtualScheduler();
		await open(scheduler);
	});
	afterEach(() => {
		for (const { socket } of clients) socket.destroy();
		serial.close();
	});

	it('carries bytes both ways, escaped', async () => {
		const ours = await client();
		ours.socket.write(hex('41 ffff 0d00'));
		await until(() => received.length === 4);
		assert.deepEqual(received, [0x41, 0xff, 0x0d, 0x00]);
		ours.got = '';
		serial.write(hex('42ff0d'));
		scheduler.runUntil(1);
		await until(() => ours.got.length >= 8);
		assert.equal(ours.got, '42ffff0d');
	});

	it('goes out at the speed that the client has set', async () => {
		const ours = await client();
		await ours.ask('fffa2c 01 00000960 fff0', 'fffa2c6500000960fff0');
		ours.got = '';
		serial.write(new Uint8Array(240));
		scheduler.runUntil(500);
		await until(() => ours.got.length >= 2 * 120);
		// An answer of the port comes behind all that is out.
		await ours.ask('fffa2c 02 00 fff0', 'fffa2c6608fff0');
		scheduler.runUntil(1000);
		await until(() => ours.got.length >= 14 + 2 * 120);
		assert.deepEqual(told, ['speed 2400']);
	});

	it('holds output while the client has suspended it, and forgets it when the client purges it', async () => {
		const ours = await client();
		await ours.ask('fffa2c 08 fff0 fffa2c 02 00 fff0', 'fffa2c6608fff0');
		serial.write(ascii('ab'));
		scheduler.runUntil(100);
		await ours.ask('fffa2c 0c 01 fff0', 'fffa2c7001fff0');
		serial.write(ascii('c'));
		await ours.ask('fffa2c 09 fff0 fffa2c 02 00 fff0', 'fffa2c6608fff0');
		ours.got = '';
		scheduler.runUntil(200);
		await until(() => ours.got !== '');
		assert.equal(ours.got, '63');
	});

	it('tells of settings, and of what it drops once of each kind', async () => {
		const ours = await client();
		await ours.ask('fffa2c 05 09 fff0 fffa2c 05 0c fff0 fffa2c 05 05 fff0', 'fffa2c6909fff0fffa2c690cfff0fffa2c6905fff0');
		await ours.ask('fff3 fffa2c 20 fff0 fffa2c 20 fff0 fffa2c fff0 fffa2c 02 00 fff0', 'fffa2c6608fff0');
		assert.deepEqual(told, ['dtr false', 'rts false', 'break true', 'break true', 'break false', 'dropped unknown']);
		assert.deepEqual([...serial.dropped], [['unknown', 3]]);
	});

	it('is for one client at a time, the newest, which finds the port as at first', async () => {
		const first = await client();
		await first.ask('fffa2c 01 00000960 fff0', 'fffa2c6500000960fff0');
		first.socket.write('SKVE');
		await until(() => received.length === 4);
		const second = await client();
		await until(() => first.isClosed);
		await second.ask('fffa2c 01 00000000 fff0', 'fffa2c650001c200fff0');
		second.socket.write('R\r\n');
		await until(() => received.length === 7);
		assert.equal(String.fromCharCode(...received), 'SKVER\r\n', 'the wire itself was never closed');
	});

	it('loses what is written while nobody is there', async () => {
		serial.write(ascii('lost'));
		const ours = await client();
		ours.got = '';
		serial.write(ascii('x'));
		scheduler.runUntil(1000);
		await until(() => ours.got !== '');
		assert.equal(ours.got, '78');
	});

	it('lets a client go that asks and does not read', async () => {
		const ours = new Client(serial);
		clients.push(ours);
		await once(ours.socket, 'connect');
		ours.socket.pause();
		const flood = hex(`fffb2c${'fffa2c0200fff0'.repeat(10_000)}`);
		await until(() => {
			if (ours.socket.writableLength < flood.length) ours.socket.write(flood);
			return ours.isClosed;
		});
		const next = await client();
		await next.ask('fffa2c 02 00 fff0', 'fffa2c6608fff0');
	});

	it('tells a client that data were lost, under its mask', async () => {
		const ours = await client();
		await ours.ask('fffa2c 0a 02 fff0', 'fffa2c6e02fff0');
		for (let i = 0; i < 257; i++) serial.write(new Uint8Array(256));
		ours.got = '';
		scheduler.runUntil(10_000);
		await until(() => ours.got.length >= 2 * (65_536 + 7));
		assert.equal(ours.got.split('fffa2c6a02fff0').length, 2);
	});

	it('is on 127.0.0.1 alone: at no other address of this host', async () => {
		const port = Number(/:(\d+)$/.exec(serial.path)![1]);
		const others = Object.values(networkInterfaces()).flatMap((each) =>
			(each ?? []).filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid),
		);
		const reached: string[] = [];
		for (const address of ['::ffff:127.0.0.1', ...others.map((each) => each.address)]) {
			const socket = connect(port, address);
			if (await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)))) reached.push(address);
			socket.destroy();
		}
		// The mapped form is the same address, and shows that the port is there.
		assert.deepEqual(reached, ['::ffff:127.0.0.1']);
	});

	it('is at the address that it is told', async () => {
		serial.close();
		for (const [address, shown] of [
			['::1', '[::1]'],
			['127.0.0.2', '127.0.0.2'],
		] as const) {
			const there = await Rfc2217Serial.listen({ address, port: 0, speed: 9600, signature: '', scheduler });
			const port = Number(/:(\d+)$/.exec(there.path)![1]);
			assert.equal(there.path, `rfc2217://${shown}:${port}`);
			const socket = connect(port, address);
			await once(socket, 'connect');
			const other = connect(port, '127.0.0.1');
			await assert.rejects(once(other, 'connect'), /ECONNREFUSED/);
			socket.destroy();
			there.close();
		}
		await assert.rejects(Rfc2217Serial.listen({ address: '192.0.2.1', port: 0, speed: 9600, signature: '', scheduler }), /EADDRNOTAVAIL/);
	});

	it('says when its port is taken, and paces by the wall clock as well', async () => {
		const port = Number(/:(\d+)$/.exec(serial.path)![1]);
		await assert.rejects(Rfc2217Serial.listen({ port, speed: 9600, signature: '', scheduler }), /EADDRINUSE/);
		serial.close();
		await open(new RealTime());
		const ours = await client();
		ours.got = '';
		serial.write(new Uint8Array(100));
		await until(() => ours.got.length === 200);
	});
});
