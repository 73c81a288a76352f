/**
 * A fleet of living meters in one process: each with an identity, keys, a load, 45 days of half-hours and counters of its own, each answering Route A as a meter
 * that stands alone with the same seed, number and load would, byte for byte; and none of them an object until somebody speaks with it.
 *
 * | who                         | does                                                                                        |
 * |-----------------------------|---------------------------------------------------------------------------------------------|
 * | who has sockets             | `open` for an association, `close` behind it; both as often as it likes                      |
 * | who sends pushes            | `start` with `onHalfHour`, then `pushSchedule` of the slot, and `push` of each when it is due |
 * | a scenario                  | `powerOff`, `powerOn`, `setSilent`, `setClock`, `exchange`, `setLoss`                        |
 *
 * Half-hours ("slots") have the number of the boundary that ends them, from 1970-01-01T00:00Z. Numbers are from 1, as in `keiki run --meters`.
 */

import type { Sample } from '../../../hal/ports/metrology.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import { protectionOf } from '../../../modules/dlms/security/policy.js';
import { DAY } from '../../../modules/time/durations.js';
import type { Stop } from '../../meter/metering/readings.js';
import type { Counter } from '../../meter/metering/registers.js';
import type { InstalledUnit } from '../../route-a/facts.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { RouteA } from '../../route-a/route-a.js';
import { IDIS_PROFILE, type RouteAProfile } from '../../route-a/route-a-profile.js';
import { districtEnergy, districtSample, HALF_HOUR, hasRoof } from '../load/district.js';
import { countersFrom } from '../meter/first-counter.js';
import { identityOf, keysOf } from '../meter/identity.js';
import { INITIAL, PAST_DAYS } from '../meter/past.js';
import { Changes } from './changes.js';
import { Columns, PER_WATT_HOUR, STATE } from './columns.js';
import { endOf, type FleetImage, type FleetSource } from './fleet-head.js';
import { fillFrom, imageOf, type KeptFleet } from './fleet-image.js';
import { FleetPushes } from './fleet-pushes.js';
import { type FleetRecord, ownerRecord, type RecordKind, recordOf } from './fleet-records.js';
import { replay } from './fleet-replay.js';
import { installedUnits } from './installed.js';
import { LeanStore } from './lean-store.js';
import { type LivingHost, LivingMeter } from './living-meter.js';
import type { EnergyOf, FleetEvent, FleetFigures, FleetOptions, FleetPush } from './options.js';
import { PagedMemory } from './paged-flash.js';
import { PushSchedule } from './push-schedule.js';
import { resumeRow, setRowClock, stopRow } from './row-power.js';

const NEW = Object.freeze({ import: 0, export: 0 });
/** Counters of a meter that may have been used behind the last record: more than one sends while records wait to be written. */
const UNKNOWN = 4096;

/** A meter somebody speaks with. */
export interface OpenMeter {
	readonly routeA: RouteA;
	/** Its power went, or it begins anew: all associations have ended. */
	onEnd: () => void;
	/** What was changed of it is told to whoever keeps it: before each answer. */
	settle(): void;
	/** Whoever opened it is done with it. */
	close(): void;
}

export class Fleet implements LivingHost {
	readonly options: FleetOptions;
	readonly columns: Columns;
	readonly changes: Changes;
	readonly #model = new PagedMemory();
	readonly #energy: EnergyOf;
	readonly #routeAProfile: RouteAProfile;
	readonly #living = new Map<number, LivingMeter>();
	/** Meters that came by exchange, and when. */
	readonly #came = new Map<number, number>();
	/** Owners of flashes that were told. */
	#owners = 0;
	/** The time of the record that is being gone through. */
	#replayAt: number | undefined;
	readonly #stops = new Map<number, Stop>();
	readonly #pushes: FleetPushes;
	#count: number;
	#powered: number;
	#isStarted = false;

	/** Fills the columns of all: some 10 µs a meter and day. @throws RangeError for keys that are none */
	constructor(options: FleetOptions) {
		const { meters, spare = Math.ceil(meters / 50) + 100, seed, counter, routeAProfile = IDIS_PROFILE } = options;
		this.options = options;
		const roofs = new Uint8Array(meters + 1);
		const feedsIn = options.feedsIn ?? ((number: number) => hasRoof(seed, number));
		for (let number = 1; number <= meters; number++) roofs[number] = feedsIn(number) ? 1 : 0;
		this.#energy = options.energy ?? ((number, slot) => districtEnergy(seed, number, slot, roofs[number] === 1));
		this.#routeAProfile = routeAProfile;
		this.columns = new Columns({ capacity: meters + spare, counter, energy: this.#energy, feedsIn: (number) => roofs[number] === 1 });
		this.#pushes = new FleetPushes(this, routeAProfile);
		this.#count = meters;
		this.#powered = meters;
		this.changes = new Changes(this.#model);
		if (options.from !== undefined) this.#restore(options.from);
		else {
			this.columns.reserveExports(roofs.reduce((sum, roof) => sum + roof, 0));
			this.#fill();
			// What all have in common: the flashes of the first.
			if (meters > 0) new LivingMeter(this, 1, this.#model, new LeanStore(), undefined, undefined).stop(false);
		}
		if (options.onRecord !== undefined) this.columns.onReserve = (row, reserved) => this.#record('reserved', row + 1, reserved);
	}

	#fill(): void {
		const { options, columns } = this;
		const { start, pastDays = PAST_DAYS } = options;
		const begin = start - pastDays * DAY;
		const initial = { import: INITIAL.import * PER_WATT_HOUR, export: INITIAL.export * PER_WATT_HOUR };
		for (let row = 0; row < options.meters; row++) {
			columns.begin(row, row + 1, begin, 0, initial);
			columns.advance(row, start);
			columns.powerUp(row, start, pastDays > 0);
			this.#beginCounters(row, start);
		}
	}

	#beginCounters(row: number, start: number): void {
		const first = countersFrom(start);
		this.columns.firstCounter[row] = first;
		this.columns.sent[row] = first;
		this.columns.reserved[row] = first;
	}

	/** All that it is now. What is open in meters is kept first. @param isOver nothing happens to it any more */
	image(isOver: boolean): FleetImage {
		this.advance();
		for (const living of this.#living.values()) this.#keep(living, true);
		const image = imageOf(this.#kept, { options: this.options, count: this.#count, at: this.now(), isOver });
		this.#owners = this.changes.owners.length;
		return image;
	}

	/** From an image and records, up to where they end; then the power of all that had it goes and comes again. */
	#restore({ head, fill, records }: FleetSource): void {
		fillFrom({ head, fill }, this.#kept);
		this.#count = head.count;
		for (const record of records) this.#replay(record);
		this.#replayAt = undefined;
		this.#owners = this.changes.owners.length;
		this.#cyclePower(endOf({ head, records }), head.isOver && records.length === 0);
	}

	#replay(record: FleetRecord): void {
		this.#replayAt = record.at;
		replay(this, record);
	}

	/** What an image tells of beside its head. */
	get #kept(): KeptFleet {
		const { columns, changes } = this;
		return { columns, changes, model: this.#model, stops: this.#stops, came: this.#came, losses: this.#pushes };
	}

	/** @param end when the power of all went, the world's ms. @param orderly slowly enough for them to write down where they stand */
	#cyclePower(end: number, orderly: boolean): void {
		const { columns } = this;
		const now = this.now();
		this.#powered = 0;
		for (let row = 0; row < this.#count; row++) {
			if ((columns.state[row]! & (STATE.gone | STATE.off)) !== 0) continue;
			columns.advance(row, end);
			stopRow(columns, row, end, orderly);
			this.#resume(row, now);
			// What was not written down any more is passed over.
			if (!orderly) columns.sent[row] = columns.reserved[row] = Math.min(columns.reserved[row]! + UNKNOWN, COUNTER_EXHAUSTED);
		}
		for (let row = 0; row < this.#count; row++) {
			if ((columns.state[row]! & STATE.wakeful) === 0 || (columns.state[row]! & (STATE.gone | STATE.off)) !== 0) continue;
			columns.state[row]! &= ~STATE.wakeful;
			this.onTurn(this.wake(row + 1));
		}
	}

	#record(kind: RecordKind, number = 0, value = 0, bytes?: Uint8Array): void {
		if (this.#replayAt !== undefined) return;
		this.options.onRecord?.(recordOf(kind, this.now(), number, value, bytes));
	}

	/** Meters that came by exchange, and when, ms since 1970-01-01T00:00:00Z. */
	get came(): ReadonlyMap<number, number> {
		return this.#came;
	}

	/** What a meter has changed of itself is told before it answers. */
	settle(number: number): void {
		const living = this.#living.get(number);
		if (living === undefined || this.options.onRecord === undefined) return;
		const isDirty = living.memory.takeDirt();
		if (!isDirty && !living.store.isDirty) return;
		this.#keep(living, true);
	}

	/** Half-hours are closed from now on, each at its boundary; `onHalfHour` is told each, behind that. */
	start(onHalfHour: (slot: number) => void): void {
		if (this.#isStarted) return;
		this.#isStarted = true;
		const { scheduler } = this.options;
		const next = (): void => {
			const slot = Math.floor(this.now() / HALF_HOUR) + 1;
			scheduler.after(slot * HALF_HOUR - this.now(), () => {
				this.advance();
				this.#record('time');
				onHalfHour(slot);
				next();
			});
		};
		next();
	}

	/** Brings the records of all meters up to now. */
	advance(): void {
		const now = this.now();
		const { columns } = this;
		for (let row = 0; row < this.#count; row++) if ((columns.state[row]! & STATE.off) === 0) columns.advance(row, now);
	}

	/** The world's time, whole ms since 1970-01-01T00:00:00Z. */
	now(): number {
		return this.#replayAt ?? Math.floor(this.options.start + this.options.scheduler.now());
	}

	get counter(): Counter {
		return this.options.counter;
	}

	/** How many numbers were given. */
	get count(): number {
		return this.#count;
	}

	get figures(): FleetFigures {
		const { columns, changes } = this;
		return {
			meters: this.#count,
			powered: this.#powered,
			changed: changes.count,
			changedBytes: changes.bytes,
			largest: changes.largest,
			large: changes.large,
			awake: this.#living.size,
			columnBytes: columns.bytes,
			escapes: columns.importEscapes.size + columns.exportEscapes.size,
			pushed: this.#pushes.pushed,
			lost: this.#pushes.lost,
		};
	}

	/** Whether there is such a meter, and it hangs there still. */
	hangs(number: number): boolean {
		return Number.isInteger(number) && number >= 1 && number <= this.#count && (this.columns.state[number - 1]! & STATE.gone) === 0;
	}

	/** The meter for somebody who speaks with it; undefined: nobody answers under this number. */
	open(number: number): OpenMeter | undefined {
		if (!this.hangs(number) || (this.columns.state[number - 1]! & (STATE.off | STATE.silent)) !== 0) return undefined;
		const living = this.wake(number);
		if (living.isShut) return undefined;
		const open: OpenMeter = {
			routeA: living.routeA,
			onEnd: () => {},
			settle: () => this.settle(number),
			close: () => {
				if (living.ends.delete(end)) this.onTurn(living);
			},
		};
		const end = () => open.onEnd();
		living.ends.add(end);
		return open;
	}

	/** What is done in a meter is done: it goes, unless it is spoken with, or something is due in it. */
	onTurn(living: LivingMeter): void {
		if (living.ends.size > 0 || living.isBusy || this.#living.get(living.number) !== living) return;
		this.#living.delete(living.number);
		this.#keep(living, true);
	}

	/** Its Route A, made if it is not there; `onTurn` lets it go again. Of a meter that hangs there and has power. */
	wake(number: number): LivingMeter {
		const there = this.#living.get(number);
		if (there !== undefined) return there;
		const { changes, columns } = this;
		const memory = changes.memoryOf(number) ?? new PagedMemory(this.#model, true);
		const store = changes.storeOf(number) ?? new LeanStore();
		const living = new LivingMeter(this, number, memory, store, changes.runOf(number, columns.startedAt[number - 1]!), changes.randomOf(number));
		this.#living.set(number, living);
		this.#pushes.count(living);
		return living;
	}

	#keep(living: LivingMeter, isOn: boolean): void {
		const { number, row, memory, store, routeA, randomState } = living;
		const { columns } = this;
		if (this.#isRekeyed(living)) columns.state[row]! |= STATE.rekeyed;
		const bytes = this.changes.put(number, memory, store, isOn ? routeA.run : undefined, randomState);
		if (bytes !== undefined) this.#tell({ kind: 'large', number, bytes });
		store.isDirty = false;
		if (this.options.onRecord === undefined) return;
		const { owners, all } = this.changes;
		for (const [name, sectors] of owners.slice(this.#owners)) this.options.onRecord(ownerRecord(this.now(), name, sectors));
		this.#owners = owners.length;
		this.#record('kept', number, living.isBusy || (columns.state[row]! & STATE.wakeful) !== 0 ? 1 : 0, all.get(number));
	}

	/** Whether its pushes go under other keys, or otherwise, than it came with. */
	#isRekeyed({ number, routeA }: LivingMeter): boolean {
		const management = this.#routeAProfile.clients.management;
		const security = routeA.server.options.clients.find(({ id }) => id === management)?.security;
		const told = this.keysOf(number).clients[management];
		if (security === undefined || told === undefined) return true;
		const { encryption, authentication } = security.keys;
		return (
			security.policy !== this.#routeAProfile.policy ||
			security.protection !== protectionOf(security.policy) ||
			!equalBytes(encryption, told.encryption) ||
			!equalBytes(authentication, told.authentication)
		);
	}

	#tell(event: FleetEvent): void {
		this.options.onEvent?.(event);
	}

	/** Those of a number. */
	keysOf(number: number): RouteAKeys {
		return this.options.keys?.(number) ?? keysOf(this.options.seed, number);
	}

	sample(row: number): Sample {
		const now = this.now();
		const household = this.columns.household[row]!;
		return districtSample(this.options.seed, household, Math.floor(now / HALF_HOUR) + 1, this.columns.energyAt(row, now));
	}

	stopOf(row: number): Stop | undefined {
		return this.#stops.get(row + 1);
	}

	/** 22 digits: that of the household, whichever meter it has. */
	supplyPointOf(number: number): string {
		return identityOf(this.options.seed, this.columns.household[number - 1]!).supplyPoint;
	}

	unitsOf(number: number): readonly InstalledUnit[] {
		return installedUnits(identityOf(this.options.seed, number).unitDigits);
	}

	/** The power of a meter goes, slowly enough for it to write down where it stands, or not. False: it has none, or there is no such meter. */
	powerOff(number: number, orderly: boolean): boolean {
		if (!this.hangs(number) || (this.columns.state[number - 1]! & STATE.off) !== 0) return false;
		this.#cut(number, orderly);
		this.#record('off', number, orderly ? 1 : 0);
		return true;
	}

	/** Of one that has power. What it has in its memory then is a record of its own. */
	#cut(number: number, orderly: boolean): void {
		const row = number - 1;
		const living = this.#replayAt === undefined ? this.wake(number) : undefined;
		if (living?.isBusy) this.columns.state[row]! |= STATE.wakeful;
		this.columns.advance(row, this.now());
		living?.stop(orderly);
		this.#living.delete(number);
		stopRow(this.columns, row, this.now(), orderly);
		if (living !== undefined) this.#keep(living, false);
		this.#powered--;
	}

	/** The power of a meter comes again. False: it has it, or there is no such meter. */
	powerOn(number: number): boolean {
		if (!this.hangs(number) || (this.columns.state[number - 1]! & STATE.off) === 0) return false;
		const row = number - 1;
		const { columns } = this;
		this.#resume(row, this.now());
		this.#record('on', number);
		if ((columns.state[row]! & STATE.wakeful) === 0 || this.#replayAt !== undefined) return true;
		columns.state[row]! &= ~STATE.wakeful;
		this.onTurn(this.wake(number));
		return true;
	}

	#resume(row: number, now: number): void {
		const { columns } = this;
		const stop = resumeRow(columns, row, now);
		if (stop === undefined) this.#stops.delete(row + 1);
		else this.#stops.set(row + 1, stop);
		// What was reserved may have been used, as far as a meter knows that has lost its power.
		columns.sent[row] = columns.reserved[row]!;
		columns.uncounted[row] = 0;
		columns.uncountedOctets[row] = 0;
		this.#powered++;
	}

	/** From now on, or not any more, a meter neither pushes nor answers; it measures all the same. False: there is no such meter. */
	setSilent(number: number, isSilent: boolean): boolean {
		if (!this.hangs(number)) return false;
		if (isSilent) this.columns.state[number - 1]! |= STATE.silent;
		else this.columns.state[number - 1]! &= ~STATE.silent;
		if (isSilent) this.#living.get(number)?.endAll();
		this.#record('silent', number, isSilent ? 1 : 0);
		return true;
	}

	/** Sets the clock of a meter (ms since 1970-01-01T00:00:00Z), as its base does. Without power nothing happens. */
	setClock(number: number, time: number): void {
		if (!this.hangs(number) || (this.columns.state[number - 1]! & STATE.off) !== 0) return;
		setRowClock(this.columns, number - 1, this.now(), time);
		this.#record('clock', number, time);
	}

	/**
	 * Another meter, new and with registers at 0 unless told otherwise, hangs in the place of one from now on: number, serial number, title and keys are its own, household and supply
	 * point are not. Returns its number; undefined: there is no such meter, or no room for another.
	 */
	exchange(number: number): number | undefined {
		if (!this.hangs(number) || this.#count >= this.columns.capacity) return undefined;
		const { columns } = this;
		const now = this.now();
		if ((columns.state[number - 1]! & STATE.off) === 0) this.#cut(number, true);
		columns.state[number - 1]! |= STATE.gone;
		const row = this.#count++;
		const { newRegisters: initial = NEW } = this.options;
		columns.begin(row, columns.household[number - 1]!, now, 0, { import: initial.import * PER_WATT_HOUR, export: initial.export * PER_WATT_HOUR });
		columns.powerUp(row, now, false);
		this.#beginCounters(row, now);
		this.#powered++;
		this.#came.set(row + 1, now);
		this.#record('exchange', number);
		return row + 1;
	}

	/** The number of the household behind a meter, which an exchange leaves as it is. */
	householdOf(number: number): number {
		return this.columns.household[number - 1]!;
	}

	/** Of the pushes of a meter a share is lost on the way, from 0 to 1: which, the seed draws. False: there is no such meter. */
	setLoss(number: number, share: number): boolean {
		if (!this.hangs(number) || !(share >= 0 && share <= 1)) return false;
		this.#pushes.setLoss(number, share);
		this.#record('loss', number, share);
		return true;
	}

	/** When the pushes of a half-hour are due: all within `spread` ms behind the boundary, as the seed draws it, and of a clock that is behind so much later. */
	pushSchedule(slot: number, spread: number): PushSchedule {
		return new PushSchedule(this.options.seed, slot, spread, this.#count, (number) => this.columns.ahead[number - 1]!);
	}

	/** The interval push of a meter at this moment (`FLEET_PUSH`); undefined: it sends none. Its counter is used, whoever gets it. */
	push(number: number): FleetPush | undefined {
		if (!this.hangs(number) || (this.columns.state[number - 1]! & (STATE.off | STATE.silent)) !== 0) return undefined;
		this.columns.advance(number - 1, this.now());
		const push = this.#pushes.push(number);
		const living = this.#living.get(number);
		if (push !== undefined && living !== undefined) this.#pushes.count(living);
		return push;
	}
}
