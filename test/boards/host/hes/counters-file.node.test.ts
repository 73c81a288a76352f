import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { CountersFile, countersPath, fingerprint, TransmitSupplies } from '../../../../boards/host/hes/counters-file.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { build } from '../command-line-rig.js';

const TITLE = Uint8Array.from([0x4b, 0x45, 0x49, 0, 0, 0, 0, 1]);
const KEY = new Uint8Array(16).fill(1);
const OTHER_KEY = new Uint8Array(16).fill(2);

describe('a file of invocation counters', () => {
	let folder = '';
	let path = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'keys.json.counters');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const kept = () => JSON.parse(readFileSync(path, 'utf8')) as unknown;

	it('is made with the first reservation, for its owner only', () => {
		const supplies = new TransmitSupplies();
		const supply = supplies.of(path, TITLE, KEY);
		assert.equal(supply.least, 1);
		assert.ok(!existsSync(path));
		assert.equal(supply.next(), 1);
		assert.deepEqual(kept(), { '4B45490000000001': { [fingerprint(KEY)]: 257 } });
		assert.deepEqual(readdirSync(folder), ['keys.json.counters']);
		if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
	});

	it('keeps titles and keys apart, and goes on in the next run', () => {
		const first = new TransmitSupplies();
		first.of(path, TITLE, KEY).goOn(1000);
		assert.equal(first.of(path, TITLE, OTHER_KEY).next(), 1);
		assert.equal(first.of(path, new Uint8Array(8), KEY).next(), 1);
		const second = new TransmitSupplies();
		assert.equal(second.of(path, TITLE, KEY).next(), 1256);
		assert.equal(second.of(path, TITLE, OTHER_KEY).next(), 257);
	});

	it('has one supply for all meters with the same key', () => {
		const supplies = new TransmitSupplies();
		assert.equal(supplies.of(path, TITLE, KEY), supplies.of(path, TITLE, KEY.slice()));
		assert.equal(supplies.of(undefined, TITLE, KEY), supplies.of(undefined, TITLE, KEY));
		assert.notEqual(supplies.of(path, TITLE, KEY), supplies.of(path, TITLE, OTHER_KEY));
	});

	it('tells nothing of a key', () => {
		assert.match(fingerprint(KEY), /^[0-9A-F]{16}$/);
		assert.notEqual(fingerprint(KEY), fingerprint(OTHER_KEY));
		assert.doesNotMatch(fingerprint(KEY), /0101/);
	});

	describe('among the states of the user', () => {
		const { XDG_STATE_HOME: before } = process.env;
		const { write } = process.stderr;
		let said = '';
		beforeEach(() => {
			process.env.XDG_STATE_HOME = join(folder, 'state');
			said = '';
			process.stderr.write = (text: string | Uint8Array) => {
				said += String(text);
				return true;
			};
		});
		afterEach(() => {
			process.stderr.write = write;
			if (before === undefined) delete process.env.XDG_STATE_HOME;
			else process.env.XDG_STATE_HOME = before;
		});
		const place = () => join(folder, 'state', 'keiki', 'hes-counters.json');

		it('is one for all keys', () => {
			assert.equal(countersPath(join(folder, 'keys.json')), place());
			assert.equal(countersPath(join(folder, 'other.json')), place());
			assert.equal(said, '');
		});

		it('takes over what stands beside the keys, once, wherever a link to them is and while they are changed', () => {
			const keys = join(folder, 'keys.json');
			writeFileSync(keys, '');
			symlinkSync(keys, join(folder, 'link'));
			for (const name of ['link', 'keys.json.new']) {
				new TransmitSupplies().of(path, TITLE, KEY).next();
				const supplies = new TransmitSupplies().of(countersPath(join(folder, name)), TITLE, KEY);
				assert.ok(!existsSync(path));
				assert.equal(supplies.least, 257);
			}
			assert.equal(said, `keiki: the counters of ${path} are kept in ${place()} from now on\n`.repeat(2));
			countersPath(keys);
			assert.equal(said.split('\n').length, 3);
		});

		it('never goes back: of what both places tell, the later counter holds', () => {
			new TransmitSupplies().of(path, TITLE, KEY).goOn(5000);
			new TransmitSupplies().of(path, TITLE, OTHER_KEY).goOn(10);
			const own = countersPath(join(folder, 'none.json'));
			new TransmitSupplies().of(own, TITLE, KEY).goOn(100);
			new TransmitSupplies().of(own, TITLE, OTHER_KEY).goOn(9000);
			countersPath(join(folder, 'keys.json'));
			const both = JSON.parse(readFileSync(own, 'utf8')) as Record<string, Record<string, number>>;
			assert.deepEqual(both, { '4B45490000000001': { [fingerprint(KEY)]: 5256, [fingerprint(OTHER_KEY)]: 9256 } });
		});
	});

	for (const [what, text] of [
		['no JSON', '{'],
		['a list', '[]'],
		['another title', '{"4B45": {}}'],
		['another key', '{"4B45490000000001": {"x": 1}}'],
		['a counter of 0', '{"4B45490000000001": {"0123456789ABCDEF": 0}}'],
		['half a counter', '{"4B45490000000001": {"0123456789ABCDEF": 1.5}}'],
		['a counter past the end', '{"4B45490000000001": {"0123456789ABCDEF": 4294967296}}'],
	] as const) {
		it(`does not begin again where it holds ${what}`, () => {
			writeFileSync(path, text);
			const file = new CountersFile(path, '4B45490000000001', '0123456789ABCDEF');
			assert.throws(() => file.next, /keys\.json\.counters: expected the counters of a head-end, found something else\. Put back what was there/);
			assert.throws(() => file.reserve(1, 1), UsageError);
			assert.equal(readFileSync(path, 'utf8'), text);
			assert.deepEqual(readdirSync(folder), ['keys.json.counters']);
		});
	}

	it('that cannot be written gives no counter', () => {
		const supply = new TransmitSupplies().of(join(folder, 'none', 'x.counters'), TITLE, KEY);
		assert.throws(() => supply.goOn(1), /x\.counters\.lock: cannot write it: ENOENT/);
		assert.equal(supply.next(), undefined);
	});

	it('gives no number twice to processes that use it at the same time', async function () {
		build.call(this);
		const script = `
			import { TransmitSupplies } from './dist/boards/host/hes/counters-file.js';
			const supply = new TransmitSupplies().of(process.argv[1], new Uint8Array(8), new Uint8Array(16));
			const given = [];
			for (let i = 0; i < 40; i++) { given.push(supply.next()); supply.goOn(supply.least + 200); }
			process.stdout.write(given.join());`;
		const { NODE_OPTIONS: _ours, TS_NODE_PROJECT: _project, ...env } = process.env;
		const run = () =>
			new Promise<string>((resolve) => {
				const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'], env });
				let text = '';
				child.stdout.setEncoding('utf8').on('data', (part: string) => {
					text += part;
				});
				child.on('close', () => resolve(text));
			});
		const given = (await Promise.all([run(), run(), run(), run()])).flatMap((text) => text.split(',').map(Number));
		assert.equal(given.length, 160);
		assert.ok(given.every((counter) => counter > 0));
		assert.equal(new Set(given).size, given.length);
		assert.deepEqual(readdirSync(folder), ['keys.json.counters']);
	});
});
