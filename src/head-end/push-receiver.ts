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
 * | replayed    | a counter that is not above the last one that was accepted                     |
 */
import { toHex } from '../../modules/bytes/hex.js';
import { DecodeError, Reader } from '../../modules/bytes/reader.js';
import { LONG_INVOKE } from '../../modules/dlms/apdu/access.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../modules/dlms/apdu/exception.js';
import { decodeGeneralBlock } from '../../modules/dlms/apdu/general-block.js';
import { decodeDataNotification, decodeEventNotification, encodeNotificationConfirm } from '../../modules/dlms/apdu/notification.js';
import type { CaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, type DataLimits, readData } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered, protocolOf } from '../../modules/dlms/security/ciphering.js';
import { decodeGeneralCiphered, decodeGeneralSigned } from '../../modules/dlms/security/general.js';
import { isGeneral } from '../../modules/dlms/security/general-session.js';
import type { GeneralManner } from '../../modules/dlms/security/manner.js';
import type { ClientSecurity } from '../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../modules/dlms/security/session.js';
import { objectsIn } from './push-setup.js';

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
	/** It was confirmed before, which its meter has not heard: there is nothing new in it. */
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
}

/** By `SERVICE_ERROR`. */
const REFUSED_AS: Readonly<Record<number, PushRefusal>> = Object.freeze({
	[SERVICE_ERROR.invocationCounterError]: 'replayed',
	[SERVICE_ERROR.operationNotPossible]: 'unprotected',
});
/** What a push may make its reader build. */
const LIMITS: DataLimits = Object.freeze({ depth: 12, values: 20_000 });
/** Of each meter, ids that were confirmed last, which may come again. */
const MOST_CONFIRMED = 8;
const AS_PUSHED: GeneralManner = Object.freeze({
	peer: new Uint8Array(0),
	...{ choice: undefined, transaction: new Uint8Array(0), isTold: false, isShort: false, signing: new Uint8Array(0), isAnswer: true },
});
/** Senders of blocks that are remembered at a time; the one that began first gives way. */
const MOST_BEGUN = 64;

interface Sender {
	readonly title: Uint8Array;
	readonly session: SecuritySession;
	readonly confirming: SecuritySession | undefined;
	readonly confirmed: number[];
}

interface Begun {
	readonly w: DataWriter;
	next: number;
}

export class PushReceiver {
	readonly #options: PushReceiverOptions;
	/** By the titles, as text. */
	readonly #senders = new Map<string, Sender>();
	readonly #begun = new Map<string, Begun>();

	constructor(options: PushReceiverOptions) {
		this.#options = options;
		for (const [i, security] of options.meters.entries()) {
			const title = security.options.peerTitle!;
			const confirming = options.confirming?.[i]?.session(title);
			this.#senders.set(toHex(title), { title, session: security.presetSession(), confirming, confirmed: [] });
		}
	}

	/**
	 * Undefined: there is more to come.
	 * @param sender tells apart who sends blocks
	 */
	receive(sender: string, apdu: Uint8Array): Push | PushRefusal | undefined {
		try {
			const whole = apdu[0] === APDU.generalBlockTransfer ? this.#block(sender, apdu) : apdu;
			return whole === undefined ? undefined : this.#open(whole);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#begun.delete(sender);
			return 'malformed';
		}
	}

	/** What a sender began in blocks is nobody's any more. */
	forget(sender: string): void {
		this.#begun.delete(sender);
	}

	/** Undefined: it is not whole yet. */
	#block(sender: string, apdu: Uint8Array): Uint8Array | undefined {
		const { number, last, part } = decodeGeneralBlock(apdu);
		const begun = number === 1 ? { w: new DataWriter(), next: 1 } : this.#begun.get(sender);
		if (begun === undefined || begun.next !== number || begun.w.length + part.length > this.#options.most)
			throw new DecodeError('General-Block-Transfer', 2, `block ${begun?.next ?? 1} of at most ${this.#options.most} bytes, found block ${number}`);
		this.#begun.delete(sender);
		begun.w.put(part);
		begun.next++;
		if (last) return begun.w.copy();
		const [oldest] = this.#begun.keys();
		if (this.#begun.size >= MOST_BEGUN && oldest !== undefined) this.#begun.delete(oldest);
		this.#begun.set(sender, begun);
		return undefined;
	}

	/** The APDU that confirms a push that is kept, protected as that is; undefined: it does not ask for that, or there is no key for it. */
	confirmation({ title, control, isSigned, isToConfirm, id }: Push): Uint8Array | undefined {
		if (!isToConfirm || id === undefined) return undefined;
		const w = new DataWriter();
		encodeNotificationConfirm(w, { invoke: id + LONG_INVOKE.confirmed, time: undefined });
		if (title === undefined) return w.copy();
		const sender = this.#senders.get(toHex(title))!;
		const sealed = new DataWriter();
		const protocol = control === 0 ? 'plain' : 'general-glo';
		const general = isSigned ? { ...AS_PUSHED, peer: title } : undefined;
		if (protocol === 'plain' && general === undefined) sealed.put(w.bytes);
		else if (sender.confirming?.seal(sealed, w.bytes, protocol, control, general) !== true) return undefined;
		sender.confirmed.push(id);
		if (sender.confirmed.length > MOST_CONFIRMED) sender.confirmed.shift();
		return sealed.copy();
	}

	#open(apdu: Uint8Array): Push | PushRefusal {
		const tag = apdu[0]!;
		if (!isGeneral(tag) && protocolOf(tag) === 'plain')
			return this.#options.takesPlain ? pushIn(apdu, { title: undefined, control: 0, counter: undefined, isSigned: false }, NEVER) : 'unprotected';
		const { title, counter } = senderOf(apdu);
		const sender = title === undefined ? undefined : this.#senders.get(toHex(title));
		if (sender === undefined) return 'unknown';
		// There is nothing to verify it with.
		if (!sender.session.isProtected(tag)) return 'unopened';
		const opened = sender.session.open(apdu);
		if (opened.apdu === undefined) return REFUSED_AS[opened.error] ?? 'unopened';
		const isSigned = opened.general?.signing !== undefined;
		return pushIn(opened.apdu, { title: sender.title, control: opened.control, counter, isSigned }, sender.confirmed);
	}
}

type Protected = Pick<Push, 'title' | 'control' | 'counter' | 'isSigned'>;

const NEVER: readonly number[] = Object.freeze([]);

/** Whose it says that it is, and the counter that it tells, which may be within a signature. Throws DecodeError. */
function senderOf(apdu: Uint8Array): { readonly title: Uint8Array | undefined; readonly counter: number | undefined } {
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

/** @param confirmed ids that were. Throws DecodeError. */
function pushIn(apdu: Uint8Array, how: Protected, confirmed: readonly number[]): Push {
	if (apdu[0] === APDU.eventNotification) {
		const { time, target, value } = decodeEventNotification(apdu);
		const { classId, name, index } = target;
		const object = { classId, name, attribute: index, dataIndex: 0 };
		return { ...how, kind: 'event', isToConfirm: false, isRepeated: false, id: undefined, time, values: [{ object, value: dataIn(value) }] };
	}
	const { invoke, time, body } = decodeDataNotification(apdu);
	const id = invoke & LONG_INVOKE.id;
	const isToConfirm = (invoke & LONG_INVOKE.confirmed) !== 0;
	return { ...how, kind: 'data', isToConfirm, isRepeated: isToConfirm && confirmed.includes(id), id, time, values: valuesIn(dataIn(body)) };
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
