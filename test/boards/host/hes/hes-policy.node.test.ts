/** `keiki hes policy` and `keiki hes keys agree`, against meters in this process. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText, parseKeys } from '../../../../boards/host/shared/keys-file.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { GeneralMaterial } from '../../../../modules/dlms/security/general-keys.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig, type MeterRigOptions } from '../../../src/head-end/meter-rig.js';
import { CURVES } from '../../../src/route-a/general-rig.node.js';
import { hes, objects } from './hes-rig.js';

const fill = (byte: number) => new Uint8Array(32).fill(byte);
const METER = fill(0x11);
const CLIENT = fill(0x21);
const KEYS: RouteAKeys = {
	...DEMO_KEYS,
	signatureKey: CURVES.publicKey(METER)!,
	clients: { 1: { ...DEMO_KEYS.clients[1]!, suite: 1, signatureKey: CLIENT } },
};
const MATERIAL: GeneralMaterial = {
	...{ cipher: CURVES, random: new SeededRandom(3), signatureKey: METER, peerSignatureKey: CURVES.publicKey(CLIENT)! },
};

describe('keiki hes: security', () => {
	let rig: MeterRig;
	let folder = '';
	let file = '';
	let place = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'keys.json');
	});
	afterEach(() => {
		rig.close();
		rmSync(folder, { recursive: true });
	});

	const start = async (keys: RouteAKeys, options: Partial<MeterRigOptions> = {}): Promise<void> => {
		writeFileSync(file, keysText(keys), { mode: 0o600 });
		rig = new MeterRig({ keys, ...options });
		place = await rig.tcp();
	};
	const run = (...words: readonly string[]) =>
		hes(...words, '--meter', place, '--keys', file, '--counters', join(folder, 'counters.json'), '--timeout', '0.4', '--retries', '0');

	describe('policy', () => {
		it('tells what is asked of requests and of responses, and asks for more', async () => {
			await start(KEYS, { agreement: MATERIAL });
			const [told] = objects((await run('policy', '--json')).stdout);
			assert.deepEqual([told!.version, told!.suite, told!.policy], [1, 1, 0x6c]);
			assert.deepEqual(told!.requires, ['authenticated-request', 'encrypted-request', 'authenticated-response', 'encrypted-response']);
			const raised = await run('policy', '--require', 'signed-response', '--sign');
			assert.equal(raised.stderr, '');
			assert.match(raised.stdout, /requests must be +authenticated, encrypted\nresponses are +authenticated, encrypted, signed\n/);
			assert.equal(rig.security.protection, 0xec);
			assert.equal((await run('policy', '--require', 'signed-request, signed-response', '--sign')).code, 0);
			assert.equal(rig.security.protection, 0xfc);
			assert.equal((await run('policy')).code, 1, 'unsigned');
			assert.match((await run('policy', '--sign', '--lang', 'ja')).stdout, /要求に必要な保護 +認証, 暗号化, 署名/);
		});

		it('says why a meter does not take one', async () => {
			await start(KEYS, { agreement: { ...MATERIAL, signatureKey: undefined } });
			const { code, stderr } = await run('policy', '--require', 'signed-request');
			assert.match(stderr, /the meter refuses this policy: other reason \(250\); it has no keys for signatures, or not this client’s/);
			assert.equal(code, 1);
		});

		it('fails where a meter takes one and does not keep to it', async () => {
			await start(KEYS, { agreement: MATERIAL });
			rig.security.raiseProtection = () => true;
			const { code, stdout } = await run('policy', '--require', 'signed-response', '--sign');
			assert.match(stdout, /responses are +authenticated, encrypted\n/);
			assert.equal(code, 1);
		});

		it('knows version 0 of the class, which has no signatures', async () => {
			await start(DEMO_KEYS);
			const [told] = objects((await run('policy', '--json', '--require', 'encrypted-request,authenticated-response')).stdout);
			assert.deepEqual([told!.version, told!.suite, told!.policy], [0, 0, 0x6c]);
			const { code, stderr } = await run('policy', '--require', 'signed-response');
			assert.match(stderr, /class 64 version 0, which asks the same of requests and of responses, and for no signatures/);
			assert.equal(code, 1);
		});

		it('knows what may be asked for', async () => {
			await start(DEMO_KEYS);
			const { code, stderr } = await run('policy', '--require', 'signed-request,all');
			assert.match(stderr, /--require: expected some of authenticated-request, .*, signed-response, with commas between them, got "all"/);
			assert.equal(code, 2);
		});
	});

	describe('keys agree', () => {
		const inMeter = () => toUpperHex(rig.security.keys.encryption) + toUpperHex(rig.security.keys.authentication);
		const inFile = () => {
			const { encryption, authentication } = parseKeys(readFileSync(file, 'utf8'), file).clients[1]!;
			return toUpperHex(encryption) + toUpperHex(authentication);
		};

		it('agrees on keys with the meter, proves them, and keeps them in the file', async () => {
			await start(KEYS, { agreement: MATERIAL });
			const before = inMeter();
			for (let times = 0; times < 2; times++) {
				const { code, stdout, stderr } = await run('keys', 'agree');
				assert.equal(stderr, '');
				assert.equal(stdout, `client 1: new keys at work, in ${file}\n`);
				assert.equal(code, 0);
				assert.equal(inFile(), inMeter());
			}
			assert.notEqual(inMeter(), before);
			assert.equal(rig.keyChanges, 2);
			assert.ok(!existsSync(`${file}.new`));
		});

		it('leaves all as it was where the meter does not know how, or not who', async () => {
			for (const peerSignatureKey of [undefined, CURVES.publicKey(fill(0x77))!]) {
				await start(KEYS, { agreement: { ...MATERIAL, peerSignatureKey } });
				const before = inFile();
				const { code, stderr } = await run('keys', 'agree');
				assert.match(stderr, /the meter refuses the new keys: .*; it keeps the old ones; .*keys\.json still hold/);
				assert.equal(code, 1);
				assert.equal(inFile(), before);
				assert.equal(rig.keyChanges, 0);
				rig.close();
			}
		});

		it('takes no key that another one than the meter signed', async () => {
			await start(KEYS, { agreement: { ...MATERIAL, signatureKey: fill(0x33) } });
			const before = inFile();
			const { code, stderr } = await run('keys', 'agree');
			assert.match(stderr, /what the meter tells of its key is not signed by it/);
			assert.match(stderr, /do not hold any more/);
			assert.equal(code, 1);
			assert.equal(inFile(), before);
			assert.ok(!existsSync(`${file}.new`));
		});

		it('says that the keys are the meter’s alone where its answer was lost', async () => {
			await start(KEYS, { agreement: MATERIAL });
			let lost = false;
			rig.onAnswer = (apdu) => {
				if (rig.keyChanges === 0 || lost) return apdu;
				lost = true;
				return undefined;
			};
			const { code, stderr } = await run('keys', 'agree');
			assert.match(stderr, /ACTION: no answer within 0\.4 s.*do not hold any more, so the meter has keys that nobody else knows/);
			assert.equal(code, 3);
		});

		it('finds the old keys at work where the request was lost', async () => {
			await start(KEYS, { agreement: MATERIAL });
			let lost = false;
			rig.security.changeKeys = () => {};
			rig.onAnswer = (apdu, request) => {
				// Its ephemeral keys make it the longest request.
				if (request.length < 200 || lost) return apdu;
				lost = true;
				return undefined;
			};
			const { code, stderr } = await run('keys', 'agree');
			assert.match(stderr, /ACTION: no answer within 0\.4 s.*keys\.json still hold/);
			assert.equal(code, 3);
		});

		it('leaves all as it was where the new keys could not be written', async () => {
			await start(KEYS, { agreement: MATERIAL });
			const { code, stderr } = await run('keys', 'agree', '--in', join(folder, 'missing', 'keys.json'));
			assert.match(stderr, /cannot write .*keys\.json\.new, so the keys stay as they are: /);
			assert.notEqual(code, 0);
			assert.equal(rig.keyChanges, 0);
			assert.equal(inFile(), inMeter());
		});

		it('needs keys for it in the file', async () => {
			await start(DEMO_KEYS);
			const { code, stderr } = await run('keys', 'agree');
			assert.match(stderr, /keys agree: expected for client 1, in --keys .*keys\.json: suite 1 or 2, its private signatureKey/);
			assert.equal(code, 2);
		});
	});
});
