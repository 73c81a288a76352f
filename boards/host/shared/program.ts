/** What the commands share in telling of their words. */
import { LANGUAGES, type Language } from '../../../src/world/schema/language.js';
import type { ExitCode } from './exit-codes.js';
import type { OptionRow } from './option-row.js';

/** Takes the exit code of a command, at its end. */
export type End = (code: ExitCode) => void;

/** Options of all commands; each finds the values among its own words. */
export interface CommonWords {
	/** Nothing is said but results and errors. */
	readonly quiet?: boolean;
	/** What people are told is told in it. */
	readonly lang?: Language;
}

export const COMMON_OPTIONS: readonly OptionRow[] = Object.freeze([
	{ flags: '--config <file>', does: 'YAML with the values of options, by command; keiki config shows what holds, and from where', common: true },
	{ flags: '--quiet', does: 'say nothing but results and errors', common: true },
	{
		flags: '--lang <language>',
		does: 'what people are told is in Japanese or English',
		choices: LANGUAGES,
		otherwise: 'by the locale',
		common: true,
	},
]);

export const JSON_OPTION: OptionRow = Object.freeze({ flags: '--json', does: 'as JSON' });
