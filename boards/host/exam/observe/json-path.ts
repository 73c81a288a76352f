/** A path into JSON as people write it: `$.state`, `meters[0].power`, `$['present power']`. */

/** Names of fields, and numbers of items. */
export type JsonPath = readonly (string | number)[];

/** At the start of what is left: `name`, `.name`, `[0]`, `['name']` or `["name"]`. */
const STEP = /^(?:\.?([A-Za-z_À-￿$][\w\-À-￿$]*)|\[(\d{1,6})\]|\['([^']*)'\]|\["([^"]*)"\])/u;
const MOST_STEPS = 100;

/** Undefined: it is none. `$` alone is the whole. */
export function parsePath(text: string): JsonPath | undefined {
	let rest = text.trim();
	if (rest === '') return undefined;
	const path: (string | number)[] = [];
	if (rest === '$' || /^\$[.[]/.test(rest)) rest = rest.slice(1);
	else if (rest.startsWith('.')) return undefined;
	while (rest !== '') {
		const step = STEP.exec(rest);
		if (step === null || path.length === MOST_STEPS) return undefined;
		const [whole, name, item, quoted, doubleQuoted] = step;
		// `a b` and `[0]a` are none.
		if (name !== undefined && path.length > 0 && !whole.startsWith('.')) return undefined;
		path.push(item === undefined ? (name ?? quoted ?? doubleQuoted ?? '') : Number(item));
		rest = rest.slice(whole.length);
	}
	return path;
}

/** What stands there, as text; null: JSON's own null; undefined: it is no JSON, or nothing stands there. */
export function textAt(json: string, path: JsonPath): string | null | undefined {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return undefined;
	}
	for (const step of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
		value = (value as Readonly<Record<string | number, unknown>>)[step];
	}
	if (value === null) return null;
	return typeof value === 'string' ? value : JSON.stringify(value);
}
