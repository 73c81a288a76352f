/** The customers' site with a role of its own in PostgreSQL: it can do all that its pages do, and nothing beyond. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { issueCustomerCode } from '../../../../../boards/host/office/customers/customer-code.js';
import { setCustomerPassword } from '../../../../../boards/host/office/customers/customer-password.js';
import { CustomerSignIn, customer } from '../../../../../boards/host/office/customers/customer-sign-in.js';
import { customerGrants } from '../../../../../boards/host/office/customers/grants.js';
import { applyAsCustomer, withdrawAsCustomer } from '../../../../../boards/host/office/customers/own-applications.js';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { giveConsent, listConsents, withdrawConsent } from '../../../../../boards/host/office/people/consents.js';
import { personOf } from '../../../../../boards/host/office/people/person.js';
import { endSession, whoseSession } from '../../../../../boards/host/office/people/sessions.js';
import { keikiHere } from '../../here-rig.js';
import { Postgres } from '../engines.js';
import { CONTRACT, NOW } from '../site/site-rig.js';

const CLERK = Object.freeze({ name: 'suzuki', roles: Object.freeze(['clerk'] as const) });
const ROLE = 'customers_site';

describe("the role of the customers' site", function () {
	this.timeout(60_000);
	let server: Postgres;
	let whole: Office;
	let site: Office;
	let data: string;
	before(async function () {
		server = Postgres.start(this);
		data = mkdtempSync(join(tmpdir(), 'keiki-office-'));
		const url = server.freshDatabase();
		whole = await Office.open({ data, url }, { now: () => NOW, isNew: true });
		await whole.database.insertInto('contract').values(CONTRACT).execute();
		await sql.raw(`create role ${ROLE} login`).execute(whole.database);
		for (const statement of customerGrants(ROLE)) await sql.raw(statement).execute(whole.database);
		site = await Office.open({ data, url: url.replace('office@', `${ROLE}@`) }, { now: () => NOW });
	});
	after(async () => {
		await site?.close();
		await whole?.close();
		server?.stop();
		if (data !== undefined) rmSync(data, { recursive: true });
	});

	it('is enough to sign in, to apply, to consent, to take both back, to see all that is held, and to sign out', async () => {
		const { code } = await issueCustomerCode(whole, CLERK, CONTRACT.code);
		const door = await CustomerSignIn.of(site);
		const came = await door.signIn({ contract: CONTRACT.code, code, address: '127.0.0.1' });
		assert.equal(came.kind, 'in');
		const actor = customer(CONTRACT.code);
		const number = await applyAsCustomer(site, actor, CONTRACT.code, 'route-b', { routeB: 'radio' });
		await withdrawAsCustomer(site, actor, CONTRACT.code, number);
		const id = await giveConsent(site, actor, CONTRACT.code, { to: 'Denki', data: ['readings'], from: NOW, until: NOW + 1000 });
		await withdrawConsent(site, actor, CONTRACT.code, id);
		assert.equal((await listConsents(site, actor, CONTRACT.code)).length, 1);
		const held = await personOf(site, actor, CONTRACT.code);
		assert.ok(held.some(({ table }) => table === 'application'));
		const { token } = came as { readonly token: string };
		assert.equal(await whoseSession(site, 'customers', token), CONTRACT.code);
		await endSession(site, 'customers', token);
		assert.equal((await door.signIn({ contract: CONTRACT.code, code, address: '127.0.0.1' })).kind, 'wrong');
	});

	it('is enough to set a password, to mistype it, to sign in by it, and to change it', async () => {
		const door = await CustomerSignIn.of(site);
		const actor = customer(CONTRACT.code);
		for (const password of ['three cows on the moon', 'four cows on the moon']) {
			await setCustomerPassword(site, actor, CONTRACT.code, password, door.hashing);
			const tried = async (text: string) => (await door.signInByPassword({ contract: CONTRACT.code, password: text, address: '127.0.0.1' })).kind;
			assert.deepEqual([await tried('two cows on the moon'), await tried(password)], ['wrong', 'in']);
		}
	});

	for (const statement of [
		'select * from staff',
		'update staff set roles = roles',
		'select * from passkey',
		'select * from handheld',
		'select * from proposal',
		"update contract set customer = 'x'",
		"update application set contract = 'C0000000009'",
		'delete from application',
		'update work_order set state = state',
		'insert into job select * from job',
		'update credential set sealed = sealed',
		'update stock set state = state',
		"update audit set hash = ''",
		'delete from audit',
		'delete from audit_detail',
		'delete from setting',
		"update customer_code set hash = ''",
		"update customer_password set contract = 'C0000000009'",
		'delete from customer_password',
		'drop table session',
		'create table more (a int)',
	])
		it(`does not let it ${statement}`, async () => {
			await assert.rejects(sql.raw(statement).execute(site.database), /permission denied|must be owner/);
		});

	it('is printed for a role by its name', async () => {
		const { status, stdout } = await keikiHere('office', 'customer-grants', ROLE);
		assert.deepEqual(
			[status, stdout],
			[
				0,
				customerGrants(ROLE)
					.map((each) => `${each};\n`)
					.join(''),
			],
		);
		const wrong = await keikiHere('office', 'customer-grants', 'a"; drop');
		assert.equal(wrong.status, 2);
	});
});
