/** What the office holds of a person: all of it is told, and after erasure none of it is in any file. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { issueCustomerCode } from '../../../../../boards/host/office/customers/customer-code.js';
import { setCustomerPassword } from '../../../../../boards/host/office/customers/customer-password.js';
import { CustomerSignIn, customer } from '../../../../../boards/host/office/customers/customer-sign-in.js';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { receiveApplication } from '../../../../../boards/host/office/design/applications.js';
import { verifyLog } from '../../../../../boards/host/office/people/audit-log.js';
import { giveConsent, mayShare } from '../../../../../boards/host/office/people/consents.js';
import { eraseContract, scrub } from '../../../../../boards/host/office/people/erase.js';
import { HELD_TABLES, personOf } from '../../../../../boards/host/office/people/person.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { PASSWORD, PLAIN } from '../site/site-rig.js';
import { CODE, withContract } from './contract-row.js';
import { NOW, PLANTED, plant } from './person-rig.js';

const OTHER = 'C0000000002';

/** All octets of the database, as Latin-1; of PostgreSQL its tables, not its write-ahead log, which the server recycles by itself. */
async function octets(office: Office): Promise<string> {
	let folder = office.data;
	if (office.engine === 'postgres') {
		const { rows } = await sql<{ readonly data_directory: string }>`show data_directory`.execute(office.database);
		await sql`checkpoint`.execute(office.database);
		folder = join(rows[0]!.data_directory, 'base');
	}
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
	return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
}

describe('what the office holds of a person', function () {
	this.timeout(60_000);

	it('has a table in the test for each that may hold some of it', () => {
		assert.deepEqual([...PLANTED].sort(), [...HELD_TABLES].sort());
	});

	onEachEngine((open) => {
		it('is told from every table and every column', async () => {
			const office = await open({ now: () => NOW });
			const canaries = await plant(office);
			const told = JSON.stringify(await personOf(office, ANYBODY, CODE));
			assert.deepEqual(
				canaries.filter(({ text }) => !told.includes(text)).map(({ table, column }) => `${table}.${column}`),
				[],
			);
			assert.ok(canaries.length > 50);
		});

		it('is in no table and in no file once it is erased, but for what stays, and why is said; the log is whole', async () => {
			const office = await open({ now: () => NOW });
			await withContract(office, { code: OTHER, customer: 'Somebody Else', state: 'ended' });
			const canaries = await plant(office);
			const letters = [`${CODE}-3.pdf`, `${CODE}-4.pdf.part`, `${OTHER}-3.pdf`];
			mkdirSync(join(office.data, 'letters'));
			for (const name of letters) writeFileSync(join(office.data, 'letters', name), 'a letter');
			const before = await octets(office);
			assert.deepEqual(canaries.filter(({ text }) => !before.includes(text)).length, 0);

			const erased = await eraseContract(office, ANYBODY, CODE);
			assert.deepEqual(
				Object.keys(erased).sort(),
				['application', 'audit_detail', 'case', 'contract', 'credential', 'customer_code', 'customer_password', 'design', 'job'].concat([
					'meter_event',
					'reading',
					'search_word',
					'session',
					'work_order',
				]),
			);
			assert.equal(await scrub(office), undefined);
			const after = await octets(office);
			assert.deepEqual(
				canaries.filter(({ text, stays }) => !stays && after.includes(text)).map(({ table, column }) => `${table}.${column}`),
				[],
			);
			assert.deepEqual(
				canaries.filter(({ text, stays }) => stays && !after.includes(text)).map(({ table, column }) => `${table}.${column}`),
				[],
			);
			assert.equal(await mayShare(office.database, CODE, 'x', 'readings', NOW), false);
			const { customer, state } = await office.database.selectFrom('contract').selectAll().where('code', '=', CODE).executeTakeFirstOrThrow();
			assert.deepEqual([customer, state], ['', 'erased']);
			assert.ok(after.includes('Somebody Else'));
			assert.deepEqual(readdirSync(join(office.data, 'letters')), [`${OTHER}-3.pdf`]);

			const { findings, erased: details, entries } = await verifyLog(office, ANYBODY, []);
			assert.deepEqual([findings, details, entries], [[], 4, 5]);
			await assert.rejects(eraseContract(office, ANYBODY, CODE), /is erased/);
		});

		it('is not erased while the contract holds, or there is work to be done', async () => {
			const office = await open({ now: () => NOW });
			await withContract(office);
			await assert.rejects(eraseContract(office, ANYBODY, CODE), /has not ended/);
			const application = {
				number: 'A00000001',
				contract: CODE,
				kind: 'move-out',
				wishes: '{}',
				state: 'ordered',
				reason: '',
				received_at: 0,
			} as const;
			await office.database
				.insertInto('application')
				.values({ ...application, decided_at: null, decided_by: null, as_of: 0 })
				.execute();
			await assert.rejects(eraseContract(office, ANYBODY, CODE), /has not ended/);
			await office.database.updateTable('contract').set({ until: NOW }).execute();
			await assert.rejects(eraseContract(office, ANYBODY, CODE), /work that is not done: A00000001/);
			await office.database.updateTable('contract').set({ until: null }).execute();
			await office.database.updateTable('application').set({ state: 'done' }).execute();
			const facts = { number: 'K000001', kind: 'x', contract: CODE, facts: '{}', opened_at: 0, opened_by: 'x', outcome: null };
			await office.database
				.insertInto('case')
				.values({ ...facts, closed_at: null, closed_by: null })
				.execute();
			await assert.rejects(eraseContract(office, ANYBODY, CODE), /work that is not done: K000001/);
			await office.database.updateTable('case').set({ closed_at: NOW }).execute();
			await eraseContract(office, ANYBODY, CODE);
			await assert.rejects(eraseContract(office, ANYBODY, OTHER), /no contract C0000000002/);
		});

		it('is not erased at the same moment as more of it comes', async () => {
			const office = await open({ now: () => NOW });
			const { database } = office;
			const door = new CustomerSignIn(office, PLAIN);
			const more: readonly ((code: string) => Promise<unknown>)[] = [
				(contract) => receiveApplication(office, ANYBODY, { contract, kind: 'move-out', wishes: {} }),
				(code) => giveConsent(office, ANYBODY, code, { to: 'Energy Adviser', data: ['readings'], from: NOW, until: NOW + 1000 }),
				(code) => issueCustomerCode(office, ANYBODY, code),
				(code) => setCustomerPassword(office, customer(code), code, 'four cows on the moon', PLAIN),
				(contract) => door.signInByPassword({ contract, password: PASSWORD, address: contract }),
			];
			let erased = 0;
			for (let n = 0; n < 40; n++) {
				const code = `C${String(n + 1).padStart(10, '0')}`;
				await withContract(office, { code, state: 'ended' });
				await setCustomerPassword(office, customer(code), code, PASSWORD, PLAIN);
				const comes = more[n % more.length]!;
				const both = [() => comes(code), () => eraseContract(office, ANYBODY, code)];
				await Promise.allSettled((n % 2 === 0 ? both : both.reverse()).map((each) => each()));
				const { state } = await database.selectFrom('contract').select('state').where('code', '=', code).executeTakeFirstOrThrow();
				if (state !== 'erased') continue;
				erased++;
				const left = [
					database.selectFrom('application').select('contract').where('state', '=', 'received'),
					database.selectFrom('consent').select('contract').where('withdrawn_at', 'is', null),
					database.selectFrom('customer_code').select('contract'),
					database.selectFrom('customer_password').select('contract'),
					database.selectFrom('session').select('who as contract'),
				];
				const all = await Promise.all(left.map((each) => each.execute()));
				assert.deepEqual(
					all.flat().filter(({ contract }) => contract === code),
					[],
					`${n}`,
				);
				await assert.rejects(more[0]!(code), /is erased/);
				await assert.rejects(more[3]!(code), /is erased/);
			}
			assert.ok(erased > 0);
		});

		it('is told to a customer of their own contract alone', async () => {
			const office = await open({ now: () => NOW });
			await withContract(office);
			await withContract(office, { code: OTHER });
			assert.deepEqual(
				(await personOf(office, customer(OTHER), OTHER)).map(({ table }) => table),
				['contract'],
			);
			await assert.rejects(personOf(office, customer(OTHER), CODE), /is not yours/);
			await assert.rejects(personOf(office, ANYBODY, 'C0000000009'), /no contract/);
		});
	});
});
