import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { Message, Place, UnitIdentity } from '../../../../src/meter/backplane/messages.js';
import type { Contacts, Unit } from '../../../../src/meter/backplane/unit.js';
import { equal } from '../../../assert.js';
import { at, BackplaneRig, cover, Metering } from './backplane-rig.js';

/** A unit that does what a test says. */
class Scripted implements Unit {
	contacts: Contacts | undefined;
	received: string[] = [];
	onReceive: (message: Message) => void = (message) => this.answer(message);
	onPlugged: () => void = () => this.contacts!.send({ kind: 'hello', identity: this.identity });
	constructor(readonly identity: UnitIdentity) {}

	plugged(contacts: Contacts): void {
		this.contacts = contacts;
		this.onPlugged();
	}

	receive(message: Message): void {
		this.received.push(message.kind);
		this.onReceive(message);
	}

	unplugged(): void {
		this.received.push('unplugged');
	}

	answer(message: Message): void {
		if (message.kind === 'poll') this.contacts!.send({ kind: 'alive', number: message.number });
	}
}

const voltage: UnitIdentity = { kind: 'voltage', code: 'voltage-1p3w-60', serial: 'V1', firmware: '1' };

const SAG: Message = {
	kind: 'voltage',
	event: { kind: 'sag', quantity: 'R', start: 0, duration: 0, extreme: 90, depth: 11, state: 'lasting' },
};

function withUnit(identity: UnitIdentity = voltage, place: Place = 'option', prepare: (unit: Scripted) => void = () => {}) {
	const rig = new BackplaneRig(at(10), 1200);
	const metering = new Metering('M1');
	const unit = new Scripted(identity);
	prepare(unit);
	rig.base.plug('metering', metering.unit);
	rig.base.plug(place, unit);
	rig.base.start();
	rig.run(0);
	/** The rest of the meter goes on, whatever became of the unit. */
	const metersOn = () => {
		const before = rig.base.readings.counts()!.import;
		rig.minutes(30);
		equal(rig.base.readings.counts()!.import - before, 600);
	};
	return { rig, base: rig.base, unit, metersOn };
}

/** Why the last unit was isolated. */
function isolation(rig: BackplaneRig): string | undefined {
	const found = rig.base.events.events().filter(({ event }) => event === 'isolated');
	return found.length === 0 ? undefined : found[found.length - 1]!.detail;
}

describe('backplane: isolation', () => {
	describe('of a unit that lies about its type', () => {
		const lies: readonly (readonly [string, UnitIdentity, Place])[] = [
			['a voltage unit in the place for communication', voltage, 'communication'],
			['no unit is of type voltage-1p2w-5', { ...voltage, code: 'voltage-1p2w-5' }, 'option'],
			['says it is a voltage unit of type switch-1p3w-60', { ...voltage, code: 'switch-1p3w-60' }, 'option'],
			['its serial number is none', { ...voltage, serial: '' }, 'option'],
			['its serial number is none', { ...voltage, serial: '1234567890123' }, 'option'],
			['its serial number is none', { ...voltage, serial: 'é' }, 'option'],
		];
		for (const [reason, identity, place] of lies) {
			it(`${reason} (${identity.code}, "${identity.serial}")`, () => {
				const { rig, base, unit, metersOn } = withUnit(identity, place);
				equal(base.report(place).state, 'isolated');
				equal(base.report(place).reason, 'foreign');
				equal(isolation(rig), `foreign: ${reason}`.slice(0, 48));
				equal(unit.received[unit.received.length - 1], 'unplugged');
				metersOn();
				equal(base.report(place).state, 'isolated', 'until it is pulled');
				base.pull(place);
				rig.run(0);
				equal(base.report(place).state, 'empty');
			});
		}

		it('a metering unit without registers is not believed, and none of its energy is on record', () => {
			const rig = new BackplaneRig(at(10), 1200);
			rig.base.plug('metering', new Scripted({ kind: 'metering', code: '1p3w-60-2way', serial: 'X', firmware: '1', certified: at(0) }));
			rig.base.start();
			rig.minutes(60);
			equal(isolation(rig), 'foreign: a metering unit without registers');
			equal(rig.base.ledger.entries().length, 0);
			equal(rig.base.readings.counts(), undefined);
		});

		it('who says it is another than before', () => {
			const { rig, unit, metersOn } = withUnit();
			unit.contacts!.send({ kind: 'hello', identity: { ...voltage, serial: 'V2' } });
			metersOn();
			equal(isolation(rig), 'foreign: says it is another unit than before');
		});

		it('who says what another kind of unit says', () => {
			const { rig, unit, metersOn } = withUnit();
			unit.contacts!.send({ kind: 'halfHour', at: at(10, 30), registers: new Uint8Array(20) });
			metersOn();
			equal(isolation(rig), 'forbidden: halfHour from a voltage unit');
			equal(rig.closed.join(), [at(10), at(10, 30)].join(), 'told once, by the metering unit');
		});

		it('who speaks before it says what it is', () => {
			const { rig, metersOn } = withUnit(voltage, 'option', (unit) => {
				unit.onPlugged = () => unit.contacts!.send(SAG);
			});
			equal(isolation(rig), 'forbidden: voltage from who has not said hello');
			metersOn();
		});
	});

	describe('of a unit that is late', () => {
		it('says no hello within two seconds', () => {
			const { rig, base, metersOn } = withUnit(voltage, 'option', (unit) => {
				unit.onPlugged = () => {};
			});
			rig.run(1999);
			equal(base.report('option').state, 'greeting');
			rig.run(1);
			equal(isolation(rig), 'late: no hello');
			metersOn();
		});

		it('falls silent, and is isolated 17 seconds later at the latest', () => {
			for (let offset = 0; offset < 15_000; offset += 1000) {
				const { rig, base, unit } = withUnit();
				rig.run(60_000 + offset);
				unit.onReceive = () => {};
				rig.run(17_000);
				equal(base.report('option').reason, 'late', `silent from ${offset} ms on`);
			}
		});

		it('answers a poll after more than two seconds; three answers in time bring it back', () => {
			const { rig, base, unit } = withUnit();
			const late = (delay: number) => {
				unit.onReceive = (message) => {
					if (message.kind !== 'poll') return;
					const { number } = message;
					unit.contacts!.after(delay, () => unit.contacts!.send({ kind: 'alive', number }));
				};
			};
			late(1999);
			rig.minutes(10);
			equal(base.report('option').state, 'working');
			late(2001);
			rig.minutes(2);
			equal(base.report('option').reason, 'late');
			equal(isolation(rig), 'late: no answer to a poll within 2000 ms');
			late(61_000);
			rig.minutes(10);
			equal(base.report('option').reason, 'late', 'an answer to an earlier poll does not count');
			late(0);
			rig.run(30_000);
			equal(base.report('option').state, 'isolated');
			rig.run(30_000);
			equal(base.report('option').state, 'working');
			equal(rig.events().at(-1), 'released option');
		});

		it('its messages are not handed on, and it hears nothing of the others', () => {
			const { rig, unit } = withUnit(voltage, 'option', (silent) => {
				silent.onReceive = () => {};
			});
			const heard = new Scripted({ kind: 'communication', code: 'rf', serial: 'C1', firmware: '1' });
			rig.base.plug('communication', heard);
			rig.minutes(1.5);
			unit.received.length = 0;
			unit.contacts!.send(SAG);
			rig.minutes(60);
			equal(unit.received.filter((kind) => kind !== 'poll' && kind !== 'sample').length, 0);
			equal(heard.received.includes('halfHour'), true);
			equal(heard.received.includes('voltage'), false);
		});

		it('a late metering unit counts on, is not read, and is billed for once it is back', () => {
			const rig = new BackplaneRig(at(10), 1200);
			const metering = new Metering('M1');
			let mute = false;
			const receive = metering.unit.receive.bind(metering.unit);
			metering.unit.receive = (message) => {
				if (!mute || message.kind !== 'poll') receive(message);
			};
			rig.base.plug('metering', metering.unit);
			rig.base.start();
			rig.minutes(10);
			mute = true;
			rig.minutes(20);
			equal(rig.base.readings.counts(), undefined);
			mute = false;
			rig.minutes(10);
			equal(rig.base.readings.counts()?.import, 800);
			equal(rig.base.ledger.entries().length, 1, 'no gap');
		});
	});

	describe('of a unit that fails', () => {
		it('loses its power, and gets it again after ten seconds, then twenty, …', () => {
			const { rig, base, unit, metersOn } = withUnit();
			const tries: number[] = [];
			unit.onPlugged = () => {
				tries.push(rig.scheduler.now());
				throw new Error('no memory');
			};
			unit.contacts!.after(0, () => {
				throw new Error('out of range');
			});
			rig.run(0);
			equal(isolation(rig), 'failed: out of range');
			equal(base.report('option').reason, 'failed');
			rig.run(150_000);
			equal(tries.join(), '10000,30000,70000,150000');
			equal(rig.lines[rig.lines.length - 1], 'option: isolated again: failed: no memory');
			equal(isolation(rig), 'failed: out of range', 'the log of the base is not for repetitions');
			unit.onPlugged = () => unit.contacts!.send({ kind: 'hello', identity: voltage });
			rig.run(160_000);
			equal(base.report('option').state, 'working');
			equal(rig.events().at(-1), 'released option');
			metersOn();
		});

		for (const [life, wait] of [
			[59, 40_000],
			[61, 10_000],
		] as const) {
			it(`the third time after ${life} minutes of work gets its power again after ${wait / 1000} s`, () => {
				const { rig, unit } = withUnit();
				const fail = () =>
					unit.contacts!.after(0, () => {
						throw new Error('out of range');
					});
				let starts = false;
				let powered = 0;
				unit.onPlugged = () => {
					powered = rig.scheduler.now();
					if (!starts) throw new Error('no memory');
					unit.contacts!.send({ kind: 'hello', identity: voltage });
				};
				fail();
				rig.run(10_000);
				starts = true;
				rig.run(20_000);
				equal(powered, 30_000);
				rig.minutes(life);
				const failed = rig.scheduler.now();
				fail();
				rig.run(wait);
				equal(powered - failed, wait);
			});
		}

		it('by what it is told: its neighbours still are', () => {
			const { rig, base, unit } = withUnit();
			const heard: number[] = [];
			base.readings.onHalfHour((minute) => heard.push(minute));
			unit.onReceive = (message) => {
				if (message.kind === 'halfHour') throw new RangeError('halfHour');
				unit.answer(message);
			};
			rig.minutes(60);
			equal(heard.length, 2);
			equal(isolation(rig), 'failed: halfHour');
		});

		it('that is pulled while it is without power does not come back', () => {
			const { rig, base, unit } = withUnit();
			unit.contacts!.after(0, () => {
				throw new Error('out of range');
			});
			rig.run(0);
			base.pull('option');
			unit.received.length = 0;
			rig.minutes(60);
			equal(base.report('option').state, 'empty');
			equal(unit.received.length, 0);
		});

		it('of a metering unit whose flash fails: its last known registers are on record, and again when it is back', () => {
			const rig = new BackplaneRig(at(10), 1200);
			const metering = new Metering('M1');
			rig.base.plug('metering', metering.unit);
			rig.base.start();
			rig.minutes(29);
			metering.flash.cutAt(0, { fill: (bytes) => bytes.fill(2) });
			rig.minutes(1);
			equal(rig.base.report('metering').reason, 'failed');
			equal(rig.base.readings.counts(), undefined);
			const out = rig.base.ledger.entries()[1]!;
			equal(out.cause, 'isolated');
			equal(out.lastKnown, true);
			equal(out.time, at(10, 29) * 60_000 + 58_000, 'the last poll');
			equal(out.import, 599_333);
			metering.flash.powerUp();
			rig.run(10_000);
			equal(rig.base.report('metering').state, 'working');
			equal(rig.base.readings.counts()?.import, 0, 'without its last half-hour');
			rig.minutes(1);
			equal(rig.base.readings.counts()?.import, 20);
		});

		it('when it is read: the reader gets nothing, and others go on', () => {
			const rig = new BackplaneRig(at(10), 1200);
			const metering = new Metering('M1');
			rig.base.plug('metering', metering.unit);
			rig.base.start();
			rig.minutes(90);
			metering.flash.read = () => {
				throw new Error('flash: no answer');
			};
			equal(rig.base.readings.halfHour(at(10, 30)), undefined);
			equal(rig.base.readings.halfHour(at(11)), undefined);
			rig.run(0);
			equal(isolation(rig), 'failed: flash: no answer');
		});

		it('whose flash holds something else: it is left alone, and tried again at last once an hour', () => {
			const rig = new BackplaneRig(at(10), 1200);
			const metering = new Metering('M1');
			metering.flash.write(0, new Uint8Array(64));
			const before = metering.flash.operations;
			rig.base.plug('metering', metering.unit);
			rig.base.start();
			rig.minutes(60 * 24);
			equal(isolation(rig)?.startsWith('failed: journal at sector 0: foreign'), true);
			equal(metering.flash.operations, before);
			equal(rig.events().filter((event) => event === 'isolated metering').length, 1);
			equal(rig.lines.filter((line) => line.startsWith('metering: isolated')).length, 32, 'ten in two hours, then one each hour');
		});
	});

	it('not of a unit that says sixteen things at once, but of one that says one more', () => {
		for (const [count, reason] of [
			[16, undefined],
			[17, 'babbling: it said too much at once'],
		] as const) {
			const { rig, unit } = withUnit();
			for (let i = 0; i < count; i++) unit.contacts!.send(SAG);
			rig.run(0);
			equal(isolation(rig), reason, `${count}`);
		}
	});

	it('of a unit that says too much at once', () => {
		const { rig, unit, metersOn } = withUnit();
		for (let i = 0; i < 1000; i++) unit.contacts!.send(SAG);
		rig.run(0);
		equal(isolation(rig), 'babbling: it said too much at once');
		metersOn();
	});

	it('of a metering unit whose registers run backwards', () => {
		const rig = new BackplaneRig(at(10), 1200);
		const metering = new Metering('M1');
		let less = false;
		const plugged = metering.unit.plugged.bind(metering.unit);
		metering.unit.plugged = (contacts) => {
			const { send } = contacts;
			contacts.send = (message) => send.call(contacts, less && message.kind === 'alive' ? { ...message, registers: new Uint8Array(20) } : message);
			plugged(contacts);
		};
		rig.base.plug('metering', metering.unit);
		rig.base.start();
		rig.minutes(10);
		equal(rig.base.report('metering').state, 'working');
		less = true;
		rig.minutes(1);
		equal(isolation(rig), 'implausible: its registers ran backwards');
		equal(rig.base.ledger.entries()[1]!.import, 199_333, 'what it told before');
	});

	it('ends what a pulled unit can say, even if another one is in its place', () => {
		const { rig, base, unit } = withUnit();
		const heard = new Scripted({ kind: 'communication', code: 'rf', serial: 'C1', firmware: '1' });
		base.plug('communication', heard);
		const old = unit.contacts!;
		base.pull('option');
		base.plug('option', new Scripted({ ...voltage, serial: 'V2' }));
		rig.run(0);
		old.send(SAG);
		let ran = false;
		old.after(0, () => {
			ran = true;
		});
		rig.minutes(1);
		equal(heard.received.includes('voltage'), false);
		equal(ran, false);
	});

	it('is not for what does not fit together: that is reported', () => {
		const rig = new BackplaneRig(at(10), 1200);
		rig.base.plug('metering', new Metering('M1').unit);
		rig.base.plug('option', new Scripted({ ...voltage, code: 'voltage-3p3w-60' }));
		rig.base.plug('cover', cover());
		const told: string[] = [];
		rig.base.events.onEvent = ({ event, fields }) => {
			if (event === 'mismatch') told.push(`${fields?.rule} ${fields?.code}`);
		};
		rig.base.start();
		rig.run(0);
		equal(told.join(), 'phases voltage-3p3w-60');
		equal(rig.events().includes('mismatch option'), true);
		equal(rig.base.report('option').state, 'working');
	});

	it('leaves the meter at work whatever units say, in any order', () => {
		const random = new SeededRandom(11);
		const rig = new BackplaneRig(at(10), 1200);
		rig.base.plug('metering', new Metering('M1').unit);
		rig.base.start();
		rig.run(0);
		const identities: readonly UnitIdentity[] = [
			voltage,
			{ kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: '1' },
			{ kind: 'communication', code: 'rf-b', serial: 'C1', firmware: '1' },
			{ kind: 'cover', code: 'rain', serial: 'L1', firmware: '' },
			{ kind: 'metering', code: '1p3w-60-2way', serial: 'M9', firmware: '1', certified: 0 },
		];
		const places: readonly Place[] = ['communication', 'option', 'cover'];
		const sayings = (identity: UnitIdentity): readonly Message[] => [
			{ kind: 'hello', identity },
			{ kind: 'hello', identity, registers: new Uint8Array(20) },
			{ kind: 'alive', number: random.below(5), registers: new Uint8Array(random.below(30)) },
			{ kind: 'goodbye', registers: new Uint8Array(20).fill(255) },
			{ kind: 'halfHour', at: at(10, 30), registers: new Uint8Array(random.below(30)) },
			{ kind: 'command', number: 1, order: { action: 'open', origin: 'remote', reason: 'x' } },
			{ kind: 'answer', number: 1, result: 'done', reason: '', closed: true },
			{ kind: 'status', verdict: 'x' },
			{ kind: 'service', duration: random.below(1000) },
			{ kind: 'leave' },
			{ kind: 'poll', number: 1 },
			{ kind: 'sample', sample: undefined },
			SAG,
		];
		let before = 0;
		for (let round = 0; round < 300; round++) {
			rig.lines.length = 0;
			const place = places[random.below(3)]!;
			if (rig.base.report(place).state !== 'empty') rig.base.pull(place);
			const unit = new Scripted(identities[random.below(identities.length)]!);
			const say = () => {
				for (let i = random.below(4); i > 0; i--) {
					const said = sayings(identities[random.below(identities.length)]!);
					unit.contacts!.send(said[random.below(said.length)]!);
				}
				if (random.below(10) === 0) throw new Error('a fault');
			};
			if (random.below(4) === 0) unit.onPlugged = say;
			unit.onReceive = say;
			rig.base.plug(place, unit);
			rig.run(random.below(120_000));
			const counts = rig.base.readings.counts()!.import;
			equal(counts >= before, true);
			before = counts;
		}
		equal(before, Math.floor((rig.scheduler.now() * 1200) / 3_600_000));
		equal(rig.base.ledger.entries().length, 1);
	});
});
