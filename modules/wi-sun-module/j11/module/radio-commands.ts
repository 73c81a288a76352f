/** The commands that take their time: scans, the way into the meter's PAN, datagrams and echo requests. */
import { asciiBytes, asciiText } from '../../../bytes/ascii.js';
import { equalBytes } from '../../../bytes/equal.js';
import { Reader } from '../../../bytes/reader.js';
import { Writer } from '../../../bytes/writer.js';
import { isMulticast, linkLocalAddress } from '../../../ipv6/address.js';
import type { EchoReply, FoundPan, SendResult } from '../../network.js';
import { airChannelOf, airChannelsOf, channelOf } from '../language/channel.js';
import { NOTIFICATION, RESULT } from '../language/codes.js';
import { energyOf, rssiByte } from '../language/level.js';
import { decodeScan, decodeSend, encodeScanned, encodeStarted, MAX_PAYLOAD, MAX_SCANNED, type Place, SCAN_LENGTHS } from '../language/messages.js';
import type { Answer, Execution, Outcome } from './execution.js';

/** ms that a scan of duration d stays on a channel (5.21): 9.64 ms · 2^d, and 89 ms of which the request takes some. */
const SCAN_UNIT = 9.64;
const SCAN_REST = 80;
const LONGEST_SCAN = 14;
/** How long 0053 waits for a beacon (2.6 s in all, 5.21), ms; for those who watch, the duration next to it. */
const BEACON_WAIT = 2590;
const BEACON_DURATION = 8;
/** 00DB: 0.4 s for one channel, 4.5 s for all, ms. */
const ENERGY_TIME = 315;
const ENERGY_REST = 85;
/** Until 60D1 says that nobody answered, ms. */
const PING_TIME = 10_400;
/** Of the sent data, in a response. */
const SHOWN_DATA = 5;
/** What the data of a ping is made of. */
const PING_KIND = Object.freeze({ own: 0, letters: 1, numbers: 2 });

/** Low digit of the send result (3.2.3.3); the high one would tell of a queue, and there is none here. */
const SENT_AS: Readonly<Record<Exclude<SendResult, 'solicited'>, number>> = Object.freeze({
	sent: 0x00,
	limited: 0x02,
	busy: 0x03,
	unacknowledged: 0x05,
	failed: 0x08,
});

export function scan(e: Execution, data: Uint8Array, answer: Answer): Outcome {
	const isPaired = data[5] === 1;
	if (data[5]! > 1 || data.length !== SCAN_LENGTHS[isPaired ? 1 : 0]) return RESULT.badValue;
	const { duration, mask, pairingId } = decodeScan(data);
	const channels = airChannelsOf(mask);
	if (duration < 1 || duration > LONGEST_SCAN || channels.length === 0) return RESULT.badValue;
	if (pairingId !== undefined) e.network.set('pairingId', asciiText(pairingId));
	let found: Place[] = [];
	const started = e.network.scan(
		{ channels, duration, timeOnChannel: SCAN_UNIT * 2 ** duration + SCAN_REST, paired: isPaired },
		{
			onPan: (pan) => {
				if (found.length < MAX_SCANNED) found.push(placeOf(pan));
			},
			onChannel: (channel) => {
				e.notify(NOTIFICATION.scanned, encodeScanned(channelOf(channel), found));
				found = [];
			},
			done: () => answer(RESULT.ok),
		},
	);
	return started ? 'later' : RESULT.busy;
}

/** Joins the PAN of the meter that has the id of 0054, on the channel of 005F: nothing but a beacon request goes over the air (fig. 37). */
export function startRouteB(e: Execution, _data: Uint8Array, answer: Answer): Outcome {
	const { network, state } = e;
	const { credentials, setting } = state;
	if (credentials === undefined) return RESULT.noCredentials;
	network.setRouteBId(credentials.id);
	let found: FoundPan | undefined;
	const channels = [airChannelOf(setting.channel)];
	const started = network.scan(
		{ channels, duration: BEACON_DURATION, timeOnChannel: BEACON_WAIT, paired: true },
		{
			onPan: (pan) => {
				found ??= pan;
				network.endScan();
			},
			done: () => {
				if (found === undefined) {
					answer(RESULT.noConnection);
					return;
				}
				const place = placeOf(found);
				network.set('channel', channels[0]!);
				network.set('panId', place.panId);
				state.peer = { ...place, address: linkLocalAddress(place.mac) };
				state.rssi = place.rssi;
				answer(RESULT.ok, encodeStarted({ ...place, channel: setting.channel }));
			},
		},
	);
	return started ? 'later' : RESULT.busy;
}

/** The answer comes when the datagram is through, or lost. Before the authentication it goes out in the clear. */
export function send(e: Execution, data: Uint8Array, answer: Answer): Outcome {
	const { to, localPort, remotePort, payload } = decodeSend(data);
	if (payload.length > MAX_PAYLOAD) return RESULT.badLength;
	if (!isKnown(e, to)) return RESULT.badDestination;
	const shown = payload.slice(0, SHOWN_DATA);
	const tell = (sent: number) => answer(RESULT.ok, new Writer(1 + shown.length).uint(1, sent).put(shown).bytes);
	e.network.send({ to: to.slice(), localPort, remotePort, payload: payload.slice(), security: 'preferred' }, (result) => {
		if (result !== 'solicited') tell(SENT_AS[result]);
		// It waits for its neighbour; what becomes of it is an event.
		else e.onTransmitted = (wasSent) => tell(wasSent ? SENT_AS.sent : SENT_AS.failed);
	});
	return 'later';
}

export function ping(e: Execution, data: Uint8Array): Outcome {
	const r = new Reader('J11 00D1', data);
	const to = r.bytes(16, 'destination').slice();
	const length = r.uint(2, 'length');
	const kind = r.uint(1, 'kind');
	const own = r.bytes(r.left, 'data');
	if (own.length !== (kind === PING_KIND.own ? length : 0)) return RESULT.badLength;
	if (kind > PING_KIND.numbers || length === 0 || length > MAX_PAYLOAD) return RESULT.badValue;
	if (!isKnown(e, to)) return RESULT.badDestination;
	if (e.ping !== undefined) return RESULT.pinging;
	const awaited = { to };
	e.ping = awaited;
	e.network.ping(to, kind === PING_KIND.own ? own.slice() : pingData(kind, length));
	e.after(PING_TIME, () => {
		if (e.ping !== awaited) return;
		e.ping = undefined;
		e.notify(NOTIFICATION.pinged, Uint8Array.of(0));
	});
	return RESULT.ok;
}

/** What 60D1 tells of an answer; undefined for one that nobody waits for. */
export function pinged(e: Execution, { from, data, rssi, secured }: EchoReply): Uint8Array | undefined {
	if (e.ping === undefined || !equalBytes(e.ping.to, from)) return undefined;
	e.ping = undefined;
	const shown = data.subarray(0, MAX_PAYLOAD);
	const w = new Writer(21 + shown.length)
		.uint(1, 1)
		.put(from)
		.uint(1, secured ? 2 : 1);
	return w.uint(1, rssiByte(rssi)).uint(2, shown.length).put(shown).bytes;
}

export function detectEnergy(e: Execution, data: Uint8Array, answer: Answer): Outcome {
	const channels = airChannelsOf(new Reader('J11 00DB', data).uint(4, 'channels') | 0);
	if (channels.length === 0) return RESULT.badValue;
	const started = e.network.detectEnergy(channels, ENERGY_TIME, (levels) => {
		const w = new Writer(1 + 2 * levels.length).uint(1, levels.length);
		for (const { channel, level } of levels) w.uint(1, channelOf(channel)).uint(1, energyOf(level));
		e.after(ENERGY_REST, () => answer(RESULT.ok, w.bytes));
	});
	return started ? 'later' : RESULT.busy;
}

/** All nodes, or the meter: there is nobody else in the list of devices. */
function isKnown({ state }: Execution, to: Uint8Array): boolean {
	return isMulticast(to) || (state.peer !== undefined && equalBytes(state.peer.address, to));
}

function placeOf({ mac, panId, rssi }: FoundPan): Place {
	return { mac, panId, rssi: rssiByte(rssi) };
}

/** "abc…zabc…", or "000100020003…". */
function pingData(kind: number, length: number): Uint8Array {
	let text = '';
	if (kind === PING_KIND.letters) for (let i = 0; i < length; i++) text += String.fromCharCode(0x61 + (i % 26));
	else for (let i = 1; text.length < length; i++) text += `${i}`.padStart(4, '0');
	return asciiBytes(text.slice(0, length));
}
