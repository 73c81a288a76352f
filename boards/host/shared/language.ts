/** Which language people are told things in: `--lang`, else what the locale of the environment says (POSIX, 8.2: LC_ALL, LC_MESSAGES, LANG). */
import process from 'node:process';
import { isLanguage, type Language } from '../../../src/world/schema/language.js';

type Environment = Readonly<Record<string, string | undefined>>;

const LOCALES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;
const OPTION = '--lang';
const VARIABLE = 'KEIKI_LANG';

/** That of the locale: Japanese for `ja`, `ja_JP.UTF-8`, …, else English. */
export function localeLanguage(env: Environment = process.env): Language {
	const locale = LOCALES.map((name) => env[name]).find((value) => value !== undefined && value !== '') ?? '';
	return /^ja(?:[_.@-]|$)/i.test(locale) ? 'ja' : 'en';
}

/**
 * That of help and of what is wrong with the words of the command line, which are told before any option holds: as `--lang` among the words has it, or
 * the variable. What is no language is refused later, with its place.
 */
export function earlyLanguage(args: readonly string[], env: Environment = process.env): Language {
	const told = args.flatMap((arg, i) => (arg === OPTION ? [args[i + 1] ?? ''] : arg.startsWith(`${OPTION}=`) ? [arg.slice(OPTION.length + 1)] : []));
	const text = told.at(-1) ?? env[VARIABLE] ?? '';
	return isLanguage(text) ? text : localeLanguage(env);
}
