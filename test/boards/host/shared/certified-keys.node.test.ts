/** Certificates in files of keys: what is taken, what is filled in, what is refused, what a head-end makes of it. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meterKeyOf, outOfTime } from '../../../../boards/host/shared/certified-keys.js';
import { keysText, parseKeys, readKeysFile, readKeysOfEach } from '../../../../boards/host/shared/keys-file.js';
import { pemText } from '../../../../boards/host/shared/pem.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { CERTIFICATE_TYPE } from '../../../../modules/cosem/certificate-keeper.js';
import { USAGE } from '../../../../modules/x509/certificate.js';
import { Authority, NOW } from '../../../modules/x509/authority.node.js';
import { CURVES } from '../../../src/route-a/general-rig.node.js';

const METER = '4A504D0000000001';
const HEAD_END = '4B45490000000001';
const DAY = 86_400_000;

for (const [suite, length] of [
	[1, 32],
	[2, 48],
] as const)
	describe(`certificates in a file of keys, suite ${suite}`, () => {
		const authority = new Authority('Root', length, 0x41);
		const sub = new Authority('Sub', length, 0x42);
		const [meterKey, clientKey, otherKey] = [0x11, 0x21, 0x31].map((byte) => new Uint8Array(length).fill(byte)) as [
			Uint8Array,
			Uint8Array,
			Uint8Array,
		];
		const publicOf = (key: Uint8Array) => CURVES.publicKey(key)!;
		const of = (title: string, key: Uint8Array, usage: number = USAGE.digitalSignature, changes = {}) =>
			toUpperHex(sub.of(fromHex(title), publicOf(key), usage, changes));
		const root = toUpperHex(authority.root());
		const second = toUpperHex(sub.by(authority));
		const authorities = [root, second];
		const symmetric = { encryption: '00'.repeat(16 * suite), authentication: '01'.repeat(16 * suite), suite };
		const file = (changes: object = {}, row: object = {}) => ({
			...{ systemTitle: METER, authorities, certificate: [of(METER, meterKey)], ...changes },
			clients: { 1: { ...symmetric, certificate: [of(HEAD_END, clientKey)], ...row } },
		});
		const parsed = (value: object) => parseKeys(JSON.stringify(value), 'keys.json');
		let folder = '';
		before(() => {
			folder = mkdtempSync(join(tmpdir(), 'keiki-'));
		});
		after(() => rmSync(folder, { recursive: true }));

		it('tell the public keys of both sides, and are written as they were', () => {
			const keys = parsed(file());
			assert.deepEqual(keys.signatureKey, publicOf(meterKey));
			assert.deepEqual(keys.clients[1]!.signatureKey, publicOf(clientKey));
			assert.equal(keys.agreementKey, undefined);
			assert.deepEqual(parseKeys(keysText(keys), 'again'), keys);
			assert.equal(keysText(keys).includes('signatureKey'), false);
			const own = parsed(file({ signatureKey: toUpperHex(meterKey) }, { certificate: of(HEAD_END, clientKey), signatureKey: toUpperHex(clientKey) }));
			assert.deepEqual([own.signatureKey, own.clients[1]!.signatureKey], [meterKey, clientKey]);
			assert.deepEqual(parseKeys(keysText(own), 'again'), own);
		});

		it('may tell the title of a client, with certificates of it or without, and it is written as it was', () => {
			const keys = parsed(file({}, { systemTitle: HEAD_END.toLowerCase() }));
			assert.deepEqual(keys.clients[1]!.systemTitle, fromHex(HEAD_END));
			assert.deepEqual(parseKeys(keysText(keys), 'again'), keys);
			const alone = parsed(
				file(
					{},
					{ systemTitle: HEAD_END, certificate: undefined, encryption: undefined, authentication: undefined, suite: undefined, offers: ['hls7'] },
				),
			);
			assert.deepEqual(alone.keyless![1], { systemTitle: fromHex(HEAD_END), offers: ['hls7'] });
			assert.deepEqual(parseKeys(keysText(alone), 'again'), alone);
		});

		it('serve a client without keys of AES in place of signatureKey', () => {
			const keys = parsed(file({}, { encryption: undefined, authentication: undefined, suite: undefined, offers: ['hls7'] }));
			assert.deepEqual(keys.keyless![1]!.signatureKey, publicOf(clientKey));
		});

		it('are refused where they are not what they should be', () => {
			const foreign = new Authority('Foreign', length, 0x43);
			const last = Uint8Array.from(fromHex(of(METER, meterKey)));
			last[last.length - 1]! ^= 1;
			for (const [value, text] of [
				[file({ authorities: [second] }), /^keys\.json: authorities: expected authorities alone/],
				[file({ authorities: [root, of(METER, meterKey)] }), /^keys\.json: authorities: expected authorities alone/],
				[file({ authorities: [] }), /^keys\.json: authorities: expected from 1 to 16 certificates/],
				[file({ authorities: 7 }), /^keys\.json: authorities: expected from 1 to 16 certificates/],
				[file({ authorities: undefined }), /^keys\.json: certificate: expected certificates that the authorities of the file vouch for/],
				[file({ certificate: 'AB' }), /^keys\.json: certificate: expected from 1 to 16 certificates/],
				[file({ certificate: 'XY' }), /^keys\.json: certificate: expected from 1 to 16 certificates/],
				[file({ certificate: [] }), /^keys\.json: certificate: expected from 1 to 16 certificates/],
				[file({ certificate: new Array(17).fill(root) }), /^keys\.json: certificate: expected from 1 to 16 certificates/],
				[file({ certificate: of(HEAD_END, meterKey) }), /^keys\.json: certificate: expected certificates whose common name is the systemTitle/],
				[file({ certificate: root }), /^keys\.json: certificate: expected certificates for signatures or for agreement/],
				[
					file({ certificate: of(METER, meterKey, USAGE.digitalSignature | USAGE.keyAgreement) }),
					/^keys\.json: certificate: expected certificates for signatures or/,
				],
				[file({ certificate: toUpperHex(foreign.of(fromHex(METER), publicOf(meterKey), USAGE.digitalSignature)) }), /vouch for$/],
				[file({ certificate: toUpperHex(last) }), /vouch for$/],
				[
					file({ signatureKey: toUpperHex(otherKey) }),
					/^keys\.json: certificate: expected certificates of the signatureKey and agreementKey beside them/,
				],
				[file({ signatureKey: toUpperHex(publicOf(otherKey)) }), /beside them$/],
				[file({}, { certificate: of(METER, clientKey) }), /^keys\.json: clients\.1\.certificate: expected certificates with one common name/],
				[file({}, { certificate: [of(HEAD_END, clientKey), of('4B45490000000002', clientKey)] }), /with one common name/],
				[file({}, { signatureKey: toUpperHex(otherKey) }), /^keys\.json: clients\.1\.certificate: .*beside them$/],
				[file({}, { systemTitle: '4B45490000000002' }), /^keys\.json: clients\.1\.certificate: .*with one common name/],
				[file({}, { systemTitle: METER }), /^keys\.json: clients\.1\.systemTitle: expected a system title of the client/],
				[file({}, { systemTitle: METER, certificate: undefined }), /^keys\.json: clients\.1\.systemTitle: expected a system title of the client/],
				[file({}, { systemTitle: '12' }), /^keys\.json: clients\.1\.systemTitle: expected 16 hexadecimal digits, got 2/],
				[file({ certificate: 'file:none.pem' }), /^keys\.json: certificate: \/.*none\.pem: cannot read it: /],
			] as const)
				assert.throws(
					() => parsed(value),
					(error) => error instanceof UsageError && text.test(error.message) && error.textIn('ja') !== error.message,
					String(text),
				);
		});

		it('may be files of PEM or DER, and keys files of PEM, beside the file of keys', () => {
			const jwk = (key: Uint8Array) => {
				const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
				const point = publicOf(key);
				const told = {
					kty: 'EC',
					crv: length === 32 ? 'P-256' : 'P-384',
					d: text(key),
					x: text(point.subarray(0, length)),
					y: text(point.subarray(length)),
				};
				return createPrivateKey({ key: told, format: 'jwk' });
			};
			writeFileSync(join(folder, 'meter.key'), jwk(meterKey).export({ type: 'sec1', format: 'pem' }));
			writeFileSync(join(folder, 'rsa.key'), 'no key');
			writeFileSync(join(folder, 'ca.pem'), [root, second].map((digits) => pemText('CERTIFICATE', fromHex(digits))).join('\n'));
			writeFileSync(join(folder, 'meter.der'), fromHex(of(METER, meterKey)));
			const write = (value: object) => writeFileSync(join(folder, 'keys.json'), JSON.stringify(value), { mode: 0o600 });
			write(file({ authorities: 'file:ca.pem', certificate: 'file:meter.der', signatureKey: 'file:meter.key' }));
			const keys = readKeysFile(join(folder, 'keys.json'));
			assert.deepEqual([keys.signatureKey, keys.authorities!.length], [meterKey, 2]);
			write(file({ signatureKey: 'file:rsa.key' }));
			assert.throws(() => readKeysFile(join(folder, 'keys.json')), /signatureKey: expected a private key .* or file: and the path of one in PEM/);
			writeFileSync(join(folder, 'all.json'), `${JSON.stringify(file())}\n${JSON.stringify(file({ signatureKey: 'file:meter.key' }))}\n`, {
				mode: 0o600,
			});
			const { keys: all, isListed } = readKeysOfEach(join(folder, 'all.json'), 2);
			assert.deepEqual([isListed, all[0]!.signatureKey, all[1]!.signatureKey], [true, publicOf(meterKey), meterKey]);
			assert.throws(() => readKeysOfEach(join(folder, 'all.json'), 3), /expected a line of keys for each of 3 meters, got 2 lines/);
		});

		it('tell the key of a meter that is in its time and vouched for, the one that is good for longest', () => {
			const { signature, agreement } = CERTIFICATE_TYPE;
			const short = of(METER, meterKey, USAGE.digitalSignature, { notAfter: NOW + DAY });
			const long = of(METER, otherKey, USAGE.digitalSignature, { notBefore: NOW - 1000, notAfter: NOW + 2 * DAY });
			const keys = parsed(file({ certificate: [short, long] }));
			const key = (now: number, all = keys, type: number = signature) => meterKeyOf(all, type, now);
			assert.deepEqual(key(NOW), publicOf(otherKey));
			assert.deepEqual(key(NOW - 2000), publicOf(meterKey));
			assert.equal(key(NOW + 3 * DAY), undefined);
			assert.equal(key(NOW, keys, agreement), undefined);
			assert.deepEqual(key(NOW, { ...keys, agreementKey: meterKey }, agreement), publicOf(meterKey), 'as it was told');
			const old = toUpperHex(sub.by(authority, { notAfter: NOW - 1000 }));
			assert.equal(key(NOW, parsed(file({ authorities: [root, old] }))), undefined, 'its authority is out of its time');
			assert.deepEqual(outOfTime(keys, 1, NOW), []);
			assert.deepEqual(
				outOfTime(keys, 1, NOW + 3 * DAY).map(({ title, type }) => [title, type]),
				[
					[METER, signature],
					[METER, signature],
				],
			);
		});
	});
