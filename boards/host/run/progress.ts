import process from 'node:process';
import { PAST_DAYS } from '../../../src/world/meter/past.js';
import { notice, noticeText } from '../shared/notice.js';

/** Tells on stderr how many of the `PAST_DAYS` are done. */
export function showProgress(done: number): void {
	const { stderr } = process;
	if (stderr.isTTY) stderr.write(`\rkeiki: ${noticeText((words) => words.recording(PAST_DAYS))}: ${done}${done === PAST_DAYS ? '\r\u001b[K' : ''}`);
	else if (done === 1) notice((words) => words.recording(PAST_DAYS));
}
