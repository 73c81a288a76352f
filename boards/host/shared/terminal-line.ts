import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Control, ControlAnswer } from '../../../src/world/simulation/control.js';
import { paintFor } from './colours.js';
import type { Output } from './output.js';
import { printable } from './printable.js';

/** Commands that a person types into the terminal of a running meter. */
export class TerminalLine {
	readonly #lines: Interface;

	/** @param alone nobody else shows there what came of a command */
	constructor(control: Control, output: Output, alone: boolean) {
		this.#lines = createInterface({ input: process.stdin, terminal: false });
		const paint = paintFor(output.stream);
		this.#lines.on('line', (line) => {
			if (line.trim() === '') return;
			control.ask(line, (answer, isTold) => {
				if (alone || !isTold) output.write(paint(answer.result === 'done' ? 'cyan' : 'red', answerText(answer)));
			});
		});
	}

	close(): void {
		this.#lines.close();
		process.stdin.pause();
	}
}

/** For people, and their terminals. */
export function answerText({ command, result, reason, column, text }: ControlAnswer): string {
	if (result === 'words') return printable(`${command}\n${' '.repeat((column ?? 1) - 1)}^ ${reason}; "help" tells what there is`);
	return printable(result === 'refused' ? `refused: ${reason}` : text);
}
