/**
 * What reached the program: each value that a Get_Res, a partial Get_SNA, an INF or INFC carried to its dongle, as numbers. What a HEMS shows can only be right
 * if it was served; what the meter's world knows beside that does not count.
 *
 * The bytes are those that the dongle wrote, in whichever form; a datagram of which it wrote less did not reach the program either.
 */
import type { Frame, Property } from '../../../modules/echonet-lite/frame.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { DAY, HALF_HOUR, MINUTE, SECOND } from '../../../modules/time/durations.js';
import { EPC } from '../../route-b/epc.js';
import { unitOfCode } from '../../route-b/values.js';
import { JST } from '../../world/time/iso-time.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';

/** The property, and which part of it: R and T of currents, and of pairs of energies the reverse one. */
export type ServedWhat = ScaledWhat | 'E7' | 'E8R' | 'E8T' | 'E1' | 'D3' | 'D7';
/** Energies, which E1 and D3 scale. */
export type ScaledWhat = 'E0' | 'E3' | 'EA' | 'EB' | 'E2' | 'E4' | 'EC' | 'EC reverse' | 'EE' | 'EE reverse' | 'D0' | 'D0 reverse';

export interface Served {
	/** Number of the entry, and ms since the session began. */
	readonly entry: number;
	readonly at: number;
	readonly tid: number;
	readonly what: ServedWhat;
	/** As the EDT has it: E7 and E8 signed, all others not. */
	readonly raw: number;
	/** `noData`: the code that says so; `beyond`: one of those for values above or below the scale. */
	readonly is: 'value' | 'noData' | 'beyond';
	/** W, A or kWh; of E1 kWh, of D3 and D7 the number. Undefined unless `is` is `value`. */
	readonly value: number | undefined;
	/** What an energy was scaled with: kWh a count (E1), and D3; 1 of all others. */
	readonly unit: number;
	readonly coefficient: number;
	/** Of an energy whose EDT tells or implies one: ms since 1970-01-01T00:00:00Z. */
	readonly time: number | undefined;
	/** The answer to no request, to one that is answered, or to one that the program had given up and made anew: no program is to take its values. */
	readonly isStale: boolean;
}

/** What holds where the meter was asked for neither: E1 has no default, 0.1 kWh is what meters have; D3 is 1 where there is none (Appendix, class 0288). */
export interface Scale {
	/** kWh */
	readonly unit: number;
	readonly coefficient: number;
}

export const USUAL_SCALE: Scale = Object.freeze({ unit: 0.1, coefficient: 1 });

const SMART_METER = 0x0288;
const CARRIERS: readonly number[] = Object.freeze([ESV.Get_Res, ESV.Get_SNA, ESV.INF, ESV.INFC]);
const UNASKED: readonly number[] = Object.freeze([ESV.INF, ESV.INFC]);
const ASKING: readonly number[] = Object.freeze([ESV.Get, ESV.INF_REQ, ESV.SetGet]);
/** Of a request: longer than both timers of a HEMS it is not waited for (AIF 2.4.2), ms. */
const TIMER_1 = 20 * SECOND;
const TIMER_2 = 60 * SECOND;

const UNSCALED: readonly ServedWhat[] = Object.freeze(['E7', 'E8R', 'E8T', 'E1', 'D3', 'D7']);
const NO_ENERGY = 0xfffffffe;
const POWER = Object.freeze({ noData: 0x7ffffffe, beyond: [0x7fffffff, -0x80000000] });
const CURRENT = Object.freeze({ noData: 0x7ffe, beyond: [0x7fff, -0x8000] });
const AMPERES = 0.1;

/** `own`: its value, where E1 and D3 do not scale it. */
type Part = Pick<Served, 'what' | 'raw' | 'is' | 'time'> & { readonly own?: number | undefined };
type Found = Part & Pick<Served, 'entry' | 'at' | 'tid' | 'isStale'>;

interface Request {
	readonly tid: number;
	readonly at: number;
	readonly epcs: readonly number[];
	isAnswered: boolean;
}

/** @param acts of one session; @param node the dongle of the program */
export function servedOf(acts: readonly Act[], entries: readonly Entry[], assumed: Scale = USUAL_SCALE, node = 'dongle'): Served[] {
	const start = startOf(entries);
	const requests: Request[] = [];
	const found: Found[] = [];
	for (const act of acts) {
		if (act.node !== node) continue;
		if (act.kind === 'sends' && act.frame !== undefined && ASKING.includes(act.frame.esv)) requests.push(requestOf(act.frame, act.at));
		if (act.kind !== 'receives' || act.frame === undefined || !carries(act.frame)) continue;
		const { entry, at, frame } = act;
		const { tid } = frame;
		const answered = UNASKED.includes(frame.esv) ? 'unasked' : takeRequest(requests, frame);
		for (const property of frame.properties) {
			const isStale = answered !== 'unasked' && isStaleFor(property.epc, at, answered, requests);
			for (const { what, raw, is, time, own } of partsOf(property, at + start)) found.push({ entry, at, tid, isStale, what, raw, is, time, own });
		}
	}
	return scaled(found, assumed);
}

function carries({ seoj, esv }: Frame): boolean {
	return seoj >> 8 === SMART_METER && CARRIERS.includes(esv);
}

/** ms since 1970-01-01T00:00:00Z at which the world of these entries began. */
function startOf(entries: readonly Entry[]): number {
	for (const entry of entries) if (entry.kind === 'world') return Date.parse(entry.event.time) - entry.event.elapsedMs;
	return 0;
}

function requestOf({ tid, properties, got = properties }: Frame, at: number): Request {
	return { tid, at, epcs: got.map(({ epc }) => epc), isAnswered: false };
}

/** The newest one of that TID, and of those EPCs where there is one: programs are that have one TID for all; undefined where it is not open. */
function takeRequest(requests: readonly Request[], { tid, properties, got = properties }: Frame): Request | undefined {
	const ofTid = requests.filter((each) => each.tid === tid);
	const asks = ({ epcs }: Request) => epcs.length === got.length && got.every(({ epc }, i) => epc === epcs[i]);
	const request = ofTid.filter(asks).at(-1) ?? ofTid.at(-1);
	if (request === undefined || request.isAnswered) return undefined;
	request.isAnswered = true;
	return request;
}

/** An answer within the time that a HEMS has to wait is none, even where the program has asked again meanwhile. */
function isStaleFor(epc: number, at: number, request: Request | undefined, requests: readonly Request[]): boolean {
	if (request === undefined) return true;
	if (at - request.at <= (request.epcs.length === 1 ? TIMER_1 : TIMER_2)) return false;
	return requests.some((later) => later.at > request.at && later.tid !== request.tid && later.epcs.includes(epc));
}

/** E1 and D3 as they stood then: the last ones told, or, before the first, that one: a program may ask for the scale behind the value. */
function scaled(found: readonly Found[], assumed: Scale): Served[] {
	const first = (what: 'E1' | 'D3') => found.find((each) => each.what === what)?.own;
	let unit = first('E1') ?? assumed.unit;
	let coefficient = first('D3') ?? assumed.coefficient;
	return found.map(({ entry, at, tid, isStale, what, raw, is, time, own }, i) => {
		// Those of the same frame hold for all of it.
		const isFirst = found[i - 1]?.entry !== entry;
		for (let j = i; isFirst && found[j]?.entry === entry; j++) {
			if (found[j]!.what === 'E1') unit = found[j]!.own!;
			if (found[j]!.what === 'D3') coefficient = found[j]!.own!;
		}
		const isOwn = own !== undefined || !isScaled(what);
		const value = isOwn ? own : is === 'value' ? raw * unit * coefficient : undefined;
		// Field by field: an exam does this for thousands of values after each of its steps.
		return { entry, at, tid, what, raw, is, value, unit: isOwn ? 1 : unit, coefficient: isOwn ? 1 : coefficient, time, isStale };
	});
}

function isScaled(what: ServedWhat): what is ScaledWhat {
	return !UNSCALED.includes(what);
}

function partsOf({ epc, edt }: Property, now: number): Part[] {
	const view = new DataView(edt.buffer, edt.byteOffset, edt.byteLength);
	const parts = PARTS.get(epc);
	return parts === undefined || edt.length === 0 ? [] : parts(view, now);
}

type Parts = (view: DataView, now: number) => Part[];

const sized =
	(length: number, parts: Parts): Parts =>
	(view, now) =>
		view.byteLength === length ? parts(view, now) : [];

/** None of what has another form than the class gives it. */
const PARTS: ReadonlyMap<number, Parts> = new Map<number, Parts>([
	[EPC.power, sized(4, (view) => [signed('E7', view.getInt32(0), POWER, 1)])],
	[EPC.currents, sized(4, (view) => [signed('E8R', view.getInt16(0), CURRENT, AMPERES), signed('E8T', view.getInt16(2), CURRENT, AMPERES)])],
	[EPC.importEnergy, sized(4, (view) => [energy('E0', view, 0, undefined)])],
	[EPC.exportEnergy, sized(4, (view) => [energy('E3', view, 0, undefined)])],
	[EPC.fixedTimeImport, sized(11, (view) => [energy('EA', view, 7, timeOf(view))])],
	[EPC.fixedTimeExport, sized(11, (view) => [energy('EB', view, 7, timeOf(view))])],
	[EPC.importHistory1, sized(194, (view, now) => dayOf('E2', view, now))],
	[EPC.exportHistory1, sized(194, (view, now) => dayOf('E4', view, now))],
	[EPC.history2, (view) => pairsOf('EC', view, HALF_HOUR)],
	[EPC.history3, (view) => pairsOf('EE', view, MINUTE)],
	[EPC.minuteEnergy, sized(15, (view) => [energy('D0', view, 7, timeOf(view)), energy('D0 reverse', view, 11, timeOf(view))])],
	[EPC.energyUnit, sized(1, (view) => unitPart(view.getUint8(0)))],
	[EPC.coefficient, sized(4, (view) => [plain('D3', view.getUint32(0))])],
	[EPC.effectiveDigits, sized(1, (view) => [plain('D7', view.getUint8(0))])],
]);

function signed(what: 'E7' | 'E8R' | 'E8T', raw: number, codes: typeof POWER | typeof CURRENT, factor: number): Part {
	const is = raw === codes.noData ? 'noData' : codes.beyond.includes(raw) ? 'beyond' : 'value';
	return { what, raw, is, time: undefined, ...(is === 'value' && { own: raw * factor }) };
}

function energy(what: ScaledWhat, view: DataView, offset: number, time: number | undefined): Part {
	const raw = view.getUint32(offset);
	return { what, raw, is: raw === NO_ENERGY ? 'noData' : 'value', time };
}

function plain(what: 'D3' | 'D7', raw: number): Part {
	return { what, raw, is: 'value', time: undefined, own: raw };
}

function unitPart(code: number): Part[] {
	try {
		return [{ what: 'E1', raw: code, is: 'value', time: undefined, own: unitOfCode(code) / 1000 }];
	} catch (error) {
		if (error instanceof RangeError) return [];
		throw error;
	}
}

/** The first six bytes, of Japan Standard Time; undefined where all are FF. */
function timeOf(view: DataView): number | undefined {
	const year = view.getUint16(0);
	if (year === 0xffff) return undefined;
	const [month, day, hour, minute] = [2, 3, 4, 5].map((at) => view.getUint8(at)) as [number, number, number, number];
	return Date.UTC(year, month - 1, day, hour, minute) - JST;
}

/** Of the day that was chosen, so many days before that of the answer. Before the first choice there is no day, and no time. */
function dayOf(what: 'E2' | 'E4', view: DataView, now: number): Part[] {
	const day = view.getUint16(0);
	const midnight = day === 0xff ? undefined : Math.floor((now + JST) / DAY) * DAY - JST - day * DAY;
	return Array.from({ length: 48 }, (_, i) => energy(what, view, 2 + 4 * i, midnight === undefined ? undefined : midnight + i * HALF_HOUR));
}

/** Backwards from the time that was chosen. */
function pairsOf(what: 'EC' | 'EE', view: DataView, step: number): Part[] {
	const count = view.byteLength < 7 ? 0 : view.getUint8(6);
	if (count === 0 || view.byteLength !== 7 + 8 * count) return [];
	const time = timeOf(view);
	return Array.from({ length: count }, (_, i) => {
		const at = time === undefined ? undefined : time - i * step;
		return [energy(what, view, 7 + 8 * i, at), energy(`${what} reverse`, view, 11 + 8 * i, at)];
	}).flat();
}
