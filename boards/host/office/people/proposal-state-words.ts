/** What the states of proposals are called. */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { ProposalTable } from '../database/people-tables.js';

export const PROPOSAL_STATES: InEach<Readonly<Record<ProposalTable['state'], string>>> = Object.freeze({
	en: { proposed: 'waits for a second person', approved: 'approved', refused: 'refused', done: 'done' },
	ja: { proposed: 'もう1人の承認待ち', approved: '承認済み', refused: '却下', done: '完了' },
});
