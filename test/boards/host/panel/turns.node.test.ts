import assert from 'node:assert/strict';
import { Turns } from '../../../../boards/host/panel/turns.js';

describe('panel: turns', () => {
	it('one after the other for one thing, side by side for two, and a failure stops no other', async () => {
		const turns = new Turns<string>();
		const told: string[] = [];
		const work =
			(name: string, fails = false) =>
			async () => {
				told.push(`${name} begins`);
				await new Promise((resolve) => setImmediate(resolve));
				told.push(`${name} ends`);
				if (fails) throw new Error(name);
				return name;
			};
		const all = [turns.take('a', work('a1', true)), turns.take('a', work('a2')), turns.take('b', work('b1'))];
		const results = await Promise.allSettled(all);
		const at = (text: string) => told.indexOf(text);
		assert.ok(at('a2 begins') > at('a1 ends') && at('b1 begins') < at('a1 ends'), told.join(', '));
		assert.deepEqual(
			results.map(({ status }) => status),
			['rejected', 'fulfilled', 'fulfilled'],
		);
	});

	it('no more than so many wait, and there is room again', async () => {
		const turns = new Turns<string>();
		const all = Array.from({ length: turns.most }, () => turns.take('a', async () => 1)!);
		assert.equal(
			turns.take('a', async () => 1),
			undefined,
		);
		assert.ok(turns.take('b', async () => 1));
		await Promise.all(all);
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(await turns.take('a', async () => 2), 2);
	});
});
