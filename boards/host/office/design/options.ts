/** Options of the commands about designs, orders, cases and what is due. */
import type { OptionRow } from '../../shared/option-row.js';

export const RECEIVE = Object.freeze([
	{
		flags: '--wish <name=value>',
		does: 'what is wished beside the kind: routeB=radio, amperes=60, feedIn=yes, option=switching, medium=plc, at=TIME',
		many: true,
	},
] as const satisfies readonly OptionRow[]);
export const APPLICATIONS_LIST = Object.freeze([
	{ flags: '--state <state>', does: 'those alone', choices: ['received', 'designed', 'ordered', 'done', 'refused', 'withdrawn'] },
] as const satisfies readonly OptionRow[]);
export const REASON = Object.freeze([
	{ flags: '--reason <text>', does: 'why, which the customer is told', must: true },
] as const satisfies readonly OptionRow[]);
export const DESIGN = Object.freeze([
	{ flags: '--units <codes>', does: 'other units than the best, with commas between, as keiki catalogue check takes them' },
	{ flags: '--finish', does: 'finish it, so that it can be ordered; nothing that fails a check can be' },
] as const satisfies readonly OptionRow[]);
export const ISSUE = Object.freeze([
	{ flags: '--depot <name>', does: 'where the units are to come from', otherwise: 'that which has most of them' },
	{ flags: '--due <date>', does: 'until when it is to be done' },
	{ flags: '--worker <name>', does: 'who of the staff does it' },
] as const satisfies readonly OptionRow[]);
export const ORDERS_LIST = Object.freeze([
	{ flags: '--state <state>', does: 'those alone', choices: ['issued', 'assigned', 'done', 'failed', 'withdrawn'] },
	{ flags: '--worker <name>', does: 'those of a worker' },
	{ flags: '--contract <code>', does: 'those of a contract' },
] as const satisfies readonly OptionRow[]);
export const ASSIGN = Object.freeze([{ flags: '--due <date>', does: 'until when it is to be done' }] as const satisfies readonly OptionRow[]);
export const DONE = Object.freeze([
	{ flags: '--result <file>', does: 'what a hand-held hands in, a line a result, each signed by it; - is standard input' },
	{ flags: '--units <codes>', does: 'what is mounted now, said by hand, where it is not what was ordered', otherwise: 'as ordered' },
	{ flags: '--serial <place=number>', does: 'number of a unit that is there: communication=…, metering=…, option=…, cover=…', many: true },
	{ flags: '--meter <title>', does: 'system title of the meter that is there, 16 hexadecimal digits', otherwise: 'as ordered' },
	{ flags: '--not-done <reason>', does: 'nothing could be done there: the units lie in the depot again' },
] as const satisfies readonly OptionRow[]);
export const CASES_LIST = Object.freeze([
	{ flags: '--all', does: 'also those that are closed' },
	{ flags: '--contract <code>', does: 'those of a contract' },
] as const satisfies readonly OptionRow[]);
export const CLOSE = Object.freeze([{ flags: '--outcome <text>', does: 'what came of it', must: true }] as const satisfies readonly OptionRow[]);
export const DUE = Object.freeze([
	{ flags: '--until <date>', does: 'certifications that end until that day', must: true },
	{ flags: '--street <name>', does: 'of that street alone' },
	{ flags: '--order', does: 'design and order all of them, in one act' },
	{ flags: '--partly', does: 'with --order: as many as the depots have units for, those that end first before the others' },
] as const satisfies readonly OptionRow[]);
