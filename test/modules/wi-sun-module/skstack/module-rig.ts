import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { fromText, toText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS, type ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule, type Surroundings } from '../../../../modules/wi-sun-module/skstack/module/module.js';
import type { Nonvolatile, NonvolatileItem } from '../../../../modules/wi-sun-module/skstack/module/state.js';
import { ScriptedNetwork } from '../network-rig.js';

/** Keeps what is saved, over as many modules as like. */
export class Memory implements Nonvolatile {
	readonly items: Partial<Record<NonvolatileItem, Uint8Array | undefined>> = {};
	broken = false;

	load(item: NonvolatileItem): Uint8Array | undefined {
		return this.items[item];
	}

	save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean {
		if (this.broken) return false;
		this.items[item] = bytes;
		return true;
	}
}

/** A module on a desk: what is typed in, what it prints, one character a byte. */
export class SkstackRig {
	readonly scheduler = new VirtualScheduler();
	readonly network = new ScriptedNetwork(this.scheduler);
	readonly memory: Memory;
	readonly module: SkModule;
	readonly writes: string[] = [];

	constructor(model: ModelName = 'bp35a1', around?: (scheduler: VirtualScheduler) => Surroundings, memory = new Memory()) {
		this.memory = memory;
		this.module = new SkModule({
			model: MODELS[model],
			network: this.network,
			scheduler: this.scheduler,
			write: (bytes) => this.writes.push(toText(bytes)),
			nonvolatile: memory,
			...(around && { around: around(this.scheduler) }),
		});
	}

	type(text: string): void {
		this.module.receive(fromText(text));
	}

	/** What was printed since the last call. */
	printed(): string {
		return this.writes.splice(0).join('');
	}

	/** Types `text`, waits `time` ms, and returns what was printed. */
	ask(text: string, time = 1_000): string {
		this.type(text);
		this.scheduler.runFor(time);
		return this.printed();
	}
}
