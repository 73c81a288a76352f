/** Passwords by the command line: what is told, to whom, and where the password is not. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { inGroups } from '../../../../../src/operations/password/draw.js';
import { build, keiki } from '../../command-line-rig.js';
import { keikiHere } from '../../here-rig.js';
import { findIn, findInFiles, needlesOfText } from '../secret-search.js';
import { CONTRACT, furnish, METER, newHandheld, passwordOn, pdfText, publicFileOf, scanned } from './password-rig.js';

describe('keiki office password', function () {
	this.timeout(120_000);
	let data = '';
	before(async function () {
		build.call(this);
		data = join(mkdtempSync(join(tmpdir(), 'keiki-office-')), 'office');
		assert.equal((await keikiHere('office', 'init', '--data', data)).status, 0);
		const office = await Office.open({ data, url: undefined });
		await furnish(office);
		await office.close();
	});
	after(() => rmSync(join(data, '..'), { recursive: true }));
	const told = async (...words: readonly string[]) => keikiHere('office', ...words, '--data', data, '--lang', 'en');

	it('has keys of its own from the start, for its owner only', () => {
		for (const name of ['master-key.json', 'envelope-key.json']) assert.equal(statSync(join(data, name)).mode & 0o777, 0o600);
		const key = readFileSync(join(data, 'master-key.json'), 'utf8');
		assert.match(key, /^\{"masterKey":"[0-9A-F]{32}"\}\n$/);
	});

	it('lets the password out on the letter alone', async function () {
		const handheld = newHandheld();
		const [file, letter, order] = [join(data, 'handheld.json'), join(data, '../letter.pdf'), join(data, '../order.pdf')];
		writeFileSync(file, publicFileOf(handheld));
		const steps = [
			await told('handheld', 'add', file, '--name', 'three'),
			// The office itself as others start it, so that nothing here could help it.
			keiki('office', 'password', 'issue', CONTRACT, '--data', data, '--lang', 'en'),
			await told('print', 'W00000001', '--handheld', 'three', '--out', order),
			await told('password', 'letter', CONTRACT, '--out', letter),
			await told('password', 'letter', CONTRACT, '--out', `${letter}.2`),
			await told('password', 'issue', CONTRACT, '--json', '--letter-in', 'en'),
		];
		assert.deepEqual(
			steps.map(({ status }) => status),
			[0, 0, 0, 0, 1, 0],
		);
		const [added, issued, printed, handed, again, json] = steps;
		assert.equal(added!.stdout, `hand-held ${handheld.handheld} is registered as three\n`);
		assert.equal(
			issued!.stdout,
			`${CONTRACT}: version 1 is sealed for communication unit ${METER}, and goes with order W00000001; its letter: keiki office password letter ${CONTRACT}\n`,
		);
		assert.match(printed!.stdout, /^W00000001: .*, with a code for the hand-held\n$/);
		assert.match(handed!.stdout, /the letter of version 1 is .*, and nowhere else/);
		assert.match(again!.stderr, /has been printed, and is printed once; a second takes a new password: keiki office password rewrite/);
		assert.deepEqual(JSON.parse(json!.stdout), { contract: CONTRACT, meter: METER, version: 2, by: 'handheld', bearer: 'W00000001', missing: [] });
		assert.match(scanned(this, order), /^KEIKI1-W00000001-/);
		assert.equal(statSync(letter).mode & 0o777, 0o600);

		const password = passwordOn(pdfText(this, letter));
		assert.match(scanned(this, letter), new RegExp(`^ID [0-9A-F]{32}\nPW ${password}$`));
		const needles = [password, inGroups(password)].flatMap((text) => needlesOfText('password', text));
		assert.deepEqual(findInFiles([data, order], needles), []);
		for (const { stdout, stderr } of steps) assert.deepEqual(findIn('output', Buffer.from(stdout + stderr), needles), []);
		assert.ok(findInFiles([letter], needles).length > 0, 'the search finds it where it is');
	});

	for (const [words, wrong] of [
		[['password', 'issue', 'C12'], /CONTRACT: expected C and 10 digits, got "C12"/],
		[['password', 'issue', CONTRACT, '--by', 'post'], /--by: expected handheld or relay, got "post"/],
		[['password', 'issue', CONTRACT, '--letter-in', 'fr'], /--letter-in: expected ja or en, got "fr"/],
		[['password', 'issue', CONTRACT, '--at', '2026-12-01'], /--at: expected --by relay with it/],
		[['password', 'rewrite', CONTRACT, '--order', 'W00000001'], /--order: expected --by handheld with it/],
		[
			['password', 'rewrite', CONTRACT, '--at', '2026-02-30'],
			/--at: expected a time like 2026-12-01T10:00 or a day like 2026-12-01, got "2026-02-30"/,
		],
		[['password', 'rewrite', CONTRACT, '--expires', 'soon'], /--expires: expected a time like/],
		[['password', 'rewrite-many'], /expected a file with contracts, or --proposal NUMBER/],
		[['password', 'rewrite-many', 'x', '--proposal', '1'], /expected a file with contracts, or --proposal NUMBER/],
		[['password', 'rewrite-many', '--proposal', '0'], /--proposal: expected/],
		[['password', 'rewrite-many', '/no/such/file'], /\/no\/such\/file: cannot read it/],
		[['password', 'rewrite-many', 'package.json'], /package\.json: line 1: expected a contract of C and 10 digits, got "\{"/],
		[['password', 'rewrite-many', '/dev/null'], /\/dev\/null: expected 1 to 10000 contracts, got 0/],
		[['password', 'letter', CONTRACT], /required option '--out <file>'/],
		[['print', 'W00000001', '--out', 'x', '--in', 'xx'], /--in: expected ja or en/],
		[['handheld', 'add', '/no/such/file'], /\/no\/such\/file: cannot read it/],
		[['password', 'rewrite', CONTRACT, '--master-key-file', '/no/such/file'], /\/no\/such\/file: cannot read it/],
	] as const) {
		it(`says what is wrong with ${words.join(' ')}`, async () => {
			const { status, stderr } = await told(...words);
			assert.match(stderr, wrong);
			assert.equal(status, words.some((word) => word === '--master-key-file') ? 3 : 2);
		});
	}

	it('tells which hand-helds there are, and that one was lost', async () => {
		const [one] = JSON.parse((await told('handheld', 'list', '--json')).stdout) as readonly { readonly handheld: string }[];
		assert.match((await told('handheld', 'lost', one!.handheld.toLowerCase())).stdout, /is lost: no order is made for it any more/);
		assert.match((await told('handheld', 'list')).stdout, new RegExp(`^${one!.handheld}  lost    three\n$`));
		assert.equal((await told('handheld', 'lost', 'FF')).status, 1);
	});
});
