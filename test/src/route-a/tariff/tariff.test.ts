import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../../../../modules/dlms/axdr/date-time.js';
import { equal, hex, toHex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { bytesIn, get, itemsIn, numberIn } from '../route-a-rig.js';
import { at, CALENDAR, DAY, day, HOUR, JST, MINUTE, SCRIPTS, SPECIAL_DAYS, season, special, TariffRig, TWO_SEASONS, week } from './tariff-rig.js';

/** 2026-11-20 is a Friday. */
const rig = (started = '2026-11-20T06:00'): TariffRig => new TariffRig(at(started)).start();
const nameOf = (each: TariffRig, attribute: number): string => asciiText(bytesIn(get(each.line, CALENDAR, NAME.activityCalendar, attribute)));
const activation = (each: TariffRig, bytes: Uint8Array): number => each.set(CALENDAR, 'activityCalendar', 10, new DataWriter().octetString(bytes));

describe('Route A: activity calendar', () => {
	it('switches at its times of day from activation on, and logs that it was programmed and activated', () => {
		const each = rig();
		equal(each.run(10_000).mask, '');
		equal(each.program(), '0,0,0,0');
		equal(each.run(2 * DAY).mask, '');
		equal(each.activate(), 0);
		equal(each.codes, '19,19,19,19,9');
		equal(nameOf(each, 2), '2026');
		const other = rig();
		other.program();
		other.activate();
		other.run(6000);
		equal(other.mask, 'rate2');
		equal(other.runTo('2026-11-20T06:59:59').mask, 'rate2');
		equal(other.runTo('2026-11-20T07:00').mask, 'rate1');
		equal(other.runTo('2026-11-20T22:59:59').mask, 'rate1');
		equal(other.runTo('2026-11-20T23:00').mask, 'rate2');
		// A Saturday.
		equal(other.runTo('2026-11-21T12:00').mask, 'rate2');
		equal(other.runTo('2026-11-23T12:00').mask, 'rate1');
		equal(other.meter.lines.slice(0, 3).join('; '), 'tariff: rate2; tariff: rate1; tariff: rate2');
		equal(asciiText(bytesIn(get(other.line, 1, NAME.activeTariff, 2))), 'rate1');
	});

	it('reads as it was set, passive and active', () => {
		const each = rig();
		const attributes = (from: number): string =>
			[0, 1, 2, 3]
				.map((i) =>
					JSON.stringify(get(each.line, CALENDAR, NAME.activityCalendar, from + i), (_, value) =>
						value instanceof Uint8Array ? toHex(value) : value,
					),
				)
				.join();
		each.program();
		const set = attributes(6);
		equal(itemsIn(get(each.line, CALENDAR, NAME.activityCalendar, 9)).length, 3);
		equal(numberIn(itemsIn(itemsIn(get(each.line, CALENDAR, NAME.activityCalendar, 8))[0])[6]), 3);
		equal(each.activate(), 0);
		equal(attributes(2), set);
		equal(attributes(6), set);
		// What is set then is the passive one's alone.
		equal(each.set(CALENDAR, 'activityCalendar', 6, new DataWriter().octetString(asciiBytes('next'))), 0);
		equal(`${nameOf(each, 2)} ${nameOf(each, 6)}`, '2026 next');
		equal(attributes(2), set);
		each.restart();
		equal(attributes(2), set);
		equal(`${nameOf(each, 2)} ${nameOf(each, 6)}`, '2026 next');
	});

	it('activates at its time, also in an outage, once; at once at a time that has passed; never at none', () => {
		const each = rig();
		each.program();
		equal(activation(each, dateTimeOf(at('2026-11-20T12:00'), JST, 0)), 0);
		equal(toHex(bytesIn(get(each.line, CALENDAR, NAME.activityCalendar, 10))).toLowerCase(), '07ea0b14050c000000fde400');
		equal(each.runTo('2026-11-20T11:59:59').mask, '');
		equal(each.runTo('2026-11-20T12:00').mask, 'rate1');
		equal(each.codes, '19,19,19,19,9');
		equal(toHex(bytesIn(get(each.line, CALENDAR, NAME.activityCalendar, 10))), toHex(UNSPECIFIED_TIME));
		const out = rig();
		out.program();
		equal(activation(out, dateTimeOf(at('2026-11-20T12:00'), JST, 0)), 0);
		out.restart(DAY).run(6000);
		equal(out.codes, '9');
		equal(out.mask, 'rate2');
		const past = rig();
		past.program();
		equal(activation(past, hex('07b20101ff000000008000ff')), 0);
		equal(past.run(6000).mask, 'rate2');
		const never = rig();
		never.program();
		equal(activation(never, dateTimeOf(at('2026-11-20T12:00'), JST, 0)), 0);
		equal(activation(never, UNSPECIFIED_TIME), 0);
		equal(never.run(2 * DAY).mask, '');
		equal(activation(never, hex('07ea0b14ff0c00')), 12);
		equal(activation(never, hex('ff9c0101ff000000008000ff')), 13);
	});

	it('is activated as a whole or not at all', () => {
		const each = rig();
		equal(each.program({ ...TWO_SEASONS, weeks: TWO_SEASONS.weeks.slice(1) }), '0,0,0,0');
		equal(each.activate(), 250);
		equal(activation(each, hex('07b20101ff000000008000ff')), 250);
		equal(activation(each, dateTimeOf(at('2026-11-20T12:00'), JST, 0)), 0);
		each.run(DAY);
		equal(each.meter.lines.join(), 'tariff: the passive calendar is not whole: it is not activated');
		equal(each.codes, '19,19,19,19');
		equal(nameOf(each, 2), '');
		equal(each.program(), '0,0,0,0');
		equal(each.activate(), 0);
		// A calendar without days in use is refused in place of it, and it stays in force.
		equal(each.program({ ...TWO_SEASONS, days: [] }), '0,0,0,0');
		equal(each.activate(), 250);
		equal(each.runTo('2026-11-24T12:00').mask, 'rate1');
		equal(each.act(CALENDAR, 'activityCalendar', 1, new DataWriter().boolean(true)), 12);
	});

	it('refuses what it has no room for, and what is no calendar', () => {
		const each = rig();
		const many = <T>(count: number, item: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
		for (const [change, expected] of [
			[{ seasons: many(6, () => season('12345678', '0101')) }, '0,0,0,0'],
			[{ seasons: many(7, () => season('a', '0101')) }, '0,13,0,0'],
			[{ seasons: [season('123456789', '0101')] }, '0,13,0,0'],
			[{ seasons: [season('a', '1301')] }, '0,13,0,0'],
			[{ seasons: [{ ...season('a', '0101'), start: new Uint8Array(11) }] }, '0,12,0,0'],
			[{ seasons: [{ ...season('a', '0101'), start: hex('ffff0101ff00000000fde4ff') }] }, '0,0,0,0'],
			[{ seasons: [{ ...season('a', '0101'), start: hex('ffff0101ff000000000000ff') }] }, '0,13,0,0'],
			[{ weeks: many(8, () => week('a', [1, 1, 1, 1, 1, 1, 1])) }, '0,0,0,0'],
			[{ weeks: many(9, () => week('a', [1, 1, 1, 1, 1, 1, 1])) }, '0,0,13,0'],
			[{ weeks: [week('123456789', [1, 1, 1, 1, 1, 1, 1])] }, '0,0,13,0'],
			[{ days: many(16, (i) => day(i, '00:00 1', '08:00 2', '23:59:59 4')) }, '0,0,0,0'],
			[{ days: many(17, (i) => day(i, '00:00 1')) }, '0,0,0,13'],
			[{ days: [day(1, ...many(48, (i) => `0${i % 10}:00 1`))] }, '0,0,0,0'],
			[{ days: [day(1, ...many(49, () => '00:00 1'))] }, '0,0,0,13'],
			[{ days: [day(1, '24:00 1')] }, '0,0,0,13'],
			[{ days: [day(1, '00:60 1')] }, '0,0,0,13'],
			[{ days: [day(1, '00:00 5')] }, '0,0,0,13'],
			[{ days: [day(1, '00:00 0')] }, '0,0,0,13'],
			[{ days: [{ id: 1, actions: [{ ...day(1, '00:00 1').actions[0]!, script: NAME.disconnectScripts }] }] }, '0,0,0,13'],
			[{ name: new Uint8Array(15) }, '0,0,0,0'],
			[{ name: new Uint8Array(16) }, '13,0,0,0'],
		] as const)
			equal(each.program({ ...TWO_SEASONS, ...change }), expected, JSON.stringify(change));
		equal(each.set(CALENDAR, 'activityCalendar', 7, new DataWriter().nullData()), 12);
		equal(each.set(CALENDAR, 'activityCalendar', 8, new DataWriter().array(1).structure(2).octetString(asciiBytes('a')).unsigned(1)), 12);
		equal(each.set(CALENDAR, 'activityCalendar', 9, new DataWriter().array(1).structure(2).unsigned(1).unsigned(1)), 12);
		equal(each.set(CALENDAR, 'activityCalendar', 2, new DataWriter().octetString(new Uint8Array(0))), 3);
	});

	it('finds what is in force anew where the clock jumps, forwards and back, and after an outage', () => {
		const each = rig();
		each.program();
		each.activate();
		each.run(6000);
		each.meter.routeA.adjustClock(at('2026-11-20T12:00'));
		equal(each.run(0).mask, 'rate1');
		each.meter.routeA.adjustClock(at('2026-11-20T06:00'));
		equal(each.run(0).mask, 'rate2');
		each.meter.routeA.adjustClock(at('2027-07-02T14:00'));
		equal(each.run(0).mask, 'rate3');
		// By somebody else.
		each.clock.set(at('2026-11-20T22:00'));
		equal(each.run(MINUTE).mask, 'rate1');
		each.clock.set(at('2026-11-20T06:00'));
		equal(each.run(MINUTE).mask, 'rate2');
		equal(each.runTo('2026-11-20T08:00').mask, 'rate1');
		equal(each.restart(15 * HOUR).mask, 'rate1');
		equal(each.run(5000).mask, 'rate2');
	});

	it('has a day of its own where a special day is in force, before the week has one', () => {
		const each = rig('2026-11-22T23:50');
		each.program();
		each.activate();
		equal(each.setSpecialDays(special(7, 'ffff0b17ff', 3), special(2, '07ea0b18ff', 2)), 0);
		equal(each.codes, '19,19,19,19,9,47');
		equal(
			itemsIn(get(each.line, SPECIAL_DAYS, NAME.specialDays, 2))
				.map((item) => numberIn(itemsIn(item)[0]))
				.join(),
			'2,7',
		);
		equal(each.runTo('2026-11-23T12:00').mask, 'rate2');
		equal(each.runTo('2026-11-24T14:00').mask, 'rate3');
		equal(each.runTo('2026-11-25T14:00').mask, 'rate1');
		each.restart();
		equal(itemsIn(get(each.line, SPECIAL_DAYS, NAME.specialDays, 2)).length, 2);
	});

	it('takes special days one by one, in place of one of their index, and gives them up', () => {
		const each = rig('2026-11-23T12:00');
		each.program();
		each.activate();
		equal(each.run(6000).mask, 'rate1');
		const insert = (index: number, date: string, id: number): number =>
			each.act(SPECIAL_DAYS, 'specialDays', 1, new DataWriter().structure(3).longUnsigned(index).octetString(hex(date)).unsigned(id));
		equal(insert(1, 'ffff0b17ff', 2), 0);
		equal(insert(1, 'ffff0b17ff', 3), 0);
		equal(each.run(0).mask, 'rate2');
		equal(itemsIn(get(each.line, SPECIAL_DAYS, NAME.specialDays, 2)).length, 1);
		equal(each.act(SPECIAL_DAYS, 'specialDays', 2, new DataWriter().longUnsigned(2)), 4);
		equal(each.act(SPECIAL_DAYS, 'specialDays', 2, new DataWriter().longUnsigned(1)), 0);
		equal(each.run(0).mask, 'rate1');
		equal(insert(1, 'ffff0d01ff', 3), 13);
		equal(each.act(SPECIAL_DAYS, 'specialDays', 1, new DataWriter().longUnsigned(1)), 12);
		equal(each.act(SPECIAL_DAYS, 'specialDays', 2, new DataWriter().unsigned(1)), 12);
		equal(each.setSpecialDays(special(1, 'ffff0b17ff', 1), special(1, 'ffff0b18ff', 1)), 13);
		equal(each.setSpecialDays(...Array.from({ length: 48 }, (_, i) => special(i, 'ffff0b17ff', i))), 0);
		equal(insert(48, 'ffff0b17ff', 1), 13);
		equal(each.set(SPECIAL_DAYS, 'specialDays', 2, new DataWriter().longUnsigned(1)), 12);
		equal(numberIn(itemsIn(itemsIn(get(each.line, SPECIAL_DAYS, NAME.specialDays, 2))[47])[2]), 47);
	});

	it('runs a script by hand until the calendar is looked at again', () => {
		const each = rig('2026-11-20T08:00');
		each.program();
		each.activate();
		equal(each.run(6000).mask, 'rate1');
		equal(each.act(SCRIPTS, 'tariffScripts', 1, new DataWriter().longUnsigned(4)), 0);
		equal(each.run(HOUR).mask, 'rate4');
		equal(each.runTo('2026-11-20T23:00').mask, 'rate2');
		equal(each.act(SCRIPTS, 'tariffScripts', 1, new DataWriter().longUnsigned(5)), 13);
		equal(toHex(bytesIn(itemsIn(itemsIn(itemsIn(itemsIn(get(each.line, SCRIPTS, NAME.tariffScripts, 2))[0])[1])[0])[4])), toHex(asciiBytes('rate1')));
	});

	it('is the old one or the new one, whole, whichever flash operation a power cut comes in', () => {
		const next = { ...TWO_SEASONS, name: asciiBytes('next'), days: [day(1, '00:00 3'), day(2, '00:00 3'), day(3, '00:00 3')] };
		const started = (): TariffRig => {
			const each = rig('2026-11-20T08:00');
			each.program();
			each.activate();
			return each.run(6000);
		};
		const steps = (each: TariffRig): void => {
			each.setSpecialDays(special(1, '07ea0b14ff', 3));
			each.program(next);
			each.activate();
			each.run(0);
		};
		const found = new Set<string>();
		cutEach({
			...{ seed: 7, started, steps, least: 10 },
			flash: ({ flash }) => flash,
			check(each) {
				each.restart().run(6000);
				const specials = itemsIn(get(each.line, SPECIAL_DAYS, NAME.specialDays, 2)).length;
				found.add(`${nameOf(each, 2)} ${specials} ${each.mask}`);
			},
		});
		equal([...found].sort().join('; '), '2026 0 rate1; 2026 1 rate2; next 1 rate3');
	});
});
