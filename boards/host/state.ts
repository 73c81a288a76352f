/**
 * A state directory: what meter and dongles keep from one run to the next.
 *
 * | file          | content                                                                                                    |
 * |---------------|------------------------------------------------------------------------------------------------------------|
 * | `keiki.json`  | the mark `{"format": "keiki state", "version": 1}`, the installation location (EPC 81), the dongles' memory, which units there are and where |
 * | `meter.flash` | the first metering unit's flash, byte for byte                                                             |
 * | `base.flash`  | the terminal base's: its ledger of metering units and its event log                                        |
 * | `units/*.flash` | that of each other unit, by its serial number                                                            |
 * | `route-a.flash` | Route A's: counters, changed keys, event log                                                             |
 * | `lock`        | the id of the process that uses it now                                                                     |
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { FileFlash } from '../../hal/node/flash.js';
import type { Log } from '../../hal/ports/log.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { fromHex, toHex } from '../../modules/bytes/hex.js';
import type { NonvolatileItem } from '../../modules/skstack/state.js';
import { placeOf } from '../../src/meter/backplane/messages.js';
import { unitType } from '../../src/meter/catalogue/unit-types.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import type { LocationStore } from '../../src/route-b/location.js';
import { type DongleItems, DongleMemory } from './dongle-memory.js';
import { FilesAsFound } from './files-as-found.js';
import { acquireLock, releaseLock } from './lock-file.js';
import { ROUTE_A_SECTORS } from './route-a-meter.js';
import { BASE, type KeptUnit, SECTOR_SIZE, type UnitMemory } from './unit-memory.js';
import { reasonOf, UsageError } from './usage-error.js';

const FORMAT = 'keiki state';
const VERSION = 1;

const MARK = 'keiki.json';
const FLASH = 'meter.flash';
const ROUTE_A = 'route-a.flash';
const UNITS = 'units';
const LOCK = 'lock';
/** What is being written, until it is whole. */
const UNFINISHED = '.new';

interface Kept {
	readonly format: string;
	readonly version: number;
	/** False until the flash is there. */
	readonly filled: boolean;
	readonly location: string | null;
	readonly dongles: Readonly<Record<string, Partial<Record<NonvolatileItem, string>>>>;
	/** Not there in directories from before units could be exchanged. */
	readonly units?: readonly KeptUnit[];
}

const NEW: Kept = Object.freeze({ format: FORMAT, version: VERSION, filled: false, location: null, dongles: Object.freeze({}) });

export class StateDirectory {
	readonly path: string;
	/** It was made by this run. */
	readonly isNew: boolean;
	readonly location: LocationStore;
	readonly flash: FileFlash;
	/** Blank at first. */
	readonly routeA: FileFlash;
	readonly memory: UnitMemory;
	readonly #madeDirectory: boolean;
	/** Of a directory that was there. */
	#found: FilesAsFound | undefined;
	#kept: Kept;
	#hasUnwritten = false;
	/** Of the base, and of units. */
	readonly #flashes = new Map<string, FileFlash>();

	/**
	 * Opens the directory, or makes a new one whose flash `fill` fills.
	 * @throws UsageError if it is something else, of another version, damaged, or in use; it is left as it was
	 */
	static open(path: string, fill: (flash: RamFlash) => void): StateDirectory {
		const madeDirectory = makeDirectory(path);
		const names = list(path);
		const isOurs = names.every((name) => name === LOCK || name.endsWith(UNFINISHED)) || names.includes(MARK);
		if (!isOurs) throw new UsageError(`--state ${path}: expected an empty directory, or one that keiki made: it has no ${MARK}, but "${names[0]}"`);
		const holder = attempt(path, () => acquireLock(join(path, LOCK)));
		if (holder !== undefined) {
			throw new UsageError(`--state ${path}: another keiki uses it, process ${holder}; if that is none, delete ${join(path, LOCK)}`);
		}
		try {
			return new StateDirectory(path, madeDirectory, names.includes(MARK) ? readMark(path) : NEW, fill);
		} catch (error) {
			releaseLock(join(path, LOCK));
			throw error;
		}
	}

	private constructor(path: string, madeDirectory: boolean, kept: Kept, fill: (flash: RamFlash) => void) {
		this.path = path;
		this.isNew = !kept.filled;
		this.#madeDirectory = madeDirectory;
		this.#kept = kept;
		this.#found = this.isNew ? undefined : attempt(path, () => new FilesAsFound(path, LOCK));
		if (this.isNew) attempt(path, () => this.#create(fill));
		else if (!list(path).includes(FLASH)) throw new UsageError(`--state ${path}: damaged: ${FLASH} is missing`);
		this.flash = attempt(path, () => new FileFlash(join(path, FLASH), meteringSectors(SECTOR_SIZE), SECTOR_SIZE));
		this.routeA = attempt(path, () => new FileFlash(join(path, ROUTE_A), ROUTE_A_SECTORS, SECTOR_SIZE));
		this.memory = this.#openMemory();
		this.location = {
			load: () => (this.#kept.location === null ? undefined : fromHex(this.#kept.location)),
			save: (location) => this.#keep({ location: toHex(location) }),
		};
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
			this.#closeFlashes();
			releaseLock(join(this.path, LOCK));
		}
	}

	/** The run has begun: there is no way back any more. */
	accept(): void {
		this.#found = undefined;
	}

	/** Closes it, and leaves it as it was: takes it away again if this run has made it. */
	discard(): void {
		this.#closeFlashes();
		this.#found?.restore();
		releaseLock(join(this.path, LOCK));
		if (!this.isNew) return;
		for (const name of [MARK, FLASH, ROUTE_A, `${BASE}.flash`, UNITS]) rmSync(join(this.path, name), { force: true, recursive: true });
		if (this.#madeDirectory) rmdirSync(this.path);
	}

	#closeFlashes(): void {
		this.flash.close();
		this.routeA.close();
		for (const flash of this.#flashes.values()) flash.close();
	}

	#openMemory(): UnitMemory {
		const kept = () => this.#kept.units ?? [];
		return {
			get units() {
				return kept();
			},
			keep: (units) => this.#keepUnits(units),
			flash: (owner, sectors) => {
				const folder = owner === BASE ? this.path : join(this.path, UNITS);
				const opened = this.#flashes.get(owner) ?? attempt(this.path, () => openFlash(folder, owner, sectors));
				this.#flashes.set(owner, opened);
				return opened;
			},
		};
	}

	/** A unit is in its place whether the directory can be written or not: it is written with what changes next, or at the end. */
	#keepUnits(units: readonly KeptUnit[]): void {
		try {
			this.#keep({ units });
			this.#hasUnwritten = false;
		} catch (error) {
			if (!this.#hasUnwritten) process.stderr.write(`keiki: state: ${this.path} cannot be written: ${reasonOf(error)}\n`);
			this.#hasUnwritten = true;
		}
	}

	#create(fill: (flash: RamFlash) => void): void {
		this.#keep({});
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		fill(flash);
		replace(join(this.path, FLASH), flash.snapshot());
		this.#keep({ filled: true });
	}

	#keep(change: Partial<Kept>): void {
		const kept = { ...this.#kept, ...change };
		replace(join(this.path, MARK), `${JSON.stringify(kept, undefined, '\t')}\n`);
		this.#kept = kept;
	}
}

/** True if it was not there. */
function makeDirectory(path: string): boolean {
	return attempt(path, () => {
		try {
			if (statSync(path).isDirectory()) return false;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
			mkdirSync(path);
			return true;
		}
		throw new UsageError(`--state ${path}: expected a directory, found a file`);
	});
}

function openFlash(folder: string, owner: string, sectors: number): FileFlash {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return new FileFlash(join(folder, `${owner}.flash`), sectors, SECTOR_SIZE);
}

function list(path: string): string[] {
	return attempt(path, () => readdirSync(path));
}

function readMark(path: string): Kept {
	const text = attempt(path, () => readFileSync(join(path, MARK), 'utf8'));
	let kept: Partial<Kept> | null;
	try {
		kept = JSON.parse(text) as Partial<Kept> | null;
	} catch (error) {
		throw new UsageError(`--state ${path}: ${MARK} is damaged: ${reasonOf(error)}`);
	}
	if (kept?.format !== FORMAT) throw new UsageError(`--state ${path}: ${MARK} is damaged, or not Keiki's: expected the format "${FORMAT}"`);
	if (kept.version !== VERSION) {
		throw new UsageError(`--state ${path}: it is of version ${JSON.stringify(kept.version)}; this keiki reads version ${VERSION}`);
	}
	if (!isWhole(kept))
		throw new UsageError(`--state ${path}: ${MARK} is damaged: expected "filled", "location", "dongles" and "units" as keiki writes them`);
	return kept;
}

function isWhole(kept: Partial<Kept>): kept is Kept {
	const { filled, location, dongles, units } = kept;
	const isDigits = (value: unknown) => typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value);
	const isItems = (items: unknown) => typeof items === 'object' && items !== null && Object.values(items).every(isDigits);
	return (
		typeof filled === 'boolean' &&
		(location === null || isDigits(location)) &&
		typeof dongles === 'object' &&
		dongles !== null &&
		Object.values(dongles).every(isItems) &&
		(units === undefined || (Array.isArray(units) && units.every(isKeptUnit)))
	);
}

function isKeptUnit(unit: unknown): unit is KeptUnit {
	if (typeof unit !== 'object' || unit === null) return false;
	const { serial, code, certified, place, closed } = unit as Partial<Record<keyof KeptUnit, unknown>>;
	return (
		typeof serial === 'string' &&
		/^[A-Z]\d{7}$/.test(serial) &&
		typeof code === 'string' &&
		unitType(code) !== undefined &&
		(certified === undefined || typeof certified === 'number') &&
		(place === null || place === placeOf[unitType(code)!.kind]) &&
		(closed === undefined || typeof closed === 'boolean')
	);
}

/** The file is what it was, or what it shall be, whenever the power fails. */
function replace(path: string, content: Uint8Array | string): void {
	writeFileSync(path + UNFINISHED, content, { mode: 0o600, flush: true });
	renameSync(path + UNFINISHED, path);
}

function attempt<Result>(path: string, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(`--state ${path}: ${reasonOf(error)}`);
	}
}
