/** Where the meters of a fleet are: a port for each concentrator, of TCP and of UDP; and an address for each meter, where the system has a route for that. */
import { connect, isIPv6 } from 'node:net';
import { bytesOf, endpointText } from '../../../hal/node/addresses.js';
import { RealTime } from '../../../hal/node/real-time.js';
import { TcpListener } from '../../../hal/node/tcp-listener.js';
import type { Stream } from '../../../hal/ports/streams.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { uint32 } from '../../../modules/bytes/uint.js';
import { closeRouteASockets, openPair, type RouteASockets } from '../run/route-a-sockets.js';
import { type Enter, EnteredUdp } from '../shared/entered.js';
import type { MeterSpan } from './addressing.js';
import { type AnyIpPrefix, addressOf } from './any-ip.js';
import { Broadcasts } from './broadcasts.js';
import { ConcentratedSocket, type SocketStatistics } from './concentrated-socket.js';
import type { ConnectionTable } from './connection-table.js';
import type { Switchboard } from './switchboard.js';

export interface Place {
	readonly address: string;
	readonly port: number;
}

/** A place that is not to be had, with the system's error. */
export class PlaceError extends Error {
	/** @param prefix of which it is the place, where it is no concentrator's */
	constructor(
		readonly place: Place,
		readonly reason: NodeJS.ErrnoException,
		readonly prefix?: AnyIpPrefix,
	) {
		super(`${endpointText(place.address, place.port)}: ${reason.message}`);
	}
}

/** Pushes of its meters go from its UDP socket, too. */
export interface Concentrator extends RouteASockets {
	/** From 1. */
	readonly number: number;
	readonly span: MeterSpan;
}

/** Bytes that an address of a meter has for its number, at its end. */
const NUMBER_LENGTH = 4;
/** How long a connection to oneself may take, ms. */
const PROBE = 2000;

export class Concentrators {
	readonly all: readonly Concentrator[];
	readonly #anyIp: { readonly listener: TcpListener; readonly prefix: AnyIpPrefix } | undefined;
	#sockets: readonly ConcentratedSocket[] = [];
	#broadcasts: Broadcasts | undefined;
	/** Connections to AnyIP addresses that are no meter's. */
	#strayed = 0;

	private constructor(all: readonly Concentrator[], anyIp: { readonly listener: TcpListener; readonly prefix: AnyIpPrefix } | undefined) {
		this.all = all;
		this.#anyIp = anyIp;
	}

	/**
	 * @param first where the first one is, each next one a port higher; port 0: each on a free one
	 * @throws PlaceError; then nothing is open
	 */
	static async open(first: Place, spans: readonly MeterSpan[], enter: Enter, prefix?: AnyIpPrefix): Promise<Concentrators> {
		const all: Concentrator[] = [];
		try {
			for (const [i, span] of spans.entries()) {
				const place = { address: first.address, port: first.port === 0 ? 0 : first.port + i };
				all.push({ number: i + 1, span, ...(await opened(place, () => openPair(place.address, place.port, enter))) });
			}
			if (prefix === undefined) return new Concentrators(all, undefined);
			const listener = await opened({ address: '::', port: prefix.port }, () => openAnyIp(prefix, enter), prefix);
			return new Concentrators(all, { listener, prefix });
		} catch (error) {
			closeRouteASockets(all);
			throw error;
		}
	}

	/** Lets clients in from now on. @param meters how many addresses of AnyIP there are */
	serve(switchboard: Switchboard, connections: ConnectionTable, enter: Enter, meters: number): void {
		for (const { listener, span } of this.all) listener.onConnection = (stream) => connections.accept(stream, span);
		const broadcasts = new Broadcasts(new RealTime(enter));
		this.#broadcasts = broadcasts;
		this.#sockets = this.all.map(({ udp, span }) => new ConcentratedSocket(new EnteredUdp(udp, enter), span, switchboard, broadcasts));
		if (this.#anyIp === undefined) return;
		const { listener, prefix } = this.#anyIp;
		listener.onLocal = (stream, local) => this.#admit(stream, meterAt(prefix, local, meters), connections);
	}

	get statistics(): SocketStatistics & { readonly strayed: number } {
		let [malformed, dropped, crowded] = [0, 0, 0];
		for (const { statistics } of this.#sockets) {
			malformed += statistics.malformed;
			dropped += statistics.dropped;
			crowded += statistics.crowded;
		}
		return { malformed, dropped, crowded, strayed: this.#strayed };
	}

	close(): void {
		this.#broadcasts?.close();
		closeRouteASockets(this.all);
		this.#anyIp?.listener.close();
	}

	/** A span of one: the meter answers at wPort 1 there, as if it had a socket of its own. */
	#admit(stream: Stream, number: number | undefined, connections: ConnectionTable): void {
		if (number === undefined) {
			this.#strayed++;
			stream.close();
		} else connections.accept(stream, { first: number, count: 1 });
	}
}

/** Undefined: the address is outside of the prefix, or no meter's. */
export function meterAt(prefix: AnyIpPrefix, local: string, meters: number): number | undefined {
	if (!isIPv6(local)) return undefined;
	const address = bytesOf(local);
	const numberAt = address.length - NUMBER_LENGTH;
	// Behind the bits of the prefix there are zeros, up to the number.
	if (!equalBytes(address.subarray(0, numberAt), prefix.bytes.subarray(0, numberAt))) return undefined;
	const number = uint32(address, numberAt);
	return number >= 1 && number <= meters ? number : undefined;
}

async function opened<Opened>(place: Place, open: () => Promise<Opened>, prefix?: AnyIpPrefix): Promise<Opened> {
	try {
		return await open();
	} catch (error) {
		throw new PlaceError(place, error as NodeJS.ErrnoException, prefix);
	}
}

/** Whether the system has these addresses for its own shows by a connection to one of them: EADDRNOTAVAIL where none comes here. */
async function openAnyIp(prefix: AnyIpPrefix, enter: Enter): Promise<TcpListener> {
	const { port } = prefix;
	const listener = await TcpListener.open({ address: '::', port, enter });
	const probe = connect({ host: addressOf(prefix, 1), port });
	probe.on('error', () => {});
	const isThere = await new Promise<boolean>((resolve) => {
		const timer = setTimeout(() => resolve(false), PROBE);
		probe.once('close', () => resolve(false));
		listener.onLocal = (stream) => {
			stream.close();
			clearTimeout(timer);
			resolve(true);
		};
	});
	probe.destroy();
	listener.onLocal = undefined;
	if (isThere) return listener;
	listener.close();
	throw Object.assign(new Error('no route'), { code: 'EADDRNOTAVAIL' });
}
