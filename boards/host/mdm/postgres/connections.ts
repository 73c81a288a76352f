/** Connections to PostgreSQL: a transaction that a broken one has ended is tried again on another. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { neededPackage } from '../../shared/needed-package.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { BROKEN } from '../store-error.js';
import { CopyWriter, copyRows, type Field } from './copy-binary.js';

const INSTALL = 'npm install pg pg-copy-streams';
const CONNECTIONS = 4;
/** ms between two tries, and altogether. */
const PAUSE = 200;
const LONGEST = 60_000;
/** Bytes of rows that are sent at a time. */
const PART = 1 << 18;
/** Classes of states that another try may not meet: connection, resources, intervention of a person, system, serialization. */
const PASSING = Object.freeze(['08', '53', '57', '58', '40']);
/** What Node tells of a line. */
const LINE = Object.freeze(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

type CopyStreams = typeof import('pg-copy-streams');

export class Connections {
	readonly #pool: Pool;
	readonly #streams: CopyStreams;

	private constructor(pool: Pool, streams: CopyStreams) {
		[this.#pool, this.#streams] = [pool, streams];
	}

	/** Throws UsageError of a wrong address, and where a package is missing, with the line that installs it. */
	static async open(url: string): Promise<Connections> {
		if (!/^postgres(ql)?:\/\//.test(url)) {
			throw new UsageError({ en: '--store: expected postgres://USER@HOST/NAME', ja: '--store: postgres://USER@HOST/NAME の形にしてください' });
		}
		const { default: pg } = await neededPackage('pg', () => import('pg'), INSTALL);
		const streams = await neededPackage('pg-copy-streams', () => import('pg-copy-streams'), INSTALL);
		refuseWrong(() => new pg.Client({ connectionString: url }));
		const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
		// One that breaks while nobody uses it: the next is a new one, or tells.
		pool.on('error', () => {});
		// One that breaks while somebody does tells whoever waits for an answer; in between it would tell nobody.
		pool.on('connect', (client) => client.on('error', () => {}));
		return new Connections(pool, streams);
	}

	/**
	 * What is done is there whole, or the last failure is thrown. It may be done several times, of which one counts.
	 * @param patience ms for which it is tried again on other connections
	 */
	transaction<Result>(act: (client: PoolClient) => Promise<Result>, patience = LONGEST): Promise<Result> {
		return again(() => this.#once(act), patience);
	}

	/** Puts rows; `write` is called until it says that there are no more. */
	async copyIn(client: PoolClient, into: string, write: (rows: CopyWriter) => boolean): Promise<void> {
		const rows = new CopyWriter(PART + (PART >> 2));
		async function* parts() {
			while (write(rows)) if (rows.length >= PART) yield rows.take();
			yield rows.end().take();
		}
		await pipeline(Readable.from(parts()), client.query(this.#streams.from(`COPY ${into} FROM STDIN BINARY`)));
	}

	/** The rows of a query as they come, on a connection of their own. @param sql without parameters */
	async *copyOut(sql: string, fields: number): AsyncGenerator<readonly Field[]> {
		const client = await again(() => this.#pool.connect(), LONGEST);
		let isWhole = false;
		try {
			yield* copyRows(client.query(this.#streams.to(`COPY (${sql}) TO STDOUT BINARY`)), fields);
			isWhole = true;
		} finally {
			// One that is in the middle of an answer is of no use any more.
			client.release(!isWhole);
		}
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}

	async #once<Result>(act: (client: PoolClient) => Promise<Result>): Promise<Result> {
		const client = await this.#pool.connect();
		let failure: unknown;
		try {
			await client.query('BEGIN');
			const result = await act(client);
			await client.query('COMMIT');
			return result;
		} catch (error) {
			failure = error;
			throw error;
		} finally {
			client.release(failure !== undefined);
		}
	}
}

/** Throws UsageError, in whose words nothing of the address is: it may have a password. @param read reads the address, and files that it names */
function refuseWrong(read: () => unknown): void {
	try {
		read();
	} catch (error) {
		const why = reasonOf(error);
		throw new UsageError({
			en: `--store: expected postgres://USER@HOST/NAME, with / ? # @ of a password as %2F %3F %23 %40: ${why}`,
			ja: `--store: postgres://USER@HOST/NAME の形にしてください。パスワードの / ? # @ は %2F %3F %23 %40 と書きます: ${why}`,
		});
	}
}

/** @param patience ms for which what may pass is tried again */
async function again<Result>(act: () => Promise<Result>, patience: number): Promise<Result> {
	for (const until = Date.now() + patience; ; ) {
		try {
			return await act();
		} catch (error) {
			if (!isPassing(error) || Date.now() >= until) throw error;
			await sleep(PAUSE);
		}
	}
}

function isPassing(error: unknown): boolean {
	const { code = '', message } = error as NodeJS.ErrnoException;
	return LINE.includes(code) || PASSING.includes(code.slice(0, 2)) || BROKEN.test(message);
}
