/** What becomes of remote work: in the store, and to whoever asks. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { diagnosisBy } from '../../../../../boards/host/office/remote/diagnosis.js';
import { AT_ONCE, askStatus, listJobs, setAmperes, standing, switchSupply, withdrawJob } from '../../../../../boards/host/office/remote/jobs.js';
import { putJob } from '../../../../../boards/host/office/remote/put-job.js';
import { settle, takeReport } from '../../../../../boards/host/office/remote/settle.js';
import type { StatusResult } from '../../../../../src/operations/jobs/kinds.js';
import type { Answer } from '../../../../../src/operations/jobs/messages.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { CONTRACT, METER, mount, NOW } from './remote-rig.js';

const SEALED = 'AB'.repeat(44);
const CLEAR: StatusResult = {
	...{ startup: 'clear', authentication: 'clear', connection: 'clear', unit: 'normal', verdict: 'active', since: NOW - 1000 },
	...{ version: 2, changed: NOW - 2000, communication: 'rf-b' },
};
const answer = (id: string, kind: Answer['kind'], state: Answer['state'], result: object): Answer =>
	({ id, kind, meter: METER, at: NOW + 5, state, result }) as Answer;

async function credentials(office: Office, version: number): Promise<string> {
	return await office.act(ANYBODY, 'password.rewrite', CONTRACT, async (work) => {
		const [body, times] = [
			{ version, sealed: SEALED },
			{ notBefore: 0, expires: NOW + 1000 },
		];
		const id = await putJob(work, { kind: 'credentials', contract: CONTRACT, meter: METER, body, ...times, by: 'anybody' });
		const made = { route_b_id: '0'.repeat(32), way: 'relay', bearer: id, issued_at: NOW, issued_by: 'anybody' } as const;
		await work.at
			.insertInto('credential')
			.values({
				id: version,
				contract: CONTRACT,
				meter: METER,
				version,
				state: 'issued',
				sealed: SEALED,
				...made,
				letter_printed_at: NOW,
				confirmed_at: null,
			})
			.execute();
		return id;
	});
}
const states = async (office: Office) =>
	(await office.database.selectFrom('credential').select(['version', 'state', 'sealed']).orderBy('version').execute()).map(
		({ version, state, sealed }) => `${version} ${state}${sealed === null ? '' : ' sealed'}`,
	);
const job = (office: Office, id: string) => office.database.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('remote work that is answered', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		let office: Office;
		beforeEach(async () => {
			office = await open({ now: () => NOW });
			await mount(office);
		});

		it('ends once, whatever comes again or too late', async () => {
			const id = await switchSupply(office, ANYBODY, CONTRACT, 'open', AT_ONCE);
			assert.equal(await settle(office, answer(id, 'supply', 'taken', {})), 'settled');
			assert.equal((await job(office, id)).state, 'taken');
			const result = { contact: 'open', control: 'disconnected', mode: 4, before: 'closed' };
			assert.equal(await settle(office, answer(id, 'supply', 'done', result)), 'settled');
			for (const state of ['done', 'taken', 'failed', 'expired', 'withdrawn'] as const)
				assert.equal(await settle(office, answer(id, 'supply', state, result)), 'unchanged');
			const row = await job(office, id);
			assert.deepEqual([row.state, row.ended_at, JSON.parse(row.result!)], ['done', NOW, result]);
			const log = await office.database.selectFrom('audit').select(['act', 'actor']).where('subject', '=', id).execute();
			assert.deepEqual(log, [
				{ act: 'job.result', actor: 'system' },
				{ act: 'job.result', actor: 'system' },
			]);
		});

		it('changes nothing where the answer is to something else', async () => {
			const id = await switchSupply(office, ANYBODY, CONTRACT, 'open', AT_ONCE);
			const done = answer(id, 'supply', 'done', {});
			for (const other of [{ meter: '4A504D0000000002' }, { kind: 'status' }, { id: '00000000-0000-4000-8000-000000000000' }])
				assert.equal(await settle(office, { ...done, ...other } as Answer), 'foreign');
			assert.equal((await job(office, id)).state, 'queued');
		});

		it('two processes that take one answer do it once', async () => {
			const id = await askStatus(office, ANYBODY, CONTRACT);
			const both = await Promise.all([settle(office, answer(id, 'status', 'done', CLEAR)), settle(office, answer(id, 'status', 'done', CLEAR))]);
			assert.deepEqual(both.sort(), ['settled', 'unchanged']);
		});

		it('leaves the password before in force until the meter has the new one, and keeps none sealed longer', async () => {
			const [first, second] = [await credentials(office, 1), await credentials(office, 2)];
			await settle(office, answer(first, 'credentials', 'done', { version: 1 }));
			assert.deepEqual(await states(office), ['1 in-force', '2 issued sealed']);
			await settle(office, answer(second, 'credentials', 'taken', {}));
			assert.deepEqual(await states(office), ['1 in-force', '2 issued sealed']);
			await settle(office, answer(second, 'credentials', 'done', { version: 2 }));
			assert.deepEqual(await states(office), ['1 superseded', '2 in-force']);
			for (const id of [first, second]) assert.doesNotMatch(JSON.stringify(await job(office, id)), /ABABAB/);
		});

		it('leaves the password before in force where the new one expired or was withdrawn', async () => {
			const ids = [await credentials(office, 1), await credentials(office, 2), await credentials(office, 3)] as const;
			await settle(office, answer(ids[0], 'credentials', 'done', { version: 1 }));
			await settle(office, answer(ids[1], 'credentials', 'expired', { why: 'noAnswer', code: null }));
			assert.equal(await withdrawJob(office, ANYBODY, ids[2]), 'withdrawn');
			assert.deepEqual(await states(office), ['1 in-force', '2 failed', '3 withdrawn']);
		});

		it('learns of the version in force by a diagnosis, where the answer to the job was never told', async () => {
			const ids = [await credentials(office, 1), await credentials(office, 2)] as const;
			await settle(office, answer(ids[1], 'credentials', 'expired', { why: 'noAnswer', code: null }));
			await settle(office, answer(await askStatus(office, ANYBODY, CONTRACT), 'status', 'done', CLEAR));
			assert.deepEqual(await states(office), ['1 superseded', '2 in-force']);
		});

		it('is withdrawn at once where nobody has it, and else only once the control system says so', async () => {
			const [one, other] = [
				await switchSupply(office, ANYBODY, CONTRACT, 'open', AT_ONCE),
				await switchSupply(office, ANYBODY, CONTRACT, 'closed', AT_ONCE),
			];
			await office.database.updateTable('job').set({ state: 'sent' }).where('id', '=', other).execute();
			assert.equal(await withdrawJob(office, ANYBODY, one), 'withdrawn');
			assert.equal(await withdrawJob(office, ANYBODY, other), 'asked');
			assert.equal(standing(await job(office, other), NOW), 'withdrawing');
			await settle(office, answer(other, 'supply', 'withdrawn', {}));
			await assert.rejects(withdrawJob(office, ANYBODY, other), /has ended \(withdrawn\)/);
			await assert.rejects(withdrawJob(office, ANYBODY, 'x'), /there is no job x/);
			assert.deepEqual(await listJobs(office, ANYBODY, { isOpen: true }), []);
		});

		it('is told as overdue where its time is over and nobody has said what became of it', async () => {
			const id = await switchSupply(office, ANYBODY, CONTRACT, 'open', { notBefore: 0, expires: NOW + 10 });
			const row = await job(office, id);
			assert.deepEqual([standing(row, NOW + 9), standing(row, NOW + 10)], ['queued', 'overdue']);
			assert.deepEqual(
				(await listJobs(office, ANYBODY, { contract: CONTRACT })).map((each) => each.id),
				[id],
			);
		});

		it('is refused before it is asked where the meter could not do it', async () => {
			await mount(office, { contract: 'C0000000002', meter: '4A504D0000000002', option: null });
			await assert.rejects(switchSupply(office, ANYBODY, 'C0000000002', 'open', AT_ONCE), /no switching unit/);
			await assert.rejects(setAmperes(office, ANYBODY, 'C0000000002', 30, AT_ONCE), /no switching unit/);
			await assert.rejects(setAmperes(office, ANYBODY, CONTRACT, 80, AT_ONCE), /80 A is more than the metering unit 1p3w-60-2way/);
			for (const amperes of [60, null]) await setAmperes(office, ANYBODY, CONTRACT, amperes, AT_ONCE);
			const worker = { name: 'kato', roles: ['worker'] as const };
			await assert.rejects(switchSupply(office, worker, CONTRACT, 'open', AT_ONCE), /kato has no right to job\.supply/);
		});
	});
});

describe('what the control system finds by itself', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		const facts = { meter: METER, answers: true, since: NOW - 500, medium: 'plc', units: null } as const;
		const supervision = (office: Office) => office.database.selectFrom('supervision').selectAll().executeTakeFirst();

		it('is kept by meter, and older facts change nothing', async () => {
			const office = await open({ now: () => NOW });
			const unit = (kind: 'switching' | 'metering', type: string) => ({ kind, type, serial: 'S1', firmware: '1' });
			const units = [unit('metering', '1p3w-60-2way'), unit('switching', 'switch-1p3w-60')];
			assert.equal(await takeReport(office, { at: NOW, meters: [{ ...facts, units }] }), 1);
			assert.equal(await takeReport(office, { at: NOW, meters: [{ ...facts, answers: false }] }), 0);
			assert.equal(await takeReport(office, { at: NOW - 1, meters: [{ ...facts, answers: false }] }), 0);
			const row = await supervision(office);
			assert.deepEqual([row?.answers, row?.medium, row?.since, row?.as_of], [1, 'plc', NOW - 500, NOW]);
			assert.deepEqual(JSON.parse(row!.units!), { metering: '1p3w-60-2way', option: 'switch-1p3w-60' });
			assert.equal(await takeReport(office, { at: NOW + 1, meters: [{ ...facts, answers: false, since: NOW + 1 }] }), 1);
			const later = await supervision(office);
			assert.deepEqual([later?.answers, later?.units], [0, row!.units], 'what it reported last');
		});

		it('fills no log where it comes again and again', async () => {
			const office = await open({ now: () => NOW });
			const report = { at: NOW, meters: [facts, { ...facts, meter: '4A504D0000000002' }] };
			assert.equal(await takeReport(office, report), 2);
			const entries = async () => (await office.database.selectFrom('audit').select('seq').execute()).length;
			const before = await entries();
			for (let i = 0; i < 3; i++) assert.equal(await takeReport(office, report), 0);
			assert.equal(await entries(), before);
			assert.equal(await takeReport(office, { at: NOW, meters: [facts, { ...facts, meter: '4A504D0000000003' }] }), 1, 'one of both is news');
			assert.equal(await entries(), before + 1);
		});

		it('is learnt from answers, too', async () => {
			const office = await open({ now: () => NOW });
			await mount(office);
			await settle(office, answer(await askStatus(office, ANYBODY, CONTRACT), 'status', 'failed', { why: 'noAnswer', code: null }));
			const silent = await supervision(office);
			assert.deepEqual([silent?.answers, silent?.since, silent?.medium, silent?.units], [0, NOW + 5, 'rf', null]);
			const id = await askStatus(office, ANYBODY, CONTRACT);
			await settle(office, { ...answer(id, 'status', 'done', CLEAR), at: NOW + 9 } as Answer);
			const heard = await supervision(office);
			assert.deepEqual([heard?.answers, heard?.since, JSON.parse(heard!.units!)], [1, NOW + 9, { communication: 'rf-b' }]);
		});
	});
});

describe('a diagnosis that the office asks for', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		let office: Office;
		beforeEach(async () => {
			office = await open({ now: () => NOW });
			await mount(office, { communication: 'rf-bplc' });
		});
		const found = async (state: Answer['state'] | undefined, result: object = {}) => {
			const id = await askStatus(office, ANYBODY, CONTRACT);
			if (state !== undefined) await settle(office, answer(id, 'status', state, result));
			return await diagnosisBy(office, ANYBODY, id);
		};

		it('tells the row of Table 2, by the unit that the meter says to have', async () => {
			const unconnected = { ...CLEAR, connection: 'failure', verdict: 'HEMS is unconnected', communication: null } as const;
			const one = await found('done', unconnected);
			assert.ok(one.kind === 'report');
			assert.deepEqual([one.report.number, one.report.message, one.report.evidence.medium], [3, 'HEMS is unconnected', 'plc']);
			const other = await found('done', { ...unconnected, communication: 'rf-b' });
			assert.ok(other.kind === 'report');
			assert.equal(other.report.evidence.medium, 'radio');
		});

		it('knows which letter the customer has', async () => {
			await credentials(office, 3);
			const one = await found('done', { ...CLEAR, authentication: 'failure', connection: 'failure', verdict: 'HEMS is failure' });
			assert.ok(one.kind === 'report');
			assert.deepEqual([one.report.evidence.version, one.report.evidence.letter, one.report.steps], [2, 3, ['awaitVersion']]);
		});

		it('tells of a silent meter when it was heard', async () => {
			await found('done', CLEAR);
			const silent = await found('failed', { why: 'noAnswer', code: null });
			assert.ok(silent.kind === 'report');
			assert.deepEqual([silent.report.message, silent.report.evidence.heardAt, silent.report.at], ['no answer', NOW, NOW]);
		});

		it('concludes from the street what a silent meter has', async () => {
			const facts = { since: NOW - 9, medium: 'rf', units: null } as const;
			const others = ['4A504D0000000002', '4A504D0000000003', '4A504D0000000004', '4A504D0000000005'];
			for (const [i, meter] of others.entries()) await mount(office, { contract: `C000000001${i}`, meter });
			await office.database.updateTable('contract').set({ street: 'elsewhere' }).where('code', '=', 'C0000000013').execute();
			const silence = async () => {
				const silent = await found('failed', { why: 'noAnswer', code: null });
				assert.ok(silent.kind === 'report');
				return [silent.report.number, silent.report.evidence.neighbours];
			};
			assert.deepEqual(await silence(), [null, null]);
			const [one, two, three, four] = others.map((meter) => ({ ...facts, meter, answers: true }));
			await takeReport(office, { at: NOW - 3_600_001, meters: [three!] });
			await takeReport(office, { at: NOW, meters: [{ ...one!, answers: false }, four!] });
			assert.deepEqual(await silence(), [null, { answering: 0, silent: 1 }], 'one of another street and one of long ago say nothing');
			await takeReport(office, { at: NOW, meters: [two!] });
			assert.deepEqual(await silence(), [4, { answering: 1, silent: 1 }]);
		});

		it('tells what the control system could not find out, and that it waits', async () => {
			assert.equal(
				(await found('failed', { why: 'identificationUnknown', code: null })).kind,
				'report',
				'a meter that answers nothing of use is silent',
			);
			assert.deepEqual(await found('failed', { why: 'unknownMeter', code: null }), { kind: 'untold', why: 'unknownMeter', code: null });
			assert.deepEqual(await found('expired', { why: null, code: null }), { kind: 'expired' });
			assert.deepEqual(await found('withdrawn'), { kind: 'withdrawn' });
			assert.deepEqual(await found(undefined), { kind: 'waiting' });
			assert.deepEqual(await found('taken'), { kind: 'waiting' });
			await assert.rejects(diagnosisBy(office, ANYBODY, 'x'), /there is no job x/);
		});
	});
});
