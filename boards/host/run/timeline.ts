/** Events for people, in English: one line each, with who talks to whom, and what it means. */

import { fromHex } from '../../../modules/bytes/hex.js';
import type { BaseEventName } from '../../../src/meter/backplane/base-log.js';
import type { WorldEvent, WorldEventKind } from '../../../src/world/schema/event-rows.js';
import { UNIT_WORDS } from '../../../src/world/schema/event-words.js';
import type { Colour, Paint } from '../shared/colours.js';
import { printable } from '../shared/printable.js';
import { propertyText } from '../shared/property-text.js';

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

/** Kinds that the timeline has no line for: the dialogue at a serial port is for programs. */
type Untold = 'serial';
export const TOLD_KINDS: readonly WorldEventKind[] = Object.freeze([
	...(['scan', 'join', 'get', 'set', 'notify', 'unit', 'voltage', 'supply', 'association', 'limit', 'unsent', 'radio'] as const),
]);

/** @param wattHours what one count of the meter's energies is worth */
export function timelineText(event: WorldEvent, time: string, wattHours: number, paint: Paint): string {
	if (event.event === 'serial') throw new Error('timeline: the dialogue at a serial port has no line');
	const { who, text, colour } = (LINES[event.event] as (event: WorldEvent, wattHours: number) => Line)(event, wattHours);
	return `${paint('faint', time)}  ${who.padEnd(WHO_WIDTH)}  ${colour === undefined ? text : paint(colour, text)}`;
}

type Lines = { readonly [Kind in Exclude<WorldEventKind, Untold>]: (event: WorldEvent<Kind>, wattHours: number) => Line };

const LINES: Lines = Object.freeze({
	scan: ({ node, state, paired, duration, channels, found }) => {
		const what = `scan, ${paired ? 'for its id' : 'for everybody'}, duration ${duration}, ${channels} channels`;
		if (state === 'started') return { who: node, text: `${what} …`, colour: 'cyan' };
		return { who: node, text: found.length === 0 ? 'scan: found nothing' : `scan: found ${found.map(panLine).join('; ')}`, colour: 'cyan' };
	},
	join: (event) => (event.peerNode === undefined ? dongleLine(event) : meterLine(event)),
	get: exchangeLine,
	set: exchangeLine,
	notify: exchangeLine,
	unit: (event) => ({ who: event.node, text: UNIT_WORDS.unit(event), colour: BASE_COLOURS[event.what] ?? 'cyan' }),
	voltage: (event) => ({ who: event.node, text: UNIT_WORDS.voltage(event), colour: event.state === 'lasting' ? 'red' : 'yellow' }),
	supply: (event) => ({ who: event.node, text: UNIT_WORDS.supply(event), colour: event.on ? 'green' : 'red' }),
	association: ({ node, client, step, authenticated }) => ({
		who: `client ${client} → ${node}`,
		text: step === 'associated' ? `Route A: associated${authenticated ? ', HLS with GMAC' : ''}` : 'Route A: association ended',
		colour: step === 'associated' ? 'green' : 'yellow',
	}),
	limit: ({ node, limited }) => ({
		who: node,
		text: limited ? 'the transmit time of this hour is used up' : 'may transmit again',
		colour: limited ? 'red' : 'green',
	}),
	unsent: ({ node, command, why, code }) => ({
		who: node,
		text: printable(`${command}: ${code === null ? '' : `${code}, `}${UNSENT[why]}`),
		colour: 'red',
	}),
	radio: ({ node, state, detail }) => ({
		who: node,
		text: `radio module ${state}${detail === '' ? '' : `: ${detail}`}`,
		colour: state === 'running' ? 'green' : state === 'waiting' ? 'red' : 'cyan',
	}),
});

const UNSENT: Readonly<Record<WorldEvent<'unsent'>['why'], string>> = Object.freeze({
	refused: 'refused by the dongle',
	noKey: 'not sent, there is no session to secure it',
	limited: 'not sent, the transmit time of this hour is used up',
	unresolved: 'not sent, nobody answers at this address',
	unacknowledged: 'sent, and nobody acknowledged it',
});

const STEPS: Readonly<Partial<Record<WorldEvent<'join'>['step'], readonly [string, Colour]>>> = Object.freeze({
	authenticated: ['authenticated', 'green'],
	terminatedByPeer: ['the meter has ended the session', 'yellow'],
	terminated: ['session ended', 'yellow'],
	terminationTimeout: ['session ended, without an answer of the meter', 'red'],
	expired: ['the session has expired', 'yellow'],
});

function dongleLine({ node, step, detail }: WorldEvent<'join'>): Line {
	if (step === 'sent') return { who: `${node} → meter`, text: detail, colour: 'blue' };
	if (step === 'received') return { who: `${node} ← meter`, text: detail, colour: 'blue' };
	const [text, colour] = STEPS[step] ?? ([`join failed: ${detail}`, 'red'] as const);
	return { who: node, text, colour };
}

function meterLine(event: WorldEvent<'join'>): Line {
	const { node, step, detail } = event;
	const colour = step === 'failed' ? 'red' : step === 'joined' || step === 'rejoined' ? 'green' : 'yellow';
	return { who: node, text: `${whoIs(event)} ${step}: ${detail}`, colour };
}

/** `everybody` is any multicast group: FF.. of IPv6, 224.0.23.0 of IPv4. */
function whoIs({ peer, peerNode }: { readonly peer: string; readonly peerNode?: string | null }): string {
	return /^(?:FF|22[4-9]\.|23\d\.)/.test(peer) ? 'everybody' : (peerNode ?? peer);
}

function panLine({ channel, panId, macAddress, rssi, pairingId }: WorldEvent<'scan'>['found'][number]): string {
	return `PAN ${panId} on channel ${channel}, ${macAddress}, ${rssi} dBm${pairingId === null ? '' : `, for ${pairingId}`}`;
}

function exchangeLine(event: WorldEvent<'get' | 'set' | 'notify'>, wattHours: number): Line {
	const { event: kind, node, request, service, object, properties } = event;
	const arrow = kind === 'notify' ? '←' : '→';
	const list = properties.map((property) => shownText(kind, Number.parseInt(object, 16), property, wattHours)).join(', ');
	const isRefused = service.endsWith('_SNA');
	return {
		who: `${whoIs(event)} ${arrow} ${node}`,
		text: `${isRefused || kind === 'notify' ? service : (request ?? service)} ${list}`,
		...(isRefused ? { colour: 'red' as const } : kind === 'notify' ? { colour: 'yellow' as const } : {}),
	};
}

function shownText(kind: 'get' | 'set' | 'notify', eoj: number, property: WorldEvent<'get'>['properties'][number], wattHours: number): string {
	const { epc, edt, accepted } = property;
	const { name, value } = propertyText(eoj, { epc: Number.parseInt(epc, 16), edt: fromHex(edt) }, wattHours);
	if (kind === 'set') return `${epc} ${name} = ${value}${accepted ? '' : ' refused'}`;
	return accepted ? `${epc} ${name} ${value}` : `${epc} ${name}: none`;
}
