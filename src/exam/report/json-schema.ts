/**
 * Data that others read, described once: what stands in a published JSON Schema (2020-12) is what decides whether a value is of that kind, and what the
 * compiler is held to.
 */

/** The words of JSON Schema that are used here. */
export interface JsonSchema {
	readonly description?: string;
	readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly anyOf?: readonly JsonSchema[];
	readonly minimum?: number;
	readonly items?: JsonSchema | false;
	readonly prefixItems?: readonly JsonSchema[];
	readonly minItems?: number;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: JsonSchema | false;
}

/** `of` is only for the compiler. */
export interface Described<out Value> {
	readonly schema: JsonSchema;
	readonly optional?: boolean;
	readonly of?: Value;
}

interface MayBeMissing<out Value> extends Described<Value> {
	readonly optional: true;
}

type Members = Readonly<Record<string, Described<unknown>>>;
type Told<D> = D extends Described<infer Value> ? Value : never;
type Missing<M extends Members> = { [Key in keyof M]: M[Key] extends MayBeMissing<unknown> ? Key : never }[keyof M];
type ObjectOf<M extends Members> = { readonly [Key in Exclude<keyof M, Missing<M>>]: Told<M[Key]> } & {
	readonly [Key in Missing<M>]?: Told<M[Key]>;
};

export const text: Described<string> = { schema: { type: 'string' } };
export const number: Described<number> = { schema: { type: 'number' } };
export const flag: Described<boolean> = { schema: { type: 'boolean' } };
/** Of things: 0, 1, 2, … */
export const count: Described<number> = { schema: { type: 'integer', minimum: 0 } };

export function exactly<const Value extends string | number>(value: Value): Described<Value> {
	return { schema: { const: value } };
}

export function oneOf<const Value extends string>(values: readonly Value[]): Described<Value> {
	return { schema: { enum: values } };
}

/** Where it is none of both, what is wrong with the first is told. */
export function either<First, Second>(first: Described<First>, second: Described<Second>): Described<First | Second> {
	return { schema: { anyOf: [first.schema, second.schema] } };
}

export function orNull<Value>(inner: Described<Value>): Described<Value | null> {
	return either(inner, { schema: { type: 'null' } });
}

export function listOf<Value>(inner: Described<Value>): Described<readonly Value[]> {
	return { schema: { type: 'array', items: inner.schema } };
}

/** A list of just these. */
export function row<const Parts extends readonly Described<unknown>[]>(
	...parts: Parts
): Described<{ readonly [Index in keyof Parts]: Told<Parts[Index]> }> {
	return { schema: { type: 'array', prefixItems: parts.map(({ schema }) => schema), items: false, minItems: parts.length } };
}

/** By names that no table knows beforehand. */
export function mapOf<Value>(inner: Described<Value>): Described<Readonly<Record<string, Value>>> {
	return { schema: { type: 'object', additionalProperties: inner.schema } };
}

/** Just these members: one too many is as wrong as one too few. */
export function objectOf<M extends Members>(members: M): Described<ObjectOf<M>> {
	const entries = Object.entries(members);
	return {
		schema: {
			type: 'object',
			properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
			required: entries.filter(([, { optional }]) => !optional).map(([name]) => name),
			additionalProperties: false,
		},
	};
}

export function optional<Value>(inner: Described<Value>): MayBeMissing<Value> {
	return { ...inner, optional: true };
}

/** @param description what it is, with its unit or form */
export function told<Value>(description: string, inner: Described<Value>): Described<Value> {
	return { ...inner, schema: { description, ...inner.schema } };
}

/** What a value is not, and where. */
export interface Misfit {
	/** `.checks[3].verdict`; '' for the whole. */
	readonly path: string;
	/** As JSON Schema has it: `a string`, `one of "en", "ja"`. */
	readonly expected: Expected;
}

export type Expected =
	| { readonly kind: 'type'; readonly type: NonNullable<JsonSchema['type']> }
	| { readonly kind: 'values'; readonly values: readonly unknown[] }
	| { readonly kind: 'least'; readonly least: number }
	| { readonly kind: 'items'; readonly items: number }
	| { readonly kind: 'missing' }
	| { readonly kind: 'unknown' };

/** The first thing in which a value of JSON is not as the schema says; undefined: there is none. */
export function misfit(schema: JsonSchema, value: unknown, path = ''): Misfit | undefined {
	if (schema.anyOf) {
		const wrong = schema.anyOf.map((each) => misfit(each, value, path));
		return wrong.every((each) => each !== undefined) ? wrong[0] : undefined;
	}
	if (schema.const !== undefined && value !== schema.const) return { path, expected: { kind: 'values', values: [schema.const] } };
	if (schema.enum && !schema.enum.includes(value)) return { path, expected: { kind: 'values', values: schema.enum } };
	if (schema.type && !isOf(schema.type, value)) return { path, expected: { kind: 'type', type: schema.type } };
	if (schema.minimum !== undefined && (value as number) < schema.minimum) return { path, expected: { kind: 'least', least: schema.minimum } };
	if (Array.isArray(value)) return misfitOfList(schema, value, path);
	return typeof value === 'object' && value !== null ? misfitOfObject(schema, value as Readonly<Record<string, unknown>>, path) : undefined;
}

function isOf(type: NonNullable<JsonSchema['type']>, value: unknown): boolean {
	if (type === 'array') return Array.isArray(value);
	if (type === 'null') return value === null;
	if (type === 'integer') return Number.isInteger(value);
	if (type === 'number') return Number.isFinite(value);
	if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
	return typeof value === type;
}

function misfitOfList({ prefixItems = [], items, minItems = 0 }: JsonSchema, list: readonly unknown[], path: string): Misfit | undefined {
	if (list.length < minItems || (items === false && list.length > prefixItems.length))
		return { path, expected: { kind: 'items', items: prefixItems.length } };
	for (const [i, each] of list.entries()) {
		const schema = prefixItems[i] ?? items;
		const wrong = schema && misfit(schema, each, `${path}[${i}]`);
		if (wrong) return wrong;
	}
	return undefined;
}

function misfitOfObject(schema: JsonSchema, object: Readonly<Record<string, unknown>>, path: string): Misfit | undefined {
	for (const name of schema.required ?? []) if (!Object.hasOwn(object, name)) return { path: `${path}.${name}`, expected: { kind: 'missing' } };
	for (const [name, value] of Object.entries(object)) {
		const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : schema.additionalProperties;
		if (known === false) return { path: `${path}.${name}`, expected: { kind: 'unknown' } };
		const wrong = known && misfit(known, value, `${path}.${name}`);
		if (wrong) return wrong;
	}
	return undefined;
}
