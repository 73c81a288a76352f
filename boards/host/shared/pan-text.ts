import { toUpperHex } from '../../../modules/bytes/hex.js';

/** `4F2A` */
export function panText(panId: number): string {
	return toUpperHex(Uint8Array.of(panId >> 8, panId));
}
