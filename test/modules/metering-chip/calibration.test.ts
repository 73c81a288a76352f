import { type Calibration, type ChipValues, DATA_SHEET, valuesOf } from '../../../modules/metering-chip/calibration.js';
import { type ChipFrame, decodeChipFrame } from '../../../modules/metering-chip/frame.js';
import { PulseCount } from '../../../modules/metering-chip/pulse-count.js';
import { equal, hex } from '../../assert.js';
import { HLW8032 } from '../../vectors/hlw8032.js';

/** 1 MΩ over 1 kΩ, and 1 mΩ, as in the sockets that Tasmota runs on. */
const SOCKET: Calibration = { divider: 1000, shunt: 1 };
const SOUND = decodeChipFrame(hex(HLW8032.sound));

function textOf(frame: ChipFrame, calibration = SOCKET): string {
	const values = valuesOf(frame, calibration);
	if (typeof values === 'string') return values;
	const { voltage, current, power } = values;
	return `${voltage.toFixed(1)} V ${current.toFixed(3)} A ${power.toFixed(2)} W`;
}

const told = (text: string, calibration?: Calibration) => textOf(decodeChipFrame(hex(text)), calibration);

describe('metering chip: values', () => {
	// 194,400 / 939, 16,400 / 155,741 and 5,351,000 / 256,495, by hand.
	it('are coefficient by period', () => equal(told(HLW8032.sound), '207.0 V 0.105 A 20.86 W'));

	it('are more behind a larger divider, and less with a larger shunt', () => {
		equal(told(HLW8032.sound, { divider: 500, shunt: 1 }), '103.5 V 0.105 A 10.43 W');
		equal(told(HLW8032.sound, { divider: 1000, shunt: 2 }), '207.0 V 0.053 A 10.43 W');
	});

	it('have no power that is not measured to the end', () => equal(told(HLW8032.small), '226.6 V 0.055 A 0.00 W'));
	it('have no power and no current that are too small', () => {
		equal(told(HLW8032.noLoad), '224.7 V 0.046 A 0.00 W');
		equal(textOf({ ...SOUND, state: 0xf4 }), '207.0 V 0.101 A 20.86 W', 'the current by the power');
		equal(textOf({ ...SOUND, state: 0xf6 }), '207.0 V 0.000 A 0.00 W');
	});

	it('are none without mains', () => {
		equal(told(HLW8032.withoutMains), 'no voltage');
		equal(textOf({ ...SOUND, state: 0xf8 }), 'no voltage');
		equal(textOf({ ...SOUND, voltage: { ...SOUND.voltage, isFresh: false } }), 'no voltage');
		equal(textOf({ ...SOUND, voltage: { ...SOUND.voltage, period: 0 } }), 'no voltage');
	});

	it('are none of a chip that says that it is not well', () => {
		equal(textOf({ ...SOUND, state: 0xaa }), 'uncorrected');
		for (const state of [0xf1, 0xf3, 0xf5, 0xf9, 0xff]) equal(textOf({ ...SOUND, state }), 'coefficients damaged');
	});

	it('are none where they cannot be', () => {
		equal(told(HLW8032.sound, { divider: 1500, shunt: 1 }), 'implausible', '310 V');
		equal(told(HLW8032.sound, { divider: 1449, shunt: 1 }), '300.0 V 0.105 A 30.23 W');
		equal(told(HLW8032.sound, { divider: 1000, shunt: 0.0005 }), 'implausible', '210 A');
		equal(textOf({ ...SOUND, power: { ...SOUND.power, period: 0x01e9ef } }), '207.0 V 0.105 A 42.66 W');
		equal(textOf({ ...SOUND, power: { ...SOUND.power, period: 0x00e9ef } }), 'implausible', '89 W of 22 VA');
		equal(textOf({ ...SOUND, power: { coefficient: 0, period: 1, isFresh: true } }), 'implausible', 'no coefficient');
	});

	it('have a pulse of what the data sheet makes of a kWh', () => {
		// 1 kWh = 10⁹ × 3,600 × 1,000 / coefficient pulses.
		const { pulse } = valuesOf(SOUND, SOCKET) as ChipValues;
		equal((pulse * Math.round(3.6e12 / 0x51a658)).toFixed(0), '3599998', 'Ws');
		const { pulse: behind } = valuesOf({ ...SOUND, voltage: { ...SOUND.voltage, period: 2000 } }, DATA_SHEET) as ChipValues;
		equal((behind / pulse).toFixed(6), '1.880000');
	});
});

describe('metering chip: pulses', () => {
	const looks = (...frames: readonly (readonly [number, boolean])[]) => {
		const count = new PulseCount();
		return frames.map(([pulses, carry]) => count.since({ pulses, carry }) ?? '?').join();
	};

	it('are counted from one frame to the next', () => equal(looks([5, false], [5, false], [12, false]), '?,0,7'));
	it('are counted over the end of 16 bits', () => equal(looks([65_530, false], [4, true], [65_535, true], [0, false]), '?,10,?,1'));
	it('are not where the chip began anew', () => equal(looks([500, true], [3, true], [5, true]), '?,?,2'));
	it('are not where there are too many', () => {
		equal(looks([0, false], [32_768, false]), '?,32768');
		equal(looks([0, false], [32_769, false]), '?,?');
		equal(looks([0, false], [1, true]), '?,?', 'a whole turn');
	});

	it('begin anew when they are to', () => {
		const count = new PulseCount();
		count.since({ pulses: 1, carry: false });
		count.forget();
		equal(count.since({ pulses: 2, carry: false }), undefined);
	});
});
