import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { AUTH_LENGTH, deriveAuthKey, sign, verify } from '../../../modules/pana/keys.js';
import { bytesEqual, equal, hex } from '../../assert.js';
import { PANA_VECTOR } from '../../vectors/pana.js';

const { msk, iPar, iPan, pacNonce, paaNonce, keyId, authKey, par3, pan3 } = PANA_VECTOR;

describe('PANA keys', () => {
	const cipher = new PortableCipher();

	it('derives PANA_AUTH_KEY (RFC 5191 §5.3)', () => {
		const input = { msk: hex(msk), iPar: hex(iPar), iPan: hex(iPan), pacNonce: hex(pacNonce), paaNonce: hex(paaNonce), keyId };
		bytesEqual(deriveAuthKey(cipher, input), authKey);
	});

	for (const [name, signed] of [
		['PAR[C]', par3],
		['PAN[C]', pan3],
	] as const) {
		it(`signs and verifies ${name} (RFC 5191 §5.4)`, () => {
			const message = hex(signed);
			equal(verify(cipher, hex(authKey), message), true);
			message.fill(0, message.length - AUTH_LENGTH);
			sign(cipher, hex(authKey), message);
			bytesEqual(message, signed);
		});

		it(`finds every byte of ${name} that was changed`, () => {
			for (let at = 0; at < signed.length / 2; at++) {
				const message = hex(signed);
				message[at]! ^= 0x01;
				equal(verify(cipher, hex(authKey), message), false, `byte ${at}`);
			}
		});
	}
});
