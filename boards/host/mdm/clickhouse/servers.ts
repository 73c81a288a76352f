/**
 * ClickHouse by its HTTP interface, at several servers that keep the same: what one does not answer is asked of the next.
 *
 * Only what may be asked twice goes through here: queries, and inserts of blocks that a replicated table refuses when it has them.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../store-error.js';
import type { StoreAddress } from './address.js';

/** Numbers of errors that another server, or the same one a little later, may not have (dbms/src/Common/ErrorCodes.cpp). */
const PASSING = Object.freeze({
	TIMEOUT_EXCEEDED: 159,
	TOO_MANY_SIMULTANEOUS_QUERIES: 202,
	SOCKET_TIMEOUT: 209,
	NETWORK_ERROR: 210,
	NO_ZOOKEEPER: 225,
	NO_REPLICA_HAS_PART: 234,
	MEMORY_LIMIT_EXCEEDED: 241,
	TABLE_IS_READ_ONLY: 242,
	UNEXPECTED_ZOOKEEPER_ERROR: 244,
	TOO_MANY_PARTS: 252,
	ALL_CONNECTION_TRIES_FAILED: 279,
	TOO_LESS_LIVE_REPLICAS: 285,
	UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE: 286,
	REPLICA_IS_NOT_IN_QUORUM: 289,
	UNKNOWN_STATUS_OF_INSERT: 319,
	ALL_REPLICAS_ARE_STALE: 369,
	KEEPER_EXCEPTION: 999,
});
const PASSES: ReadonlySet<number> = new Set(Object.values(PASSING));

/** ms without a byte, after which a server is taken to be gone; and for a query that may reckon for long before the first. */
const SILENCE = 3000;
const LONG_SILENCE = 60_000;
/** ms between two rounds over all servers, and altogether. */
const PAUSE = 50;
export const LONGEST = 60_000;
/** ms for which one server is asked again that cannot just now. */
const STEADY = 10_000;
/** Connections to each server. */
const CONNECTIONS = 4;
/** Bytes of an error's text that are read. */
const LONGEST_ERROR = 4096;

/** What a server said against a query. */
export class ClickHouseError extends StoreError {
	/** Of `ErrorCodes.cpp`; undefined where it is none of ClickHouse's. */
	readonly code: number | undefined;

	constructor(text: string, status: number) {
		super(text.trim().split('\n')[0] || `HTTP ${status}`);
		const found = /Code: (\d+)/.exec(text)?.[1];
		this.code = found === undefined ? undefined : Number(found);
	}
}

/** A server that has not yet got what others have. */
class BehindError extends StoreError {}

/** No server did it in time. */
export class NoServerError extends StoreError {
	/** All that answered lack the part that was written last: it was dropped with its day, if they do not get it soon. */
	readonly isBehind: boolean;

	constructor(place: string, failures: ReadonlyMap<number, unknown>, last: unknown) {
		super(`ClickHouse: no server did it; the last one, ${place}: ${(last as Error).message}`);
		const told = [...failures.values()].filter((each) => each instanceof ClickHouseError);
		this.isBehind = told.length > 0 && told.every(({ code }) => code === PASSING.REPLICA_IS_NOT_IN_QUORUM);
	}
}

export interface Question {
	readonly sql: string;
	/** What is inserted, in the format that the statement names. */
	readonly body?: Uint8Array;
	/** What the same server is asked before, whose answer is one octet: 0 where it must not be asked this, for it has not all that others have. */
	readonly first?: string;
	/** Of this query alone, as `insert_quorum`. */
	readonly settings?: Readonly<Record<string, string | number>>;
	/** Whether the server may reckon for long. */
	readonly isLong?: boolean;
	/** ms for which it is asked again and again; a minute when nothing is said. */
	readonly patience?: number;
}

export class Servers {
	readonly #address: StoreAddress;
	readonly #agents;
	readonly #now: () => number;
	/** That which answered last. */
	#current = 0;
	#isClosed = false;

	constructor(address: StoreAddress, now: () => number = Date.now) {
		this.#address = address;
		this.#now = now;
		const options = { keepAlive: true, maxSockets: CONNECTIONS };
		this.#agents = address.isSecure ? new HttpsAgent(options) : new HttpAgent(options);
	}

	get count(): number {
		return this.#address.places.length;
	}

	/** Host and port of one, for people. */
	placeOf(server: number): string {
		const { host, port } = this.#address.places[server]!;
		return `${host}:${port}`;
	}

	/**
	 * Asks that which answered last, and on failure the next, round and round. Resolves with the whole answer.
	 * Throws ClickHouseError where a server understood and refused, NoServerError where none did it in time.
	 */
	async ask(question: Question): Promise<Buffer> {
		const until = this.#now() + (question.patience ?? LONGEST);
		const failures = new Map<number, unknown>();
		for (let tries = 1; ; tries++) {
			const server = this.#current;
			try {
				if (question.first !== undefined) await this.#checkWhole(server, question.first);
				return await this.askOf(server, question);
			} catch (error) {
				if (!isPassing(error)) throw error;
				failures.set(server, error);
				const isRound = tries % this.count === 0;
				if (this.#isClosed || (isRound && this.#now() > until)) throw new NoServerError(this.placeOf(server), failures, error);
				if (this.#current === server) this.#current = (server + 1) % this.count;
				if (isRound) await sleep(PAUSE);
			}
		}
	}

	async #checkWhole(server: number, sql: string): Promise<void> {
		const [isWhole] = await this.askOf(server, { sql });
		if (isWhole !== 1) throw new BehindError(`${this.placeOf(server)} has not yet all that the others have`);
	}

	/** Asks one alone, once. */
	async askOf(server: number, question: Question): Promise<Buffer> {
		const answer = await this.#send(server, question);
		const parts: Buffer[] = [];
		let length = 0;
		const isFine = answer.statusCode === 200;
		for await (const part of answer as AsyncIterable<Buffer>) {
			if (!isFine && length > LONGEST_ERROR) continue;
			parts.push(part);
			length += part.length;
		}
		const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
		if (!isFine) throw new ClickHouseError(whole.toString('utf8'), answer.statusCode!);
		return whole;
	}

	/** Asks one alone, again and again while it says that it cannot just now, as a server does whose session with ZooKeeper is only just beginning. */
	async askOfSteadily(server: number, question: Question): Promise<Buffer> {
		const until = this.#now() + (question.patience ?? STEADY);
		for (;;) {
			try {
				return await this.askOf(server, question);
			} catch (error) {
				if (!(error instanceof ClickHouseError) || !isPassing(error) || this.#isClosed || this.#now() > until) throw error;
				await sleep(PAUSE);
			}
		}
	}

	/** Ends what is under way as well. */
	close(): void {
		this.#isClosed = true;
		this.#agents.destroy();
	}

	#send(server: number, { sql, body, settings = {}, isLong = false }: Question): Promise<IncomingMessage> {
		const { isSecure, user, password } = this.#address;
		const { host, port } = this.#address.places[server]!;
		// An answer is held back until it is whole, so that what fails at its end has another status than what does not.
		const words = new URLSearchParams({ wait_end_of_query: '1', ...settings });
		if (body !== undefined) words.set('query', sql);
		const headers: Record<string, string | number> = { 'Content-Length': (body ?? Buffer.from(sql)).length };
		if (user !== undefined) headers['X-ClickHouse-User'] = user;
		if (password !== undefined) headers['X-ClickHouse-Key'] = password;
		return new Promise((resolve, reject) => {
			const asked = (isSecure ? httpsRequest : httpRequest)(
				{ host, port, method: 'POST', path: `/?${words}`, headers, agent: this.#agents, timeout: isLong ? LONG_SILENCE : SILENCE },
				resolve,
			);
			asked.on('timeout', () => asked.destroy(new Error('silent')));
			asked.on('error', reject);
			asked.end(body ?? sql);
		});
	}
}

function isPassing(error: unknown): boolean {
	return !(error instanceof ClickHouseError) || (error.code !== undefined && PASSES.has(error.code));
}
