/** `keiki hes --capture`: each APDU that goes to a meter or comes from it, with what it is in the clear, as a file for Wireshark. */
import { performance } from 'node:perf_hooks';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COSEM, clearComments, NOT_OPENED } from '../../../modules/capture/cosem-dissector.js';
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../../modules/capture/pcapng.js';
import { encodeUpperPdu, LINKTYPE_UPPER_PDU } from '../../../modules/capture/upper-pdu.js';
import type { MeterSessionOptions } from '../../../src/head-end/meter-session.js';
import { CaptureFile } from '../shared/capture-file.js';

type OnMessage = NonNullable<MeterSessionOptions['onMessage']>;

/** Wireshark takes packets of up to 262,144 bytes: of a longer APDU, put together from general blocks, the beginning is kept. */
const MOST = 200_000;
const NOT_ASCII = /[^\x20-\x7e]/g;

export class HesCapture {
	readonly #file: CaptureFile;
	#meters = 0;

	/** @param onError hears once why no more can be written. Throws UsageError if the file cannot be written, or is no capture */
	constructor(path: string, onError: (reason: string) => void) {
		this.#file = new CaptureFile(path);
		this.#file.begin(onError);
		this.#file.write(sectionHeader('Keiki'));
	}

	/** Sees the messages of a meter, which is an interface of its own from the first of them on. */
	of(meter: string): OnMessage {
		let described: number | undefined;
		return (sent, apdu, clear) => {
			if (described === undefined) {
				described = this.#meters++;
				this.#file.write(interfaceDescription(meter.replace(NOT_ASCII, '?'), LINKTYPE_UPPER_PDU));
			}
			const comments = clear === undefined ? [NOT_OPENED] : clear === apdu ? [] : clearComments(toUpperHex(clear.subarray(0, MOST)));
			const packet = encodeUpperPdu(COSEM, sent ? 'sent' : 'received', apdu.subarray(0, MOST));
			const original = packet.length + Math.max(0, apdu.length - MOST);
			this.#file.write(enhancedPacket(described, performance.timeOrigin + performance.now(), packet, comments, original));
		};
	}

	/** Throws where it could not be written to its end. */
	close(): void {
		this.#file.close();
	}
}
