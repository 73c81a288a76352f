import type { Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import type { Address, DatagramListener, Datagrams, Delivery } from '../../../modules/datagram/datagram.js';
import { fromCivil, minuteOf } from '../../../src/meter/metering/calendar.js';
import type { Counts, Minute, Readings } from '../../../src/meter/metering/readings.js';
import type { Counter } from '../../../src/meter/metering/registers.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { RouteB, type RouteBOptions } from '../../../src/route-b/route-b.js';
import { hex, toHex } from '../../assert.js';

export const HEMS: Address = hex('fe800000000000000211223344556677');
export const STRANGER: Address = hex('fe800000000000000211223344556688');
export const METER: Address = hex('fe80000000000000021234567890abcd');
export const ALL_NODES = 'ff020000000000000000000000000001';

/** Readings as a test sets them. */
export class ScriptedReadings implements Readings {
	counter: Counter = { wattHours: 100, digits: 6 };
	twoWay = true;
	current: Counts | undefined = { import: 0xfe73, export: 0x16 };
	measured: Sample | undefined = { power: 632, currentR: 3, currentT: 5, voltageR: 101, voltageT: 102 };
	readonly halfHours = new Map<Minute, Counts>();
	readonly minutes = new Map<Minute, Counts>();
	readonly #now: () => number;
	readonly #listeners: ((at: Minute) => void)[] = [];

	constructor(now: () => number) {
		this.#now = now;
	}

	now(): number {
		return this.#now();
	}

	counts(): Counts | undefined {
		return this.current;
	}

	sample(): Sample | undefined {
		return this.measured;
	}

	halfHour(at: Minute): Counts | undefined {
		return this.halfHours.get(at);
	}

	minute(at: Minute): Counts | undefined {
		return this.minutes.get(at);
	}

	onHalfHour(listener: (at: Minute) => void): void {
		this.#listeners.push(listener);
	}

	/** The clock closes a half-hour. */
	close(at: Minute, counts: Counts): void {
		this.halfHours.set(at, counts);
		for (const listener of this.#listeners) listener(at);
	}
}

export interface Sent {
	readonly at: number;
	readonly to: string;
	readonly port: number;
	readonly message: string;
}

/** Datagrams that go nowhere but into a list. */
export class RecordingDatagrams implements Datagrams {
	maxPayload = 1232;
	listener!: DatagramListener;
	readonly sent: Sent[] = [];
	readonly ended: string[] = [];
	credentials = '';
	delivery: Delivery = 'sent';
	readonly #scheduler: Scheduler;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.sent.push({ at: this.#scheduler.now(), to: toHex(to), port, message: toHex(bytes) });
		this.#scheduler.after(0, () => done(this.delivery));
	}

	terminate(peer: Address): void {
		this.ended.push(toHex(peer));
	}

	configure(id: string, password: string): void {
		this.credentials = `${id} ${password}`;
	}

	/** What was sent since the last call. */
	take(): Sent[] {
		return this.sent.splice(0);
	}
}

/** The minute at a date and time in Japan. */
export function japan(year: number, month: number, day: number, hour = 0, minute = 0): Minute {
	return fromCivil(year, month, day, hour, minute)!;
}

/** When the real meter's dump was taken, as far as it tells: 2026-05-20 14:26. */
export const DUMP_TIME = japan(2026, 5, 20, 14, 26);

/** A meter of the first generation, with values of the dump, whose Route B is set up; `ask` brings a message and returns the answers. */
export function setUp(options: Partial<RouteBOptions> = {}, start: Minute = DUMP_TIME) {
	const scheduler = new VirtualScheduler();
	const clock = new SchedulerClock(scheduler, start * 60_000);
	const readings = new ScriptedReadings(() => clock.now());
	const datagrams = new RecordingDatagrams(scheduler);
	const logged: string[] = [];
	const random = new SeededRandom(1, 'route-b');
	const log = { write: (layer: string, text: string) => logged.push(`${layer}: ${text}`) };
	const routeB = new RouteB({ random, profile: GEN1, serial: 'KEIKI0000001', log, ...options }, datagrams, scheduler, readings);
	const receive = (message: string, from = HEMS, secured = true): void => {
		datagrams.listener.onDatagram(from, METER, 3610, hex(message), secured);
		scheduler.runFor(0);
	};
	const ask = (message: string, from = HEMS): string[] => {
		datagrams.take();
		receive(message, from);
		return datagrams.take().map((sent) => sent.message);
	};
	/** A HEMS is authenticated, and the instance list behind us. */
	const join = (): void => {
		datagrams.listener.onPeer('joined', HEMS, 'PANA success');
		scheduler.runFor(500);
		datagrams.take();
	};
	return { scheduler, clock, readings, datagrams, logged, random, routeB, receive, ask, join };
}

/** The same, with a HEMS connected. */
export function connected(options: Partial<RouteBOptions> = {}, start: Minute = DUMP_TIME) {
	const parts = setUp(options, start);
	parts.routeB.start();
	parts.join();
	return parts;
}

/** Full minutes of the clock. */
export function thisMinute(readings: Readings): Minute {
	return minuteOf(readings.now());
}
