#!/usr/bin/env node
import process from 'node:process';
import { CommanderError } from 'commander';
import type { Settled } from './config/settle.js';
import { createProgram } from './program.js';
import { EXIT, type ExitCode } from './shared/exit-codes.js';
import { earlyLanguage } from './shared/language.js';
import { tellLostOutput } from './shared/lost-output.js';
import { notice, noticesIn } from './shared/notice.js';
import { reasonOf, UntoldError, UsageError } from './shared/usage-error.js';
import { version } from './shared/version.js';

/** Words of the version before, and what they are now; this version still takes them. */
const OLD_WORDS: Readonly<Record<string, string>> = Object.freeze({ unit: 'meter', units: 'catalogue' });

/** Ends once everything written has left, or is known to be lost. */
function end(code: ExitCode): void {
	process.exitCode = code;
	// A stream tells of its errors a turn later than of what it has written.
	process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit(code))));
}

/** The arguments, in the words of this version. */
function currentWords([first = '', ...rest]: readonly string[]): string[] {
	const current = Object.hasOwn(OLD_WORDS, first) ? OLD_WORDS[first] : undefined;
	if (current === undefined) return first === '' ? rest : [first, ...rest];
	notice((words) => words.oldWord(first, current));
	return [current, ...rest];
}

/** What was wrong, and where it was told if that was not on the command line. */
function usageText(error: UsageError, { places, language = early }: Settled): string {
	const { option } = error;
	const message = error.textIn(language);
	const place = option === undefined ? undefined : places.get(option);
	if (place !== undefined) return `${place}: ${message}`;
	const told = option === undefined && places.size > 0 ? [...places].map(([flag, where]) => `${flag} is from ${where}`) : [];
	return [message, ...told].join('\n  ');
}

const early = earlyLanguage(process.argv.slice(2));
noticesIn(early);
const settled: Settled = { places: new Map(), file: new Map() };
tellLostOutput(EXIT.untold);
try {
	await createProgram(version(), end, settled, early).parseAsync(currentWords(process.argv.slice(2)), { from: 'user' });
} catch (error) {
	if (error instanceof CommanderError) end(error.exitCode === 0 ? EXIT.done : EXIT.usage);
	else if (error instanceof UsageError) {
		process.stderr.write(`keiki: ${usageText(error, settled)}\n`);
		end(EXIT.usage);
	} else {
		if (error instanceof UntoldError) process.stderr.write(`keiki: ${error.textIn(settled.language ?? early)}\n`);
		else notice((words) => words.failed(reasonOf(error)));
		end(EXIT.untold);
	}
}
