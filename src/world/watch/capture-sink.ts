import { enhancedPacket, interfaceDescription, LINKTYPE_TAP, sectionHeader } from '../../../modules/capture/pcapng.js';
import { encodeTap } from '../../../modules/capture/tap.js';
import { keyComment, type LinkKey } from '../../../modules/capture/wireshark.js';
import type { Air, Transmission } from '../../../modules/medium/air.js';
import { lqiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';

/** Writes all that goes over an air to a capture, as a sniffer beside the antennas would, with the link keys as comments. */
export class CaptureSink {
	readonly #air: Air;
	readonly #start: number;
	readonly #write: (bytes: Uint8Array) => void;
	#keys: string[] = [];

	/** @param start the world's time (ms since 1970-01-01T00:00:00Z) when the scheduler stands at 0 */
	constructor(air: Air, start: number, write: (bytes: Uint8Array) => void) {
		this.#air = air;
		this.#start = start;
		this.#write = write;
		write(sectionHeader('Keiki'));
		write(interfaceDescription('air', LINKTYPE_TAP));
	}

	/** A link key that is in force from now on: the next frame carries it as a comment. */
	onLinkKey(key: LinkKey): void {
		this.#keys.push(keyComment(key));
	}

	onTransmission({ sender, channel, psdu, start }: Transmission): void {
		const rssi = this.#air.physical.nominalLevel - sender.remoteness;
		const comment = this.#keys.shift() ?? '';
		this.#write(enhancedPacket(0, this.#start + start, encodeTap({ psdu, fcsLength: 2, rssi, lqi: lqiOf(rssi), channel }), comment));
	}
}
