/** The store of readings that `--store` names. */
import { join, resolve } from 'node:path';
import type { ReadingStore } from '../../../src/mdm/reading-store.js';
import { statePath } from '../shared/own-places.js';
import { UntoldError, UsageError } from '../shared/usage-error.js';
import type { JournalNews } from './segments.js';
import { BROKEN, StoreError } from './store-error.js';

export interface StoreWords {
	readonly data?: string;
	readonly store?: string;
}

export interface StoreOptions {
	/** Told of a server that cannot be used now, and why. */
	readonly warn?: (place: string, why: string) => void;
	/** Told of journals that are not whole, where these are the store. */
	readonly journals?: JournalNews;
}

/** What is behind user and password: the place, and its parameters. */
const PLACE = /^(?:[^?#]*@)?([^?#@]*)(?:\?([^@#]*))?$/;
const SECRET = /^(user|.*pass.*)$/i;

/** Word for the folder itself. */
const FILES = 'files';
/** The same folder, into which DuckDB looks. */
const DUCKDB = 'duckdb';

/** Whether readings are kept in the folder of the data itself, where collectors have put them already. */
export const isInFolder = ({ store = FILES }: StoreWords): boolean => store === FILES || store === DUCKDB;

/** The folder that collectors and this share. Throws UsageError. */
export const dataFolder = ({ data }: StoreWords): string => (data === undefined ? join(statePath('mdm', 'x'), '..') : resolve(data));

/** Throws UsageError of a wrong address, and of a package that is missing, with the line that installs it. */
export async function openStore(words: StoreWords, options: StoreOptions = {}): Promise<ReadingStore> {
	const { store = FILES } = words;
	if (store === FILES) {
		const { FilesStore } = await import('./files/files-store.js');
		return FilesStore.open(dataFolder(words), options.journals);
	}
	if (store === DUCKDB) {
		const { DuckDbStore } = await import('./duckdb/duckdb-store.js');
		return DuckDbStore.open(dataFolder(words), options.journals);
	}
	if (store.startsWith('clickhouse:')) {
		const { ClickHouseStore } = await import('./clickhouse/clickhouse-store.js');
		return ClickHouseStore.open(store, options);
	}
	if (/^postgres(ql)?:/.test(store)) {
		const { PostgresStore } = await import('./postgres/postgres-store.js');
		return PostgresStore.open(store);
	}
	throw new UsageError({
		en: '--store: expected files, duckdb, clickhouse:http://HOST:PORT[,HOST:PORT…]/DATABASE or postgres://USER@HOST/NAME',
		ja: '--store: files、duckdb、clickhouse:http://HOST:PORT[,HOST:PORT…]/DATABASE か postgres://USER@HOST/NAME の形にしてください',
	});
}

/** As it may be told: without user and password, wherever they stand. */
export function storeName(store = FILES): string {
	const scheme = /^[a-z:]+:\/\//.exec(store)?.[0];
	if (scheme === undefined) return store;
	const [, place, parameters = ''] = PLACE.exec(store.slice(scheme.length)) ?? [];
	// It cannot be told where a password ends.
	if (place === undefined) return `${scheme}…`;
	const told = parameters.split('&').filter((each) => each !== '' && !SECRET.test(each.split('=')[0]!));
	return `${scheme}${place}${told.length === 0 ? '' : `?${told.join('&')}`}`;
}

/** What servers and lines to them tell, not this program: a number of PostgreSQL or of the system, or an error of ClickHouse. */
export function isOfStore(error: unknown): boolean {
	if (!(error instanceof Error) || error instanceof UsageError || error instanceof UntoldError) return false;
	return error instanceof StoreError || typeof (error as NodeJS.ErrnoException).code === 'string' || BROKEN.test(error.message);
}
