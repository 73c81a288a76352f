/** Words for claims that are other than what was seen; Japanese beside English, for there are few. */
import type { Language } from '../world/schema/language.js';

const ENGLISH = Object.freeze({
	history: ({ times }: { times: number }) => `claims.history is no, but it asked for histories, or set their day, ${times} times`,
	infc: ({ times }: { times: number }) => `claims.infc is no, but it sent ${times} INFC_Res`,
	answers: ({ times }: { times: number }) => `claims.answers is no, but it answered ${times} questions of the meter`,
	notifications: ({ times }: { times: number }) =>
		`claims.notifications is no, but it showed ${times} values of half-hours, and never asked for any: they can only be from notifications`,
	manyMeters: ({ meters }: { meters: number }) => `claims.manyMeters is no, but it joined ${meters} meters in one session`,
	poll: ({ claimed, seen }: { claimed: number; seen: number }) => `claims.poll is ${claimed} s, but it asked every ${seen} s`,
});

const JAPANESE: typeof ENGLISH = Object.freeze({
	history: ({ times }: { times: number }) => `claims.historyはnoですが、履歴の要求または収集日の設定が${times}回ありました`,
	infc: ({ times }: { times: number }) => `claims.infcはnoですが、INFC_Resを${times}回送りました`,
	answers: ({ times }: { times: number }) => `claims.answersはnoですが、メーターの問い${times}件に応答しました`,
	notifications: ({ times }: { times: number }) =>
		`claims.notificationsはnoですが、30分値を一度も要求せずに${times}個示しました。通知から得たほかありません`,
	manyMeters: ({ meters }: { meters: number }) => `claims.manyMetersはnoですが、1つのセッションで${meters}台のメーターに接続しました`,
	poll: ({ claimed, seen }: { claimed: number; seen: number }) => `claims.pollは${claimed} sですが、${seen} sごとに要求しました`,
});

export type ContradictionWords = typeof ENGLISH;

export const CONTRADICTION_WORDS: Readonly<Record<Language, ContradictionWords>> = Object.freeze({ en: ENGLISH, ja: JAPANESE });
