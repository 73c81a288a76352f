import type { Sample } from '../../../../hal/ports/metrology.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { VoltageEvent } from '../../../../src/meter/voltage/voltage-event.js';
import { Monitors, type MonitorsHost } from '../../../../src/route-a/control/monitors.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answerTo, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { associated, get, itemsIn, meter, numberIn } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const MONITOR = 21;
const USUAL: Sample = { power: 1000, currentR: 10, currentT: 10, voltageR: 101, voltageT: 101 };

const threshold = (value: number | undefined): DataWriter =>
	value === undefined ? new DataWriter().array(0) : new DataWriter().array(1).longUnsigned(Math.round(10 * value));
const script = (w: DataWriter, selector: number): DataWriter =>
	w
		.structure(2)
		.logicalName(selector === 0 ? 0 : NAME.disconnectScripts)
		.longUnsigned(selector);
const actions = (up: number, down: number): DataWriter => script(script(new DataWriter().array(1).structure(2), up), down);

function started(): SupplyRig {
	const rig = new SupplyRig().start();
	rig.meter.readings.measured = USUAL;
	rig.run(6000);
	return rig;
}

const measure = (rig: SupplyRig, sample: Partial<Sample>): void => {
	rig.meter.readings.measured = { ...USUAL, ...sample };
	rig.run(2000);
};

describe('Route A: register monitors', () => {
	it('take the bytes that clients send, and tell them again', () => {
		const open = meter({ routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const { association } = associated(open, MANAGEMENT);
		const object = '0015 01001F0400FF';
		for (const [request, answer] of [
			[`C0 01 C1 ${object} 02 00`, 'c401c100 0100'],
			[`C0 01 C1 ${object} 03 00`, 'c401c100 0203 120003 090601001f0700ff 0f02'],
			[`C0 01 C1 ${object} 04 00`, 'c401c100 0100'],
			[`C1 01 C1 ${object} 02 00 0101 12012C`, 'c501c100'],
			[`C0 01 C1 ${object} 02 00`, 'c401c100 0101 12012c'],
			[`C0 01 C1 ${object} 04 00`, 'c401c100 0101 0202 0202 0906000000000000 120000 0202 0906000000000000 120000'],
			[`C1 01 C1 ${object} 04 00 0101 0202 0202 090600000A006AFF 120001 0202 0906000000000000 120000`, 'c501c100'],
			[`C0 01 C1 ${object} 04 00`, 'c401c100 0101 0202 0202 090600000a006aff 120001 0202 0906000000000000 120000'],
			[`C1 01 C1 ${object} 03 00 0203 120003 090601001f0700ff 0f02`, 'c501c103'],
		] as const)
			equal(toHex(answerTo(association, hex(request))!), answer.replaceAll(' ', ''), request);
	});

	for (const [name, line, away, back, log, codes] of [
		['currentMonitorR', 30, { currentR: 31 }, { currentR: 29 }, 'disconnector', '70,71'],
		['currentMonitorT', 30, { currentT: -31 }, { currentT: 30 }, 'disconnector', '74,75'],
		['overVoltageR', 107, { voltageR: 108 }, {}, 'powerQuality', '79,85'],
		['overVoltageT', 107, { voltageT: 108 }, {}, 'powerQuality', '81,87'],
		['underVoltageR', 95, { voltageR: 94 }, {}, 'powerQuality', '76,85'],
		['underVoltageT', 95, { voltageT: 94 }, {}, 'powerQuality', '78,87'],
	] as const) {
		it(`${name}: logs ${codes} as the value passes its threshold and comes back`, () => {
			const rig = started();
			equal(rig.set(MONITOR, NAME[name], 2, threshold(line)), 0);
			rig.run(3000);
			equal(rig.codes(log), '');
			measure(rig, away);
			equal(rig.codes(log), codes.split(',')[0]);
			rig.run(5000);
			measure(rig, back);
			rig.run(5000);
			equal(rig.codes(log), codes);
			equal(rig.set(MONITOR, NAME[name], 2, threshold(undefined)), 0);
			measure(rig, away);
			equal(rig.codes(log), codes);
		});
	}

	it('say of the first look what is out of order, and not what is normal', () => {
		const rig = started();
		measure(rig, { voltageR: 90, voltageT: 101 });
		rig.set(MONITOR, NAME.underVoltageR, 2, threshold(95));
		rig.set(MONITOR, NAME.underVoltageT, 2, threshold(95));
		rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(5));
		rig.run(2000);
		equal(rig.codes('powerQuality'), '76');
		equal(rig.codes(), '70');
		rig.restart(0);
		measure(rig, { voltageR: 90, voltageT: 101 });
		rig.run(6000);
		equal(rig.codes(), '70,70');
	});

	for (const [name, line, above, below, codes] of [
		['currentMonitorR', 30, { currentR: 31 }, { currentR: 0 }, '70,64,71,69'],
		['currentMonitorT', 30, { currentT: 31 }, { currentT: 0 }, '74,64,75,69'],
		['overVoltageR', 107, { voltageR: 108 }, { voltageR: 101 }, '64,69'],
		['overVoltageT', 107, { voltageT: 108 }, { voltageT: 101 }, '64,69'],
		['underVoltageR', 95, { voltageR: 101 }, { voltageR: 94 }, '64,69'],
		['underVoltageT', 95, { voltageT: 101 }, { voltageT: 94 }, '64,69'],
	] as const) {
		it(`${name}: runs its scripts: one opens the supply as the value rises, the other closes it as it falls`, () => {
			const rig = started();
			// The first look says what is out of order, and not what is normal: it begins below.
			measure(rig, below);
			equal(rig.set(MONITOR, NAME[name], 2, threshold(line)), 0);
			rig.run(2000);
			equal(rig.set(MONITOR, NAME[name], 4, actions(1, 2)), 0);
			measure(rig, above);
			equal(rig.state, '0 2 6');
			measure(rig, below);
			equal(rig.state, '1 1 6');
			equal(rig.codes(), codes);
		});
	}

	it('have no script any more where a threshold comes anew after it was taken away', () => {
		const rig = started();
		rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(30));
		rig.set(MONITOR, NAME.currentMonitorR, 4, actions(1, 2));
		equal(rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(undefined)), 0);
		equal(rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(30)), 0);
		measure(rig, { currentR: 31 });
		equal(rig.state, '1 1 6');
		equal(rig.codes(), '70');
		// Another threshold is the same monitor.
		rig.set(MONITOR, NAME.currentMonitorR, 4, actions(1, 2));
		rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(20));
		measure(rig, { currentR: 31 });
		equal(rig.state, '0 2 6');
		rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(undefined));
		const restarted = rig.restart(0);
		restarted.set(MONITOR, NAME.currentMonitorR, 2, threshold(30));
		const [both] = itemsIn(get(restarted.line, MONITOR, NAME.currentMonitorR, 4));
		equal(
			itemsIn(both)
				.map((each) => numberIn(itemsIn(each)[1]))
				.join(),
			'0,0',
		);
	});

	it('refuse several thresholds, actions without one, what is no script, and what is of another type', () => {
		const rig = started();
		const set = (attribute: number, value: DataWriter): number => rig.set(MONITOR, NAME.overVoltageR, attribute, value);
		equal(set(4, actions(1, 0)), 13);
		equal(set(4, new DataWriter().array(0)), 0);
		equal(set(2, new DataWriter().array(2).longUnsigned(1).longUnsigned(2)), 13);
		equal(set(2, new DataWriter().array(1).doubleLongUnsigned(1)), 12);
		equal(set(2, new DataWriter().longUnsigned(1)), 12);
		equal(set(2, threshold(107)), 0);
		equal(set(4, new DataWriter().array(0)), 13);
		equal(set(4, actions(3, 0)), 13);
		equal(set(4, new DataWriter().array(1).structure(1).nullData()), 12);
		equal(set(4, actions(1, 2)), 0);
	});

	it('are looked at each second where they stand: the values and their bytes are asked for once for all of them', () => {
		const rig = started();
		rig.set(MONITOR, NAME.currentMonitorR, 2, threshold(30));
		rig.set(MONITOR, NAME.overVoltageT, 2, threshold(107));
		const { control } = rig.meter.routeA;
		const asked = { slots: 0, sample: 0 };
		const events: string[] = [];
		const host: MonitorsHost = {
			get slots() {
				asked.slots++;
				return control.slots;
			},
			get sample() {
				asked.sample++;
				return control.sample;
			},
			now: () => control.now(),
			uptime: () => control.uptime(),
			monitorEvent: (event, line) => events.push(`${event} ${line}`),
			runLocally: (_table, _id, done) => done(),
			rearm() {},
		};
		const monitors = new Monitors(host);
		for (const sample of [USUAL, { ...USUAL, currentR: 31 }, { ...USUAL, voltageT: 108 }]) {
			rig.meter.readings.measured = sample;
			monitors.run();
		}
		equal(events.join(), 'currentExceeded 1,currentOk 1,overVoltage 3');
		equal(JSON.stringify(asked), '{"slots":3,"sample":3}');
	});

	it('keep thresholds and actions through a restart, each its own', () => {
		const rig = started();
		rig.set(MONITOR, NAME.currentMonitorT, 2, threshold(40));
		rig.set(MONITOR, NAME.currentMonitorT, 4, actions(1, 2));
		rig.set(MONITOR, NAME.underVoltageT, 2, threshold(95));
		rig.set(MONITOR, NAME.underVoltageT, 4, actions(0, 1));
		const all = (): string =>
			(['currentMonitorR', 'currentMonitorT', 'overVoltageR', 'overVoltageT', 'underVoltageR', 'underVoltageT'] as const)
				.flatMap((name) => [2, 4].map((index) => JSON.stringify(get(rig.line, MONITOR, NAME[name], index))))
				.join();
		const before = all();
		equal(itemsIn(get(rig.line, MONITOR, NAME.overVoltageR, 2)).length, 0);
		rig.restart(0);
		equal(all(), before);
	});
});

describe('Route A: power quality log', () => {
	it('has what the voltage unit tells, as it begins and ends', () => {
		const rig = started();
		const told = (kind: VoltageEvent['kind'], quantity: string, state: VoltageEvent['state']): void =>
			rig.meter.routeA.control.incidents.onVoltage({ kind, quantity, state, start: 0, duration: 0, extreme: 0, depth: 0 });
		for (const kind of ['sag', 'swell', 'interruption', 'imbalance'] as const)
			for (const quantity of ['R-N', 'T-N']) for (const state of ['lasting', 'ended', 'cut'] as const) told(kind, quantity, state);
		equal(rig.codes('powerQuality'), '76,85,78,87,79,85,81,87,82,85,84,87,90,90');
	});
});
