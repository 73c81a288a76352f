/// <reference path="../natives.d.ts" />

/** The SDK's `crypt`, as far as hal/xs uses it, on crypt.c. */
export class BlockCipher {
	readonly context: ArrayBuffer;
	declare readonly encrypt: (data: ArrayBuffer, result: ArrayBuffer) => ArrayBuffer;

	constructor(_cipher: 'AES', key: ArrayBuffer) {
		this.context = aesContext(key);
	}
}

export class Digest {
	readonly context: ArrayBuffer;
	declare readonly reset: () => void;
	declare readonly write: (message: ArrayBuffer) => void;
	declare readonly close: () => ArrayBuffer;

	constructor(_type: 'SHA256') {
		this.context = sha256Context();
	}
}

Object.assign(BlockCipher.prototype, { encrypt });
Object.assign(Digest.prototype, { reset: sha256Reset, write: sha256Write, close: sha256Close });
