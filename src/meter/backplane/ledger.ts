import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import { putUint32, putUint48 } from '../../../modules/bytes/uint.js';
import { Journal, sectorsFor } from '../../../modules/journal/journal.js';
import {
	decodeLedgerEntry,
	isBehind,
	LAST_KNOWN,
	LEDGER_CAUSE,
	LEDGER_ENTRY_LENGTH,
	LEDGER_FIELD,
	LEDGER_MARK,
	type LedgerEntry,
	putSerial,
	serialAt,
} from './ledger-entry.js';
import type { UnitIdentity } from './messages.js';

/** 20 entries in and out: one exchange in half a year, for ten years. */
const ENTRIES = 40;
const LEDGER_KIND = 4;
const HELD_KIND = 5;
/** Sectors of the notes of the unit in place: a ring of the least size. */
const HELD_SECTORS = 2;

export function ledgerSectors(sectorSize: number): number {
	return sectorsFor(ENTRIES, LEDGER_ENTRY_LENGTH, sectorSize) + HELD_SECTORS;
}

/**
 * The base's account of its metering units: an entry with the registers each time one comes, and each time one goes. The energy of a household is
 * the sum of what the registers of each unit gained between its two entries, plus what those of the unit in place gained since its entry; from out
 * to in nothing was measured. So a unit that comes with registers of its own, from the works or from another house, brings none of their energy along, and a unit
 * that comes back counts on.
 *
 * If a unit goes without a word, its last known registers stand for the final ones, and the entry says so. They are known from each poll, and from each
 * half-hour on flash.
 */
export class Ledger {
	/** The unit in place, and where its registers stood when it told last: an entry in the making. */
	readonly #current = new Uint8Array(LEDGER_ENTRY_LENGTH);
	readonly #ledger: Journal;
	readonly #held: Journal;
	readonly #log: Log;
	#serial: string | undefined;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash, firstSector: number, log: Log) {
		const sectors = ledgerSectors(flash.sectorSize) - HELD_SECTORS;
		this.#log = log;
		this.#ledger = new Journal({ flash, firstSector, sectors, recordLength: LEDGER_ENTRY_LENGTH, kind: LEDGER_KIND });
		this.#held = new Journal({
			flash,
			firstSector: firstSector + sectors,
			sectors: HELD_SECTORS,
			recordLength: LEDGER_ENTRY_LENGTH,
			kind: HELD_KIND,
		});
		const newest = newestOf(this.#ledger);
		if (newest?.[LEDGER_FIELD.mark] !== LEDGER_MARK.in) return;
		this.#serial = serialAt(newest);
		this.#current.set(newest);
		const held = newestOf(this.#held);
		if (held !== undefined && serialAt(held) === this.#serial && !isBehind(held, LEDGER_FIELD.import, this.#current)) this.#current.set(held);
		this.#current[LEDGER_FIELD.mark] = LEDGER_MARK.held;
	}

	/** Serial number of the unit whose last entry is in. */
	get serial(): string | undefined {
		return this.#serial;
	}

	/** The newest entry of a unit that went, as it is stored. */
	newestOut(): Uint8Array | undefined {
		for (let index = this.#ledger.end - 1; index >= this.#ledger.first; index--) {
			const record = this.#ledger.read(index);
			if (record?.[LEDGER_FIELD.mark] === LEDGER_MARK.out) return record.slice();
		}
		return undefined;
	}

	/** Oldest first. */
	entries(): LedgerEntry[] {
		const list: LedgerEntry[] = [];
		for (let index = this.#ledger.first; index < this.#ledger.end; index++) {
			const record = this.#ledger.read(index);
			const ledgerEntry = record && decodeLedgerEntry(record);
			if (ledgerEntry !== undefined) list.push(ledgerEntry);
		}
		return list;
	}

	/**
	 * A metering unit counts from `when` on, from these registers. Goes on with its open entry if it was in place before the power went; closes that of
	 * another one. False: its registers stand behind where they were when it told last.
	 */
	enter(identity: UnitIdentity, registers: Uint8Array, when: number): boolean {
		const current = this.#current;
		if (this.#serial !== undefined && this.#serial !== identity.serial) this.leave('powerless', false, when);
		const goesOn = this.#serial !== undefined;
		const reference = (goesOn ? current : newestOf(this.#ledger))?.slice();
		const known = reference !== undefined && serialAt(reference) === identity.serial;
		current[LEDGER_FIELD.mark] = LEDGER_MARK.in;
		current[LEDGER_FIELD.cause] = LEDGER_CAUSE.none;
		putUint48(current, LEDGER_FIELD.when, when);
		putUint48(current, LEDGER_FIELD.time, when);
		current.set(registers, LEDGER_FIELD.import);
		putSerial(current, identity.serial);
		putUint32(current, LEDGER_FIELD.certified, identity.certified ?? 0);
		if (!goesOn) this.append();
		this.#serial = identity.serial;
		current[LEDGER_FIELD.mark] = LEDGER_MARK.held;
		return !known || !isBehind(current, LEDGER_FIELD.import, reference);
	}

	/** The unit in place tells its registers. False, and nothing changes: they ran backwards. */
	note(registers: Uint8Array, time: number): boolean {
		if (isBehind(registers, 0, this.#current)) return false;
		this.#current.set(registers, LEDGER_FIELD.import);
		putUint48(this.#current, LEDGER_FIELD.time, time);
		return true;
	}

	/** Keeps on flash what was noted. */
	hold(time: number): void {
		putUint48(this.#current, LEDGER_FIELD.when, time);
		this.write(this.#held, this.#current);
	}

	/** The unit in place is gone. `final`: what was noted last is where its registers stand. */
	leave(cause: LedgerEntry['cause'], final: boolean, when: number): void {
		this.#current[LEDGER_FIELD.mark] = LEDGER_MARK.out;
		this.#current[LEDGER_FIELD.cause] = LEDGER_CAUSE[cause] | (final ? 0 : LAST_KNOWN);
		putUint48(this.#current, LEDGER_FIELD.when, when);
		this.append();
		this.#serial = undefined;
	}

	private append(): void {
		this.write(this.#ledger, this.#current);
	}

	/** Metering goes on, whatever becomes of the base's own flash. */
	private write(journal: Journal, record: Uint8Array): void {
		try {
			journal.append(record);
		} catch (error) {
			this.#log.write('backplane', `the ledger was not written: ${String(error)}`);
		}
	}
}

function newestOf(journal: Journal): Uint8Array | undefined {
	for (let index = journal.end - 1; index >= journal.first; index--) {
		const record = journal.read(index);
		if (record !== undefined) return record;
	}
	return undefined;
}
