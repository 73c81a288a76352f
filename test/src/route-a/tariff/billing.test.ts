import { NAME } from '../../../../modules/cosem/object-names.js';
import { encodeRange, SELECTOR, selectionOf } from '../../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { equal, hex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { bytesIn, dateTimeText, get, itemsIn, numberIn } from '../route-a-rig.js';
import { at, DAY, JST, SCRIPTS, TariffRig } from './tariff-rig.js';

const SCHEDULE = 22;
const rig = (started = '2026-11-20T06:00'): TariffRig => {
	const each = new TariffRig(at(started)).start();
	each.rate = { import: 10, export: 2 };
	return each;
};
const setScript = (each: TariffRig, script: number, selector: number): number =>
	each.set(SCHEDULE, 'billingSchedule', 2, new DataWriter().structure(2).logicalName(script).longUnsigned(selector));
/** Midnight of the first of each month. */
const setMonths = (each: TariffRig): number =>
	each.set(SCHEDULE, 'billingSchedule', 4, new DataWriter().array(1).structure(2).octetString(hex('00000000')).octetString(hex('ffffff01ff')));
/** Each row as its time and its counts. */
const rows = (each: TariffRig): string[] =>
	itemsIn(get(each.line, 7, NAME.billingProfile, 2)).map((row) => {
		const [time, ...values] = itemsIn(row);
		return `${dateTimeText(bytesIn(time)).slice(0, 16)} ${values.map((value) => (value.tag === DataTag.nullData ? '-' : numberIn(value))).join(' ')}`;
	});

describe('Route A: billing profile', () => {
	it('has a row at each end of a month, once it is planned, through restarts', () => {
		const each = rig();
		each.program();
		each.activate();
		each.run(DAY);
		equal(rows(each).length, 0);
		equal(setScript(each, NAME.billingScripts, 1), 0);
		equal(each.set(SCHEDULE, 'billingSchedule', 3, new DataWriter().enum(1)), 0);
		equal(setMonths(each), 0);
		each.runTo('2026-12-02T00:00');
		equal(rows(each).length, 1);
		const [first] = rows(each);
		equal(first!.slice(0, 16), '2026-12-01 00:00');
		const [total, ...rates] = first!.slice(17).split(' ').map(Number);
		equal(total, 1000 + 10 * (18 + 10 * 24));
		equal(
			rates.slice(0, 4).reduce((sum, count) => sum + count),
			total! - 1000,
		);
		equal(rates[4], 50 + 2 * (18 + 10 * 24));
		each.restart();
		each.runTo('2027-02-02T00:00');
		equal(
			rows(each)
				.map((row) => row.slice(0, 16))
				.join(),
			'2026-12-01 00:00,2027-01-01 00:00,2027-02-01 00:00',
		);
		// Missed without power: at power-up.
		each.restart(31 * DAY).run(6000);
		equal(rows(each).length, 4);
		equal(setScript(each, NAME.disconnectScripts, 1), 13);
		equal(setScript(each, NAME.billingScripts, 2), 13);
		equal(setScript(each, 0, 0), 0);
		each.run(40 * DAY);
		equal(rows(each).length, 4);
		equal(each.codes, '');
	});

	it('has a row of a month that a wrong clock had come to before', () => {
		const each = rig('2026-11-30T23:00');
		setScript(each, NAME.billingScripts, 1);
		setMonths(each);
		each.runTo('2026-12-01T00:00');
		equal(rows(each).length, 1);
		each.meter.routeA.adjustClock(at('2026-11-10T12:00'));
		each.runTo('2026-12-01T00:00');
		equal(
			rows(each)
				.map((row) => row.slice(0, 16))
				.join(),
			'2026-12-01 00:00,2026-12-01 00:00',
		);
	});

	it('has a row when a client says so, and the standard log says that it did', () => {
		const each = rig();
		equal(each.act(SCRIPTS, 'billingScripts', 1, new DataWriter().longUnsigned(1)), 0);
		equal(rows(each).join(), '2026-11-20 06:00 1000 0 0 0 0 50 0 0 0 0');
		equal(each.codes, '21');
		equal(each.act(SCRIPTS, 'billingScripts', 1, new DataWriter().longUnsigned(2)), 13);
	});

	it('has rows without values where no metering unit is in place', () => {
		const each = rig();
		each.meter.readings.current = undefined;
		equal(each.act(SCRIPTS, 'billingScripts', 1, new DataWriter().longUnsigned(1)), 0);
		equal(rows(each).join(), `2026-11-20 06:00${' -'.repeat(10)}`);
	});

	it('keeps the newest 36, and finds them by their time', () => {
		const each = rig();
		for (let i = 0; i < 40; i++) {
			equal(each.act(SCRIPTS, 'billingScripts', 1, new DataWriter().longUnsigned(1)), 0);
			each.run(DAY);
		}
		equal(rows(each).length, 36);
		equal(rows(each)[0]!.slice(0, 10), '2026-11-24');
		equal(numberIn(get(each.line, 7, NAME.billingProfile, 7)), 36);
		equal(numberIn(get(each.line, 7, NAME.billingProfile, 8)), 36);
		each.restart();
		equal(rows(each).length, 36);
		const w = new DataWriter();
		const time = (text: string) => ({ tag: DataTag.octetString, bytes: dateTimeOf(at(text), JST, 0) });
		const from = time('2026-12-01T06:00');
		const to = time('2026-12-02T12:00');
		encodeRange(w, { restricting: { classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 }, from, to, columns: [] });
		equal(itemsIn(get(each.line, 7, NAME.billingProfile, 2, selectionOf(SELECTOR.range, w))).length, 2);
	});

	it('has a row or none, whole, whichever flash operation a power cut comes in', () => {
		const steps = (each: TariffRig): void => {
			setScript(each, NAME.billingScripts, 1);
			setMonths(each);
			each.runTo('2026-12-01T12:00');
		};
		// A torn write may be whole, or blank: some of these leave a row of which the schedule does not know.
		for (let seed = 5; seed < 9; seed++)
			cutEach({
				...{ seed, steps, least: 4 },
				started: () => rig('2026-11-30T12:00'),
				flash: ({ flash }) => flash,
				check(each, cut) {
					each.restart().run(6000);
					const isPlanned = itemsIn(get(each.line, SCHEDULE, NAME.billingSchedule, 4)).length === 1;
					each.runTo('2026-12-01T12:00');
					equal(rows(each).length, isPlanned ? 1 : 0, `seed ${seed}, cut ${cut}`);
				},
			});
	});
});
