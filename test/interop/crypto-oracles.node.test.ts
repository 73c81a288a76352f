import assert from 'node:assert/strict';
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { cmac as nobleCmac, gcm as nobleGcm } from '@noble/ciphers/aes.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { hex } from '../assert.js';
import { CCM, EAX, GCM, SHA256_MILLION } from '../vectors/crypto.js';

const CASES = 3000;
const NONE = new Uint8Array(0);

/** EAX, straight from the paper: CMAC from @noble/ciphers, counter mode from node:crypto. */
function eax(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array): Uint8Array {
	const omac = (tweak: number, message: Uint8Array) => nobleCmac(Buffer.concat([new Uint8Array(15), Uint8Array.of(tweak), message]), key);
	const n = omac(0, nonce);
	const h = omac(1, header);
	const ciphertext = createCipheriv('aes-128-ctr', key, n).update(plain);
	const c = omac(2, ciphertext);
	return Buffer.concat([ciphertext, n.map((byte, i) => byte ^ h[i]! ^ c[i]!)]);
}

function ccm(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
	const cipher = createCipheriv('aes-128-ccm', key, nonce, { authTagLength: tagLength });
	cipher.setAAD(header, { plaintextLength: plain.length });
	const ciphertext = cipher.update(plain);
	cipher.final();
	return Buffer.concat([ciphertext, cipher.getAuthTag()]);
}

function gcm(key: Uint8Array, iv: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
	const cipher = createCipheriv('aes-128-gcm', key, iv, { authTagLength: tagLength });
	cipher.setAAD(header);
	return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function same(actual: Uint8Array, expected: Uint8Array, what: string): void {
	assert.equal(Buffer.from(actual).toString('hex'), Buffer.from(expected).toString('hex'), what);
}

describe('the portable cipher beside other implementations', () => {
	const cipher = new PortableCipher();
	const random = new SeededRandom(4493);
	const bytes = (length: number) => {
		const filled = new Uint8Array(length);
		random.fill(filled);
		return filled;
	};
	// A few keys come back now and then, as those of a meter's links do.
	const keys = Array.from({ length: 6 }, () => bytes(16));
	const someKey = () => (random.below(4) === 0 ? bytes(16) : keys[random.below(keys.length)]!);

	it('encrypts blocks as node:crypto does', () => {
		for (let i = 0; i < CASES; i++) {
			const [key, block] = [someKey(), bytes(16)];
			const ecb = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
			same(cipher.encryptBlock(key, block), ecb.update(block), `case ${i}`);
		}
	});

	it('gives the CMACs of @noble/ciphers', () => {
		for (let i = 0; i < CASES; i++) {
			const [key, message] = [someKey(), bytes(random.below(100))];
			same(cipher.cmac(key, message), nobleCmac(message, key), `case ${i}, ${message.length} bytes`);
		}
	});

	it('seals and opens CCM as node:crypto does', () => {
		for (let i = 0; i < CASES; i++) {
			const [key, nonce, header, plain] = [someKey(), bytes(13), bytes(random.below(70)), bytes(random.below(140))];
			const tagLength = [4, 8, 16][random.below(3)]!;
			const expected = ccm(key, nonce, header, plain, tagLength);
			same(cipher.ccmSeal(key, nonce, header, plain, tagLength), expected, `case ${i}`);
			same(cipher.ccmOpen(key, nonce, header, expected, tagLength) ?? NONE, plain, `case ${i}`);
		}
	});

	it('seals CCM up to its longest header and plaintext as node:crypto does', () => {
		for (const [header, plain] of [[bytes(0xfeff), bytes(3)] as const, [bytes(3), bytes(0xffff)] as const]) {
			same(cipher.ccmSeal(keys[0]!, keys[1]!.subarray(3), header, plain, 16), ccm(keys[0]!, keys[1]!.subarray(3), header, plain, 16), 'sealed');
		}
	});

	it('seals and opens EAX as the paper says', () => {
		for (let i = 0; i < CASES; i++) {
			const [key, nonce, header, plain] = [someKey(), bytes(random.below(40)), bytes(random.below(40)), bytes(random.below(80))];
			const expected = eax(key, nonce, header, plain);
			same(cipher.eaxSeal(key, nonce, header, plain), expected, `case ${i}`);
			same(cipher.eaxOpen(key, nonce, header, expected) ?? NONE, plain, `case ${i}`);
		}
	});

	it('seals and opens GCM as node:crypto and @noble/ciphers do', () => {
		for (let i = 0; i < CASES; i++) {
			const [key, iv, header, plain] = [someKey(), bytes(12), bytes(random.below(70)), bytes(random.below(140))];
			const tagLength = [12, 16][random.below(2)]!;
			const expected = gcm(key, iv, header, plain, tagLength);
			same(cipher.gcmSeal(key, iv, header, plain, tagLength), expected, `case ${i}`);
			same(cipher.gcmOpen(key, iv, header, expected, tagLength) ?? NONE, plain, `case ${i}`);
			if (i % 10 === 0 && tagLength === 16) same(nobleGcm(key, iv, header).encrypt(plain), expected, `case ${i}`);
		}
	});

	it('wraps and unwraps keys as node:crypto does', () => {
		for (let i = 0; i < CASES; i++) {
			const [kek, plain] = [someKey(), bytes(16 + 8 * random.below(6))];
			const wrap = createCipheriv('id-aes128-wrap', kek, Buffer.alloc(8, 0xa6));
			const expected = Buffer.concat([wrap.update(plain), wrap.final()]);
			same(cipher.keyWrap(kek, plain), expected, `case ${i}`);
			same(cipher.keyUnwrap(kek, expected) ?? NONE, plain, `case ${i}`);
		}
	});

	it('digests as node:crypto and @noble/hashes do', () => {
		for (let i = 0; i < CASES; i++) {
			const message = bytes(i < 300 ? i : random.below(300));
			same(cipher.sha256(message), createHash('sha256').update(message).digest(), `case ${i}`);
			same(cipher.sha256(message), nobleSha256(message), `case ${i}`);
		}
		same(cipher.sha256(new Uint8Array(1_000_000).fill(0x61)), hex(SHA256_MILLION), 'FIPS 180-2 B.3');
	});

	it('gives the HMACs of node:crypto and @noble/hashes', () => {
		for (let i = 0; i < CASES; i++) {
			const key = random.below(2) === 0 ? someKey() : bytes(random.below(150));
			const message = bytes(random.below(200));
			same(cipher.hmacSha256(key, message), createHmac('sha256', key).update(message).digest(), `case ${i}`);
			same(cipher.hmacSha256(key, message), nobleHmac(nobleSha256, key, message), `case ${i}`);
		}
	});
});

describe('the published vectors beside other implementations', () => {
	for (const { name, key, nonce, header, plain, sealed, tagLength } of CCM) {
		it(`node:crypto seals ${name}`, () => same(ccm(hex(key), hex(nonce), hex(header), hex(plain), tagLength), hex(sealed), name));
	}
	for (const { name, key, nonce, header, plain, sealed, tagLength } of GCM) {
		it(`node:crypto seals ${name}`, () => same(gcm(hex(key), hex(nonce), hex(header), hex(plain), tagLength), hex(sealed), name));
	}
	for (const { name, key, nonce, header, plain, sealed } of EAX) {
		it(`the paper's construction seals ${name}`, () => same(eax(hex(key), hex(nonce), hex(header), hex(plain)), hex(sealed), name));
	}
});
