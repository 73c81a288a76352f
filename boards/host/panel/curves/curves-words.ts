/** What is wrong with what was asked of the curves. */
import { LAST_DAY } from './half-hours.js';

interface CurvesWords {
	wrongTime(name: string, got: string): string;
	wrongStretch(): string;
	wrongStep(got: string): string;
	wrongDay(got: string): string;
	ended(): string;
}

export const CURVES_WORDS: Readonly<Record<'en' | 'ja', CurvesWords>> = Object.freeze({
	en: {
		wrongTime: (name, got) => `${name}: expected ms since 1970-01-01T00:00:00Z, or a date and time as 2026-11-22T12:00:00+09:00, got ${got}`,
		wrongStretch: () => 'from, to: expected from before to',
		wrongStep: (got) => `step: expected ms, 1000 or more, got ${got}`,
		wrongDay: (got) => `day: expected 0 (today) to ${LAST_DAY}, got ${got}`,
		ended: () => 'the run has ended',
	},
	ja: {
		wrongTime: (name, got) =>
			`${name}: 1970-01-01T00:00:00Zからのミリ秒、または2026-11-22T12:00:00+09:00のような日時を指定してください(指定値: ${got})`,
		wrongStretch: () => 'from、to: fromはtoより前にしてください',
		wrongStep: (got) => `step: 1000以上のミリ秒を指定してください(指定値: ${got})`,
		wrongDay: (got) => `day: 0(今日)から${LAST_DAY}までを指定してください(指定値: ${got})`,
		ended: () => '実行は終わりました',
	},
});
