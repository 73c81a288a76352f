/** What `keiki hes collect` says, and wrong use of it, in each language. `reason` is the system's own. */
import type { InEach } from '../../../../src/world/schema/language.js';

export interface CollectUsage {
	readonly cannotMake: (path: string, reason: string) => string;
	readonly cannotRead: (path: string, reason: string) => string;
	readonly segmentMissing: (path: string, expected: number) => string;
	readonly otherBlock: (path: string, worker: number, sequence: number, foundWorker: number, foundSequence: number) => string;
	readonly blockDamaged: (path: string, offset: number) => string;
	readonly oneSource: () => string;
	readonly countWithMaster: () => string;
	readonly noMaster: (path: string) => string;
	readonly noKeys: (path: string) => string;
	readonly noField: (place: string, field: string, expected: string) => string;
	readonly titleTwice: (place: string, title: string) => string;
	readonly numberTwice: (place: string, number: number) => string;
	readonly notToBeHad: (place: string, reason: string) => string;
	readonly place: (text: string) => string;
	readonly registerDamaged: (path: string, line: number) => string;
	readonly changed: (path: string) => string;
	readonly tooMany: (meters: number, most: number) => string;
}

export interface CollectTexts {
	readonly listening: (place: string, meters: number) => string;
	readonly recovered: (blocks: number, readings: number) => string;
	readonly torn: (path: string, bytes: number) => string;
	readonly smallBuffer: (bytes: number, wanted: number) => string;
	readonly halfHour: (
		time: string,
		figures: {
			readonly received: number;
			readonly expected: number;
			readonly late: number;
			readonly lag: number;
			readonly rate: number;
			readonly gaps: number;
		},
	) => string;
	readonly refused: (verdict: string) => string;
	readonly tooManyLines: () => string;
	readonly readAnew: (meters: number) => string;
	readonly notReadAnew: (reason: string) => string;
	readonly ended: (readings: number, counts: string) => string;
	readonly notWritten: (reason: string) => string;
}

export const COLLECT_USAGE: InEach<CollectUsage> = Object.freeze({
	en: {
		cannotMake: (path, reason) => `--data: cannot make ${path}: ${reason}`,
		cannotRead: (path, reason) => `cannot read ${path}: ${reason}`,
		segmentMissing: (path, expected) => `${path}: expected block ${expected} to come first: a segment of the journal is missing before it`,
		otherBlock: (path, worker, sequence, foundWorker, foundSequence) =>
			`${path}: expected block ${sequence} of worker ${worker}, found block ${foundSequence} of worker ${foundWorker}`,
		blockDamaged: (path, offset) =>
			`${path}: the block at offset ${offset} is damaged, and whole ones follow it; put the file aside, or bring it back from a copy`,
		oneSource: () => 'expected one of --meters, --keys and --master with --count',
		countWithMaster: () => '--count and --master: expected both, or neither',
		noMaster: (path) => `--master ${path}: expected 32 hexadecimal digits or more in the first line`,
		noKeys: (path) => `--keys ${path}: expected a folder with files of keys, *.json`,
		noField: (place, field, expected) => `${place}: ${field}: expected ${expected}`,
		titleTwice: (place, title) => `${place}: system title ${title} is that of a meter before it`,
		numberTwice: (place, number) => `${place}: number ${number} is that of a meter before it`,
		notToBeHad: (place, reason) => `--port ${place}: not to be had: ${reason}`,
		place: (text) => `--port: expected PORT or ADDRESS:PORT, brackets around IPv6, got "${text}"`,
		changed: (path) => `${path}: it is not what it was when it was read; SIGHUP has it read anew`,
		tooMany: (meters, most) => `the register would have ${meters} meters, and there is room for ${most}: start the collector again`,
		registerDamaged: (path, line) => `${path}: line ${line}: expected a meter of a collector: number, title and ten more columns`,
	},
	ja: {
		cannotMake: (path, reason) => `--data: ${path}を作れません: ${reason}`,
		cannotRead: (path, reason) => `${path}を読めません: ${reason}`,
		segmentMissing: (path, expected) => `${path}: 最初はブロック${expected}のはずです。その前のジャーナルのファイルが足りません`,
		otherBlock: (path, worker, sequence, foundWorker, foundSequence) =>
			`${path}: ワーカー${worker}のブロック${sequence}のはずですが、ワーカー${foundWorker}のブロック${foundSequence}です`,
		blockDamaged: (path, offset) =>
			`${path}: 位置${offset}のブロックが壊れており、その後に正しいブロックがあります。ファイルを退避するか、控えから戻してください`,
		oneSource: () => '--meters、--keys、--masterと--countのいずれか一つのはずです',
		countWithMaster: () => '--countと--masterは両方指定するか、どちらも指定しないはずです',
		noMaster: (path) => `--master ${path}: 1行目は16進数32桁以上のはずです`,
		noKeys: (path) => `--keys ${path}: 鍵のファイル(*.json)のあるフォルダーのはずです`,
		noField: (place, field, expected) => `${place}: ${field}: ${expected}のはずです`,
		titleTwice: (place, title) => `${place}: システムタイトル${title}はその前のメーターのものです`,
		numberTwice: (place, number) => `${place}: 番号${number}はその前のメーターのものです`,
		notToBeHad: (place, reason) => `--port ${place}: 使えません: ${reason}`,
		place: (text) => `--port: PORTかADDRESS:PORT(IPv6は角括弧)のはずですが、"${text}"です`,
		changed: (path) => `${path}: 読んだときから変わっています。SIGHUPで読み直します`,
		tooMany: (meters, most) => `登録簿のメーターが${meters}台になりますが、${most}台分しかありません。コレクターを起動し直してください`,
		registerDamaged: (path, line) => `${path}: ${line}行目: メーターの行(番号、タイトルと10列)のはずです`,
	},
});

export const COLLECT_WORDS: InEach<CollectTexts> = Object.freeze({
	en: {
		listening: (place, meters) => `listening at ${place}, UDP and TCP, for ${meters} meters`,
		recovered: (blocks, readings) => `${readings} readings in ${blocks} blocks of the journal`,
		torn: (path, bytes) => `${path}: its last block was not written to its end: ${bytes} bytes that nobody was told of are taken off`,
		smallBuffer: (bytes, wanted) =>
			`the system gives ${bytes} bytes for what comes by UDP, and at 15,000 pushes a second some will be lost: sysctl -w net.core.rmem_max=${wanted}`,
		halfHour: (time, { received, expected, late, lag, rate, gaps }) =>
			`${time}: ${received} of ${expected}, ${late} late, ${gaps} missing, lag ${lag.toFixed(1)} s, ${rate.toFixed(1)} a second`,
		refused: (verdict) => `refused as ${verdict}; others of the kind are only counted`,
		tooManyLines: () => 'refused: too many lines; others are only counted',
		readAnew: (meters) => `read anew: ${meters} meters`,
		notReadAnew: (reason) => `not read anew, all is as it was: ${reason}`,
		ended: (readings, counts) => `${readings} readings${counts === '' ? '' : `; ${counts}`}`,
		notWritten: (reason) => `the journal cannot be written: ${reason}`,
	},
	ja: {
		listening: (place, meters) => `${place}でUDPとTCPを待っています。メーター${meters}台`,
		recovered: (blocks, readings) => `ジャーナルにブロック${blocks}個、読み取り値${readings}件があります`,
		torn: (path, bytes) => `${path}: 最後のブロックは書き終わっていませんでした。誰にも伝えていない${bytes}バイトを取り除きました`,
		smallBuffer: (bytes, wanted) =>
			`UDPの受信バッファーは${bytes}バイトで、毎秒15,000件のプッシュでは一部が失われます: sysctl -w net.core.rmem_max=${wanted}`,
		halfHour: (time, { received, expected, late, lag, rate, gaps }) =>
			`${time}: ${expected}件中${received}件、遅れ${late}件、欠測${gaps}件、遅延${lag.toFixed(1)}秒、毎秒${rate.toFixed(1)}件`,
		refused: (verdict) => `拒否しました(${verdict})。同じ種類は以後数えるだけです`,
		tooManyLines: () => '拒否しました: 接続が多すぎます。以後は数えるだけです',
		readAnew: (meters) => `読み直しました: メーター${meters}台`,
		notReadAnew: (reason) => `読み直せず、前のままです: ${reason}`,
		ended: (readings, counts) => `読み取り値${readings}件${counts === '' ? '' : `。${counts}`}`,
		notWritten: (reason) => `ジャーナルに書けません: ${reason}`,
	},
});
