/** 45 days of a fleet with all that can happen to it, from the load of each household to what its data management publishes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { faultsOf } from './honest-faults.js';
import { Honest, type HonestOptions } from './honest-rig.js';

const METERS = 200;
const DAYS = 45;
/** For whoever has the time: 10,000 meters take some half an hour. */
const ASKED = Number(process.env.KEIKI_HONEST_METERS ?? 0);

describe('a fleet over 45 days, with power cuts, silence, set clocks, exchanges, losses, restarts and repetitions', () => {
	let data = '';
	beforeEach(() => {
		data = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(data, { recursive: true }));

	const live = async (options: Omit<HonestOptions, 'data'>): Promise<Honest> => {
		const honest = new Honest({ ...options, data });
		await honest.run();
		return honest;
	};

	it('has each half-hour as its meter has it, and estimates none that could be had', async function () {
		// On one busy core of a slow machine.
		this.timeout(ASKED > 0 ? 0 : 1_800_000);
		const seed = fuzzRandom(20_261_201, 'honest').below(1 << 30);
		const meters = ASKED || fuzzCount(METERS);
		tried(`seed ${seed}`);
		const honest = await live({ meters, days: DAYS, seed, closesEach: ASKED > 0 ? 23 : 9 });
		const found = await faultsOf(honest, data, seed);
		if (ASKED > 0) console.log(JSON.stringify({ seed, meters, ...honest.happened, ...honest.verdicts, ...found, rss: process.memoryUsage.rss() }));
		assert.deepEqual(found.faults, []);
		// All of it happened, and what was collected is of the size that it must be.
		const { cuts, silences, clocks, exchanges, losses, restarts, replays } = honest.happened;
		for (const count of [silences, clocks, exchanges, losses, restarts, replays]) assert.ok(count > 0);
		assert.ok(meters < METERS || cuts > 0);
		assert.ok(found.valid > 0.97 * meters * DAYS * 48);
		assert.ok(found.estimated + found.unknown > 0);
	});

	it('is found wrong where one byte of one column is another', async () => {
		const honest = await live({ meters: 10, days: 2, seed: 5 });
		assert.deepEqual((await faultsOf(honest, data, 5)).faults, []);
		const { columns } = honest.fleet;
		columns.corrupt(6, columns.newest[6]! - 120, 1);
		const { faults } = await faultsOf(honest, data, 5);
		assert.match(faults[0]!, /^meter 7, half-hour \d+: told \d+, the meter has \d+$/);
	});

	it('is found wrong where nobody asks for what is missing', async () => {
		const honest = await live({ meters: 20, days: 3, seed: 6, asks: false });
		const { faults } = await faultsOf(honest, data, 6);
		assert.ok(
			faults.some((each) => /the meter has it, and it is (estimated|unknown)$/.test(each)),
			faults.join('\n'),
		);
	});
});
