/** A fleet, and meters that stand alone, of the same seed, numbers, load and time: whatever is asked of both, in the same words. */
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { ADDRESS_CONFIGURATION } from '../../../../modules/cosem/ipv6-setup.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { MAX_WINDOW } from '../../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { Air } from '../../../../modules/medium/air.js';
import { DAY } from '../../../../modules/time/durations.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import type { NetworkFacts } from '../../../../src/route-a/facts.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { FaultSwitches } from '../../../../src/world/fault/fault-switches.js';
import { Fleet } from '../../../../src/world/fleet/fleet.js';
import type { FleetEvent, FleetOptions } from '../../../../src/world/fleet/options.js';
import { districtLoad } from '../../../../src/world/load/district.js';
import { airCarrier } from '../../../../src/world/meter/air-link.js';
import { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { countersFrom } from '../../../../src/world/meter/first-counter.js';
import { keysOf, placeOf, streamOf } from '../../../../src/world/meter/identity.js';
import { filledFlash, PAST_DAYS, recordPast } from '../../../../src/world/meter/past.js';
import { RamUnitMemory } from '../../../../src/world/units/unit-memory.js';
import { Line, MANAGEMENT, PUBLIC } from '../../../modules/dlms/device-rig.js';
import { keysOf as clientKeysOf, securityOf } from '../../route-a/route-a-rig.js';

export const SEED = 21;
/** Within a minute, within a half-hour. */
export const START = Date.UTC(2026, 10, 22, 3, 7, 13, 250);
const HOST = Uint8Array.of(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
export const LENGTHS = { maxSend: 0xffff, maxTransfer: 1 << 17, maxRequest: 1 << 14, blockWindow: MAX_WINDOW };
const CONFORMANCES =
	CONFORMANCE.generalProtection |
	CONFORMANCE.blockGet |
	CONFORMANCE.blockSet |
	CONFORMANCE.blockAction |
	CONFORMANCE.get |
	CONFORMANCE.set |
	CONFORMANCE.selectiveAccess |
	CONFORMANCE.action |
	CONFORMANCE.multipleReferences;

export function networkOf(number: number): NetworkFacts {
	return {
		...{ port: 4059, segmentSize: 1220, connections: 8, inactivity: 180, configuration: ADDRESS_CONFIGURATION.manual },
		...{ addresses: [HOST], multicast: [], gateways: [], macAddress: placeOf(SEED, number, 0, '').macAddress },
	};
}

export interface Pushed {
	readonly number: number;
	readonly by: string;
	readonly frame: Uint8Array;
}

/** A carrier that keeps what it is given. */
export class KeptPushes {
	readonly frames: Uint8Array[] = [];
	readonly send = (_by: string, _to: Uint8Array, _port: number, frame: Uint8Array, done: (failure: undefined) => void): void => {
		this.frames.push(frame.slice());
		this.#scheduler.after(0, () => done(undefined));
	};
	readonly #scheduler: VirtualScheduler;

	constructor(scheduler: VirtualScheduler) {
		this.#scheduler = scheduler;
	}
}

const LOG = { write() {} };

export class FleetRig {
	readonly scheduler = new VirtualScheduler();
	readonly pushes = new KeptPushes(this.scheduler);
	readonly events: FleetEvent[] = [];
	readonly fleet: Fleet;
	readonly slots: number[] = [];

	constructor(changes: Partial<FleetOptions> = {}) {
		this.fleet = new Fleet({
			...{ meters: 5, seed: SEED, scheduler: this.scheduler, start: START, counter: GEN1.counter, cipher: new PortableCipher(), log: LOG },
			network: networkOf,
			push: this.pushes,
			onEvent: (event) => this.events.push(event),
			...changes,
		});
		this.fleet.start((slot) => this.slots.push(slot));
	}
}

/** The meter of the same number that stands alone. */
export class AloneRig {
	readonly scheduler = new VirtualScheduler();
	readonly pushes = new KeptPushes(this.scheduler);
	readonly meter: EmulatedMeter;
	readonly #begins: number;

	/** @param begins when it comes, ms behind `START`; a new one has no past */
	constructor(number: number, { household = number, begins = 0 } = {}) {
		const load = districtLoad(SEED, household);
		const { scheduler } = this;
		const cipher = new PortableCipher();
		const carrier = airCarrier({ air: new Air({ scheduler }), powerLine: new Air({ scheduler }), cipher, log: LOG, onLinkKey() {} });
		this.meter = new EmulatedMeter({
			...{ number, seed: SEED, run: 1, scheduler, log: LOG, start: START + begins, load, profile: GEN1, utility: UTILITY_PROFILES.general },
			flash: filledFlash((flash) => begins === 0 && recordPast(flash, load, START, PAST_DAYS)),
			memory: new RamUnitMemory(),
			routeB: {
				carrier,
				credentials: { id: '0'.repeat(32), password: '0123456789AB' },
				faults: new FaultSwitches(new SeededRandom(1)),
				answerDelay: { min: 200, max: 500 },
			},
			routeA: {
				...LENGTHS,
				keys: keysOf(SEED, number),
				cipher,
				random: streamOf(SEED, number, 'route A'),
				firstCounter: countersFrom(START + begins),
				link: () => ({ network: networkOf(number), push: this.pushes, open() {}, close() {} }),
			},
			onEvent() {},
		});
		this.meter.start();
		this.#begins = begins;
		scheduler.runUntil(0);
	}

	/** @param time ms behind `START` */
	runUntil(time: number): void {
		this.scheduler.runUntil(time - this.#begins);
	}
}

/** A client that speaks with one of both, its counters its own. */
export function lineTo(routeA: RouteA, number: number, client: number, counters: Map<string, number> = new Map()): Line {
	const store = { read: (name: string) => counters.get(name), write: (name: string, value: number) => counters.set(name, value) };
	const keys = keysOf(SEED, number);
	const security = client === PUBLIC ? {} : { security: securityOf(clientKeysOf(keys, client), store) };
	return new Line(routeA.server, client, { ...security, ...(client !== PUBLIC && { conformance: CONFORMANCES }), maxPdu: 0xffff });
}

/** Half-hours from the epoch to the end of all that is on record at `START`. */
export const DAYS = PAST_DAYS * DAY;
export { MANAGEMENT, PUBLIC };
