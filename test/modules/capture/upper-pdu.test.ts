import { clearComments } from '../../../modules/capture/cosem-dissector.js';
import { encodeUpperPdu } from '../../../modules/capture/upper-pdu.js';
import { bytesEqual, equal, hex } from '../../assert.js';

describe('a PDU of a protocol above all others in a capture', () => {
	// Laid out by hand: the name of the dissector, the direction, the end, then the PDU.
	it('has the name of its protocol, padded, and its direction before it', () => {
		bytesEqual(encodeUpperPdu('cosem', 'sent', hex('c001c1')), '000c 0008 636f73656d000000 0023 0004 00000000 0000 0000 c001c1');
		bytesEqual(encodeUpperPdu('dlms', 'received', hex('')), '000c 0004 646c6d73 0023 0004 00000001 0000 0000');
	});

	it('is told in the clear by as many comments as its digits need', () => {
		equal(clearComments('').length, 0);
		equal(clearComments('C001').join(), 'clear APDU: C001');
		const parts = clearComments('AB'.repeat(40_000));
		equal(parts.length, 2);
		equal(parts.map((part) => part.replace('clear APDU: ', '')).join(''), 'AB'.repeat(40_000));
		equal(
			parts.every((part) => part.length < 65_535),
			true,
		);
	});
});
