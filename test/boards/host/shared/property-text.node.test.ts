/** Properties as people read them, some of them from a meter or a controller that means no good. */
import { propertyText } from '../../../../boards/host/shared/property-text.js';
import { SMART_METER } from '../../../../src/route-b/smart-meter.js';
import { jsonProperty } from '../../../../src/world/watch/property-json.js';
import { bytesEqual, equal, hex } from '../../../assert.js';

/** Serial number, ECHONET Lite Specification Appendix (super class): ASCII. */
const SERIAL_NUMBER = 0x8d;
/** "K1", clear the screen (ECMA-48: ED), a line of its own, CSI of one byte. */
const EVIL = { epc: SERIAL_NUMBER, edt: hex('4b31 1b5b324a 0a 9b33316d 00') };

describe('a property of others', () => {
	it('tells a terminal nothing that it would obey, and begins no line of its own', () =>
		equal(propertyText(SMART_METER, EVIL).value, 'K1\\u001b[2J\\u000a\\u009b31m'));

	it('is whole for programs', () => {
		const { edt, value } = jsonProperty(SMART_METER, EVIL);
		bytesEqual(hex(edt), '4b311b5b324a0a9b33316d00');
		equal(value, 'K1\u001b[2J\n\u009b31m');
	});
});

describe('a property without a value', () => {
	const text = (epc: number, edt: string, language: 'en' | 'ja' = 'en') => propertyText(SMART_METER, { epc, edt: hex(edt) }, 100, language).value;

	it('has no unit behind it, in both languages', () => {
		// Codes for no data: ECHONET Lite, low-voltage smart electric energy meter class, EPC E7, E8, E0.
		for (const [epc, edt] of [
			[0xe7, '7ffffffe'],
			[0xe8, '7ffe 7ffe'],
			[0xe0, 'fffffffe'],
		] as const) {
			equal(text(epc, edt), 'no data');
			equal(text(epc, edt, 'ja'), 'データなし');
		}
	});

	it('has one where one of the phases has a value', () => {
		equal(text(0xe8, '0034 7ffe'), 'R 5.2 A');
		equal(text(0xe8, '7ffe 0034'), 'R no data, T 5.2 A');
		equal(text(0xe8, '0034 0012'), 'R 5.2, T 1.8 A');
	});

	it('has none where its code is not known', () => {
		equal(text(0xe1, '01'), '0.1 kWh');
		equal(text(0xe1, '77'), '77');
	});
});
