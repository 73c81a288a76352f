/** `keiki unit`: commands to the meter that runs. */
import process from 'node:process';
import { helpText } from '../../../src/world/scenario/grammar.js';
import { understand } from '../../../src/world/simulation/control.js';
import { askMeter } from '../shared/ask-meter.js';
import { printable } from '../shared/printable.js';
import { answerText } from '../shared/terminal-line.js';
import { UsageError } from '../shared/usage-error.js';

export interface UnitWords {
	/** Path of the socket. */
	readonly control?: string;
	readonly json?: boolean;
}

/** Returns the exit code: 1 if the meter refused, or none runs. Throws UsageError if the words are no command. */
export async function unitCommand(words: readonly string[], { control, json = false }: UnitWords): Promise<number> {
	const line = words.join(' ');
	const command = understand(line);
	if ('result' in command) throw new UsageError(`keiki unit:\n${answerText(command).replace('"help"', '"keiki unit help"')}`);
	if (command.kind === 'help') {
		process.stdout.write(`${helpText()}\n`);
		return 0;
	}
	const answer = await askMeter('keiki unit', control, line);
	if (answer === undefined) return 1;
	// Within a string of JSON a control character is its escape as well.
	if (json) process.stdout.write(`${printable(JSON.stringify(answer))}\n`);
	else if (answer.result === 'done') process.stdout.write(answer.text === '' ? '' : `${answerText(answer)}\n`);
	else process.stderr.write(`keiki: ${answerText(answer)}\n`);
	return answer.result === 'done' ? 0 : 1;
}
