import { oneWayPower, oneWaySample } from '../../../../src/meter/metering/metering-plug-in.js';
import { equal } from '../../../assert.js';
import { at, BackplaneRig, cover, Metering } from './backplane-rig.js';

/** A base with a metering unit, at 1,200 W. */
function started() {
	const rig = new BackplaneRig(at(10), 1200);
	const metering = new Metering('M1');
	rig.base.plug('metering', metering.unit);
	rig.base.start();
	return { rig, base: rig.base, metering };
}

describe('backplane: metering unit', () => {
	it('measures what the terminals show, and tells each half-hour', () => {
		const { rig, base } = started();
		rig.minutes(75);
		equal(base.readings.counts()?.import, 1500);
		equal(base.readings.halfHour(at(10, 30))?.import, 600);
		equal(base.readings.interval(at(11))?.counts.import, 1200);
		equal(base.readings.minute(at(10, 59))?.import, 1180);
		equal(base.readings.sample()?.power, 1200);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11)].join());
	});

	it('of one direction counts nothing that is fed in', () => {
		const rig = new BackplaneRig(at(10), 1200);
		const identity = { kind: 'metering', code: '1p3w-60-1way', serial: 'M1', firmware: '1.0', certified: at(0) } as const;
		rig.base.plug('metering', new Metering('M1', { identity }).unit);
		rig.base.start();
		rig.minutes(30);
		rig.metrology.show(-3000);
		rig.minutes(60);
		equal(rig.base.readings.sample()?.power, 0);
		rig.metrology.show(600);
		rig.minutes(30);
		equal(rig.base.readings.counts()?.import, 900);
		equal(rig.base.readings.counts()?.export, 0);
	});

	it('of one direction takes currents with the power, and leaves alone what flows in', () => {
		const feedIn = { power: -500, currentR: -6, currentT: 1, voltageR: 100, voltageT: 100 };
		equal(JSON.stringify(oneWaySample(feedIn)), '{"power":0,"currentR":0,"currentT":1,"voltageR":100,"voltageT":100}');
		equal(JSON.stringify(oneWaySample({ power: -5, currentR: -1, voltageR: 100 })), '{"power":0,"currentR":0,"voltageR":100}');
		const use = { ...feedIn, power: 500 };
		equal(oneWaySample(use), use);
		equal(oneWaySample(undefined), undefined);
		equal([-500, -0.4, 0, 0.4, 500].map(oneWayPower).join(), '0,0,0,0.4,500');
	});

	it('is replaced: nothing is known in between, the new one has its own registers, and listeners stay', () => {
		const { rig, base } = started();
		rig.minutes(45);
		base.pull('metering');
		rig.run(0);
		equal(base.readings.counts(), undefined);
		equal(base.readings.sample(), undefined);
		equal(base.readings.halfHour(at(10, 30)), undefined);
		equal(base.readings.interval(at(10, 30)), undefined);
		equal(base.readings.minute(at(10, 30)), undefined);
		equal(base.readings.now(), at(10, 45) * 60_000);
		equal(base.report('metering').state, 'empty');
		rig.minutes(5);
		base.plug('metering', new Metering('M2').unit);
		rig.minutes(40);
		equal(base.readings.counts()?.import, 800);
		equal(base.readings.halfHour(at(11))?.import, 200);
		equal(base.readings.halfHour(at(10, 30)), undefined, 'went with the old unit');
		equal(rig.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
	});

	it('leaves an entry with its last values in the base and in the unit that replaces it', () => {
		const { rig, base } = started();
		rig.minutes(45);
		base.pull('metering');
		rig.minutes(5);
		const next = new Metering('M2', { initial: { import: 70, export: 5 } });
		base.plug('metering', next.unit);
		rig.minutes(1);
		const entries = base.ledger.entries();
		equal(entries.length, 3);
		const [first, out, last] = entries;
		equal(first!.mark + first!.serial + first!.import, 'inM10');
		equal(out!.mark, 'out');
		equal(out!.cause, 'unannounced');
		equal(out!.lastKnown, false);
		equal(out!.serial, 'M1');
		equal(out!.import, 900_000, 'mWh');
		equal(out!.export, 0);
		equal(out!.when, at(10, 45) * 60_000);
		equal(out!.time, at(10, 45) * 60_000);
		equal(last!.when, at(10, 50) * 60_000, 'the gap ends');
		equal(last!.import, 70_000);
		equal(last!.export, 5000);
		equal(next.unit.predecessor?.serial, 'M1');
		equal(next.unit.predecessor?.import, 900_000);
		equal(next.unit.predecessor?.certified, out!.certified);
	});

	it('goes on where it stood when it comes back, and nobody is told of a predecessor', () => {
		const { rig, base, metering } = started();
		rig.minutes(20);
		base.pull('metering');
		rig.minutes(7);
		base.plug('metering', metering.unit);
		rig.minutes(20);
		equal(base.readings.counts()?.import, 800);
		equal(
			base.ledger
				.entries()
				.map(({ mark, import: energy }) => `${mark} ${energy}`)
				.join(),
			'in 0,out 400000,in 400000',
		);
		equal(metering.unit.predecessor, undefined);
	});

	it('counts to the last bit: pulled at any millisecond, its final entry is what it measured', () => {
		const { rig, base, metering } = started();
		rig.run(12_345);
		base.pull('metering');
		rig.run(5000);
		base.plug('metering', metering.unit);
		rig.run(7655);
		base.pull('metering');
		rig.run(0);
		equal(base.ledger.entries().at(-1)!.import, Math.floor((1200 * 20_000) / 3600), '20 s of 1,200 W in mWh');
	});

	it('keeps its entry open over a power cut, and what it had at the end', () => {
		const { rig, base, metering } = started();
		rig.minutes(40);
		base.shutdown();
		rig.restart(3_600_000, 1200);
		rig.base.plug('metering', metering.unit);
		rig.base.start();
		rig.minutes(10);
		equal(rig.base.readings.counts()?.import, 1000);
		equal(rig.base.ledger.entries().length, 1);
		equal(rig.events().join(), 'plugged metering');
	});

	it('that was exchanged while the power was off leaves an entry all the same', () => {
		const { rig, base } = started();
		rig.minutes(40);
		base.shutdown();
		rig.restart(3_600_000, 1200);
		const next = new Metering('M2');
		rig.base.plug('metering', next.unit);
		rig.base.start();
		rig.minutes(10);
		const [, out, last] = rig.base.ledger.entries();
		equal(out!.cause, 'powerless');
		equal(out!.serial, 'M1');
		equal(out!.import, 800_000);
		equal(last!.serial, 'M2');
		equal(next.unit.predecessor?.import, 800_000);
	});

	it('that is missing after a power cut is logged as pulled', () => {
		const { rig, base } = started();
		rig.minutes(40);
		base.shutdown();
		rig.restart(3_600_000, 1200);
		rig.base.start();
		rig.minutes(1);
		equal(rig.base.ledger.entries()[1]!.cause, 'powerless');
		equal(rig.events().join(), 'pulled unannounced metering');
	});

	it('that comes back with less than it told before is logged', () => {
		const { rig, base, metering } = started();
		rig.minutes(40);
		const earlier = metering.flash.snapshot();
		rig.minutes(40);
		base.pull('metering');
		rig.run(0);
		metering.flash.restore(earlier);
		base.plug('metering', metering.unit);
		rig.run(0);
		equal(rig.events().at(-1), 'registers behind metering');
	});

	it('sets the clock through it, so that its intervals know', () => {
		const { rig, base } = started();
		rig.minutes(12);
		base.setClock(at(13, 10) * 60_000);
		rig.minutes(20);
		equal(rig.closed.join(), [at(10), at(13, 30)].join());
		equal(base.readings.now(), at(13, 30) * 60_000);
		base.pull('metering');
		rig.run(0);
		base.setClock(at(15) * 60_000);
		equal(base.readings.now(), at(15) * 60_000);
	});

	it('is pulled and exchanged within one moment', () => {
		const { rig, base, metering } = started();
		rig.minutes(10);
		base.pull('metering');
		base.plug('metering', new Metering('M2').unit);
		base.pull('metering');
		base.plug('metering', metering.unit);
		rig.minutes(10);
		equal(base.readings.counts()?.import, 400);
		equal(base.report('metering').identity?.serial, 'M1');
	});
});

describe('backplane: certification', () => {
	it('ends ten years after it was given; its end is warned of half a year before', () => {
		const rig = new BackplaneRig(at(23, 0), 0);
		const metering = new Metering('M1', {
			identity: { kind: 'metering', code: '1p3w-60-2way', serial: 'M1', firmware: '1', certified: at(0, 0, 23) - 3472 * 1440 },
		});
		rig.base.plug('metering', metering.unit);
		rig.base.start();
		rig.run(0);
		equal(rig.base.certification()?.state, 'valid');
		rig.minutes(120);
		equal(rig.base.certification()?.state, 'ends soon');
		equal(rig.events().at(-1), 'certification ends soon metering');
		equal((rig.base.certification()!.ends - (at(0, 0, 23) - 3472 * 1440)) / 1440, 3652, 'ten years with two leap days');
	});

	it('that has ended is told when the unit is plugged in; it measures on', () => {
		const rig = new BackplaneRig(at(10), 1200);
		const metering = new Metering('M1', {
			identity: { kind: 'metering', code: '1p3w-60-2way', serial: 'M1', firmware: '1', certified: at(10) - 4000 * 1440 },
		});
		rig.base.plug('metering', metering.unit);
		rig.base.start();
		rig.minutes(30);
		equal(rig.base.certification()?.state, 'ended');
		equal(rig.events().join(), 'plugged metering,certification ended metering');
		equal(rig.base.readings.counts()?.import, 600);
	});
});

describe('backplane: tamper', () => {
	it('is what is pulled without being announced, and an opened cover', () => {
		const { rig, base } = started();
		const lid = cover();
		base.plug('cover', lid);
		rig.minutes(1);
		base.pull('cover');
		base.pull('metering');
		rig.run(0);
		equal(rig.events().join(), 'plugged metering,cover closed cover,cover opened unannounced cover,pulled unannounced metering');
		equal(base.ledger.entries().at(-1)!.cause, 'unannounced');
	});

	it('is not what is done while a service is announced', () => {
		const { rig, base } = started();
		base.plug('cover', cover());
		rig.minutes(1);
		base.announceService(10 * 60_000);
		base.pull('cover');
		base.pull('metering');
		rig.run(0);
		equal(rig.events().slice(2).join(), 'service announced,cover opened cover,pulled metering');
		equal(base.ledger.entries().at(-1)!.cause, 'announced');
		rig.minutes(1);
		base.plug('cover', cover());
		rig.minutes(9);
		base.pull('cover');
		rig.run(0);
		equal(rig.events().at(-1), 'cover opened unannounced cover', 'the time is over');
	});

	it('is on record after a power cut, with time and unit', () => {
		const { rig, base } = started();
		rig.minutes(3);
		base.pull('metering');
		rig.run(0);
		base.shutdown();
		rig.restart(1000, 0);
		const event = rig.base.events.events().find(({ event }) => event === 'pulled unannounced')!;
		equal(event.at, at(10, 3) * 60_000);
		equal(event.place, 'metering');
		equal(event.detail, '1p3w-60-2way M1');
	});
});

describe('backplane: places', () => {
	it('takes one unit each, and only what is there can be pulled', () => {
		const { base } = started();
		const refusal = (run: () => unknown) => {
			try {
				run();
			} catch (error) {
				return (error as Error).message;
			}
			return undefined;
		};
		equal(
			refusal(() => base.plug('metering', cover())),
			'backplane: metering: expected an empty place, a unit is in it',
		);
		equal(
			refusal(() => base.pull('option')),
			'backplane: option: expected a unit, the place is empty',
		);
	});

	it('keeps a bounded log: at least the newest 128 events', () => {
		const { rig, base } = started();
		for (let i = 0; i < 400; i++) base.announceService(60_000 * (i + 1));
		const events = base.events.events();
		equal(events.length >= 128 && events.length < 200, true, `${events.length}`);
		equal(events.at(-1)!.detail, '400 min');
		equal(rig.lines.length, 401);
	});
});
