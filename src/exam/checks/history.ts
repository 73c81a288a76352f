/** Histories: a Set chooses, Set_Res confirms, a Get reads. */
import { ESV, type Property } from '../../../modules/echonet-lite/frame.js';
import { DAY, HALF_HOUR, SECOND } from '../../../modules/time/durations.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { Act } from '../record/act.js';
import type { ServedWhat } from '../understanding/served.js';
import { readTime } from '../understanding/shown-time.js';
import { type Finding, findingsOf, type Look } from './check.js';
import { unclaimed, undone } from './claimed.js';
import { evidenceOf, shownIn } from './understood.js';
import { HALF_HOUR_WORDS } from './words/half-hours.js';

const finding = findingsOf(HALF_HOUR_WORDS);

export interface HistoryKind {
	/** EPC that a Set chooses by. */
	readonly choice: number;
	/** EPCs that a Get reads. */
	readonly histories: readonly number[];
	/** Values of the direct direction, as served. */
	readonly of: readonly ServedWhat[];
}

/** A request counts as lost after so long, ms. */
const GIVEN_UP = 20 * SECOND;
const SETS: readonly number[] = Object.freeze([ESV.SetC, ESV.SetI]);

interface Choice {
	readonly act: Act;
	readonly tid: number;
	isAnswered: boolean;
}

/** Every Get of a history follows a choice that the meter has confirmed. */
export function judgeHistory(look: Look, { choice, histories, of }: HistoryKind): readonly Finding[] {
	let chosen: Choice | undefined;
	let wasChosen = false;
	const passes: number[] = [];
	for (const act of look.acts) {
		if (act.node !== 'dongle' || (act.kind !== 'sends' && act.kind !== 'receives') || act.frame === undefined) continue;
		const { entry, at, frame } = act;
		const { esv, tid, deoj, seoj, properties } = frame;
		if (act.kind === 'receives') {
			if (seoj === SMART_METER && chosen?.tid === tid && (esv === ESV.Set_Res || esv === ESV.SetC_SNA)) {
				chosen.isAnswered = true;
				wasChosen ||= esv === ESV.Set_Res;
			}
		} else if (deoj === SMART_METER && SETS.includes(esv) && has(properties, [choice])) chosen = { act, tid, isAnswered: false };
		else if (deoj === SMART_METER && esv === ESV.Get && has(properties, histories)) {
			if (chosen === undefined) {
				if (!wasChosen) return [finding('fail', 'historyNotChosen', { epc: hex(choice) }, [entry])];
			} else if (!chosen.isAnswered && at - chosen.act.at < GIVEN_UP) {
				return [finding('fail', 'choiceNotAwaited', { epc: hex(choice), ms: at - chosen.act.at }, [chosen.act.entry, entry])];
			} else if (chosen.isAnswered) passes.push(chosen.act.entry, entry);
		}
	}
	if (passes.length === 0) return unclaimed(look, 'history');
	return [finding('pass', 'choiceAwaited', { times: passes.length / 2 }, passes.slice(0, 8)), ...judgeSlots(look, of)];
}

/** Values of the history stand with the times of their slots. By whole days a program goes astray whose clock is another than the meter's: a rule of its own. */
function judgeSlots(look: Look, of: readonly ServedWhat[]): readonly Finding[] {
	const shown = shownIn(look, ['history'], 0);
	const slots = look.served.filter(({ what }) => of.includes(what));
	const astray = shown.filter(({ observation: { time }, understood }) => {
		if (understood.is !== 'wrong' || understood.explanation !== 'otherTime' || !of.includes(understood.of!.what)) return false;
		const its = readTime(time!)!;
		return !slots.some((slot) => slot.value === understood.of!.value && (its - slot.time!) % DAY === 0);
	});
	const [first] = astray;
	if (first !== undefined) {
		const verdict = astray.length >= look.limits.wrongTimes ? 'fail' : 'warning';
		return [finding(verdict, 'slotMisdated', { text: first.observation.time ?? '', count: astray.length }, evidenceOf(astray).slice(0, 8))];
	}
	const right = shown.filter(({ understood }) => understood.is === 'right' && of.includes(understood.of.what));
	return right.length === 0 ? [] : [finding('pass', 'slotsRight', { count: right.length }, evidenceOf(right).slice(0, 8))];
}

/** A23: the half-hour whose notification did not come was served afterwards. A program that looks for gaps by the host's clock may need longer: it is warned. */
export function judgeFilled(look: Look): readonly Finding[] {
	const { served, step, entries, limits } = look;
	const { strikes, lifted, to } = step;
	if (strikes === undefined || lifted === undefined) return [];
	const missed = boundaryAt(look, strikes);
	const noticed = served.find(({ at, what, time }) => at >= lifted && at <= to && what === 'EA' && time !== undefined && time > missed);
	if (noticed === undefined) return [];
	const struck = entries.find(({ kind, at }) => kind === 'step' && at >= strikes)!.number;
	const filled = served.find(({ at, time, is }) => at >= strikes && at <= to && time === missed && is === 'value');
	const ms = (filled?.at ?? to) - noticed.at;
	const measured = { value: ms, limit: limits.fixedTimeGet, unit: 'ms' };
	if (filled !== undefined && ms <= limits.fixedTimeGet)
		return [finding('pass', 'gapFilled', { ms, what: filled.what }, [struck, noticed.entry, filled.entry], measured)];
	if (look.claims.fillsGaps === true && ms < limits.fixedTimeGet) return [];
	return [undone(look, 'fillsGaps', finding('warning', 'gapNotFilled', { ms }, [struck, noticed.entry], measured))];
}

/** The meter's half-hour at which that was, ms since 1970-01-01T00:00:00Z; its clock was that of the world until then. */
function boundaryAt({ entries }: Look, at: number): number {
	const world = entries.find((entry) => entry.kind === 'world');
	const start = world?.kind === 'world' ? Date.parse(world.event.time) - world.event.elapsedMs : 0;
	return Math.round((start + at) / HALF_HOUR) * HALF_HOUR;
}

function has(properties: readonly Property[], epcs: readonly number[]): boolean {
	return properties.some(({ epc }) => epcs.includes(epc));
}

function hex(epc: number): string {
	return epc.toString(16).toUpperCase();
}
