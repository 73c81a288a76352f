/** `keiki hes certificates` against a meter of `keiki run`, with OpenSSL as the authority. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dersIn, pemText } from '../../../../boards/host/shared/pem.js';
import { USAGE } from '../../../../modules/x509/certificate.js';
import { Authority } from '../../../modules/x509/authority.node.js';
import { until } from '../../../until.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';

interface KeysJson {
	readonly clients: Readonly<Record<number, Readonly<Record<string, unknown>>>>;
}

/** The time of a meter that has much to do may be behind this host's, by which certificates are made: a meter takes none that are not valid yet. */
const AHEAD = ['--clock-offset', '5min'];

describe('keiki hes certificates', () => {
	const place = runOfEachTest();
	const file = (name: string) => join(place.folder, name);

	function openssl(...words: readonly string[]): void {
		const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
		assert.equal(status, 0, stderr);
	}

	it('has a meter draw a key, an authority certify it, and the meter sign with it, through a stop', async () => {
		const keys = file('keys.json');
		assert.equal((await keikiHere('keys', 'make', keys, '--suite', '1')).status, 0);
		const start = () => place.start('--keys', keys, '--state', file('state'), ...AHEAD);
		const run = (meter: string, ...words: readonly string[]) => hes(...words, '--meter', meter, '--keys', keys);
		const meter = await start();
		assert.equal((await run(meter, 'certificates', 'list')).stdout, 'no certificates\n');
		openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file('ca.key'));
		openssl('req', '-x509', '-new', '-key', file('ca.key'), '-days', '3650', '-subj', '/CN=Utility', '-out', file('ca.pem'));
		const { code, stderr } = await run(meter, 'certificates', 'request', 'signature', '--new', '--out', file('meter.csr'));
		assert.equal(code, 0, stderr);
		openssl('req', '-in', file('meter.csr'), '-verify', '-noout');
		const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-copy_extensions', 'copy', '-days', '3650'];
		openssl('x509', '-req', '-in', file('meter.csr'), ...signed, '-out', file('meter.pem'));
		const early = await run(meter, 'certificates', 'import', file('meter.pem'));
		assert.equal(early.code, 1);
		assert.match(early.stderr, /the meter refuses it: other reason \(250\); a certificate must be in its time, by an authority/);
		const imported = await run(meter, 'certificates', 'import', file('ca.pem'), file('meter.pem'));
		assert.equal(imported.code, 0, imported.stderr);
		assert.match(imported.stdout, /^Utility: imported\n[0-9A-F]{16}: imported\n$/);
		const [, digits] = /beside systemTitle, "signatureKey": "([0-9A-F]{128})"/.exec(imported.stderr)!;
		const list = objects((await run(meter, 'certificates', 'list', '--json')).stdout);
		assert.deepEqual(
			list.map(({ number, entity, type, issuer }) => [number, entity, type, issuer]),
			[
				[1, 'authority', 'other', 'Utility'],
				[2, 'server', 'signature', 'Utility'],
			],
		);
		assert.match((await run(meter, 'certificates', 'list', '--lang', 'ja')).stdout, /^1 {2}認証局 Utility; Utilityの発行/);
		assert.equal((await run(meter, 'certificates', 'export', '2', '--out', file('again.pem'))).code, 0);
		openssl('verify', '-CAfile', file('ca.pem'), file('again.pem'));
		assert.equal((await run(meter, 'read', '1.0.1.8.0', '--sign')).code, 3, 'the key of before');
		const theirs = file('head-end.json');
		writeFileSync(theirs, JSON.stringify({ ...(JSON.parse(readFileSync(keys, 'utf8')) as object), signatureKey: digits }), { mode: 0o600 });
		assert.equal((await hes('read', '1.0.1.8.0', '--sign', '--meter', meter, '--keys', theirs)).code, 0, 'the new one');
		await place.running.stop();
		const again = await start();
		assert.equal((await hes('read', '1.0.1.8.0', '--sign', '--meter', again, '--keys', theirs)).code, 0, 'after a stop');
		const missing = await run(again, 'certificates', 'remove', '3');
		assert.deepEqual([missing.code, missing.stderr.includes('certificate 3: the meter has 2')], [1, true]);
		assert.match((await run(again, 'certificates', 'remove', '2')).stdout, /: removed\n$/);
		assert.equal(objects((await run(again, 'certificates', 'list', '--json')).stdout).length, 1);
		assert.ok(existsSync(join(file('state'), 'route-a-certificates.flash')));
	});

	for (const suite of [1, 2])
		it(`has clients and meter of suite ${suite} prove themselves, sign and agree by the certificates that keiki keys make made, each with its own file`, async () => {
			const keys = file('keys.json');
			assert.equal((await keikiHere('keys', 'make', keys, '--suite', String(suite), '--certificates')).status, 0);
			const meter = await place.start('--keys', keys, '--state', file('state'), ...AHEAD);
			const [headEnd, handHeld] = ['head-end', 'hand-held'].map((name) => file(`keys.${name}.json`)) as [string, string];
			const read = (path: string, ...words: readonly string[]) =>
				hes('read', '1.0.1.8.0', '--meter', meter, '--keys', path, '--auth', 'hls7', ...words);
			for (const words of [['--sign'], ['--ciphering', 'one-pass', '--sign-inside'], ['--ciphering', 'static'], ['--client', '2', '--sign']]) {
				const { code, stderr } = await read(headEnd, ...words);
				assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
			}
			const agreed = await hes('keys', 'agree', '--meter', meter, '--keys', headEnd);
			assert.equal(agreed.code, 0, agreed.stderr);
			assert.equal((await read(handHeld, '--client', '3', '--sign')).code, 0, 'hand-held');
			// The hand-held in the name of the head-end: it knows the keys of AES, and has a certificate, but of another title.
			const [theirs, its] = [headEnd, handHeld].map((path) => JSON.parse(readFileSync(path, 'utf8'))) as [KeysJson, KeysJson];
			const { signatureKey, agreementKey, certificate } = its.clients[3]!;
			writeFileSync(
				file('thief.json'),
				JSON.stringify({ ...theirs, clients: { 1: { ...theirs.clients[1], signatureKey, agreementKey, certificate } } }),
				{ mode: 0o600 },
			);
			assert.match((await read(file('thief.json'))).stderr, /calling AP title not recognised/);
			const { stderr } = await read(headEnd, '--title', '4B45490000000009');
			assert.match(stderr, /--title 4B45490000000009: expected 4B45490000000001, which client 1 has in --keys .*, by its systemTitle or certificate/);
			// A pair that the meter draws now, which the authorities of keiki keys make certify.
			const authority = file('keys.authority.pem');
			const requested = await hes('certificates', 'request', 'signature', '--new', '--out', file('new.csr'), '--meter', meter, '--keys', headEnd);
			assert.equal(requested.code, 0, requested.stderr);
			openssl(
				'x509',
				'-req',
				suite === 2 ? '-sha384' : '-sha256',
				'-in',
				file('new.csr'),
				'-CA',
				authority,
				'-CAkey',
				authority,
				'-copy_extensions',
				'copy',
				'-days',
				'3660',
				'-out',
				file('new.pem'),
			);
			const imported = await hes('certificates', 'import', file('new.pem'), '--meter', meter, '--keys', headEnd);
			assert.match(imported.stderr, /the meter signs with another key from now on: .*"certificate" beside systemTitle wants this certificate/);
			assert.equal((await read(headEnd)).code, 3, 'the key of before');
			const before = JSON.parse(readFileSync(headEnd, 'utf8')) as { readonly certificate: readonly string[] };
			writeFileSync(headEnd, JSON.stringify({ ...before, certificate: [...before.certificate, 'file:new.pem'] }), { mode: 0o600 });
			assert.equal((await read(headEnd, '--sign')).code, 0, 'the newest of the certificates in the file');
			// Images, which the head-end's file alone can sign.
			const image = async (name: string, ...words: readonly string[]) =>
				hes('image', 'make', file(name), '--unit', 'metering', '--firmware', '1.3.0', '--size', '600', ...words);
			assert.match((await image('none', '--keys', keys)).stderr, /firmwareSignatureKey/);
			const makers = JSON.parse(readFileSync(headEnd, 'utf8')) as object;
			for (const [name, signatureKey] of [
				['unsigned', undefined],
				['foreign', '11'.repeat(16 * (suite + 1))],
			] as const) {
				writeFileSync(file('other.json'), JSON.stringify({ ...makers, firmwareSignatureKey: signatureKey }), { mode: 0o600 });
				assert.equal((await image(name, '--keys', file('other.json'))).code, 0);
				assert.equal((await hes('image', 'load', file(name), '--meter', meter, '--keys', headEnd)).code, 1, name);
			}
			assert.equal((await image('image', '--keys', headEnd)).code, 0);
			const loaded = await hes('image', 'load', file('image'), '--meter', meter, '--keys', headEnd, '--activate', 'now');
			assert.match(loaded.stdout, /version 1\.3\.0 in force/, loaded.stderr);
			if (suite === 2) return;
			// What a client removed stays away, whatever the file has.
			assert.equal((await hes('certificates', 'remove', '5', '--meter', meter, '--keys', headEnd)).code, 0);
			await place.running.stop();
			const again = await place.start('--keys', keys, '--state', file('state'), ...AHEAD);
			const list = objects((await hes('certificates', 'list', '--json', '--meter', again, '--keys', headEnd)).stdout);
			assert.equal(list.length, 8);
		});

	it('has a meter tell of certificates that are almost out of their time, and a head-end warn of those that are', async () => {
		const keys = file('keys.json');
		assert.equal((await keikiHere('keys', 'make', keys, '--certificates', '--days', '20')).status, 0);
		const own = file('keys.head-end.json');
		const meter = await place.start('--keys', keys, '--speed', 'max');
		const run = (...words: readonly string[]) => hes(...words, '--meter', meter, '--keys', own);
		await until(async () => (await run('alarms')).stdout.includes('certificate almost expired'));
		assert.match((await run('events')).stdout, /certificate almost expired \(222\)/);
		const old = JSON.parse(readFileSync(own, 'utf8')) as Readonly<Record<string, unknown>>;
		const expired = new Authority('Root', 32, 0x41);
		const title = new Uint8Array(Buffer.from(old.systemTitle as string, 'hex'));
		const certificate = expired.of(title, expired.publicKey, USAGE.digitalSignature, { notBefore: 0, notAfter: 1000 });
		const digits = (der: Uint8Array) => Buffer.from(der).toString('hex');
		const clients = Object.fromEntries(Object.entries(old.clients as object).map(([number, row]) => [number, { ...row, certificate: undefined }]));
		writeFileSync(
			own,
			JSON.stringify({ ...old, authorities: digits(expired.root({ notBefore: 0, notAfter: 1000 })), certificate: digits(certificate), clients }),
			{ mode: 0o600 },
		);
		const { code, stderr } = await run('read', '1.0.1.8.0', '--sign');
		assert.equal(code, 2);
		assert.match(
			stderr,
			/the certificate of 4A504D0000000001 is out of its time: .*\n.*--sign: expected for client 1, .* a private signatureKey, and that of the meter/s,
		);
	});

	it('knows wrong use', async () => {
		writeFileSync(file('none.pem'), '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
		writeFileSync(file('bad.der'), 'x');
		const two = ['--meter', '127.0.0.1:1', '--meter', '127.0.0.1:2', '--out', file('x.pem')];
		for (const [words, text] of [
			[['import', file('none.pem')], /certificates import .*none\.pem: expected certificates, PEM or DER: found none/],
			[['import', file('bad.der')], /bad\.der: expected certificates, PEM or DER: DER: at byte 0/],
			[['import', file('gone.pem')], /gone\.pem: expected certificates, PEM or DER: .*ENOENT/],
			[['request', 'tls'], /certificates request: expected one of signature, agreement/],
			[['export', '0'], /certificates export/],
			[['remove', 'x'], /certificates remove/],
			[['request', 'signature', ...two], /--out: expected one meter/],
			[['export', '1', ...two], /--out: expected one meter/],
		] as const) {
			const { code, stderr } = await hes('certificates', ...words);
			assert.match(stderr, text);
			assert.equal(code, 2);
		}
	});

	it('writes and reads PEM', () => {
		for (const length of [1, 47, 48, 49, 500]) {
			const der = new Uint8Array(length).fill(0xa5);
			const text = pemText('CERTIFICATE', der);
			assert.ok(text.split('\n').every((line) => line.length <= 64));
			assert.deepEqual(dersIn('CERTIFICATE', Buffer.from(`before\n${text}between\n${text}`)), [der, der]);
			assert.deepEqual(dersIn('CERTIFICATE REQUEST', Buffer.from(text)), []);
			assert.deepEqual(dersIn('CERTIFICATE', der), [der]);
		}
	});
});
