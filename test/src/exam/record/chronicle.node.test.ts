/** The record of an exam is bounded, and says where it ends. */
import { deepEqual, equal } from 'node:assert/strict';
import { Chronicle } from '../../../../src/exam/record/chronicle.js';
import type { EntryBody } from '../../../../src/exam/record/entry.js';

const MOST_OUTPUT = 20_000;
const line = (text: string, leak: readonly 'password'[] = []): EntryBody => ({ kind: 'output', stream: 'stdout', text, leak });

describe('The record of an exam', () => {
	it('keeps so much output of a session, and says once that there was more', () => {
		const chronicle = new Chronicle();
		for (let i = 0; i < MOST_OUTPUT + 3; i++) chronicle.add(1, i, line('again'));
		chronicle.add(2, 0, line('of another session'));
		const [first, second] = chronicle.sessions;
		equal(first!.entries.length, MOST_OUTPUT + 1);
		const last = first!.entries.at(-1)!;
		deepEqual(last.kind === 'trouble' && [last.trouble, last.at], ['flood', MOST_OUTPUT]);
		deepEqual(
			second!.entries.map(({ kind }) => kind),
			['output'],
		);
	});

	it('keeps what was given away behind a flood, and all that is no output', () => {
		const chronicle = new Chronicle();
		for (let i = 0; i < MOST_OUTPUT + 3; i++) chronicle.add(1, i, line('again'));
		chronicle.add(1, 30_000, line('[password]', ['password']));
		chronicle.add(1, 30_001, { kind: 'command', line: 'load 43', refusal: undefined });
		deepEqual(
			chronicle
				.session(1)
				.entries.slice(MOST_OUTPUT + 1)
				.map(({ kind }) => kind),
			['output', 'command'],
		);
	});
});
