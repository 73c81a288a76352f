/** An exam that is killed leaves what it had found by then: the model HEMS as a program of its own, in real time. */
import assert from 'node:assert/strict';
import { fuzzCount, fuzzSeed, tried } from '../../../fuzz/campaign.js';
import { build } from '../command-line-rig.js';
import { ExamRun } from './exam-command-rig.js';
import { MODEL_PROGRAM } from './model-program.js';

/** What it has said, or written into `serial.log`, when it is killed. */
const MOMENTS: readonly (readonly ['said' | 'written', string])[] = Object.freeze([
	['said', 'checks in'],
	['said', 'session 1'],
	['said', 'the program is started'],
	['written', 'program: is started'],
	['written', 'SKSCAN'],
	['written', 'SKJOIN'],
	['written', 'EVENT 25'],
	['written', 'first-join ends'],
	['said', 'EVENT 26'],
	['written', 'end-session ends'],
]);

describe('keiki exam that is killed', () => {
	before(build);
	const count = keikiFuzz.seed === 0 ? fuzzCount(MOMENTS.length) : 1;
	const from = Math.abs(fuzzSeed(0)) % MOMENTS.length;
	for (let i = 0; i < count; i++) {
		const [how, text] = MOMENTS[(from + Math.floor((i * MOMENTS.length) / count)) % MOMENTS.length]!;
		it(`leaves a report that can be read: when it has ${how} "${text}"`, async () => {
			tried(text);
			const run = new ExamRun(['--dongle-model', 'bp35c2', '--poll', '1s', '--', ...MODEL_PROGRAM], 'A1,B8');
			try {
				await (how === 'said' ? run.told(text) : run.written(text));
				await run.stop('SIGKILL');
				const report = run.reportLeft();
				assert.match(report.cutShort ?? '', /going on/, run.said);
				assert.deepEqual(
					report.checks
						.map(({ id }) => id)
						.filter((id) => id === 'A1' || id === 'B8')
						.sort(),
					['A1', 'B8'],
				);
			} finally {
				run.killPrograms();
				await run.close();
			}
		}).timeout(120_000);
	}
});
