/** The scans of a module on its MAC: SKSCAN's durations, and what it shows of a beacon. */
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import type { Mac } from '../../../modules/ieee802154/mac.js';
import type { FoundPan } from '../../../modules/ieee802154/scan.js';
import { lqiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';
import type { ChannelEnergy, PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';

/** ms that a scan of duration d stays on each channel: 9.6 ms · (2^d + 1). */
const SCAN_UNIT = 9.6;

/** Asks on each channel for the PAN of `pairing`, or for all. */
export function scanPans(
	mac: Mac,
	channels: readonly number[],
	duration: number,
	pairing: string | undefined,
	onPan: (pan: PanDescription) => void,
	done: () => void,
): void {
	const request = { channels, durationPerChannelMs: timeOnChannel(duration), enhanced: true };
	mac.scan(pairing === undefined ? request : { ...request, pairing: asciiBytes(pairing) }, done, (pan) => {
		const description = describe(pan);
		if (description !== undefined) onPan(description);
	});
}

/** Measures each channel; levels as LQI. */
export function scanEnergies(mac: Mac, channels: readonly number[], duration: number, done: (energies: readonly ChannelEnergy[]) => void): void {
	mac.detectEnergy(channels, timeOnChannel(duration), (levels) => done(levels.map(({ channel, level }) => ({ channel, level: lqiOf(level) }))));
}

function timeOnChannel(duration: number): number {
	return SCAN_UNIT * (2 ** duration + 1);
}

/** A beacon from a short address is none of a Route B meter. */
function describe({ channel, panId, address, rssi, pairing }: FoundPan): PanDescription | undefined {
	if (typeof address === 'number') return undefined;
	return { channel, panId, mac: address, lqi: lqiOf(rssi), pairingId: pairing && asciiText(pairing) };
}
