/** Wrong use of `keiki catalogue`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface CatalogueUsageWords {
	readonly oneOf: (option: string, choices: readonly string[], text: string) => string;
	readonly longCode: (unit: number, codes: readonly string[], text: string) => string;
	readonly noCode: (unit: number, text: string) => string;
	/** @param units what is wrong with each, in words of the next two */
	readonly unknown: (units: readonly string[]) => string;
	/** @param perhaps which units may be meant */
	readonly noUnit: (unit: number, column: number, word: string, perhaps: readonly string[]) => string;
	readonly noWord: (unit: number, column: number) => string;
}

const EXAMPLES: InEach<string> = Object.freeze({
	en: 'expected one like rf-b, 1p3w-60-2way, switch-60, voltage-60, normal or rain',
	ja: 'rf-b、1p3w-60-2way、switch-60、voltage-60、normal、rainのようなもののはずです',
});

export const CATALOGUE_USAGE: InEach<CatalogueUsageWords> = Object.freeze({
	en: {
		oneOf: (option, choices, text) => `${option}: expected one of ${choices.join(', ')}, got "${text}"`,
		longCode: (unit, codes, text) => `--stock: unit ${unit}: expected ${codes.join(' or ')}, got "${text}"`,
		noCode: (unit, text) => `--stock: unit ${unit}: expected a code that keiki catalogue types lists, got "${text}"`,
		unknown: (units) => `${units.join('; ')}; keiki catalogue types lists them all`,
		noUnit: (unit, column, word, perhaps) =>
			`unit ${unit} (column ${column}): "${word}" is no unit; ${perhaps.length > 0 ? `perhaps ${perhaps.join(' or ')}` : EXAMPLES.en}`,
		noWord: (unit, column) => `unit ${unit} (column ${column}): there is no word; ${EXAMPLES.en}`,
	},
	ja: {
		oneOf: (option, choices, text) => `${option}: ${choices.join('、')}のいずれかのはずですが、"${text}"です`,
		longCode: (unit, codes, text) => `--stock: ${unit}番目のユニット: ${codes.join('か')}のはずですが、"${text}"です`,
		noCode: (unit, text) => `--stock: ${unit}番目のユニット: keiki catalogue typesの一覧にある符号のはずですが、"${text}"です`,
		unknown: (units) => `${units.join('。')}。keiki catalogue typesですべて見られます`,
		noUnit: (unit, column, word, perhaps) =>
			`${unit}番目のユニット(${column}桁目): "${word}"というユニットはありません。${perhaps.length > 0 ? `${perhaps.join('か')}のことですか` : EXAMPLES.ja}`,
		noWord: (unit, column) => `${unit}番目のユニット(${column}桁目): 語がありません。${EXAMPLES.ja}`,
	},
});
