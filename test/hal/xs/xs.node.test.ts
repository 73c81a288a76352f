/** The adapters of hal/xs on stand-ins for the SDK's modules, which behave as those of SDK 8.2.3 do. */
import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { XsClock } from '../../../hal/xs/clock.js';
import { LineLog } from '../../../hal/xs/line-log.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { Hash } from '../../../modules/crypto/hash.js';
import { PortableHash } from '../../../modules/crypto/hmac.js';
import { Settings } from '../../../modules/journal/settings.js';
import { load as loadOf } from '../sdk-modules.js';

const load = (file: string, modules: Readonly<Record<string, unknown>>) => loadOf(`hal/xs/${file}`, modules);

describe('the log of hal/xs on a serial line', () => {
	it('writes a line for each text, in ASCII', () => {
		const written: Uint8Array[] = [];
		const log = new LineLog({ onReceive() {}, write: (bytes) => void written.push(bytes) });
		log.write('keiki', 'not started: é');
		log.write('USB', 'x');
		assert.equal(Buffer.concat(written).toString('latin1'), 'keiki: not started: ?\r\nUSB: x\r\n');
	});
});

describe('the serial line of hal/xs', () => {
	interface Options {
		onError: () => void;
		onReadable: (count: number) => void;
		onWritable: (room: number) => void;
	}

	/** Takes what it has room for, once; then asks again. Throws at more, as the SDK's does. */
	class FakeIO {
		static last: FakeIO;
		readonly sent: number[] = [];
		readonly options: Options;
		input: ArrayBuffer | undefined;
		#room = 0;

		constructor(options: Options) {
			this.options = options;
			FakeIO.last = this;
		}

		offer(room: number): void {
			this.#room = room;
			this.options.onWritable(room);
		}

		write(bytes: ArrayBuffer): void {
			if (!(bytes instanceof ArrayBuffer) || bytes.byteLength > this.#room) throw new Error('would overflow');
			this.#room = 0;
			this.sent.push(...new Uint8Array(bytes));
		}

		read(): ArrayBuffer | undefined {
			return this.input;
		}
	}

	interface Line {
		onReceive: (bytes: Uint8Array) => void;
		write(bytes: Uint8Array): void;
	}

	let line: Line;
	beforeEach(async () => {
		const { XsSerial } = (await load('serial.ts', { 'embedded:io/serial': FakeIO })) as {
			XsSerial: new (place: object) => Line;
		};
		line = new XsSerial({ port: 2, receive: 16, transmit: 17, baud: 115_200 });
	});

	it('sends in order, never more than there is room for', () => {
		line.write(Uint8Array.of(1, 2, 3, 4, 5));
		line.write(Uint8Array.of(6, 7));
		for (let i = 0; i < 4; i++) FakeIO.last.offer(2);
		assert.deepEqual(FakeIO.last.sent, [1, 2, 3, 4, 5, 6, 7]);
	});

	it('sends at once where there is room', () => {
		FakeIO.last.offer(128);
		line.write(Uint8Array.of(1, 2));
		assert.deepEqual(FakeIO.last.sent, [1, 2]);
	});

	it('loses what a line that is stuck does not take beyond 4,096 bytes', () => {
		line.write(new Uint8Array(4096));
		line.write(Uint8Array.of(9));
		for (let i = 0; i < 3; i++) FakeIO.last.offer(4096);
		assert.equal(FakeIO.last.sent.length, 4096);
	});

	it('sends nothing after the other side has closed the line', () => {
		FakeIO.last.options.onError();
		FakeIO.last.offer(128);
		line.write(Uint8Array.of(1, 2));
		assert.deepEqual(FakeIO.last.sent, []);
	});

	it('hands over what comes in, and nothing where nothing came', () => {
		const received: number[][] = [];
		line.onReceive = (bytes) => received.push([...bytes]);
		FakeIO.last.options.onReadable(0);
		FakeIO.last.input = Uint8Array.of(7, 8).buffer;
		FakeIO.last.options.onReadable(2);
		assert.deepEqual(received, [[7, 8]]);
	});

	it('is 8N1, or 8E1 on a line that is only heard: the SDK opens it, and the parity comes behind', async () => {
		const native: [string, unknown][] = [];
		(globalThis as { native?: unknown }).native = (name: string) => ({
			call: (_: unknown, where: unknown) => {
				assert.ok(FakeIO.last !== before, 'it is open');
				native.push([name, where]);
			},
		});
		const before = FakeIO.last;
		const { XsSerial } = (await load('serial.ts', { 'embedded:io/serial': FakeIO })) as { XsSerial: new (place: object) => Line };
		new XsSerial({ port: 1, receive: 18, transmit: undefined, baud: 4800, parity: 'even' });
		const { format, port, receive, baud } = FakeIO.last.options as unknown as Record<string, unknown>;
		assert.deepEqual([format, port, receive, baud], ['buffer', 1, 18, 4800]);
		assert.ok(!('transmit' in FakeIO.last.options), 'a pin that is there is looked at');
		assert.ok(!('parity' in FakeIO.last.options));
		new XsSerial({ device: '/dev/ttyUSB0', baud: 4800, parity: 'even' });
		new XsSerial({ device: '/dev/ttyUSB0', baud: 9600 });
		assert.deepEqual(native, [
			['xs_keiki_even_parity', 1],
			['xs_keiki_even_parity', '/dev/ttyUSB0'],
		]);
		delete (globalThis as { native?: unknown }).native;
	});
});

describe('the console of hal/xs-linux', () => {
	it('hands on lines of what comes, in pieces or many at once, and drops what is too long, until the input ends', async () => {
		const input: (string | undefined)[] = [
			'pull me',
			'tering\nplug metering\n',
			'',
			`\n${'x'.repeat(50)}`,
			'x'.repeat(60),
			'x'.repeat(60),
			'x'.repeat(60),
			'\nend\nrest',
		];
		const before = (globalThis as { native?: unknown }).native;
		(globalThis as { native?: unknown }).native = (name: string) => ({
			call: (_: unknown, into: Uint8Array) => {
				assert.equal(name, 'xs_keiki_console_read');
				const text = input.length === 0 ? undefined : input.shift();
				return text === undefined ? -1 : Buffer.from(into.buffer).write(text, 'latin1');
			},
		});
		const { Console } = (await load('../xs-linux/console.ts', {})) as {
			Console: new (scheduler: object, onLine: (line: string) => void) => object;
		};
		const lines: string[] = [];
		const tasks: (() => void)[] = [];
		new Console({ after: (_: number, task: () => void) => tasks.push(task) }, (line) => lines.push(line));
		while (tasks.length > 0) tasks.shift()!();
		assert.deepEqual(lines, ['pull metering', 'plug metering', 'end']);
		assert.equal(input.length, 0);
		(globalThis as { native?: unknown }).native = before;
	});
});

describe('the pins of hal/xs', () => {
	/** As that of SDK 8.2.3: an output has its level from the beginning. */
	class FakeDigital {
		static readonly InputPullUp = 'pull-up';
		static readonly Output = 'output';
		static last: FakeDigital;
		readonly options: { readonly initialValue?: number };
		level: number | undefined;

		constructor(options: { readonly initialValue?: number }) {
			this.options = options;
			this.level = options.initialValue;
			FakeDigital.last = this;
		}

		read(): number | undefined {
			return this.level;
		}

		write(level: number): void {
			this.level = level;
		}
	}

	it('are active at ground, by the pull-up of the chip', async () => {
		const { XsInput } = (await load('pins.ts', { 'embedded:io/digital': FakeDigital })) as { XsInput: new (pin: number) => { active: boolean } };
		const input = new XsInput(9);
		assert.deepEqual(FakeDigital.last.options, { pin: 9, mode: 'pull-up' });
		FakeDigital.last.level = 1;
		assert.equal(input.active, false);
		FakeDigital.last.level = 0;
		assert.equal(input.active, true);
	});

	it('drive what hangs on them by either level, and are not active at first', async () => {
		const { XsOutput } = (await load('pins.ts', { 'embedded:io/digital': FakeDigital })) as {
			XsOutput: new (pin: number, level: string) => { set(active: boolean): void };
		};
		for (const [level, on, off] of [
			['high', 1, 0],
			['low', 0, 1],
		] as const) {
			const output = new XsOutput(5, level);
			assert.deepEqual(FakeDigital.last.options, { pin: 5, mode: 'output', initialValue: off });
			output.set(true);
			assert.equal(FakeDigital.last.level, on);
			output.set(false);
			assert.equal(FakeDigital.last.level, off);
		}
	});
});

describe('the scheduler of hal/xs', () => {
	const time = { ticks: 0, delta: (start: number, end: number) => (end - start) | 0 };
	const timers: { task: () => void; delay: number; cleared: boolean }[] = [];
	const timer = {
		set: (task: () => void, delay: number) => {
			timers.push({ task, delay, cleared: false });
			return timers.at(-1)!;
		},
		clear: (each: { cleared: boolean }) => {
			each.cleared = true;
		},
	};

	interface Scheduler {
		now(): number;
		after(delay: number, task: () => void): { cancel(): void };
	}

	let scheduler: Scheduler;
	beforeEach(async () => {
		time.ticks = 0x7fffff00;
		timers.length = 0;
		const modules = { time, timer };
		scheduler = new ((await load('scheduler.ts', modules)) as { XsScheduler: new () => Scheduler }).XsScheduler();
	});

	it('goes on over the end of the 32 bits of the tick counter', () => {
		assert.equal(scheduler.now(), 0);
		time.ticks = 0x80000100 | 0;
		assert.equal(scheduler.now(), 0x200);
	});

	it('never goes back', () => {
		time.ticks += 50;
		assert.equal(scheduler.now(), 50);
		time.ticks -= 30;
		assert.equal(scheduler.now(), 50);
		time.ticks += 5;
		assert.equal(scheduler.now(), 55);
	});

	it('rounds delays up, and cancels', () => {
		const task = () => {};
		scheduler.after(1.2, task).cancel();
		scheduler.after(-3, task);
		assert.deepEqual(
			timers.map(({ delay, cleared }) => [delay, cleared]),
			[
				[2, true],
				[0, false],
			],
		);
	});
});

describe('the clock of hal/xs', () => {
	let store: Settings;
	let system: number;
	const { now } = Date;
	beforeEach(() => {
		store = new Settings({ flash: new RamFlash(3, 4096), firstSector: 0, sectors: 3 });
		system = 1_790_000_000_000;
		Date.now = () => system;
	});
	afterEach(() => {
		Date.now = now;
	});

	it('is that of the system until it is set, and stays set', () => {
		assert.equal(new XsClock(store).now(), system);
		new XsClock(store).set(system - 5000);
		system += 1000;
		assert.equal(new XsClock(store).now(), system - 5000);
	});

	it('goes on from when it was seen last if the system lost its time', () => {
		const clock = new XsClock(store);
		clock.keep();
		const seen = clock.now();
		system = 12;
		const after = new XsClock(store);
		assert.equal(after.now(), seen);
		system += 700;
		assert.equal(after.now(), seen + 700);
	});
});

describe('AES of hal/xs', () => {
	/** The SDK's, whose keys and blocks are ArrayBuffers. */
	class BlockCipher {
		readonly #key: Uint8Array;

		constructor(name: string, key: ArrayBuffer) {
			assert.equal(name, 'AES');
			assert.equal(key.byteLength, 16);
			this.#key = new Uint8Array(key.slice(0));
		}

		encrypt(data: ArrayBuffer, result: ArrayBuffer): ArrayBuffer {
			const cipher = createCipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false);
			new Uint8Array(result).set(cipher.update(new Uint8Array(data)));
			return result;
		}
	}

	it('makes of every operation what the portable one makes, whatever the order of the keys', async () => {
		const { CryptAes } = (await load('aes.ts', { crypt: { BlockCipher } })) as { CryptAes: new () => never };
		const native = new PortableCipher(new CryptAes());
		const portable = new PortableCipher();
		const random = new SeededRandom(1);
		const bytes = (length: number) => {
			const drawn = new Uint8Array(length);
			random.fill(drawn);
			return drawn;
		};
		const keys = Array.from({ length: 6 }, () => bytes(16));
		for (let round = 0; round < 100; round++) {
			const key = keys[random.below(6)]!;
			const nonce = bytes(13);
			const header = bytes(random.below(40));
			const plain = bytes(random.below(100));
			const sealed = native.ccmSeal(key, nonce, header, plain, 4);
			assert.deepEqual(sealed, portable.ccmSeal(key, nonce, header, plain, 4));
			assert.deepEqual(native.ccmOpen(key, nonce, header, sealed, 4), plain);
			assert.deepEqual(native.cmac(key, plain), portable.cmac(key, plain));
			assert.deepEqual(native.gcmSeal(key, nonce.subarray(1), header, plain, 12), portable.gcmSeal(key, nonce.subarray(1), header, plain, 12));
			const wrapped = native.keyWrap(key, bytes(16));
			const unwrapped = native.keyUnwrap(key, wrapped);
			assert.equal(unwrapped?.length, 16);
			assert.deepEqual(unwrapped, portable.keyUnwrap(key, wrapped));
		}
	});
});

describe('SHA-256 of hal/xs', () => {
	/** The SDK's, whose messages are ArrayBuffers, and which starts anew at `reset` only. */
	class Digest {
		#hash: ReturnType<typeof createHash> | undefined = createHash('sha256');

		constructor(type: string) {
			assert.equal(type, 'SHA256');
		}

		reset(): void {
			this.#hash = createHash('sha256');
		}

		write(message: ArrayBuffer): void {
			assert.ok(message instanceof ArrayBuffer);
			this.#hash!.update(new Uint8Array(message));
		}

		close(): ArrayBuffer {
			const digest = new Uint8Array(this.#hash!.digest());
			this.#hash = undefined;
			return digest.buffer;
		}
	}

	it('makes of messages and keys of any length what the portable one makes, also of parts of a buffer', async () => {
		const { CryptHash } = (await load('hash.ts', { crypt: { Digest } })) as { CryptHash: new () => Hash };
		const native = new CryptHash();
		const portable = new PortableHash();
		const random = new SeededRandom(1);
		const drawn = new Uint8Array(300);
		random.fill(drawn);
		let key = drawn;
		for (let round = 0; round < 200; round++) {
			if (round % 3 === 0) key = drawn.subarray(random.below(100), 100 + random.below(150));
			const message = drawn.subarray(random.below(100), 100 + random.below(200));
			assert.deepEqual(native.sha256(message), portable.sha256(message));
			assert.deepEqual(native.hmacSha256(key, message), portable.hmacSha256(key, message));
		}
	});
});
