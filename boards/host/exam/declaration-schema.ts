/** The schema of the file that declares a program, from its rows: for editors, and kept in docs/exam.schema.json. */
import { OBSERVABLES } from '../../../src/exam/declaration.js';
import { DECLARATION_ROWS, type Form, OBSERVE_ROWS, type Row, SOURCE_ROWS, type SourceRow } from './declaration-rows.js';

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: ['string', 'number'] };
const DURATION = '^\\d+(\\.\\d+)?(ms|s|min|h|d)$';

/** JSON Schema, 2020-12. */
export function declarationSchema(): Schema {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'keiki exam',
		description: 'What a program says of itself, so that it can be examined.',
		...rowsSchema(DECLARATION_ROWS),
		$defs: { observed: observedSchema() },
	};
}

function rowsSchema(rows: readonly Row[]): Schema {
	const required = rows.filter(({ must }) => must).map(({ name }) => name);
	return {
		type: 'object',
		additionalProperties: false,
		properties: Object.fromEntries(rows.map((row) => [row.name, { description: row.about.en, ...formSchema(row.form) }])),
		...(required.length > 0 && { required }),
	};
}

function formSchema(form: Form): Schema {
	switch (form.form) {
		case 'text':
			return TEXT;
		case 'texts':
			return { anyOf: [TEXT, { type: 'array', items: TEXT }] };
		case 'words':
			return { type: 'array', items: TEXT, minItems: 1 };
		case 'choice':
			return { enum: form.of };
		case 'yesNo':
			return { enum: ['yes', 'no', true, false] };
		case 'duration':
			return { type: 'string', pattern: DURATION };
		case 'limit':
			return {
				anyOf: [
					{ type: 'number', minimum: 0 },
					{ type: 'string', pattern: DURATION },
				],
			};
		case 'number':
			return { type: form.whole ? 'integer' : 'number', minimum: form.least, maximum: form.most };
		case 'map':
			return {
				type: 'object',
				...(form.keys === 'column' && { propertyNames: { pattern: '^[1-9]\\d{0,3}$' } }),
				additionalProperties: formSchema(form.of),
			};
		case 'rows':
			return rowsSchema(form.rows);
		case 'observe':
			return { type: 'object', additionalProperties: false, properties: Object.fromEntries(Object.entries(OBSERVABLES).map(observableSchema)) };
	}
}

function observableSchema([name, { is }]: readonly [string, { readonly is: string }]): readonly [string, Schema] {
	const one = { $ref: '#/$defs/observed' };
	return [name, { description: is, anyOf: [one, { type: 'array', items: one }] }];
}

function observedSchema(): Schema {
	return { oneOf: Object.values<SourceRow>(SOURCE_ROWS).map(sourceSchema) };
}

function sourceSchema({ about, rows, either, needs }: SourceRow): Schema {
	return {
		description: about.en,
		...rowsSchema([...rows, ...OBSERVE_ROWS]),
		...(either !== undefined && { oneOf: either.map((name) => ({ required: [name] })) }),
		...(needs !== undefined && { dependentRequired: Object.fromEntries(Object.entries(needs).map(([name, other]) => [name, [other]])) }),
	};
}
