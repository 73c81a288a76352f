/** A whole meter of a world in this process, with its Route A on TCP and UDP: head-ends are at it while its time goes on. */
import { RouteAPlace } from '../../../../boards/host/run/route-a-place.js';
import type { Companion } from '../../../../modules/cosem/companion.js';
import type { CosemObject, DeviceEntry } from '../../../../modules/dlms/server/logical-device.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { COMPANION_PROFILES } from '../../../../src/route-a/companion.js';
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
	/** Whether it has a local port, too. */
	readonly local?: boolean;
	readonly companion?: Companion;
	/** How fast its time goes while it is waited for; 0: only by `pass`. */
	readonly speed?: number;
}

export class WorldRig {
	readonly world: World;
	readonly #place: RouteAPlace;
	readonly #timer: NodeJS.Timeout | undefined;

	private constructor(place: RouteAPlace, { units = SWITCHED, watts = 500, keys = DEMO_KEYS, companion = 'japan', speed = 1 }: WorldRigOptions) {
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
				profile: COMPANION_PROFILES[companion],
				maxSend: 65_535,
				link: (meter) => place.link(LOG, () => meter.macAddress, meter.routeAFaults),
			}),
		});
		this.pass(HOURS * HOUR);
		let last = performance.now();
		// As much as went by: on a busy machine ticks are left out, and its clock is judged by this host's.
		const goOn = (): void => {
			const before = last;
			last = performance.now();
			this.pass(Math.max(0, last - before) * speed);
		};
		if (speed > 0) this.#timer = setInterval(goOn, TICK);
	}

	static async start(options: WorldRigOptions = {}): Promise<WorldRig> {
		const localPort = options.local ? ({ kind: 'tcp', port: 0 } as const) : undefined;
		return new WorldRig(await RouteAPlace.open([ANYWHERE], { localPort }, (event) => event()), options);
	}

	/** As `--meter` takes it. */
	get place(): string {
		return this.#place.addresses[0]!;
	}

	/** Its local port likewise. */
	get line(): string {
		return `serial:${this.#place.line!.path}`;
	}

	/** One of its objects does something else from now on. */
	spoil(name: number, changes: Partial<Pick<CosemObject, 'read' | 'write' | 'act'>>): void {
		const objects = this.#device.objects as CosemObject[];
		const i = objects.findIndex((each) => each.name === name);
		const own = objects[i]!;
		objects[i] = {
			type: own.type,
			name,
			read: (...words) => own.read(...words),
			write: (...words) => own.write!(...words),
			act: (...words) => own.act!(...words),
			...changes,
		};
	}

	/** It has one more object. */
	add({ object, rights }: DeviceEntry): void {
		(this.#device.objects as CosemObject[]).push(object);
		(this.#device.rights as DeviceEntry['rights'][]).push(rights);
	}

	get #device() {
		return this.world.simulator.meters[0]!.routeA!.server.options.device;
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
