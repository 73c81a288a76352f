/** What every view of the panel is given. */
import type { Ask } from '../../web/page/ask.js';
import type { PageLanguage } from '../../web/page/language.js';
import type { Stream } from '../../web/page/stream.js';

export interface Page {
	/** Topics that are told as they happen: one EventSource for the whole page. */
	readonly stream: Stream;
	/** The API, with this page's cookie. */
	readonly ask: Ask;
	readonly language: PageLanguage;
	/** Of which meter all is shown: `meter`, `meter-2`, … */
	readonly meter: string;
}

export interface ViewProps {
	readonly page: Page;
}
