import type { Scheduler, Timer } from '../ports/scheduler.js';
import type { Stream, StreamListener } from '../ports/streams.js';

/** Bytes that may be on their way to an end that does not take them. */
const WINDOW = 4096;

/** One end of a connection in memory. What it sends arrives as it was cut, in tasks of the scheduler. */
export class VirtualStream implements Stream {
	onReceive: (bytes: Uint8Array) => void = () => {};
	onDrained: () => void = () => {};
	onClosed: () => void = () => {};
	readonly peer: string;
	readonly host: string;
	readonly #scheduler: Scheduler;
	/** What it has not taken yet. */
	readonly #inbox: Uint8Array[] = [];
	#held = 0;
	#other: VirtualStream = this;
	#task: Timer | undefined;
	#paused = false;
	#closed = false;
	/** The other end sends no more. */
	#ended = false;
	/** `onDrained` is to be told. */
	#behind = false;

	private constructor(scheduler: Scheduler, host: string, port: number) {
		this.#scheduler = scheduler;
		this.host = host;
		this.peer = `[${host}]:${port}`;
	}

	/** Both ends of a connection: the one that `host` opened from `port`, and the one that sees it come from there. */
	static pair(scheduler: Scheduler, host: string, port: number): readonly [VirtualStream, VirtualStream] {
		const client = new VirtualStream(scheduler, 'server', 0);
		const server = new VirtualStream(scheduler, host, port);
		client.#other = server;
		server.#other = client;
		return [client, server];
	}

	get pending(): number {
		return Math.max(0, this.#other.#held - WINDOW);
	}

	get closed(): boolean {
		return this.#closed;
	}

	get paused(): boolean {
		return this.#paused;
	}

	send(bytes: Uint8Array): void {
		const other = this.#other;
		if (this.#closed || other.#closed) return;
		other.#inbox.push(bytes.slice());
		other.#held += bytes.length;
		if (this.pending > 0) this.#behind = true;
		other.#arm();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#inbox.length = this.#held = 0;
		this.#other.#ended = true;
		this.#other.#arm();
	}

	pause(): void {
		this.#paused = true;
	}

	resume(): void {
		this.#paused = false;
		if (this.#held > 0 || this.#ended) this.#arm();
	}

	#arm(): void {
		if (!this.#closed && !this.#paused) this.#task ??= this.#scheduler.after(0, () => this.#deliver());
	}

	#deliver(): void {
		this.#task = undefined;
		if (this.#closed || this.#paused) return;
		const bytes = this.#inbox.shift();
		if (bytes === undefined) {
			this.#closed = true;
			this.onClosed();
			return;
		}
		this.#held -= bytes.length;
		this.onReceive(bytes);
		const other = this.#other;
		if (other.#behind && other.pending === 0) {
			other.#behind = false;
			if (!other.#closed) other.onDrained();
		}
		if (this.#inbox.length > 0 || this.#ended) this.#arm();
	}
}

/** Takes connections in memory. */
export class VirtualListener implements StreamListener {
	onConnection: (stream: Stream) => void = (stream) => stream.close();
	closed = false;
	readonly #scheduler: Scheduler;
	#port = 50_000;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** The client's end of a new connection from `host`. */
	connect(host = '::1'): VirtualStream {
		const [client, server] = VirtualStream.pair(this.#scheduler, host, this.#port++);
		if (this.closed) server.close();
		else this.onConnection(server);
		return client;
	}

	close(): void {
		this.closed = true;
	}
}
