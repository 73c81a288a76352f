/** Words for all findings, by their kind. */
import type { Language } from '../../../world/schema/language.js';
import type { FindingWords } from '../check.js';
import { EXAM_WORDS } from './exam.js';
import { EXAM_WORDS_JA } from './exam-ja.js';

export const FINDING_WORDS: Readonly<Record<Language, FindingWords>> = Object.freeze({
	en: Object.freeze({ ...EXAM_WORDS }),
	ja: Object.freeze({ ...EXAM_WORDS_JA }),
});
