/**
 * What one end of an HDLC link sends: APDUs one behind the other, each cut into I frames with its LLC header in the first, as many at once as the other end
 * takes. What does not arrive goes again, from the first frame that is missing.
 */
import { CONTROL, encodeHdlcFrame } from './frame.js';
import type { HdlcEnds } from './link.js';

interface Waiting {
	/** LLC header and APDU. */
	readonly bytes: Uint8Array;
	/** Bytes that have arrived. */
	arrived: number;
	/** Some of it went. */
	hasBegun: boolean;
}

export class Outbox {
	/** N(S) of the first I frame that is on its way, or will be next. */
	sendNumber = 0;
	/** I frames that went, and have not arrived as far as is known. */
	onItsWay = 0;
	readonly #ends: HdlcEnds;
	readonly #llc: Uint8Array;
	#waiting: Waiting[] = [];

	/** @param llc the header in front of each APDU */
	constructor(ends: HdlcEnds, llc: Uint8Array) {
		this.#ends = ends;
		this.#llc = llc;
	}

	/** APDUs that have not arrived. */
	get length(): number {
		return this.#waiting.length;
	}

	/** Puts an APDU, of which it keeps a copy, behind those that wait. */
	add(apdu: Uint8Array): void {
		const bytes = new Uint8Array(this.#llc.length + apdu.length);
		bytes.set(this.#llc);
		bytes.set(apdu, this.#llc.length);
		this.#waiting.push({ bytes, arrived: 0, hasBegun: false });
	}

	/** Nothing of what waits goes any more. */
	clear(): void {
		if (this.#waiting.length > 0) this.#waiting = [];
		this.onItsWay = 0;
	}

	/** What has not begun to go does not go any more. */
	giveUp(): void {
		this.#waiting = this.#waiting.filter(({ hasBegun }) => hasBegun);
	}

	/** I frames that have not arrived, of so many bytes of information at most. */
	frames(size: number): number {
		let count = 0;
		for (const { bytes, arrived } of this.#waiting) count += Math.ceil((bytes.length - arrived) / size);
		return count;
	}

	/** Has the first of them go, at most `window`. Returns how many; `frame` makes them. */
	begin(size: number, window: number): number {
		this.onItsWay = Math.min(this.frames(size), window);
		return this.onItsWay;
	}

	/** One of those that go, from 0; the last one yields. */
	frame(index: number, size: number, receiveNumber: number): Uint8Array {
		let before = index;
		for (const waiting of this.#waiting) {
			const { bytes, arrived } = waiting;
			const start = arrived + before * size;
			if (start >= bytes.length) {
				before -= Math.ceil((bytes.length - arrived) / size);
				continue;
			}
			waiting.hasBegun = true;
			const end = Math.min(start + size, bytes.length);
			const control = (receiveNumber << 5) | (((this.sendNumber + index) & 7) << 1) | (index === this.onItsWay - 1 ? CONTROL.pollFinal : 0);
			return encodeHdlcFrame({ segmented: end < bytes.length, ...this.#ends, control, information: bytes.subarray(start, end) });
		}
		throw new RangeError(`HDLC: frame ${index}: expected one of ${this.frames(size)} that wait`);
	}

	/** Takes N(R) of the other end. Returns how many arrived; undefined: more than are on their way. */
	acknowledge(receiveNumber: number, size: number): number | undefined {
		const count = (receiveNumber - this.sendNumber) & 7;
		if (count > this.onItsWay) return undefined;
		this.sendNumber = receiveNumber;
		this.onItsWay -= count;
		for (let left = count; left > 0; left--) {
			const first = this.#waiting[0]!;
			first.arrived += size;
			if (first.arrived >= first.bytes.length) this.#waiting.shift();
		}
		return count;
	}
}
