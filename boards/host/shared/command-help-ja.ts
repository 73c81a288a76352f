/** What the table of the commands says of them, in Japanese. */
import type { HelpWords } from '../../../src/world/scenario/grammar.js';

export const COMMAND_HELP_JA: HelpWords = Object.freeze({
	does: Object.freeze({
		pull: 'ユニットを抜く: metering(計量)、communication(通信)、option(オプション)、cover(端子カバー)',
		plug: 'ユニットを差し込む: 新しいものは"keiki catalogue types"の符号、抜いたものは場所か製造番号',
		swap: 'その場所にあるものを抜き、このユニットを差し込む',
		service: 'メーターでの作業を予告する(指定がなければ1h): その間は、抜いても開けてもいたずらとみなさない',
		fail: 'ユニット、または開閉ユニットの接点を故障させる',
		mend: '"fail"で始めたものを終える',
		fault: '--faultと同じ障害を、今から、または1回だけ起こす。NODEはmeter、dongleなど。offで止める。語がなければ、起きているものを示す',
		cover: '端子カバーを外す、または戻す',
		switch: '電力会社として、通信ユニットから: 接点を開く、閉じる、または手で閉じられるようにする',
		breaker: '開閉ユニットを手で操作: 開いていて、電力会社だけが閉じられるのでなければ閉じ、ロックアウトを解く',
		relay: '負荷リレーを手で操作: 制御モードで許される限り、負荷を入れる、または切る',
		token: '需要家がメーターで: 20桁のトークンを入力する(間に空白やハイフンがあってもよい)',
		credit: '需要家がメーターで: 残高がわずかになったら、緊急クレジットを選ぶ',
		contract: '電力会社として: ブレーカーが守るアンペア契約',
		'demand-limit': '電力会社として: 1、5、10、15、30、60分のどれかの時間枠(指定がなければ30分)ごとの平均電力の上限',
		load: '今からの住宅の消費電力、売電なら負の値。normal: --loadのとおり',
		voltage: '今からの両相、または一方の相の対中性線電圧。normal: --loadのとおり',
		clock: 'メーターの時計を進める、戻す、2026-11-22T09:30のような日時に合わせる。right: 周囲の時刻に戻す。計量は続く',
		power: '停電: offならメーターに積算値などを書き残す時間があり、cutならない',
		dongle:
			'ドングルの電源を切って入れ直す(番号がなければ1番目): 保存されないものは失われる。unplug: 抜いて、指定がなければ10s後に差し直す。その間はポートもない',
		status: 'メーターの様子を示す',
		state: '全メーター、ドングル、障害の様子を、プログラム用のデータで示す',
		help: 'この一覧を示す',
	}),
	before: (forms: string) => `どのコマンドの前にも ${forms} を置けます。なければ1台目のメーターのコマンドです。`,
});
