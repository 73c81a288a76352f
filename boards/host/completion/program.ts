/** `keiki completion bash|zsh|fish`: the script for a shell, and what the script asks. */
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** After all other commands were added: it tells of them. */
export function addCompletion(program: Command): void {
	tab(program, { completionCommandName: 'completion' });
	program.commands.find((each) => each.name() === 'completion')!.description('print the script that completes the words of keiki in a shell');
}
