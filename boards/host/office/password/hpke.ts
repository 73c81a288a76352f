/** HPKE by `@hpke/core`, which is loaded when it is needed. */
import type { CipherSuite } from '@hpke/core';
import type { HpkeKeys, HpkeMessage, HpkePort } from '../../../../src/operations/bar-code/hpke.js';

const UNCOMPRESSED = 4;

/** Rejects where the package is not installed. */
export async function loadHpke(): Promise<HpkePort> {
	const { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = await import('@hpke/core');
	return new HpkeOfPackage(new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() }));
}

class HpkeOfPackage implements HpkePort {
	readonly #suite: CipherSuite;

	constructor(suite: CipherSuite) {
		this.#suite = suite;
	}

	async seal({ privateKey, publicKey }: HpkeKeys, info: Uint8Array, aad: Uint8Array, plain: Uint8Array): Promise<HpkeMessage> {
		const { kem } = this.#suite;
		const senderKey = await kem.importKey('raw', exact(privateKey), false);
		const recipientPublicKey = await kem.importKey('raw', pointOf(publicKey), true);
		const { enc, ct } = await this.#suite.seal({ senderKey, recipientPublicKey, info: exact(info) }, exact(plain), exact(aad));
		return { enc: new Uint8Array(enc), sealed: new Uint8Array(ct) };
	}

	async open({ privateKey, publicKey }: HpkeKeys, info: Uint8Array, aad: Uint8Array, { enc, sealed }: HpkeMessage): Promise<Uint8Array | undefined> {
		const { kem } = this.#suite;
		// Outside what may fail: keys of one's own that are none are an error of the program's.
		const recipientKey = await kem.importKey('raw', exact(privateKey), false);
		const senderPublicKey = await kem.importKey('raw', pointOf(publicKey), true);
		try {
			const parameters = { recipientKey, senderPublicKey, enc: exact(enc), info: exact(info) };
			return new Uint8Array(await this.#suite.open(parameters, exact(sealed), exact(aad)));
		} catch {
			return undefined;
		}
	}
}

/** A buffer of these bytes alone. */
function exact(bytes: Uint8Array): ArrayBuffer {
	// Not `slice`: that of a Buffer is a view.
	return new Uint8Array(bytes).buffer;
}

function pointOf(publicKey: Uint8Array): ArrayBuffer {
	const point = new Uint8Array(publicKey.length + 1);
	point[0] = UNCOMPRESSED;
	point.set(publicKey, 1);
	return exact(point);
}
