/** The control system's work on jobs, one thing at a time. */
import assert from 'node:assert/strict';
import { type BookEntry, ControlBook, REMEMBERED } from '../../../../src/operations/jobs/control-book.js';
import type { Job } from '../../../../src/operations/jobs/messages.js';
import { ControlRig, START, signedJob, signedWithdrawal } from './control-rig.js';
import { JOBS } from './messages-rig.js';

const HOUR = 3_600_000;
const METER = '4A504D0000000001';
let number = 0;

function job(what: Pick<Job, 'kind' | 'body'>, times: Partial<Pick<Job, 'issued' | 'notBefore' | 'expires'>> = {}): Job {
	const id = `6f1c8a52-0c1e-4b6f-9a51-${String(++number).padStart(12, '0')}`;
	return { id, meter: METER, ...what, issued: START, notBefore: 0, expires: START + HOUR, ...times } as Job;
}

const OPEN = { kind: 'supply', body: { to: 'open' } } as const;
const CLOSE = { kind: 'supply', body: { to: 'closed' } } as const;
const credentials = (version: number) => ({ kind: 'credentials', body: { version, sealed: '00'.repeat(44) } }) as const;

describe('a control desk', () => {
	let rig: ControlRig;
	let seq = 0;
	beforeEach(() => {
		rig = new ControlRig(() => 0);
		rig.meters.set(METER, { version: 0, contact: 'closed', amperes: null, changes: [] });
		rig.start();
	});

	const give = async (...messages: readonly unknown[]) => {
		await rig.desk.take(
			'epoch',
			messages.map((message) => ({ seq: ++seq, message })),
		);
		await rig.run(0);
	};
	const stateOf = ({ id }: Job) => rig.book.answerTo(id)?.content.state;
	const whyOf = ({ id }: Job) => (rig.book.answerTo(id)?.content.result as { why?: string } | undefined)?.why;

	it('keeps where it is at the relay, in the journal', async () => {
		await give(signedJob(job(OPEN)), signedJob(job({ kind: 'units', body: {} })));
		assert.deepEqual(rig.book.cursor, { epoch: 'epoch', after: seq });
		await rig.desk.take('another', []);
		assert.deepEqual(new ControlBook(rig.disk).cursor, { epoch: 'another', after: 0 });
		const length = rig.disk.length;
		await rig.desk.take('another', []);
		assert.equal(rig.disk.length, length);
	});

	it('takes nothing where it cannot be kept, and the relay may not let it go', async () => {
		rig.diskFull = 1000;
		await assert.rejects(give(signedJob(job(OPEN))), /no space left/);
		assert.equal(rig.book.openCount, 0);
		rig.diskFull = 0;
		const asked = job(OPEN);
		await give(signedJob(asked));
		assert.equal(stateOf(asked), 'done');
	});

	it('changes nothing at a meter before it is in the journal that it is begun', async () => {
		const asked = job(OPEN);
		await give(signedJob({ ...asked, notBefore: START + 1000 }));
		rig.diskFull = 1000;
		await rig.run(10_000);
		assert.deepEqual(rig.meters.get(METER)!.changes, []);
		rig.diskFull = 0;
		await rig.run(60_000);
		assert.equal(stateOf(asked), 'done');
		assert.equal(
			rig.disk.findIndex(({ entry }) => entry === 'begun') <
				rig.disk.findIndex((each) => each.entry === 'answered' && each.answer.content.state === 'done'),
			true,
		);
	});

	it('takes the later of two orders, whichever comes first', async () => {
		const [first, second] = [job(OPEN, { issued: START + 1 }), job(CLOSE, { issued: START + 2 })];
		await give(signedJob(second));
		await give(signedJob(first));
		assert.deepEqual([stateOf(second), stateOf(first), whyOf(first)], ['done', 'failed', 'overtaken']);
		const [third, fourth] = [job(OPEN, { issued: START + 3 }), job(CLOSE, { issued: START + 4 })];
		await give(signedJob(third), signedJob(fourth));
		assert.deepEqual([stateOf(third), whyOf(third), stateOf(fourth)], ['failed', 'overtaken', 'done']);
		assert.deepEqual(rig.meters.get(METER)!.changes, []);
	});

	it('knows after a restart and a journal that was written anew which order was the last', async () => {
		await give(signedJob(job(OPEN, { issued: START + 5 })));
		rig.kill();
		rig.tidy();
		rig.start();
		const before = job(CLOSE, { issued: START + 4 });
		await give(signedJob(before));
		assert.equal(whyOf(before), 'overtaken');
	});

	it('lets an order for later stand beside one for now', async () => {
		const [later, now] = [job(CLOSE, { notBefore: START + 1000 }), job(OPEN, { issued: START + 1 })];
		await give(signedJob(later), signedJob(now));
		assert.equal(stateOf(now), 'done');
		assert.deepEqual(
			rig.book.toGive(9).map(({ content: { id, state } }) => [id, state]),
			[
				[later.id, 'taken'],
				[now.id, 'done'],
			],
		);
		await rig.run(1100);
		assert.equal(stateOf(later), 'done');
		assert.equal(rig.meters.get(METER)!.contact, 'closed');
	});

	it('begins nothing that was withdrawn, also where that comes first', async () => {
		const asked = job(OPEN);
		await give(signedWithdrawal(asked.id, START));
		rig.kill();
		rig.tidy();
		rig.start();
		await give(signedJob(asked));
		assert.equal(stateOf(asked), 'withdrawn');
		assert.deepEqual(rig.meters.get(METER)!.changes, []);
	});

	it('tells of what was done before it was withdrawn, and of what was begun and is not known', async () => {
		const asked = job(OPEN);
		await give(signedJob(asked));
		rig.give();
		await give(signedWithdrawal(asked.id, START));
		assert.equal(stateOf(asked), 'done');
		assert.equal(rig.book.toGiveCount, 1);
		const begun = job(credentials(1));
		rig.silence = 1000;
		await give(signedJob(begun));
		// It arrived, and its answer did not.
		rig.disk.push({ entry: 'begun', id: begun.id });
		rig.meters.get(METER)!.version = 1;
		rig.kill();
		rig.start();
		await give(signedWithdrawal(begun.id, START));
		assert.equal(stateOf(begun), undefined);
		rig.silence = 0;
		await rig.run(60_000);
		assert.equal(stateOf(begun), 'done');
	});

	it('after a crash past its end looks, and changes nothing any more', async () => {
		for (const isDone of [true, false]) {
			const begun = job(credentials(isDone ? 7 : 8));
			rig.disk = [
				{ entry: 'taken', job: begun },
				{ entry: 'begun', id: begun.id },
			];
			rig.meters.get(METER)!.version = 7;
			rig.skew = 2 * HOUR;
			rig.kill();
			rig.start();
			await rig.run(1000);
			assert.equal(stateOf(begun), isDone ? 'done' : 'expired');
			assert.deepEqual(rig.meters.get(METER)!.changes, []);
		}
	});

	it('gives up looking a week after the end, and says why', async () => {
		const begun = job(credentials(7));
		rig.disk = [
			{ entry: 'taken', job: begun },
			{ entry: 'begun', id: begun.id },
		];
		rig.silence = 1000;
		rig.skew = HOUR + 7 * 24 * HOUR - 120_000;
		rig.kill();
		rig.start();
		await rig.run(60_000);
		assert.equal(stateOf(begun), undefined);
		await rig.run(120_000);
		assert.deepEqual([stateOf(begun), whyOf(begun)], ['expired', 'noAnswer']);
	});

	it('answers again who asks again, with the same, and not to another job of the id', async () => {
		const asked = job(OPEN);
		await give(signedJob(asked));
		rig.give();
		assert.equal(rig.book.toGiveCount, 0);
		await give(signedJob(asked));
		rig.give();
		assert.equal(rig.answers.length, 2);
		assert.deepEqual(rig.answers[0], rig.answers[1]);
		const waiting = job(OPEN, { notBefore: START + HOUR / 2 });
		await give(signedJob(waiting));
		await give(signedJob({ ...waiting, body: { to: 'closed' } } as Job));
		assert.deepEqual(rig.news.at(-1), { kind: 'conflict', id: waiting.id });
		assert.deepEqual(rig.book.open(waiting.id)!.job, waiting);
	});

	it('believes nobody but the office, and takes the rest all the same', async () => {
		const asked = job({ kind: 'units', body: {} });
		await give({ ...signedJob(job(OPEN)), signature: '00'.repeat(64) }, 'nonsense', signedJob(asked));
		assert.equal(stateOf(asked), 'done');
		assert.deepEqual(
			rig.news.filter(({ kind }) => kind === 'disbelieved').map((each) => 'text' in each && each.text),
			['signature: expected the signature of a key that is known', 'message: expected a record, found nonsense'],
		);
		assert.deepEqual(rig.meters.get(METER)!.changes, []);
	});

	it('passes over what expired longer ago than it remembers', async () => {
		const old = job(OPEN);
		rig.skew = HOUR + REMEMBERED + 1;
		await give(signedJob(old));
		assert.deepEqual(rig.news, [{ kind: 'stale', id: old.id }]);
		assert.equal(rig.book.openCount, 0);
	});

	it('does what somebody waits for first', async () => {
		rig.silence = 1000;
		await give(...[1, 2, 3].map((version) => signedJob(job(credentials(version)))), signedJob(job({ kind: 'status', body: {} })));
		await rig.run(100);
		const begun = rig.news.flatMap((each) => (each.kind === 'begun' ? each.job.kind : []));
		assert.equal(begun[0], 'status');
	});

	it('tries again with pauses that grow to a minute, and what somebody waits for once', async () => {
		rig.silence = 1000;
		const asked = job({ kind: 'status', body: {} });
		await give(signedJob(asked), signedJob(job(OPEN)));
		assert.deepEqual([stateOf(asked), whyOf(asked)], ['failed', 'noAnswer']);
		await rig.run(10 * 60_000);
		const times = rig.news.flatMap((each) => (each.kind === 'postponed' ? each.next : []));
		assert.deepEqual(
			times.slice(1).map((next, i) => Math.round((next - times[i]!) / 1000)),
			[2, 4, 8, 16, 32, ...times.slice(6).map(() => 60)],
		);
		assert.ok(times.length > 10);
	});

	it('works at so many meters at once, and at each on one job', async () => {
		for (let i = 2; i < 9; i++) rig.meters.set(METER.replace(/1$/, String(i)), { version: 0, contact: 'closed', amperes: null, changes: [] });
		const meters = [...rig.meters.keys()];
		let running = 0;
		let most = 0;
		const slow = new ControlRig((below) => (below === 4 ? 1 : 0));
		for (const [name, meter] of rig.meters) slow.meters.set(name, meter);
		slow.start();
		await slow.run(0);
		const taken = slow.desk.take(
			'epoch',
			meters.flatMap((meter, i) =>
				[signedJob({ ...job(OPEN), meter }), signedJob({ ...job(credentials(1)), meter })].map((message, j) => ({ seq: 2 * i + j + 1, message })),
			),
		);
		for (let i = 0; i < 400; i++) {
			await slow.run(5);
			running = slow.news.filter(({ kind }) => kind === 'begun').length - slow.news.filter(({ kind }) => kind === 'answered').length;
			most = Math.max(most, running);
		}
		await taken;
		assert.equal(most, 3);
		assert.equal(slow.book.openCount, 0);
	});
});

describe('the book of a control system', () => {
	const entries: readonly BookEntry[] = [
		{ entry: 'cursor', epoch: 'e', after: 3 },
		{ entry: 'taken', job: JOBS[0]! },
		{ entry: 'begun', id: JOBS[0]!.id },
		{ entry: 'withdrawn', withdrawal: { id: JOBS[0]!.id, at: START } },
		{ entry: 'withdrawn', withdrawal: { id: JOBS[0]!.id.replace('6', '7'), at: START } },
		{ entry: 'facts', facts: { meter: METER, answers: true, since: START, medium: 'rf', units: null } },
		{ entry: 'moment', meter: METER, kind: 'supply', moment: START },
	];

	it('is the same when its journal is written anew', () => {
		const book = new ControlBook(entries);
		const again = new ControlBook(book.snapshot(START));
		assert.deepEqual(again.snapshot(START), book.snapshot(START));
		assert.deepEqual(again.open(JOBS[0]!.id), { job: JOBS[0]!, isBegun: true, isWithdrawn: true });
		assert.deepEqual([again.cursor, again.momentAt(METER, 'supply'), again.factsOf(METER)?.medium], [{ epoch: 'e', after: 3 }, START, 'rf']);
		assert.equal(again.isWithdrawn(JOBS[0]!.id.replace('6', '7')), true);
	});

	it('keeps the answers that the relay has not, and forgets the others long after their end', async () => {
		const rig = new ControlRig(() => 0);
		rig.meters.set(METER, { version: 0, contact: 'closed', amperes: null, changes: [] });
		rig.start();
		const [given, kept] = [job(OPEN), job({ kind: 'units', body: {} })];
		await rig.desk.take('e', [{ seq: 1, message: signedJob(given) }]);
		await rig.run(0);
		rig.give();
		await rig.desk.take('e', [{ seq: 2, message: signedJob(kept) }]);
		await rig.run(0);
		const again = new ControlBook(rig.book.snapshot(START));
		assert.deepEqual(
			again.toGive(9).map(({ content }) => content.id),
			[kept.id],
		);
		assert.equal(again.answerTo(given.id)?.content.state, 'done');
		const late = new ControlBook(again.snapshot(given.expires + REMEMBERED + 1));
		assert.equal(late.answerTo(given.id), undefined);
		assert.equal(late.answerTo(kept.id)?.content.state, 'done');
	});

	it('does not take a later answer for given with the one before', async () => {
		const rig = new ControlRig(() => 0);
		rig.meters.set(METER, { version: 0, contact: 'closed', amperes: null, changes: [] });
		rig.start();
		const later = job(OPEN, { notBefore: START + 1000 });
		await rig.desk.take('e', [{ seq: 1, message: signedJob(later) }]);
		await rig.run(2000);
		rig.book.apply({ entry: 'given', answers: [{ id: later.id, state: 'taken' }] });
		assert.deepEqual(
			rig.book.toGive(9).map(({ content }) => content.state),
			['done'],
		);
	});
});
