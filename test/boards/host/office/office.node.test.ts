/** What is done at the office: whole or not at all, by right alone, and in the log. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { nextId, nextNumber, type Office, sha256Text, type Work } from '../../../../boards/host/office/database/office.js';
import { chained, detailHash, ORIGIN } from '../../../../src/operations/audit/chain.js';
import { ANYBODY, onEachEngine } from './engines.js';

const NOW = Date.UTC(2026, 10, 30, 3);
const WORKER = Object.freeze({ name: 'kato', roles: Object.freeze(['worker'] as const) });

describe('an act at the office', function () {
	this.timeout(20_000);

	onEachEngine((open, engine) => {
		const log = (office: Office) => office.database.selectFrom('audit').selectAll().orderBy('seq').execute();

		it('is done, and logged with what was found out on the way', async () => {
			const office = await open({ now: () => NOW });
			const result = await office.act(
				ANYBODY,
				'records.import',
				'import',
				async ({ at, note }) => {
					await at.insertInto('transformer').values({ code: 'T1', street: 'S', kva: 30, as_of: 1, imported_at: NOW }).execute();
					note({ rows: 1 });
					return 'x';
				},
				{ file: 'a.csv' },
			);
			assert.equal(result, 'x');
			const [entry, ...others] = await log(office);
			assert.deepEqual(others, []);
			const { hash, ...rest } = entry!;
			const { salt, detail } = await office.database.selectFrom('audit_detail').selectAll().executeTakeFirstOrThrow();
			assert.deepEqual(JSON.parse(detail), { file: 'a.csv', rows: 1 });
			const expected = { seq: 1, at: NOW, actor: 'anybody', act: 'records.import', subject: 'import', outcome: 'done' as const };
			assert.deepEqual(rest, { ...expected, detail: detailHash(salt, detail, sha256Text) });
			assert.equal(hash, chained(ORIGIN, rest, sha256Text));
		});

		it('that fails half-way leaves nothing but its entry', async () => {
			const office = await open();
			const failing = office.act(ANYBODY, 'records.import', 'import', async ({ at }) => {
				await at.insertInto('transformer').values({ code: 'T1', street: 'S', kva: 30, as_of: 1, imported_at: NOW }).execute();
				throw new RangeError('half-way');
			});
			await assert.rejects(failing, /half-way/);
			assert.deepEqual(await office.database.selectFrom('transformer').selectAll().execute(), []);
			assert.deepEqual(
				(await log(office)).map(({ outcome }) => outcome),
				['failed'],
			);
		});

		it('that fails and cannot be logged tells both', async () => {
			const office = await open();
			await office.database.schema.dropTable('audit_detail').execute();
			const failing = office.act(ANYBODY, 'records.import', 'import', async () => {
				throw new RangeError('half-way');
			});
			await assert.rejects(failing, (error: Error) => {
				assert.match(error.message, /^half-way; nor could that be logged: .*audit_detail/);
				return error instanceof AggregateError && error.errors[0] instanceof RangeError;
			});
		});

		if (engine === 'sqlite') {
			it('on a disk that is full says so, leaves nothing, and is done once there is room', async () => {
				const office = await open();
				const pages = async (most: number) => sql`pragma max_page_count = ${sql.lit(most)}`.execute(office.database);
				const work = async ({ at }: Work) => {
					for (let i = 0; i < 2000; i++) {
						const row = { code: `T${i}`, street: 'S'.repeat(200), kva: 30, as_of: 1, imported_at: NOW };
						await at.insertInto('transformer').values(row).execute();
					}
				};
				await pages(1);
				await assert.rejects(office.act(ANYBODY, 'records.import', 'import', work), /^\w*Error: database or disk is full/);
				await pages(1_000_000);
				assert.deepEqual(await office.database.selectFrom('transformer').select('code').execute(), []);
				await office.act(ANYBODY, 'records.import', 'import', work);
				assert.equal((await office.database.selectFrom('transformer').select('code').execute()).length, 2000);
				assert.equal((await log(office)).at(-1)!.outcome, 'done');
			});
		}

		it('is refused to who has no right to it, and that is logged', async () => {
			const office = await open();
			let isDone = false;
			const refused = office.act(WORKER, 'password.issue', 'C0000000001', async () => {
				isDone = true;
			});
			await assert.rejects(refused, /kato has no right to password\.issue: it is for clerk/);
			assert.equal(isDone, false);
			assert.deepEqual(
				(await log(office)).map(({ actor, outcome }) => [actor, outcome]),
				[['kato', 'refused']],
			);
		});

		it('stands in one chain, however many are done at the same time', async () => {
			const office = await open();
			const all = Array.from({ length: 20 }, (_, i) => office.act(ANYBODY, 'records.look', String(i), async ({ at }) => nextNumber(at, 'order')));
			assert.deepEqual(
				(await Promise.all(all)).sort(),
				Array.from({ length: 20 }, (_, i) => `W${String(i + 1).padStart(8, '0')}`),
			);
			let previous = ORIGIN;
			for (const [i, { hash, ...entry }] of (await log(office)).entries()) {
				assert.equal(entry.seq, i + 1);
				assert.equal(hash, chained(previous, entry, sha256Text));
				previous = hash;
			}
		});

		it('draws numbers of each kind for themselves', async () => {
			const office = await open();
			const drawn = await office.act(ANYBODY, 'records.look', '', async ({ at }) => [
				...[await nextNumber(at, 'case'), await nextNumber(at, 'application'), await nextNumber(at, 'case')],
				...[await nextId(at, 'design'), await nextId(at, 'design')],
			]);
			assert.deepEqual(drawn, ['K000001', 'A00000001', 'K000002', 1, 2]);
		});
	});
});
