/**
 * Every kind of event, each a row: who tells it, and what fields it has. `--json`, scenarios and everybody who subscribes to a world get events of these
 * kinds; docs/events.md has the same rows, and a test holds the two together.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { BASE_EVENTS } from '../../meter/backplane/base-log.js';
import { PLACES } from '../../meter/backplane/messages.js';
import { ISOLATIONS, type Isolation } from '../../meter/backplane/plug.js';
import { RULE_IDS } from '../../meter/catalogue/rules.js';
import { ORIGINS, RESULTS } from '../../meter/switching/switch-entry.js';
import type { Value } from '../watch/values.js';
import {
	anything,
	choice,
	either,
	type Fields,
	field,
	flag,
	listOf,
	number,
	optional,
	orNull,
	type RecordOf,
	record,
	type Shape,
	text,
} from './shape.js';

/** Counts up when a field changes its meaning or goes; fields and kinds that come are no change. */
export const SCHEMA = 1;

/** What all events have. */
export const COMMON = frozen({
	event: field(text(), 'the kind'),
	time: field(text(), 'the time of the world, which is virtual', 'ISO 8601, +09:00'),
	elapsedMs: field(number(), 'virtual time since the start', 'ms'),
	node: field(text(), 'who tells it: `meter`, `meter-2`, …, `dongle`, `dongle-2`, …, `panel` (its own dongle), `keiki`'),
});

const PLACE = frozen({
	routeBId: field(text(), 'of Route B', '32 hexadecimal digits'),
	password: field(orNull(text()), 'null where it is not shown', '12 characters'),
	macAddress: field(text(), 'EUI-64 of the meter', '16 hexadecimal digits'),
	panId: field(text(), 'of its PAN', '4 hexadecimal digits'),
	channel: field(number(), 'as SKSTACK counts them', '33 to 60'),
});

/** Fields of one meter among all. */
const METER = frozen({
	node: field(text(), 'its name in events: `meter`, `meter-2`, …'),
	serial: field(text(), 'its serial number', '12 characters'),
	supplyPoint: field(text(), "of the supply point, nobody's", '22 digits'),
	...PLACE,
	routeA: field(orNull(text()), 'the first place of its Route A', 'ADDRESS:PORT'),
	systemTitle: field(text(), 'of its Route A', '16 hexadecimal digits'),
	customerPort: optional(field(text(), 'with --customer-port: where its telegrams come', 'path, or 127.0.0.1:PORT')),
});

const peer = frozen(field(text(), 'the other side', 'IPv6 or IPv4 address'));
const peerNode = frozen(field(orNull(text()), 'which dongle that is; null for another'));
const value = frozen(anything() as Shape<Value>);

const exchange = frozen({
	medium: field(choice('wi-sun', 'plc', 'lan'), 'by which it went'),
	peer,
	peerNode,
	request: field(orNull(text()), 'service of the request; null for what was sent unasked', '`Get`, `SetC`, …'),
	service: field(text(), 'service of what the meter sent', '`Get_Res`, `SetC_SNA`, `INF`, …'),
	tid: field(number(), 'transaction id of both', '0 to 65535'),
	object: field(text(), 'EOJ of the meter', '6 hexadecimal digits'),
	properties: field(
		listOf(
			record({
				epc: field(text(), 'the property', '2 hexadecimal digits'),
				name: field(text(), 'what it is called here'),
				edt: field(text(), 'its data, of a Set what was asked for; empty where there is none', 'hexadecimal digits'),
				value: field(value, 'the data decoded; null where there is none, or it has not the form of the class'),
				accepted: field(flag(), 'it was got, set or told; false where it was refused'),
			}),
		),
		'in their order',
	),
});

const answered = frozen({
	...exchange,
	late: optional(field(number(), 'after 20 s, with several properties 60 s, when a HEMS waits no more: since the request', 'ms')),
});

const ANSWERED = frozen({
	refusal: optional(field(anything(), 'why it was refused, for programs: `kind` and its fields, see below')),
	outcome: optional(field(anything(), 'what was done, for programs: `kind` and its fields, see below')),
});

const row = <F extends Fields>(node: 'meter' | 'dongle' | 'both' | 'keiki', says: string, fields: F) => ({ node, says, fields });

export const EVENTS = frozen({
	ready: row('meter', 'the run has begun; the first line', {
		schema: field(number(), 'version of all that this page tells'),
		dongle: field(orNull(text()), 'path of the first dongle; null with --radio', 'as dongles[].path'),
		dongles: field(
			listOf(
				record({
					path: field(text(), 'where a program opens it; of `serial` the port at this end', 'path, 127.0.0.1:PORT, or rfc2217://ADDRESS:PORT'),
					line: field(choice('pty', 'tcp', 'serial', 'rfc2217'), 'what it is on'),
					model: field(text(), 'what it is', 'as --dongle-model'),
				}),
			),
			'all dongles',
		),
		radio: optional(field(text(), 'with --radio: the port of the module', 'path')),
		lan: field(orNull(text()), 'of plain ECHONET Lite', 'IP address'),
		routeA: field(orNull(text()), 'the first place of Route A', 'ADDRESS:PORT'),
		routeAPlaces: field(listOf(text()), 'all places of Route A', 'ADDRESS:PORT'),
		localPort: field(orNull(text()), 'of Route A over HDLC', 'path, or 127.0.0.1:PORT'),
		customerPort: optional(field(text(), 'with --customer-port: where telegrams of the first meter come', 'path, or 127.0.0.1:PORT')),
		mbus: optional(field(text(), 'with --mbus: the line of the meters behind this one', 'path, or 127.0.0.1:PORT')),
		...PLACE,
		units: field(text(), 'the units in place', 'codes, with commas'),
		control: field(orNull(text()), 'the control socket', 'path'),
		panel: field(orNull(text()), 'the panel, for a browser', 'URL'),
		panelToken: field(orNull(text()), 'what lets one browser in, once: as token= behind the URL'),
		panelTokenFile: field(orNull(text()), 'the file with what scripts show to the panel, as Authorization: Bearer', 'path'),
		seed: field(number(), 'of all chance'),
		meters: field(listOf(record(METER)), 'all meters in the air, the first one included'),
		profile: field(text(), 'the generation, with what was changed of it'),
		speed: field(either(number(), choice('max')), 'of virtual time', 'times real time'),
		capture: field(orNull(text()), 'the capture', 'path'),
		state: field(orNull(text()), 'the state directory', 'path'),
	}),
	scan: row('dongle', 'a scan for PANs begins, or has ended', {
		state: field(choice('started', 'done'), 'which of the two'),
		paired: field(flag(), 'with the pairing id (mode 2)'),
		duration: field(number(), 'that of SKSCAN: 9.6 ms · (2^duration + 1) a channel', '0 to 14'),
		channels: field(number(), 'how many'),
		found: field(
			listOf(
				record({
					channel: field(number(), 'as SKSTACK counts them', '33 to 60'),
					panId: field(text(), 'of the PAN', '4 hexadecimal digits'),
					macAddress: field(text(), 'EUI-64 of its coordinator', '16 hexadecimal digits'),
					lqi: field(number(), 'as the module tells it', '0 to 255'),
					rssi: field(number(), 'the same', 'dBm'),
					pairingId: field(orNull(text()), 'null in a scan without', '8 characters'),
				}),
			),
			'what answered so far',
		),
	}),
	join: row('both', 'a step of PANA, as the dongle or as the meter sees it', {
		step: field(
			choice(
				...(['sent', 'received', 'authenticated', 'terminatedByPeer', 'terminated', 'terminationTimeout'] as const),
				...(['joined', 'rejoined', 'left', 'expired', 'failed'] as const),
			),
			'of a dongle `sent` to `terminationTimeout`, of a meter `joined` to `left`, of both `expired` and `failed`',
		),
		detail: field(text(), 'the PANA message, or why; may be empty'),
		peer,
		peerNode: optional(field(orNull(text()), 'told by meters: which dongle that is; null for another')),
	}),
	get: row('meter', 'a request to read was answered, once for each answer that left', answered),
	set: row('meter', 'a request to set was answered', answered),
	notify: row('meter', 'an INF or INFC left', exchange),
	asked: row('meter', 'it has sent a HEMS a request of its own, or what is no frame of ECHONET Lite', {
		medium: exchange.medium,
		peer,
		peerNode,
		service: field(orNull(text()), 'service of the request; null for what is malformed', '`Get`, `INF_REQ`, …'),
		tid: field(orNull(number()), 'its transaction id', '0 to 65535'),
		bytes: field(text(), 'all of it', 'hexadecimal digits'),
	}),
	unit: row('meter', 'what the base of the meter writes into its log', {
		what: field(choice(...BASE_EVENTS), 'what happened'),
		place: field(orNull(choice(...PLACES)), 'to the unit in this place; null: to the base itself'),
		detail: field(text(), 'what the log has beside it, for people: the meter keeps it as text', 'ASCII'),
		code: optional(field(text(), 'type of the unit that this is about')),
		serial: optional(field(text(), 'its serial number')),
		isolation: optional(field(choice(...(Object.keys(ISOLATIONS) as Isolation[])), 'why a unit is isolated')),
		minutes: optional(field(number(), 'of work that is announced', 'min')),
		byMs: optional(field(number(), 'by which the clock was set forward', 'ms')),
		action: optional(field(text(), 'of a command to the switching unit, or what it did: `open`, `close`, `ready`, `moved`, `configure`, …')),
		origin: optional(field(choice(...ORIGINS), 'of `contact`: who wanted it')),
		result: optional(field(choice(...RESULTS), 'of `contact`: what came of it')),
		reason: optional(field(text(), 'of `contact` and `command`: why, as the log of the unit has it, which keeps text')),
		closed: optional(field(flag(), 'of `contact`: where it really is')),
		locked: optional(field(flag(), 'of `contact`: the unit has given up closing by itself')),
		rule: optional(field(choice(...RULE_IDS), 'of `mismatch`: the rule of fit that is broken')),
		verdict: optional(field(text(), 'of `status`: how it is with the HEMS, the row of Table 2')),
	}),
	voltage: row('meter', 'a voltage leaves its band, or is back; from a voltage unit', {
		kind: field(choice('sag', 'swell', 'interruption', 'imbalance'), 'how it was out of its band'),
		quantity: field(text(), 'of which voltage', '`R-N`, `T-N`, …'),
		state: field(choice('lasting', 'ended', 'cut'), 'it begins; it is over; measuring stopped before it was'),
		start: field(text(), 'when it began', 'ISO 8601, +09:00'),
		durationMs: field(number(), 'so far', 'ms'),
		extreme: field(number(), 'the worst', 'V; % of an imbalance'),
		depth: field(number(), 'how far that is from nominal', 'V; % of an imbalance'),
	}),
	supply: row('meter', 'voltage gets through to the house, or does not any more', {
		on: field(flag(), 'whether it does'),
	}),
	relay: row('meter', 'what hangs on the load relay is on, or off; with --load-relay', {
		on: field(flag(), 'it is on'),
	}),
	account: row('meter', 'something became of the account of the customer; with --payment', {
		what: field(
			choice('activated', 'closed', 'reset', 'token', 'refused', 'selected', 'credit', 'low', 'emergency', 'out'),
			'a token was taken or refused; emergency credit was selected; what credit there is from now on',
		),
		credit: field(number(), 'of the account then; negative where it is to be paid back', 'JPY'),
		delivery: optional(field(choice('remote', 'manual'), 'of a token: by the head-end, or at the meter')),
		why: optional(field(choice('format', 'authentication', 'validation', 'execution'), 'of a token that was refused')),
	}),
	credentials: row('meter', 'Route B credentials came sealed over Route A', {
		version: field(number(), 'theirs'),
		refusal: field(orNull(choice('oldVersion', 'notOurs')), 'why they were not taken; null where they were'),
	}),
	association: row('meter', 'a client of Route A is associated, or no more', {
		client: field(number(), 'its address', '1 to 255'),
		step: field(choice('associated', 'ended'), 'which of the two'),
		authenticated: field(flag(), 'it has proved itself, by HLS or by a password'),
	}),
	limit: row('both', 'the transmit time that the law allows in an hour is used up, or there is room again', {
		limited: field(flag(), 'whether it is used up'),
	}),
	serial: row('dongle', 'a line, or a frame of J11, at the serial port of the dongle; blank ones are left out', {
		direction: field(choice('toModule', 'toHost'), 'from the program, or to it'),
		text: field(
			orNull(text()),
			'the line without its end; what stands behind SKSETPWD, SKSETPSK and SKSETKEY is hidden; null where a byte is no ASCII, and with J11',
		),
		hex: field(
			orNull(text()),
			'such a line, or a frame of J11, as it is; the password of 0054 and the key of 2059 are hidden, and their checksum',
			'hexadecimal digits',
		),
		data: field(orNull(text()), 'toModule: the bytes that SKSENDTO sends', 'hexadecimal digits'),
		length: field(number(), 'of the line; text and hex end after 2,700', 'bytes'),
		frame: optional(field(text(), 'of a J11 dongle: the name of the command or notification, or `unreadable`, which is counted and not shown')),
	}),
	unsent: row('dongle', 'what a program asked for did not leave the dongle, or nobody acknowledged it', {
		command: field(text(), 'the command', '`SKSENDTO`, …; of J11 `send`, …'),
		why: field(
			choice('refused', 'noKey', 'limited', 'unresolved', 'unacknowledged'),
			'FAIL; a secured datagram without session; the hourly limit; nobody answered the neighbour solicitation; sent, and never acknowledged',
		),
		code: field(orNull(text()), 'of a FAIL', '`ER04` to `ER10`; of J11 its result, as `3D`'),
		peer: field(orNull(text()), 'whom it was for; null for a FAIL', 'IPv6 address'),
		port: field(orNull(number()), 'UDP port there'),
		data: field(orNull(text()), 'what was to be sent', 'hexadecimal digits'),
		tid: field(orNull(number()), 'of an ECHONET Lite frame', '0 to 65535'),
	}),
	port: row('dongle', 'its serial port has gone or is back, at a wire or with the dongle unplugged, or a program has set it otherwise by RFC 2217', {
		state: field(choice('gone', 'back', 'set'), 'which of them; what is written while it is gone is lost'),
		path: field(text(), 'of the port', 'as dongles[].path'),
		setting: field(orNull(choice('speed', 'flow', 'dtr', 'rts', 'break')), 'of `set`: what; null else'),
		value: field(orNull(either(number(), either(flag(), choice('none', 'hardware')))), 'of `set`: what it is now; null else', '`speed`: baud'),
	}),
	radio: row('meter', 'the module that is the radio of the meter, with --radio', {
		state: field(choice('off', 'starting', 'running', 'waiting'), 'how it is'),
		detail: field(text(), 'why; may be empty'),
	}),
	answer: row('meter', 'what came of a command', {
		command: field(text(), 'the line'),
		result: field(choice('done', 'refused', 'words'), '`words`: they are no command'),
		reason: field(orNull(text()), 'why not, in words; null where it was done'),
		...ANSWERED,
		column: optional(field(number(), 'of the word that is wrong', 'from 1')),
		text: field(text(), 'what there is to say, in words; may be empty'),
		data: optional(field(anything(), 'all there is to know: of `state` and `status`')),
	}),
	step: row('meter', 'what came of a step of the scenario', {
		line: field(number(), 'in the file', 'from 1'),
		step: field(text(), 'its words'),
		failure: field(orNull(text()), 'what is other than it should be; null: nothing'),
		text: field(text(), 'the answer to its command, in words; may be empty'),
		...ANSWERED,
	}),
	lost: row('keiki', 'so many events are missing here, since nobody read them while 1 MB waited', {
		lines: field(number(), 'how many'),
	}),
	error: row('keiki', 'a failure that ends the run', { message: field(text(), 'in words') }),
	end: row('keiki', 'the run has ended; the last line', { reason: field(text(), 'in words') }),
});

export type EventKind = keyof typeof EVENTS;
/** The fields of its own that a kind of event has. */
export type EventFields<Kind extends EventKind> = RecordOf<(typeof EVENTS)[Kind]['fields']>;
/** Kinds that a world tells; the others are the run's own. */
export type WorldEventKind = Exclude<EventKind, 'ready' | 'answer' | 'step' | 'lost' | 'error' | 'end'>;

/** One event, as plain data that JSON can carry. */
export type WorldEvent<Kind extends WorldEventKind = WorldEventKind> = Kind extends WorldEventKind
	? { readonly event: Kind; readonly time: string; readonly elapsedMs: number; readonly node: string } & EventFields<Kind>
	: never;

export const EVENT_KINDS = Object.freeze(Object.keys(EVENTS) as EventKind[]);

const OF_THE_RUN: readonly string[] = Object.freeze(['ready', 'answer', 'step', 'lost', 'error', 'end']);

export function isWorldEventKind(kind: string): kind is WorldEventKind {
	return Object.hasOwn(EVENTS, kind) && !OF_THE_RUN.includes(kind);
}
