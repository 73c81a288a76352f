/** A meter on the stand with its HEMS: commands in words, and what came of them. */
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { LedgerEntry } from '../../../../src/meter/backplane/ledger-entry.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { isOfWorld } from '../../../../src/world/scenario/command.js';
import { parseCommand } from '../../../../src/world/scenario/grammar.js';
import { ScenarioPlayer, type StepResult } from '../../../../src/world/scenario/player.js';
import { parseScenario } from '../../../../src/world/scenario/scenario.js';
import type { Answer } from '../../../../src/world/scenario/stand.js';
import { stepFailureText } from '../../../../src/world/scenario/step-failure.js';
import { unitWords } from '../../../../src/world/schema/event-words.js';
import { MetersStand } from '../../../../src/world/simulation/meters-stand.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import { WorldEvents } from '../../../../src/world/simulation/world-events.js';
import { equal } from '../../../assert.js';
import { HemsRig } from './hems-rig.js';

/** 2026-11-22T12:00 in Japan. */
export const START = Date.UTC(2026, 10, 22, 3, 0);

export class PlugInRig {
	readonly hems: HemsRig;
	readonly stand: MetersStand;
	/** Of units, supply and voltage, in words. */
	readonly events: string[] = [];
	/** Of the whole world, as data. */
	readonly world: WorldEvents;

	constructor(units = 'rf-b,1p3w-60-2way,normal', options: Partial<SimulatorOptions> = {}) {
		const onEvent = (event: SimulatorEvent) => {
			options.onEvent?.(event);
			this.world.tell(event);
		};
		// The first events come while the simulator is made, at 0.
		const elapsed = () => (this.hems as HemsRig | undefined)?.simulator.scheduler.now() ?? 0;
		this.world = new WorldEvents({ now: () => START + elapsed(), elapsed, nameOf: () => undefined });
		this.world.subscribe((event) => {
			const text = unitWords(event);
			if (text !== undefined) this.events.push(text);
		});
		this.hems = new HemsRig({ start: START, combination: parseCombination(units), ...options, onEvent });
		this.stand = new MetersStand(this.hems.simulator.meters, this.hems.simulator.faults);
		this.run(0);
	}

	get meter() {
		return this.hems.simulator.meters[0]!;
	}

	get scheduler() {
		return this.hems.simulator.scheduler;
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	/** Carries a command out, and waits for its answer. */
	ask(line: string): Answer {
		let answer: Answer | undefined;
		const command = parseCommand(line);
		if (isOfWorld(command)) throw new Error('the rig is of one meter alone');
		this.stand.carryOut(command, (each) => {
			answer = each;
		});
		this.scheduler.runWhile(() => answer === undefined, 60_000);
		if (answer === undefined) throw new Error(`${line}: no answer`);
		return answer;
	}

	/** It must not be refused. */
	does(line: string): string {
		const { refusal, text } = this.ask(line);
		equal(refusal, undefined, line);
		return text;
	}

	/** The HEMS looks for the communication unit that is in place now, and joins. */
	find(): boolean {
		const { macAddress } = this.meter;
		this.hems.meter = linkLocalAddress(macAddress);
		this.hems.powerUp();
		return this.hems.join();
	}

	/** Plays a scenario to its end; what failed, as `LINE: why`. */
	play(text: string): string[] {
		const { scheduler, stand } = this;
		const failed: string[] = [];
		const onStep = ({ step, failure }: StepResult) => {
			if (failure !== undefined) failed.push(`${step.line}: ${stepFailureText(failure)}`);
		};
		const player = new ScenarioPlayer({ scheduler, stand, steps: parseScenario(text, 'scenario', START), onStep });
		const end = this.world.subscribe(player.onEvent, player.kinds);
		player.start();
		scheduler.runWhile(() => player.isBusy);
		end();
		return failed;
	}

	/** Of the ledger, oldest first. */
	get entries(): LedgerEntry[] {
		return this.meter.base.ledger.entries();
	}
}
