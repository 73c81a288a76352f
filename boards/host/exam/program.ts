/** The words of `keiki exam`. What they do is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import { USUAL_DONGLE } from '../shared/dongle-models.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type CommonWords, type End, JSON_OPTION } from '../shared/program.js';
import type { ExamWords } from './exam-options.js';
import type { InitWords } from './init-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--wait', does: 'a person starts and ends the program: it is said what to do, and when' },
	{ flags: '--quick', does: 'a choice of steps, in some eight minutes; nothing waits for a half-hour' },
	{ flags: '--only <checks>', does: 'names or numbers of checks, with commas between: what they need is played, and nothing else' },
	{ flags: '--skip <checks>', does: 'names or numbers of checks that are left out' },
	{
		flags: '--jobs <number>',
		does: 'how many copies of the program are examined side by side, each with a world of its own; the declaration has to allow it',
		usual: '1',
	},
	{ flags: '--budget <time>', does: 'when it ends at the latest: 90min', otherwise: '90min, 15min with --quick' },
	{ flags: '--seed <number>', does: 'of all chance: the same seed gives the same meters, and the same faults', usual: '1' },
	{ flags: '--dongle-model <name>', does: 'what the dongle is, where the declaration does not say it', otherwise: USUAL_DONGLE },
	{ flags: '--poll <time>', does: 'how often the program reads, where the declaration does not say it: 10s', otherwise: '60s' },
	{ flags: '--out <folder>', does: 'where the report goes', otherwise: 'keiki-exam-DATE' },
	{
		flags: '--panel <place>',
		does: 'where the page for a browser is, in which the exam is watched: ADDRESS:PORT, or off',
		otherwise: '127.0.0.1:8288 or the next port that is free',
	},
	{ flags: '--strict', does: 'warnings end it with 1, too' },
	{ flags: '--baseline <file>', does: 'the report.json of an earlier exam: what became worse ends it with 1' },
] as const satisfies readonly OptionRow[]);

export const INIT = Object.freeze([
	{ flags: '--force', does: 'also where there is a file of that name' },
	{ flags: '--schema', does: 'print the JSON schema of declarations, for editors, and write nothing' },
] as const satisfies readonly OptionRow[]);

export function addExam(program: Command, end: End): void {
	const exam = program
		.command('exam')
		.description('lead your HEMS program through what meters do, grade it, and write a report')
		.argument('[words...]', 'FILE.yaml, the declaration; or behind --, the command that starts the program: -- COMMAND … {dongle} {id}');
	addOptions(exam, OPTIONS).action(async (words: readonly string[], options: ExamWords) => {
		const { examCommand } = await import('./exam-command.js');
		end(await examCommand(words, process.argv, options));
	});
	addOptions(exam.command('init').description('write a declaration with comments, to be filled in'), INIT)
		.argument('[file]', 'where it goes; keiki-exam.yaml unless told')
		.action(async (file: string | undefined, words: InitWords) => {
			const { initCommand } = await import('./init-command.js');
			end(initCommand(file ?? 'keiki-exam.yaml', words));
		});
	addOptions(exam.command('list').description('list all checks: what a good program does, by which rule, and how long it takes to see'), [
		JSON_OPTION,
	]).action(async (words: CommonWords & { readonly json?: boolean }) => {
		const { listCommand } = await import('./list-command.js');
		end(listCommand(words));
	});
}
