import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { decodeToken, encodeToken, MOST_TOKEN_AMOUNT, MOST_TOKEN_NUMBER } from '../../../../src/route-a/payment/token.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';

const cipher = new PortableCipher();
const KEK = new Uint8Array(16).fill(7);
const SERIAL = 'KEIKI0000001';
const ZERO = 0x30;
const TRIES = 400;
/** Number, amount, digits: made with node:crypto, CMAC by RFC 4493. */
const VECTORS = [
	[1, 1, '00001125907805327599'],
	[1, 1000, '00001130194988763495'],
	[2, 1000, '00002256096952891313'],
	[65535, 262143, '73786976291827440216'],
	[12345, 200000, '13900093345850217615'],
] as const;

describe('tokens', () => {
	it('are 20 digits, the same for the same number and amount', () => {
		for (const [number, amount, digits] of VECTORS) equal(asciiText(encodeToken(cipher, KEK, SERIAL, { number, amount })), digits);
	});

	it('of any number and amount are taken by their meter, and by no other, nor with another key', () => {
		const random = fuzzRandom(1, 'tokens');
		for (let i = 0; i < fuzzCount(TRIES); i++) {
			const token = { number: 1 + random.below(MOST_TOKEN_NUMBER), amount: 1 + random.below(MOST_TOKEN_AMOUNT) };
			const digits = tried(encodeToken(cipher, KEK, SERIAL, token));
			equal(/^\d{20}$/.test(asciiText(digits)), true);
			equal(JSON.stringify(decodeToken(cipher, KEK, SERIAL, digits)), JSON.stringify(token));
			equal(decodeToken(cipher, KEK, 'KEIKI0000002', digits), 'authentication');
			equal(decodeToken(cipher, new Uint8Array(16).fill(8), SERIAL, digits), 'authentication');
		}
	});

	it('are none with any bit of the code changed that authenticates them, nor with a number or an amount of 0', () => {
		const digits = asciiText(encodeToken(cipher, KEK, SERIAL, { number: 5, amount: 700 }));
		const CODE = 32;
		for (let bit = 0; bit < CODE; bit++) {
			const changed = (BigInt(digits) ^ (1n << BigInt(bit))).toString().padStart(20, '0');
			equal(decodeToken(cipher, KEK, SERIAL, asciiBytes(changed)), 'authentication', `bit ${bit}`);
		}
		for (const nothing of [
			{ number: 0, amount: 700 },
			{ number: 5, amount: 0 },
		])
			equal(decodeToken(cipher, KEK, SERIAL, encodeToken(cipher, KEK, SERIAL, nothing)), 'authentication');
	});

	it('with any digit changed are none, and neither is anything else', () => {
		const random = fuzzRandom(2, 'changed tokens');
		for (let i = 0; i < fuzzCount(TRIES); i++) {
			const digits = encodeToken(cipher, KEK, SERIAL, { number: 1 + random.below(MOST_TOKEN_NUMBER), amount: 1 + random.below(MOST_TOKEN_AMOUNT) });
			const at = random.below(digits.length);
			digits[at] = ZERO + ((digits[at]! - ZERO + 1 + random.below(9)) % 10);
			equal(typeof decodeToken(cipher, KEK, SERIAL, tried(digits)), 'string');
			const noise = new Uint8Array(random.below(40));
			random.fill(noise);
			equal(typeof decodeToken(cipher, KEK, SERIAL, tried(noise)), 'string');
		}
		for (const text of ['', '1', '73786976294838206464', '99999999999999999999', '1234567890123456789 ', '123456789012345678901'])
			equal(decodeToken(cipher, KEK, SERIAL, asciiBytes(text)), 'format', text);
		equal(decodeToken(cipher, KEK, SERIAL, asciiBytes('73786976294838206463')), 'authentication', '2^66 - 1');
	});
});
