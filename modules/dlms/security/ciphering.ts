/**
 * Ciphered APDUs (Green Book, "Cryptographic protection of xDLMS APDUs"): AES-GCM with a tag of 12 bytes, under keys of 128 bits in security suites 0 and 1,
 * of 256 in suite 2.
 *
 * | bytes  | field                | service-specific (glo-, ded-)   | general-glo, general-ded |
 * |--------|----------------------|---------------------------------|--------------------------|
 * | 1      | tag                  | C8 for C0, D0 for C0, … (`gloTag`, `dedTag`) | DB, DC      |
 * | 1 + n  | length, system title | –                               | title of the sender      |
 * | 1 to 5 | length               | of all that follows             | of all that follows      |
 * | 1      | security control     | bits of `CONTROL`               | bits of `CONTROL`        |
 * | 4      | invocation counter   |                                 |                          |
 * | n      | payload              | the APDU, ciphered if E is set  | the same                 |
 * | 12     | authentication tag   | if A is set                     | if A is set              |
 *
 * The IV is the sender's system title (8) ‖ invocation counter (4). What is authenticated besides: SC ‖ authentication key with encryption,
 * SC ‖ authentication key ‖ APDU without.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { equalSecrets } from '../../bytes/equal.js';
import { Reader } from '../../bytes/reader.js';
import { uint32 } from '../../bytes/uint.js';
import { KEY_LENGTH } from '../../crypto/lengths.js';
import { APDU } from '../apdu/apdu.js';
import { contentRoom, readSize } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';

/** The security control byte. */
export const CONTROL = Object.freeze({ suite: 0x0f, authentication: 0x10, encryption: 0x20, broadcastKey: 0x40, compression: 0x80 });

export const TITLE_LENGTH = 8;
export const TAG_LENGTH = 12;
/** Security control and counter. */
export const HEADER_LENGTH = 5;
const IV_LENGTH = 12;
/** HLS with GMAC: SC ‖ counter ‖ tag. */
export const HLS_TOKEN_LENGTH = HEADER_LENGTH + TAG_LENGTH;

/** The most that ciphering adds to an APDU: tag, title with its length, length, SC, counter, authentication tag. */
export const GENERAL_OVERHEAD = 1 + 1 + TITLE_LENGTH + 3 + HEADER_LENGTH + TAG_LENGTH;

export interface CipheredApdu {
	/** A glo-, ded- or general- tag of `APDU`. */
	readonly tag: number;
	/** System title of the sender; only of the general ones, where it may be empty. */
	readonly title: Uint8Array | undefined;
	/** Bits of `CONTROL`. */
	readonly control: number;
	readonly counter: number;
	/** The APDU, ciphered or not, and the authentication tag if there is one. */
	readonly payload: Uint8Array;
}

/** Security material of one direction: the keys of 16 bytes (of 32 in suite 2), and the sender's system title of 8. */
export interface Protection {
	readonly encryptionKey: Uint8Array;
	/** Undefined: there is none, and nothing with an authentication tag can be sealed or opened. */
	readonly authenticationKey: Uint8Array | undefined;
	readonly title: Uint8Array;
}

/** The tag under a global key of a plain APDU's tag; undefined: there is none. */
export function gloTag(plain: number): number | undefined {
	if (plain === APDU.initiateRequest || plain === APDU.initiateResponse || plain === APDU.confirmedServiceError) return plain + 0x20;
	return isService(plain) ? plain + 8 : undefined;
}

/** The tag under a dedicated key of a plain APDU's tag; undefined: there is none. */
export function dedTag(plain: number): number | undefined {
	if (plain === APDU.confirmedServiceError) return APDU.dedConfirmedServiceError;
	return isService(plain) ? plain + 16 : undefined;
}

/** How an APDU's tag says that it is protected. */
export type Protocol = 'plain' | 'glo' | 'ded' | 'general-glo' | 'general-ded';

export function protocolOf(tag: number): Protocol {
	if (tag === APDU.generalGlo) return 'general-glo';
	if (tag === APDU.generalDed) return 'general-ded';
	if (isService(tag - 8) || tag === APDU.gloInitiateRequest || tag === APDU.gloInitiateResponse || tag === APDU.gloConfirmedServiceError)
		return 'glo';
	return isService(tag - 16) || tag === APDU.dedConfirmedServiceError ? 'ded' : 'plain';
}

/** How long an APDU in the clear can be, in bytes, so that it takes at most `limit` bytes when it is protected so. */
export function plainRoom(limit: number, protocol: Protocol, control: number): number {
	if (protocol === 'plain') return limit;
	const head = protocol === 'glo' || protocol === 'ded' ? 1 : 1 + 1 + TITLE_LENGTH;
	return contentRoom(limit - head) - HEADER_LENGTH - (control & CONTROL.authentication ? TAG_LENGTH : 0);
}

/** How an APDU with this tag is protected where `protocol` is asked for: ACCESS has no ciphered form of its own. */
export function protocolFor(plain: number, protocol: Exclude<Protocol, 'plain'>): Exclude<Protocol, 'plain'> {
	if (protocol === 'glo') return gloTag(plain) === undefined ? 'general-glo' : protocol;
	return protocol === 'ded' && dedTag(plain) === undefined ? 'general-ded' : protocol;
}

/** The tag of an APDU, by its plain one, that is protected so; undefined: it has no such form. */
export function sealedTag(protocol: Protocol | 'general-ciphering', plain: number): number | undefined {
	if (protocol === 'general-glo') return APDU.generalGlo;
	if (protocol === 'general-ded') return APDU.generalDed;
	return protocol === 'ded' ? dedTag(plain) : gloTag(plain);
}

/** The plain tag behind a service-specific one: a deciphered APDU must begin with it. Undefined for all others. */
export function plainTag(tag: number): number | undefined {
	if (isService(tag - 8)) return tag - 8;
	if (isService(tag - 16)) return tag - 16;
	if (tag === APDU.gloInitiateRequest || tag === APDU.gloInitiateResponse || tag === APDU.gloConfirmedServiceError) return tag - 0x20;
	return tag === APDU.dedConfirmedServiceError ? APDU.confirmedServiceError : undefined;
}

/** get, set, event, action; their responses. */
function isService(tag: number): boolean {
	return tag >= APDU.getRequest && tag <= APDU.actionResponse && tag !== 0xc6;
}

/** The payload is a view. Throws DecodeError. */
export function decodeCiphered(bytes: Uint8Array): CipheredApdu {
	const r = new Reader('DLMS ciphering', bytes);
	const tag = r.uint(1, 'APDU');
	const protocol = protocolOf(tag);
	if (protocol === 'plain') throw r.error('a ciphered APDU', 0);
	let title: Uint8Array | undefined;
	if (protocol === 'general-glo' || protocol === 'general-ded') {
		title = r.bytes(r.uint(1, 'length of the system title'), 'system title');
		if (title.length !== 0 && title.length !== TITLE_LENGTH) throw r.error('a system title of 0 or 8 bytes', 1);
	}
	const length = readSize(r);
	if (length !== r.left) throw r.error(`${length} more bytes, found ${r.left}`);
	const control = r.uint(1, 'security control');
	const counter = r.uint(4, 'invocation counter');
	const least = control & CONTROL.authentication ? TAG_LENGTH : 0;
	if (r.left < least) throw r.error(`an authentication tag (${least} bytes), found ${r.left}`);
	return { tag, title, control, counter, payload: r.bytes(r.left, 'payload') };
}

export function encodeCiphered(w: DataWriter, { tag, title, control, counter, payload }: CipheredApdu): void {
	w.uint(1, tag);
	if (title !== undefined) w.uint(1, title.length).put(title);
	w.size(HEADER_LENGTH + payload.length)
		.uint(1, control)
		.uint(4, counter)
		.put(payload);
}

/**
 * The payload of a ciphered APDU from the APDU: AES-GCM under the keys of `Protection`. One instance serves a meter; it works in buffers of its own.
 *
 * Suites 1 and 2 cipher in the same way, with their number in the security control, so that whatever says so is opened, too: suite 1 under keys of 16 bytes,
 * suite 2 under keys of 32 where the cipher takes such. How they agree on keys and sign is not here.
 */
export class SecuritySuite {
	/** 0, 1 or 2: of what is sealed, and of the tokens of HLS. */
	readonly number: number;
	/** Bytes of its keys. */
	readonly keyLength: number;
	readonly #cipher: Cipher;
	readonly #iv = new Uint8Array(IV_LENGTH);
	readonly #header = new Uint8Array(1 + 2 * KEY_LENGTH);

	/** @throws RangeError for suite 2 where the cipher has no AES-256 */
	constructor(cipher: Cipher, number: number) {
		if (!hasSuite(cipher, number)) throw new RangeError(`DLMS ciphering: suite ${number}: expected one that the cipher has`);
		this.#cipher = cipher;
		this.number = number;
		this.keyLength = suiteKeyLength(number);
	}

	/**
	 * The payload. Neither A nor E in `control`: the APDU itself.
	 * @param context what is authenticated besides, behind the authentication key
	 */
	seal(material: Protection, control: number, counter: number, apdu: Uint8Array, context?: Uint8Array): Uint8Array {
		// Few variables: below this the stack of XS is deepest.
		const iv = this.ivOf(material.title, counter);
		const authenticated = (control & CONTROL.authentication) !== 0;
		if (control & CONTROL.encryption) {
			const header = authenticated ? this.headerOf(control, material.authenticationKey, context ?? NONE) : NONE;
			const sealed = this.#cipher.gcmSeal(material.encryptionKey, iv, header, apdu, TAG_LENGTH);
			return authenticated ? sealed : sealed.subarray(0, apdu.length);
		}
		if (!authenticated) return apdu;
		const payload = new Uint8Array(apdu.length + TAG_LENGTH);
		payload.set(apdu);
		payload.set(this.mac(material.encryptionKey, material.authenticationKey, control, iv, apdu, context ?? NONE), apdu.length);
		return payload;
	}

	/** The APDU; undefined when the authentication tag is wrong. Without A in `control` whatever comes out. */
	open(
		{ encryptionKey, authenticationKey, title }: Protection,
		control: number,
		counter: number,
		payload: Uint8Array,
		context: Uint8Array = NONE,
	): Uint8Array | undefined {
		const iv = this.ivOf(title, counter);
		const authenticated = (control & CONTROL.authentication) !== 0;
		if (control & CONTROL.encryption) {
			if (authenticated) return this.#cipher.gcmOpen(encryptionKey, iv, this.headerOf(control, authenticationKey, context), payload, TAG_LENGTH);
			// Counter mode is its own inverse.
			return this.#cipher.gcmSeal(encryptionKey, iv, NONE, payload, TAG_LENGTH).subarray(0, payload.length);
		}
		if (!authenticated) return payload;
		const length = payload.length - TAG_LENGTH;
		if (length < 0) return undefined;
		const apdu = payload.subarray(0, length);
		const mac = this.mac(encryptionKey, authenticationKey, control, iv, apdu, context);
		return equalSecrets(mac, payload.subarray(length)) ? apdu : undefined;
	}

	/** What proves in HLS with GMAC that its sender has the keys: 17 bytes, 10 (with the suite's number) ‖ counter ‖ GMAC of the other side's challenge. */
	hlsToken(sender: Protection, counter: number, challenge: Uint8Array): Uint8Array {
		const token = new Uint8Array(HLS_TOKEN_LENGTH);
		const iv = this.ivOf(sender.title, counter);
		token[0] = CONTROL.authentication | this.number;
		token.set(iv.subarray(TITLE_LENGTH), 1);
		token.set(this.mac(sender.encryptionKey, sender.authenticationKey, token[0]!, iv, challenge, NONE), HEADER_LENGTH);
		return token;
	}

	/** Whether `token` is that of `sender` for this challenge, under the counter that it tells itself. */
	checkHlsToken(sender: Protection, token: Uint8Array, challenge: Uint8Array): boolean {
		if (token.length !== HLS_TOKEN_LENGTH || token[0] !== (CONTROL.authentication | this.number)) return false;
		return equalSecrets(this.hlsToken(sender, hlsCounter(token), challenge), token);
	}

	private mac(
		encryptionKey: Uint8Array,
		authenticationKey: Uint8Array | undefined,
		control: number,
		iv: Uint8Array,
		text: Uint8Array,
		context: Uint8Array,
	): Uint8Array {
		const head = this.headerOf(control, authenticationKey, context);
		const header = new Uint8Array(head.length + text.length);
		header.set(head);
		header.set(text, head.length);
		return this.#cipher.gcmSeal(encryptionKey, iv, header, NONE, TAG_LENGTH);
	}

	private ivOf(title: Uint8Array, counter: number): Uint8Array {
		if (title.length !== TITLE_LENGTH) throw new RangeError(`DLMS ciphering: system title: expected ${TITLE_LENGTH} bytes, got ${title.length}`);
		const iv = this.#iv;
		iv.set(title);
		for (let i = 0; i < 4; i++) iv[TITLE_LENGTH + i] = counter >>> (24 - 8 * i);
		return iv;
	}

	private headerOf(control: number, authenticationKey: Uint8Array | undefined, context: Uint8Array): Uint8Array {
		const length = suiteKeyLength(control & CONTROL.suite);
		if (authenticationKey?.length !== length)
			throw new RangeError(`DLMS ciphering: authentication key: expected ${length} bytes, got ${authenticationKey?.length ?? 'none'}`);
		const header = context.length === 0 ? this.#header : new Uint8Array(1 + length + context.length);
		header.set(context, header.length - context.length);
		header[0] = control;
		header.set(authenticationKey, 1);
		return header.subarray(0, 1 + length + context.length);
	}
}

/** The suite that every platform has. */
export class Suite0 extends SecuritySuite {
	constructor(cipher: Cipher) {
		super(cipher, 0);
	}
}

/** Bytes of a key of a suite. */
export function suiteKeyLength(suite: number): number {
	return suite === 2 ? 2 * KEY_LENGTH : KEY_LENGTH;
}

export function hasSuite(cipher: Cipher, suite: number): boolean {
	return suite === 0 || suite === 1 || (suite === 2 && cipher.aes256 === true);
}

/** The counter inside a token of 17 bytes. */
function hlsCounter(token: Uint8Array): number {
	return uint32(token, 1);
}

const NONE = new Uint8Array(0);
