import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKeys } from '../../../../boards/host/shared/keys-file.js';
import { FileLock } from '../../../../boards/host/shared/lock-file.js';
import { pemText } from '../../../../boards/host/shared/pem.js';
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { openCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { isPrivateKey } from '../../../../modules/crypto/key-halves.js';
import { decodeCertificate } from '../../../../modules/x509/certificate.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { keikiHere } from '../here-rig.js';

const ID = '0123456789ABCDEF0123456789ABCDEF';
const PASSWORD = 'Abcdef123456';
const cipher = new NodeCipher(new PortableCipher());

interface KeyFile {
	readonly systemTitle: string;
	readonly key?: string;
	readonly agreementKey?: string;
	readonly sealed?: number;
}

describe('keiki keys', () => {
	let folder = '';
	const file = (name: string) => join(folder, name);
	const kept = (name = 'meter.credential'): KeyFile => JSON.parse(readFileSync(file(name), 'utf8'));
	const make = (...words: readonly string[]) => keikiHere('keys', 'make', file('meter.json'), '--quiet', ...words);
	const seal = (...words: readonly string[]) =>
		keikiHere('keys', 'seal', '--credential', file('meter.credential'), '--route-b-id', ID, '--password-file', file('password'), ...words);

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
		writeFileSync(file('password'), `${PASSWORD}\n`, { mode: 0o600 });
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** What the unit makes of what was printed. */
	function opened(stdout: string, key: string) {
		const [, version, octets] = /^\{u32:(\d+), octets:([0-9A-F]+)\}\n$/.exec(stdout) ?? [];
		return openCredentials(cipher, fromHex(key), fromHex(kept().systemTitle), Number(version), fromHex(octets!));
	}

	it('makes the credential key of the unit in a file of its own, for its owner only, and keys for a hand-held', async () => {
		assert.equal((await make()).status, 0);
		assert.equal(statSync(file('meter.credential')).mode & 0o777, 0o600);
		const keys = JSON.parse(readFileSync(file('meter.json'), 'utf8'));
		assert.deepEqual(Object.keys(keys.clients), ['1', '2', '3']);
		assert.equal(kept().systemTitle, keys.systemTitle);
		assert.equal(readFileSync(file('meter.json'), 'utf8').includes(kept().key!), false);
	});

	it('makes neither file where one of them is there', async () => {
		writeFileSync(file('meter.credential'), 'mine');
		const { status, stderr } = await make();
		assert.deepEqual([status, stderr], [2, `keiki: keys make ${file('meter.json')}: expected a new file, found ${file('meter.credential')}\n`]);
		assert.equal(existsSync(file('meter.json')), false);
		assert.equal(readFileSync(file('meter.credential'), 'utf8'), 'mine');
	});

	for (const suite of [1, 2])
		it(`makes certificates that OpenSSL verifies strictly, and puts each private key into the file of its owner alone: suite ${suite}`, async () => {
			assert.equal((await make('--suite', String(suite), '--certificates', '--meters', '2', '--days', '30')).status, 0);
			const names = ['meter.json', 'meter.head-end.json', 'meter.hand-held.json', 'meter.authority.pem'] as const;
			for (const name of names) assert.equal(statSync(file(name)).mode & 0o777, 0o600, name);
			const [meters, headEnd, handHeld] = names.slice(0, 3).map((name) =>
				readFileSync(file(name), 'utf8')
					.trim()
					.split('\n')
					.map((line, i) => parseKeys(line, `${name} ${i}`)),
			) as [RouteAKeys[], RouteAKeys[], RouteAKeys[]];
			const authority = readFileSync(file('meter.authority.pem'), 'utf8');
			assert.equal(authority.match(/BEGIN PRIVATE KEY/g)!.length, 2);
			const privates = (keys: RouteAKeys) =>
				[keys, ...Object.values(keys.clients)].flatMap((each) =>
					[each.signatureKey, each.agreementKey].filter((key) => key !== undefined && isPrivateKey(key)),
				);
			assert.deepEqual([privates(meters[0]!).length, privates(headEnd[0]!).length, privates(handHeld[0]!).length], [2, 4, 2]);
			for (const [name, own] of [
				['meter.json', [...headEnd, ...handHeld]],
				['meter.head-end.json', [...meters, ...handHeld]],
				['meter.hand-held.json', [...meters, ...headEnd]],
			] as const) {
				const text = readFileSync(file(name), 'utf8');
				for (const key of own.flatMap(privates)) assert.equal(text.includes(toUpperHex(key!)), false, name);
			}
			assert.deepEqual(
				[meters, headEnd, handHeld].map((all) => all.map(({ clients }) => Object.keys(clients).join(' '))),
				[
					['1 2 3', '1 2 3'],
					['1 2', '1 2'],
					['3', '3'],
				],
			);
			assert.equal(handHeld[0]!.kek, undefined);
			assert.deepEqual([isPrivateKey(headEnd[0]!.firmwareSignatureKey!), isPrivateKey(meters[0]!.firmwareSignatureKey!)], [true, false]);
			assert.deepEqual(cipher.publicKey(headEnd[0]!.firmwareSignatureKey!), meters[0]!.firmwareSignatureKey);
			const leaf = decodeCertificate(meters[1]!.certificate![0]!);
			assert.deepEqual([leaf.commonName, leaf.publicKey.length], [toUpperHex(meters[1]!.systemTitle), 32 * (suite + 1)]);
			assert.equal(Math.round((leaf.notAfter - Date.now()) / 86_400_000), 30);
			const pem = meters[1]!.certificate!.concat(headEnd[0]!.clients[1]!.certificate!).map((der) => pemText('CERTIFICATE', der));
			for (const [i, text] of pem.entries()) {
				writeFileSync(file(`leaf${i}.pem`), text);
				const { status, stderr } = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', file('meter.authority.pem'), file(`leaf${i}.pem`)]);
				assert.equal(status, 0, String(stderr));
			}
		});

	for (const [words, text] of [
		[['--certificates', '--suite', '0'], /--certificates: expected --suite 1 or 2/],
		[['--days', '3'], /--days: expected --certificates with it/],
		[['--certificates', '--days', '0'], /--days: expected a whole number from 1 to 36500, got "0"/],
	] as const)
		it(`makes no certificates, and no file, of ${words.join(' ')}`, async () => {
			const { status, stderr } = await make(...words);
			assert.equal(status, 2);
			assert.match(stderr, text);
			assert.deepEqual(readdirSync(folder), ['password']);
		});

	for (const name of ['meter.head-end.json', 'meter.hand-held.json', 'meter.authority.pem'])
		it(`makes none of the files where ${name} is there`, async () => {
			writeFileSync(file(name), 'mine');
			const { status, stderr } = await make('--certificates');
			assert.deepEqual([status, stderr], [2, `keiki: keys make ${file('meter.json')}: expected a new file, found ${file(name)}\n`]);
			assert.deepEqual(readdirSync(folder).sort(), [name, 'password']);
		});

	it('seals what the unit opens, one version after the other', async () => {
		await make();
		for (const version of [1, 2]) {
			const { status, stdout } = await seal();
			assert.equal(status, 0);
			assert.match(stdout, new RegExp(`^\\{u32:${version}, `));
			assert.deepEqual(opened(stdout, kept().key!), { id: ID, password: PASSWORD });
			assert.equal(kept().sealed, version);
		}
		assert.match((await seal('40')).stdout, /^\{u32:40, /);
	});

	it('seals no version twice', async () => {
		await make();
		await seal('7');
		for (const version of ['7', '6', '0']) {
			const { status, stdout, stderr } = await seal(version);
			assert.deepEqual([status, stdout], [2, '']);
			assert.match(stderr, /^keiki: keys seal: expected a whole number from 8 to 4294967295, got "\d"\n$/);
		}
		assert.equal(kept().sealed, 7);
	});

	it('seals no version twice by way of a link to the file while somebody else is at it', async () => {
		await make();
		symlinkSync(file('meter.credential'), file('link'));
		const sealByLink = () => keikiHere('keys', 'seal', '--credential', file('link'), '--route-b-id', ID, '--password-file', file('password'));
		const lock = FileLock.take(`${file('meter.credential')}.lock`)!;
		const { status, stdout, stderr } = await sealByLink();
		lock.release();
		assert.deepEqual([status, stdout], [2, '']);
		assert.match(stderr, /meter\.credential\.lock/);
		assert.match((await sealByLink()).stdout, /^\{u32:1, /);
		assert.deepEqual([kept().sealed, lstatSync(file('link')).isSymbolicLink()], [1, true]);
	});

	it('seals for the pair of a unit of suite 1, by either half', async () => {
		assert.equal((await make('--suite', '1')).status, 0);
		assert.equal(existsSync(file('meter.credential')), false, 'the unit draws it');
		const agreementKey = '11'.repeat(32);
		writeFileSync(file('meter.credential'), JSON.stringify({ systemTitle: '4A504D0000000001', agreementKey }), { mode: 0o600 });
		assert.deepEqual(opened((await seal()).stdout, agreementKey), { id: ID, password: PASSWORD });
		const publicKey = toUpperHex(cipher.publicKey(fromHex(agreementKey))!);
		writeFileSync(file('meter.credential'), JSON.stringify({ ...kept(), agreementKey: publicKey }), { mode: 0o600 });
		const { stdout } = await seal();
		assert.deepEqual(opened(stdout, agreementKey), { id: ID, password: PASSWORD });
		assert.equal(kept().agreementKey, publicKey);
	});

	it('seals for the meter that is meant, of a file with several', async () => {
		await make('--meters', '3');
		const lines = () => readFileSync(file('meter.credential'), 'utf8').trim().split('\n');
		assert.match((await seal()).stderr, /--credential .*: expected --meter with a number from 1 to 3/);
		assert.equal((await seal('--meter', '2')).status, 0);
		assert.deepEqual(
			lines().map((line) => (JSON.parse(line) as KeyFile).sealed),
			[undefined, 1, undefined],
		);
		assert.match((await seal('--meter', '4')).stderr, /--meter: expected a whole number from 1 to 3, got "4"/);
	});

	for (const [content, message] of [
		['{', /expected JSON/],
		['[]', /the file: expected an object, got an array/],
		['{"systemTitle":"4A504D"}', /systemTitle: expected 16 hexadecimal digits, got 6/],
		['{"systemTitle":"4A504D0000000001"}', /key: expected 32 hexadecimal digits, got nothing/],
		[`{"systemTitle":"4A504D0000000001","key":"${'0'.repeat(32)}","agreementKey":"${'1'.repeat(64)}"}`, /key and agreementKey: expected one of them/],
		[`{"systemTitle":"4A504D0000000001","agreementKey":"${'1'.repeat(96)}"}`, /agreementKey: expected a private key .* of P-256/],
		[`{"systemTitle":"4A504D0000000001","agreementKey":"${'1'.repeat(128)}"}`, /agreementKey: expected a private key .* of P-256/],
		[`{"systemTitle":"4A504D0000000001","key":"${'0'.repeat(32)}","sealed":-1}`, /sealed: expected a number from 0 to 4294967295/],
		[`{"systemTitle":"4A504D0000000001","key":"${'0'.repeat(32)}","sealed":4294967295}`, /expected a key under which a version is left/],
	] as const) {
		it(`refuses ${content.slice(0, 60)} as a credential key, and leaves it as it was`, async () => {
			writeFileSync(file('meter.credential'), content, { mode: 0o600 });
			const { status, stdout, stderr } = await seal();
			assert.deepEqual([status, stdout], [2, '']);
			assert.match(stderr, message);
			assert.equal(readFileSync(file('meter.credential'), 'utf8'), content);
		});
	}

	it('wants a password and an id that can be, and repeats no password', async () => {
		await make();
		writeFileSync(file('password'), 'secret!\n', { mode: 0o600 });
		const { status, stderr } = await seal();
		assert.equal(status, 2);
		assert.match(stderr, /Route B password: expected 12 letters and digits/);
		assert.equal(stderr.includes('secret!'), false);
		const none = await keikiHere('keys', 'seal', '--credential', file('meter.credential'), '--route-b-id', ID);
		assert.match(none.stderr, /^keiki: --password-file: expected a file with the Route B password in its first line, or --password\n$/);
		assert.equal(kept().sealed, undefined);
	});

	it('warns of a key that others can read', async () => {
		await make();
		chmodSync(file('meter.credential'), 0o644);
		assert.match((await seal()).stderr, /--credential .*meter\.credential: others on this host can read or change it \(mode 644\)/);
		assert.equal(statSync(file('meter.credential')).mode & 0o777, 0o600);
	});
});
