/** The log of an office, whole and after somebody was at its database. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { auditHead } from '../../../../../boards/host/office/people/audit-head.js';
import { isAct, lookAtLog, verifyLog } from '../../../../../boards/host/office/people/audit-log.js';
import { ANYBODY, onEachEngine } from '../engines.js';

describe('the log of an office', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		const withEntries = async (count: number): Promise<Office> => {
			const office = await open({ now: () => 1000 });
			for (let i = 1; i <= count; i++) await office.act(ANYBODY, i % 2 ? 'records.look' : 'records.check', `C${i}`, async () => {}, { number: i });
			return office;
		};
		const found = async (office: Office, ...anchors: Parameters<typeof verifyLog>[2]) => (await verifyLog(office, ANYBODY, anchors)).findings;

		it('is whole, and has a head that holds later', async () => {
			const office = await withEntries(6);
			assert.deepEqual(await auditHead((await open()).database), { seq: 0, hash: '0'.repeat(64) });
			const head = await auditHead(office.database);
			assert.equal(head.seq, 6);
			const verdict = await verifyLog(office, ANYBODY, [head]);
			assert.deepEqual(verdict, { findings: [], found: 0, entries: 6, erased: 0, head });
			assert.deepEqual(await found(office, head), []);
		});

		it('is shown from its end, to who asks for a subject, somebody, or an act', async () => {
			const office = await withEntries(6);
			const seqs = async (question: Parameters<typeof lookAtLog>[2]) => (await lookAtLog(office, ANYBODY, question)).map(({ seq }) => seq);
			assert.deepEqual(await seqs({ last: 2 }), [5, 6]);
			assert.deepEqual(await seqs({ last: 9, subject: 'C3' }), [3]);
			assert.deepEqual(await seqs({ last: 9, act: 'records.check' }), [2, 4, 6]);
			assert.deepEqual(await seqs({ last: 9, actor: 'nobody' }), []);
			const [entry] = await lookAtLog(office, ANYBODY, { last: 1, subject: 'C3', act: 'records.look', actor: 'anybody' });
			assert.deepEqual([entry!.seq, entry!.told], [3, '{"number":3}']);
			await assert.rejects(lookAtLog(office, { name: 'kato', roles: ['worker'] }, { last: 1 }), /no right to audit\.look/);
			assert.deepEqual(['audit.look', 'audit.change', 'toString'].map(isAct), [true, false, false]);
		});

		it('has each thing found that was done to its rows', async () => {
			const altered = await withEntries(6);
			await altered.database.updateTable('audit').set({ actor: 'anybodz' }).where('seq', '=', 3).execute();
			assert.deepEqual(await found(altered), [{ kind: 'altered', seq: 3 }]);

			const removed = await withEntries(6);
			await removed.database.deleteFrom('audit').where('seq', '=', 1).execute();
			assert.deepEqual(await found(removed), [{ kind: 'missing', from: 1, to: 1 }]);

			const exchanged = await withEntries(6);
			for (const [from, to] of [
				[2, 99],
				[3, 2],
				[99, 3],
			] as const)
				await exchanged.database.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute();
			assert.deepEqual((await found(exchanged))[0], { kind: 'altered', seq: 2 });

			const emptied = await withEntries(6);
			await emptied.database.deleteFrom('audit_detail').where('seq', '=', 4).execute();
			assert.deepEqual(await found(emptied), [{ kind: 'detailGone', from: 4, to: 4 }]);
		});

		it('that was cut off is whole to who has no anchor, and not to who has one', async () => {
			const office = await withEntries(6);
			const head = await auditHead(office.database);
			await office.database.deleteFrom('audit').where('seq', '>', 4).execute();
			await office.database.deleteFrom('audit_detail').where('seq', '>', 4).execute();
			assert.deepEqual(await found(office, { ...head, seq: 9 }), [{ kind: 'truncated', last: 4, anchor: 9 }]);
			assert.deepEqual(await found(office), []);
			assert.deepEqual(await found(office, head), [{ kind: 'anchorDiffers', seq: 6 }]);
		});
	});
});
