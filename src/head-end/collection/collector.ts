/**
 * What meters push, taken: opened under the key of its meter, refused where it came before, put among what is to be written down. The interval push in a general-glo
 * goes a fast way, without an object for a reading; all else (general-ciphered, signed, in blocks, events, alarms) is for whoever has the other classes.
 *
 * | verdict     | what came                                                                                  |
 * |-------------|--------------------------------------------------------------------------------------------|
 * | accepted    | one reading or more, which wait for the disk                                               |
 * | repeated    | its newest half-hour is known: nothing is written, but it may be confirmed                 |
 * | other       | a push without half-hours: an alarm, an event, one that does not say what it tells          |
 * | unusual     | nothing was done with it: it is protected in another way                                   |
 * | unprotected | it is less protected than it must be: told by whoever opened it elsewhere                   |
 * | replayed    | its counter is not above the last one                                                      |
 * | unknown     | no meter with that title is known                                                          |
 * | unopened    | not under the keys of its meter, or changed on its way                                     |
 * | malformed   | no frame, no such APDU                                                                     |
 * | full        | there is no room until what waits is on the disk: nothing of it was taken, it may come again |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { LONG_INVOKE } from '../../../modules/dlms/apdu/access.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { encodeNotificationConfirm } from '../../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, encodeCiphered, SecuritySuite, TAG_LENGTH, TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import type { BlockBuffer } from './block-buffer.js';
import { lagOf } from './block-buffer.js';
import { IntervalPushReader } from './interval-push.js';
import { SOURCE } from './journal.js';
import type { MeterTable } from './meter-table.js';

export const VERDICTS = Object.freeze([
	'accepted',
	'repeated',
	'other',
	'unusual',
	'unprotected',
	'replayed',
	'unknown',
	'unopened',
	'malformed',
	'full',
] as const);
export type Verdict = (typeof VERDICTS)[number];

/** Octets of the AMR status, and the bits of `INTERVAL_STATUS` that they stand for. */
const STATUS_BITS = Object.freeze([
	{ octet: 0x20, bit: 1 },
	{ octet: 0x80, bit: 2 },
	{ octet: 0x04, bit: 4 },
] as const);
const AUTHENTICATED_ENCRYPTED = CONTROL.authentication | CONTROL.encryption;
const KEY_LENGTH = 16;
const HEADER = 5;
/** tag, title with its length, length, header and tag: less is no general-glo. */
const LEAST = 1 + 1 + TITLE_LENGTH + 1 + HEADER + TAG_LENGTH;
/** A reading is late when it comes later than this, s: 60 minutes, by which a retailer is to have it. */
const LATE = 3600;
/** Readings of one push that are for half-hours further ahead than this are no readings, ms. */
const MOST_AHEAD = 30 * 60_000;
/** Titles of meters that are not known, of which it is counted how often each came. */
const MOST_UNKNOWN = 1024;
const OTHERS = 'others';

export interface CollectorOptions {
	readonly table: MeterTable;
	readonly buffer: BlockBuffer;
	/** `modules/crypto`'s own is twice as fast for a push as the system's. */
	readonly cipher: Cipher;
	/** System title of who confirms, 8 bytes, like no other's: what it seals is counted from 1 with each collector. */
	readonly title: Uint8Array;
	/** Minutes from local time to UTC of clocks that do not tell it; default: Japan's, −540. */
	readonly deviation?: number;
	/** How near to a boundary the clock must be for registers to be taken for those of the boundary, minutes; default: 3. */
	readonly tolerance?: number;
	/** Keys of a meter that the table has none of, by its number: 32 bytes, kept from then on. Undefined: it has none that are opened here. */
	readonly keysOf?: (number: number) => Uint8Array | undefined;
	/** A half-hour of a meter came that had not come. */
	readonly onReading?: (row: number, slot: number) => void;
	/** A message used up its counter and left no reading that tells it. */
	readonly onSpent?: (row: number, counter: number) => void;
}

/** Since the collector began. */
export interface CollectorFigures {
	/** By verdict, how many messages. */
	readonly verdicts: Readonly<Record<Verdict, number>>;
	readonly readings: number;
	/** Of these, more than an hour after their half-hour; and those that say themselves that something happened in it. */
	readonly late: number;
	readonly marked: number;
	/** Rows and registers whose time is no boundary, or lies ahead. */
	readonly off: number;
	/** Mean lag of the readings, s. */
	readonly lag: number;
}

export class Collector {
	/** By the place in `VERDICTS`. */
	readonly #verdicts = new Uint32Array(VERDICTS.length);
	readonly #unknown = new Map<string, number>();
	readonly #options: CollectorOptions;
	readonly #reader: IntervalPushReader;
	readonly #suite: SecuritySuite;
	readonly #encryption = new Uint8Array(KEY_LENGTH);
	readonly #header = new Uint8Array(1 + KEY_LENGTH);
	readonly #iv = new Uint8Array(TITLE_LENGTH + 4);
	/** Long invoke id and row of the message that was taken last, if it is to be confirmed. */
	#invoke = 0;
	#row = -1;
	#sealed = 0;
	#readings = 0;
	#late = 0;
	#marked = 0;
	#off = 0;
	#lags = 0;

	constructor(options: CollectorOptions) {
		const { deviation = -540, tolerance = 3, cipher } = options;
		this.#options = options;
		this.#reader = new IntervalPushReader({ deviation, tolerance });
		this.#suite = new SecuritySuite(cipher, 0);
	}

	/** One APDU; an unusual one is not counted: it is for whoever looks at it. @param at when it came, ms since 1970 */
	receive(apdu: Uint8Array, at: number): Verdict {
		const verdict = this.#take(apdu, at);
		return verdict === 'unusual' ? verdict : this.count(verdict);
	}

	/** Counts what came of a message that was looked at elsewhere, or was none. */
	count(verdict: Verdict): Verdict {
		this.#verdicts[VERDICTS.indexOf(verdict)]!++;
		return verdict;
	}

	/** Whether the meter of the last message waits for a confirmation, and which one it is. */
	get toConfirm(): { readonly row: number; readonly invoke: number } | undefined {
		return this.#row < 0 ? undefined : { row: this.#row, invoke: this.#invoke };
	}

	/** The confirmation, once what was pushed is durable; undefined: no counter is left for it. */
	confirmation({ row, invoke }: { readonly row: number; readonly invoke: number }): Uint8Array | undefined {
		const { table, title } = this.#options;
		if (this.#sealed + 1 >= COUNTER_EXHAUSTED) return undefined;
		const plain = new DataWriter();
		encodeNotificationConfirm(plain, { invoke, time: undefined });
		const encryptionKey = new Uint8Array(KEY_LENGTH);
		const authenticationKey = new Uint8Array(KEY_LENGTH);
		table.takeKeys(row, encryptionKey, authenticationKey, 0);
		const counter = ++this.#sealed;
		const payload = this.#suite.seal({ encryptionKey, authenticationKey, title }, AUTHENTICATED_ENCRYPTED, counter, plain.copy());
		const w = new DataWriter();
		encodeCiphered(w, { tag: APDU.generalGlo, title, control: AUTHENTICATED_ENCRYPTED, counter, payload });
		return w.copy();
	}

	/** The body of a push that was opened elsewhere, its counter looked at. @param counter 0: it had none */
	takeBody(row: number, body: Uint8Array, counter: number, at: number): Verdict {
		this.#row = -1;
		if (!this.#reader.read(body, 0)) return this.takeOther(row, counter);
		if (this.#reader.found.count > this.#options.buffer.room) return this.count('full');
		return this.count(this.#takeFound(row, counter, at));
	}

	/** A push without half-hours that was opened elsewhere. @param counter 0: it had none */
	takeOther(row: number, counter: number): Verdict {
		this.#spent(row, counter);
		return this.count('other');
	}

	/** One reading that came in another way: of a push that others opened, or asked for. False: there is no room. */
	put(row: number, slot: number, importCount: number, exportCount: number, counter: number, status: number, source: number, at: number): boolean {
		const { table, buffer, onReading } = this.#options;
		if (buffer.room === 0) return false;
		buffer.put(table.numberOf(row), slot, importCount, exportCount, counter, status, source, at);
		if (slot > table.slots[row]!) table.slots[row] = slot;
		const lag = lagOf(slot, at);
		this.#readings++;
		this.#lags += lag;
		if (lag > LATE) this.#late++;
		if (status !== 0) this.#marked++;
		onReading?.(row, slot);
		return true;
	}

	get figures(): CollectorFigures {
		const verdicts = Object.fromEntries(VERDICTS.map((verdict, i) => [verdict, this.#verdicts[i]!])) as Record<Verdict, number>;
		const readings = this.#readings;
		return { verdicts, readings, late: this.#late, marked: this.#marked, off: this.#off, lag: readings === 0 ? 0 : this.#lags / readings };
	}

	/** Titles that nobody knows, and how often each came; `others`: those that there was no room for. */
	get unknown(): ReadonlyMap<string, number> {
		return this.#unknown;
	}

	#take(apdu: Uint8Array, at: number): Verdict {
		const { table, buffer, cipher } = this.#options;
		this.#row = -1;
		const { length } = apdu;
		if (apdu[0] !== APDU.generalGlo) return 'unusual';
		if (length < LEAST || apdu[1] !== TITLE_LENGTH) return 'malformed';
		const header = headerAt(apdu, 2 + TITLE_LENGTH);
		if (header < 0) return 'malformed';
		const control = apdu[header]!;
		const row = table.rowOf(apdu, 2);
		if (row < 0) {
			this.#countUnknown(apdu);
			return 'unknown';
		}
		// Suite 1 ciphers as suite 0 does.
		if ((control & ~1) !== AUTHENTICATED_ENCRYPTED) return 'unusual';
		const counter = ((apdu[header + 1]! << 24) | (apdu[header + 2]! << 16) | (apdu[header + 3]! << 8) | apdu[header + 4]!) >>> 0;
		if (counter <= table.counters[row]! || counter === COUNTER_EXHAUSTED) return 'replayed';
		table.takeKeys(row, this.#encryption, this.#header, 1);
		if (isZero(this.#encryption)) {
			const keys = this.#options.keysOf?.(table.numberOf(row));
			if (keys === undefined) return 'unusual';
			table.setKeys(row, keys);
			table.takeKeys(row, this.#encryption, this.#header, 1);
		}
		this.#header[0] = control;
		const iv = this.#iv;
		for (let i = 0; i < TITLE_LENGTH; i++) iv[i] = apdu[2 + i]!;
		for (let i = 0; i < 4; i++) iv[TITLE_LENGTH + i] = apdu[header + 1 + i]!;
		const plain = cipher.gcmOpen(this.#encryption, iv, this.#header, apdu.subarray(header + HEADER), TAG_LENGTH);
		if (plain === undefined) return 'unopened';
		return this.#takePlain(plain, row, counter, at, buffer);
	}

	/** Whose message is authentic. */
	#takePlain(plain: Uint8Array, row: number, counter: number, at: number, buffer: BlockBuffer): Verdict {
		const { table } = this.#options;
		const body = bodyAt(plain);
		if (body < 0 || !this.#reader.read(plain, body)) {
			table.counters[row] = counter;
			this.#spent(row, counter);
			return 'other';
		}
		if (this.#reader.found.count > buffer.room) return 'full';
		table.counters[row] = counter;
		this.#invoke = ((plain[1]! << 24) | (plain[2]! << 16) | (plain[3]! << 8) | plain[4]!) >>> 0;
		if (this.#invoke & LONG_INVOKE.confirmed) this.#row = row;
		return this.#takeFound(row, counter, at);
	}

	/** What the reader has found of a meter; there is room. */
	#takeFound(row: number, counter: number, at: number): Verdict {
		const { found } = this.#reader;
		this.#off += found.off;
		if (found.count === 0) {
			this.#spent(row, counter);
			return 'other';
		}
		const source = found.isOfRegisters ? SOURCE.registers : SOURCE.profile;
		const before = this.#options.table.slots[row]!;
		let isNew = false;
		for (let i = 0; i < found.count; i++) {
			const slot = found.slots[i]!;
			if (1_800_000 * slot > at + MOST_AHEAD) {
				this.#off++;
				continue;
			}
			if (slot === before) continue;
			isNew = true;
			this.put(row, slot, found.imports[i]!, found.exports[i]!, counter, statusOf(found.statuses[i]!), source, at);
		}
		if (isNew) return 'accepted';
		this.#spent(row, counter);
		return 'repeated';
	}

	#spent(row: number, counter: number): void {
		if (counter !== 0) this.#options.onSpent?.(row, counter);
	}

	#countUnknown(apdu: Uint8Array): void {
		const title = toUpperHex(apdu.subarray(2, 2 + TITLE_LENGTH));
		const key = this.#unknown.has(title) || this.#unknown.size < MOST_UNKNOWN ? title : OTHERS;
		this.#unknown.set(key, (this.#unknown.get(key) ?? 0) + 1);
	}
}

/** Bits of `INTERVAL_STATUS` of an octet of the AMR status; −1: it was not told. */
export function statusOf(octet: number): number {
	if (octet <= 0) return 0;
	let status = 0;
	for (const each of STATUS_BITS) if (octet & each.octet) status |= each.bit;
	return status;
}

/** Where the security control stands; −1: the length before it is not that of what follows. */
function headerAt(apdu: Uint8Array, at: number): number {
	const first = apdu[at]!;
	if (first < 0x80) return at + 1 + first === apdu.length ? at + 1 : -1;
	if (first === 0x81) return at + 2 + apdu[at + 1]! === apdu.length ? at + 2 : -1;
	return first === 0x82 && at + 3 + ((apdu[at + 1]! << 8) | apdu[at + 2]!) === apdu.length ? at + 3 : -1;
}

/** Where the body of a DataNotification begins; −1: it is none. */
function bodyAt(plain: Uint8Array): number {
	if (plain[0] !== APDU.dataNotification) return -1;
	const length = plain[5];
	if (length === 0) return 6;
	if (length === 12) return 18;
	return length === 9 && plain[6] === 12 ? 19 : -1;
}

/** No key that anybody has: keys that a table does not hold. */
function isZero(key: Uint8Array): boolean {
	for (let i = 0; i < KEY_LENGTH; i++) if (key[i] !== 0) return false;
	return true;
}
