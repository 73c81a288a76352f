import { decodeEap, EapCode, EapType, encodeEap } from '../../../modules/eap-psk/eap.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

// An identity exchange of eapol_test and hostapd.
const IDENTITY = '02 a3 000b 01 48454d533030';

describe('EAP packet (RFC 3748 §4)', () => {
	it('decodes a Response', () => {
		const packet = decodeEap(hex(IDENTITY));
		equal(packet.code, EapCode.Response);
		equal(packet.identifier, 0xa3);
		equal(packet.type, EapType.Identity);
		bytesEqual(packet.data, '48454d533030');
	});

	it('encodes it to the same bytes', () => {
		bytesEqual(encodeEap({ code: EapCode.Response, identifier: 0xa3, type: EapType.Identity, data: hex('48454d533030') }), IDENTITY);
	});

	it('decodes and encodes Success and Failure, which have no type', () => {
		for (const text of ['03a50004', '04a50004']) {
			const packet = decodeEap(hex(text));
			equal(packet.type, undefined);
			equal(packet.data.length, 0);
			bytesEqual(encodeEap(packet), text);
		}
	});

	it('ignores padding after the length', () => bytesEqual(decodeEap(hex(`${IDENTITY} 0000`)).data, '48454d533030'));

	it('refuses every truncation', () => {
		const whole = hex(IDENTITY);
		for (let length = 0; length < whole.length; length++) throws(() => decodeEap(whole.subarray(0, length)), /^EAP: at byte/);
	});

	it('says what is wrong, and where', () => {
		throws(() => decodeEap(hex('05a50004')), /at byte 0: expected code 1 to 4, found 5/);
		throws(() => decodeEap(hex('01a50004')), /at byte 4: expected a type/);
		throws(() => decodeEap(hex('01a50003 2f')), /at byte 2: expected a length of 4 to 5, found 3/);
		throws(() => decodeEap(hex('03a50005 00')), /at byte 2: expected a length of 4, found 5/);
	});
});
