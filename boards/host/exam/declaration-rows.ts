/**
 * Keys of the file that declares a program for `keiki exam`: one row each. They drive what reads the file, docs/exam.schema.json, and what `keiki exam init`
 * writes.
 */
import { MODULES, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import type { Observable } from '../../../src/exam/declaration.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { USUAL_DONGLE } from '../shared/dongle-models.js';
import type { TextCheck } from './text-checks.js';

/** What a value looks like. Times are ms where they are read. */
export type Form =
	| { readonly form: 'text'; readonly check?: TextCheck }
	| { readonly form: 'texts' }
	| { readonly form: 'words'; readonly check: TextCheck }
	| { readonly form: 'choice'; readonly of: readonly string[] }
	| { readonly form: 'yesNo' }
	| { readonly form: 'duration'; readonly least: string; readonly most: string }
	| { readonly form: 'number'; readonly least: number; readonly most: number; readonly whole?: boolean }
	/** A time, or a count. */
	| { readonly form: 'limit' }
	| { readonly form: 'map'; readonly of: Form; readonly keys?: MapKeys }
	| { readonly form: 'rows'; readonly rows: readonly Row[] }
	| { readonly form: 'observe' };

/** What the names of a map are: anything; columns of a file; limits or checks of the exam. */
export type MapKeys = 'column' | 'limit' | 'check';

export interface Row {
	readonly name: string;
	readonly form: Form;
	/** It cannot be left out. */
	readonly must?: true;
	/** `init` writes it, where it writes others as comments. */
	readonly shown?: true;
	readonly about: InEach<string>;
	/** Value that `init` writes, as YAML. Of `rows`: none. */
	readonly example?: string;
}

const TEXT = { form: 'text' } as const;
const YES_NO = { form: 'yesNo' } as const;
const COLUMN = { form: 'number', least: 1, most: 1000, whole: true } as const;
const EVERY = { form: 'duration', least: '200ms', most: '1h' } as const;

const START = [
	{
		name: 'command',
		form: { form: 'words', check: 'command' },
		must: true,
		shown: true,
		about: {
			en: 'Its words; {dongle} {id} {password} {password-file} {mqtt} {influx} {port} {work} {time} are filled in',
			ja: 'コマンドの語。{dongle} {id} {password} {password-file} {mqtt} {influx} {port} {work} {time}は置き換えられる',
		},
		example: '[python3, my_hems.py, --port, "{dongle}"]',
	},
	{
		name: 'env',
		form: { form: 'map', of: { form: 'text', check: 'env' } },
		about: {
			en: 'Its environment, with the same words and {env:NAME}; KEIKI_DONGLE, KEIKI_ROUTE_B_ID and KEIKI_ROUTE_B_PASSWORD are always there',
			ja: '環境変数。同じ語と{env:NAME}を使える。KEIKI_DONGLE、KEIKI_ROUTE_B_ID、KEIKI_ROUTE_B_PASSWORDは常にある',
		},
		example: '{ ROUTE_B_ID: "{id}", ROUTE_B_PASSWORD: "{password}" }',
	},
	{
		name: 'folder',
		form: TEXT,
		about: {
			en: 'Folder it is started in, from the folder of this file (default: an empty one of the exam, {work})',
			ja: '起動するフォルダー。このファイルのフォルダーから見た場所(既定: 試験が作る空の{work})',
		},
		example: '.',
	},
	{
		name: 'restart',
		form: { form: 'choice', of: ['always', 'on-failure', 'never'] },
		about: {
			en: 'Whether it is started again when it has ended by itself, as its supervisor at home would (default: never)',
			ja: '自分で終わったとき、家庭での監視プログラムのように再起動するか(既定: never)',
		},
		example: 'always',
	},
	{
		name: 'restartAfter',
		form: { form: 'duration', least: '0s', most: '10min' },
		about: { en: 'and after how long (default: 1s)', ja: '再起動までの時間(既定: 1s)' },
		example: '1s',
	},
	{
		name: 'stop',
		form: {
			form: 'rows',
			rows: [
				{
					name: 'signal',
					form: { form: 'choice', of: ['SIGTERM', 'SIGINT', 'SIGHUP'] },
					about: { en: 'Signal that ends it in order (default: SIGTERM)', ja: '正常に終わらせるシグナル(既定: SIGTERM)' },
					example: 'SIGTERM',
				},
				{
					name: 'within',
					form: { form: 'duration', least: '100ms', most: '5min' },
					about: { en: 'How long that may take; then it is killed (default: 10s)', ja: '終わるまでの時間。過ぎれば強制終了(既定: 10s)' },
					example: '10s',
				},
			],
		},
		about: { en: 'How it is ended', ja: '終わらせ方' },
	},
] as const satisfies readonly Row[];

const CLAIMS = [
	{
		name: 'poll',
		form: { form: 'duration', least: '1s', most: '1h' },
		shown: true,
		about: { en: 'How often it asks for the present power (default: 60s)', ja: '瞬時電力を尋ねる間隔(既定: 60s)' },
		example: '60s',
	},
	...(
		[
			['notifications', 'It uses the half-hourly notifications (EA, EB)', '30分ごとの通知(EA、EB)を使う'],
			['infc', 'It confirms INFC', 'INFCに応答する'],
			['history', 'It reads histories (E2, E4, EC)', '履歴(E2、E4、EC)を読む'],
			['fillsGaps', 'It fills gaps from them', '欠けた値を履歴で埋める'],
			['manyMeters', 'It reads many meters with one dongle', '1つのドングルで複数のメーターを読む'],
			['answers', 'It answers what a meter asks its node profile', 'メーターがノードプロファイルに尋ねることに答える'],
		] as const
	).map(([name, en, ja]) => ({ name, form: YES_NO, about: { en, ja }, example: 'no' }) as const),
	{
		name: 'copies',
		form: YES_NO,
		about: { en: 'Copies of it may run side by side (default: no)', ja: '同時に複数を動かせる(既定: no)' },
		example: 'no',
	},
	{
		name: 'clock',
		form: { form: 'choice', of: ['host', 'meter'] },
		about: {
			en: "Whose clock it goes by: the host's, or the meter's (or it runs under a clock that the exam sets by {time}) (default: host)",
			ja: 'どの時計に従うか: このホストか、メーター(または試験が{time}で合わせる時計)か(既定: host)',
		},
		example: 'host',
	},
] as const satisfies readonly Row[];

/** The file. */
export const DECLARATION_ROWS = [
	{
		name: 'hems',
		form: TEXT,
		must: true,
		shown: true,
		about: { en: 'Name and version of the program, for the report', ja: '報告書に載せる、プログラムの名前とバージョン' },
		example: 'my HEMS 1.0',
	},
	{
		name: 'start',
		form: { form: 'rows', rows: START },
		shown: true,
		about: { en: 'How it is started; without it a person starts it (--wait)', ja: '起動のしかた。なければ人が起動する(--wait)' },
	},
	{
		name: 'dongle',
		form: {
			form: 'rows',
			rows: [
				{
					name: 'model',
					form: { form: 'choice', of: Object.keys(MODULES) as ModuleName[] },
					shown: true,
					about: { en: `Model of the dongle (default: ${USUAL_DONGLE})`, ja: `ドングルの機種(既定: ${USUAL_DONGLE})` },
					example: USUAL_DONGLE,
				},
			],
		},
		shown: true,
		about: { en: 'The dongle that it gets', ja: '使うドングル' },
	},
	{
		name: 'broker',
		form: {
			form: 'rows',
			rows: [
				{
					name: 'mqtt',
					form: { form: 'text', check: 'broker' },
					about: {
						en: 'builtin: one inside the exam, at 127.0.0.1:{mqtt}; or the URL of one that runs',
						ja: 'builtin: 試験の中の、127.0.0.1:{mqtt}のもの。または動いているもののURL',
					},
					example: 'builtin',
				},
			],
		},
		about: { en: 'The MQTT broker that it talks to', ja: '使うMQTTブローカー' },
	},
	{
		name: 'claims',
		form: { form: 'rows', rows: CLAIMS },
		shown: true,
		about: {
			en: 'What it does, yes or no; what is left out is looked at, and not asked for',
			ja: '何をするか、yesかno。書かないことは、見るだけで求めない',
		},
	},
	{
		name: 'observe',
		form: { form: 'observe' },
		shown: true,
		about: { en: 'Where its values are seen: what, then one place or a list of them', ja: '値が見える場所: 何か、その後に場所かそのリスト' },
	},
	{
		name: 'waive',
		form: { form: 'map', of: TEXT, keys: 'check' },
		about: { en: 'Checks that are shown as waived, with the reason', ja: '免除と表示する検査と、その理由' },
		example: '{ B18: "known; mended in 1.1" }',
	},
	{
		name: 'limits',
		form: { form: 'map', of: { form: 'limit' }, keys: 'limit' },
		about: {
			en: 'Limits other than the usual ones (keiki exam list shows them): times, or counts',
			ja: '通常と違う限度(keiki exam listが示す): 時間か回数',
		},
		example: '{}',
	},
] as const satisfies readonly Row[];

/** Of anything observed, wherever it is seen. */
export const OBSERVE_ROWS = [
	{
		name: 'unit',
		form: { form: 'choice', of: ['W', 'kW', 'Wh', 'kWh', 'A', 'mA'] },
		about: { en: 'Unit of what it shows', ja: '表示される値の単位' },
	},
	{
		name: 'step',
		form: { form: 'number', least: 1e-6, most: 1e6 },
		about: { en: 'Its least step, in that unit', ja: 'その単位での、最小の刻み' },
	},
	{
		name: 'none',
		form: { form: 'texts' },
		about: { en: 'Texts that say that there is no value', ja: '値がないことを表す文字列' },
	},
	{
		name: 'is',
		form: TEXT,
		about: { en: 'Of online: the text that says so', ja: 'onlineのとき: 応答していることを表す文字列' },
	},
] as const satisfies readonly Row[];

export interface SourceRow {
	readonly about: InEach<string>;
	/** The first names the source. */
	readonly rows: readonly [Row, ...Row[]];
	/** Exactly one of these. */
	readonly either?: readonly [string, string];
	/** Each goes with the other only. */
	readonly needs?: Readonly<Record<string, string>>;
	/** What `init` writes: what is seen, and the value. */
	readonly example: readonly [Observable, string];
}

const PATTERN = { form: 'text', check: 'pattern' } as const;
const JSON_ROW = {
	name: 'json',
	form: { form: 'text', check: 'path' },
	about: { en: 'Path into its JSON, $.state', ja: 'JSONの中の場所。$.stateなど' },
} as const;
const EVERY_ROW = { name: 'every', form: EVERY, about: { en: 'How often (default: 2s)', ja: '間隔(既定: 2s)' } } as const;

export const SOURCE_ROWS = {
	stdout: {
		about: { en: 'a line of its output', ja: '出力の行' },
		rows: [
			{
				name: 'stdout',
				form: PATTERN,
				must: true,
				about: {
					en: 'Regular expression for a line that it writes, with the group v for the value and t for its time',
					ja: '出力の行の正規表現。値はグループv、時刻はグループt',
				},
			},
		],
		example: ['power', "{ stdout: 'power: (?<v>-?\\d+) W', unit: W, step: 1 }"],
	},
	tail: {
		about: { en: 'a line of a file', ja: 'ファイルの行' },
		rows: [
			{
				name: 'tail',
				form: { form: 'text', check: 'file' },
				must: true,
				about: {
					en: 'File, from the folder it is started in; * in its name stands for anything',
					ja: 'ファイル。起動したフォルダーから見た場所。名前の*は何でもよい',
				},
			},
			{ name: 'regex', form: PATTERN, about: { en: 'Regular expression with the groups v and t', ja: 'グループvとtのある正規表現' } },
			{ name: 'csv', form: COLUMN, about: { en: 'Column of the value, from 1', ja: '値の列。1から' } },
			{
				name: 'where',
				form: { form: 'map', of: TEXT, keys: 'column' },
				about: { en: 'Columns and what must stand there', ja: '列と、そこにあるべき文字列' },
			},
			{ name: 'time', form: COLUMN, about: { en: 'Column of its time', ja: '時刻の列' } },
		],
		either: ['regex', 'csv'],
		needs: { where: 'csv', time: 'csv' },
		example: ['energy', '{ tail: "log/*.csv", csv: 4, where: { 3: E0 }, unit: kWh, step: 0.1 }'],
	},
	mqtt: {
		about: { en: 'an MQTT message', ja: 'MQTTのメッセージ' },
		rows: [
			{
				name: 'mqtt',
				form: { form: 'text', check: 'topic' },
				must: true,
				about: { en: 'Topic, with + and # as in MQTT', ja: 'トピック。MQTTの+と#を使える' },
			},
			JSON_ROW,
		],
		example: ['online', '{ mqtt: home/meter/availability, is: online }'],
	},
	http: {
		about: { en: 'a page of its own', ja: 'プログラムのページ' },
		rows: [
			{
				name: 'http',
				form: { form: 'text', check: 'url' },
				must: true,
				about: { en: 'URL; {port} is filled in, a free port of each copy', ja: 'URL。{port}はコピーごとの空きポートに置き換えられる' },
			},
			{
				name: 'metric',
				form: { form: 'text', check: 'metric' },
				about: { en: 'Metric of Prometheus, with labels that it must have', ja: 'Prometheusの指標。必要なラベルも書ける' },
			},
			JSON_ROW,
			{
				name: 'headers',
				form: { form: 'map', of: { form: 'text', check: 'headers' } },
				about: { en: 'Headers; {env:NAME} is filled in', ja: 'ヘッダー。{env:NAME}は置き換えられる' },
			},
			EVERY_ROW,
		],
		either: ['metric', 'json'],
		example: ['currentR', '{ http: "http://127.0.0.1:9101/metrics", metric: \'current_amperes{phase="r"}\', every: 2s, unit: A, step: 0.1 }'],
	},
	influx: {
		about: {
			en: 'a point that it writes to InfluxDB: the exam is the server, at 127.0.0.1:{influx}',
			ja: 'InfluxDBに書く値。試験が127.0.0.1:{influx}のサーバーになる',
		},
		rows: [
			{ name: 'influx', form: { form: 'choice', of: ['listen'] }, must: true, about: { en: 'listen', ja: 'listen' } },
			{ name: 'measurement', form: TEXT, must: true, about: { en: 'Measurement', ja: 'measurement' } },
			{ name: 'field', form: TEXT, must: true, about: { en: 'Field', ja: 'field' } },
			{ name: 'tags', form: { form: 'map', of: TEXT }, about: { en: 'Tags that it must have', ja: '必要なタグ' } },
		],
		example: ['energyReverse', '{ influx: listen, measurement: energy, field: reverse, unit: kWh, step: 0.1 }'],
	},
	run: {
		about: { en: 'what a command prints', ja: 'コマンドの出力' },
		rows: [
			{ name: 'run', form: { form: 'text', check: 'run' }, must: true, about: { en: 'Command for the shell', ja: 'シェルのコマンド' } },
			EVERY_ROW,
		],
		example: [
			'halfHour',
			'{ run: "sqlite3 -readonly my.db \'select kwh from half_hours order by t desc limit 1\'", every: 5s, unit: kWh, step: 0.1 }',
		],
	},
} as const satisfies Readonly<Record<string, SourceRow>>;
export type SourceName = keyof typeof SOURCE_ROWS;
