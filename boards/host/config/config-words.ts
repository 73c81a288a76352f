/** What `keiki config` prints, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

interface ConfigTexts {
	readonly nothingTold: () => string;
	readonly notTold: () => string;
	/** @param otherwise what the option is then, in words; undefined: its value says it */
	readonly usual: (otherwise?: string) => string;
}

export const CONFIG_TEXTS: InEach<ConfigTexts> = Object.freeze({
	en: {
		nothingTold: () => 'nothing is told: all options are as they are by themselves; keiki config COMMAND lists them',
		notTold: () => 'not told',
		usual: (otherwise) => (otherwise === undefined ? 'default' : `default: ${otherwise}`),
	},
	ja: {
		nothingTold: () => '指定はありません: すべてのオプションが既定のままです。keiki config COMMANDで一覧が見られます',
		notTold: () => '指定なし',
		usual: (otherwise) => (otherwise === undefined ? '既定' : `既定: ${otherwise}`),
	},
});
