/**
 * A state directory: what meter and dongles keep from one run to the next.
 *
 * | file          | content                                                                                                    |
 * |---------------|------------------------------------------------------------------------------------------------------------|
 * | `keiki.json`  | the mark `{"format": "keiki state", "version": 1}`, the installation location (EPC 81), the dongles' memory, which units there are and where, which flash files there are, how many runs there were |
 * | `meter.flash` | the first metering unit's flash, byte for byte                                                             |
 * | `base.flash`  | the terminal base's: its ledger of metering units and its event log                                        |
 * | `units/*.flash` | that of each other unit, by its serial number                                                            |
 * | `route-a.flash` | Route A's: counters, changed keys, event log                                                             |
 * | `route-a-clients.flash` | counters of clients that had no room there; only where there are such                        |
 * | `route-a-control.flash` | what was commanded and logged of the supply over Route A                                    |
 * | `route-a-tariff.flash` | calendars, and registers of rates                                             |
 * | `route-a-image.flash` | firmware images; only where there was one                                      |
 * | `route-a-household.flash` | load relay, what the customer is told, account; only where there was such      |
 * | `route-a-certificates.flash` | certificates; only where a client has suite 1 or 2                     |
 * | `route-a-mbus.flash` | what is known of the meters behind it; only where there are such                |
 * | `route-a-mbus-plans.flash` | rows of days and months, and schedules of valves; likewise             |
 * | `lock`        | locked by the process that uses it now                                                                     |
 *
 * The flash files are sealed under a key of their own, which is not in the directory (state-key.ts, state-files.ts).
 */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { fromHex, toHex } from '../../../modules/bytes/hex.js';
import type { NonvolatileItem } from '../../../modules/wi-sun-module/skstack/module/state.js';
import { meteringSectors } from '../../../src/meter/metering/history.js';
import type { LocationStore } from '../../../src/route-b/location.js';
import { type DongleItems, DongleMemory } from '../../../src/world/dongle/dongle-memory.js';
import {
	ROUTE_A_CLIENTS as CLIENTS_OWNER,
	ROUTE_A_CERTIFICATES,
	ROUTE_A_CONTROL,
	ROUTE_A_HOUSEHOLD,
	ROUTE_A_IMAGE,
	ROUTE_A_MBUS,
	ROUTE_A_MBUS_PLANS,
	ROUTE_A as ROUTE_A_OWNER,
	ROUTE_A_PUSH,
	ROUTE_A_SECTORS,
	ROUTE_A_TARIFF,
} from '../../../src/world/meter/route-a-flash.js';
import { BASE, SECTOR_SIZE, type UnitMemory, UnitMemoryError } from '../../../src/world/units/unit-memory.js';
import { UNFINISHED, writeWhole } from './durable-file.js';
import { FILE_USAGE } from './file-usage-words.js';
import { FilesAsFound } from './files-as-found.js';
import { FileLock, holderOf } from './lock-file.js';
import { notice } from './notice.js';
import { FLASH, ROUTE_A, StateFiles, UNITS } from './state-files.js';
import { StateKey } from './state-key.js';
import { type Kept, MARK, marksOf, NEW, parseMark } from './state-mark.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

const LOCK = 'lock';
const OWNER_ONLY = 0o700;
/** Owners of memory that are no units. */
const OF_THE_METER: readonly string[] = [
	...[BASE, ROUTE_A_OWNER, CLIENTS_OWNER, ROUTE_A_CONTROL, ROUTE_A_TARIFF],
	...[ROUTE_A_IMAGE, ROUTE_A_PUSH, ROUTE_A_HOUSEHOLD, ROUTE_A_CERTIFICATES, ROUTE_A_MBUS, ROUTE_A_MBUS_PLANS],
];
/** What may be there before `MARK` says that the flash is. */
const OF_THE_START: readonly string[] = [...OF_THE_METER.map(fileOf), UNITS];
/** Of a name that earlier versions gave to what was not whole. */
const UNFINISHED_BEFORE = '.new';

export class StateDirectory {
	readonly path: string;
	/** It was made by this run. */
	readonly isNew: boolean;
	/** How many runs used it, this one included: a run that goes on must not draw the same random numbers as the one before. */
	readonly runs: number;
	readonly location: LocationStore;
	readonly flash: Flash;
	readonly memory: UnitMemory;
	readonly #madeDirectory: boolean;
	readonly #lock: FileLock;
	readonly #files: StateFiles;
	readonly #key: StateKey;
	/** Of a directory that was there. */
	#found: FilesAsFound | undefined;
	#kept: Kept;
	#hasUnwritten = false;
	#begun = false;

	/**
	 * Opens the directory, or makes a new one whose flash `fill` fills.
	 * @param keyFile of its key; undefined: the one beside it
	 * @throws UsageError if it is something else, of another version, damaged, or in use; it is left as it was
	 */
	static open(path: string, fill: (flash: RamFlash) => void, keyFile?: string): StateDirectory {
		const key = new StateKey(path, keyFile);
		const madeDirectory = makeDirectory(path);
		const names = list(path);
		const isOurs = names.every((name) => name === LOCK || isUnfinished(name)) || names.includes(MARK);
		if (!isOurs) throw new UsageError(inEach(FILE_USAGE, (words) => words.noState(path, MARK, names[0]!)));
		const lock = attempt(path, () => FileLock.take(join(path, LOCK)));
		if (lock === undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.stateUsed(path, holderOf(join(path, LOCK), words))));
		try {
			return new StateDirectory(path, madeDirectory, lock, list(path).includes(MARK) ? readMark(path) : NEW, key, fill);
		} catch (error) {
			// What a full disk has left half made.
			if (madeDirectory) empty(path);
			key.discard();
			lock.release();
			if (madeDirectory) rmdirSync(path);
			throw error;
		}
	}

	private constructor(path: string, madeDirectory: boolean, lock: FileLock, kept: Kept, key: StateKey, fill: (flash: RamFlash) => void) {
		this.path = path;
		this.isNew = !kept.filled;
		this.runs = (kept.runs ?? 0) + 1;
		this.#madeDirectory = madeDirectory;
		this.#lock = lock;
		this.#kept = kept;
		this.#key = key;
		this.#files = new StateFiles(path, key, this.isNew ? {} : marksOf(kept), kept.sealed ?? this.isNew, (files) => this.#keepSoon({ files }));
		this.#files.needAll();
		this.#found = this.isNew ? undefined : attempt(path, () => new FilesAsFound(path, LOCK));
		if (this.isNew) attempt(path, () => this.#create(fill));
		this.flash = this.#files.open(FLASH, meteringSectors(SECTOR_SIZE));
		this.memory = this.#openMemory();
		this.location = {
			load: () => (this.#kept.location === null ? undefined : fromHex(this.#kept.location)),
			save: (location) => this.#keep({ location: toHex(location) }),
		};
	}

	/** The run comes about: from now on changes are kept. `discard` leaves the directory as it was until `forgetFound`. */
	begin(): void {
		this.#begun = true;
		attempt(this.path, () => {
			this.#keep({ runs: this.runs });
			if (this.#kept.sealed !== true) this.#seal();
		});
	}

	/** Of a version that sealed nothing. */
	#seal(): void {
		this.#files.sealAll();
		this.#keep({ sealed: true });
		notice((words) => words.stateSealed(this.path, this.#key.path));
	}

	/** The start is not refused any more: there is nothing to go back to. */
	forgetFound(): void {
		this.#found = undefined;
	}

	/** What the dongle of that name keeps. What cannot be written is refused, as by a module's own flash. */
	dongle(name: string, log: Log): DongleMemory {
		const items: DongleItems = {};
		for (const [item, digits] of Object.entries(this.#kept.dongles[name] ?? {})) items[item as NonvolatileItem] = fromHex(digits);
		const keep = (changed: DongleItems) => {
			const { dongles } = this.#kept;
			const digits = Object.fromEntries(Object.entries(changed).map(([item, bytes]) => [item, toHex(bytes)]));
			try {
				this.#keep({ dongles: { ...dongles, [name]: digits } });
			} catch (error) {
				this.#kept = { ...this.#kept, dongles };
				throw error;
			}
		};
		return new DongleMemory(items, keep, log);
	}

	/** Throws the system's error if it has to write what it could not write before, and cannot. */
	close(): void {
		try {
			if (this.#hasUnwritten) this.#keep({});
		} finally {
			this.#files.close();
			this.#lock.release();
		}
	}

	/** Closes it, and leaves it as it was: takes it away again if this run has made it. */
	discard(): void {
		this.#files.close();
		this.#found?.restore();
		if (this.isNew) empty(this.path);
		this.#key.discard();
		this.#lock.release();
		if (this.isNew && this.#madeDirectory) rmdirSync(this.path);
	}

	#openMemory(): UnitMemory {
		const kept = () => this.#kept.units ?? [];
		return {
			get units() {
				return kept();
			},
			keep: (units) => this.#keepSoon({ units }),
			has: (owner) => this.#files.has(fileOf(owner)),
			flash: (owner, sectors) => {
				try {
					return this.#files.open(fileOf(owner), sectors);
				} catch (error) {
					throw new UnitMemoryError(reasonOf(error), { cause: error });
				}
			},
		};
	}

	/** A unit is in its place, and its flash written, whether the directory can be written or not: it is written with what changes next, or at the end. */
	#keepSoon(change: Pick<Partial<Kept>, 'files' | 'units'>): void {
		try {
			this.#keep(change);
			this.#hasUnwritten = false;
		} catch (error) {
			if (!this.#hasUnwritten) notice((words) => words.stateNotWritten(this.path, reasonOf(error)));
			this.#hasUnwritten = true;
		}
	}

	#create(fill: (flash: RamFlash) => void): void {
		this.#write();
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		fill(flash);
		// What an interrupted run has left was never used.
		for (const name of OF_THE_START) rmSync(join(this.path, name), { force: true, recursive: true });
		this.#files.make(FLASH, flash.snapshot());
		this.#files.open(ROUTE_A, ROUTE_A_SECTORS);
		this.#kept = { ...this.#kept, filled: true, sealed: true };
		this.#write();
	}

	#keep(change: Partial<Kept>): void {
		this.#kept = { ...this.#kept, ...change };
		if (this.#begun) this.#write();
	}

	#write(): void {
		writeWhole(join(this.path, MARK), `${JSON.stringify(this.#kept, undefined, '\t')}\n`);
	}
}

function fileOf(owner: string): string {
	return OF_THE_METER.includes(owner) ? `${owner}.flash` : `${UNITS}/${owner}.flash`;
}

/** Nothing but the lock stays. */
function empty(path: string): void {
	for (const name of [MARK, FLASH, ...OF_THE_START, MARK + UNFINISHED]) rmSync(join(path, name), { force: true, recursive: true });
}

/** True if it was not there. */
function makeDirectory(path: string): boolean {
	return attempt(path, () => {
		try {
			if (statSync(path).isDirectory()) return false;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
			mkdirSync(path, { mode: OWNER_ONLY });
			return true;
		}
		throw new UsageError(inEach(FILE_USAGE, (words) => words.stateIsFile(path)));
	});
}

function list(path: string): string[] {
	return attempt(path, () => readdirSync(path));
}

function readMark(path: string): Kept {
	return parseMark(
		attempt(path, () => readFileSync(join(path, MARK), 'utf8')),
		path,
	);
}

function isUnfinished(name: string): boolean {
	return name.endsWith(UNFINISHED) || name.endsWith(UNFINISHED_BEFORE);
}

function attempt<Result>(path: string, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(`--state ${path}: ${reasonOf(error)}`);
	}
}
