/** `keiki` in Japanese and in English: every command and option has both, and what is chosen holds. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../../boards/host/program.js';
import { earlyLanguage, localeLanguage } from '../../../boards/host/shared/language.js';
import { propertyText } from '../../../boards/host/shared/property-text.js';
import { PROPERTIES_JA, VALUE_WORDS } from '../../../boards/host/shared/property-words.js';
import { padText, textWidth } from '../../../boards/host/shared/text-width.js';
import { TIMELINE_WORDS } from '../../../boards/host/shared/timeline-words.js';
import { build, keiki } from './command-line-rig.js';
import { keikiHere, keikiHereIn } from './here-rig.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

/** Every text of help, with whose it is. */
function helpTexts(command: Command, words: string): readonly (readonly [string, string])[] {
	return [
		[words, command.description()] as const,
		...command.registeredArguments.map((each) => [`${words} <${each.name()}>`, each.description] as const),
		...command.options.map((each) => [`${words} ${each.flags}`, each.description] as const),
		...command.commands.filter((each) => each.name() !== 'complete').flatMap((each) => helpTexts(each, `${words} ${each.name()}`)),
	];
}

const textsIn = (language: 'ja' | 'en') =>
	helpTexts(
		createProgram('0', () => {}, { places: new Map(), file: new Map() }, language),
		'keiki',
	);

/** Every sentence of a tree of words, made with fields of any kind. */
function sentencesOf(words: unknown, place: string): readonly (readonly [string, string])[] {
	if (typeof words === 'string') return [[place, words]];
	if (typeof words === 'function') return [[place, String((words as (...fields: unknown[]) => string)(['x'], 7, 'y'))]];
	return Object.entries(words as Readonly<Record<string, unknown>>).flatMap(([key, each]) => sentencesOf(each, `${place}.${key}`));
}

describe('the language', () => {
	it('is that of the first locale variable that says anything', () => {
		assert.equal(localeLanguage({ LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }), 'en');
		assert.equal(localeLanguage({ LC_ALL: '', LC_MESSAGES: 'ja', LANG: 'C' }), 'ja');
		assert.equal(localeLanguage({ LANG: 'ja_JP.UTF-8' }), 'ja');
		assert.equal(localeLanguage({ LANG: 'jam_JM' }), 'en');
		assert.equal(localeLanguage({}), 'en');
	});

	it('of help is that of the words before the variable, and that before the locale', () => {
		assert.equal(earlyLanguage(['run', '--lang', 'en', '--help'], { KEIKI_LANG: 'ja' }), 'en');
		assert.equal(earlyLanguage(['run', '--lang=ja'], {}), 'ja');
		assert.equal(earlyLanguage(['run'], { KEIKI_LANG: 'ja', LANG: 'C' }), 'ja');
		assert.equal(earlyLanguage(['run', '--lang', 'de'], { LANG: 'ja_JP' }), 'ja');
	});
});

describe('help in Japanese', () => {
	const english = new Map(textsIn('en'));

	it('has every command, argument and option', () => {
		const texts = textsIn('ja');
		assert.equal(texts.length, english.size);
		for (const [whose, text] of texts) assert.match(text, JAPANESE, whose);
	});

	it('names the same values as English', () => {
		const named = (text: string) => [...new Set(text.match(/\b(?:csv|pty|tcp|udp|serial):[A-Z]+|KEIKI_\w+|\b\d{4,}\b/g) ?? [])].sort();
		for (const [whose, text] of textsIn('ja')) assert.deepEqual(named(text), named(english.get(whose)!), whose);
	});
});

describe('the words of the timeline', () => {
	for (const language of ['ja', 'en'] as const) {
		it(`are none empty, and of one language: ${language}`, () => {
			for (const [place, text] of sentencesOf(TIMELINE_WORDS[language], language)) {
				assert.notEqual(text.trim(), '', place);
				assert.equal(JAPANESE.test(text), language === 'ja', `${place}: ${text}`);
			}
		});
	}

	it('name every property', () => {
		for (const [name, text] of Object.entries(PROPERTIES_JA)) assert.match(text, JAPANESE, name);
		for (const [place, text] of sentencesOf({ ...VALUE_WORDS.ja, states: {}, at: {} }, 'ja')) assert.match(text, JAPANESE, place);
		const power = { epc: 0xe7, edt: Uint8Array.of(0, 0, 1, 0xf4) };
		assert.deepEqual(propertyText(0x028801, power, 100, 'ja'), { name: '瞬時電力計測値', value: '500 W' });
	});
});

describe('columns', () => {
	it('a character of Japanese takes two', () => {
		assert.equal(textWidth('Aルート'), 7);
		assert.equal(padText('Aルート', 9), 'Aルート  ');
		assert.equal(textWidth('PAN 1A7C'), 8);
	});
});

describe('keiki --lang', () => {
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('help', async () => {
		assert.match((await keikiHere('run', '--help', '--lang', 'ja')).stdout, /使い方: keiki run/);
		assert.match((await keikiHereIn({ LANG: 'ja_JP.UTF-8' }, 'help', 'exit-codes')).stdout, /0 {2}完了/);
		assert.match((await keikiHereIn({ LANG: 'ja_JP.UTF-8' }, 'run', '--help', '--lang', 'en')).stdout, /Usage: keiki run/);
	});

	it('what is wrong with an option', async () => {
		for (const [language, wrong, number] of [
			['ja', /オプション'--sped'はありません/, /--day: 0〜99の整数のはずですが、"x"です/],
			['en', /unknown option '--sped'/, /--day: expected a whole number from 0 to 99, got "x"/],
		] as const) {
			assert.match((await keikiHere('run', '--sped', '3', '--lang', language)).stderr, wrong);
			assert.match((await keikiHere('--lang', language, 'hes', '--keys', 'x', 'walk')).stderr, /\n\(.+: keiki hes read --keys\)\n/);
			const refused = await keikiHere('hems', 'read', '--day', 'x', '--lang', language);
			assert.match(refused.stderr, number);
			assert.equal(refused.status, 2);
		}
	});

	it('refuses another language', async () => {
		const { status, stderr } = await keikiHere('faults', '--lang', 'de');
		assert.equal(status, 2);
		assert.equal(stderr, 'keiki: --lang: expected ja or en, got "de"\n');
	});

	it('the timeline, and what comes of commands', () => {
		const file = join(folder, 'steps.txt');
		writeFileSync(file, '+0s load 500\n+1s pull metering\n+2s expect event metering pulled unannounced\n+3s end\n');
		const run = (language: string) => keiki('run', '--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max', '--scenario', file, '--lang', language);
		const { stdout: ja, status } = run('ja');
		// The expectation, too, which goes by the English words.
		assert.equal(status, 0, ja);
		for (const told of [/gen1のメーターが動いています/, /負荷は500 Wです/, /計量ユニット: 予告なしの取り外し: 1p3w-60-2way/]) assert.match(ja, told);
		const en = run('en').stdout;
		for (const told of [/a gen1 meter is on the air/, /the load is 500 W/, /metering pulled unannounced: 1p3w-60-2way/]) assert.match(en, told);
	});

	it('what is wrong inside the files of loads and scenarios', async () => {
		const [load, steps] = [join(folder, 'load.csv'), join(folder, 'steps.txt')];
		writeFileSync(load, 'time,active_kw\n2020-01-01T00:00,1\n2020-01-01T00:01,much\n');
		writeFileSync(steps, '+0s load 500\n+1s pull motor\n');
		for (const [option, file, en, ja] of [
			['load', `csv:${load}`, 'load.csv:3:18: expected a number or nothing, got "much"', 'load.csv:3:18: 数値か空欄のはずですが、"much"です'],
			[
				'scenario',
				steps,
				'steps.txt:2:10: expected a place (metering, communication, option or cover), got "motor"',
				'steps.txt:2:10: 場所(metering、communication、option、coverのどれか)のはずですが、"motor"です',
			],
		] as const) {
			const refused = await keikiHereIn({ LANG: 'ja_JP.UTF-8' }, 'run', `--${option}`, file);
			assert.equal(refused.stderr, `keiki: --${option}: ${folder}/${ja}\n`);
			assert.equal(refused.status, 2);
			assert.equal((await keikiHere('run', `--${option}`, file)).stderr, `keiki: --${option}: ${folder}/${en}\n`);
		}
	});

	it('why a scenario failed', () => {
		const file = join(folder, 'steps.txt');
		writeFileSync(file, '+1s expect supply off\n+2s refuse load 500\n+3s end\n');
		const run = (...words: readonly string[]) =>
			keiki('run', '--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max', '--scenario', file, ...words);
		const { stdout: ja, status } = run('--lang', 'ja');
		assert.equal(status, 1);
		for (const told of [
			/expect supply off: supply offのはずですが、供給があります\(on\)\n/,
			/refuse load 500: 拒否されるはずですが、実行されました\n/,
		])
			assert.match(ja, told);
		assert.match(run('--lang', 'en').stdout, /expect supply off: expected supply off: it is on\n/);
		assert.match(run('--lang', 'ja', '--json').stdout, /"failure":"expected supply off: it is on"/);
	});

	it('what keiki meter tells without a meter', async () => {
		assert.match((await keikiHere('meter', 'help', '--lang', 'ja')).stdout, /^pull PLACE +ユニットを抜く/);
		assert.match((await keikiHere('meter', 'help', '--lang', 'en')).stdout, /^pull PLACE +pull a unit out/);
		const wrong = await keikiHere('meter', 'cover', 'shut', '--lang', 'ja');
		assert.equal(
			wrong.stderr,
			'keiki: keiki meter:\ncover shut\n      ^ openかcloseのはずですが、"shut"です。「keiki meter help」で一覧が見られます\n',
		);
		assert.equal(wrong.status, 2);
	});

	it('what keiki config, keys and capture print', async () => {
		const japanese = { LANG: 'ja_JP.UTF-8' };
		assert.match((await keikiHereIn(japanese, 'config', 'run')).stdout, /^ {2}keys +– +既定: デモ/m);
		assert.match((await keikiHereIn(japanese, 'config', 'run')).stdout, /^ {2}profile +– +既定: gen1$/m);
		assert.match((await keikiHereIn(japanese, 'config', 'run')).stdout, /^ {2}dongle-model +bp35a1 +既定$/m);
		assert.equal(
			(await keikiHereIn(japanese, 'config')).stdout,
			'指定はありません: すべてのオプションが既定のままです。keiki config COMMANDで一覧が見られます\n',
		);
		assert.equal((await keikiHereIn(japanese, 'config', 'run', '--json')).stdout, (await keikiHere('config', 'run', '--json')).stdout);
		const [ja, en] = ['ja', 'en'].map((name) => join(folder, name));
		assert.equal(
			(await keikiHere('keys', 'make', `${ja}.json`, '--lang', 'ja')).stderr,
			`keiki: ${ja}.json: メーター1台分の鍵。keiki run --keys ${ja}.jsonで使えます。` +
				`${ja}.credential: 通信ユニットの認証情報の鍵。keiki run --credential-key ${ja}.credentialだけが使い、ヘッドエンドには渡しません\n`,
		);
		assert.equal(
			(await keikiHere('keys', 'make', `${en}.json`)).stderr,
			`keiki: ${en}.json: keys for a meter; keiki run --keys ${en}.json takes them. ` +
				`${en}.credential: the credential key of its communication unit; keiki run --credential-key ${en}.credential takes it, and no head-end\n`,
		);
		assert.match(
			(await keikiHere('capture', 'open', join(folder, 'none.pcapng'), '--lang', 'ja')).stderr,
			/^keiki: capture: .*none\.pcapngを読めません: ENOENT/,
		);
	});

	it('that no meter runs, and where the file of --config tells the language', async () => {
		const [nowhere, file] = [join(folder, 'nowhere'), join(folder, 'keiki.yaml')];
		const asked = async (...words: readonly string[]) => (await keikiHere('meter', 'status', '--control', nowhere, ...words)).stderr;
		assert.equal(await asked(), `keiki: no meter runs that is reached at ${nowhere}; "keiki run" starts one\n`);
		assert.equal(await asked('--lang', 'ja'), `keiki: ${nowhere}で応答するメーターがありません。"keiki run"で起動できます\n`);
		writeFileSync(file, 'lang: ja\n');
		assert.equal(await asked('--config', file), await asked('--lang', 'ja'));
	});

	it('the catalogue, whose JSON is the same in each', async () => {
		assert.match((await keikiHere('catalogue', 'types', '--lang', 'ja')).stdout, /^rf-b +通信ユニット、無線マルチホップ、Bルートは無線$/m);
		const check = (...words: readonly string[]) => keikiHere('catalogue', 'check', 'rf-old,1p3w-60-2way', ...words);
		assert.match(
			(await check('--lang', 'ja')).stdout,
			/^有効ではありません: .*\n {2}two-way: 1p3w-60-2wayは双方向、rf-oldは片方向です\n {4}理由: .*\n {4}直すには: \S/,
		);
		assert.match(
			(await check('--lang', 'en')).stdout,
			/^not valid: .*\n {2}two-way: 1p3w-60-2way is two-way, rf-old is one-way\n {4}why: .*\n {4}would do: /,
		);
		assert.equal((await check('--lang', 'ja', '--json')).stdout, (await check('--lang', 'en', '--json')).stdout);
		assert.doesNotMatch((await check('--json')).stdout, /breach/);
	});

	it('faults, whose JSON is the same in each', async () => {
		assert.match((await keikiHere('faults', '--lang', 'ja')).stdout, /電波がフレームを失います/);
		assert.match((await keikiHere('faults', '--lang', 'en')).stdout, /the air loses frames/);
		assert.equal((await keikiHere('faults', '--json', '--lang', 'ja')).stdout, (await keikiHere('faults', '--json', '--lang', 'en')).stdout);
		assert.equal((await keikiHere('config', '--schema', '--lang', 'ja')).stdout, (await keikiHere('config', '--schema', '--lang', 'en')).stdout);
	});
});
