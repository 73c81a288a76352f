import {
	decodeDateTime,
	encodeCurrents,
	encodeEnergy,
	encodePower,
	encodeTimedEnergy,
	putDateTime,
	putEnergy,
	unitCode,
} from '../../../src/route-b/values.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { japan } from './route-b-rig.js';

const volts = { voltageR: 100, voltageT: 100 };

describe('Route B values', () => {
	it('write energy up to the largest, or that there is none', () => {
		bytesEqual(encodeEnergy(0), '00000000');
		bytesEqual(encodeEnergy(99_999_999), '05f5e0ff');
		bytesEqual(encodeEnergy(undefined), 'fffffffe');
		const bytes = new Uint8Array(6).fill(0xa5);
		putEnergy(bytes, 1, 0xfe73);
		bytesEqual(bytes, 'a50000fe73a5');
	});

	it('write whole watts, negative where the house feeds in', () => {
		bytesEqual(encodePower({ power: 632.4, currentR: 3, ...volts }), '00000278');
		bytesEqual(encodePower({ power: -1.2, currentR: 3, ...volts }), 'ffffffff');
		bytesEqual(encodePower(undefined), '7ffffffe');
		bytesEqual(encodePower({ power: 3e9, currentR: 3, ...volts }), '7ffffffd');
		bytesEqual(encodePower({ power: -3e9, currentR: 3, ...volts }), '80000001');
	});

	it('write tenths of amperes, and no phase T where there is none', () => {
		bytesEqual(encodeCurrents({ power: 0, currentR: 3, currentT: 5.04, ...volts }), '001e0032');
		bytesEqual(encodeCurrents({ power: 0, currentR: -3, ...volts }), 'ffe27ffe');
		bytesEqual(encodeCurrents({ power: 0, currentR: 4000, currentT: -4000, ...volts }), '7ffd8001');
		bytesEqual(encodeCurrents(undefined), '7ffe7ffe');
	});

	it('write Japanese time, with seconds 00 where the energy has any', () => {
		bytesEqual(encodeTimedEnergy(japan(2026, 5, 20, 14, 0), 0xfe68), '07ea05140e0000 0000fe68');
		bytesEqual(encodeTimedEnergy(japan(2023, 12, 19, 0, 30), 1, undefined), '07e70c13001e00 00000001 fffffffe');
		bytesEqual(encodeTimedEnergy(undefined, undefined), 'ffffffffffffff fffffffe');
	});

	it('read the times they write, and refuse those that are none', () => {
		const bytes = new Uint8Array(8).fill(0xa5);
		putDateTime(bytes, 1, japan(2024, 2, 29, 23, 59));
		bytesEqual(bytes, 'a5 07e8021d173b a5');
		equal(decodeDateTime(bytes.subarray(1)), japan(2024, 2, 29, 23, 59));
		for (const text of ['07e7021d0000', '07e70d010000', '07e700010000', '07e701000000', '07e701011800', '07e70101003c', 'ffffffffffff']) {
			equal(decodeDateTime(hex(text)), undefined, text);
		}
	});

	it('know the units of E1', () => {
		const codes = [1000, 100, 10, 1, 0.1, 1e4, 1e5, 1e6, 1e7].map(unitCode);
		equal(codes.join(), '0,1,2,3,4,10,11,12,13');
		throws(() => unitCode(50), /property 0xe1: expected a unit of .*, got 50 Wh/);
	});
});
