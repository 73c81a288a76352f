import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { encodeTypeF, encodeTypeG, encodeTypeI, timeIn } from '../../../modules/mbus/date-time.js';
import { MOST_PLAIN, openMode5, sealMode5 } from '../../../modules/mbus/encryption.js';
import { decodeHeader, encodeHeader, manufacturerCode, manufacturerLetters, matchesSelection } from '../../../modules/mbus/header.js';
import { decodeRecords, numberIn } from '../../../modules/mbus/record.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { MBUS } from '../../vectors/mbus.js';

const { key, header, sealed, plain } = MBUS.oms;
const KEY = hex(key);
const HEADER = decodeHeader(hex(header));
const JAPAN = 540;

describe('M-Bus encryption of mode 5', () => {
	const cipher = new PortableCipher();

	it('opens the telegram of OMS annex N', () => {
		const opened = openMode5(cipher, KEY, HEADER, hex(sealed))!;
		equal(toHex(opened).startsWith(toHex(hex(plain))), true, toHex(opened));
		const { records } = decodeRecords(opened);
		equal(numberIn(records[0]!), 2850427);
		equal(timeIn(records[1]!.data, 0), Date.UTC(2008, 4, 31, 23, 50));
	});

	it('seals it as it stands there', () => {
		const { header: made, sealed: bytes } = sealMode5(cipher, KEY, HEADER, hex(plain));
		bytesEqual(bytes, toHex(hex(sealed)));
		// That of the example also says that its telegrams come at fixed times.
		equal(made.configuration | 0x2000, HEADER.configuration);
		equal(toHex(encodeHeader(made)).slice(0, 20), toHex(hex(header)).slice(0, 20));
	});

	it('opens nothing under another key or of another manufacturer, in another mode, or cut short', () => {
		const opens = (changed: Partial<typeof HEADER>, bytes = hex(sealed), under = KEY) =>
			openMode5(cipher, under, { ...HEADER, ...changed }, bytes) !== undefined;
		equal(opens({}), true);
		equal(opens({}, hex(sealed), hex('0102030405060708090A0B0C0D0E0F12')), false);
		equal(opens({ manufacturer: 0x1594 }), false);
		equal(opens({ configuration: 0x2720 }), false);
		equal(opens({ configuration: 0x2500 }), false);
		equal(opens({}, hex(sealed).subarray(0, 31)), false);
	});

	it('goes both ways at each length', () => {
		for (const length of [0, 1, 13, 14, 15, 30, MOST_PLAIN]) {
			const text = new Uint8Array(length).fill(0x11);
			const made = sealMode5(cipher, KEY, HEADER, text);
			equal(made.sealed.length % 16, 0);
			const opened = openMode5(cipher, KEY, made.header, made.sealed)!;
			equal(toHex(opened).startsWith(toHex(text)), true);
			equal(/^(2f)*$/.test(toHex(opened.subarray(length))), true);
		}
		throws(() => sealMode5(cipher, KEY, HEADER, new Uint8Array(MOST_PLAIN + 1)), /expected at most 238 bytes, got 239$/);
	});
});

describe('M-Bus dates and times', () => {
	const TIME = Date.UTC(2026, 10, 29, 23, 59, 58);

	it('go both ways in local time', () => {
		equal(timeIn(encodeTypeF(TIME, JAPAN), JAPAN), TIME - 58_000);
		equal(timeIn(encodeTypeI(TIME, JAPAN), JAPAN), TIME);
		bytesEqual(encodeTypeF(TIME, JAPAN), '3b285e3b');
		bytesEqual(encodeTypeG(TIME, JAPAN), '5e3b');
	});

	it('are of 2000 where the hundreds of years are 0 and the year is below 81, as slaves have it that know no hundreds', () => {
		equal(timeIn(hex('32 17 1F 15'), 0), Date.UTC(2008, 4, 31, 23, 50));
		equal(timeIn(hex('00 00 21 A1'), 0), Date.UTC(1981, 0, 1));
	});

	for (const [why, bytes] of [
		['that say so', 'B2 37 1F 15'],
		['with minute 60', '3C 37 1F 15'],
		['with minute 60 of an hour before the last', '3C 36 1F 15'],
		['with hour 24', '32 38 1F 15'],
		['on February 30', '32 37 1E 12'],
		['in month 0', '32 37 1F 10'],
		['of 3 bytes', '32 37 1F'],
		['of 7 bytes', '00 32 37 1F 15 00 00'],
		['with second 60', '3C 32 37 1F 15 00'],
		['of type I that say so', '40 32 37 1F 15 00'],
	] as const)
		it(`are none ${why}`, () => equal(timeIn(hex(bytes), 0), undefined));
});

describe('M-Bus secondary address', () => {
	it('is meant by any digit F, FFFF and FF', () => {
		const slave = { identification: 0x12345678, manufacturer: 0x4024, version: 1, deviceType: 7 };
		const any = { identification: 0xffffffff, manufacturer: 0xffff, version: 0xff, deviceType: 0xff };
		equal(matchesSelection(slave, slave), true);
		equal(matchesSelection(slave, any), true);
		equal(matchesSelection(slave, { ...any, identification: 0x1fffff78 }), true);
		equal(matchesSelection(slave, { ...any, identification: 0x2fffffff }), false);
		equal(matchesSelection(slave, { ...any, identification: 0xfffffff9 }), false);
		equal(matchesSelection(slave, { ...any, manufacturer: 0x4025 }), false);
		equal(matchesSelection(slave, { ...any, version: 2 }), false);
		equal(matchesSelection(slave, { ...any, deviceType: 6 }), false);
	});

	it('has a manufacturer of three letters', () => {
		equal(manufacturerCode('PAD'), 0x4024);
		equal(manufacturerLetters(0x4024), 'PAD');
		for (const letters of ['', 'PA', 'PADS', 'pad', 'P@D'])
			throws(() => manufacturerCode(letters), /^M-Bus: manufacturer: expected three capital letters/);
	});
});
