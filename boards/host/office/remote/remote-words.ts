/** Remote work of the office in words. */
import { isoAt, JAPAN } from '../../../../src/head-end/date-time-text.js';
import { flawText } from '../../../../src/operations/jobs/flaw-texts.js';
import type { AmperesResult, CredentialsResult, NotDone, SupplyResult, UnitsResult } from '../../../../src/operations/jobs/kinds.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { failureWords } from '../../relay/failure-words.js';
import type { RelayTrouble } from '../../relay/relay-client.js';
import type { JobTable } from '../database/tables.js';
import type { ExchangeNews } from './exchange.js';
import type { standing } from './jobs.js';

type Standing = ReturnType<typeof standing>;

interface RemoteWords {
	readonly states: Readonly<Record<Standing, string>>;
	readonly kinds: Readonly<Record<JobTable['kind'], string>>;
	readonly contacts: Readonly<Record<SupplyResult['contact'], string>>;
	readonly names: Readonly<
		Record<'job' | 'contract' | 'meter' | 'kind' | 'asked' | 'by' | 'begins' | 'expires' | 'state' | 'withdrawn' | 'result', string>
	>;
	readonly supply: (contact: string, before: string, isReady: boolean) => string;
	readonly amperes: (amperes: number | null, before: number | null) => string;
	readonly noAmperes: string;
	readonly version: (version: number) => string;
	readonly why: (why: string, contact: string | undefined) => string;
	readonly atOnce: string;
	readonly byAt: (by: string, time: string) => string;
	readonly waiting: (id: string) => string;
	readonly asked: (id: string) => string;
	readonly withdrawn: (id: string) => string;
	readonly askedBack: (id: string) => string;
	readonly untold: (why: string) => string;
	readonly exchanging: (url: string) => string;
	readonly exchanged: (given: number, taken: number) => string;
	readonly back: string;
	readonly broken: (reason: string) => string;
	readonly unproven: (flaw: string) => string;
	readonly foreign: (id: string) => string;
	readonly notTaken: (id: string, trouble: string) => string;
	readonly otherHead: (seq: number) => string;
	readonly troubles: { readonly [Kind in RelayTrouble['kind']]: (trouble: Extract<RelayTrouble, { readonly kind: Kind }>) => string };
}

const EN = Object.freeze<RemoteWords>({
	states: {
		proposed: 'waits for a second person',
		queued: 'waits for the relay',
		sent: 'with the relay',
		taken: 'with the control system',
		done: 'done',
		failed: 'failed',
		expired: 'expired',
		withdrawn: 'withdrawn',
		overdue: 'its time is over, and the control system has not said what became of it',
		withdrawing: 'withdrawn here; the control system has not said yet whether it was begun',
	},
	kinds: { credentials: 'Route B credentials', status: 'diagnosis', supply: 'supply', amperes: 'amperes', units: 'units' },
	contacts: { open: 'open', closed: 'closed', unknown: 'not known' },
	names: {
		...{ job: 'job', contract: 'contract', meter: 'meter', kind: 'kind', asked: 'asked', by: 'by', begins: 'not before', expires: 'expires' },
		...{ state: 'state', withdrawn: 'withdrawn', result: 'result' },
	},
	supply: (contact, before, isReady) => `contact ${contact}, ${before} before${isReady ? '; a hand at the meter has to close it' : ''}`,
	amperes: (amperes, before) => `${amperes === null ? 'none' : `${amperes} A`} in force, ${before === null ? 'none' : `${before} A`} before`,
	noAmperes: 'none',
	version: (version) => `version ${version} in force`,
	why: (why, contact) => `${why}${contact === undefined ? '' : `; contact ${contact}`}`,
	atOnce: 'at once',
	byAt: (by, time) => `by ${by} at ${time}`,
	waiting: (id) => `no answer yet; keiki office job show ${id} tells it later`,
	asked: (id) => `asked for: job ${id}`,
	withdrawn: (id) => `job ${id} is withdrawn; nobody has begun it`,
	askedBack: (id) => `job ${id} is asked back; whether it was begun, the control system says: keiki office job show ${id}`,
	untold: (why) => `could not be found out: ${why}`,
	exchanging: (url) => `exchange with the relay ${url}`,
	exchanged: (given, taken) => `${given} given to the relay, ${taken} taken from it`,
	back: 'the relay is back',
	broken: (reason) => `the exchange with the relay waits: ${reason}`,
	unproven: (flaw) => `a message from the relay is left out, since the control system has not said it: ${flaw}`,
	foreign: (id) => `an answer to job ${id} is left out: this office has no such job`,
	notTaken: (id, trouble) => `job ${id}: ${trouble}`,
	otherHead: (seq) => `the relay has seen another log of ${seq} entries than this one: keiki office audit verify finds what was changed`,
	troubles: {
		unreachable: ({ reason }) => `the relay is not to be reached: ${reason}`,
		silent: ({ timeout }) => `the relay does not answer within ${timeout / 1000} s`,
		untrusted: ({ reason }) => `the relay is not the one that the authority knows, or does not take our certificate: ${reason}`,
		full: () => 'the relay has no room: the control system has to fetch what is there first',
		conflict: () => 'the relay has another job of this name',
		refused: ({ status, text }) => `the relay refuses: ${status} ${text}`.trimEnd(),
		strange: ({ reason }) => `what answers is no relay: ${reason}`,
	},
});

const JA = Object.freeze<RemoteWords>({
	states: {
		proposed: '2人目の承認待ち',
		queued: '中継サーバーへの送信待ち',
		sent: '中継サーバーにあります',
		taken: '制御システムにあります',
		done: '完了',
		failed: '失敗',
		expired: '期限切れ',
		withdrawn: '取り下げ',
		overdue: '期限を過ぎましたが、制御システムから結果がありません',
		withdrawing: '取り下げ済み。始まっていたかどうか、制御システムからまだ返事がありません',
	},
	kinds: { credentials: 'Bルート認証情報', status: '診断', supply: '供給', amperes: 'アンペア', units: 'ユニット' },
	contacts: { open: '開', closed: '閉', unknown: '不明' },
	names: {
		...{ job: 'ジョブ', contract: '契約', meter: 'メーター', kind: '種類', asked: '依頼', by: '依頼者', begins: '開始', expires: '期限' },
		...{ state: '状態', withdrawn: '取り下げ', result: '結果' },
	},
	supply: (contact, before, isReady) => `接点は${contact}、以前は${before}${isReady ? '。メーターで手動で閉じる必要があります' : ''}`,
	amperes: (amperes, before) => `${amperes === null ? 'なし' : `${amperes} A`}が有効、以前は${before === null ? 'なし' : `${before} A`}`,
	noAmperes: 'なし',
	version: (version) => `${version}版が有効`,
	why: (why, contact) => `${why}${contact === undefined ? '' : `。接点は${contact}`}`,
	atOnce: 'すぐ',
	byAt: (by, time) => `${by}、${time}`,
	waiting: (id) => `まだ返事がありません。後で keiki office job show ${id} で確認できます`,
	asked: (id) => `依頼しました: ジョブ${id}`,
	withdrawn: (id) => `ジョブ${id}を取り下げました。まだ誰も始めていません`,
	askedBack: (id) => `ジョブ${id}の取り下げを依頼しました。始まっていたかどうかは制御システムが答えます: keiki office job show ${id}`,
	untold: (why) => `確認できませんでした: ${why}`,
	exchanging: (url) => `中継サーバー${url}とやり取りします`,
	exchanged: (given, taken) => `中継サーバーに${given}件渡し、${taken}件受け取りました`,
	back: '中継サーバーとのやり取りが戻りました',
	broken: (reason) => `中継サーバーとのやり取りを待っています: ${reason}`,
	unproven: (flaw) => `制御システムのものではないメッセージを無視しました: ${flaw}`,
	foreign: (id) => `ジョブ${id}への返事を無視しました。この事務所にそのジョブはありません`,
	notTaken: (id, trouble) => `ジョブ${id}: ${trouble}`,
	otherHead: (seq) => `中継サーバーにある${seq}件目の先頭ハッシュが、この記録と違います。keiki office audit verify で変更箇所が分かります`,
	troubles: {
		unreachable: ({ reason }) => `中継サーバーに接続できません: ${reason}`,
		silent: ({ timeout }) => `中継サーバーが${timeout / 1000}秒以内に応答しません`,
		untrusted: ({ reason }) => `認証局の知る中継サーバーではないか、こちらの証明書が受け入れられません: ${reason}`,
		full: () => '中継サーバーに空きがありません。先に制御システムが受け取る必要があります',
		conflict: () => '中継サーバーに同じ名前の別のジョブがあります',
		refused: ({ status, text }) => `中継サーバーが拒否しました: ${status} ${text}`.trimEnd(),
		strange: ({ reason }) => `応答したのは中継サーバーではありません: ${reason}`,
	},
});

export const REMOTE_WORDS: InEach<RemoteWords> = Object.freeze({ en: EN, ja: JA });

export function troubleText(trouble: RelayTrouble, language: Language): string {
	return (REMOTE_WORDS[language].troubles[trouble.kind] as (trouble: RelayTrouble) => string)(trouble);
}

/** What the exchange with the relay has to tell. */
export function newsText(news: ExchangeNews, language: Language): string {
	const words = REMOTE_WORDS[language];
	switch (news.kind) {
		case 'trouble':
			return troubleText(news.trouble, language);
		case 'back':
			return words.back;
		case 'broken':
			return words.broken(news.reason);
		case 'unproven':
			return words.unproven(flawText(news.flaw, language));
		case 'foreign':
			return words.foreign(news.id);
		case 'otherHead':
			return words.otherHead(news.seq);
		case 'notTaken':
			return words.notTaken(news.id, troubleText(news.trouble, language));
	}
}

/** Why a job was not done. @param why a kind of failure of a head-end, or of the control system's own */
export function whyText(why: string | null, code: number | null, language: Language, contact?: SupplyResult['contact']): string {
	const words = REMOTE_WORDS[language];
	return words.why(why === null ? words.states.expired : failureWords(why, code, language), contact && words.contacts[contact]);
}

/** What a job has brought; empty: nothing to tell, or not yet. A diagnosis has words of its own. */
export function resultLines({ kind, state, result }: JobTable, language: Language): readonly string[] {
	const words = REMOTE_WORDS[language];
	if (result === null) return [];
	const told: unknown = JSON.parse(result);
	if (state === 'failed' || (state === 'expired' && (told as NotDone).why !== null)) {
		const { why, code, contact } = told as NotDone;
		return [whyText(why, code, language, contact)];
	}
	if (state !== 'done') return [];
	switch (kind) {
		case 'supply': {
			const { contact, before, control } = told as SupplyResult;
			return [words.supply(words.contacts[contact], words.contacts[before], control === 'ready')];
		}
		case 'amperes': {
			const { amperes, before } = told as AmperesResult;
			return [words.amperes(amperes, before)];
		}
		case 'credentials':
			return [words.version((told as CredentialsResult).version)];
		case 'units':
			return (told as UnitsResult).units.map(({ type, serial, firmware }) => [type, serial, firmware].filter((each) => each !== '').join(' '));
		case 'status':
			return [];
	}
}

/** A job, a row a fact. */
export function jobRows(job: JobTable, now: Standing, language: Language): readonly (readonly [name: string, text: string])[] {
	const { names, states, kinds, ...words } = REMOTE_WORDS[language];
	const time = (ms: number) => isoAt(ms, JAPAN);
	return [
		[names.job, job.id],
		[names.contract, job.contract],
		[names.meter, job.meter],
		[names.kind, kinds[job.kind]],
		[names.asked, words.byAt(job.by, time(job.at))],
		[names.begins, job.not_before === 0 ? words.atOnce : time(job.not_before)],
		[names.expires, time(job.expires)],
		[names.state, states[now]],
		...(job.withdrawn_at === null ? [] : [[names.withdrawn, words.byAt(job.withdrawn_by ?? '', time(job.withdrawn_at))] as const]),
		...resultLines(job, language).map((line, i) => [i === 0 ? names.result : '', line] as const),
	];
}
