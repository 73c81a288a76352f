/**
 * The tables on PostgreSQL, in the schema `keiki_mdm`; what grows is in partitions of a day, so that old days are dropped at once.
 *
 * | table | a row | key |
 * |---|---|---|
 * | `reading_block` | a block of a collector's journal that has come | worker, sequence |
 * | `reading_part` | the records of a block that are of one day and shard, as they stand in the journal, 24 bytes each | none: with its block or not at all |
 * | `meter_day` | a version of a meter-day | number, day, version |
 * | `shard_day` | a version of a day of a shard | day, shard, version |
 */
import { dateText } from '../../../../src/mdm/calendar.js';

/** Makes what is not there. */
export const SCHEMA: readonly string[] = Object.freeze([
	'CREATE SCHEMA IF NOT EXISTS keiki_mdm',
	`CREATE TABLE IF NOT EXISTS keiki_mdm.reading_block (
		worker bigint NOT NULL, sequence bigint NOT NULL, received timestamptz NOT NULL, records integer NOT NULL, PRIMARY KEY (worker, sequence))`,
	`CREATE TABLE IF NOT EXISTS keiki_mdm.reading_part (
		arrived date NOT NULL, shard bigint NOT NULL, received bigint NOT NULL, worker bigint NOT NULL, sequence bigint NOT NULL,
		first_slot bigint NOT NULL, last_slot bigint NOT NULL, records bytea NOT NULL) PARTITION BY RANGE (arrived)`,
	'CREATE INDEX IF NOT EXISTS reading_part_shard ON keiki_mdm.reading_part (shard, last_slot)',
	`CREATE TABLE IF NOT EXISTS keiki_mdm.meter_day (
		number bigint NOT NULL, day date NOT NULL, version integer NOT NULL, import_base bigint, export_base bigint,
		imports integer[] NOT NULL, exports integer[], status bytea, quality bytea, anchors bytea, flags bigint NOT NULL,
		PRIMARY KEY (number, day, version)) PARTITION BY RANGE (day)`,
	`CREATE TABLE IF NOT EXISTS keiki_mdm.shard_day (
		day date NOT NULL, shard integer NOT NULL, version integer NOT NULL, rows integer NOT NULL, missing integer NOT NULL,
		estimated integer NOT NULL, PRIMARY KEY (day, shard, version))`,
]);

/** That which holds a day of a table. */
export function partitionOf(table: 'reading_part' | 'meter_day', day: number): string {
	const name = `keiki_mdm.${table}_${dateText(day).replaceAll('-', '')}`;
	return `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF keiki_mdm.${table} FOR VALUES FROM ('${dateText(day)}') TO ('${dateText(day + 1)}')`;
}
