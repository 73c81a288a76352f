import { decodeFrame, ESV } from '../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { GEN1, GEN2 } from '../../../src/route-b/meter-profile.js';
import { SmartMeter } from '../../../src/route-b/smart-meter.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import * as vectors from '../../vectors/echonet-lite.js';
import { connected, DUMP_TIME, japan, ScriptedReadings, thisMinute } from './route-b-rig.js';

const GENERATIONS = [
	{ profile: GEN1, required: vectors.REQUIRED_GEN1 },
	{ profile: GEN2, required: vectors.REQUIRED_GEN2 },
];

function get(ask: (message: string) => string[], epc: number): string {
	const frame = decodeFrame(hex(ask(`1081 0001 05ff01 028801 62 01 ${epc.toString(16)} 00`)[0]!));
	equal(frame.esv, ESV.Get_Res, `service of the answer for 0x${epc.toString(16)}`);
	return toHex(frame.properties[0]!.edt);
}

function setC(ask: (message: string) => string[], epc: string, edt: string): string {
	const bytes = edt.replace(/\s/g, '');
	return ask(`1081 0001 05ff01 028801 61 01 ${epc} ${(bytes.length / 2).toString(16).padStart(2, '0')} ${bytes}`)[0]!.slice(20);
}

for (const { profile, required } of GENERATIONS) {
	describe(`smart meter ${profile.name}`, () => {
		const { ask } = connected({ profile });
		const readable = decodePropertyMap(hex(get(ask, 0x9f)));
		const settable = decodePropertyMap(hex(get(ask, 0x9e)));
		const announced = decodePropertyMap(hex(get(ask, 0x9d)));

		it('answers every property of its map 9F in the size of the Appendix, and no other', () => {
			for (let epc = 0; epc <= 0xff; epc++) {
				const frame = decodeFrame(hex(ask(`1081 0001 05ff01 028801 62 01 ${epc.toString(16).padStart(2, '0')} 00`)[0]!));
				equal(frame.esv, readable.includes(epc) ? ESV.Get_Res : ESV.Get_SNA, `service for 0x${epc.toString(16)}`);
				const { length } = frame.properties[0]!.edt;
				const size = readable.includes(epc) ? vectors.METER_SIZES[epc] : 0;
				if (size !== undefined && (size > 0 || !readable.includes(epc))) equal(length, size, `size of 0x${epc.toString(16)}`);
				if (readable.includes(epc) && size === undefined) throw new Error(`0x${epc.toString(16)} is not in the class`);
			}
		});

		it('has what the Appendix requires', () => {
			for (const epc of [...required.readable, ...required.reverse]) equal(readable.includes(epc), true, `0x${epc.toString(16)} readable`);
			for (const epc of required.settable) equal(settable.includes(epc), true, `0x${epc.toString(16)} settable`);
			for (const epc of required.announced) equal(announced.includes(epc), true, `0x${epc.toString(16)} announced`);
		});

		it('can be read in all that can be set or is announced', () => {
			for (const epc of [...settable, ...announced]) equal(readable.includes(epc), true, `0x${epc.toString(16)} readable`);
		});

		it('refuses to set whatever is not in its map 9E, and echoes it', () => {
			for (let epc = 0x80; epc <= 0xff; epc++) {
				if (settable.includes(epc)) continue;
				const text = epc.toString(16);
				equal(setC(ask, text, '00'), `5101${text}0100`, `Set 0x${text}`);
			}
		});

		it('refuses every other size for what can be set', () => {
			const sizes: Readonly<Record<number, readonly number[]>> = { 129: [1, 17], 229: [1], 237: [7], 239: [7] };
			for (const epc of settable) {
				for (let size = 0; size <= 20; size++) {
					if (sizes[epc]!.includes(size)) continue;
					const edt = '01'.repeat(size);
					equal(setC(ask, epc.toString(16), edt), `5101${epc.toString(16)}${size.toString(16).padStart(2, '0')}${edt}`);
				}
			}
		});
	});
}

describe('smart meter of the first generation', () => {
	it('answers as the real one whose dump is known', () => {
		const { ask, readings } = connected();
		readings.halfHours.set(japan(2026, 5, 20, 14, 0), { import: 0xfe68, export: 0x16 });
		const dump: Record<string, string> = {
			'80': '30',
			'81': '61',
			'82': '00004600',
			'88': '42',
			'8a': '000016',
			'97': '0e1a',
			'98': '07ea0514',
			'9d': '03808188',
			'9e': '0381e5ed',
			'9f': vectors.GEN1_READABLE_MAP.replace(' ', ''),
			d3: '00000001',
			d7: '06',
			e0: '0000fe73',
			e1: '01',
			e3: '00000016',
			e5: 'ff',
			e7: '00000278',
			e8: '001e0032',
			ea: '07ea05140e00000000fe68',
			eb: '07ea05140e000000000016',
			ec: 'ffffffffffff01fffffffefffffffe',
			ed: 'ffffffffffff01',
		};
		for (const [epc, value] of Object.entries(dump)) equal(get(ask, Number.parseInt(epc, 16)), value, `0x${epc}`);
	});

	it('has no EPC 83, like the real one', () => equal(connected().ask(vectors.GET_ID).join(), vectors.GET_ID_SNA.replace(/\s/g, '')));

	it('answers Get of the power byte for byte', () => {
		const { ask, readings } = connected();
		readings.measured = { power: 512, currentR: 3, currentT: 2, voltageR: 100, voltageT: 100 };
		equal(ask(vectors.GET_POWER).join(), vectors.GET_POWER_RES.replace(/\s/g, ''));
	});

	it('has a serial number of 12 bytes, padded', () => {
		equal(get(connected({ serial: 'AB1' }).ask, 0x8d), '414231000000000000000000');
		throws(() => connected({ serial: '1234567890123' }), /serial number: expected at most 12 characters, got 13/);
		throws(() => connected({ serial: '電力' }), /expected printable ASCII/);
	});

	it('says so where it has no values', () => {
		const { ask, readings } = connected();
		readings.current = undefined;
		readings.measured = undefined;
		equal(get(ask, 0xe0), 'fffffffe');
		equal(get(ask, 0xe3), 'fffffffe');
		equal(get(ask, 0xe7), '7ffffffe');
		equal(get(ask, 0xe8), '7ffe7ffe');
		equal(get(ask, 0xea), 'fffffffffffffffffffffe');
		equal(get(ask, 0xeb), 'fffffffffffffffffffffe');
	});

	it('keeps to the newest half-hour on record, however long ago', () => {
		const { ask, readings, clock } = connected();
		readings.halfHours.set(japan(2026, 4, 20, 3, 30), { import: 7, export: 8 });
		equal(get(ask, 0xea), '07ea0414031e00 00000007'.replace(' ', ''));
		readings.halfHours.set(japan(2026, 5, 20, 14, 0), { import: 9, export: 8 });
		equal(get(ask, 0xea), '07ea05140e0000 00000009'.replace(' ', ''));
		clock.set(japan(2026, 4, 20, 3, 45) * 60_000);
		equal(get(ask, 0xea), '07ea0414031e00 00000007'.replace(' ', ''));
	});

	it('finds a half-hour that is recorded only after it was asked in vain', () => {
		const { ask, readings } = connected();
		equal(get(ask, 0xea), 'fffffffffffffffffffffe');
		readings.halfHours.set(japan(2026, 5, 20, 14, 0), { import: 9, export: 8 });
		equal(get(ask, 0xea), '07ea05140e0000 00000009'.replace(' ', ''));
	});

	it('refuses a register that its class cannot say', () => {
		const readings = new ScriptedReadings(() => DUMP_TIME * 60_000);
		readings.counter = { wattHours: 5, digits: 6 };
		throws(() => new SmartMeter({ profile: GEN1, readings, serial: '1' }), /property 0xe1: expected a unit/);
		readings.counter = { wattHours: 10, digits: 9 };
		throws(() => new SmartMeter({ profile: GEN1, readings, serial: '1' }), /property 0xd7: expected 1 to 8 digits, got 9/);
	});

	it('tells unit and coefficient so that their product is the register', () => {
		const readings = new ScriptedReadings(() => DUMP_TIME * 60_000);
		readings.counter = { wattHours: 1000, digits: 6, coefficient: 10 };
		const { object } = new SmartMeter({ profile: GEN1, readings, serial: '1' });
		bytesEqual(object.get(0xe1)!, '01');
		bytesEqual(object.get(0xd3)!, '0000000a');
	});
});

describe('installation location (EPC 81)', () => {
	it('is one byte, or 17 that begin with 01', () => {
		const { ask } = connected();
		equal(setC(ask, '81', '08'), '71018100');
		equal(get(ask, 0x81), '08');
		const long = `01${'a5'.repeat(16)}`;
		equal(setC(ask, '81', long), '71018100');
		equal(get(ask, 0x81), long);
		equal(setC(ask, '81', '01'), '5101810101');
		equal(setC(ask, '81', `02${'a5'.repeat(16)}`).slice(0, 4), '5101');
		equal(get(ask, 0x81), long);
	});

	it('survives a power cut where somebody keeps it', () => {
		let kept: Uint8Array | undefined;
		const location = {
			load: () => kept,
			save: (value: Uint8Array) => {
				kept = value;
			},
		};
		setC(connected({ location }).ask, '81', '10');
		equal(get(connected({ location }).ask, 0x81), '10');
		kept = hex('0101');
		equal(get(connected({ location }).ask, 0x81), '61');
	});
});

describe('smart meter of the second generation', () => {
	const date = '07ea05140e1a';

	it('says Release R revision 2', () => equal(get(connected({ profile: GEN2 }).ask, 0x82), '00005202'));

	it('has a Route B identification number of its manufacturer', () => {
		equal(get(connected({ profile: GEN2 }).ask, 0xc0), '000000164b45494b4930303030303031');
	});

	it('gives the newest full minute, with seconds 00', () => {
		const { ask, readings } = connected({ profile: GEN2 });
		// The last full minute of the dump, 2026-05-20 14:26: the date has no code that says "none".
		equal(get(ask, 0xd0), '07ea05140e1a00 fffffffe fffffffe'.replace(/ /g, ''));
		readings.minutes.set(thisMinute(readings) - 1, { import: 5, export: 6 });
		equal(get(ask, 0xd0), '07ea05140e1900 00000005 00000006'.replace(/ /g, ''));
		readings.minutes.set(thisMinute(readings), { import: 7, export: 8 });
		equal(get(ask, 0xd0), `${date}00 00000007 00000008`.replace(/ /g, ''));
	});

	it('gives minutes backwards from the one that EF chose', () => {
		const { ask, readings } = connected({ profile: GEN2 });
		const now = thisMinute(readings);
		readings.minutes.set(now, { import: 7, export: 8 });
		readings.minutes.set(now - 2, { import: 5, export: 6 });
		equal(get(ask, 0xee), 'ffffffffffff01fffffffefffffffe');
		equal(setC(ask, 'ef', `${date}03`), '7101ef00');
		equal(get(ask, 0xef), `${date}03`);
		equal(get(ask, 0xee), `${date}03 0000000700000008 fffffffefffffffe 0000000500000006`.replace(/ /g, ''));
		equal(setC(ask, 'ef', `${date}0b`), `5101ef07${date}0b`);
		equal(setC(ask, 'ef', `${date}0a`), '7101ef00');
	});
});

describe('smart meter on a one-way metering unit', () => {
	const profile = GEN2;
	const oneWay = () => {
		const parts = connected({ profile });
		parts.readings.twoWay = false;
		return parts;
	};

	it('has no reverse energy', () => {
		const { ask } = oneWay();
		for (const epc of ['e3', 'e4', 'eb']) equal(ask(`1081 0001 05ff01 028801 62 01 ${epc} 00`)[0]!.slice(20), `5201${epc}00`);
	});

	it('lists none either, as soon as such a unit is in place, and as long as it is', () => {
		const { ask, readings } = connected({ profile });
		const reverse = [0xe3, 0xe4, 0xeb];
		const listed = () => decodePropertyMap(hex(get(ask, 0x9f))).filter((epc) => reverse.includes(epc));
		equal(listed().length, 3);
		readings.twoWay = false;
		equal(listed().length, 0);
		readings.twoWay = true;
		equal(listed().length, 3);
	});

	it('has no data for it where both directions stand side by side', () => {
		const { ask, readings } = oneWay();
		readings.minutes.set(thisMinute(readings), { import: 7, export: 8 });
		equal(get(ask, 0xd0).slice(14), '00000007fffffffe');
		setC(ask, 'ef', '07ea05140e1a01');
		equal(get(ask, 0xee).slice(14), '00000007fffffffe');
	});
});
