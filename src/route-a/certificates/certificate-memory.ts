/**
 * Certificates on a flash of their own, which stays blank until there is one. The journal is opened before there is a request; memory for the values is taken
 * when one is asked for. A value is the length of a certificate (2 bytes, `MARK` in the two highest bits; 0: none), then its DER.
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import type { FlashRange } from '../standard-log.js';

/** How many there may be. */
export const MOST_CERTIFICATES = 12;
/** Bytes. */
export const LONGEST_CERTIFICATE = 1024;
/** Where a certificate came from: a client imported it, or one whose own it is; or the meter was told it. */
export const MARK = Object.freeze({ imported: 0, told: 1, own: 2 });
const MARK_SHIFT = 6;
const HIGH_LENGTH = 0x3f;
const LENGTH = 2 + LONGEST_CERTIFICATE;
/** Sectors that count as one: 15 values find room. */
const JOINED = 8;
/** Sectors of 4,096 bytes that certificates want of a flash. */
export const CERTIFICATE_SECTORS = JOINED * SLOTS_SECTORS;

export class CertificateMemory {
	readonly #range: FlashRange;
	readonly #journal: Journal;
	#slots: Slots | undefined;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		this.#range = { flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: SLOTS_SECTORS };
		this.#journal = Slots.open(this.#range, LENGTH);
	}

	/** Whether nothing was ever kept. */
	get isBlank(): boolean {
		return this.#slots === undefined && this.#journal.end === 0;
	}

	/** A certificate, a view; undefined: there is none under this number. */
	get(number: number): Uint8Array | undefined {
		if (this.isBlank) return undefined;
		const { bytes } = this.#values;
		const start = number * LENGTH;
		const length = ((bytes[start]! & HIGH_LENGTH) << 8) | bytes[start + 1]!;
		return length === 0 || length > LONGEST_CERTIFICATE ? undefined : bytes.subarray(start + 2, start + 2 + length);
	}

	/** One of `MARK` of a certificate that there is. */
	markOf(number: number): number {
		return this.#values.bytes[number * LENGTH]! >> MARK_SHIFT;
	}

	/** It is there to stay when this returns. @param certificate empty: none. @param mark one of `MARK` */
	put(number: number, certificate: Uint8Array, mark: number = MARK.imported): void {
		const { bytes } = this.#values;
		const start = number * LENGTH;
		bytes.fill(0, start, start + LENGTH);
		bytes[start] = (mark << MARK_SHIFT) | (certificate.length >> 8);
		bytes[start + 1] = certificate.length;
		bytes.set(certificate, start + 2);
		this.#values.keep(number);
	}

	/** How often the most worn sector was erased. */
	get erasures(): number {
		return this.#journal.erasures;
	}

	get #values(): Slots {
		this.#slots ??= new Slots({ range: this.#range, journal: this.#journal, count: MOST_CERTIFICATES, length: LENGTH });
		return this.#slots;
	}
}
