/** Wrong use of `--config`, of variables and of `keiki config`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface ConfigUsageWords {
	readonly noCommands: () => string;
	readonly noCommand: (name: string, known: readonly string[]) => string;
	readonly noCommandHere: (name: string, known: readonly string[]) => string;
	readonly noOptions: (command: string, example: string) => string;
	readonly noOption: (command: string, name: string, known: readonly string[]) => string;
	readonly noVariable: (variable: string, command: string, known: readonly string[]) => string;
	readonly noTexts: (option: string) => string;
	readonly noBoolean: () => string;
	readonly noText: () => string;
	readonly noSwitch: (text: string) => string;
	readonly oneOf: (choices: readonly string[], text: string) => string;
}

export const CONFIG_USAGE: InEach<ConfigUsageWords> = Object.freeze({
	en: {
		noCommands: () => 'expected a command and what holds for it, like "run: { speed: max }"',
		noCommand: (name, known) => `there is no command "${name}"; expected one of ${known.join(', ')}`,
		noCommandHere: (name, known) => `keiki config: there is no command "${name}"; expected one of ${known.join(', ')}`,
		noOptions: (command, example) => `expected options of keiki ${command}, like "${example}: …"`,
		noOption: (command, name, known) => `keiki ${command} has no option "${name}"; expected one of ${known.join(', ')}`,
		noVariable: (variable, command, known) => `${variable}: keiki ${command} has no such option; expected one of ${known.join(', ')}`,
		noTexts: (option) => `${option}: expected a text or a list of them`,
		noBoolean: () => 'expected true or false',
		noText: () => 'expected a text or a number',
		noSwitch: (text) => `expected true or false, got "${text}"`,
		oneOf: (choices, text) => `expected one of ${choices.join(', ')}, got "${text}"`,
	},
	ja: {
		noCommands: () => '"run: { speed: max }"のような、コマンドとその設定のはずです',
		noCommand: (name, known) => `コマンド"${name}"はありません。${known.join('、')}のいずれかのはずです`,
		noCommandHere: (name, known) => `keiki config: コマンド"${name}"はありません。${known.join('、')}のいずれかのはずです`,
		noOptions: (command, example) => `"${example}: …"のような、keiki ${command}のオプションのはずです`,
		noOption: (command, name, known) => `keiki ${command}にオプション"${name}"はありません。${known.join('、')}のいずれかのはずです`,
		noVariable: (variable, command, known) => `${variable}: keiki ${command}にそのオプションはありません。${known.join('、')}のいずれかのはずです`,
		noTexts: (option) => `${option}: 文字列か、そのリストのはずです`,
		noBoolean: () => 'trueかfalseのはずです',
		noText: () => '文字列か数値のはずです',
		noSwitch: (text) => `trueかfalseのはずですが、"${text}"です`,
		oneOf: (choices, text) => `${choices.join('、')}のいずれかのはずですが、"${text}"です`,
	},
});
