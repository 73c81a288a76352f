/** A customer's own password: who sets it, who gets in by it, and what wrong ones cost. */
import assert from 'node:assert/strict';
import { issueCustomerCode } from '../../../../../boards/host/office/customers/customer-code.js';
import { passwordState, setCustomerPassword } from '../../../../../boards/host/office/customers/customer-password.js';
import { CustomerSignIn, customer, customerOf } from '../../../../../boards/host/office/customers/customer-sign-in.js';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { build } from '../../command-line-rig.js';
import { onEachEngine } from '../engines.js';
import { CONTRACT, NOW, PLAIN, Script, SiteRig } from '../site/site-rig.js';

const CLERK = Object.freeze({ name: 'suzuki', roles: Object.freeze(['clerk'] as const) });
const MINE = CONTRACT.code;
const OTHER = 'C0000000002';
const PASSWORD = 'three cows on the moon';
const NEXT = 'four cows on the moon';

describe('the password of a customer', function () {
	this.timeout(300_000);

	onEachEngine((open) => {
		async function withContracts(now: () => number = () => NOW): Promise<Office> {
			const office = await open({ now });
			for (const code of [MINE, OTHER])
				await office.database
					.insertInto('contract')
					.values({ ...CONTRACT, code })
					.execute();
			return office;
		}
		const log = async ({ database }: Office) =>
			(await database.selectFrom('audit').select(['actor', 'act', 'outcome']).where('act', 'like', 'customer.%').orderBy('seq').execute()).map(
				({ actor, act, outcome }) => `${actor} ${act} ${outcome}`,
			);
		let from = 0;
		const tried = async (door: CustomerSignIn, password: string, contract = MINE) =>
			await door.signInByPassword({ contract, password, address: `192.0.2.${++from % 250}` });

		it('is kept as Argon2id, is of one contract, and lets in however wide it was typed', async () => {
			const office = await withContracts();
			const door = await CustomerSignIn.of(office);
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, door.hashing);
			const { password } = await office.database.selectFrom('customer_password').selectAll().executeTakeFirstOrThrow();
			assert.match(password, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
			const came = await tried(door, PASSWORD.replace('three', 'ｔｈｒｅｅ'), ' c０000000001 ');
			assert.equal(came.kind, 'in');
			assert.equal((await customerOf(office, (came as { readonly token: string }).token))?.name, MINE);
			assert.deepEqual([(await tried(door, PASSWORD, OTHER)).kind, (await tried(door, NEXT)).kind], ['wrong', 'wrong']);
			assert.deepEqual(await log(office), [`${MINE} customer.own done`, `${MINE} customer.sign-in done`, `${MINE} customer.sign-in refused`]);
			assert.doesNotMatch(JSON.stringify(await office.database.selectFrom('audit_detail').selectAll().execute()), /cows/);
		});

		it('is nobody else’s to set, and signs out whoever came by the one before', async () => {
			const office = await withContracts();
			const door = new CustomerSignIn(office, PLAIN);
			await assert.rejects(setCustomerPassword(office, customer(OTHER), MINE, PASSWORD, PLAIN), /is not yours/);
			await assert.rejects(setCustomerPassword(office, CLERK, MINE, PASSWORD, PLAIN), /no right to customer\.own/);
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			const before = (await tried(door, PASSWORD)) as { readonly token: string };
			const fresh = await setCustomerPassword(office, customer(MINE), MINE, NEXT, PLAIN);
			assert.equal(await customerOf(office, before.token), undefined);
			assert.equal((await customerOf(office, fresh))?.name, MINE);
			assert.deepEqual([(await tried(door, PASSWORD)).kind, (await tried(door, NEXT)).kind], ['wrong', 'in']);
		});

		it('lets nobody in by one that was changed while it was looked at', async () => {
			const office = await withContracts();
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			const slow = {
				...PLAIN,
				isRight: async (kept: string | null, password: string) => {
					await setCustomerPassword(office, customer(MINE), MINE, NEXT, PLAIN);
					return await PLAIN.isRight(kept, password);
				},
			};
			assert.equal((await tried(new CustomerSignIn(office, slow), PASSWORD)).kind, 'wrong');
			assert.equal((await office.database.selectFrom('session').selectAll().execute()).length, 1);
			assert.equal((await log(office)).at(-1), `${MINE} customer.sign-in refused`);
		});

		it('is locked for a while after five wrong ones, as that of staff, and the code of a letter is not', async () => {
			let now = NOW;
			const office = await withContracts(() => now);
			const door = new CustomerSignIn(office, PLAIN);
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			for (let i = 0; i < 5; i++) assert.equal((await tried(door, NEXT)).kind, 'wrong');
			assert.equal((await tried(door, PASSWORD)).kind, 'wrong');
			assert.equal((await door.isPassword(MINE, PASSWORD)).kind, 'wrong');
			const { code } = await issueCustomerCode(office, CLERK, MINE);
			assert.equal((await door.signIn({ contract: MINE, code, address: '192.0.2.251' })).kind, 'in');
			now += 30_000;
			assert.equal((await tried(door, PASSWORD)).kind, 'in');
			for (let i = 0; i < 4; i++) await tried(door, NEXT);
			assert.equal((await tried(door, PASSWORD)).kind, 'in', 'those before the right one do not count');
			assert.equal((await door.isPassword(MINE, PASSWORD)).kind, 'right');
		});

		it('is tried ten times a minute from one address, by codes and passwords together', async () => {
			const office = await withContracts();
			const door = new CustomerSignIn(office, PLAIN);
			const address = '2001:db8::1';
			for (let i = 0; i < 5; i++) await door.signIn({ contract: 'nonsense', code: '', address });
			for (let i = 0; i < 5; i++) assert.equal((await door.signInByPassword({ contract: 'nonsense', password: '', address })).kind, 'wrong');
			assert.deepEqual(await door.signInByPassword({ contract: MINE, password: PASSWORD, address: '2001:db8::2' }), { kind: 'wait', ms: 60_000 });
		});

		it('tells nobody which contracts there are: the same work, and of those that there are not no entry in the log', async () => {
			const office = await withContracts();
			const asked: (string | null)[] = [];
			const door = new CustomerSignIn(office, { ...PLAIN, isRight: async (kept) => asked.push(kept) < 0 });
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			for (const contract of [MINE, OTHER, 'C9999999999', 'nonsense'])
				assert.deepEqual(await tried(door, 'a password of another', contract), { kind: 'wrong' });
			assert.deepEqual(asked, [PASSWORD, null, null, null]);
			assert.deepEqual(await log(office), [`${MINE} customer.own done`, `${MINE} customer.sign-in refused`]);
			const { value } = await office.database
				.selectFrom('setting')
				.select('value')
				.where('key', '=', 'last-customer-sign-in-in-vain')
				.executeTakeFirstOrThrow();
			assert.equal(value, '3');
		});

		it('is logged in vain so many times an hour, and waits where too many are compared', async () => {
			const office = await withContracts();
			await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			const door = new CustomerSignIn(office, PLAIN, 2);
			for (let i = 0; i < 4; i++) await tried(door, NEXT);
			assert.equal((await log(office)).filter((each) => each.endsWith('refused')).length, 2);
			const busy = new CustomerSignIn(office, { ...PLAIN, isRight: async () => undefined });
			assert.deepEqual(await tried(busy, PASSWORD), { kind: 'wait', ms: 1000 });
		});

		it('knows a session that was begun by a letter from one that was not', async () => {
			let now = NOW;
			const office = await withContracts(() => now);
			const door = new CustomerSignIn(office, PLAIN);
			const byCode = async () => {
				const { code } = await issueCustomerCode(office, CLERK, MINE);
				return ((await door.signIn({ contract: MINE, code, address: '192.0.2.252' })) as { readonly token: string }).token;
			};
			const first = await byCode();
			assert.deepEqual(await passwordState(office, MINE, first), { hasPassword: false, isByCode: true });
			now += 1000;
			const fresh = await setCustomerPassword(office, customer(MINE), MINE, PASSWORD, PLAIN);
			assert.deepEqual(await passwordState(office, MINE, fresh), { hasPassword: true, isByCode: false });
			now += 1000;
			assert.deepEqual(await passwordState(office, MINE, await byCode()), { hasPassword: true, isByCode: true });
			assert.deepEqual(await passwordState(office, MINE, 'nobody’s'), { hasPassword: true, isByCode: false });
		});
	});

	describe('at the site', () => {
		before(build);
		let rig: SiteRig;
		beforeEach(async () => {
			rig = await SiteRig.customers();
		});
		afterEach(async () => {
			assert.deepEqual(rig.failures, []);
			await rig.close();
		});

		async function byLetter(): Promise<Script> {
			const script = new Script(rig);
			await script.signInAs(MINE, (await issueCustomerCode(rig.office, CLERK, MINE)).code);
			await script.get('/password');
			rig.now += 1000;
			return script;
		}
		async function byPassword(password: string) {
			const script = new Script(rig);
			await script.get('/sign-in');
			const answer = await script.post('/sign-in/password', { contract: MINE, password });
			if (answer.status === 303) await script.get('/password');
			return { script, status: answer.status };
		}

		it('is set after the letter, lets the customer in again, and is changed with the one before', async () => {
			const first = await byLetter();
			assert.match((await first.get('/')).text, /You came in by the code of a letter/);
			assert.doesNotMatch((await first.get('/password')).text, /name="old"/);
			assert.equal((await first.post('/password', { password: PASSWORD, again: PASSWORD })).location, '/');
			assert.doesNotMatch((await first.get('/')).text, /code of a letter/);
			const { script, status } = await byPassword(PASSWORD);
			assert.equal(status, 303);
			assert.match((await script.get('/password')).text, /name="old"/);
			const refused = await script.post('/password', { old: NEXT, password: NEXT, again: NEXT });
			assert.deepEqual([refused.status, /the password until now is wrong/.test(refused.text)], [403, true]);
			assert.equal((await script.post('/password', { old: PASSWORD, password: NEXT, again: NEXT })).status, 303);
			assert.equal((await first.get('/')).location, '/sign-in');
			assert.deepEqual([(await byPassword(PASSWORD)).status, (await byPassword(NEXT)).status], [403, 303]);
		});

		it('that was forgotten is set anew by another letter', async () => {
			await (await byLetter()).post('/password', { password: PASSWORD, again: PASSWORD });
			const again = await byLetter();
			assert.equal((await again.post('/password', { password: NEXT, again: NEXT })).location, '/');
			assert.equal((await byPassword(NEXT)).status, 303);
		});

		for (const [why, fields, told] of [
			['that is too short', { password: 'three cows', again: 'three cows' }, /fewer than 15 characters/],
			['that is mistyped', { password: PASSWORD, again: NEXT }, /the second password is another/],
			['that is the code of the contract', { password: `${MINE} ${MINE}`, again: `${MINE} ${MINE}` }, /cannot be had/],
		] as const)
			it(`is none ${why}`, async () => {
				const { status, text } = await (await byLetter()).post('/password', fields);
				assert.deepEqual([status, told.test(text)], [400, true], text);
				assert.deepEqual(await rig.office.database.selectFrom('customer_password').selectAll().execute(), []);
			});

		it('is told in one way whatever is wrong, and has whoever tries too often wait', async () => {
			await (await byLetter()).post('/password', { password: PASSWORD, again: PASSWORD });
			rig.now += 60_000;
			for (let i = 0; i < 10; i++) assert.equal((await byPassword(NEXT)).status, 403);
			assert.equal((await byPassword(PASSWORD)).status, 429);
		});
	});
});
