/// <reference path="../../typings/crypt.d.ts" />
import { BlockCipher } from 'crypt';
import { Aes128 } from '../../modules/crypto/aes.js';

/** How many keys stay expanded. */
const KEPT = 4;

interface Expanded {
	readonly key: Uint8Array;
	readonly cipher: BlockCipher;
}

/**
 * AES-128 by the SDK's `crypt`, whose block cipher is compiled code; the modes (CCM, CMAC, EAX, GCM), which it lacks, stay those of modules/crypto:
 * `new PortableCipher(new CryptAes(), new CryptHash())`.
 */
export class CryptAes extends Aes128 {
	readonly #bytes = new ArrayBuffer(16);
	readonly #view = new DataView(this.#bytes);
	/** The one in use first. */
	readonly #expanded: Expanded[] = [];

	override use(key: Uint8Array): void {
		const expanded = this.#expanded;
		let at = 0;
		while (at < expanded.length && !equal(expanded[at]!.key, key)) at++;
		if (at === 0 && expanded.length > 0) return;
		let next = expanded[at];
		if (next === undefined) {
			const copy = key.slice();
			next = { key: copy, cipher: new BlockCipher('AES', copy.buffer) };
			if (expanded.length < KEPT) at = expanded.length;
			else at = KEPT - 1;
		}
		for (let i = at; i > 0; i--) expanded[i] = expanded[i - 1]!;
		expanded[0] = next;
	}

	override encrypt(): void {
		const { block } = this;
		const view = this.#view;
		for (let i = 0; i < 4; i++) view.setInt32(4 * i, block[i]!);
		this.#expanded[0]!.cipher.encrypt(this.#bytes, this.#bytes);
		for (let i = 0; i < 4; i++) block[i] = view.getInt32(4 * i);
	}

	/** The portable one's: only key wrap decrypts, a few blocks in a year. */
	override decrypt(): void {
		super.use(this.#expanded[0]!.key);
		super.decrypt();
	}
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	for (let i = 0; i < 16; i++) if (a[i] !== b[i]) return false;
	return true;
}
