/** The words of the reports of an exam, by language. */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { ReportWords } from './report-word-kinds.js';
import { REPORT_WORDS_EN } from './report-words-en.js';
import { REPORT_WORDS_JA } from './report-words-ja.js';

export const REPORT_WORDS: InEach<ReportWords> = Object.freeze({ en: REPORT_WORDS_EN, ja: REPORT_WORDS_JA });
