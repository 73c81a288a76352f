/**
 * Events as JSON: with `--json` each is one line of stdout, and nothing else is there. All have `event`, `time`, `elapsedMs` and `node`.
 *
 * | event            | node                  | fields of its own                                                                           |
 * |------------------|-----------------------|---------------------------------------------------------------------------------------------|
 * | ready            | meter                 | see `Ready`                                                                                 |
 * | scan             | dongle                | state (started, done), paired, duration, channels, found: channel, panId, macAddress, lqi, rssi, pairingId |
 * | join             | dongle                | step (sent, received, authenticated, failed, terminatedByPeer, terminated, terminationTimeout, expired), detail, peer |
 * | join             | meter                 | step (joined, rejoined, left, expired, failed), detail, peer, peerNode                      |
 * | get, set, notify | meter                 | medium (wi-sun, plc, lan), peer, peerNode, service, tid, object, properties: epc, name, edt, value, accepted |
 * | limit            | meter or dongle       | limited                                                                                     |
 * | unit             | meter                 | what (plugged, pulled, isolated, contact, status … as the base writes it into its log), place, detail |
 * | voltage          | meter                 | kind (sag, swell, interruption, imbalance), quantity, state (lasting, ended, cut), start, durationMs, extreme, depth |
 * | supply           | meter                 | on: voltage gets through to the house                                                       |
 * | association      | meter                 | client (of Route A), step (associated, ended), authenticated                                |
 * | answer           | meter                 | command, refusal, text, and what there is more: of a command on the control line            |
 * | step             | meter                 | line, step, failure, text: of a scenario                                                    |
 * | radio            | meter                 | state (off, starting, running, waiting), detail: with --radio                                |
 * | error            | keiki                 | message                                                                                     |
 * | end              | keiki                 | reason                                                                                      |
 */
import type { DongleActivity } from '../../../src/world/dongle/dongle-network.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import type { Exchange } from '../../../src/world/watch/exchange-tap.js';
import { jsonPan } from '../shared/pan-text.js';
import { jsonProperty, objectText, serviceName } from '../shared/property-text.js';
import { addressText } from './address-text.js';

/** What a program needs to get at the meter. */
export interface Ready {
	/** Of the first dongle: a path, or `127.0.0.1:PORT`. */
	readonly dongle: string | null;
	/** With --radio: where the meter's module is. There are no dongles then. */
	readonly radio?: string;
	readonly dongles: readonly { readonly path: string; readonly model: string }[];
	readonly lan: string | null;
	/** DLMS/COSEM over TCP and UDP: `[::1]:4059`. */
	/** The first of its places. */
	readonly routeA: string | null;
	readonly routeAPlaces: readonly string[];
	/** DLMS/COSEM over HDLC: a path, or `127.0.0.1:PORT`. */
	readonly localPort: string | null;
	/** 32 and 12 characters; no password where it may not be shown. */
	readonly routeBId: string;
	readonly password: string | null;
	/** 16 hexadecimal digits. */
	readonly macAddress: string;
	/** 4 hexadecimal digits. */
	readonly panId: string;
	/** 33 to 60, as SKSTACK counts them. */
	readonly channel: number;
	/** The units that are in place: `rf-b,1p3w-60-2way,normal`. */
	readonly units: string;
	/** Where "keiki unit" and other programs give commands: the path of a socket. */
	readonly control: string | null;
	readonly seed: number;
	/** All meters in the air, the first one included. */
	readonly meters: readonly MeterPlace[];
	readonly profile: string;
	readonly speed: number | 'max';
	readonly capture: string | null;
	readonly state: string | null;
}

export interface MeterPlace {
	readonly routeBId: string;
	readonly password: string | null;
	readonly macAddress: string;
	readonly panId: string;
	readonly channel: number;
}

/** Who has this address, if it is one of the dongles. */
export type NodeNames = (address: Uint8Array) => string | undefined;

/** `event`, `node` and the fields of its own; the time is the caller's to add. */
export function jsonEvent(event: SimulatorEvent, nameOf: NodeNames): Readonly<Record<string, unknown>> {
	const { node } = event;
	switch (event.kind) {
		case 'scan':
		case 'join':
			return { event: event.kind, node, ...jsonActivity(event.activity) };
		case 'peer':
			return { event: 'join', node, step: event.event, detail: event.evidence, ...jsonPeer(event.peer, nameOf) };
		case 'exchange':
			return { event: event.exchange.kind, node, medium: event.medium, ...jsonPeer(event.exchange.peer, nameOf), ...jsonExchange(event.exchange) };
		case 'radio':
			return { event: 'radio', node, state: event.state, detail: event.detail };
		case 'base':
			return { event: 'unit', node, what: event.event.event, place: event.event.place ?? null, detail: event.event.detail };
		case 'voltage': {
			const { kind, quantity, start, duration, extreme, depth, state } = event.event;
			return { event: 'voltage', node, kind, quantity, state, start: isoTime(start), durationMs: duration, extreme, depth };
		}
		case 'association':
			return { event: 'association', node, client: event.client, step: event.on ? 'associated' : 'ended', authenticated: event.authenticated };
		case 'supply':
			return { event: 'supply', node, on: event.on };
		case 'limit':
			return { event: 'limit', node, limited: event.limited };
	}
}

function jsonActivity(activity: DongleActivity): Readonly<Record<string, unknown>> {
	if (activity.kind === 'join') {
		const { step, detail, peer } = activity;
		return { step, detail, peer: addressText(peer) };
	}
	const { state, paired, duration, channels, found } = activity;
	return { state, paired, duration, channels, found: found.map(jsonPan) };
}

function jsonPeer(peer: Uint8Array, nameOf: NodeNames): Readonly<Record<string, unknown>> {
	return { peer: addressText(peer), peerNode: nameOf(peer) ?? null };
}

function jsonExchange({ answer, properties }: Exchange): Readonly<Record<string, unknown>> {
	return {
		service: serviceName(answer.esv),
		tid: answer.tid,
		object: objectText(answer.seoj),
		properties: properties.map((property) => ({ ...jsonProperty(answer.seoj, property), accepted: property.accepted })),
	};
}
