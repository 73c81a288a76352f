/** A whole meter of a world in this process, with its Route A on TCP and UDP: head-ends are at it while its time goes on. */
import { RouteAPlace } from '../../../../boards/host/run/route-a-place.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { parseCommand } from '../../../../src/world/scenario/grammar.js';
import { World } from '../../../../src/world/simulation/world.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';

const ANYWHERE = Object.freeze({ address: '127.0.0.1', port: 0 });
const LOG = { write() {} };
const HOUR = 3_600_000;
/** Half-hours on record come of these. */
const HOURS = 3;
/** How often its time goes on, ms. */
const TICK = 5;
export const SWITCHED = 'rf-b,1p3w-60-2way,switch-1p3w-60,normal';

export interface WorldRigOptions {
	/** Codes of its units. */
	readonly units?: string;
	readonly watts?: number;
	readonly keys?: RouteAKeys;
	/** How fast its time goes while it is waited for; 0: only by `pass`. */
	readonly speed?: number;
}

export class WorldRig {
	readonly world: World;
	readonly #place: RouteAPlace;
	readonly #timer: NodeJS.Timeout | undefined;

	private constructor(place: RouteAPlace, { units = SWITCHED, watts = 500, keys = DEMO_KEYS, speed = 1 }: WorldRigOptions) {
		this.#place = place;
		const now = Date.now();
		this.world = new World({
			seed: 1,
			speed: 1,
			start: now - HOURS * HOUR,
			load: constantLoad(watts),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: LOG,
			answerDelay: { min: 0, max: 0 },
			combination: parseCombination(units),
			routeA: () => ({
				keys,
				maxSend: 65_535,
				link: (meter) => place.link(LOG, () => meter.macAddress, meter.routeAFaults),
			}),
		});
		this.pass(HOURS * HOUR);
		if (speed > 0) this.#timer = setInterval(() => this.pass(TICK * speed), TICK);
	}

	static async start(options: WorldRigOptions = {}): Promise<WorldRig> {
		return new WorldRig(await RouteAPlace.open([ANYWHERE], {}, (event) => event()), options);
	}

	/** As `--meter` takes it. */
	get place(): string {
		return this.#place.addresses[0]!;
	}

	/** Time goes on, ms. */
	pass(time: number): void {
		this.world.simulator.scheduler.runFor(time);
	}

	/** A command of `keiki meter`; it must be carried out. */
	async do(text: string): Promise<void> {
		const answer = await new Promise<{ readonly refusal: unknown }>((done) => this.world.carryOut(parseCommand(text), done));
		equal(answer.refusal, undefined, text);
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#place.close();
	}
}
