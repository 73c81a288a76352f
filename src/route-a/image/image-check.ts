/**
 * The check of an image piece by piece, wherever it is kept: of 256 KiB no small machine has the memory for all of it, nor the time at once. In this order, as far as
 * nothing is wrong: what it says it is; then, as its bytes go by, CMAC and SHA-256; the ECDSA signature, which a platform that has curves takes as a whole; its parts.
 */
import type { Cipher, Digest } from '../../../hal/ports/cipher.js';
import { equalBytes, equalSecrets } from '../../../modules/bytes/equal.js';
import { CmacParts } from '../../../modules/crypto/cmac-parts.js';
import {
	DATA_AT,
	HASH_LENGTH,
	IMAGE_PART,
	type ImageFlaw,
	type ImageKeys,
	type ImageLabel,
	type ImageSetting,
	labelIn,
	MAC_LENGTH,
	MOST_SETTINGS,
	PART_HEAD,
	partAt,
	settingIn,
	VALUE_AT,
} from './image-format.js';

/** Where an image is. */
export interface ImageSource {
	/** Bytes. */
	readonly size: number;
	/** Fills `into` from byte `at` on. */
	read(at: number, into: Uint8Array): void;
}

/** An image in which nothing is wrong. Its values are read when they are asked for. */
export interface CheckedImage extends ImageLabel {
	/** Where its settings begin. */
	readonly settings: readonly number[];
	/** Where its code begins; undefined: there is none. */
	readonly code: number | undefined;
}

/** Bytes read at once. */
const PIECE = 512;
/** Parts looked at in place of so many bytes. */
const BYTES_OF_PART = 64;

export class ImageCheck {
	readonly #source: ImageSource;
	readonly #keys: ImageKeys;
	readonly #cipher: Cipher;
	readonly #piece: Uint8Array;
	#label: ImageLabel | undefined;
	/** Where the content begins, and how far it was read. */
	#content = 0;
	#at = 0;
	#cmac: CmacParts | undefined;
	#digest: Digest | undefined;
	/** Where the next part begins; 0: signatures are not checked yet. */
	#part = 0;
	readonly #settings: number[] = [];
	#code: number | undefined;

	constructor(source: ImageSource, keys: ImageKeys, cipher: Cipher) {
		this.#source = source;
		this.#keys = keys;
		this.#cipher = cipher;
		this.#piece = new Uint8Array(Math.min(PIECE, source.size));
	}

	/** Goes on for `bytes` of the image, or as much work. Undefined: that was not all of it. */
	step(bytes: number): CheckedImage | ImageFlaw | undefined {
		let left = bytes;
		if (this.#label === undefined) {
			const flaw = this.begin();
			if (flaw !== undefined) return flaw;
		}
		for (; left > 0 && this.#at < this.#source.size; left -= PIECE) this.take();
		if (this.#at < this.#source.size || left <= 0) return undefined;
		if (this.#part === 0) {
			const flaw = this.signatureFlaw();
			if (flaw !== undefined) return flaw;
			this.#part = this.#content + DATA_AT;
		}
		const end = this.#source.size - HASH_LENGTH;
		for (; this.#part < end; left -= BYTES_OF_PART) {
			if (left <= 0) return undefined;
			if (!this.takePart(end)) return 'its data are none';
		}
		return { ...this.#label!, settings: this.#settings, code: this.#code };
	}

	private begin(): ImageFlaw | undefined {
		const { size } = this.#source;
		const head = this.bytes(0, Math.min(size, HEAD));
		const label = labelIn(head, size);
		if (typeof label === 'string') return label;
		this.#label = label;
		this.#content = MAC_LENGTH + 1 + head[MAC_LENGTH]!;
		this.#at = this.#content;
		this.#cmac = new CmacParts(this.#cipher, this.#keys.firmwareKey);
		this.#digest = this.#cipher.digest();
		return undefined;
	}

	private take(): void {
		const { size } = this.#source;
		const piece = this.#piece;
		const length = Math.min(piece.length, size - this.#at);
		const bytes = length === piece.length ? piece : piece.subarray(0, length);
		this.#source.read(this.#at, bytes);
		this.#cmac!.update(bytes);
		const hashed = Math.min(length, size - HASH_LENGTH - this.#at);
		if (hashed > 0) this.#digest!.update(hashed === length ? bytes : bytes.subarray(0, hashed));
		this.#at += length;
	}

	private signatureFlaw(): ImageFlaw | undefined {
		const { size } = this.#source;
		const { signatureKey } = this.#keys;
		if (!equalSecrets(this.#cmac!.finish(), this.bytes(0, MAC_LENGTH))) return 'its signature is not of the firmware key';
		if (signatureKey !== undefined && !this.isSigned(signatureKey)) return 'its ECDSA signature is missing or wrong';
		return equalBytes(this.#digest!.finish(), this.bytes(size - HASH_LENGTH, HASH_LENGTH)) ? undefined : 'its SHA-256 is wrong';
	}

	private isSigned(key: Uint8Array): boolean {
		const signature = this.bytes(MAC_LENGTH + 1, this.#content - MAC_LENGTH - 1);
		if (signature.length !== key.length || this.#cipher.verify === undefined) return false;
		return this.#cipher.verify(key, this.bytes(this.#content, this.#source.size - this.#content), signature);
	}

	/** False: it is none. */
	private takePart(end: number): boolean {
		const at = this.#part;
		if (end - at < PART_HEAD) return false;
		const { kind, length } = partAt(this.bytes(at, PART_HEAD));
		if (length > end - at - PART_HEAD) return false;
		if (kind === IMAGE_PART.code) this.#code = at;
		else if (kind === IMAGE_PART.setting) {
			if (length <= VALUE_AT || this.#settings.length === MOST_SETTINGS) return false;
			this.#settings.push(at);
		} else if (kind !== IMAGE_PART.filler) return false;
		this.#part = at + PART_HEAD + length;
		return true;
	}

	private bytes(at: number, length: number): Uint8Array {
		return bytesOf(this.#source, at, length);
	}
}

/** What stands at one of the `settings` of an image. */
export function settingAt(source: ImageSource, at: number): ImageSetting {
	const { length } = partAt(bytesOf(source, at, PART_HEAD));
	return settingIn(bytesOf(source, at + PART_HEAD, length));
}

/** What one of the `settings` of an image sets, and bytes of the value: how many there are, nobody has looked at before. */
export function settingHeadAt(source: ImageSource, at: number): Pick<ImageSetting, 'target'> & { readonly length: number } {
	const head = bytesOf(source, at, PART_HEAD + VALUE_AT);
	return { target: settingIn(head.subarray(PART_HEAD)).target, length: partAt(head).length - VALUE_AT };
}

function bytesOf(source: ImageSource, at: number, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	if (length > 0) source.read(at, bytes);
	return bytes;
}

/** Signatures, and what of the content labels it. */
const HEAD = MAC_LENGTH + 1 + 255 + DATA_AT;
