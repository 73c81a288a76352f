/**
 * A fleet, its collector and its data management in one process and one virtual time, with all that can happen to meters and to what they send: real meters that
 * push sealed datagrams and answer over Route A, the real collector with its journal on the disk and its questions for what is missing, the real rules over the real
 * files. Only the network is missing.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { fastKeys } from '../../../../boards/host/hes/collect/collect-meters.js';
import { GapAsker } from '../../../../boards/host/hes/collect/gap-asker.js';
import { JournalFile, journalFolder, recoverJournal } from '../../../../boards/host/hes/collect/journal-files.js';
import { writeRegister } from '../../../../boards/host/hes/collect/register-file.js';
import type { HesSession } from '../../../../boards/host/hes/hes-options.js';
import { FilesStore } from '../../../../boards/host/mdm/files/files-store.js';
import { askedValidation, validateIn } from '../../../../boards/host/mdm/validate-command.js';
import { RealTime } from '../../../../hal/node/real-time.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { WRAPPER_HEADER_LENGTH } from '../../../../modules/dlms/wrapper.js';
import { BlockBuffer } from '../../../../src/head-end/collection/block-buffer.js';
import { Collector, type Verdict } from '../../../../src/head-end/collection/collector.js';
import { Gaps } from '../../../../src/head-end/collection/gaps.js';
import { RECORD_SIZE, readingAt } from '../../../../src/head-end/collection/journal.js';
import { MeterTable, tableMemory } from '../../../../src/head-end/collection/meter-table.js';
import type { RegisterRow } from '../../../../src/head-end/collection/register-table.js';
import type { Carrier, Connection } from '../../../../src/head-end/connection.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { MeterSession } from '../../../../src/head-end/meter-session.js';
import { TransmitSupply } from '../../../../src/head-end/transmit-supply.js';
import { keysOfClient } from '../../../../src/route-a/keys.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { Fleet } from '../../../../src/world/fleet/fleet.js';
import { identityOf, keysOf } from '../../../../src/world/meter/identity.js';
import { hex } from '../../../assert.js';

export const HALF_HOUR = 1_800_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Ten minutes before a day begins in Japan. */
const START = Date.parse('2026-09-30T23:50:00+09:00');
const OF_STREET = 20;
const MANAGEMENT = 1;
const TITLE = hex('4B45490000000001');
/** The register that a meter begins with that comes by exchange, Wh. */
const NEW = 12_300;
/** When days are closed: half-hours of the day in Japan. */
const CLOSES_AT = 4;

export interface HonestOptions {
	readonly meters: number;
	readonly days: number;
	readonly seed: number;
	/** Folder of the data. */
	readonly data: string;
	/** Days from one closing to the next; each, unless told. */
	readonly closesEach?: number;
	/** Whether anybody is asked for what is missing. */
	readonly asks?: boolean;
}

/** What happened, so that whoever looks knows that it did. */
export interface Happened {
	cuts: number;
	silences: number;
	clocks: number;
	exchanges: number;
	losses: number;
	restarts: number;
	replays: number;
	asked: number;
}

interface Act {
	readonly at: number;
	readonly act: () => void;
}

export interface Known {
	readonly number: number;
	readonly supplyPoint: string;
	readonly from: number | undefined;
	to: number | undefined;
	/** Boundaries that nobody had heard of when it was taken away. */
	readonly unheard: Set<number>;
}

export class Honest {
	readonly fleet: Fleet;
	readonly happened: Happened = { cuts: 0, silences: 0, clocks: 0, exchanges: 0, losses: 0, restarts: 0, replays: 0, asked: 0 };
	readonly verdicts: Partial<Record<Verdict, number>> = {};
	readonly known: Known[] = [];
	readonly #options: HonestOptions;
	readonly #scheduler = new VirtualScheduler();
	readonly #chance: SeededRandom;
	/** By place, from 1, the number of the meter that hangs there. */
	readonly #places: number[] = [];
	readonly #acts: Act[] = [];
	readonly #supplies = new Map<number, TransmitSupply>();
	readonly #cipher = new PortableCipher();
	readonly #kept: Uint8Array[] = [];
	readonly #folder: string;
	#slot = -1;
	#collection!: Collection;

	constructor(options: HonestOptions) {
		const { meters, seed, data } = options;
		this.#options = options;
		this.#chance = new SeededRandom(seed, 'honest');
		this.#folder = journalFolder(data);
		this.fleet = new Fleet({
			...{ meters, seed, start: START, scheduler: this.#scheduler, counter: GEN1.counter, cipher: this.#cipher, log: { write() {} } },
			...{ pastDays: 2, spare: 2 * meters, newRegisters: { import: NEW, export: 0 } },
		});
		for (let number = 1; number <= meters; number++) {
			this.#places[number] = number;
			this.known.push({ number, supplyPoint: this.fleet.supplyPointOf(number), from: undefined, to: undefined, unheard: new Set() });
		}
		this.fleet.start((slot) => {
			this.#slot = slot;
		});
	}

	now(): number {
		return this.fleet.now();
	}

	/** Half-hours that were collected: from the first boundary on to the last. */
	get first(): number {
		return Math.ceil(START / HALF_HOUR);
	}

	get last(): number {
		return this.first + 48 * this.#options.days;
	}

	/** All days, and two behind them in which nothing happens, so that what can be had comes. */
	async run(): Promise<void> {
		this.#plan();
		this.#writeRegister();
		this.#collection = this.#collect();
		const quiet = this.last + 96;
		for (let slot = this.first; slot <= quiet; slot++) {
			await this.#until(slot * HALF_HOUR);
			if (this.#slot !== slot) throw new Error(`expected half-hour ${slot}, got ${this.#slot}`);
			this.#push(slot <= this.last);
			await this.#flush();
			for (const minutes of [5, 15]) {
				await this.#until(slot * HALF_HOUR + minutes * MINUTE);
				await this.#ask();
			}
			const halfHours = slot - this.first - CLOSES_AT;
			if (halfHours > 0 && halfHours % (48 * (this.#options.closesEach ?? 1)) === 0) await this.#close();
		}
		await this.#close();
		this.#collection.journal.close();
	}

	/** What happens to whom, and when. */
	#plan(): void {
		const { meters, days } = this.#options;
		const chance = this.#chance;
		const streets = Math.ceil(meters / OF_STREET);
		const end = this.last * HALF_HOUR;
		const at = (time: number, act: () => void) => void this.#acts.push({ at: Math.min(time, end), act });
		const street = (number: number, each: (place: number) => void) => {
			for (let place = (number - 1) * OF_STREET + 1; place <= Math.min(meters, number * OF_STREET); place++) each(place);
		};
		const place = () => 1 + chance.below(meters);
		for (let day = 0; day < days; day++) {
			const begin = START + 10 * MINUTE + day * 24 * HOUR;
			const moment = () => begin + chance.below(24 * HOUR);
			const often = (share: number) => Math.floor(share * meters) + (chance.below(1000) < 1000 * ((share * meters) % 1) ? 1 : 0);
			for (let i = often(1 / 400); i > 0; i--) {
				const [which, orderly, from] = [1 + chance.below(streets), chance.below(2) === 0, moment()];
				at(from, () => street(which, (each) => this.fleet.powerOff(this.#places[each]!, orderly)));
				at(from + 10 * MINUTE + chance.below(5 * HOUR), () => street(which, (each) => this.fleet.powerOn(this.#places[each]!)));
				this.happened.cuts++;
			}
			for (let i = often(1 / 50); i > 0; i--) {
				const [which, from] = [place(), moment()];
				at(from, () => this.fleet.setSilent(this.#places[which]!, true));
				at(from + chance.below(72 * HOUR), () => this.fleet.setSilent(this.#places[which]!, false));
				this.happened.silences++;
			}
			for (let i = often(1 / 100); i > 0; i--) {
				const [which, from, by] = [place(), moment(), (chance.below(2) === 0 ? -1 : 1) * (1 + chance.below(12)) * MINUTE];
				at(from, () => {
					this.fleet.setClock(this.#places[which]!, this.now() + by);
					this.set.add(this.#places[which]!);
				});
				at(from + chance.below(48 * HOUR), () => this.fleet.setClock(this.#places[which]!, this.now()));
				this.happened.clocks++;
			}
			for (let i = often(1 / 300); i > 0; i--) {
				const which = place();
				at(moment(), () => this.#exchange(which));
			}
			const [lossy, share] = [1 + chance.below(streets), 0.02 + chance.below(8) / 100];
			at(begin, () => street(lossy, (each) => this.fleet.setLoss(this.#places[each]!, share)));
			at(begin + 24 * HOUR, () => street(lossy, (each) => this.fleet.setLoss(this.#places[each]!, 0)));
			if (day % 3 === 1) at(moment(), () => this.#restart());
		}
		at(end, () => {
			for (const number of this.#places.slice(1)) {
				this.fleet.powerOn(number);
				this.fleet.setSilent(number, false);
				this.fleet.setLoss(number, 0);
			}
		});
		this.#acts.sort((one, other) => one.at - other.at);
	}

	async #until(time: number): Promise<void> {
		while (this.#acts.length > 0 && this.#acts[0]!.at <= time) {
			const { at, act } = this.#acts.shift()!;
			this.#scheduler.runUntil(at - START);
			act();
		}
		this.#scheduler.runUntil(time - START);
	}

	/** Another meter comes; the register and the collector are told. */
	#exchange(place: number): void {
		const old = this.#places[place]!;
		const number = this.fleet.exchange(old);
		if (number === undefined) return;
		const now = this.now();
		this.#places[place] = number;
		const gone = this.known.find((each) => each.number === old)!;
		gone.to = now;
		const { gaps, table } = this.#collection;
		const row = table.rowOfNumber(old);
		for (let slot = Math.max(this.first, Math.ceil((gone.from ?? 0) / HALF_HOUR)); slot <= Math.ceil(now / HALF_HOUR); slot++)
			if (!gaps.has(row, slot)) gone.unheard.add(slot);
		this.known.push({ number, supplyPoint: this.fleet.supplyPointOf(number), from: now, to: undefined, unheard: new Set() });
		this.#writeRegister();
		this.#know(this.#collection, this.known.at(-1)!);
		this.#expect(this.#collection);
		this.happened.exchanges++;
	}

	/** Numbers of meters whose clock was set. */
	readonly set = new Set<number>();

	#writeRegister(): void {
		const iso = (time: number | undefined) => (time === undefined ? '' : new Date(time).toISOString());
		const rows = this.known.map(
			({ number, supplyPoint, from, to }): RegisterRow => ({
				...{ number, supplyPoint, title: toUpperHex(identityOf(this.#options.seed, number).systemTitle), serial: `S${number}` },
				...{ wh: 100, digits: 6, amperes: 60, twoWay: true, group: '', concentrator: '', from: iso(from), to: iso(to) },
			}),
		);
		writeRegister(this.#options.data, rows);
	}

	/** A collector that has just been started, and has read its journal. */
	#collect(): Collection {
		const { meters, seed } = this.#options;
		const capacity = 3 * meters;
		const table = new MeterTable(tableMemory(capacity, false));
		const gaps = new Gaps(table, capacity, this.first, this.first - 1);
		const title = new Uint8Array(8);
		this.#chance.fill(title);
		const counters = new Map<number, number>();
		const collection: Collection = { table, gaps, counters, collector: undefined!, asker: undefined!, buffer: undefined!, journal: undefined! };
		for (const each of this.known) this.#know(collection, each);
		const { next } = recoverJournal(this.#folder, 0, ({ records }) => {
			const view = new DataView(records.buffer, records.byteOffset, records.length);
			for (let at = 0; at < records.length; at += RECORD_SIZE) {
				const { number, slot, counter } = readingAt(view, at);
				const row = table.rowOfNumber(number);
				table.restore(row, counter, slot);
				gaps.mark(row, slot);
			}
		});
		gaps.since(this.first);
		this.#expect(collection);
		collection.buffer = new BlockBuffer(0, next.get(0) ?? 1, 1 << 15);
		collection.journal = new JournalFile(this.#folder, 0);
		collection.collector = new Collector({
			...{ table, title, buffer: collection.buffer, cipher: this.#cipher },
			onReading: (row, slot) => gaps.mark(row, slot),
		});
		collection.asker = new GapAsker({
			...{ table, gaps, collector: collection.collector, parallel: 64, now: () => this.now() },
			whenDurable: (done) => done(),
			sessionOf: (row) => this.#sessionOf(table.numberOf(row), seed),
			onAsked: () => this.happened.asked++,
		});
		return collection;
	}

	#know({ table }: Collection, { number }: Known): void {
		const keys = keysOf(this.#options.seed, number);
		table.add(number, keys.systemTitle, fastKeys(keys.clients[MANAGEMENT])!);
	}

	#expect({ table, gaps }: Collection): void {
		const boundary = (time: number | undefined) => (time === undefined ? undefined : Math.ceil(time / HALF_HOUR));
		for (const { number, from, to } of this.known) gaps.expect(table.rowOfNumber(number), boundary(from), boundary(to));
	}

	/** Nothing that was not on the disk is there any more. */
	#restart(): void {
		this.#collection.journal.close();
		this.#collection = this.#collect();
		this.happened.restarts++;
	}

	#push(isLife: boolean): void {
		const chance = this.#chance;
		for (const number of this.#places.slice(1)) {
			const push = this.fleet.push(number);
			if (push === undefined) continue;
			if (push.isLost) {
				this.happened.losses++;
				continue;
			}
			this.#receive(push.frame.slice(WRAPPER_HEADER_LENGTH));
			if (!isLife || chance.below(200) !== 0) continue;
			this.#kept.push(push.frame.slice(WRAPPER_HEADER_LENGTH));
			// What was heard comes again, at once or later.
			const again = this.#kept[chance.below(this.#kept.length)]!;
			const verdict = this.#receive(again);
			if (verdict !== 'replayed') throw new Error(`a push that came again was ${verdict}`);
			this.happened.replays++;
		}
	}

	#receive(apdu: Uint8Array): Verdict {
		const verdict = this.#collection.collector.receive(apdu, this.now());
		this.verdicts[verdict] = (this.verdicts[verdict] ?? 0) + 1;
		return verdict;
	}

	async #flush(): Promise<void> {
		const { buffer, journal } = this.#collection;
		const { sequence } = buffer;
		const block = buffer.take();
		if (block === undefined) return;
		await new Promise<void>((resolve, reject) => journal.append(block, sequence, (error) => (error === undefined ? resolve() : reject(error))));
		buffer.written();
	}

	#asking = 0;
	#store: FilesStore | undefined;

	async #ask(): Promise<void> {
		if (this.#options.asks === false) return;
		for (;;) {
			const before = this.happened.asked;
			this.#collection.asker.look();
			while (this.#asking > 0) await turn();
			await this.#flush();
			if (this.happened.asked === before) return;
		}
	}

	async #close(): Promise<void> {
		this.#store ??= await FilesStore.open(this.#options.data);
		await validateIn(this.#store, askedValidation({ data: this.#options.data, lang: 'en' }, this.now()), { json: true }, async () => {});
	}

	/** Over no network: what one says, the other hears at once. */
	#sessionOf(number: number, seed: number): HesSession {
		const supply = this.#supplies.get(number) ?? new TransmitSupply(undefined);
		this.#supplies.set(number, supply);
		const carrier: Carrier = {
			maxApdu: 0xffff,
			connect: async (client, _server, timeout): Promise<Connection> => {
				const open = this.fleet.open(number);
				if (open === undefined) throw new HeadEndError({ kind: 'connectTimeout', timeout });
				const association = open.routeA.server.connect(client)!;
				const connection: Connection = {
					onApdu() {},
					onActivity() {},
					onLost() {},
					send: (apdu) => association.receive(apdu, (answer) => void Promise.resolve(answer.slice()).then((own) => connection.onApdu(own))),
					close: async () => {
						association.close();
						open.close();
					},
				};
				return connection;
			},
			close: async () => {},
		};
		const session = new MeterSession({
			...{ carrier, client: MANAGEMENT, server: 1, scheduler: new RealTime(), timeout: 60_000, retries: 0, random: this.#chance },
			cipher: this.#cipher,
			security: {
				keys: keysOfClient(keysOf(seed, number), MANAGEMENT),
				...{ suite: 0, title: TITLE, control: CONTROL.authentication | CONTROL.encryption, protocol: 'glo' as const, counter: undefined, supply },
			},
		});
		this.#asking++;
		let isOver = false;
		const end = async (): Promise<void> => {
			await session.close();
			if (!isOver) this.#asking--;
			isOver = true;
		};
		return Object.assign(session, { end }) as unknown as HesSession;
	}
}

interface Collection {
	readonly table: MeterTable;
	readonly gaps: Gaps;
	readonly counters: Map<number, number>;
	collector: Collector;
	asker: GapAsker;
	buffer: BlockBuffer;
	journal: JournalFile;
}
