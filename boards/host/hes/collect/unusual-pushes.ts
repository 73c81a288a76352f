/** Pushes that the fast path of a collector leaves: in blocks, general-ciphered, signed, less protected, in the clear. What opens them is made for a meter, and goes again. */
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { writeData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../../modules/dlms/security/counters.js';
import { isGeneral } from '../../../../modules/dlms/security/general-session.js';
import { BlockAssembly } from '../../../../src/head-end/block-assembly.js';
import type { Collector, Verdict } from '../../../../src/head-end/collection/collector.js';
import { LEAST_ROW } from '../../../../src/head-end/collection/interval-push.js';
import type { MeterTable } from '../../../../src/head-end/collection/meter-table.js';
import { type Push, type PushReceiver, senderOf } from '../../../../src/head-end/push-receiver.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { UsageError } from '../../shared/usage-error.js';
import { pushReceiver } from '../hes-push-listen.js';
import type { TakeUnusual } from './collect-listener.js';

const AUTHENTICATED_ENCRYPTED = 3;
/** Meters whose receivers are there at a time. */
const MOST_RECEIVERS = 256;
/** Bytes that are put together of blocks at most. */
const LONGEST = 0x10000;
/** Of the counter that was accepted last. */
const RECEIVED = /^r/;

export interface UnusualOptions {
	readonly collector: Collector;
	readonly table: MeterTable;
	/** The client under whose keys meters push. */
	readonly client: number;
	/** All keys of a meter; undefined: there are none for this. May throw UsageError where they cannot be had. */
	readonly keysOf: (row: number) => { readonly keys: RouteAKeys; readonly path: string | undefined } | undefined;
	readonly whenDurable: (done: () => void) => void;
	/** Readings there is room for. */
	readonly room: () => number;
}

interface Opener {
	readonly receiver: PushReceiver;
	/** Counter of what was opened last, under the key that the fast path opens with, too; 0: it was another key's, or nothing was. */
	accepted: number;
}

export class UnusualPushes {
	readonly #options: UnusualOptions;
	readonly #openers = new Map<number, Opener>();
	readonly #blocks = new BlockAssembly(LONGEST);

	constructor(options: UnusualOptions) {
		this.#options = options;
	}

	readonly take: TakeUnusual = (sender, apdu, at, answer) => {
		try {
			if (apdu[0] !== APDU.generalBlockTransfer) return this.#open(sender, apdu, at, answer);
			const whole = this.#blocks.take(sender, apdu);
			if (whole === undefined) return undefined;
			const verdict = this.#options.collector.receive(whole, at);
			return verdict === 'unusual' ? this.#open(sender, whole, at, answer) : verdict;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return this.#options.collector.count('malformed');
		}
	};

	/** Keys may have changed. */
	forget(): void {
		this.#openers.clear();
	}

	/** Throws DecodeError. */
	#open(sender: string, apdu: Uint8Array, at: number, answer: (apdu: Uint8Array) => void): Verdict {
		const { collector, table, whenDurable, room } = this.#options;
		const tag = apdu[0]!;
		if (!isGeneral(tag) && protocolOf(tag) === 'plain')
			return collector.count(tag === APDU.dataNotification || tag === APDU.eventNotification ? 'unprotected' : 'malformed');
		const { title } = senderOf(apdu);
		const row = title === undefined || title.length !== 8 ? -1 : table.rowOf(title);
		if (row < 0) return collector.count('unknown');
		// Once it is opened, its counter is used.
		if (apdu.length / LEAST_ROW > room()) return collector.count('full');
		const opener = this.#openerOf(row);
		if (opener === undefined) return collector.count('unopened');
		const { receiver } = opener;
		opener.accepted = 0;
		const push = receiver.receive(sender, apdu);
		const { accepted } = opener;
		// It counts on from what it was told when it was made, and others have come by the fast path since then.
		if (accepted !== 0 && accepted <= table.counters[row]!) return collector.count('replayed');
		if (accepted !== 0) table.counters[row] = accepted;
		if (push === undefined || typeof push === 'string') return collector.count(push ?? 'malformed');
		const verdict = this.#take(row, push, accepted, at);
		if (push.isToConfirm && (verdict === 'accepted' || verdict === 'repeated'))
			whenDurable(() => {
				const confirmation = receiver.confirmation(push);
				if (confirmation !== undefined) answer(confirmation);
			});
		return verdict;
	}

	#take(row: number, { kind, values }: Push, counter: number, at: number): Verdict {
		const { collector } = this.#options;
		if (kind === 'event') return collector.takeOther(row, counter);
		const body = new DataWriter().structure(values.length);
		for (const { value } of values) writeData(body, value);
		return collector.takeBody(row, body.copy(), counter, at);
	}

	#openerOf(row: number): Opener | undefined {
		const found = this.#openers.get(row);
		if (found !== undefined) return found;
		const { client, table } = this.#options;
		const told = this.#keysOf(row);
		if (told?.keys.clients[client] === undefined) return undefined;
		const counters: CounterStore = {
			read: (name) => (RECEIVED.test(name) && table.counters[row] !== 0 ? table.counters[row] : undefined),
			write: (name, value) => {
				if (RECEIVED.test(name)) opener.accepted = value;
			},
		};
		const opener: Opener = { receiver: pushReceiver(client, AUTHENTICATED_ENCRYPTED, [told], false, undefined, counters), accepted: 0 };
		const [oldest] = this.#openers.keys();
		if (this.#openers.size >= MOST_RECEIVERS && oldest !== undefined) this.#openers.delete(oldest);
		this.#openers.set(row, opener);
		return opener;
	}

	/** Undefined, too, where they cannot be had any more. */
	#keysOf(row: number): ReturnType<UnusualOptions['keysOf']> {
		try {
			return this.#options.keysOf(row);
		} catch (error) {
			if (error instanceof UsageError) return undefined;
			throw error;
		}
	}
}
