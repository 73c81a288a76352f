/** What the control room needs of the meter. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { PUSH_SERVICE, type PushFacts } from '../../../modules/cosem/push-setup.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import type { SwitchOrder } from '../../meter/backplane/messages.js';
import type { IntervalReadings } from '../../meter/metering/readings.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { UNIT_KIND } from '../facts.js';
import type { HouseholdParts } from '../household/household.js';
import { hasImages, type ImageMeter, ImagePlace } from '../image/image-place.js';
import type { TokenKeys } from '../payment/payment.js';
import { endpointOf, hdlcClientOf } from '../push-destination.js';
import { pushApdu, pushFrame } from '../push-message.js';
import type { RouteAOptions, RouteAPlace } from '../route-a-options.js';
import type { RouteAProfile } from '../route-a-profile.js';
import type { EventLog } from '../standard-log.js';
import type { ControlHost } from './control-host.js';

/** The meter, as the control room finds it. */
interface ControlledMeter extends ImageMeter {
	/** When the meter got its power, ms since 1970-01-01T00:00:00Z; NaN: it has none yet. */
	readonly startedAt: number;
}

export class ControlPlace implements ControlHost {
	readonly log: Log;
	readonly random: Random;
	readonly images: ImagePlace | undefined;
	readonly household: (HouseholdParts & TokenKeys) | undefined;
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

	get startedAt(): number {
		return this.#meter.startedAt;
	}

	get switchingSerial(): string {
		return this.#serialOf(UNIT_KIND.switching);
	}

	get meteringSerial(): string {
		return this.#serialOf(UNIT_KIND.metering);
	}

	order(order: SwitchOrder, done: OnAnswered): boolean {
		return this.#place.order?.(order, done) ?? false;
	}

	#serialOf(unit: number): string {
		return this.#place.units.find(({ kind }) => kind === unit)?.serial ?? '';
	}

	record(code: number): void {
		this.#meter.record(code);
	}

	get canPush(): boolean {
		return this.#place.push !== undefined;
	}

	mayTell({ classId, name, attribute }: CaptureObject): number {
		const { device } = this.#meter.server.options;
		return device.mayRead({ classId, name, index: attribute }, this.routeAProfile.clients.management);
	}

	/** Under the keys of the management client, which alone can have set where to. */
	send({ objects, destination: { service, destination } }: PushFacts, id: number, done: (failure: string | undefined) => void): void {
		const { server } = this.#meter;
		const push = this.#place.push!;
		const client = server.options.clients.find((each) => each.id === this.routeAProfile.clients.management);
		if (client === undefined) {
			done('the management client has no keys');
			return;
		}
		const isByLine = service === PUSH_SERVICE.hdlc;
		const bytes = (isByLine ? pushApdu : pushFrame)(server, client, objects, id);
		const to = endpointOf(destination);
		if (typeof bytes === 'string') {
			done(bytes);
			return;
		}
		if (isByLine ? push.sendByLine === undefined : to === undefined) {
			done(isByLine ? 'there is no local port' : 'no address');
			return;
		}
		server.statistics.sent++;
		server.statistics.octetsSent += bytes.length - (isByLine ? 0 : WRAPPER_HEADER_LENGTH);
		if (isByLine) push.sendByLine!(hdlcClientOf(destination)!, bytes, done);
		else push.send(service === PUSH_SERVICE.udp ? 'udp' : 'tcp', to!.address, to!.port, bytes, done);
	}
}
