import type { SET_UP_STEPS } from '../../situations/set-up-steps.js';
import type { JOINING_CHECKS } from '../joining.js';
import type { SET_UP_CHECKS } from '../set-up.js';
import { seconds } from './numbers.js';
import type { SET_UP_WORDS } from './set-up.js';

export const SET_UP_WORDS_JA: typeof SET_UP_WORDS = Object.freeze({
	givenCredentials: (_: object) => 'IDと12文字のパスワードをドングルに設定しました',
	otherId: ({ id }: { id: string }) => `利用者のものでないIDをドングルに設定しました: ${id}`,
	passwordLength: ({ characters }: { characters: number }) => `${characters}文字のパスワードをドングルに設定しました。正しくは12文字です`,
	credentialsFirst: (_: object) => 'IDとパスワードを先に設定し、ペアリングIDでスキャンしました',
	scanBeforeCredentials: (_: object) => 'IDとパスワードを設定する前にスキャンしました',
	joinBeforeCredentials: (_: object) => 'IDとパスワードを設定する前に接続しました',
	scanUnpaired: ({ scans }: { scans: number }) => `スキャン${scans}回のすべてがペアリングIDなしでした（モード2ではありません）`,
	scannedAgain: ({ scans, longest }: { scans: number; longest: number }) =>
		`${scans}回のスキャンで何も見つからず、続けてスキャンしました。durationは最大${longest}でした`,
	scanPauseShort: ({ ms }: { ms: number }) => `何も見つからなかったスキャンの後、次の一巡まで${seconds(ms)}しかありませんでした`,
	scanStopped: ({ ms }: { ms: number }) => `何も見つからなかったスキャンの後、${seconds(ms)}スキャンしませんでした`,
	choseOwnPan: ({ others }: { others: number }) => `一覧に他の${others}台がある中で、自分のメーターに接続しました`,
	joinedOtherMeter: ({ peer }: { peer: string }) => `自分のものでないメーターに接続しようとしました: ${peer}`,
	waitedForJoin: ({ joins }: { joins: number }) => `${joins}回の接続のたびにEVENT 25または24を待ちました`,
	sentBeforeJoined: ({ ms }: { ms: number }) => `接続を始めて${seconds(ms)}後、EVENT 25の前に要求を送りました`,
	joinAbandoned: ({ ms }: { ms: number }) => `EVENT 25も24も来ないまま、${seconds(ms)}で接続をあきらめました`,
	triesPaced: ({ joins }: { joins: number }) => `拒否されている間、間をおいて${joins}回接続を試みました`,
	triesUnpaced: ({ joins, minute, grows }: { joins: number; minute: number; grows: boolean }) =>
		`拒否されている間に${joins}回、うち1分間に${minute}回接続を試みました。間隔は${grows ? '広がっています' : '広がりません'}`,
	joinGivenUp: ({ ms }: { ms: number }) => `${seconds(ms)}接続を試みませんでした`,
	joinUntold: (_: object) => '接続できないことを誰にも知らせませんでした',
	scannedAfterFailure: ({ joins }: { joins: number }) => `${joins}回の接続に失敗した後、スキャンし直しました`,
	clungToPan: ({ joins }: { joins: number }) => `メーターのもういない所への接続に${joins}回失敗し、スキャンしませんでした`,
	solicitationUnderstood: ({ times }: { times: number }) => `EVENT 21 02が${times}回来て、失敗とは扱いませんでした`,
	resentSolicited: ({ ms }: { ms: number }) => `失敗ではないEVENT 21 02の${seconds(ms)}後に、同じことをもう一度求めました`,
	heldAtLimit: ({ sends }: { sends: number }) => `EVENT 32から33までに${sends}回送り、その後は続けました`,
	sentAtLimit: ({ sends }: { sends: number }) => `EVENT 32から33までに${sends}回送りました`,
	stuckAfterLimit: ({ ms }: { ms: number }) => `EVENT 33の後、${seconds(ms)}何も送りませんでした`,
	endedSession: (_: object) => '終了する前にセッションを終えました',
	leftSession: (_: object) => 'セッションを残したまま終了しました。SKTERMがありません',
	pausedAfterCut: ({ ms }: { ms: number }) => `復電の${seconds(ms)}後にスキャンまたは接続を始めました`,
	rushedAfterCut: ({ ms }: { ms: number }) => `復電の${seconds(ms)}後にスキャンまたは接続を始めました。近所の全戸も同時に始めます`,
	dongleMinded: ({ asked }: { asked: boolean }) =>
		asked ? '接続しました。オプションを書く前にROPTで尋ねました' : '接続しました。オプションは書きませんでした',
	flashUnasked: ({ times }: { times: number }) => `ROPTで尋ねずにWOPTを${times}回書きました`,
	flashNeedless: ({ value }: { value: string }) => `ROPTが答えたばかりの値をWOPT ${value}で書きました`,
	stoppedAtRefusal: ({ command, code }: { command: string; code: string }) => `ドングルが${command}を拒否した後（${code}）、接続しませんでした`,
});

export const SET_UP_CHECKS_JA: Record<keyof typeof SET_UP_CHECKS | keyof typeof JOINING_CHECKS, string> = Object.freeze({
	'uses-given-credentials': '利用者のIDと12文字のパスワードをドングルに設定し、作り込みのものを使わない',
	'sets-credentials-before-scan': 'スキャンの前に（J11では接続の前に）IDとパスワードを設定し、ペアリングIDでスキャンする',
	'scans-longer-or-again': 'スキャンで何も見つからなければ、より長く、またはもう一度スキャンし、一巡ごとに間をおく',
	'chooses-own-pan': '複数のPANから自分のペアリングIDのものを選ぶ',
	'waits-for-join-event': 'SKJOINの後、OKだけでなくEVENT 25または24を待ち、その前に要求を送らない',
	'tries-to-join-with-pauses': '接続できなければ、動いている限り、広がる間隔で試み続け、それを知らせる',
	'treats-pan-as-hint': 'メーターは前の所にいるとは限らない: 接続に失敗したらスキャンする',
	'understands-send-events': 'EVENT 21 02を失敗と扱わず、EVENT 32から33までは送信を控え、その後続ける',
	'ends-session-at-exit': '終了する前にセッションを終える。メーターのHEMSは一度に1台である',
	'pauses-after-power-cut': '一帯の復電の直後に、近所と一斉にスキャンや接続をしない',
	'minds-dongle-differences': 'フラッシュを消耗するWOPTの前にROPTで尋ね、モジュールにないコマンドに耐える',
});

export const SET_UP_STEPS_JA: Record<keyof typeof SET_UP_STEPS, string> = Object.freeze({
	'wide-power-cut': '一帯が停電し、メーターとプログラムが同時に起動する',
});
