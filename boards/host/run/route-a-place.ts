/** Where the Route A of a meter can be reached: TCP and UDP, at one place or several, and the local port. */
import { RealTime } from '../../../hal/node/real-time.js';
import type { Log } from '../../../hal/ports/log.js';
import { ADDRESS_CONFIGURATION } from '../../../modules/cosem/ipv6-setup.js';
import type { LocalPort as LocalPortFacts, NetworkFacts } from '../../../src/route-a/facts.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import type { RouteA } from '../../../src/route-a/route-a.js';
import type { RouteALink } from '../../../src/route-a/route-a-service.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';
import type { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import { LocalLink } from '../../local-link.js';
import { LOCAL_PORT as DEVICE_LOCAL_PORT } from '../../route-a-facts.js';
import { type Enter, EnteredUdp, enteredSerial, JointListener } from '../shared/entered.js';
import type { OpenLine } from '../shared/open-line.js';
import type { PlaceChoice } from './dongle-option.js';
import { PushWay } from './push-way.js';
import type { RouteAChoice, RouteAChoices } from './route-a-option.js';
import { closeRouteASockets, openRouteASockets, type RouteASockets } from './route-a-sockets.js';
import { openLocalPort } from './serial-lines.js';

/** A pseudo-terminal has any speed. */
const LOCAL_PORT: LocalPortFacts = Object.freeze({ ...DEVICE_LOCAL_PORT, defaultBaud: 300, sizeTransmit: 512, sizeReceive: 512 });
const SEGMENT_SIZE = 1220;

/** Who hears what goes in and out, and of which meter it is. */
interface PlaceTap {
	readonly tap: CosemTap;
	readonly meter: number;
}

export class RouteAPlace {
	/** Of each place; none: there is no Route A over IP. */
	readonly sockets: readonly RouteASockets[];
	readonly line: OpenLine | undefined;
	readonly tap: PlaceTap | undefined;
	readonly #enter: Enter;

	private constructor(sockets: readonly RouteASockets[], line: OpenLine | undefined, enter: Enter, tap: PlaceTap | undefined) {
		this.sockets = sockets;
		this.line = line;
		this.#enter = enter;
		this.tap = tap;
	}

	/** Of the first meter. Throws UsageError if a place that was asked for is not to be had. */
	static async open(choices: RouteAChoices, localPort: PlaceChoice | undefined, enter: Enter, tap?: CosemTap): Promise<RouteAPlace> {
		const sockets = await openRouteASockets(choices, enter);
		try {
			return new RouteAPlace(sockets, localPort && (await openLocalPort(localPort)), enter, tap && { tap, meter: 1 });
		} catch (error) {
			closeRouteASockets(sockets);
			throw error;
		}
	}

	/** For a meter that is told apart by its port. Throws UsageError where the port is not to be had, in the words of `option`. */
	static async at(choice: RouteAChoice, option: string, enter: Enter, tap: CosemTap | undefined, meter: number): Promise<RouteAPlace> {
		return new RouteAPlace(await openRouteASockets([choice], enter, option), undefined, enter, tap && { tap, meter });
	}

	/** `[::1]:4059` of each place. */
	get addresses(): readonly string[] {
		return this.sockets.map(({ listener }) => listener.address);
	}

	/** Clients wait and time out by the wall clock, however fast the meter's time goes. */
	link(log: Log, macAddress: () => Uint8Array): RouteALink {
		return new PlaceLink(this, log, this.#enter, macAddress);
	}

	close(): void {
		closeRouteASockets(this.sockets);
		this.line?.close();
	}
}

class PlaceLink implements RouteALink {
	readonly network: NetworkFacts | undefined;
	readonly localPort: LocalPortFacts | undefined;
	readonly push: PushWay | undefined;
	readonly #place: RouteAPlace;
	readonly #log: Log;
	readonly #enter: Enter;
	#doors: { close(): void }[] = [];

	constructor(place: RouteAPlace, log: Log, enter: Enter, macAddress: () => Uint8Array) {
		const { sockets, line, tap } = place;
		this.network = sockets[0] && networkFacts(sockets[0], sockets, macAddress);
		this.localPort = line && LOCAL_PORT;
		this.push = sockets.length === 0 && line === undefined ? undefined : new PushWay(enter, (...sent) => tap?.tap.sent(tap.meter, ...sent));
		this.#place = place;
		this.#log = log;
		this.#enter = enter;
	}

	open(routeA: RouteA): void {
		const { sockets, line, tap: placed } = this.#place;
		const log = this.#log;
		const scheduler = new RealTime(this.#enter);
		const { server } = routeA;
		if (sockets.length > 0) {
			const joint = new JointListener(sockets.map((each) => each.listener));
			this.#doors.push(new RouteATcp({ server, listener: placed?.tap.listenerOf(joint, placed.meter) ?? joint, scheduler, log }));
		}
		const udps = sockets.map(({ udp }) => {
			const entered = new EnteredUdp(udp, this.#enter);
			return placed?.tap.socketOf(entered, placed.meter) ?? entered;
		});
		for (const socket of udps) this.#doors.push(new RouteAUdp({ server, socket, scheduler, log }));
		if (line === undefined) {
			this.push?.open(udps);
			return;
		}
		const serial = enteredSerial(line, this.#enter);
		const local = new LocalLink(placed?.tap.serialOf(serial, placed.meter) ?? serial, LOCAL_PORT, scheduler, log);
		local.open(routeA);
		this.push?.open(udps, (client, apdu) => local.notify(client, apdu));
		line.onConnect = () => this.#enter(() => local.begin());
		this.#doors.push(local);
	}

	close(): void {
		for (const door of this.#doors.splice(0)) door.close();
		this.push?.close();
	}
}

function networkFacts({ listener }: RouteASockets, sockets: readonly RouteASockets[], macAddress: () => Uint8Array): NetworkFacts {
	const ipv6 = sockets.filter((each) => each.listener.address.startsWith('['));
	return {
		port: listener.port,
		segmentSize: SEGMENT_SIZE,
		connections: TRANSPORT_LIMITS.connections,
		inactivity: TRANSPORT_LIMITS.inactivity / 1000,
		configuration: ADDRESS_CONFIGURATION.manual,
		addresses: (ipv6.length > 0 ? ipv6 : sockets).map(({ udp }) => udp.address),
		multicast: [],
		gateways: [],
		get macAddress() {
			return macAddress();
		},
	};
}
