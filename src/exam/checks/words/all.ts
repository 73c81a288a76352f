/** Words for all findings, by their kind. */
import type { Language } from '../../../world/schema/language.js';
import type { FindingWords } from '../check.js';
import { CLAIMED_WORDS } from './claimed.js';
import { CLAIMED_WORDS_JA } from './claimed-ja.js';
import { DONGLE_WORDS } from './dongle.js';
import { DONGLE_WORDS_JA } from './dongle-ja.js';
import { EXAM_WORDS } from './exam.js';
import { EXAM_WORDS_JA } from './exam-ja.js';
import { HALF_HOUR_WORDS } from './half-hours.js';
import { HALF_HOUR_WORDS_JA } from './half-hours-ja.js';
import { NODE_WORDS } from './node.js';
import { NODE_WORDS_JA } from './node-ja.js';
import { REPLY_WORDS } from './replies.js';
import { REPLY_WORDS_JA } from './replies-ja.js';
import { REQUEST_WORDS } from './requests.js';
import { REQUEST_WORDS_JA } from './requests-ja.js';
import { SEEKING_WORDS } from './seeking.js';
import { SEEKING_WORDS_JA } from './seeking-ja.js';
import { SESSION_WORDS } from './sessions.js';
import { SESSION_WORDS_JA } from './sessions-ja.js';
import { SET_UP_WORDS } from './set-up.js';
import { SET_UP_WORDS_JA } from './set-up-ja.js';
import { SITUATION_WORDS } from './situation.js';
import { SITUATION_WORDS_JA } from './situation-ja.js';
import { START_UP_WORDS } from './start-up.js';
import { START_UP_WORDS_JA } from './start-up-ja.js';
import { UNDERSTOOD_WORDS } from './understood.js';
import { UNDERSTOOD_WORDS_JA } from './understood-ja.js';
import { VALUES_WORDS } from './values.js';
import { VALUES_WORDS_JA } from './values-ja.js';

export const FINDING_WORDS: Readonly<Record<Language, FindingWords>> = Object.freeze({
	en: Object.freeze({
		...SET_UP_WORDS,
		...START_UP_WORDS,
		...REQUEST_WORDS,
		...NODE_WORDS,
		...VALUES_WORDS,
		...HALF_HOUR_WORDS,
		...SEEKING_WORDS,
		...SESSION_WORDS,
		...REPLY_WORDS,
		...DONGLE_WORDS,
		...CLAIMED_WORDS,
		...EXAM_WORDS,
		...SITUATION_WORDS,
		...UNDERSTOOD_WORDS,
	}),
	ja: Object.freeze({
		...SET_UP_WORDS_JA,
		...START_UP_WORDS_JA,
		...REQUEST_WORDS_JA,
		...NODE_WORDS_JA,
		...VALUES_WORDS_JA,
		...HALF_HOUR_WORDS_JA,
		...SEEKING_WORDS_JA,
		...SESSION_WORDS_JA,
		...REPLY_WORDS_JA,
		...DONGLE_WORDS_JA,
		...CLAIMED_WORDS_JA,
		...EXAM_WORDS_JA,
		...SITUATION_WORDS_JA,
		...UNDERSTOOD_WORDS_JA,
	}),
});
