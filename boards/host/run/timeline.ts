/** Events for people: one line each, with who talks to whom, and what the bytes mean. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { BaseEventName } from '../../../src/meter/backplane/base-log.js';
import type { DongleActivity } from '../../../src/world/dongle/dongle-network.js';
import type { JoinStep } from '../../../src/world/dongle/dongle-pac.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator.js';
import type { Exchange, ShownProperty } from '../../../src/world/watch/exchange-tap.js';
import type { Colour, Paint } from '../shared/colours.js';
import { panText, rssiOf } from '../shared/pan-text.js';
import { hexByte, propertyText, serviceName } from '../shared/property-text.js';
import { addressText } from './address-text.js';
import type { NodeNames } from './json-events.js';
import { baseText, voltageText } from './meter-event-text.js';

interface Line {
	/** `dongle → meter`, or one node alone. */
	readonly who: string;
	readonly text: string;
	readonly colour?: Colour;
}

export const WHO_WIDTH = 18;

const BASE_COLOURS: Partial<Readonly<Record<BaseEventName, Colour>>> = Object.freeze({
	plugged: 'green',
	released: 'green',
	isolated: 'red',
	mismatch: 'red',
	'pulled unannounced': 'red',
	'cover opened unannounced': 'red',
	'registers behind': 'red',
	contact: 'yellow',
	status: 'yellow',
});

/** @param wattHours what one count of the meter's energies is worth */
export function timelineText(event: SimulatorEvent, time: string, nameOf: NodeNames, wattHours: number, paint: Paint): string {
	const { who, text, colour } = lineOf(event, nameOf, wattHours);
	return `${paint('faint', time)}  ${who.padEnd(WHO_WIDTH)}  ${colour === undefined ? text : paint(colour, text)}`;
}

function lineOf(event: SimulatorEvent, nameOf: NodeNames, wattHours: number): Line {
	const { node } = event;
	switch (event.kind) {
		case 'scan':
		case 'join':
			return activityLine(node, event.activity);
		case 'peer':
			return {
				who: node,
				text: `${whoIs(event.peer, nameOf)} ${event.event}: ${event.evidence}`,
				colour: event.event === 'failed' ? 'red' : event.event === 'joined' || event.event === 'rejoined' ? 'green' : 'yellow',
			};
		case 'exchange':
			return exchangeLine(node, event.exchange, whoIs(event.exchange.peer, nameOf), wattHours);
		case 'radio':
			return {
				who: node,
				text: `radio module ${event.state}${event.detail === '' ? '' : `: ${event.detail}`}`,
				colour: event.state === 'running' ? 'green' : event.state === 'waiting' ? 'red' : 'cyan',
			};
		case 'base':
			return { who: node, text: baseText(event.event), colour: BASE_COLOURS[event.event.event] ?? 'cyan' };
		case 'voltage':
			return { who: node, text: voltageText(event.event), colour: event.event.state === 'lasting' ? 'red' : 'yellow' };
		case 'association':
			return {
				who: `client ${event.client} → ${node}`,
				text: event.on ? `Route A: associated${event.authenticated ? ', HLS with GMAC' : ''}` : 'Route A: association ended',
				colour: event.on ? 'green' : 'yellow',
			};
		case 'supply':
			return { who: node, text: `supply ${event.on ? 'on' : 'off'}`, colour: event.on ? 'green' : 'red' };
		case 'limit':
			return {
				who: node,
				text: event.limited ? 'the transmit time of this hour is used up' : 'may transmit again',
				colour: event.limited ? 'red' : 'green',
			};
	}
}

/** `everybody` is any multicast group: FF.. of IPv6, 224.0.23.0 of IPv4. */
function whoIs(address: Uint8Array, nameOf: NodeNames): string {
	const isMulticast = address[0] === 0xff || (address[10] === 0xff && address[12]! >> 4 === 0x0e);
	return isMulticast ? 'everybody' : (nameOf(address) ?? addressText(address));
}

function activityLine(node: string, activity: DongleActivity): Line {
	if (activity.kind === 'join') return joinLine(node, activity.step, activity.detail);
	const { state, paired, duration, channels, found } = activity;
	const what = `scan, ${paired ? 'for its id' : 'for everybody'}, duration ${duration}, ${channels} channels`;
	if (state === 'started') return { who: node, text: `${what} …`, colour: 'cyan' };
	return { who: node, text: found.length === 0 ? 'scan: found nothing' : `scan: found ${found.map(panLine).join('; ')}`, colour: 'cyan' };
}

function panLine({ channel, panId, mac, lqi, pairingId }: PanDescription): string {
	return `PAN ${panText(panId)} on channel ${channel}, ${toUpperHex(mac)}, ${rssiOf(lqi)} dBm${pairingId === undefined ? '' : `, for ${pairingId}`}`;
}

const STEPS: Readonly<Record<Exclude<JoinStep, 'sent' | 'received' | 'failed'>, readonly [string, Colour]>> = Object.freeze({
	authenticated: ['authenticated', 'green'],
	terminatedByPeer: ['the meter has ended the session', 'yellow'],
	terminated: ['session ended', 'yellow'],
	terminationTimeout: ['session ended, without an answer of the meter', 'red'],
	expired: ['the session has expired', 'yellow'],
});

function joinLine(node: string, step: JoinStep, detail: string): Line {
	if (step === 'sent') return { who: `${node} → meter`, text: detail, colour: 'blue' };
	if (step === 'received') return { who: `${node} ← meter`, text: detail, colour: 'blue' };
	if (step === 'failed') return { who: node, text: `join failed: ${detail}`, colour: 'red' };
	const [text, colour] = STEPS[step];
	return { who: node, text, colour };
}

function exchangeLine(node: string, { kind, request, answer, properties }: Exchange, peer: string, wattHours: number): Line {
	const arrow = kind === 'notify' ? '←' : '→';
	const list = properties.map((property) => shownText(kind, answer.seoj, property, wattHours)).join(', ');
	const service = serviceName(answer.esv);
	const isRefused = service.endsWith('_SNA');
	return {
		who: `${peer} ${arrow} ${node}`,
		text: `${isRefused || kind === 'notify' ? service : serviceName(request?.esv ?? answer.esv)} ${list}`,
		...(isRefused ? { colour: 'red' as const } : kind === 'notify' ? { colour: 'yellow' as const } : {}),
	};
}

function shownText(kind: Exchange['kind'], eoj: number, property: ShownProperty, wattHours: number): string {
	const { name, value } = propertyText(eoj, property, wattHours);
	const epc = hexByte(property.epc);
	if (kind === 'set') return `${epc} ${name} = ${value}${property.accepted ? '' : ' refused'}`;
	return property.accepted ? `${epc} ${name} ${value}` : `${epc} ${name}: none`;
}
