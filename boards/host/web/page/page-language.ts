import type { PageLanguage } from './language.js';

/** That of the page as the server has made it. */
export function pageLanguage(): PageLanguage {
	return document.documentElement.lang === 'ja' ? 'ja' : 'en';
}
