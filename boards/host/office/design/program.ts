/** The words of `keiki office application`, `design`, `order`, `case` and `due`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import { OFFICE } from '../office-options.js';
import type { OfficeWords } from '../office-words.js';
import type { ReceiveWords } from './design-command.js';
import type { DueWords } from './due-command.js';
import { APPLICATIONS_LIST, ASSIGN, CASES_LIST, CLOSE, DESIGN, DONE, DUE, ISSUE, ORDERS_LIST, REASON, RECEIVE } from './options.js';
import type { DoneWords, IssueWords, ListWords } from './order-command.js';

const NUMBER = 'number of an application: A and 8 digits';
const ORDER_NUMBER = 'number of an order: W and 8 digits';
const CASE_NUMBER = 'number of a case: K and 6 digits';

export function addDesign(office: Command, end: End): void {
	addApplication(office, end);
	addOptions(
		office
			.command('design')
			.description('the best meter for an application, with reasons, alternatives, stock and checks; ends with 1 if it cannot be finished'),
		[...OFFICE, ...DESIGN],
	)
		.argument('<application>', NUMBER)
		.action(async (number: string, words: OfficeWords & { readonly units?: string; readonly finish?: boolean }) => {
			const { designCommand } = await import('./design-command.js');
			end(await designCommand(number, words));
		});
	addOrder(office, end);
	addCase(office, end);
	addOptions(office.command('due').description('certifications that end, by street, and whether the depots have enough; ends with 1 if not'), [
		...OFFICE,
		...DUE,
	]).action(async (words: DueWords) => {
		const { dueCommand } = await import('./due-command.js');
		end(await dueCommand(words));
	});
}

function addApplication(office: Command, end: End): void {
	const application = office.command('application').description('what customers, or the utility itself, apply for');
	addOptions(application.command('receive').description('take in an application'), [...OFFICE, ...RECEIVE])
		.argument('<contract>', 'code of a contract: C and 10 digits')
		.argument('<kind>', 'new, feed-in, route-b, amperes, option-in, option-out, communication, certification, move-in, move-out, lost-password')
		.action(async (contract: string, kind: string, words: ReceiveWords) => {
			const { receiveCommand } = await import('./design-command.js');
			end(await receiveCommand(contract, kind, words));
		});
	addOptions(application.command('list').description('list applications, the oldest first'), [...OFFICE, ...APPLICATIONS_LIST]).action(
		async (words: OfficeWords & { readonly state?: string }) => {
			const { applicationsCommand } = await import('./design-command.js');
			end(await applicationsCommand(words));
		},
	);
	addOptions(application.command('refuse').description('refuse an application'), [...OFFICE, ...REASON])
		.argument('<application>', NUMBER)
		.action(async (number: string, words: OfficeWords & { readonly reason: string }) => {
			const { refuseCommand } = await import('./design-command.js');
			end(await refuseCommand(number, words));
		});
	addOptions(application.command('done').description('an application that needs no work at the meter has come to its end'), OFFICE)
		.argument('<application>', NUMBER)
		.action(async (number: string, words: OfficeWords) => {
			const { completeCommand } = await import('./design-command.js');
			end(await completeCommand(number, words));
		});
	addOptions(application.command('withdraw').description('the customer takes an application back'), OFFICE)
		.argument('<application>', NUMBER)
		.action(async (number: string, words: OfficeWords) => {
			const { withdrawApplicationCommand } = await import('./design-command.js');
			end(await withdrawApplicationCommand(number, words));
		});
}

function addOrder(office: Command, end: End): void {
	const order = office.command('order').description('work orders, which hold the units that a design needs');
	addOptions(order.command('issue').description('order what was designed for an application'), [...OFFICE, ...ISSUE])
		.argument('<application>', NUMBER)
		.action(async (number: string, words: IssueWords) => {
			const { issueCommand } = await import('./order-command.js');
			end(await issueCommand(number, words));
		});
	addOptions(order.command('list').description('list orders'), [...OFFICE, ...ORDERS_LIST]).action(async (words: ListWords) => {
		const { ordersCommand } = await import('./order-command.js');
		end(await ordersCommand(words));
	});
	addOptions(order.command('show').description('an order: where, which units'), OFFICE)
		.argument('<order>', ORDER_NUMBER)
		.action(async (number: string, words: OfficeWords) => {
			const { showOrderCommand } = await import('./order-command.js');
			end(await showOrderCommand(number, words));
		});
	addOptions(order.command('assign').description('say who does an order'), [...OFFICE, ...ASSIGN])
		.argument('<order>', ORDER_NUMBER)
		.argument('<worker>', 'name of a worker of the staff')
		.action(async (number: string, worker: string, words: OfficeWords & { readonly due?: string }) => {
			const { assignCommand } = await import('./order-command.js');
			end(await assignCommand(number, worker, words));
		});
	addOptions(order.command('withdraw').description('take an order back: its units lie in the depots again'), OFFICE)
		.argument('<order>', ORDER_NUMBER)
		.action(async (number: string, words: OfficeWords) => {
			const { withdrawCommand } = await import('./order-command.js');
			end(await withdrawCommand(number, words));
		});
	addOptions(order.command('done').description('take in what was really mounted; ends with 1 if it is not what was ordered, and opens a case'), [
		...OFFICE,
		...DONE,
	])
		.argument('[order]', `${ORDER_NUMBER}; with --result it is in the file`)
		.action(async (number: string | undefined, words: DoneWords) => {
			const { doneCommand } = await import('./order-command.js');
			end(await doneCommand(number, words));
		});
}

function addCase(office: Command, end: End): void {
	const cases = office.command('case').description('what has to be looked into: records and reality differ');
	addOptions(cases.command('list').description('list cases that are open'), [...OFFICE, ...CASES_LIST]).action(
		async (words: OfficeWords & { readonly all?: boolean; readonly contract?: string }) => {
			const { casesCommand } = await import('./due-command.js');
			end(await casesCommand(words));
		},
	);
	addOptions(cases.command('show').description('a case, with all that is known'), OFFICE)
		.argument('<case>', CASE_NUMBER)
		.action(async (number: string, words: OfficeWords) => {
			const { showCaseCommand } = await import('./due-command.js');
			end(await showCaseCommand(number, words));
		});
	addOptions(cases.command('close').description('close a case'), [...OFFICE, ...CLOSE])
		.argument('<case>', CASE_NUMBER)
		.action(async (number: string, words: OfficeWords & { readonly outcome: string }) => {
			const { closeCaseCommand } = await import('./due-command.js');
			end(await closeCaseCommand(number, words));
		});
}
