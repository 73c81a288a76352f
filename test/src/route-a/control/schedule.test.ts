import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { Slots } from '../../../../modules/journal/slots.js';
import { Schedule } from '../../../../src/route-a/control/schedule.js';
import { SLOT, SLOT_LENGTH } from '../../../../src/route-a/control/slot-rows.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answerTo, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, get, itemsIn, meter, NOON, numberIn } from '../route-a-rig.js';
import { SupplyRig, visible } from './supply-rig.js';

const SCRIPT_TABLE = 9;
const SCHEDULE = 22;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** 2026-11-22 12:34 is noon; `time` is `HH:MM`, `date` 5 bytes. */
function entry(w: DataWriter, time: string, date = '07EA0B16FF'): DataWriter {
	const [hour, minute] = time.split(':').map(Number);
	return w
		.structure(2)
		.octetString(Uint8Array.of(hour!, minute!, 0, 0))
		.octetString(hex(date));
}

function times(...list: readonly (readonly [string, string?])[]): DataWriter {
	const w = new DataWriter().array(list.length);
	for (const each of list) entry(w, ...each);
	return w;
}

const script = (selector: number, table: number = NAME.disconnectScripts): DataWriter =>
	new DataWriter().structure(2).logicalName(table).longUnsigned(selector);

const setScript = (rig: SupplyRig, value: DataWriter): number => rig.set(SCHEDULE, NAME.disconnectSchedule, 2, value);
const setType = (rig: SupplyRig, type: number): number => rig.set(SCHEDULE, NAME.disconnectSchedule, 3, new DataWriter().enum(type));
const setTimes = (rig: SupplyRig, value: DataWriter): number => rig.set(SCHEDULE, NAME.disconnectSchedule, 4, value);

function execute(rig: SupplyRig, parameter: DataWriter): number {
	let result = -1;
	rig.line.act({ classId: SCRIPT_TABLE, name: NAME.disconnectScripts, index: 1 }, parameter.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

/** In mode 4, in which a reconnect closes. */
function started(): SupplyRig {
	const rig = new SupplyRig().start();
	rig.setMode(4);
	rig.run(6000);
	return rig;
}

describe('Route A: scripts', () => {
	it('tells what they do, in the bytes of a script table', () => {
		const open = meter({ routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const { association } = associated(open, MANAGEMENT);
		const action = (id: string, method: string): string => `0202 12${id} 0101 0205 1602 120046 0906000060030aff 0f${method} 0f00`;
		equal(
			toHex(answerTo(association, hex('C0 01 C1 0009 00000A006AFF 02 00'))!),
			`c401c100 0102 ${action('0001', '01')} ${action('0002', '02')}`.replaceAll(' ', ''),
		);
	});

	it('disconnect and reconnect by execute, as the methods of disconnect control do', () => {
		const rig = started();
		equal(execute(rig, new DataWriter().longUnsigned(1)), 0);
		rig.run(1000);
		equal(rig.state, '0 0 4');
		equal(execute(rig, new DataWriter().longUnsigned(2)), 0);
		rig.run(1000);
		equal(rig.state, '1 1 4');
		equal(rig.codes(), '62,63');
	});

	it('refuse another identifier, another type, and what the mode does not allow', () => {
		const rig = started();
		for (const id of [0, 3, 0xffff]) equal(execute(rig, new DataWriter().longUnsigned(id)), 13);
		for (const parameter of [new DataWriter().unsigned(1), new DataWriter().nullData()]) equal(execute(rig, parameter), 12);
		rig.setMode(0);
		rig.run(1000);
		equal(execute(rig, new DataWriter().longUnsigned(1)), 3);
		equal(rig.codes(), '');
	});
});

describe('Route A: disconnect schedule', () => {
	it('takes the bytes that clients send, and tells them again', () => {
		const open = meter({ routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const { association } = associated(open, MANAGEMENT);
		const object = '0016 00000F0001FF';
		for (const [request, answer] of [
			[`C0 01 C1 ${object} 02 00`, 'c401c1000202090600000000000012000 0'],
			[`C0 01 C1 ${object} 03 00`, 'c401c1001601'],
			[`C0 01 C1 ${object} 04 00`, 'c401c1000100'],
			[`C1 01 C1 ${object} 02 00 0202 090600000A006AFF 120001`, 'c501c100'],
			[`C1 01 C1 ${object} 04 00 01 01 02 02 0904 0C1E0000 0905 07EA0B0107`, 'c501c100'],
			[`C0 01 C1 ${object} 02 00`, 'c401c100 0202 090600000a006aff 120001'],
			[`C0 01 C1 ${object} 04 00`, 'c401c100 0101 0202 09040c1e0000 090507ea0b0107'],
		] as const)
			equal(toHex(answerTo(association, hex(request))!), answer.replaceAll(' ', ''), request);
	});

	it('disconnects at its time and not before, once, and says so in the log', () => {
		const rig = started();
		equal(setScript(rig, script(1)), 0);
		equal(setTimes(rig, times(['13:00'])), 0);
		rig.run(NOON + 26 * MINUTE - rig.meter.clock.now() - 1000);
		equal(rig.state, '1 1 4');
		rig.run(2000);
		equal(rig.state, '0 0 4');
		equal(rig.codes(), '62');
		rig.act(2);
		rig.run(2 * DAY);
		equal(rig.state, '1 1 4');
		equal(rig.codes(), '62,63');
	});

	it('does nothing at a time that had passed when it was set', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['12:00']));
		rig.run(2 * DAY);
		equal(rig.codes(), '');
	});

	it('comes again where the date is open', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00', 'FFFFFFFFFF']));
		for (let day = 0; day < 3; day++) {
			rig.run(DAY);
			equal(rig.state, '0 0 4');
			rig.act(2);
			rig.run(1000);
		}
		equal(rig.codes(), '62,63,62,63,62,63');
	});

	it('does nothing any more once its times are none, or its script', () => {
		for (const cancel of [(rig: SupplyRig) => setTimes(rig, times()), (rig: SupplyRig) => setScript(rig, script(0, 0))]) {
			const rig = started();
			setScript(rig, script(1));
			setTimes(rig, times(['13:00']));
			equal(cancel(rig), 0);
			rig.run(DAY);
			equal(rig.codes(), '');
		}
	});

	it('makes up for nothing that passed while it had no script, and waits for its next time', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00', 'FFFFFFFFFF']));
		setScript(rig, script(0, 0));
		rig.run(5 * DAY + 3 * 60 * MINUTE);
		equal(setScript(rig, script(1)), 0);
		rig.run(20 * 60 * MINUTE);
		equal(rig.state, '1 1 4');
		rig.run(2 * 60 * MINUTE);
		equal(rig.state, '0 0 4');
		equal(rig.codes(), '62');
	});

	for (const [type, most, differing, open] of [
		[1, 1, true, true],
		[2, 4, false, false],
		[3, 4, false, true],
		[4, 4, true, false],
		[5, 4, true, true],
	] as const) {
		it(`type ${type}: up to ${most} times${differing ? '' : ', all of the day'}${open ? '' : ', full dates'}`, () => {
			const rig = started();
			equal(setType(rig, type), 0);
			equal(setTimes(rig, times(['13:00'])), 0);
			equal(setTimes(rig, times(['13:00', '07EA0B17FF'], ['13:00', '07EA0B18FF'])), most > 1 ? 0 : 13, 'two');
			equal(setTimes(rig, times(['13:00', '07EA0B17FF'], ['14:00', '07EA0B18FF'])), most > 1 && differing ? 0 : 13, 'two times of the day');
			equal(setTimes(rig, times(['13:00', 'FFFFFFFFFF'])), open ? 0 : 13, 'an open date');
			const many = Array.from({ length: most + 1 }, (_, i) => ['13:00', `07EA0C0${i + 1}FF`] as const);
			equal(setTimes(rig, times(...many)), 13, 'too many');
			equal(setTimes(rig, times(...many.slice(1))), 0, 'as many as there may be');
			equal(itemsIn(get(rig.line, SCHEDULE, NAME.disconnectSchedule, 4)).length, most);
		});
	}

	it('runs at each of several times', () => {
		const rig = started();
		setType(rig, 4);
		setScript(rig, script(1));
		setTimes(rig, times(['13:00'], ['14:00'], ['13:30', '07EA0B17FF']));
		for (const hours of [1, 1, 24]) {
			rig.run(hours * 3_600_000);
			equal(rig.state, '0 0 4');
			rig.act(2);
			rig.run(1000);
		}
		equal(rig.codes(), '62,63,62,63,62,63');
	});

	it('refuses a type that its times are none of, and what is none', () => {
		const rig = started();
		setType(rig, 5);
		setTimes(rig, times(['13:00', 'FFFFFFFFFF'], ['14:00']));
		for (const type of [0, 1, 2, 3, 4, 6, 255]) equal(setType(rig, type), 13, `type ${type}`);
		equal(setType(rig, 5), 0);
		equal(setTimes(rig, times(['24:00'])), 13);
		equal(setTimes(rig, new DataWriter().structure(0)), 12);
		equal(setTimes(rig, new DataWriter().array(1).structure(2).octetString(hex('0C1E00')).octetString(hex('07EA0B0107'))), 12);
		equal(setTimes(rig, new DataWriter().array(1).structure(1).octetString(hex('0C1E0000'))), 12);
		equal(setScript(rig, script(3)), 13);
		equal(setScript(rig, script(1, NAME.clock)), 13);
		equal(setScript(rig, script(0)), 13);
		equal(setScript(rig, new DataWriter().structure(2).octetString(hex('0011')).longUnsigned(1)), 12);
		equal(setScript(rig, new DataWriter().structure(2).logicalName(NAME.disconnectScripts).unsigned(1)), 12);
		equal(rig.set(SCHEDULE, NAME.disconnectSchedule, 3, new DataWriter().unsigned(1)), 12);
		equal(itemsIn(get(rig.line, SCHEDULE, NAME.disconnectSchedule, 4)).length, 2);
		equal(numberIn(get(rig.line, SCHEDULE, NAME.disconnectSchedule, 3)), 5);
	});

	it('takes names, times and dates as octet-strings alone', () => {
		const rig = started();
		const name = hex('00000A006AFF');
		for (const reference of [visible(new DataWriter().structure(2), name), new DataWriter().structure(2).bitString(8 * name.length, name)])
			equal(setScript(rig, reference.longUnsigned(1)), 12);
		const [time, date] = [hex('0D000000'), hex('07EA0B16FF')];
		const one = (): DataWriter => new DataWriter().array(1).structure(2);
		equal(setTimes(rig, visible(one(), time).octetString(date)), 12);
		equal(setTimes(rig, one().bitString(32, time).octetString(date)), 12);
		equal(setTimes(rig, visible(one().octetString(time), date)), 12);
		equal(setTimes(rig, one().octetString(time).bitString(40, date)), 12);
		equal(setTimes(rig, one().octetString(time).octetString(date)), 0);
	});

	it('makes up at power-up for what was missed, once', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00', 'FFFFFFFFFF']));
		rig.restart(3 * DAY);
		equal(rig.state, '1 1 4');
		rig.run(10_000);
		equal(rig.state, '0 0 4');
		rig.act(2);
		rig.run(60_000);
		equal(rig.codes(), '62,63');
	});

	it('follows a clock that is set, by head-end or by hand', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00']));
		equal(rig.meter.routeA.adjustClock(NOON + 26 * MINUTE), 0);
		rig.run(1000);
		equal(rig.state, '0 0 4');
		const other = started();
		setScript(other, script(1));
		setTimes(other, times(['13:00']));
		other.meter.clock.set(NOON + 30 * MINUTE);
		other.run(MINUTE + 1000);
		equal(other.state, '0 0 4');
		// What the clock goes back over does not come again.
		other.act(2);
		other.run(1000);
		equal(other.meter.routeA.adjustClock(NOON), 0);
		other.run(DAY);
		equal(other.codes(), '62,63');
	});

	it('goes on where a clock that was far ahead is set right', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00', 'FFFFFFFFFF']));
		rig.meter.routeA.adjustClock(NOON + 1000 * DAY);
		rig.run(1000);
		rig.act(2);
		rig.run(1000);
		rig.meter.routeA.adjustClock(NOON);
		rig.run(DAY);
		equal(rig.state, '0 0 4');
		equal(rig.codes(), '62,63,62');
	});

	for (const date of ['FFFFFFFFFF', '07EA0B17FF'])
		it(`goes on where a clock that was far ahead is set right by hand: ${date}`, () => {
			const rig = started();
			setScript(rig, script(1));
			setTimes(rig, times(['13:00', date]));
			rig.meter.clock.set(NOON + 1000 * DAY);
			rig.run(2 * MINUTE);
			equal(rig.state, '0 0 4');
			rig.act(2);
			rig.run(1000);
			rig.meter.clock.set(NOON);
			rig.run(20 * MINUTE);
			equal(rig.state, '1 1 4');
			rig.run(DAY + 20 * MINUTE);
			equal(rig.state, '0 0 4');
			equal(rig.codes(), '62,63,62');
		});

	/** A schedule whose order is under way for as long as a test lets it be. */
	function underWay(at: number) {
		let now = at;
		const ends: (() => void)[] = [];
		const schedule = new Schedule(
			{
				slots: new Slots({ range: undefined, count: 16, length: SLOT_LENGTH }),
				deviation: -540,
				now: () => now,
				isScript: () => true,
				runScript: (_table, _id, done) => ends.push(done),
				rearm: () => {},
			},
			SLOT.disconnectSchedule,
		);
		const daily = Uint8Array.of(13, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff);
		schedule.setScript(NAME.disconnectScripts, 1);
		schedule.setTimes([daily]);
		const due = schedule.dueAt;
		now = due;
		schedule.run(now);
		equal(schedule.dueAt, Number.POSITIVE_INFINITY);
		return { schedule, due, daily, set: (time: number) => (now = time), end: () => ends.pop()!() };
	}

	it('goes on where the clock was far ahead, and is set right while an order is under way', () => {
		const { schedule, due, set, end } = underWay(NOON + 1000 * DAY);
		set(due - 1000 * DAY - MINUTE);
		end();
		equal(schedule.dueAt, due - 1000 * DAY);
	});

	it('does not repeat what is under way as the clock is set back by minutes', () => {
		const { schedule, due, set, end } = underWay(NOON);
		set(due - 10 * MINUTE);
		end();
		equal(schedule.dueAt, due + DAY);
	});

	it('does nothing at a time that had passed when it was set while an order was under way', () => {
		const { schedule, due, daily, set, end } = underWay(NOON);
		set(due + 10 * MINUTE);
		schedule.setTimes([daily, Uint8Array.of(13, 5, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff)]);
		end();
		equal(schedule.dueAt, due + DAY);
	});

	it('says that it could not, and lets it be', () => {
		const rig = started();
		setScript(rig, script(1));
		setTimes(rig, times(['13:00']));
		rig.setMode(0);
		rig.run(DAY);
		equal(rig.state, '1 1 0');
		equal(rig.meter.lines.at(-1), 'schedule: script 1 of 0.0.10.0.106.255: Action-Result 3');
		equal(rig.meter.lines.length, 1);
	});

	it('is set or not, and carried out once, whichever flash operation a power cut comes in', () => {
		const steps = (rig: SupplyRig): void => {
			setScript(rig, script(1));
			setTimes(rig, times(['12:36']));
			rig.run(3 * MINUTE);
			setTimes(rig, times(['12:50']));
		};
		const whole = started();
		steps(whole);
		equal(whole.codes(), '62');
		const found = new Set<string>();
		cutEach({
			...{ seed: 17, started, steps, least: 6 },
			flash: ({ controlFlash }) => controlFlash,
			check(rig, cut) {
				rig.restart(MINUTE);
				const list = itemsIn(get(rig.line, SCHEDULE, NAME.disconnectSchedule, 4)).map((item) =>
					toHex((itemsIn(item)[0] as { bytes: Uint8Array }).bytes),
				);
				equal(['', '0c240000', '0c320000'].includes(list.join()), true, `cut ${cut}: ${list.join()}`);
				const was = numberIn(itemsIn(get(rig.line, SCHEDULE, NAME.disconnectSchedule, 2))[1]);
				rig.run(3 * MINUTE);
				// Set in full, it is carried out; and at most once.
				equal(rig.codes(), was === 1 && list.length === 1 ? '62' : '', `cut ${cut}`);
				rig.act(2);
				rig.run(DAY);
				found.add(`${was} ${list.join()}`);
			},
		});
		equal(found.size >= 3, true, [...found].join('; '));
	});
});
