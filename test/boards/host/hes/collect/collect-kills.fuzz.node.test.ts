import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { journalFolder, recoverJournal } from '../../../../../boards/host/hes/collect/journal-files.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { LONG_INVOKE } from '../../../../../modules/dlms/apdu/access.js';
import { decodeNotificationConfirm } from '../../../../../modules/dlms/apdu/notification.js';
import { decodeCiphered, SecuritySuite } from '../../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper } from '../../../../../modules/dlms/wrapper.js';
import { readingsOf } from '../../../../../src/head-end/collection/journal.js';
import { fuzzCount, fuzzRandom, tried } from '../../../../fuzz/campaign.js';
import { HALF_HOUR, keysOf } from '../../../../src/head-end/collection/pushed.js';
import { meterLine, pushFrame, RunningCollector } from './collect-rig.js';

const KILLS = 40;
const METERS = 20;
const SLOT = Math.floor(Date.now() / HALF_HOUR) - 2000;
const SUITE = new SecuritySuite(new PortableCipher(), 0);

/** Whose push a confirmation is of: the invoke id tells its half-hour. */
function confirmed(bytes: Uint8Array, under: number): number | undefined {
	const { title, control, counter, payload } = decodeCiphered(decodeWrapper(bytes).apdu);
	const material = { encryptionKey: keysOf(under).subarray(0, 16), authenticationKey: keysOf(under).subarray(16), title: title! };
	const plain = SUITE.open(material, control, counter, payload);
	return plain === undefined ? undefined : decodeNotificationConfirm(plain).invoke & LONG_INVOKE.id;
}

describe('keiki hes collect that is killed at any moment', () => {
	it('has all that it confirmed, nothing twice, and refuses what came before', async () => {
		const random = fuzzRandom(1, 'collect-kills');
		const count = fuzzCount(KILLS);
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const meters = join(folder, 'meters.jsonl');
		writeFileSync(meters, Array.from({ length: METERS }, (_, i) => meterLine(i + 1)).join(''), { mode: 0o600 });
		/** Meters with half-hours that were confirmed; and all frames. */
		const kept = new Set<string>();
		const frames: Uint8Array[] = [];
		let slots = 0;
		let killed = 0;
		const args = ['--data', folder, '--meters', meters, '--parallel', '0'];
		let collector = new RunningCollector(args);
		const socket = createSocket('udp6');
		try {
			for (let round = 0; round < count; round++) {
				const port = await collector.port();
				const before = kept.size;
				const goal = 1 + random.below(3 * METERS);
				tried(`kill ${round} after ${goal} confirmations`);
				const reached = new Promise<void>((resolve) => {
					socket.removeAllListeners('message');
					socket.on('message', (bytes) => {
						for (let number = 1; number <= METERS; number++) {
							const id = confirmed(bytes, number);
							if (id !== undefined) kept.add(`${number} ${SLOT + id}`);
						}
						if (kept.size - before >= goal) resolve();
					});
				});
				// Three half-hours of all of them, in an order by chance, more than are waited for.
				for (let i = 0; i < 3; i++, slots++)
					for (let number = 1; number <= METERS; number++) {
						const frame = pushFrame(number, slots + 1, SLOT + slots, LONG_INVOKE.confirmed + slots);
						frames.push(frame);
						socket.send(frame, port, '::1');
						if (random.below(8) === 0) await wait(random.below(3));
					}
				await Promise.race([reached, once(socket, 'close')]);
				await wait(random.below(60));
				collector.kill('SIGKILL');
				await collector.ended;
				killed++;
				const there = new Set<string>();
				recoverJournal(journalFolder(folder), 1, (block) => {
					for (const { number, slot } of readingsOf(block)) {
						const name = `${number} ${slot}`;
						assert.ok(!there.has(name), `${name} is there twice after ${killed} kills`);
						there.add(name);
					}
				});
				for (const name of kept) assert.ok(there.has(name), `${name} was confirmed and is lost after ${killed} kills`);
				collector = new RunningCollector(args);
			}
			const port = await collector.port();
			const old = frames.filter((_, i) => i % Math.ceil(frames.length / 200) === 0);
			for (const frame of old) socket.send(frame, port, '::1');
			// One that is new comes behind them, and is confirmed.
			const last = pushFrame(1, slots + 1, SLOT + slots, LONG_INVOKE.confirmed + slots);
			const heard = once(socket, 'message');
			socket.send(last, port, '::1');
			await heard;
			await collector.stop();
			const there = new Map<string, number>();
			recoverJournal(journalFolder(folder), 1, (block) => {
				for (const { number, slot } of readingsOf(block)) there.set(`${number} ${slot}`, 1 + (there.get(`${number} ${slot}`) ?? 0));
			});
			assert.ok([...kept].every((name) => there.has(name)));
			for (const [name, times] of there) assert.equal(times, 1, name);
		} finally {
			collector.kill('SIGKILL');
			await collector.ended;
			socket.close();
			rmSync(folder, { recursive: true });
		}
	});
});
