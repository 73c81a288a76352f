/**
 * What meters push, opened: DataNotification and EventNotification, in the clear, in a general-glo, general-ciphered or signed, whole or in general blocks.
 * Nothing is answered but a DataNotification that asks to be confirmed, once whoever has it says that it is kept.
 *
 * | refused as  | what came                                                                      |
 * |-------------|--------------------------------------------------------------------------------|
 * | malformed   | no such APDU, no value in it, blocks that do not follow each other             |
 * | unknown     | ciphered by a meter whose keys are not known                                   |
 * | unprotected | less protected than is asked for, or not signed                                |
 * | unopened    | not under the keys of its meter, or changed on its way; a signature that is not the meter's |
 * | replayed    | a counter that is not above the last one that was accepted; without one, a signature that came before |
 */
import { toHex } from '../../modules/bytes/hex.js';
import { DecodeError, Reader } from '../../modules/bytes/reader.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { SHA256_LENGTH, Sha256 } from '../../modules/crypto/sha256.js';
import { LONG_INVOKE } from '../../modules/dlms/apdu/access.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../modules/dlms/apdu/exception.js';
import { decodeDataNotification, decodeEventNotification, encodeNotificationConfirm } from '../../modules/dlms/apdu/notification.js';
import type { CaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, type DataLimits, readData, writeData } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../../modules/dlms/axdr/date-time.js';
import { decodeCiphered, protocolOf } from '../../modules/dlms/security/ciphering.js';
import { decodeGeneralCiphered, decodeGeneralSigned } from '../../modules/dlms/security/general.js';
import { isGeneral } from '../../modules/dlms/security/general-session.js';
import type { GeneralManner } from '../../modules/dlms/security/manner.js';
import type { ClientSecurity } from '../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../modules/dlms/security/session.js';
import { BlockAssembly } from './block-assembly.js';
import { objectsIn } from './push-setup.js';
import { type PushKey, RememberedPushes } from './remembered-pushes.js';

/** One value of a push, and what it is, where its list or its head tells that. */
export interface PushedValue {
	readonly object: CaptureObject | undefined;
	readonly value: Data;
}

export interface Push {
	readonly kind: 'data' | 'event';
	/** System title of the meter; undefined: it was in the clear. */
	readonly title: Uint8Array | undefined;
	/** Bits of `CONTROL`: A and E; 0: in the clear. */
	readonly control: number;
	readonly counter: number | undefined;
	/** Whether the meter has signed it. */
	readonly isSigned: boolean;
	/** Whether its meter waits for a confirmation. */
	readonly isToConfirm: boolean;
	/** It was kept before, which its meter has not heard: there is nothing new in it. */
	readonly isRepeated: boolean;
	/** Long invoke id; undefined: an EventNotification has none. */
	readonly id: number | undefined;
	/** 12 bytes of COSEM date-time. */
	readonly time: Uint8Array | undefined;
	readonly values: readonly PushedValue[];
}

export const PUSH_REFUSALS = Object.freeze(['malformed', 'unknown', 'unprotected', 'unopened', 'replayed'] as const);
export type PushRefusal = (typeof PUSH_REFUSALS)[number];

export interface PushReceiverOptions {
	/** Of each meter, with its system title as `peerTitle`; their policy says how pushes must be protected. */
	readonly meters: readonly ClientSecurity[];
	/**
	 * For each of them, in this order, what confirmations are sealed with: under a title that nobody else has, for its counter begins anew with each receiver.
	 * Without it nothing that is ciphered can be confirmed.
	 */
	readonly confirming?: readonly ClientSecurity[];
	/** Whether pushes in the clear are taken. */
	readonly takesPlain: boolean;
	/** The longest that is put together of blocks, bytes. */
	readonly most: number;
	/** Sees each APDU, put together where it came in blocks, and what it is in the clear; undefined: it does not open. */
	readonly onMessage?: (peer: string, sent: boolean, apdu: Uint8Array, clear: Uint8Array | undefined) => void;
}

/** By `SERVICE_ERROR`. */
const REFUSED_AS: Readonly<Record<number, PushRefusal>> = Object.freeze({
	[SERVICE_ERROR.invocationCounterError]: 'replayed',
	[SERVICE_ERROR.operationNotPossible]: 'unprotected',
});
/** What a push may make its reader build. */
const LIMITS: DataLimits = Object.freeze({ depth: 12, values: 20_000 });
/** Of each meter, pushes that were kept last, which may come again until their meter has heard that. */
const MOST_KEPT = 8;
/** Meters that push in the clear, and are known by what they say. */
const MOST_CLEAR = 256;
/** Of each meter, signatures of pushes without a counter. */
const MOST_SIGNATURES = 64;
const AS_PUSHED: GeneralManner = Object.freeze({
	peer: new Uint8Array(0),
	...{ choice: undefined, transaction: new Uint8Array(0), isTold: false, isShort: false, signing: new Uint8Array(0), isAnswer: true },
});

const VALUE = 2;
const CLOCK = 8;
/** What says of a meter who it is. */
const IDENTITIES: readonly number[] = Object.freeze([NAME.logicalDevice, NAME.serial]);

interface Sender {
	readonly title: Uint8Array;
	readonly session: SecuritySession;
	readonly confirming: SecuritySession | undefined;
}

export class PushReceiver {
	readonly #options: PushReceiverOptions;
	/** By the titles, as text. */
	readonly #senders = new Map<string, Sender>();
	readonly #blocks: BlockAssembly;
	readonly #kept: RememberedPushes;
	readonly #keptClear = new RememberedPushes(MOST_CLEAR, MOST_KEPT);
	readonly #signatures: RememberedPushes;
	/** Of those that are to be confirmed. */
	readonly #keys = new WeakMap<Push, PushKey & { readonly from: string }>();

	constructor(options: PushReceiverOptions) {
		this.#options = options;
		this.#blocks = new BlockAssembly(options.most);
		this.#kept = new RememberedPushes(options.meters.length, MOST_KEPT);
		this.#signatures = new RememberedPushes(options.meters.length, MOST_SIGNATURES);
		for (const [i, security] of options.meters.entries()) {
			const title = security.options.peerTitle!;
			const confirming = options.confirming?.[i]?.session(title);
			this.#senders.set(toHex(title), { title, session: security.presetSession(), confirming });
		}
	}

	/**
	 * Undefined: there is more to come.
	 * @param sender tells apart who sends blocks
	 */
	receive(sender: string, apdu: Uint8Array): Push | PushRefusal | undefined {
		try {
			const whole = apdu[0] === APDU.generalBlockTransfer ? this.#blocks.take(sender, apdu) : apdu;
			return whole === undefined ? undefined : this.#open(sender, whole);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return 'malformed';
		}
	}

	/** What a sender began in blocks is nobody's any more. */
	forget(sender: string): void {
		this.#blocks.forget(sender);
	}

	/** Somebody keeps it: if it comes again there is nothing new in it. It costs nothing where it does not ask to be confirmed. */
	keep(push: Push): void {
		const key = this.#keys.get(push);
		if (key !== undefined) this.#keptOf(push).add(key);
	}

	#keptOf({ title }: Pick<Push, 'title'>): RememberedPushes {
		return title === undefined ? this.#keptClear : this.#kept;
	}

	/** The APDU that confirms a push that is kept, protected as that is; undefined: it does not ask for that, or there is no key for it. */
	confirmation(push: Push): Uint8Array | undefined {
		const { title, control, isSigned, isToConfirm, id } = push;
		if (!isToConfirm || id === undefined) return undefined;
		const w = new DataWriter();
		encodeNotificationConfirm(w, { invoke: id + LONG_INVOKE.confirmed, time: undefined });
		const { from } = this.#keys.get(push)!;
		if (title === undefined) {
			this.keep(push);
			this.#options.onMessage?.(from, true, w.bytes, w.bytes);
			return w.copy();
		}
		const sender = this.#senders.get(toHex(title))!;
		const sealed = new DataWriter();
		const protocol = control === 0 ? 'plain' : 'general-glo';
		const general = isSigned ? { ...AS_PUSHED, peer: title } : undefined;
		if (protocol === 'plain' && general === undefined) sealed.put(w.bytes);
		else if (sender.confirming?.seal(sealed, w.bytes, protocol, control, general) !== true) return undefined;
		this.keep(push);
		this.#options.onMessage?.(from, true, sealed.bytes, w.bytes);
		return sealed.copy();
	}

	/** @param from who sent it */
	#open(from: string, apdu: Uint8Array): Push | PushRefusal {
		let clear: Uint8Array | undefined;
		try {
			const tag = apdu[0]!;
			if (!isGeneral(tag) && protocolOf(tag) === 'plain') {
				clear = apdu;
				if (!this.#options.takesPlain) return 'unprotected';
				return this.#known(from, pushIn(apdu, { title: undefined, control: 0, counter: undefined, isSigned: false }));
			}
			const { title, counter } = senderOf(apdu);
			const sender = title === undefined ? undefined : this.#senders.get(toHex(title));
			if (sender === undefined) return 'unknown';
			// There is nothing to verify it with.
			if (!sender.session.isProtected(tag)) return 'unopened';
			const opened = sender.session.open(apdu);
			clear = opened.apdu;
			if (opened.apdu === undefined) return REFUSED_AS[opened.error] ?? 'unopened';
			const isSigned = opened.general?.signing !== undefined;
			const push = this.#known(from, pushIn(opened.apdu, { title: sender.title, control: opened.control, counter, isSigned }));
			// A meter that signs alike what it sends again would be right to.
			return isSigned && counter === undefined && !push.isRepeated && !this.#isNew(sender.title, apdu) ? 'replayed' : push;
		} finally {
			this.#options.onMessage?.(from, false, apdu, clear);
		}
	}

	/** Whether a signature comes for the first time, as far back as it is remembered: by its r, as anybody can make another s of an s. */
	#isNew(title: Uint8Array, apdu: Uint8Array): boolean {
		const { signature } = decodeGeneralSigned(apdu);
		const key = { meter: toHex(title), push: toHex(signature.subarray(0, signature.length / 2)) };
		if (this.#signatures.has(key)) return false;
		this.#signatures.add(key);
		return true;
	}

	#known(from: string, fresh: Omit<Push, 'isRepeated'>): Push {
		if (!fresh.isToConfirm) return { ...fresh, isRepeated: false };
		const key = keyOf(from, fresh);
		const push = { ...fresh, isRepeated: this.#keptOf(fresh).has(key) };
		this.#keys.set(push, { ...key, from });
		return push;
	}
}

type Protected = Pick<Push, 'title' | 'control' | 'counter' | 'isSigned'>;

/** Whose it says that it is, and the counter that it tells, which may be within a signature. Throws DecodeError. */
export function senderOf(apdu: Uint8Array): { readonly title: Uint8Array | undefined; readonly counter: number | undefined } {
	if (apdu[0] === APDU.generalSigning) {
		const { originator: title, content } = decodeGeneralSigned(apdu);
		const inner = content[0];
		const isOpen = inner === undefined || inner === APDU.generalSigning || (!isGeneral(inner) && protocolOf(inner) === 'plain');
		return { title, counter: isOpen ? undefined : senderOf(content).counter };
	}
	if (apdu[0] !== APDU.generalCiphering) return decodeCiphered(apdu);
	const { originator: title, counter } = decodeGeneralCiphered(apdu);
	return { title, counter };
}

/**
 * Under its keys a meter gives no id twice. In the clear it may have begun anew, and who it is stands in its values, if anywhere: there the times alone of
 * what comes again are others.
 */
function keyOf(from: string, { title, id, values }: Omit<Push, 'isRepeated'>): PushKey {
	if (title !== undefined) return { meter: toHex(title), push: `${id}` };
	const identity = values.find(({ object }) => object !== undefined && object.attribute === VALUE && IDENTITIES.includes(object.name));
	const hash = new Sha256();
	hash.begin();
	for (const { object, value } of values) {
		const isTime = object === undefined ? 'bytes' in value && value.bytes.length === DATE_TIME_LENGTH : object.classId === CLOCK;
		if (!isTime) hash.update(bytesOf(value));
	}
	const digest = new Uint8Array(SHA256_LENGTH);
	hash.finish(digest);
	return { meter: identity === undefined ? from : toHex(bytesOf(identity.value)), push: `${id} ${toHex(digest)}` };
}

function bytesOf(value: Data): Uint8Array {
	const w = new DataWriter();
	writeData(w, value);
	return w.copy();
}

/** Throws DecodeError. */
function pushIn(apdu: Uint8Array, how: Protected): Omit<Push, 'isRepeated'> {
	if (apdu[0] === APDU.eventNotification) {
		const { time, target, value } = decodeEventNotification(apdu);
		const { classId, name, index } = target;
		const object = { classId, name, attribute: index, dataIndex: 0 };
		return { ...how, kind: 'event', isToConfirm: false, id: undefined, time, values: [{ object, value: dataIn(value) }] };
	}
	const { invoke, time, body } = decodeDataNotification(apdu);
	const id = invoke & LONG_INVOKE.id;
	const isToConfirm = (invoke & LONG_INVOKE.confirmed) !== 0;
	return { ...how, kind: 'data', isToConfirm, id, time, values: valuesIn(dataIn(body)) };
}

/** The list of the set-up comes first, as a rule, and names them all. */
function valuesIn(body: Data): PushedValue[] {
	if (!('items' in body)) return [{ object: undefined, value: body }];
	const [first] = body.items;
	const objects = objectsIn(first);
	const areNamed = objects !== undefined && objects.length === body.items.length;
	return body.items.map((value, i) => ({ object: areNamed ? objects[i] : undefined, value }));
}

/** Throws DecodeError. */
function dataIn(bytes: Uint8Array): Data {
	const r = new Reader('A-XDR', bytes);
	const data = readData(r, LIMITS);
	r.end();
	return data;
}
