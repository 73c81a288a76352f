/** The tariff of a meter as a head-end sets it, and its registers count by it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

const TWO_RATES = `name: two
seasons:
  - { name: all, start: 01-01, week: all }
weeks:
  - { name: all, mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 2, sun: 2 }
days:
  - { id: 1, times: [00:00 2, 07:00 1, 23:00 2] }
  - { id: 2, times: [00:00 2] }
special-days:
  - { index: 1, date: 11-23, day: 2 }
`;

describe('keiki hes tariff', () => {
	const run = runOfEachTest();
	const { start } = run;
	const file = (text = TWO_RATES): string => {
		const path = join(run.folder, 'tariff.yaml');
		writeFileSync(path, text);
		return path;
	};
	/** Wh. */
	const rates = async (meter: string): Promise<readonly number[]> => {
		const { stdout, stderr } = await keikiHere('hes', 'read', '--meter', meter, '--json', '1.0.1.8.1.255', '1.0.1.8.2.255', '1.0.1.8.0.255');
		const values = objects(stdout).map(({ value }) => Number(value));
		assert.equal(values.length, 3, stderr);
		return values;
	};
	const standard = async (meter: string): Promise<string> =>
		objects((await keikiHere('hes', 'events', '--meter', meter, '--json')).stdout)
			.filter(({ name }) => name === 'standard event log')
			.map(({ code }) => code)
			.join();

	it('has the registers of rates count by the time of day, and tells in the log that it was set and activated', async () => {
		// A Friday.
		const meter = await start('--load', 'constant:3000', '--speed', '600', '--start', '2026-11-20T05:30');
		const set = await keikiHere('hes', 'tariff', 'set', '--meter', meter, file());
		assert.deepEqual([set.status, set.stdout], [0, 'calendar two activated\n'], set.stderr);
		let now = await rates(meter);
		const [before, night, total] = now;
		// Ten seconds are to be waited for: not at work all the time.
		for (; now[0]! < 300; now = await rates(meter)) await sleep(200);
		const [first, second, all] = now;
		assert.equal(before, 0);
		// Rate 2 until 7:00 from the setting on, and no more.
		assert.ok(second! > 0 && second! <= 4500, String(now));
		// One may be read a count after the other.
		assert.ok(Math.abs(first! + second! - night! - (all! - total!)) <= 200, String(now));
		let later = now;
		for (; later[0]! <= first!; later = await rates(meter)) await sleep(200);
		assert.equal(later[1], second);
		assert.match(await standard(meter), /^2,19,19,19,19,47,9$/);
		const mask = await keikiHere('hes', 'get', '--meter', meter, '6/0.0.14.0.0.255:4');
		assert.equal(mask.stdout, '6/0.0.14.0.0.255:4 octets:"rate1"\n');
	});

	it('prints what it takes, keeps it in --state, and leaves the active one until its time', async () => {
		const state = ['--state', join(run.folder, 'state')];
		const meter = await start(...state);
		const path = file();
		assert.equal((await keikiHere('hes', 'tariff', 'set', '--meter', meter, path)).status, 0);
		const get = async (...words: string[]): Promise<string> => (await keikiHere('hes', 'tariff', 'get', '--meter', meter, ...words)).stdout;
		assert.equal(await get(), TWO_RATES);
		assert.equal(await get('--passive'), TWO_RATES);
		const next = TWO_RATES.replace('name: two', 'name: next').replace('07:00 1', '08:00 1');
		const planned = await keikiHere('hes', 'tariff', 'set', '--meter', meter, file(next), '--at', '2100-01-01');
		assert.equal(planned.stdout, 'calendar next activates at 2100-01-01T00:00:00+09:00\n', planned.stderr);
		assert.equal(await get(), TWO_RATES);
		const passive = next.replace('name: next\n', 'name: next\nactivation: 2100-01-01T00:00:00+09:00\n');
		assert.equal(await get('--passive'), passive);
		writeFileSync(path, passive);
		assert.equal(objects((await keikiHere('hes', 'tariff', 'set', '--meter', meter, path, '--json')).stdout)[0]!.at, '2100-01-01T00:00:00+09:00');
		await run.running.stop('SIGKILL');
		const again = await start(...state);
		assert.equal((await keikiHere('hes', 'tariff', 'get', '--meter', again, '--passive')).stdout, passive);
		assert.equal((await keikiHere('hes', 'tariff', 'get', '--meter', again)).stdout, TWO_RATES);
	});

	it('has a calendar that the meter refused in part not activated at the time of the one before', async () => {
		const meter = await start();
		const set = async (text: string, ...words: string[]) => (await keikiHere('hes', 'tariff', 'set', '--meter', meter, file(text), ...words)).status;
		assert.equal(await set(TWO_RATES, '--at', '2100-01-01'), 0);
		const passive = async (): Promise<string> => (await keikiHere('hes', 'tariff', 'get', '--meter', meter, '--passive')).stdout;
		assert.match(await passive(), /^activation: 2100-01-01T00:00:00\+09:00$/m);
		assert.equal(await set(TWO_RATES.replace('start: 01-01', 'start: 02-01').replace('23:00 2', '23:00 5')), 1);
		assert.match(await passive(), /start: 02-01/);
		assert.doesNotMatch(await passive(), /^activation/m);
	});

	it('says what the meter refuses, and what is wrong with a file or a time', async () => {
		const meter = await start();
		const set = (path: string, ...words: string[]) => keikiHere('hes', 'tariff', 'set', '--meter', meter, path, ...words);
		const refused = await set(file(TWO_RATES.replace('23:00 2', '23:00 5')));
		assert.deepEqual([refused.status, refused.stdout], [1, '']);
		assert.match(refused.stderr, /the meter refuses the days: scope of access violated/);
		assert.match((await set(file(TWO_RATES.replace('23:00 2', '23:00 5')), '--lang', 'ja')).stderr, /メーターが日を拒否しました/);
		const wrong = await set(file(TWO_RATES.replace('07:00 1', 'noon')));
		assert.equal(wrong.status, 2);
		assert.match(wrong.stderr, /tariff\.yaml:7:31: expected a time and a rate like 07:00 1, got "noon"/);
		assert.match(
			(await set(file(TWO_RATES.replace('07:00 1', 'noon')), '--lang', 'ja')).stderr,
			/tariff\.yaml:7:31: 07:00 1のような時刻と区分のはずですが、"noon"です/,
		);
		const past = await set(file(), '--at', '2000-01-01');
		assert.equal(past.status, 1);
		assert.match(past.stderr, /--at 2000-01-01T00:00:00\+09:00: expected a time after the meter's clock/);
		assert.equal((await set(join(run.folder, 'nowhere.yaml'))).status, 2);
		assert.equal(await standard(meter), '2,19,19,19,19,19,19');
	});
});
