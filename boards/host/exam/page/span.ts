import type { PageLanguage } from '../../web/page/language.js';

const MINUTE = 60_000;
/** Below it seconds are told. */
const SHORT = 100_000;

/** `45 s`, `12 min`. */
export function spanText(ms: number, language: PageLanguage): string {
	const [seconds, minutes] = [Math.round(ms / 1000), Math.round(ms / MINUTE)];
	if (language === 'ja') return ms < SHORT ? `${seconds}秒` : `${minutes}分`;
	return ms < SHORT ? `${seconds} s` : `${minutes} min`;
}
