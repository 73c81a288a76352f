/** Work that takes two persons: proposed by one, approved by another, done once. */
import assert from 'node:assert/strict';
import { PROPOSAL_HOLDS } from '../../../../../boards/host/office/database/approved.js';
import { approve, proposalOf, proposals, propose, refuseProposal } from '../../../../../boards/host/office/people/two-persons.js';
import { ANYBODY, onEachEngine } from '../engines.js';

const AOKI = Object.freeze({ name: 'aoki', roles: Object.freeze(['clerk'] as const) });
const KATO = Object.freeze({ name: 'kato', roles: Object.freeze(['clerk'] as const) });
const DESIGNER = Object.freeze({ name: 'ito', roles: Object.freeze(['designer'] as const) });
const WHAT = Object.freeze({ contracts: Object.freeze(['C0000000001', 'C0000000002']) });

describe('work that takes two persons', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		const take = (office: Awaited<ReturnType<typeof open>>, id: number) =>
			office.act(AOKI, 'password.rewrite-many', '', async (work) => await work.takeApproved(id));

		it('is done once, when another has approved it, and both are in the log', async () => {
			const office = await open();
			const id = await propose(office, AOKI, 'password.rewrite-many', WHAT);
			await assert.rejects(take(office, id), /proposal 1 is not approved/);
			await approve(office, KATO, id);
			assert.deepEqual(await take(office, id), { what: WHAT, by: 'aoki', approvedBy: 'kato' });
			await assert.rejects(take(office, id), /was done already/);
			assert.deepEqual(
				(await proposals(office, AOKI)).map(({ by, approved_by, state }) => [by, approved_by, state]),
				[['aoki', 'kato', 'done']],
			);
			const log = await office.database.selectFrom('audit').select(['actor', 'act', 'outcome']).orderBy('seq').execute();
			assert.deepEqual(
				log.map(({ actor, act, outcome }) => `${actor} ${act} ${outcome}`),
				[
					...['aoki proposal.make done', 'aoki password.rewrite-many refused', 'kato proposal.approve done'],
					...['aoki password.rewrite-many done', 'aoki password.rewrite-many refused', 'aoki records.look done'],
				],
			);
		});

		it('is not done by an act that took nothing that was approved, whoever wrote it', async () => {
			const office = await open();
			const alone = office.act(AOKI, 'password.rewrite-many', '', async ({ at, now }) => {
				await at.insertInto('transformer').values({ code: 'T1', street: 'S', kva: 30, as_of: now, imported_at: now }).execute();
			});
			await assert.rejects(alone, /password\.rewrite-many takes two persons/);
			assert.deepEqual(await office.database.selectFrom('transformer').selectAll().execute(), []);
			const log = await office.database.selectFrom('audit').select(['act', 'outcome']).execute();
			assert.deepEqual(log, [{ act: 'password.rewrite-many', outcome: 'refused' }]);
		});

		it('is listed the latest first, so many at a time, and one by one', async () => {
			const office = await open();
			for (let i = 0; i < 3; i++) await propose(office, AOKI, 'password.rewrite-many', i);
			const ids = async (...how: Parameters<typeof proposals> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
				(await proposals(office, AOKI, ...how)).map(({ id }) => id);
			assert.deepEqual(await ids(), [3, 2, 1]);
			assert.deepEqual(await ids({ most: 2 }), [3, 2]);
			assert.deepEqual(await ids({ most: 2, before: 2 }), [1]);
			assert.equal((await proposalOf(office, AOKI, 2))?.what, '1');
			assert.equal(await proposalOf(office, AOKI, 4), undefined);
		});

		it('can be done again where it failed', async () => {
			const office = await open();
			const id = await propose(office, AOKI, 'password.rewrite-many', WHAT);
			await approve(office, KATO, id);
			const failing = office.act(AOKI, 'password.rewrite-many', '', async (work) => {
				await work.takeApproved(id);
				throw new Error('half-way');
			});
			await assert.rejects(failing, /half-way/);
			assert.deepEqual((await take(office, id)).what, WHAT);
		});

		it('is not approved by who proposed it, by who has no right to it, or for something else', async () => {
			const office = await open();
			const id = await propose(office, AOKI, 'password.rewrite-many', WHAT);
			await assert.rejects(approve(office, AOKI, id), /your own: it takes a second person/);
			await assert.rejects(approve(office, DESIGNER, id), /ito has no right to proposal\.approve/);
			await assert.rejects(propose(office, AOKI, 'staff.change', {}), /aoki has no right to staff\.change/);
			await approve(office, KATO, id);
			await assert.rejects(
				office.act(AOKI, 'job.supply', '', async (work) => await work.takeApproved(id)),
				/not approved for this/,
			);
		});

		it('is approved by nobody who may not do it, and done once by two at the same time', async () => {
			const office = await open();
			const others = await propose(office, ANYBODY, 'staff.change', {});
			await assert.rejects(approve(office, KATO, others), /kato has no right to staff\.change/);
			const id = await propose(office, AOKI, 'password.rewrite-many', WHAT);
			await approve(office, KATO, id);
			const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => take(office, id)));
			const refused = outcomes.filter((each) => each.status === 'rejected').map(({ reason }) => String(reason));
			assert.equal(refused.length, 3);
			for (const each of refused) assert.match(each, /proposal 2 is not approved for this, or was done already/);
		});

		it('is over when it was refused, or is old', async () => {
			let now = 1000;
			const office = await open({ now: () => now });
			const [refused, old, late] = [
				await propose(office, AOKI, 'password.rewrite-many', 1),
				await propose(office, AOKI, 'password.rewrite-many', 2),
				3,
			];
			await propose(office, AOKI, 'password.rewrite-many', 3);
			await refuseProposal(office, AOKI, refused);
			await assert.rejects(approve(office, KATO, refused), /no proposal 1/);
			await approve(office, KATO, late);
			now += PROPOSAL_HOLDS;
			await assert.rejects(approve(office, KATO, old), /no proposal 2/);
			await assert.rejects(take(office, late), /proposal 3 is not approved/);
			await assert.rejects(approve(office, KATO, 99), /no proposal 99/);
		});
	});
});
