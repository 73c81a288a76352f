/** Link quality as SKSTACK-IP modules tell it: RSSI = 0.275 · LQI − 104.27 dBm, LQI 0 to 255. */
const STEP = 0.275;
const FLOOR = -104.27;

export function lqiOf(rssi: number): number {
	return Math.max(0, Math.min(255, Math.round((rssi - FLOOR) / STEP)));
}

/** dBm. */
export function rssiOf(lqi: number): number {
	return STEP * lqi + FLOOR;
}
