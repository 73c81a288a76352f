/** What makes a meter's Route A fail, as it is put together: its doors, its services and its objects get a wrapper each, and know nothing of it. */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Store } from '../../../hal/ports/store.js';
import type { StreamListener } from '../../../hal/ports/streams.js';
import type { Between } from '../../../modules/dlms/server/server-host.js';
import { receiveCounterOf } from '../../route-a/clients.js';
import type { PushCarrier } from '../../route-a/push-carrier.js';
import type { RouteA } from '../../route-a/route-a.js';
import { NO_LINK, type RouteALink, type RouteAServiceOptions } from '../../route-a/route-a-service.js';
import type { Refusal } from '../schema/answer-rows.js';
import type { FaultSwitches } from './fault-switches.js';
import type { FaultName } from './fault-table.js';
import { FaultyDevice } from './faulty-device.js';
import { type Doors, FaultyLine, FaultySocket, FaultyStream } from './faulty-doors.js';
import { FaultyPush } from './faulty-push.js';
import { type Fate, FaultyServices } from './faulty-services.js';

/** Names of faults of pushes begin so. */
const PUSH = 'push-';

/** The same link, by which pushes go astray. */
class FaultyLink implements RouteALink {
	readonly push: FaultyPush;
	readonly #inner: RouteALink;

	constructor(inner: RouteALink, push: PushCarrier, switches: FaultSwitches) {
		this.#inner = inner;
		this.push = new FaultyPush(push, switches);
	}

	get network(): RouteALink['network'] {
		return this.#inner.network;
	}

	get localPort(): RouteALink['localPort'] {
		return this.#inner.localPort;
	}

	open(routeA: RouteA): void {
		this.push.begin();
		this.#inner.open(routeA);
	}

	close(): void {
		this.#inner.close();
	}
}

export class RouteAFaults implements Doors {
	readonly switches: FaultSwitches;
	readonly #services: FaultyServices;
	#link: RouteALink = NO_LINK;
	#served = 0;
	#fate: Fate | undefined;
	#canShut = false;

	/** @param switches of the meter: they outlast its power, as this does */
	constructor(switches: FaultSwitches) {
		this.switches = switches;
		this.#services = new FaultyServices({
			switches,
			canShut: () => this.#canShut,
			decide: (fate) => {
				this.#fate = fate;
			},
		});
	}

	/** What Route A is made with, beside what brings its clients. */
	options(link: RouteALink): Required<Pick<RouteAServiceOptions, 'between' | 'makeDevice' | 'link'>> {
		const { switches } = this;
		this.#link = link;
		return {
			link: link.push === undefined ? link : new FaultyLink(link, link.push, switches),
			between: this.#between,
			makeDevice: (entries, meter) => new FaultyDevice(entries, meter, switches),
		};
	}

	/** A communication unit comes in: what the meter has kept of its clients' counters may go. */
	onPlugged(store: Store, clients: readonly string[]): void {
		if (clients.length === 0 || !this.switches.strikes('counters-forgotten')) return;
		for (const client of clients) store.delete(receiveCounterOf(Number(client)));
	}

	/** Why a fault cannot strike; undefined: it can. */
	refusal(name: FaultName): Refusal | undefined {
		const { network, localPort } = this.#link;
		if (network === undefined && localPort === undefined) return { kind: 'noRouteA' };
		if (name.startsWith(PUSH) && this.#link.push === undefined) return { kind: 'noPushWay' };
		return name === 'hdlc-noise' && localPort === undefined ? { kind: 'noLocalPort' } : undefined;
	}

	get served(): number {
		return this.#served;
	}

	listener(inner: StreamListener, scheduler: Scheduler): StreamListener {
		const faulty: StreamListener = { onConnection: (stream) => stream.close(), close: () => inner.close() };
		inner.onConnection = (stream) => faulty.onConnection(new FaultyStream(stream, this, scheduler));
		return faulty;
	}

	socket(inner: UdpSocket, scheduler: Scheduler): UdpSocket {
		return new FaultySocket(inner, this, scheduler);
	}

	serial(inner: Serial, scheduler: Scheduler): Serial {
		return new FaultyLine(inner, this, scheduler);
	}

	enter(receive: () => void, canShut: boolean): void {
		// Of an answer that left by no door.
		this.#fate = undefined;
		this.#canShut = canShut;
		receive();
		this.#canShut = false;
	}

	takeFate(): Fate | undefined {
		const fate = this.#fate;
		this.#fate = undefined;
		return fate;
	}

	readonly #between: Between = (...request) => {
		this.#served++;
		this.#services.between(...request);
	};
}
