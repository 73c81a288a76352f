/** Where the meter's Route A can be reached: TCP and UDP, at one place or several, and the local port. */
import { RealTime } from '../../../hal/node/real-time.js';
import type { Log } from '../../../hal/ports/log.js';
import type { LocalPort as LocalPortFacts } from '../../../src/route-a/facts.js';
import { LocalPort } from '../../../src/route-a/local-port.js';
import type { RouteA } from '../../../src/route-a/route-a.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';
import { identificationOf } from '../../route-a-facts.js';
import type { PlaceChoice } from './dongle-option.js';
import type { RouteAChoices } from './route-a-option.js';
import { closeRouteASockets, type Enter, JointListener, openRouteASockets, type RouteASockets } from './route-a-sockets.js';
import { type OpenLine, openLocalPort } from './serial-lines.js';

export class RouteAPlace {
	/** Of each place; none: there is no Route A over IP. */
	readonly sockets: readonly RouteASockets[];
	readonly line: OpenLine | undefined;
	readonly #enter: Enter;
	#close = () => {};
	#disconnect = () => {};
	#onNetwork = true;
	#hasPower = true;

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

	/** Lets clients in. They wait and time out by the wall clock, however fast the meter's time goes. */
	serve({ server, logicalDeviceName }: RouteA, log: Log, local: LocalPortFacts): void {
		const { sockets, line } = this;
		const scheduler = new RealTime(this.#enter);
		if (sockets.length > 0) {
			const listener = new JointListener(sockets.map((each) => each.listener));
			const tcp = new RouteATcp({ server, listener, scheduler, log });
			const accept = listener.onConnection;
			listener.onConnection = (stream) => (this.#onNetwork ? accept(stream) : stream.close());
			const udps = sockets.map(({ udp: socket }) => {
				const udp = new RouteAUdp({ server, socket, scheduler, log });
				const receive = socket.onReceive;
				socket.onReceive = (...datagram) => {
					if (this.#onNetwork) this.#enter(() => receive(...datagram));
				};
				return udp;
			});
			this.#disconnect = () => {
				tcp.disconnect();
				for (const udp of udps) udp.disconnect();
			};
			this.#close = () => {
				tcp.close();
				for (const udp of udps) udp.close();
			};
		}
		if (line !== undefined) {
			new LocalPort({
				server,
				serial: line,
				scheduler,
				log,
				identification: identificationOf(logicalDeviceName),
				physicalDevice: local.physicalAddress,
				maxInformation: local.sizeReceive,
			});
			const receive = line.onReceive;
			line.onReceive = (bytes) => {
				if (this.#hasPower) this.#enter(() => receive(bytes));
			};
		}
	}

	/** Without a communication unit nobody gets through by TCP and UDP, without power not at the local port either. */
	follow(meter: { readonly isOnNetwork: boolean; readonly hasPower: boolean }): void {
		this.#onNetwork = meter.isOnNetwork;
		this.#hasPower = meter.hasPower;
		if (!this.#onNetwork) this.#disconnect();
	}

	close(): void {
		this.#close();
		closeRouteASockets(this.sockets);
		this.line?.close();
	}
}
