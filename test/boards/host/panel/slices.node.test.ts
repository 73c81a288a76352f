import assert from 'node:assert/strict';
import { inSlices } from '../../../../boards/host/panel/slices.js';

describe('work in slices', () => {
	it('lets all else have its turn every ten milliseconds, and is done to its end', async () => {
		let time = 0;
		let isOver = false;
		const turns: number[] = [];
		function* work() {
			for (let step = 1; step <= 9; step++) {
				time += 4;
				yield;
			}
		}
		const others = () => {
			turns.push(time);
			if (!isOver) setImmediate(others);
		};
		setImmediate(others);
		await inSlices(work(), () => time);
		isOver = true;
		assert.equal(time, 36);
		assert.deepEqual([...new Set(turns)], [12, 24, 36]);
	});

	it('fails where a step does', async () => {
		function* work() {
			yield;
			throw new Error('no more');
		}
		await assert.rejects(inSlices(work()), /no more/);
	});
});
