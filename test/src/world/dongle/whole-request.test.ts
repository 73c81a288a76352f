import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { WholeRequests } from '../../../../src/world/dongle/whole-request.js';
import { equal } from '../../../assert.js';

const LINE = 'SKSENDTO 1 FE80:0000:0000:0000:0211:2233:4455:6677 0E1A 1 0003 ';

function told(text: string, requests = new WholeRequests(MODELS.bp35a1)): string {
	const whole = requests.find(asciiBytes(text));
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

	it('is the same whatever was found before it', () => {
		const requests = new WholeRequests(MODELS.bp35a1);
		const line = (length: string) => `${LINE.slice(0, -5)}${length} `;
		for (const text of [
			...[`${LINE}abc`, `${line('0002')}ab`, `${line('000A')}0123456789`, `${line('0004')}abc`, `${line('000a')}0123456789`, `${line('0000')}`],
			...[`${line('00 3')}abc`, `${LINE}abc`, `${LINE.trimEnd()}\rabc`, LINE.slice(0, -3), `${LINE.replace('0E1A', '0E1B')}abc`, `${LINE}abc`],
		])
			equal(told(text, requests), told(text), text);
	});
});
