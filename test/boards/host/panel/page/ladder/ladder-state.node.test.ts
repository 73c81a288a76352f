import assert from 'node:assert/strict';
import { MOST_RUNGS } from '../../../../../../boards/host/panel/ladder/bounds.js';
import type { LadderMessage } from '../../../../../../boards/host/panel/ladder/ladder-told.js';
import { ladderTopic } from '../../../../../../boards/host/panel/ladder/ladder-topic.js';
import { follow, type LadderState } from '../../../../../../boards/host/panel/page/ladder/ladder-state.js';
import { rungText } from '../../../../../../boards/host/panel/page/ladder/rung-text.js';
import { LADDER_WORDS } from '../../../../../../boards/host/panel/page/views/ladder-words.js';
import { until } from '../../../../../until.js';
import { LadderRig } from '../../ladder/ladder-rig.js';

/** A page that follows what is told of a rig. */
class Follower {
	readonly messages: LadderMessage[] = [];
	state: LadderState | undefined;
	readonly end: () => void;

	constructor(rig: LadderRig) {
		this.end = ladderTopic(rig.site, rig.ladders).open(
			new URLSearchParams(),
			(message) => {
				// As it is when it has gone over the wire.
				const told = JSON.parse(JSON.stringify(message)) as LadderMessage;
				this.messages.push(told);
				this.state = follow(this.state, told);
			},
			undefined,
		);
	}

	/** It holds what a page that opens now is told. */
	async holds(rig: LadderRig): Promise<void> {
		const now = () => JSON.stringify(rig.ladders.told(rig.ladder, 'meter'));
		await until(() => JSON.stringify(JSON.parse(now()).rungs) === JSON.stringify(this.state?.dongles[0]?.rungs));
		assert.deepEqual({ ...this.state!.dongles[0], now: 0 }, { ...JSON.parse(now()), now: 0 });
	}
}

describe('The ladder on a page', () => {
	let follower: Follower | undefined;
	afterEach(() => follower?.end());

	it('is that of the other side, whatever of it came in which piece', async () => {
		const rig = new LadderRig({ faults: ['refused-join=1/2'] });
		follower = new Follower(rig);
		rig.setPassword();
		await follower.holds(rig);
		rig.setId();
		rig.scan();
		await follower.holds(rig);
		rig.goTo();
		for (let i = 0; i < 4; i++) {
			rig.join();
			await follower.holds(rig);
		}
		for (let i = 0; i < 5; i++) rig.ask();
		await follower.holds(rig);
		assert.deepEqual(new Set(follower.messages.map(({ kind }) => kind)), new Set(['all', 'anew', 'change']));
	});

	it('drops what the other side has dropped', async () => {
		const rig = new LadderRig();
		follower = new Follower(rig);
		for (let i = 0; i < MOST_RUNGS + 50; i++) {
			rig.type(`SKSREG S2 ${(33 + (i % 28)).toString(16)}`);
			if (i % 40 === 0) await follower.holds(rig);
		}
		await follower.holds(rig);
		assert.equal(follower.state!.dongles[0]!.rungs.length, MOST_RUNGS);
	});

	it('tells a cause that only time brings', async () => {
		const rig = new LadderRig();
		rig.setPassword();
		rig.setId();
		rig.scan();
		follower = new Follower(rig);
		assert.equal(follower.state!.dongles[0]!.stopped, null);
		rig.wait(20_000);
		await until(() => follower!.state!.dongles[0]!.stopped?.cause === 'noJoin');
	});

	for (const language of ['en', 'ja'] as const)
		it(`has words for each rung: ${language}`, () => {
			const rig = new LadderRig({ faults: ['drop=30%'], seed: 3 });
			rig.begin();
			for (let i = 0; i < 3; i++) rig.ask();
			for (const rung of rig.rungs) {
				const { main, notes } = rungText(rung, LADDER_WORDS[language], 0);
				assert.ok(main !== '', JSON.stringify(rung));
				assert.ok(![main, ...notes].some((text) => /undefined|NaN/.test(text)), JSON.stringify(rung));
			}
		});
});
