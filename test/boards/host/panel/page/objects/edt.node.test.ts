import assert from 'node:assert/strict';
import { dayEdt, hexEntered, spaced, timeEdt } from '../../../../../../boards/host/panel/page/objects/edt.js';
import { isFound, wordsIn } from '../../../../../../boards/host/panel/page/objects/find.js';
import { clockOf, momentOf } from '../../../../../../boards/host/panel/page/objects/times.js';
import { fromHex } from '../../../../../../modules/bytes/hex.js';
import type { Readings } from '../../../../../../src/meter/metering/readings.js';
import { TimedHistory } from '../../../../../../src/route-b/histories.js';

describe('panel: what is entered for a property', () => {
	it('days', () => {
		assert.deepEqual(['0', '7', '99', '100', '', '-1', '1.5'].map(dayEdt), ['00', '07', '63', undefined, undefined, undefined, undefined]);
	});

	it('times with a number of entries, as a meter takes them', () => {
		const edt = timeEdt('2026-11-22T11:30', '12')!;
		assert.equal(edt, '07EA0B160B1E0C');
		assert.equal(new TimedHistory({} as Readings, 'halfHour').choose(fromHex(edt)), true);
		assert.deepEqual([timeEdt('', '1'), timeEdt('2026-11-22T11:30', ''), timeEdt('2026-11-22T11:30', '0')], [undefined, undefined, undefined]);
	});

	it('bytes, however they are spaced', () => {
		assert.deepEqual(['00 01f4', '0', 'xx', '', ' 6 1 ', '61:08'].map(hexEntered), ['0001F4', undefined, undefined, undefined, '61', '6108']);
		assert.deepEqual([spaced('000001F4'), spaced('61'), spaced('')], ['00 00 01 F4', '61', '']);
	});
});

describe('panel: finding objects', () => {
	it('takes each word anywhere, in any case', () => {
		assert.deepEqual(wordsIn('  Power  E7 '), ['power', 'e7']);
		assert.equal(isFound(wordsIn('power e7'), 'E7', 'power', '500 W'), true);
		assert.equal(isFound(wordsIn('power e8'), 'E7', 'power', '500 W'), false);
		assert.equal(isFound(wordsIn('電力'), '瞬時電力計測値'), true);
		assert.equal(isFound([], 'anything'), true);
	});
});

describe('panel: times of the world', () => {
	it('are shown as they are told', () => {
		const time = '2026-11-29T22:13:57.798+09:00';
		assert.deepEqual([clockOf(time), momentOf(time)], ['22:13:57', '2026-11-29 22:13']);
	});
});
