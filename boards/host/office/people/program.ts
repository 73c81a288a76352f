/** The words of `keiki office staff|proposal|audit|consent|person|erase|retain`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { SHARED_DATA } from '../../../../src/operations/people/consent.js';
import { addOptions, type OptionRow } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import { OFFICE } from '../office-options.js';
import type { OfficeWords } from '../office-words.js';
import type { AuditShowWords, AuditVerifyWords, ConsentGiveWords, RetainWords, StaffAddWords, StaffPasswordWords } from './people-words.js';

export const STAFF_ADD = Object.freeze([
	{ flags: '--shown <name>', does: 'the name as people read it', otherwise: 'the name' },
	{ flags: '--role <role>', does: 'what they may do: designer, clerk, worker, auditor, administrator', many: true, must: true },
] as const satisfies readonly OptionRow[]);
export const STAFF_PASSWORD = Object.freeze([
	{ flags: '--password-file <file>', does: 'the password, from the first line of a file', otherwise: 'asked for, and not shown' },
] as const satisfies readonly OptionRow[]);
export const AUDIT_SHOW = Object.freeze([
	{ flags: '--subject <code>', does: 'entries about a contract, an order, an application, a case' },
	{ flags: '--by <name>', does: 'entries of one of the staff, of a customer by the contract, of system' },
	{ flags: '--act <act>', does: 'entries of one act, such as password.rewrite' },
	{ flags: '--last <number>', does: 'so many, the latest', usual: '50' },
] as const satisfies readonly OptionRow[]);
export const AUDIT_VERIFY = Object.freeze([
	{
		flags: '--anchor <head>',
		does: 'a head that stood on a letter, an order or the relay: SEQ-HASH, the 64 digits alone, or a file with one a line; can be given again',
		many: true,
	},
] as const satisfies readonly OptionRow[]);
export const CONSENT_GIVE = Object.freeze([
	{ flags: '--to <name>', does: 'to whom', must: true },
	{ flags: '--what <kinds>', does: `which data, with commas between: ${SHARED_DATA.join(',')}`, must: true },
	{ flags: '--from <time>', does: 'ISO 8601, Japanese time where it tells no offset', otherwise: 'now' },
	{ flags: '--until <time>', does: 'ISO 8601, not that moment itself', must: true },
] as const satisfies readonly OptionRow[]);
export const RETAIN = Object.freeze([{ flags: '--do', does: 'have it go, and not only told' }] as const satisfies readonly OptionRow[]);

export function addPeople(office: Command, end: End): void {
	addStaffCommands(office, end);
	addProposals(office, end);
	addAudit(office, end);
	addConsents(office, end);
	addOptions(office.command('person').description('print all that is held of a contract, from every table'), OFFICE)
		.argument('<contract>', 'its code')
		.action(async (code: string, words: OfficeWords) => end(await (await import('./person-command.js')).person(code, words)));
	addOptions(office.command('erase').description('erase what is known of a customer who has moved out, and tell what stays and why'), OFFICE)
		.argument('<contract>', 'its code')
		.action(async (code: string, words: OfficeWords) => end(await (await import('./person-command.js')).erase(code, words)));
	addOptions(office.command('retain').description('tell what was kept longer than its period, and have it go'), [...OFFICE, ...RETAIN]).action(
		async (words: RetainWords) => end(await (await import('./person-command.js')).keep(words)),
	);
}

function addStaffCommands(office: Command, end: End): void {
	const staff = office.command('staff').description('who works at the office, and what they may do');
	addOptions(staff.command('add').description('add somebody'), [...OFFICE, ...STAFF_ADD])
		.argument('<name>', 'by which they are known: small letters and digits, beginning with a letter')
		.action(async (name: string, words: StaffAddWords) => end(await (await import('./staff-command.js')).addOne(name, words)));
	addOptions(staff.command('list').description('who is there'), OFFICE).action(async (words: OfficeWords) =>
		end(await (await import('./staff-command.js')).list(words)),
	);
	addOptions(staff.command('roles').description('change what somebody may do'), OFFICE)
		.argument('<name>', 'of the staff')
		.argument('<roles...>', 'all that they have from now on')
		.action(async (name: string, roles: readonly string[], words: OfficeWords) =>
			end(await (await import('./staff-command.js')).changeRoles(name, roles, words)),
		);
	addOptions(staff.command('password').description('give somebody a password to sign in with, or another one'), [...OFFICE, ...STAFF_PASSWORD])
		.argument('<name>', 'of the staff')
		.action(async (name: string, words: StaffPasswordWords) => end(await (await import('./staff-command.js')).changePassword(name, words)));
	addOptions(staff.command('passkeys').description('remove the passkeys of somebody, whose device was lost'), OFFICE)
		.argument('<name>', 'of the staff')
		.action(async (name: string, words: OfficeWords) => end(await (await import('./staff-command.js')).dropPasskeys(name, words)));
	for (const [word, state, does] of [
		['disable', 'disabled', 'let somebody do nothing any more, from now on'],
		['enable', 'active', 'let somebody work again'],
	] as const) {
		addOptions(staff.command(word).description(does), OFFICE)
			.argument('<name>', 'of the staff')
			.action(async (name: string, words: OfficeWords) => end(await (await import('./staff-command.js')).changeState(name, state, words)));
	}
}

function addProposals(office: Command, end: End): void {
	const proposal = office.command('proposal').description('work that takes two persons: one proposes it, another approves it');
	addOptions(proposal.command('list').description('which there are, the latest first'), OFFICE).action(async (words: OfficeWords) =>
		end(await (await import('./proposal-command.js')).list(words)),
	);
	for (const [word, how, does] of [
		['approve', 'approved', 'be the second person'],
		['refuse', 'refused', 'say that it is not to be done'],
	] as const) {
		addOptions(proposal.command(word).description(does), OFFICE)
			.argument('<number>', 'of the proposal')
			.action(async (id: string, words: OfficeWords) => end(await (await import('./proposal-command.js')).settle(id, how, words)));
	}
}

function addAudit(office: Command, end: End): void {
	const audit = office.command('audit').description('the log of all that was done at the office, or refused');
	addOptions(audit.command('show').description('entries of the log'), [...OFFICE, ...AUDIT_SHOW]).action(async (words: AuditShowWords) =>
		end(await (await import('./audit-command.js')).show(words)),
	);
	addOptions(audit.command('verify').description('whether the log is whole; if not, where'), [...OFFICE, ...AUDIT_VERIFY]).action(
		async (words: AuditVerifyWords) => end(await (await import('./audit-command.js')).verify(words)),
	);
	addOptions(audit.command('head').description('the head of the log, to be kept elsewhere as an anchor'), OFFICE).action(async (words: OfficeWords) =>
		end(await (await import('./audit-command.js')).head(words)),
	);
}

function addConsents(office: Command, end: End): void {
	const consent = office.command('consent').description('with whom data of a contract may be shared, as the customer says');
	addOptions(consent.command('give').description('keep that the customer agrees'), [...OFFICE, ...CONSENT_GIVE])
		.argument('<contract>', 'its code')
		.action(async (code: string, words: ConsentGiveWords) => end(await (await import('./consent-command.js')).give(code, words)));
	addOptions(consent.command('list').description('which there are'), OFFICE)
		.argument('<contract>', 'its code')
		.action(async (code: string, words: OfficeWords) => end(await (await import('./consent-command.js')).list(code, words)));
	addOptions(consent.command('withdraw').description('keep that the customer does not agree any more, from now on'), OFFICE)
		.argument('<contract>', 'its code')
		.argument('<number>', 'of the consent')
		.action(async (code: string, id: string, words: OfficeWords) => end(await (await import('./consent-command.js')).withdraw(code, id, words)));
}
