import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Language } from '../../../src/world/schema/language.js';
import type { Control } from '../../../src/world/simulation/control.js';
import { answerText } from './answer-text.js';
import { paintFor } from './colours.js';
import type { Output } from './output.js';

/** Commands that a person types into the terminal of a running meter. */
export class TerminalLine {
	readonly #lines: Interface;

	/** @param alone nobody else shows there what came of a command */
	constructor(control: Control, output: Output, alone: boolean, language: Language) {
		this.#lines = createInterface({ input: process.stdin, terminal: false });
		const paint = paintFor(output.stream);
		this.#lines.on('line', (line) => {
			if (line.trim() === '') return;
			control.ask(line, (answer, isTold) => {
				if (alone || !isTold) output.write(paint(answer.result === 'done' ? 'cyan' : 'red', answerText(answer, language)));
			});
		});
	}

	close(): void {
		this.#lines.close();
		process.stdin.pause();
	}
}
