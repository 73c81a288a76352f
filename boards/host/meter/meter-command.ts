/** `keiki meter`: commands to the meter that runs. */
import process from 'node:process';
import { helpText } from '../../../src/world/scenario/grammar.js';
import type { Language } from '../../../src/world/schema/language.js';
import { understand } from '../../../src/world/simulation/control.js';
import { answerText } from '../shared/answer-text.js';
import { askMeter } from '../shared/ask-meter.js';
import { COMMAND_HELP_JA } from '../shared/command-help-ja.js';
import { PANEL } from '../shared/control-socket.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { printable } from '../shared/printable.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';

export interface MeterWords extends CommonWords {
	/** Meter of the run: its number, its serial number, or all. */
	readonly meter?: string;
	/** Path of the socket. */
	readonly control?: string;
	readonly json?: boolean;
}

/** Throws UsageError if the words are no command. */
export async function meterCommand(words: readonly string[], { meter, control, json = false, lang = 'en' }: MeterWords): Promise<ExitCode> {
	const line = lineOf(words, meter);
	const command = line === PANEL ? undefined : understand(line);
	if (command !== undefined && 'result' in command) {
		const wrongIn = (language: Language) => `keiki meter:\n${answerText(command, language, 'keiki meter help')}`;
		throw new UsageError({ en: wrongIn('en'), ja: wrongIn('ja') });
	}
	if (command?.kind === 'help') {
		process.stdout.write(`${helpText(lang === 'ja' ? COMMAND_HELP_JA : undefined)}\n`);
		return EXIT.done;
	}
	const answer = await askMeter('keiki meter', control, line);
	if (answer === undefined) return EXIT.untold;
	// Within a string of JSON a control character is its escape as well.
	if (json) process.stdout.write(`${printable(JSON.stringify(answer))}\n`);
	else if (answer.result === 'done') process.stdout.write(answer.text === '' ? '' : `${answerText(answer, lang)}\n`);
	else process.stderr.write(`keiki: ${answerText(answer, lang)}\n`);
	return answer.result === 'done' ? EXIT.done : EXIT.no;
}

/** Line as the control socket takes it: `meter 7 pull metering`, or with the number alone, `7 pull metering`. */
function lineOf(words: readonly string[], meter: string | undefined): string {
	const [first = ''] = words;
	if (meter !== undefined) return ['meter', meter, ...words].join(' ');
	return (/^\d+$/.test(first) ? ['meter', ...words] : words).join(' ');
}
