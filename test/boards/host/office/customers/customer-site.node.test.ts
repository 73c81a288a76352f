/** The customers' site, asked by a script: who gets in, and that nobody sees or does anything beyond one contract. */
import assert from 'node:assert/strict';
import { issueCustomerCode, readCustomerCode } from '../../../../../boards/host/office/customers/customer-code.js';
import { CustomerSignIn, MOST_FAILURES } from '../../../../../boards/host/office/customers/customer-sign-in.js';
import { build } from '../../command-line-rig.js';
import { NOW, PLAIN, Script, SiteRig } from '../site/site-rig.js';

const CLERK = Object.freeze({ name: 'suzuki', roles: Object.freeze(['clerk'] as const) });
const MINE = 'C0000000001';
const OTHER = 'C0000000002';
const DAY = 86_400_000;

describe("the customers' site", function () {
	this.timeout(60_000);
	before(build);
	let rig: SiteRig;
	beforeEach(async () => {
		rig = await SiteRig.customers();
		const { database } = rig.office;
		const contract = await database.selectFrom('contract').selectAll().executeTakeFirstOrThrow();
		await database
			.insertInto('contract')
			.values({ ...contract, code: OTHER, customer: '高橋 一郎' })
			.execute();
	});
	afterEach(async () => {
		assert.deepEqual(rig.failures, []);
		await rig.close();
	});

	const codeOf = async (contract: string) => (await issueCustomerCode(rig.office, CLERK, contract)).code;
	const log = () => rig.office.database.selectFrom('audit').select(['actor', 'act', 'subject', 'outcome']).orderBy('seq').execute();
	const applications = () => rig.office.database.selectFrom('application').select(['contract', 'kind', 'wishes', 'state']).execute();

	async function signedIn(contract = MINE): Promise<Script> {
		const script = new Script(rig);
		assert.equal((await script.signInAs(contract, await codeOf(contract))).location, '/');
		await script.get('/');
		return script;
	}

	describe('the code of a letter', () => {
		it('is read however it was typed', () => {
			assert.equal(readCustomerCode(' abcd-efgh 2345 '), 'ABCDEFGH2345');
			assert.equal(readCustomerCode('ＡＢＣＤＥＦＧＨ２３４５'), 'ABCDEFGH2345');
			for (const text of ['', 'ABCDEFGH234', 'ABCDEFGH23456', 'ABCDEFGH234O', 'ABCDEFGH2341']) assert.equal(readCustomerCode(text), undefined);
		});

		it('is good once, and is kept as a hash alone', async () => {
			const code = await codeOf(MINE);
			const kept = JSON.stringify(await rig.office.database.selectFrom('customer_code').selectAll().execute());
			assert.doesNotMatch(kept, new RegExp(code, 'i'));
			assert.equal((await new Script(rig).signInAs(MINE, code)).status, 303);
			assert.equal((await new Script(rig).signInAs(MINE, code)).status, 403);
		});

		it('lets one of two in that come at the same time', async () => {
			const code = await codeOf(MINE);
			const [one, two] = [new Script(rig), new Script(rig)];
			await Promise.all([one.get('/sign-in'), two.get('/sign-in')]);
			const came = await Promise.all([one, two].map((each) => each.post('/sign-in', { contract: MINE, code })));
			assert.deepEqual(came.map(({ status }) => status).sort(), [303, 403]);
		});

		it('is of one contract alone, and ends with the letter after it, and after sixty days', async () => {
			const code = await codeOf(MINE);
			await codeOf(OTHER);
			assert.equal((await new Script(rig).signInAs(OTHER, code)).status, 403);
			const next = await codeOf(MINE);
			assert.equal((await new Script(rig).signInAs(MINE, code)).status, 403);
			rig.now = NOW + 61 * DAY;
			assert.equal((await new Script(rig).signInAs(MINE, next)).status, 403);
		});

		it('is not made for a contract that there is not, and by nobody but a clerk', async () => {
			await assert.rejects(issueCustomerCode(rig.office, CLERK, 'C9999999999'), /there is no contract/);
			await assert.rejects(issueCustomerCode(rig.office, { name: 'kato', roles: ['worker'] }, MINE), /no right to customer.code/);
		});

		it('tells nobody which contracts there are', async () => {
			await codeOf(MINE);
			const [one, two, three] = [
				await new Script(rig).signInAs(MINE, 'ABCDEFGH2345'),
				await new Script(rig).signInAs('C9999999999', 'ABCDEFGH2345'),
				await new Script(rig).signInAs('nonsense', 'ABCDEFGH2345'),
			];
			const plain = ({ status, text }: typeof one) => [status, text.replace(/value="[^"]*"/g, '')];
			assert.deepEqual(plain(one), plain(two));
			assert.deepEqual(plain(two), plain(three));
		});

		it('has whoever tries too often wait, and then nobody is let in by it any more', async () => {
			const code = await codeOf(MINE);
			for (let i = 0; i < 10; i++) assert.equal((await new Script(rig).signInAs(MINE, 'ABCDEFGH2345')).status, 403);
			assert.equal((await new Script(rig).signInAs(MINE, code)).status, 429);
			const refused = (await log()).filter(({ act, outcome }) => act === 'customer.sign-in' && outcome === 'refused');
			assert.equal(refused.length, 10);
			await rig.office.database.updateTable('customer_code').set({ failures: MOST_FAILURES }).execute();
			rig.now = NOW + 60 * 60_000;
			assert.equal((await new Script(rig).signInAs(MINE, code)).status, 403);
		});
	});

	it('lets nobody who tries without end from one address keep a customer away', async () => {
		const signIn = new CustomerSignIn(rig.office, PLAIN);
		const code = await codeOf(MINE);
		const tried = (contract: string, address: string) => signIn.signIn({ contract, code: 'ABCDEFGH2345', address });
		for (let i = 0; i < 10; i++) assert.equal((await tried('nonsense', '192.0.2.1')).kind, 'wrong');
		for (let i = 0; i < 20; i++) assert.equal((await tried(MINE, '192.0.2.1')).kind, 'wait');
		assert.equal((await signIn.signIn({ contract: MINE, code, address: '192.0.2.2' })).kind, 'in');
	});

	it('shows a customer their own contract, and nothing without signing in', async () => {
		assert.equal((await new Script(rig).get('/data.json')).location, '/sign-in?to=%2Fdata.json');
		const script = await signedIn();
		const { text } = await script.get('/');
		assert.match(text, /佐藤 花子/);
		assert.doesNotMatch(text, /高橋/);
		for (const path of ['/contracts/C0000000001', '/log', '/find?q=a', '/orders', '/applications'])
			assert.equal((await script.get(path)).status, 404, path);
	});

	it('takes an application for Route B, shows its state and why it was decided so, and has it withdrawn', async () => {
		const script = await signedIn();
		const { location } = await script.post('/apply/route-b', { medium: 'radio' });
		assert.match(location!, /^\/\?done=A\d{8}$/);
		assert.match((await script.get(location!)).text, /We have your application: A\d{8}\./);
		assert.deepEqual(await applications(), [{ contract: MINE, kind: 'route-b', wishes: '{"routeB":"radio"}', state: 'received' }]);
		const again = await script.post('/apply/route-b', { medium: 'radio' });
		assert.equal(again.status, 409);
		await rig.office.database.updateTable('application').set({ state: 'refused', reason: 'There is no meter yet.' }).execute();
		assert.match((await script.get('/')).text, /not possible.*There is no meter yet\./s);
		const second = (await script.post('/apply/lost-password')).location!.slice(-9);
		await script.post(`/applications/${second}/withdraw`);
		assert.deepEqual((await applications()).map(({ state }) => state).sort(), ['refused', 'withdrawn']);
	});

	it('takes the day of a move, from today on within a year', async () => {
		const script = await signedIn();
		for (const day of ['', '2026-11-29', '2026-02-30', '2028-01-01', 'tomorrow'])
			assert.equal((await script.post('/apply/move-out', { day })).status, 400, day);
		await script.post('/apply/move-out', { day: '2026-12-24' });
		assert.deepEqual(await applications(), [{ contract: MINE, kind: 'move-out', wishes: '{"at":"2026-12-24T00:00+09:00"}', state: 'received' }]);
	});

	it('takes ten applications a day at most, and none for a contract that has ended', async () => {
		const script = await signedIn();
		for (let i = 0; i < 10; i++) {
			const number = (await script.post('/apply/lost-password')).location!.slice(-9);
			await script.post(`/applications/${number}/withdraw`);
		}
		const tooMany = await script.post('/apply/lost-password');
		assert.equal(tooMany.status, 409);
		assert.match(tooMany.text, /10 applications/);
		await rig.office.database.updateTable('contract').set({ state: 'ended' }).execute();
		rig.now += 20 * 60_000;
		const ended = new Script(rig);
		await ended.signInAs(MINE, await codeOf(MINE));
		await ended.get('/consents');
		assert.match((await ended.post('/apply/route-b', { medium: 'plc' })).text, /has ended/);
	});

	it('lets nobody withdraw what another has applied for, or take back a consent of another', async () => {
		const other = await signedIn(OTHER);
		const number = (await other.post('/apply/lost-password')).location!.slice(-9);
		await other.get('/consents');
		await other.post('/consents', { to: 'Denki', data: 'readings', from: '2026-12-01', until: '2026-12-31' });
		const { id } = await rig.office.database.selectFrom('consent').select('id').executeTakeFirstOrThrow();
		const script = await signedIn();
		assert.equal((await script.post(`/applications/${number}/withdraw`)).status, 409);
		assert.equal((await script.post('/applications/A99999999/withdraw')).status, 409);
		assert.equal((await script.post(`/consents/${id}/withdraw`)).status, 409);
		assert.equal((await applications())[0]!.state, 'received');
		assert.equal((await rig.office.database.selectFrom('consent').select('withdrawn_at').executeTakeFirstOrThrow()).withdrawn_at, null);
	});

	it('has consent given for days, and taken back', async () => {
		const script = await signedIn();
		await script.get('/consents');
		await script.post('/consents', { to: ' 株式会社　でんき ', data: 'readings', from: '2026-11-30', until: '2026-12-31' });
		const { to, data, from, until, contract } = await rig.office.database.selectFrom('consent').selectAll().executeTakeFirstOrThrow();
		const expected = {
			contract: MINE,
			to: '株式会社 でんき',
			data: '["readings"]',
			from: Date.UTC(2026, 10, 29, 15),
			until: Date.UTC(2026, 11, 31, 15),
		};
		assert.deepEqual({ contract, to, data, from, until }, expected);
		const shown = await script.get('/consents');
		assert.match(shown.text, /2026-12-31.*holds/s);
		await script.post(/action="(\/consents\/\d+\/withdraw)"/.exec(shown.text)![1]!);
		assert.match((await script.get('/consents')).text, /taken back/);
	});

	for (const [why, fields] of [
		['without a name', { to: ' ', data: 'readings', from: '2026-12-01', until: '2026-12-31' }],
		['for no data', { to: 'Denki', from: '2026-12-01', until: '2026-12-31' }],
		['for data that there is not', { to: 'Denki', data: 'passwords', from: '2026-12-01', until: '2026-12-31' }],
		['that ends before it begins', { to: 'Denki', data: 'events', from: '2026-12-31', until: '2026-12-01' }],
		['for more than ten years', { to: 'Denki', data: 'events', from: '2026-12-01', until: '2037-12-01' }],
	] as const)
		it(`takes no consent ${why}`, async () => {
			const script = await signedIn();
			await script.get('/consents');
			assert.equal((await script.post('/consents', fields)).status, 400);
			assert.deepEqual(await rig.office.database.selectFrom('consent').selectAll().execute(), []);
		});

	it('hands out all that is held, as a page and as a file, and logs it', async () => {
		const script = await signedIn();
		const page = await script.get('/data');
		assert.match(page.text, /contract: 1 row/);
		assert.doesNotMatch(page.text, /<details[^>]* open/);
		const file = await script.get('/data.json');
		const held = JSON.parse(file.text) as { readonly contract: readonly { readonly code: string }[] };
		assert.deepEqual(
			held.contract.map(({ code }) => code),
			[MINE],
		);
		assert.doesNotMatch(file.text, /高橋/);
		assert.deepEqual((await log()).at(-1), { actor: MINE, act: 'person.look', subject: MINE, outcome: 'done' });
	});

	it('ends with the contract', async () => {
		const script = await signedIn();
		await rig.office.database.updateTable('contract').set({ state: 'erased' }).execute();
		assert.equal((await script.get('/')).location, '/sign-in');
	});
});
