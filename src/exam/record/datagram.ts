import { DecodeError } from '../../../modules/bytes/reader.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { decodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import type { DatagramAct } from './act.js';

/** With its frame, where it goes to or from the port of ECHONET Lite and is one. */
export function datagramAct(place: Omit<DatagramAct, 'frame'>): DatagramAct {
	const isEchonet = place.port === ECHONET_LITE_PORT || place.ownPort === ECHONET_LITE_PORT;
	return { ...place, frame: isEchonet ? frameOf(place.bytes) : undefined };
}

function frameOf(bytes: Uint8Array): Frame | undefined {
	try {
		return decodeFrame(bytes);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
