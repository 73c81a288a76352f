import { NAME } from '../../../modules/cosem/object-names.js';
import { encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { fromCivil } from '../../../src/meter/metering/calendar.js';
import { equal } from '../../assert.js';
import { associated, bytesIn, dateTimeText, get, itemsIn, meter, NOON, numberIn, READING } from './route-a-rig.js';

const JST = -540;
const midnight = (month: number, day: number): number => fromCivil(2026, month, day)!;

describe('Route A: daily profile', () => {
	it('has what the registers showed at each midnight that is on record, 46 at most', () => {
		const all = meter();
		const line = associated(all, READING);
		const rows = itemsIn(get(line, 7, NAME.dailyProfile, 2));
		equal(rows.length, 46);
		equal(numberIn(get(line, 7, NAME.dailyProfile, 7)), 46);
		equal(numberIn(get(line, 7, NAME.dailyProfile, 4)), 86_400);
		const [time, imported, exported] = itemsIn(rows[45]!);
		equal(dateTimeText(bytesIn(time)), '2026-11-22 00:00:00.00 -540 00');
		equal(numberIn(imported), (midnight(11, 22) / 30) % 1_000_000);
		equal(numberIn(exported), 7);
		equal(dateTimeText(bytesIn(itemsIn(rows[0]!)[0])).slice(0, 10), '2026-10-08');
		all.readings.recorded = (at) => at !== midnight(11, 21) && at > midnight(11, 1);
		equal(itemsIn(get(line, 7, NAME.dailyProfile, 2)).length, 20);
	});

	it('is read by range', () => {
		const line = associated(meter(), READING);
		const w = new DataWriter();
		const time = (at: number) => ({ tag: DataTag.octetString, bytes: dateTimeOf(at, JST, 0) });
		const range = { restricting: { classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 }, columns: [] };
		encodeRange(w, { ...range, from: time(midnight(11, 20) * 60_000 + 1000), to: time(NOON) });
		equal(itemsIn(get(line, 7, NAME.dailyProfile, 2, selectionOf(SELECTOR.range, w))).length, 2);
	});
});
