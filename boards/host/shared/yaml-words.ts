/** What is wrong with any file in YAML, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface YamlUsageWords {
	readonly cannotRead: (called: string, reason: string) => string;
	readonly tooLong: (called: string, most: number, got: number) => string;
	readonly noYaml: (reason: string) => string;
}

export const YAML_USAGE: InEach<YamlUsageWords> = Object.freeze({
	en: {
		cannotRead: (called, reason) => `${called}: cannot read it: ${reason}`,
		tooLong: (called, most, got) => `${called}: cannot read it: expected at most ${most} bytes, got ${got}`,
		noYaml: (reason) => `no YAML: ${reason}`,
	},
	ja: {
		cannotRead: (called, reason) => `${called}: 読めません: ${reason}`,
		tooLong: (called, most, got) => `${called}: 読めません: ${most}バイトまでのはずですが、${got}バイトです`,
		noYaml: (reason) => `YAMLではありません: ${reason}`,
	},
});
