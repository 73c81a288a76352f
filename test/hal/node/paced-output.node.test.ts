import assert from 'node:assert/strict';
import { PacedOutput } from '../../../hal/node/paced-output.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';

describe('output at the pace of a UART', () => {
	let scheduler: VirtualScheduler;
	let got: number[];
	let output: PacedOutput;
	beforeEach(() => {
		scheduler = new VirtualScheduler();
		got = [];
		output = new PacedOutput({ scheduler, baud: 9600, write: (bytes) => got.push(...bytes) });
	});

	const line = (length: number) => Uint8Array.from({ length }, (_, i) => i);

	it('lets 9600 baud take a second for 960 bytes, all of them and in order', () => {
		assert.equal(output.write(line(480)), true);
		output.write(line(480));
		for (let time = 1; time < 1000; time++) {
			scheduler.runUntil(time);
			const through = Math.floor(time * 0.96);
			assert.ok(got.length <= through && got.length > through - 6, `${got.length} bytes after ${time} ms`);
		}
		scheduler.runUntil(1000);
		assert.deepEqual(got, [...line(480), ...line(480)]);
		assert.equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('lets a byte wait for its last bit, and begins anew after a pause', () => {
		for (const start of [0, 1000]) {
			scheduler.runUntil(start);
			got = [];
			output.write(line(1));
			scheduler.runUntil(start + 1);
			assert.equal(got.length, 0);
			scheduler.runUntil(start + 2);
			assert.equal(got.length, 1);
		}
	});

	it('goes on at another speed', () => {
		output.write(line(96));
		scheduler.runUntil(50);
		assert.equal(got.length, 48);
		output.setSpeed(2400);
		scheduler.runUntil(150);
		assert.equal(got.length, 72);
		scheduler.runUntil(250);
		assert.deepEqual(got, [...line(96)]);
	});

	it('is held, and resumed where it was', () => {
		output.write(line(96));
		scheduler.runUntil(50);
		output.hold();
		output.write(line(1));
		output.hold();
		scheduler.runUntil(1000);
		assert.equal(got.length, 48);
		output.resume();
		output.resume();
		scheduler.runUntil(1050);
		assert.equal(got.length, 96);
		scheduler.runUntil(1055);
		assert.deepEqual(got, [...line(96), 0]);
	});

	it('forgets what waits, and goes on with what comes', () => {
		output.write(line(96));
		scheduler.runUntil(50);
		output.clear();
		scheduler.runUntil(1000);
		assert.equal(got.length, 48);
		output.write(line(1));
		scheduler.runUntil(1010);
		assert.deepEqual(got, [...line(48), 0]);
	});

	it('is lost beyond 64 kB, and says so', () => {
		for (let i = 0; i < 256; i++) assert.equal(output.write(new Uint8Array(256)), true);
		assert.equal(output.write(line(1)), false);
		scheduler.runUntil(100_000);
		assert.equal(got.length, 65_536);
		assert.equal(output.write(line(1)), true);
	});
});
