/**
 * Data of the commands, responses and notifications that have a form of their own (J11 UART IF specification 1.1, 3.2 and 3.4). A response's data begins
 * behind its result. RSSI is a signed byte, dBm.
 *
 * ```
 * 0008  request   to 16 · source port 2 · destination port 2 · length 2 · data
 * 0051  request   duration 1 · channels 4, bit n channel n · 01 pairing id 8, or 00
 * 0053  response  channel 1 · PAN ID 2 · MAC 8 · RSSI 1
 * 005F  request   mode 1 · sleep 1 · channel 1 · power 1                                                 0107 responds with the same
 * 4051            01 channel 1, or 00 channel 1 · number 1 · (MAC 8 · PAN ID 2 · RSSI 1) …
 * 6018            from 16 · source port 2 · destination port 2 · PAN ID 2 · cast 1 · encryption 1 · RSSI 1 · length 2 · data
 * 601A            change 1 · MAC 8 · RSSI 1
 * 6028            outcome 1 · MAC 8
 * ```
 */
import { Reader } from '../../../bytes/reader.js';
import { Writer } from '../../../bytes/writer.js';
import { RESULT } from './codes.js';

/** Bytes of 6018 before its data, and of 0008. */
export const RECEIVED_HEADER = 27;
export const SEND_HEADER = 22;
/** The most that 0008 sends, and 6018 brings. */
export const MAX_PAYLOAD = 0x04d0;
/** The most PANs that one 4051 has room for. */
export const MAX_SCANNED = 20;
export const PAIRING_ID_LENGTH = 8;
/** Of a scan's request, without and with a pairing id. */
export const SCAN_LENGTHS: readonly number[] = Object.freeze([6, 14]);

export interface SendRequest {
	/** IPv6 address, 16 bytes. */
	readonly to: Uint8Array;
	readonly localPort: number;
	readonly remotePort: number;
	readonly payload: Uint8Array;
}

export interface ScanRequest {
	/** 1 to 14. */
	readonly duration: number;
	/** Bit n: channel n. */
	readonly mask: number;
	/** 8 bytes of ASCII. */
	readonly pairingId: Uint8Array | undefined;
}

/** Of a meter that answered, or of its PAN. */
export interface Place {
	readonly panId: number;
	/** EUI-64. */
	readonly mac: Uint8Array;
	/** dBm, −128 to 127. */
	readonly rssi: number;
}

export interface StartedRouteB extends Place {
	/** 4 to 17. */
	readonly channel: number;
}

export interface Setting {
	/** 01 PAN coordinator, 02 coordinator, 03 end device, 05 Dual; FF unset. */
	readonly mode: number;
	readonly sleep: number;
	/** 4 to 17. */
	readonly channel: number;
	/** 0 20 mW, 1 10 mW, 2 1 mW. */
	readonly power: number;
}

export interface Received {
	readonly from: Uint8Array;
	readonly remotePort: number;
	readonly localPort: number;
	readonly panId: number;
	readonly multicast: boolean;
	readonly secured: boolean;
	readonly rssi: number;
	readonly payload: Uint8Array;
}

/** Of 6028. */
export const PANA_OUTCOME = Object.freeze({ succeeded: 0x01, refused: 0x02, unanswered: 0x03 });
/** Of 601A. */
export const CHANGE = Object.freeze({ macJoined: 0x01, authenticated: 0x02, macCut: 0x03, panaCut: 0x04 });

export function encodeSend({ to, localPort, remotePort, payload }: SendRequest): Uint8Array {
	const w = new Writer(SEND_HEADER + payload.length).put(to).uint(2, localPort).uint(2, remotePort);
	return w.uint(2, payload.length).put(payload).bytes;
}

/** Throws DecodeError. */
export function decodeSend(data: Uint8Array): SendRequest {
	const r = new Reader('J11 0008', data);
	const to = r.bytes(16, 'destination');
	const localPort = r.uint(2, 'source port');
	const remotePort = r.uint(2, 'destination port');
	const length = r.uint(2, 'length');
	const payload = r.bytes(length, 'data');
	r.end();
	if (length === 0) throw r.error('1 byte of data at least');
	return { to, localPort, remotePort, payload };
}

export function encodeScan({ duration, mask, pairingId }: ScanRequest): Uint8Array {
	const w = new Writer(SCAN_LENGTHS[pairingId === undefined ? 0 : 1]!).uint(1, duration).uint(4, mask);
	return pairingId === undefined ? w.uint(1, 0).bytes : w.uint(1, 1).put(pairingId).bytes;
}

/** Throws DecodeError. */
export function decodeScan(data: Uint8Array): ScanRequest {
	const r = new Reader('J11 0051', data);
	const duration = r.uint(1, 'duration');
	const mask = r.uint(4, 'channels');
	const isPaired = r.uint(1, 'kind');
	if (isPaired > 1) throw r.error('a kind of 00 or 01', 5);
	const pairingId = isPaired === 1 ? r.bytes(PAIRING_ID_LENGTH, 'pairing id') : undefined;
	r.end();
	return { duration, mask, pairingId };
}

export function encodeSetting({ mode, sleep, channel, power }: Setting): Uint8Array {
	return Uint8Array.of(mode, sleep, channel, power);
}

/** Throws DecodeError. */
export function decodeSetting(data: Uint8Array): Setting {
	const r = new Reader('J11 setting', data);
	const setting = { mode: r.uint(1, 'mode'), sleep: r.uint(1, 'sleep'), channel: r.uint(1, 'channel'), power: r.uint(1, 'power') };
	r.end();
	return setting;
}

export function encodeStarted({ channel, panId, mac, rssi }: StartedRouteB): Uint8Array {
	return new Writer(12).uint(1, channel).uint(2, panId).put(mac).uint(1, rssi).bytes;
}

/** Throws DecodeError. */
export function decodeStarted(data: Uint8Array): StartedRouteB {
	const r = new Reader('J11 2053', data);
	const channel = r.uint(1, 'channel');
	const panId = r.uint(2, 'PAN ID');
	const started = { channel, panId, mac: r.bytes(8, 'MAC'), rssi: takeRssi(r) };
	r.end();
	return started;
}

/** Of one channel; `pans`: at most `MAX_SCANNED`. */
export function encodeScanned(channel: number, pans: readonly Place[]): Uint8Array {
	if (pans.length === 0) return Uint8Array.of(1, channel);
	const w = new Writer(3 + 11 * pans.length).uint(1, 0).uint(1, channel).uint(1, pans.length);
	for (const { mac, panId, rssi } of pans) w.put(mac).uint(2, panId).uint(1, rssi);
	return w.bytes;
}

/** Throws DecodeError. */
export function decodeScanned(data: Uint8Array): { readonly channel: number; readonly pans: readonly Place[] } {
	const r = new Reader('J11 4051', data);
	const isEmpty = r.uint(1, 'whether nothing was found');
	if (isEmpty > 1) throw r.error('00 or 01', 0);
	const channel = r.uint(1, 'channel');
	const pans: Place[] = [];
	for (let left = isEmpty === 1 ? 0 : r.uint(1, 'number'); left > 0; left--) {
		const mac = r.bytes(8, 'MAC');
		pans.push({ mac, panId: r.uint(2, 'PAN ID'), rssi: takeRssi(r) });
	}
	r.end();
	return { channel, pans };
}

export function encodeReceived({ from, remotePort, localPort, panId, multicast, secured, rssi, payload }: Received): Uint8Array {
	const w = new Writer(RECEIVED_HEADER + payload.length).put(from).uint(2, remotePort).uint(2, localPort).uint(2, panId);
	w.uint(1, multicast ? 1 : 0)
		.uint(1, secured ? 2 : 1)
		.uint(1, rssi);
	return w.uint(2, payload.length).put(payload).bytes;
}

/** Throws DecodeError. */
export function decodeReceived(data: Uint8Array): Received {
	const r = new Reader('J11 6018', data);
	const from = r.bytes(16, 'sender');
	const remotePort = r.uint(2, 'source port');
	const localPort = r.uint(2, 'destination port');
	const panId = r.uint(2, 'PAN ID');
	const multicast = r.uint(1, 'cast') === 1;
	const secured = r.uint(1, 'encryption') === 2;
	const rssi = takeRssi(r);
	const payload = r.bytes(r.uint(2, 'length'), 'data');
	r.end();
	return { from, remotePort, localPort, panId, multicast, secured, rssi, payload };
}

export function encodeChange(change: number, mac: Uint8Array, rssi: number): Uint8Array {
	return new Writer(10).uint(1, change).put(mac).uint(1, rssi).bytes;
}

/** Throws DecodeError. */
export function decodeChange(data: Uint8Array): { readonly change: number; readonly mac: Uint8Array; readonly rssi: number } {
	const r = new Reader('J11 601A', data);
	const changed = { change: r.uint(1, 'change'), mac: r.bytes(8, 'MAC'), rssi: takeRssi(r) };
	r.end();
	return changed;
}

export function encodePanaEnded(outcome: number, mac: Uint8Array): Uint8Array {
	return new Writer(9).uint(1, outcome).put(mac).bytes;
}

/** Throws DecodeError. */
export function decodePanaEnded(data: Uint8Array): { readonly outcome: number; readonly mac: Uint8Array } {
	const r = new Reader('J11 6028', data);
	const ended = { outcome: r.uint(1, 'outcome'), mac: r.bytes(8, 'MAC') };
	r.end();
	return ended;
}

/** The result, and what follows it only where it is 01. */
export function encodeResponse(result: number, rest: Uint8Array): Uint8Array {
	const data = new Uint8Array(1 + (result === RESULT.ok ? rest.length : 0));
	data[0] = result;
	if (result === RESULT.ok) data.set(rest, 1);
	return data;
}

function takeRssi(r: Reader): number {
	const byte = r.uint(1, 'RSSI');
	return byte < 0x80 ? byte : byte - 0x100;
}
