/** What a program asks its meter once it has joined: what is seen on the air. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { Observable } from '../declaration.js';
import { linesOf } from '../record/lines.js';
import { type Request, requestsIn } from '../record/requests.js';
import { carriesPresentValue } from '../record/served-value.js';
import { type Stay, staysIn } from '../record/stays.js';
import { stepsPlaying } from '../situations/playing.js';
import { type About, type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { START_UP_WORDS } from './words/start-up.js';

const finding = findingsOf(START_UP_WORDS);

export const START_UP_CHECKS = frozen({
	'waits-for-announcement': {
		id: 'A11',
		is: "after a join it waits for the meter's INF of D5, and asks for it by INF_REQ if it does not come",
		obligation: 'should',
		source: 'AIF 3.1.1',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		limits: ['announcementWait'],
		judge: judgeAnnouncement,
	},
	'reads-property-maps': {
		id: 'A12',
		is: 'it reads what the meter is and has: 82, 9D, 9E, 9F',
		obligation: 'should',
		source: 'AIF 3.1.2',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		judge: judgeMaps,
	},
	'reads-units-and-digits': {
		id: 'A13',
		is: 'it reads E1 and D7, and EA (and EB, where the meter has it)',
		obligation: 'must',
		source: 'AIF 3.1.3',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		judge: judgeUnits,
	},
	'reads-units-again': {
		id: 'A14',
		is: 'it asks for D3, E1 and D7 again after a new join, and when the meter is another one',
		obligation: 'should',
		source: 'not read anywhere',
		confidence: 'recalled',
		seenBy: ['air'],
		in: stepsPlaying('B8', 'B24'),
		judge: judgeUnitsAgain,
	},
	'remembers-refusals': {
		id: 'A36',
		is: 'what the meter has refused with an SNA it does not ask for every time',
		obligation: 'should',
		source: 'not read anywhere',
		confidence: 'recalled',
		seenBy: ['air'],
		in: stepsPlaying('B18', 'B19'),
		limits: ['repeats'],
		judge: judgeRefusals,
	},
	'asks-only-what-is-there': {
		id: 'A37',
		is: 'it gets only what 9F has, and sets only what 9E has',
		obligation: 'should',
		source: 'AIF 3.1.2, its purpose',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		judge: judgeMissing,
	},
} satisfies Record<string, CheckRow>);

/** So many replies with present values, and what has not been asked for will not be. */
const POLLS = 3;

function judgeAnnouncement({ limits: { announcementWait }, ...look }: Look): readonly Finding[] {
	const passed: number[] = [];
	let joins = 0;
	for (const stay of staysIn(linesOf(look))) {
		const first = stay.requests.find(({ frame }) => !isForAnnouncement(frame));
		if (first === undefined) continue;
		const until = (line: { readonly entry: number }) => line.entry < first.entry;
		const announced = stay.lines.find((line) => until(line) && line.kind === 'receives' && line.frame !== undefined && isAnnouncement(line.frame));
		const asked = stay.requests.find((request) => until(request) && isForAnnouncement(request.frame));
		const ms = (asked ?? first).at - stay.joined.at;
		const evidence = [stay.joined.entry, ...(asked ? [asked.entry] : []), first.entry];
		const measured = { value: ms, limit: announcementWait, unit: 'ms' };
		// Asked for, it has come by request.
		const isTold = announced !== undefined && (asked === undefined || announced.entry < asked.entry);
		if (!isTold && asked !== undefined && ms < announcementWait) return [finding('warning', 'announcementAskedEarly', { ms }, evidence, measured)];
		if (!isTold && asked === undefined)
			return [finding('warning', ms < announcementWait ? 'announcementNotAwaited' : 'announcementNotAsked', { ms }, evidence, measured)];
		joins++;
		passed.push(stay.joined.entry, (isTold ? announced : asked!).entry);
	}
	return joins === 0 ? [] : [finding('pass', 'announcementAwaited', { joins }, passed)];
}

function isForAnnouncement({ esv, deoj, properties }: Frame): boolean {
	return esv === ESV.INF_REQ && deoj >> 8 === NODE_PROFILE >> 8 && properties.some(({ epc }) => epc === INSTANCE_LIST);
}

function isAnnouncement({ esv, seoj, properties }: Frame): boolean {
	const isTold = esv === ESV.INF || esv === ESV.INFC;
	return isTold && seoj >> 8 === NODE_PROFILE >> 8 && properties.some(({ epc }) => epc === INSTANCE_LIST);
}

const MAPS: readonly number[] = Object.freeze([EPC.standardVersion, EPC.announcedMap, EPC.settableMap, EPC.readableMap]);
const NEEDED_UNITS: readonly number[] = Object.freeze([EPC.energyUnit, EPC.effectiveDigits]);
const UNITS: readonly number[] = Object.freeze([EPC.coefficient, EPC.energyUnit, EPC.effectiveDigits]);

function judgeMaps(look: Look): readonly Finding[] {
	const asking = new Asking(requestsIn(linesOf(look)).requests);
	const missing = asking.missing(MAPS);
	if (missing.length === 0) return [finding('pass', 'mapsRead', {}, asking.entriesFor(MAPS))];
	if (asking.polls.length < POLLS) return [];
	return [finding('warning', 'mapsUnread', { epcs: named(missing), polls: asking.polls.length }, asking.polls.slice(0, POLLS))];
}

/** EPCs and observables of energies: what E1 and D7 are for. */
const ENERGY_EPCS: readonly number[] = Object.freeze([
	...[EPC.importEnergy, EPC.exportEnergy, EPC.importHistory1, EPC.exportHistory1],
	...[EPC.fixedTimeImport, EPC.fixedTimeExport, EPC.history2],
]);
const ENERGIES: readonly Observable[] = Object.freeze(['energy', 'energyReverse', 'halfHour', 'halfHourReverse', 'history', 'use']);

/** It asks for energies, claims to take them, or shows them. */
function usesEnergies({ claims, observes }: About, asking: Asking): boolean {
	return claims.notifications === true || claims.history === true || ENERGIES.some((what) => observes.has(what)) || asking.hasAny(ENERGY_EPCS);
}

function judgeUnits(look: Look): readonly Finding[] {
	const { claims } = look;
	const { requests } = requestsIn(linesOf(look));
	const asking = new Asking(requests);
	const isEnough = asking.polls.length >= POLLS;
	if (isEnough && !usesEnergies(look, asking)) return [finding('notApplicable', 'energiesUnused', {}, asking.polls.slice(0, POLLS))];
	const facts = (epcs: readonly number[]) => ({ epcs: named(epcs), polls: asking.polls.length });
	const found: Finding[] = [];
	const missing = asking.missing(NEEDED_UNITS);
	if (missing.length === 0) found.push(finding('pass', 'unitsRead', { epcs: named(NEEDED_UNITS) }, asking.entriesFor(NEEDED_UNITS)));
	else if (isEnough) found.push(finding('fail', 'unitsUnread', facts(missing), asking.polls.slice(0, POLLS)));
	const readable = lastMap(requests, EPC.readableMap);
	const fixedTimes = readable?.has(EPC.fixedTimeExport) ? [EPC.fixedTimeImport, EPC.fixedTimeExport] : [EPC.fixedTimeImport];
	const unread = asking.missing(fixedTimes);
	if (isEnough && unread.length > 0 && claims.notifications !== false)
		found.push(finding('warning', 'fixedTimesUnread', facts(unread), asking.polls.slice(0, POLLS)));
	return found;
}

function judgeUnitsAgain({ step, ...look }: Look): readonly Finding[] {
	const { strikes } = step;
	if (strikes === undefined) return [];
	const lines = linesOf(look).filter(({ at }) => at <= step.to);
	const rejoined = staysIn(lines).find(({ joined }) => joined.at >= strikes);
	const since = rejoined?.joined.at ?? strikes;
	const { requests } = requestsIn(lines);
	const before = new Asking(requests.filter(({ at }) => at < since));
	const units = UNITS.filter((epc) => before.entriesFor([epc]).length > 0);
	if (units.length === 0) return [];
	const after = new Asking(requests.filter(({ at }) => at >= since));
	const missing = after.missing(units);
	if (missing.length === 0) return [finding('pass', 'unitsReadAgain', { epcs: named(units) }, after.entriesFor(units))];
	if (after.polls.length < POLLS) return [];
	const evidence = [...(rejoined ? [rejoined.joined.entry] : []), ...after.polls.slice(0, POLLS)];
	return [finding('warning', 'unitsNotReadAgain', { epcs: named(missing), polls: after.polls.length }, evidence)];
}

/** What was asked of the meter, by EPC, and the replies with present values. */
class Asking {
	/** Entries of the replies. */
	readonly polls: readonly number[];
	readonly #first = new Map<number, number>();

	constructor(requests: readonly Request[]) {
		const gets = requests.filter(isGet);
		for (const { entry, frame } of gets) for (const { epc } of frame.properties) if (!this.#first.has(epc)) this.#first.set(epc, entry);
		this.polls = gets.flatMap(({ reply }) => (reply !== undefined && carriesPresentValue(reply.frame) ? [reply.entry] : []));
	}

	hasAny(epcs: readonly number[]): boolean {
		return epcs.some((epc) => this.#first.has(epc));
	}

	missing(epcs: readonly number[]): readonly number[] {
		return epcs.filter((epc) => !this.#first.has(epc));
	}

	/** Of the requests that asked first. */
	entriesFor(epcs: readonly number[]): readonly number[] {
		const entries = epcs.flatMap((epc) => this.#first.get(epc) ?? []);
		return [...new Set(entries)].sort((a, b) => a - b);
	}
}

function isGet({ frame: { esv, deoj } }: Request): boolean {
	return esv === ESV.Get && deoj >> 8 === SMART_METER >> 8;
}

/** `9D 9F` */
function named(epcs: Iterable<number>): string {
	return [...epcs].map((epc) => epc.toString(16).toUpperCase()).join(' ');
}

function judgeRefusals({ step, limits, ...look }: Look): readonly Finding[] {
	const stays = staysIn(linesOf(look).filter(({ at }) => at <= step.to));
	const refused = new Set<number>();
	const evidence: number[] = [];
	for (const stay of stays) {
		for (const [epc, { entry, at }] of refusalsIn(stay)) {
			if (at < step.from) continue;
			const later = stay.requests.filter((request) => isGet(request) && request.entry > entry);
			const again = later.filter(({ frame }) => frame.properties.some((property) => property.epc === epc));
			const measured = { value: again.length, limit: limits.repeats, unit: 'count' };
			const isEach = again.length > limits.repeats && again.length > later.length / 2;
			if (isEach)
				return [
					finding(
						'warning',
						'refusalForgotten',
						{ epc: named([epc]), times: again.length, polls: later.length },
						[entry, ...again.map((one) => one.entry)],
						measured,
					),
				];
			if (later.length >= limits.repeats) {
				refused.add(epc);
				evidence.push(entry);
			}
		}
	}
	return refused.size === 0
		? []
		: [
				finding(
					'pass',
					'refusalRemembered',
					{ epcs: named(refused) },
					evidence.sort((a, b) => a - b),
				),
			];
}

/** By EPC the first reply that refused it. */
function refusalsIn({ requests }: Stay): ReadonlyMap<number, { readonly entry: number; readonly at: number }> {
	const refusals = new Map<number, { readonly entry: number; readonly at: number }>();
	for (const { reply } of requests) {
		if (reply?.frame.esv !== ESV.Get_SNA) continue;
		for (const { epc, edt } of reply.frame.properties) if (edt.length === 0 && !refusals.has(epc)) refusals.set(epc, reply);
	}
	return refusals;
}

function judgeMissing(look: Look): readonly Finding[] {
	const { requests } = requestsIn(linesOf(look));
	const found: Finding[] = [];
	let kept = 0;
	const rows = [
		{ map: EPC.readableMap, kind: 'askedForMissing', isMeant: isGet },
		{ map: EPC.settableMap, kind: 'setMissing', isMeant: isSet },
	] as const;
	for (const { map, kind, isMeant } of rows) {
		const { beyond, within, evidence, epcs } = beyondMap(requests, map, isMeant);
		kept += within;
		if (beyond > 0) found.push(finding('warning', kind, { epcs: named(epcs), requests: beyond }, evidence));
	}
	if (found.length > 0 || kept === 0) return found;
	return [
		finding(
			'pass',
			'askedWhatIsThere',
			{ requests: kept },
			requests.filter(({ reply }) => reply !== undefined && hasMap(reply.frame)).map(({ entry }) => entry),
		),
	];
}

function isSet({ frame: { esv, deoj } }: Request): boolean {
	return esv === ESV.SetC && deoj >> 8 === SMART_METER >> 8;
}

/** Requests behind a map that the program has read, and were for what it has not. */
function beyondMap(requests: readonly Request[], map: number, isMeant: (request: Request) => boolean) {
	const epcs = new Set<number>();
	const evidence: number[] = [];
	let [within, beyond] = [0, 0];
	let known: { readonly entry: number; readonly has: ReadonlySet<number> } | undefined;
	for (const request of requests) {
		if (known !== undefined && request.entry > known.entry && isMeant(request)) {
			const { has } = known;
			const missing = request.frame.properties.filter(({ epc }) => !has.has(epc));
			for (const { epc } of missing) epcs.add(epc);
			if (missing.length > 0) evidence.push(request.entry);
			if (missing.length > 0) beyond++;
			else within++;
		}
		const has = request.reply && mapIn(request.reply.frame, map);
		if (has !== undefined) known = { entry: request.reply!.entry, has };
	}
	return { epcs, within, beyond, evidence: known === undefined ? [] : evidence };
}

function hasMap(frame: Frame): boolean {
	return mapIn(frame, EPC.readableMap) !== undefined;
}

function lastMap(requests: readonly Request[], map: number): ReadonlySet<number> | undefined {
	for (const { reply } of [...requests].reverse()) {
		const has = reply && mapIn(reply.frame, map);
		if (has !== undefined) return has;
	}
	return undefined;
}

function mapIn({ seoj, properties }: Frame, map: number): ReadonlySet<number> | undefined {
	const edt = seoj >> 8 === SMART_METER >> 8 ? properties.find(({ epc }) => epc === map)?.edt : undefined;
	if (edt === undefined || edt.length === 0) return undefined;
	try {
		return new Set(decodePropertyMap(edt));
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
