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
import { LocalLink } from '../../local-link.js';
import { LOCAL_PORT as DEVICE_LOCAL_PORT } from '../../route-a-facts.js';
import type { PlaceChoice } from './dongle-option.js';
import { type Enter, EnteredUdp, enteredSerial, JointListener } from './entered.js';
import type { RouteAChoices } from './route-a-option.js';
import { closeRouteASockets, openRouteASockets, type RouteASockets } from './route-a-sockets.js';
import { type OpenLine, openLocalPort } from './serial-lines.js';

/** A pseudo-terminal has any speed. */
const LOCAL_PORT: LocalPortFacts = Object.freeze({ ...DEVICE_LOCAL_PORT, defaultBaud: 300, sizeTransmit: 512, sizeReceive: 512 });
const SEGMENT_SIZE = 1220;

export class RouteAPlace {
	/** Of each place; none: there is no Route A over IP. */
	readonly sockets: readonly RouteASockets[];
	readonly line: OpenLine | undefined;
	readonly #enter: Enter;

	private constructor(sockets: readonly RouteASockets[], line: OpenLine | undefined, enter: Enter) {
		this.sockets = sockets;
		this.line = line;
		this.#enter = enter;
	}

	/** Throws UsageError if a place that was asked for is not to be had. */
	static async open(choices: RouteAChoices, localPort: PlaceChoice | undefined, enter: Enter): Promise<RouteAPlace> {
		const sockets = await openRouteASockets(choices, enter);
		try {
			return new RouteAPlace(sockets, localPort && (await openLocalPort(localPort)), enter);
		} catch (error) {
			closeRouteASockets(sockets);
			throw error;
		}
	}

	/** `[::1]:4059` of each place. */
	get addresses(): readonly string[] {
		return this.sockets.map(({ listener }) => listener.address);
	}

	/** Clients wait and time out by the wall clock, however fast the meter's time goes. */
	link(log: Log, macAddress: () => Uint8Array): RouteALink {
		const [first] = this.sockets;
		return {
			network: first && networkFacts(first, this.sockets, macAddress),
			localPort: this.line && LOCAL_PORT,
			open: (routeA) => this.#serve(routeA, log),
		};
	}

	close(): void {
		closeRouteASockets(this.sockets);
		this.line?.close();
	}

	/** Lets clients in. Returns what shuts them out. */
	#serve(routeA: RouteA, log: Log): () => void {
		const { server } = routeA;
		const scheduler = new RealTime(this.#enter);
		const doors: (() => void)[] = [];
		if (this.sockets.length > 0) {
			const listener = new JointListener(this.sockets.map((each) => each.listener));
			const tcp = new RouteATcp({ server, listener, scheduler, log });
			doors.push(() => tcp.close());
		}
		for (const { udp: socket } of this.sockets) {
			const udp = new RouteAUdp({ server, socket: new EnteredUdp(socket, this.#enter), scheduler, log });
			doors.push(() => udp.close());
		}
		if (this.line !== undefined) doors.push(new LocalLink(enteredSerial(this.line, this.#enter), LOCAL_PORT, scheduler, log).open(routeA));
		return () => {
			for (const close of doors) close();
		};
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
