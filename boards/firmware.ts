/** A meter as every board runs it: the metering unit and its Route B, on whatever carries datagrams there. */
import type { Clock } from '../hal/ports/clock.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Random } from '../hal/ports/random.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Store } from '../hal/ports/store.js';
import type { Datagrams } from '../modules/datagram/datagram.js';
import { MeteringUnit } from '../src/meter/metering/unit.js';
import type { Credentials } from '../src/route-b/credentials.js';
import type { MeterProfile } from '../src/route-b/profile.js';
import { RouteB } from '../src/route-b/route-b.js';

export interface FirmwareOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly random: Random;
	readonly metrology: Metrology;
	/** At least `meteringSectors` sectors of it, from the first on. */
	readonly flash: Flash;
	readonly log: Log;
	readonly datagrams: Datagrams;
	readonly profile: MeterProfile;
	/** EPC 8D: up to 12 ASCII characters. */
	readonly serial: string;
	/** Where what a HEMS sets is kept; without it, it is forgotten with the power. */
	readonly store?: Store;
}

const LOCATION = 'location';

export class Firmware {
	readonly unit: MeteringUnit;
	readonly routeB: RouteB;

	/** @throws JournalError if the flash holds something else than a meter's memory */
	constructor(options: FirmwareOptions) {
		const { scheduler, clock, random, metrology, flash, log, datagrams, profile, serial, store } = options;
		this.unit = new MeteringUnit({ scheduler, clock, metrology, flash, log, counter: profile.counter });
		this.routeB = new RouteB({
			datagrams,
			scheduler,
			random,
			log,
			readings: this.unit,
			profile,
			serial,
			...(store && { location: { load: () => store.get(LOCATION), save: (value: Uint8Array) => store.set(LOCATION, value) } }),
		});
	}

	start(credentials: Credentials): void {
		this.unit.start();
		this.routeB.start(credentials);
	}
}
