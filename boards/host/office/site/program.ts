/** The words of `keiki office serve`. */
import type { Command } from 'commander';
import { addOptions } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import type { ServeWords } from './serve-command.js';
import { SERVE } from './serve-options.js';

export function addServe(office: Command, end: End): void {
	addOptions(office.command('serve').description('the site of the staff, or that of the customers, in a browser'), SERVE).action(
		async (words: ServeWords) => {
			const { serve } = await import('./serve-command.js');
			end(await serve(words));
		},
	);
}
