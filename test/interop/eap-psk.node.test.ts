import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { EapPskPeer } from '../../modules/eap-psk/peer.js';
import { EapPskServer } from '../../modules/eap-psk/server.js';
import { requirePeer } from './peers.js';
import { authenticate, freePort, RadiusServer } from './radius.js';

const SERVER_ID = 'SM0023456789ABCDEF0011223344556677';
const PEER_ID = 'HEMS0023456789ABCDEF0011223344556677';
const SECRET = 'keiki-test';
const START_LIMIT = 5000;

const cipher = new PortableCipher();
const random = { fill: (bytes: Uint8Array) => bytes.set(randomBytes(bytes.length)) };

/** What a program of hostap says of a key: "EAP-PSK: MSK - hexdump(len=64): d0 86 …". */
function keyInLog(log: string, name: string): string {
	const found = new RegExp(`EAP-PSK: ${name} - hexdump\\(len=64\\): ([0-9a-f ]+)`).exec(log);
	if (found === null) throw new Error(`no ${name} in the log:\n${log}`);
	return found[1]!.replaceAll(' ', '');
}

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

describe('EAP-PSK with programs of hostap', () => {
	let folder: string;
	let psk: Buffer;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-eap-psk-'));
		psk = randomBytes(16);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	describe('our peer, hostapd as RADIUS server', () => {
		let hostapd: ChildProcess | undefined;
		let log: string;
		let port: number;

		beforeEach(async function () {
			const program = requirePeer(this, 'hostapd', 'apt-get install hostapd');
			port = await freePort();
			const [users, clients, config] = [join(folder, 'users'), join(folder, 'clients'), join(folder, 'hostapd.conf')];
			writeFileSync(users, `"${PEER_ID}" PSK ${hexOf(psk)}\n`);
			writeFileSync(clients, `127.0.0.1 ${SECRET}\n`);
			const lines = ['driver=none', 'interface=lo', 'ieee8021x=1', 'eap_server=1', `eap_user_file=${users}`, `server_id=${SERVER_ID}`];
			writeFileSync(config, [...lines, `radius_server_clients=${clients}`, `radius_server_auth_port=${port}`, ''].join('\n'));
			hostapd = spawn(program, ['-ddK', config]);
			log = '';
			await new Promise<void>((resolve, reject) => {
				const timer = setTimeout(() => reject(new Error(`hostapd does not start:\n${log}`)), START_LIMIT);
				hostapd!.stdout!.on('data', (text) => {
					log += text;
					if (!log.includes('AP-ENABLED')) return;
					clearTimeout(timer);
					resolve();
				});
			});
		});
		afterEach(stop);

		/** Once it has ended, its log is complete. */
		async function stop(): Promise<void> {
			if (hostapd === undefined) return;
			const closed = once(hostapd, 'close');
			hostapd.kill();
			await closed;
			hostapd = undefined;
		}

		it('succeeds, and both have the same keys', async () => {
			const peer = new EapPskPeer({ cipher, random, peerId: PEER_ID, psk, serverId: SERVER_ID });
			const { code, step, msk } = await authenticate(peer, PEER_ID, port, SECRET);
			assert.equal(code, 'accept');
			assert.ok(step.kind === 'success');
			assert.equal(step.serverId, SERVER_ID);
			assert.equal(hexOf(step.keys.msk), hexOf(msk!));
			await stop();
			assert.equal(hexOf(step.keys.msk), keyInLog(log, 'MSK'));
			assert.equal(hexOf(step.keys.emsk), keyInLog(log, 'EMSK'));
		});

		it('is refused with another PSK', async () => {
			const peer = new EapPskPeer({ cipher, random, peerId: PEER_ID, psk: randomBytes(16) });
			const { code, step } = await authenticate(peer, PEER_ID, port, SECRET);
			assert.equal(code, 'reject');
			assert.equal(step.kind, 'failure');
		});
	});

	describe('our server, eapol_test as peer', () => {
		let server: RadiusServer | undefined;

		afterEach(() => {
			server?.close();
			server = undefined;
		});

		async function runEapolTest(program: string, password: Buffer): Promise<{ status: number | null; log: string }> {
			server = new RadiusServer(
				SECRET,
				(firstId) => new EapPskServer({ cipher, random, serverId: SERVER_ID, findPsk: (id) => (id === PEER_ID ? psk : undefined), firstId }),
			);
			const port = await server.listen();
			const config = join(folder, 'peer.conf');
			const lines = ['network={', 'key_mgmt=IEEE8021X', 'eap=PSK', `identity="${PEER_ID}"`, `password=${hexOf(password)}`, '}', ''];
			writeFileSync(config, lines.join('\n'));
			const child = spawn(program, ['-c', config, '-a', '127.0.0.1', '-p', String(port), '-s', SECRET, '-t', '5']);
			let log = '';
			child.stdout.on('data', (text) => {
				log += text;
			});
			const [status] = await once(child, 'close');
			return { status: status as number | null, log };
		}

		it('succeeds, and both have the same keys', async function () {
			const { status, log } = await runEapolTest(requirePeer(this, 'eapol_test', 'apt-get install eapoltest'), psk);
			assert.equal(status, 0, log);
			assert.match(log, /MPPE keys OK: 1 {2}mismatch: 0\nSUCCESS/);
			const step = server!.last;
			assert.ok(step?.kind === 'success');
			assert.equal(step.peerId, PEER_ID);
			assert.equal(hexOf(step.keys.msk), keyInLog(log, 'MSK'));
			assert.equal(hexOf(step.keys.emsk), keyInLog(log, 'EMSK'));
		});

		it('refuses a peer with another PSK', async function () {
			const { status, log } = await runEapolTest(requirePeer(this, 'eapol_test', 'apt-get install eapoltest'), randomBytes(16));
			assert.notEqual(status, 0);
			assert.match(log, /CTRL-EVENT-EAP-FAILURE/);
			assert.match(log, /FAILURE\n$/);
			assert.equal(server!.last?.kind, 'failure');
		});
	});
});
