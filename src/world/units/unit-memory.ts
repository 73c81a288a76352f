/** Where the units of a meter keep what they store, and which units there are: in memory, or in a state directory. */
import type { Flash } from '../../../hal/ports/flash.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { JournalError } from '../../../modules/journal/journal.js';
import type { Place } from '../../meter/backplane/messages.js';

export const SECTOR_SIZE = 4096;

/** A unit that was plugged into this meter at some time. */
export interface KeptUnit {
	readonly serial: string;
	readonly code: string;
	/** Name of its maker; undefined: it tells none. */
	readonly maker?: string;
	/** Minute at which a metering unit was certified, since 1970-01-01T00:00Z. */
	readonly certified?: number;
	/** Where it is now; null: it lies beside the meter. */
	readonly place: Place | null;
	/** Position of a switching unit's contact. */
	readonly closed?: boolean;
}

export interface UnitMemory {
	/** Units in the order in which they came; empty for a new meter. */
	readonly units: readonly KeptUnit[];
	keep(units: readonly KeptUnit[]): void;
	/** `flash` was called for this owner once, in this run or one before. */
	has(owner: string): boolean;
	/** Flash of the unit with this serial number; `base`: of the base itself. Blank at first. Throws UnitMemoryError. */
	flash(owner: string, sectors: number): Flash;
}

export const BASE = 'base';

export class RamUnitMemory implements UnitMemory {
	units: readonly KeptUnit[] = [];
	readonly #flashes = new Map<string, Flash>();

	keep(units: readonly KeptUnit[]): void {
		this.units = units;
	}

	has(owner: string): boolean {
		return this.#flashes.has(owner);
	}

	flash(owner: string, sectors: number): Flash {
		const flash = this.#flashes.get(owner) ?? new RamFlash(sectors, SECTOR_SIZE);
		this.#flashes.set(owner, flash);
		return flash;
	}
}

/** The memory of a unit is not to be had; the text says why. */
export class UnitMemoryError extends Error {}

/** A memory in which something else stands than what should. */
export class DamagedMemory extends UnitMemoryError {
	readonly damage: JournalError['kind'];

	constructor(
		readonly owner: string,
		cause: JournalError,
	) {
		super(`${owner}.flash is damaged: ${cause.message}`, { cause });
		this.damage = cause.kind;
	}
}

/** Runs what reads the memory of `owner`. Throws DamagedMemory in place of a JournalError. */
export function reading<Result>(owner: string, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		throw error instanceof JournalError ? new DamagedMemory(owner, error) : error;
	}
}
