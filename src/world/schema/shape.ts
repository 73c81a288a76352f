/**
 * Shapes of the data that programs get: one description from which the compiler takes its types, tests the check of real values, and the documents
 * their tables.
 */

/** `Value` is only for the compiler. */
export interface Shape<out Value> {
	/** Type as the documents write it: `text`, `number`, `"on" or "off"`, `list of records`, … */
	readonly type: string;
	/** Fields of a record, or of the records in a list. */
	readonly fields?: Fields;
	/** Where and how a value is none of this shape, like `found[0].lqi: expected a number`; undefined if it is one. */
	readonly check: (value: unknown, path: string) => string | undefined;
	readonly of?: Value;
}

export interface Field<out Value> {
	readonly shape: Shape<Value>;
	/** Unit or form, like `ms`, `ISO 8601`, `16 hexadecimal digits`; '' where there is none. */
	readonly form: string;
	readonly says: string;
	readonly optional: boolean;
}

/** May be missing. */
export interface OptionalField<out Value> extends Field<Value> {
	readonly optional: true;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

export type Of<S> = S extends Shape<infer Value> ? Value : never;
type OptionalKeys<F extends Fields> = { [Key in keyof F]: F[Key] extends OptionalField<unknown> ? Key : never }[keyof F];
/** The record that these fields make. */
export type RecordOf<F extends Fields> = {
	readonly [Key in Exclude<keyof F, OptionalKeys<F>>]: F[Key] extends Field<infer Value> ? Value : never;
} & { readonly [Key in OptionalKeys<F>]?: F[Key] extends Field<infer Value> ? Value : never };

export function field<Value>(shape: Shape<Value>, says: string, form = ''): Field<Value> {
	return { shape, form, says, optional: false };
}

export function optional<Value>({ shape, says, form }: Field<Value>): OptionalField<Value> {
	return { shape, form, says, optional: true };
}

export function text(): Shape<string> {
	return simple('text', (value) => typeof value === 'string');
}

export function number(): Shape<number> {
	return simple('number', (value) => typeof value === 'number' && Number.isFinite(value));
}

export function flag(): Shape<boolean> {
	return simple('true or false', (value) => typeof value === 'boolean');
}

/** Any value that JSON has. */
export function anything(): Shape<unknown> {
	return simple('any', (value) => value !== undefined);
}

export function choice<const Choice extends string>(...choices: readonly Choice[]): Shape<Choice> {
	return simple(choices.map((each) => `"${each}"`).join(', '), (value) => choices.some((each) => each === value));
}

export function orNull<Value>(inner: Shape<Value>): Shape<Value | null> {
	const { type, fields, check } = inner;
	return { type: `${type} or null`, ...(fields && { fields }), check: (value, path) => (value === null ? undefined : check(value, path)) };
}

export function either<First, Second>(first: Shape<First>, second: Shape<Second>): Shape<First | Second> {
	const check = (value: unknown, path: string) => first.check(value, path) && second.check(value, path);
	return { type: `${first.type} or ${second.type}`, check };
}

export function listOf<Value>(inner: Shape<Value>): Shape<readonly Value[]> {
	const { type, fields } = inner;
	const check = (value: unknown, path: string) => {
		if (!Array.isArray(value)) return `${path}: expected a list`;
		for (let i = 0; i < value.length; i++) {
			const wrong = inner.check(value[i], `${path}[${i}]`);
			if (wrong !== undefined) return wrong;
		}
		return undefined;
	};
	return { type: `list of ${fields === undefined ? type : 'records'}`, ...(fields && { fields }), check };
}

export function record<F extends Fields>(fields: F): Shape<RecordOf<F>> {
	return { type: 'record', fields, check: (value, path) => checkRecord(fields, value, path) };
}

/** Map by names that no table knows beforehand. */
export function mapOf<Value>(inner: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
	const check = (value: unknown, path: string) => {
		if (typeof value !== 'object' || value === null) return `${path}: expected a record`;
		for (const [key, each] of Object.entries(value)) {
			const wrong = inner.check(each, `${path}.${key}`);
			if (wrong !== undefined) return wrong;
		}
		return undefined;
	};
	return { type: `record of ${inner.type} by name`, check };
}

/** Strict: a field too many is as wrong as one too few. */
export function checkRecord(fields: Fields, value: unknown, path: string): string | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path}: expected a record`;
	const known = value as Readonly<Record<string, unknown>>;
	for (const key of Object.keys(known)) if (fields[key] === undefined) return `${path}.${key}: expected no such field`;
	for (const [key, each] of Object.entries(fields)) {
		if (known[key] === undefined) {
			if (!each.optional) return `${path}.${key}: expected ${each.shape.type}, it is missing`;
			continue;
		}
		const wrong = each.shape.check(known[key], `${path}.${key}`);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}

function simple<Value>(type: string, isOne: (value: unknown) => boolean): Shape<Value> {
	return { type, check: (value, path) => (isOne(value) ? undefined : `${path}: expected ${type}`) };
}
