/** The words of `keiki capture`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import type { CommonWords, End } from '../shared/program.js';

export function addCapture(program: Command, end: End): void {
	program
		.command('capture')
		.description('captures that keiki run --capture and keiki hes --capture wrote')
		.command('open')
		.description('write a Wireshark profile for a capture (link keys, dissectors for ECHONET Lite and COSEM), and start Wireshark with it')
		.argument('<file>', 'the .pcapng')
		.action(async (file: string, words: CommonWords) => {
			const { openCapture } = await import('./capture-command.js');
			end(await openCapture(file, words));
		});
}
