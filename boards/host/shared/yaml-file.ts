/** A file in YAML that a person wrote: what is wrong with it is told as `FILE:LINE:COLUMN: what`. */
import { readFileSync, statSync } from 'node:fs';
import { isAlias, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { InEach } from '../../../src/world/schema/language.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';
import { YAML_USAGE } from './yaml-words.js';

const MOST_BYTES = 1 << 20;

export type YamlPair = Pair<Scalar, Node | null>;

export class YamlFile {
	readonly path: string;
	readonly #lines = new LineCounter();
	readonly #document: ReturnType<typeof parseDocument>;

	/**
	 * Throws UsageError.
	 * @param called how the file was named, with the option before it where there was one
	 */
	static read(path: string, called = path): YamlFile {
		let text: string;
		try {
			const { size } = statSync(path);
			if (size > MOST_BYTES) throw new UsageError(inEach(YAML_USAGE, (words) => words.tooLong(called, MOST_BYTES, size)));
			text = readFileSync(path, 'utf8');
		} catch (error) {
			if (error instanceof UsageError) throw error;
			throw new UsageError(inEach(YAML_USAGE, (words) => words.cannotRead(called, reasonOf(error))));
		}
		return new YamlFile(path, text);
	}

	/** Throws UsageError. */
	constructor(path: string, text: string) {
		this.path = path;
		this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
		const [error] = this.#document.errors;
		if (error !== undefined)
			throw this.wrong(
				error.pos[0],
				inEach(YAML_USAGE, (words) => words.noYaml(reasonOf(error))),
			);
	}

	/** Null: there is nothing in it. */
	get root(): Node | null {
		const { contents } = this.#document;
		return contents === null || isEmpty(contents) ? null : contents;
	}

	/** What an alias stands for; anything else itself. */
	resolve(node: Node | null): Node | null {
		return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
	}

	/** Pairs of a map whose keys are plain. Throws UsageError with `expected` for anything else. */
	pairsOf(node: Node, expected: InEach<string>): readonly YamlPair[] {
		if (!isMap(node)) throw this.wrong(node, expected);
		return (node as YAMLMap<Scalar, Node | null>).items.map((pair) => {
			if (!isScalar(pair.key)) throw this.wrong(pair.key, expected);
			return pair;
		});
	}

	wrong(at: Node | number | null, why: InEach<string>): UsageError {
		const place = this.place(at);
		return new UsageError({ en: `${place}: ${why.en}`, ja: `${place}: ${why.ja}` });
	}

	/** `FILE:LINE:COLUMN` */
	place(at: Node | number | null): string {
		const { line, col } = this.#lines.linePos(typeof at === 'number' ? at : (at?.range?.[0] ?? 0));
		return `${this.path}:${line}:${col}`;
	}
}

export function nameOf({ value, source }: Scalar): string {
	return source ?? String(value);
}

/** Text as it was written: `05` stays so, and `0123456789AB` too. Undefined: it is no text and no number. */
export function textIn(node: Node | null): string | undefined {
	if (!isScalar(node) || node.value === null || typeof node.value === 'boolean') return undefined;
	return node.source ?? String(node.value);
}

export function isEmpty(node: Node): boolean {
	return isScalar(node) && node.value === null;
}
