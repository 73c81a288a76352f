import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankFlash, FileFlash } from '../../../hal/node/flash.js';
import { Journal } from '../../../modules/journal/journal.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

describe('file flash', () => {
	let folder = '';
	let path = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-flash-'));
		path = join(folder, 'flash.bin');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('is its file byte for byte', () => {
		writeFileSync(path, blankFlash(2, 16));
		const flash = new FileFlash(path, 2, 16);
		flash.write(15, hex('f0 0f'));
		flash.write(15, hex('aa'));
		bytesEqual(readFileSync(path), `${'ff'.repeat(15)} a00f ${'ff'.repeat(15)}`);
		flash.erase(0);
		const into = new Uint8Array(2);
		flash.read(15, into);
		bytesEqual(into, 'ff0f');
		flash.close();
		flash.close();
	});

	it('lets go of its file where the disk does not take it, and says so once', () => {
		writeFileSync(path, blankFlash(2, 16));
		const flash = new FileFlash(path, 2, 16);
		const { fsyncSync, closeSync } = fs;
		let closed = 0;
		fs.fsyncSync = () => {
			throw new Error('input/output error');
		};
		fs.closeSync = (file) => {
			closed++;
			closeSync(file);
		};
		syncBuiltinESMExports();
		try {
			throws(() => flash.close(), /input\/output error/);
			flash.close();
			equal(closed, 1);
		} finally {
			Object.assign(fs, { fsyncSync, closeSync });
			syncBuiltinESMExports();
		}
	});

	it('holds a journal from one opening to the next', () => {
		writeFileSync(path, blankFlash(3, 256));
		for (let i = 0; i < 50; i++) {
			const flash = new FileFlash(path, 3, 256);
			const journal = new Journal({ flash, firstSector: 0, sectors: 3, recordLength: 4, kind: 1 });
			if (i > 0) equal(journal.read(journal.end - 1)?.[0], i - 1);
			journal.append(Uint8Array.of(i, 0, 0, 0));
			flash.close();
		}
	});

	it('refuses what lies outside', () => {
		writeFileSync(path, blankFlash(2, 16));
		const flash = new FileFlash(path, 2, 16);
		for (const run of [
			() => flash.read(31, new Uint8Array(2)),
			() => flash.write(-1, new Uint8Array(1)),
			() => flash.write(32, new Uint8Array(1)),
			() => flash.erase(2),
			() => flash.erase(-1),
		]) {
			throws(run, /^flash: expected/);
		}
		flash.close();
	});

	it('refuses a file of another size, and leaves it alone', () => {
		writeFileSync(path, 'not a flash');
		throws(() => new FileFlash(path, 2, 16), /flash\.bin: expected 32 bytes \(2 sectors of 16\), found 11/);
		equal(readFileSync(path, 'utf8'), 'not a flash');
	});

	it('says which file it cannot open', () => {
		throws(() => new FileFlash(join(folder, 'none', 'flash.bin'), 2), /cannot open .*none.flash\.bin: ENOENT/);
	});

	it('never makes a file: one that has got lost must not come back blank', () => {
		throws(() => new FileFlash(path, 2, 16), /cannot open .*flash\.bin: ENOENT/);
		writeFileSync(path, '');
		throws(() => new FileFlash(path, 2, 16), /flash\.bin: expected 32 bytes \(2 sectors of 16\), found 0/);
		equal(readFileSync(path).length, 0);
	});

	it('says that it is closed', () => {
		writeFileSync(path, blankFlash(2, 16));
		const flash = new FileFlash(path, 2, 16);
		flash.close();
		throws(() => flash.read(0, new Uint8Array(1)), /flash\.bin is closed/);
	});
});
