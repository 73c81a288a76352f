import assert from 'node:assert/strict';
import fs, { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSealedFlash, SealedFlash, SealedFlashError, sealedContent } from '../../../hal/node/sealed-flash.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';

const SECTORS = 3;
const SECTOR_SIZE = 256;
const SIZE = SECTORS * SECTOR_SIZE;
const KEY = new Uint8Array(32).fill(7);
const SECRET = Buffer.from('the secret of the flash');
const IV_AT = 8;
const IV_LENGTH = 12;

describe('sealed flash in a file', () => {
	let folder = '';
	let path = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
		path = join(folder, 'meter.flash');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const replace = (to: string, content: Uint8Array) => {
		writeFileSync(`${to}.part`, content);
		renameSync(`${to}.part`, to);
	};
	const open = (key = KEY, name = 'meter') => new SealedFlash({ path, sectors: SECTORS, sectorSize: SECTOR_SIZE, name, key: () => key, replace });
	const blank = () => new Uint8Array(SIZE).fill(0xff);
	const contentOf = (flash: SealedFlash): Uint8Array => {
		const into = new Uint8Array(SIZE);
		flash.read(0, into);
		return into;
	};
	const make = (content: Uint8Array = blank()) => writeFileSync(path, sealedContent(content, { name: 'meter', key: () => KEY }));
	const isAltered = (error: unknown) => error instanceof SealedFlashError && error.fault.kind === 'altered';

	/** Some operations, and what the file was before and after. */
	function written(): readonly [before: Buffer, after: Buffer] {
		make();
		const flash = open();
		flash.write(3, SECRET);
		flash.close();
		const before = readFileSync(path);
		const again = open();
		again.write(300, SECRET);
		again.close();
		return [before, readFileSync(path)];
	}

	it('is the flash that other flash is, over many operations and openings', () => {
		make();
		const other = new RamFlash(SECTORS, SECTOR_SIZE);
		const random = new SeededRandom(1, 'flash');
		let longest = 0;
		for (let run = 0; run < 20; run++) {
			const flash = open();
			for (let i = 0; i < 300; i++) {
				if (random.below(10) === 0) {
					const sector = random.below(SECTORS);
					flash.erase(sector);
					other.erase(sector);
				} else {
					const bytes = new Uint8Array(1 + random.below(40));
					random.fill(bytes);
					const offset = random.below(SIZE - bytes.length);
					flash.write(offset, bytes);
					other.write(offset, bytes);
				}
			}
			assert.deepEqual(contentOf(flash), other.snapshot());
			flash.close();
			longest = Math.max(longest, statSync(path).size);
			assert.deepEqual(contentOf(open()), other.snapshot());
		}
		assert.equal(longest < 3 * SIZE + 65_536 + 1000, true, `${longest} bytes`);
	});

	it('tells nothing of what is in it', () => {
		const [, after] = written();
		assert.equal(isSealedFlash(after), true);
		assert.equal(after.includes(SECRET), false);
		assert.equal(Buffer.from(contentOf(open())).includes(SECRET), true);
	});

	it('has no IV twice, however often it is opened', () => {
		make();
		const ivs = new Set<string>();
		let count = 0;
		for (let run = 0; run < 5; run++) {
			const flash = open();
			for (let i = 0; i < 10; i++) flash.write(i, SECRET);
			flash.close();
		}
		const content = readFileSync(path);
		for (let at = 16; at < content.length; at += IV_AT + IV_LENGTH + content.readUInt32BE(at) + 16) {
			ivs.add(content.toString('hex', at + IV_AT, at + IV_AT + IV_LENGTH));
			count++;
		}
		assert.deepEqual([count, ivs.size], [51, 51]);
	});

	it('is refused where a byte of it is another one', () => {
		const [, after] = written();
		for (let i = 0; i < after.length; i++) {
			const altered = Buffer.from(after);
			altered[i]! ^= 0x10;
			writeFileSync(path, altered);
			assert.throws(() => open(), i < 16 ? SealedFlashError : isAltered, `byte ${i}`);
		}
	});

	it('is refused under another key, or in the place of another flash', () => {
		written();
		assert.throws(() => open(new Uint8Array(32)), isAltered);
		assert.throws(() => open(KEY, 'base'), isAltered);
	});

	it('is refused where a record of it was taken out, moved or put in from before', () => {
		const [before, after] = written();
		const last = after.subarray(before.length);
		const first = before.subarray(0, before.length - last.length);
		const middle = before.subarray(first.length);
		for (const parts of [
			[first, last],
			[first, last, middle],
			[first, middle, middle, last],
			[first, middle, last, middle],
		]) {
			writeFileSync(path, Buffer.concat(parts));
			assert.throws(() => open(), isAltered);
		}
	});

	it('is as before the last operation where that was interrupted, whatever is left of it, and goes on', () => {
		const [before, after] = written();
		writeFileSync(path, before);
		const asBefore = contentOf(open());
		for (let length = before.length + 1; length < after.length; length++) {
			writeFileSync(path, after.subarray(0, length));
			const flash = open();
			assert.deepEqual(contentOf(flash), asBefore, `${length} bytes`);
			flash.write(500, SECRET);
			flash.close();
			assert.equal(Buffer.from(contentOf(open())).indexOf(SECRET, 500), 500);
		}
	});

	it('goes on after a disk that was full in the middle of an operation, and has that operation as well', () => {
		make();
		const flash = open();
		flash.write(3, SECRET);
		const { writeSync } = fs;
		fs.writeSync = ((file: number, bytes: Buffer, from: number, length: number, at: number) => {
			writeSync(file, bytes, from, length >> 1, at);
			throw new Error('no space');
		}) as unknown as typeof writeSync;
		syncBuiltinESMExports();
		try {
			assert.throws(() => flash.write(100, SECRET), /no space/);
		} finally {
			fs.writeSync = writeSync;
			syncBuiltinESMExports();
		}
		flash.write(300, SECRET);
		flash.write(500, SECRET);
		flash.close();
		const kept = contentOf(open());
		assert.deepEqual(kept, contentOf(flash));
		for (const at of [3, 100, 300, 500]) assert.deepEqual(Buffer.from(kept.subarray(at, at + SECRET.length)), SECRET);
	});

	it('lets go of its file where the disk does not take it, and says so once', () => {
		make();
		const flash = open();
		flash.write(3, SECRET);
		const { fsyncSync, closeSync } = fs;
		const closed: number[] = [];
		fs.fsyncSync = () => {
			throw new Error('input/output error');
		};
		fs.closeSync = (file) => {
			closed.push(file);
			closeSync(file);
		};
		syncBuiltinESMExports();
		try {
			assert.throws(() => flash.close(), /input\/output error/);
			assert.equal(closed.length, 1);
			flash.close();
			assert.equal(closed.length, 1);
		} finally {
			Object.assign(fs, { fsyncSync, closeSync });
			syncBuiltinESMExports();
		}
		flash.write(300, SECRET);
		flash.close();
		assert.deepEqual(contentOf(open()), contentOf(flash));
	});

	it('has what was written while the file could not be opened, once it can', () => {
		make();
		const flash = open();
		renameSync(path, `${path}.away`);
		mkdirSync(path);
		assert.throws(() => flash.write(100, SECRET));
		rmSync(path, { recursive: true });
		renameSync(`${path}.away`, path);
		flash.write(300, SECRET);
		flash.close();
		assert.deepEqual(contentOf(open()), contentOf(flash));
	});

	it('takes a file that is not sealed as it is, and seals it with the first operation', () => {
		const content = blank();
		content.set(SECRET, 40);
		writeFileSync(path, content);
		const flash = open();
		assert.deepEqual([flash.isSealed, contentOf(flash)], [false, content]);
		assert.deepEqual(readFileSync(path), Buffer.from(content));
		flash.erase(2);
		assert.equal(flash.isSealed, true);
		flash.close();
		assert.equal(readFileSync(path).includes(SECRET), false);
		assert.deepEqual(contentOf(open()), content);
	});

	it('is of its size, or refused', () => {
		make(new Uint8Array(SIZE + 1));
		assert.throws(() => open(), /expected 768 bytes, found 769/);
		writeFileSync(path, new Uint8Array(5));
		assert.throws(() => open(), /expected 768 bytes, found 5/);
	});

	it('throws where other flash does', () => {
		make();
		const flash = open();
		assert.throws(() => flash.write(SIZE, Uint8Array.of(0)), RangeError);
		assert.throws(() => flash.read(-1, new Uint8Array(1)), RangeError);
		assert.throws(() => flash.erase(SECTORS), RangeError);
	});
});
