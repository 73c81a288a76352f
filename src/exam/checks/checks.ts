/** All checks, each under its name, which stays whatever becomes of its number. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { CheckRow } from './check.js';
import { DONGLE_CHECKS } from './dongle.js';
import { FRAME_CHECKS } from './frames.js';
import { HALF_HOUR_CHECKS } from './half-hours.js';
import { JOINING_CHECKS } from './joining.js';
import { KEEPING_CHECKS } from './keeping.js';
import { NODE_CHECKS } from './node.js';
import { REPLY_CHECKS } from './replies.js';
import { REQUEST_CHECKS } from './requests.js';
import { SEEKING_CHECKS } from './seeking.js';
import { SESSION_CHECKS } from './sessions.js';
import { SET_UP_CHECKS } from './set-up.js';
import { START_UP_CHECKS } from './start-up.js';
import { VALUES_CHECKS } from './values.js';

export const CHECKS = frozen({
	...SET_UP_CHECKS,
	...JOINING_CHECKS,
	...START_UP_CHECKS,
	...REQUEST_CHECKS,
	...NODE_CHECKS,
	...VALUES_CHECKS,
	...HALF_HOUR_CHECKS,
	...SEEKING_CHECKS,
	...SESSION_CHECKS,
	...REPLY_CHECKS,
	...DONGLE_CHECKS,
	...FRAME_CHECKS,
	...KEEPING_CHECKS,
} satisfies Record<string, CheckRow>);

export type CheckName = keyof typeof CHECKS;

export const CHECK_NAMES: readonly CheckName[] = Object.freeze(Object.keys(CHECKS) as CheckName[]);

export function checkNamed(name: CheckName): CheckRow {
	return CHECKS[name];
}

/** By its name, or its number as `A27`; undefined: there is none. */
export function findCheck(text: string): CheckName | undefined {
	return CHECK_NAMES.find((name) => name === text || checkNamed(name).id === text.toUpperCase());
}
