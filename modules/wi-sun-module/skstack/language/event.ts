/**
 * EVENT lines (BP35A1 command reference manual 5.11).
 *
 * ```
 * EVENT <number> <address>[ <side>][ <parameter>]      side in the side grammar only, parameter with 21 only
 * EVENT C0                                             awake again, without address
 * ```
 * The address is the module's own for 1F, 20, 22, 32, 33 and C0 (as logged; the manual says "who caused it"), else the other node's.
 */
import { formatFullAddress } from '../../../ipv6/address.js';
import { toDigits } from './digits.js';
import { Fields } from './fields.js';

export const EVENT = Object.freeze({
	neighbourSolicitation: 0x01,
	neighbourAdvertisement: 0x02,
	echoRequest: 0x05,
	energyScanDone: 0x1f,
	beacon: 0x20,
	/** A UDP datagram was handed to the air, with its `TRANSMITTED` parameter. */
	transmitted: 0x21,
	scanDone: 0x22,
	joinFailed: 0x24,
	joined: 0x25,
	/** The peer asked to end the session. */
	terminationRequested: 0x26,
	terminated: 0x27,
	/** The peer did not answer the request to end the session; the session is over all the same. */
	terminationTimeout: 0x28,
	expired: 0x29,
	/** The transmit time that ARIB STD-T108 allows in an hour is used up; free again. */
	limited: 0x32,
	unlimited: 0x33,
	awake: 0xc0,
});

/** Parameters of EVENT 21. `solicited`: a neighbour solicitation went out instead; the datagram follows by itself once it is answered. */
export const TRANSMITTED = Object.freeze({ acknowledged: 0x00, failed: 0x01, solicited: 0x02 });

export interface EventLine {
	readonly event: number;
	/** 16 bytes; absent with C0. */
	readonly address?: Uint8Array | undefined;
	/** In the side grammar: 0 Route B (the default), 1 HAN. */
	readonly side?: number | undefined;
	readonly parameter?: number | undefined;
}

/** The line without its end. */
export function encodeEvent({ event, address, side = 0, parameter }: EventLine, sideGrammar: boolean): string {
	let line = 'EVENT ' + toDigits(event, 2);
	if (address !== undefined) line += ' ' + formatFullAddress(address) + (sideGrammar ? ` ${side}` : '');
	return parameter === undefined ? line : line + ' ' + toDigits(parameter, 2);
}

/** `line` without its end. Throws DecodeError. */
export function decodeEvent(line: string, side: boolean): EventLine {
	const fields = new Fields('SKSTACK EVENT', line).expect('EVENT');
	const event = fields.number(2, 'number');
	if (!fields.left) return { event };
	const address = fields.address('address');
	if (side && fields.left) fields.number(1, 'side');
	const parameter = fields.left ? fields.number(2, 'parameter') : undefined;
	fields.end();
	return { event, address, parameter };
}
