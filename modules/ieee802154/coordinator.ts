/** The answer of a coordinator to beacon requests (IEEE 802.15.4-2015 §6.3.1): whether, and with what, a policy says. */
import { beaconFrame, enhancedBeaconFrame } from './beacon.js';
import { type BeaconForm, encodePairing, PAYLOAD_ELEMENTS_FOLLOW, pairingIn } from './beacon-form.js';
import { type Frame, FrameVersion } from './frame.js';
import type { InformationElement } from './information-elements.js';

export interface BeaconRequest {
	/** EUI-64 of who asks; absent in a request of version 0. */
	readonly from: Uint8Array | undefined;
	/** Whether the request is of frame version 2. */
	readonly enhanced: boolean;
	/** The pairing ID it names; absent if it asks for all. */
	readonly pairing: Uint8Array | undefined;
}

export interface EnhancedBeacon {
	readonly pairing?: Uint8Array;
}

export interface LegacyBeacon {
	readonly superframe: number;
	readonly payload: Uint8Array;
}

/** What to answer; undefined for nothing. */
export type BeaconPolicy = (request: BeaconRequest) => EnhancedBeacon | LegacyBeacon | undefined;

/** `elements` are the request's payload IEs. Throws DecodeError if they are no good. */
export function beaconRequestOf(form: BeaconForm, frame: Frame, elements: readonly InformationElement[]): BeaconRequest {
	return {
		from: typeof frame.source === 'object' ? frame.source : undefined,
		enhanced: frame.version === FrameVersion.v2015,
		pairing: pairingIn(form, elements),
	};
}

/** The beacon that gives `answer` to `request`, from the coordinator `source` (EUI-64). */
export function beaconOf(
	form: BeaconForm,
	answer: EnhancedBeacon | LegacyBeacon,
	request: BeaconRequest,
	panId: number,
	source: Uint8Array,
	sequence: number,
): Frame {
	if ('superframe' in answer) return beaconFrame(sequence, panId, source, answer.superframe, answer.payload);
	const { pairing } = answer;
	const payload = pairing ? encodePairing(form, pairing) : new Uint8Array(0);
	return enhancedBeaconFrame(sequence, panId, request.from, source, pairing ? PAYLOAD_ELEMENTS_FOLLOW : [], payload);
}
