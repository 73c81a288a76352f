/** Words for all findings, by their kind. */
import type { Language } from '../../../world/schema/language.js';
import type { FindingWords } from '../check.js';
import { CLAIMED_WORDS } from './claimed.js';
import { CLAIMED_WORDS_JA } from './claimed-ja.js';
import { EXAM_WORDS } from './exam.js';
import { EXAM_WORDS_JA } from './exam-ja.js';
import { HALF_HOUR_WORDS } from './half-hours.js';
import { HALF_HOUR_WORDS_JA } from './half-hours-ja.js';
import { SET_UP_WORDS } from './set-up.js';
import { SET_UP_WORDS_JA } from './set-up-ja.js';
import { START_UP_WORDS } from './start-up.js';
import { START_UP_WORDS_JA } from './start-up-ja.js';
import { UNDERSTOOD_WORDS } from './understood.js';
import { UNDERSTOOD_WORDS_JA } from './understood-ja.js';
import { VALUES_WORDS } from './values.js';
import { VALUES_WORDS_JA } from './values-ja.js';

export const FINDING_WORDS: Readonly<Record<Language, FindingWords>> = Object.freeze({
	en: Object.freeze({
		...EXAM_WORDS,
		...SET_UP_WORDS,
		...START_UP_WORDS,
		...CLAIMED_WORDS,
		...HALF_HOUR_WORDS,
		...UNDERSTOOD_WORDS,
		...VALUES_WORDS,
	}),
	ja: Object.freeze({
		...EXAM_WORDS_JA,
		...SET_UP_WORDS_JA,
		...START_UP_WORDS_JA,
		...CLAIMED_WORDS_JA,
		...HALF_HOUR_WORDS_JA,
		...UNDERSTOOD_WORDS_JA,
		...VALUES_WORDS_JA,
	}),
});
