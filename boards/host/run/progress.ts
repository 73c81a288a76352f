import process from 'node:process';
import { PAST_DAYS } from '../../../src/world/meter/past.js';

/** Tells on stderr how many of the `PAST_DAYS` are done. */
export function showProgress(done: number): void {
	const { stderr } = process;
	if (stderr.isTTY) stderr.write(`\rkeiki: recording the last ${PAST_DAYS} days: ${done}${done === PAST_DAYS ? '\r\u001b[K' : ''}`);
	else if (done === 1) stderr.write(`keiki: recording the last ${PAST_DAYS} days\n`);
}
