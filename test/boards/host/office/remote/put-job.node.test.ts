/** Remote work of the office, on its way to the relay. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { hasSwitch, jobOf, mountedFor, type NewJob, putJob } from '../../../../../boards/host/office/remote/put-job.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { CONTRACT, METER, mount, NOW } from './remote-rig.js';

const JOB: NewJob<'supply'> = {
	...{ kind: 'supply', contract: CONTRACT, meter: METER.toLowerCase(), body: { to: 'open' } },
	...{ notBefore: 0, expires: NOW + 60_000, by: 'anybody' },
};
const put = (office: Office, job: NewJob) => office.act(ANYBODY, 'job.supply', CONTRACT, (work) => putJob(work, job));

describe('remote work that the office asks for', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		it('is one job for the relay, with the meter alone', async () => {
			const office = await open({ now: () => NOW });
			const id = await put(office, JOB);
			const row = await office.database.selectFrom('job').selectAll().executeTakeFirstOrThrow();
			assert.deepEqual([row.state, row.contract, row.by, row.sent_at, row.result], ['queued', CONTRACT, 'anybody', null, null]);
			const expected = { id, kind: 'supply', meter: METER, issued: NOW, notBefore: 0, expires: NOW + 60_000, body: { to: 'open' } };
			assert.deepEqual(jobOf(row), expected);
		});

		it('is later than all before, also where the clock stands still or goes back', async () => {
			let now = NOW;
			const office = await open({ now: () => now });
			await put(office, JOB);
			await put(office, JOB);
			now = NOW - 5000;
			await put(office, JOB);
			now = NOW + 50;
			await Promise.all([put(office, JOB), put(office, JOB)]);
			const rows = await office.database.selectFrom('job').select('at').orderBy('at').execute();
			assert.deepEqual(
				rows.map(({ at }) => at - NOW),
				[0, 1, 2, 50, 51],
			);
		});

		it('is not there where the act fails, and is refused where it expires before it begins', async () => {
			const office = await open({ now: () => NOW });
			const failing = office.act(ANYBODY, 'job.supply', CONTRACT, async (work) => {
				await putJob(work, JOB);
				throw new RangeError('half-way');
			});
			await assert.rejects(failing, /half-way/);
			await assert.rejects(put(office, { ...JOB, notBefore: NOW + 90_000 }), /expires: expected a time after those of issued, notBefore/);
			assert.deepEqual(await office.database.selectFrom('job').selectAll().execute(), []);
		});

		it('goes to the meter that is mounted, of which somebody knows whether it can be switched', async () => {
			const office = await open({ now: () => NOW });
			const found = (contract: string) => office.act(ANYBODY, 'records.look', contract, ({ at }) => mountedFor(at, contract));
			await assert.rejects(found(CONTRACT), /there is no contract C0000000001/);
			await mount(office, { meter: undefined });
			await assert.rejects(found(CONTRACT), /no meter is mounted for C0000000001/);
			await mount(office, { option: null, isKnown: true });
			const mounted = await found(CONTRACT);
			assert.equal(mounted.meter, METER);
			const isSwitched = () => office.act(ANYBODY, 'records.look', CONTRACT, ({ at }) => hasSwitch(at, mounted));
			assert.equal(await isSwitched(), false);
			const facts = { meter: METER, answers: 1, since: NOW, medium: 'rf', as_of: NOW, imported_at: NOW } as const;
			await office.database
				.insertInto('supervision')
				.values({ ...facts, units: JSON.stringify({ option: 'switch-1p3w-60' }) })
				.execute();
			assert.equal(await isSwitched(), true, 'the meter reports one that no record has');
			assert.equal(await office.act(ANYBODY, 'records.look', CONTRACT, ({ at }) => hasSwitch(at, { ...mounted, option: 'switch-1p3w-60' })), true);
		});
	});
});
