/** What the staff do on their site, asked by a script: each act goes to the office's own service, and is refused to whoever has no right to it. */
import assert from 'node:assert/strict';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../../hal/node/random.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { drawnPair } from '../../../../../modules/dlms/security/general-keys.js';
import { type HandheldResult, signResult } from '../../../../../src/operations/handheld/result.js';
import { build } from '../../command-line-rig.js';
import { NOW, SiteRig } from './site-rig.js';

const DAY = 86_400_000;
const CODE = 'C0000000001';

describe('work on the site of the staff', function () {
	this.timeout(60_000);
	before(build);
	let rig: SiteRig;
	beforeEach(async () => {
		rig = await SiteRig.staff();
		for (const type of ['rf-b', '1p3w-60-1way', '1p3w-60-2way', 'switch-1p3w-60', 'rain']) await rig.stock(type, 2);
	});
	afterEach(async () => {
		assert.deepEqual(rig.failures, []);
		await rig.close();
	});

	const application = () => rig.office.database.selectFrom('application').select(['state', 'reason', 'decided_by']).executeTakeFirstOrThrow();
	const order = () => rig.office.database.selectFrom('work_order').select(['number', 'state', 'worker', 'due']).executeTakeFirstOrThrow();
	const lastLogged = async () => {
		const rows = await rig.office.database
			.selectFrom('audit')
			.select(['actor', 'act', 'subject', 'outcome'])
			.orderBy('seq', 'desc')
			.limit(1)
			.execute();
		return rows[0];
	};

	describe('a design', () => {
		it('is finished by a designer, with the best units or with those that were chosen', async () => {
			await rig.apply('A00000001', 'route-b');
			const script = await rig.signedIn('sato');
			await script.get('/applications/A00000001/design');
			const { location } = await script.post('/applications/A00000001/design', { units: 'rf-b,1p3w-60-2way,rain' });
			assert.equal(location, '/applications/A00000001');
			assert.deepEqual(await application(), { state: 'designed', reason: '', decided_by: 'sato' });
			assert.match((await script.get(location!)).text, /aria-label="The meter: [^"]*1p3w-60-2way/);
		});

		for (const [why, units, told] of [
			['that serves no Route B', 'rf,1p3w-60-1way,rain', /rf: asked for is one that has Route B by radio/],
			['that breaks a rule', 'rf-b,1p3w-60-1way-old,rain', /rf-b has Route B, 1p3w-60-1way-old has not/],
			['that is not whole', 'rf-b,rain', /cannot be finished/],
			['that lies in no depot', 'rf-b,1p3w-120-1way,rain', /no depot has a 1p3w-120-1way/],
		] as const)
			it(`is not finished with a meter ${why}, whatever the page was made to send`, async () => {
				await rig.apply('A00000001', 'route-b');
				const script = await rig.signedIn('sato');
				await script.get('/applications/A00000001/design');
				const { status, text } = await script.post('/applications/A00000001/design', { units });
				assert.equal(status, 409);
				assert.match(text, told);
				assert.equal((await application()).state, 'received');
			});

		it('is not shown with words that are no units', async () => {
			await rig.apply('A00000001', 'route-b');
			const script = await rig.signedIn('sato');
			const { status, text } = await script.get('/applications/A00000001/design?metering=%3Cb%3E');
			assert.equal(status, 400);
			assert.doesNotMatch(text, /<b>/);
		});

		it('is not for a worker', async () => {
			await rig.apply('A00000001', 'route-b');
			const script = await rig.signedIn('kato');
			assert.equal((await script.get('/applications/A00000001/design')).status, 403);
			assert.equal((await script.post('/applications/A00000001/design', { units: '' })).status, 403);
			assert.deepEqual(await lastLogged(), { actor: 'kato', act: 'design.finish', subject: 'A00000001', outcome: 'refused' });
			assert.equal((await application()).state, 'received');
		});
	});

	it('refuses an application with a reason that the customer is told', async () => {
		await rig.apply('A00000001', 'route-b');
		const script = await rig.signedIn('suzuki');
		assert.equal((await script.post('/applications/A00000001/refuse', { reason: ' ' })).status, 400);
		await script.post('/applications/A00000001/refuse', { reason: 'No <meter> yet' });
		assert.deepEqual(await application(), { state: 'refused', reason: 'No <meter> yet', decided_by: 'suzuki' });
		assert.match((await script.get('/applications/A00000001')).text, /No &#60;meter&#62; yet/);
	});

	async function ordered(): Promise<string> {
		await rig.apply('A00000001', 'route-b');
		const script = await rig.signedIn('sato');
		await script.post('/applications/A00000001/design', { units: '' });
		const { location } = await script.post('/applications/A00000001/order', { worker: 'kato', due: '2026-12-24', depot: '' });
		return location!;
	}

	it('issues an order for a worker until the end of a day, which the worker sees and prints', async () => {
		const way = await ordered();
		const { number, ...rest } = await order();
		assert.deepEqual(rest, { state: 'assigned', worker: 'kato', due: Date.UTC(2026, 11, 24, 15) });
		const worker = await rig.signedIn('kato');
		assert.match((await worker.get('/')).text, new RegExp(`/orders/${number}.*2026-12-24`, 's'));
		const page = await worker.get(way);
		assert.match(page.text, /青葉町1-2-3.*2026-12-24.*RF-B-NORTH-0/s);
		const { status, type, body } = await worker.post(`${way}/print`, { handheld: '' });
		assert.deepEqual([status, type, body.subarray(0, 5).toString()], [200, 'application/pdf', '%PDF-']);
	});

	it('assigns an order to another day, and withdraws it', async () => {
		const way = await ordered();
		const script = await rig.signedIn('sato');
		assert.equal((await script.post(`${way}/assign`, { worker: 'kato', due: '2026-13-01' })).status, 400);
		assert.equal((await script.post(`${way}/assign`, { worker: 'mori', due: '' })).status, 409);
		await script.post(`${way}/assign`, { worker: 'kato', due: '2026-12-25' });
		assert.equal((await order()).due, Date.UTC(2026, 11, 25, 15));
		assert.equal((await (await rig.signedIn('mori')).post(`${way}/withdraw`)).status, 403);
		await script.post(`${way}/withdraw`);
		assert.equal((await order()).state, 'withdrawn');
	});

	it('takes word of a worker that nothing could be done, with the reason', async () => {
		const way = await ordered();
		const worker = await rig.signedIn('kato');
		assert.equal((await worker.post(`${way}/fail`, { reason: '' })).status, 400);
		await worker.post(`${way}/fail`, { reason: 'Nobody at home' });
		assert.equal((await order()).state, 'failed');
	});

	it('takes what a hand-held hands in as a file, each result once, and none that it has not signed', async () => {
		const cipher = newHostCipher();
		const { privateKey, publicKey } = drawnPair(cipher, SYSTEM_RANDOM, 1)!;
		await rig.office.database
			.insertInto('handheld')
			.values({ id: 'HH1', name: 'one', sealing_key: '', signing_key: toUpperHex(publicKey), state: 'active', at: NOW })
			.execute();
		const way = await ordered();
		const built: HandheldResult = {
			...{ kind: 'built', order: way.slice(-9), number: 1, handheld: 'HH1', meter: '4B4549000000F000', at: NOW, meterAhead: 0, told: null },
			units: [
				{ kind: 'metering', type: '1p3w-60-1way', serial: 'M-1', firmware: '1' },
				{ kind: 'communication', type: 'rf-b', serial: 'RF-B-NORTH-0', firmware: '1' },
			],
		};
		const signed = signResult(built, privateKey, cipher);
		const worker = await rig.signedIn('kato');
		const hand = async (...lines: readonly object[]) => worker.upload('/results', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
		await worker.get('/results');
		const forged = await hand({ ...signed, meter: '4B4549000000F100' });
		assert.equal(forged.status, 409);
		assert.match(forged.text, /line 1 was not signed by hand-held HH1/);
		assert.equal((await order()).state, 'assigned');
		assert.match((await hand(signed)).text, /order W\d{8} is done: meter 4B4549000000F000 is rf-b,1p3w-60-1way,rain/);
		assert.equal((await order()).state, 'done');
		assert.match((await hand(signed)).text, /this result was taken before/);
		const strange = signResult({ ...built, number: 2, order: 'W00000099' }, privateKey, cipher);
		assert.match((await hand(signed, strange)).text, /taken before.*What comes after this in the file was not taken: there is no order W00000099/s);
		assert.equal((await hand()).status, 400);
		assert.equal((await worker.upload('/results', 'nonsense')).status, 400);
		assert.equal((await (await rig.signedIn('mori')).upload('/results', JSON.stringify(signed))).status, 403);
	});

	it('shows a case in words, and closes it with what came of it', async () => {
		const row = { number: 'K000001', kind: 'phases-differ', contract: CODE, facts: '{"site":"1p2w"}', opened_at: NOW, opened_by: 'system' };
		await rig.office.database
			.insertInto('case')
			.values({ ...row, closed_at: null, closed_by: null, outcome: null })
			.execute();
		const script = await rig.signedIn('suzuki');
		const { text } = await script.get('/cases/K000001');
		assert.match(text, /site: 1p2w/);
		assert.doesNotMatch(text, /phases-differ/);
		assert.doesNotMatch((await script.get('/cases')).text, /phases-differ/);
		await script.post('/cases/K000001/close', { outcome: 'Looked at it: 1p3w.' });
		assert.match((await script.get('/cases/K000001')).text, /Looked at it: 1p3w\./);
		assert.equal((await script.post('/cases/K000001/close', { outcome: 'again' })).status, 409);
		assert.equal((await script.get('/cases/K000009')).status, 409);
	});

	it('shows by street which certifications end, and orders them in one act', async () => {
		await rig.office.database
			.updateTable('mounted')
			.set({ certified_until: NOW + 20 * DAY })
			.execute();
		const script = await rig.signedIn('sato');
		const shown = await script.get('/due?until=2026-12-31');
		assert.match(shown.text, /青葉町.*Order 1/s);
		assert.match((await script.get('/due?until=2026-12-01')).text, /None\./);
		assert.equal((await script.get('/due?until=nonsense')).status, 400);
		const { location } = await script.post('/due', { until: '2026-12-31', street: '' });
		assert.match((await script.get(location!)).text, /1 order is issued\./);
		assert.equal((await order()).state, 'issued');
		assert.equal((await (await rig.signedIn('kato')).post('/due', { until: '2026-12-31' })).status, 403);
	});

	it('shows what contradicts in the records, with what would settle it', async () => {
		await rig.office.database.updateTable('site').set({ phases: '1p2w' }).execute();
		const { text } = await (await rig.signedIn('sato')).get(`/contracts/${CODE}`);
		assert.match(text, /id="findings".*contract\.phases.*1p3w.*site\.phases.*1p2w.*Settles it/s);
	});

	describe('from afar', () => {
		const job = () => rig.office.database.selectFrom('job').selectAll().executeTakeFirstOrThrow();

		it('asks for a diagnosis, and shows Table 2 when the answer is there', async () => {
			const script = await rig.signedIn('suzuki');
			const { location } = await script.post(`/contracts/${CODE}/diagnose`);
			assert.match((await script.get(location!)).text, /data-under-way.*has not answered yet/s);
			const result = {
				...{ startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal', verdict: 'HEMS is failure' },
				...{ since: NOW, version: 0, changed: null, communication: 'rf-b' },
			};
			await rig.office.database
				.updateTable('job')
				.set({ state: 'done', ended_at: NOW, result: JSON.stringify(result) })
				.execute();
			const answered = await script.get(location!);
			assert.match(answered.text, /NG ②.*HEMS is failure/s);
			assert.doesNotMatch(answered.text, /data-under-way/);
			const worker = await rig.signedIn('sato');
			assert.doesNotMatch((await worker.get(location!)).text, /NG ②/);
		});

		it('opens the supply only where somebody says that it is meant so, and only a clerk does', async () => {
			await rig.office.database.updateTable('mounted').set({ option: 'switch-1p3w-60' }).execute();
			const script = await rig.signedIn('suzuki');
			assert.equal((await script.post(`/contracts/${CODE}/supply`, { to: 'open' })).status, 400);
			for (const to of ['', 'ajar']) assert.equal((await script.post(`/contracts/${CODE}/supply`, { to, sure: 'yes' })).status, 400, to);
			assert.equal((await (await rig.signedIn('sato')).post(`/contracts/${CODE}/supply`, { to: 'open', sure: 'yes' })).status, 403);
			const { location } = await script.post(`/contracts/${CODE}/supply`, { to: 'open', sure: 'yes', day: '2026-12-24' });
			const { body, not_before, kind, by } = await job();
			assert.deepEqual([kind, body, not_before, by], ['supply', '{"to":"open"}', Date.UTC(2026, 11, 23, 15), 'suzuki']);
			await script.get(location!);
			await script.post(`${location}/withdraw`);
			assert.equal((await job()).state, 'withdrawn');
		});

		it('sets contract amperes, and takes no other words for them', async () => {
			await rig.office.database.updateTable('mounted').set({ option: 'switch-1p3w-60' }).execute();
			const script = await rig.signedIn('sato');
			for (const amperes of ['0', '-5', '1e2', '700', 'many'])
				assert.equal((await script.post(`/contracts/${CODE}/amperes`, { amperes })).status, 400, amperes);
			await script.post(`/contracts/${CODE}/amperes`, { amperes: '50', day: '' });
			const { kind, body } = await job();
			assert.deepEqual([kind, body], ['amperes', '{"amperes":50}']);
		});

		it('takes no way to bring a password that is none, and no day that would have no effect', async () => {
			const script = await rig.signedIn('suzuki');
			for (const fields of [{}, { by: 'post' }, { by: 'handheld', day: '2026-12-24' }])
				assert.equal((await script.post(`/contracts/${CODE}/password/issue`, fields)).status, 400, JSON.stringify(fields));
			assert.deepEqual(await rig.office.database.selectFrom('credential').selectAll().execute(), []);
		});

		it('offers nobody what they have no right to', async () => {
			const forms = async (name: string) =>
				[...(await (await rig.signedIn(name)).get(`/contracts/${CODE}`)).text.matchAll(/action="([^"]*)"/g)].map(([, to]) => to);
			assert.deepEqual(await forms('mori'), ['/sign-out']);
			assert.deepEqual(await forms('kato'), ['/sign-out', `/contracts/${CODE}/diagnose`]);
			assert.deepEqual(await forms('suzuki'), [
				...['/sign-out', `/contracts/${CODE}/diagnose`, `/contracts/${CODE}/units`, `/contracts/${CODE}/supply`, `/contracts/${CODE}/amperes`],
				`/contracts/${CODE}/password/issue`,
			]);
		});
	});
});
