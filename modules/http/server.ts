/**
 * A small server of HTTP/1.1: one request a connection, one at a time, each answered and closed.
 *
 * Browsers open connections that they may need and say nothing on them, and so does whoever wants to keep others out: beyond `connections` the oldest that
 * has not asked yet gives way, and nobody has longer than `patience` to ask, or to take the answer. Requests take turns, with a pause between.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { Stream, StreamListener } from '../../hal/ports/streams.js';
import { type HttpRequest, RequestReader } from './request-reader.js';
import { encodeResponse, type HttpResponse, plainResponse } from './response.js';

export interface HttpServerOptions {
	readonly listener: StreamListener;
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly handle: (request: HttpRequest) => HttpResponse;
	/** Bytes of a body that are taken; default: none. */
	readonly maxBody?: number;
	/** Default: 4. */
	readonly connections?: number;
	/** ms; default: 10,000. */
	readonly patience?: number;
	/** From one answer to the next, ms; default: 100. */
	readonly pause?: number;
}

/** Since the start. */
export interface HttpStatistics {
	served: number;
	/** What was no request, or none that is taken here. */
	refused: number;
	/** Closed because they took too long, or to make room. */
	late: number;
	displaced: number;
}

const LAYER = 'HTTP';

export class HttpServer {
	readonly statistics: HttpStatistics = { served: 0, refused: 0, late: 0, displaced: 0 };
	private readonly options: HttpServerOptions;
	/** The oldest first. */
	private connections: Connection[] = [];
	private turn: Timer | undefined;
	/** Its answer is on the way. */
	private answering: Connection | undefined;
	/** When the last answer was made, ms. */
	private last = Number.NEGATIVE_INFINITY;

	/** Takes connections from now on. */
	constructor(options: HttpServerOptions) {
		this.options = options;
		options.listener.onConnection = (stream) => this.accept(stream);
	}

	/** Closes all connections, and takes no more. */
	close(): void {
		this.options.listener.close();
		this.turn?.cancel();
		this.turn = undefined;
		for (const connection of [...this.connections]) this.end(connection);
	}

	private accept(stream: Stream): void {
		const { connections = 4, maxBody = 0 } = this.options;
		if (this.connections.length >= connections) {
			this.statistics.displaced++;
			this.end(this.connections.find(({ reader }) => !reader.isDone) ?? this.connections[0]!);
		}
		const reader = new RequestReader(maxBody);
		const connection: Connection = { stream, reader, deadline: undefined };
		this.hurry(connection);
		this.connections.push(connection);
		stream.onReceive = (bytes) => {
			if (reader.isDone) return;
			reader.receive(bytes);
			if (!reader.isDone) return;
			connection.deadline?.cancel();
			this.takeTurns();
		};
		stream.onDrained = () => {
			if (this.answering === connection) this.end(connection);
		};
		stream.onClosed = () => this.forget(connection);
	}

	/** It has `patience` from now on. */
	private hurry(connection: Connection): void {
		const { scheduler, patience = 10_000 } = this.options;
		connection.deadline = scheduler.after(patience, () => {
			this.statistics.late++;
			this.end(connection);
		});
	}

	private takeTurns(): void {
		const { scheduler, pause = 100 } = this.options;
		this.turn ??= scheduler.after(Math.max(0, this.last + pause - scheduler.now()), () => this.serve());
	}

	/** The oldest request. */
	private serve(): void {
		this.turn = undefined;
		if (this.answering !== undefined) return;
		const connection = this.connections.find(({ reader }) => reader.isDone);
		if (connection === undefined) return;
		const { stream, reader } = connection;
		this.answering = connection;
		this.hurry(connection);
		this.last = this.options.scheduler.now();
		stream.send(this.answer(reader));
		if (stream.pending === 0) this.end(connection);
	}

	private answer({ request, refusal }: RequestReader): Uint8Array {
		const { log, handle } = this.options;
		if (request === undefined) {
			if (this.statistics.refused++ === 0) log.write(LAYER, `refused with ${refusal}; counted only from here on`);
			return encodeResponse(plainResponse(refusal!));
		}
		this.statistics.served++;
		return encodeResponse(handle(request), request.method !== 'HEAD');
	}

	private end(connection: Connection): void {
		connection.stream.close();
		this.forget(connection);
	}

	private forget(connection: Connection): void {
		connection.deadline?.cancel();
		this.connections = this.connections.filter((each) => each !== connection);
		if (this.answering !== connection) return;
		this.answering = undefined;
		if (this.connections.some(({ reader }) => reader.isDone)) this.takeTurns();
	}
}

interface Connection {
	readonly stream: Stream;
	readonly reader: RequestReader;
	deadline: Timer | undefined;
}
