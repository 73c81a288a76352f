/** What the exam's own side tells of a program under test, in each language. Reasons are the system's own. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface ExamHostWords {
	/** Lines that were not kept, of one who writes without end. */
	readonly linesLost: (lines: number) => string;
	readonly fileFull: (lines: number, most: number) => string;
	readonly cannotKeep: (path: string, reason: string) => string;
	readonly started: (pid: number) => string;
	readonly noFolder: (folder: string) => string;
	readonly cannotStart: (command: string, reason: string) => string;
	readonly cannotRemove: (path: string, reason: string) => string;
	readonly cannotPrepare: (reason: string) => string;
	readonly lastLine: (line: string) => string;
	/** After how long it is started again, s. */
	readonly again: (seconds: string) => string;
	readonly againSlowly: (seconds: string, starts: number) => string;
	/** @param others what else of it ran */
	readonly othersRun: (others: readonly string[]) => string;
	readonly othersKilled: (others: readonly string[]) => string;
	readonly othersLeft: (others: readonly string[]) => string;
	readonly notWithin: (signal: string, seconds: string) => string;

	readonly neverThere: (place: string, reason: string) => string;
	readonly noFile: () => string;
	readonly tooManyFiles: (place: string, most: number) => string;
	readonly noBroker: (reason: string) => string;
	readonly status: (status: number) => string;
	readonly tooLong: (most: number) => string;
	readonly notInPage: (what: string) => string;
	readonly noAnswer: (seconds: string) => string;
	readonly stillRuns: () => string;
	readonly exitCode: (code: number | null, signal: string | null, last: string) => string;
	readonly refusedLines: (lines: number, reason: string) => string;
	readonly notListening: (what: string, reason: string) => string;

	readonly askStart: (dongle: string, id: string, password: string) => string;
	/** @param ports names and numbers */
	readonly ports: (ports: string) => string;
	readonly askStop: () => string;
	readonly nobodyAnswers: () => string;
	readonly saidStarted: () => string;
	readonly sawStarted: () => string;
	readonly saidStopped: () => string;
}

export const EXAM_HOST_WORDS: InEach<ExamHostWords> = Object.freeze({
	en: {
		linesLost: (lines) => `keiki: ${lines} lines are not kept here`,
		fileFull: (lines, most) => `keiki: ${lines} lines more are not kept: this file takes ${most} bytes`,
		cannotKeep: (path, reason) => `${path}: cannot write it: ${reason}; the program's output is not kept any more`,
		started: (pid) => `process ${pid}`,
		noFolder: (folder) => `there is no folder ${folder}`,
		cannotStart: (command, reason) => `cannot start ${command}: ${reason}`,
		cannotRemove: (path, reason) => `${path}: the password is in it, and it cannot be deleted: ${reason}`,
		cannotPrepare: (reason) => `cannot prepare its start: ${reason}`,
		lastLine: (line) => `its last line: ${line}`,
		again: (seconds) => `it is started again in ${seconds} s`,
		againSlowly: (seconds, starts) => `it is started again in ${seconds} s, after ${starts} starts within a minute`,
		othersRun: (others) => `still running of it: ${others.join(', ')}`,
		othersKilled: (others) => `killed with it: ${others.join(', ')}`,
		othersLeft: (others) => `not to be ended: ${others.join(', ')}`,
		notWithin: (signal, seconds) => `it did not end within ${seconds} s of ${signal}`,
		neverThere: (place, reason) => `${place}: nothing was seen there: ${reason}`,
		noFile: () => 'there is no such file',
		tooManyFiles: (place, most) => `${place}: more than ${most} files are not looked at`,
		noBroker: (reason) => `the MQTT broker is not to be had: ${reason}`,
		status: (status) => `status ${status}`,
		tooLong: (most) => `more than ${most} bytes`,
		notInPage: (what) => `${what} is not in it`,
		noAnswer: (seconds) => `no answer within ${seconds} s`,
		stillRuns: () => 'it still ran when it was stopped',
		exitCode: (code, signal, last) => `it ended with ${code ?? signal}${last === '' ? '' : `: ${last}`}`,
		refusedLines: (lines, reason) => `InfluxDB: ${lines} writes were refused; the last: ${reason}`,
		notListening: (what, reason) => `${what}: no port is to be had on 127.0.0.1: ${reason}`,
		askStart: (dongle, id, password) =>
			`start your program now: dongle ${dongle}, id ${id}, password ${password}. Press Enter once it runs (or let it use the dongle)`,
		ports: (ports) => `its ports of 127.0.0.1: ${ports}`,
		askStop: () => 'stop your program now, and press Enter once it has ended',
		nobodyAnswers: () => 'nobody can say whether the program was stopped: there is no terminal to press Enter in',
		saidStarted: () => 'a person said so',
		sawStarted: () => 'it uses the dongle',
		saidStopped: () => 'a person said so',
	},
	ja: {
		linesLost: (lines) => `keiki: ここで${lines}行は保存されていません`,
		fileFull: (lines, most) => `keiki: ほかに${lines}行は保存されていません。このファイルは${most}バイトまでです`,
		cannotKeep: (path, reason) => `${path}: 書き込めません: ${reason}。プログラムの出力はこの先保存されません`,
		started: (pid) => `プロセス${pid}`,
		noFolder: (folder) => `フォルダー${folder}がありません`,
		cannotStart: (command, reason) => `${command}を起動できません: ${reason}`,
		cannotRemove: (path, reason) => `${path}: パスワードが入っていますが、削除できません: ${reason}`,
		cannotPrepare: (reason) => `起動の準備ができません: ${reason}`,
		lastLine: (line) => `最後の行: ${line}`,
		again: (seconds) => `${seconds}秒後に再起動します`,
		againSlowly: (seconds, starts) => `1分間に${starts}回起動したので、${seconds}秒後に再起動します`,
		othersRun: (others) => `まだ動いているもの: ${others.join('、')}`,
		othersKilled: (others) => `一緒に強制終了したもの: ${others.join('、')}`,
		othersLeft: (others) => `終わらせられないもの: ${others.join('、')}`,
		notWithin: (signal, seconds) => `${signal}から${seconds}秒以内に終わりませんでした`,
		neverThere: (place, reason) => `${place}: 何も見えませんでした: ${reason}`,
		noFile: () => 'そのファイルがありません',
		tooManyFiles: (place, most) => `${place}: ${most}個を超えるファイルは見ていません`,
		noBroker: (reason) => `MQTTブローカーを使えません: ${reason}`,
		status: (status) => `ステータス${status}`,
		tooLong: (most) => `${most}バイトを超えています`,
		notInPage: (what) => `${what}がその中にありません`,
		noAnswer: (seconds) => `${seconds}秒以内に応答がありません`,
		stillRuns: () => '止めたとき、まだ動いていました',
		exitCode: (code, signal, last) => `${code ?? signal}で終わりました${last === '' ? '' : `: ${last}`}`,
		refusedLines: (lines, reason) => `InfluxDB: 書き込み${lines}件を拒否しました。最後の理由: ${reason}`,
		notListening: (what, reason) => `${what}: 127.0.0.1のポートを使えません: ${reason}`,
		askStart: (dongle, id, password) =>
			`プログラムを起動してください: ドングル ${dongle}、認証ID ${id}、パスワード ${password}。動いたらEnterを押してください(ドングルを使えばわかります)`,
		ports: (ports) => `127.0.0.1のポート: ${ports}`,
		askStop: () => 'プログラムを終わらせて、終わったらEnterを押してください',
		nobodyAnswers: () => 'プログラムが終わったかどうか、誰も答えられません: Enterを押せる端末がありません',
		saidStarted: () => '人が答えました',
		sawStarted: () => 'ドングルを使っています',
		saidStopped: () => '人が答えました',
	},
});

/** Seconds as people read them. */
export function secondsText(ms: number): string {
	return String(Math.round(ms / 100) / 10);
}
