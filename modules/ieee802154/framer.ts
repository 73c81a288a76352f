/** Makes the PSDUs that a MAC sends: headers, sequence numbers, security and FCS. */
import type { Cipher } from '../../hal/ports/cipher.js';
import { ackOf } from './ack.js';
import { type BeaconForm, encodePairing, PAYLOAD_ELEMENTS_FOLLOW } from './beacon-form.js';
import { beaconRequestFrame, enhancedBeaconRequestFrame } from './command.js';
import { type BeaconRequest, beaconOf, type EnhancedBeacon, type LegacyBeacon } from './coordinator.js';
import { type FcsLength, writeFcs } from './fcs.js';
import { BROADCAST, encodeFrame, type Frame, FrameType, FrameVersion, headerLength } from './frame.js';
import type { KeyRing } from './key-ring.js';
import type { ScanRequest } from './scan.js';
import { protectFrame } from './security.js';
import { micLength, type SecurityHeader } from './security-header.js';
import { NO_ACK, type Transmission } from './transmitter.js';

const EMPTY = new Uint8Array(0);

export interface FramerOptions {
	readonly cipher: Cipher;
	readonly keys: KeyRing;
	readonly eui64: Uint8Array;
	readonly fcs: FcsLength;
	readonly padFcs: boolean;
	/** Frame version of data frames. */
	readonly version: number;
	readonly maxPsdu: number;
	readonly securityLevel: number;
	readonly beaconForm: BeaconForm;
	/** The first sequence numbers, of beacons and of all other frames. */
	readonly beaconSequence: number;
	readonly dataSequence: number;
}

/** A data frame on its way. */
export interface DataTransmission extends Transmission {
	/** EUI-64; undefined is to all. */
	readonly to: Uint8Array | undefined;
	readonly payload: Uint8Array;
	readonly secured: boolean;
}

export class Framer {
	/** The PAN of the frames; set before any is made. */
	panId = BROADCAST;
	readonly #options: FramerOptions;
	readonly #capacity: number;
	readonly #securedCapacity: number;
	#dataSequence: number;
	#beaconSequence: number;

	constructor(options: FramerOptions) {
		this.#options = options;
		this.#dataSequence = options.dataSequence;
		this.#beaconSequence = options.beaconSequence;
		this.#capacity = this.capacityWith(undefined);
		this.#securedCapacity = this.capacityWith({ level: options.securityLevel, frameCounter: 0, keyIndex: 0 });
	}

	/** The longest payload of one data frame, in bytes. */
	capacity(secured: boolean): number {
		return secured ? this.#securedCapacity : this.#capacity;
	}

	/** Makes the PSDU, with the next frame counter of its key; false if there is no key, or it is worn out. */
	prepareData(transmission: DataTransmission): boolean {
		const { to, payload, secured } = transmission;
		const { cipher, keys, eui64, fcs, padFcs, securityLevel } = this.#options;
		const key = secured ? keys.sendingKey(to) : undefined;
		const frameCounter = key && keys.takeCounter(key);
		if (secured && frameCounter === undefined) return false;
		const sequence = this.nextSequence();
		const frame = this.dataFrame(to, sequence, key && { level: securityLevel, frameCounter, keyIndex: key.index }, payload);
		const psdu = key ? protectFrame(cipher, key.key, eui64, frame, fcs) : encodeFrame(frame, fcs);
		writeFcs(psdu, fcs, padFcs);
		transmission.psdu = psdu;
		transmission.awaited = to ? sequence : NO_ACK;
		return true;
	}

	/** The acknowledgement of `frame`. */
	ack(frame: Frame): Uint8Array {
		return this.encode(ackOf(frame));
	}

	beacon(answer: EnhancedBeacon | LegacyBeacon, request: BeaconRequest): Uint8Array {
		const { beaconForm, eui64 } = this.#options;
		const frame = beaconOf(beaconForm, answer, request, this.panId, eui64, this.#beaconSequence);
		this.#beaconSequence = (this.#beaconSequence + 1) & 255;
		return this.encode(frame);
	}

	beaconRequest({ enhanced, pairing }: ScanRequest): Uint8Array {
		const { beaconForm, eui64 } = this.#options;
		const sequence = this.nextSequence();
		if (!enhanced) return this.encode(beaconRequestFrame(sequence));
		if (!pairing) return this.encode(enhancedBeaconRequestFrame(sequence, eui64, undefined, EMPTY));
		return this.encode(enhancedBeaconRequestFrame(sequence, eui64, PAYLOAD_ELEMENTS_FOLLOW, encodePairing(beaconForm, pairing)));
	}

	private dataFrame(to: Uint8Array | undefined, sequence: number, security: SecurityHeader | undefined, payload: Uint8Array): Frame {
		const { eui64, version } = this.#options;
		return {
			type: FrameType.data,
			version,
			ackRequest: to !== undefined,
			panIdCompression: true,
			sequence,
			destinationPan: version === FrameVersion.v2015 && to ? undefined : this.panId,
			destination: to ?? BROADCAST,
			source: eui64,
			security,
			payload,
		};
	}

	private capacityWith(security: SecurityHeader | undefined): number {
		const { eui64, fcs, maxPsdu } = this.#options;
		return maxPsdu - headerLength(this.dataFrame(eui64, 0, security, EMPTY)) - (security ? micLength(security.level) : 0) - fcs;
	}

	private encode(frame: Frame): Uint8Array {
		const { fcs, padFcs } = this.#options;
		const psdu = encodeFrame(frame, fcs);
		writeFcs(psdu, fcs, padFcs);
		return psdu;
	}

	private nextSequence(): number {
		const sequence = this.#dataSequence;
		this.#dataSequence = (sequence + 1) & 255;
		return sequence;
	}
}
