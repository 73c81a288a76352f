/**
 * Certificates that a meter is told with its keys: they come to those that it keeps as a client's import would, once, and in place of those that it was told
 * before. What a client removes stays away until the meter is told others. The store keeps
 *
 * | bytes | field                                                                                                  |
 * |-------|--------------------------------------------------------------------------------------------------------|
 * | 8     | beginning of SHA-256 of all of them                                                                     |
 * | n     | a bit for each, the lowest first: there was no room for it so far; without these bytes there was for all |
 *
 * For what found no room the next start looks again, and says so again.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { joined } from '../../../modules/bytes/joined.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { type Certificate, decodeCertificate } from '../../../modules/x509/certificate.js';
import type { RouteAKeys } from '../keys.js';

const NAME = 'RouteApt';
const DIGEST_LENGTH = 8;
const NONE: readonly Uint8Array[] = Object.freeze([]);

/** Authorities first. */
function certificatesTold({ authorities = NONE, certificate = NONE, clients, keyless }: RouteAKeys): Uint8Array[] {
	const all = [...authorities, ...certificate];
	for (const rows of [clients, keyless]) for (const client in rows) all.push(...(rows[Number(client)]!.certificate ?? NONE));
	return all.filter((der, i) => all.findIndex((other) => equalBytes(other, der)) === i);
}

export interface TakingOptions {
	readonly keys: RouteAKeys;
	readonly store: Store;
	readonly cipher: Cipher;
	/** Nothing was ever taken. */
	readonly isBlank: boolean;
	/** What is not taken, and why. */
	readonly warn: (text: string) => void;
	/** Removes those that the meter was told before, but these; how many there were. */
	readonly forget: (but: readonly Uint8Array[]) => number;
	/** Keeps one; false: there is no room, or it is too long. */
	readonly take: (certificate: Certificate, der: Uint8Array) => boolean;
}

/** Bytes of the bits that are kept: more would find no room at all. */
const MOST_BITS = 32;

/** @throws RangeError if the store has no room */
export function takeTold(options: TakingOptions): void {
	const { keys, store, cipher, isBlank, warn, forget } = options;
	const told = certificatesTold(keys);
	const before = store.get(NAME);
	if (told.length === 0 && before === undefined) return;
	const digest = cipher.sha256(joined(told)).slice(0, DIGEST_LENGTH);
	const isKnown = !isBlank && before !== undefined && equalBytes(before.subarray(0, DIGEST_LENGTH), digest);
	const removed = isKnown || told.length === 0 ? 0 : forget(told);
	if (removed > 0) warn(`${removed} certificates that the meter was told before, and is not any more, are removed`);
	const waits = (i: number): boolean => !isKnown || (((before[DIGEST_LENGTH + (i >> 3)] ?? 0) >> (i & 7)) & 1) !== 0;
	const bits = new Uint8Array(Math.min(MOST_BITS, Math.ceil(told.length / 8)));
	let isComplete = true;
	for (let i = 0; i < told.length; i++) {
		if (!waits(i) || isTaken(told[i]!, options)) continue;
		isComplete = false;
		// Beyond the bytes there are nothing is kept.
		bits[i >> 3]! |= 1 << (i & 7);
	}
	// Last: a start that was cut off begins again.
	const kept = isComplete ? digest : joined([digest, bits]);
	if (before === undefined || !equalBytes(before, kept)) store.set(NAME, kept);
}

/** False: there is no room for it, which is told; what is none is done with. */
function isTaken(der: Uint8Array, { warn, take }: TakingOptions): boolean {
	try {
		const certificate = decodeCertificate(der);
		if (take(certificate, der)) return true;
		warn(`there is no room for the certificate of ${certificate.commonName ?? 'nobody'} that the meter is told`);
		return false;
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		warn(`a certificate that the meter is told is none: ${error.message}`);
		return true;
	}
}
