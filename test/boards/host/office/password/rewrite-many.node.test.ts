/** New passwords for many contracts: by two persons, in one act, and not for those for whom it cannot be. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import { issuePassword } from '../../../../../boards/host/office/password/issue.js';
import { proposeMany, rewriteMany } from '../../../../../boards/host/office/password/rewrite-many.js';
import { approve } from '../../../../../boards/host/office/people/two-persons.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { build } from '../../command-line-rig.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { CONTRACT, furnish, METER, onTheirWay, pair } from './password-rig.js';

const SECOND = Object.freeze({ name: 'abe', roles: Object.freeze(['clerk'] as const) });
const WORKER = Object.freeze({ name: 'kato', roles: Object.freeze(['worker'] as const) });
const refusal = (kind: string) => (error: unknown) => error instanceof OfficeRefusal && error.refusal.kind === kind;

describe('many passwords at once', function () {
	this.timeout(120_000);
	before(build);

	onEachEngine((open) => {
		it('are made when a second person has approved it, once, and for all for whom they can be', async () => {
			const office = await open();
			await furnish(office);
			await issuePassword(office, ANYBODY, { contract: CONTRACT, by: 'relay', language: 'ja' });
			const contracts = ['C0000000099', CONTRACT];
			const proposal = await proposeMany(office, ANYBODY, { contracts, language: 'en', notBefore: null, expires: null });
			await assert.rejects(rewriteMany(office, ANYBODY, proposal), refusal('notApproved'));
			await assert.rejects(rewriteMany(office, WORKER, proposal), refusal('noRight'));
			await assert.rejects(approve(office, ANYBODY, proposal), refusal('ownProposal'));
			await approve(office, SECOND, proposal);
			const { issued, refused } = await rewriteMany(office, ANYBODY, proposal);
			assert.deepEqual(
				issued.map(({ contract, meter, version, by }) => ({ contract, meter, version, by })),
				[{ contract: CONTRACT, meter: METER, version: 2, by: 'relay' }],
			);
			assert.deepEqual(
				refused.map(({ contract, refusal: { kind } }) => [contract, kind]),
				[['C0000000099', 'noContract']],
			);
			assert.deepEqual(readdirSync(join(office.data, 'letters')).sort(), [`${CONTRACT}-1.pdf`, `${CONTRACT}-2.pdf`]);
			const jobs = await office.database.selectFrom('job').select('body').orderBy('at').execute();
			assert.deepEqual(
				jobs.map(({ body }) => (JSON.parse(body) as { readonly version: number }).version),
				[1, 2],
			);
			await assert.rejects(rewriteMany(office, ANYBODY, proposal), refusal('notApproved'));
			const [last] = await office.database.selectFrom('audit').select(['act', 'outcome']).where('act', '=', 'password.rewrite-many').execute();
			assert.ok(last);
		});

		it('leave no letter behind where one of them could not be made', async () => {
			const office = await open();
			const { database } = office;
			await furnish(office, { key: JSON.stringify({ kind: 'public', key: toUpperHex(pair().publicKey) }) });
			await onTheirWay(office, 1);
			const contracts = [CONTRACT, 'C0000000013'];
			const [contract, mounted, stock, credential] = [
				await database.selectFrom('contract').selectAll().executeTakeFirstOrThrow(),
				await database.selectFrom('mounted').selectAll().executeTakeFirstOrThrow(),
				await database.selectFrom('stock').selectAll().executeTakeFirstOrThrow(),
				await database.selectFrom('credential').selectAll().executeTakeFirstOrThrow(),
			];
			const [code, meter] = [contracts[1]!, '4A504D0000000002'];
			await database
				.insertInto('contract')
				.values({ ...contract, code })
				.execute();
			await database
				.insertInto('mounted')
				.values({ ...mounted, contract: code, meter })
				.execute();
			const wrapped = JSON.stringify({ kind: 'wrapped', key: '11'.repeat(24) });
			await database
				.insertInto('stock')
				.values({ ...stock, serial: 'S2', title: meter, credential_key: wrapped })
				.execute();
			await database
				.insertInto('credential')
				.values({ ...credential, id: 2, contract: code, meter })
				.execute();
			const proposal = await proposeMany(office, ANYBODY, { contracts, language: 'en', notBefore: null, expires: null });
			await approve(office, SECOND, proposal);
			await assert.rejects(rewriteMany(office, ANYBODY, proposal, join(office.data, 'no.key')), /no password was made: .*no\.key/);
			assert.deepEqual(readdirSync(join(office.data, 'letters')), []);
			assert.equal((await database.selectFrom('credential').select('id').execute()).length, 2);
		});
	});
});
