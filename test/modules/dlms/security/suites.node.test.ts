import { NodeCipher } from '../../../../hal/node/cipher.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import { ClientSecurity, type Keys } from '../../../../modules/dlms/security/security.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { CLIENT, SUITES } from '../../../vectors/dlms-security.js';
import { CLIENT_TITLE, KEYS, MemoryCounters, SERVER_TITLE } from '../device-rig.js';

const cipher = new NodeCipher(new PortableCipher());
const count = (from: number, length: number) => Uint8Array.from({ length }, (_, i) => from + i);
const AE = 0x30;

/** Keys of a suite, and what it makes of the Green Book's request. */
const ROWS = [
	{ number: 1, length: 16, sealed: SUITES.suite1 },
	{ number: 2, length: 32, sealed: SUITES.suite2 },
] as const;

for (const { number, length, sealed } of ROWS)
	describe(`suite ${number}`, () => {
		const suite = new SecuritySuite(cipher, number);
		const material = { encryptionKey: count(0, length), authenticationKey: count(0xd0, length), title: hex(CLIENT) };

		it('ciphers as others do', () => {
			equal(suite.keyLength, length);
			bytesEqual(suite.seal(material, AE | number, 0x01234567, hex(SUITES.plain)), sealed);
			bytesEqual(suite.open(material, AE | number, 0x01234567, hex(sealed))!, SUITES.plain);
		});

		it('opens nothing that was changed or cut, nor what names another suite', () => {
			const bytes = hex(sealed);
			for (let at = 0; at < bytes.length; at++) {
				const changed = bytes.slice();
				changed[at]! ^= 0x10;
				equal(suite.open(material, AE | number, 0x01234567, changed), undefined);
				equal(suite.open(material, AE | number, 0x01234567, bytes.subarray(0, at)), undefined);
			}
			if (length === 16) equal(suite.open(material, AE, 0x01234567, bytes), undefined);
			else throws(() => suite.open(material, AE, 0x01234567, bytes), /authentication key: expected 16 bytes, got 32/);
		});

		it('has its number in the token of HLS', () => {
			const challenge = hex('50367752 4a323146');
			const token = suite.hlsToken(material, 1, challenge);
			equal(token[0], 0x10 | number);
			if (number === 2) bytesEqual(token.subarray(5), SUITES.gmac2);
			equal(suite.checkHlsToken(material, token, challenge), true);
			equal(new SecuritySuite(cipher, number === 1 ? 0 : 2).checkHlsToken({ ...material }, token, challenge), number === 2);
		});

		it('takes messages of its own number alone', () => {
			const keys: Keys = { encryption: count(0, length), authentication: count(0xd0, length), broadcast: undefined, kek: undefined };
			const side = (title: Uint8Array, which: SecuritySuite, told: Keys) =>
				new ClientSecurity({ suite: which, title, keys: told, policy: 0, counters: new MemoryCounters(), name: '' });
			const own = side(CLIENT_TITLE, suite, keys).session(SERVER_TITLE)!;
			const peer = side(SERVER_TITLE, suite, keys).session(CLIENT_TITLE)!;
			for (const protocol of ['glo', 'general-glo'] as const) {
				const writer = new DataWriter();
				equal(own.seal(writer, hex(SUITES.plain), protocol, AE), true);
				const bytes = writer.copy();
				equal(toHex(bytes).includes(`3${number}0000000`), true);
				bytesEqual(peer.open(bytes).apdu!, SUITES.plain);
				const other = side(SERVER_TITLE, new SecuritySuite(cipher, number === 1 ? 0 : 1), {
					...keys,
					encryption: count(0, 16),
					authentication: count(0xd0, 16),
				});
				equal(other.session(CLIENT_TITLE)!.open(bytes).error, 5);
			}
		});

		it('has dedicated keys as long as its own', () => {
			const keys: Keys = { encryption: count(0, length), authentication: count(0xd0, length), broadcast: undefined, kek: undefined };
			const security = new ClientSecurity({ suite, title: CLIENT_TITLE, keys, policy: 0, counters: new MemoryCounters(), name: '' });
			const session = security.session(SERVER_TITLE)!;
			equal(session.useDedicatedKey(count(7, length)), true);
			for (const wrong of [15, 17, 48 - length, 0]) equal(session.useDedicatedKey(count(7, wrong)), false, `${wrong}`);
		});
	});

describe('a suite', () => {
	it('that the platform has not is refused, and so are keys of another length', () => {
		throws(() => new SecuritySuite(new PortableCipher(), 2), /suite 2: expected one that the cipher has/);
		throws(() => new SecuritySuite(cipher, 3), /suite 3: expected one that the cipher has/);
		const options = { title: CLIENT_TITLE, policy: 0, counters: new MemoryCounters(), name: '' };
		throws(() => new ClientSecurity({ ...options, suite: new SecuritySuite(cipher, 2), keys: KEYS }), /key: expected 32 bytes, got 16/);
	});
});
