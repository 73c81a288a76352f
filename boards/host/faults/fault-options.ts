/** Everything that `--fault NAME=VALUE` can make go wrong. */
import { type AirFaults, NO_FAULTS } from '../../../modules/medium/faults.js';
import type { Quirk } from '../../../modules/wi-sun-module/skstack/module/module.js';
import { type FieldFaults, NO_FIELD_FAULTS } from '../../../src/world/fault/field-faults.js';
import type { ReplyFault } from '../../../src/world/fault/replies.js';
import { parseCount, parseDuration, parseDurationRange, parseShare, parseTimed } from '../shared/fault-values.js';
import { UsageError } from '../shared/usage-error.js';

export interface FaultSettings {
	readonly air: AirFaults;
	readonly field: FieldFaults;
	/** At least so many neighbours are needed. */
	readonly neighbours: number;
}

export interface FaultOption {
	readonly name: string;
	readonly does: string;
	/** Of the field failures that programs meet with real meters and dongles, by number; absent for those of the air, and those beyond the twenty. */
	readonly failure?: number;
	readonly form: FaultForm;
	/** The value that the name alone stands for. */
	readonly usual: string;
	/** Undefined where the text is no value of the form. */
	readonly apply: (settings: FaultSettings, text: string) => FaultSettings | undefined;
}

/** What a value may look like, for people. */
export type FaultForm = keyof typeof FORMS;

export const FORMS = Object.freeze({
	share: 'always, 1/N or N%',
	duration: 'a time like 200ms, 5s, 10min, 2h, 1d',
	range: 'a time like 200ms, or from-to like 50-200ms',
	reply: 'a time like 18s, in one case of N: 18s:1/N, or only always, 1/N or N%',
	timed: 'a time like 10min, or in one case of N: 10min:1/N',
	switch: 'on',
	decibels: 'dB, 1 to 60',
	meters: '2 to 8',
});

const NEIGHBOURS = 3;

type Row = Omit<FaultOption, 'name'>;

const field = (change: (text: string) => Partial<FieldFaults> | undefined) => (settings: FaultSettings, text: string) => {
	const changed = change(text);
	return changed && { ...settings, field: { ...settings.field, ...changed } };
};

/** Applies a value that a parser may refuse. */
const parsed =
	<Value, Result>(parse: (text: string) => Value | undefined, use: (value: Value) => Result) =>
	(text: string): Result | undefined => {
		const value = parse(text);
		return value === undefined ? undefined : use(value);
	};

const oneIn = <Key extends keyof FieldFaults>(key: Key) => field(parsed(parseShare, (share) => ({ [key]: 1 / share })));
const timed = <Key extends keyof FieldFaults>(key: Key) => field(parsed(parseTimed, (value) => ({ [key]: value })));
const flag = <Key extends keyof FieldFaults>(key: Key) => field((text) => (text === 'on' || text === 'always' ? { [key]: true } : undefined));

const air = (key: 'drop' | 'corrupt' | 'duplicate' | 'reorder', does: string, usual: string): Row => ({
	does,
	form: 'share',
	usual,
	apply: (settings, text) => {
		const share = parseShare(text);
		return share === undefined ? undefined : { ...settings, air: { ...settings.air, [key]: share } };
	},
});

const reply = (fault: ReplyFault, does: string, usual: string, failure?: number): Row => ({
	does,
	...(failure !== undefined && { failure }),
	form: 'share',
	usual,
	apply: (settings, text) => {
		const share = parseShare(text);
		if (share === undefined) return undefined;
		return { ...settings, field: { ...settings.field, replies: { ...settings.field.replies, [fault]: 1 / share } } };
	},
});

/** A reply that takes its time: how often, how long, or both. */
const delayedReply = (fault: 'slow' | 'late', does: string, usual: string, failure?: number): Row => ({
	...reply(fault, does, usual, failure),
	form: 'reply',
	apply: (settings, text) => {
		const share = parseShare(text);
		const timed = share === undefined ? parseTimed(text) : { delay: undefined, oneIn: 1 / share };
		if (timed === undefined) return undefined;
		const { delay, oneIn } = timed;
		const replies = { ...settings.field.replies, [fault]: oneIn };
		const replyDelays = delay === undefined ? settings.field.replyDelays : { ...settings.field.replyDelays, [fault]: delay };
		return { ...settings, field: { ...settings.field, replies, ...(replyDelays && { replyDelays }) } };
	},
});

const quirk = (fault: Quirk, does: string, usual: string, failure: number): Row => ({
	does,
	failure,
	form: 'share',
	usual,
	apply: (settings, text) => {
		const share = parseShare(text);
		if (share === undefined) return undefined;
		return { ...settings, field: { ...settings.field, quirks: { ...settings.field.quirks, [fault]: 1 / share } } };
	},
});

const ROWS: Readonly<Record<string, Row>> = {
	drop: air('drop', 'the air loses frames', '10%'),
	corrupt: air('corrupt', 'one bit of a frame arrives flipped', '1%'),
	duplicate: air('duplicate', 'a frame arrives twice', '5%'),
	reorder: air('reorder', 'a frame arrives after the one that follows it', '5%'),
	delay: {
		does: 'a frame waits before it goes on air',
		form: 'range',
		usual: '200ms',
		apply: (settings, text) => {
			const delay = parseDurationRange(text);
			return delay && { ...settings, air: { ...settings.air, delay } };
		},
	},

	'refused-join': { does: 'the meter meets a join with silence: EVENT 24', failure: 1, form: 'share', usual: '1/3', apply: oneIn('refusedJoins') },
	'wrong-password': {
		does: 'the meter has another password than the one told: EVENT 24',
		failure: 1,
		form: 'switch',
		usual: 'on',
		apply: flag('wrongPassword'),
	},
	distance: {
		does: 'the dongle is so much farther away, from 47 dB on out of reach: no beacon, EVENT 24, EVENT 21 01',
		failure: 1,
		form: 'decibels',
		usual: '47',
		apply: field(
			parsed(
				(text) => parseCount(text.replace(/dB$/i, ''), 1, 60),
				(distance) => ({ distance }),
			),
		),
	},
	'slow-beacon': {
		does: 'the beacon comes so late that a scan of duration 4 (163 ms a channel) finds nothing, and 5 or 6 does',
		failure: 2,
		form: 'timed',
		usual: '200ms',
		apply: timed('slowBeacons'),
	},
	'missing-beacon': {
		does: 'the meter does not answer a beacon request: an empty scan',
		failure: 2,
		form: 'share',
		usual: '1/2',
		apply: oneIn('missingBeacons'),
	},
	'other-grammar': {
		does: 'the dongle speaks the grammar of the other family: FAIL ER05 for SKSCAN, other fields in EVENT and ERXUDP',
		failure: 3,
		form: 'switch',
		usual: 'on',
		apply: flag('otherGrammar'),
	},
	'binary-payload': {
		does: 'the dongle shows payloads of ERXUDP as raw bytes (WOPT 00) until told otherwise, as one fresh from the shop; the same as --dongle pty,MODEL,binary',
		failure: 4,
		form: 'switch',
		usual: 'on',
		apply: flag('binaryPayloads'),
	},
	'request-timeout': reply('silent', 'a request gets no reply, as 10 to 20 a day do', '1/100', 5),
	'lost-session': {
		does: 'so long after a join the meter forgets the session without a word, as after a power cut',
		failure: 6,
		form: 'timed',
		usual: '10min',
		apply: timed('forget'),
	},
	'end-session': {
		does: 'so long after a join the meter ends the session: EVENT 26',
		failure: 7,
		form: 'timed',
		usual: '10min',
		apply: timed('terminate'),
	},
	'short-lifetime': {
		does: 'a session lives so long: EVENT 29, unless the dongle authenticates again (S17)',
		failure: 7,
		form: 'duration',
		usual: '60s',
		apply: field(parsed(parseLifetime, (lifetime) => ({ lifetime }))),
	},
	'ignored-termination': {
		does: 'the meter does not answer SKTERM: EVENT 28',
		failure: 7,
		form: 'share',
		usual: 'always',
		apply: oneIn('ignoredTerminations'),
	},
	'failed-reauthentication': {
		does: 'the meter does not answer when the dongle authenticates again, at 80 % of the lifetime: EVENT 29, some 40 s later EVENT 24',
		failure: 7,
		form: 'share',
		usual: 'always',
		apply: oneIn('ignoredReauthentications'),
	},
	'transmit-limit': {
		does: 'meter and dongle may transmit so long an hour instead of 360 s: EVENT 32, EVENT 21 01',
		failure: 8,
		form: 'duration',
		usual: '2s',
		apply: field(parsed(parseDuration, (transmitLimit) => ({ transmitLimit }))),
	},
	er10: quirk('refused', 'the dongle answers a command with FAIL ER10', '1/20', 9),
	mute: {
		does: 'so long after a join the meter answers no more, until the next join; no EVENT tells',
		failure: 10,
		form: 'timed',
		usual: '10min',
		apply: timed('mute'),
	},
	'interleaved-inf': reply('interleaved_inf', 'an INF comes right before a reply', '1/5', 11),
	'interleaved-echo': quirk('interleaved', 'an ERXUDP comes between the echo of a command and its answer', '1/5', 11),
	'stale-reply': reply('stale', 'the reply to the request before, with its old TID, comes again first', '1/5', 12),
	'duplicate-reply': reply('duplicate', 'a reply comes twice', '1/5', 12),
	'late-reply': delayedReply(
		'late',
		'a reply takes 70 s, or as told: the asker has given up; 55s is late and in time for a Get of several',
		'1/20',
		12,
	),
	'undeclared-inf': reply('undeclared_inf', 'after a reply an INF of the same properties, which need not stand in map 9D', '1/5', 13),
	'partial-sna': reply('partial_sna', 'a Get of several properties is answered by Get_SNA: all but one carry data', '1/5', 14),
	'missing-ok': quirk('missingOk', 'the dongle leaves the OK of a command out', '1/20', 15),
	'silent-dongle': quirk('silent', 'the dongle echoes a command and does nothing', '1/50', 15),
	'no-reply': reply('silent', 'EVENT 21 00, the request has arrived, and yet there is no reply', 'always', 16),
	'moved-pan': {
		does: 'so long after a join the meter moves to another PAN ID and channel: what a program remembers of a scan is wrong',
		failure: 17,
		form: 'timed',
		usual: '10min',
		apply: timed('move'),
	},
	'event-burst': quirk('burst', 'EVENT 25 and the line after it arrive in one piece', 'always', 18),
	'many-meters': {
		does: 'so many meters are in the air, ids counted up from the first, one password: one dongle takes turns with SKTERM and SKJOIN',
		failure: 19,
		form: 'meters',
		usual: '2',
		apply: field(
			parsed(
				(text) => parseCount(text, 2, 8),
				(meters) => ({ meters }),
			),
		),
	},
	'neighbour-pans': {
		does: `neighbours (${NEIGHBOURS} unless --neighbours says) answer requests for any id: several EPANDESC in a scan`,
		failure: 20,
		form: 'switch',
		usual: 'on',
		apply: (settings, text) => {
			const changed = flag('neighboursAnswer')(settings, text);
			return changed && { ...changed, neighbours: NEIGHBOURS };
		},
	},

	'slow-reply': delayedReply('slow', 'a reply takes 3 s, or as told: 18s is slow and in time', '1/5'),
	'slow-join': {
		does: 'an authentication takes so long, and the meter repeats nothing meanwhile',
		form: 'range',
		usual: '5-10s',
		apply: field(parsed(parseDurationRange, (slowJoin) => ({ slowJoin }))),
	},
	'short-sna': reply('shortened_sna', 'a Get_SNA leaves out what it refuses, and has a smaller OPC than the Get', 'always'),
	'notification-collision': reply('collision', 'a request that meets the half-hourly notification is lost', 'always'),
	'missing-notification': reply('missing_notification', 'a half-hourly notification does not come', '1/2'),
	'late-notification': reply('late_notification', 'a half-hourly notification comes 70 s late', '1/2'),
	'duplicate-notification': reply('duplicate_notification', 'a half-hourly notification comes twice', '1/2'),
};

export const FAULTS: readonly FaultOption[] = Object.freeze(Object.entries(ROWS).map(([name, row]) => Object.freeze({ name, ...row })));

/** What all `NAME=VALUE` together ask for. Throws UsageError for the first that is wrong. */
export function parseFaults(texts: readonly string[]): FaultSettings {
	let settings: FaultSettings = { air: NO_FAULTS, field: NO_FIELD_FAULTS, neighbours: 0 };
	for (const text of texts) {
		const [name = '', value] = text.split(/=(.*)/s);
		const fault = FAULTS.find((each) => each.name === name);
		if (fault === undefined) throw new UsageError(`--fault ${text}: there is no fault "${name}"${suggestion(name)}; keiki faults lists them all`);
		const changed = fault.apply(settings, value ?? fault.usual);
		if (changed === undefined)
			throw new UsageError(`--fault ${text}: expected ${FORMS[fault.form]}, got "${value}"; for example ${name}=${fault.usual}`);
		settings = changed;
	}
	return settings;
}

/** Whole seconds, at least one. */
function parseLifetime(text: string): number | undefined {
	const duration = parseDuration(text);
	return duration === undefined || duration < 1000 ? undefined : Math.floor(duration / 1000);
}

function suggestion(name: string): string {
	const near = FAULTS.filter((fault) => name.length > 2 && (fault.name.includes(name) || name.includes(fault.name)));
	return near.length > 0 ? `, perhaps ${near.map((fault) => fault.name).join(' or ')}` : '';
}
