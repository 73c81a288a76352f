/** `keiki mdm query --sql`: statements of a person over the files of closed days, by DuckDB, which reads them where they are and writes nothing. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { neededPackage } from '../../shared/needed-package.js';
import type { CommonWords } from '../../shared/program.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { Lines } from '../lines.js';
import { dataFolder } from '../open-store.js';
import { INSTALL, MEMORY } from './package.js';

export interface SqlWords extends CommonWords {
	readonly data?: string;
	readonly sql: string;
	readonly json?: boolean;
}

type Node = typeof import('@duckdb/node-api');

/** They mean more than themselves where files are named. */
const PATTERN = /[*?[\]{}]/;
const QUOTED = /[",\r\n]/;

/** Throws UsageError of a statement that is none, that is no query, or that fails. */
export async function mdmSql(words: SqlWords): Promise<ExitCode> {
	const { json = false } = words;
	const days = join(dataFolder(words), 'days');
	const node = await neededPackage('@duckdb/node-api', () => import('@duckdb/node-api'), INSTALL);
	const instance = await node.DuckDBInstance.create(':memory:', { memory_limit: MEMORY });
	const connection = await instance.connect();
	try {
		await look(connection, days);
		await refuseOthers(node, connection, words.sql);
		const lines = new Lines();
		try {
			const result = await connection.stream(words.sql);
			const names = result.columnNames();
			if (!json) await lines.write(names.map(csvOf).join(','));
			for await (const rows of result.yieldRowsJson()) {
				for (const row of rows) {
					if (json) await lines.write(JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]]))));
					else await lines.write(row.map(csvOf).join(','));
				}
			}
		} catch (error) {
			throw failed(error);
		}
		await lines.end();
		return EXIT.done;
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
}

/** Makes the tables that a statement may ask, and nothing else that it could reach. */
async function look(connection: DuckDBConnection, days: string): Promise<void> {
	if (PATTERN.test(days)) {
		throw new UsageError({
			en: `--data: expected a path without * ? [ ] { }, got ${days}`,
			ja: `--data: * ? [ ] { } を含まないパスにしてください: ${days}`,
		});
	}
	if (!existsSync(days) || !readdirSync(days, { recursive: true }).some((each) => String(each).endsWith('.parquet'))) {
		throw new UsageError({ en: `--data: there are no closed days in ${days}`, ja: `--data: ${days}に締めた日がありません` });
	}
	const files = (pattern: string) => `read_parquet('${join(days, '*', pattern).replaceAll("'", "''")}', filename = true)`;
	const day = "CAST(regexp_extract(filename, '[/\\\\](\\d{4}-\\d{2}-\\d{2})[/\\\\][^/\\\\]*$', 1) AS DATE)";
	await connection.run(`CREATE VIEW reading_day_history AS SELECT ${day} AS day, * EXCLUDE (filename) FROM ${files('*.parquet')}`);
	const hasCorrections = readdirSync(days, { recursive: true }).some((each) => /\.v\d+\.parquet$/.test(String(each)));
	const newest = `NOT EXISTS (SELECT 1 FROM (SELECT meter, version, ${day} AS day FROM ${files('*.v*.parquet')}) AS later
		WHERE later.meter = earlier.meter AND later.day = earlier.day AND later.version > earlier.version)`;
	await connection.run(`CREATE VIEW reading_day AS SELECT * FROM reading_day_history AS earlier${hasCorrections ? ` WHERE ${newest}` : ''}`);
	const columns = (side: string) => Array.from({ length: HALF_HOURS }, (_, k) => `${side}${String(k + 1).padStart(2, '0')}`).join(', ');
	await connection.run(`CREATE VIEW reading AS SELECT meter, day, version, unnest(range(1, ${HALF_HOURS + 1})) AS half_hour,
		unnest([${columns('i')}]) AS import, unnest([${columns('e')}]) AS export FROM reading_day`);
	await connection.run(`SET allowed_directories = ['${days.replaceAll("'", "''")}/']`);
	await connection.run('SET enable_external_access = false; SET autoinstall_known_extensions = false; SET lock_configuration = true');
}

/** Whatever is not one query: it could write. Throws UsageError. */
async function refuseOthers(node: Node, connection: DuckDBConnection, sql: string): Promise<void> {
	let type: number;
	try {
		const statements = await connection.extractStatements(sql);
		type = statements.count === 1 ? (await statements.prepare(0)).statementType : node.StatementType.INVALID;
	} catch (error) {
		throw failed(error);
	}
	if (type === node.StatementType.SELECT) return;
	throw new UsageError({
		en: '--sql: expected one query, SELECT …, of reading, reading_day or reading_day_history',
		ja: '--sql: reading、reading_day、reading_day_historyへの問い合わせ(SELECT …)を1つだけ書いてください',
	});
}

function failed(error: unknown): UsageError {
	return new UsageError({ en: `--sql: ${reasonOf(error)}`, ja: `--sql: ${reasonOf(error)}` });
}

function csvOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
	return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
