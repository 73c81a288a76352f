/** Opens protected APDUs of COSEM with the keys of a meter, and what the association told in which they went. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { APDUS, isProtected } from '../../../modules/capture/fields/cosem.js';
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
import { decodeGeneralCiphered, decodeGeneralSigned, type KeyInfo } from '../../../modules/dlms/security/general.js';
import type { CosemApdu } from './cosem-frame.js';
import type { ClientKeySet, MeterKeys } from './cosem-keys.js';
import { generalKey } from './general-key.js';

/** What an AARQ told of its client. */
export interface Association {
	readonly title: Uint8Array;
	/** The dedicated key, if it began under these keys. */
	readonly dedicated: (own: ClientKeySet) => Uint8Array | undefined;
}

/** What is known of the association in which an APDU went; looked for only where it is needed. */
export interface Past {
	association(): Association | undefined;
	/** What messages of general-ciphering told of their keys, the newest first. */
	keyInfos(): readonly KeyInfo[];
}

/** How many messages lie in each other at most. */
const MOST_LAYERS = 4;
const NONE = new Uint8Array(0);

export class ApduOpener {
	readonly #cipher: Cipher;
	readonly #suite: Suite0;

	constructor(cipher: Cipher) {
		this.#cipher = cipher;
		this.#suite = new Suite0(cipher);
	}

	/** In the clear, whatever is around it; what was never protected is handed back. Undefined: it cannot be opened. */
	clear(apdu: CosemApdu, keys: MeterKeys, past: Past): Uint8Array | undefined {
		let bytes: Uint8Array | undefined = apdu.bytes;
		for (let layer = 0; layer < MOST_LAYERS && bytes !== undefined; layer++) {
			const outer: Uint8Array = bytes;
			const tag = outer[0];
			if (tag === APDU.generalSigning) bytes = orUndefined(() => decodeGeneralSigned(outer).content);
			else if (tag !== undefined && isProtected(tag)) bytes = this.open({ ...apdu, bytes: outer }, keys, past);
			else return outer;
		}
		return undefined;
	}

	/** What was ciphered. Undefined: it cannot be opened, or was not ciphered. */
	open(apdu: CosemApdu, keys: MeterKeys, past: Past): Uint8Array | undefined {
		const tag = apdu.bytes[0];
		if (tag === undefined || !isProtected(tag)) return undefined;
		if (tag === APDU.generalCiphering) return orUndefined(() => this.#generallyCiphered(apdu, keys, past));
		return orUndefined(() => {
			const ciphered = decodeCiphered(apdu.bytes);
			const { control, counter, payload } = ciphered;
			for (const protection of protections(ciphered, apdu, keys, () => past.association())) {
				const clear = orUndefined(() => this.#suite.open(protection, control, counter, payload));
				// What was encrypted only has nothing else to tell that the key was right.
				if (clear !== undefined && isOf(tag, clear)) return clear;
			}
			return undefined;
		});
	}

	/** Throws DecodeError. */
	#generallyCiphered({ bytes, client, isServers }: CosemApdu, keys: MeterKeys, past: Past): Uint8Array | undefined {
		const message = decodeGeneralCiphered(bytes);
		const { keyInfo, originator: title, control, counter, payload, header } = message;
		if (client === undefined) return undefined;
		for (const info of keyInfo === undefined ? past.keyInfos() : [keyInfo]) {
			for (const own of keys.of(client)) {
				const encryptionKey = generalKey(this.#cipher, message, info, own, keys.agreement(client), isServers);
				if (encryptionKey === undefined) continue;
				const protection = { encryptionKey, authenticationKey: own.authentication, title };
				for (const context of [header, NONE]) {
					const clear = orUndefined(() => this.#suite.open(protection, control, counter, payload, context));
					if (clear !== undefined && isOf(APDU.generalCiphering, clear)) return clear;
				}
			}
		}
		return undefined;
	}

	/** Undefined: it tells of nobody, or is none. */
	association(aarq: Uint8Array): Association | undefined {
		return orUndefined(() => {
			const { callingApTitle: title, userInformation } = decodeAarq(aarq);
			if (title === undefined) return undefined;
			/** What was opened once; undefined: not with these keys. */
			const known = new WeakMap<ClientKeySet, Uint8Array | undefined>();
			const dedicated = (own: ClientKeySet) => {
				if (!known.has(own)) known.set(own, userInformation && orUndefined(() => this.#dedicated(userInformation, title, own)));
				return known.get(own);
			};
			return { title, dedicated };
		});
	}

	#dedicated(information: Uint8Array, title: Uint8Array, { encryption, authentication }: ClientKeySet): Uint8Array | undefined {
		if (information[0] === APDU.initiateRequest) return decodeInitiateRequest(information).dedicatedKey;
		const { control, counter, payload } = decodeCiphered(information);
		const clear = this.#suite.open({ encryptionKey: encryption, authenticationKey: authentication, title }, control, counter, payload);
		return clear && decodeInitiateRequest(clear).dedicatedKey;
	}
}

/** All that may have protected it, the likeliest first. */
function* protections(
	{ tag, title, control }: CipheredApdu,
	{ client, isServers }: CosemApdu,
	keys: MeterKeys,
	association: () => Association | undefined,
): Iterable<Protection> {
	const protocol = protocolOf(tag);
	const isDedicated = protocol === 'ded' || protocol === 'general-ded';
	const known = isDedicated || !isServers ? association() : undefined;
	const told = title !== undefined && title.length > 0 ? title : undefined;
	const sender = told ?? (isServers ? keys.systemTitle : known?.title);
	if (sender === undefined || client === undefined) return;
	for (const own of keys.of(client)) {
		const { encryption, authentication, broadcast } = own;
		const key = isDedicated ? known?.dedicated(own) : (control & CONTROL.broadcastKey) !== 0 ? broadcast : encryption;
		if (key !== undefined) yield { encryptionKey: key, authenticationKey: authentication, title: sender };
	}
}

/** An APDU in the clear that can have been in a ciphered one with this tag. */
function isOf(tag: number, clear: Uint8Array): boolean {
	const inner = plainTag(tag);
	return inner === undefined ? clear.length > 0 && protocolOf(clear[0]!) === 'plain' && clear[0]! in APDUS : clear[0] === inner;
}

/** What is malformed cannot be opened, nor read; that it is malformed is told by its fields. */
export function orUndefined<T>(open: () => T): T | undefined {
	try {
		return open();
	} catch (error) {
		if (error instanceof DecodeError || error instanceof RangeError) return undefined;
		throw error;
	}
}
