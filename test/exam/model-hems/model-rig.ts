/** The model HEMS at a dongle of a world, on the virtual clock. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { decodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import type { ModuleName } from '../../../modules/wi-sun-module/models.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import type { SerialLine } from '../../../src/world/dongle/serial-line.js';
import { parseFault } from '../../../src/world/fault/fault-choice.js';
import type { FaultName } from '../../../src/world/fault/fault-table.js';
import { constantLoad } from '../../../src/world/load/source.js';
import { parseCommand } from '../../../src/world/scenario/grammar.js';
import { World, type WorldOptions } from '../../../src/world/simulation/world.js';
import { type Behaviour, MODEL } from './behaviour.js';
import { ModelHems } from './hems.js';
import { SerialPair } from './rig.js';

export const ACCOUNT = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

/** 12:00 in Japan, and a minute. */
const START = Date.UTC(2026, 10, 29, 3, 1);

export interface RigOptions {
	readonly model?: ModuleName;
	readonly behaviour?: Partial<Behaviour>;
	readonly world?: Partial<WorldOptions>;
	readonly faults?: readonly string[];
	readonly afterCut?: boolean;
	/** Nothing is started. */
	readonly still?: boolean;
}

/** A line of the program, ms since the start. */
export interface Shown {
	readonly at: number;
	readonly line: string;
}

/** A frame of the program, or to it. */
export interface Heard extends Frame {
	readonly at: number;
}

export class ModelRig {
	readonly world: World;
	readonly hems: ModelHems;
	readonly shown: Shown[] = [];
	/** Lines that it wrote to the dongle. */
	readonly typed: Shown[] = [];
	readonly requests: Heard[] = [];
	exit: { readonly code: number; readonly error: string } | undefined;

	constructor({ model = 'bp35c2', behaviour, world, faults = [], afterCut = false, still = false }: RigOptions = {}) {
		const start = world?.start ?? START;
		this.world = new World({
			seed: 1,
			speed: 'max',
			start,
			load: constantLoad(1237),
			profile: GEN1,
			credentials: ACCOUNT,
			log: { write() {} },
			faults: faults.map(parseFault),
			pastDays: 2,
			...world,
		});
		const { simulator } = this.world;
		const { scheduler } = simulator;
		this.world.events.subscribe(
			(event) => {
				if (event.event === 'serial') this.#onSerial(event);
			},
			['serial'],
		);
		const pair = new SerialPair(scheduler);
		simulator.addDongle({ model, serial: pair.dongle, port: pair.port });
		this.hems = new ModelHems({
			serial: pair.program,
			scheduler,
			wallClock: () => start + scheduler.now(),
			random: new SeededRandom(1, 'model'),
			account: ACCOUNT,
			behaviour: { ...MODEL, ...behaviour },
			show: (line) => this.shown.push({ at: scheduler.now(), line }),
			onExit: (code, error) => {
				this.exit = { code, error };
			},
			afterCut,
		});
		pair.user = this.hems;
		if (!still) this.hems.start();
	}

	get now(): number {
		return this.world.simulator.scheduler.now();
	}

	run(time: number): this {
		this.world.simulator.scheduler.runFor(time);
		return this;
	}

	fault(name: FaultName, value: string | undefined, once = false): this {
		const refusal = this.world.setFault(name, value, once);
		if (refusal !== undefined) throw new Error(refusal);
		return this;
	}

	/** A command of `keiki meter`. */
	do(line: string): this {
		this.world.carryOut(parseCommand(line), ({ refusal }) => {
			if (refusal !== undefined) throw new Error(`${line}: ${JSON.stringify(refusal)}`);
		});
		return this;
	}

	/** Of lines that begin with it, from a time on. */
	lines(beginning: string, from = 0): readonly string[] {
		return this.shown.filter(({ at, line }) => at >= from && line.startsWith(beginning)).map(({ line }) => line);
	}

	/** ms from now until it shows such a line; undefined: not within `limit`. */
	until(pattern: RegExp, limit: number): number | undefined {
		const begun = this.now;
		const count = this.shown.length;
		const found = () => this.shown.slice(count).some(({ line }) => pattern.test(line));
		return this.world.simulator.scheduler.runWhile(() => !found(), limit) && found() ? this.now - begun : undefined;
	}

	/** Commands that it typed, from a time on. */
	commands(beginning: string, from = 0): readonly Shown[] {
		return this.typed.filter(({ at, line }) => at >= from && line.startsWith(beginning));
	}

	/** Its requests and answers with this service, from a time on. */
	sent(esv: number, from = 0): readonly Heard[] {
		return this.requests.filter((frame) => frame.at >= from && frame.esv === esv);
	}

	#onSerial({ direction, text, data }: SerialLine): void {
		if (direction !== 'toModule') return;
		const at = this.now;
		this.typed.push({ at, line: text ?? '' });
		if (data !== null) this.requests.push({ at, ...decodeFrame(fromHex(data)) });
	}
}
