import type { REPLY_STEPS } from '../../situations/reply-steps.js';
import type { REPLY_CHECKS } from '../replies.js';
import { seconds } from './numbers.js';
import type { REPLY_WORDS } from './replies.js';

export const REPLY_WORDS_JA: typeof REPLY_WORDS = Object.freeze({
	tookSlowReply: ({ ms, properties }: { ms: number; properties: number }) => `プロパティ${properties}個の要求への応答を${seconds(ms)}待ちました`,
	slowReplyNotShown: ({ ms }: { ms: number }) => `応答は期限内に届きましたが、${seconds(ms)}以内にその電力が表示されませんでした`,
	repeatedInfRequest: ({ ms }: { ms: number }) => `応答の前にINFが届き、要求を${seconds(ms)}後に再送しました`,
	usedPartialAnswer: ({ what }: { what: string }) => `一部が拒まれたGetの残りから${what}が表示されました`,
	usedNothingOfPartialAnswer: ({ answers }: { answers: number }) => `一部が拒まれたGetが${answers}回ありましたが、残りの値が表示されませんでした`,
	answeredMeter: ({ answers }: { answers: number }) => `メーターの問い合わせ${answers}件に答えました`,
	didNotAnswerMeter: ({ questions, epcs }: { questions: number; epcs: string }) =>
		`メーターの問い合わせ${questions}件に答えがありませんでした: ノードプロファイルのGet ${epcs}`,
	didNotRefuseMeter: (_: object): string => 'メーターが、どのコントローラーにもないプロパティを設定しましたが、SetC_SNAで拒みませんでした',
	answeredForOther: ({ object }: { object: string }) => `自分のものでないオブジェクト${object}として答えました`,
	pollsWentOn: ({ ms }: { ms: number }) => `長い応答は届きませんでしたが、その要求の${seconds(ms)}後に次の値が届きました`,
});

export const REPLY_CHECKS_JA: Readonly<Record<keyof typeof REPLY_CHECKS, string>> = Object.freeze({
	'repeats-lost-requests': '失われた要求を、待ってから数回まで再送する',
	'accepts-slow-replies': '遅くても期限内の応答を受け入れる',
	'ignores-late-replies': '期限後の応答を、次の要求の応答と取り違えない',
	'tells-replies-by-tid': '古い応答と重複した応答をTIDで見分ける',
	'takes-lines-in-any-order': '応答の前や行の間に届くものを、順序によらず読み取る',
	'survives-undeclared-inf': '通知マップにないEPCのINFで動作を止めない',
	'uses-partial-answers': '一部が拒まれたGetの残りの値を使う',
	'answers-questions-of-meter': 'メーターの問い合わせに答える',
	'survives-malformed-frames': '形式の誤ったフレームを捨てて動き続ける',
	'survives-refused-choice': 'E5やEDの設定を拒まれても、別の日の履歴と取り違えない',
	'polls-on-without-long-replies': '長い応答だけが届かなくても、現在値を読み続ける',
});

export const REPLY_STEPS_JA: Readonly<Record<keyof typeof REPLY_STEPS, string>> = Object.freeze({
	'slow-reply': '応答に18秒、複数のプロパティには55秒かかります。遅いが期限内です',
	'late-reply': '誰も待たなくなった70秒後に応答が届きます',
	'lost-request': '要求が一つ失われ、その後もう一つ失われます',
	'stale-replies': '応答の前に一つ前の応答がもう一度届きます。その後、応答が2回届きます',
	'interleaved-inf': '要求と応答の間にINFが届きます',
	'interleaved-lines': 'コマンドのエコーとその返答の間にデータグラムが届きます。その後、EVENT 25の直後に届きます',
	'undeclared-inf': '応答の後に、どのマップにもない同じプロパティのINFが届きます',
	'partial-sna': '複数のプロパティのGetに、一つを除いて値のあるGet_SNAが返ります。その後、その一つが省かれます',
	'meter-asks': 'メーターがHEMSに問い合わせます: D6、9F、82、83、8AのGet、D5のINF_REQ、F0のSetC、そして存在しないオブジェクト',
	malformed: '応答の前にフレームでないものが届きます: 長すぎるPDC、OPC 0、EHD2 82、1バイト、255バイト',
	'set-refused': 'プログラムを起動します。E5やEDの設定は拒まれます',
	'long-reply-lost': 'プログラムを起動します。長い応答(E2、E4、長いEC)だけが届きません',
});
