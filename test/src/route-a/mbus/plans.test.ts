import { NAME } from '../../../../modules/cosem/object-names.js';
import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { DAY, MINUTE } from '../../../../modules/time/durations.js';
import { CapturePlan } from '../../../../src/route-a/mbus/capture-plan.js';
import { equal, hex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { dateTimeText, get, itemsIn, NOON, numberIn } from '../route-a-rig.js';
import { ChannelsRig, HOUR, named, VALVE } from './channels-rig.js';

const [SCRIPTS, SCHEDULE, DIAGNOSTIC, PROFILE] = [9, 22, 77, 7] as const;
const OUT_OF_SCOPE = 13;
/** The full hour before the meter starts. */
const TWELVE = NOON - 34 * MINUTE;
/** From the start over the next midnight of Japan. */
const TO_MIDNIGHT = 12 * HOUR;

type Profile = 'mbusProfile' | 'mbusDailyProfile' | 'mbusMonthlyProfile';

/** `11-23 00:00 0 1159801`: date and time, status, value. */
function rows(rig: ChannelsRig, profile: Profile, channel = 1): string[] {
	return itemsIn(get(rig.line, PROFILE, NAME[named(profile, channel)], 2)).map((row) => {
		const [time, status, value] = itemsIn(row);
		const at = dateTimeText((time as { readonly bytes: Uint8Array }).bytes);
		return `${at.slice(5, 10)} ${at.slice(11, 16)} ${numberIn(status)} ${value !== undefined && 'value' in value ? value.value : 'null'}`;
	});
}
const times = (all: readonly string[]) => all.map((row) => row.split(' ').slice(0, 3).join(' ')).join();

const orderAt = (rig: ChannelsRig, id: number, hour: number, minute: number, channel = 1): string => {
	const name = named('mbusValveSchedule', channel);
	const script = (w: DataWriter) => w.structure(2).logicalName(NAME[named('mbusValveScripts', channel)]).longUnsigned(id);
	const time = (w: DataWriter) =>
		w
			.array(1)
			.structure(2)
			.octetString(Uint8Array.of(hour, minute, 0, 0))
			.octetString(hex('FFFFFFFFFF'));
	return [rig.set(2, script, name, SCHEDULE), rig.set(3, (w) => w.enum(1), name, SCHEDULE), rig.set(4, time, name, SCHEDULE)].join();
};

describe('Route A: what is planned of the meters behind', () => {
	it('is a row for each midnight, whatever the period, and for that which begins a month', () => {
		for (const period of [0, 3600, 86_400]) {
			const rig = new ChannelsRig(['gas', 'water']).start().run();
			equal(
				rig.set(4, (w) => w.doubleLongUnsigned(period)),
				0,
			);
			rig.run(TO_MIDNIGHT + 8 * DAY);
			equal(
				times(rows(rig, 'mbusDailyProfile')),
				['11-23', '11-24', '11-25', '11-26', '11-27', '11-28', '11-29', '11-30', '12-01'].map((day) => `${day} 00:00 0`).join(),
			);
			equal(times(rows(rig, 'mbusMonthlyProfile')), '12-01 00:00 0');
			const daily = rows(rig, 'mbusDailyProfile');
			equal(rows(rig, 'mbusMonthlyProfile')[0], daily[daily.length - 1]);
			const hourly = rows(rig, 'mbusProfile');
			equal(hourly.length, period === 0 ? 0 : period === 3600 ? 204 : 9);
			if (period > 0) equal(hourly.includes(daily[3]!), true, 'the same reading');
			equal([rig.read(PROFILE, 'mbusDailyProfile1', 4), rig.read(PROFILE, 'mbusMonthlyProfile1', 4)].join(), '86400,0');
			equal([rig.read(PROFILE, 'mbusDailyProfile1', 8), rig.read(PROFILE, 'mbusMonthlyProfile1', 8)].join(), '45,36');
			// Each channel has its own, in one place.
			equal(times(rows(rig, 'mbusDailyProfile', 2)), times(daily));
			equal(rows(rig, 'mbusDailyProfile', 2)[0] !== daily[0], true);
			equal(rows(rig, 'mbusDailyProfile', 3).length, 0);
		}
	});

	it('is there behind a restart, and says where a meter did not answer', () => {
		const rig = new ChannelsRig(['gas', 'water']).start().run(TO_MIDNIGHT + HOUR);
		const before = [1, 2].map((channel) => rows(rig, 'mbusDailyProfile', channel).join());
		rig.restart().run();
		equal([1, 2].map((channel) => rows(rig, 'mbusDailyProfile', channel).join()).join(), before.join());
		rig.cutOff.add(rig.first);
		rig.run(DAY);
		equal(times(rows(rig, 'mbusDailyProfile')), '11-23 00:00 0,11-24 00:00 4');
		equal(times(rows(rig, 'mbusDailyProfile', 2)), '11-23 00:00 0,11-24 00:00 0');
	});

	it('keeps a month and a half of days, and three years of months, of all channels', () => {
		const rig = new ChannelsRig(['gas', 'water', 'heat', 'water']).start().run();
		for (const channel of [1, 2, 3, 4]) rig.set(4, (w) => w.doubleLongUnsigned(0), named('mbusClient', channel));
		rig.run(120 * DAY);
		for (const channel of [1, 2, 3, 4]) {
			const daily = rows(rig, 'mbusDailyProfile', channel);
			equal([daily.length, daily[44]!.slice(0, 5), daily[0]!.slice(0, 5)].join(), '45,03-22,02-06');
			equal(times(rows(rig, 'mbusMonthlyProfile', channel)), '12-01 00:00 0,01-01 00:00 0,02-01 00:00 0,03-01 00:00 0');
		}
	});

	it('follows a clock that is set: of midnights that it passes over there is the last, and of those before none', () => {
		const plan = new CapturePlan(-540, true);
		const at = (time: number) => {
			const due = plan.dueAt(time, 3600);
			return due > time
				? `${(due - time) / MINUTE}`
				: plan
						.take(time, 3600)
						.map(({ kind, at: since }) => `${kind} ${(since - TWELVE) / HOUR}`)
						.join();
		};
		equal([at(TWELVE), at(TWELVE + 61 * MINUTE)].join(), '60,period 1');
		equal(at(TWELVE + 3 * DAY), 'period 72,day 60');
		equal(at(TWELVE), '60', 'set back');
		equal(at(TWELVE + TO_MIDNIGHT), 'period 12,day 12');
		equal(at(TWELVE + TO_MIDNIGHT + 8 * DAY), 'period 204,day 204,month 204');
		plan.beginAnew();
		equal(at(TWELVE + TO_MIDNIGHT + 9 * DAY), '60');
		const plain = new CapturePlan(-540, false);
		equal([plain.dueAt(TWELVE, 0), plain.dueAt(TWELVE, 86_400) - TWELVE].join(), `Infinity,${TO_MIDNIGHT}`);
		equal(plain.take(TWELVE + TO_MIDNIGHT, 86_400).length, 1);
	});

	it('is a valve that its schedule closes and opens, at each of its times, once', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		equal(orderAt(rig, 1, 13, 0), '0,0,0');
		rig.run(20 * MINUTE);
		equal(rig.first.isValveOpen, true);
		rig.run(10 * MINUTE);
		equal([rig.first.isValveOpen, rig.valveCodes, rig.read(VALVE, 'mbusValve1', 3)].join(), 'false,162,0');
		rig.act(2, undefined, 'mbusValve1', VALVE);
		rig.run(10 * MINUTE);
		equal([rig.first.isValveOpen, rig.valveCodes].join(), 'true,162,163', 'once');
		rig.run(DAY);
		equal([rig.first.isValveOpen, rig.valveCodes].join(), 'false,162,163,162');
		equal(orderAt(rig, 2, 15, 0), '0,0,0');
		rig.run(DAY);
		equal([rig.first.isValveOpen, rig.valveCodes].join(), 'true,162,163,162,163');
	});

	it('is a valve of each channel by its own scripts alone, which a head-end may run, too', () => {
		const rig = new ChannelsRig(['water', 'gas']).start().run();
		const gas = rig.behind.meters[1]!;
		const run = (channel: number, id: number) => rig.act(1, (w) => w.longUnsigned(id), named('mbusValveScripts', channel), SCRIPTS);
		equal([run(1, 1), run(3, 1), run(2, 3), run(2, 1)].join(), '3,3,13,0', 'no valve, no meter, no script');
		rig.run();
		equal(gas.isValveOpen, false);
		equal(run(2, 2), 0);
		rig.run();
		equal(gas.isValveOpen, true);
		const other = (name: number, id: number) => rig.set(2, (w) => w.structure(2).logicalName(name).longUnsigned(id), 'mbusValveSchedule2', SCHEDULE);
		equal(
			[other(NAME.mbusValveScripts1, 1), other(NAME.disconnectScripts, 1), other(NAME.mbusValveScripts2, 3), other(0, 1), other(0, 0)].join(),
			Array(4).fill(OUT_OF_SCOPE).concat(0).join(),
		);
	});

	it('goes on after what a schedule could not do', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		orderAt(rig, 1, 13, 0);
		// Nobody is there, and then the meter itself is not.
		rig.act(2, undefined, 'mbusClient1');
		rig.run(2 * HOUR);
		equal(rig.meter.lines.filter((line) => line.startsWith('channel 1: schedule')).join(), 'channel 1: schedule: script 1: Action-Result 3');
		rig.act(1, (w) => w.unsigned(0), 'mbusClient1');
		rig.run(DAY - 3 * HOUR);
		rig.cutOff.add(rig.first);
		rig.run(2 * HOUR);
		equal(rig.valveCodes, '164');
		rig.cutOff.clear();
		rig.run(DAY);
		equal([rig.first.isValveOpen, rig.valveCodes].join(), 'false,164,162');
	});

	it('goes on where the meter was let go while an order of the schedule waited for the line', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		orderAt(rig, 1, 13, 0);
		rig.run(TWELVE + HOUR - rig.clock.now() - 100);
		for (let i = 0; i < 8; i++) equal(rig.act(3), 0);
		rig.run(200);
		equal(rig.act(2), 0);
		rig.run(HOUR);
		equal([rig.first.address, rig.first.isValveOpen, rig.valveCodes].join(), '0,true,');
		rig.act(1, (w) => w.unsigned(0));
		rig.run(DAY);
		equal([rig.first.isValveOpen, rig.valveCodes].join(), 'false,162');
	});

	it('is done once, or once more, by each cut of the power', () => {
		cutEach({
			seed: 22,
			started: () => {
				const rig = new ChannelsRig(['gas']).start().run();
				orderAt(rig, 1, 13, 0);
				return rig;
			},
			flash: ({ planFlash }) => planFlash,
			steps: (rig) => rig.run(TO_MIDNIGHT + HOUR),
			least: 2,
			check: (rig, cut) => {
				rig.restart().run(MINUTE);
				equal(rig.first.isValveOpen, false, `cut ${cut}`);
				equal(
					rows(rig, 'mbusDailyProfile').every((row) => /^11-23 00:00 0 \d+$/.test(row)),
					true,
				);
			},
		});
	});

	it('costs a meter without memory for it no object', () => {
		const { objects } = new ChannelsRig().start({ mbus: undefined }).meter.routeA.server.options.device;
		equal(objects.filter(({ type }) => type.classId === DIAGNOSTIC).length, 0);
		const rig = new ChannelsRig();
		rig.hasPlans = false;
		const { objects: some } = rig.start().meter.routeA.server.options.device;
		equal(
			[NAME.mbusDailyProfile1, NAME.mbusMonthlyProfile1, NAME.mbusValveScripts1, NAME.mbusValveSchedule1].filter((name) =>
				some.some((object) => object.name === name),
			).length,
			0,
		);
		rig.run(TO_MIDNIGHT + HOUR);
		equal(rig.rows().length, 12 + 1);
	});

	it('has a diagnostic of each channel: frames of both ways, what was no frame, and whether the meter answers', () => {
		const rig = new ChannelsRig(['gas', 'water']).start().run();
		const tell = (channel = 1) => [2, 3, 4, 6, 7, 8].map((attribute) => rig.read(DIAGNOSTIC, named('mbusDiagnostic', channel), attribute)).join();
		equal(tell(), '0,0,1,2,2,0');
		equal(tell(3), '0,0,0,3,0,0', 'asked for at the start, and nobody was there');
		equal(rig.act(3), 0);
		rig.run();
		equal(tell(), '0,0,1,4,4,0');
		const [attribute, at] = itemsIn(get(rig.line, DIAGNOSTIC, NAME.mbusDiagnostic1, 9));
		equal([numberIn(attribute), dateTimeText((at as { readonly bytes: Uint8Array }).bytes).slice(0, 16)].join(), '7,2026-11-22 12:34');
		equal(itemsIn(get(rig.line, DIAGNOSTIC, NAME.mbusDiagnostic1, 5)).length, 0);
		rig.cutOff.add(rig.first);
		rig.act(3);
		rig.run(MINUTE);
		equal(tell(), '0,0,2,7,4,0');
		equal(numberIn(itemsIn(get(rig.line, DIAGNOSTIC, NAME.mbusDiagnostic1, 9))[0]), 4);
		rig.cutOff.clear();
		// Two at one address.
		rig.behind.meters[1]!.onData(0x51, hex('01 7A 01'));
		rig.act(3);
		rig.run(MINUTE);
		equal(Number(tell().split(',')[5]) > 0, true);
		equal([rig.act(1, undefined, 'mbusDiagnostic1', DIAGNOSTIC), tell()].join(), '0,0,0,2,0,0,0');
		equal(
			rig.act(1, (w) => w.unsigned(1), 'mbusDiagnostic1', DIAGNOSTIC),
			12,
		);
		equal(numberIn(itemsIn(get(rig.line, DIAGNOSTIC, NAME.mbusDiagnostic1, 9))[0]), 0);
	});
});
