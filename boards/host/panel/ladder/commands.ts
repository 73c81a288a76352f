/** Commands of both dialects by what they are to a join: words of SKSTACK, and names of requests of J11. */
import type { Attempt } from './rung.js';

/** Words that begin a new attempt where the one before has come to its end, or has got in. */
const BEGINNINGS: readonly string[] = Object.freeze([
	...['SKRESET', 'SKVER', 'SKAPPVER', 'SKINFO', 'SKSETPWD', 'SKSETRBID', 'SKSCAN', 'SKJOIN', 'ROPT'],
	...['reset', 'version', 'setUp', 'setCredentials', 'scan', 'startRouteB', 'startPana', 'status'],
]);
/** Without these nobody gets in; others a module may not know, and programs live with it. */
export const THAT_MATTER: readonly string[] = Object.freeze([
	...['SKSETPWD', 'SKSETRBID', 'SKSCAN', 'SKJOIN', 'SKSENDTO'],
	...['setUp', 'setCredentials', 'scan', 'startRouteB', 'startPana', 'openPort', 'send'],
]);
/** A session that there is keeps J11 from beginning another. */
const REFUSED_WHILE_JOINED: readonly string[] = Object.freeze(['startRouteB', 'startPana']);

/** @param state of the attempt before */
export function beginsAttempt(word: string, state: Attempt['state']): boolean {
	if (state === 'under way' || (state === 'joined' && REFUSED_WHILE_JOINED.includes(word))) return false;
	return BEGINNINGS.includes(word);
}
