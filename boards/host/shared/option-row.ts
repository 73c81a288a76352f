/** How a command declares an option, once for the command line, its help, the environment, the file of `--config` and the schema of that file. */
import { type Command, Option } from 'commander';

export interface OptionRow {
	/** `--name` of a switch, `--name <value>`, `--name [value]` where the value may be left out. */
	readonly flags: string;
	readonly does: string;
	/** What it is without being told. */
	readonly usual?: string;
	/** The same in words, where no value says it. */
	readonly otherwise?: string;
	/** It may be given again. */
	readonly many?: true;
	/** There is no doing without. */
	readonly must?: true;
	/** Of all commands. */
	readonly common?: true;
	/** Nobody is to see its value. */
	readonly secret?: true;
	/** All values that there are. */
	readonly choices?: readonly string[];
	/** A switch that `--no-…` turns off again. */
	readonly off?: string;
	/** Names of options (`password`) that say the same in another way: what comes from nearer hides them. */
	readonly insteadOf?: readonly string[];
}

/** What an option may be: commander's values. */
export type OptionValue = string | boolean | readonly string[];

/** An option with its row. */
export class RowOption extends Option {
	readonly row: OptionRow;

	constructor(row: OptionRow) {
		const { flags, does, usual, otherwise, many, choices } = row;
		super(flags, otherwise === undefined ? does : `${does} (default: ${otherwise})`);
		this.row = row;
		if (usual !== undefined) this.default(usual);
		// Not by `choices()`: whoever reads the value says what was wrong with it, wherever it came from.
		if (choices !== undefined) this.argChoices = [...choices];
		if (many) this.argParser(collect);
	}

	/** It belongs to all commands, and is told without the words of any. */
	get isCommon(): boolean {
		return this.row.common === true;
	}

	/** It takes a value, which may be left out (`optional`) or not (`required`). */
	get takesValue(): boolean {
		return this.required || this.optional;
	}
}

export function addOptions(command: Command, rows: readonly OptionRow[]): Command {
	for (const row of rows) {
		const option = new RowOption(row);
		command.addOption(option);
		if (row.off !== undefined) command.addOption(new Option(`--no-${option.name()}`, row.off));
	}
	return command;
}

/** The options of a command that are declared by rows. */
export function rowOptions(command: Command): readonly RowOption[] {
	return command.options.filter((option) => option instanceof RowOption);
}

/** The values of an option that may be given again. */
function collect(text: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), text];
}
