import { ratedPower } from '../../../../src/meter/switching/rating.js';
import { equal } from '../../../assert.js';
import { SwitchingRig } from './switching-rig.js';

describe('switching unit: demand limit', () => {
	it('opens when the window has used up what it may, and closes with the next', () => {
		const rig = new SwitchingRig();
		equal(rig.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote'), undefined);
		rig.draw(15);
		rig.seconds(20 * 60 - 0.001);
		equal(rig.unit.state.closed, true);
		rig.seconds(0.1);
		equal(rig.unit.state.closed, false);
		equal(rig.log().at(-1), 'open demand limit done open: more than 1000 W in 30 min');
		rig.seconds(10 * 60 - 0.2);
		equal(rig.unit.state.closed, false);
		rig.seconds(0.2);
		equal(rig.unit.state.closed, true);
		rig.seconds(20 * 60);
		equal(rig.unit.state.closed, false);
	});

	it('lets the limit itself flow for ever', () => {
		const rig = new SwitchingRig();
		rig.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		rig.draw(10);
		rig.seconds(86_400);
		equal(rig.unit.state.closed, true);
	});

	it('counts each window by itself', () => {
		const rig = new SwitchingRig();
		rig.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		for (let i = 0; i < 10; i++) {
			rig.draw(0);
			rig.seconds(15 * 60);
			rig.draw(19.9);
			rig.seconds(15 * 60);
		}
		equal(rig.unit.state.closed, true);
		rig.draw(19.9);
		rig.seconds(16 * 60);
		equal(rig.unit.state.closed, false);
	});

	it('closes at once when the limit is lifted', () => {
		const rig = new SwitchingRig();
		rig.unit.setDemandLimit({ watts: 1000, minutes: 60 }, 'remote');
		rig.draw(60);
		rig.seconds(20 * 60);
		equal(rig.unit.state.closed, false);
		rig.unit.setDemandLimit(undefined, 'remote');
		rig.seconds(1);
		equal(rig.unit.state.closed, true);
	});
});

describe('switching unit: configuration', () => {
	it('refuses what is beyond the unit’s rating, and what is no contract, and changes nothing', () => {
		const rig = new SwitchingRig({ rating: { wiring: '1p2w', amperes: 30 } });
		rig.unit.setCapacity(20, 'remote');
		equal(rig.unit.setCapacity(40, 'remote'), 'expected at most 30 A, got 40');
		equal(rig.unit.setCapacity(25, 'remote'), 'no contract of 25 A');
		equal(rig.unit.capacity, 20);
		equal(rig.unit.setDemandLimit({ watts: 3001, minutes: 30 }, 'remote'), 'expected 1 to 3000 W, got 3001');
		equal(rig.unit.setDemandLimit({ watts: 3000, minutes: 7 }, 'remote'), 'no window of 7 minutes');
		equal(rig.unit.demandLimit, undefined);
		equal(rig.unit.setControlMode(7, 'remote'), 'no control mode 7');
		equal(rig.log().at(-1), 'configure remote refused closed: no control mode 7');
	});

	it('refuses an ampere contract on three phases', () => {
		equal(new SwitchingRig({ rating: { wiring: '3p3w', amperes: 60 } }).unit.setCapacity(60, 'remote'), 'ampere contracts are single-phase');
	});

	it('knows what a unit may carry', () => {
		equal(ratedPower({ wiring: '1p2w', amperes: 30 }), 3000);
		equal(ratedPower({ wiring: '1p3w', amperes: 120 }), 24_000);
		equal(ratedPower({ wiring: '3p3w', amperes: 60 }), 20_784);
	});

	it('is kept through a power cut', () => {
		const rig = new SwitchingRig();
		rig.unit.setCapacity(40, 'remote');
		rig.unit.setDemandLimit({ watts: 6000, minutes: 60 }, 'remote');
		rig.unit.setControlMode(5, 'remote');
		rig.powerCut(3600);
		equal(rig.unit.capacity, 40);
		equal(rig.unit.demandLimit?.watts, 6000);
		equal(rig.unit.demandLimit?.minutes, 60);
		equal(rig.unit.state.mode, 5);
		rig.unit.setCapacity(undefined, 'remote');
		rig.powerCut(3600);
		equal(rig.unit.capacity, undefined);
	});
});
