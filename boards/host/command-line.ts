/** What `keiki` does with its words, up to the code that it ends with. */
import process from 'node:process';
import { CommanderError } from 'commander';
import type { Language } from '../../src/world/schema/language.js';
import type { Settled } from './config/settle.js';
import { createProgram } from './program.js';
import { EXIT } from './shared/exit-codes.js';
import { earlyLanguage } from './shared/language.js';
import { notice, noticesIn } from './shared/notice.js';
import type { End } from './shared/program.js';
import { reasonOf, UntoldError, UsageError } from './shared/usage-error.js';
import { version } from './shared/version.js';

/** Words of the version before, and what they are now; this version still takes them. */
const OLD_WORDS: Readonly<Record<string, string>> = Object.freeze({ unit: 'meter', units: 'catalogue' });

/** The arguments, in the words of this version. */
function currentWords([first = '', ...rest]: readonly string[]): string[] {
	const current = Object.hasOwn(OLD_WORDS, first) ? OLD_WORDS[first] : undefined;
	if (current === undefined) return first === '' ? rest : [first, ...rest];
	notice((words) => words.oldWord(first, current));
	return [current, ...rest];
}

/** What was wrong, and where it was told if that was not on the command line. */
function usageText(error: UsageError, { places }: Settled, language: Language): string {
	const { option } = error;
	const message = error.textIn(language);
	const place = option === undefined ? undefined : places.get(option);
	if (place !== undefined) return `${place}: ${message}`;
	const told = option === undefined && places.size > 0 ? [...places].map(([flag, where]) => `${flag} is from ${where}`) : [];
	return [message, ...told].join('\n  ');
}

/** Does what the arguments say. What was wrong is told on stderr. */
export async function commandLine(args: readonly string[], end: End): Promise<void> {
	const early = earlyLanguage(args);
	noticesIn(early);
	const settled: Settled = { places: new Map(), file: new Map() };
	try {
		await createProgram(version(), end, settled, early).parseAsync(currentWords(args), { from: 'user' });
	} catch (error) {
		const language = settled.language ?? early;
		if (error instanceof CommanderError) end(error.exitCode === 0 ? EXIT.done : EXIT.usage);
		else if (error instanceof UsageError) {
			process.stderr.write(`keiki: ${usageText(error, settled, language)}\n`);
			end(EXIT.usage);
		} else {
			if (error instanceof UntoldError) process.stderr.write(`keiki: ${error.textIn(language)}\n`);
			else notice((words) => words.failed(reasonOf(error)));
			end(EXIT.untold);
		}
	}
}
