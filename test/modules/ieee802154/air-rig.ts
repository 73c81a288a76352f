import type { Radio, RadioCapabilities, ReceivedFrame, TransmitResult } from '../../../hal/ports/radio.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { Mac, type MacOptions } from '../../../modules/ieee802154/mac.js';
import { hex } from '../../assert.js';

/** One frame that was on the air. */
export interface Sent {
	readonly from: FakeRadio;
	readonly start: number;
	readonly end: number;
	readonly psdu: Uint8Array;
}

/** The smallest air: all hear all on their channel, nothing collides, and a test says what is lost. */
export class FakeAir {
	readonly scheduler = new VirtualScheduler();
	readonly radios: FakeRadio[] = [];
	readonly sent: Sent[] = [];
	/** Frames for which this holds reach nobody. */
	isLost: (psdu: Uint8Array) => boolean = () => false;
	/** What carrier sense finds, beside a frame on the air. */
	isBusy = false;
	rssi = -50;
	readonly log: string[] = [];

	/** A MAC with a radio of its own in this air. */
	createMac(eui64: string, options: Partial<MacOptions> = {}, capabilities: Partial<RadioCapabilities> = {}): Mac {
		const radio = new FakeRadio(this, capabilities);
		this.radios.push(radio);
		return new Mac({
			radio,
			scheduler: this.scheduler,
			random: new SeededRandom(1, eui64),
			cipher: new PortableCipher(),
			log: { write: (layer, text) => this.log.push(`${layer}: ${text}`) },
			eui64: hex(eui64),
			...options,
		});
	}

	/** Gives a PSDU to all radios at once, as if a stranger had sent it. */
	inject(psdu: Uint8Array): void {
		for (const radio of this.radios) if (radio.channel !== undefined) radio.onReceive({ psdu, rssi: this.rssi });
	}
}

export class FakeRadio implements Radio {
	onReceive: (frame: ReceivedFrame) => void = () => {};
	readonly capabilities: RadioCapabilities;
	channel: number | undefined;
	/** Set by a test: what every transmission comes to. */
	result: TransmitResult | undefined;
	readonly #air: FakeAir;
	#isSending = false;

	constructor(air: FakeAir, capabilities: Partial<RadioCapabilities>) {
		this.#air = air;
		this.capabilities = { acknowledges: false, maxPsdu: 2047, byteTime: 0.08, headerTime: 0.8, ...capabilities };
	}

	listen(channel: number): void {
		this.channel = channel;
	}

	sleep(): void {
		this.channel = undefined;
	}

	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if (this.#isSending) throw new Error('expected one transmission at a time');
		if (this.channel === undefined) throw new Error('expected a radio that listens');
		const { scheduler, sent, radios } = this.#air;
		const { channel } = this;
		const start = scheduler.now();
		const result = this.result ?? (cca && (this.#air.isBusy || sent.some(({ end }) => end > start)) ? 'busy' : 'sent');
		const end = start + (result === 'sent' ? this.capabilities.headerTime + psdu.length * this.capabilities.byteTime : 0);
		this.#isSending = true;
		if (result === 'sent') sent.push({ from: this, start, end, psdu: psdu.slice() });
		scheduler.after(end - start, () => {
			this.#isSending = false;
			done(result);
			if (result !== 'sent' || this.#air.isLost(psdu)) return;
			for (const radio of radios)
				if (radio !== this && radio.channel === channel && !radio.#isSending) radio.onReceive({ psdu, rssi: this.#air.rssi });
		});
	}

	detectEnergy(duration: number, done: (level: number) => void): void {
		const { channel } = this;
		this.#air.scheduler.after(duration, () => done(channel === undefined ? -120 : -100 + channel));
	}
}
