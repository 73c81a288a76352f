/** Words that could stand where somebody types. */
import type { Command, Option } from 'commander';

export interface Offer {
	readonly word: string;
	readonly does: string;
}

/** @param words behind `keiki`; the last one, perhaps empty, is being typed */
export function offers(program: Command, words: readonly string[]): readonly Offer[] {
	const typed = words.at(-1) ?? '';
	const { command, expecting } = follow(program, words.slice(0, -1));
	const choices = expecting?.argChoices?.map((word) => ({ word, does: '' })) ?? [];
	if (expecting?.required || (choices.length > 0 && !typed.startsWith('-'))) return beginning(choices, typed);
	if (typed.startsWith('-')) return beginning(optionsOf(program, command).map(optionOffer), typed);
	return beginning([...commandsOf(command), ...argumentsOf(command)], typed);
}

/** Where the words before have led to: a command, and perhaps an option whose value comes next. */
function follow(program: Command, words: readonly string[]): { readonly command: Command; readonly expecting: Option | undefined } {
	let command = program;
	let expecting: Option | undefined;
	for (const word of words) {
		if (expecting?.required || (expecting?.optional && !word.startsWith('-'))) {
			expecting = undefined;
			continue;
		}
		expecting = undefined;
		if (word.startsWith('-')) expecting = optionsOf(program, command).find((each) => each.long === word && (each.required || each.optional));
		else command = command.commands.find((each) => each.name() === word) ?? command;
	}
	return { command, expecting };
}

function optionsOf(program: Command, command: Command): readonly Option[] {
	return command === program ? program.options : [...command.options, ...program.options];
}

function commandsOf(command: Command): readonly Offer[] {
	return command
		.createHelp()
		.visibleCommands(command)
		.map((each) => ({ word: each.name(), does: each.description() }));
}

function argumentsOf(command: Command): readonly Offer[] {
	return command.registeredArguments.flatMap(({ argChoices }) => argChoices?.map((word) => ({ word, does: '' })) ?? []);
}

function optionOffer({ long, description }: Option): Offer {
	return { word: long!, does: description };
}

function beginning(all: readonly Offer[], typed: string): readonly Offer[] {
	return all.filter(({ word }) => word.startsWith(typed));
}
