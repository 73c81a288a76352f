import { decodeVoltageEvent, encodeVoltageEvent } from '../../../../src/meter/voltage/event.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';
import { at, VoltageRig } from './voltage-rig.js';

const noon = at(12);

/** Which events a voltage begins, of those on R-N, with T following so that nothing else happens. */
function begun(volts: number, wiring: '1p3w' | '3p3w' = '1p3w'): string {
	const rig = new VoltageRig(noon, { wiring });
	rig.show(volts);
	rig.seconds(1);
	return rig.told.map((event) => `${event.kind} ${event.quantity}`).join();
}

describe('voltage unit: limits', () => {
	for (const [volts, expected] of [
		[101, ''],
		[95, ''],
		[94.999, 'sag R-N,sag T-N'],
		[91, 'sag R-N,sag T-N'],
		[90.999, 'sag R-N,sag T-N,sag R-T'],
		[10.1, 'sag R-N,sag T-N,sag R-T'],
		[10.099, 'interruption R-N,interruption T-N,interruption R-T'],
		[0, 'interruption R-N,interruption T-N,interruption R-T'],
		[107, ''],
		[107.001, 'swell R-N,swell T-N'],
		[111, 'swell R-N,swell T-N'],
		[111.001, 'swell R-N,swell T-N,swell R-T'],
	] as const) {
		it(`single-phase 3-wire, both legs at ${volts} V: ${expected === '' ? 'nothing' : expected}`, () => equal(begun(volts), expected));
	}

	for (const [volts, expected] of [
		[202, ''],
		[182, ''],
		[181.999, 'sag R-S,sag T-S'],
		[222, ''],
		[222.001, 'swell R-S,swell T-S'],
		[20.2, 'sag R-S,sag T-S'],
		[20.199, 'interruption R-S,interruption T-S'],
		[400, 'swell R-S,swell T-S'],
	] as const) {
		it(`three-phase 3-wire, both lines at ${volts} V: ${expected === '' ? 'nothing' : expected}`, () => equal(begun(volts, '3p3w'), expected));
	}

	it('one leg alone', () => {
		const rig = new VoltageRig(noon);
		rig.show(94, 98);
		rig.seconds(0);
		equal(rig.told.map((event) => `${event.kind} ${event.quantity}`).join(), 'sag R-N');
	});

	it('the legs’ sum is exact in mV: 90.9 + 91.1 V are 182 V', () => {
		const rig = new VoltageRig(noon);
		rig.show(90.9, 91.1);
		rig.seconds(0);
		equal(rig.told.filter((event) => event.quantity === 'R-T').length, 0);
	});

	it('imbalance begins above 6 % between the legs and ends at 5 %', () => {
		const rig = new VoltageRig(noon);
		rig.show(103, 97);
		rig.seconds(1);
		equal(rig.told.length, 0);
		rig.show(103.001, 97);
		rig.seconds(1);
		rig.show(104, 96);
		rig.seconds(1);
		rig.show(102.501, 97.5);
		rig.seconds(1);
		rig.show(102.5, 97.5);
		equal(rig.events('R-N', noon), 'imbalance lasting 1000+0,imbalance ended 1000+3000');
		equal(rig.kept(), 'imbalance R-N 8 8');
	});

	it('an interrupted leg is no imbalance', () => {
		const rig = new VoltageRig(noon);
		rig.show(101, 0);
		rig.seconds(1);
		equal(rig.told.filter((event) => event.kind === 'imbalance').length, 0);
	});
});

describe('voltage unit: events', () => {
	it('have the start, duration and depth of the samples, to the millisecond', () => {
		const rig = new VoltageRig(noon);
		rig.show(101);
		rig.seconds(12.345);
		rig.show(90);
		rig.seconds(0.5);
		rig.show(85.25, 94);
		rig.seconds(61.101);
		rig.show(101);
		equal(rig.events('R-N', noon), 'sag lasting 12345+0,imbalance lasting 12845+0,sag ended 12345+61601,imbalance ended 12845+61101');
		equal(rig.events('T-N', noon), 'sag lasting 12345+0,sag ended 12345+61601');
		equal(rig.kept(), 'sag R-N 85.25 15.75,sag T-N 90 11,sag R-T 179.25 22.75,imbalance R-N 9.76 9.76');
	});

	it('end 1 V inside the band, not before', () => {
		const rig = new VoltageRig(noon);
		rig.show(94);
		rig.seconds(1);
		rig.show(95.999);
		rig.seconds(1);
		rig.show(96);
		rig.seconds(1);
		rig.show(108);
		rig.seconds(1);
		rig.show(106.001);
		rig.seconds(1);
		rig.show(106);
		equal(rig.events('R-N', noon), 'sag lasting 0+0,sag ended 0+2000,swell lasting 3000+0,swell ended 3000+2000');
	});

	it('follow each other: a sag that deepens, an interruption, a sag again', () => {
		const rig = new VoltageRig(noon);
		rig.show(50);
		rig.seconds(1);
		rig.show(10);
		rig.seconds(2);
		rig.show(12.119);
		rig.seconds(3);
		rig.show(12.12);
		rig.seconds(4);
		rig.show(101);
		const expected =
			'sag lasting 0+0,sag ended 0+1000,interruption lasting 1000+0,interruption ended 1000+5000,sag lasting 6000+0,sag ended 6000+4000';
		equal(rig.events('R-N', noon), expected);
	});

	it('turn from sag to swell at once', () => {
		const rig = new VoltageRig(noon);
		rig.show(90);
		rig.seconds(1);
		rig.show(110);
		equal(rig.events('T-N', noon), 'sag lasting 0+0,sag ended 0+1000,swell lasting 1000+0');
	});

	it('can be asked while they last', () => {
		const rig = new VoltageRig(noon);
		rig.show(94);
		rig.seconds(90);
		equal(rig.unit.lasting.map((event) => `${event.kind} ${event.quantity} ${event.duration}`).join(), 'sag R-N 90000,sag T-N 90000');
	});

	it('are cut where measuring stops', () => {
		const rig = new VoltageRig(noon);
		rig.show(94);
		rig.seconds(5);
		rig.unit.measure(undefined);
		rig.seconds(5);
		rig.show(94);
		equal(rig.events('R-N', noon), 'sag lasting 0+0,sag cut 0+5000,sag lasting 10000+0');
	});

	it('keep their length when the clock is set meanwhile', () => {
		const rig = new VoltageRig(noon);
		rig.show(94);
		rig.seconds(5);
		rig.clock.set(at(18) * 60_000);
		rig.seconds(5);
		rig.show(101);
		equal(rig.events('R-N', noon), 'sag lasting 0+0,sag ended 0+10000');
	});

	it('survive a power cut once they have ended', () => {
		const rig = new VoltageRig(noon);
		rig.show(94);
		rig.seconds(5);
		rig.show(101);
		rig.show(110);
		rig.powerCut(60);
		equal(rig.kept(), 'sag R-N 94 7,sag T-N 94 7');
	});

	it('wear no flash when a voltage dances on a limit: 60 in a half-hour are kept, all are counted', () => {
		const rig = new VoltageRig(noon);
		for (let i = 0; i < 100; i++) {
			rig.show(94, 98);
			rig.seconds(1);
			rig.show(97, 98);
			rig.seconds(1);
		}
		equal(rig.kept().split(',').length, 60);
		equal(rig.unit.day(noon)!.quantities[0]!.sag.count, 100);
		rig.seconds(1800);
		rig.show(94, 98);
		rig.show(97, 98);
		equal(rig.kept().split(',').length, 61);
	});
});

describe('voltage event record', () => {
	const event = { kind: 'swell', quantity: 2, cut: true, start: 0x0123456789ab, duration: 0x00010000000f, extreme: 223_500 } as const;
	const bytes = '01 02 01 0123456789ab 00010000000f 0003690c';

	it('is encoded', () => bytesEqual(encodeVoltageEvent(event), bytes));

	it('is decoded', () => equal(JSON.stringify(decodeVoltageEvent(hex(bytes))), JSON.stringify(event)));

	it('of an unknown kind, or too short, is refused', () => {
		throws(() => decodeVoltageEvent(hex(bytes.replace('01', '04'))), /^voltage event: at byte 0: expected a kind below 4/);
		for (let length = 0; length < 19; length++) throws(() => decodeVoltageEvent(hex(bytes).subarray(0, length)), /^voltage event: at byte/);
	});
});
