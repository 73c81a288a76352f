/**
 * What meters push, opened: DataNotification and EventNotification, in the clear or in a general-glo, whole or in general blocks. Nothing is answered.
 *
 * | refused as  | what came                                                                      |
 * |-------------|--------------------------------------------------------------------------------|
 * | malformed   | no such APDU, no value in it, blocks that do not follow each other             |
 * | unknown     | ciphered by a meter whose keys are not known                                   |
 * | unprotected | less protected than is asked for                                               |
 * | unopened    | not under the keys of its meter, or changed on its way                         |
 * | replayed    | a counter that is not above the last one that was accepted                     |
 */
import { equalBytes } from '../../modules/bytes/equal.js';
import { DecodeError, Reader } from '../../modules/bytes/reader.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../modules/dlms/apdu/exception.js';
import { decodeGeneralBlock } from '../../modules/dlms/apdu/general-block.js';
import { decodeDataNotification, decodeEventNotification } from '../../modules/dlms/apdu/notification.js';
import type { CaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, type DataLimits, readData } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered, protocolOf } from '../../modules/dlms/security/ciphering.js';
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
const ID = 0xffffff;
/** Senders of blocks that are remembered at a time; the one that began first gives way. */
const MOST_BEGUN = 64;

interface Begun {
	readonly w: DataWriter;
	next: number;
}

export class PushReceiver {
	readonly #options: PushReceiverOptions;
	readonly #sessions: readonly { readonly title: Uint8Array; readonly session: SecuritySession }[];
	readonly #begun = new Map<string, Begun>();

	constructor(options: PushReceiverOptions) {
		this.#options = options;
		this.#sessions = options.meters.map((security) => ({ title: security.options.peerTitle!, session: security.presetSession() }));
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

	#open(apdu: Uint8Array): Push | PushRefusal {
		if (protocolOf(apdu[0]!) === 'plain') return this.#options.takesPlain ? pushIn(apdu, undefined, 0, undefined) : 'unprotected';
		const { title, counter } = decodeCiphered(apdu);
		const meter = this.#sessions.find((each) => title !== undefined && equalBytes(each.title, title));
		if (meter === undefined) return 'unknown';
		const opened = meter.session.open(apdu);
		if (opened.apdu === undefined) return REFUSED_AS[opened.error] ?? 'unopened';
		return pushIn(opened.apdu, meter.title, opened.control, counter);
	}
}

/** Throws DecodeError. */
function pushIn(apdu: Uint8Array, title: Uint8Array | undefined, control: number, counter: number | undefined): Push {
	if (apdu[0] === APDU.eventNotification) {
		const { time, target, value } = decodeEventNotification(apdu);
		const { classId, name, index } = target;
		const object = { classId, name, attribute: index, dataIndex: 0 };
		return { kind: 'event', title, control, counter, id: undefined, time, values: [{ object, value: dataIn(value) }] };
	}
	const { invoke, time, body } = decodeDataNotification(apdu);
	return { kind: 'data', title, control, counter, id: invoke & ID, time, values: valuesIn(dataIn(body)) };
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
