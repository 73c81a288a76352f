/** The figures of page 1, off the record and the findings. */
import { HOUR, MINUTE } from '../../modules/time/durations.js';
import type { SituationName } from '../world/fault/situations.js';
import type { StepSpan } from './checks/check.js';
import type { HeldSession } from './examiner.js';
import type { Outcome } from './outcome.js';
import type { SessionRecord } from './record/chronicle.js';
import { densest, joinsIn } from './record/joins.js';
import { linesOf } from './record/lines.js';
import { servedIn } from './record/recovery.js';
import { type Repeat, repeatsIn } from './record/repeats.js';
import { requestsIn } from './record/requests.js';
import type { Headline } from './report/report.js';
import { wasPlayed } from './situations/playing.js';
import { stepNamed } from './situations/steps.js';

/** What of an examiner it needs. */
export interface Examined {
	readonly chronicle: { readonly sessions: readonly SessionRecord[] };
	readonly held: readonly Pick<HeldSession, 'took' | 'airTime'>[];
	stepsOf(session: number): readonly StepSpan[];
}

/** In which values stop, and come back. */
const LOSSES: readonly SituationName[] = Object.freeze([
	...(['B2', 'B3', 'B6', 'B7', 'B8', 'B10', 'B11', 'B35', 'B36', 'B37', 'B40', 'B42'] as const),
]);
/** What goes wrong there is the dongle: a command that it did not take is given once more, and that is no repeat. */
const DONGLE_TROUBLE: readonly SituationName[] = Object.freeze(['B35', 'B36', 'B37', 'B38', 'B39']);

export function headlineOf(examined: Examined, outcomes: readonly Outcome[]): Headline {
	const { sessions } = examined.chronicle;
	const repeats = sessions.flatMap((session) => repeatsOf(session, examined.stepsOf(session.number)));
	return {
		firstValueMs: sessions[0] === undefined ? null : firstValue(sessions[0]),
		recovery: recoveryOf(examined),
		patienceOneMs: shortest(repeats.filter(({ first }) => first.frame.properties.length === 1)),
		patienceManyMs: shortest(repeats.filter(({ first }) => first.frame.properties.length > 1)),
		wrongValues: wrongValues(outcomes),
		joinsAMinute: joinsAMinute(sessions),
		airTimeAnHourMs: airTimeOf(examined),
	};
}

function firstValue(session: SessionRecord): number | null {
	const start = session.entries.find((entry) => (entry.kind === 'program' && entry.state === 'started') || entry.kind === 'asked');
	if (start === undefined) return null;
	const [first] = servedIn(linesOf(session), start.at, Number.POSITIVE_INFINITY);
	return first === undefined ? null : first.at - start.at;
}

/** Of a step that was played more than once the longest. */
function recoveryOf(examined: Examined): Headline['recovery'] {
	const recovery: Record<string, number | null> = {};
	for (const session of examined.chronicle.sessions) {
		const lines = linesOf(session);
		for (const { name, strikes, lifted, to } of examined.stepsOf(session.number)) {
			const { situation } = stepNamed(name);
			const from = lifted ?? strikes;
			if (from === undefined || situation === undefined || !LOSSES.includes(situation)) continue;
			// A step may begin with the reply that it waited for, in the same millisecond.
			const value = servedIn(lines, from, to).find(({ at }) => at > from);
			const ms = value === undefined ? null : value.at - from;
			const known = recovery[name];
			recovery[name] = known === null || ms === null ? null : Math.max(known ?? 0, ms);
		}
	}
	return recovery;
}

function repeatsOf(session: SessionRecord, steps: readonly StepSpan[]): readonly Repeat[] {
	return repeatsIn(requestsIn(linesOf(session)).requests).filter(({ first }) => !wasPlayed(steps, first.at, DONGLE_TROUBLE));
}

function shortest(repeats: readonly Repeat[]): number | null {
	return repeats.length === 0 ? null : Math.min(...repeats.map(({ first, again }) => again.at - first.at));
}

/** Of several checks of one step those that count the same observable count the same values. */
function wrongValues(outcomes: readonly Outcome[]): number {
	const counts = new Map<string, number>();
	for (const { session, step, kind, fields } of outcomes.flatMap(({ findings }) => findings)) {
		const { what, count } = fields;
		if (kind !== 'shownWrong' || typeof count !== 'number') continue;
		const place = `${session} ${step} ${what}`;
		counts.set(place, Math.max(counts.get(place) ?? 0, count));
	}
	return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function joinsAMinute(sessions: readonly SessionRecord[]): number | null {
	const counts = sessions.map(
		(session) =>
			densest(
				joinsIn(linesOf(session)).filter(({ outcome }) => outcome !== 'joined'),
				MINUTE,
			).length,
	);
	const most = Math.max(0, ...counts);
	return most === 0 ? null : most;
}

/** A dongle knows what it has transmitted in the last hour. */
function airTimeOf({ held }: Examined): number | null {
	const time = held.reduce((sum, { took }) => sum + Math.min(took, HOUR), 0);
	const airTime = held.reduce((sum, session) => sum + session.airTime, 0);
	return time === 0 ? null : Math.round((airTime / time) * HOUR);
}
