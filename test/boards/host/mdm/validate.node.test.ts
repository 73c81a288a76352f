/** `keiki mdm validate`, in a store of this process. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedValidation, type ValidateWords, validateIn } from '../../../../boards/host/mdm/validate-command.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { dayOf } from '../../../../src/mdm/calendar.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { MemoryStore } from '../../../src/mdm/memory-store.js';

const DAY = dayOf(2026, 11, 19);
/** 01:00 of the 21st in Japan. */
const NOW = Date.UTC(2026, 10, 20, 16);

describe('keiki mdm validate', () => {
	let folder = '';
	let store: MemoryStore;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		writeFileSync(join(folder, 'register.csv'), registerText('1,T,S1,P1,100,6,60,0,,,,', '2,T,S2,P2,100,6,60,0,,,,'));
		store = new MemoryStore();
		for (let boundary = 0; boundary <= 2 * HALF_HOURS; boundary++) {
			const slot = firstSlotOf(DAY) + boundary;
			for (const number of [1, 2])
				if (number === 1 || boundary !== 7) store.readings.push({ number, slot, import: boundary * 2, export: 0, status: 0 });
		}
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	async function validated(words: ValidateWords = {}, now = NOW): Promise<string[]> {
		const told: string[] = [];
		const all = { data: folder, ...words };
		await validateIn(store, askedValidation(all, now), all, async (line) => void told.push(line));
		return told;
	}

	it('closes the days that are over, and tells of each what was found', async () => {
		const first = '2026-11-19 shard 0: v1, 2 of 2 meters new; of 96 half-hours 0 missing, 2 estimated; 0 days held (missing 1)';
		assert.deepEqual(await validated(), [
			first,
			'2026-11-20 shard 0: v1, 2 of 2 meters new; of 96 half-hours 0 missing, 0 estimated; 0 days held (flat or zero 1)',
		]);
		assert.deepEqual(await validated(), [first.replace('2 of 2', '0 of 2')]);
		assert.deepEqual(store.puts, [`${DAY}/0 v1`, `${DAY + 1}/0 v1`]);
	});

	it('closes a day an hour after its end, or as the rules say', async () => {
		assert.equal((await validated({}, NOW - 1)).length, 1);
		const rules = join(folder, 'rules.json');
		writeFileSync(rules, '{"missing": {"wait": 0}, "flat": {"on": false}}');
		assert.deepEqual(
			(await validated({ rules }, NOW - 3_600_000)).map((line) => line.slice(0, 10)),
			['2026-11-19', '2026-11-20'],
		);
	});

	it('closes one day alone, in Japanese and as JSON', async () => {
		assert.deepEqual(await validated({ day: '2026-11-20', lang: 'ja' }), [
			'2026-11-20 シャード0: v1、2台中2台が新規。30分値96件中、欠測0、推定0。保留0台',
		]);
		const [line] = await validated({ day: '2026-11-19', json: true });
		assert.deepEqual(JSON.parse(line!), {
			...{ day: '2026-11-19', shard: 0, version: 1, meters: 2, changed: 2, halfHours: 96, missing: 0, estimated: 2, held: 0 },
			failed: { missing: 1, duplicate: 0, order: 0, sum: 0, high: 0, spike: 0, flat: 0, clock: 0, status: 0, exchange: 0 },
		});
	});

	it('says so where there is nothing to do', async () => {
		store = new MemoryStore();
		assert.deepEqual(await validated(), ['nothing to close or to correct']);
		assert.deepEqual(await validated({ json: true }), []);
	});

	it('refuses a day that is not over, and rules that are none', () => {
		const rules = join(folder, 'rules.json');
		writeFileSync(rules, '{"high": {"factor": 0}}');
		for (const [words, told] of [
			[{ day: '2026-11-21' }, '--day: expected a day that is over, until 2026-11-20, got "2026-11-21"'],
			[{ day: 'yesterday' }, '--day: expected a day that is over, until 2026-11-20, got "yesterday"'],
			[{ rules }, `--rules ${rules}: high.factor: expected a number from 0.1 to 100, got 0`],
		] as const) {
			assert.throws(
				() => askedValidation({ data: folder, ...words }, NOW),
				(error) => error instanceof UsageError && error.message === told,
			);
		}
		writeFileSync(join(folder, 'register.csv'), registerText('1,T,S1,P1,100,6,60,0,,,,', '1,T,S2,P2,100,6,60,0,,,,'));
		assert.throws(() => askedValidation({ data: folder }, NOW), /register.csv: line 3: expected each number once, got "1"$/);
	});
});
