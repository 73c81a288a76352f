import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { parseExam } from '../../../../boards/host/exam/exam-options.js';

const WORDS = { jobs: '1', seed: '1' };
const COMMAND = ['true', '{dongle}'];
const ARGV = ['node', 'keiki', 'exam', '--', ...COMMAND];
/** In Japan it is the next day. */
const NOW = Date.parse('2026-11-29T21:00:00Z');

describe('the options of keiki exam', () => {
	it('have the folder of the report as a path that holds wherever the program is started', () => {
		const outOf = (words: object) => parseExam(COMMAND, ARGV, { ...WORDS, ...words }, NOW).out;
		assert.equal(outOf({ out: 'report' }), resolve('report'));
		assert.equal(outOf({ out: '/there/report' }), '/there/report');
		assert.equal(outOf({}), resolve('keiki-exam-2026-11-30'));
	});

	it('take what stands behind -- for the command, and keep it to be repeated', () => {
		const { declaration, named } = parseExam(COMMAND, ARGV, WORDS, NOW);
		assert.deepEqual(declaration.start?.command, COMMAND);
		assert.deepEqual(named, ['--', ...COMMAND]);
	});

	it('give a quick exam a smaller budget', () => {
		const budgetOf = (words: object) => parseExam(COMMAND, ARGV, { ...WORDS, ...words }, NOW).budget / 60_000;
		assert.deepEqual([budgetOf({}), budgetOf({ quick: true }), budgetOf({ quick: true, budget: '20min' })], [90, 15, 20]);
	});
});
