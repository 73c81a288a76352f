/** A meter on a real air: metering unit and Route B over a Wi-SUN module that is coordinator and authentication agent. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { type CoordinatorState, SkCoordinator } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { MODELS, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { MeteringUnit } from '../../../src/meter/metering/metering-unit.js';
import type { Credentials } from '../../../src/route-b/credentials.js';
import type { LocationStore } from '../../../src/route-b/location.js';
import type { MeterProfile } from '../../../src/route-b/meter-profile.js';
import type { NotificationRules } from '../../../src/route-b/notifications.js';
import { RouteB } from '../../../src/route-b/route-b.js';
import { ROUTE_B_CHANNELS } from '../../../src/world/air/neighbours.js';
import { type LoadSource, PlayedLoad } from '../../../src/world/load/source.js';
import type { MeterEvent } from '../../../src/world/meter/meter-event.js';
import { INITIAL } from '../../../src/world/meter/past.js';
import { ExchangeTap } from '../../../src/world/watch/exchange-tap.js';

export interface RadioMeterOptions {
	/** The UART towards the module. */
	readonly serial: Serial;
	readonly model: ModelName | undefined;
	readonly seed: number;
	/** Keeps step with the wall clock. */
	readonly scheduler: VirtualScheduler;
	readonly log: Log;
	/** ms since 1970-01-01T00:00:00Z when the scheduler stands at 0. */
	readonly start: number;
	readonly load: LoadSource;
	readonly flash: Flash;
	readonly profile: MeterProfile;
	readonly location?: LocationStore | undefined;
	readonly notifications: NotificationRules;
	readonly onEvent: (event: MeterEvent) => void;
	readonly onState: (state: CoordinatorState, detail: string) => void;
}

const NAME = 'meter';

export class RadioMeter {
	readonly panId: number;
	readonly channel: number;
	readonly clock: Clock;
	/** 12 characters. */
	readonly serial: string;
	readonly unit: MeteringUnit;
	readonly coordinator: SkCoordinator;
	readonly routeB: RouteB;

	/** @throws JournalError if the flash holds something else than a meter's memory */
	constructor(options: RadioMeterOptions) {
		const { serial, model, seed, scheduler, log, start, profile, location, notifications, onEvent, onState } = options;
		const place = new SeededRandom(seed, 'place');
		this.panId = 1 + place.below(0xfffe);
		this.channel = ROUTE_B_CHANNELS[place.below(ROUTE_B_CHANNELS.length)]!;
		this.clock = new SchedulerClock(scheduler, start);
		this.serial = `KEIKI${String(1e7 + (seed % 1e7)).slice(1)}`;
		this.unit = new MeteringUnit({
			scheduler,
			clock: this.clock,
			metrology: new PlayedLoad(options.load, scheduler, start),
			flash: options.flash,
			log,
			counter: profile.counter,
			initial: INITIAL,
		});
		this.coordinator = new SkCoordinator({
			serial,
			scheduler,
			log,
			channel: this.channel,
			panId: this.panId,
			model: model && MODELS[model],
			onState,
			onLimit: (limited) => onEvent({ kind: 'limit', node: NAME, limited }),
		});
		this.routeB = new RouteB({
			datagrams: new ExchangeTap(
				this.coordinator,
				scheduler,
				(exchange) => onEvent({ kind: 'exchange', node: NAME, exchange, medium: 'wi-sun' }),
				(event, peer, evidence) => onEvent({ kind: 'peer', node: NAME, event, peer, evidence }),
			),
			scheduler,
			random: new SeededRandom(seed, NAME),
			log,
			readings: this.unit,
			profile,
			serial: this.serial,
			notifications,
			...(location && { location }),
		});
	}

	start(credentials: Credentials): void {
		this.unit.start();
		this.routeB.start(credentials);
	}

	/** The module's PAN is gone, and what the registers stand at is written down. */
	shutdown(): void {
		this.routeB.keep();
		this.coordinator.stop();
		this.unit.shutdown();
	}
}
