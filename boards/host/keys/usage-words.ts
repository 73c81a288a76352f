/** Wrong use of `keiki keys`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface KeysUsageWords {
	readonly taken: (file: string) => string;
	readonly cannotMake: (file: string, reason: string) => string;
}

export const KEYS_USAGE: InEach<KeysUsageWords> = Object.freeze({
	en: {
		taken: (file) => `keys make ${file}: expected a new file, found one`,
		cannotMake: (file, reason) => `keys make ${file}: cannot make it: ${reason}`,
	},
	ja: {
		taken: (file) => `keys make ${file}: 新しいファイルのはずですが、すでにあります`,
		cannotMake: (file, reason) => `keys make ${file}: 作れません: ${reason}`,
	},
});
