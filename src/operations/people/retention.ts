/** How long which records are kept, and why so long: a row a kind. What is older goes by `keiki office retain`. */
import { frozen } from '../../../modules/bytes/frozen.js';

export interface Retention {
	/** Days after the moment from which it counts. */
	readonly days: number;
	/** From when it counts, and why so long. */
	readonly why: { readonly en: string; readonly ja: string };
}

const YEAR = 366;

/** Periods are ours, and long enough for what they are for; a utility's own rules go before them. */
export const RETENTION = frozen({
	readings: {
		days: 2 * YEAR,
		why: {
			en: 'from the half-hour on: two years can be compared, and a bill can be disputed',
			ja: 'その30分から: 2年分の比較と、請求への異議のため',
		},
	},
	events: { days: 2 * YEAR, why: { en: 'from the event on, as the readings that they explain', ja: 'イベントから: それが説明する検針値と同じ期間' } },
	applications: { days: 5 * YEAR, why: { en: 'from the decision on: who was told what, and why', ja: '決定から: 誰に何を、なぜ答えたかのため' } },
	cases: { days: 5 * YEAR, why: { en: 'from the end of the case on', ja: '案件の終了から' } },
	jobs: { days: YEAR, why: { en: 'from their end on: what was done to a meter from afar', ja: '終了から: メーターに遠隔で行ったことの証拠' } },
	credentials: { days: YEAR, why: { en: 'from their issue on, where they are not in force any more', ja: '発行から、無効になったもの' } },
	letters: {
		days: 60,
		why: {
			en: 'from the issue on, where nobody printed them: another password has another letter',
			ja: '発行から、印刷されないままのもの。新しいパスワードには新しい書面ができます',
		},
	},
	consents: {
		days: 3 * YEAR,
		why: { en: 'from their end or withdrawal on: that what was shared was allowed', ja: '終了または撤回から: 提供が認められていたことの証拠' },
	},
	codes: { days: 30, why: { en: 'from their expiry on: the customer’s first sign-in', ja: '期限から: お客様の最初のサインイン' } },
	sessions: { days: 1, why: { en: 'from their expiry on', ja: '期限から' } },
	proposals: { days: YEAR, why: { en: 'from the proposal on: which two persons agreed', ja: '提案から: どの2人が合意したか' } },
	details: {
		days: 3 * YEAR,
		why: {
			en: 'from the entry on: details of the audit log; the entries themselves stay, and lead to each other',
			ja: '記録から: 監査ログの詳細。記録自体は残り、つながりも保たれます',
		},
	},
	contracts: {
		days: 5 * YEAR,
		why: {
			en: 'from the end of the contract on; then it is erased as by keiki office erase',
			ja: '契約の終了から。keiki office eraseと同じく消去します',
		},
	},
} as const satisfies Readonly<Record<string, Retention>>);

export type Retained = keyof typeof RETENTION;

const DAY = 86_400_000;

/** What counts from before this goes. @param now ms since 1970-01-01T00:00:00Z */
export function keptSince(kind: Retained, now: number): number {
	return now - RETENTION[kind].days * DAY;
}
