/**
 * Requests of a program with their replies, read off the dialogue at its dongle.
 *
 * | a request is over with            | as                                                                                      |
 * |-----------------------------------|-----------------------------------------------------------------------------------------|
 * | its reply                         | TID, object and service fit (Part 2, 3.2.2), and of many with one TID the EPCs; INF_REQ is answered by its EPC, for the INF goes to all nodes |
 * | EVENT 21 with 01, FAIL            | `unsent`: it never left                                                                  |
 * | the end of the session            | EVENT 24 to 29, a scan, a join, a reset; the program or its port is gone                  |
 */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { addresses, ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { EVENT, TRANSMITTED } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { Act } from './act.js';
import { isBreak, type Line, type Place } from './lines.js';

export interface Request extends Place {
	readonly frame: Frame;
	/** The same of two requests that ask for the same, whatever their TIDs. */
	readonly content: string;
	/** Where the dongle said that it did not leave. */
	readonly unsent: Place | undefined;
	/** The first one. */
	readonly reply: Reply | undefined;
	/** What ended its session before a reply. */
	readonly lost: Place | undefined;
}

export interface Reply extends Place {
	readonly frame: Frame;
}

export interface Requests {
	readonly requests: readonly Request[];
	/** Replies that no open request waits for. */
	readonly strays: readonly Reply[];
}

type Open = { -readonly [Key in keyof Request]: Request[Key] };

/** Services that ask, and those that answer them. SetI is never answered but by a refusal. */
const ANSWERS: ReadonlyMap<number, readonly number[]> = new Map<number, readonly number[]>([
	[ESV.Get, [ESV.Get_Res, ESV.Get_SNA]],
	[ESV.SetC, [ESV.Set_Res, ESV.SetC_SNA]],
	[ESV.SetGet, [ESV.SetGet_Res, ESV.SetGet_SNA]],
	[ESV.INF_REQ, [ESV.INF, ESV.INF_SNA]],
]);
const REPLIES: readonly number[] = [...ANSWERS.values()].flat().filter((esv) => esv !== ESV.INF);
const ENDS: readonly number[] = Object.freeze([
	EVENT.joinFailed,
	EVENT.joined,
	EVENT.terminationRequested,
	EVENT.terminated,
	EVENT.terminationTimeout,
	EVENT.expired,
]);
const BEGINNINGS: readonly string[] = Object.freeze(['scans', 'joins', 'rejoins', 'terminates', 'resets'] satisfies Act['kind'][]);
/** Open requests of a program that never minds an answer. */
const MOST_OPEN = 32;

/** By the lines that they are in. */
const KEPT = new WeakMap<readonly Line[], Requests>();

export function requestsIn(lines: readonly Line[]): Requests {
	const kept = KEPT.get(lines);
	if (kept !== undefined) return kept;
	const found = readIn(lines);
	KEPT.set(lines, found);
	return found;
}

function readIn(lines: readonly Line[]): Requests {
	const requests: Open[] = [];
	const strays: Reply[] = [];
	let open: Open[] = [];
	/** What the dongle was handed last, where that was a request. */
	let last: Open | undefined;
	for (const line of lines) {
		const { entry, at } = line;
		if (line.kind === 'sends') {
			last = line.frame && asOpen(line.frame, { entry, at });
			if (last === undefined) continue;
			requests.push(last);
			open.push(last);
			if (open.length > MOST_OPEN) open.shift();
		} else if (line.kind === 'receives' && line.frame !== undefined) {
			const reply = { frame: line.frame, entry, at };
			const answered = answeredBy(reply.frame, open);
			for (const request of answered) request.reply = reply;
			if (answered.length > 0) open = open.filter(({ reply: its }) => its === undefined);
			else if (REPLIES.includes(reply.frame.esv)) strays.push(reply);
		} else if (isUnsent(line)) {
			const unsent = last;
			if (unsent !== undefined && unsent.reply === undefined) unsent.unsent = { entry, at };
			open = open.filter((request) => request !== unsent);
		} else if (endsSession(line)) {
			for (const request of open) request.lost = { entry, at };
			open = [];
		}
	}
	return { requests, strays };
}

function asOpen(frame: Frame, place: Place): Open | undefined {
	return ANSWERS.has(frame.esv) ? { ...place, frame, content: contentOf(frame), unsent: undefined, reply: undefined, lost: undefined } : undefined;
}

/** The same of two frames that ask for the same, or tell the same, whatever their TIDs. */
export function contentOf({ esv, deoj, properties, got = [] }: Frame): string {
	return [esv, deoj, ...[...properties, ...got].map(({ epc, edt }) => `${epc}:${toUpperHex(edt)}`)].join(' ');
}

/** A request and its repeats; of those with the same TID the ones that ask for the same, where there are any. */
function answeredBy(reply: Frame, open: readonly Open[]): readonly Open[] {
	const answered = open.filter((request) => answers(reply, request.frame));
	const same = answered.filter(({ frame }) => epcsOf(frame) === epcsOf(reply));
	return same.length > 0 ? same : answered;
}

function epcsOf({ properties, got = [] }: Frame): string {
	return [...properties, ...got].map(({ epc }) => epc).join(' ');
}

function answers(reply: Frame, asked: Frame): boolean {
	if (!ANSWERS.get(asked.esv)!.includes(reply.esv) || !addresses(asked.deoj, reply.seoj)) return false;
	if (reply.esv === ESV.INF) return reply.properties.some(({ epc }) => epc === asked.properties[0]!.epc);
	return reply.tid === asked.tid;
}

/** The dongle says of a request that it did not leave, or that nobody acknowledged it. */
export function isUnsent(line: Line): boolean {
	if (line.kind === 'refused') return SENDING.includes(line.name ?? '');
	return line.kind === 'event' && line.number === EVENT.transmitted && line.parameter === TRANSMITTED.failed;
}

/** Of SKSTACK and of J11. */
const SENDING: readonly string[] = Object.freeze(['SKSENDTO', '08']);

/** Nothing that was asked before it is answered behind it. */
export function endsSession(line: Line): boolean {
	return isBreak(line) || BEGINNINGS.includes(line.kind) || (line.kind === 'event' && ENDS.includes(line.number));
}
