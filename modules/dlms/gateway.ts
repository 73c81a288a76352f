/**
 * The prefix of an APDU that a gateway hands on to one of the meters behind it, and the one of what the meter says (DLMS UA 1000-2, "Gateway protocol").
 *
 * | offset | bytes | field                   |                                                              |
 * |--------|-------|-------------------------|--------------------------------------------------------------|
 * | 0      | 1     | header                  | E6: to the meter; E7: from the meter                         |
 * | 1      | 1     | network id              | of the network behind the gateway; 0 where there is only one |
 * | 2      | 1     | length                  | of the address that follows, bytes                           |
 * | 3      | n     | physical device address | of the meter there                                           |
 * | 3 + n  | rest  | APDU                    | as without a gateway, at least 1 byte                        |
 */
import { DecodeError, Reader } from '../bytes/reader.js';

export const GATEWAY = Object.freeze({ request: 0xe6, answer: 0xe7 });

export interface GatewayAddress {
	/** 0 to 255. */
	readonly network: number;
	/** Up to 255 bytes. */
	readonly device: Uint8Array;
}

export interface GatewayFrame extends GatewayAddress {
	/** One of `GATEWAY`. */
	readonly header: number;
	readonly apdu: Uint8Array;
}

const FORMAT = 'gateway';
const BEFORE_ADDRESS = 3;
const LONGEST_ADDRESS = 0xff;

/** Bytes of the prefix with this address. */
export function gatewayPrefixLength({ device }: GatewayAddress): number {
	return BEFORE_ADDRESS + device.length;
}

/** Whether an APDU has a prefix, of a request or of an answer. */
export function hasGatewayPrefix(apdu: Uint8Array): boolean {
	return apdu[0] === GATEWAY.request || apdu[0] === GATEWAY.answer;
}

/** Address and APDU are views of it. Throws DecodeError. */
export function decodeGateway(bytes: Uint8Array): GatewayFrame {
	const r = new Reader(FORMAT, bytes);
	const header = r.uint(1, 'header');
	if (header !== GATEWAY.request && header !== GATEWAY.answer) throw r.error('header E6 or E7', 0);
	const network = r.uint(1, 'network id');
	const device = r.bytes(r.uint(1, 'length of the address'), 'address');
	const at = BEFORE_ADDRESS + device.length;
	if (at === bytes.length) throw new DecodeError(FORMAT, at, 'an APDU of at least 1 byte');
	return { header, network, device, apdu: bytes.subarray(at) };
}

/** In an array of its own. Throws RangeError for a network id or an address that cannot be. */
export function encodeGateway({ header, network, device, apdu }: GatewayFrame): Uint8Array {
	if (network < 0 || network > 0xff) throw new RangeError(`gateway: network id: expected 0 to 255, got ${network}`);
	if (device.length > LONGEST_ADDRESS) throw new RangeError(`gateway: address: expected at most ${LONGEST_ADDRESS} bytes, got ${device.length}`);
	const bytes = new Uint8Array(BEFORE_ADDRESS + device.length + apdu.length);
	bytes[0] = header;
	bytes[1] = network;
	bytes[2] = device.length;
	bytes.set(device, BEFORE_ADDRESS);
	bytes.set(apdu, BEFORE_ADDRESS + device.length);
	return bytes;
}
