/** The demo's town in the tables: what is found in it, and what its records show. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import { makeOfficeKeys } from '../../../../../boards/host/office/password/master-key.js';
import { checkAll, checkContract } from '../../../../../boards/host/office/records/check.js';
import { findContracts } from '../../../../../boards/host/office/records/find.js';
import { makeTown } from '../../../../../boards/host/office/records/town.js';
import { readCredentialKeys } from '../../../../../boards/host/shared/credential-file.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { FINDING_RULES } from '../../../../../src/operations/records/findings.js';
import { APPLICATION_KINDS } from '../../../../../src/operations/records/record-kinds.js';
import { DIRT } from '../../../../../src/operations/town/dirt.js';
import { contractCode, LIVING } from '../../../../../src/operations/town/town.js';
import { ANYBODY, onEachEngine } from '../engines.js';

const NOW = Date.UTC(2026, 10, 30, 3);
const CONTRACTS = 250;

async function town(office: Office): Promise<Office> {
	makeOfficeKeys(office.data);
	await makeTown(office, ANYBODY, CONTRACTS, 1);
	return office;
}

describe('a town in the office', function () {
	this.timeout(60_000);

	onEachEngine((open) => {
		it('has what every rule finds, and nothing wrong with the meters that can live', async () => {
			const office = await town(await open({ now: () => NOW }));
			const { counts, findings, opened } = await checkAll(office, ANYBODY, true);
			assert.deepEqual(
				FINDING_RULES.filter((rule) => counts[rule] === 0),
				[],
			);
			for (const [i, rule] of DIRT.entries()) {
				if (rule === 'meter-unknown') continue;
				const check = await checkContract(office, ANYBODY, contractCode(41 + i));
				assert.ok(
					check.findings.some((finding) => finding.rule === rule),
					`${contractCode(41 + i)}: ${rule}, got ${check.findings.map((each) => each.rule)}`,
				);
			}
			for (let number = 1; number <= LIVING; number++) {
				assert.deepEqual((await checkContract(office, ANYBODY, contractCode(number))).findings, [], contractCode(number));
			}
			// A case for each rule and contract, and none twice.
			const named = new Set(findings.filter(({ contract }) => contract !== null).map(({ rule, contract }) => `${rule} ${contract}`));
			assert.equal(opened.length, named.size);
			assert.deepEqual((await checkAll(office, ANYBODY, true)).opened, []);
			await office.database.updateTable('case').set({ closed_at: NOW }).where('number', '=', opened[0]!).execute();
			assert.equal((await checkAll(office, ANYBODY, true)).opened.length, 1);
		});

		it('is checked while others write, and whoever may not check it is refused', async () => {
			const office = await town(await open({ now: () => NOW }));
			let isChecked = false;
			const checking = checkAll(office, ANYBODY, false).finally(() => {
				isChecked = true;
			});
			await office.act(ANYBODY, 'records.import', 'meanwhile', async () => {});
			assert.equal(isChecked, false);
			const { counts, findings, opened } = await checking;
			const logged = await office.database.selectFrom('audit').select(['act', 'outcome']).orderBy('seq', 'desc').limit(2).execute();
			assert.deepEqual(logged, [
				{ act: 'records.check', outcome: 'done' },
				{ act: 'records.import', outcome: 'done' },
			]);
			assert.deepEqual(opened, []);
			const again = await checkAll(office, ANYBODY, true);
			assert.deepEqual([again.counts, again.findings], [counts, findings]);
			const customer = { name: contractCode(1), roles: ['customer'] } as const;
			await assert.rejects(checkAll(office, customer, false), /has no right to records\.check/);
		});

		it('is found by what people type, and has something of everything', async () => {
			const office = await town(await open({ now: () => NOW }));
			const { customer, reading, address, street } = await office.database
				.selectFrom('contract')
				.selectAll()
				.where('code', '=', 'C0000000007')
				.executeTakeFirstOrThrow();
			const { meter, serials } = await office.database
				.selectFrom('mounted')
				.selectAll()
				.where('contract', '=', 'C0000000007')
				.executeTakeFirstOrThrow();
			const [serial] = Object.values(JSON.parse(serials) as Record<string, string>);
			const [family] = customer.split(' ');
			for (const text of [
				'C0000000007',
				'7',
				customer,
				customer.replace(' ', ''),
				reading,
				address,
				`${family} ${street}`,
				meter,
				serial!.toLowerCase(),
			]) {
				const { found } = await findContracts(office, ANYBODY, text);
				assert.ok(
					found.some((each) => each.code === 'C0000000007' && each.customer === customer && each.meters[0] === meter),
					`${text}: ${found.map(({ code }) => code)}`,
				);
			}
			const { found, more } = await findContracts(office, ANYBODY, 'みどり野市');
			assert.deepEqual([found.length, more, new Set(found.map(({ code }) => code)).size], [50, true, 50]);
			assert.deepEqual(await findContracts(office, ANYBODY, `${family} 存在しない`), { found: [], more: false });
			assert.deepEqual(await findContracts(office, ANYBODY, '  '), { found: [], more: false });
			// Two words that more have than are looked at: it is told that there may be more.
			const many = Array.from({ length: 4000 }, (_, i) => contractCode(900_000 + i)).flatMap((contract) =>
				['多甲', '多乙'].map((word) => ({ word, contract })),
			);
			for (let from = 0; from < many.length; from += 1000)
				await office.database
					.insertInto('search_word')
					.values(many.slice(from, from + 1000))
					.execute();
			assert.deepEqual(await findContracts(office, ANYBODY, '多甲 多丙'), { found: [], more: false });
			await office.database.insertInto('search_word').values({ word: '多丙', contract: 'C0000000001' }).execute();
			assert.deepEqual(await findContracts(office, ANYBODY, '多甲 多丙'), { found: [], more: false });
			assert.equal((await findContracts(office, ANYBODY, '多甲 多乙')).more, true);
			await office.database.deleteFrom('search_word').where('word', '=', '多乙').execute();
			assert.equal((await findContracts(office, ANYBODY, '多甲 多')).more, true);
			const log = JSON.stringify([
				await office.database.selectFrom('audit').selectAll().execute(),
				await office.database.selectFrom('audit_detail').selectAll().execute(),
			]);
			assert.ok(!log.includes(family!), 'a name is in the log');
			assert.ok(log.includes('C0000000007'));

			// Each kind of application, staff of each role, stock of each type, and keys for the living meters alone outside.
			const { database } = office;
			const kinds = await database.selectFrom('application').select('kind').distinct().execute();
			assert.deepEqual(kinds.map(({ kind }) => kind).sort(), [...APPLICATION_KINDS].sort());
			const roles = (await database.selectFrom('staff').select('roles').execute()).flatMap((each) => JSON.parse(each.roles) as string[]);
			assert.deepEqual([...new Set(roles)].sort(), ['auditor', 'clerk', 'designer', 'worker']);
			const stock = await database.selectFrom('stock').select(['type', 'credential_key', 'title']).execute();
			assert.ok(new Set(stock.map(({ type }) => type)).size >= 39);
			const keys = stock
				.filter(({ credential_key }) => credential_key !== null)
				.map((each) => JSON.parse(each.credential_key!) as { kind: string; key: string });
			for (const { kind, key } of keys) assert.match(`${kind} ${key}`, /^(wrapped [0-9A-F]{48}|public [0-9A-F]{128})$/);
			assert.deepEqual([...new Set(keys.map(({ kind }) => kind))].sort(), ['public', 'wrapped']);
			const file = readCredentialKeys(join(office.data, 'demo.credential'));
			assert.deepEqual(
				file.map(({ systemTitle }) => toUpperHex(systemTitle)),
				Array.from({ length: LIVING }, (_, i) => `4A504D00${(i + 1).toString(16).toUpperCase().padStart(8, '0')}`),
			);
			assert.ok(!JSON.stringify(stock).includes(toUpperHex(file[0]!.key)));
			// A town is not put over contracts that there are.
			const before = readFileSync(join(office.data, 'demo.credential'));
			await assert.rejects(makeTown(office, ANYBODY, CONTRACTS, 2), OfficeRefusal);
			assert.ok(existsSync(join(office.data, 'demo.credential')) && readFileSync(join(office.data, 'demo.credential')).equals(before));
		});
	});
});
