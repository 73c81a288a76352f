import assert from 'node:assert/strict';
import { MOST_STARTS, Supervisor } from '../../../../boards/host/exam/supervisor.js';

describe('the supervisor of a program', () => {
	it('starts it again as it is declared', () => {
		const againAfter = (restart: 'always' | 'on-failure' | 'never', code: number | null) =>
			new Supervisor({ restart, restartAfterMs: 500 }, () => 0).afterExit(code)?.afterMs;
		assert.deepEqual([againAfter('always', 0), againAfter('always', 1), againAfter('always', null)], [500, 500, 500]);
		assert.deepEqual([againAfter('on-failure', 0), againAfter('on-failure', 1), againAfter('on-failure', null)], [undefined, 500, 500]);
		assert.deepEqual([againAfter('never', 0), againAfter('never', 1)], [undefined, undefined]);
	});

	it('does not start it more often than ten times a minute', () => {
		let now = 1000;
		const supervisor = new Supervisor({ restart: 'always', restartAfterMs: 100 }, () => now);
		for (let i = 1; i <= MOST_STARTS; i++) {
			supervisor.started();
			const { afterMs, held } = supervisor.afterExit(1)!;
			if (i < MOST_STARTS) {
				assert.deepEqual([afterMs, held], [100, undefined]);
				now += afterMs;
			} else assert.deepEqual([afterMs, held], [60_000 - 900, MOST_STARTS]);
		}
		now += 59_100;
		supervisor.started();
		assert.deepEqual(supervisor.afterExit(1), { afterMs: 100, held: undefined });
	});
});
