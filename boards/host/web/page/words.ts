/** Words of a page: one table for each view, complete in both languages. */
import type { PageLanguage } from './language.js';

export type InEachLanguage<Words> = Readonly<Record<PageLanguage, Words>>;
