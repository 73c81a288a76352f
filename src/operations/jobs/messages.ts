/**
 * What office and control system tell each other across the relay. Meters are named by their system titles alone: no name, contract or address is in any of it.
 *
 * | message    | from    | what                                                                |
 * |------------|---------|---------------------------------------------------------------------|
 * | job        | office  | work at one meter                                                   |
 * | withdrawal | office  | it is not to be begun any more                                      |
 * | head       | office  | the last hash of the office's audit log, which the relay keeps      |
 * | answer     | control | what became of a job                                                |
 * | report     | control | what it finds by itself: which meters answer, by which medium, with which units |
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { DAY } from '../../../modules/time/durations.js';
import { checkRecord, type Field, FlawError, type ShapeOf } from './fields.js';
import {
	type Bodies,
	JOB_KINDS,
	type JobKind,
	KINDS,
	NOT_DONE,
	type NotDone,
	type Nothing,
	type ReportedUnit,
	type Results,
	UNITS,
} from './kinds.js';
import { ANSWER_STATES } from './states.js';

type JobOf<Kind extends JobKind> = {
	/** UUID (RFC 9562), lower case; whatever comes twice under it is one job. */
	readonly id: string;
	readonly kind: Kind;
	/** System title, 16 upper-case hexadecimal digits. */
	readonly meter: string;
	/** When the office asked for it, ms since 1970-01-01T00:00:00Z; later than that of all jobs before. */
	readonly issued: number;
	/** It is not begun before; 0: at once, whatever the clocks are. */
	readonly notBefore: number;
	/** It is not begun from then on. */
	readonly expires: number;
	readonly body: Bodies[Kind];
};
export type Job = { [Kind in JobKind]: JobOf<Kind> }[JobKind];

type AnswerTo<Kind extends JobKind> = {
	readonly id: string;
	readonly kind: Kind;
	readonly meter: string;
	/** When, by the clock of the control system. */
	readonly at: number;
} & (
	| { readonly state: 'done'; readonly result: Results[Kind] }
	| { readonly state: 'failed' | 'expired'; readonly result: NotDone }
	| { readonly state: 'taken' | 'withdrawn'; readonly result: Nothing }
);
export type Answer = { [Kind in JobKind]: AnswerTo<Kind> }[JobKind];

export interface Withdrawal {
	readonly id: string;
	readonly at: number;
}

export interface Head {
	/** Entries of the log. */
	readonly seq: number;
	readonly at: number;
	/** SHA-256 of the last, hexadecimal. */
	readonly head: string;
}

export interface MeterFacts {
	readonly meter: string;
	readonly answers: boolean;
	/** Since when it does, or does not. */
	readonly since: number;
	readonly medium: 'rf' | 'plc' | 'cellular' | 'unknown';
	/** Null: not known. */
	readonly units: readonly ReportedUnit[] | null;
}

export interface Report {
	readonly at: number;
	readonly meters: readonly MeterFacts[];
}

export interface Contents {
	readonly job: Job;
	readonly withdrawal: Withdrawal;
	readonly head: Head;
	readonly answer: Answer;
	readonly report: Report;
}

export type MessageKind = keyof Contents;

/** The longest time that a job may wait, ms. */
export const LONGEST_LIFE = 400 * DAY;
/** Meters of one report. */
export const MOST_REPORTED = 200;
const HEAD_BYTES = 32;

const ID: Field = { is: 'uuid' };
const METER: Field = { is: 'title' };
const TIME: Field = { is: 'time' };
const JOB_KIND: Field = { is: 'word', of: JOB_KINDS };
const RECORD: Field = { is: 'record', of: {} };

const JOB: ShapeOf<Job> = frozen({ id: ID, kind: JOB_KIND, meter: METER, issued: TIME, notBefore: TIME, expires: TIME, body: RECORD });
const ANSWER: ShapeOf<Answer> = frozen({
	...{ id: ID, kind: JOB_KIND, meter: METER, at: TIME, result: RECORD },
	state: { is: 'word', of: ANSWER_STATES },
});
const WITHDRAWAL: ShapeOf<Withdrawal> = frozen({ id: ID, at: TIME });
const HEAD: ShapeOf<Head> = frozen({
	seq: { is: 'whole', least: 0, most: Number.MAX_SAFE_INTEGER },
	at: TIME,
	head: { is: 'hex', bytes: [HEAD_BYTES] },
});
const FACTS: ShapeOf<MeterFacts> = frozen({
	meter: METER,
	answers: { is: 'flag' },
	since: TIME,
	medium: { is: 'word', of: ['rf', 'plc', 'cellular', 'unknown'] },
	units: { ...UNITS, orNull: true },
});
const REPORT: ShapeOf<Report> = frozen({ at: TIME, meters: { is: 'list', most: MOST_REPORTED, of: { is: 'record', of: FACTS } } });

const CHECKS: { readonly [Kind in MessageKind]: (value: unknown) => void } = Object.freeze({
	job: (value) => {
		const job = withKind(value, JOB, 'body', (kind) => KINDS[kind].body);
		const { issued, notBefore, expires } = job as unknown as Job;
		if (expires <= Math.max(issued, notBefore)) throw new FlawError({ kind: 'notAfter', where: 'expires', other: 'issued, notBefore' });
		if (expires - issued > LONGEST_LIFE) throw new FlawError({ kind: 'tooLong', where: 'expires', other: 'issued', days: LONGEST_LIFE / DAY });
	},
	answer: (value) => {
		const { state } = (value ?? {}) as Partial<Answer>;
		const ofState = (kind: JobKind) => (state === 'done' ? KINDS[kind].result : state === 'failed' || state === 'expired' ? NOT_DONE : {});
		withKind(value, ANSWER, 'result', ofState);
	},
	withdrawal: (value) => checkRecord(value, WITHDRAWAL),
	head: (value) => checkRecord(value, HEAD),
	report: (value) => checkRecord(value, REPORT),
});

/** Checks a record of which one field is of a shape that its kind says. */
function withKind<Of>(value: unknown, shape: ShapeOf<Of>, name: string, inner: (kind: JobKind) => object): Readonly<Record<string, unknown>> {
	const { kind } = (value ?? {}) as { readonly kind?: JobKind };
	const of = kind !== undefined && JOB_KINDS.includes(kind) ? inner(kind) : {};
	// A kind that there is not is found before what it stands for.
	checkRecord(value, { ...(JOB_KINDS.includes(kind!) ? {} : { kind: JOB_KIND }), ...shape, [name]: { is: 'record', of: { ...of } } });
	return value;
}

/**
 * A message of this kind, of a value of JSON.
 * @throws FlawError that names the first field that is wrong
 */
export function contentOf<Kind extends MessageKind>(kind: Kind, value: unknown): Contents[Kind] {
	CHECKS[kind](value);
	return value as Contents[Kind];
}
