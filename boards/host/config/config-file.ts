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
import { isScalar, isSeq, type Node } from 'yaml';
import type { OptionValue, RowOption } from '../shared/option-row.js';
import type { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { isEmpty, nameOf, textIn, YamlFile, type YamlPair } from '../shared/yaml-file.js';
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

/** Values for all commands: what is wrong anywhere is told, whichever command runs. Throws UsageError. */
export function readConfig(path: string, leaves: readonly Leaf[]): FileValues {
	return new ConfigReader(YamlFile.read(path, `--${CONFIG} ${path}`)).read(leaves);
}

class ConfigReader {
	readonly #file: YamlFile;

	constructor(file: YamlFile) {
		this.#file = file;
	}

	read(leaves: readonly Leaf[]): FileValues {
		const values = new Map<string, ReadonlyMap<string, FileValue>>();
		const { root } = this.#file;
		if (root === null) return values;
		const groups = new Map(groupsOf(leaves).map((words) => [words.join(' '), words]));
		const common = optionsUnder(leaves, []).filter((option) => option.isCommon && option.name() !== CONFIG);
		const ofAll: (readonly [RowOption, YamlPair])[] = [];
		for (const pair of this.#pairsOf(root, (words) => words.noCommands())) {
			const name = nameOf(pair.key);
			const words = groups.get(name);
			const option = common.find((each) => each.name() === name);
			if (option !== undefined) ofAll.push([option, pair]);
			else if (words === undefined) throw this.#wrong(pair.key, ({ noCommand }) => noCommand(name, [...groups.keys()]));
			else values.set(name, this.#optionsOf(pair, optionsUnder(leaves, words)));
		}
		if (ofAll.length > 0) values.set('', new Map(ofAll.map(([option, pair]) => [option.name(), this.#valueOf(option, pair)])));
		return values;
	}

	#optionsOf(of: YamlPair, options: readonly RowOption[]) {
		const command = nameOf(of.key);
		const found = new Map<string, FileValue>();
		const body = this.#file.resolve(of.value);
		if (body === null || isEmpty(body)) return found;
		for (const pair of this.#pairsOf(body, (words) => words.noOptions(command, options[0]?.name() ?? ''))) {
			const name = nameOf(pair.key);
			const known = options.filter((each) => each.name() !== CONFIG);
			const option = known.find((each) => each.name() === name);
			if (option === undefined) {
				const names = known.map((each) => each.name());
				throw this.#wrong(pair.key, (words) => words.noOption(command, name, names));
			}
			found.set(name, this.#valueOf(option, pair));
		}
		return found;
	}

	#valueOf(option: RowOption, { key, value }: YamlPair): FileValue {
		const node = this.#file.resolve(value) ?? key;
		const place = this.#file.place(value ?? key);
		const wrong = (say: Say) => this.#wrong(value ?? key, (words) => `${option.name()}: ${say(words)}`);
		if (option.row.many) {
			const items = isSeq(node) ? node.items.map((item) => this.#file.resolve(item as Node | null)) : [node];
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

	#pairsOf(node: Node, expected: Say): readonly YamlPair[] {
		return this.#file.pairsOf(node, inEach(CONFIG_USAGE, expected));
	}

	#wrong(at: Node | null, why: Say): UsageError {
		return this.#file.wrong(at, inEach(CONFIG_USAGE, why));
	}
}

function fail(error: Error): never {
	throw error;
}
