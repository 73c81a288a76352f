import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';

/** `4F2A` */
export function panText(panId: number): string {
	return toUpperHex(Uint8Array.of(panId >> 8, panId));
}

/** dBm of an LQI (Rohm's BP35A1 and its kin). */
export function rssiOf(lqi: number): number {
	return Math.round((0.275 * lqi - 104.27) * 10) / 10;
}

export function jsonPan({ channel, panId, mac, lqi, pairingId }: PanDescription): Readonly<Record<string, unknown>> {
	return { channel, panId: panText(panId), macAddress: toUpperHex(mac), lqi, rssi: rssiOf(lqi), pairingId: pairingId ?? null };
}
