/** `keiki mdm query --sql`. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { keikiHere } from '../here-rig.js';

describe('keiki mdm query --sql', () => {
	let folder: string;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-sql-'));
		writeFileSync(join(folder, 'secret.csv'), 'a\n1\n');
		const instance = await DuckDBInstance.create(':memory:');
		const connection = await instance.connect();
		const put = async (day: string, name: string, version: number, more: number, meters: string) => {
			mkdirSync(join(folder, 'days', day), { recursive: true });
			const side = (letter: string, value: string) =>
				Array.from({ length: 48 }, (_, k) => `CAST(${value} + ${k} AS INTEGER) AS ${letter}${String(k + 1).padStart(2, '0')}`).join(', ');
			await connection.run(
				`COPY (SELECT CAST(n AS INTEGER) AS meter, ${version} AS version, CAST(1000 * n AS BIGINT) AS import_base, ${side('i', `n + ${more}`)}, ` +
					`${side('e', '0')}, 0 AS flags FROM (VALUES ${meters}) AS given(n) ORDER BY n) TO '${join(folder, 'days', day, name)}' (FORMAT parquet)`,
			);
		};
		await put('2026-12-01', '0.parquet', 1, 0, '(1), (2), (3)');
		await put('2026-12-01', '0.v2.parquet', 2, 10, '(2)');
		await put('2026-12-02', '0.parquet', 1, 0, '(1), (2)');
		connection.closeSync();
		instance.closeSync();
	});
	after(() => rmSync(folder, { recursive: true }));
	const sql = (statement: string, ...words: readonly string[]) =>
		keikiHere('mdm', 'query', '--store', 'files', '--data', folder, '--sql', statement, ...words);

	it('asks the newest version of each day, all of them, and half-hour by half-hour', async () => {
		const newest = await sql('SELECT day, meter, version, i01 FROM reading_day ORDER BY day, meter');
		assert.equal(newest.stderr, '');
		assert.equal(newest.stdout, 'day,meter,version,i01\n2026-12-01,1,1,1\n2026-12-01,2,2,12\n2026-12-01,3,1,3\n2026-12-02,1,1,1\n2026-12-02,2,1,2\n');
		const all = await sql("SELECT count(*) AS rows FROM reading_day_history WHERE day = DATE '2026-12-01'", '--json');
		assert.deepEqual(JSON.parse(all.stdout), { rows: '4' });
		const long = await sql("SELECT half_hour, import, export FROM reading WHERE meter = 2 AND day = DATE '2026-12-01' ORDER BY half_hour LIMIT 2");
		assert.equal(long.stdout, 'half_hour,import,export\n1,12,0\n2,13,1\n');
	});

	it('writes what a table of others reads', async () => {
		const { stdout } = await sql(`SELECT 'a,"b"' AS "x,y", NULL AS n, 1.5 AS d`);
		assert.equal(stdout, '"x,y",n,d\n"a,""b""",,1.5\n');
	});

	for (const statement of [
		...["COPY (SELECT 1) TO 'FOLDER/days/out.csv'", 'CREATE TABLE t (a INT)', "ATTACH 'FOLDER/days/x.db'", 'SELECT 1; SELECT 2', ''],
		...["EXPLAIN ANALYZE COPY (SELECT 1) TO 'FOLDER/days/out.csv'", 'SET threads = 1', 'INSTALL httpfs', 'SELEC 1', 'SELECT nothing FROM reading'],
		...["SELECT * FROM 'FOLDER/secret.csv'", "SELECT * FROM read_text('/etc/passwd')", 'PRAGMA threads = 1', 'EXPLAIN SELECT 1'],
	]) {
		it(`refuses ${statement || 'nothing at all'}, and nothing is written`, async () => {
			const { status, stdout, stderr } = await sql(statement.replace('FOLDER', folder));
			assert.deepEqual([status, stdout], [2, '']);
			assert.match(stderr, /--sql: /);
			for (const name of ['out.csv', 'x.db']) assert.equal(existsSync(join(folder, 'days', name)), false);
		});
	}

	it('refuses a folder that has no closed days, or whose name is a pattern', async () => {
		const { status, stderr } = await keikiHere('mdm', 'query', '--store', 'files', '--data', join(folder, 'days', '2026-12-01'), '--sql', 'SELECT 1');
		assert.equal(status, 2);
		assert.match(stderr, /--data: there are no closed days in/);
		assert.match(
			(await keikiHere('mdm', 'query', '--store', 'files', '--data', `${folder}/*`, '--sql', 'SELECT 1')).stderr,
			/--data: expected a path without/,
		);
	});
});
