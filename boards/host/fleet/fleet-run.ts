/** A fleet that runs: its meters, its places, its pushes, its scenario, in a time that goes with the wall clock or faster. */
import { Pacer } from '../../../hal/node/pacer.js';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { RealTime } from '../../../hal/node/real-time.js';
import type { Log } from '../../../hal/ports/log.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { Fleet } from '../../../src/world/fleet/fleet.js';
import type { FleetOptions } from '../../../src/world/fleet/options.js';
import { placeOf } from '../../../src/world/meter/identity.js';
import { PushWay } from '../run/push-way.js';
import { networkFacts } from '../run/route-a-place.js';
import { newHostCipher } from '../shared/host-cipher.js';
import type { Concentrators } from './concentrators.js';
import { ConnectionTable } from './connection-table.js';
import type { FleetChoice } from './fleet-options.js';
import { FleetPlaces } from './fleet-places.js';
import { type PushSender, TcpPushes, UdpPushes } from './push-sender.js';
import { PushStorm, type StormFigures } from './push-storm.js';
import { Switchboard } from './switchboard.js';

export interface FleetRunOptions {
	readonly choice: FleetChoice;
	/** ms since 1970-01-01T00:00:00Z at which the meters begin. */
	readonly start: number;
	readonly log: Log;
	readonly places: Concentrators;
	/** By number. */
	readonly keys: (number: number) => RouteAKeys;
	/** Where it goes on from, and who is told what happens then; undefined: nobody keeps it. */
	readonly state: Pick<FleetOptions, 'from' | 'onRecord'> | undefined;
	/** The pushes of a half-hour are over; `unsent`: of these, with those that were given up. */
	readonly onPushes: (figures: StormFigures, unsent: number) => void;
	/** The pushes of the half-hour before have not all left, and are given up. */
	readonly onOverrun: () => void;
	readonly onLarge: (number: number, bytes: number) => void;
	readonly onError: (error: unknown) => void;
}

export class FleetRun {
	readonly scheduler = new VirtualScheduler();
	readonly fleet: Fleet;
	#isMade = false;
	#isHalted = false;
	readonly places: FleetPlaces;
	readonly switchboard: Switchboard;
	readonly connections: ConnectionTable;
	readonly #options: FleetRunOptions;
	readonly #pacer: Pacer;
	readonly #sender: PushSender | undefined;
	readonly #way: PushWay;
	readonly #cipher = newHostCipher();
	#storm: PushStorm | undefined;
	#unsentBefore = 0;

	/** Makes all meters: some 0.1 ms each. Throws RangeError for keys that are none. */
	constructor(options: FleetRunOptions) {
		const { choice, start, log, places } = options;
		this.#options = options;
		const { meters, seed, speed, idle, connections, associations } = choice;
		this.#pacer = new Pacer({
			scheduler: this.scheduler,
			speed,
			// At the highest speed nothing is waited for but who takes the pushes.
			isBusy: () => !this.#isHalted && this.#storm?.isWaiting !== true,
			onError: options.onError,
		});
		this.#way = new PushWay(this.enter, () => {});
		this.places = new FleetPlaces(choice, places);
		this.fleet = new Fleet({
			...{ meters, seed, start, log, scheduler: this.scheduler, counter: GEN1.counter, cipher: this.#cipher },
			random: () => SYSTEM_RANDOM,
			...{ keys: options.keys, ...options.state },
			network: (number) => {
				const concentrator = places.all[this.concentratorOf(number) - 1]!;
				return networkFacts(concentrator, [concentrator], () => placeOf(seed, number, 0, '').macAddress);
			},
			push: this.#way,
			onEvent: (event) => {
				if (event.kind === 'large') options.onLarge(event.number, event.bytes);
			},
		});
		for (const [number, at] of this.fleet.came) if (this.fleet.hangs(number)) this.places.exchanged(this.fleet.householdOf(number), number, at);
		this.#isMade = true;
		const limits = { ...TRANSPORT_LIMITS, inactivity: idle };
		const shared = { scheduler: new RealTime(this.enter), log, limits };
		this.switchboard = new Switchboard({ ...shared, most: associations, open: (place) => this.#open(place) });
		this.connections = new ConnectionTable({ ...shared, switchboard: this.switchboard, most: connections });
		this.#sender = senderOf(choice, places);
		if (this.#sender !== undefined)
			this.#sender.onDrained = () => {
				if (this.#storm?.isWaiting) this.enter(() => this.#storm?.goOn());
			};
	}

	/** Brings virtual time up to now before something comes in. */
	readonly enter = (event: () => void): void => this.#pacer.enter(event);

	/** The world's time, ms since 1970-01-01T00:00:00Z. */
	now(): number {
		return this.fleet.now();
	}

	/** Of a meter, from 1. */
	concentratorOf(number: number): number {
		// The first is asked for while the fleet is made.
		return this.places.concentratorOf(this.#isMade ? this.fleet.householdOf(number) : number);
	}

	/** Clients come in, half-hours are closed and pushed, from now on. */
	start(): void {
		const { places, choice } = this.#options;
		this.#way.open(places.all.slice(0, 1).map(({ udp }) => udp));
		places.serve(this.switchboard, this.connections, this.enter, choice.meters);
		this.fleet.start((slot) => this.#onHalfHour(slot));
		this.#pacer.start();
	}

	/** Time stands still from now on. */
	halt(): void {
		this.#isHalted = true;
		this.#pacer.stop();
	}

	/** All pushes that were sent have left, or are lost; but it is waited for so long only, ms. */
	async drained(patience: number): Promise<void> {
		const end = performance.now() + patience;
		while (this.#sender?.isDone === false && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
	}

	/** No more happens; what is under way ends. */
	stop(): void {
		this.#pacer.stop();
		this.#giveUp();
		this.connections.close();
		this.switchboard.close();
		this.#way.close();
		this.#sender?.close();
	}

	/** The meter that hangs at a place ends what it has with clients: it has no power, says nothing any more, or is another one. */
	hangUp(place: number): void {
		this.switchboard.end(place);
	}

	#open(place: number) {
		const open = this.fleet.open(this.places.numberAt(place));
		if (open === undefined) return undefined;
		open.onEnd = () => this.switchboard.end(place);
		const { routeA } = open;
		return {
			server: routeA.server,
			onPushAnswer: (apdu: Uint8Array) => routeA.onPushAnswer(apdu),
			settle: () => open.settle(),
			close: () => open.close(),
		};
	}

	#onHalfHour(slot: number): void {
		const { choice, onOverrun } = this.#options;
		const sender = this.#sender;
		if (sender === undefined) return;
		if (this.#storm !== undefined) {
			onOverrun();
			this.#giveUp();
		}
		const storm = new PushStorm(slot, this.fleet.pushSchedule(slot, choice.spread), this.#pushing, sender, () => {
			this.#storm = undefined;
			this.#tell(storm);
		});
		this.#storm = storm;
	}

	/** What is under way does not go any more. */
	#giveUp(): void {
		const storm = this.#storm;
		if (storm === undefined) return;
		this.#storm = undefined;
		storm.stop();
		this.#tell(storm);
	}

	/** Of a storm that is over. */
	#tell({ figures, left }: PushStorm): void {
		const { unsent = 0 } = this.#sender?.statistics ?? {};
		this.#options.onPushes(figures, unsent - this.#unsentBefore + left);
		this.#unsentBefore = unsent;
	}

	readonly #pushing = {
		scheduler: this.scheduler,
		push: (number: number) => this.fleet.push(number),
		concentratorOf: (number: number) => this.concentratorOf(number),
	};
}

function senderOf({ push, pushBy, rate, first }: FleetChoice, { all }: Concentrators): PushSender | undefined {
	if (push === undefined) return undefined;
	return pushBy === 'udp'
		? new UdpPushes(
				all.map(({ udp }) => udp),
				push,
				rate,
			)
		: new TcpPushes(all.length, push, first.address);
}
