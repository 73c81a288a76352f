import { encodeUpperPdu } from '../../../modules/capture/upper-pdu.js';
import { bytesEqual, hex } from '../../assert.js';

describe('a PDU of a protocol above all others in a capture', () => {
	// Laid out by hand: the name of the dissector, the direction, the end, then the PDU.
	it('has the name of its protocol, padded, and its direction before it', () => {
		bytesEqual(encodeUpperPdu('cosem', 'sent', hex('c001c1')), '000c 0008 636f73656d000000 0023 0004 00000000 0000 0000 c001c1');
		bytesEqual(encodeUpperPdu('dlms', 'received', hex('')), '000c 0004 646c6d73 0023 0004 00000001 0000 0000');
	});
});
