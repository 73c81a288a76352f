import type { FRAME_CHECKS } from '../frames.js';
import type { KEEPING_CHECKS } from '../keeping.js';
import type { REQUEST_CHECKS } from '../requests.js';
import { seconds } from './numbers.js';
import type { REQUEST_WORDS } from './requests.js';

export const REQUEST_WORDS_JA: typeof REQUEST_WORDS = Object.freeze({
	heldWhileReauthenticating: (_: object) => 'EVENT 29から25まで何も送りませんでした',
	askedWhileReauthenticating: ({ requests }: { requests: number }) => `EVENT 29から25までに${requests}回送りました`,
	rejoinedInTime: (_: object) => 'ライフタイムが終わる前に自ら再認証しました',
	reauthenticationOff: (_: object) => '再認証を切り（S17）、SKREJOINも使わず、セッションはEVENT 29で終わりました',
	beganAnew: ({ event, ms }: { event: string; ms: number }) => `EVENT ${event}の${seconds(ms)}後にスキャンまたは接続しました`,
	askedAfterLoss: ({ event, requests }: { event: string; requests: number }) =>
		`セッションを終わらせたEVENT ${event}の後に、要求を${requests}回送りました`,
	beganAnewLate: ({ event, ms }: { event: string; ms: number }) => `EVENT ${event}の${seconds(ms)}後になって、スキャンまたは接続しました`,
	neverBeganAnew: ({ event, ms }: { event: string; ms: number }) => `EVENT ${event}の後${seconds(ms)}、スキャンも接続もしませんでした`,
	waitedToRepeat: ({ repeats, ms }: { repeats: number; ms: number }) =>
		`応答のない要求を${repeats}回再送しました。再送までの最短は${seconds(ms)}です`,
	hastyRepeat: ({ ms, properties }: { ms: number; properties: number }) => `プロパティ${properties}個の要求を${seconds(ms)}で再送しました`,
	oneAtATime: ({ requests }: { requests: number }) => `要求${requests}回は1つずつでした`,
	overlappingRequests: ({ times, ms }: { times: number; ms: number }) =>
		`応答を待っている間に別の要求を${times}回送りました。最初は${seconds(ms)}後です`,
	boundedRepeats: ({ most }: { most: number }) => `同じ要求の再送は最大${most}回で、その後は別のことをしました`,
	endlessRepeats: ({ times }: { times: number }) => `同じ要求を${times}回再送し、ほかに何も試しませんでした`,
	fewProperties: ({ most }: { most: number }) => `要求のプロパティは最大${most}個でした`,
	tooManyProperties: ({ most }: { most: number }) => `1つの要求に${most}個のプロパティがありました`,
	severalAtOnce: ({ properties }: { properties: number }) => `現在値を1つのGetで${properties}個まとめて要求しました`,
	oneByOne: ({ gets, epcs }: { gets: number; epcs: string }) => `${epcs}を1つずつ続けて要求したGetが${gets}回ありました。1つのGetで足ります`,
	moderatePolls: ({ ms }: { ms: number }) => `現在値を${seconds(ms)}ごとに要求しました`,
	fastPolls: ({ ms, air }: { ms: number; air: number }) =>
		`現在値を${seconds(ms)}ごとに要求しました。ドングルの送信は1時間に約${seconds(air)}になります。法令の上限は6 minです`,
	freshTids: ({ requests }: { requests: number }) => `要求${requests}回の新しいものには、それぞれのTIDがありました`,
	sharedTid: ({ tid }: { tid: number }) => `続く2つの要求がどちらもTID ${tid}でした`,
	unmovedByStrays: ({ strays }: { strays: number }) => `待っていない応答やINFが${strays}件来ましたが、答えもせず続けました`,
	answeredUnasked: ({ service }: { service: string }) => `誰も求めていない応答（ESV ${service}）を送りました`,
	diedOfStray: ({ code }: { code: number | null }) => `待っていない応答の後、自ら終了しました${code === null ? '' : `（コード${code}）`}`,
	confirmedSets: ({ sets }: { sets: number }) => `E5またはEDのSetC ${sets}回で、応答を待ちました`,
	unconfirmedSet: ({ epc }: { epc: string }) => `応答のないSetIで${epc}を設定しました`,
	didNotAwaitSet: ({ epc, ms }: { epc: string; ms: number }) => `${epc}のSetCの応答の前、${seconds(ms)}後に次の要求を送りました`,
	addressedRight: ({ requests }: { requests: number }) =>
		`要求${requests}回は、05FF01から028801へ、ポート3610、暗号化、メーターだけに宛てたものでした`,
	noFrame: (_: object) => 'ECHONET Liteのフレームでないものをポート3610に送りました',
	wrongSource: ({ eoj }: { eoj: string }) => `送信元オブジェクト（SEOJ）が05FF01でなく${eoj}でした`,
	wrongDestination: ({ eoj }: { eoj: string }) => `相手先オブジェクト（DEOJ）が028801でなく${eoj}でした`,
	wrongPort: ({ port }: { port: number }) => `UDPポートが3610でなく${port}でした`,
	unsecuredRequest: (_: object) => '要求を平文で送りました',
	wrongPeer: ({ peer }: { peer: string }) => `メーターでない${peer}に要求を送りました`,
});

type RequestCheckName = keyof typeof KEEPING_CHECKS | keyof typeof REQUEST_CHECKS | keyof typeof FRAME_CHECKS;

export const REQUEST_CHECKS_JA: Record<RequestCheckName, string> = Object.freeze({
	'keeps-session-alive': '再認証（S17）を切らないか自ら行い、EVENT 29から25まで何も送らない',
	'begins-anew-after-loss': 'EVENT 26、27、28、再認証でのEVENT 24、25の来ないEVENT 29の後は、接続し直すかスキャンする',
	'waits-before-repeating': '要求を失われたとみなすまで20 s、複数プロパティでは60 s待つ',
	'asks-one-at-a-time': '応答を待つ間に別の要求を送らない',
	'bounds-repeats': '再送は3回ほどとし、その後は別の原因を探す',
	'asks-six-at-most': '要求のプロパティは6個までとする',
	'asks-several-at-once': '複数のプロパティは多くのGetでなく1つのGetで要求する',
	'polls-moderately': '現在値の要求は10 sごとより速くしない。ガイドラインは1分ごとで計算している',
	'numbers-requests': '新しい要求にはそれぞれのTIDを付け、同じTIDは同じ要求の再送だけに使う',
	'bears-unmatched-replies': '待っていない応答、重複、要求と応答の間のINFに、答えず、それで終了もしない',
	'confirms-sets': 'E5とEDをSetCで設定し、応答を待つ',
	'addresses-as-agreed': '要求は05FF01から028801へ、双方ポート3610、暗号化、自分のメーターだけに送る',
});
