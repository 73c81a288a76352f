/** A device that is put together from plug-in units, as far as one processor runs them all: a base, and what stands in its four places. */
import type { Clock } from '../hal/ports/clock.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Relay } from '../hal/ports/relay.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Datagrams } from '../modules/datagram/datagram.js';
import { Backplane, backplaneSectors } from '../src/meter/backplane/backplane.js';
import { CoverPlugIn } from '../src/meter/backplane/cover-plug-in.js';
import type { Message, SwitchOrder, UnitIdentity } from '../src/meter/backplane/messages.js';
import { SwappableReadings } from '../src/meter/backplane/swappable-readings.js';
import type { Contacts } from '../src/meter/backplane/unit.js';
import { MeteringPlugIn, type MeteringPlugInOptions } from '../src/meter/metering/metering-plug-in.js';
import { SWITCHING_SECTORS } from '../src/meter/switching/memory.js';
import type { Rating } from '../src/meter/switching/rating.js';
import { SwitchingPlugIn } from '../src/meter/switching/switching-plug-in.js';
import type { UtilityProfile } from '../src/meter/switching/utility.js';
import type { AdjustableReadings } from '../src/route-a/facts.js';
import { CommunicationPlugIn, type CommunicationServices } from '../src/route-b/communication-plug-in.js';
import type { Credentials } from '../src/route-b/credentials.js';
import type { MeterProfile } from '../src/route-b/meter-profile.js';
import type { RouteB } from '../src/route-b/route-b.js';

/** What a device is made of, as far as its units need it. */
export interface DeviceOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly metrology: Metrology;
	/** At least `meteringSectors` sectors of it, from the first on. */
	readonly flash: Flash;
	readonly log: Log;
	readonly datagrams: Datagrams;
	readonly profile: MeterProfile;
}

export interface UnitsOptions {
	/** Where the base keeps what it knows, and behind it the switching unit: `unitSectors` sectors of the device's flash. */
	readonly firstSector: number;
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

/** What a unit does with the device. */
export interface UnitsHost {
	/** Route B as the communication unit runs it, on the scheduler and the readings that its place gives it. */
	createRouteB(contacts: Contacts): RouteB;
	/** A metering unit has come or gone. */
	onExchange(): void;
}

const SILENT = Object.freeze({ onDatagram() {}, onPeer() {} });

export function unitSectors(sectorSize: number): number {
	return backplaneSectors(sectorSize) + SWITCHING_SECTORS;
}

export class DeviceUnits {
	readonly base: Backplane;
	readonly #options: DeviceOptions;
	readonly #host: UnitsHost;
	readonly #communication: CommunicationPlugIn;
	#credentials: Credentials | undefined;
	/** Of the communication unit, since it had power for the first time. */
	#contacts: Contacts | undefined;
	/** Of the command that went out last. */
	#number = 0;

	/** @throws JournalError if the flash holds something else than the memory of a base */
	constructor(options: DeviceOptions, units: UnitsOptions, host: UnitsHost) {
		const { scheduler, clock, metrology, flash, log, profile } = options;
		const { firstSector, metering, communication, cover, switching } = units;
		this.#options = options;
		this.#host = host;
		this.base = new Backplane({ scheduler, clock, metrology, flash, firstSector, log, counter: profile.counter });
		this.#communication = new CommunicationPlugIn({ identity: communication, boot: (contacts) => this.#boot(contacts) });
		this.base.plug('metering', this.createMetering(metering, flash, 0));
		this.base.plug('communication', this.#communication);
		this.base.plug('cover', new CoverPlugIn(cover));
		if (switching === undefined) return;
		const option = { ...switching, flash, firstSector: firstSector + backplaneSectors(flash.sectorSize) };
		this.base.plug('option', new SwitchingPlugIn(option));
	}

	get routeB(): RouteB | undefined {
		return this.#communication.routeB;
	}

	/** Called once. */
	start(credentials: Credentials): void {
		this.#credentials = credentials;
		this.base.start();
	}

	/** A metering unit for this device, with its memory in the `meteringSectors` sectors from `firstSector` on. */
	createMetering(identity: MeteringPlugInOptions['identity'], flash: Flash, firstSector: number): MeteringPlugIn {
		const { log, profile } = this.#options;
		return new MeteringPlugIn({ identity, log, counter: profile.counter, flash, firstSector });
	}

	/** To the switching unit, as a command of the communication unit, if that has power. What comes of it stands in the events of the base. */
	order(order: SwitchOrder): void {
		this.#contacts?.send({ kind: 'command', number: ++this.#number, order });
	}

	#boot(contacts: Contacts): CommunicationServices {
		this.#contacts = contacts;
		return new DeviceServices(this.#host, this.#host.createRouteB(contacts), this.#options.datagrams, this.#credentials);
	}
}

/** Route B while the communication unit has power. Its link goes on without it: that is the device's. */
class DeviceServices implements CommunicationServices {
	readonly routeB: RouteB;
	readonly #host: UnitsHost;
	readonly #datagrams: Datagrams;
	readonly #credentials: Credentials | undefined;

	constructor(host: UnitsHost, routeB: RouteB, datagrams: Datagrams, credentials: Credentials | undefined) {
		this.routeB = routeB;
		this.#host = host;
		this.#datagrams = datagrams;
		this.#credentials = credentials;
	}

	start(): void {
		this.routeB.start(this.#credentials);
	}

	stop(): void {
		this.routeB.disconnect();
		this.#datagrams.listener = SILENT;
	}

	receive(message: Message): void {
		if (message.kind === 'neighbour' && message.place === 'metering') this.#host.onExchange();
	}
}

/** What Route A reads, and by which it sets the clock. */
export class BaseReadings extends SwappableReadings implements AdjustableReadings {
	readonly #base: Backplane;

	constructor(base: Backplane) {
		super(base);
		this.#base = base;
		base.readings.onHalfHour((at) => this.tell(at));
	}

	setClock(time: number): void {
		this.#base.setClock(time);
	}
}
