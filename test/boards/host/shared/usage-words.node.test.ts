import assert from 'node:assert/strict';
import { CAPTURE_WORDS } from '../../../../boards/host/capture/capture-words.js';
import { CAPTURE_USAGE } from '../../../../boards/host/capture/usage-words.js';
import { CATALOGUE_USAGE } from '../../../../boards/host/catalogue/usage-words.js';
import { CONFIG_TEXTS } from '../../../../boards/host/config/config-words.js';
import { CONFIG_USAGE } from '../../../../boards/host/config/usage-words.js';
import { FAULTS_USAGE } from '../../../../boards/host/faults/usage-words.js';
import { HEMS_USAGE } from '../../../../boards/host/hems/usage-words.js';
import { hesOptions } from '../../../../boards/host/hes/hes-options.js';
import { HES_WORDS } from '../../../../boards/host/hes/hes-words.js';
import { HES_USAGE } from '../../../../boards/host/hes/usage-words.js';
import { KEYS_USAGE } from '../../../../boards/host/keys/usage-words.js';
import { FILE_USAGE } from '../../../../boards/host/shared/file-usage-words.js';
import { NOTICES } from '../../../../boards/host/shared/notice-words.js';
import { credentialsOf } from '../../../../boards/host/shared/option-values.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';

type Say = (...fields: readonly unknown[]) => string;
type Entries = readonly (readonly [string, Say])[];

const TABLES: Readonly<Record<string, { readonly en: object; readonly ja: object }>> = {
	hes: HES_USAGE,
	files: FILE_USAGE,
	hems: HEMS_USAGE,
	faults: FAULTS_USAGE,
	capture: CAPTURE_USAGE,
	keys: KEYS_USAGE,
	catalogue: CATALOGUE_USAGE,
	config: CONFIG_USAGE,
	notices: NOTICES,
	'keiki capture': CAPTURE_WORDS,
	'keiki config': CONFIG_TEXTS,
	'keiki hes': HES_WORDS,
};

/** What stands for a field of whatever type: a list reads as a text in a sentence. */
function said(say: Say): string {
	return say(...Array.from({ length: say.length }, (_, i) => [`field${i}`]));
}

/** The functions of a table, and the texts of its lists as functions. */
function entriesOf(table: object): Entries {
	return Object.entries(table).flatMap(
		([key, say]): Entries =>
			typeof say === 'function' ? [[key, say as Say]] : Object.entries(say as object).map(([name, text]) => [`${key}.${name}`, () => String(text)]),
	);
}

function optionsIn(text: string): string[] {
	return [...new Set(text.match(/--[a-z][a-z-]*/g) ?? [])].sort();
}

function fieldsIn(text: string): string[] {
	return [...new Set(text.match(/field\d/g) ?? [])].sort();
}

describe('The words of wrong use', () => {
	for (const [name, { en, ja }] of Object.entries(TABLES)) {
		const translated = new Map(entriesOf(ja));
		for (const [key, say] of entriesOf(en)) {
			it(`${name}: ${key} names the same options and fields in Japanese as in English`, () => {
				const [english, japanese] = [said(say), said(translated.get(key)!)];
				assert.equal(english.trim() === '', false);
				assert.equal(/[、-ヿ一-鿿]/.test(japanese), true, japanese);
				assert.deepEqual(optionsIn(japanese), optionsIn(english));
				assert.deepEqual(fieldsIn(japanese), fieldsIn(english));
			});
		}
	}

	const WRONG: readonly (readonly [string, () => unknown, string])[] = [
		['a protection that keiki hes does not know', () => hesOptions({ security: 'x' }), '--security: ae、a、e、noneのいずれかのはずですが、"x"です'],
		['an id that is too short', () => credentialsOf('0011', '0123456789AB'), 'Bルート認証ID: 16進数32桁(0-9、A-F)のはずですが、4文字です'],
		[
			'a password with a strange character',
			() => credentialsOf('0'.repeat(32), '0123456789A-'),
			'Bルートパスワード: 英数字12文字(0-9、A-Z、a-z)のはずですが、12文字目がそうではありません',
		],
	];
	for (const [what, use, text] of WRONG) {
		it(`tells of ${what} in Japanese`, () => {
			let told: string | undefined;
			try {
				use();
			} catch (error) {
				told = error instanceof UsageError ? error.textIn('ja') : String(error);
			}
			assert.equal(told, text);
		});
	}
});
