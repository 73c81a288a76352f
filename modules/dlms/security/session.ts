/**
 * What one association makes of the keys and the policy of its client (security.ts): opens what the other side has sent, and seals what is sent to it.
 *
 * | a message is refused                                  | as (ExceptionResponse)                                |
 * |-------------------------------------------------------|-------------------------------------------------------|
 * | less protected than the policy wants                  | D8 01 01 operation-not-possible                       |
 * | counter not above the last one accepted               | D8 01 06 invocation-counter-error, the least accepted |
 * | suite, title, key, authentication tag or inner tag wrong | D8 01 05 deciphering-error                         |
 *
 * A refused message changes no state. An answer is protected as its request was: same kind of tag, same security control.
 *
 * A message whose security control says so is under the broadcast key, whose counter is kept apart; it is answered under the encryption key. Only a
 * pre-established association takes it: many clients have that key, and what one of them accepted would be new to another.
 */
import { equalBytes } from '../../bytes/equal.js';
import { APDU } from '../apdu/apdu.js';
import { SERVICE_ERROR } from '../apdu/exception.js';
import type { DataWriter } from '../axdr/data-writer.js';
import {
	CONTROL,
	decodeCiphered,
	encodeCiphered,
	type Protocol,
	plainRoom,
	plainTag,
	protocolOf,
	type SecuritySuite,
	sealedTag,
} from './ciphering.js';
import { ReceiveCounter, TransmitCounter, type TransmitSource } from './counters.js';
import { type GeneralMaterial, type GlobalKeys, isGlobalKey, type SessionKeys } from './general-keys.js';
import { GeneralSession, isGeneral } from './general-session.js';
import { answering, type GeneralManner, type Manner, type Opened, PLAIN } from './manner.js';
import { PROTECTION, requestControl, responseControl } from './policy.js';

/** What the associations of a client have in common; see `ClientSecurity` and its options. */
interface SessionOwner {
	readonly options: {
		readonly suite: SecuritySuite;
		readonly title: Uint8Array;
		readonly takesSuite1?: boolean;
		readonly takesAnyones?: boolean;
		readonly general?: GeneralMaterial;
	};
	/** Bits of `PROTECTION`, as they are at the moment. */
	readonly protection: number;
	readonly sessionKeys: SessionKeys | undefined;
}

/** Keys and the counters that count under them. */
export interface KeySet {
	readonly keys: GlobalKeys & { readonly authentication: Uint8Array };
	readonly transmit: TransmitSource;
	readonly receive: ReceiveCounter;
	readonly broadcast: ReceiveCounter;
}

/** A key that lives as long as its association. */
interface Dedicated {
	readonly key: Uint8Array;
	readonly transmit: TransmitCounter;
	readonly receive: ReceiveCounter;
}

/** The keys of one association. */
export class SecuritySession {
	readonly #client: SessionOwner;
	readonly #set: KeySet;
	/** The other side's system title; empty: a general-glo tells it. */
	readonly peerTitle: Uint8Array;
	readonly #preset: boolean;
	#dedicated: Dedicated | undefined;
	#general: GeneralSession | undefined;
	#demanded = 0;
	#isSignatureDemanded = false;

	/** @param preset whether it is for an association that was never opened, which alone takes what is under the broadcast key */
	constructor(client: SessionOwner, set: KeySet, peerTitle: Uint8Array, preset = false) {
		this.#client = client;
		this.#set = set;
		this.peerTitle = peerTitle;
		this.#preset = preset;
	}

	/** What the policy wants of the security control byte, and what was demanded. */
	get required(): number {
		return requestControl(this.#client.protection) | this.#demanded;
	}

	/** Bits of `CONTROL` that what this side sends needs by the policy. */
	get answering(): number {
		return responseControl(this.#client.protection);
	}

	/** Whether a message in the clear, and not signed, is less than is asked for. */
	get refusesPlain(): boolean {
		return this.required !== 0 || this.wantsSignature(APDU.getRequest);
	}

	/** What has no signed form is the InitiateRequest. */
	private wantsSignature(tag: number): boolean {
		return this.#isSignatureDemanded || ((this.#client.protection & PROTECTION.signedRequest) !== 0 && tag !== APDU.gloInitiateRequest);
	}

	/** Asks for more than the policy, bits of `CONTROL`: a tag that could be left out would protect nothing. */
	demand(control: number, isSigned = false): void {
		this.#demanded = control & (CONTROL.authentication | CONTROL.encryption);
		this.#isSignatureDemanded = isSigned;
	}

	/** Whether an APDU with this tag is one that `open` takes: in the clear are all others. */
	isProtected(tag: number): boolean {
		return protocolOf(tag) !== 'plain' || (this.#client.options.general !== undefined && isGeneral(tag));
	}

	/**
	 * A key that the client chose for this association alone, as long as the others. False: it has another length, or it is one of the global keys, under which
	 * counters would begin again.
	 */
	useDedicatedKey(key: Uint8Array): boolean {
		if (key.length !== this.#client.options.suite.keyLength || isGlobalKey(key, this.#set.keys)) return false;
		this.#dedicated = { key: key.slice(), transmit: new TransmitCounter(undefined), receive: new ReceiveCounter(undefined) };
		return true;
	}

	/**
	 * Opens a ciphered or signed APDU, whose counter counts as used when it is accepted. Throws DecodeError if it is no such APDU.
	 * @param inside whether it was within general-ciphering, or signed
	 */
	open(bytes: Uint8Array, inside?: boolean): Opened {
		// One frame for what is neither: below this the stack of XS is deepest.
		if (inside !== true && (isGeneral(bytes[0]!) ? this.generalSession !== undefined : this.wantsSignature(bytes[0]!)))
			return this.openGeneral(bytes);
		// Few variables for the same reason.
		const message = decodeCiphered(bytes);
		const { control, counter } = message;
		const protocol = protocolOf(message.tag);
		const protection = control & (CONTROL.authentication | CONTROL.encryption);
		const dedicated = protocol === 'ded' || protocol === 'general-ded';
		const toAll = (control & CONTROL.broadcastKey) !== 0;
		const set = this.#set;
		const encryptionKey = dedicated ? this.#dedicated?.key : toAll ? set.keys.broadcast : set.keys.encryption;
		const last = dedicated ? this.#dedicated?.receive : toAll ? set.broadcast : set.receive;
		const title = this.senderOf(message.title);
		if (encryptionKey === undefined || last === undefined || title === undefined || protection === 0 || (toAll && (dedicated || !this.#preset)))
			return refused(protocol, protection, SERVICE_ERROR.decipheringError);
		if (!this.takes(control & (CONTROL.suite | CONTROL.compression))) return refused(protocol, protection, SERVICE_ERROR.decipheringError);
		if ((protection & this.required) !== this.required) return refused(protocol, protection, SERVICE_ERROR.operationNotPossible);
		if (!last.fresh(counter)) return refused(protocol, protection, SERVICE_ERROR.invocationCounterError, last.last + 1);
		const apdu = this.#client.options.suite.open(
			{ encryptionKey, authenticationKey: set.keys.authentication, title },
			control,
			counter,
			message.payload,
		);
		if (apdu === undefined || apdu.length === 0 || !isFormOf(message.tag, apdu[0]!))
			return refused(protocol, protection, SERVICE_ERROR.decipheringError);
		last.accept(counter);
		return this.answered({ apdu, protocol, control: protection, error: 0, counter: undefined }, inside);
	}

	private openGeneral(bytes: Uint8Array): Opened {
		if (!isGeneral(bytes[0]!)) return refused('plain', 0, SERVICE_ERROR.operationNotPossible);
		return this.answered(this.generalSession!.open(bytes, this.required, this.wantsSignature(bytes[0]!)));
	}

	private answered(opened: Opened, inside?: boolean): Opened {
		return opened.apdu === undefined || inside === true ? opened : answering(opened, opened.apdu[0]!, this.#client.protection, this.peerTitle);
	}

	/** How a request in the clear with this tag is answered. */
	plainManner(tag: number): Manner {
		return answering(PLAIN, tag, this.#client.protection, this.peerTitle);
	}

	/** How something with this tag goes unasked: so, and as the policy asks of answers, if that is more. */
	unasked(manner: Manner, tag: number): Manner {
		return answering(manner, tag, this.#client.protection, this.peerTitle);
	}

	/**
	 * Puts an APDU, protected. False, and nothing put: there is no counter left, no such key, or no ciphered form of this APDU.
	 * @param protection bits of `CONTROL`: A, E or both; with the broadcast key's for a message to all meters
	 * @param general what is general-ciphered, or signed
	 */
	seal(w: DataWriter, apdu: Uint8Array, protocol: Manner['protocol'], protection: number, general?: GeneralManner): boolean {
		if (general !== undefined) return this.generalSession?.seal(w, apdu, { protocol, control: protection }, general) === true;
		// Few variables: below this the stack of XS is deepest.
		const dedicated = protocol === 'ded' || protocol === 'general-ded';
		const tag = sealedTag(protocol, apdu[0]!);
		const { keys } = this.#set;
		const encryptionKey = dedicated ? this.#dedicated?.key : protection & CONTROL.broadcastKey ? keys.broadcast : keys.encryption;
		if (tag === undefined || encryptionKey === undefined) return false;
		// Each counter is used under one key only, whichever it is.
		const counter = (dedicated ? this.#dedicated!.transmit : this.#set.transmit).next();
		if (counter === undefined) return false;
		const { options } = this.#client;
		const control = protection | options.suite.number;
		const payload = options.suite.seal({ encryptionKey, authenticationKey: keys.authentication, title: options.title }, control, counter, apdu);
		encodeCiphered(w, { tag, title: tag === APDU.generalGlo || tag === APDU.generalDed ? options.title : undefined, control, counter, payload });
		return true;
	}

	/** How long an APDU in the clear can be, in bytes, so that it takes at most `limit` bytes in this manner. */
	room(limit: number, { protocol, control, general }: Manner): number {
		const plain = (rest: number): number => (protocol === 'general-ciphering' ? 0 : plainRoom(rest, protocol, control));
		return general === undefined ? plain(limit) : (this.generalSession?.room(limit, general, plain) ?? 0);
	}

	/** Undefined: there is nothing of the kind. */
	private get generalSession(): GeneralSession | undefined {
		const { general: told, suite, title, takesAnyones = false } = this.#client.options;
		if (told === undefined || this.#general !== undefined) return this.#general;
		const material = told.of?.(this.peerTitle) ?? told;
		const { keys, receive, broadcast, transmit } = this.#set;
		const toAll = this.#preset && keys.broadcast !== undefined ? { key: keys.broadcast, receive: broadcast } : undefined;
		const parties = {
			...{ material, suite: suite.number, keyLength: suite.keyLength, title, unicast: { key: keys.encryption, receive }, broadcast: toAll },
			...{ keys, known: this.#client.sessionKeys! },
		};
		this.#general = new GeneralSession({
			...{ parties, suite, authenticationKey: keys.authentication, transmit, peerTitle: this.peerTitle, takesAnyones },
			open: (bytes) => this.open(bytes, true),
			seal: (w, apdu, { protocol, control }) => this.seal(w, apdu, protocol, control),
		});
		return this.#general;
	}

	/** This side's proof for the other side's challenge: 17 bytes. Undefined: there is no counter left. */
	token(challenge: Uint8Array): Uint8Array | undefined {
		const { keys, transmit } = this.#set;
		const counter = transmit.next();
		if (counter === undefined) return undefined;
		const { suite, title } = this.#client.options;
		return suite.hlsToken({ encryptionKey: keys.encryption, authenticationKey: keys.authentication, title }, counter, challenge);
	}

	/** Whether the other side's proof for this side's challenge is right. Its counter may be any: a challenge is asked once. */
	checkToken(token: Uint8Array, challenge: Uint8Array): boolean {
		const { keys } = this.#set;
		const peer = { encryptionKey: keys.encryption, authenticationKey: keys.authentication, title: this.peerTitle };
		return this.#client.options.suite.checkHlsToken(peer, token, challenge);
	}

	/** Whether messages of this suite, not compressed, are taken. */
	private takes(suite: number): boolean {
		const { suite: own, takesSuite1 } = this.#client.options;
		return suite === own.number || (suite === 1 && own.number === 0 && takesSuite1 === true);
	}

	/** The sender's system title, where the message may tell one; undefined: it is not the other side's, or nobody's. */
	private senderOf(title: Uint8Array | undefined): Uint8Array | undefined {
		const peer = this.peerTitle;
		const told = title !== undefined && title.length > 0;
		if (peer.length > 0) return !told || equalBytes(title, peer) ? peer : undefined;
		return told && !equalBytes(title, this.#client.options.title) ? title : undefined;
	}
}

/** Whether a ciphered APDU with this tag may have one with this plain tag inside: what was encrypted only has nothing else to tell that the key was right. */
function isFormOf(tag: number, inner: number): boolean {
	const plain = plainTag(tag);
	return plain === undefined ? protocolOf(inner) === 'plain' : plain === inner;
}

function refused(protocol: Protocol, control: number, error: number, counter?: number): Opened {
	return { apdu: undefined, protocol, control, error, counter };
}
