/** A meter of a world, with all doors of its Route A in this process, and faults that are switched while head-ends are at it. */
import { RouteAPlace } from '../../../../boards/host/run/route-a-place.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import type { RouteAFault } from '../../../../src/world/fault/route-a-fault-rows.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { World } from '../../../../src/world/simulation/world.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';

const ANYWHERE = Object.freeze({ address: '127.0.0.1', port: 0 });
const LOG = { write() {} };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Half-hours on record. */
const HOURS = 24;

export class FaultyRouteA {
	readonly world: World;
	readonly #place: RouteAPlace;

	private constructor(place: RouteAPlace) {
		this.#place = place;
		const now = Date.now();
		this.world = new World({
			seed: 1,
			speed: 1,
			start: now - HOURS * HOUR,
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: LOG,
			answerDelay: { min: 0, max: 0 },
			routeA: () => ({
				keys: { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 1: { ...DEMO_KEYS.clients[1]!, offers: ['gbt'] } } },
				maxSend: 1024,
				maxTransfer: 0x20000,
				link: (meter) => place.link(LOG, () => meter.macAddress, meter.routeAFaults),
			}),
		});
		this.world.simulator.scheduler.runFor(HOURS * HOUR + Date.now() - now);
	}

	static async start(): Promise<FaultyRouteA> {
		return new FaultyRouteA(await RouteAPlace.open([ANYWHERE], { localPort: { kind: 'tcp', port: 0 } }, (event) => event()));
	}

	/** As `--meter` takes it. */
	get place(): string {
		return this.#place.addresses[0]!;
	}

	/** Its local port likewise. */
	get line(): string {
		return `serial:${this.#place.line!.path},mode-e`;
	}

	/** The last counter that the meter accepted from the management client. */
	counter(): number {
		return this.#meter.routeA!.server.options.clients.find(({ id }) => id === 1)!.security!.lastReceived;
	}

	swapCommunication(): void {
		this.#meter.plug(this.#meter.pull('communication'));
		this.world.simulator.scheduler.runFor(MINUTE);
	}

	get #meter() {
		return this.world.simulator.meters[0]!;
	}

	set(text: string, once = false): void {
		equal(this.world.simulator.faults.set({ ...parseFault(text), once }), undefined);
	}

	clear(): void {
		this.world.simulator.faults.clear(undefined);
	}

	struck(name: RouteAFault): number {
		return this.world.simulator.faults.running.find((each) => each.name === name)?.struck ?? 0;
	}

	stop(): void {
		this.#place.close();
	}
}
