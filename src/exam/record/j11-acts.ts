/**
 * Acts out of the frames of J11, the same as those of SKSTACK, with its EVENT numbers.
 *
 * | frame                                        | acts                                                                          |
 * |----------------------------------------------|-------------------------------------------------------------------------------|
 * | 0008                                         | `sends`; its response: `ok` and EVENT 21 with 00 or 01, EVENT 32 where the hour is used up, 33 where it no longer is |
 * | 0051                                         | `scans`; 4051: a `found` for each PAN; its response: `ok` and EVENT 22         |
 * | 0053                                         | `other`; its response: `found`, for the module has looked for the PAN itself   |
 * | 0054                                         | `setsId` and `setsPassword`                                                    |
 * | 005F                                         | `sets` and `setsChannel`                                                       |
 * | 0056, 6028                                   | `joins`; EVENT 25 or 24                                                        |
 * | 00D2, 0057, 00D9                             | `rejoins`; `terminates`, its response EVENT 27; `resets`                       |
 * | 6018                                         | `receives`                                                                     |
 * | 601A with 03 or 04                           | EVENT 26: it does not tell whether the meter ended the session or its age did  |
 * | other responses, notifications and commands   | `ok` or `refused`; `says`; `asks`, `sets` or `other`                          |
 *
 * Channels are counted as SKSTACK does. A frame with something wrong is only counted at the serial port: `other` and `says` with `unreadable`.
 */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { formatFullAddress, linkLocalAddress } from '../../../modules/ipv6/address.js';
import { airChannelOf, isChannel } from '../../../modules/wi-sun-module/j11/language/channel.js';
import { COMMAND, NOTIFICATION, RESULT } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { HEADER_LENGTH } from '../../../modules/wi-sun-module/j11/language/frame.js';
import {
	CHANGE,
	decodeChange,
	decodePanaEnded,
	decodeReceived,
	decodeScan,
	decodeScanned,
	decodeSend,
	decodeSetting,
	decodeStarted,
	PANA_OUTCOME,
	type Place,
} from '../../../modules/wi-sun-module/j11/language/messages.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { EVENT, TRANSMITTED } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { ActPlace, Asked } from './act.js';
import { datagramAct } from './datagram.js';
import type { Dialect, Read } from './dialect.js';

const CODE_OFFSET = 4;
const RESPONSE = 0x2000;
const NOTIFICATIONS: readonly number[] = Object.freeze(Object.values(NOTIFICATION));
const ID_LENGTH = 32;
/** Low digit of the first byte behind a response to 0008 (3.2.3.3): sent, the transmit time is used up, in the queue. */
const SEND_RESULT = Object.freeze({ mask: 0x0f, sent: 0x00, limited: 0x02, queued: 0x0f });
const HIDDEN = ' …';

const ASKING: readonly number[] = Object.freeze([
	...[COMMAND.status, COMMAND.ports, COMMAND.ownAddress, COMMAND.ownMac, COMMAND.connections, COMMAND.key, COMMAND.panId, COMMAND.version],
	...[COMMAND.terminals, COMMAND.discovery, COMMAND.setting, COMMAND.uart],
]);
const SETTING: readonly number[] = Object.freeze([COMMAND.openPort, COMMAND.closePort, COMMAND.setDiscovery, COMMAND.setUart]);

export class J11Acts implements Dialect {
	/** Of the last 0008. */
	#peer: string | null = null;
	#isLimited = false;

	read(_place: ActPlace, { direction, hex, frame = '', length }: WorldEvent<'serial'>): Read[] {
		const isToModule = direction === 'toModule';
		if (hex === null) return [isToModule ? { kind: 'other', text: frame } : { kind: 'says', text: frame }];
		const isHidden = hex.endsWith(HIDDEN);
		const bytes = fromHex(isHidden ? hex.slice(0, -HIDDEN.length) : hex);
		const code = (bytes[CODE_OFFSET]! << 8) | bytes[CODE_OFFSET + 1]!;
		const data = bytes.subarray(HEADER_LENGTH);
		try {
			if (isToModule) return this.#asked(code, data, frame, length);
			// A response that has something to hide is none that refuses.
			return isHidden ? [{ kind: 'ok', name: nameOf(code & ~RESPONSE) }] : this.#told(code, data, frame);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			const text = `${frame} ${toUpperHex(data)}`;
			return [isToModule ? { kind: 'other', text } : { kind: 'says', text }];
		}
	}

	#asked(code: number, data: Uint8Array, frame: string, length: number): Read[] {
		const name = nameOf(code);
		if (ASKING.includes(code)) return [{ kind: 'asks', name, words: [] }];
		if (SETTING.includes(code)) return [{ kind: 'sets', name, value: toUpperHex(data) }];
		switch (code) {
			case COMMAND.send:
				return [this.#sends(data)];
			case COMMAND.scan: {
				const { duration, mask, pairingId } = decodeScan(data);
				return [{ kind: 'scans', mode: pairingId === undefined ? 'open' : 'paired', duration, mask: toDigits(mask, 8) }];
			}
			case COMMAND.setUp: {
				const { channel } = decodeSetting(data);
				const written: Read = { kind: 'sets', name, value: toUpperHex(data) };
				return isChannel(channel) ? [written, { kind: 'setsChannel', channel: airChannelOf(channel) }] : [written];
			}
			case COMMAND.setCredentials: {
				const id = asciiText(data.subarray(0, ID_LENGTH));
				return [
					{ kind: 'setsId', id },
					{ kind: 'setsPassword', length: Math.max(0, length - HEADER_LENGTH - ID_LENGTH) },
				];
			}
			case COMMAND.startPana:
				return [{ kind: 'joins', peer: null }];
			case COMMAND.reauthenticate:
				return [{ kind: 'rejoins' }];
			case COMMAND.endPana:
				return [{ kind: 'terminates' }];
			case COMMAND.reset:
				return [{ kind: 'resets' }];
			default:
				return [{ kind: 'other', text: data.length === 0 ? frame : `${frame} ${toUpperHex(data)}` }];
		}
	}

	/** The module secures what it sends as soon as it is authenticated; before, all goes in the clear, and the frame does not tell. */
	#sends(data: Uint8Array): Asked {
		const { to, localPort, remotePort, payload } = decodeSend(data);
		this.#peer = formatFullAddress(to);
		return { kind: 'sends', ...datagramAct({ peer: this.#peer, port: remotePort, ownPort: localPort, secured: true, bytes: payload }) };
	}

	#told(code: number, data: Uint8Array, frame: string): Read[] {
		switch (code) {
			case NOTIFICATION.received: {
				const { from, remotePort, localPort, secured, payload } = decodeReceived(data);
				return [
					{ kind: 'receives', ...datagramAct({ peer: formatFullAddress(from), port: remotePort, ownPort: localPort, secured, bytes: payload }) },
				];
			}
			case NOTIFICATION.scanned: {
				const { channel, pans } = decodeScanned(data);
				return pans.map((pan) => found(channel, pan));
			}
			case NOTIFICATION.panaEnded: {
				const { outcome, mac } = decodePanaEnded(data);
				return [event(outcome === PANA_OUTCOME.succeeded ? EVENT.joined : EVENT.joinFailed, peerOf(mac))];
			}
			case NOTIFICATION.connectionChanged: {
				const { change, mac } = decodeChange(data);
				const isCut = change === CHANGE.panaCut || change === CHANGE.macCut;
				return [isCut ? event(EVENT.terminationRequested, peerOf(mac)) : { kind: 'says', text: `${frame} ${toUpperHex(data)}` }];
			}
			default:
				return NOTIFICATIONS.includes(code) ? [{ kind: 'says', text: `${frame} ${toUpperHex(data)}`.trimEnd() }] : this.#answered(code, data, frame);
		}
	}

	#answered(code: number, data: Uint8Array, frame: string): Read[] {
		const command = code & ~RESPONSE;
		// 2FFF and FFFF answer what is no command.
		const name = frame === toUpperHex(Uint8Array.of(code >> 8, code)) ? null : nameOf(command);
		const result = data[0];
		if (result !== RESULT.ok) return [{ kind: 'refused', code: toUpperHex(data.subarray(0, 1)), name }];
		const ok: Read = { kind: 'ok', name };
		const rest = data.subarray(1);
		if (command === COMMAND.send) return [ok, ...this.#sent(rest[0] ?? 0)];
		if (command === COMMAND.scan) return [ok, event(EVENT.scanDone, null)];
		if (command === COMMAND.endPana) return [ok, event(EVENT.terminated, null)];
		if (command === COMMAND.startRouteB) {
			const started = decodeStarted(rest);
			return [ok, found(started.channel, started)];
		}
		return rest.length === 0 ? [ok] : [{ kind: 'says', text: `${frame} ${toUpperHex(rest)}` }, ok];
	}

	#sent(result: number): Read[] {
		const outcome = result & SEND_RESULT.mask;
		const isSent = outcome === SEND_RESULT.sent || outcome === SEND_RESULT.queued;
		const acts = [event(EVENT.transmitted, this.#peer, isSent ? TRANSMITTED.acknowledged : TRANSMITTED.failed)];
		const isLimited = outcome === SEND_RESULT.limited;
		if (isLimited && !this.#isLimited) acts.push(event(EVENT.limited, null));
		if (isSent && this.#isLimited) acts.push(event(EVENT.unlimited, null));
		if (isLimited || isSent) this.#isLimited = isLimited;
		return acts;
	}
}

/** Two digits, or as many as it takes: `6B`, `05`, `107`. */
function nameOf(code: number): string {
	return toDigits(code, 2);
}

function peerOf(mac: Uint8Array): string {
	return formatFullAddress(linkLocalAddress(mac));
}

function event(number: number, peer: string | null, parameter: number | null = null): Read {
	return { kind: 'event', number, parameter, peer };
}

function found(channel: number, { panId, mac }: Place): Read {
	return { kind: 'found', channel: airChannelOf(channel), panId: toDigits(panId, 4), macAddress: toUpperHex(mac), pairId: null };
}
