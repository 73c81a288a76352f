/**
 * The authorities of `keiki keys make --certificates` (Green Book, "Public key infrastructure"), and what they certify:
 *
 * | certificate        | signed by     | keyUsage, basicConstraints              |
 * |--------------------|---------------|-----------------------------------------|
 * | Keiki Root CA      | itself        | keyCertSign; cA, pathLenConstraint 1     |
 * | Keiki Sub CA       | Keiki Root CA | keyCertSign; cA, pathLenConstraint 0     |
 * | system title       | Keiki Sub CA  | digitalSignature, or keyAgreement        |
 */
import { createPrivateKey } from 'node:crypto';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { joined } from '../../../modules/bytes/joined.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { scalarLength } from '../../../modules/dlms/security/key-agreement.js';
import { encodeCertificate, USAGE } from '../../../modules/x509/certificate.js';
import { encodeName } from '../../../modules/x509/names.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { pemText } from '../shared/pem.js';

const CIPHER = newHostCipher();
const DAY = 86_400_000;
const SERIAL_LENGTH = 16;
const KEY_NAME_LENGTH = 20;
const UNCOMPRESSED = 4;

interface Pair {
	readonly privateKey: Uint8Array;
	readonly publicKey: Uint8Array;
}

/** The keys of one holder, and their certificates in DER. */
export interface CertifiedKeys {
	readonly signatureKey: Uint8Array;
	readonly agreementKey: Uint8Array;
	readonly certificate: readonly Uint8Array[];
}

export class Authorities {
	readonly #suite: number;
	readonly #root: Pair;
	readonly #sub: Pair;
	readonly #notBefore: number;
	readonly #notAfter: number;
	/** In DER, the root first. */
	readonly certificates: readonly Uint8Array[];

	/**
	 * @param suite 1 or 2
	 * @param now ms since 1970-01-01T00:00:00Z
	 * @param days until all that they certify is out of its time
	 */
	constructor(suite: number, now: number, days: number) {
		this.#suite = suite;
		this.#root = this.#draw();
		this.#sub = this.#draw();
		// A clock may be behind.
		this.#notBefore = now - DAY;
		this.#notAfter = now + days * DAY;
		const of = (name: string, pair: Pair, pathLength: number) =>
			this.#certificate('Keiki Root CA', this.#root, name, pair.publicKey, USAGE.keyCertSign, pathLength);
		this.certificates = [of('Keiki Root CA', this.#root, 1), of('Keiki Sub CA', this.#sub, 0)];
	}

	/** New keys of whoever has this title. */
	certify(title: Uint8Array): CertifiedKeys {
		const [signing, agreeing] = [this.#draw(), this.#draw()];
		const of = ({ publicKey }: Pair, usage: number) => this.#certificate('Keiki Sub CA', this.#sub, toUpperHex(title), publicKey, usage);
		return {
			signatureKey: signing.privateKey,
			agreementKey: agreeing.privateKey,
			certificate: [of(signing, USAGE.digitalSignature), of(agreeing, USAGE.keyAgreement)],
		};
	}

	/** Certificates and private keys in PEM, the lower authority first: OpenSSL takes the first of each kind. */
	get pem(): string {
		const [root, sub] = this.certificates as readonly [Uint8Array, Uint8Array];
		return `${pemText('CERTIFICATE', sub)}${privatePem(this.#sub)}${pemText('CERTIFICATE', root)}${privatePem(this.#root)}`;
	}

	#draw(): Pair {
		return drawnPair(CIPHER, SYSTEM_RANDOM, this.#suite)!;
	}

	#certificate(
		issuer: string,
		{ privateKey, publicKey: by }: Pair,
		subject: string,
		publicKey: Uint8Array,
		usage: number,
		pathLength?: number,
	): Uint8Array {
		const facts = {
			...{ serial: newSerial(), issuer: encodeName(issuer), subject: encodeName(subject) },
			...{ notBefore: this.#notBefore, notAfter: this.#notAfter, publicKey, usage, pathLength },
			...{ isAuthority: pathLength !== undefined, subjectKey: keyName(publicKey), issuerKey: keyName(by) },
		};
		return encodeCertificate(facts, (bytes) => CIPHER.sign!(privateKey, bytes), 2 * scalarLength(this.#suite));
	}
}

function newSerial(): Uint8Array {
	const serial = new Uint8Array(SERIAL_LENGTH);
	SYSTEM_RANDOM.fill(serial);
	serial[0] = (serial[0]! & 0x3f) | 0x40;
	return serial;
}

/** RFC 7093, method 1. */
function keyName(publicKey: Uint8Array): Uint8Array {
	return CIPHER.sha256(joined([Uint8Array.of(UNCOMPRESSED), publicKey])).slice(0, KEY_NAME_LENGTH);
}

function privatePem({ privateKey, publicKey }: Pair): string {
	const { length } = privateKey;
	const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
	const point = { x: text(publicKey.subarray(0, length)), y: text(publicKey.subarray(length)) };
	const key = { kty: 'EC', crv: length === 32 ? 'P-256' : 'P-384', d: text(privateKey), ...point };
	return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }) as string;
}
