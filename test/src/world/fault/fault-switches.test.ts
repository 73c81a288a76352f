import { SeededRandom } from '../../../../hal/virtual/random.js';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import { FORMS } from '../../../../src/world/fault/fault-forms.js';
import { FaultSwitches } from '../../../../src/world/fault/fault-switches.js';
import { FAULT_NAMES, faultRow, isFault, strikesAt } from '../../../../src/world/fault/fault-table.js';
import { equal, throws } from '../../../assert.js';
import { switchedOn, switchOn } from './fault-rig.js';

describe('fault switches', () => {
	it('draw no chance for what is off: what else is drawn stays as it is', () => {
		const drawn = (strikes: (switches: FaultSwitches) => void) => {
			const random = new SeededRandom(1, 'faults');
			strikes(new FaultSwitches(random));
			return random.below(1_000_000);
		};
		const untouched = drawn(() => {});
		equal(
			drawn((switches) => switches.strikes('drop')),
			untouched,
		);
		equal(
			drawn((switches) => {
				switchOn(switches, 'drop=1%');
				switches.strikes('drop');
			}) === untouched,
			false,
		);
	});

	it('tell each change', () => {
		const changes: string[] = [];
		const switches = switchedOn([]);
		switches.onChange = (name) => changes.push(`${name} ${switches.isOn(name)}`);
		switchOn(switches, 'mute');
		switches.set('mute', undefined);
		equal(changes.join(), 'mute true,mute false');
	});

	it('hold a fault that has struck its once, until it is switched off or another takes its place', () => {
		const switches = switchedOn([]);
		const fault = switchOn(switches, 'no-reply', true);
		equal([switches.strikes('no-reply'), switches.strikes('no-reply'), switches.isOn('no-reply')].join(), 'true,false,false');
		equal(switches.holds(fault), true);
		switchOn(switches, 'no-reply');
		equal(switches.holds(fault), false);
	});

	it('give the delay that was told, one drawn between two, or the usual one', () => {
		const switches = switchedOn(['late-reply=18s', 'slow-reply', 'delay=50-100ms']);
		equal(switches.delay('late-reply', 70_000), 18_000);
		for (let i = 0; i < 50; i++) equal([0, 3_000].includes(switches.delay('slow-reply', 3_000)), true);
		const drawn = Array.from({ length: 50 }, () => switches.delay('delay'));
		equal(
			drawn.every((delay) => delay >= 50 && delay <= 100),
			true,
		);
		equal(switches.delay('mute'), 0, 'that is off');
	});
});

describe('the table of faults', () => {
	it('has a usual value of its form for each', () => {
		for (const name of FAULT_NAMES) {
			const { form, usual } = faultRow(name);
			equal(FORMS[form].parse(usual) === undefined, false, name);
			equal(JSON.stringify(parseFault(name)), JSON.stringify(parseFault(`${name}=${usual}`)));
		}
	});

	it('has all twenty field failures', () => {
		const numbers = new Set(FAULT_NAMES.map((name) => faultRow(name).failure).filter((number) => number !== undefined));
		equal([...numbers].sort((a, b) => a - b).join(), Array.from({ length: 20 }, (_, i) => i + 1).join());
	});

	it('knows its own names alone, and where each strikes', () => {
		equal([isFault('drop'), isFault('toString'), isFault('')].join(), 'true,false,false');
		equal(FAULT_NAMES.filter((name) => strikesAt(name, 'air')).join(), 'drop,corrupt,duplicate,reorder,delay');
		equal(
			[strikesAt('transmit-limit', 'meter'), strikesAt('transmit-limit', 'dongle'), strikesAt('transmit-limit', 'air')].join(),
			'true,true,false',
		);
		throws(() => parseFault('toString'), /there is no fault "toString"; keiki faults lists them all/);
	});
});
