/**
 * Pushes of a meter: what has it send, when it does, and how often it tries. Of each set-up there is one push at a time at most, which tells the values of
 * the moment at which it goes:
 *
 * | state   | what happens                     | next                                                                              |
 * |---------|----------------------------------|-----------------------------------------------------------------------------------|
 * | idle    | script, alarm, method push, power-up with one that had not ended | waiting, for a random part of the randomisation interval |
 * | waiting | its time has come                | sending; where no window is open, waiting for the next one                        |
 * | sending | it went                          | idle; waiting where another was started meanwhile                                 |
 * | sending | it did not go                    | waiting for the repetition delay; after the last try, or where the window has closed, idle |
 *
 * No more than `MOST_TRIES` a minute go out of one meter, whatever starts them: the next waits for the next minute. A destination can only be set by the management client.
 */
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import { asciiText } from '../../../modules/bytes/ascii.js';
import { fraction } from '../../../modules/bytes/chance.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { isWindow, opensAt } from '../../../modules/cosem/communication-window.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PUSH_SERVICE, type PushDestination, type PushFacts } from '../../../modules/cosem/push-setup.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { endpointOf, hdlcClientOf } from '../push-destination.js';
import type { Planned } from './agenda.js';
import { MOST_DESTINATION, MOST_OBJECTS, MOST_WINDOWS, PushMemory } from './push-memory.js';
import { PUSH_SLOT } from './slot-rows.js';

export interface PushHost {
	readonly slots: Slots;
	readonly random: Random;
	readonly log: Log;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	uptime(): number;
	/** What the alarm push tells unless something else is set. */
	readonly alarmObjects: readonly CaptureObject[];
	/** What is planned has changed. */
	rearm(): void;
	/** Whether the meter has such an attribute to tell: a Data-Access-Result. */
	mayTell(object: CaptureObject): number;
	/** Sends what a set-up names. `done` is told once why it did not go, or undefined; not any more once the power has gone. */
	send(setup: PushFacts, id: number, done: (failure: string | undefined) => void): void;
}

const whole = (classId: number, name: LogicalName): CaptureObject => ({ classId, name, attribute: 2, dataIndex: 0 });

/** What is told unless something else is set: first the list itself, by which head-ends know the rest. */
export const ALARM_OBJECTS = frozen([
	whole(40, NAME.alarmPush),
	whole(1, NAME.logicalDevice),
	whole(8, NAME.clock),
	whole(1, NAME.alarmDescriptor1),
	whole(1, NAME.alarmDescriptor2),
]);
const INTERVAL_OBJECTS = frozen([
	whole(40, NAME.intervalPush),
	whole(1, NAME.logicalDevice),
	whole(8, NAME.clock),
	whole(1, NAME.amrStatus),
	whole(3, NAME.importEnergy),
	whole(3, NAME.exportEnergy),
]);

/** What a destination is, by service; undefined: it is none. */
const DESTINATIONS: Readonly<Record<number, (destination: Uint8Array) => unknown>> = Object.freeze({
	[PUSH_SERVICE.tcp]: endpointOf,
	[PUSH_SERVICE.udp]: endpointOf,
	[PUSH_SERVICE.hdlc]: hdlcClientOf,
});

export type PushName = 'alarm' | 'interval';

/** Tries a minute, of all set-ups of a meter. */
const MOST_TRIES = 60;
const LAST_ID = 0xffffff;
/** The shortest wait before another try, ms. */
const LEAST_DELAY = SECOND;

export class Pushes {
	readonly alarm: PushSetup;
	readonly interval: PushSetup;
	readonly #host: PushHost;
	/** Minute of the uptime, and tries in it. */
	#minute = 0;
	#tries = 0;

	/** @param first slot of theirs */
	constructor(host: PushHost, first: number) {
		this.#host = host;
		this.alarm = new PushSetup(host, this, 'alarm', first + PUSH_SLOT.alarm);
		this.interval = new PushSetup(host, this, 'interval', first + PUSH_SLOT.interval);
	}

	/** The power has come: what had not ended goes on. */
	resume(): void {
		this.alarm.resume();
		this.interval.resume();
	}

	setup(name: LogicalName): PushSetup {
		return name === NAME.alarmPush ? this.alarm : this.interval;
	}

	/** Ids rise in the order in which pushes are first tried, whichever set-up's they are, and over power cuts. */
	nextId(): number {
		const last = Math.max(this.alarm.id, this.interval.id);
		if (last < LAST_ID) return last + 1;
		this.alarm.forgetId();
		this.interval.forgetId();
		return 1;
	}

	/** 0: it may be tried now; else when, by uptime. */
	mayTryAt(): number {
		const minute = Math.floor(this.#host.uptime() / MINUTE);
		if (minute !== this.#minute) this.#tries = 0;
		this.#minute = minute;
		if (this.#tries >= MOST_TRIES) return (minute + 1) * MINUTE;
		this.#tries++;
		return 0;
	}
}

export class PushSetup implements PushFacts, Planned {
	readonly #host: PushHost;
	readonly #pushes: Pushes;
	readonly #name: PushName;
	readonly #memory: PushMemory;
	#state: 'idle' | 'waiting' | 'sending' = 'idle';
	/** By uptime, ms. */
	#nextTry = 0;
	#tries = 0;
	/** Whether a window is waited for. */
	#isShut = false;
	/** Another was started while one was sent. */
	#again = false;

	constructor(host: PushHost, pushes: Pushes, name: PushName, slot: number) {
		this.#host = host;
		this.#pushes = pushes;
		this.#name = name;
		this.#memory = new PushMemory(host.slots, slot);
	}

	get name(): LogicalName {
		return this.#name === 'alarm' ? NAME.alarmPush : NAME.intervalPush;
	}

	get id(): number {
		return this.#memory.id;
	}

	/** The last one there is was given out: they begin anew. */
	forgetId(): void {
		this.#memory.id = 0;
	}

	get objects(): readonly CaptureObject[] {
		return this.#memory.objects ?? (this.#name === 'alarm' ? this.#host.alarmObjects : INTERVAL_OBJECTS);
	}

	get destination(): PushDestination {
		return this.#memory.destination;
	}

	get windows(): readonly Uint8Array[] {
		return this.#memory.windows;
	}

	get randomisation(): number {
		return this.#memory.randomisation;
	}

	get retries(): number {
		return this.#memory.retries;
	}

	get repetitionDelay(): number {
		return this.#memory.repetitionDelay;
	}

	setObjects(objects: readonly CaptureObject[]): number {
		if (objects.length > MOST_OBJECTS) return ACCESS_RESULT.scopeOfAccessViolated;
		for (const object of objects) {
			if (object.dataIndex !== 0) return ACCESS_RESULT.scopeOfAccessViolated;
			const result = this.#host.mayTell(object);
			if (result !== ACCESS_RESULT.success) return result;
		}
		this.#memory.objects = objects;
		return ACCESS_RESULT.success;
	}

	setDestination(told: PushDestination): number {
		const { service, destination } = told;
		const find = DESTINATIONS[service];
		if (find === undefined || destination.length > MOST_DESTINATION) return ACCESS_RESULT.scopeOfAccessViolated;
		if (destination.length > 0 && find(destination) === undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.destination = told;
		return ACCESS_RESULT.success;
	}

	setWindows(windows: readonly Uint8Array[]): number {
		const { deviation } = this.#host;
		if (windows.length > MOST_WINDOWS || !windows.every((window) => isWindow(window, deviation))) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.windows = windows;
		// Looked at anew: what waits may go now.
		this.#isShut = false;
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	setRandomisation(seconds: number): number {
		this.#memory.randomisation = seconds;
		return ACCESS_RESULT.success;
	}

	setRetries(count: number): number {
		this.#memory.retries = count;
		return ACCESS_RESULT.success;
	}

	setRepetitionDelay(seconds: number): number {
		this.#memory.repetitionDelay = seconds;
		return ACCESS_RESULT.success;
	}

	push(): number {
		return this.start() ? ACTION_RESULT.success : ACTION_RESULT.otherReason;
	}

	/** False: there is nowhere to send it. */
	start(): boolean {
		if (!this.#memory.hasDestination) return false;
		if (this.#state === 'sending') this.#again = true;
		else if (this.#state === 'idle') {
			this.#memory.begin();
			this.#wait();
		}
		return true;
	}

	resume(): void {
		if (this.#state === 'idle' && this.#memory.isPending) this.#wait();
	}

	get dueAt(): number {
		if (this.#state !== 'waiting') return Number.POSITIVE_INFINITY;
		const host = this.#host;
		return this.#isShut ? this.#opensAt(host.now()) : host.now() + this.#nextTry - host.uptime();
	}

	run(now: number): void {
		if (!this.#memory.hasDestination) {
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
		const later = this.#pushes.mayTryAt();
		if (later > 0) {
			this.#nextTry = later;
			return;
		}
		if (this.#tries === 0) this.#memory.id = this.#pushes.nextId();
		this.#state = 'sending';
		this.#host.send(this, this.id, (failure) => this.#onSent(failure));
	}

	/** For the first try. */
	#wait(): void {
		this.#tries = 0;
		this.#isShut = false;
		this.#state = 'waiting';
		this.#nextTry = this.#host.uptime() + Math.floor(fraction(this.#host.random) * SECOND * this.randomisation);
		this.#host.rearm();
	}

	#onSent(failure: string | undefined): void {
		this.#tries++;
		if (failure === undefined) this.#end();
		else if (this.#tries > this.retries) this.#giveUp(failure);
		else {
			if (this.#tries === 1) this.#tell(`${failure}; tried again after ${this.repetitionDelay} s, up to ${this.retries} times`);
			this.#state = 'waiting';
			this.#nextTry = this.#host.uptime() + Math.max(LEAST_DELAY, SECOND * this.repetitionDelay);
		}
		this.#host.rearm();
	}

	#giveUp(why: string): void {
		this.#tell(`${why}; given up after ${this.#tries} ${this.#tries === 1 ? 'try' : 'tries'}`);
		this.#end();
	}

	#end(): void {
		this.#state = 'idle';
		this.#isShut = false;
		this.#memory.end();
		if (!this.#again) return;
		this.#again = false;
		this.start();
	}

	/** When it may go, `now` if it may. */
	#opensAt(now: number): number {
		const { windows } = this.#memory;
		if (windows.length === 0) return now;
		return windows.reduce((least, window) => Math.min(least, opensAt(window, now, this.#host.deviation)), Number.POSITIVE_INFINITY);
	}

	#tell(text: string): void {
		const { destination } = this.destination;
		this.#host.log.write('Route A', `push ${logicalNameText(this.name)} to ${asciiText(destination)}: ${text}`);
	}
}
