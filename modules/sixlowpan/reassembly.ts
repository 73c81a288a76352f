/** Puts fragments together again (RFC 4944 §5.3): a few packets at a time, each from one sender under one size and tag, for a limited time. */
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { decodeFragmentHeader, type FragmentHeader } from './fragment.js';
import { decompress } from './iphc.js';

const FORMAT = '6LoWPAN reassembly';

const IPV6_HEADER_LENGTH = 40;
const OCTETS_PER_INCREMENT = 8;

/** RFC 4944 §5.3: "no more than 60 seconds". */
const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_BUFFERS = 2;
/** The minimum link MTU of IPv6 (RFC 8200 §5), and the most that a node here takes. */
const DEFAULT_LIMIT = 1280;

export interface ReassemblyOptions {
	/** How many packets may be incomplete at a time. */
	readonly buffers?: number;
	/** How long after its first fragment a packet must be whole, ms; at most 60,000. */
	readonly timeout?: number;
	/** The longest packet that is taken, bytes. */
	readonly limit?: number;
}

/** What is known of 8 bytes of a packet. */
const INCREMENT_STATE = Object.freeze({ missing: 0, startsFragment: 1, withinFragment: 2 });

interface Incomplete {
	readonly source: Uint8Array;
	readonly destination: Uint8Array | undefined;
	readonly secured: boolean;
	readonly tag: number;
	readonly packet: Uint8Array;
	/** A state for each 8 bytes of the packet. */
	readonly increments: Uint8Array;
	missing: number;
	readonly due: number;
}

export class Reassembler {
	readonly #buffers: number;
	readonly #timeout: number;
	readonly #limit: number;
	/** Oldest first. */
	readonly #incomplete: Incomplete[] = [];
	#lost = 0;

	constructor(options: ReassemblyOptions = {}) {
		this.#buffers = options.buffers ?? DEFAULT_BUFFERS;
		this.#timeout = options.timeout ?? DEFAULT_TIMEOUT;
		this.#limit = options.limit ?? DEFAULT_LIMIT;
	}

	/** Packets that are incomplete now. */
	get pending(): number {
		return this.#incomplete.length;
	}

	/** Packets given up: timed out, overlapped, or displaced by a newer one. */
	get lost(): number {
		return this.#lost;
	}

	/** Time at which the oldest incomplete packet is given up, by the `now` of `accept`; Infinity if there is none. */
	get due(): number {
		return this.#incomplete[0]?.due ?? Number.POSITIVE_INFINITY;
	}

	/**
	 * Takes one fragment; returns the IPv6 packet that it completes, if it does. Fragments may come in any order and more than once.
	 * Secured and unsecured ones never make up one packet. Throws DecodeError.
	 * @param source EUI-64 of the frame's sender
	 * @param destination EUI-64 of the frame's receiver, undefined in a broadcast
	 * @param now ms, never going back
	 */
	accept(source: Uint8Array, destination: Uint8Array | undefined, payload: Uint8Array, secured: boolean, now: number): Uint8Array | undefined {
		this.expire(now);
		const header = decodeFragmentHeader(payload);
		const data = payload.subarray(header.dataAt);
		const part = header.offset === 0 ? decompress(data, source, destination, header.size) : data;
		this.check(header, part);
		let incomplete = this.find(source, destination, secured, header);
		if (incomplete !== undefined && overlaps(incomplete, header.offset, part.length)) {
			if (repeats(incomplete, header.offset, part.length)) return undefined;
			this.giveUp(incomplete);
			incomplete = undefined;
		}
		incomplete ??= this.begin(source, destination, secured, header, now);
		if (incomplete === undefined) return undefined;
		incomplete.packet.set(part, header.offset);
		mark(incomplete, header.offset, part.length);
		if (incomplete.missing > 0) return undefined;
		this.#incomplete.splice(this.#incomplete.indexOf(incomplete), 1);
		return incomplete.packet;
	}

	/** Gives up what is incomplete for too long; `accept` does so by itself. */
	expire(now: number): void {
		while (this.due <= now) this.giveUp(this.#incomplete[0]!);
	}

	private check(header: FragmentHeader, part: Uint8Array): void {
		const { size, offset, dataAt } = header;
		const end = offset + part.length;
		if (size < IPV6_HEADER_LENGTH || size > this.#limit) {
			throw new DecodeError(FORMAT, 0, `a size from ${IPV6_HEADER_LENGTH} to ${this.#limit}, found ${size}`);
		}
		if (part.length === 0) throw new DecodeError(FORMAT, dataAt, 'data, found none');
		if (end > size) throw new DecodeError(FORMAT, dataAt, `an end within ${size} bytes, found ${end}`);
		if (end < size && end % OCTETS_PER_INCREMENT !== 0)
			throw new DecodeError(FORMAT, dataAt, `an end at a multiple of ${OCTETS_PER_INCREMENT} before the last, found ${end}`);
	}

	private find(source: Uint8Array, destination: Uint8Array | undefined, secured: boolean, header: FragmentHeader): Incomplete | undefined {
		for (const incomplete of this.#incomplete) {
			if (incomplete.tag !== header.tag || incomplete.packet.length !== header.size || incomplete.secured !== secured) continue;
			if (equalBytes(incomplete.source, source) && sameDestination(incomplete.destination, destination)) return incomplete;
		}
		return undefined;
	}

	/** Where all buffers are taken the oldest gives way; but one of secured fragments never to one of unsecured ones, which anybody can send. */
	private begin(
		source: Uint8Array,
		destination: Uint8Array | undefined,
		secured: boolean,
		header: FragmentHeader,
		now: number,
	): Incomplete | undefined {
		if (this.#incomplete.length >= this.#buffers) {
			const victim = this.#incomplete.find((incomplete) => !incomplete.secured) ?? (secured ? this.#incomplete[0] : undefined);
			if (victim === undefined) {
				this.#lost++;
				return undefined;
			}
			this.giveUp(victim);
		}
		const missing = Math.ceil(header.size / OCTETS_PER_INCREMENT);
		const incomplete: Incomplete = {
			source: source.slice(),
			destination,
			secured,
			tag: header.tag,
			packet: new Uint8Array(header.size),
			increments: new Uint8Array(missing),
			missing,
			due: now + this.#timeout,
		};
		this.#incomplete.push(incomplete);
		return incomplete;
	}

	private giveUp(incomplete: Incomplete): void {
		this.#incomplete.splice(this.#incomplete.indexOf(incomplete), 1);
		this.#lost++;
	}
}

function overlaps({ increments }: Incomplete, offset: number, length: number): boolean {
	for (let increment = offset / OCTETS_PER_INCREMENT; increment < (offset + length) / OCTETS_PER_INCREMENT; increment++)
		if (increments[increment] !== INCREMENT_STATE.missing) return true;
	return false;
}

/** This very fragment was there before: it starts and ends where one did. */
function repeats({ increments }: Incomplete, offset: number, length: number): boolean {
	const start = offset / OCTETS_PER_INCREMENT;
	const end = Math.ceil((offset + length) / OCTETS_PER_INCREMENT);
	if (increments[start] !== INCREMENT_STATE.startsFragment || increments[end] === INCREMENT_STATE.withinFragment) return false;
	for (let increment = start + 1; increment < end; increment++) if (increments[increment] !== INCREMENT_STATE.withinFragment) return false;
	return true;
}

function mark(incomplete: Incomplete, offset: number, length: number): void {
	const start = offset / OCTETS_PER_INCREMENT;
	const end = Math.ceil((offset + length) / OCTETS_PER_INCREMENT);
	incomplete.increments.fill(INCREMENT_STATE.withinFragment, start, end);
	incomplete.increments[start] = INCREMENT_STATE.startsFragment;
	incomplete.missing -= end - start;
}

function sameDestination(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
	return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
