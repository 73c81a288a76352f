import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { Location } from '../../../src/route-b/location.js';
import { equal, hex, toHex } from '../../assert.js';

const MINUTE = 60_000;

/** A location that is kept, and what was written; the store fails while it is full. */
function setUp() {
	const scheduler = new VirtualScheduler();
	const written: string[] = [];
	const logged: string[] = [];
	const disk = { isFull: false };
	const store = {
		load: () => undefined,
		save: (value: Uint8Array) => {
			if (disk.isFull) throw new Error('ENOSPC: no space left on device');
			written.push(toHex(value));
		},
	};
	const location = new Location([0x61], { location: store, scheduler, log: { write: (layer, text) => logged.push(`${layer}: ${text}`) } });
	return { scheduler, location, written, logged, disk };
}

describe('installation location, kept', () => {
	it('is written when it is set', () => {
		const { location, written } = setUp();
		equal(location.set(hex('10')), true);
		equal(written.join(), '10');
	});

	it('is not written where nothing changes', () => {
		const { location, written } = setUp();
		equal(location.set(hex('61')), true);
		equal(written.join(), '');
	});

	it('is written once a minute, with what it is then, however often it is set', () => {
		const { location, written, scheduler } = setUp();
		for (let i = 0; i < 1000; i++) equal(location.set(Uint8Array.of(0x08 + (i % 100))), true);
		equal(written.join(), '08');
		scheduler.runFor(MINUTE);
		equal(written.join(), '08,6b');
		scheduler.runFor(10 * MINUTE);
		equal(written.join(), '08,6b');
	});

	it('is written at once when the power is about to go', () => {
		const { location, written } = setUp();
		location.set(hex('10'));
		location.set(hex('20'));
		location.keep();
		equal(written.join(), '10,20');
	});

	it('is refused and stays as it was where it cannot be written, tried once a minute, and logged once', () => {
		const { location, written, scheduler, logged, disk } = setUp();
		disk.isFull = true;
		for (let i = 0; i < 3; i++) equal(location.set(hex('10')), false);
		equal(toHex(location.value), '61');
		scheduler.runFor(MINUTE);
		equal(location.set(hex('10')), false);
		equal(logged.join(), 'Route B: the installation location cannot be kept: Error: ENOSPC: no space left on device; refused until it can');
		scheduler.runFor(MINUTE);
		disk.isFull = false;
		equal(location.set(hex('10')), true);
		equal(written.join(), '10');
	});

	it('is tried again where it was accepted before the disk was full', () => {
		const { location, written, scheduler, disk } = setUp();
		location.set(hex('10'));
		location.set(hex('20'));
		disk.isFull = true;
		scheduler.runFor(MINUTE);
		equal(location.set(hex('30')), false);
		disk.isFull = false;
		scheduler.runFor(MINUTE);
		equal(written.join(), '10,20');
	});
});
