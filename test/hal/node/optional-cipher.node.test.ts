import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { NodeCipher } from '../../../hal/node/cipher.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { bytesEqual, hex } from '../../assert.js';
import { AGREEMENT_384, AGREEMENTS, CLIENT, POINTS, SCALARS, SERVER, SIGNATURES, STATIC, SUITES } from '../../vectors/dlms-security.js';

const cipher = new NodeCipher(new PortableCipher());
const count = (from: number, length: number) => Uint8Array.from({ length }, (_, i) => from + i);
const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('NodeCipher: what a platform may lack', () => {
	it('is not there on the portable cipher', () => {
		const portable: Partial<Record<string, unknown>> = new PortableCipher() as never;
		for (const name of ['aes256', 'sha384', 'md5', 'sha1', 'publicKey', 'sign', 'verify', 'agree']) assert.equal(portable[name], undefined, name);
		assert.throws(
			() => new PortableCipher().gcmSeal(count(0, 32), count(0, 12), count(0, 0), count(0, 0), 12),
			/AES: key: expected 16 bytes, got 32/,
		);
	});

	it('seals by GCM under keys of 32 bytes, whatever the length', () => {
		const iv = hex(`${CLIENT} 01234567`);
		const header = hex(`32 ${[...count(0xd0, 32)].map((byte) => byte.toString(16)).join('')}`);
		const plain = hex(SUITES.plain);
		const sealed = cipher.gcmSeal(count(0, 32), iv, header, plain, 12);
		bytesEqual(sealed, SUITES.suite2);
		bytesEqual(cipher.gcmOpen(count(0, 32), iv, header, sealed, 12)!, SUITES.plain);
		for (let at = 0; at < sealed.length; at++) assert.equal(cipher.gcmOpen(count(0, 32), iv, header, changed(sealed, at), 12), undefined);
		for (let length = 0; length < sealed.length; length++)
			assert.equal(cipher.gcmOpen(count(0, 32), iv, header, sealed.subarray(0, length), 12), undefined);
		assert.throws(() => cipher.gcmSeal(count(0, 32), count(0, 11), header, plain, 12), /GCM: IV|AES: key/);
		assert.throws(() => cipher.gcmSeal(count(0, 24), iv, header, plain, 12), /AES: key: expected 16 bytes, got 24/);
	});

	it('wraps keys under a key of 32 bytes', () => {
		const wrapped = cipher.keyWrap(count(0, 32), count(0x40, 32));
		bytesEqual(wrapped, SUITES.wrapped256);
		assert.deepEqual(cipher.keyUnwrap(count(0, 32), wrapped), count(0x40, 32));
		for (let at = 0; at < wrapped.length; at++) assert.equal(cipher.keyUnwrap(count(0, 32), changed(wrapped, at)), undefined);
		for (let length = 0; length < wrapped.length; length++) assert.equal(cipher.keyUnwrap(count(0, 32), wrapped.subarray(0, length)), undefined);
		assert.throws(() => cipher.keyWrap(count(0, 32), count(0, 15)), RangeError);
	});

	it('has the hashes of the old mechanisms and of suite 2', () => {
		const text = new TextEncoder().encode('abc');
		bytesEqual(cipher.md5(text), '900150983cd24fb0d6963f7d28e17f72');
		bytesEqual(cipher.sha1(text), 'a9993e364706816aba3e25717850c26c9cd0d89d');
		bytesEqual(cipher.sha384(text), 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7');
		assert.deepEqual(cipher.sha384(count(0, 200)), new Uint8Array(createHash('sha384').update(count(0, 200)).digest()));
	});

	it('makes the public key of a private one', () => {
		bytesEqual(cipher.publicKey(hex(SCALARS.clientEphemeral))!, POINTS.clientEphemeral);
		assert.equal(cipher.publicKey(new Uint8Array(48).fill(0x11))!.length, 96);
		for (const fill of [0, 0xff]) assert.equal(cipher.publicKey(new Uint8Array(32).fill(fill)), undefined);
		assert.throws(() => cipher.publicKey(new Uint8Array(31)), /expected 32 or 48 bytes, got 31/);
		assert.throws(() => cipher.sign(new Uint8Array(32), count(0, 3)), /expected a number from 1/);
	});

	for (const { name, privateKey, publicKey, shared } of AGREEMENTS)
		it(`agrees on ${name}`, () => bytesEqual(cipher.agree(hex(privateKey), hex(publicKey))!, shared));

	it('agrees on the same from both sides, and on nothing with what is no point', () => {
		const own = cipher.publicKey(hex(SCALARS.clientAgreement))!;
		const theirs = cipher.publicKey(hex(SCALARS.serverAgreement))!;
		bytesEqual(cipher.agree(hex(SCALARS.clientAgreement), theirs)!, STATIC.shared);
		bytesEqual(cipher.agree(hex(SCALARS.serverAgreement), own)!, STATIC.shared);
		const [one, two] = [0x11, 0x22].map((fill) => new Uint8Array(48).fill(fill));
		bytesEqual(cipher.agree(one!, cipher.publicKey(two!)!)!, AGREEMENT_384.shared);
		assert.equal(cipher.agree(hex(SCALARS.clientAgreement), changed(theirs, 63)), undefined);
		assert.equal(cipher.agree(hex(SCALARS.clientAgreement), new Uint8Array(64)), undefined);
		assert.equal(cipher.agree(hex(SCALARS.clientAgreement), theirs.subarray(1)), undefined);
		assert.equal(cipher.agree(one!, theirs), undefined);
	});

	it('verifies signatures of others, and its own, and no other', () => {
		const point = cipher.publicKey(hex(SCALARS.clientSigning))!;
		const ephemeral = hex(POINTS.clientEphemeral);
		for (const signature of [SIGNATURES.ephemeral, SIGNATURES.ownEphemeral]) assert.equal(cipher.verify(point, ephemeral, hex(signature)), true);
		assert.equal(cipher.verify(point, hex(`00 ${POINTS.clientInBoth}`), hex(SIGNATURES.keyIdAndEphemeral)), true);
		assert.equal(cipher.verify(point, ephemeral, hex(SIGNATURES.keyIdAndEphemeral)), false);
		for (const key of [hex(SCALARS.clientSigning), new Uint8Array(48).fill(0x11)]) {
			const publicKey = cipher.publicKey(key)!;
			const signature = cipher.sign(key, hex(SERVER));
			assert.equal(signature.length, 2 * key.length);
			assert.equal(cipher.verify(publicKey, hex(SERVER), signature), true);
			assert.equal(cipher.verify(publicKey, hex(CLIENT), signature), false);
			assert.equal(cipher.verify(publicKey, hex(SERVER), changed(signature, 5)), false);
			assert.equal(cipher.verify(changed(publicKey, 5), hex(SERVER), signature), false);
			assert.equal(cipher.verify(publicKey, hex(SERVER), signature.subarray(1)), false);
			assert.equal(cipher.verify(publicKey.subarray(1), hex(SERVER), signature), false);
		}
	});

	it('forgets no key while it has many', () => {
		const keys = Array.from({ length: 200 }, (_, i) => new Uint8Array(32).fill(i + 1));
		for (const round of [1, 2]) {
			for (const key of keys) {
				const signature = cipher.sign(key, count(round, 5));
				assert.equal(cipher.verify(cipher.publicKey(key)!, count(round, 5), signature), true);
			}
		}
	});
});
