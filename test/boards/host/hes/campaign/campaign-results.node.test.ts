import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CampaignResults, commandKey, type ResultLine } from '../../../../../boards/host/hes/campaign/campaign-results.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';

const COMMAND = { group: 'street "3"', command: 'message', value: 'Hello, you', time: '' };
const line = (title: string, result = 'done'): ResultLine => ({
	...{ ...COMMAND, ended: '2026-12-01T12:00:00.000+09:00', number: 1, title, supplyPoint: '1', tries: 2, result, why: 'so, it is' },
});

describe('the results of a campaign', () => {
	let [folder, path] = ['', ''];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'r.csv');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const doneIn = (again = false): readonly string[] => {
		const results = new CampaignResults(path, again);
		results.close();
		return [...(results.done.get(commandKey(COMMAND)) ?? [])];
	};
	const write = (...lines: readonly ResultLine[]): void => {
		const results = new CampaignResults(path, false);
		for (const each of lines) results.put(each);
		results.close();
	};

	it('tell who has done what, and nobody whose command ended otherwise', () => {
		write(line('A'), line('B', 'silent'), line('C', 'refused'), line('D'));
		assert.deepEqual(doneIn(), ['A', 'D']);
		assert.deepEqual(doneIn(true), []);
		write(line('B'));
		assert.deepEqual(doneIn(), ['A', 'D', 'B']);
		assert.equal(readFileSync(path, 'utf8').split('\n').length, 7);
	});

	it('lose a line that was not written to its end, wherever it ends', () => {
		write(line('A'), line('B'));
		const whole = readFileSync(path);
		const second = whole.lastIndexOf(10, whole.length - 2) + 1;
		for (let length = 0; length < whole.length; length++) {
			writeFileSync(path, whole.subarray(0, length));
			const done = doneIn();
			if (length >= second) assert.deepEqual(done, ['A'], `${length}`);
			else assert.ok(done.length <= 1);
			write(line('C'));
			assert.deepEqual(doneIn(), [...done, 'C'], `${length}`);
		}
	});

	it('are not written into a file of something else', () => {
		for (const text of ['group,command\n', 'x', 'ended,group\n1,2\n']) {
			writeFileSync(path, text);
			assert.throws(() => new CampaignResults(path, false), UsageError);
			assert.equal(readFileSync(path, 'utf8'), text);
		}
		rmSync(path);
		write(line('A'));
		appendFileSync(path, 'something else\n');
		assert.throws(() => new CampaignResults(path, false), /line 3: expected results of a campaign/);
	});

	it('are written by one campaign at a time', () => {
		const first = new CampaignResults(path, false);
		assert.throws(() => new CampaignResults(path, false), UsageError);
		first.close();
		new CampaignResults(path, false).close();
	});
});
