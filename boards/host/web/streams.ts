/**
 * What pages hear as it happens (HTML Living Standard 9.2, server-sent events). What is told within one beat leaves in one piece. Of a page that does not read
 * 1 MB waits; what comes then is lost and counted, and when there is room again its topics begin anew with how things stand.
 */
import type { ServerResponse } from 'node:http';
import type { Topic } from './app.js';

/** ms. */
const BEAT = 50;
/** A line that says nothing, so that a page which has gone is noticed, ms. */
const PULSE = 15_000;
/** How soon a browser comes back when the connection is lost, ms. */
const RETRY = 1000;
/** Bytes that wait to be read. */
const MOST_UNREAD = 1 << 20;
/** Of all visitors. */
const MOST_STREAMS = 32;

export class Streams {
	readonly #topics: ReadonlyMap<string, Topic>;
	readonly #open = new Set<OpenStream>();
	#beat: NodeJS.Timeout | undefined;
	readonly #pulse: NodeJS.Timeout;
	readonly #onError: (error: unknown) => void;

	/** @param onError told of a topic that fails when it begins anew */
	constructor(topics: readonly Topic[], onError: (error: unknown) => void) {
		this.#onError = onError;
		this.#topics = new Map(topics.map((topic) => [topic.name, topic]));
		this.#pulse = setInterval(() => {
			for (const stream of this.#open) stream.pulse();
		}, PULSE);
		this.#pulse.unref();
	}

	get topics(): readonly string[] {
		return [...this.#topics.keys()];
	}

	/** The topics of these names, each once; undefined: one is unknown. */
	find(names: readonly string[]): readonly Topic[] | undefined {
		const topics = [...new Set(names)].map((name) => this.#topics.get(name));
		return topics.every((topic) => topic !== undefined) ? topics : undefined;
	}

	get isFull(): boolean {
		return this.#open.size >= MOST_STREAMS;
	}

	/**
	 * @param ended called once, when it is over
	 * @throws what a topic throws that cannot begin so; nothing is sent then, and nothing open
	 */
	open(response: ServerResponse, topics: readonly Topic[], query: URLSearchParams, after: number | undefined, ended: () => void): void {
		const stream = new OpenStream(response, topics, query, () => this.#wake(), this.#onError);
		try {
			stream.begin(after);
		} catch (error) {
			stream.close();
			ended();
			throw error;
		}
		response.writeHead(200, { 'Content-Type': 'text/event-stream' });
		response.write(`retry: ${RETRY}\n\n`);
		this.#open.add(stream);
		response.on('close', () => {
			this.#open.delete(stream);
			stream.close();
			ended();
		});
	}

	close(): void {
		clearInterval(this.#pulse);
		clearTimeout(this.#beat);
		for (const stream of this.#open) stream.close();
		this.#open.clear();
	}

	#wake(): void {
		this.#beat ??= setTimeout(() => {
			this.#beat = undefined;
			for (const stream of this.#open) stream.flush();
		}, BEAT);
	}
}

class OpenStream {
	readonly #response: ServerResponse;
	readonly #topics: readonly Topic[];
	readonly #query: URLSearchParams;
	readonly #wake: () => void;
	readonly #onError: (error: unknown) => void;
	#ends: (() => void)[] = [];
	#queue: string[] = [];
	#queued = 0;
	#lost = 0;

	constructor(response: ServerResponse, topics: readonly Topic[], query: URLSearchParams, wake: () => void, onError: (error: unknown) => void) {
		this.#response = response;
		this.#topics = topics;
		this.#query = query;
		this.#wake = wake;
		this.#onError = onError;
		response.on('drain', () => this.#recover());
	}

	begin(after: number | undefined): void {
		for (const topic of this.#topics) this.#ends.push(topic.open(this.#query, (data, id) => this.#tell(topic.name, data, id), after));
	}

	close(): void {
		for (const end of this.#ends.splice(0)) end();
		this.#queue = [];
	}

	flush(): void {
		if (this.#queue.length === 0) return;
		this.#response.write(this.#queue.join(''));
		this.#queue = [];
		this.#queued = 0;
	}

	pulse(): void {
		if (!this.#response.writableNeedDrain) this.#response.write(':\n\n');
	}

	#tell(topic: string, data: unknown, id: number | undefined): void {
		if (this.#lost > 0 || this.#queued + this.#response.writableLength > MOST_UNREAD) {
			this.#lost++;
			return;
		}
		const message = `${id === undefined ? '' : `id: ${id}\n`}event: ${topic}\ndata: ${JSON.stringify(data)}\n\n`;
		this.#queue.push(message);
		this.#queued += message.length;
		this.#wake();
	}

	/** There is room again. */
	#recover(): void {
		if (this.#lost === 0) return;
		const lost = this.#lost;
		this.#lost = 0;
		for (const end of this.#ends.splice(0)) end();
		this.#tell('lost', { messages: lost }, undefined);
		try {
			this.begin(undefined);
		} catch (error) {
			// The page comes back, and hears then what is wrong.
			this.#onError(error);
			this.#response.destroy();
		}
	}
}
