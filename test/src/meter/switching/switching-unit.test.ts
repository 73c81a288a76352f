import { PowerLoss } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { allows, type Transition } from '../../../../src/meter/switching/control.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';
import { SwitchingRig } from './switching-rig.js';

describe('switching unit: orders', () => {
	it('opens and closes from afar, and answers with the contact’s real state once it has moved', () => {
		const rig = new SwitchingRig();
		const answers: string[] = [];
		rig.unit.open('remote', 'moved out', (entry) => answers.push(`${entry.result} ${entry.closed} at ${rig.scheduler.now()}`));
		equal(answers.length, 0);
		rig.seconds(1);
		equal(rig.unit.state.control, 0);
		rig.unit.close('remote', 'moved in', (entry) => answers.push(`${entry.result} ${entry.closed} at ${rig.scheduler.now()}`));
		rig.seconds(1);
		equal(answers.join(), 'done false at 20,done true at 1020');
		equal(rig.unit.state.control, 1);
		equal(rig.log().join('\n'), 'open remote done open: moved out\nclose remote done closed: moved in');
	});

	it('tells when the contact did not move in time', () => {
		for (const fault of ['welded', 'refuses'] as const) {
			const rig = new SwitchingRig();
			rig.relay.fault = fault;
			let answer = '';
			rig.unit.open('remote', 'test', (entry) => {
				answer = `${entry.result} ${entry.closed} at ${rig.scheduler.now()}`;
			});
			rig.seconds(10);
			equal(answer, 'stuck true at 500', fault);
			equal(rig.unit.state.fault, 'the contact is stuck');
		}
	});

	it('calls back a contact that does not close, and stays what it was', () => {
		const rig = new SwitchingRig();
		rig.unit.open('remote', 'test');
		rig.seconds(1);
		rig.relay.fault = 'sluggish';
		rig.unit.close('remote', 'test');
		rig.seconds(60);
		equal(rig.told.join(), 'open remote done open,close remote stuck open');
		equal(rig.unit.state.control, 0);
		rig.relay.fault = 'none';
		rig.unit.close('remote', 'test');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});

	it('takes a contact that opens late for what it is', () => {
		const rig = new SwitchingRig();
		rig.relay.fault = 'sluggish';
		rig.unit.open('remote', 'test');
		rig.seconds(4);
		equal(rig.unit.state.fault, 'the contact is stuck');
		rig.seconds(2);
		equal(rig.told.join(), 'open remote stuck closed,moved local done open');
		equal(rig.unit.state.fault, undefined);
	});

	it('lets a new order overtake the one under way', () => {
		const rig = new SwitchingRig();
		const answers: string[] = [];
		rig.unit.open('remote', 'first', (entry) => answers.push(`${entry.reason} ${entry.result}`));
		rig.seconds(0.01);
		rig.unit.close('remote', 'second', (entry) => answers.push(`${entry.reason} ${entry.result} ${entry.closed}`));
		rig.seconds(1);
		equal(answers.join(), 'first overtaken,second done true');
		equal(rig.relay.operations, 0);
	});

	it('does not close onto voltage from the house, or a current that should not flow', () => {
		const rig = new SwitchingRig();
		rig.unit.open('remote', 'test');
		rig.seconds(1);
		rig.relay.backFeed = true;
		rig.unit.close('remote', 'test');
		rig.seconds(1);
		equal(rig.told.at(-1), 'close remote refused open');
		rig.relay.backFeed = false;
		rig.unit.measure({ power: 200, currentR: 2, currentT: 0, voltageR: 100, voltageT: 100 });
		equal(rig.unit.state.fault, 'current through the open contact');
		rig.unit.close('remote', 'test');
		rig.seconds(1);
		equal(rig.log().at(-1), 'close remote refused open: current through the open contact');
		rig.unit.measure(undefined);
		rig.unit.close('remote', 'test');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});

	it('takes half an ampere through its open contact, of both conductors together, for noise, and no more', () => {
		const rig = new SwitchingRig();
		rig.unit.open('remote', 'test');
		rig.seconds(1);
		rig.unit.measure({ power: 50, currentR: 0.25, currentT: 0.25, voltageR: 100, voltageT: 100 });
		equal(rig.unit.state.fault, undefined);
		rig.unit.measure({ power: 60, currentR: 0.25, currentT: -0.35, voltageR: 100, voltageT: 100 });
		equal(rig.unit.state.fault, 'current through the open contact');
	});

	it('does not let a hand close what the utility opened', () => {
		const rig = new SwitchingRig();
		rig.unit.open('remote', 'unpaid');
		rig.seconds(1);
		rig.unit.close('hand', 'button');
		rig.seconds(1);
		equal(rig.unit.state.closed, false);
		equal(rig.log().at(-1), 'close hand refused open: opened by the utility');
	});

	it('opens again what was closed without an order', () => {
		const rig = new SwitchingRig();
		rig.unit.open('remote', 'unpaid');
		rig.seconds(1);
		rig.relay.force(true);
		rig.seconds(1);
		equal(rig.unit.state.closed, false);
		equal(rig.told.join(), 'open remote done open,moved local done closed,open local done open');
	});

	it('shows a contact that opened without an order, and closes it on the next one', () => {
		const rig = new SwitchingRig();
		rig.relay.force(false);
		rig.seconds(60);
		equal(rig.unit.state.closed, false);
		rig.unit.close('remote', 'test');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});

	it('takes a new unit as its contact stands', () => {
		equal(new SwitchingRig({}, true).unit.state.control, 1);
		const rig = new SwitchingRig({}, false);
		equal(rig.unit.state.control, 2);
		rig.unit.close('hand', 'installed');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});

	it('moves nothing when it is stopped', () => {
		const rig = new SwitchingRig();
		rig.unit.setCapacity(30, 'remote');
		rig.draw(60);
		rig.unit.stop();
		rig.seconds(600);
		equal(rig.relay.operations, 0);
	});
});

describe('switching unit: control modes', () => {
	/** Blue Book, class 70. */
	const modes: readonly string[] = ['', 'bcdefg', 'abcefg', 'bcdeg', 'abceg', 'bcdefgh', 'bcdegh'];

	for (let mode = 0; mode < modes.length; mode++) {
		it(`${mode} allows ${modes[mode] === '' ? 'nothing' : modes[mode]}`, () => {
			let allowed = '';
			for (const transition of 'abcdefgh') if (allows(mode, transition as Transition)) allowed += transition;
			equal(allowed, modes[mode]);
		});
	}

	for (const [mode, control] of [
		[1, 2],
		[2, 1],
		[3, 2],
		[4, 1],
		[5, 2],
		[6, 2],
	] as const) {
		it(`${mode}: remote reconnect leads to ${control === 1 ? 'connected' : 'ready for reconnection'}`, () => {
			const rig = new SwitchingRig();
			equal(rig.unit.setControlMode(mode, 'remote'), undefined);
			rig.unit.open('remote', 'test');
			rig.seconds(1);
			rig.unit.remoteReconnect('test');
			rig.seconds(60);
			equal(rig.unit.state.control, control);
			equal(rig.unit.state.closed, control === 1);
			rig.unit.close('hand', 'button');
			rig.seconds(1);
			equal(rig.unit.state.closed, true);
		});
	}

	it('1 and 3: a remote order to close stops at ready, 2, 4, 5 and 6: it closes', () => {
		for (let mode = 1; mode <= 6; mode++) {
			const rig = new SwitchingRig();
			rig.unit.setControlMode(mode, 'remote');
			rig.unit.open('remote', 'test');
			rig.seconds(1);
			rig.unit.close('remote', 'test');
			rig.seconds(1);
			equal(rig.unit.state.closed, mode !== 1 && mode !== 3, `mode ${mode}`);
		}
	});

	it('0: nothing opens the contact, neither an order nor an overload', () => {
		const rig = new SwitchingRig();
		rig.unit.setControlMode(0, 'remote');
		rig.unit.setCapacity(30, 'remote');
		rig.draw(90);
		rig.unit.open('remote', 'test');
		rig.seconds(3600);
		equal(rig.unit.state.closed, true);
		equal(rig.told.at(-1), 'open remote refused closed');
	});

	it('4: what an overload opened waits for a hand', () => {
		const rig = new SwitchingRig();
		rig.unit.setControlMode(4, 'remote');
		rig.unit.setCapacity(30, 'remote');
		rig.draw(60);
		rig.seconds(3600);
		equal(rig.unit.state.closed, false);
		rig.draw(10);
		rig.unit.close('hand', 'button');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});

	it('a hand opens in 1, 2 and 5 alone', () => {
		for (let mode = 0; mode <= 6; mode++) {
			const rig = new SwitchingRig();
			rig.unit.setControlMode(mode, 'remote');
			rig.unit.open('hand', 'button');
			rig.seconds(1);
			equal(rig.unit.state.closed, !(mode === 1 || mode === 2 || mode === 5), `mode ${mode}`);
		}
	});

	it('default to closing by itself with an ampere contract, to remote orders alone without', () => {
		equal(new SwitchingRig().unit.state.mode, 6);
		equal(new SwitchingRig({ utility: UTILITY_PROFILES.kansai }).unit.state.mode, 4);
	});
});

describe('switching unit: anything', () => {
	it('answers every order once, and ends where it says that it is, whatever the contact and the house do', () => {
		const random = new SeededRandom(11);
		const rig = new SwitchingRig();
		rig.unit.setCapacity(30, 'remote');
		rig.unit.setDemandLimit({ watts: 4000, minutes: 5 }, 'remote');
		let orders = 0;
		let answers = 0;
		const done = () => void answers++;
		const steps: readonly (() => void)[] = [
			() => rig.unit.open('remote', 'any', done),
			() => rig.unit.close('remote', 'any', done),
			() => rig.unit.open('hand', 'any', done),
			() => rig.unit.close('hand', 'any', done),
			() => rig.unit.remoteReconnect('any', done),
		];
		for (let i = 0; i < 2000; i++) {
			if (random.below(3) === 0) {
				steps[random.below(steps.length)]!();
				orders++;
			}
			if (random.below(10) === 0) rig.unit.setControlMode(random.below(7), 'remote');
			if (random.below(20) === 0) rig.relay.force(random.below(2) === 0);
			rig.relay.fault = (['none', 'none', 'none', 'welded', 'refuses', 'sluggish'] as const)[random.below(6)]!;
			rig.draw(random.below(90), random.fraction());
			rig.seconds(random.below(40) * random.fraction());
			rig.told.length = 0;
		}
		rig.relay.fault = 'none';
		rig.unit.setControlMode(6, 'remote');
		rig.draw(0);
		for (const closed of [false, true]) {
			if (closed) rig.unit.close('remote', 'last', done);
			else rig.unit.open('remote', 'last', done);
			orders++;
			rig.seconds(10);
			equal(rig.unit.state.closed, closed);
			equal(rig.unit.state.control, closed ? 1 : 0);
			equal(rig.unit.state.fault, undefined);
		}
		equal(answers, orders);
	});

	it('takes no sample without numbers for a load', () => {
		const rig = new SwitchingRig();
		rig.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		rig.unit.measure({ power: Number.NaN, currentR: Number.NaN, voltageR: 100 });
		rig.seconds(60);
		rig.draw(60);
		rig.seconds(29 * 60);
		equal(rig.unit.state.closed, false);
	});
});

describe('switching unit: power cut', () => {
	it('at any flash operation of an order leaves it carried out or never begun, and carried out if it was answered', () => {
		const random = new SeededRandom(5);
		let answered = 0;
		for (let i = 0; i < 200; i++) {
			const rig = new SwitchingRig();
			rig.unit.setCapacity(30, 'remote');
			rig.flash.cutAt(i % 5, random);
			let done = false;
			try {
				rig.unit.open('remote', 'test', () => {
					done = true;
				});
				rig.seconds(1);
				rig.unit.setCapacity(40, 'remote');
			} catch (error) {
				if (!(error instanceof PowerLoss)) throw error;
			}
			rig.powerCut(10);
			rig.seconds(2);
			equal(rig.unit.state.closed, rig.unit.state.control === 1, `cut ${i}`);
			if (done) equal(rig.unit.state.closed, false, `cut ${i}`);
			equal(rig.unit.capacity === 30 || rig.unit.capacity === 40, true);
			if (done) answered++;
		}
		equal(answered > 50 && answered < 150, true, `${answered} answered`);
	});

	it('keeps the log, the newest 150 entries at least', () => {
		const rig = new SwitchingRig();
		for (let i = 0; i < 200; i++) {
			rig.unit.setControlMode(i % 7, 'remote');
			rig.seconds(1);
			rig.told.length = 0;
		}
		rig.powerCut(1);
		let kept = 0;
		rig.unit.walkLog((entry) => {
			equal(entry.reason, `control mode ${(199 - kept++) % 7}`);
			return true;
		});
		equal(kept >= 150, true, `${kept} entries`);
	});
});
