/** What `keiki mdm serve` tells people, on its pages and beside them. */
import type { InEach } from '../../../../src/world/schema/language.js';

export interface MdmServeWords {
	readonly site: string;
	readonly serving: (url: string, token: string) => string;
	readonly failed: (why: string) => string;
	readonly closesElsewhere: string;
	readonly notClosed: (why: string) => string;
	readonly refused: string;
	readonly busy: (most: number) => string;
	readonly resources: (paths: readonly string[]) => string;
	readonly parameters: (name: string, known: readonly string[]) => string;
	readonly formats: (format: string) => string;
	readonly storeAway: string;
	readonly registerWrong: (why: string) => string;
	readonly coverage: (day: string) => string;
	readonly day: string;
	readonly show: string;
	readonly find: string;
	readonly meterOrPoint: string;
	readonly notFound: (text: string) => string;
	readonly nothing: string;
	readonly group: string;
	readonly noGroup: string;
	readonly shard: (shard: string) => string;
	readonly meters: string;
	readonly known: string;
	readonly missing: string;
	readonly estimated: string;
	readonly halfHours: string;
	readonly all: string;
	readonly more: (shown: number, all: number) => string;
	readonly at: (time: string) => string;
	readonly rate: (readings: string) => string;
	readonly noFile: (name: string) => string;
	readonly legend: string;
	readonly levels: readonly string[];
	readonly byHalfHour: (group: string, words: string) => string;
	readonly yesterday: string;
	readonly tomorrow: string;
	readonly gapsFile: string;
	readonly statusFile: string;
	readonly readingsFile: string;
	readonly meter: (number: number) => string;
	readonly point: string;
	readonly serial: string;
	readonly stands: string;
	readonly version: string;
	readonly open: string;
	readonly curve: (day: string) => string;
	readonly curveTold: (known: number, sum: string) => string;
	readonly time: string;
	readonly import: string;
	readonly export: string;
	readonly quality: string;
	readonly status: string;
	readonly unit: (wh: number | undefined) => string;
	readonly flags: string;
	readonly noFlags: string;
	readonly changed: string;
	readonly changes: (count: number) => string;
	readonly first: string;
	readonly noDay: string;
}

export const SERVE_WORDS: InEach<MdmServeWords> = Object.freeze({
	en: {
		site: 'Meter data',
		serving: (url, token) =>
			`meter data at ${url}\n(this address is good for one browser; scripts show Authorization: Bearer with the content of ${token})`,
		failed: (why) => `the request failed: ${why}`,
		closesElsewhere: 'days are being closed by another program: this round is left out',
		notClosed: (why) => `days could not be closed, the next round tries again: ${why}`,
		refused: 'Not done',
		busy: (most) => `${most} long answers are under way: ask again when one of them has ended`,
		resources: (paths) => `expected one of ${paths.join(', ')}`,
		parameters: (name, known) => `${name}: expected parameters of ${known.join(', ')}`,
		formats: (format) => `format: expected csv or jsonl, got "${format}"`,
		storeAway: 'the store of readings does not answer now',
		registerWrong: (why) => `register.csv: ${why}`,
		coverage: (day) => `Coverage of ${day}`,
		day: 'Day',
		show: 'Show',
		find: 'Find',
		meterOrPoint: 'Supply point, or number of a meter',
		notFound: (text) => `there is no supply point ${text} in the register, and it is no number of a meter`,
		nothing: 'Nothing has come of this day.',
		group: 'Group',
		noGroup: 'not in the register',
		shard: (shard) => `shard ${shard}`,
		meters: 'Meters',
		known: 'Known',
		missing: 'Missing',
		estimated: 'Estimated',
		halfHours: 'Half-hours of the day',
		all: 'All meters',
		more: (shown, all) => `The ${shown} groups of ${all} of which most is missing.`,
		at: (time) => `As of ${time}.`,
		rate: (readings) => `Collectors write down ${readings} readings a second.`,
		noFile: (name) => `there is no file ${name}: expected day, shard and version of a day that is closed in a store of files`,
		legend: 'Share that is known',
		levels: ['not over yet', 'none', 'below 90 %', 'below 99 %', 'below 100 %', 'all'],
		byHalfHour: (group, words) => `${group}, by half-hour: ${words}`,
		yesterday: 'The day before',
		tomorrow: 'The next day',
		gapsFile: 'Gaps as CSV',
		statusFile: 'Status as CSV',
		readingsFile: 'This day as CSV',
		meter: (number) => `Meter ${number}`,
		point: 'Supply point',
		serial: 'Serial number',
		stands: 'Stands',
		version: 'Version',
		open: 'not closed yet',
		curve: (day) => `${day}, by half-hour`,
		curveTold: (known, sum) => `${known} of 48 half-hours are known, import ${sum}`,
		time: 'Time',
		import: 'Import',
		export: 'Export',
		quality: 'Quality',
		status: 'Status',
		unit: (wh) => (wh === undefined ? 'counts' : 'kWh'),
		flags: 'Found by validation',
		noFlags: 'nothing',
		changed: 'What changed',
		changes: (count) => `${count} half-hours differ from the version before`,
		first: 'as the day was closed',
		noDay: 'Nothing is known of this meter on this day.',
	},
	ja: {
		site: 'メーターデータ',
		serving: (url, token) =>
			`メーターデータ: ${url}\n(このアドレスを開けるブラウザーは1つです。スクリプトは${token}の内容をAuthorization: Bearerで示してください)`,
		failed: (why) => `要求を処理できませんでした: ${why}`,
		closesElsewhere: 'ほかのプログラムが日を締めているため、今回は行いません',
		notClosed: (why) => `日を締められません。次回もう一度試します: ${why}`,
		refused: 'できませんでした',
		busy: (most) => `長い応答が${most}件進行中です。終わってからもう一度お試しください`,
		resources: (paths) => `${paths.join('、')} のどれかを指定してください`,
		parameters: (name, known) => `${name}: パラメーターは ${known.join('、')} です`,
		formats: (format) => `format: csvかjsonlのはずですが、"${format}"です`,
		storeAway: '計測値のストアが今は応答しません',
		registerWrong: (why) => `register.csv: ${why}`,
		coverage: (day) => `${day}の収集状況`,
		day: '日',
		show: '表示',
		find: '検索',
		meterOrPoint: '供給地点、またはメーターの番号',
		notFound: (text) => `供給地点「${text}」は台帳になく、メーターの番号でもありません`,
		nothing: 'この日のものは何も届いていません。',
		group: 'グループ',
		noGroup: '台帳にないメーター',
		shard: (shard) => `シャード${shard}`,
		meters: '台数',
		known: '既知',
		missing: '欠測',
		estimated: '推定',
		halfHours: '1日の30分値',
		all: '全メーター',
		more: (shown, all) => `${all}グループのうち、欠測の多い${shown}グループです。`,
		at: (time) => `${time}現在`,
		rate: (readings) => `収集側は毎秒${readings}件を書いています。`,
		noFile: (name) => `ファイル${name}はありません。ファイルのストアで締めた日のday、shard、versionを指定してください`,
		legend: '既知の割合',
		levels: ['まだ終わっていない', 'なし', '90 %未満', '99 %未満', '100 %未満', '全て'],
		byHalfHour: (group, words) => `${group}の30分ごとの状況: ${words}`,
		yesterday: '前日',
		tomorrow: '翌日',
		gapsFile: '欠測をCSVで',
		statusFile: '状況をCSVで',
		readingsFile: 'この日をCSVで',
		meter: (number) => `メーター${number}`,
		point: '供給地点',
		serial: '製造番号',
		stands: '設置',
		version: '版',
		open: '未締め',
		curve: (day) => `${day}の30分ごとの値`,
		curveTold: (known, sum) => `48個の30分値のうち${known}個が既知、順方向 ${sum}`,
		time: '時刻',
		import: '順方向',
		export: '逆方向',
		quality: '品質',
		status: '状態',
		unit: (wh) => (wh === undefined ? '指示数の差' : 'kWh'),
		flags: '検証の結果',
		noFlags: 'なし',
		changed: '変更',
		changes: (count) => `前の版と${count}個の30分値が異なります`,
		first: '締めた時の値',
		noDay: 'この日のこのメーターのデータは何もありません。',
	},
});
