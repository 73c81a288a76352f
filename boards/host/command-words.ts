/** What is wrong with the words of the command line: commander finds it, and says it in English only. */
import { Command, type ErrorOptions } from 'commander';
import type { Language } from '../../src/world/schema/language.js';

/** By commander's codes, with what its message has in quotes. */
const WRONG_WORDS_JA: Readonly<Record<string, (quoted: string) => string>> = Object.freeze({
	'commander.unknownOption': (option) => `オプション'${option}'はありません`,
	'commander.unknownCommand': (command) => `コマンド'${command}'はありません`,
	'commander.missingArgument': (argument) => `引数'${argument}'が必要です`,
	'commander.optionMissingArgument': (flags) => `オプション'${flags}'に値が必要です`,
	'commander.excessArguments': (command) => `'${command}'の引数が多すぎます`,
	'commander.invalidArgument': (value) => `値'${value}'は使えません`,
});

/** A command whose errors are told in a language, as those of all commands beneath it. */
export class SpokenCommand extends Command {
	readonly #language: Language;

	constructor(language: Language, name?: string) {
		super(name);
		this.#language = language;
	}

	override createCommand(name?: string): Command {
		return new SpokenCommand(this.#language, name);
	}

	override error(message: string, options?: ErrorOptions): never {
		const words = this.#language === 'ja' ? WRONG_WORDS_JA[options?.code ?? ''] : undefined;
		const [, quoted] = /'([^']*)'/.exec(message) ?? [];
		if (words === undefined || quoted === undefined) return super.error(message, options);
		const [, likely] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message) ?? [];
		const [, choices] = /Allowed choices are (.*)\.$/.exec(message) ?? [];
		const more = choices === undefined ? '' : `。${choices}のいずれかです`;
		return super.error(`エラー: ${words(quoted)}${more}${likely === undefined ? '' : `\n(${likely}のことですか)`}`, options);
	}
}
