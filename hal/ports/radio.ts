/**
 * An IEEE 802.15.4 radio.
 *
 * ```
 *          listen(channel)               transmit()
 *  silent ────────────────▶ receiving ───────────────▶ transmitting
 *         ◀────────────────           ◀───────────────
 *            sleep()                     done(…), whatever its result
 * ```
 * One transmission at a time: a second `transmit` before `done` throws. `done` and `onReceive` never come from inside a call of the port.
 */
export interface Radio {
	readonly capabilities: RadioCapabilities;
	/** Receiver of frames; set once, before `listen`. */
	onReceive: (frame: ReceivedFrame) => void;
	/**
	 * Receives on this channel from now on (numbers of the radio's band: 33 to 60 at 920 MHz, 11 to 26 at 2.4 GHz). Hardware that acknowledges
	 * does so in the name of `as`, and need not tell of frames for others; without it all is heard and nothing acknowledged.
	 */
	listen(channel: number, as?: Station): void;
	sleep(): void;
	/** Sends one PSDU, FCS included. With `cca` the channel is sensed first, and nothing is sent where it is busy. */
	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void;
	/** The highest signal on the channel it listens to over the next `duration` ms, in dBm. */
	detectEnergy(duration: number, done: (level: number) => void): void;
}

/** Addressee of frames, as hardware may filter them (IEEE 802.15.4-2015 §6.7.2). */
export interface Station {
	readonly panId: number;
	/** 8 bytes, most significant first. */
	readonly eui64: Uint8Array;
	/** A PAN coordinator: frames without destination are for it, too. */
	readonly coordinator: boolean;
}

export interface RadioCapabilities {
	/** The hardware itself answers frames that ask for an immediate acknowledgement. */
	readonly acknowledges: boolean;
	/** The longest PSDU, FCS included, in bytes. */
	readonly maxPsdu: number;
	/** Time on air of one byte, and of what precedes the PSDU (preamble, SFD, PHR), in ms. */
	readonly byteTime: number;
	readonly headerTime: number;
}

/** `limited`: the transmit time that the law allows in an hour is used up (ARIB STD-T108). */
export type TransmitResult = 'sent' | 'busy' | 'limited';

export interface ReceivedFrame {
	/** FCS included and unchecked; the receiver may keep it. */
	readonly psdu: Uint8Array;
	/** Signal strength in dBm. */
	readonly rssi: number;
}
