import { PowerLoss } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { allows, type Transition } from '../../../../src/meter/switching/control.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';
import { Bench } from './switching-rig.js';

describe('switching unit: orders', () => {
	it('opens and closes from afar, and answers with the contact’s real state once it has moved', () => {
		const bench = new Bench();
		const answers: string[] = [];
		bench.unit.open('remote', 'moved out', (entry) => answers.push(`${entry.result} ${entry.closed} at ${bench.scheduler.now()}`));
		equal(answers.length, 0);
		bench.seconds(1);
		equal(bench.unit.state.control, 0);
		bench.unit.close('remote', 'moved in', (entry) => answers.push(`${entry.result} ${entry.closed} at ${bench.scheduler.now()}`));
		bench.seconds(1);
		equal(answers.join(), 'done false at 20,done true at 1020');
		equal(bench.unit.state.control, 1);
		equal(bench.log().join('\n'), 'open remote done open: moved out\nclose remote done closed: moved in');
	});

	it('tells when the contact did not move in time', () => {
		for (const fault of ['welded', 'refuses'] as const) {
			const bench = new Bench();
			bench.relay.fault = fault;
			let answer = '';
			bench.unit.open('remote', 'test', (entry) => {
				answer = `${entry.result} ${entry.closed} at ${bench.scheduler.now()}`;
			});
			bench.seconds(10);
			equal(answer, 'stuck true at 500', fault);
			equal(bench.unit.state.fault, 'the contact is stuck');
		}
	});

	it('calls back a contact that does not close, and stays what it was', () => {
		const bench = new Bench();
		bench.unit.open('remote', 'test');
		bench.seconds(1);
		bench.relay.fault = 'sluggish';
		bench.unit.close('remote', 'test');
		bench.seconds(60);
		equal(bench.told.join(), 'open remote done open,close remote stuck open');
		equal(bench.unit.state.control, 0);
		bench.relay.fault = 'none';
		bench.unit.close('remote', 'test');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});

	it('takes a contact that opens late for what it is', () => {
		const bench = new Bench();
		bench.relay.fault = 'sluggish';
		bench.unit.open('remote', 'test');
		bench.seconds(4);
		equal(bench.unit.state.fault, 'the contact is stuck');
		bench.seconds(2);
		equal(bench.told.join(), 'open remote stuck closed,moved local done open');
		equal(bench.unit.state.fault, undefined);
	});

	it('lets a new order overtake the one under way', () => {
		const bench = new Bench();
		const answers: string[] = [];
		bench.unit.open('remote', 'first', (entry) => answers.push(`${entry.reason} ${entry.result}`));
		bench.seconds(0.01);
		bench.unit.close('remote', 'second', (entry) => answers.push(`${entry.reason} ${entry.result} ${entry.closed}`));
		bench.seconds(1);
		equal(answers.join(), 'first overtaken,second done true');
		equal(bench.relay.operations, 0);
	});

	it('does not close onto voltage from the house, or a current that should not flow', () => {
		const bench = new Bench();
		bench.unit.open('remote', 'test');
		bench.seconds(1);
		bench.relay.backFeed = true;
		bench.unit.close('remote', 'test');
		bench.seconds(1);
		equal(bench.told.at(-1), 'close remote refused open');
		bench.relay.backFeed = false;
		bench.unit.measure({ power: 200, currentR: 2, currentT: 0, voltageR: 100, voltageT: 100 });
		equal(bench.unit.state.fault, 'current through the open contact');
		bench.unit.close('remote', 'test');
		bench.seconds(1);
		equal(bench.log().at(-1), 'close remote refused open: current through the open contact');
		bench.unit.measure(undefined);
		bench.unit.close('remote', 'test');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});

	it('takes half an ampere through its open contact, of both conductors together, for noise, and no more', () => {
		const bench = new Bench();
		bench.unit.open('remote', 'test');
		bench.seconds(1);
		bench.unit.measure({ power: 50, currentR: 0.25, currentT: 0.25, voltageR: 100, voltageT: 100 });
		equal(bench.unit.state.fault, undefined);
		bench.unit.measure({ power: 60, currentR: 0.25, currentT: -0.35, voltageR: 100, voltageT: 100 });
		equal(bench.unit.state.fault, 'current through the open contact');
	});

	it('does not let a hand close what the utility opened', () => {
		const bench = new Bench();
		bench.unit.open('remote', 'unpaid');
		bench.seconds(1);
		bench.unit.close('hand', 'button');
		bench.seconds(1);
		equal(bench.unit.state.closed, false);
		equal(bench.log().at(-1), 'close hand refused open: opened by the utility');
	});

	it('opens again what was closed without an order', () => {
		const bench = new Bench();
		bench.unit.open('remote', 'unpaid');
		bench.seconds(1);
		bench.relay.force(true);
		bench.seconds(1);
		equal(bench.unit.state.closed, false);
		equal(bench.told.join(), 'open remote done open,moved local done closed,open local done open');
	});

	it('shows a contact that opened without an order, and closes it on the next one', () => {
		const bench = new Bench();
		bench.relay.force(false);
		bench.seconds(60);
		equal(bench.unit.state.closed, false);
		bench.unit.close('remote', 'test');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});

	it('takes a new unit as its contact stands', () => {
		equal(new Bench({}, true).unit.state.control, 1);
		const bench = new Bench({}, false);
		equal(bench.unit.state.control, 2);
		bench.unit.close('hand', 'installed');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});

	it('moves nothing when it is stopped', () => {
		const bench = new Bench();
		bench.unit.setCapacity(30, 'remote');
		bench.draw(60);
		bench.unit.stop();
		bench.seconds(600);
		equal(bench.relay.operations, 0);
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
			const bench = new Bench();
			equal(bench.unit.setControlMode(mode, 'remote'), undefined);
			bench.unit.open('remote', 'test');
			bench.seconds(1);
			bench.unit.remoteReconnect('test');
			bench.seconds(60);
			equal(bench.unit.state.control, control);
			equal(bench.unit.state.closed, control === 1);
			bench.unit.close('hand', 'button');
			bench.seconds(1);
			equal(bench.unit.state.closed, true);
		});
	}

	it('1 and 3: a remote order to close stops at ready, 2, 4, 5 and 6: it closes', () => {
		for (let mode = 1; mode <= 6; mode++) {
			const bench = new Bench();
			bench.unit.setControlMode(mode, 'remote');
			bench.unit.open('remote', 'test');
			bench.seconds(1);
			bench.unit.close('remote', 'test');
			bench.seconds(1);
			equal(bench.unit.state.closed, mode !== 1 && mode !== 3, `mode ${mode}`);
		}
	});

	it('0: nothing opens the contact, neither an order nor an overload', () => {
		const bench = new Bench();
		bench.unit.setControlMode(0, 'remote');
		bench.unit.setCapacity(30, 'remote');
		bench.draw(90);
		bench.unit.open('remote', 'test');
		bench.seconds(3600);
		equal(bench.unit.state.closed, true);
		equal(bench.told.at(-1), 'open remote refused closed');
	});

	it('4: what an overload opened waits for a hand', () => {
		const bench = new Bench();
		bench.unit.setControlMode(4, 'remote');
		bench.unit.setCapacity(30, 'remote');
		bench.draw(60);
		bench.seconds(3600);
		equal(bench.unit.state.closed, false);
		bench.draw(10);
		bench.unit.close('hand', 'button');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});

	it('a hand opens in 1, 2 and 5 alone', () => {
		for (let mode = 0; mode <= 6; mode++) {
			const bench = new Bench();
			bench.unit.setControlMode(mode, 'remote');
			bench.unit.open('hand', 'button');
			bench.seconds(1);
			equal(bench.unit.state.closed, !(mode === 1 || mode === 2 || mode === 5), `mode ${mode}`);
		}
	});

	it('default to closing by itself with an ampere contract, to remote orders alone without', () => {
		equal(new Bench().unit.state.mode, 6);
		equal(new Bench({ utility: UTILITY_PROFILES.kansai }).unit.state.mode, 4);
	});
});

describe('switching unit: anything', () => {
	it('answers every order once, and ends where it says that it is, whatever the contact and the house do', () => {
		const random = new SeededRandom(11);
		const bench = new Bench();
		bench.unit.setCapacity(30, 'remote');
		bench.unit.setDemandLimit({ watts: 4000, minutes: 5 }, 'remote');
		let orders = 0;
		let answers = 0;
		const done = () => void answers++;
		const steps: readonly (() => void)[] = [
			() => bench.unit.open('remote', 'any', done),
			() => bench.unit.close('remote', 'any', done),
			() => bench.unit.open('hand', 'any', done),
			() => bench.unit.close('hand', 'any', done),
			() => bench.unit.remoteReconnect('any', done),
		];
		for (let i = 0; i < 2000; i++) {
			if (random.below(3) === 0) {
				steps[random.below(steps.length)]!();
				orders++;
			}
			if (random.below(10) === 0) bench.unit.setControlMode(random.below(7), 'remote');
			if (random.below(20) === 0) bench.relay.force(random.below(2) === 0);
			bench.relay.fault = (['none', 'none', 'none', 'welded', 'refuses', 'sluggish'] as const)[random.below(6)]!;
			bench.draw(random.below(90), random.fraction());
			bench.seconds(random.below(40) * random.fraction());
			bench.told.length = 0;
		}
		bench.relay.fault = 'none';
		bench.unit.setControlMode(6, 'remote');
		bench.draw(0);
		for (const closed of [false, true]) {
			if (closed) bench.unit.close('remote', 'last', done);
			else bench.unit.open('remote', 'last', done);
			orders++;
			bench.seconds(10);
			equal(bench.unit.state.closed, closed);
			equal(bench.unit.state.control, closed ? 1 : 0);
			equal(bench.unit.state.fault, undefined);
		}
		equal(answers, orders);
	});

	it('takes no sample without numbers for a load', () => {
		const bench = new Bench();
		bench.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		bench.unit.measure({ power: Number.NaN, currentR: Number.NaN, voltageR: 100 });
		bench.seconds(60);
		bench.draw(60);
		bench.seconds(29 * 60);
		equal(bench.unit.state.closed, false);
	});
});

describe('switching unit: power cut', () => {
	it('at any flash operation of an order leaves it carried out or never begun, and carried out if it was answered', () => {
		const random = new SeededRandom(5);
		let answered = 0;
		for (let i = 0; i < 200; i++) {
			const bench = new Bench();
			bench.unit.setCapacity(30, 'remote');
			bench.flash.cutAt(i % 5, random);
			let done = false;
			try {
				bench.unit.open('remote', 'test', () => {
					done = true;
				});
				bench.seconds(1);
				bench.unit.setCapacity(40, 'remote');
			} catch (error) {
				if (!(error instanceof PowerLoss)) throw error;
			}
			bench.powerCut(10);
			bench.seconds(2);
			equal(bench.unit.state.closed, bench.unit.state.control === 1, `cut ${i}`);
			if (done) equal(bench.unit.state.closed, false, `cut ${i}`);
			equal(bench.unit.capacity === 30 || bench.unit.capacity === 40, true);
			if (done) answered++;
		}
		equal(answered > 50 && answered < 150, true, `${answered} answered`);
	});

	it('keeps the log, the newest 150 entries at least', () => {
		const bench = new Bench();
		for (let i = 0; i < 200; i++) {
			bench.unit.setControlMode(i % 7, 'remote');
			bench.seconds(1);
			bench.told.length = 0;
		}
		bench.powerCut(1);
		let kept = 0;
		bench.unit.walkLog((entry) => {
			equal(entry.reason, `control mode ${(199 - kept++) % 7}`);
			return true;
		});
		equal(kept >= 150, true, `${kept} entries`);
	});
});
