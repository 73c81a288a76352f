/** A control system that is killed at any moment, with meters, disk and clock that fail, at a relay in an adversary's hands: nothing is lost, nothing done twice. */
import assert from 'node:assert/strict';
import type { Job } from '../../../../src/operations/jobs/messages.js';
import type { Signed } from '../../../../src/operations/jobs/signed.js';
import { momentOf } from '../../../../src/operations/jobs/states.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { type Below, ControlRig, START, signedJob, signedWithdrawal } from './control-rig.js';

const WORLDS = 60;
const METERS = 4;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOMENT = 1000;

const title = (number: number) => `4A504D00000000${String(number).padStart(2, '0')}`;
const idOf = (world: number, number: number) => `6f1c8a52-0c1e-4b6f-${String(world % 10_000).padStart(4, '0')}-${String(number).padStart(12, '0')}`;

/** What an office asks for in a while, at a few meters. */
function jobsOf(world: number, below: Below): Job[] {
	const versions = new Array<number>(METERS).fill(0);
	return Array.from({ length: 12 + below(12) }, (_, i) => {
		const which = below(METERS);
		const issued = START + i;
		const notBefore = below(3) === 0 ? START + below(2 * HOUR) : 0;
		const expires = Math.max(issued, notBefore) + [20_000, HOUR, DAY][below(3)]!;
		const about = { id: idOf(world, i), meter: below(20) === 0 ? 'FFFFFFFFFFFFFFFF' : title(which), issued, notBefore, expires };
		switch (below(6)) {
			case 0:
				return { ...about, kind: 'status', body: {} };
			case 1:
			case 2:
				return { ...about, kind: 'supply', body: { to: below(2) === 0 ? 'open' : 'closed' } };
			case 3:
				return { ...about, kind: 'amperes', body: { amperes: below(3) === 0 ? null : 10 * (1 + below(6)) } };
			default:
				return { ...about, kind: 'credentials', body: { version: ++versions[which]!, sealed: '00'.repeat(44) } };
		}
	});
}

describe('a control system whom everything fails', () => {
	it('answers each job once, with what is so at the meter, and does none twice', async () => {
		const random = fuzzRandom(1, 'control-desk');
		const below: Below = (number) => random.below(number);
		const count = fuzzCount(WORLDS);
		let kills = 0;
		let done = 0;
		for (let world = 0; world < count; world++) {
			tried(String(world));
			const rig = new ControlRig(below);
			for (let i = 0; i < METERS; i++) rig.meters.set(title(i), { version: 0, contact: 'closed', amperes: null, changes: [] });
			const jobs = jobsOf(world, below);
			const withdrawn = new Set<string>();
			rig.skew = [0, 0, 5 * HOUR, -5 * HOUR][below(4)]!;
			rig.silence = [0, 100, 500][below(3)]!;
			rig.diskFull = [0, 0, 200][below(3)]!;
			rig.start();
			// What the relay ever had, and may give at any time, as often as it likes.
			const held: Signed[] = [];
			let waiting = [...jobs];
			let epoch = 0;
			const fetched = async (messages: readonly unknown[]) => {
				// Of what it was given before an end it knows nothing any more.
				await Promise.race([
					rig.desk
						.take(
							`epoch ${epoch}`,
							messages.map((message, i) => ({ seq: 1 + i, message })),
						)
						.catch(() => {}),
					rig.run(300),
				]);
			};
			for (let round = 0; round < 40; round++) {
				const some = waiting.splice(0, below(4));
				held.push(...some.map(signedJob));
				if (held.length > 0 && below(4) === 0) {
					const { id } = jobs[below(held.length)] ?? jobs[0]!;
					withdrawn.add(id);
					held.push(signedWithdrawal(id, rig.now()));
				}
				if (below(5) === 0) epoch++;
				const given = held.filter(() => below(3) === 0);
				if (below(2) === 0) given.reverse();
				const forged = given.filter(({ kind }) => kind === 'job' && below(4) === 0).map((each) => forgedOf(each as Signed<'job'>, below));
				await fetched([...forged, ...given]);
				await rig.run(below(3) === 0 ? below(20 * 60_000) : below(500));
				if (below(3) === 0) {
					rig.kill();
					kills++;
					if (below(3) === 0) rig.tidy();
					rig.start();
				}
				// Whatever the relay says that it has, the office may never see.
				if (below(2) === 0) rig.give(below(4) === 0);
			}
			// All is well again: the office puts once more what has no answer, and the relay gives it.
			rig.silence = 0;
			rig.diskFull = 0;
			rig.kill();
			rig.start();
			waiting = jobs.filter(({ id }) => !rig.ends().has(id));
			for (let round = 0; round < 8 && waiting.length > 0; round++) {
				await fetched(waiting.map(signedJob));
				await rig.run(5 * HOUR);
				rig.give();
				waiting = jobs.filter(({ id }) => !rig.ends().has(id));
			}
			check(rig, jobs, withdrawn);
			done += [...rig.ends().values()].filter(([first]) => first!.state === 'done').length;
		}
		assert.ok(kills > 5 * count && done > 4 * count, `${kills} kills, ${done} done`);
	});
});

/** Another order under the same signature; or its own with another one's key. */
function forgedOf({ kind, content, signature }: Signed<'job'>, below: Below): unknown {
	if (below(2) === 0) return { kind, content: { ...content, id: content.id.replace('6f', '7f') }, signature };
	if (content.kind === 'supply') return { kind, content: { ...content, body: { to: content.body.to === 'open' ? 'closed' : 'open' } }, signature };
	if (content.kind === 'credentials')
		return { kind, content: { ...content, body: { ...content.body, version: content.body.version + 1000 } }, signature };
	return { kind, content: { ...content, expires: content.expires + 1 }, signature };
}

function check(rig: ControlRig, jobs: readonly Job[], withdrawn: ReadonlySet<string>): void {
	const ends = rig.ends();
	const changes = new Map<string, string[]>();
	for (const { changes: made } of rig.meters.values())
		for (const { id, what, at } of made) {
			changes.set(id, [...(changes.get(id) ?? []), what]);
			const job = jobs.find((each) => each.id === id);
			assert.ok(job !== undefined, `${id} is nobody's job`);
			// It was begun in its time; what is under way takes a moment more.
			assert.ok(at >= job.notBefore && at < job.expires + MOMENT, `${id}: ${what} at ${at}, from ${job.notBefore} to ${job.expires}`);
		}
	for (const job of jobs) {
		const told = ends.get(job.id);
		const what = `${job.id} ${job.kind} ${JSON.stringify(told?.[0])}`;
		assert.ok(told !== undefined, `no answer: ${what}`);
		const [{ state, result }] = told as [(typeof told)[number]];
		for (const other of told) assert.deepEqual({ ...other, at: 0 }, { ...told[0]!, at: 0 }, what);
		const made = changes.get(job.id) ?? [];
		if (job.kind === 'credentials') assert.ok(made.length <= 1, `twice: ${what}`);
		if (state === 'withdrawn') assert.ok(withdrawn.has(job.id), what);
		if (job.kind === 'credentials' && (state === 'withdrawn' || state === 'expired')) assert.deepEqual(made, [], what);
		if (job.kind === 'credentials' && state === 'done') assert.deepEqual(result, { version: job.body.version }, what);
		if (!rig.meters.has(job.meter)) assert.equal((result as { why: string }).why, 'unknownMeter', what);
	}
	// Of what is to hold in order, the last that was done holds.
	for (const [name, meter] of rig.meters) {
		for (const kind of ['supply', 'amperes'] as const) {
			const mine = jobs.filter((job) => job.kind === kind && job.meter === name && ends.get(job.id)![0]!.state === 'done');
			mine.sort((a, b) => momentOf(a) - momentOf(b));
			const last = mine.at(-1);
			if (last?.kind === 'supply') assert.equal(meter.contact, last.body.to, name);
			if (last?.kind === 'amperes') assert.equal(meter.amperes, last.body.amperes, name);
		}
	}
}
