/**
 * How the Route B pairing ID (8 ASCII characters, the end of the Route B ID) rides in beacons and in requests for them.
 *
 * | frame                             | place                                                                            |
 * |-----------------------------------|----------------------------------------------------------------------------------|
 * | enhanced beacon (request)         | a short nested element in an MLME payload IE, between the two terminations       |
 * | beacon of version 0               | the beacon payload                                                               |
 */
import {
	decodeNestedElements,
	encodeNestedElements,
	encodePayloadElements,
	HeaderElement,
	type InformationElement,
	PayloadElement,
} from './information-elements.js';

export interface BeaconForm {
	/** Sub-ID of the short nested element that holds the pairing ID. */
	readonly pairingSubId: number;
}

/** Unconfirmed: the sub-ID is to be looked up in TTC JJ-300.10. A dissector shows the bytes whatever it is. */
export const ROUTE_B_BEACONS: BeaconForm = Object.freeze({ pairingSubId: 0x68 });

const NO_CONTENT = new Uint8Array(0);

/** Header IEs of a frame whose MAC payload starts with payload IEs. */
export const PAYLOAD_ELEMENTS_FOLLOW: readonly InformationElement[] = Object.freeze([
	Object.freeze({ id: HeaderElement.termination1, content: NO_CONTENT }),
]);

/** The payload IEs that say `pairing`, termination included. */
export function encodePairing(form: BeaconForm, pairing: Uint8Array): Uint8Array {
	const nested = encodeNestedElements([{ id: form.pairingSubId, content: pairing }]);
	return encodePayloadElements([
		{ id: PayloadElement.mlme, content: nested },
		{ id: PayloadElement.termination, content: NO_CONTENT },
	]);
}

/** The pairing ID that payload IEs say, a view; undefined if they say none. Throws DecodeError. */
export function pairingIn(form: BeaconForm, elements: readonly InformationElement[]): Uint8Array | undefined {
	for (const { id, content } of elements) {
		if (id !== PayloadElement.mlme) continue;
		const found = decodeNestedElements(content).find((element) => !element.long && element.id === form.pairingSubId);
		if (found) return found.content;
	}
	return undefined;
}
