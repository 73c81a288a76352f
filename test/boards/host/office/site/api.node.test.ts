/** Import and export for programs, asked as curl asks. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { csvRows } from '../../../../../src/operations/records/csv.js';
import { until } from '../../../../until.js';
import { PASSWORD, SiteRig } from './site-rig.js';

interface Asked {
	readonly method?: string;
	readonly as?: string | undefined;
	readonly type?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
}

const basic = (as: string) => `Basic ${Buffer.from(as).toString('base64')}`;
const SITE_HEADER = 'code,contract,street,kind,phases,rain,transformer';

describe('the interface for programs', function () {
	this.timeout(60_000);
	let rig: SiteRig;
	beforeEach(async () => {
		rig = await SiteRig.staff();
	});
	afterEach(async () => {
		assert.deepEqual(rig.failures, []);
		await rig.close();
	});

	function ask(path: string, { method = 'POST', as = `ueda:${PASSWORD}`, type = 'text/csv', headers = {}, body = '' }: Asked = {}) {
		return new Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }>((resolve, reject) => {
			const given = { ...(as !== '' && { Authorization: basic(as) }), ...(method === 'POST' && { 'Content-Type': type }), ...headers };
			const sent = request({ host: '127.0.0.1', port: rig.server.port, path, method, headers: given }, (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (piece: string) => {
					text += piece;
				});
				response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
			});
			sent.on('error', reject).end(body);
		});
	}
	const get = (path: string, asked: Asked = {}) => ask(path, { method: 'GET', ...asked });
	const errorOf = ({ text }: { readonly text: string }) => (JSON.parse(text) as { readonly error: string }).error;
	const sites = async () =>
		(await rig.office.database.selectFrom('site').select(['code', 'street']).orderBy('code').execute()).map(
			({ code, street }) => `${code} ${street}`,
		);
	const sessions = async () => (await rig.office.database.selectFrom('session').selectAll().execute()).length;
	const lastOfLog = async (act: string) =>
		await rig.office.database
			.selectFrom('audit')
			.select(['actor', 'subject', 'outcome'])
			.where('act', '=', act)
			.orderBy('seq', 'desc')
			.executeTakeFirst();

	it('takes a file and gives it out again, with the rights and in the log of who asks, and leaves nobody signed in', async () => {
		const body = `${SITE_HEADER}\nS2,C0000000001,桜町,detached,1p3w,yes,T0001\n`;
		const came = await ask('/api/import/distribution?records=site&as-of=2026-11-29T18:00', { body });
		assert.deepEqual(
			[came.status, JSON.parse(came.text)],
			[200, { file: 'site.csv', records: 'site', asOf: '2026-11-29T18:00:00+09:00', rows: 1, gone: 0, refused: 0, leftOut: [] }],
		);
		assert.equal(came.headers['set-cookie'], undefined);
		assert.deepEqual(await sites(), ['S0000000001 青葉町', 'S2 桜町']);
		assert.deepEqual(await lastOfLog('records.import'), { actor: 'ueda', subject: 'site', outcome: 'done' });
		const csv = await get('/api/export/sites', { as: `suzuki:${PASSWORD}` });
		assert.deepEqual([csv.status, csv.headers['content-type'], csv.headers['keiki-records']], [200, 'text/csv; charset=utf-8', '2']);
		assert.deepEqual(
			csvRows(csv.text).map(({ fields }) => fields[0]),
			['code', 'S0000000001', 'S2'],
		);
		assert.deepEqual(await lastOfLog('records.export'), { actor: 'suzuki', subject: 'site', outcome: 'done' });
		const json = await get('/api/export/site?format=json');
		const whole = { body: json.text, type: 'application/json; charset=utf-8' };
		assert.equal((await ask('/api/import/distribution?records=site', whole)).status, 200);
		const gone = await ask('/api/import/distribution?records=site&whole=yes', { body: `${SITE_HEADER}\n${csv.text.split('\n')[1]}\n` });
		assert.equal((JSON.parse(gone.text) as { readonly gone: number }).gone, 1);
		assert.equal(await sessions(), 0);
	});

	it('takes messages by what they say themselves', async () => {
		const xml = await get('/api/export/events?format=xml');
		assert.equal(xml.headers['content-type'], 'application/xml; charset=utf-8');
		const came = await ask('/api/import/metering', { type: 'application/xml', body: xml.text });
		assert.deepEqual([came.status, (JSON.parse(came.text) as { readonly records: string }).records], [200, 'meter_event']);
	});

	it('takes nothing of a file with a wrong row, of one that is older, or of one that is cut off', async () => {
		const body = `${SITE_HEADER}\nS2,C0000000001,桜町,detached,1p3w,yes,T0001\nS3,C1,桜町,detached,1p3w,yes,T0001\n`;
		const wrong = await ask('/api/import/distribution?records=site', { body, headers: { 'Accept-Language': 'ja' } });
		const told = JSON.parse(wrong.text) as { readonly rows: number; readonly wrongs: readonly string[] };
		assert.deepEqual([wrong.status, told.rows], [400, 1]);
		assert.match(told.wrongs[0]!, /^site\.csv:3:4: contract: Cと数字10桁にしてください: "C1"$/);
		await ask('/api/import/distribution?records=transformer', { body: 'code,street,kva\n' });
		const older = await ask('/api/import/distribution?records=transformer&as-of=2026-11-01', { body: 'code,street,kva\n' });
		assert.deepEqual([older.status, /an older file does not replace/.test(errorOf(older))], [409, true]);
		await new Promise<void>((resolve) => {
			const headers = { Authorization: basic(`ueda:${PASSWORD}`), 'Content-Type': 'text/csv', 'Content-Length': 10_000 };
			const sent = request({ host: '127.0.0.1', port: rig.server.port, path: '/api/import/distribution?records=site', method: 'POST', headers });
			sent.on('error', () => resolve()).write(body.slice(0, 120), () => setImmediate(() => sent.destroy()));
		});
		// The next one waits until the one that was cut off is over.
		assert.equal((await get('/api/export/site')).status, 200);
		assert.deepEqual(await sites(), ['S0000000001 青葉町']);
	});

	it('says who may not, and why', async () => {
		const body = `${SITE_HEADER}\n`;
		const nobody = await ask('/api/import/distribution?records=site', { as: '', body });
		assert.deepEqual([nobody.status, nobody.headers['www-authenticate']], [401, 'Basic realm="keiki office", charset="UTF-8"']);
		assert.match(errorOf(nobody), /expected Authorization: Basic/);
		for (const as of ['ueda:wrong', 'nobody:wrong', 'ueda']) assert.equal((await get('/api/export/site', { as })).status, 401, as);
		const clerk = await ask('/api/import/distribution?records=site', { as: `suzuki:${PASSWORD}`, body });
		assert.deepEqual([clerk.status, errorOf(clerk)], [403, 'suzuki has no right to records.import: it is for administrator, system']);
		assert.equal((await get('/api/export/site', { as: `kato:${PASSWORD}` })).status, 403);
		assert.deepEqual(await sites(), ['S0000000001 青葉町']);
	});

	it('answers no browser, which would send a password by itself, and no other host', async () => {
		const page = { Origin: rig.origin };
		assert.equal((await ask('/api/import/distribution?records=site', { headers: page })).status, 403);
		assert.equal((await get('/api/export/contract', { headers: { 'Sec-Fetch-Site': 'same-origin' } })).status, 403);
		const host = await get('/api/export/contract', { headers: { Host: 'elsewhere.test' } });
		assert.deepEqual([host.status, host.headers['content-type']], [403, 'application/json; charset=utf-8']);
		assert.equal(await lastOfLog('staff.sign-in'), undefined);
	});

	it('lets an address try so often, and tells when it may again', async () => {
		let status = 0;
		for (let i = 0; i < 11; i++) {
			const { status: each, headers } = await get('/api/export/site', { as: 'nobody:wrong' });
			status = each;
			if (i === 10) assert.ok(Number(headers['retry-after']) > 0);
		}
		assert.equal(status, 429);
		assert.equal((await get('/api/export/site')).status, 429);
	});

	it('refuses what it does not know: paths, methods, systems, records, parameters, types', async () => {
		for (const [status, asked, told] of [
			[404, () => get('/api/contracts'), /there is no \/api\/contracts/],
			[405, () => get('/api/import/customer'), /expected POST/],
			[400, () => ask('/api/import/nobody'), /expected one of customer, distribution, supervision, metering, got "nobody"/],
			[400, () => ask('/api/import/customer?records=site'), /records=site: of customer there are contract, application/],
			[
				400,
				() => ask('/api/import/customer?records=contract&skip-bad=yes'),
				/there is no parameter "skip-bad" here; there are records, as-of, whole/,
			],
			[400, () => ask('/api/import/customer?records=contract&as-of=soon'), /as-of: expected a date or time/],
			[400, () => ask('/api/import/distribution?records=site&whole=no'), /whole: expected yes/],
			[415, () => ask('/api/import/customer?records=contract', { type: 'text/plain' }), /expected Content-Type: text\/csv/],
			[400, () => get('/api/export/everything'), /expected one of contract/],
		] as const) {
			const came = await asked();
			assert.deepEqual([came.status, told.test(errorOf(came))], [status, true], came.text);
			// Tries of an address are few.
			rig.now += 60_000;
		}
	});

	it('lets a few wait, and tells the others to come again', async () => {
		const headers = { Authorization: basic(`ueda:${PASSWORD}`), 'Content-Type': 'text/csv', 'Content-Length': 100 };
		const path = '/api/import/distribution?records=site';
		const held = Array.from({ length: 5 }, () => request({ host: '127.0.0.1', port: rig.server.port, path, method: 'POST', headers }));
		const refused = await new Promise<[number | undefined, string | undefined]>((resolve) => {
			for (const each of held) {
				each.on('response', (response) => resolve([response.statusCode, response.headers['retry-after']])).on('error', () => {});
				each.write('code');
			}
		});
		assert.deepEqual(refused, [503, '10']);
		for (const each of held) each.destroy();
		// Once the server has seen that they are gone.
		await until(async () => (await get('/api/export/site')).status === 200, 'an answer again');
	});

	it('takes no file that is longer than its bound, and says so', async () => {
		const long = await ask('/api/import/distribution?records=site', { body: Buffer.alloc((64 << 20) + 1, 0x20) });
		assert.deepEqual([long.status, errorOf(long)], [413, 'expected at most 67108864 bytes']);
	});
});
