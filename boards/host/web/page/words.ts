/** Words of a page: one table for each view, complete in both languages. */
import type { PageLanguage } from './language.js';

export type InEachLanguage<Words> = Readonly<Record<PageLanguage, Words>>;

/** That of the page as the server has made it. */
export function pageLanguage(): PageLanguage {
	return document.documentElement.lang === 'ja' ? 'ja' : 'en';
}
