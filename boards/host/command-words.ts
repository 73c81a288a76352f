/** What is wrong with the words of the command line: commander finds it, and says it in English only. */
import { Command, type ErrorOptions } from 'commander';
import type { Language } from '../../src/world/schema/language.js';

const UNKNOWN_OPTION = 'commander.unknownOption';

/** By commander's codes, with what its message has in quotes. */
const WRONG_WORDS_JA: Readonly<Record<string, (quoted: string) => string>> = Object.freeze({
	[UNKNOWN_OPTION]: (option) => `オプション'${option}'はありません`,
	'commander.unknownCommand': (command) => `コマンド'${command}'はありません`,
	'commander.missingArgument': (argument) => `引数'${argument}'が必要です`,
	'commander.optionMissingArgument': (flags) => `オプション'${flags}'に値が必要です`,
	'commander.excessArguments': (command) => `'${command}'の引数が多すぎます`,
	'commander.invalidArgument': (value) => `値'${value}'は使えません`,
});

/** Where an option of a command below stands. */
const BEHIND: Readonly<Record<Language, string>> = Object.freeze({ en: 'behind the command', ja: 'コマンドの後に書きます' });

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
		const [, quoted] = /'([^']*)'/.exec(message) ?? [];
		const below = options?.code === UNKNOWN_OPTION && quoted !== undefined ? optionBelow(this, quoted) : undefined;
		const where = below === undefined ? [] : [`(${BEHIND[this.#language]}: ${below})`];
		const words = this.#language === 'ja' ? WRONG_WORDS_JA[options?.code ?? ''] : undefined;
		if (words === undefined || quoted === undefined) return super.error([message, ...where].join('\n'), options);
		const [, likely] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message) ?? [];
		const [, choices] = /Allowed choices are (.*)\.$/.exec(message) ?? [];
		const more = choices === undefined ? '' : `。${choices}のいずれかです`;
		const hint = likely === undefined ? [] : [`(${likely}のことですか)`];
		return super.error([`エラー: ${words(quoted)}${more}`, ...hint, ...where].join('\n'), options);
	}
}

/** `keiki hes read --meter`: the first command below that has an option which this one has not. */
function optionBelow(command: Command, option: string): string | undefined {
	for (const below of command.commands) {
		if (below.options.some(({ long, short }) => long === option || short === option)) return `${pathOf(below)} ${option}`;
		const deeper = optionBelow(below, option);
		if (deeper !== undefined) return deeper;
	}
	return undefined;
}

function pathOf(command: Command): string {
	return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
