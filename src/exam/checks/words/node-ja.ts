import type { NODE_CHECKS } from '../node.js';
import type { NODE_WORDS } from './node.js';

export const NODE_WORDS_JA: typeof NODE_WORDS = Object.freeze({
	keptPassword: ({ lines }: { lines: number }) => `出力${lines}行に、パスワードも鍵もありませんでした`,
	toldPassword: ({ stream, what }: { stream: string; what: string }) => `${what === 'key' ? '鍵' : 'パスワード'}を${stream}に出力しました`,
	infcAnswered: ({ times }: { times: number }) => `${times}回のINFCのすべてに応答しました`,
	infcUnanswered: ({ times, missing }: { times: number; missing: number }) => `${times}回のINFCのうち${missing}回に応答しませんでした`,
	infcConfirmedWrong: ({ what }: { what: string }) =>
		`INFCへの応答の${what === 'tid' ? 'TIDが違いました' : what === 'objects' ? 'オブジェクトが、INFCのものを入れ替えたものではありませんでした' : 'プロパティがINFCと違うか、データ付き（PDCが0でない）でした'}`,
	announcedItself: (_: object) => 'INF D5で05FF01を通知しました',
	unannounced: (_: object) => '接続の後、INF D5による通知がありませんでした',
	questionsAnswered: ({ questions }: { questions: number }) => `メーターからの問い${questions}件に、ノードとして応じました`,
	questionUnanswered: ({ questions, missing, epc }: { questions: number; missing: number; epc: string }) =>
		`ノードプロファイルへの問い${questions}件のうち${missing}件に応答がありません。最初は${epc}です`,
	notRefused: ({ epc }: { epc: string }) => `どのオブジェクトにもない${epc}を求められ、拒否（SNA）しませんでした`,
	answeredForOthers: ({ eoj }: { eoj: string }) => `持っていないオブジェクト${eoj}として応答しました`,
	discardedMalformed: ({ frames }: { frames: number }) => `フレームでないデータグラムが${frames}件来ましたが、続けました`,
	diedOfMalformed: ({ code }: { code: number | null }) =>
		`フレームでないデータグラムの後、自ら終了しました${code === null ? '' : `（コード${code}）`}`,
	stoppedAtMalformed: ({ ms }: { ms: number }) => `フレームでないデータグラムの後、${Math.round(ms / 1000)} s値を得ませんでした`,
});

export const NODE_CHECKS_JA: Record<keyof typeof NODE_CHECKS, string> = Object.freeze({
	'keeps-password': 'パスワードも、それから作る鍵も出力しない',
	'answers-infc': 'INFCにINFC_Resで応答する: 同じTIDとEPC、データなし、送信元へ、オブジェクトを入れ替えて',
	'answers-as-node': 'ノードプロファイルが応答し、接続の後に05FF01を通知する。ないものは拒否し、ほかのオブジェクトには何も言わない',
	'discards-malformed': 'フレームでないものは捨てて続ける',
});
