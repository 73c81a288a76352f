/** A meter as every board runs it: Route B on whatever carries datagrams there, and Route A at a local port where there is one. */
import type { Cipher } from '../hal/ports/cipher.js';
import type { Clock } from '../hal/ports/clock.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Random } from '../hal/ports/random.js';
import type { Relay } from '../hal/ports/relay.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { Store } from '../hal/ports/store.js';
import type { Datagrams } from '../modules/datagram/datagram.js';
import { Backplane, backplaneSectors } from '../src/meter/backplane/backplane.js';
import { FixedBase } from '../src/meter/backplane/fixed-base.js';
import type { UnitIdentity } from '../src/meter/backplane/messages.js';
import type { CommunicationPlugIn } from '../src/meter/communication/communication-plug-in.js';
import type { Service } from '../src/meter/communication/service.js';
import { createUnit, Meter } from '../src/meter/meter.js';
import { meteringSectors } from '../src/meter/metering/history.js';
import type { MeteringPlugIn, MeteringPlugInOptions } from '../src/meter/metering/metering-plug-in.js';
import { SWITCHING_SECTORS } from '../src/meter/switching/memory.js';
import type { Rating } from '../src/meter/switching/rating.js';
import type { SwitchingPlugIn } from '../src/meter/switching/switching-plug-in.js';
import type { UtilityProfile } from '../src/meter/switching/utility.js';
import type { RouteAKeys } from '../src/route-a/keys.js';
import { IDIS_PROFILE } from '../src/route-a/route-a-profile.js';
import { NO_LINK, type RouteALink, RouteAService } from '../src/route-a/route-a-service.js';
import { eventLogSectors, type FlashRange } from '../src/route-a/standard-log.js';
import type { Credentials } from '../src/route-b/credentials.js';
import type { LocationStore } from '../src/route-b/location.js';
import type { MeterProfile } from '../src/route-b/meter-profile.js';
import type { RouteB, RouteBOptions } from '../src/route-b/route-b.js';
import { RouteBService } from '../src/route-b/route-b-service.js';
import type { KeptCredentials } from '../src/route-b/sealed/kept-credentials.js';
import { StandingLink } from '../src/route-b/standing-link.js';
import { LocalLink } from './local-link.js';
import { LOCAL_PORT, PUSHING_LOCAL_PORT, SUPPLY_POINT } from './route-a-facts.js';
import type { RouteAFlashes } from './route-a-parts.js';

export interface FirmwareOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly random: Random;
	readonly metrology: Metrology;
	/** At least `meteringSectors` sectors of it, from the first on. */
	readonly flash: Flash;
	readonly log: Log;
	readonly datagrams: Datagrams;
	/** Undefined: `kept` has them. */
	readonly credentials: Credentials | undefined;
	readonly profile: MeterProfile;
	/** EPC 8D: up to 12 ASCII characters. */
	readonly serial: string;
	/** Where what a HEMS sets is kept; without it, it is forgotten with the power. */
	readonly store?: Store;
	/** Takes sealed credentials, which come before `credentials`; undefined: it takes none. */
	readonly kept?: KeptCredentials | undefined;
	/** Of a link that authenticates nobody; undefined: this one does. */
	readonly unsecured?: Pick<RouteBOptions, 'multicast' | 'queue'> | undefined;
	/** Undefined: no Route A. */
	readonly routeA?: DeviceRouteA | undefined;
	/** Undefined: nothing plugs in. */
	readonly units?: UnitsOptions | undefined;
	/** Code of the metering unit that is built in where nothing plugs in; default: single-phase 3-wire, two-way. */
	readonly metering?: string | undefined;
}

/** Route A at a local port, for one hand-held at a time, or on a network, or both. */
export interface DeviceRouteA {
	/** At `LOCAL_PORT.baud`; undefined: the device has no local port. */
	readonly line: Serial | undefined;
	/** Undefined: it is on no network. */
	readonly network?: RouteANetwork | undefined;
	readonly keys: RouteAKeys;
	readonly cipher: Cipher;
	/** Keeps counters, and keys that the utility changed. */
	readonly store: Store;
	/** Keeps the event log; without it the log is gone with the power. */
	readonly eventFlash?: FlashRange | undefined;
	/** Undefined: it has none of these parts. */
	readonly parts?: RouteAFlashes | undefined;
}

export interface RouteANetwork {
	/** The way in by the network, with the local port beside it, if there is one. `pushes`: whether the meter pushes. */
	linkBeside(local: LocalLink | undefined, pushes: boolean): RouteALink;
}

export interface UnitsOptions {
	/** Where the base keeps what it knows, and behind it the switching unit: `unitSectors` sectors from `firstSector` on. */
	readonly firstSector: number;
	/** Default: the device's. */
	readonly flash?: Flash | undefined;
	readonly metering: MeteringPlugInOptions['identity'];
	readonly communication: UnitIdentity & { readonly kind: 'communication' };
	readonly cover: UnitIdentity & { readonly kind: 'cover' };
	/** Undefined: the device has no relay. */
	readonly switching?: SwitchingOptions | undefined;
}

export interface SwitchingOptions {
	readonly identity: UnitIdentity & { readonly kind: 'switching' };
	readonly relay: Relay;
	readonly rating: Rating;
	readonly utility: UtilityProfile;
}

const LOCATION = 'location';
/** What is built in where nothing plugs in. */
const METERING = Object.freeze({ kind: 'metering', code: '1p3w-60-2way', serial: 'M0000001', firmware: '1.0.0', certified: 0 } as const);
const COMMUNICATION = Object.freeze({ kind: 'communication', code: 'rf-b', serial: 'C0000001', firmware: '1.0.0' } as const);

export function unitSectors(sectorSize: number): number {
	return backplaneSectors(sectorSize) + SWITCHING_SECTORS;
}

export class Firmware extends Meter<Backplane | FixedBase> {
	readonly communication: CommunicationPlugIn;
	/** In its place or pulled; undefined: the device has none. */
	readonly switching: SwitchingPlugIn | undefined;

	/**
	 * @throws JournalError if the flash holds something else than a meter's memory
	 * @throws RangeError for a key that cannot be
	 */
	constructor(options: FirmwareOptions) {
		const { units, flash } = options;
		const base = units === undefined ? undefined : createBackplane(options, units);
		const metering = createMetering(options, units?.metering ?? { ...METERING, code: options.metering ?? METERING.code }, flash, 0);
		const communication = createUnit('communication', { identity: units?.communication ?? COMMUNICATION, services: servicesOf(options) });
		const switching = units?.switching && createSwitching(units, units.switching, flash);
		const cover = units && createUnit('cover', { identity: units.cover });
		super(base ?? new FixedBase(options), { metering, communication, ...(cover && { cover }), ...(switching && { option: switching }) });
		this.communication = communication;
		this.switching = switching;
		const { metrology } = options;
		if (metrology.onFault !== undefined) metrology.onFault = (isFaulty) => communication.onTerminals(isFaulty);
	}

	/** The base, where units plug in. */
	get backplane(): Backplane | undefined {
		return this.base instanceof Backplane ? this.base : undefined;
	}

	/** Of the whole meter: the metering unit marks it in its intervals. */
	setClock(time: number): void {
		if (this.base instanceof Backplane) this.base.setClock(time);
		else this.base.send({ kind: 'setClock', time });
	}

	/** Undefined while the communication unit has no power. */
	get routeB(): RouteB | undefined {
		return (this.communication.services[0] as RouteBService).routeB;
	}
}

/** A metering unit for this device, with its memory in the `meteringSectors` sectors from `firstSector` on. */
export function createMetering(
	{ log, profile: { counter } }: Pick<FirmwareOptions, 'log' | 'profile'>,
	identity: MeteringPlugInOptions['identity'],
	flash: Flash,
	firstSector: number,
): MeteringPlugIn {
	return createUnit('metering', { identity, log, counter, flash, firstSector });
}

function createBackplane(options: FirmwareOptions, { firstSector, flash = options.flash }: UnitsOptions): Backplane {
	const { scheduler, clock, metrology, log, profile } = options;
	return new Backplane({ scheduler, clock, metrology, flash, firstSector, log, counter: profile.counter });
}

function createSwitching({ firstSector, flash }: UnitsOptions, switching: SwitchingOptions, usual: Flash): SwitchingPlugIn {
	const own = flash ?? usual;
	return createUnit('switching', { ...switching, flash: own, firstSector: firstSector + backplaneSectors(own.sectorSize) });
}

class KeptLocation implements LocationStore {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	load(): Uint8Array | undefined {
		return this.#store.get(LOCATION);
	}

	save(value: Uint8Array): void {
		this.#store.set(LOCATION, value);
	}
}

/** Route B is the first. */
function servicesOf(options: FirmwareOptions): Service[] {
	const { datagrams, scheduler, random, log, profile, serial, store, credentials, kept, unsecured, routeA } = options;
	const link = new StandingLink(datagrams, scheduler);
	const services: Service[] = [
		new RouteBService({
			...{ link, credentials, kept, random, log, profile, serial },
			...(unsecured && { ...unsecured, secured: 'any' }),
			...(store && { location: new KeptLocation(store) }),
		}),
	];
	if (routeA !== undefined) {
		const { line, network, keys, cipher, eventFlash, parts } = routeA;
		const { pushes = false, ...flashes } = parts ?? {};
		const local = line && new LocalLink(line, pushes ? PUSHING_LOCAL_PORT : LOCAL_PORT, scheduler, log, pushes && network === undefined);
		const told = {
			link: network?.linkBeside(local, pushes) ?? local ?? NO_LINK,
			random,
			log,
			cipher,
			store: routeA.store,
			keys,
			serial,
			supplyPoint: SUPPLY_POINT,
			...flashes,
		};
		services.push(new RouteAService(eventFlash === undefined ? told : { ...told, eventFlash }));
	}
	return services;
}

/** What a partition has room for behind the metering unit's sectors: the event log of Route A, or nothing. */
export function eventLogBehind(flash: Flash): FlashRange | undefined {
	const firstSector = meteringSectors(flash.sectorSize);
	const sectors = eventLogSectors(flash.sectorSize, IDIS_PROFILE.eventCapacity);
	return firstSector + sectors <= flash.sectors ? { flash, firstSector, sectors } : undefined;
}
