/** Events for people: one line each, with who talks to whom, and what it means. */

import { fromHex } from '../../../modules/bytes/hex.js';
import type { BaseEventName } from '../../../src/meter/backplane/base-log.js';
import type { WorldEvent, WorldEventKind } from '../../../src/world/schema/event-rows.js';
import { ALL_UNIT_WORDS } from '../../../src/world/schema/event-words.js';
import type { Language } from '../../../src/world/schema/language.js';
import type { Colour, Paint } from './colours.js';
import { printable } from './printable.js';
import { propertyText } from './property-text.js';
import { padText } from './text-width.js';
import { type MeterStep, TIMELINE_WORDS, type TimelineWords, type ToldStep } from './timeline-words.js';

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
	...([
		'scan',
		'join',
		'get',
		'set',
		'notify',
		'asked',
		'unit',
		'voltage',
		'supply',
		'relay',
		'account',
		'credentials',
		'association',
		'limit',
		'unsent',
		'port',
		'radio',
	] as const),
]);

/** What a line is made with. */
interface Telling {
	/** What one count of the meter's energies is worth. */
	readonly wattHours: number;
	readonly language: Language;
	readonly words: TimelineWords;
}

/** Who it is about, and what it means. @param wattHours what one count of the meter's energies is worth */
export function timelineLine(
	event: Exclude<WorldEvent, WorldEvent<Untold>>,
	wattHours: number,
	language: Language,
): { readonly who: string; readonly text: string } {
	const telling: Telling = { wattHours, language, words: TIMELINE_WORDS[language] };
	return (LINES[event.event] as (event: WorldEvent, telling: Telling) => Line)(event, telling);
}

/** @param wattHours what one count of the meter's energies is worth */
export function timelineText(event: WorldEvent, time: string, wattHours: number, paint: Paint, language: Language = 'en'): string {
	if (event.event === 'serial') throw new Error('timeline: the dialogue at a serial port has no line');
	const telling: Telling = { wattHours, language, words: TIMELINE_WORDS[language] };
	const { who, text, colour } = (LINES[event.event] as (event: WorldEvent, telling: Telling) => Line)(event, telling);
	return `${paint('faint', time)}  ${padText(who, WHO_WIDTH)}  ${colour === undefined ? text : paint(colour, text)}`;
}

type Lines = { readonly [Kind in Exclude<WorldEventKind, Untold>]: (event: WorldEvent<Kind>, telling: Telling) => Line };

const LINES: Lines = Object.freeze({
	scan: (event, { words }) => {
		const { node, state, found } = event;
		if (state === 'started') return { who: node, text: words.scanning(event), colour: 'cyan' };
		return { who: node, text: found.length === 0 ? words.foundNothing() : words.found(found.map((pan) => words.pan(pan))), colour: 'cyan' };
	},
	join: (event, { words }) => (event.peerNode === undefined ? dongleLine(event, words) : meterLine(event, words)),
	get: exchangeLine,
	set: exchangeLine,
	notify: exchangeLine,
	asked: (event, { words }) => ({
		who: `${whoIs(event, words)} ← ${event.node}`,
		text: event.service === null ? words.malformed(event.bytes) : words.asked(event.service, event.bytes),
		colour: 'yellow',
	}),
	unit: (event, { language }) => ({ who: event.node, text: ALL_UNIT_WORDS[language].unit(event), colour: BASE_COLOURS[event.what] ?? 'cyan' }),
	voltage: (event, { language }) => ({
		who: event.node,
		text: ALL_UNIT_WORDS[language].voltage(event),
		colour: event.state === 'lasting' ? 'red' : 'yellow',
	}),
	supply: (event, { language }) => ({ who: event.node, text: ALL_UNIT_WORDS[language].supply(event), colour: event.on ? 'green' : 'red' }),
	relay: (event, { language }) => ({ who: event.node, text: ALL_UNIT_WORDS[language].relay(event), colour: event.on ? 'green' : 'yellow' }),
	account: (event, { language }) => ({
		who: event.node,
		text: ALL_UNIT_WORDS[language].account(event),
		colour: event.what === 'out' || event.what === 'refused' ? 'red' : event.what === 'low' || event.what === 'emergency' ? 'yellow' : 'green',
	}),
	credentials: (event, { language }) => ({
		who: event.node,
		text: ALL_UNIT_WORDS[language].credentials(event),
		colour: event.refusal === null ? 'green' : 'red',
	}),
	association: ({ node, client, step, authenticated }, { words }) => ({
		who: words.client(client, node),
		text: step === 'associated' ? words.associated(authenticated) : words.associationEnded(),
		colour: step === 'associated' ? 'green' : 'yellow',
	}),
	limit: ({ node, limited }, { words }) => ({
		who: node,
		text: limited ? words.limited() : words.unlimited(),
		colour: limited ? 'red' : 'green',
	}),
	unsent: ({ node, command, why, code }, { words }) => ({
		who: node,
		text: printable(`${command}: ${code === null ? '' : `${code}, `}${words.unsent[why]()}`),
		colour: 'red',
	}),
	port: ({ node, state, path, setting, value }, { words }) => ({
		who: node,
		text: setting === null ? words.port[state](path) : words.setting[setting](value),
		colour: state === 'gone' ? 'red' : state === 'back' ? 'green' : 'cyan',
	}),
	radio: ({ node, state, detail }, { words }) => ({
		who: node,
		text: `${words.radio[state]()}${detail === '' ? '' : `: ${detail}`}`,
		colour: state === 'running' ? 'green' : state === 'waiting' ? 'red' : 'cyan',
	}),
});

const STEP_COLOURS: Readonly<Record<ToldStep, Colour>> = Object.freeze({
	authenticated: 'green',
	terminatedByPeer: 'yellow',
	terminated: 'yellow',
	terminationTimeout: 'red',
	expired: 'yellow',
});

function dongleLine({ node, step, detail }: WorldEvent<'join'>, words: TimelineWords): Line {
	if (step === 'sent') return { who: `${node} → meter`, text: detail, colour: 'blue' };
	if (step === 'received') return { who: `${node} ← meter`, text: detail, colour: 'blue' };
	if (Object.hasOwn(STEP_COLOURS, step)) return { who: node, text: words.steps[step as ToldStep](), colour: STEP_COLOURS[step as ToldStep] };
	return { who: node, text: words.joinFailed(detail), colour: 'red' };
}

/** Of the steps that a meter tells. */
function meterLine(event: WorldEvent<'join'>, words: TimelineWords): Line {
	const { node, step, detail } = event;
	const colour = step === 'failed' ? 'red' : step === 'joined' || step === 'rejoined' ? 'green' : 'yellow';
	return { who: node, text: words.meterSteps[step as MeterStep](whoIs(event, words), detail), colour };
}

/** `everybody` is any multicast group: FF.. of IPv6, 224.0.23.0 of IPv4. */
function whoIs({ peer, peerNode }: { readonly peer: string; readonly peerNode?: string | null }, words: TimelineWords): string {
	return /^(?:FF|22[4-9]\.|23\d\.)/.test(peer) ? words.everybody() : (peerNode ?? peer);
}

function exchangeLine(event: WorldEvent<'get' | 'set' | 'notify'>, telling: Telling): Line {
	const { event: kind, node, request, service, object, properties } = event;
	const late = event.event === 'notify' || event.late === undefined ? '' : ` ${telling.words.late(event.late)}`;
	const arrow = kind === 'notify' ? '←' : '→';
	const list = properties.map((property) => shownText(kind, Number.parseInt(object, 16), property, telling)).join(', ');
	const isRefused = service.endsWith('_SNA');
	return {
		who: `${whoIs(event, telling.words)} ${arrow} ${node}`,
		text: `${isRefused || kind === 'notify' ? service : (request ?? service)} ${list}${late}`,
		...(isRefused ? { colour: 'red' as const } : kind === 'notify' ? { colour: 'yellow' as const } : {}),
	};
}

function shownText(kind: 'get' | 'set' | 'notify', eoj: number, property: WorldEvent<'get'>['properties'][number], telling: Telling): string {
	const { epc, edt, accepted } = property;
	const { wattHours, language, words } = telling;
	const { name, value } = propertyText(eoj, { epc: Number.parseInt(epc, 16), edt: fromHex(edt) }, wattHours, language);
	if (kind === 'set') return `${epc} ${name} = ${value}${accepted ? '' : ` ${words.refused()}`}`;
	return accepted ? `${epc} ${name} ${value}` : `${epc} ${name}: ${words.none()}`;
}
