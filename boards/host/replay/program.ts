/** The words of `keiki replay`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { ReplayWords } from './replay-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--dongle <line>', does: 'where the program opens the module: pty, pty:PATH or tcp:PORT', usual: 'pty' },
	{ flags: '--speed <factor>', does: 'how many times faster than in the log; max waits for nothing but the program', usual: '1' },
] as const satisfies readonly OptionRow[]);

export function addReplay(program: Command, end: End): void {
	const replay = program.command('replay').description("play the module's side of a serial log to your HEMS program").argument('<file>', 'the log');
	addOptions(replay, OPTIONS).action(async (file: string, words: ReplayWords) => {
		const { replayCommand } = await import('./replay-command.js');
		end(await replayCommand(file, words));
	});
}
