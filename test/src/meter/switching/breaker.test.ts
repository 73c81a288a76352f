import { AMPERE_CONTRACTS, tripCurve, tripTime } from '../../../../src/meter/switching/curve.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';
import { Bench, noon } from './switching-rig.js';

/** A unit with an ampere contract. */
function contract(amperes: number): Bench {
	const bench = new Bench();
	equal(bench.unit.setCapacity(amperes, 'remote'), undefined);
	bench.seconds(0);
	bench.told.length = 0;
	return bench;
}

describe('switching unit: ampere breaker', () => {
	for (const amperes of AMPERE_CONTRACTS) {
		it(`of ${amperes} A opens the contact when its curve says, and not before`, () => {
			for (const ratio of [1.25, 1.4, 2, 3, 7, 12]) {
				const bench = contract(amperes);
				bench.draw(ratio * amperes);
				const trip = tripTime(tripCurve(amperes), (ratio * amperes) / amperes) / 1000;
				bench.seconds(trip - 0.001);
				equal(bench.unit.state.closed, true);
				bench.seconds(0.001 + 0.021);
				equal(bench.told.join(), 'open breaker done open', `at ${ratio}`);
			}
		});

		it(`of ${amperes} A lets 1.1 times flow for ever`, () => {
			const bench = contract(amperes);
			bench.draw(1.1 * amperes);
			bench.seconds(30 * 86_400);
			equal(bench.told.length, 0);
			equal(bench.unit.heat, 0);
		});
	}

	it('counts both legs of single-phase 3-wire', () => {
		const bench = contract(30);
		bench.draw(60, 0.5);
		bench.seconds(60.1);
		equal(bench.unit.state.closed, false);
	});

	it('counts one leg of single-phase 2-wire', () => {
		const bench = new Bench({ rating: { wiring: '1p2w', amperes: 30 } });
		bench.unit.setCapacity(30, 'remote');
		bench.draw(60, 0.5);
		bench.seconds(3600);
		equal(bench.unit.state.closed, true);
		bench.draw(60);
		bench.seconds(60.1);
		equal(bench.unit.state.closed, false);
	});

	it('does not count what the house feeds in', () => {
		const bench = contract(20);
		bench.unit.measure({ power: -6000, currentR: -30, currentT: -30, voltageR: 100, voltageT: 100 });
		bench.seconds(3600);
		equal(bench.unit.state.closed, true);
	});

	it('closes again by itself 10 s after a trip', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(60.02 + 9.999);
		equal(bench.unit.state.closed, false);
		equal(bench.unit.state.control, 2);
		bench.draw(10);
		bench.seconds(0.001 + 0.021);
		equal(bench.unit.state.closed, true);
		equal(bench.unit.state.control, 1);
		bench.seconds(86_400);
		equal(bench.told.join(), 'open breaker done open,close local done closed');
	});

	it('gives up with the third trip in ten minutes, and a hand resets it', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(3600);
		equal(bench.unit.state.locked, true);
		equal(bench.told.filter((line) => line === 'open breaker done open').length, 3);
		equal(bench.log()[5], 'open breaker done open: 60.0 A of 30 A, locked out');
		bench.draw(10);
		bench.unit.close('hand', 'button');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
		equal(bench.unit.state.locked, false);
		bench.draw(60);
		bench.seconds(62);
		equal(bench.unit.state.locked, false);
	});

	it('is reset from afar as well', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(3600);
		bench.draw(10);
		bench.unit.close('remote', 'customer called');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
		equal(bench.unit.state.locked, false);
	});

	it('forgets trips that lie farther back than the profile looks', () => {
		const bench = contract(30);
		for (let i = 0; i < 10; i++) {
			bench.draw(60);
			bench.seconds(61);
			bench.draw(10);
			bench.seconds(300);
		}
		equal(bench.unit.state.locked, false);
		equal(bench.unit.state.closed, true);
	});

	it('stays locked out through a power cut, with the contact where it was', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(3600);
		bench.powerCut(60);
		bench.seconds(3600);
		equal(bench.unit.state.locked, true);
		equal(bench.unit.state.closed, false);
		equal(bench.relay.operations, 0);
	});

	it('counts the trips from before a power cut, and closes again after it', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(60.1 + 10 + 5.1);
		equal(bench.unit.state.closed, false);
		bench.powerCut(5);
		bench.seconds(9.9);
		equal(bench.unit.state.closed, false);
		bench.seconds(0.2);
		equal(bench.unit.state.closed, true);
		bench.seconds(61);
		equal(bench.unit.state.locked, true);
	});

	it('carries out after a power cut what it had begun before', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(60.01);
		equal(bench.relay.closed, true);
		equal(bench.unit.state.control, 2);
		bench.powerCut(1, true);
		bench.seconds(1);
		equal(bench.unit.state.closed, false);
	});

	it('shows a welded contact as stuck, does not pretend, and does not close it by itself', () => {
		const bench = contract(30);
		bench.relay.fault = 'welded';
		bench.draw(60);
		bench.seconds(3600);
		equal(bench.told.join(), 'open breaker stuck closed');
		equal(bench.unit.state.closed, true);
		equal(bench.unit.state.fault, 'the contact is stuck');
		bench.unit.close('remote', 'try');
		bench.seconds(1);
		equal(bench.told.at(-1), 'close remote refused closed');
		bench.relay.fault = 'none';
		bench.unit.open('remote', 'try again');
		bench.seconds(1);
		equal(bench.unit.state.fault, undefined);
		equal(bench.unit.state.closed, false);
	});

	it('waits with closing while the load side has voltage, and logs that once', () => {
		const bench = contract(30);
		bench.relay.backFeed = true;
		bench.draw(60);
		bench.seconds(300);
		equal(bench.told.join(), 'open breaker done open,close local refused open');
		equal(bench.unit.state.fault, 'voltage on the load side');
		bench.draw(10);
		bench.relay.backFeed = false;
		bench.seconds(11);
		equal(bench.unit.state.closed, true);
	});

	it('is not there where the utility has no ampere contract', () => {
		const bench = new Bench({ utility: UTILITY_PROFILES.kansai });
		equal(bench.unit.setCapacity(30, 'remote'), 'kansai: no ampere contract');
		bench.draw(60);
		bench.seconds(86_400);
		equal(bench.unit.state.closed, true);
		equal(bench.unit.capacity, undefined);
	});

	it('waits as long and gives up as late as the profile says', () => {
		const bench = new Bench({ utility: UTILITY_PROFILES.hokkaido });
		bench.unit.setCapacity(30, 'remote');
		bench.draw(90);
		bench.seconds(20.1 + 14.8);
		equal(bench.unit.state.closed, false);
		bench.seconds(0.2);
		equal(bench.unit.state.closed, true);
		bench.seconds(3600);
		equal(bench.log().filter((line) => line.startsWith('open breaker')).length, 8);
	});

	it('logs the time of each action by the meter’s clock', () => {
		const bench = contract(30);
		bench.draw(60);
		bench.seconds(61);
		let time = 0;
		bench.unit.walkLog((entry) => {
			time = entry.time;
			return false;
		});
		equal(time, noon + 60_020);
	});
});
