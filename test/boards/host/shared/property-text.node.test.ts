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
