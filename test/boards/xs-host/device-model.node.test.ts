import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildXsHost, planXsHost } from '../../../boards/xs-host/build.mjs';
import { ESP32, EXIT, type Pools, type Run, runProgram } from '../../../boards/xs-host/program.mjs';
import { requirePeer } from '../../interop/peers.js';

describe('XS device model', () => {
	let folder: string;
	let host: string;
	let bits: number;

	before(async () => {
		({ path: host, bits } = await buildXsHost());
		folder = mkdtempSync(join(tmpdir(), 'keiki-xs-'));
	});

	after(() => rmSync(folder, { recursive: true }));

	/** Runs a program: `preloaded` at build time, `main` on the device. */
	function run(preloaded: string, main: string, options: { pools?: Pools; input?: string; options?: readonly string[] } = {}): Promise<Run> {
		const script = join(folder, 'program.js');
		writeFileSync(script, `(() => {\n${preloaded}\nglobalThis.main = function main() {\n${main}\n};\n})();\n`);
		return runProgram(host, script, options);
	}

	it('is another one once the compiler makes 32-bit programs', function () {
		if (bits !== 32) requirePeer(this, 'a compiler of 32-bit programs', 'apt-get install gcc-multilib');
		const { CC } = process.env;
		const { compiler } = planXsHost();
		const without = join(folder, 'cc');
		writeFileSync(without, `#!/bin/sh\ncase " $* " in *" -m32 "*) exit 1 ;; esac\nexec ${compiler} "$@"\n`);
		chmodSync(without, 0o755);
		try {
			process.env.CC = without;
			const before = planXsHost();
			process.env.CC = compiler;
			const after = planXsHost();
			assert.deepEqual([before.bits, after.bits, before.version], [64, 32, after.version]);
			assert.notEqual(before.folder, after.folder);
		} finally {
			if (CC === undefined) delete process.env.CC;
			else process.env.CC = CC;
		}
	});

	describe('flash', () => {
		const stopped: [string, string, string][] = [
			['an item of a typed array', 'const table = Uint8Array.of(1, 2, 3);', 'table[1] = 7;'],
			['a typed array, by a method', 'const table = new Int32Array(4);', 'table.fill(1);'],
			['a new entry of a Map', 'const map = new Map([[1, 2]]);', 'map.set(3, 4);'],
			['an entry of a Map', 'const map = new Map([[1, 2]]);', 'map.set(1, 3);'],
			['an item of a Set', 'const set = new Set();', 'set.add(1);'],
			['bytes through a DataView', 'const view = new DataView(new ArrayBuffer(4));', 'view.setUint16(0, 1);'],
		];
		for (const [what, preloaded, main] of stopped) {
			it(`stops a write to ${what}, and says where`, async () => {
				const { code, errors, output } = await run(preloaded, `print('before');\n${main}\nprint('behind');`);
				assert.equal(code, EXIT.flashWrite, errors);
				assert.match(errors, /^write to flash: .*\n at main \(program\.js:5:\)/);
				assert.equal(output, 'before\n');
			});
		}

		const reported: [string, string, string, RegExp][] = [
			['variable', 'let count = 0;', 'count++;', /preloaded variable count\n/],
			['object', 'const state = { on: false };', 'state.on = true;', /preloaded object state\n/],
			['array', 'const queue = [];', 'queue.push(1);', /preloaded object queue\n/],
			['private field', 'class A { #n = 0; step() { this.#n++; } }\nconst a = new A();', 'a.step();', /preloaded object a\n/],
			['static field', 'class Counter { static count = 0; }', 'Counter.count++;', /preloaded object Counter\n/],
		];
		for (const [what, preloaded, main, message] of reported) {
			it(`reports by name a preloaded ${what} that the program changes`, async () => {
				const { code, errors } = await run(preloaded, main);
				assert.equal(code, EXIT.flashState, errors);
				assert.match(errors, message);
			});
		}

		it('refuses tables that are not frozen, where asked to, and names them', async () => {
			const preloaded = `const list = [1, 2]; const record = { a: 1 }; const map = new Map(); const bytes = new Uint8Array(2);
				const frozen = Object.freeze({ a: 1 }); class Kept { get all() { return [list, record, map, bytes, frozen]; } }`;
			const main = 'print(String(new Kept().all.length));';
			const { code, errors, output } = await run(preloaded, main, { options: ['--frozen'] });
			assert.equal(code, EXIT.flashState);
			assert.deepEqual(
				errors.trim().split('\n').sort(),
				['list', 'record'].map((name) => `state in flash: the preloaded table ${name} is not frozen`),
			);
			assert.equal(output, '');
			assert.equal((await run(preloaded, main)).code, 0);
		});

		it('holds code, classes, tables and expressions that are only used', async () => {
			const { code, output, errors } = await run(
				`const table = Int32Array.of(-5, 6); const map = new Map([['a', 1]]); const pattern = /b(c+)/;
				class Base { #x = 40; get x() { return this.#x; } }
				class Derived extends Base { static #made = 2; static { this.more = Derived.#made; } }
				const frozen = Object.freeze({ list: Object.freeze([1, 2]) });`,
				'print([table[0], map.get("a"), pattern.exec("abccd")[1], new Derived().x + Derived.more, frozen.list[1]].join());',
			);
			assert.equal(code, 0, errors);
			assert.equal(output, '-5,1,cc,42,2\n');
		});
	});

	describe('RAM', () => {
		it('ends the program when the chunks are used up', async () => {
			const { code, errors } = await run('', 'const kept = [];\nfor (;;) kept.push(new Uint8Array(1000));');
			assert.equal(code, EXIT.poolFull);
			assert.match(errors, /Chunk allocation: \d+ bytes failed in fixed size heap\nXS aborts: memory full\n at main \(program\.js:5:\)/);
		});

		it('ends the program when the slots are used up', async () => {
			const { code, errors } = await run('', 'let kept;\nfor (;;) kept = { kept };');
			assert.equal(code, EXIT.poolFull);
			assert.match(errors, /Slot allocation: failed in fixed size heap/);
		});

		it('ends the program when the stack is used up', async () => {
			const { code, errors } = await run('function deeper() { return deeper() + 1; }', 'deeper();');
			assert.equal(code, EXIT.stackOverflow);
			assert.match(errors, /XS aborts: stack overflow\n at deeper/);
		});

		it('has the size it is told', async () => {
			const main = 'const kept = [];\nfor (let i = 0; i < 20; i++) kept.push(new Uint8Array(1000));';
			assert.equal((await run('', main, { pools: { ...ESP32, chunks: 30_000 } })).code, 0);
			assert.equal((await run('', main, { pools: { ...ESP32, chunks: 15_000 } })).code, EXIT.poolFull);
		});

		it('keeps strings, keys, big integers and arrays of flash intact through ten thousand messages and the collections between them', async () => {
			const { code, output, errors } = await run(
				`const name = 'a name ' + 'made at build time'; const list = ['one ' + 1, 'two ' + 2, 2n ** 90n]; const names = { ['key' + 1]: 'value ' + 1 };
				const expected = [name, 'one 1', 'two 2', '1237940039285380274899124224', 'key1=value 1'].join('|');
				function message(i) { return i + '|' + [name, ...list, Object.entries(names)[0].join('=')].join('|'); }`,
				`const kept = [];
				for (let i = 0; i < 10000; i++) {
					kept[i % 50] = message(i);
					if (i % 7 === 0) kept[(i * 3) % 50] = undefined;
					if (i % 500 === 0) collect();
					const old = kept[(i + 9) % 50];
					if (old !== undefined && old.slice(old.indexOf('|') + 1) !== expected) throw new Error(i + ': ' + old);
				}
				print('intact');`,
			);
			assert.equal(code, 0, errors);
			assert.equal(output, 'intact\n');
		});

		it('copies no function and no string of the program into its heap', async () => {
			const text = 'x'.repeat(2000);
			const { output } = await run(
				'',
				`const long = () => '${text}';\nprint(String(memory().chunks));\nconst one = long();\nprint(String(memory().chunks + one.length));`,
			);
			const [before, behind] = output.trim().split('\n').map(Number);
			assert.ok(before! < 500 && behind! < before! + 2500, output);
		});

		it('counts as the device does', async function () {
			if (bits !== 32) requirePeer(this, 'a compiler of 32-bit programs', 'apt-get install gcc-multilib');
			// What memory() returned is alive as well the second time: an object of three properties, which takes four slots.
			const measureOf = (made: string) =>
				`{ const before = memory(); const made = ${made}; const now = memory(); print([now.slots - before.slots - 4, now.chunks - before.chunks].join()); }`;
			const things = ['{}', '{ a: 1, b: 2, c: 3 }', 'new Uint8Array(16)', 'new ArrayBuffer(16)', '"12345678".repeat(2)'];
			const { output, errors } = await run('', things.map(measureOf).join('\n'));
			assert.deepEqual(output.trim().split('\n'), ['1,0', '4,0', '7,24', '3,24', '0,28'], errors);
		});
	});

	describe('host', () => {
		it('carries lines both ways', async () => {
			const { output } = await run('', 'for (let line = readLine(); line !== undefined; line = readLine()) print(line.toUpperCase());', {
				input: 'one\r\ntwo\n',
			});
			assert.equal(output, 'ONE\nTWO\n');
		});

		it('tells what was thrown, and where', async () => {
			const { code, errors } = await run('function fail() {\nthrow new RangeError("too far");\n}', 'fail();');
			assert.equal(code, 1);
			assert.match(errors, /^RangeError: too far\n at fail \(program\.js:3\)\n at main \(program\.js:6\)/);
		});

		it('has NOR flash for the program: a write clears bits, an erase sets those of a sector, and what lies outside is refused', async () => {
			const image = join(folder, 'flash');
			writeFileSync(image, Buffer.alloc(2 * 4096, 0xff).fill(0x5a, 4096));
			const { output, errors } = await run(
				'',
				`const bytes = new Uint8Array(4);
				const show = (offset) => { flashRead(offset, bytes); printBytes('', bytes); };
				print(String(flashSectors()));
				show(4094);
				flashWrite(4094, Uint8Array.of(0xff, 0x0f, 0xf0, 0x00, 0x77).subarray(1, 4));
				show(4094);
				flashErase(1);
				show(4094);
				for (const outside of [() => flashRead(8190, bytes), () => flashWrite(-1, bytes), () => flashErase(2)]) {
					try { outside(); } catch (error) { print(error.name); }
				}`,
				{ options: ['--nor', image] },
			);
			assert.deepEqual(output.trim().split('\n'), ['2', 'ffff5a5a', '0ff0005a', '0ff0ffff', 'RangeError', 'RangeError', 'RangeError'], errors);
		});

		it('carries bytes as lines of digits', async () => {
			const main =
				'for (let bytes = readBytes(); bytes !== undefined; bytes = readBytes()) printBytes(bytes.byteLength + " ", new Uint8Array(bytes));';
			const { output } = await run('', main, { input: '00ff7A\n\n' });
			assert.equal(output, '3 00ff7a\n0 \n');
		});

		it('tells what is wrong with a script', async () => {
			const { code, errors } = await run('const = 1;', '');
			assert.equal(code, 1);
			assert.match(errors, /SyntaxError/);
		});
	});
});
