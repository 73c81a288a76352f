/** Certificates and requests, with OpenSSL as the other side. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeCertificate, decodeRequest, encodeRequest, USAGE } from '../../../modules/x509/certificate.js';
import { DerReader, element, fixedInteger, sequence, TAG } from '../../../modules/x509/der.js';
import { commonNameIn, encodeName, encodeTime, readTime } from '../../../modules/x509/names.js';
import { isVouched } from '../../../src/route-a/certificates/chain.js';
import { CURVES } from '../../src/route-a/general-rig.node.js';
import { Authority, NOW } from './authority.node.js';

const TITLE = '4A504D0000000001';

function openssl(...words: readonly string[]): string {
	const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
	assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`);
	return stdout + stderr;
}

/** A certificate with other extensions, each as its digits. */
function extended(certificate: Uint8Array, extensions: readonly string[]): Uint8Array {
	const parts = (bytes: Uint8Array) => {
		const r = new DerReader(bytes).inside(TAG.sequence, 'it');
		const found: Uint8Array[] = [];
		while (r.tag !== undefined) found.push(r.whole('a part'));
		return found;
	};
	const [signed, ...rest] = parts(certificate);
	const told = element(0xa3, sequence(...extensions.map((digits) => sequence(Buffer.from(digits, 'hex')))));
	return sequence(sequence(...parts(signed!).slice(0, -1), told), ...rest);
}

describe('X.509', () => {
	let folder = '';
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	after(() => rmSync(folder, { recursive: true }));
	const file = (name: string, content?: Uint8Array): string => {
		const path = join(folder, name);
		if (content !== undefined) writeFileSync(path, content);
		return path;
	};

	for (const [curve, length, hash] of [
		['prime256v1', 32, 'sha256'],
		['secp384r1', 48, 'sha384'],
	] as const)
		describe(curve, () => {
			const authority = new Authority('Test Root', length, 0x31);
			const privateKey = new Uint8Array(length).fill(0x11);
			const publicKey = CURVES.publicKey(privateKey)!;
			const request = encodeRequest(TITLE, publicKey, USAGE.digitalSignature, (bytes) => CURVES.sign(privateKey, bytes));

			it('requests are what OpenSSL verifies and reads, and are read again', () => {
				const path = file('own.csr', request);
				const text = openssl('req', '-inform', 'DER', '-in', path, '-verify', '-noout', '-text');
				assert.match(text, /verify OK/);
				assert.match(text, new RegExp(`CN ?= ?${TITLE}`));
				assert.match(text, /Digital Signature/);
				const { commonName, usage, signed, signature, publicKey: key } = decodeRequest(request);
				assert.deepEqual([commonName, usage, key], [TITLE, USAGE.digitalSignature, publicKey]);
				assert.ok(CURVES.verify(publicKey, signed, signature));
			});

			it('certificates are what OpenSSL verifies, chain and uses', () => {
				const root = file('root.der', authority.root());
				const own = file('own.der', authority.of(Buffer.from(TITLE, 'hex'), publicKey, USAGE.keyAgreement));
				for (const path of [root, own]) openssl('x509', '-inform', 'DER', '-in', path, '-out', path.replace('.der', '.pem'));
				const seconds = String(NOW / 1000);
				assert.match(openssl('verify', '-attime', seconds, '-CAfile', root.replace('.der', '.pem'), own.replace('.der', '.pem')), /own\.pem: OK/);
				assert.match(openssl('x509', '-inform', 'DER', '-in', own, '-noout', '-text'), /X509v3 Key Usage: critical\n +Key Agreement\n/);
				const seen = new X509Certificate(readFileSync(own));
				assert.equal(seen.subject, `CN=${TITLE}`);
				assert.equal(seen.serialNumber, '8002');
				assert.equal(new Date(seen.validTo).getTime(), Math.floor((NOW + 365 * 86_400_000) / 1000) * 1000);
			});

			it('certificates that OpenSSL makes of our requests, and its authorities, are read and verified', () => {
				const [key, root] = [file('ca.key'), file('ca.pem')];
				openssl('ecparam', '-name', curve, '-genkey', '-noout', '-out', key);
				openssl('req', '-x509', '-new', '-key', key, `-${hash}`, '-days', '30', '-subj', '/O=Utility/CN=Root of it', '-out', root);
				const csr = file('meter.csr', request);
				openssl('req', '-inform', 'DER', '-in', csr, '-out', `${csr}.pem`);
				const made = file('made.pem');
				openssl('x509', '-req', '-in', `${csr}.pem`, '-CA', root, '-CAkey', key, `-${hash}`, '-copy_extensions', 'copy', '-days', '9', '-out', made);
				for (const path of [root, made]) openssl('x509', '-in', path, '-outform', 'DER', '-out', `${path}.der`);
				const authorityOf = decodeCertificate(new Uint8Array(readFileSync(`${root}.der`)));
				const certificate = decodeCertificate(new Uint8Array(readFileSync(`${made}.der`)));
				assert.deepEqual([authorityOf.isAuthority, authorityOf.commonName], [true, 'Root of it']);
				assert.deepEqual([certificate.isAuthority, certificate.commonName, certificate.usage], [false, TITLE, USAGE.digitalSignature]);
				assert.deepEqual(certificate.issuer, authorityOf.subject);
				assert.deepEqual(certificate.publicKey, publicKey);
				for (const { signed, signature } of [certificate, authorityOf]) assert.ok(CURVES.verify(authorityOf.publicKey, signed, signature));
				assert.ok(!CURVES.verify(publicKey, certificate.signed, certificate.signature));
				assert.ok(certificate.notAfter - certificate.notBefore === 9 * 86_400_000);
			});

			it('chains end where OpenSSL ends them: by the length of their paths, and by authorities that certify nothing', () => {
				const [first, second, third] = [0x32, 0x33, 0x34].map((fill, i) => new Authority(`Test ${i + 1}`, length, fill)) as [
					Authority,
					Authority,
					Authority,
				];
				const title = Buffer.from(TITLE, 'hex');
				const end = (by: Authority) => by.of(title, publicKey, USAGE.digitalSignature);
				const root = authority.root({ pathLength: 1 });
				const pem = (name: string, ders: readonly Uint8Array[]) =>
					file(
						name,
						Buffer.from(
							ders.map((der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`).join(''),
						),
					);
				for (const [what, top, others, last, stands] of [
					['none between', root, [], end(authority), true],
					['one between', root, [first.by(authority)], end(first), true],
					['two between', root, [first.by(authority), second.by(first)], end(second), false],
					['two between, of as many as like', authority.root(), [first.by(authority), second.by(first)], end(second), true],
					['one between that allows none, by itself', root, [first.by(authority, { pathLength: 0 })], end(first), true],
					['one more below one that allows none', authority.root(), [first.by(authority, { pathLength: 0 }), second.by(first)], end(second), false],
					['one between with its own name once more', root, [authority.by(authority), first.by(authority)], end(first), true],
					['one between that is no authority', root, [first.by(authority, { isAuthority: false })], end(first), false],
					['one between that only signs', root, [first.by(authority, { usage: USAGE.digitalSignature })], end(first), false],
					['one missing', authority.root(), [second.by(first)], end(second), false],
					[
						'by one with the name of another',
						root,
						[first.by(authority)],
						third.certificate({ ...decodeCertificate(end(first)), issuer: first.name, pathLength: undefined, usage: USAGE.digitalSignature }),
						false,
					],
				] as const) {
					const args = ['-attime', String(NOW / 1000), '-CAfile', pem('top.pem', [top]), '-untrusted', pem('others.pem', [...others, root])];
					const { status } = spawnSync('openssl', ['verify', ...args, pem('last.pem', [last])]);
					assert.equal(status === 0, stands, `OpenSSL: ${what}`);
					const held = [top, ...others].map(decodeCertificate);
					assert.equal(isVouched(decodeCertificate(last), held, CURVES), stands, what);
				}
				const circle = [first.by(second), second.by(first)].map(decodeCertificate);
				assert.equal(isVouched(decodeCertificate(end(first)), circle, CURVES), false, 'a circle');
				assert.equal(
					isVouched(decodeCertificate(first.by(authority)), [decodeCertificate(authority.root({ pathLength: 0 }))], CURVES),
					false,
					'an authority where none may come',
				);
			});

			it('extensions with names of keys are what OpenSSL takes strictly', () => {
				const [root, own] = [
					authority.root({ pathLength: 0, subjectKey: new Uint8Array(20).fill(1) }),
					authority.of(Buffer.from(TITLE, 'hex'), publicKey, USAGE.digitalSignature, {
						subjectKey: new Uint8Array(20).fill(2),
						issuerKey: new Uint8Array(20).fill(1),
					}),
				].map((der, i) => {
					const [path, pem] = [file(`strict${i}.der`, der), file(`strict${i}.pem`)];
					openssl('x509', '-inform', 'DER', '-in', path, '-out', pem);
					return pem;
				}) as [string, string];
				assert.match(openssl('verify', '-x509_strict', '-attime', String(NOW / 1000), '-CAfile', root, own), /OK/);
				assert.match(openssl('x509', '-in', own, '-noout', '-text'), /Authority Key Identifier: ?\n +(keyid:)?(01:){19}01\n/);
				assert.match(openssl('x509', '-in', root, '-noout', '-text'), /CA:TRUE, pathlen:0/);
			});

			it('are refused at every truncation, with a byte more, and are never read as another one when a byte changes', () => {
				for (const [bytes, decode] of [
					[authority.root(), decodeCertificate],
					[request, decodeRequest],
				] as const) {
					for (let end = 0; end < bytes.length; end++) assert.throws(() => decode(bytes.subarray(0, end)), DecodeError, `${end} bytes`);
					assert.throws(() => decode(Uint8Array.from([...bytes, 0])), DecodeError);
					const key = decode === decodeRequest ? publicKey : authority.publicKey;
					let read = 0;
					for (let at = 0; at < bytes.length; at++)
						for (const bit of [1, 0x80]) {
							const changed = bytes.map((byte, i) => (i === at ? byte ^ bit : byte));
							try {
								const { signed, signature } = decode(changed);
								read++;
								assert.ok(!CURVES.verify(key, signed, signature), `byte ${at}, bit ${bit}`);
							} catch (error) {
								if (!(error instanceof DecodeError)) throw error;
							}
						}
					assert.ok(read > length, 'some are read');
				}
			});
		});

	it('uses of a key whose first byte is 0 are told, and none; each extension comes once; only an authority has the length of a path', () => {
		const plain = new Authority('Test', 32, 0x31).root();
		const decoded = (...extensions: readonly string[]) => decodeCertificate(extended(plain, extensions));
		const usage = (value: string) => `0603551d0f0101ff04${(value.length / 2).toString(16).padStart(2, '0')}${value}`;
		const constraints = (value: string) => `0603551d130101ff04${(value.length / 2).toString(16).padStart(2, '0')}${value}`;
		// The second is decipherOnly, bit 8.
		for (const [value, bits] of [
			['03020204', 0x04],
			['0303070080', 0],
		] as const)
			assert.equal(decoded(usage(value)).usage, bits);
		for (const wrong of ['030107', '03020804', '0300']) assert.throws(() => decoded(usage(wrong)), DecodeError, wrong);
		// The bits behind the last that is set are unused, and never all eight.
		for (const [bits, digits] of [
			[USAGE.digitalSignature, '03020780'],
			[USAGE.keyAgreement, '03020308'],
			[USAGE.keyCertSign, '03020204'],
			[0x81, '03020081'],
			[0, '03020700'],
		] as const) {
			const made = Buffer.from(new Authority('Test', 32, 0x31).root({ usage: bits })).toString('hex');
			assert.ok(made.includes(`0603551d0f0101ff0404${digits}`), digits);
		}
		assert.equal(decoded(constraints('3000')).usage, undefined);
		assert.equal(decoded().alternativeName.length, 0);
		assert.throws(() => decoded(usage('03020204'), usage('03020204')), DecodeError, 'twice');
		for (const [value, isAuthority, pathLength] of [
			['3000', false, Number.POSITIVE_INFINITY],
			['30030101ff', true, Number.POSITIVE_INFINITY],
			['30060101ff020100', true, 0],
			['30060101ff020103', true, 3],
			['30070101ff02020100', true, 256],
		] as const) {
			const told = decoded(constraints(value));
			assert.deepEqual([told.isAuthority, told.pathLength], [isAuthority, pathLength], value);
		}
		// An extension that nobody knows, by how critical it is told to be.
		const unknown = (critical: string) => `06032a0304${critical}04020500`;
		for (const ignored of ['', '010100']) assert.equal(decoded(unknown(ignored)).usage, undefined, ignored);
		for (const wrong of ['0101ff', '010101', '01017f', '0102ff00', '0102ffff', '0100'])
			assert.throws(() => decoded(unknown(wrong)), DecodeError, wrong);
		assert.equal(decoded(constraints('3003010100')).isAuthority, false);
		for (const wrong of ['3003010101', '30040102ffff', '30020100']) assert.throws(() => decoded(constraints(wrong)), DecodeError, wrong);
		for (const wrong of ['30060101ff0201ff', '30060101ff020200', '3003020103', '30090101ff020101020101'])
			assert.throws(() => decoded(constraints(wrong)), DecodeError, wrong);
	});

	it('numbers are positive, in their shortest form, and of no more bytes than there may be', () => {
		const number = (digits: string) => fixedInteger(new DerReader(Buffer.from(digits, 'hex')), 2, 'it');
		for (const [digits, bytes] of [
			['020100', [0, 0]],
			['02017f', [0, 0x7f]],
			['02020080', [0, 0x80]],
			['02027fff', [0x7f, 0xff]],
			['020300ffff', [0xff, 0xff]],
		] as const)
			assert.deepEqual([...number(digits)], bytes, digits);
		for (const wrong of ['020180', '02018f', '0200', '0202007f', '02028000', '0203010000', '020400800000'])
			assert.throws(() => number(wrong), DecodeError, wrong);
	});

	it('lengths have their shortest form', () => {
		for (const length of [0, 1, 127, 128, 255, 256, 65535]) {
			const bytes = element(TAG.octetString, new Uint8Array(length));
			assert.equal(new DerReader(bytes).content(TAG.octetString, 'it').length, length);
		}
		assert.throws(() => element(TAG.octetString, new Uint8Array(65536)), RangeError);
		for (const wrong of ['048100', '04817f', '0482007f', '048200ff', '0480', '0483000001aa', '04'])
			assert.throws(
				() => new DerReader(Buffer.from(`${wrong}${'00'.repeat(130)}`.slice(0, wrong === '04' ? 2 : undefined), 'hex')).whole('it'),
				DecodeError,
			);
	});

	it('times are those of UTC, up to 2049 with two digits of the year, later with four', () => {
		for (const [text, digits] of [
			['1950-01-01T00:00:00Z', '500101000000Z'],
			['2026-11-30T12:34:56Z', '261130123456Z'],
			['2049-12-31T23:59:59Z', '491231235959Z'],
			['2050-01-01T00:00:00Z', '20500101000000Z'],
			['9999-12-31T23:59:59Z', '99991231235959Z'],
		] as const) {
			const bytes = encodeTime(Date.parse(text));
			assert.equal(Buffer.from(bytes.subarray(2)).toString('latin1'), digits);
			assert.equal(readTime(new DerReader(bytes)), Date.parse(text));
		}
		for (const wrong of ['260230000000Z', '261301000000Z', '260001000000Z', '261130240000Z', '261130126000Z', '2611301234Z', '261130123456+0900'])
			assert.throws(() => readTime(new DerReader(element(TAG.utcTime, Buffer.from(wrong)))), DecodeError, wrong);
	});

	it('names have their first common name, if it is short ASCII', () => {
		assert.equal(commonNameIn(encodeName('')), '');
		assert.equal(commonNameIn(encodeName('x'.repeat(64))), 'x'.repeat(64));
		assert.equal(commonNameIn(encodeName('x'.repeat(65))), undefined);
		assert.equal(commonNameIn(encodeName('\u0001')), undefined);
		assert.equal(commonNameIn(Uint8Array.of(0x30, 0)), undefined);
	});
});
