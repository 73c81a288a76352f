/** Consents of a contract at the office. */
import assert from 'node:assert/strict';
import { giveConsent, listConsents, mayShare, withdrawConsent } from '../../../../../boards/host/office/people/consents.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { CODE, withContract } from './contract-row.js';

const CUSTOMER = Object.freeze({ name: CODE, roles: Object.freeze(['customer'] as const) });
const OTHER = Object.freeze({ name: 'C0000000002', roles: Object.freeze(['customer'] as const) });
const GIVEN = Object.freeze({ to: 'Adviser', data: Object.freeze(['readings'] as const), from: 1000, until: 5000 });

describe('a consent at the office', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		it('is given, asked, withdrawn, and kept', async () => {
			let now = 1000;
			const office = await open({ now: () => now });
			await withContract(office);
			const asked = (when: number) => mayShare(office.database, CODE, ' Adviser ', 'readings', when);
			assert.equal(await asked(1000), false);
			const id = await giveConsent(office, CUSTOMER, CODE, GIVEN);
			assert.deepEqual([await asked(999), await asked(1000), await asked(4999), await asked(5000)], [false, true, true, false]);
			assert.equal(await mayShare(office.database, 'C0000000002', 'Adviser', 'readings', 2000), false);
			now = 3000;
			await withdrawConsent(office, CUSTOMER, CODE, id);
			assert.deepEqual([await asked(2999), await asked(3000)], [true, false]);
			assert.deepEqual(await listConsents(office, ANYBODY, CODE), [{ ...GIVEN, id, contract: CODE, givenAt: 1000, withdrawnAt: 3000 }]);
			await assert.rejects(withdrawConsent(office, CUSTOMER, CODE, id), /no consent 1/);
		});

		it('is the customer’s own, and of a contract that there is', async () => {
			const office = await open({ now: () => 1000 });
			await withContract(office);
			const id = await giveConsent(office, ANYBODY, CODE, GIVEN);
			await assert.rejects(giveConsent(office, OTHER, CODE, GIVEN), /contract C0000000001 is not yours/);
			await assert.rejects(withdrawConsent(office, OTHER, CODE, id), /is not yours/);
			await assert.rejects(listConsents(office, OTHER, CODE), /is not yours/);
			await assert.rejects(giveConsent(office, ANYBODY, 'C0000000009', GIVEN), /there is no contract C0000000009/);
			await assert.rejects(withdrawConsent(office, OTHER, OTHER.name, id), /no consent 1/);
			assert.equal(await mayShare(office.database, CODE, 'Adviser', 'readings', 1000), true);
		});

		it('is one of a hundred that hold at most', async () => {
			const office = await open({ now: () => 1000 });
			await withContract(office);
			const row = { contract: CODE, to: 'x', data: '[]', from: 0, until: 2000, given_at: 0, withdrawn_at: null };
			await office.database
				.insertInto('consent')
				.values(Array.from({ length: 100 }, (_, i) => ({ ...row, id: 1000 + i })))
				.execute();
			await assert.rejects(giveConsent(office, CUSTOMER, CODE, GIVEN), /there are 100 consents/);
			await office.database.updateTable('consent').set({ until: 1000 }).where('id', '=', 1000).execute();
			await giveConsent(office, CUSTOMER, CODE, GIVEN);
		});

		it('is not given for who is erased', async () => {
			const office = await open();
			await withContract(office, { state: 'erased' });
			await assert.rejects(giveConsent(office, ANYBODY, CODE, GIVEN), /is erased/);
		});
	});
});
