/** The words of `keiki replay`, in each language. */
import type { LogWrong } from '../../../src/world/replay/log-step.js';
import type { Unreadable } from '../../../src/world/replay/program-side.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface ReplayTexts {
	readonly ready: (path: string, steps: number) => string;
	readonly done: (file: string) => string;
	readonly mismatch: (place: string, expected: string, found: string) => string;
	readonly unreadable: (place: string, expected: string, why: Unreadable) => string;
	readonly flood: (most: number) => string;
	readonly dropped: string;
	readonly ended: (place: string, expected: string) => string;
}

export interface ReplayUsage {
	readonly cannotRead: (file: string, reason: string) => string;
	readonly wrongLog: (place: string, wrong: LogWrong) => string;
	readonly dongle: (text: string) => string;
	readonly speed: (min: number, max: number, text: string) => string;
}

const UNREADABLE: InEach<Readonly<Record<Unreadable, string>>> = Object.freeze({
	en: {
		line: 'a line that no module takes, of more than 256 characters',
		headerChecksum: 'a frame whose header checksum is wrong',
		dataChecksum: 'a frame whose data checksum is wrong',
		tooShort: 'a frame whose length is below 4',
		tooLong: 'a frame whose length is above 1353',
		timeOut: 'a frame that did not end for 1 s',
	},
	ja: {
		line: 'モジュールが受け付けない、256文字を超える行',
		headerChecksum: 'ヘッダーのチェックサムが違うフレーム',
		dataChecksum: 'データのチェックサムが違うフレーム',
		tooShort: '長さが4より小さいフレーム',
		tooLong: '長さが1353を超えるフレーム',
		timeOut: '1秒待っても終わらないフレーム',
	},
});

export const REPLAY_TEXTS: InEach<ReplayTexts> = Object.freeze({
	en: {
		ready: (path, steps) => `the module is at ${path}, with a log of ${steps} lines`,
		done: (file) => `${file}: played to its end`,
		mismatch: (place, expected, found) => `${place}: expected the program to write "${expected}", found "${found}"`,
		unreadable: (place, expected, why) => `${place}: expected the program to write "${expected}", found ${UNREADABLE.en[why]}`,
		flood: (most) => `the program wrote more than ${most} commands while the module was speaking`,
		dropped: 'the program has written bytes that are no J11 frame; they are passed over, as by a module',
		ended: (place, expected) => `${place}: ended while this was waited for: ${expected}`,
	},
	ja: {
		ready: (path, steps) => `モジュールは${path}です。ログは${steps}行です`,
		done: (file) => `${file}: 最後まで再生しました`,
		mismatch: (place, expected, found) => `${place}: プログラムが"${expected}"を書くはずですが、"${found}"です`,
		unreadable: (place, expected, why) => `${place}: プログラムが"${expected}"を書くはずですが、${UNREADABLE.ja[why]}です`,
		flood: (most) => `モジュールの出力中に、プログラムが${most}個を超えるコマンドを書きました`,
		dropped: 'プログラムが、J11のフレームではないバイトを書きました。モジュールと同じく読み飛ばします',
		ended: (place, expected) => `${place}: 次を待っている間に終わりました: ${expected}`,
	},
});

export const REPLAY_USAGE: InEach<ReplayUsage> = Object.freeze({
	en: {
		cannotRead: (file, reason) => `replay ${file}: cannot read it: ${reason}`,
		wrongLog: (place, wrong) => {
			switch (wrong.kind) {
				case 'noLine':
					return `replay ${place}: expected "> " or "< " and a line (host:, module:, TX: or RX:), a J11 frame, or a serial event of keiki run --json`;
				case 'noFrame':
					return `replay ${place}: expected J11 frames (D0EA83FC… of the program, D0F9EE5D… of the module), whole, with right checksums or 0000`;
				case 'side':
					return `replay ${place}: the program's frames begin with D0EA83FC, the module's with D0F9EE5D, and the line says otherwise`;
				case 'noSteps':
					return `replay ${place}: expected lines of the program and of the module, found none of one of them`;
				case 'cut':
					return `replay ${place}: the log has not all of this line`;
				case 'data':
					return `replay ${place}: SKSENDTO: expected ${wrong.length} bytes behind the length, got ${wrong.got}`;
			}
		},
		dongle: (text) => `--dongle: expected pty, pty:PATH or tcp:PORT (0 to 65535; 0 takes a free one), got "${text}"`,
		speed: (min, max, text) => `--speed: expected a number from ${min} to ${max}, or max, got "${text}"`,
	},
	ja: {
		cannotRead: (file, reason) => `replay ${file}: 読めません: ${reason}`,
		wrongLog: (place, wrong) => {
			switch (wrong.kind) {
				case 'noLine':
					return `replay ${place}: "> "か"< "(またはhost:、module:、TX:、RX:)に続く行か、J11のフレームか、keiki run --jsonのserialイベントのはずです`;
				case 'noFrame':
					return `replay ${place}: J11のフレーム(プログラムはD0EA83FC…、モジュールはD0F9EE5D…)のはずです。全体があり、チェックサムが正しいか0000でなければなりません`;
				case 'side':
					return `replay ${place}: プログラムのフレームはD0EA83FC、モジュールのフレームはD0F9EE5Dで始まりますが、行の印と違います`;
				case 'noSteps':
					return `replay ${place}: プログラムの行とモジュールの行が要りますが、どちらかがありません`;
				case 'cut':
					return `replay ${place}: この行は途中までしか記録されていません`;
				case 'data':
					return `replay ${place}: SKSENDTO: 長さの後は${wrong.length}バイトのはずですが、${wrong.got}バイトです`;
			}
		},
		dongle: (text) => `--dongle: pty、pty:PATH、tcp:PORT(0〜65535、0なら空いているポート)のどれかのはずですが、"${text}"です`,
		speed: (min, max, text) => `--speed: ${min}〜${max}の数、またはmaxのはずですが、"${text}"です`,
	},
});
