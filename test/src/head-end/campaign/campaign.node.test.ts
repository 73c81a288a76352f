import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { Campaign, type CampaignEnd, type CampaignRow, type TryEnd } from '../../../../src/head-end/campaign/campaign.js';

const START = 1_700_000_000_000;
const MINUTE = 60_000;

interface Told {
	readonly at: number;
	readonly row: number;
	readonly meter: number;
}

/** A campaign over meters whose answers are told by `answer`: after how long, and how. */
function rig(
	rows: readonly (Partial<CampaignRow> & { readonly meters: readonly number[] })[],
	{
		meters = 10,
		rate = 1000,
		parallel = 100,
		pauses = [MINUTE, 5 * MINUTE],
		answer = () => ({ after: 10, end: 'done' as TryEnd }),
		done = [] as readonly string[],
		ready = () => Promise.resolve(),
	}: {
		readonly meters?: number;
		readonly rate?: number;
		readonly parallel?: number;
		readonly pauses?: readonly number[];
		readonly answer?: (told: Told) => { readonly after: number; readonly end: TryEnd };
		readonly done?: readonly string[];
		readonly ready?: (row: number) => Promise<void>;
	} = {},
) {
	const scheduler = new VirtualScheduler();
	const begun: Told[] = [];
	const ends: (Told & { readonly end: CampaignEnd; readonly tries: number })[] = [];
	const running = new Map<number, number>();
	let most = 0;
	let overs = 0;
	const campaign = new Campaign({
		rows: rows.map(({ due = 0, until = 60 * MINUTE, subject = 'clock', meters: own }) => {
			const members = new Uint8Array(meters);
			for (const meter of own) members[meter] = 1;
			return { due: START + due, until: START + due + until, subject, members };
		}),
		...{ rate, parallel, pauses, scheduler },
		now: () => START + scheduler.now(),
		isDone: (row, meter) => done.includes(`${row} ${meter}`),
		onDue: ready,
		work: (row, meter) => {
			const told = { at: scheduler.now(), row, meter };
			begun.push(told);
			running.set(meter, (running.get(meter) ?? 0) + 1);
			assert.equal(running.get(meter), 1, 'two commands of one meter at once');
			most = Math.max(
				most,
				[...running.values()].reduce((sum, each) => sum + each),
			);
			return new Promise((resolve) => {
				const { after, end } = answer(told);
				scheduler.after(after, () => {
					running.set(meter, 0);
					resolve(end);
				});
			});
		},
		onEnd: (row, meter, end, tries) => ends.push({ at: scheduler.now(), row, meter, end, tries }),
		onOver: () => overs++,
		onError: (error) => {
			throw error;
		},
	});
	/** Time goes on by so much, or until nothing is left to be done. */
	const run = async (ms = 365 * 24 * 60 * MINUTE): Promise<void> => {
		const end = scheduler.now() + ms;
		for (;;) {
			for (let i = 0; i < 4; i++) await turn();
			if (scheduler.next > end || !scheduler.step()) break;
		}
		if (scheduler.next !== Number.POSITIVE_INFINITY) scheduler.runUntil(end);
	};
	return { campaign, scheduler, begun, ends, run, most: () => most, overs: () => overs };
}

const all = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a campaign', () => {
	it('gives each command once, in the order of the rows, and is over then', async () => {
		const { campaign, ends, run, overs } = rig([{ meters: [3, 1] }, { meters: [2], subject: 'message' }]);
		campaign.start();
		await run();
		assert.deepEqual(
			ends.map(({ row, meter, end, tries }) => [row, meter, end, tries]),
			[
				[0, 1, 'done', 1],
				[0, 3, 'done', 1],
				[1, 2, 'done', 1],
			],
		);
		assert.equal(overs(), 1);
	});

	it('is over at once where there is nothing to do', async () => {
		const { campaign, run, overs } = rig([{ meters: [1] }], { done: ['0 1'] });
		campaign.start();
		await run(0);
		assert.equal(overs(), 1);
	});

	it('begins no more a second than the link bears, and makes up for no time in which there was nothing to do', async () => {
		const { campaign, begun, run } = rig([{ meters: all(10) }, { due: 10 * MINUTE, meters: all(10), subject: 'message' }], { rate: 4 });
		campaign.start();
		await run();
		const times = begun.map(({ at }) => Math.round(at));
		assert.deepEqual(times.slice(0, 10), [0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2250]);
		for (const [i, at] of times.slice(10).entries()) {
			const late = at - 10 * MINUTE - 250 * i;
			assert.ok(late <= 0 && late >= -50, `${i}: ${late}`);
		}
	});

	it('speaks to no more meters at once than it may, and begins the next as soon as one has answered', async () => {
		const { campaign, begun, run, most } = rig([{ meters: all(10) }], { parallel: 3, answer: () => ({ after: 1000, end: 'done' }) });
		campaign.start();
		await run();
		assert.equal(most(), 3);
		assert.deepEqual(
			begun.map(({ at }) => Math.floor(at / 1000)),
			[0, 0, 0, 1, 1, 1, 2, 2, 2, 3],
		);
	});

	it('begins a row at its time, and not before what is done for it first', async () => {
		let release = (): void => {};
		const { campaign, begun, run } = rig([{ due: 5 * MINUTE, meters: [1] }], {
			ready: () =>
				new Promise((resolve) => {
					release = resolve;
				}),
		});
		campaign.start();
		await run(5 * MINUTE - 1);
		assert.equal(begun.length, 0);
		await run(MINUTE);
		assert.equal(begun.length, 0);
		release();
		await run(0);
		assert.deepEqual(begun, [{ at: 6 * MINUTE - 1, row: 0, meter: 1 }]);
	});

	it('tries a silent meter again after each pause, the last of them again and again, until the time of its row is over', async () => {
		const { campaign, begun, ends, run } = rig([{ until: 15 * MINUTE, meters: [1, 2] }], {
			pauses: [MINUTE, 5 * MINUTE],
			answer: ({ meter }) => ({ after: 0, end: meter === 1 ? 'silent' : 'done' }),
		});
		campaign.start();
		await run();
		assert.deepEqual(
			begun.filter(({ meter }) => meter === 1).map(({ at }) => Math.round(at / MINUTE)),
			[0, 1, 6, 11],
		);
		assert.deepEqual(
			ends.map(({ meter, end, tries }) => [meter, end, tries]),
			[
				[2, 'done', 1],
				[1, 'silent', 4],
			],
		);
	});

	it('tries no meter again that has refused', async () => {
		const { campaign, ends, run } = rig([{ meters: [1] }], { answer: () => ({ after: 5, end: 'refused' }) });
		campaign.start();
		await run();
		assert.deepEqual(
			ends.map(({ end, tries }) => [end, tries]),
			[['refused', 1]],
		);
	});

	it('lets the later of two rows hold where a meter was silent, and leaves other subjects alone', async () => {
		const { campaign, begun, ends, run } = rig(
			[
				{ meters: [1, 2], subject: 'contract' },
				{ due: 2 * MINUTE, meters: [1], subject: 'contract' },
				{ due: 2 * MINUTE, meters: [1], subject: 'clock' },
			],
			{
				pauses: [90_000],
				answer: ({ at, meter }) => ({ after: 0, end: meter === 1 && at < 3 * MINUTE ? 'silent' : 'done' }),
			},
		);
		campaign.start();
		await run();
		const endOf = (row: number, meter: number) => ends.find((each) => each.row === row && each.meter === meter)?.end;
		assert.deepEqual([endOf(0, 1), endOf(0, 2), endOf(1, 1), endOf(2, 1)], ['replaced', 'done', 'done', 'done']);
		assert.ok(begun.every(({ row, meter, at }) => !(row === 0 && meter === 1 && at >= 2 * MINUTE)));
	});

	it('never has two commands with a meter at once: the second waits', async () => {
		const { campaign, begun, run } = rig(
			[
				{ meters: [1], subject: 'contract' },
				{ meters: [1, 2], subject: 'clock' },
			],
			{ answer: () => ({ after: 1500, end: 'done' }) },
		);
		campaign.start();
		await run();
		assert.deepEqual(
			begun.map(({ row, meter, at }) => [row, meter, Math.round(at / 1000)]),
			[
				[0, 1, 0],
				[1, 2, 0],
				[1, 1, 2],
			],
		);
	});

	it('tells as late what its time was over for before it could be begun', async () => {
		const { campaign, ends, run } = rig([{ until: 1000, meters: all(5) }], { rate: 2 });
		campaign.start();
		await run();
		assert.deepEqual(
			ends.map(({ end }) => end),
			['done', 'done', 'done', 'late', 'late'],
		);
	});

	it('begins nothing more once it is stopped, and is over when what is under way has ended', async () => {
		const { campaign, scheduler, begun, ends, run, overs } = rig([{ meters: all(10) }], {
			parallel: 2,
			answer: () => ({ after: 1000, end: 'silent' }),
		});
		campaign.start();
		await run(500);
		campaign.stop();
		assert.equal(overs(), 0);
		await run();
		assert.deepEqual([begun.length, ends.length, overs()], [2, 2, 1]);
		assert.ok(ends.every(({ end }) => end === 'silent'));
		assert.equal(Math.round(scheduler.now()), 1001);
	});

	it('ends each command once with many meters that answer by chance', async () => {
		let state = 7;
		const draw = () => {
			state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
			return state / 0x7fffffff;
		};
		const { campaign, ends, run } = rig(
			[
				{ meters: all(3000), subject: 'contract', until: 24 * 60 * MINUTE },
				{ meters: all(3000), subject: 'message', until: 24 * 60 * MINUTE },
			],
			{
				meters: 3000,
				rate: 200,
				parallel: 50,
				pauses: [MINUTE, 10 * MINUTE],
				answer: () => {
					const luck = draw();
					return { after: Math.floor(100 * draw()), end: luck < 0.6 ? 'silent' : luck < 0.65 ? 'refused' : 'done' };
				},
			},
		);
		campaign.start();
		await run();
		assert.equal(ends.length, 6000);
		assert.equal(new Set(ends.map(({ row, meter }) => `${row} ${meter}`)).size, 6000);
		assert.ok(ends.every(({ end }) => end === 'done' || end === 'refused'));
		assert.ok(ends.some(({ tries }) => tries > 5));
	});
});
