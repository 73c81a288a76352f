/** What a capture tells of APDUs in the clear; what the dissector makes of it is test/interop's to show. */
import { clearComments } from '../../../modules/capture/cosem-dissector.js';
import { equal } from '../../assert.js';

describe('the comments on a packet of COSEM', () => {
	it('are as many as the digits of its APDU in the clear need', () => {
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
