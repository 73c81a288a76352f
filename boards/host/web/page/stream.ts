/**
 * All that a page hears as it happens, by one EventSource: a browser has six connections to a server, and each would take one. It is closed while the page is
 * hidden, and goes on where it was when the page is seen again.
 */

/** `idle`: nobody wants to hear anything, or nothing is known yet. */
export type StreamState = 'idle' | 'open' | 'lost' | 'refused' | 'hidden';

export type TopicListener = (data: never) => void;

export class Stream {
	readonly #path: string;
	/** By which the server knows that a stream takes the place of this page's own. */
	readonly #page = Math.random().toString(36).slice(2);
	readonly #listeners = new Map<string, Set<TopicListener>>();
	readonly #stateListeners = new Set<(state: StreamState) => void>();
	/** What topics are asked for with besides, by topic. */
	readonly #queries = new Map<string, string>();
	#query = '';
	#source: EventSource | undefined;
	#opening = 0;
	#last = '';
	#state: StreamState = 'idle';

	/** @param path of the server's stream */
	constructor(path: string) {
		this.#path = path;
		document.addEventListener('visibilitychange', () => this.#reopen());
	}

	get state(): StreamState {
		return this.#state;
	}

	/** What all topics are asked for with, for instance `meter=meter-2`. */
	set query(query: string) {
		if (query === this.#query) return;
		this.#query = query;
		this.#last = '';
		this.#reopen();
	}

	/**
	 * Hears this topic from now on: first how things stand. Returns what ends that.
	 * @param query of this topic alone, for instance `from=1&count=20`; the last subscriber's is what counts
	 */
	subscribe<Data>(topic: string, listener: (data: Data) => void, query = ''): () => void {
		this.#queries.set(topic, query);
		const listeners = this.#listeners.get(topic) ?? new Set();
		this.#listeners.set(topic, listeners);
		listeners.add(listener as TopicListener);
		// One that comes later has to hear how things stand, too.
		this.#last = '';
		this.#reopen();
		return () => {
			listeners.delete(listener as TopicListener);
			if (listeners.size > 0) return;
			this.#listeners.delete(topic);
			this.#queries.delete(topic);
			this.#reopen();
		};
	}

	/** Tries once more where it was refused. */
	again(): void {
		this.#reopen();
	}

	watch(listener: (state: StreamState) => void): () => void {
		this.#stateListeners.add(listener);
		listener(this.#state);
		return () => this.#stateListeners.delete(listener);
	}

	/** Views that come and go at once cost one connection. */
	#reopen(): void {
		clearTimeout(this.#opening);
		this.#opening = setTimeout(() => this.#open(), 0);
	}

	#open(): void {
		this.#source?.close();
		this.#source = undefined;
		if (document.hidden) {
			this.#tell('hidden');
			return;
		}
		if (this.#listeners.size === 0) {
			this.#tell('idle');
			return;
		}
		const after = this.#last === '' ? '' : `&after=${this.#last}`;
		const query = [this.#query, ...this.#queries.values()].flatMap((each) => (each === '' ? [] : [`&${each}`])).join('');
		const source = new EventSource(`${this.#path}?page=${this.#page}&topics=${[...this.#listeners.keys()].join(',')}${query}${after}`);
		this.#source = source;
		source.onopen = () => this.#tell('open');
		source.onerror = () => this.#tell(source.readyState === EventSource.CLOSED ? 'refused' : 'lost');
		for (const topic of this.#listeners.keys())
			source.addEventListener(topic, (event: MessageEvent<string>) => {
				if (event.lastEventId !== '') this.#last = event.lastEventId;
				const data = JSON.parse(event.data) as never;
				for (const listener of this.#listeners.get(topic) ?? []) listener(data);
			});
	}

	#tell(state: StreamState): void {
		this.#state = state;
		for (const listener of this.#stateListeners) listener(state);
	}
}
