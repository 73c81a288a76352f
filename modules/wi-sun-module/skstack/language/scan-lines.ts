/**
 * What a scan finds (BP35A1 command reference manual 5.7 and 5.8; the fields of the side grammar as logged).
 *
 * ```
 * EPANDESC                        EEDSCAN
 *   Channel:31                    21 04 22 04 … 3C 02        channel and level, two digits each
 *   Channel Page:09
 *   Pan ID:B5FB                   in the side grammar the second line starts with the side: 0 21 04 22 04 …
 *   Addr:0011223344556677
 *   LQI:DD
 *   Side:0                        side grammar only
 *   PairID:CCDDEEFF               only where the beacon carries one
 * ```
 */

import { toUpperHex } from '../../../bytes/hex.js';
import { DecodeError } from '../../../bytes/reader.js';
import type { FoundPan } from '../../network.js';
import { parseBytes, parseDigits, toDigits } from './digits.js';
import { lqiOf } from './lqi.js';

/** The channels that a scan's mask selects, from bit 0 on: 33 to 60 (922.5 to 927.9 MHz). */
export const FIRST_CHANNEL = 33;
export const LAST_CHANNEL = 60;

const CHANNEL_PAGE = 0x09;

export interface PanDescription {
	readonly channel: number;
	readonly panId: number;
	/** EUI-64 of the coordinator. */
	readonly mac: Uint8Array;
	readonly lqi: number;
	/** 8 characters; absent where the beacon carried none. */
	readonly pairingId?: string | undefined;
}

/** As EPANDESC has it. */
export function describePan({ channel, panId, mac, rssi, pairingId }: FoundPan): PanDescription {
	return { channel, panId, mac, lqi: lqiOf(rssi), pairingId };
}

/** Lines without their ends. */
export function encodePan(pan: PanDescription, side: boolean): string[] {
	const lines = [
		'EPANDESC',
		`  Channel:${toDigits(pan.channel, 2)}`,
		`  Channel Page:${toDigits(CHANNEL_PAGE, 2)}`,
		`  Pan ID:${toDigits(pan.panId, 4)}`,
		`  Addr:${toUpperHex(pan.mac)}`,
		`  LQI:${toDigits(pan.lqi, 2)}`,
	];
	if (side) lines.push('  Side:0');
	if (pan.pairingId !== undefined) lines.push(`  PairID:${pan.pairingId}`);
	return lines;
}

/** The lines that follow EPANDESC and begin with two spaces, in any order; unknown ones are passed over. Throws DecodeError. */
export function decodePan(lines: readonly string[]): PanDescription {
	const value = (key: string): string | undefined => {
		const start = `  ${key}:`;
		return lines.find((line) => line.startsWith(start))?.slice(start.length);
	};
	const mac = parseBytes(need(value('Addr'), 'Addr'), 8);
	if (mac === undefined) throw new DecodeError(PAN, 0, 'Addr of 16 digits');
	return {
		channel: number(value('Channel'), 2, 'Channel'),
		panId: number(value('Pan ID'), 4, 'Pan ID'),
		mac,
		lqi: number(value('LQI'), 2, 'LQI'),
		pairingId: value('PairID'),
	};
}

/** Level of each scanned channel, as LQI. */
export interface ChannelEnergy {
	readonly channel: number;
	readonly level: number;
}

/** Lines without their ends. @param side undefined in the single grammar */
export function encodeEnergies(energies: readonly ChannelEnergy[], side: number | undefined): string[] {
	const pairs = energies.map(({ channel, level }) => `${toDigits(channel, 2)} ${toDigits(level, 2)}`);
	return ['EEDSCAN', (side === undefined ? pairs : [`${side}`, ...pairs]).join(' ')];
}

const PAN = 'SKSTACK EPANDESC';

function need(text: string | undefined, key: string): string {
	if (text === undefined) throw new DecodeError(PAN, 0, key);
	return text;
}

function number(text: string | undefined, width: number, key: string): number {
	const value = parseDigits(need(text, key), width);
	if (value === undefined) throw new DecodeError(PAN, 0, `${key} of ${width} digits`);
	return value;
}
