import type { Cipher } from '../../../hal/ports/cipher.js';
import { CmacParts } from '../../../modules/crypto/cmac-parts.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { AES, type AeadVector, CCM, CMAC, CMAC_KEY, EAX, GCM, HMAC_SHA256, KEY_WRAP, SHA256 } from '../../vectors/crypto.js';

const KEY = hex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecf');
const NONCE = hex('00000003020100a0a1a2a3a4a5');
const NONE = new Uint8Array(0);

type Open = (key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number) => Uint8Array | undefined;
type Seal = (key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number) => Uint8Array;

/** What every adapter of the cipher port must do. */
export function describeCipher(name: string, create: () => Cipher): void {
	describe(`${name}: AES-128 (FIPS 197)`, () => {
		for (const { name: vector, key, plain, cipher } of AES) {
			it(`encrypts the block of ${vector}`, () => bytesEqual(create().encryptBlock(hex(key), hex(plain)), cipher));
		}
		it('keeps each of many keys apart', () => {
			const cipher = create();
			const keys = Array.from({ length: 9 }, (_, i) => Uint8Array.from(KEY, (byte) => byte ^ i));
			const expected = keys.map((key) => toHex(create().encryptBlock(key, KEY)));
			for (let round = 0; round < 3; round++) {
				for (const i of [0, 1, 0, 2, 3, 0, 4, 5, 6, 7, 8, 1, 0]) equal(toHex(cipher.encryptBlock(keys[i]!, KEY)), expected[i], `key ${i}`);
			}
		});
		it('sees that the same array holds another key by now', () => {
			const cipher = create();
			const key = KEY.slice();
			cipher.encryptBlock(key, KEY);
			key.set(hex(AES[1]!.key));
			bytesEqual(cipher.encryptBlock(key, hex(AES[1]!.plain)), AES[1]!.cipher);
		});
		it('leaves its input as it was', () => {
			const block = KEY.slice();
			create().encryptBlock(KEY, block);
			equal(toHex(block), toHex(KEY));
		});
		it('refuses a key or a block of another length', () => {
			throws(() => create().encryptBlock(KEY.subarray(1), KEY), /^AES: key: expected 16 bytes, got 15/);
			throws(() => create().encryptBlock(KEY, KEY.subarray(1)), /^AES: block: expected 16 bytes, got 15/);
		});
	});

	describe(`${name}: CMAC (RFC 4493)`, () => {
		for (const { name: vector, message, mac } of CMAC)
			it(`gives the MAC of ${vector}`, () => bytesEqual(create().cmac(hex(CMAC_KEY), hex(message)), mac));
		it('gives the same of a message that comes in parts of any length', () => {
			const cipher = create();
			for (const { message, mac } of CMAC)
				for (const length of [1, 7, 16, 33]) {
					const bytes = hex(message);
					const parts = new CmacParts(cipher, hex(CMAC_KEY));
					for (let at = 0; at < bytes.length; at += length) parts.update(bytes, at, Math.min(at + length, bytes.length));
					bytesEqual(parts.finish(), mac);
				}
		});
		it('refuses a key of another length', () => throws(() => create().cmac(NONE, NONE), /^AES: key: expected 16 bytes, got 0/));
	});

	describe(`${name}: CCM* (RFC 3610, IEEE 802.15.4 Annex B)`, () => {
		const cipher = create();
		describeAead(
			CCM,
			(...a) => cipher.ccmSeal(...a),
			(...a) => cipher.ccmOpen(...a),
		);
		it('authenticates a frame without content', () => {
			// IEEE 802.15.4-2006 C.2.1, beacon, MIC-64: all 26 bytes are header.
			const header = hex('08d0842143010000000048deac020500000055cf000051525354');
			const sealed = create().ccmSeal(KEY, hex('acde480000000001 00000005 02'), header, NONE, 8);
			bytesEqual(sealed, '223bc1ec841ab553');
			equal(create().ccmOpen(KEY, hex('acde480000000001 00000005 02'), header, sealed, 8)?.length, 0);
		});
		it('encrypts only, with a tag of no bytes', () => {
			const { key, nonce, header, plain, sealed } = CCM[0]!;
			// The tag has no part in the key stream, so the ciphertext is that of the vector.
			const ciphertext = hex(sealed).subarray(0, hex(plain).length);
			equal(toHex(create().ccmSeal(hex(key), hex(nonce), hex(header), hex(plain), 0)), toHex(ciphertext));
			bytesEqual(create().ccmOpen(hex(key), hex(nonce), hex(header), ciphertext, 0)!, plain);
		});
		it('takes no header, and headers that fill their blocks exactly or not', () => {
			for (const length of [0, 1, 13, 14, 15, 29, 30, 31, 46, 300]) {
				const header = new Uint8Array(length).fill(0xa5);
				const sealed = create().ccmSeal(KEY, NONCE, header, KEY, 4);
				equal(toHex(create().ccmOpen(KEY, NONCE, header, sealed, 4)!), toHex(KEY), `header of ${length}`);
				if (length === 0) continue;
				header[length - 1]! ^= 1;
				equal(create().ccmOpen(KEY, NONCE, header, sealed, 4), undefined, `header of ${length}, changed`);
			}
		});
		it('refuses lengths it does not have', () => {
			throws(() => create().ccmSeal(KEY.subarray(1), NONCE, NONE, KEY, 4), /^AES: key: expected 16 bytes, got 15/);
			throws(() => create().ccmSeal(KEY, KEY, NONE, KEY, 4), /^CCM: nonce: expected 13 bytes, got 16/);
			throws(() => create().ccmSeal(KEY, NONCE, NONE, KEY, 10), /^CCM: tag: expected 0, 4, 8 or 16 bytes, got 10/);
			throws(() => create().ccmOpen(KEY, NONCE, NONE, KEY, 6), /^CCM: tag: expected 0, 4, 8 or 16 bytes, got 6/);
			throws(() => create().ccmSeal(KEY, NONCE, NONE, new Uint8Array(65536), 4), /^CCM: plaintext: expected less than 65536 bytes, got 65536/);
			throws(() => create().ccmSeal(KEY, NONCE, new Uint8Array(65280), NONE, 4), /^CCM: header: expected less than 65280 bytes, got 65280/);
		});
	});

	describe(`${name}: EAX`, () => {
		const cipher = create();
		describeAead(
			EAX,
			(key, nonce, header, plain) => cipher.eaxSeal(key, nonce, header, plain),
			(key, nonce, header, sealed) => cipher.eaxOpen(key, nonce, header, sealed),
		);
		it('carries its counter through all 128 bits', () => {
			// Wycheproof aes_eax_test: made so that the counter begins at 2^128 − 1.
			const key = hex('000102030405060708090a0b0c0d0e0f');
			const sealed = create().eaxSeal(key, hex('3c8cc2970a008f75cc5beae2847258c2'), NONE, new Uint8Array(32).fill(0x11, 16));
			bytesEqual(sealed, '3c441f32ce07822364d7a2990e50bb13d7b02a26969e4a937e5e9073b0d9c968 db90bdb3da3d00afd0fc6a83551da95e');
		});
	});

	describe(`${name}: GCM (NIST SP 800-38D)`, () => {
		const cipher = create();
		describeAead(
			GCM,
			(...a) => cipher.gcmSeal(...a),
			(...a) => cipher.gcmOpen(...a),
		);
		it('cuts its tag to 4, 8 and 12 to 16 bytes', () => {
			const { key, nonce, header, plain, sealed } = GCM[3]!;
			for (const tagLength of [4, 8, 12, 13, 14, 15, 16]) {
				const expected = hex(sealed).subarray(0, hex(plain).length + tagLength);
				equal(toHex(cipher.gcmSeal(hex(key), hex(nonce), hex(header), hex(plain), tagLength)), toHex(expected), `${tagLength} bytes`);
				equal(toHex(cipher.gcmOpen(hex(key), hex(nonce), hex(header), expected, tagLength)!), plain);
			}
		});
		it('takes headers and plaintexts of every length', () => {
			const iv = NONCE.subarray(1);
			for (let length = 0; length <= 49; length++) {
				const bytes = new Uint8Array(length).fill(0xa5);
				const sealed = cipher.gcmSeal(KEY, iv, bytes, bytes, 12);
				equal(toHex(cipher.gcmOpen(KEY, iv, bytes, sealed, 12)!), toHex(bytes), `${length} bytes`);
				sealed[sealed.length - 1]! ^= 1;
				equal(cipher.gcmOpen(KEY, iv, bytes, sealed, 12), undefined, `${length} bytes, changed`);
			}
		});
		it('keeps each of many keys apart', () => {
			const keys = Array.from({ length: 9 }, (_, i) => Uint8Array.from(KEY, (byte) => byte ^ i));
			const expected = keys.map((key) => toHex(create().gcmSeal(key, NONCE.subarray(1), KEY, KEY, 12)));
			for (const i of [0, 1, 0, 2, 3, 0, 4, 5, 6, 7, 8, 1, 0])
				equal(toHex(cipher.gcmSeal(keys[i]!, NONCE.subarray(1), KEY, KEY, 12)), expected[i], `key ${i}`);
		});
		it('refuses lengths it does not have', () => {
			const iv = NONCE.subarray(1);
			throws(() => create().gcmSeal(KEY.subarray(1), iv, NONE, KEY, 12), /^AES: key: expected 16 bytes, got 15/);
			throws(() => create().gcmSeal(KEY, NONCE, NONE, KEY, 12), /^GCM: IV: expected 12 bytes, got 13/);
			throws(() => create().gcmSeal(KEY, iv, NONE, KEY, 11), /^GCM: tag: expected 4, 8 or 12 to 16 bytes, got 11/);
			throws(() => create().gcmOpen(KEY, iv, NONE, KEY, 17), /^GCM: tag: expected 4, 8 or 12 to 16 bytes, got 17/);
		});
	});

	describe(`${name}: key wrap (RFC 3394)`, () => {
		for (const { name: vector, key, plain, wrapped } of KEY_WRAP) {
			it(`wraps ${vector}`, () => bytesEqual(create().keyWrap(hex(key), hex(plain)), wrapped));
			it(`unwraps ${vector}`, () => bytesEqual(create().keyUnwrap(hex(key), hex(wrapped))!, plain));
		}
		it('wraps keys of 24 and more bytes', () => {
			const cipher = create();
			for (let length = 16; length <= 64; length += 8) {
				const plain = Uint8Array.from({ length }, (_, i) => i);
				const wrapped = cipher.keyWrap(KEY, plain);
				equal(wrapped.length, length + 8);
				equal(toHex(cipher.keyUnwrap(KEY, wrapped)!), toHex(plain), `${length} bytes`);
			}
		});
		it('unwraps nothing that was changed by one bit, or under another key', () => {
			const cipher = create();
			const wrapped = hex(KEY_WRAP[0]!.wrapped);
			const key = hex(KEY_WRAP[0]!.key);
			for (let bit = 0; bit < 8 * wrapped.length; bit++) {
				wrapped[bit >> 3]! ^= 1 << (bit & 7);
				equal(cipher.keyUnwrap(key, wrapped), undefined, `bit ${bit}`);
				wrapped[bit >> 3]! ^= 1 << (bit & 7);
			}
			equal(cipher.keyUnwrap(KEY, wrapped), undefined);
		});
		it('unwraps no truncation, and nothing of another length', () => {
			const wrapped = hex(KEY_WRAP[0]!.wrapped);
			for (let length = 0; length < wrapped.length; length++)
				equal(create().keyUnwrap(hex(KEY_WRAP[0]!.key), wrapped.subarray(0, length)), undefined, `${length} bytes`);
		});
		it('refuses to wrap less than 16 bytes, or no multiple of 8', () => {
			throws(() => create().keyWrap(KEY, KEY.subarray(8)), /^key wrap: key: expected 16 bytes or more, a multiple of 8, got 8/);
			throws(() => create().keyWrap(KEY, new Uint8Array(20)), /^key wrap: key: expected .* got 20/);
			throws(() => create().keyUnwrap(NONE, new Uint8Array(24)), /^AES: key: expected 16 bytes, got 0/);
		});
	});

	describe(`${name}: SHA-256 (FIPS 180-4)`, () => {
		for (const { name: vector, message, digest } of SHA256) it(`digests ${vector}`, () => bytesEqual(create().sha256(hex(message)), digest));
		it('gives the same of a message that comes in parts, whatever is digested meanwhile', () => {
			const cipher = create();
			for (const { message, digest } of SHA256)
				for (const length of [1, 63, 64, 100]) {
					const bytes = hex(message);
					if (bytes.length > 1000 * length) continue;
					const parts = cipher.digest();
					for (let at = 0; at < bytes.length; at += length) {
						parts.update(bytes.subarray(at, at + length));
						cipher.sha256(NONE);
					}
					bytesEqual(parts.finish(), digest);
				}
		});
		it('starts anew with each message', () => {
			const cipher = create();
			for (const { message, digest } of [...SHA256, ...SHA256]) bytesEqual(cipher.sha256(hex(message)), digest);
		});
	});

	describe(`${name}: HMAC-SHA-256 (RFC 4231)`, () => {
		for (const { name: vector, key, message, mac } of HMAC_SHA256) {
			it(`gives the MAC of ${vector}`, () =>
				bytesEqual(
					create()
						.hmacSha256(hex(key), hex(message))
						.subarray(0, mac.length / 2),
					mac,
				));
		}
		it('sees that the same array holds another key by now', () => {
			const cipher = create();
			const key = KEY.slice();
			cipher.hmacSha256(key, KEY);
			key[15]! ^= 1;
			equal(toHex(cipher.hmacSha256(key, KEY)), toHex(create().hmacSha256(key, KEY)));
		});
		it('takes a key of no bytes', () =>
			bytesEqual(create().hmacSha256(NONE, NONE), 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad'));
	});
}

function describeAead(vectors: readonly AeadVector[], seal: Seal, open: Open): void {
	for (const { name, key, nonce, header, plain, sealed, tagLength } of vectors) {
		it(`seals ${name}`, () => bytesEqual(seal(hex(key), hex(nonce), hex(header), hex(plain), tagLength), sealed));
		it(`opens ${name}`, () => equal(toHex(open(hex(key), hex(nonce), hex(header), hex(sealed), tagLength)!), plain.replace(/ /g, '')));
	}
	it('opens nothing that was changed by one bit, anywhere', () => {
		const { key, nonce, header, sealed, tagLength } = vectors[vectors.length - 1]!;
		const inputs = [hex(key), hex(nonce), hex(header), hex(sealed)] as const;
		for (const [which, input] of inputs.entries()) {
			for (let bit = 0; bit < 8 * input.length; bit++) {
				input[bit >> 3]! ^= 1 << (bit & 7);
				equal(open(...inputs, tagLength), undefined, `bit ${bit} of input ${which}`);
				input[bit >> 3]! ^= 1 << (bit & 7);
			}
		}
		equal(open(...inputs, tagLength) === undefined, false, 'refused unchanged');
	});
	it('opens no truncation', () => {
		const { key, nonce, header, sealed, tagLength } = vectors[0]!;
		const whole = hex(sealed);
		for (let length = 0; length < whole.length; length++) {
			equal(open(hex(key), hex(nonce), hex(header), whole.subarray(0, length), tagLength), undefined, `${length} bytes`);
		}
	});
}
