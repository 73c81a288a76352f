/** The doors of a meter's Route A in a world: a network with TCP and UDP, and, where they are heard, a line at the local port. */
import type { Serial } from '../../hal/ports/serial.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../hal/virtual/streams.js';
import type { LocalPort as LocalPortFacts, NetworkFacts } from '../../src/route-a/facts.js';
import { LocalPort } from '../../src/route-a/local-port.js';
import type { RouteA } from '../../src/route-a/route-a.js';
import type { RouteALink } from '../../src/route-a/route-a-service.js';
import { RouteATcp } from '../../src/route-a/tcp.js';
import { RouteAUdp } from '../../src/route-a/udp.js';
import type { RouteAFaults } from '../../src/world/fault/route-a-faults.js';
import type { CosemTap } from '../../src/world/watch/cosem-tap.js';
import { LOCAL_PORT, NETWORK } from '../src/route-a/route-a-rig.js';

const LOG = { write() {} };
const COSEM_PORT = 4059;
const ALL_NODES = new Uint8Array(16);
/** ms that bytes are under way. */
const FLIGHT = 1;

/** What the client's end of a line, or of a socket, hears. */
export type Heard = (bytes: Uint8Array) => void;

/** Only TCP unless `tap` is given. */
export class WorldDoors implements RouteALink {
	readonly localPort: LocalPortFacts | undefined;
	readonly network: NetworkFacts | undefined;
	/** What goes wrong at the network's door. */
	faults: RouteAFaults | undefined;
	#scheduler: VirtualScheduler | undefined;
	#routeA: RouteA | undefined;
	readonly #number: number;
	readonly #tap: CosemTap | undefined;
	#open: readonly { close(): void }[] = [];
	#listener: VirtualListener | undefined;
	/** By the port of the client. */
	readonly #sockets = new Map<number, Heard>();
	#datagram: UdpSocket | undefined;
	#line: Serial | undefined;
	#onLine: Heard = () => {};

	/** @param number of the meter */
	constructor(number: number, tap: CosemTap | undefined) {
		this.#number = number;
		this.#tap = tap;
		this.localPort = tap && LOCAL_PORT;
		this.network = tap === undefined ? NETWORK : undefined;
	}

	/** Lets clients in from now on; Route A may be there before. */
	begin(scheduler: VirtualScheduler): void {
		if (this.#scheduler !== undefined) return;
		this.#scheduler = scheduler;
		if (this.#routeA !== undefined) this.open(this.#routeA);
	}

	open(routeA: RouteA): void {
		const scheduler = this.#scheduler;
		this.#routeA = routeA;
		if (scheduler === undefined) return;
		const { server } = routeA;
		const tap = this.#tap;
		const number = this.#number;
		this.#listener = new VirtualListener(scheduler);
		const heard = tap?.listenerOf(this.#listener, number) ?? this.#listener;
		this.#open = [new RouteATcp({ server, listener: this.faults?.listener(heard, scheduler) ?? heard, scheduler, log: LOG })];
		if (tap === undefined) return;
		const udp: UdpSocket = {
			address: ALL_NODES,
			port: COSEM_PORT,
			group: ALL_NODES,
			onReceive() {},
			send: (_to, port, bytes, done) => {
				this.#later(bytes, (copy) => this.#sockets.get(port)?.(copy));
				if (done !== undefined) scheduler.after(FLIGHT, () => done(true));
			},
			close() {},
		};
		const serial: Serial = { onReceive() {}, write: (bytes) => this.#later(bytes, (copy) => this.#onLine(copy)) };
		this.#datagram = udp;
		this.#line = serial;
		this.#open = [
			...this.#open,
			new RouteAUdp({ server, socket: tap.socketOf(udp, number), scheduler, log: LOG }),
			new LocalPort({
				server,
				serial: tap.serialOf(serial, number),
				scheduler,
				log: LOG,
				identification: { manufacturer: 'KEI', speed: LOCAL_PORT.baud, binary: true, identity: 'KEIKI' },
				physicalDevice: LOCAL_PORT.physicalAddress,
				maxInformation: LOCAL_PORT.sizeReceive,
			}),
		];
	}

	close(): void {
		for (const door of this.#open) door.close();
		this.#open = [];
		this.#listener = this.#datagram = this.#line = this.#routeA = undefined;
	}

	/** A connection; undefined where nobody is reached. */
	connect(): VirtualStream | undefined {
		return this.#listener?.connect();
	}

	/** What the client on this port hears; returns what sends for it, which nobody hears where there is no meter. */
	socket(port: number, heard: Heard): Heard {
		this.#sockets.set(port, heard);
		return (bytes) => this.#later(bytes, (copy) => this.#datagram?.onReceive(ALL_NODES, port, copy, false));
	}

	/** Plugs a hand-held in, in the place of the one before. */
	line(heard: Heard): Heard {
		this.#onLine = heard;
		return (bytes) => this.#later(bytes, (copy) => this.#line?.onReceive(copy));
	}

	#later(bytes: Uint8Array, arrive: Heard): void {
		const copy = bytes.slice();
		this.#scheduler?.after(FLIGHT, () => arrive(copy));
	}
}
