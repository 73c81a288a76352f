/** The words of `keiki office customer-code`. */
import type { Command } from 'commander';
import { addOptions } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import type { CodeWords } from './code-command.js';
import { CODE } from './code-options.js';

export function addCustomerCode(office: Command, end: End): void {
	addOptions(office.command('customer-code').description("make the letter with a code, good once, for the customers' site"), CODE)
		.argument('<contract>', 'C and 10 digits')
		.action(async (contract: string, words: CodeWords) => {
			const { customerCode } = await import('./code-command.js');
			end(await customerCode(contract, words));
		});
	office
		.command('customer-grants')
		.description("print the statements of PostgreSQL that give a role what the customers' site needs, and no more")
		.argument('<role>', 'which there is: small letters, digits and underscores')
		.action(async (role: string) => {
			const { printGrants } = await import('./grants-command.js');
			end(printGrants(role));
		});
}
