/** The office's database: SQLite in a file of its own, or PostgreSQL. The same tables, and the same queries, in either. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect, Kysely, PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool } from 'pg';
import { UsageError } from '../../shared/usage-error.js';
import { causeOf, orGone } from './gone.js';
import { MIGRATIONS } from './migrations.js';
import { needed } from './packages.js';
import type { Tables } from './tables.js';

const FILE = 'office.db';
/** How long another process may hold the database, ms. */
const BUSY = 30_000;
/** Of PostgreSQL: connections at the same time. */
const CONNECTIONS = 8;
/** `int8` of PostgreSQL: all of ours are whole numbers that a double holds. */
const INT8 = 20;

export interface DatabasePlace {
	/** The folder of `--data`. */
	readonly data: string;
	/** `postgres://…`; undefined: SQLite, in the folder. */
	readonly url: string | undefined;
}

export type Engine = 'sqlite' | 'postgres';

export interface OpenDatabase {
	readonly engine: Engine;
	readonly database: Kysely<Tables>;
}

/**
 * Brings its tables up to date.
 * @param isNew whether there may be none yet; otherwise one that is not there is refused
 * @throws UsageError
 */
export async function openDatabase(place: DatabasePlace, isNew: boolean): Promise<OpenDatabase> {
	const { Kysely: Database, Migrator } = await needed('kysely', () => import('kysely'));
	const engine = place.url === undefined ? 'sqlite' : 'postgres';
	let database: Kysely<Tables> | undefined;
	try {
		database = new Database<Tables>({ dialect: place.url === undefined ? await sqlite(place.data, isNew) : await postgres(place.url) });
		const migrator = new Migrator({
			db: database,
			provider: { getMigrations: async () => MIGRATIONS as Record<string, (typeof MIGRATIONS)[string]> },
		});
		if (!isNew) await refuseNone(database, place);
		const { error } = await migrator.migrateToLatest();
		if (error !== undefined) throw error;
		return { engine, database };
	} catch (error) {
		await database?.destroy();
		if (error instanceof UsageError) throw error;
		throw new UsageError({
			en: `the database of the office is not to be had: ${causeOf(error)}`,
			ja: `事務所のデータベースを使えません: ${causeOf(error)}`,
		});
	}
}

async function refuseNone(database: Kysely<Tables>, { data, url }: DatabasePlace): Promise<void> {
	const tables = await database.introspection.getTables();
	if (tables.some(({ name }) => name === 'audit')) return;
	const init = url === undefined ? `keiki office init --data ${data}` : 'keiki office init --database …';
	throw new UsageError({
		en: `there is no office in this database; ${init} makes one`,
		ja: `このデータベースに事務所はありません。${init} で作れます`,
	});
}

async function sqlite(data: string, isNew: boolean): Promise<Dialect> {
	const path = join(data, FILE);
	if (!isNew && !existsSync(path)) {
		throw new UsageError({
			en: `${data}: there is no office here; keiki office init --data ${data} makes one`,
			ja: `${data}: ここに事務所はありません。keiki office init --data ${data} で作れます`,
		});
	}
	mkdirSync(data, { recursive: true, mode: 0o700 });
	const { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } = await needed('kysely', () => import('kysely'));
	const { default: Libsql } = await needed('libsql', () => import('libsql'));
	const file = new Libsql(path, { timeout: BUSY });
	chmodSync(path, 0o600);
	for (const each of ['journal_mode = wal', 'synchronous = full', 'secure_delete = on', 'foreign_keys = on', `busy_timeout = ${BUSY}`]) {
		file.exec(`pragma ${each}`);
	}

	/** A transaction that will write has its place from the start: one that found out later would have to begin again. */
	class WritingDriver extends SqliteDriver {
		override async beginTransaction(connection: Parameters<InstanceType<typeof SqliteDriver>['beginTransaction']>[0]): Promise<void> {
			await connection.executeQuery(CompiledQuery.raw('begin immediate'));
		}

		/** Where a disk is full SQLite undoes it of its own: what is told is that. */
		override async rollbackTransaction(connection: Parameters<InstanceType<typeof SqliteDriver>['rollbackTransaction']>[0]): Promise<void> {
			if (file.inTransaction) await super.rollbackTransaction(connection);
		}

		/** Waits for the act under way, and leaves nothing in the log of SQLite that is not in the file, where nobody else reads it. */
		override async destroy(): Promise<void> {
			await this.acquireConnection();
			if (file.open) file.exec('pragma wal_checkpoint(truncate)');
			await super.destroy();
		}
	}
	/** Tables come all at once or not at all, which SQLite can: whoever ends on the way leaves none. */
	class WholeAdapter extends SqliteAdapter {
		override get supportsTransactionalDdl(): boolean {
			return true;
		}
	}
	return {
		createAdapter: () => new WholeAdapter(),
		createDriver: () => new WritingDriver({ database: file as never }),
		createIntrospector: (database) => new SqliteIntrospector(database),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

async function postgres(url: string): Promise<Dialect> {
	if (!/^postgres(ql)?:\/\//.test(url)) {
		// What stands behind may be a password.
		const scheme = JSON.stringify(/^\w{1,20}:\/\//.exec(url)?.[0] ?? '');
		throw new UsageError({
			en: `--database: expected postgres://USER@HOST/NAME, got ${scheme} at its begin`,
			ja: `--database: postgres://USER@HOST/NAME の形にしてください。先頭: ${scheme}`,
		});
	}
	const { PostgresDialect } = await needed('kysely', () => import('kysely'));
	const { default: pg } = await needed('pg', () => import('pg'));
	const types = new pg.TypeOverrides();
	types.setTypeParser(INT8, Number);
	const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, types });
	// A connection that ends while nobody uses it: the next one is a new one, or tells.
	pool.on('error', () => {});
	// One that ends while somebody does: what was asked of it tells, and so does whatever is asked of it from now on.
	pool.on('connect', (client) => client.on('error', () => {}));
	return new PostgresDialect({ pool: telling(pool) });
}

/** The same connections, which tell where they have gone. */
function telling(pool: Pool): PostgresPool {
	const connect = async (): Promise<PostgresPoolClient> => {
		const client = await pool.connect().catch(throwGone);
		const query = async (text: string, values: readonly unknown[]) => await client.query(text, [...values]).catch(throwGone);
		return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient;
	};
	return { connect, end: async () => await pool.end() };
}

/** Throws what it is given, or that the database has gone. */
function throwGone(error: unknown): never {
	throw orGone(error);
}
