import type { HALF_HOUR_STEPS } from '../../situations/half-hour-steps.js';
import type { HALF_HOUR_CHECKS } from '../half-hours.js';
import { clock, type HALF_HOUR_WORDS } from './half-hours.js';
import { seconds } from './numbers.js';

export const HALF_HOUR_WORDS_JA: typeof HALF_HOUR_WORDS = Object.freeze({
	notificationUsed: ({ ms }: { ms: number }) => `定時通知の値は${seconds(ms)}後に、通知の示す時刻で表示されました`,
	notificationMisdated: ({ text }: { text: string }) => `定時通知の値の時刻が${text}で、通知の示す時刻と違います`,
	notificationUnused: ({ minutes }: { minutes: number }) => `${clock(minutes)}の定時通知が届きましたが、その値は表示されません`,
	undeclaredTaken: ({ ms }: { ms: number }) => `マップ9DにないEAを受け取り、${seconds(ms)}後に表示しました`,
	undeclaredIgnored: (_: object) => 'マップ9DにないEAのINFを受け取りません',
	missedAsked: ({ ms }: { ms: number }) => `定時通知がなく、30分の区切りから${seconds(ms)}後にEAかEBを尋ねました`,
	missedAskedLate: ({ ms }: { ms: number }) => `定時通知がなく、30分の区切りから${seconds(ms)}もたってからEAかEBを尋ねました`,
	missedAskedEarly: ({ ms, limit }: { ms: number; limit: number }) =>
		`区切りから${seconds(ms)}後にEAかEBを尋ねました。${seconds(limit)}までは定時通知が来ることがあります`,
	missedNotAsked: ({ ms }: { ms: number }) => `定時通知が来ず、${seconds(ms)}たってもEAもEBも尋ねません`,
	missedGot: ({ ms, what }: { ms: number; what: string }) => `${seconds(ms)}後に${what}で30分値を得ました`,
	missedNotGot: ({ ms }: { ms: number }) => `定時通知が来ず、${seconds(ms)}たっても30分値を得ていません`,
	choiceAwaited: ({ times }: { times: number }) => `履歴${times}件は、どれもメーターがSetを確認した後に読まれました`,
	choiceNotAwaited: ({ epc, ms }: { epc: string; ms: number }) => `${epc}のSetから${seconds(ms)}後、Set_Resの前に履歴を読みました`,
	historyNotChosen: ({ epc }: { epc: string }) => `${epc}をSetせずに履歴を読みました`,
	slotsRight: ({ count }: { count: number }) => `履歴の${count}個の値の時刻は、どれも枠のとおりです`,
	slotMisdated: ({ text, count }: { text: string; count: number }) =>
		`履歴の${text}の値は別の枠のものです${count > 1 ? `。同様の値がほかに${count - 1}個あります` : ''}`,
	fellBackToDay: (_: object) => 'ECのないメーターで、E2を読みました',
	didNotFallBack: (_: object) => '履歴を読むと宣言していますが、ECのないメーターでE2を読みません',
	gapFilled: ({ ms, what }: { ms: number; what: string }) =>
		ms < 0 ? `抜けた30分値を、次の値より前に${what}で読みました` : `抜けた30分値を、次の値の${seconds(ms)}後に${what}で読みました`,
	gapNotFilled: ({ ms }: { ms: number }) => `次の値から${seconds(ms)}たっても、抜けた30分値を読みません`,
	gapShownAsNone: (_: object) => 'データのない30分値が届きましたが、何も表示していません',
	otherTime: ({ what, text, count }: { what: string; text: string; count: number }) =>
		`${what}: ${text}の値は別の時刻のものです${count > 1 ? `。同様の値がほかに${count - 1}個あります` : ''}`,
	timesRight: ({ count }: { count: number }) => `${count}個の値の時刻は、どれもメーターの示すとおりです`,
	bookedTwice: ({ text, copies }: { text: string; copies: number }) => `定時通知が${copies}回届き、${text}の使用量を再び計上しました`,
	countedOnce: ({ copies }: { copies: number }) => `定時通知が${copies}回届きましたが、計上は1回です`,
	infcConfirmed: ({ ms }: { ms: number }) => `${seconds(ms)}後に、同じTIDのINFC_Res`,
	infcOtherTid: (_: object) => 'INFC_ResのTIDがINFCと違います',
	infcUnconfirmed: ({ times }: { times: number }) => `INFCが${times}回届きましたが、確認を返しません`,
});

export const HALF_HOUR_CHECKS_JA: Readonly<Record<keyof typeof HALF_HOUR_CHECKS, string>> = Object.freeze({
	'chooses-day-of-history': '履歴の日(E5)をSetし、Set_Resを待ってからE2やE4をGetする',
	'chooses-time-of-history': '履歴の時刻(ED)をSetし、Set_Resを待ってからECをGetする。ECがなければE2をGetする',
	'fills-gaps': '抜けた30分値を履歴から読む',
	'takes-notifications': '30分ごとのEAとEBのINFを、いつ来ても、通知の示す時刻の値として受け取る',
	'asks-for-missed-half-hour': ':05や:35までに定時通知が来なければEAとEBをGetする',
	'goes-by-meters-clock': '30分値の時刻は自分の時計ではなくメーターの示すもの。0時を過ぎれば0日前は別の日',
	'takes-gaps-of-history': '履歴のデータのない枠は抜けとして扱う',
	'gets-missed-half-hour': '定時通知の来ない30分値も読む',
	'counts-half-hour-once': '遅れて2度届く定時通知も、その30分の1つの値',
	'confirms-infc': 'INFCを確認し、何度来ても1回だけ計上する',
	'takes-clock-of-meter': 'メーターの時計がずれていても、合わせられても、30分値の時刻はメーターの示したとおり',
});

export const HALF_HOUR_STEPS_JA: Readonly<Record<keyof typeof HALF_HOUR_STEPS, string>> = Object.freeze({
	'missing-notification': '実時計の30分の区切りで、定時通知が来ない',
	'late-notification': '定時通知が区切りから6分後に、2度届く',
	'clock-ahead': '30分の区切りでメーターの時計が7分進んでいて、その後合わせられる',
	'gap-at-midnight': '0時の定時通知が来ず、0時30分はデータがなく、1時の通知が来る: 抜けを埋める場面。その後プログラムを起動し直す',
	'full-register': '30分の区切りの前に指示数が最後の桁を超え、メーターがINFCで2度通知する',
	'replaced-meter': '2つの区切りの間に計量ユニットが替わる: 指示数は0から',
});
