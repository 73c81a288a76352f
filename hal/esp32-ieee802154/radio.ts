import type { Radio, RadioCapabilities, ReceivedFrame, Station, TransmitResult } from '../ports/radio.js';

/** What the hardware does, none of which calls back from inside; each of these throws where `esp32-ieee802154.h` says so. */
export interface Ieee802154 {
	open(events: Ieee802154Events): void;
	close(): void;
	/** Fills in the chip's own EUI-64, 8 bytes, most significant first. */
	readAddress(into: Uint8Array): void;
	/** Filters from the next `listen` on: frames for others are not heard, those for this station acknowledged. */
	answerFor(panId: number, eui64: Uint8Array, coordinator: boolean): void;
	/** Filters nothing from the next `listen` on: all is heard, nothing acknowledged. */
	answerNobody(): void;
	listen(channel: number): void;
	sleep(): void;
	/** The last two bytes are the hardware's to fill in. */
	transmit(psdu: Uint8Array, cca: boolean): void;
	/** @param duration ms, up to 1000 */
	detectEnergy(duration: number): void;
	overruns(): number;
}

export interface Ieee802154Events {
	/** FCS included; dBm. */
	onFrame(psdu: ArrayBuffer, rssi: number): void;
	/** Whether the frame was on the air; its acknowledgement, if any, came before by `onFrame`. */
	onTransmitted(isSent: boolean): void;
	/** The mean over the duration, dBm; -128 where something else came between. */
	onEnergy(level: number): void;
}

/** O-QPSK at 2.4 GHz: two symbols of 16 µs a byte; preamble 4 bytes, SFD and PHR (IEEE 802.15.4-2015 §12.1). */
const CAPABILITIES: RadioCapabilities = Object.freeze({ acknowledges: true, maxPsdu: 127, byteTime: 0.032, headerTime: 0.192 });
const SHORTEST_PSDU = 3;
const FIRST_CHANNEL = 11;
const LAST_CHANNEL = 26;
/** The hardware tells the mean, the port the highest: so it is asked for short pieces, ms. */
const ENERGY_STEP = 2;
/** dBm, below anything that is measured. */
const NOTHING = -128;

/**
 * The 2.4 GHz radio of the ESP32-C6 and -H2. It acknowledges frames of version 0 and 1; for version 2 nobody does it in time, neither the driver nor
 * the MAC: both ends keep to version 1, the MAC's default. Its FCS has 2 bytes. No hour of transmission limits it, that being a law of 920 MHz.
 */
export class Esp32Radio implements Radio {
	readonly capabilities = CAPABILITIES;
	onReceive: (frame: ReceivedFrame) => void = () => {};
	readonly #hardware: Ieee802154;
	#channel: number | undefined;
	#transmitted: ((result: TransmitResult) => void) | undefined;
	#detected: ((level: number) => void) | undefined;
	/** ms of the energy detection that are left, and its highest level so far. */
	#left = 0;
	#highest = NOTHING;

	/** Switches it on, asleep. Throws Error if it is in use. */
	constructor(hardware: Ieee802154) {
		this.#hardware = hardware;
		hardware.open({
			onFrame: (psdu, rssi) => {
				if (this.#channel !== undefined) this.onReceive({ psdu: new Uint8Array(psdu), rssi });
			},
			onTransmitted: (isSent) => this.#onTransmitted(isSent),
			onEnergy: (level) => this.#onEnergy(level),
		});
	}

	/** The EUI-64 that the chip was made with, 8 bytes, most significant first. */
	get address(): Uint8Array {
		const address = new Uint8Array(8);
		this.#hardware.readAddress(address);
		return address;
	}

	/** Frames lost because JavaScript was too slow to take them. */
	get overruns(): number {
		return this.#hardware.overruns();
	}

	/** A frame on its way is `busy`, an energy detection ends. Throws RangeError for a channel outside 11 to 26. */
	listen(channel: number, as?: Station): void {
		if (!(channel >= FIRST_CHANNEL && channel <= LAST_CHANNEL)) {
			throw new RangeError(`radio: expected a channel from ${FIRST_CHANNEL} to ${LAST_CHANNEL}, got ${channel}`);
		}
		if (as) this.#hardware.answerFor(as.panId, as.eui64, as.coordinator);
		else this.#hardware.answerNobody();
		this.#left = 0;
		this.#hardware.listen(channel);
		this.#channel = channel;
	}

	/** A frame on its way is `busy`, an energy detection ends. */
	sleep(): void {
		this.#left = 0;
		this.#hardware.sleep();
		this.#channel = undefined;
	}

	/** An energy detection that goes on ends. */
	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		const { maxPsdu } = CAPABILITIES;
		this.#needListening();
		if (this.#transmitted !== undefined) throw new Error('radio: expected one transmission at a time');
		if (psdu.length < SHORTEST_PSDU || psdu.length > maxPsdu) {
			throw new RangeError(`radio: PSDU: expected ${SHORTEST_PSDU} to ${maxPsdu} bytes, got ${psdu.length}`);
		}
		this.#left = 0;
		this.#hardware.transmit(psdu, cca);
		this.#transmitted = done;
	}

	/** Throws Error while a transmission or another one goes on. */
	detectEnergy(duration: number, done: (level: number) => void): void {
		this.#needListening();
		if (this.#transmitted !== undefined || this.#detected !== undefined) throw new Error('radio: expected one thing at a time');
		this.#hardware.detectEnergy(ENERGY_STEP);
		this.#detected = done;
		this.#left = duration - ENERGY_STEP;
		this.#highest = NOTHING;
	}

	#needListening(): void {
		if (this.#channel === undefined) throw new Error('radio: expected to listen on a channel first');
	}

	#onTransmitted(isSent: boolean): void {
		const done = this.#transmitted!;
		this.#transmitted = undefined;
		done(isSent ? 'sent' : 'busy');
	}

	#onEnergy(level: number): void {
		const done = this.#detected!;
		this.#highest = Math.max(this.#highest, level);
		if (this.#left > 0) {
			this.#left -= ENERGY_STEP;
			this.#hardware.detectEnergy(ENERGY_STEP);
			return;
		}
		this.#detected = undefined;
		done(this.#highest);
	}
}
