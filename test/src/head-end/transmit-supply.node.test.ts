import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import { type CounterReserve, TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { equal, throws } from '../../assert.js';

/** What is on the disk, for several head-ends. */
class Kept implements CounterReserve {
	next = 1;
	broken = false;

	reserve(least: number, count: number): number {
		if (this.broken) throw new Error('the disk is full');
		const first = Math.max(least, this.next);
		this.next = Math.min(first + count, COUNTER_EXHAUSTED);
		return first;
	}
}

describe('a supply of transmit counters', () => {
	it('gives each number once, whoever asks, and whenever it is started again', () => {
		const kept = new Kept();
		const given = new Set<number>();
		let count = 0;
		const supplies = [new TransmitSupply(kept), new TransmitSupply(kept)];
		for (let i = 0; i < 3000; i++) {
			if (i % 700 === 699) supplies[i % 2] = new TransmitSupply(kept);
			const supply = supplies[i % 2]!;
			if (i % 100 === 0) supply.goOn(i);
			const counter = supply.next()!;
			given.add(counter);
			count++;
			equal(counter < kept.next, true, 'kept before it is used');
		}
		equal(given.size, count);
	});

	it('only ever goes on', () => {
		const supply = new TransmitSupply(new Kept());
		supply.goOn(1000);
		equal(supply.next(), 1000);
		supply.goOn(5);
		equal(supply.next(), 1001);
		supply.goOn(1000);
		equal(supply.next(), 1002);
	});

	it('goes on behind what others have reserved', () => {
		const kept = new Kept();
		const [one, other] = [new TransmitSupply(kept), new TransmitSupply(kept)];
		one.goOn(1);
		other.goOn(1);
		equal(other.next(), 257);
		one.goOn(258);
		equal(one.next(), 513);
	});

	it('tells what is too far ahead to be true', () => {
		const kept = new Kept();
		kept.next = 1000;
		const supply = new TransmitSupply(kept);
		equal(supply.least, 1000);
		equal(supply.isLeap(1000 + (1 << 24)), false);
		equal(supply.isLeap(1001 + (1 << 24)), true);
		equal(new TransmitSupply(undefined).isLeap(COUNTER_EXHAUSTED), false);
	});

	it('ends with the key', () => {
		const supply = new TransmitSupply(new Kept());
		supply.goOn(COUNTER_EXHAUSTED - 2);
		equal(supply.next(), COUNTER_EXHAUSTED - 2);
		equal(supply.next(), COUNTER_EXHAUSTED - 1);
		equal(supply.next(), undefined);
		equal(supply.exhausted, true);
		supply.goOn(COUNTER_EXHAUSTED);
		equal(supply.next(), undefined);
	});

	it('gives nothing that it cannot keep, and tells why', () => {
		const kept = new Kept();
		const supply = new TransmitSupply(kept);
		kept.broken = true;
		throws(() => supply.goOn(1), /the disk is full/);
		equal(supply.next(), undefined);
		equal(supply.failure!.message, 'the disk is full');
		kept.broken = false;
		equal(supply.next(), 1);
		equal(supply.failure, undefined);
	});

	it('of keys that are no secret lives as long as it does', () => {
		const supply = new TransmitSupply(undefined);
		equal(supply.next(), 1);
		supply.goOn(900);
		equal(supply.next(), 900);
		equal(supply.least, 901);
	});
});
