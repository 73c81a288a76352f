/** What a good program does, check by check, in Japanese. */
import type { CheckName } from '../checks.js';
import { DONGLE_CHECKS_JA } from './dongle-ja.js';
import { HALF_HOUR_CHECKS_JA } from './half-hours-ja.js';
import { NODE_CHECKS_JA } from './node-ja.js';
import { REPLY_CHECKS_JA } from './replies-ja.js';
import { REQUEST_CHECKS_JA } from './requests-ja.js';
import { SEEKING_CHECKS_JA } from './seeking-ja.js';
import { SESSION_CHECKS_JA } from './sessions-ja.js';
import { SET_UP_CHECKS_JA } from './set-up-ja.js';
import { START_UP_CHECKS_JA } from './start-up-ja.js';
import { VALUES_CHECKS_JA } from './values-ja.js';

export const CHECKS_JA: Readonly<Record<CheckName, string>> = Object.freeze({
	...SET_UP_CHECKS_JA,
	...START_UP_CHECKS_JA,
	...REQUEST_CHECKS_JA,
	...NODE_CHECKS_JA,
	...VALUES_CHECKS_JA,
	...HALF_HOUR_CHECKS_JA,
	...SEEKING_CHECKS_JA,
	...SESSION_CHECKS_JA,
	...REPLY_CHECKS_JA,
	...DONGLE_CHECKS_JA,
});
