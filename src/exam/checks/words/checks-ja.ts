/** What a good program does, check by check, in Japanese. */
import type { CheckName } from '../checks.js';
import { SET_UP_CHECKS_JA } from './set-up-ja.js';
import { START_UP_CHECKS_JA } from './start-up-ja.js';

export const CHECKS_JA: Readonly<Record<CheckName, string>> = Object.freeze({ ...SET_UP_CHECKS_JA, ...START_UP_CHECKS_JA });
