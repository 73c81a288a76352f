/**
 * One meter of a fleet while somebody speaks with it, or something is due in it: the same `RouteA` as in a meter that stands alone, over the meter's row. It is
 * made when it is wanted and goes when it is not; what it leaves behind is in its row and in what was changed (changes.ts).
 */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { MAX_WINDOW } from '../../../modules/dlms/apdu/general-block.js';
import { PLACE_OF, type SwitchOrder } from '../../meter/backplane/messages.js';
import type { RouteCounts } from '../../meter/communication/service.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { SwitchOrders } from '../../meter/switching/switch-orders.js';
import type { InstalledUnit, NetworkFacts } from '../../route-a/facts.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { PushCarrier } from '../../route-a/push-carrier.js';
import { RouteA, type RouteARun } from '../../route-a/route-a.js';
import type { RouteAOptions, RouteAPlace } from '../../route-a/route-a-options.js';
import { identityOf, streamOf } from '../meter/identity.js';
import type { Columns } from './columns.js';
import { fleetFlash } from './fleet-flash.js';
import type { LeanStore } from './lean-store.js';
import { MeterScheduler } from './meter-scheduler.js';
import type { FleetOptions } from './options.js';
import { PackedReadings, type ReadingsPlace } from './packed-readings.js';
import type { PagedMemory } from './paged-flash.js';
import { RowTransmit } from './row-transmit.js';

/** Lengths as `keiki run` has them, bytes: all that a length of two bytes can tell, and 45 days of a profile. */
const LENGTHS = Object.freeze({ maxSend: 0xffff, maxTransfer: 1 << 17, maxRequest: 1 << 14, blockWindow: MAX_WINDOW });
/** How long a restart with another firmware takes, ms. */
const RESTART = 3000;
/** Its Route B is there, and nobody came to it. */
const NOBODY: RouteCounts = Object.freeze({
	...{ joined: 0, rejoined: 0, ended: 0, refused: 0, received: 0, sent: 0, failed: 0, limited: 0 },
	air: Object.freeze({ transmissions: 0, airTime: 0 }),
});

/** What a living meter needs of its fleet. */
export interface LivingHost extends ReadingsPlace {
	readonly options: FleetOptions;
	readonly columns: Columns;
	keysOf(number: number): RouteAKeys;
	/** Of a number: the digits of its supply point's number, and the units in place. */
	supplyPointOf(number: number): string;
	unitsOf(number: number): readonly InstalledUnit[];
	setClock(number: number, time: number): void;
	/** Something was due in it, and is done. */
	onTurn(living: LivingMeter): void;
}

export class LivingMeter implements RouteAPlace, Clock {
	readonly number: number;
	readonly row: number;
	readonly memory: PagedMemory;
	readonly store: LeanStore;
	readonly routeA: RouteA;
	readonly readings: PackedReadings;
	readonly network: NetworkFacts | undefined;
	readonly push: PushCarrier | undefined;
	readonly routeB = NOBODY;
	/** Told when all associations end, whoever has them. */
	readonly ends = new Set<() => void>();
	readonly #host: LivingHost;
	readonly #scheduler: MeterScheduler;
	readonly #random: Random;
	readonly #transmit: RowTransmit;
	readonly #orders: SwitchOrders;
	#isShut = false;

	/**
	 * @param run where its Route A goes on; undefined: it has just got its power
	 * @param state of its stream of random numbers; undefined: nobody has drawn any
	 * @throws RangeError for keys that are none
	 */
	constructor(host: LivingHost, number: number, memory: PagedMemory, store: LeanStore, run: RouteARun | undefined, state: Int32Array | undefined) {
		const { options, columns } = host;
		const { seed, scheduler, log, cipher, routeAProfile, lengths = LENGTHS } = options;
		this.#host = host;
		this.number = number;
		this.row = number - 1;
		this.memory = memory;
		this.store = store;
		this.readings = new PackedReadings(host, this.row);
		this.#scheduler = new MeterScheduler(scheduler, (task) => {
			task();
			host.onTurn(this);
		});
		this.network = options.network?.(number);
		this.push = options.push;
		// Nobody is there to answer them.
		this.#orders = new SwitchOrders({
			...silent,
			now: () => this.#scheduler.now(),
			after: (...due) => this.#scheduler.after(...due),
			clock: this,
			readings: this.readings,
		});
		const random = options.random?.(number) ?? streamOf(seed, number, 'route A');
		if (state !== undefined && random instanceof SeededRandom) random.state = state;
		this.#random = random;
		const keys = host.keysOf(number);
		this.#transmit = new RowTransmit(columns, this.row, store);
		const ofRouteA: RouteAOptions = {
			...lengths,
			...fleetFlash(memory, keys),
			...{ store, keys, cipher, random, log, transmit: this.#transmit, firstCounter: columns.firstCounter[this.row]! },
			...(routeAProfile && { routeAProfile }),
			serial: identityOf(seed, number).serial,
			supplyPoint: host.supplyPointOf(number),
			onAssociation: ({ client, mechanism }, on) =>
				options.onEvent?.({ kind: 'association', number, client, authenticated: mechanism !== MECHANISM.none, on }),
		};
		const make = () => {
			const routeA = new RouteA(ofRouteA, this);
			this.#transmit.begin();
			return routeA;
		};
		if (run === undefined) this.routeA = this.#start(make);
		else {
			this.routeA = make();
			this.routeA.resume(run);
		}
	}

	/** It must stay: something is due in it, or a counter of it stands on no flash. */
	get isBusy(): boolean {
		return (
			this.#scheduler.isBusy ||
			this.#isShut ||
			this.routeA.server.options.clients.some(
				({ security }) => security !== undefined && Math.max(security.lastReceived, security.lastBroadcast) < security.receivedBound,
			)
		);
	}

	/** It takes nobody for a moment. */
	get isShut(): boolean {
		return this.#isShut;
	}

	/** Where its stream of random numbers stands; of others nothing is to be kept. */
	get randomState(): Int32Array | undefined {
		return this.#random instanceof SeededRandom ? this.#random.state : undefined;
	}

	/** Its power goes. @param orderly slowly enough for it to enter that */
	stop(orderly: boolean): void {
		if (orderly) this.routeA.record(this.routeA.routeAProfile.events.powerDown);
		this.#orders.end();
		this.#scheduler.cut();
		this.endAll();
	}

	endAll(): void {
		for (const end of [...this.ends]) end();
		this.ends.clear();
	}

	/** The world's time as it is for this meter, which may go through the past. */
	get worldNow(): number {
		return Math.floor(this.#host.options.start + this.#scheduler.now());
	}

	get clock(): Clock {
		return this;
	}

	now(): number {
		return this.worldNow + this.#host.columns.ahead[this.row]!;
	}

	set(time: number): void {
		this.#host.setClock(this.number, time);
	}

	get units(): readonly InstalledUnit[] {
		return this.#host.unitsOf(this.number);
	}

	get scheduler(): Scheduler {
		return this.#scheduler;
	}

	restart(done: () => void): void {
		this.#isShut = true;
		this.endAll();
		done();
		this.#scheduler.after(RESTART, () => {
			this.#isShut = false;
		});
	}

	order(order: SwitchOrder, done: OnAnswered): boolean {
		this.#orders.send(order, done);
		return true;
	}

	/** As if it were the moment at which its power came. */
	#start(make: () => RouteA): RouteA {
		let routeA: RouteA | undefined;
		const { columns, options } = this.#host;
		const from = columns.startedAt[this.row]! - columns.ahead[this.row]! - options.start;
		this.#scheduler.replay(from, () => {
			routeA = make();
			routeA.openTariff();
			routeA.start();
			routeA.onPlace(PLACE_OF.metering, true);
			routeA.onPlace(PLACE_OF.cover, true);
		});
		return routeA!;
	}
}

const silent = Object.freeze({ send() {} });
