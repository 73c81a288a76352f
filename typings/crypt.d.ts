/** What the SDK's own declaration of `crypt` leaves out; it merges with that one. */
declare module 'crypt' {
	export class BlockCipher {
		/** @param key 16, 24 or 32 bytes */
		constructor(cipher: 'AES', key: ArrayBuffer);
		/** One block of `data` into `result`, which may be the same. */
		encrypt(data: ArrayBuffer, result: ArrayBuffer): ArrayBuffer;
	}
}
