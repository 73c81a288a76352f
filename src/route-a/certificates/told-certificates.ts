/**
 * Certificates that a meter is told with its keys: they come to those that it keeps as a client's import would, once. The store keeps which they were (first 8
 * bytes of SHA-256 of all of them): what a client removes stays away until the meter is told others.
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
	/** Keeps one; false: there is no room, or it is too long. */
	readonly take: (certificate: Certificate, der: Uint8Array) => boolean;
}

/** @throws RangeError if the store has no room */
export function takeTold({ keys, store, cipher, isBlank, warn, take }: TakingOptions): void {
	const told = certificatesTold(keys);
	const before = store.get(NAME);
	if (told.length === 0 && before === undefined) return;
	const digest = cipher.sha256(joined(told)).slice(0, DIGEST_LENGTH);
	if (!isBlank && before !== undefined && equalBytes(before, digest)) return;
	for (const der of told) {
		try {
			const certificate = decodeCertificate(der);
			if (!take(certificate, der)) warn(`there is no room for the certificate of ${certificate.commonName ?? 'nobody'} that the meter is told`);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			warn(`a certificate that the meter is told is none: ${error.message}`);
		}
	}
	// Last: a start that was cut off begins again.
	store.set(NAME, digest);
}
