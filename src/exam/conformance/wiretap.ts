/** Bytes to and from a meter below its APDUs: what a check sends goes out as it is. */

import type { Timer } from '../../../hal/ports/scheduler.js';
import { toHex } from '../../../modules/bytes/hex.js';
import { HeadEndError, reasonOf } from '../../head-end/head-end-error.js';
import type { Site } from './site.js';

/** How long the line is quiet when an answer is whole, ms, if nothing else tells. */
const PAUSE = 150;

interface Ends {
	send(bytes: Uint8Array): void;
	close(): void;
}

export class Wiretap {
	readonly #site: Site;
	readonly #ends: Ends;
	#onReceive: (bytes: Uint8Array) => void = () => {};
	#onClose: () => void = () => {};
	/** Whether the meter ended the connection. */
	isClosed = false;

	private constructor(site: Site, open: (tap: Wiretap) => Ends) {
		this.#site = site;
		this.#ends = open(this);
	}

	/** Throws HeadEndError, and Interrupted. */
	static async open(site: Site): Promise<Wiretap> {
		const { wire } = site;
		site.halt.check();
		try {
			if (wire.kind === 'udp') {
				const port = await wire.open();
				return new Wiretap(site, (tap) => {
					port.onReceive = (bytes) => tap.#onReceive(bytes);
					port.onError = () => tap.#end();
					return { send: (bytes) => port.send(bytes), close: () => port.close() };
				});
			}
			// A line is not to be had twice.
			await site.session.carrier.close();
			const stream = await wire.open!();
			return new Wiretap(site, (tap) => {
				stream.onReceive = (bytes) => tap.#onReceive(bytes);
				stream.onClose = () => tap.#end();
				return { send: (bytes) => stream.write(bytes), close: () => stream.close() };
			});
		} catch (error) {
			throw new HeadEndError({ kind: 'cannotConnect', reason: reasonOf(error) });
		}
	}

	/** The same, byte by byte. */
	askInBytes(bytes: Uint8Array): Promise<Uint8Array> {
		return this.ask(bytes, undefined, 1);
	}

	/**
	 * Sends bytes, and waits for what comes, until it pauses: none if nothing comes, or the connection ends. Throws Interrupted.
	 * @param piece bytes that go at once
	 */
	async ask(bytes: Uint8Array, timeout = this.#site.session.timeout, piece = bytes.length): Promise<Uint8Array> {
		const { scheduler } = this.#site.session;
		const parts: number[] = [];
		this.#site.halt.check();
		return new Promise((resolve) => {
			let timer: Timer | undefined;
			const end = (): void => {
				timer?.cancel();
				this.#onReceive = () => {};
				this.#onClose = () => {};
				this.#site.dialogue.note('meter', parts.length === 0 ? (this.isClosed ? '– (closed)' : '–') : toHex(Uint8Array.from(parts)));
				resolve(Uint8Array.from(parts));
			};
			const arm = (delay: number): void => {
				timer?.cancel();
				timer = scheduler.after(delay, end);
			};
			this.#onReceive = (some) => {
				parts.push(...some);
				arm(PAUSE);
			};
			this.#onClose = end;
			if (this.isClosed) {
				end();
				return;
			}
			arm(timeout);
			this.#site.dialogue.note('exam', toHex(bytes));
			for (let at = 0; at < bytes.length; at += piece) this.#ends.send(bytes.subarray(at, at + piece));
		});
	}

	close(): void {
		this.#ends.close();
	}

	#end(): void {
		this.isClosed = true;
		this.#onClose();
	}
}
