/** What an option is told outside the command line, as commander would hand it over. */
import type { InEach } from '../../../src/world/schema/language.js';
import type { OptionValue, RowOption } from '../shared/option-row.js';
import { inEach } from '../shared/usage-words.js';
import { CONFIG_USAGE } from './usage-words.js';

const WORDS: Readonly<Record<string, boolean>> = Object.freeze({
	true: true,
	yes: true,
	on: true,
	'1': true,
	false: false,
	no: false,
	off: false,
	'0': false,
});
/** Separator of the values of an option that may be given again. */
const BETWEEN = ';';

/** The value of a variable. Words without a value: what is wrong with it. */
export function variableValue(option: RowOption, text: string): { readonly value: OptionValue } | InEach<string> {
	if (option.row.many) return { value: text.split(BETWEEN).map((each) => each.trim()) };
	if (option.required) return checked(option, text);
	// A port or a baud rate may be 1, and the name of an interface `on`, only where a value was to be expected.
	const word = WORDS[text.toLowerCase()];
	if (option.optional && (word === undefined || /^\d/.test(text))) return { value: text };
	return word === undefined ? inEach(CONFIG_USAGE, (words) => words.noSwitch(text)) : { value: word };
}

/** Whether it is one of the option's choices, where it has any. */
export function checked(option: RowOption, text: string): { readonly value: string } | InEach<string> {
	const { choices } = option.row;
	if (choices === undefined || choices.includes(text.toLowerCase())) return { value: text };
	return inEach(CONFIG_USAGE, (words) => words.oneOf(choices, text));
}
