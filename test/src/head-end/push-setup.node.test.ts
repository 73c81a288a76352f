import assert from 'node:assert/strict';
import { Reader } from '../../../modules/bytes/reader.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { readData, SMALL } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { MeterSession } from '../../../src/head-end/meter-session.js';
import { readPushTimes } from '../../../src/head-end/push-setup.js';
import { hex } from '../../assert.js';

const EACH_DAY = 'ffffffffff';

/** A session that reads a schedule with these times: hour, minute, second, hundredth. */
function sessionOf(times: readonly string[], date = EACH_DAY): MeterSession {
	const script = new DataWriter().structure(2).logicalName(NAME.pushScripts).longUnsigned(1);
	const all = new DataWriter().array(times.length);
	for (const time of times) all.structure(2).octetString(hex(time)).octetString(hex(date));
	const readings = [script, all].map((w) => readData(new Reader('A-XDR', w.copy()), SMALL));
	return { getAll: async () => readings } as unknown as MeterSession;
}

describe('how often a day a meter pushes intervals', () => {
	for (const [times, count] of [
		[[], 0],
		[['0c1e0000'], 1],
		[['ff1e0000'], 24],
		[['ff000000', 'ff1e0000'], 48],
		[['0cff0000'], 60],
		[['ffff0000'], 1440],
	] as const)
		it(`${times.join(', ') || 'never'}: ${count}`, async () => assert.equal(await readPushTimes(sessionOf(times)), count));

	it('is not told by other days', async () => assert.equal(await readPushTimes(sessionOf(['ff000000'], '07eaffffff')), undefined));
});
