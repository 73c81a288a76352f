/** What a hand-held tells a worker, in each language: what is done, or why not and what to do next. */
import { isoAt, JAPAN } from '../../../src/head-end/date-time-text.js';
import { barCodeFaultText } from '../../../src/operations/bar-code/words.js';
import type { InEach, KindWords, Language } from '../../../src/world/schema/language.js';
import { kindText } from '../../../src/world/schema/language.js';
import { accessText, failureText } from '../hes/hes-failures.js';
import type { Trouble, TroubleFields } from './trouble.js';

export interface HandheldTexts {
	readonly trouble: KindWords<TroubleFields>;
	readonly order: () => string;
	readonly meter: () => string;
	readonly password: () => string;
	readonly set: (version: number) => string;
	readonly units: () => string;
	readonly asTold: () => string;
	readonly notNoted: (told: string, found: string) => string;
	readonly clock: (span: string, isAhead: boolean) => string;
	readonly noClock: () => string;
	readonly made: (name: string, file: string) => string;
	readonly needsOffice: () => string;
	readonly trusts: () => string;
	readonly none: () => string;
	readonly waiting: (results: number) => string;
	readonly written: (results: number, path: string) => string;
	readonly dropped: (results: number) => string;
	readonly kinds: Readonly<Record<'set' | 'failed' | 'diagnosis' | 'built', string>>;
	readonly serving: (url: string) => string;
	readonly openPlace: (place: string) => string;
	readonly atWork: () => string;
	readonly noPicture: () => string;
	readonly thePicture: () => string;
	readonly hours: (hours: number, minutes: number) => string;
	readonly days: (days: number) => string;
}

const AGAIN = Object.freeze({
	en: 'scan the bar code again: the hand-held asks first which password is in force, and brings none twice',
	ja: 'バーコードをもう一度読み取ってください。端末はまず有効なパスワードの版を確かめるので、二重に設定することはありません',
});

const time = (ms: number) => isoAt(ms, JAPAN);
/** Causes that say that a clock may be wrong. */
const OF_TIME: readonly string[] = Object.freeze(['too-early', 'expired']);

export const HANDHELD_WORDS: InEach<HandheldTexts> = Object.freeze({
	en: {
		trouble: {
			noCode: () =>
				'there is no bar code in the picture that can be read; hold the camera still and near, so that the code fills half of the picture, and avoid shadows',
			barCode: ({ fault, now, own }) =>
				barCodeFaultText(fault, 'en', time) +
				(OF_TIME.includes(fault.kind) ? ` (by this hand-held's clock it is ${time(now)})` : '') +
				(fault.kind === 'other-handheld' ? ` (this one is ${own})` : ''),
			full: ({ results }) =>
				`${results} results wait for the office, and there is no room for more: hand them in first (keiki handheld results --out FILE)`,
			noKeys: ({ meter, path }) =>
				meter === null
					? `${path} has keys for several meters: tell which with --for, the system title on the work order`
					: `there are no keys for the meter ${meter} in ${path}: ask the office for them, or look whether the work order is of this round`,
			silent: ({ place, failure }) =>
				`the meter does not answer at ${place}: ${failureText(failure)}; look whether it has power and a communication unit, and how the hand-held is connected; the bar code stays good`,
			otherMeter: ({ meter, found }) =>
				`this is not the meter ${meter} of the work order${found === undefined ? '' : `: it says that it is ${found}`}; go to the right one. If this is the right one, its keys were changed: ask the office for the new ones`,
			notLetIn: ({ meter, failure }) =>
				`the meter ${meter} answers and does not let this hand-held in: ${failureText(failure)}; tell the office: its keys or rights were changed`,
			refused: ({ failure }) => `the meter says no: ${failureText(failure)}; tell the office, which knows what its units can do`,
			unsure: ({ failure }) => `the meter did not say how it ended: ${failureText(failure)}; look whether it has power, and ${AGAIN.en}`,
			busy: () => `the communication unit is busy with another password, which came right before; wait a minute, and ${AGAIN.en}`,
			unit: ({ why, inForce, version, order, result }) =>
				why === 'oldVersion'
					? `the unit has version ${inForce} in force, and this work order brings version ${version}: a later one was faster; nothing is to be done, tell the office that order ${order} came too late`
					: why === 'notOurs'
						? `the unit cannot open this password: it was sealed for another communication unit, as after an exchange; version ${inForce} stays in force; ask the office for a new work order in place of ${order}`
						: `the meter refuses the password: ${accessText(result, 'en')}; version ${inForce} stays in force; tell the office, order ${order}`,
		},
		order: () => 'order',
		meter: () => 'meter',
		password: () => 'password',
		set: (version) => `set, version ${version}`,
		units: () => 'units',
		asTold: () => 'the meter says the same as you',
		notNoted: (told, found) => `you say ${told}, and the meter says ${found}: both go to the office; look whether the units sit in their places`,
		clock: (span, isAhead) =>
			`the meter's clock is ${span} ${isAhead ? 'ahead of' : 'behind'} this hand-held's: one of them is wrong; set the hand-held's if it is that one, and tell the office otherwise`,
		noClock: () => "the meter's clock tells no time: tell the office",
		made: (name, file) => `hand-held ${name}: the office registers it by ${file}`,
		needsOffice: () => "it needs the office's public file: keiki handheld office FILE",
		trusts: () => "bar codes of this office are taken from now on, and nobody else's",
		none: () => 'no result waits for the office',
		waiting: (results) => `${results} ${results === 1 ? 'result waits' : 'results wait'} for the office`,
		written: (results, path) =>
			`${results} ${results === 1 ? 'result' : 'results'} in ${path}: hand it in, then keiki handheld results --handed-in ${path}`,
		dropped: (results) => `${results} ${results === 1 ? 'result' : 'results'} handed in, and no longer kept here`,
		kinds: { set: 'password set', failed: 'password not set', diagnosis: 'diagnosis', built: 'built' },
		serving: (url) => `the page of the hand-held is at ${url}`,
		openPlace: (place) =>
			`--place ${place}: whoever reaches this address and knows a token can work with this hand-held; what is sent there is not encrypted, and no secret is among it`,
		atWork: () => 'the hand-held is at the meter already: wait until it is done',
		noPicture: () => 'expected a picture, or the text of a bar code',
		thePicture: () => 'the picture',
		hours: (hours, minutes) => (hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`),
		days: (days) => `${days} days`,
	},
	ja: {
		trouble: {
			noCode: () =>
				'画像に読み取れるバーコードがありません。カメラを近づけて動かさず、コードが画面の半分ほどになるようにし、影を避けて撮り直してください',
			barCode: ({ fault, now, own }) =>
				barCodeFaultText(fault, 'ja', time) +
				(OF_TIME.includes(fault.kind) ? `(この端末の時計は${time(now)})` : '') +
				(fault.kind === 'other-handheld' ? `(この端末は${own})` : ''),
			full: ({ results }) => `事務所に未提出の結果が${results}件あり、これ以上は持てません。先に提出してください(keiki handheld results --out FILE)`,
			noKeys: ({ meter, path }) =>
				meter === null
					? `${path}には複数のメーターの鍵があります。作業票にあるシステムタイトルを--forで指定してください`
					: `${path}にメーター${meter}の鍵がありません。事務所に鍵を頼むか、今日の作業票かどうか確かめてください`,
			silent: ({ place, failure }) =>
				`メーターが${place}で応答しません: ${failureText(failure, 'ja')}。電源と通信ユニット、端末のつなぎ方を確かめてください。バーコードはまだ使えます`,
			otherMeter: ({ meter, found }) =>
				`作業票のメーター${meter}ではありません${found === undefined ? '' : `。このメーターは${found}と名乗っています`}。正しいメーターで行ってください。このメーターで正しければ、鍵が変わっています。事務所に新しい鍵を頼んでください`,
			notLetIn: ({ meter, failure }) =>
				`メーター${meter}は応答しますが、この端末を受け付けません: ${failureText(failure, 'ja')}。鍵か権限が変わっています。事務所に知らせてください`,
			refused: ({ failure }) => `メーターが拒否しました: ${failureText(failure, 'ja')}。ユニットの機能を知る事務所に知らせてください`,
			unsure: ({ failure }) => `結果をメーターから聞けませんでした: ${failureText(failure, 'ja')}。電源を確かめて、${AGAIN.ja}`,
			busy: () => `通信ユニットは、直前に届いた別のパスワードを処理しています。1分待って、${AGAIN.ja}`,
			unit: ({ why, inForce, version, order, result }) =>
				why === 'oldVersion'
					? `ユニットでは版${inForce}が有効で、この作業票は版${version}です。より新しい版が先に届きました。作業は不要です。作業票${order}が間に合わなかったことを事務所に知らせてください`
					: why === 'notOurs'
						? `ユニットはこのパスワードを開けません。交換などで、別の通信ユニット用に封印されたものです。版${inForce}のままです。作業票${order}に代わる新しい作業票を事務所に頼んでください`
						: `メーターがパスワードを拒否しました: ${accessText(result, 'ja')}。版${inForce}のままです。作業票${order}を事務所に知らせてください`,
		},
		order: () => '作業票',
		meter: () => 'メーター',
		password: () => 'パスワード',
		set: (version) => `設定しました、版${version}`,
		units: () => 'ユニット',
		asTold: () => 'メーターの申告は、入力と同じです',
		notNoted: (told, found) => `入力は${told}、メーターの申告は${found}です。両方を事務所に送ります。ユニットが奥まで差さっているか確かめてください`,
		clock: (span, isAhead) =>
			`メーターの時計はこの端末より${span}${isAhead ? '進んで' : '遅れて'}います。どちらかが違います。端末の時計が違うなら合わせ、そうでなければ事務所に知らせてください`,
		noClock: () => 'メーターの時計が時刻を示しません。事務所に知らせてください',
		made: (name, file) => `ハンディターミナル${name}: 事務所は${file}で登録します`,
		needsOffice: () => '事務所の公開鍵のファイルが要ります: keiki handheld office FILE',
		trusts: () => '今後はこの事務所のバーコードだけを受け付けます',
		none: () => '未提出の結果はありません',
		waiting: (results) => `未提出の結果が${results}件あります`,
		written: (results, path) => `${results}件の結果を${path}に書きました。提出したら、keiki handheld results --handed-in ${path}`,
		dropped: (results) => `${results}件は提出済みとして、ここから消しました`,
		kinds: { set: 'パスワード設定', failed: 'パスワード設定できず', diagnosis: '診断', built: '施工' },
		serving: (url) => `ハンディターミナルのページ: ${url}`,
		openPlace: (place) =>
			`--place ${place}: このアドレスに届き、トークンを知る人は、この端末を使えます。通信は暗号化されませんが、秘密は含まれません`,
		atWork: () => '端末はメーターと通信中です。終わるまで待ってください',
		noPicture: () => '画像か、バーコードの文字列が必要です',
		thePicture: () => '送られた画像',
		hours: (hours, minutes) => (hours === 0 ? `${minutes}分` : `${hours}時間${minutes}分`),
		days: (days) => `${days}日`,
	},
});

export function troubleText(trouble: Trouble, language: Language): string {
	return kindText<TroubleFields>(HANDHELD_WORDS[language].trouble, trouble);
}

/** What two clocks may be apart, ms: beyond it one of them is said to be wrong. */
const DOUBT = 5 * 60_000;
const MINUTE = 60_000;
const DAYS_FROM = 48 * 60;

/** What is to be said of the clocks; undefined: nothing. @param ahead of the meter's, ms; null: it tells no time */
export function clockText(ahead: number | null, language: Language): string | undefined {
	const words = HANDHELD_WORDS[language];
	if (ahead === null) return words.noClock();
	if (Math.abs(ahead) <= DOUBT) return undefined;
	const minutes = Math.round(Math.abs(ahead) / MINUTE);
	const span = minutes < DAYS_FROM ? words.hours(Math.floor(minutes / 60), minutes % 60) : words.days(Math.round(minutes / (24 * 60)));
	return words.clock(span, ahead > 0);
}
