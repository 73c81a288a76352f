/**
 * What a party at the relay has of its own, in a directory that is carried to it:
 *
 * | file              | who             | what                                                                       |
 * |-------------------|-----------------|----------------------------------------------------------------------------|
 * | `authority.pem`   | all             | certificate of the authority that all trust                                |
 * | `certificate.pem` | all             | its own, by the authority; the name in it says which party it is            |
 * | `key.pem`         | all             | the private key of that, for TLS                                            |
 * | `signing-key.pem` | office, control | the private key that it signs messages with, of P-256                      |
 * | `peer.pem`        | office, control | the public keys that the other one signs with, one behind the other         |
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSecret } from '../shared/keys-file.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { RELAY_USAGE } from './relay-usage.js';

export const IDENTITY_FILES = Object.freeze({
	authority: 'authority.pem',
	certificate: 'certificate.pem',
	key: 'key.pem',
	signingKey: 'signing-key.pem',
	peer: 'peer.pem',
} as const);

/** PEM. */
export interface TlsFiles {
	readonly authority: string;
	readonly certificate: string;
	readonly key: string;
}

export interface PartyIdentity extends TlsFiles {
	/** Of P-256, 32 bytes. */
	readonly signingKey: Uint8Array;
	/** Of P-256, 64 bytes each. */
	readonly peerKeys: readonly Uint8Array[];
}

/** Throws UsageError. @param option that named the directory, for messages */
export function readTlsFiles(directory: string, option: string): TlsFiles {
	const of = (name: string) => join(directory, name);
	return {
		authority: readPublic(of(IDENTITY_FILES.authority), option),
		certificate: readPublic(of(IDENTITY_FILES.certificate), option),
		key: readSecret(of(IDENTITY_FILES.key), option),
	};
}

/** Likewise. */
export function readIdentity(directory: string, option: string): PartyIdentity {
	const [own, other] = [join(directory, IDENTITY_FILES.signingKey), join(directory, IDENTITY_FILES.peer)];
	const peers = readPublic(other, option).match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
	const privateKey = keyOf(own, option, () => createPrivateKey(readSecret(own, option)), 'd');
	const peerKeys = peers.map((each) => keyOf(other, option, () => createPublicKey(each), 'x', 'y'));
	if (peerKeys.length === 0) throw new UsageError(inEach(RELAY_USAGE, (words) => words.noKey(option, other)));
	return { ...readTlsFiles(directory, option), signingKey: privateKey, peerKeys };
}

/** These parts of a key of P-256, 32 bytes each. */
function keyOf(path: string, option: string, read: () => KeyObject, ...parts: readonly ('d' | 'x' | 'y')[]): Uint8Array {
	try {
		const jwk = read().export({ format: 'jwk' });
		if (jwk.crv === 'P-256') return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(jwk[part]!, 'base64url'))));
	} catch (error) {
		if (error instanceof UsageError) throw error;
	}
	throw new UsageError(inEach(RELAY_USAGE, (words) => words.noKey(option, path)));
}

function readPublic(path: string, option: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(inEach(RELAY_USAGE, (words) => words.cannotRead(option, path, reasonOf(error))));
	}
}
