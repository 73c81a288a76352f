/**
 * The terminal base of a meter, with four places for units. It carries the supply, feeds the units what the terminals measure, hands on their messages,
 * and knows of each only what it says. Any unit may come and go at any moment; what goes wrong in one stays there.
 */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { startOfDay } from '../metering/calendar.js';
import type { IntervalReadings } from '../metering/readings.js';
import type { Counter } from '../metering/registers.js';
import type { Base } from './base.js';
import { type BaseEventName, type BaseFields, BaseLog, baseLogSectors } from './base-log.js';
import { commandText, contactFields, contactText, orderFields, unitDetail } from './event-details.js';
import { misfit, mismatches } from './fit.js';
import { Ledger, ledgerSectors } from './ledger.js';
import { MAY_SEND, type Message, PLACES, type Place, type RegisterBytes, type UnitIdentity } from './messages.js';
import { type AccountHost, type Certification, MeteringAccount } from './metering-account.js';
import { ISOLATIONS, type Isolation, Plug, type PlugHost, type PlugState } from './plug.js';
import { SwappableReadings } from './swappable-readings.js';
import type { Unit } from './unit.js';
import { Watchdog, type WatchdogHost, type WatchdogRules } from './watchdog.js';

export interface BackplaneOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly metrology: Metrology;
	/** The base's own: at least `backplaneSectors` sectors, from `firstSector` (default: 0) on. */
	readonly flash: Flash;
	readonly firstSector?: number;
	readonly log: Log;
	/** What readings show as their counter until the first metering unit is there. */
	readonly counter: Counter;
	readonly watchdog?: Partial<WatchdogRules>;
	/** Days before the end of a certification from which on it is warned of. */
	readonly certificationWarning?: number;
}

/** What is known of a place. */
export interface PlaceReport {
	readonly state: PlugState | 'empty';
	readonly identity: UnitIdentity | undefined;
	/** Why it is isolated. */
	readonly reason: Isolation | undefined;
	/** Time at which the unit got power, ms since 1970-01-01T00:00:00Z. */
	readonly since: number | undefined;
}

/** Messages of one unit that may wait to be handed on. */
const PENDING_LIMIT = 16;

/** The communication unit first: it shall hear of a half-hour that ends at this very moment. */
const START_ORDER: readonly Place[] = Object.freeze(['communication', 'metering', 'option', 'cover']);

const LEAVE = Object.freeze({ kind: 'leave' } as const);
/** ms. */
const CLOCK_TOLERANCE = 1000;

export function backplaneSectors(sectorSize: number): number {
	return ledgerSectors(sectorSize) + baseLogSectors(sectorSize);
}

export class Backplane implements Base, PlugHost, WatchdogHost, AccountHost {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly log: Log;
	readonly ledger: Ledger;
	readonly events: BaseLog;
	/** Readings at the base of the meter. */
	readonly readings: SwappableReadings;
	readonly certificationWarning: number | undefined;
	readonly #metrology: Metrology;
	readonly #account: MeteringAccount;
	readonly #watchdog: Watchdog;
	/** What is in each of `PLACES` as far as hands go; its plug follows when the base sees to it. */
	readonly #units: (Unit | undefined)[] = [];
	readonly #plugs: Plug[] = [];
	/** What the terminals measure, as the message that tells it. */
	readonly #sample: { readonly kind: 'sample'; sample: Sample | undefined } = { kind: 'sample', sample: undefined };
	#running = false;
	/** End of the service, by the scheduler: until then pulling a unit is no tamper. */
	#serviceEnd = 0;

	/** @throws JournalError if the flash holds something else than a base's memory */
	constructor(options: BackplaneOptions) {
		const { scheduler, clock, flash, firstSector = 0, log, counter } = options;
		this.#metrology = options.metrology;
		this.certificationWarning = options.certificationWarning;
		this.scheduler = scheduler;
		this.clock = clock;
		this.log = log;
		this.ledger = new Ledger(flash, firstSector, log);
		this.events = new BaseLog(flash, firstSector + ledgerSectors(flash.sectorSize), log);
		this.#account = new MeteringAccount(this, counter);
		this.readings = new SwappableReadings(this);
		this.#watchdog = new Watchdog(this, this.#plugs, options.watchdog);
	}

	get metering(): IntervalReadings | undefined {
		return this.#account.readings;
	}

	get counter(): Counter {
		return this.#account.counter;
	}

	get twoWay(): boolean {
		return this.#account.twoWay;
	}

	/** The power is on: the base and all units in place begin to work. Called once. */
	start(): void {
		this.#running = true;
		this.write('started', undefined, '');
		this.#metrology.start((sample) => this.onSample(sample));
		for (let i = 0; i < START_ORDER.length; i++) {
			const place = START_ORDER[i]!;
			const unit = this.#units[PLACES.indexOf(place)];
			if (unit !== undefined) this.powerUp(place, unit, 0);
		}
		this.#watchdog.start();
		this.scheduler.after(this.#watchdog.patience, () => {
			if (this.#running) this.#account.miss(this.find('metering'));
		});
	}

	/** An orderly end: each unit, and the base, writes down where it stands. Nothing runs any more. */
	shutdown(): void {
		if (!this.#running) return;
		this.#running = false;
		this.#watchdog.stop();
		for (const plug of this.#plugs) plug.tell(LEAVE);
		this.#account.hold();
		this.write('stopped', undefined, '');
		for (const plug of this.#plugs.splice(0)) {
			this.#account.suspend(plug);
			plug.powerDown();
		}
	}

	/** The power has gone without warning: nobody writes anything down. Nothing runs any more. */
	cut(): void {
		this.#running = false;
		this.#watchdog.stop();
		for (const plug of this.#plugs.splice(0)) plug.powerDown();
	}

	/**
	 * A unit is pushed in. The base sees to it as soon as it has nothing else to do, for this may come at any moment.
	 * @throws Error if a unit is in place already
	 */
	plug(place: Place, unit: Unit): void {
		if (this.#units[PLACES.indexOf(place)] !== undefined) throw new Error(`backplane: ${place}: expected an empty place, a unit is in it`);
		this.#units[PLACES.indexOf(place)] = unit;
		if (!this.#running) return;
		this.scheduler.after(0, () => this.powerUp(place, unit, 0));
	}

	/**
	 * The unit is pulled out. Its contacts part one after the other, so that there is time for its last words. Pulling opens nothing: the supply goes
	 * through the base.
	 * @throws Error if there is none
	 */
	pull(place: Place): Unit {
		const at = PLACES.indexOf(place);
		const unit = this.#units[at];
		if (unit === undefined) throw new Error(`backplane: ${place}: expected a unit, the place is empty`);
		this.#units[at] = undefined;
		if (this.#running) this.scheduler.after(0, () => this.remove(place, unit));
		return unit;
	}

	/** Announces work on the meter: for so many ms from now on, a cover opened or a unit pulled is no tamper. */
	announceService(duration: number): void {
		this.#serviceEnd = this.scheduler.now() + duration;
		const minutes = Math.round(duration / MINUTE);
		if (duration > 0) this.write('service announced', undefined, `${minutes} min`, { minutes });
		else this.write('service ended', undefined, '');
	}

	/** For how long work is announced yet, ms; 0: it is not. */
	get serviceLeft(): number {
		return Math.max(0, this.#serviceEnd - this.scheduler.now());
	}

	/** Sets the meter's clock (ms since 1970-01-01T00:00:00Z): by the metering unit, whose intervals depend on it, if there is one. */
	setClock(time: number): void {
		const byMs = time - this.clock.now();
		this.write('clock set', undefined, `by ${byMs} ms`, { byMs });
		this.#account.plug?.tell({ kind: 'setClock', time });
		if (Math.abs(this.clock.now() - time) > CLOCK_TOLERANCE) this.clock.set(time);
	}

	report(place: Place): PlaceReport {
		const plug = this.find(place);
		return { state: plug?.state ?? 'empty', identity: plug?.identity, reason: plug?.reason, since: plug?.since };
	}

	/** Certification of the metering unit in place. */
	certification(): Certification | undefined {
		return this.#account.certification();
	}

	onMessage(plug: Plug, message: Message): void {
		switch (message.kind) {
			case 'alive':
				this.#watchdog.onAlive(plug, message.number);
				if (message.registers !== undefined) this.note(plug, message.registers);
				return;
			case 'goodbye':
				this.#account.close(plug, message.registers);
				return;
		}
		if (plug.pending >= PENDING_LIMIT) {
			this.onFailure(plug, 'it said too much at once', 'babbling');
			return;
		}
		plug.pending++;
		this.scheduler.after(0, () => {
			plug.pending--;
			if (plug.on) this.hear(plug, message);
		});
	}

	/** Its power goes at once; the rest waits, for this comes from anywhere. */
	onFailure(plug: Plug, error: unknown, reason: Isolation = 'failed'): void {
		if (!plug.on) return;
		plug.on = false;
		this.#account.suspend(plug);
		this.scheduler.after(0, () => {
			if (!this.#plugs.includes(plug)) return;
			this.isolate(plug, reason, error instanceof Error ? error.message : String(error));
		});
	}

	onReadingFailed(error: unknown): void {
		if (this.#account.plug !== undefined) this.onFailure(this.#account.plug, error);
	}

	/** Gives a unit whose power was off its power again, if it is still there; called by the base itself. */
	restart(plug: Plug, attempts: number): void {
		const at = this.#plugs.indexOf(plug);
		if (at < 0) return;
		this.#plugs.splice(at, 1);
		this.powerUp(plug.place, plug.unit, attempts);
	}

	/** Isolates a unit that is not to be trusted any more; see `Isolation`. Called by the base itself. */
	isolate(plug: Plug, reason: Isolation, detail: string): void {
		plug.happens('distrusted');
		plug.reason = reason;
		if (plug.entered || plug.attempts === 0) this.write('isolated', plug.place, `${reason}: ${detail}`, { isolation: reason });
		else this.log.write('backplane', `${plug.place}: isolated again: ${reason}: ${detail}`);
		const { power, ends } = ISOLATIONS[reason];
		if (power === 'off') {
			this.#account.leave(plug, 'isolated');
			plug.powerDown();
			if (ends === 'restart') this.#watchdog.retry(plug);
		}
		this.#account.suspend(plug);
		if (plug.entered) this.tellNeighbours(plug.place, undefined);
	}

	/** Takes a unit into work, one that was late or a new one; called by the base itself. */
	enter(plug: Plug): void {
		const identity = plug.identity!;
		const back = plug.entered || plug.attempts > 0;
		plug.reason = undefined;
		this.write(back ? 'released' : plug.place === 'cover' ? 'cover closed' : 'plugged', plug.place, ...unitDetail(identity));
		if (plug.place === 'metering') this.#account.enter(plug);
		plug.entered = true;
		for (const other of this.#plugs) {
			if (other !== plug && other.state === 'working') plug.tell({ kind: 'neighbour', place: other.place, identity: other.identity });
		}
		this.tellNeighbours(plug.place, identity);
		for (const { found, rule } of mismatches(this.#plugs, plug))
			this.write('mismatch', plug.place, found, { rule, code: identity.code, serial: identity.serial });
	}

	private powerUp(place: Place, unit: Unit, attempts: number): void {
		if (!this.#running) return;
		const plug = new Plug(this, place, unit, attempts);
		this.#plugs.push(plug);
		plug.powerUp();
		if (place === 'metering' || place === 'option') plug.tell(this.#sample);
		this.#watchdog.greet(plug);
	}

	private remove(place: Place, unit: Unit): void {
		const plug = this.find(place);
		if (plug === undefined || plug.unit !== unit) return;
		plug.tell(LEAVE);
		const announced = this.serviceLeft > 0;
		this.#plugs.splice(this.#plugs.indexOf(plug), 1);
		this.#account.leave(plug, announced ? 'announced' : 'unannounced');
		plug.powerDown();
		const event = place === 'cover' ? 'cover opened' : 'pulled';
		this.write(announced ? event : `${event} unannounced`, place, ...unitDetail(plug.identity));
		if (plug.state === 'working') this.tellNeighbours(place, undefined);
	}

	/** It has said hello. */
	private greet(plug: Plug, identity: UnitIdentity, registers: RegisterBytes): void {
		if (plug.identity !== undefined) {
			if (plug.identity.serial === identity.serial && plug.identity.code === identity.code) return;
			this.isolate(plug, 'foreign', 'says it is another unit than before');
			return;
		}
		plug.registers = registers;
		const error = misfit(plug, identity);
		if (error !== undefined) {
			this.isolate(plug, 'foreign', error);
			return;
		}
		plug.identity = identity;
		if (plug.happens('suits')) this.enter(plug);
	}

	private hear(plug: Plug, message: Message): void {
		if (message.kind === 'hello') {
			this.greet(plug, message.identity, message.registers);
			return;
		}
		const kind = plug.identity?.kind;
		if (kind === undefined || !MAY_SEND[kind].includes(message.kind)) {
			this.isolate(plug, 'forbidden', `${message.kind} from ${kind === undefined ? 'who has not said hello' : `a ${kind} unit`}`);
			return;
		}
		if (message.kind === 'halfHour' && this.note(plug, message.registers)) this.#account.hold();
		if (plug.state !== 'working') return;
		switch (message.kind) {
			case 'service':
				this.announceService(message.duration);
				return;
			case 'setClock':
				this.setClock(message.time);
				return;
			case 'halfHour':
				if (startOfDay(message.at) === message.at) this.#account.checkCertification();
				this.readings.tell(message.at);
				break;
			case 'command':
				this.write('command', plug.place, commandText(message.order), orderFields(message.order));
				break;
			case 'contact':
				if (message.switchEntry !== undefined)
					this.write('contact', plug.place, contactText(message.switchEntry), contactFields(message.switchEntry));
				break;
			case 'status':
				this.write('status', plug.place, `HEMS: ${message.verdict}`, { verdict: message.verdict });
		}
		for (const other of this.#plugs) if (other !== plug && other.state === 'working') other.tell(message);
	}

	private note(plug: Plug, registers: Uint8Array): boolean {
		if (this.#account.note(plug, registers)) return true;
		this.onFailure(plug, 'its registers ran backwards', 'implausible');
		return false;
	}

	private onSample(sample: Sample | undefined): void {
		this.#sample.sample = sample;
		for (let i = 0; i < this.#plugs.length; i++) {
			const plug = this.#plugs[i]!;
			if (plug.place === 'metering' || plug.place === 'option') plug.tell(this.#sample);
		}
	}

	private tellNeighbours(place: Place, identity: UnitIdentity | undefined): void {
		for (const plug of this.#plugs) {
			if (plug.place !== place && plug.state === 'working') plug.tell({ kind: 'neighbour', place, identity });
		}
	}

	private find(place: Place): Plug | undefined {
		return this.#plugs.find((plug) => plug.place === place);
	}

	/** Writes into the log, with the time; called by the base itself. */
	write(event: BaseEventName, place: Place | undefined, detail: string, fields?: BaseFields): void {
		this.events.write(this.clock.now(), event, place, detail, fields);
	}
}
