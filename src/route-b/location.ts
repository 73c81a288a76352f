/**
 * The installation location (EPC 81): what a HEMS set, kept through a power cut. A HEMS may set it as often as it likes, and flash and disks have their
 * limits: it is written at once if nothing was in the last minute, and else once the minute is over.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { MINUTE } from '../../modules/time/durations.js';

export interface LocationStore {
	load(): Uint8Array | undefined;
	/** Throws if it cannot be written. */
	save(location: Uint8Array): void;
}

export interface LocationKeeping {
	/** Without it what is set is gone with the power. */
	readonly location?: LocationStore | undefined;
	readonly scheduler: Scheduler;
	readonly log: Log;
}

/** The least time between two writes, ms. */
const HOLD = MINUTE;

export class Location {
	readonly #keeping: LocationKeeping | undefined;
	#value: Uint8Array;
	#written = true;
	/** The last write failed. */
	#failing = false;
	#holding = false;

	/** @param usual until another one is set: 1 or 17 bytes */
	constructor(usual: readonly number[], keeping?: LocationKeeping) {
		this.#keeping = keeping;
		const kept = keeping?.location?.load();
		this.#value = kept && isLocation(kept) ? kept : Uint8Array.from(usual);
	}

	/** 1 or 17 bytes. */
	get value(): Uint8Array {
		return this.#value;
	}

	/** False, and nothing changes, unless it is one byte of any value but 01, or 17 bytes that begin with 01 (superclass, Release C and later); false where it cannot be kept. */
	set(edt: Uint8Array): boolean {
		if (!isLocation(edt) || (this.#holding && this.#failing)) return false;
		if (equalBytes(edt, this.#value)) return true;
		const before = this.#value;
		this.#value = edt.slice();
		this.#written = false;
		if (this.#holding) return true;
		this.keep();
		if (this.#written) return true;
		this.#value = before;
		this.#written = true;
		return false;
	}

	/** Writes what is not written yet: the power may go. */
	keep(): void {
		const keeping = this.#keeping;
		if (this.#written || keeping?.location === undefined) {
			this.#written = true;
			return;
		}
		try {
			keeping.location.save(this.#value);
			this.#written = true;
			this.#failing = false;
		} catch (error) {
			if (!this.#failing) keeping.log.write('route-b', `the installation location cannot be kept: ${String(error)}; refused until it can`);
			this.#failing = true;
		}
		if (this.#holding) return;
		this.#holding = true;
		// Made when it is needed: kept ready it would take slots for a year between two.
		keeping.scheduler.after(HOLD, () => {
			this.#holding = false;
			this.keep();
		});
	}
}

function isLocation(edt: Uint8Array): boolean {
	return edt.length === (edt[0] === 0x01 ? 17 : 1);
}
