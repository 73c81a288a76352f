/** The words of `keiki faults`. */
import process from 'node:process';
import type { Command } from 'commander';
import { faultsJson, faultsText } from './faults-command.js';

export function addFaults(program: Command): void {
	program
		.command('faults')
		.description('list all that --fault can make go wrong')
		.option('--json', 'as JSON')
		.action(({ json }: { json?: boolean }) => {
			process.stdout.write(json ? faultsJson() : faultsText());
		});
}
