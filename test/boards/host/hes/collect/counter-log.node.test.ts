import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CounterLog } from '../../../../../boards/host/hes/collect/counter-log.js';
import { until } from '../../../../until.js';

describe('the counters of messages that left no reading', () => {
	let data = '';
	beforeEach(() => {
		data = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(data, { recursive: true }));

	async function opened(worker = 0): Promise<{ readonly log: CounterLog; readonly known: Record<number, number> }> {
		const known: Record<number, number> = {};
		const log = await CounterLog.open(
			data,
			worker,
			(number, counter) => {
				known[number] = Math.max(known[number] ?? 0, counter);
			},
			(error) => assert.fail(error),
		);
		return { log, known };
	}

	const segments = (): string[] => readdirSync(join(data, 'counters')).sort();

	it('are there again, those of other workers, too', async () => {
		const [one, other] = [await opened(0), await opened(1)];
		one.log.note(7, 5);
		one.log.note(7, 6);
		one.log.note(8, 1);
		other.log.note(9, 2);
		await Promise.all([one.log.close(), other.log.close()]);
		const again = await opened(0);
		assert.deepEqual(again.known, { 7: 6, 8: 1, 9: 2 });
		await again.log.close();
	});

	it('are written without being asked for, and outlast a crash but for a block that was not written to its end', async () => {
		const { log } = await opened();
		log.note(7, 5);
		const size = (): number => segments().reduce((sum, name) => sum + statSync(join(data, 'counters', name)).size, 0);
		await until(() => size() === 64, 'one block');
		log.note(7, 6);
		await until(() => size() === 128, 'two');
		truncateSync(join(data, 'counters', segments()[0]!), 100);
		assert.deepEqual((await opened()).known, { 7: 5 });
		await log.close();
	});

	it('that cannot be written are told, and nobody waits for them', async () => {
		const errors: Error[] = [];
		const log = await CounterLog.open(
			data,
			0,
			() => {},
			(error) => errors.push(error),
		);
		// In the place of the segment.
		mkdirSync(join(data, 'counters', '0-0000000001.journal'));
		log.note(7, 1);
		log.note(8, 1);
		await log.close();
		assert.match(errors[0]!.message, /EISDIR/);
		assert.equal(errors.length, 1);
	});

	it('are one segment again at each start, of a record a meter', async () => {
		for (let counter = 1; counter <= 5; counter++) {
			const { log } = await opened();
			log.note(7, 2 * counter);
			await log.close();
			const again = await opened();
			again.log.note(7, 2 * counter + 1);
			again.log.note(8, counter);
			await again.log.close();
			assert.equal(segments().length, 1);
		}
		const { log, known } = await opened();
		assert.deepEqual(known, { 7: 11, 8: 5 });
		await log.close();
		assert.equal(statSync(join(data, 'counters', segments()[0]!)).size, 40 + 2 * 24);
	});
});
