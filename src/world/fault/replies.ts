/**
 * What field meters do wrong above the datagram, as a device that wraps a device: it stands between a meter's Route B and its `Datagrams`
 * and spoils what the meter sends. By a seed: the same seed spoils the same messages.
 */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Address, DatagramListener, Datagrams, Delivery, Secret } from '../../../modules/datagram/datagram.js';
import { decodeFrame, ESV, encodeFrame, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { EPC } from '../../route-b/epc.js';
import { beyondScale, hasMeasurement } from './beyond-scale.js';
import type { FaultSwitches } from './fault-switches.js';
import type { FaultAt } from './fault-table.js';
import { malformed } from './malformed.js';
import { RefusedChoices } from './refused-choices.js';

export interface FaultyRepliesOptions {
	readonly inner: Datagrams;
	readonly scheduler: Scheduler;
	readonly switches: FaultSwitches;
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
/** What a slow and a late reply take, and a late notification, unless told, ms; late is longer than the limit known for any request. */
const SLOW = 3_000;
const LATE = 70_000;
/** How long after a notification a request still meets it, ms. Requests were seen to be lost about the half-hour; how near is unconfirmed. */
const COLLISION = 2_000;
/** Requests whose time of arrival is remembered. */
const OPEN_REQUESTS = 16;
/** Length from which on a reply is long, bytes: E2 and E4 have 208, EC of ten half-hours 101. */
const LONG_REPLY = 100;
const REQUESTS: readonly number[] = [ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ];

export class FaultyReplies implements Datagrams {
	readonly #options: FaultyRepliesOptions;
	/** Of requests that are not answered yet, oldest first. */
	readonly #asked: Asked[] = [];
	readonly #refused = new RefusedChoices();
	readonly #refuses = () => this.#happens('set-refused');
	/** Number of malformed frames that went out. */
	#malformed = 0;
	/** The next value beyond the scale is above it. */
	#above = true;
	#lastReply: Uint8Array | undefined;
	#listener: DatagramListener;
	/** When the last notification went out. */
	#notified = Number.NEGATIVE_INFINITY;

	constructor(options: FaultyRepliesOptions) {
		this.#options = options;
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
		this.#options.inner.listener = {
			onDatagram: (from, to, port, bytes, secured) => {
				if (this.#collides(bytes)) return;
				listener.onDatagram(from, to, port, this.#refused.request(bytes, this.#refuses), secured);
			},
			onPeer: (...event) => {
				// What one session was told is not said again in the next, where the same TID may stand for another question.
				if (event[0] === 'joined') this.#lastReply = undefined;
				listener.onPeer(...event);
			},
		};
	}

	terminate(peer: Address): void {
		this.#options.inner.terminate(peer);
	}

	configure(id: string, secret: Secret): void {
		this.#options.inner.configure(id, secret);
	}

	send(to: Address, port: number, message: Uint8Array, done: (delivery: Delivery) => void): void {
		const frame = decodeFrame(message);
		const bytes = this.#refused.reply(message, frame);
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
		if (this.#isLost(bytes, frame)) {
			this.#swallow(outgoing);
			return;
		}
		if (this.#happens('malformed')) this.#extra(outgoing, malformed(bytes, this.#malformed++));
		if (before && this.#happens('stale-reply')) this.#extra(outgoing, before);
		if (this.#happens('interleaved-inf')) this.#extra(outgoing, inform(frame, [{ epc: EPC.operationStatus, edt: Uint8Array.of(0x30) }]));
		const spoilt = this.#spoil(...this.#scaled(bytes, frame));
		this.#later(this.#delay('late-reply', LATE) || this.#delay('slow-reply', SLOW), outgoing, spoilt);
		if (this.#happens('duplicate-reply')) this.#extra(outgoing, spoilt);
		if (frame.esv === ESV.Get_Res && this.#happens('undeclared-inf')) this.#extra(outgoing, inform(frame, frame.properties));
	}

	#isLost(bytes: Uint8Array, { tid }: Frame): boolean {
		const wasOpen = this.#wasOpen(tid);
		if (this.#happens('request-timeout') || this.#happens('no-reply')) return true;
		return (wasOpen && this.#happens('notification-collision')) || (bytes.length >= LONG_REPLY && this.#happens('long-reply-lost'));
	}

	#notify(outgoing: Outgoing, bytes: Uint8Array): void {
		if (this.#happens('missing-notification')) {
			this.#swallow(outgoing);
			return;
		}
		const lag = this.#delay('late-notification', LATE);
		this.#notified = this.#options.scheduler.now() + lag;
		this.#later(lag, outgoing, bytes);
		if (this.#happens('duplicate-notification')) this.#later(lag + SLOW, { ...outgoing, done: ignore }, bytes);
	}

	/** Above and below the scale in turn. */
	#scaled(bytes: Uint8Array, frame: Frame): [Uint8Array, Frame] {
		if (!hasMeasurement(frame) || !this.#happens('beyond-scale')) return [bytes, frame];
		const beyond = beyondScale(frame, this.#above);
		this.#above = !this.#above;
		return [beyond, decodeFrame(beyond)];
	}

	#spoil(bytes: Uint8Array, frame: Frame): Uint8Array {
		const spoilt = canBePartial(frame) && this.#happens('partial-sna') ? partial(frame) : frame;
		if (canBeShortened(spoilt) && this.#happens('short-sna')) return encodeFrame(shortened(spoilt));
		return spoilt === frame ? bytes : encodeFrame(spoilt);
	}

	/** Whether a message that has come is lost with the notification; remembers when a request came. */
	#collides(bytes: Uint8Array): boolean {
		const tid = requestOf(bytes);
		if (tid === undefined) return false;
		const at = this.#options.scheduler.now();
		const since = at - this.#notified;
		if (since >= 0 && since < COLLISION && this.#happens('notification-collision')) return true;
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

	#happens(fault: FaultAt<'replies'>): boolean {
		return this.#options.switches.strikes(fault);
	}

	/** ms; 0 where it does not strike. */
	#delay(fault: FaultAt<'replies'>, usual: number): number {
		return this.#options.switches.delay(fault, usual);
	}

	#pass({ to, port, done }: Outgoing, bytes: Uint8Array): void {
		this.#options.inner.send(to, port, bytes, done);
	}

	/** A message that the meter itself knows nothing of. */
	#extra({ to, port }: Outgoing, bytes: Uint8Array): void {
		this.#options.inner.send(to, port, bytes, ignore);
	}

	#later(delay: number, outgoing: Outgoing, bytes: Uint8Array): void {
		if (delay === 0) this.#pass(outgoing, bytes);
		else this.#options.scheduler.after(delay, () => this.#pass(outgoing, bytes));
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
