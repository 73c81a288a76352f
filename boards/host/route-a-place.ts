/** Where the meter's Route A can be reached: TCP and UDP on one port, and the local port. */
import process from 'node:process';
import { endpointText } from '../../hal/node/addresses.js';
import { RealTime } from '../../hal/node/real-time.js';
import { NodeUdp } from '../../hal/node/sockets.js';
import { TcpListener } from '../../hal/node/tcp-listener.js';
import type { Log } from '../../hal/ports/log.js';
import type { LocalPort as LocalPortFacts } from '../../src/route-a/facts.js';
import { LocalPort } from '../../src/route-a/local-port.js';
import type { RouteA } from '../../src/route-a/route-a.js';
import { RouteATcp } from '../../src/route-a/tcp.js';
import { RouteAUdp } from '../../src/route-a/udp.js';
import { identificationOf } from '../route-a-facts.js';
import type { PlaceChoice } from './dongle-option.js';
import type { RouteAChoice } from './route-a-option.js';
import { type OpenLine, openLocalPort } from './serial-lines.js';
import { reasonOf, UsageError } from './usage-error.js';

/** Brings virtual time up to now before something comes in. */
type Enter = (event: () => void) => void;

interface Sockets {
	readonly listener: TcpListener;
	readonly udp: NodeUdp;
}

/** How many ports are tried where nobody asked for a certain one. */
const TRIES = 100;

export class RouteAPlace {
	/** Undefined: none. */
	readonly sockets: Sockets | undefined;
	readonly line: OpenLine | undefined;
	readonly #enter: Enter;
	#close = () => {};
	#disconnect = () => {};
	#onNetwork = true;
	#hasPower = true;

	private constructor(sockets: Sockets | undefined, line: OpenLine | undefined, enter: Enter) {
		this.sockets = sockets;
		this.line = line;
		this.#enter = enter;
	}

	/** Throws UsageError if a place that was asked for is not to be had. */
	static async open(choice: RouteAChoice | undefined, localPort: PlaceChoice | undefined, enter: Enter): Promise<RouteAPlace> {
		const sockets = choice && (await openSockets(choice, enter));
		try {
			return new RouteAPlace(sockets, localPort && (await openLocalPort(localPort)), enter);
		} catch (error) {
			closeSockets(sockets);
			throw error;
		}
	}

	/** `[::1]:4059` */
	get address(): string | undefined {
		return this.sockets?.listener.address;
	}

	/** Lets clients in. They wait and time out by the wall clock, however fast the meter's time goes. */
	serve({ server, logicalDeviceName }: RouteA, log: Log, local: LocalPortFacts): void {
		const { sockets, line } = this;
		const scheduler = new RealTime(this.#enter);
		if (sockets !== undefined) {
			const tcp = new RouteATcp({ server, listener: sockets.listener, scheduler, log });
			const udp = new RouteAUdp({ server, socket: sockets.udp, scheduler, log });
			const accept = sockets.listener.onConnection;
			sockets.listener.onConnection = (stream) => (this.#onNetwork ? accept(stream) : stream.close());
			const receive = sockets.udp.onReceive;
			sockets.udp.onReceive = (...datagram) => {
				if (this.#onNetwork) this.#enter(() => receive(...datagram));
			};
			this.#disconnect = () => {
				tcp.disconnect();
				udp.disconnect();
			};
			this.#close = () => {
				tcp.close();
				udp.close();
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
		closeSockets(this.sockets);
		this.line?.close();
	}
}

function closeSockets(sockets: Sockets | undefined): void {
	sockets?.listener.close();
	sockets?.udp.close();
}

async function openSockets(choice: RouteAChoice, enter: Enter): Promise<Sockets | undefined> {
	const { address, port, asked } = choice;
	if (asked) {
		try {
			return await openPair(address, port, enter);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			const place = `--route-a ${endpointText(address, port)}`;
			if (code === 'EADDRNOTAVAIL') throw new UsageError(`${place}: not an address of this host`);
			if (code === 'EADDRINUSE') throw new UsageError(`${place}: somebody else has this port; choose another one, or 0 for a free one`);
			throw new UsageError(`${place}: ${reasonOf(error)}`);
		}
	}
	for (const host of [address, '127.0.0.1']) {
		for (let free = port; free < port + TRIES; free++) {
			try {
				const sockets = await openPair(host, free, enter);
				if (host !== address || free !== port)
					process.stderr.write(`keiki: ${endpointText(address, port)} is not to be had: Route A is on ${sockets.listener.address}\n`);
				return sockets;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') break;
			}
		}
	}
	process.stderr.write(
		`keiki: ${endpointText(address, port)} is not to be had, nor 127.0.0.1: no Route A; --route-a ADDRESS:PORT puts it elsewhere\n`,
	);
	return undefined;
}

/** Rejects with the system's error. */
async function openPair(address: string, port: number, enter: Enter): Promise<Sockets> {
	const listener = await TcpListener.open({ address, port, enter });
	try {
		return { listener, udp: await NodeUdp.open({ address, port: listener.port }) };
	} catch (error) {
		listener.close();
		throw error;
	}
}
