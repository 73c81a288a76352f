/** One meter of the simulator: a terminal base, its supply, and the units that are plugged in. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import type { Settings } from '../../../modules/journal/settings.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { Backplane, backplaneSectors } from '../../meter/backplane/backplane.js';
import { type Message, PLACES, type Place, type SwitchOrder } from '../../meter/backplane/messages.js';
import type { Contacts } from '../../meter/backplane/unit.js';
import { parseCombination } from '../../meter/catalogue/parse.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import type { CommunicationType, Phases } from '../../meter/catalogue/unit-types.js';
import { minuteOf } from '../../meter/metering/calendar.js';
import type { UtilityProfile } from '../../meter/switching/utility.js';
import type { AdjustableReadings } from '../../route-a/facts.js';
import type { CommunicationServices } from '../../route-b/communication-plug-in.js';
import type { Credentials } from '../../route-b/credentials.js';
import { deviceCredentials } from '../../route-b/device-credentials.js';
import type { Diagnosis } from '../../route-b/diagnosis.js';
import { ROUTE_B_CHANNELS } from '../air/neighbours.js';
import type { FaultName } from '../fault/fault-table.js';
import type { LoadSource } from '../load/source.js';
import { type MeterUnit, UnitFactory } from '../units/meter-units.js';
import { SwitchOrders } from '../units/switch-orders.js';
import { BASE, type KeptUnit, reading, SECTOR_SIZE, type UnitMemory } from '../units/unit-memory.js';
import { UnitShelf } from '../units/unit-shelf.js';
import type { MeterEvent } from './meter-event.js';
import { MeterReadings } from './meter-readings.js';
import { INITIAL } from './past.js';
import { type LanLink, type LinkPlace, RouteBServices, type RouteBSettings } from './route-b-services.js';
import { SwitchedScheduler } from './switched-scheduler.js';
import { Terminals } from './terminals.js';

export interface EmulatedMeterOptions extends RouteBSettings {
	/** Tells it from other meters in the same air, from 1. */
	readonly number: number;
	readonly seed: number;
	/** Which run of a memory that goes on it is, from 1. */
	readonly run: number;
	readonly air: Medium;
	/** The wires of the house, for Route B by PLC. */
	readonly powerLine: Medium;
	readonly scheduler: Scheduler;
	/** ms since 1970-01-01T00:00:00Z when the scheduler stands at 0. */
	readonly start: number;
	readonly load: LoadSource;
	/** Of the first metering unit. */
	readonly flash: Flash;
	/** Of all others, and which units there are. */
	readonly memory: UnitMemory;
	/** The units that are to be in place; without it those that the memory knows of, or the usual ones. */
	readonly combination?: Combination | undefined;
	readonly utility: UtilityProfile;
	readonly onEvent: (event: MeterEvent) => void;
}

export const USUAL_COMBINATION: Combination = Object.freeze(parseCombination('rf-b,1p3w-60-2way,normal'));

const UNITS_ORDER: readonly Place[] = Object.freeze(['communication', 'metering', 'option', 'cover']);

export class EmulatedMeter {
	readonly name: string;
	/** The meter's own, which may be set. */
	readonly clock: Clock;
	/** 12 characters. */
	readonly serial: string;
	readonly terminals: Terminals;
	/** Whatever unit and whatever power there is. */
	readonly readings: AdjustableReadings;
	readonly shelf: UnitShelf;
	/** A metering unit has come or gone. */
	onExchange: () => void = () => {};
	/** Power has come, or gone. */
	onPower: (on: boolean) => void = () => {};
	/** A communication unit has begun to work, or has stopped. */
	onNetwork: () => void = () => {};
	readonly #options: EmulatedMeterOptions;
	/** By serial number, of the communication units that had power. */
	readonly #links = new Map<string, LinkPlace & { readonly random: SeededRandom }>();
	readonly #onHalfHour: (at: number) => void;
	readonly #orders: SwitchOrders;
	#base!: Backplane;
	#power!: SwitchedScheduler;
	#hasPower = true;
	#supply = true;
	#lan: LanLink | undefined;
	/** Of the communication unit in place, while it has power. */
	#services: RouteBServices | undefined;
	#contacts: Contacts | undefined;
	#link!: LinkPlace;
	/** The communication unit that was seen last. */
	#reached: MeterUnit | undefined;

	/** @throws DamagedMemory if a flash holds something else than what should stand there */
	constructor(options: EmulatedMeterOptions) {
		const { number, seed, scheduler, log, start, load, memory, profile, utility } = options;
		this.#options = options;
		this.name = number === 1 ? 'meter' : `meter-${number}`;
		this.clock = new SchedulerClock(scheduler, start);
		this.#orders = new SwitchOrders(scheduler);
		this.serial = `KEIKI${String(1e7 + ((seed + number - 1) % 1e7)).slice(1)}`;
		const factory = new UnitFactory({
			scheduler,
			log,
			counter: profile.counter,
			utility,
			flash: (serial, sectors) => memory.flash(serial, sectors),
			onMessage: () => (message) => this.#onMessage(message),
			onContact: () => this.#onContact(),
			boot: (...booted) => this.#boot(...booted),
		});
		const now = () => minuteOf(this.clock.now());
		this.shelf = new UnitShelf({ memory, flash: options.flash, initial: INITIAL, number: (seed + number - 1) % 1e4, now }, factory);
		const combination = options.combination ?? (this.shelf.isEmpty ? USUAL_COMBINATION : undefined);
		if (combination !== undefined) this.shelf.fit(combination);
		this.terminals = new Terminals({ load, scheduler, start, wiring: this.phases });
		const readings = new MeterReadings(this);
		this.readings = readings;
		this.#onHalfHour = (at) => readings.tell(at);
		this.#assemble();
		this.#onContact();
		this.#link = this.#linkOf(this.shelf.inPlace('communication')?.identity.serial ?? '');
	}

	start(): void {
		this.#base.start();
	}

	/** All units write down where they stand, and stop. */
	shutdown(): void {
		if (!this.#hasPower) return;
		this.#base.shutdown();
		this.onPower(false);
	}

	/** The base, as long as it has power; then the one that had it last. */
	get base(): Backplane {
		return this.#base;
	}

	/** Of the supply: as the metering unit in place has it, or the one that was there last. */
	get phases(): Phases {
		const type = this.shelf.inPlace('metering')?.type;
		return type?.kind === 'metering' ? type.phases : '1p3w';
	}

	get credentials(): Credentials {
		return this.#options.credentials;
	}

	/** Where the communication unit is, or the last one was. 8 bytes. */
	get macAddress(): Uint8Array {
		return this.#link.macAddress;
	}

	get panId(): number {
		return this.#link.panId;
	}

	get channel(): number {
		return this.#link.channel;
	}

	/** Route B of the communication unit in place; undefined if it has none, or no power. */
	get services(): RouteBServices | undefined {
		return this.#services;
	}

	/** Something of a HEMS is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#services?.isBusy ?? false;
	}

	/** `rf-b,1p3w-60-2way,normal`, of those in place. */
	get unitsText(): string {
		const types = UNITS_ORDER.map((place) => this.shelf.inPlace(place)?.type).filter((type) => type !== undefined);
		return types.map((type) => ('short' in type ? type.short : type.code)).join(',');
	}

	/** Its HEMS is on the power line. */
	get hearsByPlc(): boolean {
		const type = this.shelf.inPlace('communication')?.type;
		return type?.kind === 'communication' && type.routeB === 'plc';
	}

	/** Why a fault cannot strike its Route B; undefined: it can. */
	faultRefusal(name: FaultName): string | undefined {
		const type = this.shelf.inPlace('communication')?.type;
		if (type?.kind !== 'communication' || type.routeB === 'none')
			return 'the meter has no communication unit with Route B, on which a HEMS would meet it';
		return name === 'transmit-limit' && type.routeB === 'plc' ? 'a meter on the power line has no transmit limit' : undefined;
	}

	/** The utility reaches it: there is a communication unit that has power. */
	get isOnNetwork(): boolean {
		return this.#contacts !== undefined;
	}

	get hasPower(): boolean {
		return this.#hasPower;
	}

	/** Voltage gets through to the house. */
	get supply(): boolean {
		return this.#supply;
	}

	/** Nothing opens where there is no switching unit: the base carries the supply. */
	get contactClosed(): boolean {
		return this.shelf.inPlace('option')?.switching?.relay.closed ?? true;
	}

	/** Why its HEMS does or does not get through, by the communication unit in place or the last one; undefined if that has no Route B. */
	diagnosis(): Diagnosis | undefined {
		const unit = this.shelf.inPlace('communication');
		if (unit !== undefined) this.#reached = unit;
		const working = unit !== undefined && this.#hasPower && this.#base.report('communication').state === 'working';
		return this.#reached?.communication?.diagnosis(working, this.clock.now());
	}

	/** The same meter on another link, where there is no authentication and anybody may ask: as long as a communication unit with Route B is there. */
	addLan(link: LanLink): void {
		this.#lan = link;
		this.#services?.addLan(link, this.#random('lan'));
	}

	/** Whatever was in place has gone before. */
	plug(unit: MeterUnit): void {
		this.#base.plug(unit.place, unit.unit);
		this.shelf.insert(unit);
		this.#onContact();
		if (unit.place === 'metering') this.#later(() => this.onExchange());
	}

	/** There is a unit in this place. */
	pull(place: Place): MeterUnit {
		this.#base.pull(place);
		const unit = this.shelf.remove(place);
		this.#onContact();
		if (place === 'metering') this.#later(() => this.onExchange());
		if (place === 'communication') this.#reached = unit;
		return unit;
	}

	/** `orderly`: it fails slowly enough for all units to write down where they stand. */
	powerOff(orderly: boolean): void {
		if (!this.#hasPower) return;
		this.#hasPower = false;
		if (orderly) this.#base.shutdown();
		this.#power.cut();
		if (!orderly) for (const place of PLACES) this.shelf.inPlace(place)?.unit.unplugged();
		this.terminals.stop();
		this.#orders.forget();
		this.#onContact();
		this.onPower(false);
	}

	powerOn(): void {
		if (this.#hasPower) return;
		this.#hasPower = true;
		this.#assemble();
		this.#base.start();
		this.#onContact();
		this.onExchange();
		this.onPower(true);
	}

	/** As the communication unit says it to the switching unit. `done` hears why not, undefined if it was done. */
	order(order: SwitchOrder, done: (refusal: string | undefined) => void): void {
		const contacts = this.#contacts;
		if (contacts === undefined) {
			done('there is no communication unit that works, to bring the order');
			return;
		}
		this.#orders.send(contacts, order, done);
	}

	#later(task: () => void): void {
		this.#options.scheduler.after(0, task);
	}

	/** A base as it is when the power comes, with what is in its places. */
	#assemble(): void {
		const { scheduler, memory, log, profile, onEvent } = this.#options;
		this.#power = new SwitchedScheduler(scheduler);
		const flash = memory.flash(BASE, backplaneSectors(SECTOR_SIZE));
		const { clock, terminals } = this;
		const options = { scheduler: this.#power, clock, metrology: terminals, flash, log, counter: profile.counter };
		const base = reading(BASE, () => new Backplane(options));
		this.#base = base;
		base.events.onEvent = (event) => onEvent({ kind: 'base', node: this.name, event });
		base.readings.onHalfHour(this.#onHalfHour);
		for (const place of PLACES) {
			const unit = this.shelf.inPlace(place);
			if (unit !== undefined) base.plug(place, unit.unit);
		}
	}

	#onContact(): void {
		const closed = this.contactClosed;
		this.terminals.setContact(closed);
		this.shelf.keepContact();
		const on = closed && this.#hasPower;
		if (on === this.#supply) return;
		this.#supply = on;
		this.#options.onEvent({ kind: 'supply', node: this.name, on });
	}

	/** Whatever a unit says. */
	#onMessage(message: Message): void {
		if (message.kind === 'voltage') this.#options.onEvent({ kind: 'voltage', node: this.name, event: message.event });
	}

	#boot(serial: string, type: CommunicationType, store: Settings, contacts: Contacts): CommunicationServices {
		const { credentials, powerLine, air, onEvent } = this.#options;
		this.#contacts = contacts;
		this.onNetwork();
		const onMessage = (message: Message) => {
			if (message.kind === 'answer') this.#orders.answered(message.number, message.refusal);
		};
		const gone = () => {
			this.#contacts = undefined;
			this.#services = undefined;
			this.onNetwork();
		};
		const link = this.#linkOf(serial);
		this.#link = link;
		if (type.routeB === 'none') return { start() {}, stop: gone, receive: onMessage };
		const { id, password } = credentials;
		const byRadio = type.routeB === 'radio';
		const services = new RouteBServices({
			...this.#options,
			...link,
			name: this.name,
			contacts,
			medium: byRadio ? 'wi-sun' : 'plc',
			air: byRadio ? air : powerLine,
			// A new unit is set up as the utility does it: with what this customer was given.
			credentials: deviceCredentials(store, id, password),
			serial: this.serial,
			onExchange: (exchange, medium) => onEvent({ kind: 'exchange', node: this.name, exchange, medium }),
			onPeer: (event, peer, evidence) => onEvent({ kind: 'peer', node: this.name, event, peer, evidence }),
			onLimit: (limited) => onEvent({ kind: 'limit', node: this.name, limited }),
			onMessage,
		});
		this.#services = services;
		return {
			routeB: services.routeB,
			start: () => {
				services.start();
				if (this.#lan !== undefined) services.addLan(this.#lan, this.#random('lan'));
			},
			stop: () => {
				services.stop();
				if (this.#services === services) gone();
			},
			receive: (message) => services.receive(message),
			signal: () => services.signal(),
		};
	}

	/** Each communication unit has a place of its own; that of the first is the one that a seed has always had. */
	#linkOf(serial: string): LinkPlace & { readonly random: SeededRandom } {
		const known = this.#links.get(serial);
		if (known !== undefined) return known;
		const { number, seed, run } = this.#options;
		const order = this.shelf.units.filter(isCommunication).findIndex((unit) => unit.serial === serial);
		const name = (stream: string) => (order <= 0 ? stream : `${stream} ${serial}`);
		const place = this.#random(name('place'));
		const link = {
			macAddress: Uint8Array.of(0x00, 0x1c, 0x64, number - 1, 0x4b + Math.max(0, order), 0x45, seed >> 8, seed),
			panId: 1 + place.below(0xfffe),
			channel: ROUTE_B_CHANNELS[place.below(ROUTE_B_CHANNELS.length)]!,
			random: this.#random(nameInRun(name('meter'), run)),
		};
		this.#links.set(serial, link);
		return link;
	}

	/** The first meter has the streams that the only one has. */
	#random(name: string): SeededRandom {
		const { number, seed } = this.#options;
		return new SeededRandom(seed, number === 1 ? name : `${name}-${number}`);
	}
}

/** Of a stream of random numbers: the first run has the streams that a run without memory has. */
export function nameInRun(stream: string, run: number): string {
	return run === 1 ? stream : `${stream} in run ${run}`;
}

function isCommunication({ serial }: KeptUnit): boolean {
	return serial.startsWith('C');
}
