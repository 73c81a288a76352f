/** What takes more memory than a board has. */
import { decodeWrapper, encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { equal, throws } from '../../assert.js';

describe('wrapper, of long APDUs', () => {
	it('tells every length that there is, and refuses to make more', () => {
		for (const length of [1, 0xfffe, 0xffff]) {
			const bytes = encodeWrapper({ source: 1, destination: 16, apdu: new Uint8Array(length) });
			equal(decodeWrapper(bytes).apdu.length, length);
			let count = 0;
			const stream = new WrapperStream({ maxApdu: 0xffff, onFrame: () => count++, onError: () => {} });
			stream.receive(bytes);
			equal(count, 1, `${length} bytes`);
		}
		const apdu = new Uint8Array(0x10000);
		throws(() => encodeWrapper({ source: 1, destination: 16, apdu }), /^wrapper: APDU: expected at most 65535 bytes, got 65536$/);
	});
});
