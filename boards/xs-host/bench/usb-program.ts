/** A program on the PC that the stick is plugged into, whatever it speaks. */
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import type { XsStick } from './xs-stick.js';

/** USB hands over packets of this many bytes, one a millisecond at most. */
const PACKET = 64;
/** Patience with the last of them, ms. */
const DELIVERY = 2_000;

/** What a HEMS does; each throws Error where the dongle or the meter does not do its part. */
export interface StickHems {
	/** Commands that it wrote: for whoever wants to write something like them. */
	readonly written: readonly Uint8Array[];
	/** Notifications that came. */
	readonly informed: number;
	/** Writes bytes as USB carries them, and waits until the last of them is there. */
	write(bytes: Uint8Array): Promise<void>;
	/** Puts the module in order as a program does at its start: who it is, and credentials. */
	begin(id: string, password: string): Promise<void>;
	/** Looks for the meter on all channels, and tunes to it. */
	scan(): Promise<void>;
	join(): Promise<void>;
	/** Ends the session. */
	leave(): Promise<void>;
	/**
	 * Sends a request until its answer comes, whose properties it returns: (EPC, PDC, EDT) one after the other.
	 * @param service ESV
	 */
	ask(service: number, ...properties: number[][]): Promise<Uint8Array>;
}

export abstract class UsbProgram {
	readonly written: Uint8Array[] = [];
	informed = 0;
	protected readonly stick: XsStick;
	readonly #scheduler: VirtualScheduler;

	constructor(stick: XsStick, scheduler: VirtualScheduler) {
		this.stick = stick;
		this.#scheduler = scheduler;
		stick.onUsb = (bytes) => this.take(bytes);
	}

	async write(bytes: Uint8Array): Promise<void> {
		let left = Math.ceil(bytes.length / PACKET);
		for (let i = 0; i < left; i++) {
			const packet = bytes.slice(i * PACKET, (i + 1) * PACKET);
			this.#scheduler.after(i, () => {
				left--;
				this.stick.receiveUsb(packet);
			});
		}
		await this.stick.runWhile(() => left > 0, DELIVERY);
	}

	protected async send(bytes: Uint8Array): Promise<void> {
		this.written.push(bytes);
		await this.write(bytes);
	}

	/** What the dongle says. */
	protected abstract take(bytes: Uint8Array): void;
}
