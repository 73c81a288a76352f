/** What only keys, and the frames of the connection before, tell of a frame of COSEM: what was ciphered, segments, blocks. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Blocks, Opener } from '../../../modules/capture/fields/dissect.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { ApduOpener, type Association, orUndefined } from './apdu-opener.js';
import { joinBlocks, type Said } from './cosem-blocks.js';
import { apdusOf, type CosemApdu, type CosemFrame, clientOf, segmentsOf } from './cosem-frame.js';
import type { MeterKeys } from './cosem-keys.js';

export class CosemOpener implements Opener {
	readonly #opener: ApduOpener;
	readonly #keys: MeterKeys;
	readonly #frame: CosemFrame;
	readonly #client: number | undefined;
	readonly #before: () => Iterable<CosemFrame>;
	/** In which the client of this frame is, once it was looked for. */
	#association: { readonly found: Association | undefined } | undefined;

	/** @param before frames of the same connection before this one, the newest first */
	constructor(cipher: Cipher, keys: MeterKeys, frame: CosemFrame, before: () => Iterable<CosemFrame>) {
		this.#opener = new ApduOpener(cipher);
		this.#keys = keys;
		this.#frame = frame;
		this.#client = clientOf(frame);
		this.#before = before;
	}

	apdu(apdu: Uint8Array): Uint8Array | undefined {
		return this.#open({ client: this.#client, isServers: this.#frame.isServers, bytes: apdu });
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
			if (each.client === this.#client) yield { isServers: each.isServers, clear: () => this.#open(each) };
		}
	}

	#open(apdu: CosemApdu): Uint8Array | undefined {
		return this.#opener.open(apdu, this.#keys, () => {
			this.#association ??= { found: this.#lastAarq() };
			return this.#association.found;
		});
	}

	/** Of the client. */
	#lastAarq(): Association | undefined {
		for (const { client, isServers, bytes } of apdusOf(this.#since())) {
			if (!isServers && client === this.#client && bytes[0] === APDU.aarq) return this.#opener.association(bytes);
		}
		return undefined;
	}

	*#since(): Iterable<CosemFrame> {
		yield this.#frame;
		yield* this.#before();
	}
}
