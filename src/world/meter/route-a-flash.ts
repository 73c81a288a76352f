/**
 * What Route A keeps of its own: counters, changed keys, the event log; in another flash what is commanded and logged of the supply. Where these have no room for the counters of all clients, those of the others are
 * in a second flash, which only such a meter has: what the first one holds stays where it is.
 */
import type { Flash } from '../../../hal/ports/flash.js';
import type { Store } from '../../../hal/ports/store.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import { Settings } from '../../../modules/journal/settings.js';
import { Slots } from '../../../modules/journal/slots.js';
import { CERTIFICATE_SECTORS, CertificateMemory } from '../../route-a/certificates/certificate-memory.js';
import { LAST_READER, receiveCounterOf } from '../../route-a/clients.js';
import { PUSH_SECTORS, PushFlash } from '../../route-a/control/push-flash.js';
import { CONTROL_SECTORS, controlRange, LOG_ROWS, SLOT_LENGTH, slotCount } from '../../route-a/control/slot-rows.js';
import { HOUSEHOLD_SECTORS, HouseholdMemory } from '../../route-a/household/household-memory.js';
import { IMAGE_SECTORS, ImageMemory } from '../../route-a/image/image-memory.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import { MBUS_SECTORS, MbusMemory } from '../../route-a/mbus/mbus-memory.js';
import { MBUS_PLAN_SECTORS, MbusPlans } from '../../route-a/mbus/mbus-plans.js';
import { IDIS_PROFILE } from '../../route-a/route-a-profile.js';
import { EventLog, eventLogSectors, type FlashRange } from '../../route-a/standard-log.js';
import { TARIFF_SECTORS, TariffMemory } from '../../route-a/tariff/tariff-slots.js';
import { LateFlash } from '../units/late-flash.js';
import { reading, SECTOR_SIZE, type UnitMemory } from '../units/unit-memory.js';

export const STORE_SECTORS = 4;
export const EVENT_SECTORS = eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);
export const ROUTE_A_SECTORS = STORE_SECTORS + EVENT_SECTORS;
/** Its owner, in a `UnitMemory`: the meter, whichever communication unit is in place. */
export const ROUTE_A = 'route-a';

/** Owner of what is commanded and logged of the supply. */
export const ROUTE_A_CONTROL = 'route-a-control';
/** Owner of calendars, registers of rates and the billing profile. */
export const ROUTE_A_TARIFF = 'route-a-tariff';
/** Owner of what push set-ups of version 2 have; its flash is there from the first of that on. */
export const ROUTE_A_PUSH = 'route-a-push';
/** Owner of firmware images; its flash is there from the first one on. */
export const ROUTE_A_IMAGE = 'route-a-image';
/** Owner of what is done for the household. */
export const ROUTE_A_HOUSEHOLD = 'route-a-household';
/** Owner of certificates. */
export const ROUTE_A_CERTIFICATES = 'route-a-certificates';
/** Owner of channels of the M-Bus. */
export const ROUTE_A_MBUS = 'route-a-mbus';
/** Owner of what is planned of them. */
export const ROUTE_A_MBUS_PLANS = 'route-a-mbus-plans';
/** Owner of the second flash for counters. */
export const ROUTE_A_CLIENTS = 'route-a-clients';
/** 8 × 4,096 bytes hold 240 names, and there are 260 in all: a counter for each of 255 clients, and `OTHER_NAMES`. */
const JOINED = 8;
const CLIENTS_SECTORS = 3;
/** Of the store, beside the receive counters: what is sent, what is broadcast, and three for changed keys. */
const OTHER_NAMES = 5;

/** Changes nothing of a flash that is not blank. Throws DamagedMemory if it holds something else. */
export function openRouteAFlash(
	memory: UnitMemory,
	keys: RouteAKeys,
): {
	readonly store: Store;
	readonly eventFlash: FlashRange;
	readonly controlFlash: FlashRange;
	readonly tariffFlash: Flash;
	readonly imageFlash: Flash;
	readonly pushFlash: Flash;
	readonly certificateFlash: Flash | undefined;
} {
	const flash = memory.flash(ROUTE_A, ROUTE_A_SECTORS);
	const { eventCapacity: capacity, deviation } = IDIS_PROFILE;
	const eventFlash = { flash, firstSector: STORE_SECTORS, sectors: EVENT_SECTORS };
	const first = reading(ROUTE_A, () => {
		new EventLog({ capacity, deviation, range: eventFlash });
		return new Settings({ flash, firstSector: 0, sectors: STORE_SECTORS });
	});
	const controlFlash = reading(ROUTE_A_CONTROL, () => openControl(memory.flash(ROUTE_A_CONTROL, CONTROL_SECTORS)));
	const tariffFlash = reading(ROUTE_A_TARIFF, () => openTariff(memory.flash(ROUTE_A_TARIFF, TARIFF_SECTORS)));
	const imageFlash = reading(ROUTE_A_IMAGE, () => openImages(memory));
	const pushFlash = reading(ROUTE_A_PUSH, () => openPushes(memory));
	const certificateFlash = hasCurves(keys)
		? reading(ROUTE_A_CERTIFICATES, () => openCertificates(memory.flash(ROUTE_A_CERTIFICATES, CERTIFICATE_SECTORS)))
		: undefined;
	const ranges = { eventFlash, controlFlash, tariffFlash, imageFlash, pushFlash, certificateFlash };
	if (!memory.has(ROUTE_A_CLIENTS) && hasRoom(first, keys)) return { store: first, ...ranges };
	const second = reading(ROUTE_A_CLIENTS, () => openClients(memory.flash(ROUTE_A_CLIENTS, JOINED * CLIENTS_SECTORS)));
	return { store: new TwoStores(first, second), ...ranges };
}

/** What is known of the meters behind it. Throws DamagedMemory if the flash holds something else. */
export function openMbusFlash(memory: UnitMemory): Flash {
	return reading(ROUTE_A_MBUS, () => {
		const flash = memory.flash(ROUTE_A_MBUS, MBUS_SECTORS);
		new MbusMemory(flash);
		return flash;
	});
}

/** What is planned of them. Likewise. */
export function openMbusPlanFlash(memory: UnitMemory): Flash {
	return reading(ROUTE_A_MBUS_PLANS, () => {
		const flash = memory.flash(ROUTE_A_MBUS_PLANS, MBUS_PLAN_SECTORS);
		new MbusPlans(flash);
		return flash;
	});
}

function openControl(flash: Flash): FlashRange {
	const range = controlRange(flash);
	new Slots({ range, count: slotCount(LOG_ROWS, true), length: SLOT_LENGTH });
	return range;
}

function openTariff(flash: Flash): Flash {
	new TariffMemory(flash);
	return flash;
}

function openImages(memory: UnitMemory): Flash {
	const open = () => memory.flash(ROUTE_A_IMAGE, IMAGE_SECTORS);
	const flash = memory.has(ROUTE_A_IMAGE) ? open() : new LateFlash(IMAGE_SECTORS, SECTOR_SIZE, open);
	new ImageMemory(flash);
	return flash;
}

function openPushes(memory: UnitMemory): Flash {
	const open = () => memory.flash(ROUTE_A_PUSH, PUSH_SECTORS);
	const flash = memory.has(ROUTE_A_PUSH) ? open() : new LateFlash(PUSH_SECTORS, SECTOR_SIZE, open);
	new PushFlash(flash);
	return flash;
}

/** Of a meter that does something for the household. Changes nothing of a flash that is not blank. Throws DamagedMemory if it holds something else. */
export function openHouseholdFlash(memory: UnitMemory): Flash {
	return reading(ROUTE_A_HOUSEHOLD, () => {
		const flash = memory.flash(ROUTE_A_HOUSEHOLD, HOUSEHOLD_SECTORS);
		new HouseholdMemory(flash);
		return flash;
	});
}

/** Whether a client has a suite with keys to certify: no other meter has a flash for certificates. */
export function hasCurves({ clients }: RouteAKeys): boolean {
	return Object.values(clients).some(({ suite = 0 }) => suite > 0);
}

function openCertificates(flash: Flash): Flash {
	new CertificateMemory(flash);
	return flash;
}

function openClients(flash: Flash): Settings {
	return new Settings({ flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: CLIENTS_SECTORS });
}

/** For all clients that can be served. Those that had keys in another run have left their counters. */
function hasRoom(store: Settings, { clients }: RouteAKeys): boolean {
	const known = store.keys();
	const served = Object.keys(clients).filter((client) => Number(client) <= LAST_READER);
	const more = served.filter((client) => !known.includes(receiveCounterOf(Number(client)))).length;
	return more === 0 || known.length + more + OTHER_NAMES <= store.capacity;
}

/** A name stays where it is, and a new one goes into the first store that has room. */
class TwoStores implements Store {
	readonly #first: Settings;
	readonly #second: Settings;

	constructor(first: Settings, second: Settings) {
		this.#first = first;
		this.#second = second;
	}

	get erasures(): number {
		return Math.max(this.#first.erasures, this.#second.erasures);
	}

	get(name: string): Uint8Array | undefined {
		return this.#of(name).get(name);
	}

	set(name: string, value: Uint8Array): void {
		const isNew = this.get(name) === undefined;
		const store = isNew && this.#first.keys().length < this.#first.capacity ? this.#first : this.#of(name);
		store.set(name, value);
	}

	delete(name: string): void {
		this.#of(name).delete(name);
	}

	/** Where it is; the second for a name that is in neither. */
	#of(name: string): Settings {
		return this.#first.get(name) === undefined ? this.#second : this.#first;
	}
}
