/** What the staff do about people on their site, asked by a script: two persons, all that is held, erasing, moving in. */
import assert from 'node:assert/strict';
import { PROPOSAL_HOLDS } from '../../../../../boards/host/office/database/approved.js';
import { propose } from '../../../../../boards/host/office/people/two-persons.js';
import { build } from '../../command-line-rig.js';
import { NOW, PASSWORD, SiteRig } from './site-rig.js';

const CODE = 'C0000000001';
const HONDA = Object.freeze({ name: 'honda', roles: Object.freeze(['clerk'] as const) });
const MANY = Object.freeze({ contracts: Object.freeze([CODE, 'C0000000002']), language: 'ja', notBefore: NOW, expires: null });

describe('people on the site of the staff', function () {
	this.timeout(300_000);
	before(build);
	let rig: SiteRig;
	beforeEach(async () => {
		rig = await SiteRig.staff();
		const row = { name: 'honda', shown: 'honda', password: PASSWORD, roles: '["clerk"]', state: 'active', at: NOW, failures: 0 } as const;
		await rig.office.database
			.insertInto('staff')
			.values({ ...row, locked_until: null })
			.execute();
	});
	afterEach(async () => {
		assert.deepEqual(rig.failures, []);
		await rig.close();
	});

	const logged = async (act: string) => {
		const rows = await rig.office.database
			.selectFrom('audit')
			.select(['actor', 'subject', 'outcome'])
			.where('act', '=', act as never)
			.orderBy('seq')
			.execute();
		return rows.map(({ actor, subject, outcome }) => `${actor} ${subject} ${outcome}`);
	};
	const formsOf = (text: string) => [...text.matchAll(/action="([^"]*)"/g)].map(([, to]) => to).filter((to) => to !== '/sign-out');

	describe('a proposal', () => {
		const state = async () => (await rig.office.database.selectFrom('proposal').select(['state', 'approved_by']).executeTakeFirstOrThrow()) as object;

		it('waits on the first page of other clerks, and is approved by one of them', async () => {
			await propose(rig.office, HONDA, 'password.rewrite-many', MANY);
			const script = await rig.signedIn('suzuki');
			const first = await script.get('/');
			assert.match(first.text, /Proposals for a second person \(1\).*href="\/proposals\/1">1<.*honda/s);
			assert.match((await script.get('/proposals')).text, /new Route B passwords for many contracts: 2 contracts.*waits for a second person/s);
			const shown = await script.get('/proposals/1');
			assert.match(shown.text, /C0000000002.*2026-11-30 12:00/s);
			assert.doesNotMatch(shown.text, /Decided|Until/);
			assert.deepEqual(formsOf(shown.text), ['/proposals/1/approve', '/proposals/1/refuse']);
			assert.equal((await script.post('/proposals/1/approve')).location, '/proposals/1');
			assert.deepEqual(await state(), { state: 'approved', approved_by: 'suzuki' });
			const approved = await script.get('/proposals/1');
			assert.match(approved.text, /Decided<\/dt><dd>2026-11-30 12:00 suzuki.*keiki office password rewrite-many --proposal 1/s);
			assert.deepEqual(formsOf(approved.text), []);
			assert.equal((await script.post('/proposals/1/approve')).status, 409);
			assert.deepEqual(await logged('proposal.approve'), ['suzuki 1 done', 'suzuki 1 refused']);
		});

		it('is approved by nobody who made it, who may refuse it alone', async () => {
			await propose(rig.office, HONDA, 'password.rewrite-many', MANY);
			const script = await rig.signedIn('honda');
			assert.match((await script.get('/')).text, /Proposals for a second person \(0\)/);
			assert.deepEqual(formsOf((await script.get('/proposals/1')).text), ['/proposals/1/refuse']);
			const { status, text } = await script.post('/proposals/1/approve');
			assert.deepEqual([status, /it takes a second person/.test(text)], [409, true]);
			await script.post('/proposals/1/refuse');
			assert.deepEqual(await state(), { state: 'refused', approved_by: 'honda' });
			assert.match((await script.get('/proposals')).text, /<td[^>]*>refused</);
		});

		it('is settled by no other role, and by nobody once it is too old', async () => {
			await propose(rig.office, HONDA, 'password.rewrite-many', MANY);
			for (const name of ['sato', 'kato', 'mori', 'ueda']) {
				const script = await rig.signedIn(name);
				assert.deepEqual(formsOf((await script.get('/proposals/1')).text), [], name);
				assert.doesNotMatch((await script.get('/')).text, /href="\/proposals"/, name);
				assert.equal((await script.post('/proposals/1/approve')).status, 403, name);
				assert.equal((await script.post('/proposals/1/refuse')).status, 403, name);
			}
			rig.now = NOW + PROPOSAL_HOLDS;
			const script = await rig.signedIn('suzuki');
			assert.match((await script.get('/')).text, /Proposals for a second person \(0\)/);
			const shown = await script.get('/proposals/1');
			assert.match(shown.text, /not done within seven days/);
			assert.deepEqual(formsOf(shown.text), []);
			assert.equal((await script.post('/proposals/1/approve')).status, 409);
			assert.deepEqual(await state(), { state: 'proposed', approved_by: null });
		});

		it('is not there under a number that is none, and what is not known is shown as it was written', async () => {
			await propose(rig.office, { name: 'ueda', roles: ['clerk', 'administrator'] }, 'staff.change', { a: '<b>' });
			const script = await rig.signedIn('suzuki');
			for (const id of ['2', 'x', '-1', '1e0']) {
				assert.equal((await script.get(`/proposals/${id}`)).status, 404, id);
				assert.equal((await script.post(`/proposals/${id}/approve`)).status, id === '2' ? 409 : 404, id);
			}
			const { text } = await script.get('/proposals/1');
			assert.match(text, /staff\.change.*\{&#34;a&#34;:&#34;&#60;b&#62;&#34;\}/s);
			assert.deepEqual(formsOf(text), ['/proposals/1/refuse']);
			assert.equal((await script.post('/proposals/1/approve')).status, 403);
		});

		it('is one of fifty on a page, which leads to the older ones', async () => {
			for (let i = 0; i < 51; i++) await propose(rig.office, HONDA, 'password.rewrite-many', MANY);
			const script = await rig.signedIn('suzuki');
			const page = await script.get('/proposals');
			assert.match(page.text, /href="\/proposals\/51"/);
			assert.doesNotMatch(page.text, /href="\/proposals\/1"/);
			const [, older] = /href="(\/proposals\?before=\d+)"/.exec(page.text)!;
			assert.deepEqual(
				[...(await script.get(older!)).text.matchAll(/href="\/proposals\/(\d+)"/g)].map(([, id]) => id),
				['1'],
			);
		});
	});

	describe('all that is held', () => {
		it('is shown, whole where it is to be printed, and as a file, to who has the right to it, and logged', async () => {
			const events = Array.from({ length: 150 }, (_, i) => ({
				contract: CODE,
				at: NOW - i * 1_800_000,
				import: 700_000 + i,
				export: null,
				imported_at: NOW,
			}));
			await rig.office.database.insertInto('reading').values(events).execute();
			const script = await rig.signedIn('mori');
			const page = await script.get(`/contracts/${CODE}/person`);
			assert.match(page.text, /reading: 150 rows.*700149.*700050/s);
			assert.doesNotMatch(page.text, /700049|details class="card" open/);
			assert.match((await script.get(`/contracts/${CODE}/person?all=yes`)).text, /<details class="card" open>.*700149.*700000/s);
			const { type, text } = await script.get(`/contracts/${CODE}/person.json`);
			assert.match(type, /application\/json/);
			const held = JSON.parse(text) as { readonly contract: readonly { readonly customer: string }[]; readonly reading: readonly unknown[] };
			assert.deepEqual([held.contract[0]!.customer, held.reading.length], ['佐藤 花子', 150]);
			assert.deepEqual(formsOf(page.text), []);
			assert.equal((await script.get('/contracts/C9999999999/person')).status, 409);
			assert.deepEqual(await logged('person.look'), [...Array(3).fill(`mori ${CODE} done`), 'mori C9999999999 refused']);
			for (const name of ['sato', 'kato']) {
				const other = await rig.signedIn(name);
				assert.equal((await other.get(`/contracts/${CODE}/person`)).status, 403, name);
				assert.equal((await other.get(`/contracts/${CODE}/person.json`)).status, 403, name);
				assert.doesNotMatch((await other.get(`/contracts/${CODE}`)).text, /\/person"/, name);
			}
			assert.match((await script.get(`/contracts/${CODE}`)).text, new RegExp(`href="/contracts/${CODE}/person"`));
		});
	});

	describe('erasing', () => {
		const contract = () => rig.office.database.selectFrom('contract').select(['customer', 'state']).executeTakeFirstOrThrow();

		it('is done once the customer has moved out, by who says that it is meant so, and tells what stays and why', async () => {
			const script = await rig.signedIn('suzuki');
			assert.match((await script.post(`/contracts/${CODE}/erase`, { sure: 'yes' })).text, /has not ended/);
			await rig.office.database.updateTable('contract').set({ state: 'ended' }).execute();
			assert.deepEqual(formsOf((await script.get(`/contracts/${CODE}/person`)).text), [`/contracts/${CODE}/erase`]);
			assert.equal((await script.post(`/contracts/${CODE}/erase`)).status, 400);
			assert.equal((await contract()).state, 'ended');
			const { status, text } = await script.post(`/contracts/${CODE}/erase`, { sure: 'yes' });
			assert.equal(status, 200);
			assert.match(text, /C0000000001 is erased.*<td[^>]*>contract<\/td><td[^>]*>1<\/td>.*no later file brings the customer back/s);
			assert.doesNotMatch(text, /could not be scrubbed/);
			assert.deepEqual(await contract(), { customer: '', state: 'erased' });
			assert.doesNotMatch((await script.get(`/contracts/${CODE}/person`)).text, /\/erase/);
			assert.doesNotMatch((await script.get(`/contracts/${CODE}`)).text, /\/apply"/);
			assert.deepEqual(await logged('person.erase'), [`suzuki ${CODE} refused`, `suzuki ${CODE} done`]);
		});

		it('is nobody else’s', async () => {
			await rig.office.database.updateTable('contract').set({ state: 'ended' }).execute();
			for (const name of ['sato', 'kato', 'mori'])
				assert.equal((await (await rig.signedIn(name)).post(`/contracts/${CODE}/erase`, { sure: 'yes' })).status, 403, name);
			assert.equal((await contract()).state, 'ended');
		});
	});

	describe('an application', () => {
		const application = () => rig.office.database.selectFrom('application').select(['number', 'kind', 'wishes', 'state']).executeTakeFirstOrThrow();

		it('for moving in is taken in with its day, designed, and done where there is nothing to do at the meter', async () => {
			const script = await rig.signedIn('suzuki');
			assert.match((await script.get(`/contracts/${CODE}/apply`)).text, /<option value="move-in" selected>/);
			const { location } = await script.post(`/contracts/${CODE}/apply`, { kind: 'move-in', routeB: '', amperes: '', at: '2026-12-24' });
			const { number, ...rest } = await application();
			assert.equal(location, `/applications/${number}`);
			assert.deepEqual(rest, { kind: 'move-in', wishes: '{"at":"2026-12-24T00:00+09:00"}', state: 'received' });
			assert.deepEqual(await logged('application.receive'), [`suzuki ${CODE} done`]);
			assert.doesNotMatch((await script.get(location!)).text, /\/done"/);
			assert.match((await script.post(`${location}/done`)).text, /has not been designed|no finished design|not designed/i);
			const designer = await rig.signedIn('sato');
			await designer.post(`${location}/design`, { units: '' });
			assert.match((await script.get(location!)).text, /\/done"/);
			await script.post(`${location}/done`);
			assert.equal((await application()).state, 'done');
		});

		it('is not done without a visit where there is work at the meter', async () => {
			for (const type of ['rf-b', '1p3w-60-1way', 'rain']) await rig.stock(type, 2);
			const script = await rig.signedIn('sato');
			const { location } = await script.post(`/contracts/${CODE}/apply`, { kind: 'route-b' });
			await script.post(`${location}/design`, { units: '' });
			assert.equal((await script.post(`${location}/done`)).status, 409);
			assert.equal((await (await rig.signedIn('mori')).post(`${location}/done`)).status, 403);
			assert.equal((await application()).state, 'designed');
		});

		it('is told what it cannot be, by the words of the page', async () => {
			const script = await rig.signedIn('suzuki');
			for (const [fields, told] of [
				[{ kind: 'moving' }, /What is applied for: expected one of the list/],
				[{ kind: 'amperes' }, /Contract amperes, A: it has to be said/],
				[{ kind: 'amperes', amperes: '1000' }, /it cannot be &#34;1000&#34;/],
				[{ kind: 'move-in', at: '2026-02-30' }, /Wished from the day: it cannot be &#34;2026-02-30&#34;/],
				[{ kind: 'route-b', routeB: 'wire' }, /Route B: it cannot be/],
			] as const) {
				const { status, text } = await script.post(`/contracts/${CODE}/apply`, fields);
				assert.deepEqual([status, told.test(text)], [400, true], text);
			}
			assert.deepEqual(await rig.office.database.selectFrom('application').selectAll().execute(), []);
			assert.equal((await script.get('/contracts/C9999999999/apply')).status, 404);
			assert.equal((await script.post('/contracts/C9999999999/apply', { kind: 'new' })).status, 409);
		});

		it('is taken in by who has the right to it', async () => {
			for (const name of ['kato', 'mori']) {
				const script = await rig.signedIn(name);
				assert.equal((await script.post(`/contracts/${CODE}/apply`, { kind: 'move-in' })).status, 403, name);
				assert.doesNotMatch((await script.get(`/contracts/${CODE}`)).text, /\/apply"/, name);
			}
		});
	});
});
