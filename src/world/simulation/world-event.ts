/** What a simulator tells of, as events of the schema: plain data that JSON can carry. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeFrame } from '../../../modules/echonet-lite/frame.js';
import { describePan } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import { DELIVERY } from '../../route-a/payment/payment.js';
import type { DongleActivity } from '../dongle/dongle-activity.js';
import type { SerialLine } from '../dongle/serial-line.js';
import type { EventFields, WorldEventKind } from '../schema/event-rows.js';
import { isoTime } from '../time/iso-time.js';
import { addressText } from '../watch/address-text.js';
import type { Exchange } from '../watch/exchange-tap.js';
import { jsonPan } from '../watch/pan-json.js';
import { jsonProperty, objectText, serviceName } from '../watch/property-json.js';
import { TOKEN_REFUSALS, type TokenRefusal } from './customer-hands.js';
import type { SimulatorEvent } from './simulator-event.js';

/** Who has this address, if it is one of the dongles. */
export type NodeNames = (address: Uint8Array) => string | undefined;

/** An event without its time. */
export type Told<Kind extends WorldEventKind = WorldEventKind> = Kind extends WorldEventKind
	? { readonly event: Kind; readonly node: string } & EventFields<Kind>
	: never;

/** The kind of what `worldEvent` makes of it. */
export function kindOf(event: SimulatorEvent): WorldEventKind {
	switch (event.kind) {
		case 'exchange':
			return event.exchange.kind;
		case 'peer':
			return 'join';
		case 'base':
			return 'unit';
		default:
			return event.kind;
	}
}

export function worldEvent(event: SimulatorEvent, nameOf: NodeNames): Told {
	const { node } = event;
	switch (event.kind) {
		case 'scan':
		case 'join':
			return { node, ...activityFields(event.activity) };
		case 'serial':
			return { event: 'serial', node, ...serialFields(event.line) };
		case 'unsent': {
			const { command, why, code, peer, port, data } = event.unsent;
			const told = { command, why, code: code ?? null, peer: peer === undefined ? null : addressText(peer), port: port ?? null };
			return { event: 'unsent', node, ...told, data: data === undefined ? null : toUpperHex(data), tid: transactionOf(data) };
		}
		case 'peer':
			return { event: 'join', node, step: event.event, detail: event.evidence, ...peerFields(event.peer, nameOf) };
		case 'exchange':
			return {
				event: event.exchange.kind,
				node,
				medium: event.medium,
				...peerFields(event.exchange.peer, nameOf),
				...exchangeFields(event.exchange),
				...(event.exchange.late !== undefined && { late: event.exchange.late }),
			};
		case 'asked': {
			const { peer, bytes, frame } = event.asked;
			const service = frame === undefined ? null : serviceName(frame.esv);
			const told = { service, tid: frame?.tid ?? null, bytes: toUpperHex(bytes) };
			return { event: 'asked', node, medium: event.medium, ...peerFields(peer, nameOf), ...told };
		}
		case 'port':
			return { event: 'port', node, ...event.port };
		case 'radio':
			return { event: 'radio', node, state: event.state, detail: event.detail };
		case 'base':
			return { event: 'unit', node, what: event.event.event, place: event.event.place ?? null, detail: event.event.detail, ...event.event.fields };
		case 'voltage': {
			const { kind, quantity, start, duration, extreme, depth, state } = event.event;
			return { event: 'voltage', node, kind, quantity, state, start: isoTime(start), durationMs: duration, extreme, depth };
		}
		case 'association':
			return { event: 'association', node, client: event.client, step: event.on ? 'associated' : 'ended', authenticated: event.authenticated };
		case 'supply':
			return { event: 'supply', node, on: event.on };
		case 'relay':
			return { event: 'relay', node, on: event.on };
		case 'account': {
			const { change: what, credit, token } = event;
			const why = token && (TOKEN_REFUSALS as Readonly<Record<number, TokenRefusal>>)[token.status];
			const delivery = token && (token.delivery === DELIVERY.manual ? 'manual' : 'remote');
			return { event: 'account', node, what, credit, ...(delivery && { delivery }), ...(why && { why }) };
		}
		case 'credentials':
			return { event: 'credentials', node, version: event.version, refusal: event.refusal ?? null };
		case 'limit':
			return { event: 'limit', node, limited: event.limited };
	}
}

function activityFields(activity: DongleActivity) {
	if (activity.kind === 'join') {
		const { step, detail, peer } = activity;
		return { event: 'join' as const, step, detail, peer: addressText(peer) };
	}
	const { state, paired, duration, channels, found } = activity;
	return { event: 'scan' as const, state, paired, duration, channels, found: found.map((pan) => jsonPan(describePan(pan))) };
}

/** Of a line that makes them when they are asked for. */
function serialFields({ direction, text, hex, data, length, frame }: SerialLine): SerialLine {
	return { direction, text, hex, data, length, ...(frame !== undefined && { frame }) };
}

function peerFields(peer: Uint8Array, nameOf: NodeNames) {
	return { peer: addressText(peer), peerNode: nameOf(peer) ?? null };
}

function exchangeFields({ request, answer, properties }: Exchange) {
	return {
		request: request === undefined ? null : serviceName(request.esv),
		service: serviceName(answer.esv),
		tid: answer.tid,
		object: objectText(answer.seoj),
		properties: properties.map((property) => ({ ...jsonProperty(answer.seoj, property), accepted: property.accepted })),
	};
}

function transactionOf(data: Uint8Array | undefined): number | null {
	if (data === undefined) return null;
	try {
		return decodeFrame(data).tid;
	} catch (error) {
		if (error instanceof DecodeError) return null;
		throw error;
	}
}
