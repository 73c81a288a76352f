/** The units that a meter on the stand is put together from, each with its storage, its faults, and whatever it works with. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Relay } from '../../../hal/ports/relay.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { VirtualRelay } from '../../../hal/virtual/relay.js';
import { Settings } from '../../../modules/journal/settings.js';
import { PLACE_OF, type Place, type UnitIdentity } from '../../meter/backplane/messages.js';
import type { Unit } from '../../meter/backplane/unit.js';
import type { Maker } from '../../meter/catalogue/makers.js';
import type { CommunicationType, UnitKind, UnitType } from '../../meter/catalogue/unit-types.js';
import type { CommunicationPlugIn } from '../../meter/communication/communication-plug-in.js';
import type { Service } from '../../meter/communication/service.js';
import { createUnit } from '../../meter/meter.js';
import { History, meteringSectors } from '../../meter/metering/history.js';
import type { MeteringPlugIn } from '../../meter/metering/metering-plug-in.js';
import type { Counter } from '../../meter/metering/registers.js';
import { SWITCHING_SECTORS } from '../../meter/switching/memory.js';
import type { SwitchingPlugIn } from '../../meter/switching/switching-plug-in.js';
import type { UtilityProfile } from '../../meter/switching/utility.js';
import { VOLTAGE_SECTORS } from '../../meter/voltage/archive.js';
import type { VoltagePlugIn } from '../../meter/voltage/voltage-plug-in.js';
import { FaultyUnit, type Listener } from '../fault/faulty-unit.js';
import { SECTOR_SIZE } from './unit-memory.js';

/** A unit as a hand holds it. */
export interface MeterUnit {
	readonly place: Place;
	readonly type: UnitType;
	/** Undefined: it tells none. */
	readonly maker?: Maker | undefined;
	readonly identity: UnitIdentity;
	readonly unit: FaultyUnit;
	readonly communication?: CommunicationPlugIn;
	readonly switching?: { readonly plugIn: SwitchingPlugIn; readonly relay: VirtualRelay };
	readonly voltage?: VoltagePlugIn;
}

export interface UnitFactoryOptions {
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly counter: Counter;
	readonly utility: UtilityProfile;
	/** Storage of the unit with this serial number. */
	readonly flash: (serial: string, sectors: number) => Flash;
	readonly onMessage: Listener;
	/** A contact has moved. */
	readonly onContact: () => void;
	/** What a communication unit offers, from what it stored. */
	readonly services: (serial: string, type: CommunicationType, maker: Maker | undefined, store: Settings) => readonly Service[];
}

export interface UnitOrder {
	readonly type: UnitType;
	readonly maker?: Maker | undefined;
	readonly serial: string;
	/** Minute at which a metering unit was certified, since 1970-01-01T00:00Z. */
	readonly certified: number;
	/** What the registers of a new metering unit hold, Wh. */
	readonly initial?: { readonly import: number; readonly export: number };
	/** Position of a switching unit's contact. */
	readonly closed: boolean;
	/** Flash of a metering unit that was there before there were others: it ends with the history, without room for what the base tells of a predecessor. */
	readonly flash?: Flash;
}

/** First letters of serial numbers. */
export const SERIAL_LETTERS: Readonly<Record<UnitKind, string>> = Object.freeze({
	metering: 'M',
	communication: 'C',
	switching: 'S',
	voltage: 'V',
	cover: 'T',
});

export const FIRMWARE = '1.0.0';
const STORE_SECTORS = 3;
const METERING_SECTORS = meteringSectors(SECTOR_SIZE);

export class UnitFactory {
	readonly #options: UnitFactoryOptions;

	constructor(options: UnitFactoryOptions) {
		this.#options = options;
	}

	/** @throws JournalError if its flash holds something else */
	create(order: UnitOrder): MeterUnit {
		const { type, serial } = order;
		const identity = { code: type.code, serial, firmware: order.maker?.firmware[type.kind] ?? FIRMWARE };
		switch (type.kind) {
			case 'metering':
				return this.#unit(order, this.#metering(order, { ...identity, kind: type.kind, certified: order.certified }));
			case 'communication': {
				const communication = this.#communication(type, order.maker, { ...identity, kind: type.kind });
				return { ...this.#unit(order, communication), communication };
			}
			case 'switching': {
				const { scheduler, flash, utility, onContact } = this.#options;
				const virtual = new VirtualRelay({ scheduler, closed: order.closed });
				virtual.start(onContact);
				const plugIn = createUnit('switching', {
					identity: { ...identity, kind: type.kind },
					flash: flash(serial, SWITCHING_SECTORS),
					relay: watched(virtual, onContact),
					rating: { wiring: type.phases, amperes: type.rating },
					utility,
				});
				return { ...this.#unit(order, plugIn), switching: { plugIn, relay: virtual } };
			}
			case 'voltage': {
				const wiring = type.phases === '3p3w' ? '3p3w' : '1p3w';
				const flash = this.#options.flash(serial, VOLTAGE_SECTORS);
				const voltage = createUnit('voltage', { identity: { ...identity, kind: type.kind }, flash, wiring });
				return { ...this.#unit(order, voltage), voltage };
			}
			case 'cover':
				return this.#unit(order, createUnit('cover', { identity: { ...identity, kind: type.kind } }));
		}
	}

	#metering(order: UnitOrder, identity: UnitIdentity & { kind: 'metering'; certified: number }): MeteringPlugIn {
		const { serial, initial } = order;
		const { log, counter } = this.#options;
		const flash = order.flash ?? this.#options.flash(serial, METERING_SECTORS + STORE_SECTORS);
		// What is no meter's memory is refused before the meter runs.
		new History({ flash });
		const store = order.flash === undefined ? new Settings({ flash, firstSector: METERING_SECTORS, sectors: STORE_SECTORS }) : undefined;
		return createUnit('metering', { identity, log, counter, flash, ...(initial && { initial }), ...(store && { store }) });
	}

	#communication(type: CommunicationType, maker: Maker | undefined, identity: UnitIdentity & { kind: 'communication' }): CommunicationPlugIn {
		const { flash, services } = this.#options;
		const store = new Settings({ flash: flash(identity.serial, STORE_SECTORS), firstSector: 0, sectors: STORE_SECTORS });
		return createUnit('communication', { identity, services: services(identity.serial, type, maker, store) });
	}

	#unit({ type, maker }: UnitOrder, unit: Unit & { readonly identity: UnitIdentity }): MeterUnit {
		return {
			place: PLACE_OF[type.kind],
			type,
			...(maker && { maker }),
			identity: unit.identity,
			unit: new FaultyUnit(unit, this.#options.onMessage),
		};
	}
}

/** Tells of each move before the unit hears of it. */
function watched(relay: VirtualRelay, onMove: () => void): Relay {
	return {
		get closed() {
			return relay.closed;
		},
		get loadLive() {
			return relay.loadLive;
		},
		open: () => relay.open(),
		close: () => relay.close(),
		start: (onChange) =>
			relay.start(() => {
				onMove();
				onChange();
			}),
	};
}
