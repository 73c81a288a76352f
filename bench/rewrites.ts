/**
 * Route B passwords rewritten from afar: an office, `keiki relay serve`, `keiki supervise` and many meters in one `keiki run`, all processes real. Half-way the
 * control system is killed, and the relay is killed and gone for a while; both come back. Every rewrite is to be answered, and brought to its meter once.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { certifyParties } from '../boards/host/relay/authority.js';
import { type PartyIdentity, readIdentity } from '../boards/host/relay/identity-files.js';
import { RelayClient, RelayError } from '../boards/host/relay/relay-client.js';
import { loadX509 } from '../boards/host/relay/x509-package.js';
import { readCredentialKeys } from '../boards/host/shared/credential-file.js';
import { newHostCipher } from '../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../hal/node/random.js';
import { toUpperHex } from '../modules/bytes/hex.js';
import { sealCredentials } from '../modules/cosem/sealed-credentials.js';
import { readSigned, type Signed, sign } from '../src/operations/jobs/signed.js';

export interface Rewrites {
	/** From the first job to the last answer, ms. */
	readonly took: number;
	/** Jobs answered with the version that they brought. */
	readonly done: number;
	/** Jobs with another answer, or two of them that differ. */
	readonly other: number;
	/** Credentials that a unit took, and those that it refused since it had them: one time too many. */
	readonly taken: number;
	readonly twice: number;
}

export const MAIN = 'dist/boards/host/main.js';
const CIPHER = newHostCipher();
const ID = '0123456789ABCDEF0123456789ABCDEF';
const PASSWORD = 'ABCDEFGHJKLM';
const BATCH = 200;
const DAY = 86_400_000;

/** @param dead how long the relay is gone, ms */
export async function benchRewrites(meters: number, times: number, dead: number): Promise<Rewrites> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const children: ChildProcess[] = [];
	const file = (name: string) => join(folder, name);
	try {
		spawnSync(process.execPath, [MAIN, 'keys', 'make', file('keys.jsonl'), '--meters', `${meters}`, '--quiet'], { stdio: 'inherit' });
		await certifyParties(folder, { now: Date.now() }, loadX509);
		const units = { taken: 0, twice: 0 };
		const start = (onLine: (event: Readonly<Record<string, unknown>>) => void, ...words: readonly string[]) => started(children, onLine, words);
		const places = ['--route-a', '127.0.0.1:0', '--dongle', 'tcp:0', ...(meters > 1 ? ['--route-a-first', '127.0.0.1:0'] : [])];
		const keys = ['--keys', file('keys.jsonl'), '--credential-key', file('keys.credential'), '--meters-file', file('meters.jsonl')];
		const told = (event: Readonly<Record<string, unknown>>) => {
			if (event.event !== 'credentials') return;
			if (event.refusal === null) units.taken++;
			else units.twice++;
		};
		await start(told, 'run', '--meters', `${meters}`, ...places, ...keys, '--quiet');
		const relayWords = (port: number) => ['relay', 'serve', '--data', file('relay'), '--port', `${port}`];
		let relay = await start(() => {}, ...relayWords(0));
		const url = new URL(relay.ready.url as string);
		const control = () =>
			start(() => {}, 'supervise', '--data', file('control'), '--relay', url.href, '--meters', file('meters.jsonl'), '--check', 'never');
		const first = await control();
		const office = new Office(readIdentity(file('office'), '--data'), url);
		const begun = performance.now();
		const jobs = jobsFor(file('keys.credential'), times);
		await office.put(jobs);
		await office.collect(jobs.length / 3);
		first.child.kill('SIGKILL');
		relay.child.kill('SIGKILL');
		await once(relay.child, 'close');
		await control();
		await sleep(dead);
		relay = await start(() => {}, ...relayWords(Number(url.port)));
		await office.collect(jobs.length);
		return { took: performance.now() - begun, ...office.outcome(jobs), ...units };
	} finally {
		for (const child of children) child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A version after the other for each meter. */
function jobsFor(path: string, times: number): Signed<'job'>['content'][] {
	const units = readCredentialKeys(path);
	let issued = Date.now();
	return Array.from({ length: times }, (_, i) => i + 1).flatMap((version) =>
		units.map(({ key, systemTitle }) => {
			const sealed = sealCredentials(CIPHER, SYSTEM_RANDOM, key, systemTitle, version, { id: ID, password: PASSWORD })!;
			const times = { issued: ++issued, notBefore: 0, expires: issued + DAY };
			return { id: randomUUID(), kind: 'credentials', meter: toUpperHex(systemTitle), ...times, body: { version, sealed: toUpperHex(sealed) } };
		}),
	);
}

class Office {
	readonly #identity: PartyIdentity;
	readonly #url: URL;
	readonly #ended = new Map<string, string>();
	#differing = 0;
	#epoch: string | undefined;
	#after = 0;

	constructor(identity: PartyIdentity, url: URL) {
		this.#identity = identity;
		this.#url = url;
	}

	async put(jobs: readonly Signed<'job'>['content'][]): Promise<void> {
		const client = new RelayClient(this.#url, this.#identity);
		for (let from = 0; from < jobs.length; from += BATCH) {
			const batch = jobs.slice(from, from + BATCH).map((each) => sign(CIPHER, this.#identity.signingKey, 'job', each));
			await client.put('jobs', batch);
		}
		client.close();
	}

	/** Until so many have an end. */
	async collect(count: number): Promise<void> {
		const client = new RelayClient(this.#url, this.#identity);
		while (this.#ended.size < count) {
			try {
				const { epoch, messages } = await client.fetch('results', { epoch: this.#epoch, after: this.#after, wait: 5 });
				for (const { seq, message } of messages) {
					const { kind, content } = readSigned(CIPHER, this.#identity.peerKeys, message, ['answer', 'report']);
					this.#after = seq;
					if (kind === 'answer' && content.state !== 'taken') this.#end(content.id, JSON.stringify([content.state, content.result]));
				}
				this.#epoch = epoch;
			} catch (error) {
				if (!(error instanceof RelayError)) throw error;
				await sleep(200);
			}
		}
		client.close();
	}

	#end(id: string, outcome: string): void {
		const before = this.#ended.get(id);
		if (before !== undefined && before !== outcome) this.#differing++;
		this.#ended.set(id, outcome);
	}

	outcome(jobs: readonly Signed<'job'>['content'][]): Pick<Rewrites, 'done' | 'other'> {
		const isDone = ({ id, body }: Signed<'job'>['content']) =>
			'version' in body && this.#ended.get(id) === JSON.stringify(['done', { version: body.version }]);
		const done = jobs.filter(isDone).length;
		return { done, other: jobs.length - done + this.#differing };
	}
}

interface Started {
	readonly child: ChildProcess;
	readonly ready: Readonly<Record<string, unknown>>;
}

/** Once it says that it is ready. */
export async function started(
	children: ChildProcess[],
	onLine: (event: Readonly<Record<string, unknown>>) => void,
	words: readonly string[],
): Promise<Started> {
	const child = spawn(process.execPath, [MAIN, ...words, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
	children.push(child);
	return new Promise((resolve, reject) => {
		child.once('exit', () => reject(new Error(`ended: keiki ${words.join(' ')}`)));
		createInterface({ input: child.stdout }).on('line', (line) => {
			const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
			if (event.event === 'ready') resolve({ child, ready: event });
			else onLine(event);
		});
	});
}
