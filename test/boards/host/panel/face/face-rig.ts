/** A world on the virtual clock with what a panel is handed of it. */

import type { Every } from '../../../../../boards/host/panel/every.js';
import type { PanelSite } from '../../../../../boards/host/panel/site.js';
import type { Tell, Topic } from '../../../../../boards/host/web/app.js';
import { parseCombination } from '../../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../../src/world/load/source.js';
import { Control, type ControlAnswer } from '../../../../../src/world/simulation/control.js';
import { World } from '../../../../../src/world/simulation/world.js';
import { CREDENTIALS } from '../../../../src/world/simulation/hems-rig.js';

export const USUAL_UNITS = 'rf-b,1p3w-60-2way,switch-60,rain';

export class FaceRig {
	readonly world: World;
	readonly site: PanelSite;
	readonly #ticks = new Set<() => void>();

	constructor(meters = 1, units = USUAL_UNITS) {
		this.world = new World({
			seed: 1,
			speed: 'max',
			start: Date.UTC(2026, 10, 22, 3, 0),
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			combination: parseCombination(units),
			log: { write() {} },
			meters,
		});
		const enter = (event: () => void) => event();
		const control = new Control({ stand: this.world, events: this.world.events, enter, onAnswer() {} });
		this.site = { world: this.world, control, enter } as unknown as PanelSite;
		this.runFor(5000);
	}

	/** What the page would hear of this topic. */
	open(topic: (site: PanelSite, every: Every) => Topic, query = ''): { readonly told: unknown[]; readonly end: () => void } {
		const told: unknown[] = [];
		const tell: Tell = (data) => told.push(JSON.parse(JSON.stringify(data)));
		const every: Every = (_ms, tick) => {
			this.#ticks.add(tick);
			return () => this.#ticks.delete(tick);
		};
		return { told, end: topic(this.site, every).open(new URLSearchParams(query), tell, undefined) };
	}

	/** All that waits for the wall clock. */
	beat(): void {
		for (const tick of [...this.#ticks]) tick();
	}

	get beats(): number {
		return this.#ticks.size;
	}

	runFor(ms: number): void {
		this.world.simulator.scheduler.runFor(ms);
	}

	ask(line: string): ControlAnswer {
		let answered: ControlAnswer | undefined;
		this.site.control.ask(line, (answer) => {
			answered = answer;
		});
		this.world.simulator.scheduler.runWhile(() => answered === undefined, 60_000);
		return answered!;
	}
}
