import { seconds } from './numbers.js';
import type { SITUATION_WORDS } from './situation.js';

export const SITUATION_WORDS_JA: typeof SITUATION_WORDS = Object.freeze({
	recovered: ({ ms }: { ms: number }) => `${seconds(ms)}後に値が再び届きました`,
	recoveredLate: ({ ms, limit }: { ms: number; limit: number }) => `値が再び届いたのは${seconds(ms)}後です。${seconds(limit)}以内が目安です`,
	notRecovered: ({ ms }: { ms: number }) => `${seconds(ms)}以内に値が届きませんでした`,
	notShownAgain: ({ ms }: { ms: number }) => `値は再び届きましたが、${seconds(ms)}以内に電力が表示されませんでした`,
	repeatedPatiently: ({ ms, properties }: { ms: number; properties: number }) =>
		`プロパティ${properties}個の要求を${seconds(ms)}後に諦めたか再送しました`,
	repeatedEarly: ({ ms, limit, properties }: { ms: number; limit: number; properties: number }) =>
		`プロパティ${properties}個の要求を${seconds(ms)}後に諦めたか再送しました。メーターに許された${seconds(limit)}より前です`,
	repeatedAtOnce: ({ ms, properties }: { ms: number; properties: number }) =>
		`プロパティ${properties}個の要求をわずか${seconds(ms)}後に諦めたか再送しました`,
	repeatedTooOften: ({ times, limit }: { times: number; limit: number }) =>
		`同じ要求を${times}回再送し、ほかの手を試していません。${limit}回までが目安です`,
	joinsPaced: ({ joins, ms }: { joins: number; ms: number }) => `メーターが拒む間、${seconds(ms)}に${joins}回接続を試みました`,
	joinsInRushes: ({ times, joins }: { times: number; joins: number }) => `1秒以内に${joins}回の接続を${times}度繰り返しました`,
	joinsTooMany: ({ joins, limit, ms }: { joins: number; limit: number; ms: number }) =>
		`メーターが拒む間、${seconds(ms)}に${joins}回接続を試みました。${limit}回を超えています`,
	joinsNotSlower: ({ joins, limit, ms }: { joins: number; limit: number; ms: number }) =>
		`メーターが拒む間、${seconds(ms)}に${joins}回接続を試みました。${limit}回を超え、間隔も延びません`,
	joinsNever: ({ ms }: { ms: number }) => `${seconds(ms)}の間、一度も接続を試みませんでした`,
	repliesNotShown: ({ missing, replies }: { missing: number; replies: number }) => `応答${replies}件のうち${missing}件の電力が表示されませんでした`,
	livedOn: (_: object): string => 'プログラムは動き続けました',
	died: ({ code, signal }: { code: number | null; signal: string | null }) => `プログラムが終了しました: ${ending(code, signal)}`,
	diedAndRestarted: ({ code, signal }: { code: number | null; signal: string | null }) =>
		`プログラムが終了し、監視役が再び起動しました: ${ending(code, signal)}`,
	printedTrace: ({ line }: { line: string }) => `プログラムは動き続けましたが、スタックトレースを出力しました: ${line}`,
});

function ending(code: number | null, signal: string | null): string {
	return signal === null ? `終了コード${code}` : signal;
}
