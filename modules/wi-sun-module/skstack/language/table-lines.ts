/**
 * What SKTABLE shows (BP35A1 command reference manual 4.30, 5.5, 5.6, 5.9, 5.10), before its OK.
 *
 * | mode | first line | then, one a line                                                                                 |
 * |------|------------|--------------------------------------------------------------------------------------------------|
 * | 1    | EADDR      | each own address                                                                                 |
 * | 2    | ENEIGHBOR  | each neighbour: address, EUI-64, FFFF                                                            |
 * | 9    | ENBR       | each registered device: address, EUI-64, 1 if secured (form unconfirmed)                         |
 * | A    | ESEC       | each key index (form unconfirmed)                                                                |
 * | E    | EPORT      | 6 UDP ports, an empty line, 4 TCP ports and a 0 (rev26e), all in decimal, 0 where unset          |
 * | F    | EHANDLE    | 6 TCP handles: number, address, remote port, local port, zeros where unused                      |
 */
import { toUpperHex } from '../../../bytes/hex.js';
import { formatFullAddress, UNSPECIFIED } from '../../../ipv6/address.js';
import type { Device, Neighbour } from '../../network.js';
import { toDigits } from './digits.js';

export const TABLE = Object.freeze({ addresses: 0x1, neighbours: 0x2, devices: 0x9, keys: 0xa, ports: 0xe, handles: 0xf });

const TCP_HANDLES = 6;

export function encodeAddresses(addresses: readonly Uint8Array[]): string[] {
	return ['EADDR', ...addresses.map(formatFullAddress)];
}

export function encodeNeighbours(neighbours: readonly Neighbour[]): string[] {
	return ['ENEIGHBOR', ...neighbours.map(({ address, mac }) => `${formatFullAddress(address)} ${toUpperHex(mac)} FFFF`)];
}

export function encodeDevices(devices: readonly Device[]): string[] {
	return ['ENBR', ...devices.map(({ address, mac, secured }) => `${formatFullAddress(address)} ${toUpperHex(mac)} ${secured ? 1 : 0}`)];
}

export function encodeKeys(indexes: readonly number[]): string[] {
	return ['ESEC', ...indexes.map((index) => toDigits(index, 2))];
}

export function encodePorts(udp: readonly number[], tcp: readonly number[]): string[] {
	return ['EPORT', ...udp.map(String), '', ...tcp.map(String), '0'];
}

/** No handle is ever in use: Route B has nobody who speaks TCP. */
export function encodeUnusedHandles(): string[] {
	const lines = ['EHANDLE'];
	for (let handle = 1; handle <= TCP_HANDLES; handle++) lines.push(`${handle} ${formatFullAddress(UNSPECIFIED)} 0000 0000`);
	return lines;
}
