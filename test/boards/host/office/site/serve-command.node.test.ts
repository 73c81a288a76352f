/** `keiki office serve` as it runs: each site alone in its process, with TLS or on this computer alone. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Running } from '../../command-line-rig.js';
import { keikiHere } from '../../here-rig.js';
import { certificateFor } from '../../web/certificate.js';

describe('keiki office serve', function () {
	this.timeout(120_000);
	let folder: string;
	before(async function () {
		build.call(this);
		folder = mkdtempSync(join(tmpdir(), 'keiki-serve-'));
		const made = await keikiHere('office', 'init', '--data', join(folder, 'office'));
		assert.equal(made.status, 0, made.stderr);
	});
	after(() => rmSync(folder, { recursive: true }));
	const data = () => ['--data', join(folder, 'office')];

	async function refuses(words: readonly string[], told: RegExp): Promise<void> {
		const { status, stdout, stderr } = await keikiHere('office', 'serve', ...data(), ...words);
		assert.match(stderr, told);
		assert.deepEqual([status, stdout], [2, '']);
	}

	it('serves the site of the staff, and ends in order', async () => {
		const running = Running.begin('office', 'serve', ...data(), '--staff', '127.0.0.1:0');
		const { staff, customers } = await running.until(({ event }) => event === 'ready');
		assert.equal(customers, undefined);
		const response = await fetch(`${staff as string}sign-in`);
		assert.match(await response.text(), /Keiki office/);
		assert.equal(await running.stop(), 0);
	});

	it('takes records of other systems by HTTP, and gives them out, to who of the staff says who he is', async () => {
		const file = join(folder, 'password');
		writeFileSync(file, 'correct horse battery\n', { mode: 0o600 });
		const set = await keikiHere('office', 'staff', 'password', 'administrator', '--password-file', file, ...data());
		assert.equal(set.status, 0, set.stderr);
		const running = Running.begin('office', 'serve', ...data(), '--staff', '127.0.0.1:0');
		const { staff } = await running.until(({ event }) => event === 'ready');
		const ask = async (path: string, password: string, body?: string) => {
			const headers = { Authorization: `Basic ${btoa(`administrator:${password}`)}`, 'Content-Type': 'text/csv' };
			const response = await fetch(`${staff as string}api/${path}`, { method: body === undefined ? 'GET' : 'POST', headers, body: body ?? null });
			return [response.status, await response.text()] as const;
		};
		const csv = 'code,street,kva\nT1,桜町,30\n';
		assert.equal((await ask('import/distribution?records=transformer', 'wrong horse battery', csv))[0], 401);
		const [status, told] = await ask('import/distribution?records=transformer', 'correct horse battery', csv);
		assert.deepEqual([status, (JSON.parse(told) as { readonly rows: number }).rows], [200, 1]);
		assert.deepEqual(await ask('export/transformer', 'correct horse battery'), [200, csv]);
		assert.equal(await running.stop(), 0);
		const { stdout } = await keikiHere('office', 'export', 'transformer', ...data());
		assert.equal(stdout, csv);
	});

	it("serves the customers' site alone, where nobody of the staff signs in", async () => {
		const running = Running.begin('office', 'serve', ...data(), '--customers', '127.0.0.1:0');
		const { staff, customers } = await running.until(({ event }) => event === 'ready');
		assert.equal(staff, undefined);
		const response = await fetch(`${customers as string}sign-in`, { headers: { 'Accept-Language': 'ja' } });
		assert.match(await response.text(), /通知書のコード/);
		assert.equal((await fetch(`${customers as string}log`)).status, 404);
		assert.equal((await fetch(`${customers as string}api/export/contract`)).status, 404);
		assert.equal(await running.stop(), 0);
	});

	it('refuses a place that is none, that is taken, or that others reach without TLS', async () => {
		await refuses(['--staff', 'nowhere'], /--staff: expected ADDRESS:PORT.*"nowhere"/);
		await refuses(['--customers', '127.0.0.1:99999'], /--customers: expected ADDRESS:PORT/);
		await refuses(['--staff', '0.0.0.0:0'], /--staff 0\.0\.0\.0:0: others reach it, and passwords would cross the network in clear/);
		const taken = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
		const { port } = taken.address() as { readonly port: number };
		await refuses(['--staff', `127.0.0.1:${port}`], new RegExp(`--staff 127\\.0\\.0\\.1:${port}: it is taken`));
		taken.close();
	});

	it("refuses what would have no effect at the customers' site", async () => {
		const others = ['--staff 127.0.0.1:0', '--relay https://localhost:8292', `--identity ${folder}`];
		for (const other of others)
			await refuses(['--customers', '127.0.0.1:0', ...other.split(' ')], /--(staff|relay|identity): it is of the site of the staff/);
	});

	it('refuses an office that there is not, and certificates that are none', async () => {
		const { status, stderr } = await keikiHere('office', 'serve', '--data', join(folder, 'none'), '--staff', '127.0.0.1:0');
		assert.equal(status, 2);
		assert.match(stderr, /there is no office here/);
		await refuses(['--certificate', 'x'], /--certificate and --certificate-key: both, or none/);
		await refuses(['--certificate', join(folder, 'x'), '--certificate-key', join(folder, 'x')], /--certificate .*ENOENT/);
		writeFileSync(join(folder, 'text'), 'text');
		await refuses(['--certificate', join(folder, 'text'), '--certificate-key', join(folder, 'text')], /expected a certificate and its key, PEM/);
	});

	it('serves others with TLS, under the names of its certificate alone, with cookies for TLS alone', async () => {
		const [cert, key] = await certificateFor(folder, 'office.test');
		const running = Running.begin('office', 'serve', ...data(), '--staff', '0.0.0.0:0', '--certificate', cert, '--certificate-key', key);
		const { staff } = await running.until(({ event }) => event === 'ready');
		assert.match(staff as string, /^https:/);
		const { port } = new URL(staff as string);
		const asked = (host: string) =>
			new Promise<readonly [number | undefined, string]>((resolve, reject) => {
				const options = { host: '127.0.0.1', port, path: '/sign-in', rejectUnauthorized: false, headers: { Host: `${host}:${port}` } };
				request(options, (response) => {
					response.resume();
					resolve([response.statusCode, String(response.headers['set-cookie'] ?? '')]);
				})
					.on('error', reject)
					.end();
			});
		const [status, cookie] = await asked('office.test');
		assert.equal(status, 200);
		assert.match(cookie, /^__Host-keiki-office-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
		assert.equal((await asked('evil.test'))[0], 403);
		assert.equal(await running.stop(), 0);
	});

	it('refuses a certificate with the key of another', async () => {
		const [[cert], [, key]] = [await certificateFor(folder, 'one.test'), await certificateFor(folder, 'two.test')];
		await refuses(['--certificate', cert, '--certificate-key', key], /the key is of another certificate/);
	});
});
