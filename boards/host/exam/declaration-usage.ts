/** What is wrong with a declaration of an exam, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface DeclarationUsageWords {
	readonly noRows: (example: string) => string;
	readonly noKey: (name: string, known: readonly string[]) => string;
	readonly missing: (names: readonly string[]) => string;
	readonly noText: () => string;
	readonly noTexts: () => string;
	readonly noWords: () => string;
	readonly oneOf: (choices: readonly string[], text: string) => string;
	readonly noYesNo: (text: string) => string;
	readonly noDuration: (text: string) => string;
	readonly outOfRange: (least: string, most: string, text: string) => string;
	readonly noNumber: (text: string) => string;
	readonly noLimit: (text: string) => string;
	readonly noMap: (example: string) => string;
	readonly keyTwice: (name: string) => string;
	readonly noColumn: (text: string) => string;
	readonly noPattern: (reason: string) => string;
	readonly noGroup: (pattern: string) => string;
	readonly noPath: (text: string) => string;
	readonly noMetric: (text: string) => string;
	readonly noTopic: (text: string) => string;
	readonly noUrl: (text: string) => string;
	readonly noBroker: (text: string) => string;
	readonly starInFolder: (text: string) => string;
	readonly sources: (sources: readonly string[], got: readonly string[]) => string;
	readonly notWith: (name: string, source: string, known: readonly string[]) => string;
	readonly either: (one: string, other: string) => string;
	readonly needs: (name: string, other: string) => string;
	readonly unit: (what: string, units: readonly string[], text: string) => string;
	readonly noUnit: (what: string) => string;
	readonly noIs: (what: string) => string;
	readonly needsIs: () => string;
	readonly noPlaceholder: (text: string, known: readonly string[]) => string;
	readonly noVariable: (name: string) => string;
	readonly noCommand: () => string;
	/** @param names of packages that the declaration needs, and that are not installed */
	readonly install: (names: readonly string[]) => string;
}

export const DECLARATION_USAGE: InEach<DeclarationUsageWords> = Object.freeze({
	en: {
		noRows: (example) => `expected keys and values, like "${example}"`,
		noKey: (name, known) => `there is no key "${name}" here; expected one of ${known.join(', ')}`,
		missing: (names) => `it lacks ${names.map((name) => `"${name}"`).join(' or ')}`,
		noText: () => 'expected a text or a number',
		noTexts: () => 'expected a text or a list of them',
		noWords: () => 'expected a list of words, like [python3, hems.py, "{dongle}"]',
		oneOf: (choices, text) => `expected one of ${choices.join(', ')}, got "${text}"`,
		noYesNo: (text) => `expected yes or no, got "${text}"`,
		noDuration: (text) => `expected a time like 500ms, 10s or 2min, got "${text}"`,
		outOfRange: (least, most, text) => `expected from ${least} to ${most}, got "${text}"`,
		noNumber: (text) => `expected a number, got "${text}"`,
		noLimit: (text) => `expected a number, or a time like 10s, got "${text}"`,
		noMap: (example) => `expected names and values, like "${example}"`,
		keyTwice: (name) => `"${name}" stands here twice`,
		noColumn: (text) => `expected the number of a column from 1 to 1000, got "${text}"`,
		noPattern: (reason) => `expected a regular expression of JavaScript: ${reason}`,
		noGroup: (pattern) => `expected a regular expression with the group v for the value, like "power: (?<v>-?\\d+) W", got "${pattern}"`,
		noPath: (text) => `expected a path into JSON like $.state or $.meters[0].power, got "${text}"`,
		noMetric: (text) => `expected a metric like power_watts or power{phase="r"}, got "${text}"`,
		noTopic: (text) => `expected an MQTT topic like home/power or home/+/power, got "${text}"`,
		noUrl: (text) => `expected a URL like http://127.0.0.1:9101/metrics, got "${text}"`,
		noBroker: (text) => `expected builtin, or a URL like mqtt://127.0.0.1:1883, got "${text}"`,
		starInFolder: (text) => `expected * in the name of the file alone, got "${text}"`,
		sources: (sources, got) =>
			got.length === 0
				? `it does not say where the value is seen; expected one of ${sources.join(', ')}`
				: `expected one of ${sources.join(', ')}, got ${got.join(' and ')}`,
		notWith: (name, source, known) => `"${name}" does not go with "${source}"; expected one of ${known.join(', ')}`,
		either: (one, other) => `expected either "${one}" or "${other}"`,
		needs: (name, other) => `"${name}" goes with "${other}" only`,
		unit: (what, units, text) => `${what}: expected ${units.join(' or ')}, got "${text}"`,
		noUnit: (what) => `${what} has no unit and no step`,
		noIs: (what) => `"is" goes with online, not with ${what}`,
		needsIs: () => 'online: it lacks "is": the text that says that the meter answers',
		noPlaceholder: (text, known) => `there is no ${text} here; expected ${known.length === 0 ? 'no placeholder' : `one of ${known.join(', ')}`}`,
		noVariable: (name) => `{env:${name}}: there is no variable ${name} in the environment`,
		noCommand: () => 'keiki exam: expected the words of a command after "--", like keiki exam -- python3 hems.py {dongle}',
		install: (names) => `keiki exam: this declaration needs ${names.join(' and ')}, not installed here: npm install ${names.join(' ')}`,
	},
	ja: {
		noRows: (example) => `"${example}"のような、キーと値のはずです`,
		noKey: (name, known) => `ここにキー"${name}"はありません。${known.join('、')}のいずれかのはずです`,
		missing: (names) => `${names.map((name) => `"${name}"`).join('か')}がありません`,
		noText: () => '文字列か数値のはずです',
		noTexts: () => '文字列か、そのリストのはずです',
		noWords: () => '[python3, hems.py, "{dongle}"]のような、語のリストのはずです',
		oneOf: (choices, text) => `${choices.join('、')}のいずれかのはずですが、"${text}"です`,
		noYesNo: (text) => `yesかnoのはずですが、"${text}"です`,
		noDuration: (text) => `500ms、10s、2minのような時間のはずですが、"${text}"です`,
		outOfRange: (least, most, text) => `${least}〜${most}のはずですが、"${text}"です`,
		noNumber: (text) => `数値のはずですが、"${text}"です`,
		noLimit: (text) => `数値か、10sのような時間のはずですが、"${text}"です`,
		noMap: (example) => `"${example}"のような、名前と値のはずです`,
		keyTwice: (name) => `"${name}"が2つあります`,
		noColumn: (text) => `列の番号(1〜1000)のはずですが、"${text}"です`,
		noPattern: (reason) => `JavaScriptの正規表現のはずです: ${reason}`,
		noGroup: (pattern) => `"power: (?<v>-?\\d+) W"のような、値のグループvのある正規表現のはずですが、"${pattern}"です`,
		noPath: (text) => `$.stateや$.meters[0].powerのような、JSONの中の場所のはずですが、"${text}"です`,
		noMetric: (text) => `power_wattsやpower{phase="r"}のような指標のはずですが、"${text}"です`,
		noTopic: (text) => `home/powerやhome/+/powerのような、MQTTのトピックのはずですが、"${text}"です`,
		noUrl: (text) => `http://127.0.0.1:9101/metricsのようなURLのはずですが、"${text}"です`,
		noBroker: (text) => `builtinか、mqtt://127.0.0.1:1883のようなURLのはずですが、"${text}"です`,
		starInFolder: (text) => `*を使えるのはファイル名だけですが、"${text}"です`,
		sources: (sources, got) =>
			got.length === 0
				? `値をどこで見るかがありません。${sources.join('、')}のいずれかのはずです`
				: `${sources.join('、')}のうち1つのはずですが、${got.join('と')}があります`,
		notWith: (name, source, known) => `"${name}"は"${source}"と一緒には使えません。${known.join('、')}のいずれかのはずです`,
		either: (one, other) => `"${one}"か"${other}"のどちらか一方のはずです`,
		needs: (name, other) => `"${name}"は"${other}"と一緒にだけ使えます`,
		unit: (what, units, text) => `${what}: ${units.join('か')}のはずですが、"${text}"です`,
		noUnit: (what) => `${what}に単位と刻みはありません`,
		noIs: (what) => `"is"はonlineのためのもので、${what}には使えません`,
		needsIs: () => 'online: メーターが応答していることを表す文字列"is"がありません',
		noPlaceholder: (text, known) =>
			`ここでは${text}を使えません。${known.length === 0 ? '置き換えられるものはありません' : `使えるのは${known.join('、')}です`}`,
		noVariable: (name) => `{env:${name}}: 環境変数${name}がありません`,
		noCommand: () => 'keiki exam: keiki exam -- python3 hems.py {dongle}のように、"--"の後にコマンドが必要です',
		install: (names) => `keiki exam: この宣言には${names.join('と')}が必要ですが、ここにはありません: npm install ${names.join(' ')}`,
	},
});
