/** What only keys, and the frames of the connection before, tell of a frame of COSEM: what was ciphered, segments, blocks. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Blocks, Opener } from '../../../modules/capture/fields/dissect.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import type { KeyInfo } from '../../../modules/dlms/security/general.js';
import { ApduOpener, type Association, orUndefined, type Past } from './apdu-opener.js';
import { joinBlocks, type Said } from './cosem-blocks.js';
import { apdusOf, type CosemFrame, clientOf, segmentsOf } from './cosem-frame.js';
import type { MeterKeys } from './cosem-keys.js';
import { keyInfoIn, MOST_KEYS } from './general-key.js';

interface KnownAssociation {
	/** Undefined: its AARQ was not met. */
	readonly association: Association | undefined;
	/** The newest first. */
	readonly keyInfos: readonly KeyInfo[];
}

export class CosemOpener implements Opener {
	readonly #opener: ApduOpener;
	readonly #keys: MeterKeys;
	readonly #frame: CosemFrame;
	readonly #client: number | undefined;
	readonly #before: () => Iterable<CosemFrame>;
	/** The association in which the client of this frame is, once it was looked for. */
	#association: KnownAssociation | undefined;
	readonly #past: Past = {
		association: () => this.#known.association,
		keyInfos: () => this.#known.keyInfos,
	};

	/** @param before frames of the same connection before this one, the newest first */
	constructor(cipher: Cipher, keys: MeterKeys, frame: CosemFrame, before: () => Iterable<CosemFrame>) {
		this.#opener = new ApduOpener(cipher);
		this.#keys = keys;
		this.#frame = frame;
		this.#client = clientOf(frame);
		this.#before = before;
	}

	apdu(apdu: Uint8Array): Uint8Array | undefined {
		return this.#opener.open({ client: this.#client, isServers: this.#frame.isServers, bytes: apdu }, this.#keys, this.#past);
	}

	segments(): Uint8Array | undefined {
		return segmentsOf(this.#frame, this.#before());
	}

	blocks(apdu: Uint8Array): Blocks | undefined {
		return orUndefined(() => joinBlocks(apdu, this.#frame.isServers, () => this.#said()));
	}

	/** What the client of this frame and the meter said to each other before. */
	*#said(): Iterable<Said> {
		for (const each of apdusOf(this.#before())) {
			if (each.client === this.#client) yield { isServers: each.isServers, clear: () => this.#opener.clear(each, this.#keys, this.#past) };
		}
	}

	get #known(): KnownAssociation {
		this.#association ??= this.#lookBack();
		return this.#association;
	}

	/** To the last AARQ of the client. */
	#lookBack(): KnownAssociation {
		const keyInfos: KeyInfo[] = [];
		for (const { client, isServers, bytes } of apdusOf(this.#since())) {
			if (client !== this.#client) continue;
			if (!isServers && bytes[0] === APDU.aarq) return { association: this.#opener.association(bytes), keyInfos };
			const info = orUndefined(() => keyInfoIn(bytes));
			if (info !== undefined && keyInfos.length < MOST_KEYS) keyInfos.push(info);
		}
		return { association: undefined, keyInfos };
	}

	*#since(): Iterable<CosemFrame> {
		yield this.#frame;
		yield* this.#before();
	}
}
