/** What holds for each option of a command: the command line first, then the environment, the file of `--config`, and what the option is without being told. */
import process from 'node:process';
import type { Command } from 'commander';
import type { Language } from '../../../src/world/schema/language.js';
import type { OptionValue, RowOption } from '../shared/option-row.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { FileValues, readConfig } from './config-file.js';
import { CONFIG, type Leaf, leavesOf, levelsOf, optionsUnder, variableOf } from './options-table.js';
import { CONFIG_USAGE } from './usage-words.js';
import { variableValue } from './values.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value is from, the nearest first. */
export const FROM = Object.freeze({ option: 0, variable: 1, file: 2, usual: 3 });

export interface Holding {
	readonly option: RowOption;
	/** Undefined: nothing was told, and there is no value that says what it is without. */
	readonly value: OptionValue | undefined;
	readonly from: (typeof FROM)[keyof typeof FROM];
	/** The variable, or `FILE:LINE:COLUMN`; '' for the others. */
	readonly place: string;
}

/**
 * Options of one command, with what holds for each. Throws UsageError.
 * @param given on the command line
 */
export function holdings(
	{ words, options }: Leaf,
	given: (option: RowOption) => OptionValue | undefined,
	env: Environment,
	file: FileValues,
): Holding[] {
	const found = options.map((option): Holding => {
		const told = given(option);
		if (told !== undefined) return { option, value: told, from: FROM.option, place: '' };
		const levels = [...levelsOf(words), []];
		for (const level of levels) {
			if (level.length > 0 && option.name() === CONFIG) continue;
			const variable = variableOf(level, option);
			const text = env[variable];
			if (text === undefined || text === '' || (level.length === 0 && !option.isCommon)) continue;
			const outcome = variableValue(option, text);
			if ('en' in outcome) throw new UsageError({ en: `${variable}: ${outcome.en}`, ja: `${variable}: ${outcome.ja}` });
			return { option, ...outcome, from: FROM.variable, place: variable };
		}
		for (const level of levels) {
			const value = file.get(level.join(' '))?.get(option.name());
			if (value !== undefined) return { option, ...value, from: FROM.file };
		}
		return { option, value: option.defaultValue as OptionValue | undefined, from: FROM.usual, place: '' };
	});
	return found.map((holding) => (isHidden(holding, found) ? { option: holding.option, value: undefined, from: FROM.usual, place: '' } : holding));
}

/** Another option says the same in its way, and comes from nearer. */
function isHidden({ option, value, from }: Holding, all: readonly Holding[]): boolean {
	if (value === undefined) return false;
	const others = all.filter(
		(other) =>
			other.value !== undefined && (option.row.insteadOf?.includes(other.option.name()) || other.option.row.insteadOf?.includes(option.name())),
	);
	return others.some((other) => other.from < from);
}

/** Throws UsageError for a variable that begins as those of this command do, and is none. */
export function checkVariables(words: readonly string[], leaves: readonly Leaf[], env: Environment): void {
	const [first] = words;
	const prefix = `KEIKI_${first!.toUpperCase()}_`;
	const names = Object.keys(env).filter((name) => name.startsWith(prefix) && env[name] !== '');
	if (names.length === 0) return;
	const known = new Set(
		leaves
			.filter((leaf) => leaf.words[0] === first)
			.flatMap((leaf) => levelsOf(leaf.words).flatMap((level) => leaf.options.map((each) => variableOf(level, each)))),
	);
	const unknown = names.find((name) => !known.has(name));
	if (unknown === undefined) return;
	const would = optionsUnder(leaves, [first!]).map((option) => variableOf([first!], option));
	throw new UsageError(inEach(CONFIG_USAGE, ({ noVariable }) => noVariable(unknown, words.join(' '), would)));
}

/** What was found for the command that runs. */
export interface Settled {
	/** Where its options are from, by their flags (`--speed`): only those that were not told on the command line. */
	readonly places: Map<string, string>;
	/** What the file of `--config` tells of all commands. */
	file: FileValues;
	/** What people are told is told in it; known once the options hold. */
	language?: Language;
}

/**
 * Before a command begins: it gets the values from everywhere. Secrets leave the environment, so that no program started from here inherits them.
 * @param settled filled
 * @param read reads the file of `--config` (see configReader)
 * @throws UsageError
 */
export function settle(
	program: Command,
	command: Command,
	settled: Settled,
	read: typeof readConfig | undefined,
	env: NodeJS.ProcessEnv = process.env,
): void {
	const leaves = leavesOf(program);
	const leaf = leaves.find((each) => each.command === command);
	if (leaf === undefined) return;
	checkVariables(leaf.words, leaves, env);
	const path = configPath(program, env);
	if (path !== undefined) settled.file = read!(path, leaves);
	const given = (option: RowOption) => {
		const owner = command.options.includes(option) ? command : program;
		return owner.getOptionValueSource(option.attributeName()) === 'cli' ? (owner.getOptionValue(option.attributeName()) as OptionValue) : undefined;
	};
	const all = holdings(leaf, given, env, settled.file);
	for (const { option, value, from, place } of all) {
		if (option.row.secret) for (const level of levelsOf(leaf.words)) delete env[variableOf(level, option)];
		if (place !== '') settled.places.set(option.long!, place);
		const shown = value === false && option.row.off === undefined ? undefined : value;
		command.setOptionValueWithSource(option.attributeName(), shown, from === FROM.option ? 'cli' : 'config');
	}
	const missing = all.find(({ option, value }) => option.row.must && value === undefined);
	if (missing !== undefined) throw new UsageError({ kind: 'missing', flags: missing.option.flags });
}

/** What reads the file of `--config`, undefined where none is named: it understands all of YAML, and takes as long to load as a short command runs. */
export async function configReader(program: Command, env: Environment = process.env): Promise<typeof readConfig | undefined> {
	return configPath(program, env) === undefined ? undefined : (await import('./config-file.js')).readConfig;
}

/** The file that `--config` or its variable names. */
function configPath(program: Command, env: Environment): string | undefined {
	return (program.getOptionValue(CONFIG) as string | undefined) ?? (env.KEIKI_CONFIG || undefined);
}
