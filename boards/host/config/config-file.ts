/**
 * The file of `--config`, YAML: by command, the values of its options by their names. What stands under the first words of a command is for all commands
 * that begin so.
 *
 * ```yaml
 * run: { speed: max, dongle: [pty, "pty,bp35c2"] }
 * hes:
 *   meter: "[::1]:4059"
 * hes profile: { out: rows.csv }
 * ```
 */
import { readFileSync, statSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { OptionValue, RowOption } from '../shared/option-row.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { CONFIG, groupsOf, type Leaf, optionsUnder } from './options-table.js';
import { CONFIG_USAGE, type ConfigUsageWords } from './usage-words.js';
import { checked } from './values.js';

export interface FileValue {
	readonly value: OptionValue;
	/** `FILE:LINE:COLUMN` */
	readonly place: string;
}

/** Values of the file: by the words of a command with blanks between, then by the name of an option. */
export type FileValues = ReadonlyMap<string, ReadonlyMap<string, FileValue>>;

/** What is wrong, in words of one language. */
type Say = (words: ConfigUsageWords) => string;

const MOST_BYTES = 1 << 20;

/** Values for all commands: what is wrong anywhere is told, whichever command runs. Throws UsageError. */
export function readConfig(path: string, leaves: readonly Leaf[]): FileValues {
	return new ConfigReader(path).read(textOf(path), leaves);
}

function textOf(path: string): string {
	try {
		const { size } = statSync(path);
		if (size > MOST_BYTES) throw new UsageError(inEach(CONFIG_USAGE, (words) => words.tooLong(path, MOST_BYTES, size)));
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(CONFIG_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
}

class ConfigReader {
	readonly #path: string;
	readonly #lines = new LineCounter();

	constructor(path: string) {
		this.#path = path;
	}

	read(text: string, leaves: readonly Leaf[]): FileValues {
		const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
		const [error] = document.errors;
		if (error !== undefined) throw this.#wrong(error.pos[0], (words) => words.noYaml(reasonOf(error)));
		const values = new Map<string, ReadonlyMap<string, FileValue>>();
		const root = document.contents;
		if (root === null || isEmpty(root)) return values;
		const groups = new Map(groupsOf(leaves).map((words) => [words.join(' '), words]));
		const common = optionsUnder(leaves, []).filter((option) => option.isCommon && option.name() !== CONFIG);
		const ofAll: (readonly [RowOption, Pair<Scalar, Node | null>])[] = [];
		const resolve = (node: Node | null): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : node);
		for (const pair of this.#pairsOf(root, (words) => words.noCommands())) {
			const name = nameOf(pair.key);
			const words = groups.get(name);
			const option = common.find((each) => each.name() === name);
			if (option !== undefined) ofAll.push([option, pair]);
			else if (words === undefined) throw this.#wrong(pair.key, ({ noCommand }) => noCommand(name, [...groups.keys()]));
			else values.set(name, this.#optionsOf(pair, optionsUnder(leaves, words), resolve));
		}
		if (ofAll.length > 0) values.set('', new Map(ofAll.map(([option, pair]) => [option.name(), this.#valueOf(option, pair, resolve)])));
		return values;
	}

	#optionsOf(of: Pair<Scalar, Node | null>, options: readonly RowOption[], resolve: (node: Node | null) => Node | null) {
		const command = nameOf(of.key);
		const found = new Map<string, FileValue>();
		const body = resolve(of.value);
		if (body === null || isEmpty(body)) return found;
		for (const pair of this.#pairsOf(body, (words) => words.noOptions(command, options[0]?.name() ?? ''))) {
			const name = nameOf(pair.key);
			const known = options.filter((each) => each.name() !== CONFIG);
			const option = known.find((each) => each.name() === name);
			if (option === undefined) {
				const names = known.map((each) => each.name());
				throw this.#wrong(pair.key, (words) => words.noOption(command, name, names));
			}
			found.set(name, this.#valueOf(option, pair, resolve));
		}
		return found;
	}

	#valueOf(option: RowOption, { key, value }: Pair<Scalar, Node | null>, resolve: (node: Node | null) => Node | null): FileValue {
		const node = resolve(value) ?? key;
		const place = this.#place(value ?? key);
		const wrong = (say: Say) => this.#wrong(value ?? key, (words) => `${option.name()}: ${say(words)}`);
		if (option.row.many) {
			const items = isSeq(node) ? node.items.map((item) => resolve(item as Node | null)) : [node];
			return {
				value: items.map((item) => textIn(item) ?? fail(this.#wrong(item ?? node, (words) => words.noTexts(option.name())))),
				place,
			};
		}
		const content = isScalar(node) && node !== key ? node.value : null;
		if (typeof content === 'boolean' && (!option.required || option.optional)) return { value: content, place };
		if (!option.takesValue) throw wrong((words) => words.noBoolean());
		const text = node === key ? undefined : textIn(node);
		if (text === undefined) throw wrong((words) => words.noText());
		const outcome = checked(option, text);
		if ('en' in outcome) throw wrong((words) => words.oneOf(option.row.choices!, text));
		return { ...outcome, place };
	}

	#pairsOf(node: Node, expected: Say): readonly Pair<Scalar, Node | null>[] {
		if (!isMap(node)) throw this.#wrong(node, expected);
		return (node as YAMLMap<Scalar, Node | null>).items.map((pair) => (isScalar(pair.key) ? pair : fail(this.#wrong(pair.key, expected))));
	}

	#wrong(at: Node | number | null, why: Say): UsageError {
		return new UsageError(inEach(CONFIG_USAGE, (words) => `${this.#place(at)}: ${why(words)}`));
	}

	#place(at: Node | number | null): string {
		const { line, col } = this.#lines.linePos(typeof at === 'number' ? at : (at?.range?.[0] ?? 0));
		return `${this.#path}:${line}:${col}`;
	}
}

function nameOf({ value, source }: Scalar): string {
	return source ?? String(value);
}

/** Text as it was written: `05` stays so, and `0123456789AB` too. */
function textIn(node: Node | null): string | undefined {
	if (!isScalar(node) || node.value === null || typeof node.value === 'boolean') return undefined;
	return node.source ?? String(node.value);
}

function isEmpty(node: Node): boolean {
	return isScalar(node) && node.value === null;
}

function fail(error: Error): never {
	throw error;
}
