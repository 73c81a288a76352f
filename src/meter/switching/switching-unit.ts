import type { Clock } from '../../../hal/ports/clock.js';
import type { Sample } from '../../../hal/ports/metrology.js';
import type { Relay } from '../../../hal/ports/relay.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { Contact, type ContactHost } from './contact.js';
import { allows, CONTROL_STATE } from './control.js';
import type { DemandLimit } from './demand.js';
import { capacityRefusal, demandRefusal, modeRefusal } from './limits.js';
import { CAUSE, type Configuration, type Intent, Memory, type MemoryOptions } from './memory.js';
import { Protection } from './protection.js';
import type { Rating } from './rating.js';
import type { Action, Origin, Result, SwitchEntry } from './switch-entry.js';
import type { SwitchState } from './switch-state.js';
import type { UtilityProfile } from './utility.js';

/** Control mode of an ampere contract: the unit has to close by itself, which modes 5 and 6 alone allow; 6 does not let a hand open. */
const RECLOSING = 6;
/** What a meter without its own breaker uses. */
const REMOTE_ONLY = 4;
/** Amperes that an open contact cannot let through; less is noise. */
const LEAK = 0.5;

export interface SwitchingOptions extends MemoryOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly relay: Relay;
	readonly rating: Rating;
	readonly utility: UtilityProfile;
	/** How long the contact may take to move, ms. */
	readonly confirmWithin?: number;
	/** Told of each entry of the log, after the fact and from a task of its own. */
	readonly onSwitchEntry?: (entry: SwitchEntry) => void;
}

/** How an order ended; its `closed` is the contact's real state. Comes from a task of its own, once for each order. */
export type Done = (entry: SwitchEntry) => void;

/** What the contact was sent for. */
export interface Order {
	readonly action: Action;
	readonly origin: Origin;
	readonly reason: string;
	readonly closed: boolean;
	readonly before: Intent;
	readonly done: Done | undefined;
}

/**
 * The switching unit: moves the contact and makes sure that it moved, trips as an ampere breaker, holds a demand limit.
 *
 * - The intent is written to flash before the contact is sent, so an order that a power cut interrupts is carried out at the next start. Where the contact
 *   is always comes from the contact. Lock-out and the trips that count towards it survive; the breaker's heat and the window's demand do not.
 * - What opens by itself closes by itself if the control mode allows (5 and 6): after an overload in the utility's time, unless it was locked out; after
 *   too much demand with the next window. A fault puts that off until it is gone.
 * - A contact that does not open is left ordered open and shown as stuck; one that does not close is called back, and waits for the next order.
 */
export class SwitchingUnit implements ContactHost<Order> {
	readonly rating: Rating;
	readonly utility: UtilityProfile;
	readonly #scheduler: Scheduler;
	readonly #clock: Clock;
	readonly #contact: Contact<Order>;
	readonly #onSwitchEntry: Done | undefined;
	readonly #memory: Memory;
	#configuration: Configuration;
	#intent: Intent;
	readonly #protection: Protection;
	#sample: Sample | undefined;
	/** Current was measured while the contact was open. */
	#leaks = false;
	/** Times at which overloads tripped the breaker since the last reset, in the scheduler's time. */
	#trips: number[] = [];
	#timer: Timer | undefined;
	#recloseAt = 0;
	/** A fault puts off closing, and the log knows. */
	#putOff = false;
	#running = false;

	/** @throws JournalError if the flash holds something else, or nothing that can be read */
	constructor(options: SwitchingOptions) {
		this.rating = options.rating;
		this.utility = options.utility;
		this.#scheduler = options.scheduler;
		this.#clock = options.clock;
		this.#contact = new Contact<Order>(this, options);
		this.#onSwitchEntry = options.onSwitchEntry;
		this.#memory = new Memory(options);
		this.#protection = new Protection(options.rating.wiring);
		const mode = options.utility.ampereContract ? RECLOSING : REMOTE_ONLY;
		this.#configuration = this.#memory.configuration ?? { mode, capacity: undefined, demandLimit: undefined };
		const found = options.relay.closed ? CONTROL_STATE.connected : CONTROL_STATE.readyForReconnection;
		this.#intent = this.#memory.intent ?? { control: found, locked: false, cause: CAUSE.order };
	}

	/** Takes up where the unit was when it lost its power or place. Called once. */
	start(): void {
		this.#running = true;
		const now = this.#scheduler.now();
		this.#trips = this.#memory.tripAges(this.#clock.now(), this.utility.lockOut.within).map((age) => now - age);
		this.#contact.start();
		this.#protection.setCapacity(this.capacity, now);
		this.#protection.setLimit(this.demandLimit, now, this.#clock.now());
		const { control } = this.#intent;
		if (this.#contact.closed && control !== CONTROL_STATE.connected)
			this.send('open', 'local', 'order from before the restart', false, this.#intent, undefined);
		else if (!this.#contact.closed && control === CONTROL_STATE.connected) this.#close('local', 'order from before the restart', undefined);
		else if (!this.#contact.closed) this.planReclosing();
		this.arm();
	}

	/** Does nothing any more; the contact stays where it is. Orders under way end unanswered. */
	stop(): void {
		this.#running = false;
		this.#contact.stop();
		this.#timer?.cancel();
	}

	/** What the terminals measure from now on; undefined, or without numbers: nothing. */
	measure(sample: Sample | undefined): void {
		if (!this.#running) return;
		const amperes = sample === undefined ? 0 : Math.abs(sample.currentR) + Math.abs(sample.currentT ?? 0);
		this.#sample = Number.isFinite(amperes) && Number.isFinite(sample?.power) ? sample : undefined;
		this.#leaks = !this.#contact.closed && amperes > LEAK;
		this.load();
		this.arm();
	}

	/**
	 * Opens the contact: `remote` for good, until a remote order closes it; `hand` and `local` until a hand closes it, or the meter itself, where the control mode
	 * lets them open it.
	 */
	open(origin: 'remote' | 'local' | 'hand', reason: string, done?: Done): void {
		const { control } = this.#intent;
		const { mode } = this.#configuration;
		const isRemote = origin === 'remote';
		const transition = isRemote ? (control === CONTROL_STATE.connected ? 'b' : 'c') : origin === 'hand' ? 'f' : 'g';
		const inPlace = isRemote ? control === CONTROL_STATE.disconnected : control !== CONTROL_STATE.connected;
		if (!allows(mode, transition) && !(isRemote && inPlace)) this.end('open', origin, 'refused', `not in control mode ${mode}`, done);
		else {
			const next = inPlace ? control : isRemote ? CONTROL_STATE.disconnected : CONTROL_STATE.readyForReconnection;
			this.send('open', origin, reason, false, { control: next, locked: this.#intent.locked, cause: CAUSE.order }, done);
		}
	}

	/**
	 * Closes the contact and lifts a lock-out. `hand`: the button on the meter, which closes what is ready for reconnection, never what the utility opened.
	 * `local`: the meter itself, likewise, and not what is locked out. `remote`: at once where the control mode lets a remote order (2 and 4) or the unit itself
	 * (5 and 6) do so; in 1 and 3 up to ready for reconnection.
	 */
	close(origin: 'remote' | 'local' | 'hand', reason: string, done?: Done): void {
		const { control, locked } = this.#intent;
		const { mode } = this.#configuration;
		if (control === CONTROL_STATE.connected) this.#close(origin, reason, done);
		else if (origin === 'remote') {
			if (allows(mode, 'a') || (allows(mode, 'd') && allows(mode, 'h'))) this.#close(origin, reason, done);
			else this.makeReady(reason, done);
		} else if (control === CONTROL_STATE.disconnected) this.end('close', origin, 'refused', 'opened by the utility', done);
		else if (!allows(mode, origin === 'hand' ? 'e' : 'h')) this.end('close', origin, 'refused', `not in control mode ${mode}`, done);
		else if (origin === 'local' && locked) this.end('close', origin, 'refused', 'locked out', done);
		else this.#close(origin, reason, done);
	}

	/** The method remote_reconnect of class 70 to the letter: closes in control modes 2 and 4, stops at ready for reconnection in 1, 3, 5 and 6. */
	remoteReconnect(reason: string, done?: Done): void {
		if (allows(this.#configuration.mode, 'a')) this.close('remote', reason, done);
		else this.makeReady(reason, done);
	}

	get state(): SwitchState {
		const { control, locked } = this.#intent;
		return { closed: this.#contact.closed, control, mode: this.#configuration.mode, locked, fault: this.fault };
	}

	/** How near the breaker is to its trip, from 0 to 1. */
	get heat(): number {
		return this.#protection.heat(this.#scheduler.now());
	}

	/** The ampere contract, A; undefined: none. */
	get capacity(): number | undefined {
		return this.utility.ampereContract ? this.#configuration.capacity : undefined;
	}

	get demandLimit(): DemandLimit | undefined {
		return this.#configuration.demandLimit;
	}

	/** Returns why not; undefined: done. The breaker starts cold. */
	setCapacity(amperes: number | undefined, origin: Origin): string | undefined {
		const refusal = this.configure(
			{ ...this.#configuration, capacity: amperes },
			origin,
			amperes === undefined ? 'no capacity' : `capacity ${amperes} A`,
			capacityRefusal(amperes, this.rating, this.utility),
		);
		if (refusal === undefined) this.#protection.setCapacity(amperes, this.#scheduler.now());
		this.arm();
		return refusal;
	}

	/** Returns why not; undefined: done. The running window starts anew, with nothing used up. */
	setDemandLimit(limit: DemandLimit | undefined, origin: Origin): string | undefined {
		const refusal = this.configure(
			{ ...this.#configuration, demandLimit: limit },
			origin,
			limit === undefined ? 'no demand limit' : `demand ${limit.watts} W in ${limit.minutes} min`,
			demandRefusal(limit, this.rating),
		);
		if (refusal !== undefined) return refusal;
		this.#protection.setLimit(limit, this.#scheduler.now(), this.#clock.now());
		if (this.#intent.cause === CAUSE.demand) this.planReclosing();
		this.arm();
		return undefined;
	}

	/** 0 to 6; in 0 the supply is always connected. Returns why not; undefined: done. */
	setControlMode(mode: number, origin: Origin): string | undefined {
		const refusal = this.configure({ ...this.#configuration, mode }, origin, `control mode ${mode}`, modeRefusal(mode));
		if (refusal === undefined && mode === 0 && this.#intent.control !== CONTROL_STATE.connected) this.#close(origin, 'control mode 0', undefined);
		this.arm();
		return refusal;
	}

	/** Calls `visit` with each entry of the log, the newest first, until it returns false. */
	walkLog(visit: (entry: SwitchEntry) => boolean): void {
		this.#memory.walk(visit);
	}

	private get fault(): string | undefined {
		if (this.#contact.order !== undefined) return undefined;
		if (this.#contact.closed) return this.#intent.control === CONTROL_STATE.connected ? undefined : 'the contact is stuck';
		if (this.#contact.loadLive) return 'voltage on the load side';
		return this.#leaks ? 'current through the open contact' : undefined;
	}

	#close(origin: Origin, reason: string, done: Done | undefined): void {
		const fault = this.fault;
		if (fault === undefined) this.send('close', origin, reason, true, { control: CONTROL_STATE.connected, locked: false, cause: CAUSE.order }, done);
		else this.end('close', origin, 'refused', fault, done);
	}

	private makeReady(reason: string, done: Done | undefined): void {
		const { control, locked } = this.#intent;
		const { mode } = this.#configuration;
		if (control === CONTROL_STATE.disconnected && !allows(mode, 'd')) {
			this.end('ready', 'remote', 'refused', `not in control mode ${mode}`, done);
			return;
		}
		if (control !== CONTROL_STATE.connected) {
			this.#trips = [];
			if (locked) this.planReclosing();
			this.intend({ control: CONTROL_STATE.readyForReconnection, locked: false, cause: this.#intent.cause });
		}
		this.end('ready', 'remote', 'done', reason, done);
		this.arm();
	}

	/** Writes down what is wanted, then sends the contact. */
	private send(action: Action, origin: Origin, reason: string, closed: boolean, intent: Intent, done: Done | undefined): void {
		if (!this.#running) return;
		const before = this.#contact.order?.before ?? this.#intent;
		this.#timer?.cancel();
		this.intend(intent);
		this.#contact.send({ action, origin, reason, closed, before, done });
	}

	/** Ends an order; called by the contact. */
	onEnd(order: Order, result: Result): void {
		const { action, origin, reason, closed, before, done } = order;
		if (result !== 'overtaken') {
			if (closed && result === 'stuck') this.intend({ ...before, cause: CAUSE.order });
			if (closed && result === 'done' && origin !== 'local') this.#trips = [];
			this.onSettled();
		}
		this.end(action, origin, result, reason, done);
	}

	/** Notes a move without an order, or too late; called by the contact. */
	onStray(): void {
		const { closed } = this.#contact;
		const ordered = this.#intent.control === CONTROL_STATE.connected;
		this.onSettled();
		this.end('moved', 'local', 'done', closed === ordered ? 'late, as ordered' : 'without an order', undefined);
		if (closed && !ordered) this.send('open', 'local', 'closed without an order', false, this.#intent, undefined);
	}

	private onSettled(): void {
		if (!this.#contact.closed) {
			// What was measured before says nothing any more.
			this.#sample = undefined;
			this.#leaks = false;
			this.planReclosing();
		}
		this.load();
		this.arm();
	}

	private planReclosing(): void {
		const now = this.#scheduler.now();
		this.#putOff = false;
		this.#recloseAt = this.#intent.cause === CAUSE.demand ? (this.#protection.windowEnd ?? now) : now + this.utility.recloseAfter;
	}

	/** Nothing flows through an open contact. */
	private load(): void {
		this.#protection.load(this.#contact.closed ? this.#sample : undefined, this.#scheduler.now(), this.#clock.now());
	}

	/** Sets the one timer to what comes next: a trip, or closing again. */
	private arm(): void {
		if (this.#contact.order !== undefined || !this.#running) return;
		this.#timer?.cancel();
		const at = this.nextEvent();
		if (at !== Number.POSITIVE_INFINITY) this.#timer = this.#scheduler.after(at - this.#scheduler.now(), this.#onTime);
	}

	private nextEvent(): number {
		const { mode } = this.#configuration;
		const { control, locked, cause: why } = this.#intent;
		if (control === CONTROL_STATE.connected) {
			if (!this.#contact.closed || !allows(mode, 'g')) return Number.POSITIVE_INFINITY;
			return this.#protection.nextAt;
		}
		const byItself = control === CONTROL_STATE.readyForReconnection && !this.#contact.closed && !locked && why !== CAUSE.order && allows(mode, 'h');
		return byItself ? this.#recloseAt : Number.POSITIVE_INFINITY;
	}

	readonly #onTime = (): void => {
		if (this.#intent.control !== CONTROL_STATE.connected) {
			this.reclose();
			return;
		}
		const origin = this.#protection.due(this.#scheduler.now(), this.#clock.now());
		if (origin === undefined) this.arm();
		else this.openItself(origin);
	};

	private openItself(origin: 'breaker' | 'demand limit'): void {
		const overload = origin === 'breaker';
		const locked = overload && this.countTrip();
		const reason = this.#protection.reason(origin) + (locked ? ', locked out' : '');
		const intent = { control: CONTROL_STATE.readyForReconnection, locked, cause: overload ? CAUSE.overload : CAUSE.demand };
		this.send('open', origin, reason, false, intent, undefined);
	}

	/** Whether this was one too many. */
	private countTrip(): boolean {
		const now = this.#scheduler.now();
		const { trips, within } = this.utility.lockOut;
		this.#trips = this.#trips.filter((at) => at > now - within);
		this.#trips.push(now);
		return this.#trips.length >= trips;
	}

	private reclose(): void {
		const fault = this.fault;
		if (fault === undefined) {
			this.#close('local', this.#intent.cause === CAUSE.overload ? 'after an overload' : 'in a new demand window', undefined);
			return;
		}
		if (!this.#putOff) this.end('close', 'local', 'refused', fault, undefined);
		this.#putOff = true;
		this.#recloseAt = this.#scheduler.now() + this.utility.recloseAfter;
		this.arm();
	}

	private configure(configuration: Configuration, origin: Origin, text: string, refusal: string | undefined): string | undefined {
		if (refusal === undefined) {
			this.#memory.configuration = configuration;
			this.#configuration = configuration;
		}
		this.end('configure', origin, refusal === undefined ? 'done' : 'refused', refusal ?? text, undefined);
		return refusal;
	}

	private intend(intent: Intent): void {
		this.#intent = intent;
		this.#memory.intent = intent;
	}

	/** Logs what came of something, and tells of it from a task of its own. */
	private end(action: Action, origin: Origin, result: Result, reason: string, done: Done | undefined): void {
		const { control, locked } = this.#intent;
		const entry = { time: this.#clock.now(), action, origin, result, reason, closed: this.#contact.closed, control, locked };
		this.#memory.append(entry);
		if (done === undefined && this.#onSwitchEntry === undefined) return;
		this.#scheduler.after(0, () => {
			this.#onSwitchEntry?.(entry);
			done?.(entry);
		});
	}
}
