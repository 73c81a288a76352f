/** Help in the language of whoever asks: titles, wrapping, and what commander has no words for. */
import type { Command, HelpConfiguration, Option } from 'commander';
import type { InEach, Language } from '../../src/world/schema/language.js';
import { COMMON_JA, HELP_JA } from './help-ja.js';
import { RowOption } from './shared/option-row.js';
import { textWidth } from './shared/text-width.js';

interface HelpWords {
	readonly sources: string;
	readonly endsWith: string;
	readonly afterError: string;
}

export const HELP_WORDS: InEach<HelpWords> = Object.freeze({
	en: {
		sources: `
Each option is also an environment variable and a key of the file of --config: --speed of keiki run is KEIKI_RUN_SPEED, --out of keiki hes profile is
KEIKI_HES_PROFILE_OUT, and KEIKI_HES_METER is --meter of all of keiki hes. An option goes before a variable, a variable before the file.`,
		endsWith: 'It ends with:',
		afterError: 'keiki --help, or keiki COMMAND --help, tells what there is.',
	},
	ja: {
		sources: `
どのオプションも、環境変数と--configのファイルのキーで渡せます: keiki runの--speedはKEIKI_RUN_SPEED、keiki hes profileの--outは
KEIKI_HES_PROFILE_OUT、KEIKI_HES_METERはkeiki hesの全コマンドの--meterです。オプション、環境変数、ファイルの順に優先します。`,
		endsWith: '終了コード:',
		afterError: 'keiki --help、またはkeiki COMMAND --helpで一覧が見られます。',
	},
});

const TITLES: Readonly<Record<string, string>> = Object.freeze({
	'Usage:': '使い方:',
	'Arguments:': '引数:',
	'Options:': 'オプション:',
	'Global Options:': '全コマンドのオプション:',
	'Commands:': 'コマンド:',
});
const HELP_OPTION = 'このコマンドの説明を表示します';

/** Of the program, before its commands are added: they take it over. */
export function helpConfiguration(language: Language): HelpConfiguration {
	const shared = { showGlobalOptions: true };
	if (language === 'en') return shared;
	return { ...shared, styleTitle: (title) => TITLES[title] ?? title, displayWidth: textWidth, boxWrap, optionDescription };
}

/** Puts the Japanese of all commands and options in place of their English. */
export function tellInJapanese(program: Command): void {
	const translate = (command: Command, words: readonly string[]): void => {
		command.helpOption('-h, --help', HELP_OPTION);
		const told = HELP_JA[words.join(' ')];
		if (told !== undefined) {
			command.description(told.does);
			for (const [i, argument] of command.registeredArguments.entries()) argument.description = told.args?.[i] ?? argument.description;
			const options: Readonly<Record<string, readonly [string, string?]>> = { ...told.options, ...(words.length === 0 && COMMON_JA) };
			for (const option of command.options) option.description = japaneseOf(option, command, options) ?? option.description;
		}
		for (const each of command.commands) translate(each, [...words, each.name()]);
	};
	translate(program, []);
}

/** What an option of a command is without being told. */
export function otherwiseIn(language: Language, words: readonly string[], { flags, row }: RowOption): string | undefined {
	if (language === 'en') return row.otherwise;
	const options: Readonly<Record<string, readonly [string, string?]>> = { ...HELP_JA[words.join(' ')]?.options, ...COMMON_JA };
	return options[flags]?.[1];
}

function japaneseOf(option: Option, command: Command, options: Readonly<Record<string, readonly [string, string?]>>): string | undefined {
	const [does, otherwise] = options[option.flags] ?? [];
	if (does !== undefined) return option instanceof RowOption && option.row.otherwise !== undefined ? `${does}(既定: ${otherwise})` : does;
	// The other side of a switch, which stands in its row.
	const positive = option.negate ? command.options.find((each) => !each.negate && each.attributeName() === option.attributeName()) : undefined;
	return positive && options[positive.flags]?.[1];
}

function optionDescription({ description, argChoices, defaultValue }: Option): string {
	const more = [
		...(argChoices === undefined ? [] : [`選択肢: ${argChoices.join('、')}`]),
		...(typeof defaultValue === 'string' ? [`既定: ${defaultValue}`] : []),
	];
	return more.length === 0 ? description : `${description}(${more.join('。')})`;
}

/** Japanese has no blanks to break a line at: it breaks before any wide character but those that may not begin a line (JIS X 4051). */
function boxWrap(text: string, width: number): string {
	const lines = text.split('\n').map((line) => {
		const rows: string[] = [''];
		for (const [part] of line.matchAll(/\s*\(?(?:[!-~]+|\S)[、。」ー]*|\s+$/g)) {
			const row = rows.at(-1)!;
			if (row !== '' && textWidth(row) + textWidth(part) > width) rows.push(part.trimStart());
			else rows[rows.length - 1] = row + part;
		}
		return rows.join('\n');
	});
	return lines.join('\n');
}
