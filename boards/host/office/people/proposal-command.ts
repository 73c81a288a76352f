/** `keiki office proposal …` */
import process from 'node:process';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { wholeNumber } from './people-usage.js';
import { PROPOSAL_STATES } from './proposal-state-words.js';
import { approve, proposals, refuseProposal } from './two-persons.js';

export async function list(words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		for (const { id, act, what, by, at, approved_by, approved_at, state } of await proposals(office, actor)) {
			const asJson = {
				id,
				act,
				what: JSON.parse(what),
				by,
				at: isoTime(at),
				approvedBy: approved_by,
				approvedAt: approved_at && isoTime(approved_at),
				state,
			};
			const who = approved_by === null ? by : `${by}, ${approved_by}`;
			say(json ? JSON.stringify(asJson) : [String(id), isoTime(at), act, what, who, PROPOSAL_STATES[language][state]].join('  '));
		}
		return EXIT.done;
	});
}

export async function settle(text: string, how: 'approved' | 'refused', words: OfficeWords): Promise<ExitCode> {
	const id = wholeNumber('proposal', text, Number.MAX_SAFE_INTEGER);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await (how === 'approved' ? approve : refuseProposal)(office, actor, id);
		say(json ? JSON.stringify({ id, state: how }) : `${id}: ${PROPOSAL_STATES[language][how]}`);
		return EXIT.done;
	});
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}
