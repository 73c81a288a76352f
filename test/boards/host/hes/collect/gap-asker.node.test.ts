import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { GapAsker } from '../../../../../boards/host/hes/collect/gap-asker.js';
import type { HesSession } from '../../../../../boards/host/hes/hes-options.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { BlockBuffer } from '../../../../../src/head-end/collection/block-buffer.js';
import { Collector } from '../../../../../src/head-end/collection/collector.js';
import { Gaps } from '../../../../../src/head-end/collection/gaps.js';
import { MeterTable, tableMemory } from '../../../../../src/head-end/collection/meter-table.js';
import { HeadEndError } from '../../../../../src/head-end/head-end-error.js';
import { HALF_HOUR, keysOf, titleOf } from '../../../../src/head-end/collection/pushed.js';

const SLOT = 994_000;
const METERS = 4;

/** Meters that lack a half-hour each; what they answer is told by whoever tries. */
function rig(parallel: number, sessionOf: (row: number) => HesSession | undefined) {
	const table = new MeterTable(tableMemory(METERS, true));
	for (let number = 1; number <= METERS; number++) table.add(number, titleOf(number), keysOf(number));
	const buffer = new BlockBuffer(0, 1, 100);
	const collector = new Collector({ table, buffer, cipher: new PortableCipher(), title: new Uint8Array(8) });
	const gaps = new Gaps(table, METERS, SLOT);
	const outcomes: [row: number, error: unknown][] = [];
	let now = SLOT * HALF_HOUR + 400_000;
	const asker = new GapAsker({
		...{ collector, table, gaps, parallel, sessionOf, whenDurable: (done: () => void) => done() },
		onAsked: (row, outcome) => outcomes.push([row, 'error' in outcome ? outcome.error : undefined]),
		now: () => now,
	});
	return {
		asker,
		outcomes,
		later: (ms: number): void => {
			now += ms;
		},
	};
}

/** A session of which nothing comes until it is told. */
class Silent {
	#refuse!: (error: unknown) => void;
	readonly #answer = new Promise<never>((_, reject) => {
		this.#refuse = reject;
	});

	getArray(): Promise<never> {
		return this.#answer;
	}

	async end(): Promise<void> {
		this.refuse();
	}

	refuse(error: unknown = new HeadEndError({ kind: 'rowsUnreadable', result: 3 })): void {
		this.#refuse(error);
	}
}

describe('asking for what is missing', () => {
	it('asks others while one that is due is being asked', () => {
		const asked: number[] = [];
		const { asker } = rig(3, (row) => {
			asked.push(row);
			return new Silent() as unknown as HesSession;
		});
		asker.look();
		asker.look();
		assert.deepEqual(asked, [0, 1, 2]);
	});

	it('asks the first again while one between is being asked still', async () => {
		const sessions: [row: number, session: Silent][] = [];
		const { asker, later } = rig(METERS, (row) => {
			const session = new Silent();
			sessions.push([row, session]);
			return session as unknown as HesSession;
		});
		asker.look();
		for (const [row, session] of sessions.splice(0)) if (row !== 0) session.refuse();
		await turn();
		later(HALF_HOUR);
		asker.look();
		assert.deepEqual(
			sessions.map(([row]) => row),
			[1, 2, 3],
		);
	});

	it('goes on where what is told of a meter is no good, and tells it', async () => {
		const wrong = new UsageError('wrong');
		const { asker, outcomes } = rig(METERS, (row) => {
			if (row === 1) throw wrong;
			const session = new Silent();
			if (row === 2) session.refuse(wrong);
			return session as unknown as HesSession;
		});
		asker.look();
		await turn();
		assert.deepEqual(outcomes, [
			[1, wrong],
			[2, wrong],
		]);
		assert.equal(asker.figures.refused, 2);
		await asker.close();
	});
});
