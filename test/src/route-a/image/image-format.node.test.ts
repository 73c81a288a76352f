/** Files of images: what is made is read, and nothing that is changed or cut. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { ImageCheck, settingAt } from '../../../../src/route-a/image/image-check.js';
import { encodeImage, type ImageContent, type ImageKeys, isHigher, isVersion, LEAST_IMAGE } from '../../../../src/route-a/image/image-format.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';

const CIPHER = new NodeCipher(new PortableCipher());
const KEYS = { firmwareKey: hex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecf') };
/** Private keys of P-256 and P-384. */
const CURVES = { p256: '11'.repeat(32), p384: '22'.repeat(48) };
const CONTENT = {
	unit: 1,
	maker: 'JPM',
	version: '2.0.1',
	settings: [{ target: { classId: 40, name: 0x00_00_19_09_00_ff, index: 6 }, value: hex('1107') }],
	code: asciiBytes('run'),
};

/** What an image holds, or what is wrong with it, found out in pieces of so many bytes. */
function decodeImage(image: Uint8Array, keys: ImageKeys, cipher: Cipher, piece = Number.POSITIVE_INFINITY): ImageContent | string {
	const source = { size: image.length, read: (at: number, into: Uint8Array) => into.set(image.subarray(at, at + into.length)) };
	const check = new ImageCheck(source, keys, cipher);
	let found = check.step(piece);
	while (found === undefined) found = check.step(piece);
	if (typeof found === 'string') return found;
	const { settings, code, ...label } = found;
	const content = { ...label, settings: settings.map((at) => settingAt(source, at)) };
	return code === undefined ? content : { ...content, code: image.subarray(code + 5, code + 5 + Buffer.from(image).readUInt32BE(code + 1)) };
}

describe('image files', () => {
	it('stand as docs/image.md has them', () => {
		const image = encodeImage(CONTENT, KEYS, CIPHER);
		const content = image.subarray(17);
		const fields = [
			...['4b45494b49494d47', '01', '01', '4a504d', '322e302e3100000000000000 00000000', '00000018'],
			...['01 0000000b 0028 0000190900ff 06 1107', '02 00000003 72756e'],
		];
		bytesEqual(content.subarray(0, -32), fields.join(''));
		bytesEqual(content.subarray(-32), toHex(CIPHER.sha256(content.subarray(0, -32))));
		bytesEqual(image.subarray(0, 16), toHex(CIPHER.cmac(KEYS.firmwareKey, content)));
		equal(image[16], 0);
	});

	it('tell what they were made of, filled up or not, by each cipher', () => {
		for (const cipher of [CIPHER, new PortableCipher()])
			for (const size of [0, LEAST_IMAGE, 500, 4096]) {
				const image = encodeImage(CONTENT, KEYS, cipher, size);
				if (size >= 500) equal(image.length, size);
				for (const piece of [undefined, 1, 1000]) equal(JSON.stringify(decodeImage(image, KEYS, CIPHER, piece)), JSON.stringify(CONTENT));
			}
	});

	it('need the ECDSA signature where there is a key for it, and do with it where there is none', () => {
		for (const curve of Object.values(CURVES)) {
			const privateKey = hex(curve);
			const publicKey = CIPHER.publicKey(privateKey)!;
			const signed = encodeImage(CONTENT, { ...KEYS, signatureKey: privateKey }, CIPHER, 700);
			equal(signed.length, 700);
			equal(signed[16], publicKey.length);
			equal(typeof decodeImage(signed, { ...KEYS, signatureKey: publicKey }, CIPHER), 'object');
			equal(typeof decodeImage(signed, KEYS, CIPHER), 'object');
			const lacks = 'its ECDSA signature is missing or wrong';
			equal(decodeImage(encodeImage(CONTENT, KEYS, CIPHER), { ...KEYS, signatureKey: publicKey }, CIPHER), lacks);
			equal(decodeImage(signed, { ...KEYS, signatureKey: publicKey }, new PortableCipher()), lacks);
			equal(decodeImage(changed(signed, 40), { ...KEYS, signatureKey: publicKey }, CIPHER), lacks);
			throws(() => encodeImage(CONTENT, { ...KEYS, signatureKey: publicKey }, CIPHER), /private key/);
		}
	});

	it('are refused with any bit changed, and cut at any length', () => {
		const image = encodeImage(CONTENT, KEYS, CIPHER);
		for (let at = 0; at < image.length; at++)
			for (const bit of [1, 0x80]) equal(typeof decodeImage(changed(image, at, bit), KEYS, CIPHER), 'string', `byte ${at}`);
		for (let length = 0; length < image.length; length++)
			equal(typeof decodeImage(image.subarray(0, length), KEYS, CIPHER), 'string', `${length} bytes`);
	});

	it('are refused under a right signature with parts, a version or a format that are none', () => {
		const resealed = (change: (content: Uint8Array) => void): Uint8Array => {
			const image = encodeImage(CONTENT, KEYS, CIPHER);
			const content = image.subarray(17);
			change(content);
			content.set(CIPHER.sha256(content.subarray(0, -32)), content.length - 32);
			image.set(CIPHER.cmac(KEYS.firmwareKey, content));
			return image;
		};
		const put = (at: number, value: number) => (content: Uint8Array) => {
			content[at] = value;
		};
		equal(typeof decodeImage(resealed(put(33, 1)), KEYS, CIPHER), 'object');
		equal(decodeImage(resealed(put(33, 3)), KEYS, CIPHER), 'its data are none');
		equal(decodeImage(resealed(put(37, 12)), KEYS, CIPHER), 'its data are none');
		equal(decodeImage(resealed(put(37, 8)), KEYS, CIPHER), 'its data are none');
		equal(decodeImage(resealed(put(34, 0xff)), KEYS, CIPHER), 'its data are none');
		equal(decodeImage(resealed(put(13, 0x61)), KEYS, CIPHER), 'its version is none');
		equal(decodeImage(resealed(put(8, 2)), KEYS, CIPHER), 'of a later format');
	});

	it('have versions of up to four numbers, of which the higher one counts', () => {
		for (const version of ['1', '1.2', '1.2.3.4', '0.0.1', '99999.0']) equal(isVersion(version), true, version);
		for (const version of ['', '.', '1.', '.1', '1.2.3.4.5', 'a', '1a', '1.2-3', '100000', '1.2.3.4567890123', ' 1'])
			equal(isVersion(version), false, version);
		for (const [version, than, higher] of [
			['1.2.10', '1.2.9', true],
			['1.2', '1.2.0', false],
			['1.2.0.1', '1.2', true],
			['1.2', '1.2.1', false],
			['2', '1.9.9', true],
			['1', 'B7', true],
		] as const)
			equal(isHigher(version, than), higher, `${version} ${than}`);
		throws(() => encodeImage({ ...CONTENT, version: '1.x' }, KEYS, CIPHER), /expected a version/);
		throws(() => encodeImage({ ...CONTENT, maker: 'JP' }, KEYS, CIPHER), /three letters/);
		throws(() => encodeImage({ ...CONTENT, settings: Array(65).fill(CONTENT.settings[0]) }, KEYS, CIPHER), /64 settings/);
	});
});

function changed(bytes: Uint8Array, at: number, bits = 1): Uint8Array {
	const copy = bytes.slice();
	copy[at]! ^= bits;
	return copy;
}
