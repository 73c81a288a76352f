/** A scenario that is paused, gone on with and stopped. */
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { Command } from '../../../../src/world/scenario/command.js';
import { ScenarioPlayer } from '../../../../src/world/scenario/player.js';
import { parseScenario } from '../../../../src/world/scenario/scenario.js';
import type { Answer, Stand } from '../../../../src/world/scenario/stand.js';
import { equal } from '../../../assert.js';

const TEXT = '+10s load 1\n+20s load 2\n+30s load 3\n';
const DONE: Answer = { refusal: undefined, text: '' };

class Rig {
	readonly scheduler = new VirtualScheduler();
	/** What was carried out, with its time in s. */
	readonly done: string[] = [];
	/** How long a command takes, ms. */
	takes = 0;
	readonly player: ScenarioPlayer;
	readonly told: string[] = [];

	constructor(origin = 0, text = TEXT) {
		const stand: Stand = {
			carryOut: (command: Command, done) => {
				this.done.push(`${this.scheduler.now() / 1000} ${command.kind === 'load' ? command.watts : command.kind}`);
				this.scheduler.after(this.takes, () => done(DONE));
			},
			get view(): never {
				throw new Error('nobody looks');
			},
		};
		this.scheduler.runUntil(origin);
		this.player = new ScenarioPlayer({ scheduler: this.scheduler, origin, stand, steps: parseScenario(text, 'test', 0) });
		this.player.watch(() => this.told.push(`${this.player.state} ${this.player.results.length}`));
	}

	run(seconds: number): void {
		this.scheduler.runFor(seconds * 1000);
	}
}

describe('world: player of scenarios', () => {
	it('counts its times from where it was begun', () => {
		const rig = new Rig(5000);
		rig.player.start();
		rig.run(100);
		equal(rig.done.join(), '15 1,25 2,35 3');
		equal(rig.player.state, 'ended');
		equal(rig.player.clock, 30_000);
		equal(rig.told.join(), 'playing 0,playing 1,playing 2,playing 3,ended 3');
	});

	it('has its clock stand while it is paused, and the rest comes later by as much', () => {
		const rig = new Rig();
		rig.player.start();
		rig.run(15);
		rig.player.pause();
		equal(rig.player.isBusy, false);
		rig.run(100);
		equal(rig.done.join(), '10 1');
		equal(rig.player.clock, 15_000);
		rig.player.resume();
		rig.run(4);
		equal(rig.done.join(), '10 1');
		equal(rig.player.clock, 19_000);
		rig.run(20);
		equal(rig.done.join(), '10 1,120 2,130 3');
		equal(rig.player.clock, 30_000);
	});

	it('ends the command that is under way at a pause, and goes on after it', () => {
		const rig = new Rig();
		rig.takes = 4000;
		rig.player.start();
		rig.run(11);
		rig.player.pause();
		rig.player.resume();
		rig.player.pause();
		rig.run(10);
		equal(rig.player.results.length, 1);
		rig.player.resume();
		rig.run(60);
		equal(rig.done.join(), '10 1,30 2,40 3');
		equal(rig.player.results.length, 3);
	});

	it('plays nothing more once it is stopped, whatever is under way', () => {
		const rig = new Rig();
		rig.takes = 4000;
		rig.player.start();
		rig.run(11);
		rig.player.stop();
		rig.player.resume();
		rig.player.start();
		rig.run(100);
		equal(rig.done.join(), '10 1');
		equal(rig.player.results.length, 0);
		equal(rig.player.state, 'stopped');
		equal(rig.player.clock, 11_000);
		const paused = new Rig();
		paused.player.start();
		paused.run(5);
		paused.player.pause();
		paused.run(5);
		paused.player.stop();
		equal(paused.player.clock, 5000);
	});
});
