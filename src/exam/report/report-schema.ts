/** The members of `report.json`, for its readers: docs/exam-report.schema.json is made from them, and reports are read back by them. */
import type { Claims } from '../declaration.js';
import { VERDICTS } from '../verdict.js';
import {
	count,
	either,
	exactly,
	flag,
	type JsonSchema,
	listOf,
	type Misfit,
	mapOf,
	misfit,
	number,
	objectOf,
	oneOf,
	optional,
	orNull,
	row,
	text,
	told,
} from './json-schema.js';
import { REPORT_SCHEMA, type Report } from './report.js';

const VERDICT = oneOf(VERDICTS);
const ms = (description: string) => told(`${description}, ms`, number);
const msOrNull = (description: string) => told(`${description}, ms; null: not seen`, orNull(number));
const claim = (description: string) => optional(told(`${description}; missing: it says nothing`, flag));

const CLAIMS = objectOf({
	pollMs: ms('how often the program asks for the present power'),
	notifications: claim('it uses the half-hourly notifications (INF of EA, EB)'),
	infc: claim('it confirms INFC'),
	history: claim('it reads histories (E2, E4, EC)'),
	fillsGaps: claim('it fills gaps from them'),
	manyMeters: claim('it reads many meters with one dongle'),
	answers: claim('it answers what a meter asks its node profile'),
	copies: told('copies of it may run side by side', flag),
	clock: told('whose clock it goes by', oneOf(['host', 'meter'])),
});

const HEADLINE = objectOf({
	firstValueMs: msOrNull('from the first start to the first value that the program was told'),
	recovery: told('time to recover by the name of the step, ms; null: it did not come back', mapOf(orNull(number))),
	patienceOneMs: msOrNull('shortest time until a request for one property was repeated'),
	patienceManyMs: msOrNull('the same for more properties'),
	wrongValues: told('wrong values that it showed', count),
	joinsAMinute: told('most joins that it tried within 60 s while it was refused; null: not seen', orNull(count)),
	airTimeAnHourMs: msOrNull('air time of the dongle in an hour'),
});

const PLOT = objectOf({
	from: ms('begin of the axis, since the session began'),
	to: ms('its end'),
	requests: told('times of requests, ms', listOf(number)),
	replies: told('times of replies, ms', listOf(number)),
	served: told('values that reached the program: time in ms, value', listOf(row(number, number))),
	shown: told('values that it showed: time in ms, value, whether it was right', listOf(row(number, number, flag))),
	failures: told('while something went wrong: from, to, ms', listOf(row(number, number))),
});

const EVIDENCE = objectOf({
	number: told('of the line in the whole record', count),
	at: ms('since the session began'),
	who: told('program, dongle, meter or exam', text),
	text: told('the line; secrets are masked', text),
});

const FINDING = objectOf({
	verdict: VERDICT,
	reason: told('what was seen, or why nothing was, in words of `language`', text),
	kind: told('the same for programs', text),
	fields: told('of that kind', mapOf(orNull(either(either(number, text), flag)))),
	step: told('name of the step', orNull(text)),
	session: told('its number', orNull(count)),
	measured: orNull(number),
	limit: told('in the unit of `measured`', orNull(number)),
	unit: told('ms, count, share, W, …', orNull(text)),
	evidence: listOf(EVIDENCE),
	plot: told('what the picture shows', orNull(PLOT)),
});

const CHECK = objectOf({
	id: told('A1 to A48, B1 to B45', text),
	name: told('stable from one version of Keiki to the next', text),
	is: told('what a good program does', text),
	obligation: oneOf(['must', 'should', 'mustNot']),
	source: told('document and clause, or who has seen it', text),
	confidence: told(
		'stated: a document or public code says so; proposed: the limit is Keiki’s; recalled: unconfirmed',
		oneOf(['stated', 'proposed', 'recalled']),
	),
	watchlist: told('an unconfirmed rule that no claim makes graded: it warns, and never fails', flag),
	verdict: VERDICT,
	waived: told('reason of a waiver, beside the verdict that it waives', orNull(text)),
	findings: listOf(FINDING),
	repeat: told('the command that repeats it alone', text),
});

const STEP = objectOf({
	name: text,
	situation: told('of section B', orNull(text)),
	from: ms('since the session began'),
	to: ms('the same'),
});

const SESSION = objectOf({
	number: told('from 1', count),
	name: text,
	meterTime: told("ISO 8601: the meter's time when it began", text),
	tookMs: ms('how long it took'),
	steps: listOf(STEP),
});

const LIMIT = objectOf({ value: number, unit: oneOf(['ms', 'count', 'share', 'factor']) });

const REPORT = objectOf({
	schema: told('version of this form', exactly(REPORT_SCHEMA)),
	language: told('of all texts', oneOf(['en', 'ja'])),
	keiki: told('version of Keiki', text),
	started: told('ISO 8601', text),
	ended: told('ISO 8601; of a report that is not whole, when it was written', text),
	cutShort: told('why it ended before all was done; null: it did not', orNull(text)),
	hems: told('name and version of the program under test', text),
	command: told('the words that started it; null: a person did', orNull(listOf(text))),
	model: told('of the dongle', text),
	seed: number,
	mode: oneOf(['full', 'quick']),
	claims: CLAIMS,
	contradictions: told('claims that contradict what was seen', listOf(text)),
	limits: told('limits in force by name', mapOf(LIMIT)),
	totals: told('checks by verdict; waived ones count there alone', objectOf({ ...byVerdict(), waived: count })),
	exitCode: count,
	headline: HEADLINE,
	checks: listOf(CHECK),
	sessions: listOf(SESSION),
	files: told('paths of what lies beside it', mapOf(text)),
});

function byVerdict() {
	return { notApplicable: count, notSeen: count, pass: count, warning: count, inconclusive: count, fail: count };
}

export const REPORT_JSON_SCHEMA: JsonSchema = {
	...{ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'keiki exam: report.json' },
	...REPORT.schema,
};

export type WrittenReport = NonNullable<(typeof REPORT)['of']>;

/** What a program does not say is missing in JSON. */
const NOTHING_CLAIMED = {
	...{ notifications: undefined, infc: undefined, history: undefined, fillsGaps: undefined, manyMeters: undefined, answers: undefined },
} satisfies Partial<Claims>;

/** The report that was written so; or what is wrong with the value, which may be anything that JSON has. */
export function reportOf(value: unknown): Report | Misfit {
	const wrong = misfit(REPORT_JSON_SCHEMA, value);
	if (wrong) return wrong;
	const written = value as WrittenReport;
	return { ...written, claims: { ...NOTHING_CLAIMED, ...written.claims } };
}
