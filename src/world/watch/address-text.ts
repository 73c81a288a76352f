import { formatFullAddress } from '../../../modules/ipv6/address.js';

/** `FE80:0000:…` as modules write it; `192.168.0.2` of an IPv4 address in its mapped form. */
export function addressText(address: Uint8Array): string {
	const isMapped = address[10] === 0xff && address[11] === 0xff && address.subarray(0, 10).every((byte) => byte === 0);
	return isMapped ? address.subarray(12).join('.') : formatFullAddress(address);
}
