/** Opens APDUs of COSEM with a meter's keys and what the frames before told: titles and dedicated keys of associations, segments, blocks. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { APDUS } from '../../../modules/capture/fields/cosem.js';
import type { Blocks, Opener } from '../../../modules/capture/fields/dissect.js';
import { decodeAarq } from '../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeInitiateRequest } from '../../../modules/dlms/apdu/initiate.js';
import {
	type CipheredApdu,
	CONTROL,
	decodeCiphered,
	type Protection,
	plainTag,
	protocolOf,
	Suite0,
} from '../../../modules/dlms/security/ciphering.js';
import { joinBlocks, type Said } from './cosem-blocks.js';
import { apdusOf, type CosemApdu, type CosemFrame, clientOf, segmentsOf } from './cosem-frame.js';
import type { ClientKeySet, MeterKeys } from './cosem-keys.js';

interface Association {
	readonly title: Uint8Array;
	/** Under each set of keys that it may have begun with. */
	readonly dedicated: (own: ClientKeySet) => Uint8Array | undefined;
}

export class CosemOpener implements Opener {
	readonly #suite: Suite0;
	readonly #keys: MeterKeys;
	readonly #frame: CosemFrame;
	readonly #before: () => Iterable<CosemFrame>;

	/** @param before frames of the same connection before this one, the newest first */
	constructor(cipher: Cipher, keys: MeterKeys, frame: CosemFrame, before: () => Iterable<CosemFrame>) {
		this.#suite = new Suite0(cipher);
		this.#keys = keys;
		this.#frame = frame;
		this.#before = before;
	}

	apdu(apdu: Uint8Array): Uint8Array | undefined {
		return orUndefined(() => this.#open({ client: clientOf(this.#frame), isServers: this.#frame.isServers, bytes: apdu }));
	}

	segments(): Uint8Array | undefined {
		return segmentsOf(this.#frame, this.#before());
	}

	blocks(apdu: Uint8Array): Blocks | undefined {
		return orUndefined(() => joinBlocks(apdu, this.#frame.isServers, () => this.#said()));
	}

	/** What the client of this frame and the meter said to each other before. */
	*#said(): Iterable<Said> {
		const client = clientOf(this.#frame);
		for (const each of apdusOf(this.#before())) {
			if (each.client === client) yield { isServers: each.isServers, clear: () => this.#clear(each) };
		}
	}

	#clear(apdu: CosemApdu): Uint8Array | undefined {
		return protocolOf(apdu.bytes[0]!) === 'plain' ? apdu.bytes : orUndefined(() => this.#open(apdu));
	}

	#open(apdu: CosemApdu): Uint8Array | undefined {
		const ciphered = decodeCiphered(apdu.bytes);
		const { tag, control, counter, payload } = ciphered;
		for (const protection of this.#protections(ciphered, apdu)) {
			const clear = orUndefined(() => this.#suite.open(protection, control, counter, payload));
			// What was encrypted only has nothing else to tell that the key was right.
			if (clear !== undefined && isOf(tag, clear)) return clear;
		}
		return undefined;
	}

	/** All that may have protected it, the likeliest first. */
	*#protections({ tag, title, control }: CipheredApdu, { client, isServers }: CosemApdu): Iterable<Protection> {
		const sets = client === undefined ? [] : this.#keys.of(client);
		const protocol = protocolOf(tag);
		const isDedicated = protocol === 'ded' || protocol === 'general-ded';
		const association = isDedicated || !isServers ? this.#association(client) : undefined;
		const told = title !== undefined && title.length > 0 ? title : undefined;
		const sender = told ?? (isServers ? this.#keys.systemTitle : association?.title);
		if (sender === undefined) return;
		for (const own of sets) {
			const { encryption, authentication, broadcast } = own;
			const key = isDedicated ? association?.dedicated(own) : (control & CONTROL.broadcastKey) !== 0 ? broadcast : encryption;
			if (key !== undefined) yield { encryptionKey: key, authenticationKey: authentication, title: sender };
		}
	}

	/** What the last AARQ of the client told. */
	#association(client: number | undefined): Association | undefined {
		for (const { client: other, isServers, bytes } of apdusOf(this.#since())) {
			if (isServers || other !== client || bytes[0] !== APDU.aarq) continue;
			const { callingApTitle: title, userInformation } = decodeAarq(bytes);
			return title && { title, dedicated: (own) => userInformation && orUndefined(() => this.#dedicated(userInformation, title, own)) };
		}
		return undefined;
	}

	#dedicated(information: Uint8Array, title: Uint8Array, { encryption, authentication }: ClientKeySet): Uint8Array | undefined {
		if (information[0] === APDU.initiateRequest) return decodeInitiateRequest(information).dedicatedKey;
		const { control, counter, payload } = decodeCiphered(information);
		const clear = this.#suite.open({ encryptionKey: encryption, authenticationKey: authentication, title }, control, counter, payload);
		return clear && decodeInitiateRequest(clear).dedicatedKey;
	}

	*#since(): Iterable<CosemFrame> {
		yield this.#frame;
		yield* this.#before();
	}
}

/** An APDU in the clear that can have been in a ciphered one with this tag. */
function isOf(tag: number, clear: Uint8Array): boolean {
	const inner = plainTag(tag);
	return inner === undefined ? clear.length > 0 && protocolOf(clear[0]!) === 'plain' && clear[0]! in APDUS : clear[0] === inner;
}

/** What is malformed cannot be opened; that it is malformed is told by its fields. */
function orUndefined<T>(open: () => T): T | undefined {
	try {
		return open();
	} catch (error) {
		if (error instanceof DecodeError || error instanceof RangeError) return undefined;
		throw error;
	}
}
