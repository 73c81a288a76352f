import type { FaceState } from '../../../../../../boards/host/panel/face/face-state.js';
import { cellCount, directionOf, isDark, screensOf, screenText } from '../../../../../../boards/host/panel/page/face/display.js';
import { equal } from '../../../../../assert.js';

const COUNTERS = { import: 12345, export: 67, digits: 6, wattHours: 100, coefficient: 1, twoWay: true };
const WORKING = { metering: { state: 'working' } };

function face(changes: Record<string, unknown> = {}): FaceState {
	const usual = { power: true, units: WORKING, counters: COUNTERS, watts: 2018.4, contact: 'closed', time: '2026-11-22T12:34:56.000+09:00' };
	return { ...usual, ...changes } as unknown as FaceState;
}

const texts = (state: FaceState) => screensOf(state).map((screen) => `${screen.name} ${screenText(screen)}`.trim());
const counters = (changes: Partial<typeof COUNTERS>) => face({ counters: { ...COUNTERS, ...changes } });

describe('the display of a metering unit', () => {
	it('cycles through registers, power, contact, clock and test', () => {
		equal(texts(face()).join(' | '), 'import 01234.5 kWh | export 00006.7 kWh | power 2018 W | contact CLOSE | clock 12:34:56 | test');
	});

	it('leaves out what a one-way unit does not count', () => {
		equal(
			texts(counters({ twoWay: false })).some((text) => text.startsWith('export')),
			false,
		);
	});

	it('has as many digits as the register, and the decimals of its unit', () => {
		equal(texts(counters({ digits: 8, wattHours: 10, import: 1234567 }))[0], 'import 012345.67 kWh');
		equal(texts(counters({ digits: 5, wattHours: 1000 }))[0], 'import 12345 kWh');
		equal(texts(counters({ digits: 4, wattHours: 1, import: 42 }))[0], 'import 0.042 kWh');
		equal(cellCount(counters({ digits: 8 })), 8);
		equal(cellCount(counters({ digits: 1 })), 6);
	});

	it('says what a register of tens, or behind a transformer, is to be taken times', () => {
		equal(texts(counters({ wattHours: 10_000, import: 7 }))[0], 'import 000007 kWh ×10');
		equal(texts(counters({ coefficient: 20 }))[0], 'import 01234.5 kWh ×20');
	});

	it('shows what is fed in without a sign, and the way by its arrow', () => {
		const state = face({ watts: -801.2 });
		equal(texts(state)[2], 'power 801 W');
		equal(directionOf(state), 'out');
		equal(directionOf(face()), 'in');
		equal(directionOf(face({ watts: 0 })), 'none');
		equal(directionOf(face({ watts: null })), 'none');
	});

	it('shows dashes for what is not known', () => {
		equal(texts(counters({ import: null as never }))[0], 'import ------ kWh');
		equal(texts(face({ watts: null }))[2], 'power ------ W');
	});

	it('shows dashes for what has more digits than the glass', () => {
		equal(texts(face({ watts: 12_345_678 }))[2], 'power ------ W');
	});

	it('says that the contact is open', () => {
		equal(texts(face({ contact: 'open' }))[3], 'contact OPEn');
	});

	it('lights everything while the unit starts', () => {
		const screens = screensOf(face({ units: { metering: { state: 'greeting' } } }));
		equal(screens.length, 1);
		equal(
			screens[0]!.cells.every(({ character, point, colon }) => character === '8' && point && colon),
			true,
		);
	});

	it('is dark without power, without its unit, and while that is isolated', () => {
		for (const state of [
			face({ power: false }),
			face({ units: { metering: { state: 'empty' } } }),
			face({ units: { metering: { state: 'isolated' } } }),
		]) {
			equal(isDark(state), true);
			equal(screensOf(state).length, 0);
		}
		equal(isDark(face()), false);
	});
});
