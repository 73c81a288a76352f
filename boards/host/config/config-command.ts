/** `keiki config`: what holds for the options of a command, and from where. */

import type { Language } from '../../../src/world/schema/language.js';
import type { RowOption } from '../shared/option-row.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { FileValues } from './config-file.js';
import { CONFIG_TEXTS } from './config-words.js';
import { CONFIG, type Leaf, variableOf } from './options-table.js';
import { configSchema } from './schema.js';
import { checkVariables, FROM, type Holding, holdings } from './settle.js';
import { CONFIG_USAGE } from './usage-words.js';

export interface ConfigWords extends CommonWords {
	readonly json?: boolean;
	readonly schema?: boolean;
}

/** What an option is without being told, in words of a language; undefined: there are none. */
export type OtherwiseIn = (language: Language, words: readonly string[], option: RowOption) => string | undefined;

const SECRET = '********';
/** Widest value, in characters, beside which the next column still stands. */
const WIDEST = 40;

/**
 * @param words of a command, or the first of them; none: of all commands, and then only what was told
 * @throws UsageError
 */
export function configText(
	words: readonly string[],
	options: ConfigWords,
	leaves: readonly Leaf[],
	env: NodeJS.ProcessEnv,
	file: FileValues,
	otherwise: OtherwiseIn,
): string {
	const { lang = 'en' } = options;
	if (options.schema) return `${JSON.stringify(configSchema(leaves), undefined, '\t')}\n`;
	const asked = leaves.filter((leaf) => words.every((word, i) => leaf.words[i] === word));
	if (asked.length === 0) {
		throw new UsageError(
			inEach(CONFIG_USAGE, ({ noCommandHere }) =>
				noCommandHere(
					words.join(' '),
					leaves.map((each) => each.words.join(' ')),
				),
			),
		);
	}
	const shown = asked.map((leaf) => {
		checkVariables(leaf.words, leaves, env);
		const all = holdings(leaf, () => undefined, env, file).filter(({ option }) => option.name() !== CONFIG);
		return { leaf, all: words.length > 0 ? all : all.filter(({ option, from }) => from !== FROM.usual && !option.isCommon) };
	});
	if (options.json) {
		const lines = shown.flatMap(({ leaf, all }) =>
			all.map((holding) => JSON.stringify({ command: leaf.words.join(' '), ...fieldsOf(leaf, holding) })),
		);
		return lines.map((line) => `${line}\n`).join('');
	}
	const told = shown.filter(({ all }) => all.length > 0);
	if (told.length === 0) return `${CONFIG_TEXTS[lang].nothingTold()}\n`;
	const fromOf = (leaf: Leaf) => (holding: Holding) => fromText(holding, lang, () => otherwise(lang, leaf.words, holding.option));
	return told.map(({ leaf, all }) => [`keiki ${leaf.words.join(' ')}`, ...rowsOf(all, fromOf(leaf))].map((line) => `${line}\n`).join('')).join('\n');
}

function rowsOf(all: readonly Holding[], from: (holding: Holding) => string): string[] {
	const rows = all.map((holding) => [holding.option.name(), valueText(holding), from(holding)] as const);
	const [name, value] = [0, 1].map((i) => Math.min(WIDEST, Math.max(...rows.map((row) => row[i]!.length))));
	return rows.map((row) => `  ${row[0].padEnd(name!)}  ${row[1].padEnd(value!)}  ${row[2]}`);
}

function fromText({ option, from, place, value }: Holding, language: Language, otherwise: () => string | undefined): string {
	if (from !== FROM.usual) return place;
	const texts = CONFIG_TEXTS[language];
	if (value !== undefined) return texts.usual();
	return option.row.otherwise === undefined ? texts.notTold() : texts.usual(otherwise() ?? option.row.otherwise);
}

function valueText({ option, value }: Holding): string {
	if (value === undefined) return '–';
	if (option.row.secret) return SECRET;
	return typeof value === 'object' ? value.join(' ; ') : String(value);
}

function fieldsOf(leaf: Leaf, { option, value, from, place }: Holding) {
	return {
		option: option.name(),
		variable: variableOf(leaf.words, option),
		value: value !== undefined && option.row.secret ? SECRET : (value ?? null),
		from: from === FROM.variable ? 'environment' : from === FROM.file ? 'file' : 'default',
		place: place === '' ? null : place,
	};
}
