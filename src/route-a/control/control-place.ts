/** What the control room needs of the meter. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { SwitchOrder } from '../../meter/backplane/messages.js';
import type { IntervalReadings } from '../../meter/metering/readings.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { UNIT_KIND } from '../facts.js';
import type { HouseholdParts } from '../household/household.js';
import { hasImages, type ImageMeter, ImagePlace } from '../image/image-place.js';
import type { TokenKeys } from '../payment/payment.js';
import { MeterPushSender } from '../push-sender.js';
import type { RouteAOptions, RouteAPlace } from '../route-a-options.js';
import type { RouteAProfile } from '../route-a-profile.js';
import type { EventLog } from '../standard-log.js';
import type { ControlHost } from './control-host.js';
import type { PushSender } from './push-order.js';

/** The meter, as the control room finds it. */
interface ControlledMeter extends ImageMeter {
	/** When the meter got its power, ms since 1970-01-01T00:00:00Z; NaN: it has none yet. */
	readonly startedAt: number;
	/** See `ControlHost`. */
	readonly certificates: { readonly nearestEnd: number } | undefined;
}

export class ControlPlace implements ControlHost {
	readonly log: Log;
	readonly random: Random;
	readonly images: ImagePlace | undefined;
	readonly household: (HouseholdParts & TokenKeys) | undefined;
	readonly pushing: PushSender | undefined;
	readonly #meter: ControlledMeter;
	readonly #place: RouteAPlace;

	constructor(meter: ControlledMeter, options: RouteAOptions, place: RouteAPlace) {
		const { log, random, household, cipher, keys, serial } = options;
		this.log = log;
		this.random = random;
		this.images = hasImages(options) ? new ImagePlace(meter, options, place) : undefined;
		this.household = household && { ...household, cipher, kek: keys.kek, serial };
		this.#meter = meter;
		this.#place = place;
		this.pushing = place.push && new MeterPushSender(meter, options, place);
	}

	get clock(): Clock {
		return this.#place.clock;
	}

	get scheduler(): Scheduler | undefined {
		return this.#place.scheduler;
	}

	get routeAProfile(): RouteAProfile {
		return this.#meter.routeAProfile;
	}

	get readings(): IntervalReadings {
		return this.#place.readings;
	}

	get events(): EventLog {
		return this.#meter.events;
	}

	get certificates(): { readonly nearestEnd: number } | undefined {
		return this.#meter.certificates;
	}

	get startedAt(): number {
		return this.#meter.startedAt;
	}

	get switchingSerial(): string {
		return this.serialOf(UNIT_KIND.switching);
	}

	get meteringSerial(): string {
		return this.serialOf(UNIT_KIND.metering);
	}

	order(order: SwitchOrder, done: OnAnswered): boolean {
		return this.#place.order?.(order, done) ?? false;
	}

	private serialOf(unit: number): string {
		return this.#place.units.find(({ kind }) => kind === unit)?.serial ?? '';
	}

	record(code: number): void {
		this.#meter.record(code);
	}
}
