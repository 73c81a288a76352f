/** Reads values of a declaration as its rows have them. Each error tells where it is. */
import { isScalar, isSeq, type Node } from 'yaml';
import type { InEach } from '../../../src/world/schema/language.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import type { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { nameOf, textIn, type YamlFile, type YamlPair } from '../shared/yaml-file.js';
import type { Form, MapKeys, Row } from './declaration-rows.js';
import { DECLARATION_USAGE, type DeclarationUsageWords } from './declaration-usage.js';
import { TEXT_CHECKS, type TextCheck } from './text-checks.js';

/** What a value of a form is, once it is read. */
export type ValueOf<F> = F extends { readonly form: 'text' }
	? string
	: F extends { readonly form: 'choice'; readonly of: readonly (infer Each)[] }
		? Each
		: F extends { readonly form: 'texts' | 'words' }
			? readonly string[]
			: F extends { readonly form: 'yesNo' }
				? boolean
				: F extends { readonly form: 'duration' | 'number' | 'limit' }
					? number
					: F extends { readonly form: 'map'; readonly of: infer Of }
						? Readonly<Record<string, ValueOf<Of>>>
						: F extends { readonly form: 'rows'; readonly rows: infer Rows extends readonly Row[] }
							? ValuesOf<Rows>
							: F extends { readonly form: 'observe' }
								? Node
								: never;

/** Values by the names of their rows. */
export type ValuesOf<Rows extends readonly Row[]> = {
	readonly [Each in Rows[number] as Each['name']]: ValueOf<Each['form']> | (Each extends { readonly must: true } ? never : undefined);
};

/** Names that a map may have, where the exam knows them. Undefined: any. */
export type KnownNames = Readonly<Partial<Record<MapKeys, readonly string[]>>>;

type Say = (words: DeclarationUsageWords) => string;

const YES_NO: Readonly<Record<string, boolean>> = Object.freeze({ yes: true, no: false, true: true, false: false });
const MOST_COLUMN = 1000;

export class DeclarationReader {
	readonly #file: YamlFile;
	readonly #known: KnownNames;

	constructor(file: YamlFile, known: KnownNames) {
		this.#file = file;
		this.#known = known;
	}

	/** @param at what lacks a row, where there is nothing to read */
	rows<const Rows extends readonly Row[]>(node: Node | null, rows: Rows, at: Node | null = node): ValuesOf<Rows> {
		const values: Record<string, unknown> = {};
		const names = rows.map(({ name }) => name);
		for (const pair of this.pairs(node, `${names[0]}: …`)) {
			const name = nameOf(pair.key);
			const row = rows.find((each) => each.name === name) ?? this.fail(pair.key, (words) => words.noKey(name, names));
			values[name] = this.#value(pair.value, row.form, name, pair.key);
		}
		const missing = rows.find(({ name, must }) => must === true && values[name] === undefined);
		if (missing !== undefined) this.fail(at, (words) => words.missing([missing.name]));
		return values as ValuesOf<Rows>;
	}

	/** None where there is nothing. */
	pairs(node: Node | null, example: string): readonly YamlPair[] {
		const body = this.#file.resolve(node);
		if (body === null || (isScalar(body) && body.value === null)) return [];
		return this.#file.pairsOf(
			body,
			inEach(DECLARATION_USAGE, (words) => words.noRows(example)),
		);
	}

	/** Items of a list, or what stands in place of one. */
	items(node: Node | null): readonly (Node | null)[] {
		const body = this.#file.resolve(node);
		return isSeq(body) ? (body.items as readonly (Node | null)[]) : [node];
	}

	wrong(at: Node | null, why: Say): UsageError {
		return this.#file.wrong(at, inEach(DECLARATION_USAGE, why));
	}

	fail(at: Node | null, why: Say): never {
		throw this.wrong(at, why);
	}

	/** Throws what is wrong with a text, in words of each language. */
	failText(at: Node | null, why: InEach<string>): never {
		throw this.#file.wrong(at, why);
	}

	/** @param key where nothing stands at its side */
	#value(node: Node | null, form: Form, name: string, key: Node): unknown {
		const at = node ?? key;
		const fail = (why: Say): never => this.fail(at, (words) => `${name}: ${why(words)}`);
		const body = this.#file.resolve(node);
		switch (form.form) {
			case 'text':
				return checked(this.#text(node, at, name), form.check, fail);
			case 'texts':
				return this.items(node).map((item) => textIn(this.#file.resolve(item)) ?? fail((words) => words.noTexts()));
			case 'words': {
				if (!isSeq(body) || body.items.length === 0) return fail((words) => words.noWords());
				return body.items.map((item) => {
					const word = this.#text(item as Node | null, (item as Node | null) ?? at, name);
					return checked(word, form.check, (why) => this.fail((item as Node | null) ?? at, (words) => `${name}: ${why(words)}`));
				});
			}
			case 'choice': {
				const text = this.#text(node, at, name);
				return form.of.includes(text) ? text : fail((words) => words.oneOf(form.of, text));
			}
			case 'yesNo': {
				const text = isScalar(body) ? (body.source ?? String(body.value)) : '';
				return YES_NO[text.toLowerCase()] ?? fail((words) => words.noYesNo(text));
			}
			case 'duration': {
				const text = this.#text(node, at, name);
				const ms = parseDuration(text) ?? fail((words) => words.noDuration(text));
				if (ms < parseDuration(form.least)! || ms > parseDuration(form.most)!) fail((words) => words.outOfRange(form.least, form.most, text));
				return ms;
			}
			case 'limit': {
				const text = this.#text(node, at, name);
				return parseDuration(text, 'ms') ?? fail((words) => words.noLimit(text));
			}
			case 'number': {
				const text = this.#text(node, at, name);
				const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
				if (Number.isNaN(value) || (form.whole === true && !Number.isInteger(value))) fail((words) => words.noNumber(text));
				if (value < form.least || value > form.most) fail((words) => words.outOfRange(String(form.least), String(form.most), text));
				return value;
			}
			case 'map':
				return this.#map(node, form.of, form.keys);
			case 'rows':
				return this.rows(node, form.rows, at);
			case 'observe':
				return at;
		}
	}

	#map(node: Node | null, of: Form, keys: MapKeys | undefined): Readonly<Record<string, unknown>> {
		const known = keys === undefined ? undefined : this.#known[keys];
		const entries = this.pairs(node, 'NAME: …').map((pair): [string, unknown] => {
			const name = nameOf(pair.key);
			if (known !== undefined && !known.includes(name)) this.fail(pair.key, (words) => words.noKey(name, known));
			if (keys === 'column' && !isColumn(name)) this.fail(pair.key, (words) => words.noColumn(name));
			return [name, this.#value(pair.value, of, name, pair.key)];
		});
		// A name may be any, also `__proto__`.
		return Object.freeze(Object.fromEntries(entries));
	}

	#text(node: Node | null, at: Node, name: string): string {
		return textIn(this.#file.resolve(node)) ?? this.fail(at, (words) => `${name}: ${words.noText()}`);
	}
}

function checked(text: string, check: TextCheck | undefined, fail: (why: Say) => never): string {
	const wrong = check === undefined ? undefined : TEXT_CHECKS[check](text);
	return wrong === undefined ? text : fail(wrong);
}

function isColumn(text: string): boolean {
	return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MOST_COLUMN;
}
