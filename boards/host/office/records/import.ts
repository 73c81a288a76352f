/** Imports: a file of one of the systems into the tables, whole or not at all. */
import type { Transaction } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { timeText } from '../../../../src/operations/records/columns.js';
import { RECORD_KINDS, type RecordKind, recordKind } from '../../../../src/operations/records/record-kinds.js';
import { headerLine, type RowWrong } from '../../../../src/operations/records/record-reader.js';
import { UsageError } from '../../shared/usage-error.js';
import { nextId, type Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { Importer, WHOLE } from './importer.js';
import { csvRecords, type Format, jsonIn, jsonRecords, messageIn, recordsOf, type Taken, textOf } from './record-source.js';

export interface ImportFile {
	/** How it is called in messages and in the log of imports. */
	readonly name: string;
	readonly format: Format;
	readonly pieces: AsyncIterable<Uint8Array>;
	/** When its system had it so, ms since 1970-01-01T00:00:00Z; what the file says itself goes before. */
	readonly asOf: number;
}

export interface ImportWishes {
	/** Rows that are wrong are left out. */
	readonly skipBad?: boolean;
	/** What the file does not have is not there any more. */
	readonly whole?: boolean;
}

export interface Imported {
	readonly records: string;
	readonly asOf: number;
	readonly rows: number;
	/** Taken away, as the file is all there is. */
	readonly gone: number;
	readonly wrongs: readonly RowWrong[];
	/** The rows that were left out, under a header. */
	readonly refused: string;
	/** Elements of a message that were not read. */
	readonly leftOut: readonly string[];
}

/** Nothing was imported, for these rows. */
export class RowsRefused extends Error {
	constructor(
		readonly file: string,
		/** The first of them. */
		readonly wrongs: readonly RowWrong[],
		readonly count: number,
	) {
		super(`${file}: ${count} rows are wrong`);
	}
}

/** Rows whose wrongs are told, and left out. */
const MOST_TOLD = 50;
const MOST_REFUSED = 100_000;
/** What a file says itself that it has: that of the meter data management, whose messages do, too. */
const SELF_TOLD = Object.freeze(RECORD_KINDS.filter(({ system }) => system === 'metering'));
/** How far a system's clock may be ahead, ms: a file of the future would keep all others out. */
const AHEAD = 24 * 3_600_000;

/**
 * @param kind undefined: what the message says
 * @throws RowsRefused, UsageError; OfficeRefusal where a later file has been there
 */
export async function importFile(
	office: Office,
	actor: Actor,
	file: ImportFile,
	kind: RecordKind | undefined,
	wishes: ImportWishes = {},
): Promise<Imported> {
	return await office.act(
		actor,
		'records.import',
		kind?.name ?? 'message',
		async ({ at, now, note }) => {
			const result = await importInto(at, now, actor, file, kind, wishes);
			note({ records: result.records, rows: result.rows, refused: result.wrongs.length });
			return result;
		},
		{ file: file.name },
	);
}

async function importInto(
	at: Transaction<Tables>,
	now: number,
	actor: Actor,
	file: ImportFile,
	asked: RecordKind | undefined,
	wishes: ImportWishes,
): Promise<Imported> {
	if (wishes.whole && (asked === undefined || !WHOLE.includes(asked.name))) {
		throw new UsageError({
			en: `--whole: it is for ${WHOLE.join(', ')}; of ${asked?.name ?? 'messages'} nothing is taken away`,
			ja: `--whole: 使えるのは${WHOLE.join('、')}です。${asked?.name ?? 'メッセージ'}からは何も取り除きません`,
		});
	}
	if (wishes.whole && wishes.skipBad) {
		throw new UsageError({
			en: '--whole and --skip-bad: one of them; a row that is left out would be taken for one that is not there any more',
			ja: '--wholeと--skip-badは一緒に使えません。除いた行が、もうないものとして取り除かれてしまいます',
		});
	}
	// First of all: on PostgreSQL further imports wait for it, and see what this one brought.
	const id = await nextId(at, 'import');
	const source = await sourceOf(at, file, asked);
	const { kind, asOf, leftOut } = source;
	await refuseOlder(at, file.name, kind, asOf, now);
	const importer = new Importer(at, kind, asOf, now);
	const wrongs: RowWrong[] = [];
	let count = 0;
	let refused = '';
	for await (const batch of source.batches) {
		for (const taken of batch) {
			if (!('wrong' in taken)) importer.add(taken.values);
			else {
				if (wrongs.length < MOST_TOLD || wishes.skipBad) wrongs.push(taken.wrong);
				count++;
				if (wishes.skipBad) refused += taken.text;
			}
		}
		if (wishes.skipBad && count > MOST_REFUSED) throw new RowsRefused(file.name, wrongs.slice(0, MOST_TOLD), count);
		// With a wrong row nothing will be kept: the rest is read for what is wrong with it.
		if (importer.isFull && (count === 0 || wishes.skipBad)) await importer.flush();
	}
	if (count > 0 && !wishes.skipBad) throw new RowsRefused(file.name, wrongs, count);
	await importer.flush();
	const gone = wishes.whole ? await importer.removeOlder(asOf) : 0;
	const { system, name: records } = kind;
	await at
		.insertInto('import')
		.values({
			id,
			system,
			records,
			file: file.name,
			as_of: asOf,
			at: now,
			by: actor.name,
			rows: importer.rows,
			refused: count,
		})
		.execute();
	return { records, asOf, rows: importer.rows, gone, wrongs, refused: count > 0 ? headerLine(kind) + refused : '', leftOut };
}

interface Source {
	readonly kind: RecordKind;
	readonly asOf: number;
	readonly batches: AsyncIterable<readonly Taken[]> | readonly (readonly Taken[])[];
	readonly leftOut: readonly string[];
}

async function sourceOf(at: Transaction<Tables>, file: ImportFile, kind: RecordKind | undefined): Promise<Source> {
	if (file.format === 'csv') {
		if (kind === undefined) throw new RangeError('a CSV file without a kind of records');
		return { kind, asOf: file.asOf, batches: csvRecords(file.pieces, kind, file.name), leftOut: [] };
	}
	const text = await textOf(file.pieces, file.name);
	if (file.format === 'json') {
		const whole = jsonIn(text, file.name);
		if ('records' in whole) {
			const found = kind ?? SELF_TOLD.find(({ name }) => name === whole.records) ?? SELF_TOLD[0]!;
			const { asOf, rows } = jsonRecords(whole, found, file.name);
			return { kind: found, asOf, batches: [rows], leftOut: [] };
		}
	}
	const { content, at: asOf, leftOut } = messageIn(text, file.format, file.name);
	if (content.noun === 'EndDeviceControls') {
		throw new OfficeRefusal({
			kind: 'controlsByFile',
			words: {
				en: `${file.name}: supplies are not switched by a file: keiki office supply does it, for one contract, by who has the right to it`,
				ja: `${file.name}: ファイルでは供給の入切を行いません。権限のある人が契約ごとに keiki office supply で行います`,
			},
		});
	}
	const told = recordKind(content.noun === 'MeterReadings' ? 'reading' : 'meter_event')!;
	if (kind !== undefined && kind !== told) {
		throw new UsageError({
			en: `${file.name}: it is a message with ${told.name}, and not with ${kind.name}, which was asked for`,
			ja: `${file.name}: ${told.name}のメッセージです。指定された${kind.name}ではありません`,
		});
	}
	const contracts = new Map(content.noun === 'MeterReadings' ? await contractsOf(at, content.items) : []);
	const rows = recordsOf(content, told, (meter) => contracts.get(meter));
	return { kind: told, asOf, batches: [rows], leftOut };
}

async function contractsOf(
	at: Transaction<Tables>,
	items: readonly { readonly meter: string; readonly contract: string }[],
): Promise<[string, string][]> {
	const meters = [...new Set(items.filter(({ contract }) => contract === '').map(({ meter }) => meter))];
	const found: [string, string][] = [];
	for (let from = 0; from < meters.length; from += 1000) {
		const rows = await at
			.selectFrom('mounted')
			.select(['meter', 'contract'])
			.where('meter', 'in', meters.slice(from, from + 1000))
			.execute();
		found.push(...rows.map(({ meter, contract }): [string, string] => [meter, contract]));
	}
	return found;
}

async function refuseOlder(at: Transaction<Tables>, file: string, { name }: RecordKind, asOf: number, now: number): Promise<void> {
	if (asOf > now + AHEAD) {
		throw new UsageError({
			en: `${file}: it is of ${timeText(asOf)}, which is yet to come; --as-of tells the right time`,
			ja: `${file}: ${timeText(asOf)}は未来です。正しい時刻は--as-ofで指定します`,
		});
	}
	// Readings and events of the past may come at any time.
	if (name === 'reading' || name === 'meter_event') return;
	const last = await at
		.selectFrom('import')
		.select(['file', 'as_of'])
		.where('records', '=', name)
		.orderBy('as_of', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (last === undefined || last.as_of <= asOf) return;
	throw new OfficeRefusal({
		kind: 'olderFile',
		words: {
			en: `${file}: it is of ${timeText(asOf)}, and ${name} is of ${timeText(last.as_of)} already (${last.file}): an older file does not replace a later one`,
			ja: `${file}: ${timeText(asOf)}のもので、${name}はすでに${timeText(last.as_of)}の${last.file}です。古いファイルで新しいものを置き換えません`,
		},
	});
}
