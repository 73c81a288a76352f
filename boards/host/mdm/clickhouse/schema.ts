/**
 * The tables on ClickHouse. Plain enough for the version of Debian 12 (18.16): no codecs, no nullable columns, no time to live.
 *
 * | table | a row | key |
 * |---|---|---|
 * | `reading`, `reading_other` | what the collectors received, as it stands in their journals | slot, number, then which came first |
 * | `reading_day` | a version of a meter-day | day, number, version |
 * | `shard_day` | a version of a day of a shard that is whole: without it no row of that version counts | day, shard, version |
 *
 * A write that waits for a server that is gone keeps all others of its table waiting (10 s and more on 18.16), whence two tables for readings: those that come
 * meanwhile go to the other one. A block may then stand in both, and counts once.
 *
 * All replace rows of the same key, so that what came twice in spite of all counts once. Where there is no value stands 4294967295 in counts of registers,
 * −1 in sums.
 */

/** Half-hours of a day: columns i01 to i48 of import, e01 to e48 of export. */
const HALF_HOURS = 48;
/** Blocks whose repetition a replicated table refuses; of 100 when nothing is said, which is a few seconds. */
const REFUSED_BLOCKS = 10_000;
/** Rows between two marks of the index: one meter of a day is read with so many others. */
const GRANULE = 1024;
/** s after which a lost session with ZooKeeper is begun anew; 60 when nothing is said, while which nothing can be written. */
const NEW_SESSION = 1;

export const intervalColumns = (prefix: 'i' | 'e'): readonly string[] =>
	Array.from({ length: HALF_HOURS }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);

const READING = [
	...['number UInt32', 'slot UInt32', 'import UInt32', 'export UInt32', 'counter UInt32', 'status UInt8', 'source UInt8', 'lag UInt16'],
	...['worker UInt32', 'sequence UInt32', 'place UInt32', 'received UInt64', 'arrived Date'],
];

const READING_DAY = [
	...['number UInt32', 'day Date', 'version UInt16', 'import_base Int64', 'export_base Int64'],
	...intervalColumns('i').map((each) => `${each} Int32`),
	...intervalColumns('e').map((each) => `${each} Int32`),
	...['status String', 'quality String', 'anchors String', 'flags UInt32'],
];

const SHARD_DAY = ['day Date', 'shard UInt32', 'version UInt16', 'rows UInt32', 'missing UInt32', 'estimated UInt32'];

/** Readings are there in any of them. */
export const READINGS = Object.freeze(['reading', 'reading_other'] as const);

interface Table {
	readonly name: string;
	readonly columns: readonly string[];
	readonly partition: string;
	readonly key: string;
	readonly granule?: number;
}

const TABLES: readonly Table[] = Object.freeze([
	// A block falls into one partition whatever slots it tells of, so that it is there whole or not at all.
	...READINGS.map((name) => ({ name, columns: READING, partition: 'arrived', key: 'slot, number, received, worker, sequence, place' })),
	{ name: 'reading_day', columns: READING_DAY, partition: 'toMonday(day)', key: 'day, number, version', granule: GRANULE },
	{ name: 'shard_day', columns: SHARD_DAY, partition: 'toYear(day)', key: 'day, shard, version' },
]);

/** The statements that make what is not there. @param isReplicated whether servers keep the same by ZooKeeper */
export function schemaOf(database: string, isReplicated: boolean): readonly string[] {
	return [`CREATE DATABASE IF NOT EXISTS ${database}`, ...TABLES.map((table) => tableOf(database, table, isReplicated))];
}

function tableOf(database: string, { name, columns, partition, key, granule = 8192 }: Table, isReplicated: boolean): string {
	const engine = isReplicated ? `ReplicatedReplacingMergeTree('/keiki/${database}/${name}', '{replica}')` : 'ReplacingMergeTree()';
	const settings = [`index_granularity = ${granule}`];
	if (isReplicated) {
		settings.push(`replicated_deduplication_window = ${REFUSED_BLOCKS}`, `zookeeper_session_expiration_check_period = ${NEW_SESSION}`);
	}
	return (
		`CREATE TABLE IF NOT EXISTS ${database}.${name} (${columns.join(', ')}) ENGINE = ${engine} ` +
		`PARTITION BY ${partition} ORDER BY (${key}) SETTINGS ${settings.join(', ')}`
	);
}
