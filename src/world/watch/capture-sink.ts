import { enhancedPacket, interfaceDescription, LINKTYPE_TAP, sectionHeader } from '../../../modules/capture/pcapng.js';
import { encodeTap } from '../../../modules/capture/tap.js';
import { keyComment, type LinkKey } from '../../../modules/capture/wireshark.js';
import type { Air } from '../../../modules/medium/air.js';
import { lqiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';

/** Bytes of the FCS at the end of a PSDU. */
const FCS_LENGTH = 2;

/** Writes all that goes over airs and wires to a capture, as a sniffer beside the senders would, with the link keys as comments. */
export class CaptureSink {
	readonly #start: number;
	readonly #write: (bytes: Uint8Array) => void;
	#interfaces = 0;
	#keys: string[] = [];

	/** @param start the world's time (ms since 1970-01-01T00:00:00Z) when the scheduler stands at 0 */
	constructor(start: number, write: (bytes: Uint8Array) => void) {
		this.#start = start;
		this.#write = write;
		write(sectionHeader('Keiki'));
	}

	/** Hears this medium too from now on, an interface of its own from the first frame on. */
	listen(medium: Air, name: string): void {
		let described: number | undefined;
		medium.tap(({ sender, channel, psdu, start }) => {
			described ??= this.#describe(name);
			const rssi = medium.physical.nominalLevel - sender.remoteness;
			const packet = encodeTap({ psdu, fcsLength: FCS_LENGTH, rssi, lqi: lqiOf(rssi), channel });
			this.#write(enhancedPacket(described, this.#start + start, packet, this.#keys.shift()));
		});
	}

	/** A link key that is in force from now on: the next frame carries it as a comment. */
	onLinkKey(key: LinkKey): void {
		this.#keys.push(keyComment(key));
	}

	#describe(name: string): number {
		this.#write(interfaceDescription(name, LINKTYPE_TAP));
		return this.#interfaces++;
	}
}
