/** Words for all findings, by their kind. */
import type { Language } from '../../../world/schema/language.js';
import type { FindingWords } from '../check.js';
import { DONGLE_WORDS } from './dongle.js';
import { DONGLE_WORDS_JA } from './dongle-ja.js';
import { EXAM_WORDS } from './exam.js';
import { EXAM_WORDS_JA } from './exam-ja.js';
import { REPLY_WORDS } from './replies.js';
import { REPLY_WORDS_JA } from './replies-ja.js';
import { SEEKING_WORDS } from './seeking.js';
import { SEEKING_WORDS_JA } from './seeking-ja.js';
import { SESSION_WORDS } from './sessions.js';
import { SESSION_WORDS_JA } from './sessions-ja.js';
import { SITUATION_WORDS } from './situation.js';
import { SITUATION_WORDS_JA } from './situation-ja.js';
import { UNDERSTOOD_WORDS } from './understood.js';
import { UNDERSTOOD_WORDS_JA } from './understood-ja.js';

export const FINDING_WORDS: Readonly<Record<Language, FindingWords>> = Object.freeze({
	en: Object.freeze({ ...EXAM_WORDS, ...SITUATION_WORDS, ...UNDERSTOOD_WORDS, ...REPLY_WORDS, ...SESSION_WORDS, ...DONGLE_WORDS, ...SEEKING_WORDS }),
	ja: Object.freeze({
		...EXAM_WORDS_JA,
		...SITUATION_WORDS_JA,
		...UNDERSTOOD_WORDS_JA,
		...REPLY_WORDS_JA,
		...SESSION_WORDS_JA,
		...DONGLE_WORDS_JA,
		...SEEKING_WORDS_JA,
	}),
});
