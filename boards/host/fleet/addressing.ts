/**
 * Which meter of a concentrator a frame is for, and how its answer says whose it is.
 *
 * | destination wPort | APDU                            | meter                                                              |
 * |-------------------|---------------------------------|--------------------------------------------------------------------|
 * | 1000 + n          | as it is                        | the n-th of the concentrator, from 1                               |
 * | 1                 | as it is                        | the only one of a concentrator that has no more                    |
 * | 1                 | behind E6, network 0, length, n | the meter of number n of the fleet, big endian in 1 to 4 bytes     |
 * | 127               | as it is                        | all of them, by UDP; none answers (broadcasts.ts)                  |
 *
 * The meter itself hears all of it at wPort 1, without a prefix, as if it were alone.
 */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { putUint16, uint16 } from '../../../modules/bytes/uint.js';
import { decodeGateway, encodeGateway, GATEWAY, type GatewayAddress, gatewayPrefixLength, hasGatewayPrefix } from '../../../modules/dlms/gateway.js';
import { encodeWrapper, WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import { MANAGEMENT_DEVICE } from '../../../src/route-a/transport.js';

/** Before the wPort of the first meter. */
export const DEVICE_BASE = 1000;
/** Most meters of a concentrator: wPorts end. */
export const MOST_OF_CONCENTRATOR = 0xffff - DEVICE_BASE;
const SOURCE_AT = 2;
const DESTINATION_AT = 4;
const LENGTH_AT = 6;
const LONGEST_NUMBER = 4;

/** Meters of a concentrator: `count` of them, the first of which has the number `first`. */
export interface MeterSpan {
	readonly first: number;
	readonly count: number;
}

/** How a meter was spoken to. */
export interface Way {
	readonly number: number;
	/** wPort that was asked, which answers. */
	readonly device: number;
	/** Undefined: without a prefix. */
	readonly gateway: GatewayAddress | undefined;
	/** Tells it from all other ways. */
	readonly key: string;
}

export interface Routed {
	readonly way: Way;
	/** The frame as the meter hears it, an array of its own. */
	readonly frame: Uint8Array;
}

/** Undefined: it is for nobody here. `apdu` is not kept. */
export function route(span: MeterSpan, source: number, destination: number, apdu: Uint8Array): Routed | undefined {
	const way = hasGatewayPrefix(apdu) ? throughGateway(span, destination, apdu) : atDevice(span, destination);
	if (way === undefined) return undefined;
	const inner = way.gateway === undefined ? apdu : apdu.subarray(gatewayPrefixLength(way.gateway));
	return { way, frame: encodeWrapper({ source, destination: MANAGEMENT_DEVICE, apdu: inner }) };
}

/** What is for all, as the meter of this number hears it. `apdu` is not kept. */
export function routeToAll(span: MeterSpan, number: number, source: number, apdu: Uint8Array): Routed {
	const way = atDevice(span, deviceOf(span, number))!;
	return { way, frame: encodeWrapper({ source, destination: MANAGEMENT_DEVICE, apdu }) };
}

/** What the meter sends, frame by frame, as the client is to get it; an array of its own. */
export function answerBy({ device, gateway }: Way, frames: Uint8Array): Uint8Array {
	if (gateway === undefined) {
		const bytes = frames.slice();
		for (let at = 0; at < bytes.length; at += WRAPPER_HEADER_LENGTH + uint16(bytes, at + LENGTH_AT)) putUint16(bytes, at + SOURCE_AT, device);
		return bytes;
	}
	const answers: Uint8Array[] = [];
	for (let at = 0; at < frames.length; ) {
		const end = at + WRAPPER_HEADER_LENGTH + uint16(frames, at + LENGTH_AT);
		const apdu = encodeGateway({ header: GATEWAY.answer, ...gateway, apdu: frames.subarray(at + WRAPPER_HEADER_LENGTH, end) });
		answers.push(encodeWrapper({ source: device, destination: uint16(frames, at + DESTINATION_AT), apdu }));
		at = end;
	}
	return answers.length === 1 ? answers[0]! : joined(answers);
}

/** The wPort of a meter of a concentrator. */
export function deviceOf({ first }: MeterSpan, number: number): number {
	return DEVICE_BASE + 1 + number - first;
}

function atDevice({ first, count }: MeterSpan, destination: number): Way | undefined {
	const position = destination === MANAGEMENT_DEVICE && count === 1 ? 0 : destination - DEVICE_BASE - 1;
	if (position < 0 || position >= count) return undefined;
	return { number: first + position, device: destination, gateway: undefined, key: `${destination}` };
}

function throughGateway({ first, count }: MeterSpan, destination: number, bytes: Uint8Array): Way | undefined {
	let number = 0;
	try {
		const { header, network, device } = decodeGateway(bytes);
		if (destination !== MANAGEMENT_DEVICE) return undefined;
		if (header !== GATEWAY.request || network !== 0 || device.length === 0 || device.length > LONGEST_NUMBER) return undefined;
		for (const byte of device) number = number * 256 + byte;
		if (number < first || number >= first + count) return undefined;
		const gateway = { network, device: device.slice() };
		return { number, device: destination, gateway, key: `gateway ${number} ${device.length}` };
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return undefined;
	}
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
