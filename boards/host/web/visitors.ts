/** Who was let in: one-time tokens of printed addresses, the cookies that they become, and the secret of scripts. */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Proof } from './safety.js';

/** Browsers that are known at a time, and tokens that wait: beyond it the oldest goes. */
const MOST_SESSIONS = 64;
const MOST_TOKENS = 16;
const SECRET_LENGTH = 32;
/** Streams that one browser may have: it has six connections to a server, and one must be left for what it asks. */
const MOST_STREAMS = 5;
/** How long the place of a page's stream is kept, ms. */
const KEPT = 1000;

/** Somebody who was let in. */
export class Visitor {
	readonly proof: Proof;
	/** What ends each, by the page that hears it. */
	readonly #streams = new Map<string, () => void>();

	constructor(proof: Proof) {
		this.proof = proof;
	}

	get streams(): number {
		return this.#streams.size;
	}

	get mostStreams(): number {
		return MOST_STREAMS;
	}

	/**
	 * Undefined: there are enough. Else what gives it back. A page that asks for other topics, or comes back, takes the place of its own stream before.
	 *
	 * @param page as the page names itself; undefined: it does not
	 * @param end ends the stream
	 */
	takeStream(page: string | undefined, end: () => void): (() => void) | undefined {
		const name = page ?? randomUUID();
		this.#streams.get(name)?.();
		if (!this.#streams.has(name) && this.#streams.size >= MOST_STREAMS) return undefined;
		this.#streams.set(name, end);
		const release = () => {
			if (this.#streams.get(name) === end) this.#streams.delete(name);
		};
		// A page that closes one stream to open another must not find its place taken.
		return page === undefined ? release : () => setTimeout(release, KEPT).unref();
	}
}

export class Visitors {
	/** What a script shows as `Authorization: Bearer …`. */
	readonly secret = fresh();
	readonly #script = new Visitor('bearer');
	readonly #tokens = new Set<string>();
	readonly #sessions = new Map<string, Visitor>();

	/** A fresh one, for an address; good for one browser. */
	createToken(): string {
		const token = fresh();
		addBounded(this.#tokens, token, MOST_TOKENS);
		return token;
	}

	/** What the browser's cookie is to hold; undefined: the token is none, or was used. */
	admit(token: string): string | undefined {
		if (!this.#tokens.delete(token)) return undefined;
		const session = fresh();
		for (const [oldest] of this.#sessions) {
			if (this.#sessions.size < MOST_SESSIONS) break;
			this.#sessions.delete(oldest);
		}
		this.#sessions.set(session, new Visitor('cookie'));
		return session;
	}

	/** Whoever shows this; undefined: nobody that is known. */
	find(session: string | undefined, bearer: string | undefined): Visitor | undefined {
		if (bearer !== undefined) return equal(bearer, this.secret) ? this.#script : undefined;
		return session === undefined ? undefined : this.#sessions.get(session);
	}
}

function fresh(): string {
	return randomBytes(SECRET_LENGTH).toString('base64url');
}

function equal(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

function addBounded<Each>(set: Set<Each>, each: Each, most: number): void {
	for (const oldest of set) {
		if (set.size < most) break;
		set.delete(oldest);
	}
	set.add(each);
}
