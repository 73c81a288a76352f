/** A meter as every board runs it: the metering unit, its Route B on whatever carries datagrams there, and Route A at a local port where there is one. */
import type { Cipher } from '../hal/ports/cipher.js';
import type { Clock } from '../hal/ports/clock.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Random } from '../hal/ports/random.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { Store } from '../hal/ports/store.js';
import { LOCAL_PORT_MODE } from '../modules/cosem/local-port-setup.js';
import type { Datagrams } from '../modules/datagram/datagram.js';
import { meteringSectors } from '../src/meter/metering/history.js';
import { MeteringUnit } from '../src/meter/metering/unit.js';
import { eventLogSectors, type FlashRange } from '../src/route-a/event-log.js';
import type { LocalPort as LocalPortFacts } from '../src/route-a/facts.js';
import type { RouteAKeys } from '../src/route-a/keys.js';
import { LocalPort } from '../src/route-a/local-port.js';
import { IDIS_PROFILE } from '../src/route-a/profile.js';
import { RouteA } from '../src/route-a/route-a.js';
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
	/** Undefined: no Route A. */
	readonly routeA?: LocalRouteA | undefined;
}

/** Route A for one hand-held at a time. */
export interface LocalRouteA {
	/** At `LOCAL_PORT.baud`. */
	readonly line: Serial;
	readonly keys: RouteAKeys;
	readonly cipher: Cipher;
	/** Keeps counters, and keys that the utility changed. */
	readonly store: Store;
	/** Keeps the event log; without it the log is gone with the power. */
	readonly eventFlash?: FlashRange | undefined;
}

const LOCATION = 'location';
/** Not a number of anybody's: the areas begin with 01. */
const SUPPLY_POINT = '0000000000000000000001';
/** The local port has one speed, that of mode E after its opening: what begins with 300 baud finds a meter that begins with 9,600. */
export const LOCAL_PORT: LocalPortFacts = Object.freeze({
	mode: LOCAL_PORT_MODE.modeE,
	defaultBaud: 9600,
	proposedBaud: 9600,
	slow: false,
	deviceAddress: '',
	baud: 9600,
	windowTransmit: 1,
	windowReceive: 1,
	sizeTransmit: 128,
	sizeReceive: 128,
	interOctet: 500,
	inactivity: 120,
	physicalAddress: 17,
});
/** Of this project, in place of a maker's (FLAG). */
const NO_MAKER = 'KEI';

export class Firmware {
	readonly unit: MeteringUnit;
	readonly routeB: RouteB;
	readonly routeA: RouteA | undefined;

	/**
	 * @throws JournalError if the flash holds something else than a meter's memory
	 * @throws RangeError for a key that cannot be
	 */
	constructor(options: FirmwareOptions) {
		const { scheduler, clock, random, metrology, flash, log, datagrams, profile, serial, store, routeA } = options;
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
		this.routeA = routeA && localRouteA(routeA, options, this.unit);
	}

	start(credentials: Credentials): void {
		this.unit.start();
		this.routeA?.start();
		this.routeB.start(credentials);
	}
}

/** What a partition has room for behind the metering unit's sectors: the event log of Route A, or nothing. */
export function eventLogBehind(flash: Flash): FlashRange | undefined {
	const firstSector = meteringSectors(flash.sectorSize);
	const sectors = eventLogSectors(flash.sectorSize, IDIS_PROFILE.eventCapacity);
	return firstSector + sectors <= flash.sectors ? { flash, firstSector, sectors } : undefined;
}

function localRouteA(local: LocalRouteA, { scheduler, clock, random, log, serial }: FirmwareOptions, readings: MeteringUnit): RouteA {
	const { line, keys, cipher, store, eventFlash } = local;
	const routeA = new RouteA({
		readings,
		clock,
		random,
		log,
		cipher,
		store,
		...(eventFlash && { eventFlash }),
		keys,
		serial,
		supplyPoint: SUPPLY_POINT,
		units: [],
		localPort: LOCAL_PORT,
	});
	new LocalPort({
		server: routeA.server,
		serial: line,
		scheduler,
		log,
		identification: { manufacturer: makerOf(routeA.logicalDeviceName), speed: LOCAL_PORT.baud, binary: true, identity: 'KEIKI' },
		physicalDevice: LOCAL_PORT.physicalAddress,
		maxInformation: LOCAL_PORT.sizeReceive,
	});
	return routeA;
}

/** The maker's three letters begin the logical device name, unless they are none. */
function makerOf(logicalDeviceName: string): string {
	for (let i = 0; i < 3; i++) {
		const letter = logicalDeviceName.charCodeAt(i) | 0x20;
		if (letter < 0x61 || letter > 0x7a) return NO_MAKER;
	}
	return logicalDeviceName.slice(0, 3);
}
