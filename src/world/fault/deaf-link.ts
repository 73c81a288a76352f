import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { PANA_PORT } from '../../../modules/datagram/ports.js';
import type { Link, LinkResult } from '../../../modules/ipv6/link.js';
import { decodePacket, NEXT_HEADER } from '../../../modules/ipv6/packet.js';
import { decodeUdp } from '../../../modules/ipv6/udp.js';
import { decodeMessage, type Message, type MessageName } from '../../../modules/pana/message.js';
import { decompress } from '../../../modules/sixlowpan/iphc.js';
import type { Fault, FaultSwitches } from './fault-switches.js';
import type { FaultAt } from './fault-table.js';

/** What a HEMS may ask for in vain, and the fault that makes the meter deaf to it. */
const DEAF_TO: ReadonlyMap<MessageName, FaultAt<'meter'>> = new Map<MessageName, FaultAt<'meter'>>([
	['PCI', 'refused-join'],
	['PTR', 'ignored-termination'],
	['PNR[A]', 'failed-reauthentication'],
]);

const DEAFNESSES: readonly FaultAt<'meter'>[] = Object.freeze([...DEAF_TO.values()]);

/** How long a HEMS repeats one PCI, ms (MRD of SKSTACK's timing): what comes from it within that time is the same join. */
const ATTEMPT = 40_000;
/** Requests that went unheard and are remembered, the newest of each kind from each sender. */
const REMEMBERED = 16;

interface Asked {
	readonly sequence: number;
	readonly at: number;
	/** That let it go unheard. */
	readonly fault: Fault;
}

/**
 * A link that loses PANA requests of a HEMS, and every repetition of one with it, after the MAC has acknowledged them: a device that wraps a device.
 * PANA is in the clear on Route B, and these requests fit one frame each.
 */
export class DeafLink implements Link {
	readonly #inner: Link;
	readonly #scheduler: Scheduler;
	readonly #switches: FaultSwitches;
	readonly #asked = new Map<string, Asked>();
	#handler: Link['onPayload'] = () => {};

	constructor(inner: Link, scheduler: Scheduler, switches: FaultSwitches) {
		this.#inner = inner;
		this.#scheduler = scheduler;
		this.#switches = switches;
		inner.onPayload = (from, payload, secured, broadcast) => {
			if (!this.#isDeafTo(from, payload, broadcast)) this.#handler(from, payload, secured, broadcast);
		};
	}

	get eui64(): Uint8Array {
		return this.#inner.eui64;
	}

	get onPayload(): Link['onPayload'] {
		return this.#handler;
	}

	set onPayload(handler: Link['onPayload']) {
		this.#handler = handler;
	}

	capacity(secured: boolean): number {
		return this.#inner.capacity(secured);
	}

	send(to: Uint8Array | undefined, payload: Uint8Array, secured: boolean, done: (result: LinkResult) => void): void {
		this.#inner.send(to, payload, secured, done);
	}

	/** Whether it is worth a look: a fault may strike, or a request may come again that went unheard. */
	#mayBeDeaf(): boolean {
		for (let i = 0; i < DEAFNESSES.length; i++) if (this.#switches.isOn(DEAFNESSES[i]!)) return true;
		if (this.#asked.size === 0) return false;
		const now = this.#scheduler.now();
		for (const [key, { at, fault }] of this.#asked) if (now - at >= ATTEMPT || !this.#switches.holds(fault)) this.#asked.delete(key);
		return this.#asked.size > 0;
	}

	#isDeafTo(from: Uint8Array, payload: Uint8Array, broadcast: boolean): boolean {
		if (!this.#mayBeDeaf()) return false;
		const message = panaOf(payload, from, broadcast ? undefined : this.eui64);
		const name = message && DEAF_TO.get(message.name);
		if (message === undefined || name === undefined) return false;
		const key = `${name} ${from.join()}`;
		const now = this.#scheduler.now();
		const last = this.#asked.get(key);
		// Repeated: it goes as unheard as it went before.
		const isRepeated = last !== undefined && last.sequence === message.sequence && now - last.at < ATTEMPT;
		if (isRepeated && this.#switches.holds(last.fault)) return true;
		this.#asked.delete(key);
		const fault = this.#switches.take(name);
		if (fault === undefined) return false;
		if (this.#asked.size >= REMEMBERED) this.#asked.delete([...this.#asked.keys()][0]!);
		this.#asked.set(key, { sequence: message.sequence, at: now, fault });
		return true;
	}
}

/** Undefined for what is none, and for fragments; what is malformed is the meter's to drop. */
function panaOf(payload: Uint8Array, from: Uint8Array, to: Uint8Array | undefined): Message | undefined {
	try {
		const { nextHeader, source, destination, payload: data } = decodePacket(decompress(payload, from, to));
		if (nextHeader !== NEXT_HEADER.UDP) return undefined;
		const udp = decodeUdp(data, source, destination);
		return udp.destinationPort === PANA_PORT ? decodeMessage(udp.data) : undefined;
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
