/** What is wrong with the words of `keiki exam`, and what would be right. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface ExamUsageWords {
	readonly fileThere: (file: string) => string;
	readonly cannotWrite: (file: string, reason: string) => string;
	readonly written: (file: string) => string;
	readonly nothing: () => string;
	readonly fileAndCommand: (file: string) => string;
	readonly oneFile: (words: readonly string[]) => string;
	readonly noCheck: (option: string, text: string) => string;
	readonly time: (option: string, text: string) => string;
	readonly copies: (jobs: number) => string;
	readonly folderThere: (folder: string) => string;
	readonly declared: (option: string, file: string) => string;
	readonly nobodyThere: () => string;
}

export const EXAM_USAGE: InEach<ExamUsageWords> = Object.freeze({
	en: {
		fileThere: (file) => `${file}: there is a file of that name; --force writes over it, or name another`,
		cannotWrite: (file, reason) => `${file}: cannot be written: ${reason}`,
		written: (file) => `${file}: fill it in, then keiki exam ${file}`,
		nothing: () =>
			'what is to be examined? keiki exam FILE.yaml ("keiki exam init" writes one), keiki exam -- COMMAND … {dongle} {id}, or keiki exam --wait',
		fileAndCommand: (file) => `${file}: a declaration and a command behind -- are two programs; write the command into the declaration`,
		oneFile: (words) => `one declaration was expected, got ${words.join(' ')}; the words of a command go behind --`,
		noCheck: (option, text) => `${option}: there is no check "${text}"; keiki exam list has them all`,
		time: (option, text) => `${option}: expected a time as 10s, 5min or 1h, got "${text}"`,
		copies: (jobs) => `--jobs ${jobs}: the declaration has to say that copies of the program may run side by side: claims: { copies: yes }`,
		folderThere: (folder) => `--out ${folder}: there is something of that name that is no report; name an empty folder`,
		declared: (option, file) => `${option}: ${file} says it already`,
		nobodyThere: () => '--wait: nobody can press Enter here, stdin is at its end; run it in a terminal',
	},
	ja: {
		fileThere: (file) => `${file}: 同じ名前のファイルがあります。--forceで上書きするか、ほかの名前にしてください`,
		cannotWrite: (file, reason) => `${file}: 書き込めません: ${reason}`,
		written: (file) => `${file}: 書き込んでから、keiki exam ${file}`,
		nothing: () =>
			'何を試験しますか? keiki exam FILE.yaml("keiki exam init"で作れます)、keiki exam -- COMMAND … {dongle} {id}、またはkeiki exam --wait',
		fileAndCommand: (file) => `${file}: 宣言と--の後のコマンドは別々のプログラムになります。コマンドは宣言に書いてください`,
		oneFile: (words) => `宣言は1つです: ${words.join(' ')}。コマンドの語は--の後に書きます`,
		noCheck: (option, text) => `${option}: "${text}"という検査はありません。keiki exam listで一覧が見られます`,
		time: (option, text) => `${option}: 10s、5min、1hのような時間が必要です: "${text}"`,
		copies: (jobs) => `--jobs ${jobs}: プログラムを並べて動かせることを宣言してください: claims: { copies: yes }`,
		folderThere: (folder) => `--out ${folder}: 報告書でないものがあります。空のフォルダーにしてください`,
		declared: (option, file) => `${option}: ${file}に書かれています`,
		nobodyThere: () => '--wait: 標準入力が終わっていて、Enterを押せる人がいません。端末で実行してください',
	},
});
