/** Pushes that the fast path of a collector leaves: in blocks, general-ciphered, signed, less protected, in the clear. What opens them is made for a meter, and goes again. */
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeGeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { writeData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../../modules/dlms/security/counters.js';
import { isGeneral } from '../../../../modules/dlms/security/general-session.js';
import type { Collector, Verdict } from '../../../../src/head-end/collection/collector.js';
import type { MeterTable } from '../../../../src/head-end/collection/meter-table.js';
import { type Push, type PushReceiver, senderOf } from '../../../../src/head-end/push-receiver.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { pushReceiver } from '../hes-push-listen.js';
import type { TakeUnusual } from './collect-listener.js';

const AUTHENTICATED_ENCRYPTED = 3;
/** Meters whose receivers are there at a time, and senders whose blocks are. */
const MOST_RECEIVERS = 256;
const MOST_BEGUN = 64;
/** Bytes that are put together of blocks at most. */
const LONGEST = 0x10000;
/** Of the counter that was accepted last. */
const RECEIVED = /^r/;

export interface UnusualOptions {
	readonly collector: Collector;
	readonly table: MeterTable;
	/** The client under whose keys meters push. */
	readonly client: number;
	/** All keys of a meter; undefined: there are none for this. */
	readonly keysOf: (row: number) => { readonly keys: RouteAKeys; readonly path: string | undefined } | undefined;
	readonly whenDurable: (done: () => void) => void;
}

export class UnusualPushes {
	readonly #options: UnusualOptions;
	readonly #receivers = new Map<number, PushReceiver>();
	readonly #begun = new Map<string, { readonly w: DataWriter; next: number }>();

	constructor(options: UnusualOptions) {
		this.#options = options;
	}

	readonly take: TakeUnusual = (sender, apdu, at, answer) => {
		try {
			if (apdu[0] !== APDU.generalBlockTransfer) return this.#open(sender, apdu, at, answer);
			const whole = this.#block(sender, apdu);
			if (whole === undefined) return undefined;
			const verdict = this.#options.collector.receive(whole, at);
			return verdict === 'unusual' ? this.#open(sender, whole, at, answer) : verdict;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#begun.delete(sender);
			return this.#options.collector.count('malformed');
		}
	};

	/** Keys may have changed. */
	forget(): void {
		this.#receivers.clear();
	}

	/** Undefined: it is not whole yet. Throws DecodeError. */
	#block(sender: string, apdu: Uint8Array): Uint8Array | undefined {
		const { number, last, part } = decodeGeneralBlock(apdu);
		const begun = number === 1 ? { w: new DataWriter(), next: 1 } : this.#begun.get(sender);
		if (begun === undefined || begun.next !== number || begun.w.length + part.length > LONGEST)
			throw new DecodeError('General-Block-Transfer', 2, `block ${begun?.next ?? 1} of at most ${LONGEST} bytes, found block ${number}`);
		this.#begun.delete(sender);
		begun.w.put(part);
		begun.next++;
		if (last) return begun.w.copy();
		const [oldest] = this.#begun.keys();
		if (this.#begun.size >= MOST_BEGUN && oldest !== undefined) this.#begun.delete(oldest);
		this.#begun.set(sender, begun);
		return undefined;
	}

	/** Throws DecodeError. */
	#open(sender: string, apdu: Uint8Array, at: number, answer: (apdu: Uint8Array) => void): Verdict {
		const { collector, table, whenDurable } = this.#options;
		const tag = apdu[0]!;
		if (!isGeneral(tag) && protocolOf(tag) === 'plain')
			return collector.count(tag === APDU.dataNotification || tag === APDU.eventNotification ? 'unprotected' : 'malformed');
		const { title } = senderOf(apdu);
		const row = title === undefined || title.length !== 8 ? -1 : table.rowOf(title);
		if (row < 0) return collector.count('unknown');
		const receiver = this.#receiverOf(row);
		if (receiver === undefined) return collector.count('unopened');
		const push = receiver.receive(sender, apdu);
		if (push === undefined || typeof push === 'string') return collector.count(push ?? 'malformed');
		const verdict = this.#take(row, push, at);
		if (push.isToConfirm && verdict !== 'full')
			whenDurable(() => {
				const confirmation = receiver.confirmation(push);
				if (confirmation !== undefined) answer(confirmation);
			});
		return verdict;
	}

	#take(row: number, { kind, values, counter }: Push, at: number): Verdict {
		const { collector } = this.#options;
		if (kind === 'event') return collector.count('other');
		const body = new DataWriter().structure(values.length);
		for (const { value } of values) writeData(body, value);
		return collector.takeBody(row, body.copy(), counter ?? 0, at);
	}

	#receiverOf(row: number): PushReceiver | undefined {
		const found = this.#receivers.get(row);
		if (found !== undefined) return found;
		const { client, keysOf, table } = this.#options;
		const told = keysOf(row);
		if (told?.keys.clients[client] === undefined) return undefined;
		const counters: CounterStore = {
			read: (name) => (RECEIVED.test(name) && table.counters[row] !== 0 ? table.counters[row] : undefined),
			write: (name, value) => {
				if (RECEIVED.test(name)) table.counters[row] = value;
			},
		};
		const receiver = pushReceiver(client, AUTHENTICATED_ENCRYPTED, [told], false, undefined, counters);
		const [oldest] = this.#receivers.keys();
		if (this.#receivers.size >= MOST_RECEIVERS && oldest !== undefined) this.#receivers.delete(oldest);
		this.#receivers.set(row, receiver);
		return receiver;
	}
}
