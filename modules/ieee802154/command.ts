/**
 * MAC commands: one byte of identifier, then its content (IEEE 802.15.4-2015 §7.5). In version 2 payload IEs may stand before them.
 * An enhanced beacon request is the beacon request in a frame of version 2.
 */
import { BROADCAST, type Frame, FrameType, FrameVersion } from './frame.js';
import type { InformationElement } from './information-elements.js';

/** Command identifiers (table 7-49). */
export const Command = Object.freeze({
	associationRequest: 0x01,
	associationResponse: 0x02,
	disassociation: 0x03,
	dataRequest: 0x04,
	panIdConflict: 0x05,
	orphan: 0x06,
	beaconRequest: 0x07,
	coordinatorRealignment: 0x08,
});

/** Beacon request to all, without any address of its own (§7.5.8). */
export function beaconRequestFrame(sequence: number): Frame {
	return {
		type: FrameType.command,
		version: FrameVersion.v2003,
		sequence,
		destinationPan: BROADCAST,
		destination: BROADCAST,
		payload: Uint8Array.of(Command.beaconRequest),
	};
}

/** Enhanced beacon request to all, from `source` (EUI-64); its IEs say which beacons are wanted. `payloadElements`: encoded, with terminations. */
export function enhancedBeaconRequestFrame(
	sequence: number,
	source: Uint8Array,
	headerElements: readonly InformationElement[] | undefined,
	payloadElements: Uint8Array,
): Frame {
	const payload = new Uint8Array(payloadElements.length + 1);
	payload.set(payloadElements);
	payload[payloadElements.length] = Command.beaconRequest;
	return {
		type: FrameType.command,
		version: FrameVersion.v2015,
		sequence,
		destinationPan: BROADCAST,
		destination: BROADCAST,
		sourcePan: BROADCAST,
		source,
		headerElements,
		payload,
	};
}
