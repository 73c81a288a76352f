/** The words of `keiki faults`. What they do is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import { EXIT } from '../shared/exit-codes.js';
import { addOptions } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';

export function addFaults(program: Command, end: End): void {
	const faults = program.command('faults').description('list all that --fault can make go wrong');
	addOptions(faults, [JSON_OPTION]).action(async ({ json }: { json?: boolean }) => {
		const { faultsJson, faultsText } = await import('./faults-command.js');
		process.stdout.write(json ? faultsJson() : faultsText());
		end(EXIT.done);
	});
}
