import { actionText, dateText, nameText, parseAction, parseDate, parseName, parseStart, startText } from '../../../src/head-end/tariff-text.js';
import { equal, hex, toHex } from '../../assert.js';

const digits = (bytes: Uint8Array | undefined): string => (bytes === undefined ? 'none' : toHex(bytes).toLowerCase());

describe('parts of a tariff as text', () => {
	for (const [text, bytes] of [
		['11-23', 'ffff0b17ff'],
		['2027-01-01', '07eb0101ff'],
		['any-01', 'ffffff01ff'],
		['03-last Sun', 'ffff03fe07'],
		['any-last-1', 'fffffffdff'],
		['any-any Mon', 'ffffffff01'],
	] as const)
		it(`have the date ${text}, both ways`, () => {
			equal(dateText(hex(bytes)), text);
			equal(digits(parseDate(text)), bytes);
		});

	for (const text of ['13-01', '00-01', '11-32', '11-1', '1-11', '11-23 sun', '2027-11', '', '1969-01-01', 'last-01', '11-23 12:00'])
		it(`have no date "${text}"`, () => equal(parseDate(text), undefined));

	for (const [text, bytes] of [
		['07-01', 'ffff0701ff000000008000ff'],
		['2027-07-01 12:30', '07eb0701ff0c1e00008000ff'],
		['03-last Sun 02:00:05', 'ffff03fe0702000500' + '8000ff'],
	] as const)
		it(`have the start ${text}, both ways`, () => {
			equal(startText(hex(bytes)), text);
			equal(digits(parseStart(text)), bytes);
		});

	it('have a start whose time is open at midnight', () => equal(startText(hex('ffff0701ffffffffff8000ff')), '07-01'));

	for (const text of ['07-01 24:00', '07-01 1:00', '07-01 01:60', '07-01 01:00:60', '12:00', ' 12:00', '07-01  12:00'])
		it(`have no start "${text}"`, () => equal(parseStart(text), undefined));

	for (const text of ['07:00 1', '23:59:59 4', '00:00 0.0.10.0.106.255/1', '12:00 65535'])
		it(`have the time and rate ${text}, both ways`, () => equal(actionText(parseAction(text)!), text));

	it('have the tariff’s scripts without their table', () => equal(actionText(parseAction('07:00 0.0.10.0.100.255/2')!), '07:00 2'));

	for (const text of ['07:00', '7:00 1', '24:00 1', '07:00 65536', '07:00 x', '07:00 0.0.10.0.300.255/1', '07:00 1 2', ''])
		it(`have no time and rate "${text}"`, () => equal(parseAction(text), undefined));

	for (const [bytes, text] of [
		['', ''],
		['73756d6d6572', 'summer'],
		['6120622d', 'a b-'],
		['01ff', 'hex:01FF'],
		['6865783a', 'hex:6865783A'],
	] as const)
		it(`have the name ${text}, both ways`, () => {
			equal(nameText(hex(bytes)), text);
			equal(digits(parseName(text)), bytes);
		});

	for (const text of ['夏', 'hex:0', 'hex:xy', 'a\nb']) it(`have no name ${JSON.stringify(text)}`, () => equal(parseName(text), undefined));
});
