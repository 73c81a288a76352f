/** The schema of the file of `--config`, from the declarations of the options: for editors, and kept in docs/config.schema.json. */
import type { RowOption } from '../shared/option-row.js';
import { CONFIG, groupsOf, type Leaf, optionsUnder } from './options-table.js';

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: ['string', 'number'] };

/** JSON Schema, 2020-12. */
export function configSchema(leaves: readonly Leaf[]): Schema {
	const groups = groupsOf(leaves).map((words) => [words.join(' '), groupSchema(leaves, words)] as const);
	const common = optionsUnder(leaves, []).filter(({ isCommon }) => isCommon);
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'keiki --config',
		description: 'Values of options, by command; what stands under the first words of a command is for all commands that begin so.',
		...objectOf([...groups, ...common.filter(isTold).map((option) => [option.name(), optionSchema(option)] as const)]),
	};
}

function groupSchema(leaves: readonly Leaf[], words: readonly string[]): Schema {
	const leaf = leaves.find((each) => each.words.join(' ') === words.join(' '));
	const description = leaf?.command.description() ?? `all commands of keiki ${words.join(' ')}`;
	return {
		description,
		...objectOf(
			optionsUnder(leaves, words)
				.filter(isTold)
				.map((option) => [option.name(), optionSchema(option)] as const),
		),
	};
}

function objectOf(properties: readonly (readonly [string, Schema])[]): Schema {
	return { type: ['object', 'null'], additionalProperties: false, properties: Object.fromEntries(properties) };
}

function isTold(option: RowOption): boolean {
	return option.name() !== CONFIG;
}

function optionSchema(option: RowOption): Schema {
	const { choices, many, usual } = option.row;
	const one: Schema = choices === undefined ? TEXT : { enum: choices };
	const about = { description: option.description, ...(usual !== undefined && { default: usual }) };
	if (many) return { ...about, anyOf: [one, { type: 'array', items: one }] };
	if (!option.takesValue) return { ...about, type: 'boolean' };
	return option.optional ? { ...about, anyOf: [one, { type: 'boolean' }] } : { ...about, ...one };
}
