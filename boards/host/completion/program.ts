/** The words of `keiki completion`, and of `keiki complete`, which its scripts ask. What they do is loaded when it is asked for. */
import process from 'node:process';
import { Argument, type Command } from 'commander';
import { EXIT } from '../shared/exit-codes.js';
import type { End } from '../shared/program.js';

const SHELLS = Object.freeze(['bash', 'zsh', 'fish'] as const);

export function addCompletion(program: Command, end: End): void {
	program
		.command('completion')
		.description('print the script that completes the words of keiki in a shell: eval "$(keiki completion bash)"')
		.addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
		.action(async (shell: (typeof SHELLS)[number]) => {
			const { SCRIPTS } = await import('./scripts.js');
			process.stdout.write(SCRIPTS[shell]);
			end(EXIT.done);
		});
	program
		.command('complete', { hidden: true })
		.argument('[words...]')
		.action(async (words: readonly string[]) => {
			const { offers } = await import('./offers.js');
			process.stdout.write(
				offers(program, words)
					.map(({ word, does }) => `${word}\t${does}\n`)
					.join(''),
			);
			end(EXIT.done);
		});
}
