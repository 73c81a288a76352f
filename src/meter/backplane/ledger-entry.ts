import { asciiText } from '../../../modules/bytes/ascii.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { Minute } from '../metering/readings.js';

/**
 * An entry of the ledger: where the registers of a metering unit stood when it came, went, or last told.
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 1 | mark, one of `LEDGER_MARK` |
 * | 1 | 1 | cause, one of `LEDGER_CAUSE`; 0x80 is added where the values are the last known ones, not the final ones |
 * | 2 | 6 | when, ms since 1970 |
 * | 8 | 6 | the time of the values, ms since 1970 |
 * | 14 | 10 | import register |
 * | 24 | 10 | export register |
 * | 34 | 12 | serial number, padded with NUL |
 * | 46 | 4 | when the unit was certified, a minute since 1970; 0: unknown |
 */
export const LEDGER_ENTRY_LENGTH = 50;
export const LEDGER_FIELD = Object.freeze({ mark: 0, cause: 1, when: 2, time: 8, import: 14, export: 24, serial: 34, certified: 46 });

/** `held`: a note of a unit in place, so that its last values outlive it. */
export const LEDGER_MARK = Object.freeze({ in: 1, out: 2, held: 3 });

/** `announced`, `unannounced`: pulled. `isolated`: not to be trusted any more. `powerless`: gone or exchanged while the meter had no power. */
export const LEDGER_CAUSE = Object.freeze({ none: 0, announced: 1, unannounced: 2, isolated: 3, powerless: 4 });

export const LAST_KNOWN = 0x80;
export const SERIAL_LENGTH = 12;
export const REGISTERS_LENGTH = 20;

export interface LedgerEntry {
	readonly mark: 'in' | 'out';
	readonly cause: keyof typeof LEDGER_CAUSE;
	/** The values are from `time`; what the unit measured after that is not among them. */
	readonly lastKnown: boolean;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly when: number;
	readonly time: number;
	/** mWh. */
	readonly import: number;
	readonly export: number;
	readonly serial: string;
	readonly certified: Minute;
}

const MARKS = frozen({ 1: 'in', 2: 'out' } as Readonly<Record<number, LedgerEntry['mark']>>);
const CAUSES: readonly LedgerEntry['cause'][] = Object.freeze(['none', 'announced', 'unannounced', 'isolated', 'powerless']);

/** Entry in 50 bytes; undefined where they are none of a unit that came or went. */
export function decodeLedgerEntry(bytes: Uint8Array): LedgerEntry | undefined {
	const mark = MARKS[bytes[LEDGER_FIELD.mark]!];
	const cause = CAUSES[bytes[LEDGER_FIELD.cause]! & ~LAST_KNOWN];
	if (bytes.length !== LEDGER_ENTRY_LENGTH || mark === undefined || cause === undefined) return undefined;
	return {
		mark,
		cause,
		lastKnown: (bytes[LEDGER_FIELD.cause]! & LAST_KNOWN) !== 0,
		when: uint48(bytes, LEDGER_FIELD.when),
		time: uint48(bytes, LEDGER_FIELD.time),
		import: uint48(bytes, LEDGER_FIELD.import),
		export: uint48(bytes, LEDGER_FIELD.export),
		serial: serialAt(bytes),
		certified: uint32(bytes, LEDGER_FIELD.certified),
	};
}

export function putSerial(bytes: Uint8Array, serial: string): void {
	for (let i = 0; i < SERIAL_LENGTH; i++) bytes[LEDGER_FIELD.serial + i] = i < serial.length ? serial.charCodeAt(i) : 0;
}

export function serialAt(bytes: Uint8Array): string {
	let end = LEDGER_FIELD.serial + SERIAL_LENGTH;
	while (end > LEDGER_FIELD.serial && bytes[end - 1] === 0) end--;
	return asciiText(bytes.subarray(LEDGER_FIELD.serial, end));
}

/** Whether one of the two registers at `offset` of `bytes` stands below that of `ledgerEntry`. They are stored so that their bytes compare as they do. */
export function isBehind(bytes: Uint8Array, offset: number, ledgerEntry: Uint8Array): boolean {
	for (let register = 0; register < REGISTERS_LENGTH; register += REGISTERS_LENGTH / 2) {
		for (let i = register; i < register + REGISTERS_LENGTH / 2; i++) {
			const other = ledgerEntry[LEDGER_FIELD.import + i]!;
			if (bytes[offset + i]! < other) return true;
			if (bytes[offset + i]! > other) break;
		}
	}
	return false;
}
