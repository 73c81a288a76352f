import { joined } from '../../../modules/bytes/joined.js';
import { bytesEqual, hex } from '../../assert.js';

describe('joined bytes', () => {
	it('stand in the order of their parts', () => {
		bytesEqual(joined([hex('01 02'), hex(''), hex('03')]), '01 02 03');
	});

	it('are none where there are no parts', () => {
		bytesEqual(joined([]), '');
	});

	it('are a copy', () => {
		const part = hex('01');
		const whole = joined([part]);
		part[0] = 9;
		bytesEqual(whole, '01');
	});
});
