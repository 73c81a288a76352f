/** Words for all findings, by their kind. */
import type { Language } from '../../../world/schema/language.js';
import type { FindingWords } from '../check.js';
import { EXAM_WORDS } from './exam.js';
import { EXAM_WORDS_JA } from './exam-ja.js';
import { NODE_WORDS } from './node.js';
import { NODE_WORDS_JA } from './node-ja.js';
import { REQUEST_WORDS } from './requests.js';
import { REQUEST_WORDS_JA } from './requests-ja.js';
import { SET_UP_WORDS } from './set-up.js';
import { SET_UP_WORDS_JA } from './set-up-ja.js';
import { START_UP_WORDS } from './start-up.js';
import { START_UP_WORDS_JA } from './start-up-ja.js';

export const FINDING_WORDS: Readonly<Record<Language, FindingWords>> = Object.freeze({
	en: Object.freeze({ ...EXAM_WORDS, ...SET_UP_WORDS, ...START_UP_WORDS, ...REQUEST_WORDS, ...NODE_WORDS }),
	ja: Object.freeze({ ...EXAM_WORDS_JA, ...SET_UP_WORDS_JA, ...START_UP_WORDS_JA, ...REQUEST_WORDS_JA, ...NODE_WORDS_JA }),
});
