/** The site of the staff, asked by a script: who gets in, what each role sees and does, and what is logged of it. */
import assert from 'node:assert/strict';
import { build } from '../../command-line-rig.js';
import { NOW, PASSWORD, Script, SiteRig } from './site-rig.js';

describe('the site of the staff', function () {
	this.timeout(30_000);
	before(build);
	let rig: SiteRig;
	beforeEach(async () => {
		rig = await SiteRig.staff();
	});
	afterEach(async () => {
		assert.deepEqual(rig.failures, []);
		await rig.close();
	});

	const log = () => rig.office.database.selectFrom('audit').select(['actor', 'act', 'subject', 'outcome']).orderBy('seq').execute();

	describe('before somebody has signed in', () => {
		it('shows nothing but the door, and leads back to where somebody wanted to go', async () => {
			const script = new Script(rig);
			const asked = await script.get('/contracts/C0000000001?a=1');
			assert.deepEqual([asked.status, asked.location], [303, '/sign-in?to=%2Fcontracts%2FC0000000001%3Fa%3D1']);
			const door = await script.get(asked.location!);
			assert.equal(door.status, 200);
			const came = await script.post('/sign-in', { name: 'suzuki', password: PASSWORD, to: '/contracts/C0000000001?a=1' });
			assert.deepEqual([came.status, came.location], [303, '/contracts/C0000000001?a=1']);
			assert.match((await script.get(came.location!)).text, /佐藤 花子/);
		});

		for (const to of ['//evil.test/', 'https://evil.test/', '/\\evil.test', '/\t/evil.test', 'javascript:alert(1)', '/計'])
			it(`leads nobody to ${JSON.stringify(to)}`, async () => {
				const script = new Script(rig);
				await script.get('/sign-in');
				assert.equal((await script.post('/sign-in', { name: 'suzuki', password: PASSWORD, to })).location, '/');
			});

		it('does nothing that is posted', async () => {
			const script = new Script(rig);
			await script.get('/sign-in');
			const answer = await script.post('/log/verify');
			assert.deepEqual([answer.status, answer.location], [303, '/sign-in']);
			assert.deepEqual(await log(), []);
		});

		it('tells of a wrong password and of a wrong name the same, and keeps the browser out', async () => {
			const script = new Script(rig);
			const [one, other] = [await script.signIn('suzuki', 'wrong'), await script.signIn('nobody', 'wrong')];
			assert.deepEqual([one.status, other.status], [403, 403]);
			assert.equal(one.text.replace('value="suzuki"', ''), other.text.replace('value="nobody"', ''));
			assert.equal((await script.get('/')).location, '/sign-in');
		});

		it('has a cookie of its own for each session, and none that was there before signing in', async () => {
			const script = new Script(rig);
			await script.get('/sign-in');
			const { cookie } = script;
			await script.signIn('suzuki', PASSWORD);
			assert.notEqual(script.cookie, cookie);
			const session = script.cookie;
			await script.get('/');
			await script.post('/sign-out');
			script.cookie = session;
			assert.equal((await script.get('/')).location, '/sign-in');
		});
	});

	it('ends a session that was not used for half an hour', async () => {
		const script = await rig.signedIn('suzuki');
		rig.now = NOW + 29 * 60_000;
		assert.equal((await script.get('/')).status, 200);
		rig.now += 31 * 60_000;
		assert.equal((await script.get('/')).location, '/sign-in');
	});

	it('shows each role its own work', async () => {
		await rig.apply('A00000001', 'route-b');
		await rig.apply('A00000002', 'lost-password');
		const shown = async (name: string) =>
			[...(await (await rig.signedIn(name)).get('/')).text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, text]) => text);
		assert.deepEqual(await shown('sato'), ['Applications to design (1)', 'Designed, without an order (0)']);
		assert.deepEqual(await shown('suzuki'), [
			...[
				'Moving and lost passwords (1)',
				'Passwords on their way (0)',
				'Remote work (0)',
				'Proposals for a second person (0)',
				'Orders of the day (0)',
			],
		]);
		assert.deepEqual(await shown('kato'), ['Orders of the day (0)']);
		assert.deepEqual(await shown('mori'), []);
	});

	it('shows a contract with the records of each system and their age, and logs who looked', async () => {
		const { text } = await (await rig.signedIn('sato')).get('/contracts/C0000000001');
		for (const part of [/佐藤 花子/, /\(12 hours old\)/, /\(3 days old\)/, /T0001, 30 kVA/, /1p3w-60-1way/, /no such record/])
			assert.match(text, part);
		assert.deepEqual((await log()).at(-1), { actor: 'sato', act: 'records.look', subject: 'C0000000001', outcome: 'done' });
		const looks = await rig.office.database.selectFrom('audit').select('outcome').where('subject', '=', 'C0000000001').execute();
		assert.deepEqual(looks, [{ outcome: 'done' }], 'it is looked at once');
	});

	it('tells that there is no such contract', async () => {
		const { status, text } = await (await rig.signedIn('sato')).get('/contracts/C9999999999');
		assert.equal(status, 404);
		assert.match(text, /there is no C9999999999/);
	});

	it('shows what came from outside as text', async () => {
		const evil = '<img src=x onerror=alert(1)>';
		await rig.office.database
			.updateTable('contract')
			.set({ customer: evil, address: `"${evil}` })
			.execute();
		const { text } = await (await rig.signedIn('sato')).get(`/contracts/C0000000001`);
		assert.doesNotMatch(text, /<img/);
		const script = await rig.signedIn('mori');
		assert.doesNotMatch((await script.get(`/log?subject=${encodeURIComponent(`"><img>`)}`)).text, /<img/);
	});

	it('shows the log to the auditor, and to a worker that it is not theirs', async () => {
		const auditor = await rig.signedIn('mori');
		const shown = await auditor.get('/log');
		assert.match(shown.text, /staff\.sign-in/);
		const verified = await auditor.post('/log/verify', { anchor: '' });
		assert.match(verified.text, /The log is whole: \d+ entries.*Without an anchor nobody sees/s);
		const { status, text } = await (await rig.signedIn('kato')).get('/log');
		assert.equal(status, 403);
		assert.match(text, /kato has no right to audit.look/);
		assert.deepEqual((await log()).at(-1), { actor: 'kato', act: 'audit.look', subject: '', outcome: 'refused' });
	});

	it('finds by an anchor that the end of the log was cut off', async () => {
		const auditor = await rig.signedIn('mori');
		const { text } = await auditor.post('/log/verify', { anchor: `900-${'a'.repeat(64)}` });
		assert.match(text, /the log ends with entry \d+, and the anchor is of entry 900/);
		const { status } = await auditor.post('/log/verify', { anchor: 'nonsense' });
		assert.equal(status, 400);
	});

	it('lists applications, orders and cases by state', async () => {
		await rig.apply('A00000001', 'route-b');
		await rig.apply('A00000002', 'amperes', { amperes: 60 });
		await rig.office.database.updateTable('application').set({ state: 'done' }).where('number', '=', 'A00000001').execute();
		const script = await rig.signedIn('sato');
		const numbers = async (path: string) => [...(await script.get(path)).text.matchAll(/href="\/applications\/(A\d+)"/g)].map(([, number]) => number);
		assert.deepEqual(await numbers('/applications'), ['A00000002', 'A00000001']);
		assert.deepEqual(await numbers('/applications?state=received'), ['A00000002']);
		assert.deepEqual(await numbers('/applications?before=A00000002'), ['A00000001']);
		assert.match((await script.get('/orders')).text, /None\./);
		assert.match((await script.get('/cases?state=open')).text, /None\./);
	});

	it('is in Japanese for who prefers it', async () => {
		const script = await rig.signedIn('suzuki');
		const { text } = await script.get('/contracts/C0000000001', { 'Accept-Language': 'ja' });
		assert.match(text, /<html lang="ja">/);
		assert.match(text, /<h1>契約 C0000000001<\/h1>/);
	});
});
