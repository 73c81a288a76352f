/** The figures of page 1 of a report, over all sessions. */
import { HOUR, MINUTE } from '../../modules/time/durations.js';
import type { Examiner } from './examiner.js';
import type { Outcome } from './outcome.js';
import type { SessionRecord } from './record/chronicle.js';
import { densest, joinsIn } from './record/joins.js';
import { linesOf } from './record/lines.js';
import { servedIn } from './record/recovery.js';
import { repeatsIn } from './record/repeats.js';
import { requestsIn } from './record/requests.js';
import type { Headline } from './report/report.js';

/** Kinds of findings that tell how long it took until there were values again. */
const RECOVERED: readonly string[] = Object.freeze(['recovered', 'recoveredLate']);
const NOT_RECOVERED = 'notRecovered';
const WRONG: readonly string[] = Object.freeze(['shownWrong']);

export function headlineOf({ chronicle, held }: Pick<Examiner, 'chronicle' | 'held'>, outcomes: readonly Outcome[]): Headline {
	const { sessions } = chronicle;
	const repeats = sessions.flatMap((session) => repeatsIn(requestsIn(linesOf(session)).requests));
	const shortest = (isMany: boolean) =>
		least(repeats.filter(({ first }) => first.frame.properties.length > 1 === isMany).map(({ first, again }) => again.at - first.at));
	const took = held.reduce((sum, session) => sum + session.took, 0);
	const airTime = held.reduce((sum, session) => sum + session.airTime, 0);
	const refused = sessions.map(
		(session) =>
			densest(
				joinsIn(linesOf(session)).filter(({ outcome }) => outcome === 'failed'),
				MINUTE,
			).length,
	);
	return {
		firstValueMs: sessions.length === 0 ? null : firstValue(sessions[0]!),
		recovery: recoveryOf(outcomes),
		patienceOneMs: shortest(false),
		patienceManyMs: shortest(true),
		wrongValues: outcomes.reduce((sum, { findings }) => sum + findings.filter(({ kind }) => WRONG.includes(kind)).length, 0),
		joinsAMinute: refused.some((joins) => joins > 0) ? Math.max(...refused) : null,
		airTimeAnHourMs: took === 0 ? null : Math.round((airTime * HOUR) / took),
	};
}

function firstValue(session: SessionRecord): number | null {
	const lines = linesOf(session);
	const start = lines.find(({ kind }) => kind === 'starts');
	if (start === undefined) return null;
	const [served] = servedIn(lines, start.at, Number.POSITIVE_INFINITY);
	return served === undefined ? null : Math.round(served.at - start.at);
}

/** By step: the longest, where there were several. */
function recoveryOf(outcomes: readonly Outcome[]): Headline['recovery'] {
	const recovery: Record<string, number | null> = {};
	for (const { step, kind, fields } of outcomes.flatMap(({ findings }) => findings)) {
		if (step === undefined || recovery[step] === null) continue;
		if (kind === NOT_RECOVERED) recovery[step] = null;
		else if (RECOVERED.includes(kind)) recovery[step] = Math.max(recovery[step] ?? 0, Math.round(Number(fields.ms)));
	}
	return recovery;
}

function least(times: readonly number[]): number | null {
	return times.length === 0 ? null : Math.round(Math.min(...times));
}
