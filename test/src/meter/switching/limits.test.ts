import { ratedPower } from '../../../../src/meter/switching/rating.js';
import { equal } from '../../../assert.js';
import { Bench } from './switching-rig.js';

describe('switching unit: demand limit', () => {
	it('opens when the window has used up what it may, and closes with the next', () => {
		const bench = new Bench();
		equal(bench.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote'), undefined);
		bench.draw(15);
		bench.seconds(20 * 60 - 0.001);
		equal(bench.unit.state.closed, true);
		bench.seconds(0.1);
		equal(bench.unit.state.closed, false);
		equal(bench.log().at(-1), 'open demand limit done open: more than 1000 W in 30 min');
		bench.seconds(10 * 60 - 0.2);
		equal(bench.unit.state.closed, false);
		bench.seconds(0.2);
		equal(bench.unit.state.closed, true);
		bench.seconds(20 * 60);
		equal(bench.unit.state.closed, false);
	});

	it('lets the limit itself flow for ever', () => {
		const bench = new Bench();
		bench.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		bench.draw(10);
		bench.seconds(86_400);
		equal(bench.unit.state.closed, true);
	});

	it('counts each window by itself', () => {
		const bench = new Bench();
		bench.unit.setDemandLimit({ watts: 1000, minutes: 30 }, 'remote');
		for (let i = 0; i < 10; i++) {
			bench.draw(0);
			bench.seconds(15 * 60);
			bench.draw(19.9);
			bench.seconds(15 * 60);
		}
		equal(bench.unit.state.closed, true);
		bench.draw(19.9);
		bench.seconds(16 * 60);
		equal(bench.unit.state.closed, false);
	});

	it('closes at once when the limit is lifted', () => {
		const bench = new Bench();
		bench.unit.setDemandLimit({ watts: 1000, minutes: 60 }, 'remote');
		bench.draw(60);
		bench.seconds(20 * 60);
		equal(bench.unit.state.closed, false);
		bench.unit.setDemandLimit(undefined, 'remote');
		bench.seconds(1);
		equal(bench.unit.state.closed, true);
	});
});

describe('switching unit: configuration', () => {
	it('refuses what is beyond the unit’s rating, and what is no contract, and changes nothing', () => {
		const bench = new Bench({ rating: { wiring: '1p2w', amperes: 30 } });
		bench.unit.setCapacity(20, 'remote');
		equal(bench.unit.setCapacity(40, 'remote'), 'expected at most 30 A, got 40');
		equal(bench.unit.setCapacity(25, 'remote'), 'no contract of 25 A');
		equal(bench.unit.capacity, 20);
		equal(bench.unit.setDemandLimit({ watts: 3001, minutes: 30 }, 'remote'), 'expected 1 to 3000 W, got 3001');
		equal(bench.unit.setDemandLimit({ watts: 3000, minutes: 7 }, 'remote'), 'no window of 7 minutes');
		equal(bench.unit.demandLimit, undefined);
		equal(bench.unit.setControlMode(7, 'remote'), 'no control mode 7');
		equal(bench.log().at(-1), 'configure remote refused closed: no control mode 7');
	});

	it('refuses an ampere contract on three phases', () => {
		equal(new Bench({ rating: { wiring: '3p3w', amperes: 60 } }).unit.setCapacity(60, 'remote'), 'ampere contracts are single-phase');
	});

	it('knows what a unit may carry', () => {
		equal(ratedPower({ wiring: '1p2w', amperes: 30 }), 3000);
		equal(ratedPower({ wiring: '1p3w', amperes: 120 }), 24_000);
		equal(ratedPower({ wiring: '3p3w', amperes: 60 }), 20_784);
	});

	it('is kept through a power cut', () => {
		const bench = new Bench();
		bench.unit.setCapacity(40, 'remote');
		bench.unit.setDemandLimit({ watts: 6000, minutes: 60 }, 'remote');
		bench.unit.setControlMode(5, 'remote');
		bench.powerCut(3600);
		equal(bench.unit.capacity, 40);
		equal(bench.unit.demandLimit?.watts, 6000);
		equal(bench.unit.demandLimit?.minutes, 60);
		equal(bench.unit.state.mode, 5);
		bench.unit.setCapacity(undefined, 'remote');
		bench.powerCut(3600);
		equal(bench.unit.capacity, undefined);
	});
});
