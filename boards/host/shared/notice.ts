/** One line on stderr, in the language of the command that runs. */
import process from 'node:process';
import type { Language } from '../../../src/world/schema/language.js';
import { localeLanguage } from './language.js';
import { NOTICES, type NoticeWords } from './notice-words.js';

/** Undefined: no option has told it yet, and the locale decides. */
let language: Language | undefined;

/** From now on. */
export function noticesIn(chosen: Language): void {
	language = chosen;
}

export function noticeText(say: (words: NoticeWords) => string): string {
	return say(NOTICES[language ?? localeLanguage()]);
}

export function notice(say: (words: NoticeWords) => string): void {
	process.stderr.write(`keiki: ${noticeText(say)}\n`);
}
