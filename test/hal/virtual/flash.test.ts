import { PowerLoss, RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

describe('RAM flash', () => {
	it('is blank at first', () => {
		const flash = new RamFlash(2, 8);
		equal(flash.sectors, 2);
		equal(flash.sectorSize, 8);
		bytesEqual(flash.snapshot(), 'ffffffffffffffff ffffffffffffffff');
	});

	it('clears bits by a write, and sets them by an erase of their sector only', () => {
		const flash = new RamFlash(2, 4);
		flash.write(2, hex('f0 0f 33'));
		flash.write(2, hex('aa ff'));
		bytesEqual(flash.snapshot(), 'ffff a00f 33ffffff');
		flash.erase(0);
		bytesEqual(flash.snapshot(), 'ffffffff 33ffffff');
		const into = new Uint8Array(2).fill(0xa5);
		flash.read(3, into);
		bytesEqual(into, 'ff33');
	});

	it('refuses what lies outside', () => {
		const flash = new RamFlash(2, 4);
		for (const run of [
			() => flash.read(7, new Uint8Array(2)),
			() => flash.read(-1, new Uint8Array(1)),
			() => flash.write(8, new Uint8Array(1)),
			() => flash.write(-1, new Uint8Array(1)),
			() => flash.erase(2),
			() => flash.erase(-1),
		]) {
			throws(run, /^flash: expected/);
		}
		equal(flash.operations, 0);
	});

	it('counts writes and erases, and shows each before it happens', () => {
		const flash = new RamFlash(2, 4);
		const seen: string[] = [];
		flash.onOperation = (operation) => {
			equal(flash.snapshot()[0], seen.length === 0 ? 0xff : 0);
			seen.push(operation.type);
		};
		flash.write(0, hex('00'));
		flash.erase(0);
		equal(seen.join(), 'write,erase');
		equal(flash.operations, 2);
		equal(flash.erasures.join(), '1,0');
	});

	it('loses power at the operation it was told, and is silent until power returns', () => {
		const flash = new RamFlash(1, 4);
		flash.cutAt(1, new SeededRandom(1));
		flash.write(0, hex('00'));
		let error: unknown;
		try {
			flash.write(1, hex('00'));
		} catch (thrown) {
			error = thrown;
		}
		equal(error instanceof PowerLoss, true);
		throws(() => flash.read(0, new Uint8Array(1)), /power/);
		throws(() => flash.erase(0), /power/);
		flash.powerUp();
		flash.write(2, hex('00'));
		equal(flash.snapshot()[0], 0);
		equal(flash.snapshot()[2], 0);
	});

	it('leaves a cut write with some of its bits cleared, never others', () => {
		const random = new SeededRandom(2);
		const written = hex('5a 00 ff 0f');
		let none = 0;
		let whole = 0;
		for (let i = 0; i < 2000; i++) {
			const flash = new RamFlash(1, 8);
			flash.write(3, hex('3c'));
			flash.tear({ type: 'write', offset: 2, bytes: written }, random);
			const left = flash.snapshot();
			equal(left[3]! & ~0x3c, 0, 'a bit was set');
			for (let j = 0; j < 8; j++) {
				const least = (j === 3 ? 0x3c : 0xff) & (written[j - 2] ?? 0xff);
				equal(left[j]! & least, least, `byte ${j}`);
			}
			if (left[2] === 0xff && left[3] === 0x3c && left[5] === 0xff) none++;
			if (left[2] === 0x5a && left[3] === 0 && left[5] === 0x0f) whole++;
		}
		equal(none > 0 && whole > 0, true);
	});

	it('leaves a cut erase within its sector', () => {
		const random = new SeededRandom(3);
		const states = new Set<string>();
		for (let i = 0; i < 200; i++) {
			const flash = new RamFlash(3, 4);
			flash.write(0, new Uint8Array(12));
			flash.tear({ type: 'erase', sector: 1 }, random);
			const left = flash.snapshot();
			bytesEqual(left.subarray(0, 4), '00000000');
			bytesEqual(left.subarray(8), '00000000');
			states.add(left.subarray(4, 8).join());
		}
		equal(states.has('0,0,0,0') && states.has('255,255,255,255') && states.has('255,255,0,0') && states.has('0,0,255,255'), true);
	});
});
