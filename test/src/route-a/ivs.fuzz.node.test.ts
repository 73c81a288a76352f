/**
 * No IV twice under any key, of the meter and of the head-end: walks of sessions of several clients, some broken off, key transfers and agreements, keys of
 * before that come again, pushes, messages to all meters, restarts of either side, and meters that are told other keys. Each operation that takes an IV is seen.
 */
import { NodeCipher } from '../../../hal/node/cipher.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../modules/dlms/security/general-keys.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { Carrier, Connection } from '../../../src/head-end/connection.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import {
	agreeOnKeys,
	newKeys as drawnKeys,
	type GlobalKeys,
	keyTransferParameter,
	securitySetupOf,
	transferKeys,
} from '../../../src/head-end/key-change.js';
import { MeterSession } from '../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { SESSION_COUNTERS } from '../../../src/head-end/session-counters.js';
import type { SessionSecurity } from '../../../src/head-end/session-security.js';
import { TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { CLIENT_TITLE, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { materialOf } from './general-rig.node.js';
import { MemoryStore, type Meter, meter, NOON, newKeys, PRE_ESTABLISHED, READING, TITLE } from './route-a-rig.js';
import { setupKeys } from './setup-rig.node.js';

const WALKS = 120;
const STEPS = 40;
const TIMEOUT = 1000;
const METER_TITLE = hex(TITLE);
const PUSH = 40;
const CLOCK = 8;
const CHOICES: readonly (KeyChoice | undefined)[] = [undefined, 'identified', 'wrapped', 'one-pass', 'static'];
const AE = CONTROL.authentication | CONTROL.encryption;

/** What one side seals, and under which IVs. What it works out of the other side's, to check it, begins with another title. */
class WatchedCipher extends NodeCipher {
	readonly #used: Set<string>;
	readonly #title: Uint8Array;

	constructor(title: Uint8Array, used: Set<string>) {
		super(new PortableCipher());
		this.#title = title;
		this.#used = used;
	}

	override gcmSeal(key: Uint8Array, iv: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
		if (equalBytes(iv.subarray(0, this.#title.length), this.#title)) {
			const use = `${toHex(key)} ${toHex(iv)}`;
			if (this.#used.has(use)) throw new Error(`twice: ${use}`);
			this.#used.add(use);
		}
		return super.gcmSeal(key, iv, header, plain, tagLength);
	}
}

/** What is waited for is over as soon as a message was lost. */
class Impatience implements Scheduler {
	readonly #waiting = new Set<() => void>();

	now(): number {
		return 0;
	}

	after(_delay: number, task: () => void): Timer {
		this.#waiting.add(task);
		return { cancel: () => this.#waiting.delete(task) };
	}

	end(): void {
		setImmediate(() => {
			for (const task of [...this.#waiting]) if (this.#waiting.delete(task)) task();
		});
	}
}

class Walk {
	readonly used = new Set<string>();
	readonly done: Record<string, number> = {};
	readonly #random: SeededRandom;
	readonly #suite: number;
	readonly #store = new MemoryStore();
	readonly #scheduler = new VirtualScheduler();
	readonly #impatience = new Impatience();
	readonly #meterCipher = new WatchedCipher(METER_TITLE, this.used);
	readonly #cipher = new WatchedCipher(CLIENT_TITLE, this.used);
	/** Outlives the head-end: the first counter under a key that was never reserved. */
	readonly #reserved = new Map<string, number>();
	readonly #supplies = new Map<string, TransmitSupply>();
	/** What the meter is told, and what the head-end knows. */
	#told: RouteAKeys;
	#known: RouteAKeys;
	readonly #former: GlobalKeys[] = [];
	#meter!: Meter;
	#pushes = 0;

	constructor(suite: number, random: SeededRandom) {
		this.#random = random;
		this.#suite = suite;
		const keys = suite === 0 ? newKeys() : setupKeys(suite);
		const twin = random.below(4) === 0 ? { 7: keys.clients[READING]! } : {};
		this.#told = { ...keys, clients: { ...keys.clients, ...twin } };
		this.#known = this.#told;
		this.#former.push(keys.clients[MANAGEMENT]!);
		this.#start();
	}

	#start(): void {
		this.#meter = meter({
			...{ store: this.#store, keys: this.#told, cipher: this.#meterCipher, random: this.#random },
			...{ scheduler: this.#scheduler, clock: new SchedulerClock(this.#scheduler, NOON) },
			push: {
				send: (_by, _to, _port, _frame, done) => {
					this.#pushes++;
					this.#scheduler.after(1, () => done(undefined));
				},
			},
		});
		this.#meter.routeA.start();
	}

	/** One thing that happens. */
	async step(): Promise<void> {
		const steps: readonly (readonly [name: string, share: number, run: () => void | Promise<void>])[] = [
			['session', 8, () => this.#session(this.#anyClient, async (session) => void (await session.get(attributeTarget(CLOCK, NAME.clock, 2))))],
			['transfer', 3, () => this.#transfer()],
			['agreement', this.#suite === 0 ? 0 : 3, () => this.#agree()],
			['push', 3, () => this.#push()],
			['broadcast', 2, () => this.#broadcast()],
			['meterRestart', 2, () => this.#start()],
			['headEndRestart', 2, () => this.#supplies.clear()],
			['told', 1, () => this.#tell()],
		];
		let at = this.#random.below(steps.reduce((sum, [, share]) => sum + share, 0));
		const [name, , run] = steps.find(([, share]) => {
			at -= share;
			return at < 0;
		})!;
		await run();
		this.done[name] = (this.done[name] ?? 0) + 1;
	}

	get #anyClient(): number {
		const clients = Object.keys(this.#known.clients).map(Number);
		return clients.filter((client) => client !== PRE_ESTABLISHED)[this.#random.below(clients.length - 1)]!;
	}

	#supplyOf(key: Uint8Array): TransmitSupply {
		const name = toHex(key);
		let supply = this.#supplies.get(name);
		if (supply !== undefined) return supply;
		const reserved = this.#reserved;
		supply = new TransmitSupply({
			get next() {
				return reserved.get(name) ?? 1;
			},
			reserve: (least, count) => {
				const first = Math.max(least, reserved.get(name) ?? 1);
				reserved.set(name, first + count);
				return first;
			},
		});
		this.#supplies.set(name, supply);
		return supply;
	}

	/** What gets lost ends it; false then, or where something was refused. */
	async #session(client: number, work: (session: MeterSession) => Promise<void>): Promise<boolean> {
		const random = this.#random;
		const keys = keysOfClient(this.#known, client);
		const choice = this.#suite === 0 ? undefined : CHOICES[random.below(CHOICES.length)];
		const security: SessionSecurity = {
			...{ keys, suite: this.#suite, title: CLIENT_TITLE, control: AE, counter: undefined, supply: this.#supplyOf(keys.encryption) },
			protocol: (['glo', 'ded', 'general-glo', 'general-ded'] as const)[random.below(4)]!,
			...(this.#suite > 0 && {
				general: { choice, isSigned: random.below(3) === 0, material: { ...materialOf(this.#suite, random), cipher: this.#cipher } },
			}),
		};
		const isLossy = random.below(4) === 0;
		const session = new MeterSession({
			...{ client, server: 1, security, random, cipher: this.#cipher, timeout: TIMEOUT, retries: random.below(2), scheduler: this.#impatience },
			carrier: this.#carrier(isLossy),
			window: random.below(2) === 0 ? undefined : 4,
		});
		try {
			await work(session);
			if (random.below(3) > 0) await session.close();
			return true;
		} catch (error) {
			if (!(error instanceof HeadEndError)) throw error;
			return false;
		}
	}

	#carrier(isLossy: boolean): Carrier {
		const { server } = this.#meter.routeA;
		const connect = async (client: number): Promise<Connection> => {
			const association = server.connect(client, { exclusive: true });
			if (association === undefined) throw new HeadEndError({ kind: 'cannotConnect', reason: 'nobody' });
			const isLost = (): boolean => {
				const lost = isLossy && this.#random.below(8) === 0;
				if (lost) this.#impatience.end();
				return lost;
			};
			const connection: Connection = {
				...{ onApdu: () => {}, onActivity: () => {}, onLost: () => {} },
				send: (apdu) => {
					const request = apdu.slice();
					if (isLost()) return;
					queueMicrotask(() =>
						association.receive(request, (answer) => {
							const copy = answer.slice();
							if (!isLost()) queueMicrotask(() => connection.onApdu(copy));
						}),
					);
				},
				close: async () => association.close(),
			};
			return connection;
		};
		return { maxApdu: 1024, connect, close: async () => {} };
	}

	/** Keys that are new, or were in force before: what was refused or lost may have been taken all the same, and is tried with both. */
	async #transfer(): Promise<void> {
		const { kek } = this.#known;
		const length = this.#known.clients[MANAGEMENT]!.encryption.length;
		const again = this.#random.below(3) === 0;
		const keys = again ? this.#former[this.#random.below(this.#former.length)]! : drawnKeys(this.#random, length);
		await this.#change(async (session) => {
			await transferKeys(session, await securitySetupOf(session), keyTransferParameter(this.#cipher, kek!, keys));
			return keys;
		}, keys);
	}

	async #agree(): Promise<void> {
		const { signatureKey, peerSignatureKey } = materialOf(this.#suite, this.#random);
		const titles = { client: CLIENT_TITLE, meter: METER_TITLE };
		const material = {
			cipher: this.#cipher,
			random: this.#random,
			suite: this.#suite,
			...titles,
			signatureKey: signatureKey!,
			peerSignatureKey: peerSignatureKey!,
		};
		await this.#change(async (session) => agreeOnKeys(session, await securitySetupOf(session), material), undefined);
	}

	/** @param keys undefined: nobody knows them before they are agreed on */
	async #change(work: (session: MeterSession) => Promise<GlobalKeys>, keys: GlobalKeys | undefined): Promise<void> {
		let taken: GlobalKeys | undefined;
		const isDone = await this.#session(MANAGEMENT, async (session) => {
			taken = await work(session);
		});
		taken ??= keys;
		if (taken !== undefined && (isDone || (await this.#hold(taken)))) this.#know(taken);
		else if (taken === undefined && !(await this.#hold(this.#known.clients[MANAGEMENT]!))) this.#tell();
	}

	/** Whether these keys of the management client are in force: asked without loss. */
	async #hold(keys: GlobalKeys): Promise<boolean> {
		const before = this.#known;
		this.#know(keys);
		const known = keysOfClient(this.#known, MANAGEMENT);
		const session = new MeterSession({
			...{ client: MANAGEMENT, server: 1, random: this.#random, cipher: this.#cipher, timeout: TIMEOUT, retries: 0, scheduler: this.#impatience },
			security: {
				...{ keys: known, suite: this.#suite, title: CLIENT_TITLE, control: AE, counter: undefined },
				...{ protocol: 'glo', supply: this.#supplyOf(known.encryption) },
			},
			carrier: this.#carrier(false),
		});
		try {
			await session.open();
			await session.close();
			return true;
		} catch (error) {
			if (!(error instanceof HeadEndError)) throw error;
			this.#known = before;
			return false;
		}
	}

	#know({ encryption, authentication }: GlobalKeys): void {
		const { clients } = this.#known;
		this.#former.push({ encryption, authentication });
		this.#known = { ...this.#known, clients: { ...clients, [MANAGEMENT]: { ...clients[MANAGEMENT]!, encryption, authentication } } };
	}

	async #push(): Promise<void> {
		await this.#session(MANAGEMENT, async (session) => {
			const destination = new DataWriter().structure(3).enum(1).octetString(asciiBytes('127.0.0.1:4059')).enum(0);
			await session.set(attributeTarget(PUSH, NAME.intervalPush, 3), destination.copy());
			await session.act({ classId: PUSH, name: NAME.intervalPush, index: 1 }, new DataWriter().integer(0).copy());
		});
		this.#scheduler.runFor(60_000);
		this.done.pushed = this.#pushes;
	}

	#broadcast(): void {
		const keys = { ...keysOfClient(this.#known, PRE_ESTABLISHED), broadcast: this.#known.broadcast };
		const security = new ClientSecurity({
			...{ suite: new SecuritySuite(this.#cipher, this.#suite), title: CLIENT_TITLE, keys, policy: 0, counters: SESSION_COUNTERS, name: '' },
			transmit: this.#supplyOf(keys.broadcast!),
		});
		const w = new DataWriter();
		const set = hex('C1 01 81 0008 0000010000FF 03 00 10 0000');
		equal(security.session(METER_TITLE)!.seal(w, set, 'general-glo', AE | CONTROL.broadcastKey), true);
		const association = this.#meter.routeA.server.connect(PRE_ESTABLISHED);
		association?.receive(w.copy(), () => {
			throw new Error('an answer to a message to all meters');
		});
	}

	/** The meter is told what the head-end knows, or keys of before, which both have then. */
	#tell(): void {
		this.#know(this.#former[this.#random.below(this.#former.length)]!);
		this.#told = this.#known;
		this.#start();
	}
}

describe('no IV comes twice under one key', () => {
	for (const suite of [0, 1]) {
		it(`in walks of sessions, key changes and restarts, suite ${suite}`, async () => {
			const total: Record<string, number> = {};
			let used = 0;
			for (let i = 0; i < fuzzCount(WALKS); i++) {
				const walk = new Walk(suite, fuzzRandom(i, tried(`ivs ${suite} ${i}`)));
				for (let step = 0; step < STEPS; step++) await walk.step();
				for (const [name, count] of Object.entries(walk.done)) total[name] = (total[name] ?? 0) + count;
				used += walk.used.size;
			}
			const told = JSON.stringify(total);
			equal(
				used > 20 * fuzzCount(WALKS) && total.pushed! > 0 && total.transfer! > 0 && (suite === 0 || total.agreement! > 0),
				true,
				`${used} IVs, ${told}`,
			);
		});
	}
});
