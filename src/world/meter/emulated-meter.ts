/** One meter of the simulator: a terminal base, its supply, and the units that are plugged in. */
import type { Clock } from '../../../hal/ports/clock.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import type { Settings } from '../../../modules/journal/settings.js';
import { Backplane, backplaneSectors } from '../../meter/backplane/backplane.js';
import { type Message, PLACES, type Place, type SwitchOrder, type UnitIdentity } from '../../meter/backplane/messages.js';
import type { Maker } from '../../meter/catalogue/makers.js';
import { parseCombination } from '../../meter/catalogue/parse.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import type { CommunicationType, Phases, RouteBMedium } from '../../meter/catalogue/unit-types.js';
import type { Service } from '../../meter/communication/service.js';
import { Meter } from '../../meter/meter.js';
import { minuteOf } from '../../meter/metering/calendar.js';
import type { IntervalReadings } from '../../meter/metering/readings.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { UNIT_KIND } from '../../route-a/facts.js';
import type { HouseholdParts } from '../../route-a/household/household.js';
import { isHigher } from '../../route-a/image/image-format.js';
import { ImageMemory } from '../../route-a/image/image-memory.js';
import type { PaymentTerms } from '../../route-a/payment/payment.js';
import type { RouteA } from '../../route-a/route-a.js';
import type { RouteAOptions } from '../../route-a/route-a-options.js';
import { RouteAService } from '../../route-a/route-a-service.js';
import type { Credentials } from '../../route-b/credentials.js';
import { type Diagnosis, diagnose } from '../../route-b/diagnosis.js';
import type { RouteB } from '../../route-b/route-b.js';
import { RouteBService } from '../../route-b/route-b-service.js';
import { type FaultName, strikesAt } from '../fault/fault-table.js';
import { RouteAFaults } from '../fault/route-a-faults.js';
import { MbusMasterPort } from '../mbus/mbus-line.js';
import type { Refusal } from '../schema/answer-rows.js';
import { routeAOf } from '../units/maker-quirks.js';
import { type MeterUnit, UnitFactory } from '../units/meter-units.js';
import { BASE, reading, SECTOR_SIZE } from '../units/unit-memory.js';
import { UnitShelf } from '../units/unit-shelf.js';
import { identityOf, type MeterIdentity } from './identity.js';
import { inYen } from './in-yen.js';
import type { MeterLink, RouteBLinkName } from './link.js';
import { LoadRelayStand } from './load-relay-stand.js';
import type { MeterOptionsOf, RouteASettingsOf } from './meter-options.js';
import { INITIAL } from './past.js';
import { openHouseholdFlash, openMbusFlash, openMbusPlanFlash, openRouteAFlash } from './route-a-flash.js';
import { RouteBLinks, type RouteBOfMeter } from './route-b-links.js';
import { SwitchedScheduler } from './switched-scheduler.js';
import { Terminals } from './terminals.js';
import { type CredentialState, UnitsCredentials, type UnitsCredentialsOptions } from './units-credentials.js';

export type RouteASettings = RouteASettingsOf<EmulatedMeter>;
type EmulatedMeterOptions = MeterOptionsOf<EmulatedMeter>;

export const USUAL_COMBINATION: Combination = Object.freeze(parseCombination('rf-b,1p3w-60-2way,normal'));

/** Of an account that is new: 31 yen a kWh, low below 500 yen, 300 yen in an emergency. */
const TERMS: Omit<PaymentTerms, 'mode'> = Object.freeze({ price: 3100, lowThreshold: 50_000, emergency: 30_000 });
const UNITS_ORDER: readonly Place[] = Object.freeze(['communication', 'metering', 'option', 'cover']);
const NO_SERVICES: readonly Service[] = Object.freeze([]);
const LINK_NAMES: Readonly<Record<Exclude<RouteBMedium, 'none'>, RouteBLinkName>> = Object.freeze({ radio: 'wi-sun', plc: 'plc' });

export class EmulatedMeter {
	readonly identity: MeterIdentity;
	/** The meter's own, which may be set. */
	readonly clock: Clock;
	readonly terminals: Terminals;
	readonly shelf: UnitShelf;
	/** What stands between Route A and its doors: whoever opens one wraps it. */
	readonly routeAFaults: RouteAFaults;
	readonly #options: EmulatedMeterOptions;
	readonly #routeAMemory: ReturnType<typeof openRouteAFlash>;
	readonly #household: HouseholdParts | undefined;
	readonly #relay: LoadRelayStand | undefined;
	readonly #credentials: UnitsCredentials;
	readonly #links: RouteBLinks;
	#meter!: Meter<Backplane>;
	#power!: SwitchedScheduler;
	#hasPower = true;
	#supply = true;
	/** The communication unit that was seen last. */
	#reached: MeterUnit | undefined;
	/** Images as they lie there since there is no Route A that could change them. */
	#images: ImageMemory | undefined;

	/** @throws DamagedMemory if a flash holds something else than what should stand there */
	constructor(options: EmulatedMeterOptions) {
		const { number, seed, scheduler, log, start, clockOffset = 0, load, memory, profile, utility } = options;
		this.#options = options;
		this.identity = identityOf(seed, number);
		this.routeAFaults = new RouteAFaults(options.routeB.faults, options.routeA.keys);
		this.clock = new SchedulerClock(scheduler, start + clockOffset);
		this.#routeAMemory = openRouteAFlash(memory, options.routeA.keys);
		const { household } = options.routeA;
		const watts = household?.relayWatts;
		this.#relay = watts === undefined ? undefined : new LoadRelayStand(watts, (on, drawn) => this.#onRelay(on, drawn));
		this.#household = household && {
			flash: openHouseholdFlash(memory),
			output: this.#relay,
			payment: household.payment && { ...TERMS, mode: household.payment },
			onAccount: (change, credit, token) => options.onEvent({ kind: 'account', node: this.name, change, credit: inYen(credit), token }),
		};
		const onCame: UnitsCredentialsOptions['onCame'] = (version, refusal) =>
			options.onEvent({ kind: 'credentials', node: this.name, version, refusal });
		this.#credentials = new UnitsCredentials({ routeB: options.routeB, routeA: options.routeA, memory, onCame });
		this.#links = new RouteBLinks(options, this.identity, this.#credentials, () => this.shelf.units);
		const factory = new UnitFactory({
			scheduler,
			log,
			counter: profile.counter,
			utility,
			flash: (serial, sectors) => memory.flash(serial, sectors),
			onMessage: (message) => this.#onMessage(message),
			onContact: () => this.#onContact(),
			services: (...unit) => this.#services(...unit),
		});
		const now = () => minuteOf(this.clock.now());
		const shelf = { memory, flash: options.flash, initial: INITIAL, digits: this.identity.unitDigits, now };
		this.shelf = new UnitShelf(shelf, factory);
		const combination = options.combination ?? (this.shelf.isEmpty ? USUAL_COMBINATION : undefined);
		if (combination !== undefined) this.shelf.fit(combination, options.makers);
		this.terminals = new Terminals({ load, scheduler, start, wiring: this.phases });
		if (this.#relay !== undefined) this.terminals.setRelayed(this.#relay.watts);
		this.#assemble();
		this.#onContact();
		this.#links.begin(this.shelf.inPlace('communication')?.identity.serial ?? '');
	}

	get name(): string {
		return this.identity.name;
	}

	/** Lead of its clock over the world's time, ms; negative: behind. */
	get clockAhead(): number {
		const { scheduler, start } = this.#options;
		return this.clock.now() - Math.floor(start + scheduler.now());
	}

	start(): void {
		this.#meter.start();
	}

	/** All units write down where they stand, and stop. */
	shutdown(): void {
		if (this.#hasPower) this.#meter.shutdown();
	}

	/** The base, as long as it has power; then the one that had it last. */
	get base(): Backplane {
		return this.#meter.base;
	}

	/** Whether what hangs on its load relay is on; undefined: it has none. */
	get relayOn(): boolean | undefined {
		return this.#relay?.on;
	}

	/** At the base; while it has power. */
	get readings(): IntervalReadings {
		return this.#meter.readings;
	}

	/** Of the supply: as the metering unit in place has it, or the one that was there last. */
	get phases(): Phases {
		const type = this.shelf.inPlace('metering')?.type;
		return type?.kind === 'metering' ? type.phases : '1p3w';
	}

	/** Those in force, as far as anybody knows: of sealed ones the password that was told, which may be another. */
	get credentials(): Credentials {
		return this.#credentials.of(this.#seenCommunication);
	}

	/** Whether a HEMS with this password is let in. */
	isPassword(text: string): boolean {
		return this.#credentials.isPassword(this.#seenCommunication, text);
	}

	get credentialState(): CredentialState {
		return this.#credentials.state(this.#seenCommunication);
	}

	/** Serial number of the communication unit in place, or of the one that was there last; empty: there was none. */
	get #seenCommunication(): string {
		return (this.shelf.inPlace('communication') ?? this.#reached)?.identity.serial ?? '';
	}

	/** Where the communication unit is, or the last one was. 8 bytes. */
	get macAddress(): Uint8Array {
		return this.#links.macAddress;
	}

	get panId(): number {
		return this.#links.panId;
	}

	get channel(): number {
		return this.#links.channel;
	}

	/** Of the communication unit in place; undefined if it has none, or no power. */
	get routeB(): RouteB | undefined {
		return this.#routeBs[0]?.routeB;
	}

	/** What carries it. */
	get link(): MeterLink | undefined {
		return this.#routeBs[0]?.link;
	}

	/** Likewise; it comes a task later than the power. */
	get routeA(): RouteA | undefined {
		return this.#routeAService?.routeA;
	}

	/** Version in force of a unit: its own, or that of an image that was activated in it. */
	firmwareOf({ kind, serial, firmware }: UnitIdentity): string {
		const { routeA } = this;
		if (routeA !== undefined) return routeA.units.find((unit) => unit.serial === serial)?.firmware ?? firmware;
		this.#images ??= new ImageMemory(this.#routeAMemory.imageFlash);
		const version = kind === 'cover' ? undefined : this.#images.version(UNIT_KIND[kind], serial);
		return version !== undefined && isHigher(version, firmware) ? version : firmware;
	}

	/** Something of a HEMS is under way that only virtual time can finish. */
	get isBusy(): boolean {
		const offered = this.#offered;
		for (let i = 0; i < offered.length; i++) {
			const service = offered[i]!;
			if (service instanceof RouteBService && (service.routeB?.isServing || service.link?.isBusy)) return true;
		}
		return false;
	}

	/** `rf-b,1p3w-60-2way,normal`, of those in place. */
	get unitsText(): string {
		const units = UNITS_ORDER.map((place) => this.shelf.inPlace(place)).filter((unit) => unit !== undefined);
		return units.map(({ type, maker }) => `${'short' in type ? type.short : type.code}${maker === undefined ? '' : `@${maker.name}`}`).join(',');
	}

	/** Its HEMS is on the power line. */
	get hearsByPlc(): boolean {
		const type = this.shelf.inPlace('communication')?.type;
		return type?.kind === 'communication' && type.routeB === 'plc';
	}

	/** Why a fault cannot strike its Route A or B; undefined: it can. */
	faultRefusal(name: FaultName): Refusal | undefined {
		const type = this.shelf.inPlace('communication')?.type;
		if (strikesAt(name, 'route-a')) return this.routeAFaults.refusal(name, type === undefined);
		if (type?.kind !== 'communication' || type.routeB === 'none') return { kind: 'noRouteB' };
		return this.#options.routeB.carrier.faultRefusal(name, LINK_NAMES[type.routeB]);
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
		const type = this.#reached?.type;
		if (type?.kind !== 'communication' || type.routeB === 'none') return undefined;
		const working = unit !== undefined && this.#hasPower && this.base.report('communication').state === 'working';
		const report = this.routeB?.status.report();
		return diagnose({ report, working, medium: type.routeB, signal: this.link?.signal, now: this.clock.now() });
	}

	/** Whatever was in place has gone before. */
	plug(unit: MeterUnit): void {
		if (unit.place === 'communication') this.routeAFaults.onPlugged(this.#routeAMemory.store);
		this.base.plug(unit.place, unit.unit);
		this.shelf.insert(unit);
		this.#onContact();
	}

	/** There is a unit in this place. */
	pull(place: Place): MeterUnit {
		this.#images = undefined;
		this.base.pull(place);
		const unit = this.shelf.remove(place);
		this.#onContact();
		if (place === 'communication') this.#reached = unit;
		return unit;
	}

	/** `orderly`: it fails slowly enough for all units to write down where they stand. */
	powerOff(orderly: boolean): void {
		if (!this.#hasPower) return;
		this.#images = undefined;
		this.#hasPower = false;
		if (orderly) this.#meter.shutdown();
		this.#power.cut();
		if (!orderly) this.base.cut();
		this.terminals.stop();
		this.#onContact();
	}

	powerOn(): void {
		if (this.#hasPower) return;
		this.#hasPower = true;
		this.#assemble();
		this.#meter.start();
		this.#onContact();
	}

	/** Of the utility, by Route A to the switching unit. False: there is no communication unit that works, to bring it. */
	order(order: SwitchOrder, done: OnAnswered): boolean {
		return this.#routeAService?.order(order, done) ?? false;
	}

	get #offered(): readonly Service[] {
		return this.shelf.inPlace('communication')?.communication?.services ?? NO_SERVICES;
	}

	/** On the air, then on the LAN. */
	get #routeBs(): readonly RouteBOfMeter[] {
		return this.#offered.filter((service) => service instanceof RouteBService);
	}

	get #routeAService(): RouteAService | undefined {
		return this.#offered.find((service) => service instanceof RouteAService);
	}

	/** A base as it is when the power comes, with what is in its places. */
	#assemble(): void {
		const { scheduler, memory, log, profile, onEvent } = this.#options;
		this.#power = new SwitchedScheduler(scheduler);
		const flash = memory.flash(BASE, backplaneSectors(SECTOR_SIZE));
		const { clock, terminals } = this;
		const options = { scheduler: this.#power, clock, metrology: terminals, flash, log, counter: profile.counter };
		const base = reading(BASE, () => new Backplane(options));
		base.events.onEvent = (event) => onEvent({ kind: 'base', node: this.name, event });
		const units = PLACES.map((place) => [place, this.shelf.inPlace(place)?.unit]);
		this.#meter = new Meter(base, Object.fromEntries(units));
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

	#onRelay(on: boolean, watts: number): void {
		this.terminals.setRelayed(watts);
		this.#options.onEvent({ kind: 'relay', node: this.name, on });
	}

	/** Whatever a unit says. */
	#onMessage(message: Message): void {
		if (message.kind === 'voltage') this.#options.onEvent({ kind: 'voltage', node: this.name, event: message.event });
	}

	#services(serial: string, type: CommunicationType, maker: Maker | undefined, store: Settings): readonly Service[] {
		const { log, onEvent, routeA } = this.#options;
		const onAssociation: RouteAOptions['onAssociation'] = ({ client, mechanism }, on) =>
			onEvent({ kind: 'association', node: this.name, client, authenticated: mechanism !== MECHANISM.none, on });
		const { serial: own, supplyPoint } = this.identity;
		const faulty = this.routeAFaults.options(routeA.link(this));
		const ofRouteA = new RouteAService({
			...routeA,
			...routeAOf(maker, routeA.routeAProfile),
			...this.#routeAMemory,
			household: this.#household,
			mbus: this.#mbusPlace(),
			...faulty,
			log,
			serial: own,
			supplyPoint,
			onAssociation,
		});
		if (type.routeB === 'none') return [ofRouteA];
		const ofRouteB = this.#links.create(serial, maker, LINK_NAMES[type.routeB], store);
		return this.#options.lan === undefined ? [ofRouteB, ofRouteA] : [ofRouteB, ofRouteA, this.#links.createLan(maker, this.#options.lan)];
	}

	#mbusPlace(): RouteAOptions['mbus'] {
		const { mbus, scheduler, log, memory } = this.#options;
		if (mbus === undefined) return undefined;
		const port = new MbusMasterPort({ line: mbus.line, scheduler, log, isTimed: true });
		return { port, flash: openMbusFlash(memory), planFlash: openMbusPlanFlash(memory), version: mbus.version };
	}
}
