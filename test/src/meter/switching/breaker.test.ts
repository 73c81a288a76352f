import { AMPERE_CONTRACTS, heating, type TripCurve, tripCurve } from '../../../../src/meter/switching/curve.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';
import { noon, SwitchingRig } from './switching-rig.js';

/** After how many ms a cold breaker trips at `ratio` times its contract. */
const tripTime = (curve: TripCurve, ratio: number): number => 1 / heating(curve, ratio);

/** A unit with an ampere contract. */
function contract(amperes: number): SwitchingRig {
	const rig = new SwitchingRig();
	equal(rig.unit.setCapacity(amperes, 'remote'), undefined);
	rig.seconds(0);
	rig.told.length = 0;
	return rig;
}

describe('switching unit: ampere breaker', () => {
	for (const amperes of AMPERE_CONTRACTS) {
		it(`of ${amperes} A opens the contact when its curve says, and not before`, () => {
			for (const ratio of [1.25, 1.4, 2, 3, 7, 12]) {
				const rig = contract(amperes);
				rig.draw(ratio * amperes);
				const trip = tripTime(tripCurve(amperes), (ratio * amperes) / amperes) / 1000;
				rig.seconds(trip - 0.001);
				equal(rig.unit.state.closed, true);
				rig.seconds(0.001 + 0.021);
				equal(rig.told.join(), 'open breaker done open', `at ${ratio}`);
			}
		});

		it(`of ${amperes} A lets 1.1 times flow for ever`, () => {
			const rig = contract(amperes);
			rig.draw(1.1 * amperes);
			rig.seconds(30 * 86_400);
			equal(rig.told.length, 0);
			equal(rig.unit.heat, 0);
		});
	}

	it('counts both legs of single-phase 3-wire', () => {
		const rig = contract(30);
		rig.draw(60, 0.5);
		rig.seconds(60.1);
		equal(rig.unit.state.closed, false);
	});

	it('counts one leg of single-phase 2-wire', () => {
		const rig = new SwitchingRig({ rating: { wiring: '1p2w', amperes: 30 } });
		rig.unit.setCapacity(30, 'remote');
		rig.draw(60, 0.5);
		rig.seconds(3600);
		equal(rig.unit.state.closed, true);
		rig.draw(60);
		rig.seconds(60.1);
		equal(rig.unit.state.closed, false);
	});

	it('does not count what the house feeds in', () => {
		const rig = contract(20);
		rig.unit.measure({ power: -6000, currentR: -30, currentT: -30, voltageR: 100, voltageT: 100 });
		rig.seconds(3600);
		equal(rig.unit.state.closed, true);
	});

	it('closes again by itself 10 s after a trip', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(60.02 + 9.999);
		equal(rig.unit.state.closed, false);
		equal(rig.unit.state.control, 2);
		rig.draw(10);
		rig.seconds(0.001 + 0.021);
		equal(rig.unit.state.closed, true);
		equal(rig.unit.state.control, 1);
		rig.seconds(86_400);
		equal(rig.told.join(), 'open breaker done open,close local done closed');
	});

	it('gives up with the third trip in ten minutes, and a hand resets it', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(3600);
		equal(rig.unit.state.locked, true);
		equal(rig.told.filter((line) => line === 'open breaker done open').length, 3);
		equal(rig.log()[5], 'open breaker done open: 60.0 A of 30 A, locked out');
		rig.draw(10);
		rig.unit.close('hand', 'button');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
		equal(rig.unit.state.locked, false);
		rig.draw(60);
		rig.seconds(62);
		equal(rig.unit.state.locked, false);
	});

	it('is reset from afar as well', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(3600);
		rig.draw(10);
		rig.unit.close('remote', 'customer called');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
		equal(rig.unit.state.locked, false);
	});

	it('forgets trips that lie farther back than the profile looks', () => {
		const rig = contract(30);
		for (let i = 0; i < 10; i++) {
			rig.draw(60);
			rig.seconds(61);
			rig.draw(10);
			rig.seconds(300);
		}
		equal(rig.unit.state.locked, false);
		equal(rig.unit.state.closed, true);
	});

	it('stays locked out through a power cut, with the contact where it was', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(3600);
		rig.powerCut(60);
		rig.seconds(3600);
		equal(rig.unit.state.locked, true);
		equal(rig.unit.state.closed, false);
		equal(rig.relay.operations, 0);
	});

	it('counts the trips from before a power cut, and closes again after it', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(60.1 + 10 + 5.1);
		equal(rig.unit.state.closed, false);
		rig.powerCut(5);
		rig.seconds(9.9);
		equal(rig.unit.state.closed, false);
		rig.seconds(0.2);
		equal(rig.unit.state.closed, true);
		rig.seconds(61);
		equal(rig.unit.state.locked, true);
	});

	it('carries out after a power cut what it had begun before', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(60.01);
		equal(rig.relay.closed, true);
		equal(rig.unit.state.control, 2);
		rig.powerCut(1, true);
		rig.seconds(1);
		equal(rig.unit.state.closed, false);
	});

	it('shows a welded contact as stuck, does not pretend, and does not close it by itself', () => {
		const rig = contract(30);
		rig.relay.fault = 'welded';
		rig.draw(60);
		rig.seconds(3600);
		equal(rig.told.join(), 'open breaker stuck closed');
		equal(rig.unit.state.closed, true);
		equal(rig.unit.state.fault, 'the contact is stuck');
		rig.unit.close('remote', 'try');
		rig.seconds(1);
		equal(rig.told.at(-1), 'close remote refused closed');
		rig.relay.fault = 'none';
		rig.unit.open('remote', 'try again');
		rig.seconds(1);
		equal(rig.unit.state.fault, undefined);
		equal(rig.unit.state.closed, false);
	});

	it('waits with closing while the load side has voltage, and logs that once', () => {
		const rig = contract(30);
		rig.relay.backFeed = true;
		rig.draw(60);
		rig.seconds(300);
		equal(rig.told.join(), 'open breaker done open,close local refused open');
		equal(rig.unit.state.fault, 'voltage on the load side');
		rig.draw(10);
		rig.relay.backFeed = false;
		rig.seconds(11);
		equal(rig.unit.state.closed, true);
	});

	it('is not there where the utility has no ampere contract', () => {
		const rig = new SwitchingRig({ utility: UTILITY_PROFILES.kansai });
		equal(rig.unit.setCapacity(30, 'remote'), 'kansai: no ampere contract');
		rig.draw(60);
		rig.seconds(86_400);
		equal(rig.unit.state.closed, true);
		equal(rig.unit.capacity, undefined);
	});

	it('waits as long and gives up as late as the profile says', () => {
		const rig = new SwitchingRig({ utility: UTILITY_PROFILES.hokkaido });
		rig.unit.setCapacity(30, 'remote');
		rig.draw(90);
		rig.seconds(20.1 + 14.8);
		equal(rig.unit.state.closed, false);
		rig.seconds(0.2);
		equal(rig.unit.state.closed, true);
		rig.seconds(3600);
		equal(rig.log().filter((line) => line.startsWith('open breaker')).length, 8);
	});

	it('logs the time of each action by the meter’s clock', () => {
		const rig = contract(30);
		rig.draw(60);
		rig.seconds(61);
		let time = 0;
		rig.unit.walkLog((entry) => {
			time = entry.time;
			return false;
		});
		equal(time, noon + 60_020);
	});
});
