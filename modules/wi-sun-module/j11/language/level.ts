/** Signal levels as J11 tells them. */

/** dBm that RSSI goes from and to. */
const LOWEST = -104;
const HIGHEST = -34;
/** ED: RSSI = 0.275 · ED − 104.27 dBm, ED 0 to 255 (3.2.2.9). */
const STEP = 0.275;
const FLOOR = -104.27;

/** dBm, whole, within what the module tells. */
export function rssiByte(rssi: number): number {
	return Math.max(LOWEST, Math.min(HIGHEST, Math.round(rssi)));
}

/** Of 00DB. */
export function energyOf(level: number): number {
	return Math.max(0, Math.min(255, Math.round((level - FLOOR) / STEP)));
}
