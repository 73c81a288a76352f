/** What goes wrong with a meter, in Japanese. What a system or a decoder says of it stays as it is. */
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import type { FailureKind, HeadEndFailure, Loss, Malformed, Proof, TariffPart, Work } from '../../../src/head-end/head-end-error.js';
import { countText } from '../../../src/head-end/physical-units.js';
import { accessResultTextJa, diagnosticTextJa, exceptionTextJa, notProvenTextJa, serviceErrorTextJa } from './hes-refusals-ja.js';
import { imageStatusText } from './image-status-text.js';
import { IMAGE_WORDS } from './image-words.js';
import { mbusHint } from './mbus-words.js';

/** Why a unit refuses credentials, by the Data-Access-Result. */
const CREDENTIAL_HINTS: Readonly<Record<number, string>> = Object.freeze({
	[ACCESS_RESULT.scopeOfAccessViolated]: '。この版か、それより新しい版がすでにあります。keiki hes credentials statusで確かめられます',
	[ACCESS_RESULT.otherReason]: '。ほかのユニット用に封印されたものか、改変されたものです',
	[ACCESS_RESULT.temporaryFailure]: '。直前に届いたものを通信ユニットがまだ開いています。もう一度試してください',
	[ACCESS_RESULT.objectUndefined]: '。通信ユニットに認証情報の鍵がないか、このクライアントには権限がありません',
});

/** Of these, why its state is not told. */
const READING_HINTS: readonly number[] = Object.freeze([ACCESS_RESULT.objectUndefined, ACCESS_RESULT.temporaryFailure]);

export type FailureTexts = { readonly [K in FailureKind]: (failure: Extract<HeadEndFailure, { readonly kind: K }>) => string };
export type LossTexts = { readonly [K in Loss['kind']]: (loss: Extract<Loss, { readonly kind: K }>) => string };

const WORKS: Readonly<Record<Work, string>> = Object.freeze({
	association: 'アソシエーション',
	release: '解放',
	get: 'GET',
	set: 'SET',
	action: 'ACTION',
	access: 'ACCESS',
	invocationCounter: '呼び出しカウンター',
	objectList: 'オブジェクト一覧',
	scalers: 'スケーラーと単位',
	columns: 'プロファイルの列',
	rows: '行',
	clock: '時計',
	timeZone: 'タイムゾーン',
	deviceName: '論理デバイス名',
	securitySetup: 'セキュリティ設定の名前',
});

const LOSSES: LossTexts = Object.freeze({
	closed: () => 'メーターが接続を閉じました',
	notDlms: ({ malformed }) => `応答したのはDLMSメーターではありません: ${malformedText(malformed)}`,
	unreachable: ({ reason }) => `応答する相手がいません: ${reason}`,
	frameUnanswered: () => 'HDLC: フレームに応答がありません',
	linkEnded: () => 'HDLC: メーターがリンクを終了しました',
	lineClosed: () => 'シリアル回線が閉じられました',
});

const TARIFF_PARTS: Readonly<Record<TariffPart, string>> = Object.freeze({
	name: 'カレンダーの名称',
	seasons: '季節',
	weeks: '週',
	days: '日',
	specialDays: '特別日',
	activation: 'カレンダーの適用',
});

const SILENCE_HINTS: Readonly<Record<Proof, string>> = Object.freeze({
	keys: 'アドレス、--client、--serverと、鍵がこのクライアントのものかを確かめてください',
	password: 'アドレス、--client、--serverと、メーターがこのクライアントをパスワードで認証するかを確かめてください',
	none: 'アドレス、--client、--serverを確かめてください',
});

/** @param foundText shows bytes that came */
export function failuresJa(foundText: (bytes: Uint8Array) => string): FailureTexts {
	const failures: FailureTexts = Object.freeze({
		connectTimeout: ({ timeout }) =>
			`接続できません: ${timeout / 1000}秒以内に応答がありません。アドレスと、途中で遮られていないかを確かめてください`,
		cannotConnect: ({ reason }) => `接続できません: ${reason}`,
		cannotSend: ({ reason }) => `送信できません: ${reason}`,
		cannotOpenLine: ({ reason }) => `回線を開けません: ${reason}`,
		lineClosed: () => 'シリアル回線が閉じられました',
		noIdentification: () => '"/?!"に識別応答がありません: 光学ヘッドを確かめてください。メーターが初めからHDLCで話すなら、mode-eを外してください',
		identificationUnknown: ({ found }) =>
			`"/?!"への応答が識別応答ではありません: ${foundText(found)}。/ABC5\\2NAMEのような行のはずです: 速度、パリティ、光学ヘッドを確かめてください`,
		noHdlc: ({ found }) => `メーターはHDLCに対応していません: 応答は${foundText(found)}で、速度の後に\\2がありません`,
		linkUnanswered: () => 'HDLC: SNRMに応答がありません。回線、速度、デバイスアドレスを確かめてください',
		linkRefused: () => 'HDLC: メーターがリンクを拒否しました(DM)。クライアントとデバイスアドレスを確かめてください',
		lost: ({ work, loss }) => `${WORKS[work]}: ${(LOSSES[loss.kind] as (loss: Loss) => string)(loss)}`,
		noAnswer: ({ work, timeout, refused, astray = 0, proof }) =>
			astray > 0
				? `${WORKS[work]}: invoke idまたはブロック番号が別の要求や別のブロックのものである応答が${astray}件あり、この要求への応答はありませんでした`
				: refused > 0
					? refusedText(work, refused, proof)
					: `${WORKS[work]}: ${timeout / 1000}秒以内に応答がありません。${SILENCE_HINTS[proof]}`,
		answerMalformed: ({ work, malformed }) => `${WORKS[work]}: メーターの応答の形式が正しくありません: ${malformedText(malformed)}`,
		ended: ({ work }) => `${WORKS[work]}: こちらから終了しました`,
		associationRefused: ({ transient, diagnostic, inside, proof }) =>
			`アソシエーションが${transient ? '一時的に' : ''}拒否されました: ${diagnosticTextJa(diagnostic, proof)}${inside === undefined ? '' : `、${serviceErrorTextJa(inside)}`}`,
		notProven: ({ found, proof }) => notProvenTextJa(found, proof),
		serviceError: ({ error }) => serviceErrorTextJa(error),
		exception: ({ exception, proof }) => exceptionTextJa(exception, proof),
		protocol: ({ found }) => `プロトコルの誤り: ${found}`,
		valueMalformed: ({ malformed }) => `メーターの値を解釈できません: ${malformedText(malformed)}`,
		valueTooLong: ({ work, most }) => `${WORKS[work]}: メーターが${most / 0x100000} MiBを超えて送ってきます。メーターの値とは考えられません`,
		tooManyColumns: ({ most }) => `プロファイルの列が${most}を超えています`,
		tooManyRows: ({ most }) => `一度の要求に対する行が${most}を超えています。--fromと--toで範囲を狭めてください`,
		counterExhausted: () => '呼び出しカウンターが上限に達しました: 別の方法で鍵を変更する必要があります',
		counterLeap: ({ meter, here }) =>
			`メーターの呼び出しカウンターは${meter}ですが、ここで最後に使ったのは${here}です: ほかの誰かがこのタイトルでこの鍵を使っているか、` +
			`誰かがメーターになりすましています。メーターを信用するなら、--counter ${meter + 1}で一度だけそこから続けられます`,
		counterUnreadable: ({ tried }) => {
			const why = tried.map(
				({ name, result }) => `${logicalNameText(name)}: ${result === undefined ? '数値ではありません' : accessResultTextJa(result)}`,
			);
			return `公開クライアントでは呼び出しカウンターを読めません(${why.join('、')})。--counter Nで指定できます`;
		},
		publicRefused: ({ cause }) =>
			`公開クライアントとして呼び出しカウンターを読むとき: ${(failures[cause.kind] as (failure: HeadEndFailure) => string)(cause)}。--counter Nで指定できます`,
		clockUnreadable: ({ result }) => `時計を読めません: ${accessResultTextJa(result)}`,
		clockNotSet: ({ result }) => `時計を設定できません: ${accessResultTextJa(result)}`,
		objectListUnreadable: ({ result }) => `オブジェクト一覧を読めません: ${accessResultTextJa(result)}`,
		rowsUnreadable: ({ result }) => `行を読めません: ${accessResultTextJa(result)}`,
		keysNotTaken: ({ result }) => `メーターが新しい鍵を拒否しました: ${accessResultTextJa(result)}。古い鍵のままです`,
		agreementUnproven: () =>
			'メーターの鍵の情報に、メーターの署名がありません。合意した鍵は誰のものとも分からず、ファイルの鍵はもう有効でないかもしれません',
		policyUnreadable: ({ result }) => `セキュリティポリシーを読めません: ${accessResultTextJa(result)}`,
		policyNotRaised: ({ result }) =>
			`メーターがこのポリシーを拒否しました: ${accessResultTextJa(result)}${result === ACTION_RESULT.otherReason ? '。署名の鍵がメーターにないか、このクライアントの鍵がありません' : ''}`,
		certificatesUnreadable: ({ result }) => `証明書を読めません: ${accessResultTextJa(result)}。証明書があるのはクラス64のバージョン1だけです`,
		certificateRefused: ({ result }) =>
			`メーターが拒否しました: ${accessResultTextJa(result)}。証明書は、期間内で、メーターに証明書のある認証局が発行し、メーター自身のものならその鍵ペアのものでなければなりません`,
		policyUnfit: () => 'メーターのクラス64はバージョン0です。要求と応答に同じ保護を求めるだけで、署名は求められません',
		credentialsUnreadable: ({ result }) =>
			`Bルートの状態を読めません: ${accessResultTextJa(result)}${READING_HINTS.includes(result) ? CREDENTIAL_HINTS[result] : ''}`,
		credentialsNotTaken: ({ result }) => `メーターが認証情報を拒否しました: ${accessResultTextJa(result)}${CREDENTIAL_HINTS[result] ?? ''}`,
		unitKeyRefused: ({ result }) =>
			`通信ユニットは自分の鍵を示しません: ${accessResultTextJa(result)}。鍵があるのは、クライアント1がスイート1か2で、--credential-keyのないときです。作り直させられるのはクライアント1だけです`,
		unitKeyUnproven: () => 'メーターが示したものは通信ユニットの鍵ではありません: タイトルが違うか、秘密鍵の証明がありません',
		supplyUnreadable: ({ result }) => `供給の状態を読めません: ${accessResultTextJa(result)}`,
		supplyNotSwitched: ({ result }) =>
			`メーターが供給の開閉を拒否しました: ${accessResultTextJa(result)}${result === ACTION_RESULT.readWriteDenied ? '。または、開閉ユニットがないか、制御モードが0です' : ''}`,
		supplyNotPlanned: ({ result }) => `メーターが予約を拒否しました: ${accessResultTextJa(result)}`,
		limiterUnreadable: ({ result }) => `リミッターを読めません: ${accessResultTextJa(result)}`,
		limitNotSet: ({ result }) => `メーターがこの制限を拒否しました: ${accessResultTextJa(result)}`,
		tariffUnreadable: ({ part, result }) => `${TARIFF_PARTS[part]}を読めません: ${accessResultTextJa(result)}`,
		tariffNotSet: ({ part, result }) => `メーターが${TARIFF_PARTS[part]}を拒否しました: ${accessResultTextJa(result)}`,
		imageUnreadable: ({ result }) => `イメージ転送を読めません: ${accessResultTextJa(result)}`,
		imageNotPlanned: ({ result }) => `メーターが有効化の予約を拒否しました: ${accessResultTextJa(result)}`,
		imageRefused: ({ step, result }) =>
			`メーターが${IMAGE_WORDS.ja.steps[step]}を拒否しました: ${accessResultTextJa(result)}${IMAGE_WORDS.ja.hints[step]}`,
		imageBlockRefused: ({ block, result }) => `メーターがブロック${block}を拒否しました: ${accessResultTextJa(result)}`,
		imageBlocksUnsized: () => 'メーターがイメージのブロック長(18/0.0.44.0.0.255:2)を示さないので、何も送っていません',
		imageStalls: ({ block, tries }) =>
			`ブロック${block}を${tries}回送り、毎回受け取られましたが、メーターにはまだありません。送り続けても終わりません`,
		imageUnverified: ({ status }) => `イメージは検証されていません: ${imageStatusText(status, 'ja')}`,
		imageNotActivated: ({ status, waited }) => `イメージは有効になっていません: ${imageStatusText(status, 'ja')}(最長${waited / 1000}秒待ちました)`,
		imageOld: ({ version, found }) =>
			`メーターは有効化に成功したと示しますが、バージョンは${version}ではなく${found ?? IMAGE_WORDS.ja.unknown()}のままです`,
		limitUnfit: ({ value, scaler, most }) =>
			`${value}: このメーターの単位である${countText(1, scaler)}の倍数で、${countText(most, scaler)}以下のはずです`,
		alarmsUnreadable: ({ result }) => `アラームを読めません: ${accessResultTextJa(result)}`,
		statisticsUnreadable: ({ result }) => `統計を読めません: ${accessResultTextJa(result)}`,
		unitsUnreadable: ({ result }) => `取り付けたユニットを読めません: ${accessResultTextJa(result)}`,
		accountUnreadable: ({ result }) => `アカウントを読めません: ${accessResultTextJa(result)}`,
		tokenNotTaken: ({ result }) => `メーターがトークンの結果を示しません: ${accessResultTextJa(result)}`,
		mbusUnreadable: ({ channel, result }) => `チャネル${channel}を読めません: ${accessResultTextJa(result)}。このメーターにM-Busはありますか`,
		mbusRefused: ({ channel, result }) =>
			`メーターがチャネル${channel}への指示を拒否しました: ${accessResultTextJa(result)}${mbusHint(result, 'ja')}`,
		mbusNotSet: ({ channel, result }) => `メーターがチャネル${channel}の値を拒否しました: ${accessResultTextJa(result)}`,
		alarmsNotSet: ({ name, result }) => `${logicalNameText(name)}を設定できません: ${accessResultTextJa(result)}`,
		pushUnreadable: ({ name, result }) => `プッシュの設定${logicalNameText(name)}を読めません: ${accessResultTextJa(result)}`,
		pushNotSet: ({ name, result }) => `${logicalNameText(name)}への指定を、メーターが拒否しました: ${accessResultTextJa(result)}`,
		thresholdNotSet: ({ name, result }) => `メーターが${logicalNameText(name)}のこのしきい値を拒否しました: ${accessResultTextJa(result)}`,
		profileUnreadable: ({ name, result }) => `プロファイル${logicalNameText(name)}を読めません: ${accessResultTextJa(result)}`,
		clockTellsNoTime: () => 'メーターの時計は時刻を示しません: まだ設定されていません',
		objectListMalformed: () => 'オブジェクト一覧ではありません: 配列のはずです',
		columnsMalformed: () => 'プロファイルの列を解釈できません: クラス、論理名、属性、インデックスの構造体のはずです',
		profileWithoutTime: ({ name }) =>
			`プロファイル${logicalNameText(name)}の行には時刻がありません。keiki hes read ${logicalNameText(name)}:2で見られます`,
		noSuchObject: ({ name }) =>
			`${logicalNameText(name)}: メーターはこのクライアントにそのオブジェクトを見せません。keiki hes walkで一覧が見られます`,
	});
	return failures;
}

function malformedText({ format, offset, expected }: Malformed): string {
	return `${format}: ${offset}バイト目、期待したのは${expected}`;
}

function refusedText(work: Work, refused: number, proof: Proof): string {
	if (proof !== 'keys')
		return `${WORKS[work]}: 解釈できない応答が${refused}件ありました。アドレスと、メーターがこのクライアントに暗号化していないかを確かめてください`;
	return `${WORKS[work]}: この鍵のものでないか、解釈できない応答が${refused}件ありました。鍵、タイトル、--cipheringを確かめてください`;
}
