/**
 * How the two sides of an association prove themselves to each other (Green Book, "Authentication mechanisms"). In LLS the client sends its secret; in HLS each
 * side sends a challenge with AARQ and AARE, and then its proof for that of the other, which is, where P proves itself to V:
 *
 * | mechanism    | proof                                                                                 | needs of the cipher |
 * |--------------|---------------------------------------------------------------------------------------|---------------------|
 * | 2 HLS        | AES-128 of V's challenge, padded with zeros to whole blocks, under the secret          |                     |
 * | 3 MD5        | MD5(V's challenge ‖ secret)                                                           | `md5`               |
 * | 4 SHA-1      | SHA-1(V's challenge ‖ secret)                                                         | `sha1`              |
 * | 5 GMAC       | security control ‖ counter ‖ GMAC of V's challenge (ciphering.ts)                     |                     |
 * | 6 SHA-256    | SHA-256(secret ‖ P's title ‖ V's title ‖ V's challenge ‖ P's challenge)               |                     |
 * | 7 ECDSA      | signature by P of P's title ‖ V's title ‖ V's challenge ‖ P's challenge               | `sign`, `verify`    |
 *
 * Mechanism 2 is the maker's own: this is what the public clients take it for. Who listens can guess at the secret of 1 to 4 as fast as he likes, and has
 * it at once in 1.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { equalSecrets } from '../../bytes/equal.js';
import { joined } from '../../bytes/joined.js';
import { KEY_LENGTH } from '../../crypto/lengths.js';
import { MECHANISM } from '../apdu/acse.js';

/** What one side knows to prove itself by, and of the other side. */
export interface Credentials {
	readonly cipher: Cipher;
	/** System title of this side: 8 bytes. */
	readonly title: Uint8Array;
	/** Of LLS, and of all HLS but GMAC and ECDSA. */
	readonly secret?: Uint8Array | undefined;
	/** Private key of this side, and public key of the other, for ECDSA. */
	readonly signatureKey?: Uint8Array | undefined;
	readonly peerSignatureKey?: Uint8Array | undefined;
	/** The same as it is at this moment, for the other side with this title; default: it is always the same. */
	of?(title: Uint8Array): Credentials;
}

/** One side of an association. */
export interface Party {
	/** Undefined: it has told none. */
	readonly title: Uint8Array | undefined;
	readonly challenge: Uint8Array;
}

/** Bytes of a challenge of HLS. */
export const CHALLENGE_MIN = 8;
export const CHALLENGE_MAX = 64;
/** The least for a signature. */
export const ECDSA_CHALLENGE_MIN = 32;

const NONE = new Uint8Array(0);

/** Whether both sides have challenges. */
export function isHls(mechanism: number): boolean {
	return mechanism >= MECHANISM.high && mechanism <= MECHANISM.highEcdsa;
}

/** Whether the system titles are part of the proof. */
export function isTitled(mechanism: number): boolean {
	return mechanism === MECHANISM.highSha256 || mechanism === MECHANISM.highEcdsa;
}

export function leastChallenge(mechanism: number): number {
	return mechanism === MECHANISM.highEcdsa ? ECDSA_CHALLENGE_MIN : CHALLENGE_MIN;
}

/** Whether these serve for a mechanism; GMAC needs keys instead. */
export function serves({ cipher, secret, signatureKey, peerSignatureKey }: Credentials, mechanism: number): boolean {
	switch (mechanism) {
		case MECHANISM.low:
		case MECHANISM.highSha256:
			return secret !== undefined;
		case MECHANISM.high:
			return secret !== undefined && secret.length <= KEY_LENGTH;
		case MECHANISM.highMd5:
			return secret !== undefined && cipher.md5 !== undefined;
		case MECHANISM.highSha1:
			return secret !== undefined && cipher.sha1 !== undefined;
		case MECHANISM.highEcdsa:
			return signatureKey !== undefined && peerSignatureKey !== undefined && cipher.sign !== undefined && cipher.verify !== undefined;
		default:
			return false;
	}
}

/** Whether this is the secret; takes the same time whatever is wrong with it. */
export function isSecret({ secret = NONE }: Credentials, told: Uint8Array | undefined): boolean {
	return told !== undefined && secret.length > 0 && equalSecrets(secret, told);
}

export interface HandshakeOptions {
	/** One of `MECHANISM` with HLS. */
	readonly mechanism: number;
	/** Undefined: there is nothing to prove with. */
	readonly credentials: Credentials | undefined;
	readonly own: Party;
	readonly peer: Party;
}

/** Passes 3 and 4 of one association, but of GMAC: that is a `SecuritySession`’s. */
export class Handshake {
	readonly #options: HandshakeOptions;

	constructor(options: HandshakeOptions) {
		this.#options = options;
	}

	/** What this side sends; undefined: it cannot prove itself. */
	prove(): Uint8Array | undefined {
		const { mechanism, credentials, own, peer } = this.#options;
		if (credentials === undefined || !serves(credentials, mechanism)) return undefined;
		if (mechanism === MECHANISM.highEcdsa) return credentials.cipher.sign!(credentials.signatureKey!, signed(own, peer));
		return digest(mechanism, credentials, own, peer);
	}

	/** Whether this proves the other side. */
	accepts(proof: Uint8Array): boolean {
		const { mechanism, credentials, own, peer } = this.#options;
		if (credentials === undefined || !serves(credentials, mechanism)) return false;
		if (mechanism === MECHANISM.highEcdsa) return credentials.cipher.verify!(credentials.peerSignatureKey!, signed(peer, own), proof);
		return equalSecrets(digest(mechanism, credentials, peer, own), proof);
	}
}

function digest(mechanism: number, { cipher, secret = NONE }: Credentials, prover: Party, verifier: Party): Uint8Array {
	if (mechanism === MECHANISM.high) return blocks(cipher, secret, verifier.challenge);
	if (mechanism === MECHANISM.highSha256) return cipher.sha256(joined([secret, signed(prover, verifier)]));
	const text = joined([verifier.challenge, secret]);
	return mechanism === MECHANISM.highMd5 ? cipher.md5!(text) : cipher.sha1!(text);
}

function signed(prover: Party, verifier: Party): Uint8Array {
	return joined([prover.title ?? NONE, verifier.title ?? NONE, verifier.challenge, prover.challenge]);
}

/** AES-128 in blocks of their own. */
function blocks(cipher: Cipher, secret: Uint8Array, challenge: Uint8Array): Uint8Array {
	const key = new Uint8Array(KEY_LENGTH);
	key.set(secret);
	const text = new Uint8Array(Math.ceil(challenge.length / KEY_LENGTH) * KEY_LENGTH);
	text.set(challenge);
	for (let at = 0; at < text.length; at += KEY_LENGTH) text.set(cipher.encryptBlock(key, text.subarray(at, at + KEY_LENGTH)), at);
	return text;
}
