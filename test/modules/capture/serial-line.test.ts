import { encodeSerialLine } from '../../../modules/capture/serial-line.js';
import { bytesEqual, hex } from '../../assert.js';

describe('a serial line in a capture', () => {
	it('has its time, its direction and its bytes', () => {
		// 2026-11-22T00:00:00.5Z is 1,795,305,600 s and 500,000 µs. Laid out by hand from the table of LINKTYPE_RTAC_SERIAL.
		bytesEqual(encodeSerialLine(1_795_305_600_500, 'sent', hex('534b564552')), '6b023080 0007a120 01 00 0000 534b564552');
		bytesEqual(encodeSerialLine(1_795_305_600_000.25, 'received', hex('4f4b')), '6b023080 000000fa 02 00 0000 4f4b');
	});
});
