import { openCredentials, sealCredentials } from '../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { SEALED_CREDENTIALS as VECTOR } from '../../vectors/credentials.js';

const cipher = new PortableCipher();
const random = { fill: (bytes: Uint8Array) => void bytes.fill(0x22) };
const key = hex(VECTOR.key);
const title = hex(VECTOR.title);
const sealed = hex(VECTOR.sealed);
const { version, id, password } = VECTOR;

describe('sealed credentials', () => {
	it('are what another implementation seals under the key of the unit', () => {
		bytesEqual(sealCredentials(cipher, random, key, title, version, { id, password })!, VECTOR.sealed.toLowerCase());
	});

	it('are opened by the unit', () => {
		const opened = openCredentials(cipher, key, title, version, sealed);
		equal(opened?.id, id);
		equal(opened?.password, password);
	});

	it('are of one version, one unit and one key', () => {
		const other = key.slice();
		other[15]! ^= 1;
		equal(openCredentials(cipher, key, title, version + 1, sealed), undefined);
		equal(openCredentials(cipher, key, hex('4A504D0000000002'), version, sealed), undefined);
		equal(openCredentials(cipher, other, title, version, sealed), undefined);
	});

	it('are opened whole and as they were sealed, or not at all', () => {
		for (let length = 0; length <= sealed.length + 1; length++) {
			if (length === sealed.length) continue;
			const cut = new Uint8Array(length);
			cut.set(sealed.subarray(0, length));
			equal(openCredentials(cipher, key, title, version, cut), undefined, `${length} bytes`);
		}
		for (let i = 0; i < sealed.length; i++) {
			const altered = sealed.slice();
			altered[i]! ^= 0x80;
			equal(openCredentials(cipher, key, title, version, altered), undefined, `byte ${i}`);
		}
	});

	it('are as long as an id and a password, whoever sealed them', () => {
		const iv = new Uint8Array(12);
		iv.set(title);
		iv[11] = version;
		const header = new Uint8Array(18);
		header.set(iv);
		header.set(hex('00005E5101FF'), iv.length);
		for (const length of [27, 28, 29]) {
			const plain = new Uint8Array(length).fill(0x41);
			equal(openCredentials(cipher, key, title, version, cipher.gcmSeal(key, iv, header, plain, 16)) !== undefined, length === 28, `${length} bytes`);
		}
	});

	it('hold a password of letters and digits, or none', () => {
		const strange = sealCredentials(cipher, random, key, title, version, { id, password: 'Abcdef 12345' })!;
		equal(openCredentials(cipher, key, title, version, strange), undefined);
	});

	it('are not sealed for a key, a title or a password of another length', () => {
		throws(() => sealCredentials(cipher, random, key.subarray(1), title, version, { id, password }), /expected 16 bytes, got 15/);
		throws(() => sealCredentials(cipher, random, key, title.subarray(1), version, { id, password }), /expected 8 bytes, got 7/);
		throws(() => sealCredentials(cipher, random, key, title, version, { id, password: 'short' }), /a password of 12/);
	});

	it('need a platform with elliptic curves for a pair of keys', () => {
		equal(sealCredentials(cipher, random, hex(VECTOR.publicKey), title, version, { id, password }), undefined);
		equal(openCredentials(cipher, hex(VECTOR.privateKey), title, version, hex(VECTOR.agreed)), undefined);
	});
});
