/** All options of all commands, as they were declared: which command knows which, and by what names they are told outside the command line. */
import type { Command } from 'commander';
import { type RowOption, rowOptions } from '../shared/option-row.js';

/** A command that does something. */
export interface Leaf {
	/** `['hes', 'profile']` */
	readonly words: readonly string[];
	readonly command: Command;
	/** Its own, and those of all commands. */
	readonly options: readonly RowOption[];
}

/** Option that names the file, and cannot stand in it. */
export const CONFIG = 'config';

export function leavesOf(program: Command): readonly Leaf[] {
	const common = rowOptions(program);
	const leaves = (command: Command, words: readonly string[]): readonly Leaf[] => {
		const own = { words, command, options: [...rowOptions(command), ...common] };
		const beneath = command.commands.flatMap((each) => leaves(each, [...words, each.name()]));
		// Some do something themselves, and have others beneath.
		return beneath.length === 0 || rowOptions(command).length > 0 ? [own, ...beneath] : beneath;
	};
	return program.commands.flatMap((command) => leaves(command, [command.name()])).filter(({ options }) => options.length > common.length);
}

/** What may stand under these words of a command, or of all (none): options of the commands beneath, each once. */
export function optionsUnder(leaves: readonly Leaf[], words: readonly string[]): readonly RowOption[] {
	const found = new Map<string, RowOption>();
	for (const leaf of leaves.filter((each) => words.every((word, i) => each.words[i] === word))) {
		for (const option of leaf.options) if (!found.has(option.name())) found.set(option.name(), option);
	}
	return [...found.values()];
}

/** A command and those above it, the nearest first: `hes profile`, `hes`. */
export function levelsOf(words: readonly string[]): readonly (readonly string[])[] {
	return words.map((_, i) => words.slice(0, words.length - i));
}

/** All words under which the file may tell options: of commands, and of those above them. */
export function groupsOf(leaves: readonly Leaf[]): readonly (readonly string[])[] {
	const groups = new Map<string, readonly string[]>();
	for (const { words } of leaves) for (const level of [...levelsOf(words)].reverse()) groups.set(level.join(' '), level);
	return [...groups.values()];
}

/** `KEIKI_HES_PROFILE_OUT`; of all commands `KEIKI_QUIET`. */
export function variableOf(words: readonly string[], option: RowOption): string {
	return ['keiki', ...words, option.name()].join('_').replaceAll('-', '_').toUpperCase();
}
