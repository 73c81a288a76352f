/** `keiki relay` as a process: started, stopped, killed, out of room, and started again. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIdentity } from '../../../../boards/host/relay/identity-files.js';
import { RelayClient, RelayError } from '../../../../boards/host/relay/relay-client.js';
import { JOBS } from '../../../src/operations/jobs/messages-rig.js';
import { build, ENVIRONMENT, MAIN } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { idOf, Parties } from './relay-rig.js';

describe('keiki relay', () => {
	let parties: Parties;
	const children: ChildProcess[] = [];
	const clients: RelayClient[] = [];
	before(async function () {
		build.call(this);
		parties = await Parties.certified();
	});
	after(() => parties.remove());
	afterEach(() => {
		for (const child of children.splice(0)) child.kill('SIGKILL');
		for (const client of clients.splice(0)) client.close();
	});

	interface Running {
		readonly child: ChildProcess;
		readonly url: URL;
		readonly kept: { readonly jobs: number };
		readonly ended: Promise<number | null>;
		stderr: string;
	}

	/** @param shell what a shell does before it becomes the relay */
	function started(shell = ''): Promise<Running> {
		const words = ['relay', 'serve', '--data', parties.of('relay'), '--port', '0', '--json'];
		const child = spawn('/bin/sh', ['-c', `${shell} exec "$0" "$@"`, process.execPath, MAIN, ...words], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: ENVIRONMENT,
		});
		children.push(child);
		const running = { child, stderr: '', ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
		child.stderr!.on('data', (piece) => {
			running.stderr += piece;
		});
		return new Promise((resolve, reject) => {
			child.stdout!.once('data', (line) => {
				const { url, kept } = JSON.parse(String(line)) as { url: string; kept: { jobs: number } };
				resolve(Object.assign(running, { url: new URL(url), kept }));
			});
			child.once('exit', () => reject(new Error(running.stderr)));
		});
	}

	function office({ url }: Running): RelayClient {
		const client = new RelayClient(url, parties.office);
		clients.push(client);
		return client;
	}

	const job = (number: number) => parties.signed('job', { ...JOBS[0]!, id: idOf(number) });

	it('ends with SIGTERM in order, and has after a kill all that it had told to be kept', async () => {
		const first = await started();
		await office(first).put('jobs', [job(1)]);
		first.child.kill('SIGTERM');
		assert.equal(await first.ended, 0);
		assert.match(first.stderr, /SIGTERM: ended; all that was taken is on the disk/);
		const second = await started();
		assert.equal(second.kept.jobs, 1);
		await office(second).put('jobs', [job(2)]);
		second.child.kill('SIGKILL');
		await second.ended;
		const third = await started();
		assert.equal(third.kept.jobs, 2);
		third.child.kill('SIGTERM');
		await third.ended;
	});

	it('out of room says so, loses nothing, and goes on where there is room again', async () => {
		// A file may grow to 8 blocks of 512 bytes, or of 1024; beyond it, the system says so in place of a signal.
		const full = await started("trap '' XFSZ; ulimit -f 8;");
		const client = office(full);
		let taken = 0;
		await assert.rejects(
			async () => {
				for (let i = 100; i < 200; i++) {
					await client.put('jobs', [job(i)]);
					taken++;
				}
			},
			(error) => error instanceof RelayError && error.trouble.kind === 'full',
		);
		await assert.rejects(client.put('jobs', [job(300)]), (error) => error instanceof RelayError && error.trouble.kind === 'full');
		assert.match(full.stderr, /cannot write: .*nothing of it was taken/);
		full.child.kill('SIGTERM');
		await full.ended;
		const again = await started();
		assert.equal(again.kept.jobs, 2 + taken);
		assert.doesNotMatch(again.stderr, /half written/);
		await office(again).put('jobs', [job(300)]);
		again.child.kill('SIGTERM');
		await again.ended;
	});

	it('is one at a directory, and starts on no damaged file', async () => {
		const first = await started();
		await assert.rejects(started(), /process \d+ of \S+ has it already/);
		first.child.kill('SIGTERM');
		await first.ended;
		const path = join(parties.of('relay'), 'jobs.log');
		const bytes = readFileSync(path);
		bytes[60]! ^= 1;
		writeFileSync(path, bytes);
		await assert.rejects(started(), /jobs\.log: line 1 is not as it was written, and others follow: nothing of it is used/);
	});

	it('says which file is missing or is no key', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		try {
			const { status, stderr } = await keikiHere('relay', 'serve', '--data', folder, '--port', '0');
			assert.equal(status, 2);
			assert.match(stderr, /^keiki: --data: cannot read .*authority\.pem: .*keiki relay certify make/);
			assert.throws(() => readIdentity(parties.of('relay'), '--data'), /signing-key\.pem|peer\.pem/);
			const { status: other, stderr: wrong } = await keikiHere('relay', 'certify', folder, '--host', 'no_host!');
			assert.deepEqual([other, wrong], [2, 'keiki: --host: expected a host name or an address, got "no_host!"\n']);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('certifies three parties, and again with the same authority and the same keys to sign with', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		try {
			const read = (...names: string[]) => readFileSync(join(folder, ...names), 'utf8');
			const certify = () => keikiHere('relay', 'certify', folder, '--host', 'relay.example', '--host', '192.0.2.7', '--days', '30');
			const { status, stdout } = await certify();
			assert.equal(status, 0);
			assert.match(stdout, /^a new authority, and certificates that are good until \d{4}-\d\d-\d\d: /);
			const before = { authority: read('authority', 'key.pem'), signing: read('office', 'signing-key.pem'), own: read('office', 'certificate.pem') };
			const peers = [readIdentity(join(folder, 'office'), ''), readIdentity(join(folder, 'control'), '')];
			assert.match((await certify()).stdout, /^new certificates that are good until /);
			assert.equal(read('authority', 'key.pem'), before.authority);
			assert.equal(read('office', 'signing-key.pem'), before.signing);
			assert.notEqual(read('office', 'certificate.pem'), before.own);
			assert.deepEqual(
				[readIdentity(join(folder, 'office'), ''), readIdentity(join(folder, 'control'), '')].map(({ signingKey, peerKeys }) => [
					signingKey,
					peerKeys,
				]),
				peers.map(({ signingKey, peerKeys }) => [signingKey, peerKeys]),
			);
			const relay = new X509Certificate(read('relay', 'certificate.pem'));
			for (const host of ['localhost', 'relay.example']) assert.equal(relay.checkHost(host), host);
			for (const address of ['127.0.0.1', '::1', '192.0.2.7']) assert.equal(relay.checkIP(address), address);
			assert.equal(relay.checkHost('other.example'), undefined);
			assert.equal(existsSync(join(folder, 'relay', 'signing-key.pem')), false);
			for (const [party, name] of [
				['authority', 'key.pem'],
				['office', 'key.pem'],
				['office', 'signing-key.pem'],
			] as const)
				assert.equal(statSync(join(folder, party, name)).mode & 0o777, 0o600);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
