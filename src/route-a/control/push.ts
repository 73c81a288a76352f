/**
 * Pushes of a meter: what has it send, when it does, and how often it tries. Of each set-up there is one push at a time at most, which tells the values of
 * the moment at which it goes:
 *
 * | state   | what happens                     | next                                                                              |
 * |---------|----------------------------------|-----------------------------------------------------------------------------------|
 * | idle    | script, alarm, method push, power-up with one that had not ended, or where its row says so | waiting, for a random part of the randomisation interval |
 * | waiting | its time has come                | sending; where no window is open, waiting for the next one                        |
 * | sending | it went; of version 2, where its method asks for that: it was confirmed | idle; waiting where another was started meanwhile |
 * | sending | it did not go, or was not confirmed | waiting for the repetition delay; after the last try, or where the window has closed, as above |
 * | waiting | for another try: it was confirmed after all | as above                                                              |
 * | any     | of version 2, method reset       | idle                                                                              |
 *
 * What is started while the first try waits goes with it; what is started behind a try is a push of its own, one for all, under an id of its own.
 *
 * A destination can only be set by the management client.
 */
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import { asciiText } from '../../../modules/bytes/ascii.js';
import { fraction } from '../../../modules/bytes/chance.js';
import { isWindow, opensAt } from '../../../modules/cosem/communication-window.js';
import type { PushProtection } from '../../../modules/cosem/push-object.js';
import { PUSH_SERVICE, type PushDestination, type PushFacts } from '../../../modules/cosem/push-setup.js';
import { PUSH_METHOD } from '../../../modules/cosem/push-setup-2.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SECOND } from '../../../modules/time/durations.js';
import { endpointOf, hdlcClientOf } from '../push-destination.js';
import type { Planned } from './agenda.js';
import { MOST_DESTINATION, MOST_OBJECTS, MOST_WINDOWS, type PushMemory } from './push-memory.js';
import { PUSH_CLIENT, type PushOrder, type PushSender } from './push-order.js';

export interface PushHost {
	readonly slots: Slots;
	readonly random: Random;
	readonly log: Log;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	uptime(): number;
	/** What is planned has changed. */
	rearm(): void;
	readonly sender: PushSender;
}

/** What a destination is, by service; undefined: it is none. */
const DESTINATIONS: Readonly<Record<number, (destination: Uint8Array) => unknown>> = Object.freeze({
	[PUSH_SERVICE.tcp]: endpointOf,
	[PUSH_SERVICE.udp]: endpointOf,
	[PUSH_SERVICE.hdlc]: hdlcClientOf,
});

/** What all set-ups of a meter share. */
export interface PushTurns {
	/** The next one's. */
	nextId(): number;
	/** 0: one may be tried now; else when, by uptime, ms. */
	mayTryAt(): number;
}

/** What tells one set-up from the others. */
export interface PushRow {
	readonly name: LogicalName;
	/** What is told unless something else is set. */
	readonly objects: readonly CaptureObject[];
	/** Started with the power of the communication unit, each time, or until one has gone to where it goes now; default: never by itself. */
	readonly starts?: 'each' | 'once';
}

/** The shortest wait before another try, ms. */
const LEAST_DELAY = SECOND;
const UNPROTECTED: readonly PushProtection[] = Object.freeze([]);

export class PushSetup implements PushFacts, Planned {
	protected readonly host: PushHost;
	protected readonly memory: PushMemory;
	readonly #turns: PushTurns;
	readonly #row: PushRow;
	#state: 'idle' | 'waiting' | 'sending' = 'idle';
	/** By uptime, ms. */
	#nextTry = 0;
	#tries = 0;
	/** Whether a window is waited for. */
	#isShut = false;
	/** Another was started behind a try of this one. */
	#again = false;
	/** The one that is sent. */
	#sent: PushOrder | undefined;
	/** Long invoke id of the one that is to be confirmed; 0: none is. */
	#awaited = 0;

	constructor(host: PushHost, turns: PushTurns, row: PushRow, memory: PushMemory) {
		this.host = host;
		this.#turns = turns;
		this.#row = row;
		this.memory = memory;
	}

	get name(): LogicalName {
		return this.#row.name;
	}

	get id(): number {
		return this.memory.id;
	}

	/** The last one there is was given out: they begin anew. */
	forgetId(): void {
		if (this.memory.id !== 0) this.memory.id = 0;
	}

	get objects(): readonly CaptureObject[] {
		return this.memory.objects ?? this.#row.objects;
	}

	get destination(): PushDestination {
		return this.memory.destination;
	}

	get windows(): readonly Uint8Array[] {
		return this.memory.windows;
	}

	get randomisation(): number {
		return this.memory.randomisation;
	}

	get retries(): number {
		return this.memory.retries;
	}

	get repetitionDelay(): number {
		return this.memory.repetitionDelay;
	}

	setObjects(objects: readonly CaptureObject[]): number {
		if (objects.length > MOST_OBJECTS) return ACCESS_RESULT.scopeOfAccessViolated;
		for (const object of objects) {
			if (object.dataIndex !== 0) return ACCESS_RESULT.scopeOfAccessViolated;
			const result = this.host.sender.mayTell(object);
			if (result !== ACCESS_RESULT.success) return result;
		}
		this.memory.objects = objects;
		return ACCESS_RESULT.success;
	}

	setDestination(told: PushDestination): number {
		const { service, destination } = told;
		const find = DESTINATIONS[service];
		if (find === undefined || destination.length > MOST_DESTINATION) return ACCESS_RESULT.scopeOfAccessViolated;
		if (destination.length > 0 && find(destination) === undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		this.memory.destination = told;
		return ACCESS_RESULT.success;
	}

	setWindows(windows: readonly Uint8Array[]): number {
		const { deviation } = this.host;
		if (windows.length > MOST_WINDOWS || !windows.every((window) => isWindow(window, deviation))) return ACCESS_RESULT.scopeOfAccessViolated;
		this.memory.windows = windows;
		// Looked at anew: what waits may go now.
		this.#isShut = false;
		this.host.rearm();
		return ACCESS_RESULT.success;
	}

	setRandomisation(seconds: number): number {
		this.memory.randomisation = seconds;
		return ACCESS_RESULT.success;
	}

	setRetries(count: number): number {
		this.memory.retries = count;
		return ACCESS_RESULT.success;
	}

	setRepetitionDelay(seconds: number): number {
		this.memory.repetitionDelay = seconds;
		return ACCESS_RESULT.success;
	}

	push(): number {
		return this.start() ? ACTION_RESULT.success : ACTION_RESULT.otherReason;
	}

	/** False: there is nowhere to send it. */
	start(): boolean {
		if (!this.memory.hasDestination) return false;
		if (this.#state === 'idle') {
			this.memory.begin();
			this.#wait();
		} else if (this.#state === 'sending' || this.#tries > 0) this.#again = true;
		return true;
	}

	/** The power has come. */
	resume(): void {
		const { starts } = this.#row;
		if (this.#state !== 'idle') return;
		if (this.memory.isPending) this.#wait();
		else if (starts === 'each' || (starts === 'once' && !this.memory.isTold)) this.start();
	}

	get dueAt(): number {
		if (this.#state !== 'waiting') return Number.POSITIVE_INFINITY;
		const host = this.host;
		return this.#isShut ? this.#opensAt(host.now()) : host.now() + this.#nextTry - host.uptime();
	}

	run(now: number): void {
		if (!this.memory.hasDestination) {
			this.#end();
			return;
		}
		const opening = this.#opensAt(now);
		this.#isShut = opening > now;
		if (this.#isShut) {
			if (this.#tries > 0) this.#giveUp('its window has closed');
			else if (opening === Number.POSITIVE_INFINITY) this.#giveUp('no window will open');
			return;
		}
		const later = this.#turns.mayTryAt();
		if (later > 0) {
			this.#nextTry = later;
			return;
		}
		if (this.#tries === 0) this.memory.id = this.#turns.nextId();
		this.#state = 'sending';
		const order = this.order(now);
		this.#sent = order;
		this.#awaited = order.method === PUSH_METHOD.confirmed ? order.id : 0;
		this.host.sender.send(order, (failure) => {
			// What is told of one that was confirmed, or given up, is too late.
			if (this.#sent === order) this.#onSent(failure);
		});
	}

	/** Who takes pushes has confirmed one. False: this is none that waits for it. */
	confirm(id: number): boolean {
		if (this.#awaited === 0 || this.#awaited !== id) return false;
		this.onConfirmed();
		this.#onSent(undefined);
		return true;
	}

	/** What is under way ends, and nobody has to know why. */
	protected giveUp(): void {
		this.#again = false;
		this.#sent = undefined;
		if (this.#state !== 'idle') this.#end();
		this.host.rearm();
	}

	/** The push that goes now. */
	protected order(_now: number): PushOrder {
		const { id, objects, destination } = this;
		return { id, objects, destination, client: PUSH_CLIENT, protection: UNPROTECTED, port: 0, method: PUSH_METHOD.unconfirmed };
	}

	/** Seconds from this try, counted from 1, to the next. */
	protected delayBehind(_tries: number): number {
		return this.repetitionDelay;
	}

	protected onConfirmed(): void {}

	/** For the first try. */
	#wait(): void {
		this.#tries = 0;
		this.#isShut = false;
		this.#state = 'waiting';
		this.#nextTry = this.host.uptime() + Math.floor(fraction(this.host.random) * SECOND * this.randomisation);
		this.host.rearm();
	}

	#onSent(failure: string | undefined): void {
		this.#sent = undefined;
		this.#tries++;
		if (failure === undefined) this.#end(true);
		else if (this.#tries > this.retries) this.#giveUp(failure);
		else {
			const delay = this.delayBehind(this.#tries);
			if (this.#tries === 1) this.#tell(`${failure}; tried again after ${delay} s, up to ${this.retries} times`);
			this.#state = 'waiting';
			this.#nextTry = this.host.uptime() + Math.max(LEAST_DELAY, SECOND * delay);
		}
		this.host.rearm();
	}

	#giveUp(why: string): void {
		this.#tell(`${why}; given up after ${this.#tries} ${this.#tries === 1 ? 'try' : 'tries'}`);
		this.#end();
	}

	#end(isTold = false): void {
		this.#state = 'idle';
		this.#isShut = false;
		this.#awaited = 0;
		this.memory.end(isTold);
		if (!this.#again) return;
		this.#again = false;
		this.start();
	}

	/** When it may go, `now` if it may. */
	#opensAt(now: number): number {
		const { windows } = this.memory;
		if (windows.length === 0) return now;
		return windows.reduce((least, window) => Math.min(least, opensAt(window, now, this.host.deviation)), Number.POSITIVE_INFINITY);
	}

	#tell(text: string): void {
		const { destination } = this.destination;
		this.host.log.write('Route A', `push ${logicalNameText(this.name)} to ${asciiText(destination)}: ${text}`);
	}
}
