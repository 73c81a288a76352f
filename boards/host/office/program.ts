/** The words of `keiki office`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import { addCustomerCode } from './customers/program.js';
import { addDesign } from './design/program.js';
import { INIT } from './office-options.js';
import type { InitWords } from './office-words.js';
import { addPassword } from './password/program.js';
import { addPeople } from './people/program.js';
import { addRecords } from './records/program.js';
import { addRemote } from './remote/program.js';
import { addServe } from './site/program.js';

export function addOffice(program: Command, end: End): void {
	const office = program
		.command('office')
		.description("the utility's office: the right units for each customer, Route B passwords that nobody can read, and a diagnosis from afar");
	addOptions(
		office.command('init').description('make a new office: its database, its keys, its first administrator, and what relay and control system need'),
		INIT,
	).action(async (words: InitWords) => {
		const { initOffice } = await import('./init-command.js');
		end(await initOffice(words));
	});
	addDesign(office, end);
	addPassword(office, end);
	addPeople(office, end);
	addRemote(office, end);
	addRecords(office, end);
	addServe(office, end);
	addCustomerCode(office, end);
}
