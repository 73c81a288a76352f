/** What the faults of Route A do, in Japanese; English stands in their rows. */
import type { RouteAFault } from './route-a-fault-rows.js';

export const ROUTE_A_FAULTS_JA: Readonly<Record<RouteAFault, string>> = Object.freeze({
	'no-answer': 'Aルートのアソシエーション中の要求に応答がなく、その要求は何も実行されません',
	'late-answer':
		'応答に8 s、または指定の時間がかかり、同じ接続で後に続く応答も待たされます: 待ちきれずにもう一度尋ねたヘッドエンドには、両方が届きます',
	'profile-holes': 'ロードプロファイルの行が抜けます。抜けるのはいつも同じ行です',
	'profile-doubled': 'ロードプロファイルの行が2度出ます。いつも同じ行です',
	'profile-swapped': 'ロードプロファイルの行が、次の行より後に出ます。いつも同じ行です',
	'profile-future': 'ロードプロファイルの最新の行の日時が、その時間だけ先になります',
	'clock-invalid': '時計が無効だと示します: statusのビット0',
	'clock-jumps': '時計を読むと、1時間、または指定の時間だけ進んでいます',
	'weekday-zero': '時計とロードプロファイルの行の曜日が、存在しない00になります',
	'association-lost': '応答の代わりにアソシエーションが失われます: TCPは切断され、UDPとHDLCでは次の要求が拒否されます',
	'release-unanswered': 'TCPとUDPでRLRQに応答がありません。アソシエーションは終わります',
	'wrong-invoke-id': '応答のinvoke idが、次の要求のものになります',
	'block-lost': '長い応答のブロックが届きません',
	'block-repeated': '長い応答で、次のブロックの代わりに前のブロックがもう一度届きます。汎用ブロック(general block)は2度届きます',
	'block-early': '長い応答で、次のブロックの代わりにその次のブロックが届きます。汎用ブロックは、次のブロックより後に届きます',
	'tag-refused': '正しい鍵の要求が拒否されます: ExceptionResponse 5(deciphering error)',
	'counter-refused': '新しいカウンターの要求が拒否されます: ExceptionResponse 6(invocation counter error)',
	'entries-lie': 'ロードプロファイルのentries_in_useが、実際の2倍に1を足した数になります',
	'gbt-stalls': 'TCPとUDPの汎用ブロック転送(GBT)が、最初のブロックの後で止まります: 次のブロックも、受け取りの確認もありません',
	'hdlc-noise': 'ローカルポートで、雑音の後に、1ビット反転したフレームが届きます',
	'key-forgotten': '鍵の変更に0と答えますが、古い鍵のままです: 新しい鍵は拒否されます',
	'counters-forgotten': '通信ユニットを差し込むと、クライアントから受け付けたカウンターが0に戻ります',
	'push-twice': 'プッシュが、同じバイト列で2度送られます',
	'push-stale': 'プッシュの代わりに、前のプッシュが古いカウンターのままもう一度送られます',
	'push-storm': '復電後、最初のプッシュが50回送られます',
	'alarm-flutters': 'アラームレジスター1のビット13が、読むたびに現れたり消えたりします',
	'many-objects': 'オブジェクト一覧が600項目以上になります',
});
