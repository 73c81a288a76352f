/**
 * The key pair of the communication unit, for which Route B credentials are sealed, as class 64 (version 1) has key pairs: methods 4 and 5 with the type of
 * agreement draw it anew and tell a request for a certificate, which proves that the unit has the private key. Its name is Keiki's own, and unconfirmed.
 */
import { toUpperHex } from '../../modules/bytes/hex.js';
import { CERTIFICATE_TYPE, type CertificateFacts, type CertificateKeeper } from '../../modules/cosem/certificate-keeper.js';
import { ACTION_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { encodeRequest, USAGE } from '../../modules/x509/certificate.js';
import type { UnitKeyPair } from '../meter/communication/service.js';

export interface UnitPairOptions {
	/** 8 bytes. */
	readonly title: Uint8Array;
	/** Of the unit that is there; undefined: it has none. */
	readonly pair: () => UnitKeyPair | undefined;
	/** There is another pair. */
	readonly onDrawn: () => void;
}

export class UnitPair implements CertificateKeeper {
	readonly list: readonly CertificateFacts[] = [];
	readonly #options: UnitPairOptions;

	constructor(options: UnitPairOptions) {
		this.#options = options;
	}

	generate(type: number): number {
		const pair = this.#pairFor(type);
		if (pair === undefined || !pair.draw()) return ACTION_RESULT.otherReason;
		this.#options.onDrawn();
		return ACTION_RESULT.success;
	}

	request(type: number): Uint8Array | number {
		const pair = this.#pairFor(type);
		if (pair === undefined) return ACTION_RESULT.otherReason;
		return encodeRequest(toUpperHex(this.#options.title), pair.publicKey, USAGE.keyAgreement, (bytes) => pair.sign(bytes));
	}

	import(): number {
		return ACTION_RESULT.readWriteDenied;
	}

	export(): number {
		return ACTION_RESULT.readWriteDenied;
	}

	remove(): number {
		return ACTION_RESULT.readWriteDenied;
	}

	#pairFor(type: number): UnitKeyPair | undefined {
		return type === CERTIFICATE_TYPE.agreement ? this.#options.pair() : undefined;
	}
}
