/**
 * What field meters do wrong above the datagram, as a device that wraps a device: it stands between a meter's Route B and its `Datagrams`
 * and spoils what the meter sends. By a seed: the same seed spoils the same messages.
 */
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { fraction } from '../../../modules/bytes/chance.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Address, DatagramListener, Datagrams, Delivery } from '../../../modules/datagram/datagram.js';
import { decodeFrame, ESV, encodeFrame, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { EPC } from '../../route-b/epc.js';

/** Each fault and what it does; `reply` is any answer of the smart meter object, `notification` its half-hourly INF or INFC. */
export const REPLY_FAULTS = Object.freeze({
	silent: 'no reply, although it counts as sent',
	shortened_sna: 'Get_SNA leaves out the properties that it refuses, and counts one less each in OPC',
	collision: 'a request that is open when the notification goes out, or comes within 2 s after it, is lost',
	slow: 'the reply takes `slow` ms',
	late: 'the reply takes `late` ms: when it comes the asker has given up',
	duplicate: 'the reply comes twice',
	stale: 'the reply to the request before comes again first, with its old TID',
	partial_sna: 'Get_SNA: all asked properties carry data, one (the unit E1 if asked) is empty',
	interleaved_inf: 'an INF comes right before the reply',
	undeclared_inf: 'after the reply an INF of the same properties, none of which need stand in map 9D',
	missing_notification: 'the notification does not come',
	late_notification: 'the notification takes 70 s more',
	duplicate_notification: 'the notification comes twice, 3 s apart',
});

export type ReplyFault = keyof typeof REPLY_FAULTS;

export interface FaultyRepliesOptions {
	readonly inner: Datagrams;
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** How often each happens: 1 is always, n is about one message in n. Faults not named never happen. */
	readonly oneIn: Partial<Record<ReplyFault, number>>;
	/** ms; 3,000 unless told. */
	readonly slow?: number;
	/** ms; 70,000 unless told: longer than the limit known for any request. */
	readonly late?: number;
	/** As long as it holds, nothing that the meter says leaves. */
	readonly isMute?: () => boolean;
}

/** Where a message goes, and who wants to know what became of it. */
interface Outgoing {
	readonly to: Address;
	readonly port: number;
	readonly done: (delivery: Delivery) => void;
}

interface Asked {
	readonly tid: number;
	readonly at: number;
}

const NOTHING = new Uint8Array(0);
const SLOW = 3_000;
const LATE = 70_000;
/** How long after a notification a request still meets it, ms. Requests were seen to be lost about the half-hour; how near is unconfirmed. */
const COLLISION = 2_000;
/** Requests whose time of arrival is remembered. */
const OPEN_REQUESTS = 16;
const REQUESTS: readonly number[] = [ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ];

export class FaultyReplies implements Datagrams {
	/** How often each fault happened so far. */
	readonly happened: Partial<Record<ReplyFault, number>> = {};
	readonly #options: FaultyRepliesOptions;
	readonly #slow: number;
	readonly #late: number;
	/** Of requests that are not answered yet, oldest first. */
	readonly #asked: Asked[] = [];
	#lastReply: Uint8Array | undefined;
	#listener: DatagramListener;
	/** When the last notification went out. */
	#notified = Number.NEGATIVE_INFINITY;

	/** Throws RangeError for a frequency that is none. */
	constructor(options: FaultyRepliesOptions) {
		for (const [fault, n] of Object.entries(options.oneIn)) {
			if (!(fault in REPLY_FAULTS)) throw new RangeError(`fault ${fault}: expected one of ${Object.keys(REPLY_FAULTS).join(', ')}`);
			if (!(n >= 1)) throw new RangeError(`fault ${fault}: expected one in 1 or more, got one in ${n}`);
		}
		this.#options = options;
		this.#slow = options.slow ?? SLOW;
		this.#late = options.late ?? LATE;
		this.#listener = options.inner.listener;
	}

	get maxPayload(): number {
		return this.#options.inner.maxPayload;
	}

	get listener(): DatagramListener {
		return this.#listener;
	}

	set listener(listener: DatagramListener) {
		this.#listener = listener;
		const { inner, oneIn } = this.#options;
		inner.listener =
			oneIn.collision === undefined
				? listener
				: {
						onDatagram: (...datagram) => {
							if (!this.#collides(datagram[3])) listener.onDatagram(...datagram);
						},
						onPeer: (...event) => listener.onPeer(...event),
					};
	}

	terminate(peer: Address): void {
		this.#options.inner.terminate(peer);
	}

	configure(id: string, password: string): void {
		this.#options.inner.configure(id, password);
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		const frame = decodeFrame(bytes);
		const outgoing: Outgoing = { to, port, done };
		const informs = frame.esv === ESV.INF || frame.esv === ESV.INFC;
		if (this.#options.isMute?.()) this.#swallow(outgoing);
		else if (frame.seoj === NODE_PROFILE) this.#pass(outgoing, bytes);
		else if (!informs) this.#reply(outgoing, bytes, frame);
		else if (isNotification(frame)) this.#notify(outgoing, bytes);
		else this.#pass(outgoing, bytes);
	}

	#reply(outgoing: Outgoing, bytes: Uint8Array, frame: Frame): void {
		const before = this.#lastReply;
		this.#lastReply = bytes;
		if (this.#happens('silent') || (this.#wasOpen(frame.tid) && this.#happens('collision'))) {
			this.#swallow(outgoing);
			return;
		}
		if (before && this.#happens('stale')) this.#extra(outgoing, before);
		if (this.#happens('interleaved_inf')) this.#extra(outgoing, inform(frame, [{ epc: EPC.operationStatus, edt: Uint8Array.of(0x30) }]));
		const spoilt = this.#spoil(bytes, frame);
		if (this.#happens('late')) this.#later(this.#late, outgoing, spoilt);
		else if (this.#happens('slow')) this.#later(this.#slow, outgoing, spoilt);
		else this.#pass(outgoing, spoilt);
		if (this.#happens('duplicate')) this.#extra(outgoing, spoilt);
		if (frame.esv === ESV.Get_Res && this.#happens('undeclared_inf')) this.#extra(outgoing, inform(frame, frame.properties));
	}

	#notify(outgoing: Outgoing, bytes: Uint8Array): void {
		if (this.#happens('missing_notification')) {
			this.#swallow(outgoing);
			return;
		}
		const lag = this.#happens('late_notification') ? LATE : 0;
		this.#notified = this.#options.scheduler.now() + lag;
		if (lag > 0) this.#later(lag, outgoing, bytes);
		else this.#pass(outgoing, bytes);
		if (this.#happens('duplicate_notification')) this.#later(lag + SLOW, { ...outgoing, done: ignore }, bytes);
	}

	#spoil(bytes: Uint8Array, frame: Frame): Uint8Array {
		if (canBePartial(frame) && this.#happens('partial_sna')) return encodeFrame(partial(frame));
		if (canBeShortened(frame) && this.#happens('shortened_sna')) return encodeFrame(shortened(frame));
		return bytes;
	}

	/** Whether a message that has come is lost with the notification; remembers when a request came. */
	#collides(bytes: Uint8Array): boolean {
		const tid = requestOf(bytes);
		if (tid === undefined) return false;
		const at = this.#options.scheduler.now();
		const since = at - this.#notified;
		if (since >= 0 && since < COLLISION && this.#happens('collision')) return true;
		this.#asked.push({ tid, at });
		if (this.#asked.length > OPEN_REQUESTS) this.#asked.shift();
		return false;
	}

	/** Whether a notification went out after the request with this TID had come. */
	#wasOpen(tid: number): boolean {
		const at = this.#asked.findIndex((each) => each.tid === tid);
		if (at < 0) return false;
		const [asked] = this.#asked.splice(at, 1);
		return this.#notified >= asked!.at && this.#notified <= this.#options.scheduler.now();
	}

	#happens(fault: ReplyFault): boolean {
		const n = this.#options.oneIn[fault];
		if (n === undefined || fraction(this.#options.random) >= 1 / n) return false;
		this.happened[fault] = (this.happened[fault] ?? 0) + 1;
		return true;
	}

	#pass({ to, port, done }: Outgoing, bytes: Uint8Array): void {
		this.#options.inner.send(to, port, bytes, done);
	}

	/** A message that the meter itself knows nothing of. */
	#extra({ to, port }: Outgoing, bytes: Uint8Array): void {
		this.#options.inner.send(to, port, bytes, ignore);
	}

	#later(delay: number, outgoing: Outgoing, bytes: Uint8Array): void {
		this.#options.scheduler.after(delay, () => this.#pass(outgoing, bytes));
	}

	#swallow({ done }: Outgoing): void {
		this.#options.scheduler.after(0, () => done('sent'));
	}
}

function canBePartial(frame: Frame): boolean {
	return frame.esv === ESV.Get_Res && frame.properties.length > 1;
}

/** As a gateway answered: OPC 6, five with data, E1 empty. */
function partial(frame: Frame): Frame {
	const unit = frame.properties.findIndex(({ epc }) => epc === EPC.energyUnit);
	const empty = unit >= 0 ? unit : frame.properties.length - 1;
	return { ...frame, esv: ESV.Get_SNA, properties: frame.properties.map(({ epc, edt }, i) => ({ epc, edt: i === empty ? NOTHING : edt })) };
}

function canBeShortened({ esv, properties }: Frame): boolean {
	return esv === ESV.Get_SNA && properties.some(({ edt }) => edt.length === 0) && properties.some(({ edt }) => edt.length > 0);
}

function shortened(frame: Frame): Frame {
	return { ...frame, properties: frame.properties.filter(({ edt }) => edt.length > 0) };
}

/** Half-hourly: of EA, or of EB where a meter is without EA. */
function isNotification({ properties }: Frame): boolean {
	const epc = properties[0]?.epc;
	return epc === EPC.fixedTimeImport || epc === EPC.fixedTimeExport;
}

/** The TID of a request; undefined for what is none. */
function requestOf(bytes: Uint8Array): number | undefined {
	try {
		const { esv, tid } = decodeFrame(bytes);
		return REQUESTS.includes(esv) ? tid : undefined;
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

function inform({ seoj, deoj }: Frame, properties: readonly Property[]): Uint8Array {
	return encodeFrame({ tid: 0, seoj, deoj, esv: ESV.INF, properties });
}

function ignore(): void {}
