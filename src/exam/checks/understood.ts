/** Values that a program showed in a step, against what it was served: findings that many checks share. */
import { SECOND } from '../../../modules/time/durations.js';
import type { Observable } from '../declaration.js';
import type { Entry } from '../record/entry.js';
import type { Explanation } from '../understanding/explain.js';
import type { ServedWhat } from '../understanding/served.js';
import { gradeOf, type Shown, understand } from '../understanding/understand.js';
import { type Finding, type FindingFields, findingsOf, type Look } from './check.js';
import { UNDERSTOOD_WORDS } from './words/understood.js';

const finding = findingsOf(UNDERSTOOD_WORDS);

/** Before a step the last values are looked at, which may be shown again in it, ms. */
const BEFORE = 30 * SECOND;
/** Entries that a finding names. */
const MOST_EVIDENCE = 12;

/** What was shown in the step, of these observables, with how it was understood. */
export function shownIn({ entries, served, step, claims, resolution }: Look, of: readonly Observable[], from = step.from): readonly Shown[] {
	const earliest = from - 2 * claims.pollMs - BEFORE;
	const near = showingIn(entries).filter(({ at, observation }) => at >= earliest && at <= step.to && of.includes(observation.what));
	return understand(near, served, { pollMs: claims.pollMs, ...(resolution && { steps: resolution }) }).filter(({ at }) => at >= from);
}

type Showing = Entry & { readonly kind: 'shown' };

/** By the record; of its entries those in which something was shown. */
const SHOWING = new WeakMap<readonly Entry[], { readonly length: number; readonly showing: readonly Showing[] }>();

function showingIn(entries: readonly Entry[]): readonly Showing[] {
	const kept = SHOWING.get(entries);
	if (kept?.length === entries.length) return kept.showing;
	const showing = entries.filter((entry): entry is Showing => entry.kind === 'shown');
	SHOWING.set(entries, { length: entries.length, showing });
	return showing;
}

/** Wrong for the unit or the coefficient: a matter of the scale. */
const SCALE: readonly Explanation[] = Object.freeze(['unitForgotten', 'coefficientForgotten']);
/** Wrong for what is no matter of it. */
const NO_SCALE: readonly Explanation[] = Object.freeze([
	...(['tFromNoData', 'noDataAsNumber', 'overTop', 'unsigned', 'staleReply', 'otherObservable', 'otherTime', 'wholeCounter'] as const),
]);

/** Not wrong, or wrong by its scale, or by what nothing explains. */
export function isOfScale({ understood }: Shown): boolean {
	return understood.is !== 'wrong' || !NO_SCALE.includes(understood.explanation);
}

/** Not wrong, or wrong by another cause than its scale. */
export function isOfValue({ understood }: Shown): boolean {
	return understood.is !== 'wrong' || !SCALE.includes(understood.explanation);
}

/**
 * The usual grade: three equal wrong values, or one wrong by more than ten times, fail; other wrong ones are warned of, with one finding for each observable. None
 * where no value was judged.
 */
export function gradedShown(look: Look, shown: readonly Shown[]): Finding[] {
	const grade = gradeOf(shown, look.limits);
	if (grade === undefined) return [];
	const { verdict } = grade;
	if (verdict === 'pass') return [finding('pass', 'shownRight', { count: grade.shown.length }, evidenceOf(grade.shown))];
	const whats = [...new Set(grade.shown.map(({ observation: { what } }) => what))];
	return whats.map((what) =>
		wrongFinding(
			verdict,
			grade.shown.filter(({ observation }) => observation.what === what),
		),
	);
}

/** @param shown of one observable */
function wrongFinding(verdict: 'fail' | 'warning', shown: readonly Shown[]): Finding {
	const [{ observation, understood }] = shown as readonly [Shown];
	const wrong = understood as Shown['understood'] & { readonly is: 'wrong' };
	const fields = {
		...nameOf(observation.what),
		shown: observation.value as number,
		expected: wrong.expected ?? null,
		count: shown.length,
		explanation: wrong.explanation,
		factor: wrong.factor,
		code: wrong.of === undefined ? null : codeOf(wrong.of.what, wrong.of.raw),
	};
	const measured = wrong.expected === undefined ? undefined : { value: fields.shown, limit: wrong.expected, unit: unitOf(observation.what) };
	return finding(verdict, 'shownWrong', fields, evidenceOf(shown), measured);
}

/** It showed values of none of these, or only that there are none, though they were served so often since then. */
export function withheld(
	{ served, step, observes }: Look,
	shown: readonly Shown[],
	what: Observable,
	of: readonly ServedWhat[],
	least: number,
): Finding | undefined {
	const its = shown.filter(({ observation }) => observation.what === what);
	const told = served.filter((each) => each.at >= step.from && each.at <= step.to && of.includes(each.what) && each.is === 'value' && !each.isStale);
	if (!observes.has(what) || told.length < least || its.some(({ understood }) => understood.is !== 'none' && understood.is !== 'unjudged'))
		return undefined;
	const denied = its.some(({ understood }) => understood.is === 'none' && !understood.isRight);
	const evidence = [...told.map(({ entry }) => entry), ...its.map(({ entry }) => entry)].sort((a, b) => a - b).slice(0, MOST_EVIDENCE);
	return finding(denied ? 'fail' : 'warning', denied ? 'valueDenied' : 'valueNotShown', { ...nameOf(what), times: told.length }, evidence);
}

/** The entries that were shown, and what they are of. */
export function evidenceOf(shown: readonly Shown[]): number[] {
	const numbers = shown.flatMap(({ entry, understood }) =>
		(understood.is === 'right' || understood.is === 'wrong') && understood.of !== undefined ? [understood.of.entry, entry] : [entry],
	);
	return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_EVIDENCE);
}

function nameOf(what: Observable): FindingFields & { readonly what: Observable; readonly unit: string } {
	return { what, unit: unitOf(what) };
}

function unitOf(what: Observable): string {
	return what === 'power' ? 'W' : what === 'currentR' || what === 'currentT' ? 'A' : 'kWh';
}

/** As in the EDT, hexadecimal. */
function codeOf(what: ServedWhat, raw: number): string {
	const digits = what.startsWith('E8') ? 4 : 8;
	return (raw < 0 ? raw + 16 ** digits : raw).toString(16).toUpperCase().padStart(digits, '0');
}
