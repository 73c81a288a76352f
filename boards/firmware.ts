/**
 * A meter as every board runs it: the metering unit, its Route B on whatever carries datagrams there, and Route A at a local port where there is one. With
 * `units` they are in a base, with a cover and perhaps a switching unit; without, there is neither, which takes the RAM of a base less.
 */
import type { Cipher } from '../hal/ports/cipher.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Random } from '../hal/ports/random.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { Store } from '../hal/ports/store.js';
import type { Backplane } from '../src/meter/backplane/backplane.js';
import type { Contacts } from '../src/meter/backplane/unit.js';
import { meteringSectors } from '../src/meter/metering/history.js';
import { MeteringUnit } from '../src/meter/metering/metering-unit.js';
import type { IntervalReadings } from '../src/meter/metering/readings.js';
import type { AdjustableReadings, InstalledUnit } from '../src/route-a/facts.js';
import type { RouteAKeys } from '../src/route-a/keys.js';
import { LocalPort } from '../src/route-a/local-port.js';
import { RouteA } from '../src/route-a/route-a.js';
import { IDIS_PROFILE } from '../src/route-a/route-a-profile.js';
import { eventLogSectors, type FlashRange } from '../src/route-a/standard-log.js';
import type { Credentials } from '../src/route-b/credentials.js';
import { RouteB } from '../src/route-b/route-b.js';
import { BaseReadings, type DeviceOptions, DeviceUnits, type UnitsHost, type UnitsOptions } from './device-units.js';
import { installedUnits } from './installed-units.js';
import { identificationOf, LOCAL_PORT, SUPPLY_POINT } from './route-a-facts.js';

export interface FirmwareOptions extends DeviceOptions {
	readonly random: Random;
	/** EPC 8D: up to 12 ASCII characters. */
	readonly serial: string;
	/** Where what a HEMS sets is kept; without it, it is forgotten with the power. */
	readonly store?: Store;
	/** Undefined: no Route A. */
	readonly routeA?: LocalRouteA | undefined;
	/** Undefined: nothing plugs in. */
	readonly units?: UnitsOptions | undefined;
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
const NOTHING_PLUGS_IN: readonly InstalledUnit[] = Object.freeze([]);

export class Firmware implements UnitsHost {
	/** Of the metering unit, whichever is in place. */
	readonly readings: IntervalReadings;
	readonly routeA: RouteA | undefined;
	/** The base and what is in it, where units plug in. */
	readonly units: DeviceUnits | undefined;
	readonly #options: FirmwareOptions;
	/** Where nothing plugs in. */
	readonly #unit: MeteringUnit | undefined;
	readonly #routeB: RouteB | undefined;

	/**
	 * @throws JournalError if the flash holds something else than a meter's memory
	 * @throws RangeError for a key that cannot be
	 */
	constructor(options: FirmwareOptions) {
		const { scheduler, clock, metrology, flash, log, profile, routeA, units } = options;
		this.#options = options;
		if (units === undefined) {
			const unit = new MeteringUnit({ scheduler, clock, metrology, flash, log, counter: profile.counter });
			this.#unit = unit;
			this.#routeB = createRouteB(options, scheduler, unit);
			this.readings = unit;
			this.routeA = routeA && localRouteA(routeA, options, unit, undefined);
		} else {
			this.units = new DeviceUnits(options, units, this);
			const { base } = this.units;
			this.readings = base.readings;
			this.routeA = routeA && localRouteA(routeA, options, new BaseReadings(base), base);
		}
	}

	/** Undefined while the communication unit has no power. */
	get routeB(): RouteB | undefined {
		return this.#routeB ?? this.units?.routeB;
	}

	start(credentials: Credentials): void {
		this.#unit?.start();
		this.routeA?.start();
		this.#routeB?.start(credentials);
		this.units?.start(credentials);
	}

	/** For the units. */
	createRouteB(contacts: Contacts): RouteB {
		return createRouteB(this.#options, contacts, contacts.readings);
	}

	/** For the units: what was on record went with the metering unit. */
	onExchange(): void {
		this.routeA?.forgetRows();
	}
}

function createRouteB({ datagrams, random, log, profile, serial, store }: FirmwareOptions, scheduler: Scheduler, readings: IntervalReadings): RouteB {
	return new RouteB({
		datagrams,
		scheduler,
		random,
		log,
		readings,
		profile,
		serial,
		...(store && { location: { load: () => store.get(LOCATION), save: (value: Uint8Array) => store.set(LOCATION, value) } }),
	});
}

/** What a partition has room for behind the metering unit's sectors: the event log of Route A, or nothing. */
export function eventLogBehind(flash: Flash): FlashRange | undefined {
	const firstSector = meteringSectors(flash.sectorSize);
	const sectors = eventLogSectors(flash.sectorSize, IDIS_PROFILE.eventCapacity);
	return firstSector + sectors <= flash.sectors ? { flash, firstSector, sectors } : undefined;
}

/** `base`: where units plug in. */
function localRouteA(
	local: LocalRouteA,
	{ scheduler, clock, random, log, serial }: FirmwareOptions,
	readings: AdjustableReadings,
	base: Backplane | undefined,
): RouteA {
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
		get units(): readonly InstalledUnit[] {
			return base === undefined ? NOTHING_PLUGS_IN : installedUnits(base);
		},
		localPort: LOCAL_PORT,
	});
	new LocalPort({
		server: routeA.server,
		serial: line,
		scheduler,
		log,
		identification: identificationOf(routeA.logicalDeviceName),
		physicalDevice: LOCAL_PORT.physicalAddress,
		maxInformation: LOCAL_PORT.sizeReceive,
	});
	return routeA;
}
