import { toUpperHex } from '../../../modules/bytes/hex.js';
import { rssiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';
import type { PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';

/** What a scan found, as plain data; `rssi` in dBm, to 0.1. */
export function jsonPan({ channel, panId, mac, lqi, pairingId }: PanDescription) {
	const rssi = Math.round(10 * rssiOf(lqi)) / 10;
	return { channel, panId: toUpperHex(Uint8Array.of(panId >> 8, panId)), macAddress: toUpperHex(mac), lqi, rssi, pairingId: pairingId ?? null };
}
