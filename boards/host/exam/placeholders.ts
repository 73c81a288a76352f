/** Words in braces that the exam fills in when it starts a program: `{dongle}`, `{env:NAME}`. */
import type { Declaration, ObserveSource } from '../../../src/exam/declaration.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { DECLARATION_USAGE, type DeclarationUsageWords } from './declaration-usage.js';

/** What stands for what is known once the program is started. */
export const PLACEHOLDERS = Object.freeze(['dongle', 'id', 'password', 'password-file', 'mqtt', 'influx', 'port', 'work', 'time'] as const);
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Where a text stands decides what it may hold. */
export const ALLOWED = Object.freeze({
	command: { names: PLACEHOLDERS, env: false },
	env: { names: PLACEHOLDERS, env: true },
	run: { names: ['mqtt', 'influx', 'port', 'work', 'time', 'dongle'], env: false },
	file: { names: ['work'], env: false },
	headers: { names: [], env: true },
	url: { names: ['port'], env: true },
} as const satisfies Readonly<Record<string, { readonly names: readonly Placeholder[]; readonly env: boolean }>>);
export type TextPlace = keyof typeof ALLOWED;

/** `{"a": 1}` and `{}` are none. */
const PLACEHOLDER = /\{([a-z][a-z-]*|env:[A-Za-z_][A-Za-z0-9_]*)\}/g;
const ENV = 'env:';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the placeholders of a text; undefined: nothing. */
export function wrongPlaceholder(text: string, place: TextPlace, env: Environment): ((words: DeclarationUsageWords) => string) | undefined {
	const { names, env: withEnv } = ALLOWED[place];
	for (const [whole, name = ''] of text.matchAll(PLACEHOLDER)) {
		if (name.startsWith(ENV) && withEnv) {
			if (env[name.slice(ENV.length)] === undefined) return (words) => words.noVariable(name.slice(ENV.length));
		} else if (!(names as readonly string[]).includes(name)) {
			const known = [...names.map((each) => `{${each}}`), ...(withEnv ? ['{env:NAME}'] : [])];
			return (words) => words.noPlaceholder(whole, known);
		}
	}
	return undefined;
}

/** Throws UsageError, before anything starts. */
export function checkPlaceholders(declaration: Declaration, env: Environment): void {
	for (const [text, place, where] of textsOf(declaration)) {
		const wrong = wrongPlaceholder(text, place, env);
		if (wrong !== undefined) throw new UsageError(inEach(DECLARATION_USAGE, (words) => `${where}: ${wrong(words)}`));
	}
}

/** Placeholders that stand somewhere in it. */
export function placeholdersIn(declaration: Declaration): ReadonlySet<string> {
	return new Set(textsOf(declaration).flatMap(([text]) => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)));
}

/** @param value of a placeholder; undefined: it is left as it is */
export function filled(text: string, value: (name: Placeholder) => string | undefined, env: Environment): string {
	return text.replace(PLACEHOLDER, (whole, name: string) =>
		name.startsWith(ENV) ? (env[name.slice(ENV.length)] ?? whole) : (value(name as Placeholder) ?? whole),
	);
}

/** Its URL with some port in place of the one that is chosen at a start. */
export function withSomePort(url: string): string {
	return url.replaceAll('{port}', '1');
}

type Text = readonly [text: string, place: TextPlace, where: string];

function textsOf({ start, observe }: Declaration): readonly Text[] {
	const program: readonly Text[] = [
		...(start?.command ?? []).map((text) => [text, 'command', 'command'] as const),
		...Object.entries(start?.env ?? {}).map(([name, text]) => [text, 'env', `env: ${name}`] as const),
	];
	return [...program, ...observe.flatMap(({ what, source }) => sourceTexts(source).map(([text, place]) => [text, place, what] as const))];
}

function sourceTexts(source: ObserveSource): readonly (readonly [string, TextPlace])[] {
	switch (source.kind) {
		case 'tail':
			return [[source.file, 'file']];
		case 'http':
			return [[source.url, 'url'], ...Object.values(source.headers).map((text) => [text, 'headers'] as const)];
		case 'run':
			return [[source.command, 'run']];
		default:
			return [];
	}
}
