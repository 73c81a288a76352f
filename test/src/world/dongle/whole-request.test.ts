import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { wholeRequest } from '../../../../src/world/dongle/whole-request.js';
import { equal } from '../../../assert.js';

const LINE = 'SKSENDTO 1 FE80:0000:0000:0000:0211:2233:4455:6677 0E1A 1 0003 ';

function told(text: string): string {
	const whole = wholeRequest(asciiBytes(text), MODELS.bp35a1);
	return whole === undefined ? 'none' : `${asciiText(whole.line)}| ${asciiText(whole.data)}`;
}

describe('Whole request', () => {
	it('has the line and the bytes behind it, with an end of a line or without', () => {
		equal(told(`${LINE}abc`), `${LINE}| abc`);
		equal(told(`${LINE}abc\r\n`), `${LINE}| abc`);
	});

	it('is none where bytes are missing, where others follow, or where it is another command', () => {
		for (const text of [`${LINE}ab`, `${LINE}abcd`, `${LINE}abcSKVER\r\n`, LINE, 'SKVER\r\n', 'SKSENDTO 1\r\n', LINE.replace('1 ', '1\b ')])
			equal(told(text), 'none', text);
	});
});
