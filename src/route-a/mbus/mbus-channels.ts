/** The M-Bus of a smart meter: the channels, their logs, and what each is to do at which time. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { SecondaryAddress } from '../../../modules/mbus/header.js';
import { Agenda } from '../control/agenda.js';
import { MbusChannel } from './channel.js';
import type { ChannelHost } from './channel-facts.js';
import { MbusBus } from './mbus-bus.js';
import { type MbusEventName, MbusEvents } from './mbus-events.js';
import { MBUS_CHANNELS, MbusMemory } from './mbus-memory.js';
import { MbusPlans } from './mbus-plans.js';
import { ValveSchedule } from './valve-schedule.js';

/** The line, and what keeps what is known of the meters on it. */
export interface MbusPlace {
	readonly port: Serial;
	/** Nothing else is on it (mbus-memory.ts). */
	readonly flash: Flash;
	/** Likewise (mbus-plans.ts); undefined: there are no rows of days and months, and no schedules of valves. */
	readonly planFlash?: Flash | undefined;
	/** Version of the objects of class 72. */
	readonly version: 0 | 1;
}

/** An event that is an alarm, too. */
export type MbusAlarm = 'mbusCommunication' | 'mbusFraud' | 'mbusPermanentError' | 'mbusBattery' | 'mbusNewDevice' | 'mbusValve';

const ALARMS: Readonly<Partial<Record<MbusEventName, MbusAlarm>>> = Object.freeze({
	communicationError: 'mbusCommunication',
	fraud: 'mbusFraud',
	permanentError: 'mbusPermanentError',
	replaceBattery: 'mbusBattery',
	newDevice: 'mbusNewDevice',
	valveAlarm: 'mbusValve',
});

/** By then other units have said who they are, ms. */
const STARTED = 5000;

export interface MbusHost {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly log: Log;
	readonly cipher: Cipher;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** @param channel from 1 */
	raise(alarm: MbusAlarm, channel: number): void;
}

export class MbusChannels implements ChannelHost {
	readonly bus: MbusBus;
	readonly memory: MbusMemory;
	readonly plans: MbusPlans | undefined;
	readonly events: MbusEvents;
	/** Version of the objects of class 72. */
	readonly version: 0 | 1;
	readonly deviation: number;
	readonly #host: MbusHost;
	readonly #channels: readonly MbusChannel[];
	/** None without plans. */
	readonly #valves: readonly ValveSchedule[] = [];
	readonly #agenda: Agenda;

	/** @throws JournalError if the flash holds something else */
	constructor(host: MbusHost, { port, flash, planFlash, version }: MbusPlace) {
		this.#host = host;
		this.version = version;
		this.deviation = host.deviation;
		this.memory = new MbusMemory(flash);
		this.plans = planFlash && new MbusPlans(planFlash);
		this.events = new MbusEvents(this.memory.events, host.deviation);
		this.bus = new MbusBus(port, host.scheduler, host.log);
		this.#channels = Array.from({ length: MBUS_CHANNELS }, (_, i) => new MbusChannel(this, i + 1));
		if (this.plans !== undefined) {
			const { schedules: slots } = this.plans;
			this.#valves = this.#channels.map((channel) => new ValveSchedule(channel, slots));
		}
		this.#agenda = new Agenda(host.scheduler, host.clock, [...this.#channels, ...this.#valves.map(({ schedule }) => schedule)]);
	}

	/** The meter has power. Called once. */
	start(): void {
		this.#agenda.start(STARTED);
		for (const channel of this.#channels) channel.start();
	}

	/** @param number from 1 */
	channel(number: number): MbusChannel {
		return this.#channels[number - 1]!;
	}

	/** Of a meter that has plans. @param number of the channel, from 1 */
	valve(number: number): ValveSchedule {
		return this.#valves[number - 1]!;
	}

	get cipher(): Cipher {
		return this.#host.cipher;
	}

	now(): number {
		return this.#host.clock.now();
	}

	isOnChannel({ identification, manufacturer, version, deviceType }: SecondaryAddress): boolean {
		return this.#channels.some(({ isInstalled, secondary: known }) => {
			if (!isInstalled || known.identification !== identification || known.manufacturer !== manufacturer) return false;
			return known.version === version && known.deviceType === deviceType;
		});
	}

	isGiven(address: number, channel: number): boolean {
		return this.#channels.some(({ number, isInstalled, primaryAddress }) => number !== channel && isInstalled && primaryAddress === address);
	}

	tell(text: string): void {
		this.#host.log.write('M-Bus', text);
	}

	rearm(): void {
		this.#agenda.arm();
	}

	onEvent(name: MbusEventName, channel: number): void {
		this.events.record(name, channel, this.now());
		const alarm = ALARMS[name];
		if (alarm !== undefined) this.#host.raise(alarm, channel);
	}
}
