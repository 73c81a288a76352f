/** What makes a meter's Route A fail, as it is put together: its doors, its services and its objects get a wrapper each, and know nothing of it. */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Store } from '../../../hal/ports/store.js';
import type { StreamListener } from '../../../hal/ports/streams.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import type { Between } from '../../../modules/dlms/server/server-host.js';
import { receiveCounterOf } from '../../route-a/clients.js';
import type { ClientTerms, RouteAKeys } from '../../route-a/keys.js';
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

type Lack = Extract<Refusal, { readonly kind: 'noLocalPort' | 'noRouteAOverIp' | 'noClientKeys' | 'noGeneralBlocks' | 'noImages' }>['kind'];

/** What must not be lacking, besides a door. */
const WANTS: Readonly<Partial<Record<FaultName, readonly Lack[]>>> = frozen({
	'release-unanswered': ['noRouteAOverIp'],
	'tag-refused': ['noClientKeys'],
	'counter-refused': ['noClientKeys'],
	'gbt-stalls': ['noRouteAOverIp', 'noGeneralBlocks'],
	'hdlc-noise': ['noLocalPort'],
	'key-forgotten': ['noClientKeys'],
	'counters-forgotten': ['noClientKeys'],
	'image-stalls': ['noImages'],
	'verify-slow': ['noImages'],
	'activation-old': ['noImages'],
});

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
	readonly #keys: RouteAKeys;
	#link: RouteALink = NO_LINK;
	#isFirst = false;
	#fate: Fate | undefined;
	#canShut = false;

	/** @param switches of the meter: they outlast its power, as this does */
	constructor(switches: FaultSwitches, keys: RouteAKeys) {
		this.switches = switches;
		this.#keys = keys;
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
	onPlugged(store: Store): void {
		const clients = Object.keys(this.#keys.clients);
		if (clients.length === 0 || !this.switches.strikes('counters-forgotten')) return;
		for (const client of clients) store.delete(receiveCounterOf(Number(client)));
	}

	/**
	 * Why a fault cannot strike; undefined: it can.
	 * @param isPulled there is no communication unit now
	 */
	refusal(name: FaultName, isPulled: boolean): Refusal | undefined {
		const { network, localPort } = this.#link;
		// Counters are forgotten as one comes in.
		if ((isPulled && name !== 'counters-forgotten') || (network === undefined && localPort === undefined)) return { kind: 'noRouteA' };
		const kind = WANTS[name]?.find((each) => this.#lacks(each));
		return kind && { kind };
	}

	#lacks(kind: Lack): boolean {
		const { clients, keyless } = this.#keys;
		switch (kind) {
			case 'noLocalPort':
				return this.#link.localPort === undefined;
			case 'noRouteAOverIp':
				return this.#link.network === undefined;
			case 'noClientKeys':
				return Object.keys(clients).length === 0;
			case 'noImages':
				return this.#keys.firmwareKey === undefined;
			case 'noGeneralBlocks':
				return !Object.values<ClientTerms>({ ...keyless, ...clients }).some(({ offers }) => offers?.includes('gbt'));
		}
	}

	takeFirst(): boolean {
		const isFirst = this.#isFirst;
		this.#isFirst = false;
		return isFirst;
	}

	listener(inner: StreamListener, scheduler: Scheduler): StreamListener {
		const faulty: StreamListener = { onConnection: (stream) => stream.close(), close: () => inner.close() };
		inner.onConnection = (stream) => faulty.onConnection(new FaultyStream(stream, this, scheduler));
		return faulty;
	}

	socket(inner: UdpSocket, scheduler: Scheduler): UdpSocket {
		return new FaultySocket(inner, this, scheduler);
	}

	serial(inner: Serial, scheduler: Scheduler): FaultyLine {
		return new FaultyLine(inner, this, scheduler);
	}

	enter(receive: () => void, canShut: boolean): void {
		// Of an answer that left by no door.
		this.#fate = undefined;
		this.#isFirst = false;
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
		this.#isFirst = true;
		this.#services.between(...request);
	};
}
