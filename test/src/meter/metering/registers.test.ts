import { SeededRandom } from '../../../../hal/virtual/random.js';
import { uint48 } from '../../../../modules/bytes/uint.js';
import { Register, Registers, toCount } from '../../../../src/meter/metering/registers.js';
import { bytesEqual, equal } from '../../../assert.js';

describe('energy registers', () => {
	it('equal the exact sum after a million steps of any power and length', () => {
		const random = new SeededRandom(1);
		const registers = new Registers();
		let imported = 0n;
		let exported = 0n;
		for (let i = 0; i < 200_000; i++) {
			const microwatts = Math.floor((random.fraction() - 0.4) * 6e10);
			const duration = 1 + random.below(120_000);
			registers.integrate(microwatts / 1e6, duration);
			if (microwatts > 0) imported += BigInt(microwatts) * BigInt(duration);
			else exported -= BigInt(microwatts) * BigInt(duration);
		}
		equal(total(registers.import), imported);
		equal(total(registers.export), exported);
	});

	it('stay exact when one power lasts for months', () => {
		const registers = new Registers();
		registers.integrate(23_999.999_999, 100 * 86_400_000);
		equal(total(registers.import), 23_999_999_999n * 8_640_000_000n);
	});

	it('tell a microwatt for an hour', () => {
		const registers = new Registers();
		registers.integrate(0.000_001, 3_600_000);
		equal(registers.import.milliwattHours, 0);
		equal(registers.import.nanojoules, 3_600_000);
		for (let i = 1; i < 1000; i++) registers.integrate(0.000_001, 3_600_000);
		equal(registers.import.milliwattHours, 1);
		equal(registers.import.nanojoules, 0);
	});

	it('survive the way through ten bytes', () => {
		const register = new Register();
		register.milliwattHours = 0xabcd_12345678;
		register.nanojoules = 3_599_999_999;
		const bytes = new Uint8Array(14).fill(0xa5);
		register.store(bytes, 2);
		bytesEqual(bytes, 'a5a5 abcd12345678 d693a3ff a5a5');
		const again = new Register();
		again.load(bytes, 2);
		equal(again.milliwattHours, register.milliwattHours);
		equal(again.nanojoules, register.nanojoules);
		equal(uint48(bytes, 2), register.milliwattHours);
	});

	it('show counts of any unit, modulo their digits', () => {
		const counter = { wattHours: 100, digits: 6 };
		equal(toCount(99_999, counter), 0);
		equal(toCount(100_000, counter), 1);
		equal(toCount(99_999_999_999, counter), 999_999);
		equal(toCount(100_000_000_000, counter), 0);
		equal(toCount(100_000_000_000, { wattHours: 10, digits: 8 }), 10_000_000);
		equal(toCount(12_345, { wattHours: 0.1, digits: 8 }), 123);
		equal(toCount(123_456_789_000_000, { wattHours: 10_000, digits: 8 }), 12_345_678);
	});
});

function total(register: Register): bigint {
	return BigInt(register.milliwattHours) * 3_600_000_000n + BigInt(register.nanojoules);
}
