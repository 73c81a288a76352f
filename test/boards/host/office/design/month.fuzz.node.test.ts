/** 30 virtual days and 5,000 applications, the database failing at any statement: no order is left half done, the stock adds up, and all come to their end. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office, sha256Text } from '../../../../../boards/host/office/database/office.js';
import { DAY } from '../../../../../modules/time/durations.js';
import { chained, ORIGIN } from '../../../../../src/operations/audit/chain.js';
import { fuzzCount, fuzzRandom } from '../../../../fuzz/campaign.js';
import { checkBooks, Month, Outages } from './month.js';
import { MONDAY } from './street.js';

const DAYS = 30;
const APPLICATIONS = 5000;
/** A statement of so many fails, before or after it is done. */
const OUTAGE = 120;

describe('a month at the office', function () {
	this.timeout(1_800_000);

	it('leaves nothing half done, whatever fails', async () => {
		const data = mkdtempSync(join(tmpdir(), 'keiki-office-'));
		let now = MONDAY;
		const office = await Office.open({ data, url: undefined }, { now: () => now++, isNew: true });
		try {
			const outages = new Outages(fuzzRandom(15, 'outages'));
			const month = new Month(office, Math.max(16, fuzzCount(600)), outages, fuzzRandom(15, 'office'));
			await month.begin();
			const steady = office.database;
			Object.defineProperty(office, 'database', { value: steady.withPlugin(outages) });
			// What came out of a meter that stock had not known is counted in; here stock knows all.
			const units = () =>
				steady
					.selectFrom('stock')
					.select(({ fn }) => fn.countAll<number>().as('count'))
					.executeTakeFirstOrThrow();
			const perDay = Math.ceil(fuzzCount(APPLICATIONS) / DAYS);
			for (let day = 0; day < DAYS; day++) {
				now = MONDAY + day * DAY;
				outages.oneOf = OUTAGE;
				await month.day(perDay);
				outages.oneOf = Number.POSITIVE_INFINITY;
				const { count } = await units();
				await checkBooks(office, month, () => Number(count));
			}
			await month.finish();
			const { count } = await units();
			await checkBooks(office, month, () => Number(count));
			assert.ok(outages.count > 0);
			assert.equal((await steady.selectFrom('work_order').select('number').where('state', 'in', ['issued', 'assigned']).execute()).length, 0);
			const states = await steady.selectFrom('application').select(['state', 'kind']).execute();
			assert.ok(states.filter(({ state }) => state === 'done').length > states.length / 4, JSON.stringify(states.slice(0, 20)));
			let previous = ORIGIN;
			for (const { hash, ...entry } of await steady.selectFrom('audit').selectAll().orderBy('seq').execute()) {
				assert.equal(hash, chained(previous, entry, sha256Text));
				previous = hash;
			}
		} finally {
			await office.close();
			rmSync(data, { recursive: true });
		}
	});
});
