import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { keysText, parseKeys } from '../../../../boards/host/shared/keys-file.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig, type MeterRigOptions } from '../../../src/head-end/meter-rig.js';
import { keikiHereIn } from '../here-rig.js';
import type { Ended } from './hes-rig.js';

const ACTION = 0xcb;

describe('keiki hes keys change', () => {
	let rig: MeterRig;
	let folder = '';
	let file = '';
	let place = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'keys.json');
		writeFileSync(file, keysText(DEMO_KEYS), { mode: 0o600 });
	});
	afterEach(() => {
		rig.close();
		rmSync(folder, { recursive: true });
	});

	const start = async (options: Partial<MeterRigOptions> = {}): Promise<void> => {
		rig = new MeterRig({ keys: DEMO_KEYS, ...options });
		place = await rig.tcp();
	};
	/** Its counters are its own: others have sent under the demo keys, too. */
	const hes = async (...words: readonly string[]): Promise<Ended> => {
		const { status: code, stdout, stderr } = await keikiHereIn({ XDG_STATE_HOME: folder }, 'hes', ...words);
		return { code, stdout, stderr };
	};
	const change = (...words: readonly string[]) => hes('keys', 'change', '--meter', place, '--timeout', '0.4', '--retries', '0', ...words);
	const inFile = (path = file) => parseKeys(readFileSync(path, 'utf8'), path).clients;
	const inMeter = () => toUpperHex(rig.security.keys.encryption) + toUpperHex(rig.security.keys.authentication);
	const same = (keys: ReturnType<typeof inFile>) => assert.equal(toUpperHex(keys[1]!.encryption) + toUpperHex(keys[1]!.authentication), inMeter());

	it('gives the meter new keys, proves them, and keeps them in the file', async () => {
		await start();
		const before = inMeter();
		const { code, stdout, stderr } = await change('--keys', file);
		assert.equal(stderr, '');
		assert.equal(stdout, `client 1: new keys at work, in ${file}\n`);
		assert.equal(code, 0);
		assert.notEqual(inMeter(), before);
		same(inFile());
		assert.equal(toUpperHex(inFile()[2]!.encryption), toUpperHex(DEMO_KEYS.clients[2]!.encryption));
		assert.ok(!existsSync(`${file}.new`));
		if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
		assert.equal((await hes('read', '--meter', place, '--keys', file, '1.0.1.8.0')).code, 0);
		assert.equal((await hes('read', '--meter', place, '1.0.1.8.0')).code, 1);
		assert.equal((await change('--keys', file)).code, 0);
	});

	it('goes out from the demo keys only into a file', async () => {
		await start();
		const refused = await change();
		assert.match(refused.stderr, /the demo keys: expected --in FILE for the new keys, which would be lost without/);
		assert.equal(refused.code, 2);
		assert.equal(rig.keyChanges, 0);
		const path = join(folder, 'new-keys.json');
		assert.equal((await change('--in', path)).code, 0);
		same(inFile(path));
		assert.match((await change('--in', path)).stderr, /--in .*new-keys\.json: expected a new file, found one/);
	});

	it('leaves all as it was where the meter refuses', async () => {
		await start({ keys: { ...DEMO_KEYS, kek: new Uint8Array(16) } });
		const before = readFileSync(file, 'utf8');
		const { code, stderr } = await change('--keys', file);
		assert.match(stderr, /the meter refuses the new keys: other reason \(250\); it keeps the old ones; .*keys\.json still hold/);
		assert.equal(code, 1);
		assert.equal(readFileSync(file, 'utf8'), before);
		assert.ok(!existsSync(`${file}.new`));
	});

	it('finds out that the new keys hold where the answer was lost', async () => {
		await start();
		let lost = false;
		rig.onAnswer = (apdu) => {
			if (rig.keyChanges === 0 || lost) return apdu;
			lost = true;
			return undefined;
		};
		const { code, stderr } = await change('--keys', file);
		assert.match(stderr, /ACTION: no answer within 0\.4 s.*; trying which keys it has now/);
		assert.equal(code, 0);
		same(inFile());
	});

	it('finds out that the old keys hold where the meter forgot the new ones', async () => {
		await start({ forgetsKeys: true });
		const { code, stderr } = await change('--keys', file);
		assert.match(stderr, /the keys are unchanged: the meter did not take the new ones, and the old ones hold/);
		assert.equal(code, 1);
		same(inFile());
		assert.ok(!existsSync(`${file}.new`));
	});

	it('keeps both where the meter falls silent, and says what to do', async () => {
		await start();
		rig.onAnswer = (apdu) => (rig.keyChanges > 0 ? undefined : apdu);
		const { code, stderr } = await change('--keys', file);
		assert.match(
			stderr,
			/Both are kept: the old ones in .*keys\.json, the new ones in .*keys\.json\.new\. Try again later: keiki hes read --keys .*\.new; if that works, mv /,
		);
		assert.equal(code, 3);
		same(inFile(`${file}.new`));
		assert.equal(readFileSync(file, 'utf8'), keysText(DEMO_KEYS));
		rig.onAnswer = (apdu) => apdu;
		const again = await change('--keys', file);
		assert.match(again.stderr, /keys\.json\.new: a change of keys was interrupted: try keiki hes read --keys .*\.new/);
		assert.equal(again.code, 2);
		assert.equal((await hes('read', '--meter', place, '--keys', `${file}.new`, '1.0.1.8.0')).code, 0);
	});

	it('has the new keys on the disk before the meter gets them', async () => {
		await start();
		let there: boolean | undefined;
		rig.onRequest = (apdu) => {
			// The first ciphered ACTION is the proof of HLS, the second hands the keys over.
			if (apdu[0] === ACTION && rig.security.lastReceived > 0 && there !== true) there = existsSync(`${file}.new`);
		};
		assert.equal((await change('--keys', file)).code, 0);
		assert.equal(there, true);
	});

	it('needs the key that wraps, a client with keys, and a file for each meter', async () => {
		await start();
		const bare = join(folder, 'bare.json');
		writeFileSync(bare, keysText({ ...DEMO_KEYS, kek: undefined }), { mode: 0o600 });
		assert.match((await change('--keys', bare)).stderr, /kek: expected the key that wraps new keys of .*, found none/);
		assert.match((await change('--client', '16', '--in', join(folder, 'x.json'))).stderr, /--client 16: expected a client with keys/);
		assert.match((await change('--meter', '127.0.0.1:1', '--keys', file)).stderr, /expected a file of its own for each meter/);
	});
});
