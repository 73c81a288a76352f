/**
 * A security suite at work: the keys and the policy of one client, and what one association makes of them. Server and client use the same.
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
 *
 * New keys serve the next association: one that is open keeps those it was opened with, and one that is pre-established has them at
 * once. The transmit counter runs on under a new key, which is safe whenever the power fails; the receive counter starts again with a new encryption key,
 * after the owner has kept that key.
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
import { type CounterStore, ReceiveCounter, TransmitCounter, type TransmitSource } from './counters.js';
import { type GeneralMaterial, isGlobalKey, SessionKeys } from './general-keys.js';
import { GeneralSession, isGeneral } from './general-session.js';
import { answering, type GeneralManner, type Manner, type Opened, PLAIN } from './manner.js';
import { commonPolicy, POLICY, PROTECTION, protectionOf, requestControl, responseControl, shortestPolicy } from './policy.js';

/** What programs import with the client. */
export { POLICY } from './policy.js';

/** Keys of 16 bytes, in suite 2 of 32. */
export interface Keys {
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
	/** Key of messages to all meters; undefined: they are refused. */
	readonly broadcast: Uint8Array | undefined;
	/** Wraps new keys; undefined: keys cannot be changed. */
	readonly kek: Uint8Array | undefined;
}

export interface ClientSecurityOptions {
	readonly suite: SecuritySuite;
	/** The system title of this side: 8 bytes, like no other device's. */
	readonly title: Uint8Array;
	/** The other side's, where it is known in advance: no other is accepted then. */
	readonly peerTitle?: Uint8Array;
	readonly keys: Keys;
	/** One of `POLICY`, or bits of `PROTECTION`. */
	readonly policy: number;
	readonly counters: CounterStore;
	/** Counts what is sent, where others send under the same key and title, too; default: a counter of its own, in the store. */
	readonly transmit?: TransmitSource;
	/** Names the counters in the store, beside others: `t`, `r` or `b` and this. */
	readonly name: string;
	/** How many transmit counters are reserved at once. */
	readonly step?: number;
	/** In suite 0: takes messages of suite 1, too, whose cipher is that of suite 0: some meters push so whatever their suite. Default: false. */
	readonly takesSuite1?: boolean;
	/** Takes what is general-ciphered or signed to nobody in particular, as who listens to many may. Default: false. */
	readonly takesAnyones?: boolean;
	/** How far ahead the store's bound of the accepted counters goes; default: 1, every message is a write. */
	readonly receiveStep?: number;
	/** Keys for general-ciphering and general-signing; default: neither is known. */
	readonly general?: GeneralMaterial;
	/** What keys are agreed on with (class 64 version 1); default: nothing. */
	readonly agreement?: GeneralMaterial;
	/** Keeps what was changed by the other side for good: keys, and a policy as above. It takes effect when this returns. */
	readonly save?: (keys: Keys, policy: number) => void;
}

/** Keys and the counters that count under them. */
interface KeySet {
	readonly keys: Keys;
	readonly transmit: TransmitSource;
	readonly receive: ReceiveCounter;
	readonly broadcast: ReceiveCounter;
}

const NO_TITLE = new Uint8Array(0);
const NO_MATERIAL: Partial<GeneralMaterial> = Object.freeze({});

/** A key that lives as long as its association. */
interface Dedicated {
	readonly key: Uint8Array;
	readonly transmit: TransmitCounter;
	readonly receive: ReceiveCounter;
}

/** The keys, counters and policy of one client, for all of its associations. */
export class ClientSecurity {
	readonly options: ClientSecurityOptions;
	/** Keys that messages of general-ciphering told. */
	readonly sessionKeys: SessionKeys | undefined;
	#set: KeySet;
	#protection: number;

	/** @throws RangeError for a key or a policy that is none */
	constructor(options: ClientSecurityOptions) {
		const { keys, policy, counters, name, step, receiveStep, suite } = options;
		for (const key of [keys.encryption, keys.authentication, keys.broadcast, keys.kek])
			if (key !== undefined && key.length !== suite.keyLength)
				throw new RangeError(`DLMS security: key: expected ${suite.keyLength} bytes, got ${key.length}`);
		const protection = protectionOf(policy);
		if (protection === undefined) throw new RangeError(`DLMS security: policy: expected 0 to 3, or a sum of 4 to 128, got ${policy}`);
		this.options = options;
		this.sessionKeys = options.general && new SessionKeys();
		this.#protection = protection;
		this.#set = {
			keys,
			transmit: options.transmit ?? new TransmitCounter(counters, `t${name}`, step),
			receive: new ReceiveCounter(counters, `r${name}`, receiveStep),
			broadcast: new ReceiveCounter(counters, `b${name}`, receiveStep),
		};
	}

	get keys(): Keys {
		return this.#set.keys;
	}

	/** One of `POLICY`: what both requests and answers need. */
	get policy(): number {
		return commonPolicy(this.#protection);
	}

	/** Bits of `PROTECTION`. */
	get protection(): number {
		return this.#protection;
	}

	/** Whether messages of both sides can be signed, the other one being the holder of this title. */
	canSign(title: Uint8Array): boolean {
		const { general } = this.options;
		const { signatureKey, peerSignatureKey, cipher } = general?.of?.(title) ?? general ?? NO_MATERIAL;
		return signatureKey !== undefined && peerSignatureKey !== undefined && cipher?.sign !== undefined && cipher.verify !== undefined;
	}

	/** The last counter accepted under the encryption key; 0 also while there is none. */
	get lastReceived(): number {
		return Math.max(0, this.#set.receive.last);
	}

	/** The last counter accepted under the broadcast key; 0 also while there is none. */
	get lastBroadcast(): number {
		return Math.max(0, this.#set.broadcast.last);
	}

	/** What no counter accepted under the encryption key or the broadcast key was above; 0: none was. */
	get receivedBound(): number {
		const { receive, broadcast } = this.#set;
		return Math.max(receive.bound, broadcast.bound);
	}

	/** False, and nothing changed, unless all that is required now still will be. */
	raisePolicy(policy: number): boolean {
		if (policy < 0 || policy > POLICY.both || (policy & this.policy) !== this.policy) return false;
		return this.raiseProtection(this.#protection | protectionOf(policy)!);
	}

	/** The same of bits of `PROTECTION`. */
	raiseProtection(protection: number): boolean {
		if (protection > 0 && protection <= POLICY.both) return false;
		if (protectionOf(protection) === undefined || (protection & this.#protection) !== this.#protection) return false;
		this.options.save?.(this.keys, shortestPolicy(protection));
		this.#protection = protection;
		return true;
	}

	/** Replaces the keys, from the next association on. */
	changeKeys(keys: Keys): void {
		const { counters, name, step, receiveStep, save } = this.options;
		const old = this.#set;
		save?.(keys, shortestPolicy(this.#protection));
		let { transmit, receive, broadcast } = old;
		if (!equalBytes(keys.encryption, old.keys.encryption)) {
			receive.retire();
			receive = new ReceiveCounter(counters, `r${name}`, receiveStep);
			if (transmit.exhausted && transmit !== this.options.transmit) {
				counters.write(`t${name}`, 1);
				transmit = new TransmitCounter(counters, `t${name}`, step);
			}
		}
		if (keys.broadcast !== undefined && (old.keys.broadcast === undefined || !equalBytes(keys.broadcast, old.keys.broadcast))) {
			broadcast.retire();
			broadcast = new ReceiveCounter(counters, `b${name}`, receiveStep);
		}
		this.#set = { keys, transmit, receive, broadcast };
	}

	/**
	 * What an association with the holder of this title needs. Undefined: the title is this side's own, which would use every IV twice; it has not
	 * 8 bytes; or it is not the one expected.
	 */
	session(peerTitle: Uint8Array | undefined): SecuritySession | undefined {
		const { title, peerTitle: expected } = this.options;
		const peer = peerTitle ?? expected;
		if (peer === undefined || peer.length !== title.length || equalBytes(peer, title)) return undefined;
		if (expected !== undefined && !equalBytes(peer, expected)) return undefined;
		return new SecuritySession(this, this.#set, peer.slice());
	}

	/** Session of the first message of a client, which does not know the other side yet: it opens only what tells its sender. */
	firstSession(): SecuritySession {
		return new SecuritySession(this, this.#set, NO_TITLE);
	}

	/** Session of an association that was never opened, with the keys of the moment: of the expected side, or else of whoever a general-glo tells. */
	presetSession(): SecuritySession {
		return new SecuritySession(this, this.#set, this.options.peerTitle ?? NO_TITLE, true);
	}

	/** Session for what answers something that was sent unasked, from whoever has the keys: what it answers makes it new, and no counter. */
	answerSession(): SecuritySession {
		const set = { ...this.#set, receive: new ReceiveCounter(undefined), broadcast: new ReceiveCounter(undefined) };
		return new SecuritySession(this, set, this.options.peerTitle ?? NO_TITLE);
	}
}

/** The keys of one association. */
export class SecuritySession {
	readonly #client: ClientSecurity;
	readonly #set: KeySet;
	/** The other side's system title; empty: a general-glo tells it. */
	readonly peerTitle: Uint8Array;
	readonly #preset: boolean;
	#dedicated: Dedicated | undefined;
	#general: GeneralSession | undefined;
	#demanded = 0;
	#isSignatureDemanded = false;

	/** @param preset whether it is for an association that was never opened, which alone takes what is under the broadcast key */
	constructor(client: ClientSecurity, set: KeySet, peerTitle: Uint8Array, preset = false) {
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
		return this.required !== 0 || this.#wantsSignature(APDU.getRequest);
	}

	/** What has no signed form is the InitiateRequest. */
	#wantsSignature(tag: number): boolean {
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
		if (inside !== true && (isGeneral(bytes[0]!) ? this.#generalSession !== undefined : this.#wantsSignature(bytes[0]!)))
			return this.#openGeneral(bytes);
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
		const title = this.#senderOf(message.title);
		if (encryptionKey === undefined || last === undefined || title === undefined || protection === 0 || (toAll && (dedicated || !this.#preset)))
			return refused(protocol, protection, SERVICE_ERROR.decipheringError);
		if (!this.#takes(control & (CONTROL.suite | CONTROL.compression))) return refused(protocol, protection, SERVICE_ERROR.decipheringError);
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
		return this.#answered({ apdu, protocol, control: protection, error: 0, counter: undefined }, inside);
	}

	#openGeneral(bytes: Uint8Array): Opened {
		if (!isGeneral(bytes[0]!)) return refused('plain', 0, SERVICE_ERROR.operationNotPossible);
		return this.#answered(this.#generalSession!.open(bytes, this.required, this.#wantsSignature(bytes[0]!)));
	}

	#answered(opened: Opened, inside?: boolean): Opened {
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
		if (general !== undefined) return this.#generalSession?.seal(w, apdu, { protocol, control: protection }, general) === true;
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
		return general === undefined ? plain(limit) : (this.#generalSession?.room(limit, general, plain) ?? 0);
	}

	/** Undefined: there is nothing of the kind. */
	get #generalSession(): GeneralSession | undefined {
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
	#takes(suite: number): boolean {
		const { suite: own, takesSuite1 } = this.#client.options;
		return suite === own.number || (suite === 1 && own.number === 0 && takesSuite1 === true);
	}

	/** The sender's system title, where the message may tell one; undefined: it is not the other side's, or nobody's. */
	#senderOf(title: Uint8Array | undefined): Uint8Array | undefined {
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
