/** An authority of a test, which signs with node:crypto, and certificates as it makes them. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { encodeCertificate, USAGE } from '../../../modules/x509/certificate.js';
import { encodeName } from '../../../modules/x509/names.js';
import { CURVES } from '../../src/route-a/general-rig.node.js';

const YEAR = 365 * 86_400_000;
/** Within all certificates, unless told. */
export const NOW = Date.UTC(2026, 10, 22, 3, 34);

export class Authority {
	readonly name: Uint8Array;
	readonly privateKey: Uint8Array;
	readonly publicKey: Uint8Array;
	#serial = 1;

	/** @param fill of the bytes of its private key */
	constructor(commonName: string, length: number, fill: number) {
		this.name = encodeName(commonName);
		this.privateKey = new Uint8Array(length).fill(fill);
		this.publicKey = CURVES.publicKey(this.privateKey)!;
	}

	certificate(changes: Partial<Parameters<typeof encodeCertificate>[0]> = {}): Uint8Array {
		const facts = { serial: Uint8Array.of(0x80, this.#serial++), issuer: this.name, notBefore: NOW - YEAR, notAfter: NOW + YEAR, isAuthority: false };
		const told = { subject: this.name, publicKey: this.publicKey, usage: USAGE.digitalSignature, ...changes };
		return encodeCertificate({ ...facts, ...told }, (bytes) => CURVES.sign(this.privateKey, bytes), this.publicKey.length);
	}

	/** Signed by another one. */
	by(issuer: Authority, changes: Parameters<Authority['certificate']>[0] = {}): Uint8Array {
		return issuer.certificate({ subject: this.name, publicKey: this.publicKey, usage: USAGE.keyCertSign, isAuthority: true, ...changes });
	}

	/** Its own. */
	root(changes: Parameters<Authority['certificate']>[0] = {}): Uint8Array {
		return this.certificate({ usage: USAGE.keyCertSign, isAuthority: true, ...changes });
	}

	/** Of whoever has this title. */
	of(title: Uint8Array, publicKey: Uint8Array, usage: number, changes: Parameters<Authority['certificate']>[0] = {}): Uint8Array {
		return this.certificate({ subject: encodeName(toUpperHex(title)), publicKey, usage, ...changes });
	}
}
