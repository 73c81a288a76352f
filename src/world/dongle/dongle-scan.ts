/** The scans of a module on its MAC, and what it shows of a beacon. */
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import type { Mac } from '../../../modules/ieee802154/mac.js';
import type { FoundPan as HeardPan } from '../../../modules/ieee802154/scan.js';
import type { FoundPan, Scan, ScanCallbacks } from '../../../modules/wi-sun-module/network.js';

/** Asks on each channel for the PAN of `pairing`, or for all. */
export function scanPans(mac: Mac, { channels, timeOnChannel }: Scan, pairing: string | undefined, on: ScanCallbacks): void {
	mac.scan(
		{ channels, durationPerChannelMs: timeOnChannel, enhanced: true, ...(pairing !== undefined && { pairing: asciiBytes(pairing) }) },
		() => on.done(),
		(pan) => {
			const description = describe(pan);
			if (description !== undefined) on.onPan(description);
		},
		(channel) => on.onChannel?.(channel),
	);
}

/** A beacon from a short address is none of a Route B meter. */
function describe({ channel, panId, address, rssi, pairing }: HeardPan): FoundPan | undefined {
	if (typeof address === 'number') return undefined;
	return { channel, panId, mac: address, rssi, pairingId: pairing && asciiText(pairing) };
}
