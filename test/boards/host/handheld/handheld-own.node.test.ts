/** What a hand-held has of its own, and what it is told wrongly: no meter is near. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import { unitsOf } from '../../../../boards/host/handheld/handheld-options.js';
import { pictureSize } from '../../../../boards/host/handheld/picture-size.js';
import { textOfFile, textOfInput, textOfPicture } from '../../../../boards/host/handheld/scan.js';
import { HandheldTrouble } from '../../../../boards/host/handheld/trouble.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { begun, EMPTY, ended, type Ledger, MOST_RESULTS } from '../../../../src/operations/handheld/ledger.js';
import type { SignedResult } from '../../../../src/operations/handheld/result.js';
import { HandheldRig, METER, pair } from './handheld-rig.js';

const NOW = 1_796_000_000_000;
const result = (number: number): SignedResult => ({
	...{ kind: 'set', number, handheld: '0123456789ABCDEF', order: 'W00000001', meter: METER, at: NOW, meterAhead: 0, version: 1 },
	signature: String(number).padStart(128, '0'),
});
const line = (each: SignedResult) => `${JSON.stringify(each)}\n`;

describe('keiki handheld, for itself', () => {
	let folder = '';
	let rig: HandheldRig;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
		rig = new HandheldRig(folder);
		await rig.prepare();
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const refused = async (message: RegExp, ...words: readonly string[]) => {
		const { status, stdout, stderr } = await rig.own(...words);
		assert.match(stderr, message);
		assert.deepEqual([status, stdout], [2, '']);
	};
	const ledger = (content: Ledger | string) =>
		writeFileSync(join(rig.data, 'ledger.json'), typeof content === 'string' ? content : JSON.stringify(content));

	it('is made once, and goes by the office that it was told of', async () => {
		const name = JSON.parse(readFileSync(join(rig.data, 'hand-held-public.json'), 'utf8')).handheld;
		await refused(/expected a directory without a hand-held, found .*hand-held\.json; its keys would be lost/, 'init');
		assert.equal(JSON.parse(readFileSync(join(rig.data, 'hand-held-public.json'), 'utf8')).handheld, name);
		const other = new HandheldRig(rig.file('other'));
		const { status, stdout, stderr } = await other.own('init');
		assert.equal(status, 0);
		assert.match(stdout, /^hand-held [0-9A-F]{16}: the office registers it by .*hand-held-public\.json\n$/);
		assert.match(stderr, /needs the office's public file/);
		const unknown = await other.own('set', '--text', 'KEIKI1-');
		assert.deepEqual([unknown.status, /knows no office: keiki handheld office FILE/.test(unknown.stderr)], [2, true]);
		assert.equal((await other.own('office', rig.file('office.public'))).status, 0);
		assert.deepEqual(JSON.parse(readFileSync(join(other.data, 'office.json'), 'utf8')), JSON.parse(readFileSync(rig.file('office.public'), 'utf8')));
	});

	it('takes no file for an office that is none, and is not made by halves', async () => {
		const office = rig.file('wrong.public');
		for (const [content, message] of [
			['{', /wrong\.public: .*JSON/],
			['{}', /envelopeKey/],
			[JSON.stringify({ envelopeKey: '00'.repeat(64) }), /expected the office's public key, 128 hexadecimal digits of a point of P-256/],
			[JSON.stringify({ envelopeKey: Buffer.from(pair().privateKey).toString('hex') }), /expected the office's public key/],
		] as const) {
			writeFileSync(office, content);
			await refused(message, 'office', office);
			const half = new HandheldRig(rig.file('half'));
			assert.equal((await half.own('init', '--office', office)).status, 2);
			assert.equal(existsSync(half.data), false);
		}
		await refused(/cannot read .*none\.public/, 'office', rig.file('none.public'));
		const nobody = await new HandheldRig(rig.file('nobody')).own('results');
		assert.deepEqual([nobody.status, /there is no hand-held in .*nobody.*; keiki handheld init makes one/.test(nobody.stderr)], [2, true]);
	});

	it('hands its results in by a file, and forgets those that the office has got', async () => {
		const [out, again] = [rig.file('out'), rig.file('again')];
		assert.equal((await rig.own('results')).stdout, 'no result waits for the office\n');
		ledger(ended(ended(EMPTY, result(1)), result(2)));
		assert.match((await rig.own('results')).stdout, /^2 results wait for the office\n1 +password set +W00000001 +4A504D0000000001 +2026-/);
		const written = await rig.own('results', '--out', out);
		assert.match(written.stderr, /2 results in .*out: hand it in, then keiki handheld results --handed-in .*out/);
		assert.deepEqual([written.status, readFileSync(out, 'utf8')], [0, line(result(1)) + line(result(2))]);
		await refused(/--out: expected a new file, found /, 'results', '--out', out);
		ledger(ended(ended(ended(EMPTY, result(1)), result(2)), result(3)));
		const dropped = await rig.own('results', '--handed-in', out, '--out', again);
		assert.match(dropped.stderr, /2 results handed in, and no longer kept here/);
		assert.equal(readFileSync(again, 'utf8'), line(result(3)));
		writeFileSync(out, `${line(result(3))}\n{"kind":"set"}\n`);
		await refused(/--handed-in .*out: line 2: number: expected a number from 1/, 'results', '--handed-in', out);
		assert.equal((await rig.results()).length, 1, 'a file with a wrong line changes nothing');
	});

	it('begins nothing where there is no room for what comes of it', async () => {
		ledger({ ...EMPTY, next: MOST_RESULTS + 1, results: Array.from({ length: MOST_RESULTS }, (_, i) => result(i + 1)) });
		const full = async (...words: readonly string[]) => {
			const { status, stderr } = await rig.at('127.0.0.1:1', ...words);
			assert.deepEqual([status, /^keiki: 1000 results wait for the office, .*: hand them in first/.test(stderr)], [1, true], stderr);
		};
		await full('set', '--text', await rig.barCode('W00000009'));
		await full('built', 'W00000009');
		await full('diagnose');
	});

	it('guesses at nothing where its ledger is damaged', async () => {
		ledger(JSON.stringify(begun(EMPTY, { order: 'W00000001', meter: METER, version: 1, notAfter: NOW }, NOW)).slice(0, -5));
		await refused(
			/ledger\.json: it is damaged, and what orders were used .* cannot be told from it/,
			'set',
			'--text',
			await rig.barCode('W00000001'),
		);
	});

	for (const [what, message, ...words] of [
		['nothing to scan', /expected a picture, --text, or the text of a scanner/, 'set'],
		['a scanner that says nothing', /expected a picture, --text, or the text of a scanner/, 'set', '-'],
		['a picture and a text', /--text: expected either a picture or the text/, 'set', 'x.png', '--text', 'x'],
		['a picture that is not there', /cannot read nowhere\.png/, 'set', 'nowhere.png'],
		['a picture that is none', /README\.md: expected a picture in PNG or JPEG/, 'set', 'README.md'],
		['an order that is none', /expected the number of a work order, W and 8 digits, got "W1"/, 'built', 'W1'],
		['a title that is none', /--for: expected the system title of a meter, 16 hexadecimal digits, got "1"/, 'diagnose', '--for', '1'],
		['a unit that there is not', /--units: there is no unit "rf-c"; perhaps rf-b/, 'built', 'W00000001', '--units', 'rf-c'],
		['two units for one place', /--units: expected at most 4 units, one for each place/, 'built', 'W00000001', '--units', 'rf-b,rf'],
		['five units', /--units: expected at most 4 units/, 'built', 'W00000001', '--units', 'rf,rf,rf,rf,rf'],
		['an optional unit of no phases', /--units: there is no unit "switch-60"/, 'built', 'W00000001', '--units', 'switch-60'],
		['a clock that is none', /--clock: expected an offset like \+5h/, 'results', '--clock', 'later'],
		['a place that is none', /--meter .*: expected HOST:PORT/, 'diagnose', '--meter', ''],
	] as const)
		it(`is refused ${what}`, () => refused(message, ...words));

	it('knows units by their codes in full, and a cover where it is named', () => {
		assert.equal(unitsOf(undefined), undefined);
		assert.deepEqual(unitsOf('rf-b'), ['rf-b']);
		assert.deepEqual(unitsOf(' rain , switch-60,rf-b,1p3w-60-2way'), ['rf-b', '1p3w-60-2way', 'switch-1p3w-60', 'rain']);
		assert.deepEqual(unitsOf('normal,voltage-1p3w-60'), ['voltage-1p3w-60', 'normal']);
	});

	it('has keys of its own that are none told as such, where its file was changed', async () => {
		const path = join(rig.data, 'hand-held.json');
		const own = JSON.parse(readFileSync(path, 'utf8'));
		writeFileSync(path, JSON.stringify({ ...own, signatureKey: '0'.repeat(64) }), { mode: 0o600 });
		await refused(/hand-held\.json: expected private keys of P-256/, 'results');
		writeFileSync(path, JSON.stringify({ ...own, envelopeKey: 'F'.repeat(64) }), { mode: 0o600 });
		await refused(/hand-held\.json: expected private keys of P-256/, 'results');
	});

	it('needs to be told which meter, where there are keys for several and no order', async () => {
		const [first] = readFileSync(rig.file('meter.json'), 'utf8').split('\0');
		const row = JSON.stringify(JSON.parse(first!));
		writeFileSync(rig.file('meter.json'), `${row}\n${row.replace(METER, '4A504D0000000002')}\n`, { mode: 0o600 });
		const { status, stderr } = await rig.at('127.0.0.1:1', 'diagnose');
		assert.deepEqual([status, /has keys for several meters: tell which with --for/.test(stderr)], [1, true], stderr);
		const one = await rig.at('127.0.0.1:1', 'diagnose', '--for', '4a504d0000000002');
		assert.deepEqual([one.status, (await rig.results()).map(({ meter }) => meter)], [3, ['4A504D0000000002']]);
	});
});

describe('a scanner', () => {
	async function* parts(...texts: readonly string[]) {
		for (const text of texts) yield Buffer.from(text);
	}

	it('sends a line, in pieces or with another behind it', async () => {
		assert.equal(await textOfInput(parts('\r\n  KEIKI1-', 'W0000', '0001\r\nKEIKI1-W2\n')), 'KEIKI1-W00000001');
		assert.equal(await textOfInput(parts('KEIKI1')), 'KEIKI1');
		await assert.rejects(textOfInput(parts(' \n', '\t')), UsageError);
		assert.equal((await textOfInput(parts('K'.repeat(2048)))).length, 2048);
		// A scanner is not a file that ends.
		const waiting = async function* () {
			yield 'KEIKI1-X\n';
			assert.fail('it has a line and waits for more');
		};
		assert.equal(await textOfInput(waiting()), 'KEIKI1-X');
		await assert.rejects(textOfInput(parts('K'.repeat(1024), 'K'.repeat(1025))), /at most 1024 characters/);
	});

	const picture = (text: string, bcid = 'datamatrix') => bwip.toBuffer({ bcid, text, scale: 3, backgroundcolor: 'FFFFFF', padding: 8 });

	it('reads a bar code in a picture, and of something else says only that it is none', async () => {
		assert.equal(await textOfPicture(await picture('KEIKI1-W00000001-X'), 'x'), 'KEIKI1-W00000001-X');
		assert.equal(await textOfPicture(await picture('4901234'), 'x'), '4901234', 'whose it is shows in its text');
		assert.equal(await textOfPicture(await picture('keiki1-x'), 'x'), 'keiki1-x');
		const blank = await bwip.toBuffer({ bcid: 'code128', text: '49012', scale: 3, backgroundcolor: 'FFFFFF' });
		await assert.rejects(textOfPicture(blank, 'x'), (error) => error instanceof HandheldTrouble && error.trouble.kind === 'noCode');
	});

	it('takes no file that is longer than a picture may be', async () => {
		const file = join(tmpdir(), `keiki-long-${process.pid}.png`);
		writeFileSync(file, '');
		truncateSync(file, (32 << 20) + 1);
		try {
			await assert.rejects(textOfFile(file), /at most 32 MiB/);
			truncateSync(file, 32 << 20);
			await assert.rejects(textOfFile(file), /in PNG or JPEG/);
		} finally {
			rmSync(file);
		}
	});

	it('takes no picture that is cut, and none that says to be huge', async () => {
		const whole = await picture('KEIKI1');
		await assert.rejects(textOfPicture(whole.subarray(0, 20), 'x'), UsageError);
		await assert.rejects(textOfPicture(whole.subarray(0, 60), 'x'), UsageError);
		const huge = Uint8Array.from(whole);
		new DataView(huge.buffer).setUint32(16, 60_000);
		new DataView(huge.buffer).setUint32(20, 60_000);
		await assert.rejects(textOfPicture(huge, 'x'), /50 million pixels/);
	});

	it('knows the size of a JPEG by its first frame, behind other segments, and of nothing else', () => {
		const frame = (marker: number) => [0xff, marker, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0x11, 0];
		const jpeg = (...segments: readonly (readonly number[])[]) => Uint8Array.from([0xff, 0xd8, ...segments.flat()]);
		const app = [0xff, 0xe0, 0, 4, 1, 2];
		const table = [0xff, 0xc4, 0, 3, 1];
		assert.deepEqual(pictureSize(jpeg(app, table, frame(0xc0))), { width: 0x0304, height: 0x0102 });
		assert.deepEqual(pictureSize(jpeg(app, [0xff], frame(0xc2))), { width: 0x0304, height: 0x0102 });
		for (const wrong of [
			jpeg(app),
			jpeg(app, frame(0xda)),
			jpeg(app, [0], frame(0xc0)),
			jpeg(frame(0xc0)).subarray(0, 8),
			jpeg([0xff, 0xe0, 0xff, 0xff, 1]),
		])
			assert.equal(pictureSize(wrong), undefined);
		for (const [first, second] of [
			[0xff, 0],
			[0, 0xd8],
		] as const)
			assert.equal(pictureSize(Uint8Array.from([first, second, ...frame(0xc0)])), undefined);
		const png = new Uint8Array(24);
		png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
		png.set([1, 2, 3, 4, 5, 6, 7, 8], 16);
		assert.deepEqual(pictureSize(png), { width: 0x01020304, height: 0x05060708 });
		assert.equal(pictureSize(png.subarray(0, 23)), undefined);
		assert.equal(pictureSize(new Uint8Array(64)), undefined);
		assert.equal(pictureSize(new Uint8Array(0)), undefined);
	});
});
