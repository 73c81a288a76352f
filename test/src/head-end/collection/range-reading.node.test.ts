import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { NO_COUNT } from '../../../../src/head-end/collection/journal.js';
import { readRange } from '../../../../src/head-end/collection/range-reading.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { MeterSession } from '../../../../src/head-end/meter-session.js';
import { hex } from '../../../assert.js';
import { type Answer, BareMeter } from '../bare-meter.js';

const JST = -540;
// 2026-11-01, Sunday, 00:00:00 to 01:15:00 in Japan.
const SLOT = Date.parse('2026-10-31T15:00Z') / 1_800_000;
const time = (clock: string) => `090c 07ea0b0107 ${clock} 00 fde4 00`;

function read(answer: Answer, from = SLOT, to = SLOT + 9) {
	const meter = new BareMeter(({ index }) => (index === 2 ? answer : 4));
	const session = new MeterSession({
		...{ carrier: meter, client: 16, server: 1, security: undefined, scheduler: new VirtualScheduler(), random: new SeededRandom(1) },
		...{ cipher: new PortableCipher(), timeout: 1000, retries: 0 },
	});
	return readRange(session, from, to, JST);
}

describe('half-hours asked for by range', () => {
	it('are counts of the registers, with what happened in them', async () => {
		const rows = await read(
			hex(
				[
					`01 05 0204 ${time('000000')} 1184 06000003e8 0600000007`,
					// Half an hour later, as it leaves out what it can tell so.
					'0204 00 1100 06000003e9 00',
					`0204 ${time('010000')} 1120 150000000000000bb8 1500000001ffffffff`,
					// No boundary; and one beyond what was asked for.
					`0204 ${time('011500')} 1100 0600000001 0600000001`,
					`0204 ${time('050000')} 1100 0600000001 0600000001`,
				].join(' '),
			),
		);
		assert.deepEqual(rows, [
			{ slot: SLOT, import: 1000, export: 7, status: 6 },
			{ slot: SLOT + 1, import: 1001, export: NO_COUNT, status: 0 },
			{ slot: SLOT + 2, import: 3000, export: NO_COUNT, status: 1 },
		]);
	});

	it('are none where the meter has none', async () => assert.deepEqual(await read(hex('0100')), []));

	it('that are refused are an error that is no want of an answer', async () => {
		await assert.rejects(read(3), (error) => error instanceof HeadEndError && error.failure.kind === 'rowsUnreadable' && !error.passing);
	});

	it('without a time in front are an error', async () => {
		await assert.rejects(read(hex('01 01 0200')), HeadEndError);
	});
});
