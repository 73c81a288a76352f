/** All that can be made to go wrong: one row a fault. What is not in this table cannot go wrong, and what is has a place that lets it strike. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { FaultPlace, FaultRow } from './fault-row.js';
import { ROUTE_A_FAULTS } from './route-a-fault-rows.js';

export const FAULTS = frozen({
	drop: { at: 'air', form: 'share', usual: '10%', does: 'the air loses frames' },
	corrupt: { at: 'air', form: 'share', usual: '1%', does: 'one bit of a frame arrives flipped' },
	duplicate: { at: 'air', form: 'share', usual: '5%', does: 'a frame arrives twice' },
	reorder: { at: 'air', form: 'share', usual: '5%', does: 'a frame arrives after the one that follows it' },
	delay: { at: 'air', form: 'range', usual: '200ms', does: 'a frame waits before it goes on air' },

	'refused-join': { at: 'meter', failure: 1, form: 'share', usual: '1/3', does: 'the meter meets a join with silence: EVENT 24' },
	'wrong-password': {
		at: 'meter',
		failure: 1,
		form: 'switch',
		usual: 'on',
		lasts: true,
		does: 'the meter has another password than the one told: EVENT 24',
	},
	distance: {
		at: 'dongle',
		failure: 1,
		form: 'decibels',
		usual: '47',
		lasts: true,
		does: 'the dongle is so much farther away, from 47 dB on out of reach: no beacon, EVENT 24, EVENT 21 01',
	},
	'slow-beacon': {
		at: 'meter',
		failure: 2,
		form: 'timed',
		usual: '200ms',
		does: 'the beacon comes so late that a scan of duration 4 (163 ms a channel) finds nothing, and 5 or 6 does',
	},
	'missing-beacon': {
		at: 'meter',
		failure: 2,
		form: 'share',
		usual: '1/2',
		does: 'the meter does not answer a beacon request: an empty scan',
	},
	'other-grammar': {
		at: 'dongle',
		failure: 3,
		form: 'switch',
		usual: 'on',
		lasts: true,
		does: 'the dongle speaks the grammar of the other family: FAIL ER05 for SKSCAN, other fields in EVENT and ERXUDP',
	},
	'binary-payload': {
		at: 'dongle',
		failure: 4,
		form: 'switch',
		usual: 'on',
		lasts: true,
		does: 'the dongle shows payloads of ERXUDP as raw bytes (WOPT 00) until told otherwise, as one fresh from the shop; the same as --dongle pty,MODEL,binary',
	},
	'request-timeout': { at: 'replies', failure: 5, form: 'share', usual: '1/100', does: 'a request gets no reply, as 10 to 20 a day do' },
	'lost-session': {
		at: 'meter',
		failure: 6,
		form: 'timed',
		usual: '10min',
		does: 'so long after a join the meter forgets the session without a word, as after a power cut',
	},
	'end-session': { at: 'meter', failure: 7, form: 'timed', usual: '10min', does: 'so long after a join the meter ends the session: EVENT 26' },
	'short-lifetime': {
		at: 'meter',
		failure: 7,
		form: 'lifetime',
		usual: '60s',
		does: 'a session lives so long: EVENT 29, unless the dongle authenticates again (S17)',
	},
	'ignored-termination': { at: 'meter', failure: 7, form: 'share', usual: 'always', does: 'the meter does not answer SKTERM: EVENT 28' },
	'failed-reauthentication': {
		at: 'meter',
		alsoAt: 'dongle',
		failure: 7,
		form: 'share',
		usual: 'always',
		does: 'the meter does not answer when the dongle authenticates again, at 80 % of the lifetime: EVENT 29, some 40 s later EVENT 24',
	},
	'transmit-limit': {
		at: 'meter',
		alsoAt: 'dongle',
		failure: 8,
		form: 'duration',
		usual: '2s',
		lasts: true,
		does: 'meter and dongle may transmit so long an hour instead of 360 s: EVENT 32, EVENT 21 01',
	},
	er10: { at: 'dongle', failure: 9, form: 'share', usual: '1/20', does: 'the dongle answers a command with FAIL ER10; J11: 3D, busy' },
	mute: {
		at: 'meter',
		failure: 10,
		form: 'timed',
		usual: '10min',
		does: 'so long after a join the meter answers no more, until the next join; no EVENT tells',
	},
	'interleaved-inf': { at: 'replies', failure: 11, form: 'share', usual: '1/5', does: 'an INF comes right before a reply' },
	'interleaved-echo': {
		at: 'dongle',
		failure: 11,
		form: 'share',
		usual: '1/5',
		does: 'an ERXUDP comes between the echo of a command and its answer',
	},
	'stale-reply': {
		at: 'replies',
		failure: 12,
		form: 'share',
		usual: '1/5',
		does: 'the reply to the request before, with its old TID, comes again first',
	},
	'duplicate-reply': { at: 'replies', failure: 12, form: 'share', usual: '1/5', does: 'a reply comes twice' },
	'late-reply': {
		at: 'replies',
		failure: 12,
		form: 'reply',
		usual: '1/20',
		does: 'a reply takes 70 s, or as told: the asker has given up; 55s is late and in time for a Get of several',
	},
	'undeclared-inf': {
		at: 'replies',
		failure: 13,
		form: 'share',
		usual: '1/5',
		does: 'after a reply an INF of the same properties, which need not stand in map 9D',
	},
	'partial-sna': {
		at: 'replies',
		failure: 14,
		form: 'share',
		usual: '1/5',
		does: 'a Get of several properties is answered by Get_SNA: all but one carry data',
	},
	'missing-ok': { at: 'dongle', failure: 15, form: 'share', usual: '1/20', does: 'the dongle leaves the OK of a command out; J11: its response' },
	'silent-dongle': { at: 'dongle', failure: 15, form: 'share', usual: '1/50', does: 'the dongle echoes a command and does nothing' },
	'no-reply': {
		at: 'replies',
		failure: 16,
		form: 'share',
		usual: 'always',
		does: 'EVENT 21 00, the request has arrived, and yet there is no reply',
	},
	'moved-pan': {
		at: 'meter',
		failure: 17,
		form: 'timed',
		usual: '10min',
		does: 'so long after a join the meter moves to another PAN ID and channel: what a program remembers of a scan is wrong',
	},
	'event-burst': { at: 'dongle', failure: 18, form: 'share', usual: 'always', does: 'EVENT 25 and the line after it arrive in one piece' },
	'many-meters': {
		at: 'world',
		failure: 19,
		form: 'meters',
		usual: '2',
		lasts: true,
		does: 'so many meters are in the air, ids counted up from the first, one password: one dongle takes turns with SKTERM and SKJOIN',
	},
	'neighbour-pans': {
		at: 'world',
		failure: 20,
		form: 'switch',
		usual: 'on',
		lasts: true,
		does: 'neighbours (3 unless --neighbours says) answer requests for any id: several EPANDESC in a scan',
	},

	'failed-start': {
		at: 'dongle',
		form: 'share',
		usual: 'always',
		does: 'a J11 dongle answers 0053 with 0E, no MAC connection, but not twice in a row: the first start fails',
	},
	'dongle-reset': {
		at: 'dongle',
		form: 'timed',
		usual: '10min',
		does: 'so long after a join the dongle starts anew, as after a power cut: its settings and the session are gone; J11 says 6019',
	},
	'chunked-serial': {
		at: 'dongle',
		form: 'range',
		usual: '20ms',
		does: 'what the dongle writes arrives in pieces of 7 bytes, with a pause before each but the first: lines in pieces',
	},
	noise: { at: 'dongle', form: 'share', usual: '1/5', does: 'before a line come three bytes that are no characters, 00 FF FE; J11: before a frame' },
	'slow-reply': { at: 'replies', form: 'reply', usual: '1/5', does: 'a reply takes 3 s, or as told: 18s is slow and in time' },
	'meter-asks': {
		at: 'meter',
		form: 'lifetime',
		usual: '30s',
		does: 'so often in a session the meter asks the HEMS, in turn: Get D6, 9F, 82, 83, 8A, INF_REQ D5, SetC F0, and an object that it is not',
	},
	malformed: {
		at: 'replies',
		form: 'share',
		usual: '1/5',
		does: 'right before a reply comes what is no frame, in turn: PDC too long, OPC 0, EHD2 82, one byte, 255 bytes',
	},
	'set-refused': {
		at: 'replies',
		form: 'share',
		usual: 'always',
		does: 'a Set of E5 or ED is refused by SetC_SNA, and the day or the time that was chosen before stays',
	},
	'long-reply-lost': {
		at: 'replies',
		form: 'share',
		usual: 'always',
		does: 'a reply of 100 bytes or more does not come: E2, E4, a long EC; short ones do',
	},
	'beyond-scale': {
		at: 'replies',
		form: 'share',
		usual: 'always',
		does: 'E7 and E8 of a reply are the codes for above the scale, 7FFFFFFF and 7FFF, and for below it, 80000000 and 8000, in turn',
	},
	'slow-join': {
		at: 'meter',
		form: 'range',
		usual: '5-10s',
		does: 'an authentication takes so long, and the meter repeats nothing meanwhile',
	},
	'short-sna': {
		at: 'replies',
		form: 'share',
		usual: 'always',
		does: 'a Get_SNA leaves out what it refuses, and has a smaller OPC than the Get',
	},
	'notification-collision': {
		at: 'replies',
		form: 'share',
		usual: 'always',
		does: 'a request that meets the half-hourly notification is lost',
	},
	'missing-notification': { at: 'replies', form: 'share', usual: '1/2', does: 'a half-hourly notification does not come' },
	'late-notification': { at: 'replies', form: 'share', usual: '1/2', does: 'a half-hourly notification comes 70 s late' },
	'duplicate-notification': { at: 'replies', form: 'share', usual: '1/2', does: 'a half-hourly notification comes twice' },
	...ROUTE_A_FAULTS,
} satisfies Record<string, FaultRow>);

export type FaultName = keyof typeof FAULTS;

type Table = typeof FAULTS;
/** The faults of one place. */
export type FaultAt<Place extends FaultPlace> = {
	[Name in FaultName]: Table[Name] extends { readonly at: Place } | { readonly alsoAt: Place } ? Name : never;
}[FaultName];

export const FAULT_NAMES: readonly FaultName[] = Object.freeze(Object.keys(FAULTS) as FaultName[]);

export function faultRow(name: FaultName): FaultRow {
	return FAULTS[name];
}

/** Whether there is such a fault. */
export function isFault(name: string): name is FaultName {
	return FAULT_NAMES.includes(name as FaultName);
}

export function strikesAt(name: FaultName, place: FaultPlace): boolean {
	const { at, alsoAt } = faultRow(name);
	return at === place || alsoAt === place;
}
