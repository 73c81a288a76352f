/**
 * Route A over TCP (IEC 62056-4-7): wrapper frames for the management logical device, many clients at once, each with an association of its own on each
 * connection. The end of a connection is the end of its associations.
 *
 * A frame that is none ends its connection; one from or to a wPort that nobody has is dropped. Requests are answered in their order, and at once,
 * unless one connection sends many in a row: then all who wait take turns. Who does not take its answers is not listened to meanwhile.
 *
 * A full table makes room for a new connection: who is not associated gives way first, then who is associated as anybody can be; of these the host with the
 * most of them, and of its connections the oldest or the longest silent. Who has proved that it holds the keys never gives way to a stranger. Some places
 * are kept for those who have yet to: one who proves it beyond that number displaces the longest silent of the client with the most connections, so that
 * whoever holds one key locks out nobody who holds another.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { Stream, StreamListener } from '../../hal/ports/streams.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import { TRANSPORT_LIMITS, type TransportLimits } from './limits.js';
import { type Cause, type Connections, TcpConnection } from './tcp-connection.js';
import { presetAssociations, STANDING, WATCH_INTERVAL, yielding } from './transport.js';

export interface RouteATcpOptions {
	readonly server: CosemServer;
	readonly listener: StreamListener;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Default: `TRANSPORT_LIMITS`. */
	readonly limits?: TransportLimits;
}

/** What happened since it began: connections, and frames that were dropped. */
export interface TcpStatistics {
	accepted: number;
	/** Connections not taken: the table was full, and nobody had to give way. */
	refused: number;
	/** Frames from or to a wPort that is nobody's. */
	dropped: number;
	/** Closed: sent what is no frame. */
	malformed: number;
	/** Closed: gave way to a new one. */
	displaced: number;
	/** Closed for a time-out of `TransportLimits`, by its name. */
	answers: number;
	frame: number;
	association: number;
	inactivity: number;
}

const LAYER = 'Route A TCP';
const REASONS: Readonly<Record<Cause, string>> = Object.freeze({
	malformed: 'no frame',
	displaced: 'gave way to a new connection',
	answers: 'did not take its answers',
	frame: 'did not complete a frame',
	association: 'did not associate',
	inactivity: 'was silent',
});
/** Lines a `WATCH_INTERVAL`; more are only counted: a flood of connections is no flood of lines. */
const MOST_LINES = 20;

export class RouteATcp {
	readonly statistics: TcpStatistics = {
		accepted: 0,
		refused: 0,
		dropped: 0,
		malformed: 0,
		displaced: 0,
		answers: 0,
		frame: 0,
		association: 0,
		inactivity: 0,
	};
	readonly #listener: StreamListener;
	readonly #scheduler: Scheduler;
	readonly #log: Log;
	readonly #shared: Connections;
	readonly #connections = new Set<TcpConnection>();
	readonly #waiting: TcpConnection[] = [];
	#turn: Timer | undefined;
	#watch: Timer | undefined;
	#lines = 0;

	/** Takes connections from now on. */
	constructor({ server, listener, scheduler, log, limits = TRANSPORT_LIMITS }: RouteATcpOptions) {
		this.#listener = listener;
		this.#scheduler = scheduler;
		this.#log = log;
		this.#shared = {
			server,
			presets: presetAssociations(server),
			limits,
			out: new DataWriter(),
			left: limits.requestsPerTurn,
			now: () => scheduler.now(),
			wait: (connection) => this.#wait(connection),
			dropped: (connection, first, source, destination) => this.#onDropped(connection, first, source, destination),
			proved: (connection) => this.#share(connection),
			end: (connection, cause, text) => this.#end(connection, cause, text),
			gone: (connection) => this.#forget(connection),
		};
		listener.onConnection = (stream) => this.#accept(stream);
	}

	/** How many connections there are. */
	get connections(): number {
		return this.#connections.size;
	}

	/** How many clients are associated, or about to be. */
	get associations(): number {
		let count = 0;
		for (const connection of this.#connections) count += connection.associations;
		return count;
	}

	/** Closes all connections, and takes no more. */
	close(): void {
		this.#listener.close();
		this.disconnect();
		this.#turn?.cancel();
		this.#watch?.cancel();
		this.#turn = this.#watch = undefined;
	}

	/** Closes all connections: the network is gone. */
	disconnect(): void {
		for (const connection of this.#connections) {
			connection.stream.close();
			this.#forget(connection);
		}
	}

	#accept(stream: Stream): void {
		if (!this.#makeRoom(stream.host)) {
			this.statistics.refused++;
			this.#tell(`${stream.peer}: refused: all places are taken`);
			stream.close();
			return;
		}
		this.statistics.accepted++;
		this.#connections.add(new TcpConnection(this.#shared, stream));
		this.#watch ??= this.#scheduler.after(WATCH_INTERVAL, () => this.#look());
	}

	/** False: nobody gives way. */
	#makeRoom(host: string): boolean {
		const { limits } = this.#shared;
		let ofHost = 0;
		for (const { stream } of this.#connections) if (stream.host === host) ofHost++;
		const hostFull = ofHost >= limits.connectionsOfHost;
		if (!hostFull && this.#connections.size < limits.connections) return true;
		let standing: number = STANDING.authenticated;
		const may = (connection: TcpConnection): boolean => !hostFull || connection.stream.host === host;
		for (const connection of this.#connections) if (may(connection)) standing = Math.min(standing, connection.standing);
		if (standing === STANDING.authenticated) return false;
		const first = yielding(
			[...this.#connections].filter((connection) => may(connection) && connection.standing === standing),
			({ stream }) => stream.host,
			({ opened, heard }) => (standing === STANDING.none ? opened : heard),
		);
		this.#end(first!, 'displaced');
		return true;
	}

	/** One more holds the keys: if there are too many of them, the client with the most connections gives one up. */
	#share(proved: TcpConnection): void {
		const holders = [...this.#connections].filter(({ standing }) => standing === STANDING.authenticated);
		if (holders.length <= this.#shared.limits.authenticated) return;
		const first = yielding(
			holders,
			({ provenClient }) => provenClient,
			(connection) => (connection === proved ? Number.POSITIVE_INFINITY : connection.heard),
		);
		this.#end(first!, 'displaced');
	}

	#wait(connection: TcpConnection): void {
		this.#waiting.push(connection);
		this.#turn ??= this.#scheduler.after(0, () => this.#serveWaiting());
	}

	/** Everyone who waits has one turn, the first of them first, as far as the budget goes. */
	#serveWaiting(): void {
		this.#turn = undefined;
		const shared = this.#shared;
		shared.left = shared.limits.requestsPerTurn;
		for (let count = this.#waiting.length; count > 0 && shared.left > 0; count--) this.#waiting.shift()!.serve();
		if (this.#waiting.length > 0) this.#turn ??= this.#scheduler.after(0, () => this.#serveWaiting());
	}

	#onDropped({ stream }: TcpConnection, first: boolean, source: number, destination: number): void {
		this.statistics.dropped++;
		if (first) this.#tell(`${stream.peer}: frame from wPort ${source} to ${destination} dropped; counted only from here on`);
	}

	#end(connection: TcpConnection, cause: Cause, text = REASONS[cause]): void {
		this.statistics[cause]++;
		this.#tell(`${connection.stream.peer}: closed: ${text}`);
		connection.stream.close();
		this.#forget(connection);
	}

	#forget(connection: TcpConnection): void {
		connection.close();
		this.#connections.delete(connection);
	}

	/** Looks for time-outs, as long as there is a connection. */
	#look(): void {
		this.#watch = undefined;
		const now = this.#scheduler.now();
		for (const connection of this.#connections) {
			const cause = connection.overdue(now);
			if (cause !== undefined) this.#end(connection, cause);
		}
		if (this.#lines > MOST_LINES) this.#log.write(LAYER, `${this.#lines - MOST_LINES} lines left out`);
		this.#lines = 0;
		if (this.#connections.size > 0) this.#watch = this.#scheduler.after(WATCH_INTERVAL, () => this.#look());
	}

	#tell(text: string): void {
		if (++this.#lines <= MOST_LINES) this.#log.write(LAYER, text);
	}
}
