/** The process in which passwords are: what it leaves behind, what it hears of, and how its end is told. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { makeSecrets } from '../../../../../boards/host/office/password/secret-process.js';
import { isMade, type SecretTask } from '../../../../../boards/host/office/password/secret-task.js';
import { keyRecord } from '../../../../../boards/host/office/records/credential-keys.js';
import { fromHex } from '../../../../../modules/bytes/hex.js';
import { openCredentials } from '../../../../../modules/cosem/sealed-credentials.js';
import { notTested, requirePeer } from '../../../../interop/peers.js';
import { until } from '../../../../until.js';
import { build } from '../../command-line-rig.js';
import { AES, CIPHER, CONTRACT, METER, passwordOn, pdfText } from './password-rig.js';

const MASTER = new Uint8Array(16).fill(0x5a);

describe('the process that draws passwords', function () {
	this.timeout(120_000);
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-secret-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const task = (version: number, more: Partial<SecretTask> = {}): SecretTask => ({
		...{
			unit: JSON.parse(keyRecord({ key: AES, sealed: 0 }, MASTER)),
			masterKeyFile: join(folder, 'master'),
			title: METER,
			version,
			routeBId: '0123456789ABCDEF'.repeat(2),
		},
		letter: {
			...{ file: join(folder, `${version}.pdf`), language: 'en', name: 'A', address: ['B'], contract: CONTRACT, at: 0, version },
			log: { seq: 0, hash: '0'.repeat(64) },
		},
		...more,
	});
	const masterKey = JSON.stringify({ masterKey: Buffer.from(MASTER).toString('hex') });

	it('has an answer for each task, in their order, whatever became of those before', async function () {
		writeFileSync(join(folder, 'master'), masterKey, { mode: 0o600 });
		writeFileSync(join(folder, '3.pdf'), 'taken');
		const none = { kind: 'public', key: '11'.repeat(64) } as const;
		const answers = await makeSecrets([task(1), task(2, { unit: none }), task(3), task(4, { masterKeyFile: join(folder, 'no') }), task(5)]);
		const [one, two, three, four, five] = answers;
		assert.deepEqual(two, { fault: 'point' });
		assert.match(JSON.stringify(three), /"fault":"failed","en":"EEXIST/);
		assert.match(JSON.stringify(four), /"fault":"failed","en":"--master-key-file .*cannot read it.*"ja":"--master-key-file .*読めません/);
		for (const [version, answer] of [
			[1, one!],
			[5, five!],
		] as const) {
			assert.ok(isMade(answer));
			const opened = openCredentials(CIPHER, AES, fromHex(METER), version, fromHex(answer.sealed));
			assert.equal(opened?.password, passwordOn(pdfText(this, join(folder, `${version}.pdf`))));
		}
		assert.deepEqual(readdirSync(folder).sort(), ['1.pdf', '3.pdf', '5.pdf', 'master']);
	});

	it('leaves no core dump, knows nothing of the environment, and has no secret among its words', async function () {
		if (!existsSync('/proc/self/limits')) notTested(this, 'it takes /proc');
		// A pipe in place of the key holds it until somebody writes into it.
		assert.equal(spawnSync(requirePeer(this, 'mkfifo', 'apt-get install coreutils'), [join(folder, 'master')]).status, 0);
		process.env.KEIKI_CANARY = 'canary';
		try {
			const making = makeSecrets([task(1)]);
			const pid = await secretProcess();
			const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
			assert.match(limits, /^Max core file size +0 +0 /m);
			const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
				.split('\0')
				.filter((each) => each !== '');
			assert.deepEqual(
				environment.map((each) => each.split('=')[0]).filter((name) => name !== 'PWD' && name !== '_' && name !== 'OLDPWD' && name !== 'SHLVL'),
				['PATH'],
			);
			assert.deepEqual(wordsOf(pid).slice(2), ['office', 'secret']);
			writeFileSync(join(folder, 'master'), masterKey);
			assert.ok(isMade((await making)[0]!));
			assert.equal(existsSync(`/proc/${pid}`), false);
		} finally {
			delete process.env.KEIKI_CANARY;
		}
	});

	it('that is killed is told, and nothing is made', async function () {
		if (!existsSync('/proc/self/limits')) notTested(this, 'it takes /proc');
		assert.equal(spawnSync(requirePeer(this, 'mkfifo', 'apt-get install coreutils'), [join(folder, 'master')]).status, 0);
		const making = makeSecrets([task(1), task(2)]);
		making.catch(() => {});
		const pid = await secretProcess();
		process.kill(pid, 'SIGKILL');
		await assert.rejects(making, /the process that draws passwords ended with SIGKILL after 0 of 2/);
		assert.deepEqual(readdirSync(folder), ['master']);
	});
});

async function secretProcess(): Promise<number> {
	const found: number[] = [];
	await until(() => found.push(...ownChildren().filter((each) => wordsOf(each).join(' ').endsWith('office secret'))) > 0, 'the process');
	return found[0]!;
}

/** Numbers of the processes that this one has started, once they are no shell any more. */
function ownChildren(): readonly number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return all.map(Number).filter((pid) => {
		try {
			return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1] === String(process.pid) && !wordsOf(pid)[0]!.endsWith('sh');
		} catch {
			return false;
		}
	});
}

function wordsOf(pid: number): readonly string[] {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
	} catch {
		return [];
	}
}
