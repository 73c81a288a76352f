/** All connections of TCP to the concentrators of a fleet, within bounds. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Stream } from '../../../hal/ports/streams.js';
import type { TransportLimits } from '../../../src/route-a/limits.js';
import type { MeterSpan } from './addressing.js';
import { ConcentratedConnection, type ConnectionEnd, type ConnectionPlace } from './concentrated-connection.js';
import type { Switchboard } from './switchboard.js';

export interface ConnectionTableOptions {
	readonly switchboard: Switchboard;
	readonly scheduler: Scheduler;
	readonly limits: TransportLimits;
	/** Connections at a time. */
	readonly most: number;
}

export interface ConnectionStatistics {
	accepted: number;
	/** Not taken: all places were taken, and each spoke to a meter. */
	refused: number;
	/** Frames for nobody here. */
	dropped: number;
	/** Closed: sent what is no frame; spoke to no meter in time; did not complete a frame; made room for another. */
	malformed: number;
	association: number;
	frame: number;
	displaced: number;
}

const WATCH_INTERVAL = 1000;

export class ConnectionTable {
	readonly statistics: ConnectionStatistics = { accepted: 0, refused: 0, dropped: 0, malformed: 0, association: 0, frame: 0, displaced: 0 };
	readonly #options: ConnectionTableOptions;
	readonly #place: ConnectionPlace;
	readonly #connections = new Set<ConcentratedConnection>();
	#watch: Timer | undefined;

	constructor(options: ConnectionTableOptions) {
		this.#options = options;
		const { switchboard, scheduler, limits } = options;
		this.#place = {
			switchboard,
			limits,
			now: () => scheduler.now(),
			soon: (task) => scheduler.after(0, task),
			dropped: () => {
				this.statistics.dropped++;
			},
			ended: (connection, cause) => this.#ended(connection, cause),
		};
	}

	get size(): number {
		return this.#connections.size;
	}

	/** A connection that has just come, to a concentrator of these meters. */
	accept(stream: Stream, span: MeterSpan): void {
		const { most, scheduler } = this.#options;
		if (this.#connections.size >= most) this.#firstAlone()?.close('displaced');
		if (this.#connections.size >= most) {
			this.statistics.refused++;
			stream.close();
			return;
		}
		this.statistics.accepted++;
		this.#connections.add(new ConcentratedConnection(stream, span, this.#place));
		this.#watch ??= scheduler.after(WATCH_INTERVAL, () => this.#look());
	}

	close(): void {
		this.#watch?.cancel();
		this.#watch = undefined;
		for (const connection of [...this.#connections]) connection.close('over');
	}

	#firstAlone(): ConcentratedConnection | undefined {
		for (const connection of this.#connections) if (connection.isAlone) return connection;
		return undefined;
	}

	#ended(connection: ConcentratedConnection, cause: ConnectionEnd): void {
		if (!this.#connections.delete(connection)) return;
		if (cause !== 'gone' && cause !== 'over') this.statistics[cause]++;
	}

	#look(): void {
		const { scheduler } = this.#options;
		const now = scheduler.now();
		for (const connection of [...this.#connections]) {
			const cause = connection.overdue(now);
			if (cause !== undefined) connection.close(cause);
		}
		this.#watch = this.#connections.size > 0 ? scheduler.after(WATCH_INTERVAL, () => this.#look()) : undefined;
	}
}
