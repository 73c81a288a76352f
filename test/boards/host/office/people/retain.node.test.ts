/** What was kept long enough goes, and nothing else. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { verifyLog } from '../../../../../boards/host/office/people/audit-log.js';
import { KINDS, type Old, retain, whatIsOld } from '../../../../../boards/host/office/people/retain.js';
import { RETENTION, type Retained } from '../../../../../src/operations/people/retention.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { withContract } from './contract-row.js';

const DAY = 86_400_000;
const NOW = 6000 * DAY;

/** One row of each kind whose time is `at`, named by `name`. */
async function plant(office: Office, name: number, at: number): Promise<void> {
	const { database } = office;
	const contract = `C${String(name).padStart(10, '0')}`;
	await withContract(office, { code: contract, until: at, state: 'ended' });
	await database.insertInto('reading').values({ contract, at, import: 1, export: null, imported_at: 0 }).execute();
	await database
		.insertInto('meter_event')
		.values({ meter: `M${name}`, at, type: '1', text: '', imported_at: 0 })
		.execute();
	const application = { number: `A${name}`, contract, kind: 'route-b', wishes: '{}', state: 'done', reason: '', received_at: 0 } as const;
	await database
		.insertInto('application')
		.values({ ...application, decided_at: at, decided_by: 'x', as_of: 0 })
		.execute();
	const opened = { number: `K${name}`, kind: 'x', contract, facts: '{}', opened_at: 0, opened_by: 'x', outcome: null };
	await database
		.insertInto('case')
		.values({ ...opened, closed_at: at, closed_by: 'x' })
		.execute();
	const job = { id: String(name), kind: 'status', contract, meter: 'M', body: '{}', not_before: 0, expires: 0, state: 'done', by: 'x' } as const;
	await database
		.insertInto('job')
		.values({ ...job, approved_by: null, at: 0, sent_at: 0, ended_at: at, result: null, withdrawn_at: null, withdrawn_by: null })
		.execute();
	const credential = {
		id: name,
		contract,
		meter: 'M',
		version: 1,
		route_b_id: 'x',
		state: 'superseded',
		way: 'relay',
		bearer: 'x',
		sealed: null,
	} as const;
	await database
		.insertInto('credential')
		.values({ ...credential, issued_at: at, issued_by: 'x', letter_printed_at: null, confirmed_at: null })
		.execute();
	const consent = { contract, to: 'x', data: '[]', from: 0, given_at: 0 };
	await database
		.insertInto('consent')
		.values({ ...consent, id: 2 * name, until: at, withdrawn_at: null })
		.execute();
	await database
		.insertInto('consent')
		.values({ ...consent, id: 2 * name + 1, until: 9 * NOW, withdrawn_at: at })
		.execute();
	await database.insertInto('customer_code').values({ contract, hash: 'x', expires: at, failures: 0, used_at: null }).execute();
	await database
		.insertInto('session')
		.values({ token: `t${name}`, site: 'customers', who: contract, at: 0, seen_at: 0, expires: at })
		.execute();
	const proposal = { id: name, act: 'x', what: '{}', by: 'x', at, approved_by: null, approved_at: null, state: 'proposed' } as const;
	await database.insertInto('proposal').values(proposal).execute();
}

const twoOfConsents = (kind: Retained) => (kind === 'consents' ? 2 : 1);

describe('keeping', function () {
	this.timeout(60_000);

	onEachEngine((open) => {
		for (const kind of KINDS.filter((each) => each !== 'details' && each !== 'letters')) {
			it(`has ${kind} go a day after ${RETENTION[kind].days} days, and not before`, async () => {
				const office = await open({ now: () => NOW });
				const since = NOW - RETENTION[kind].days * DAY;
				await plant(office, 1, since - 1);
				await plant(office, 2, since);
				const before = (await whatIsOld(office, ANYBODY)).find((each) => each.kind === kind);
				assert.deepEqual(before, { kind, count: twoOfConsents(kind) });
				const { gone, left } = await retain(office, ANYBODY);
				assert.deepEqual([gone.find((each) => each.kind === kind), left], [before, []]);
				assert.equal((await whatIsOld(office, ANYBODY)).find((each) => each.kind === kind)?.count, 0);
			});
		}

		it('has letters go that nobody printed in time, or may print, and leaves those that wait', async () => {
			const office = await open({ now: () => NOW });
			const since = NOW - RETENTION.letters.days * DAY;
			for (const [name, at] of [since - 1, since, since].entries()) await plant(office, name, at);
			await office.database.updateTable('credential').set({ state: 'in-force' }).where('id', '<', 2).execute();
			const folder = join(office.data, 'letters');
			mkdirSync(folder);
			const letters = [0, 1, 2].map((name) => `C000000000${name}-1.pdf`);
			for (const letter of letters) writeFileSync(join(folder, letter), '%PDF');
			const count = (all: readonly Old[]) => all.find(({ kind }) => kind === 'letters')?.count;
			assert.equal(count(await whatIsOld(office, ANYBODY)), 2);
			assert.deepEqual(readdirSync(folder), letters);
			assert.equal(count((await retain(office, ANYBODY)).gone), 2);
			assert.deepEqual(readdirSync(folder), [letters[1]]);
			assert.equal(count(await whatIsOld(office, ANYBODY)), 0);
		});

		it('leaves what is in force, or not decided, however old', async () => {
			const office = await open({ now: () => NOW });
			await plant(office, 1, 0);
			const { database } = office;
			await database.updateTable('credential').set({ state: 'in-force' }).execute();
			await database.updateTable('application').set({ state: 'received' }).execute();
			await database.updateTable('case').set({ closed_at: null }).execute();
			await database.updateTable('job').set({ ended_at: null, state: 'queued' }).execute();
			await database
				.updateTable('consent')
				.set({ until: 9 * NOW, withdrawn_at: null })
				.execute();
			const { gone, left } = await retain(office, ANYBODY);
			assert.deepEqual(
				gone.filter(({ count }) => count > 0).map(({ kind }) => kind),
				['readings', 'events', 'codes', 'sessions', 'proposals'],
			);
			assert.deepEqual(left, ['C0000000001']);
			assert.deepEqual(
				await Promise.all(
					(['credential', 'application', 'case', 'job'] as const).map(
						async (table) => (await database.selectFrom(table).select('contract').execute()).length,
					),
				),
				[1, 1, 1, 1],
			);
		});

		it('has details of the log go, and the log whole', async () => {
			let now = 0;
			const office = await open({ now: () => now });
			for (let i = 0; i < 3; i++) await office.act(ANYBODY, 'records.look', 'x', async () => {}, { number: i });
			now = RETENTION.details.days * DAY + 1;
			await office.act(ANYBODY, 'records.look', 'x', async () => {});
			const { gone } = await retain(office, ANYBODY);
			assert.equal(gone.find(({ kind }) => kind === 'details')?.count, 3);
			assert.equal((await verifyLog(office, ANYBODY, [])).erased, 3);
			now *= 3;
			await retain(office, ANYBODY);
			const { findings, erased } = await verifyLog(office, ANYBODY, []);
			assert.deepEqual([findings, erased], [[], 5]);
		});
	});
});
