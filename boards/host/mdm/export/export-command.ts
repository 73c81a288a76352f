/** `keiki mdm export`. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import process from 'node:process';
import { FIRST_YEAR, LAST_YEAR, readDate } from '../../../../src/mdm/calendar.js';
import { type Band, bandsOf } from '../../../../src/mdm/derived.js';
import type { MeterRegister } from '../../../../src/mdm/meter-register.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { inOffice } from '../../office/in-office.js';
import { spooled } from '../../office/records/spool.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { readGroups } from '../../shared/group-file.js';
import { wholeNumber } from '../../shared/option-values.js';
import type { CommonWords } from '../../shared/program.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { periodOf } from '../days.js';
import { Lines } from '../lines.js';
import { dataFolder, type StoreWords } from '../open-store.js';
import { readJson, readRegister } from '../register-file.js';
import { withStore } from '../status-command.js';
import { consentedPoints } from './consents.js';
import { writeEspi } from './espi.js';
import { csvFormat, type Format, jsonLinesFormat, parquetFormat, type Write } from './formats.js';
import { groupRows } from './group-rows.js';
import { KIND_NAMES, KINDS, type Kind, type Wishes } from './kinds.js';
import { type Allowed, changeRows, pointsOf, rowsOfPoint } from './point-rows.js';

export interface ExportWords extends CommonWords, StoreWords {
	readonly from: string;
	readonly to?: string;
	readonly format?: string;
	readonly bom?: boolean;
	readonly out?: string;
	readonly point?: readonly string[];
	readonly bands?: string;
	readonly groups?: string;
	readonly meteringDay?: string;
	readonly stage?: string;
	readonly since?: string;
	readonly for?: string;
	readonly office?: string;
	readonly officeDatabase?: string;
	readonly as?: string;
}

export const FORMATS = Object.freeze(['csv', 'jsonl', 'parquet', 'espi'] as const);
type FormatName = (typeof FORMATS)[number];
export const STAGES = Object.freeze(['settled', 'fast'] as const);

/** All that a command says, checked. */
export interface Asked {
	readonly wishes: Wishes;
	readonly format: FormatName;
	readonly register: MeterRegister;
	readonly groupOf: (number: number) => string;
	readonly mark: boolean;
	readonly now: number;
}

const EVERYTHING: Allowed = () => ({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });

/** Throws UsageError. @param now ms since 1970-01-01T00:00:00Z */
export async function mdmExport(kind: string, words: ExportWords, now = Date.now()): Promise<ExitCode> {
	const asked = askedExport(kind, words, now);
	return await withStore(words, (store) => exportFrom(store, asked, words));
}

/** Throws UsageError. @param asked by `askedExport`, of the same words */
export async function exportFrom(store: ReadingStore, asked: Asked, words: ExportWords): Promise<ExitCode> {
	await tellOpenDays(store, asked, words);
	if (words.for !== undefined) return await share(store, asked, words, words.for);
	await put(words, (write) => produce(store, asked, EVERYTHING, write));
	return EXIT.done;
}

/** What the words of a command say. Throws UsageError. */
export function askedExport(kindText: string, words: ExportWords, now: number): Asked {
	const kind = choice('mdm export', kindText, KIND_NAMES);
	const format = choice('--format', words.format ?? 'csv', FORMATS);
	const stage = choice('--stage', words.stage ?? 'settled', STAGES);
	const { from, to } = periodOf(words, now);
	if (readDate(words.from) === undefined || readDate(words.to ?? words.from) === undefined) {
		throw new UsageError({
			en: `--from: expected days of ${FIRST_YEAR} to ${LAST_YEAR}, whose holidays are known`,
			ja: `--from: 祝日が分かる${FIRST_YEAR}年から${LAST_YEAR}年の日にしてください`,
		});
	}
	if (format === 'espi' && kind !== 'readings')
		throw new UsageError({ en: '--format espi: it is for readings', ja: '--format espi: readingsだけに使えます' });
	if (format === 'parquet' && words.out === undefined)
		throw new UsageError({ en: '--format parquet: it goes into a file: --out FILE', ja: '--format parquet: ファイルに書きます: --out FILE' });
	if (kind === 'bands' && words.bands === undefined)
		throw new UsageError({ en: 'mdm export bands: --bands FILE is missing', ja: 'mdm export bands: --bands FILEがありません' });
	refuseShared(kind, words);
	const register = readRegister(dataFolder(words));
	const points = words.point ?? [];
	const strange = points.find((point) => register.at(point).length === 0);
	if (strange !== undefined) {
		throw new UsageError({
			en: `--point: expected a supply point of the register, got ${JSON.stringify(strange)}`,
			ja: `--point: 台帳にある供給地点を指定してください: ${JSON.stringify(strange)}`,
		});
	}
	const bands: readonly Band[] = words.bands === undefined ? [] : readJson('--bands', words.bands, bandsOf);
	const meteringDay = words.meteringDay === undefined ? undefined : wholeNumber('--metering-day', words.meteringDay, 1, 31);
	const since = words.since === undefined ? 1 : wholeNumber('--since', words.since, 0, 0xffff);
	const groups = words.groups === undefined ? undefined : readGroups('--groups', words.groups);
	const groupOf = (number: number) => {
		const { supplyPoint, group } = register.of(number)!;
		return groups === undefined ? group : (groups.get(supplyPoint) ?? '');
	};
	const wishes = { kind, from, to, points, bands, meteringDay, isSettled: stage === 'settled', since };
	return { wishes, format, register, groupOf, mark: words.bom ?? false, now };
}

/** Throws UsageError. */
function refuseShared(kind: Kind, words: ExportWords): void {
	if (words.for === undefined) return;
	if (kind === 'groups')
		throw new UsageError({ en: '--for: groups are of no contract that could consent', ja: '--for: groupsは同意できる契約のものではありません' });
	if (words.office !== undefined || words.officeDatabase !== undefined) return;
	throw new UsageError({
		en: "--for: nothing leaves for somebody else without the office's consents: name it by --office DIRECTORY or --office-database URL",
		ja: '--for: 営業所の同意の記録なしには他者に何も渡しません。--office DIRECTORYか--office-database URLで指定してください',
	});
}

/** Throws UsageError. */
function choice<const Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
	const found = choices.find((each) => each === text);
	if (found === undefined) throw new UsageError({ kind: 'choice', option, text, choices });
	return found;
}

/** Writes all rows. Returns how many. */
async function produce(store: ReadingStore, asked: Asked, allowed: Allowed, write: Write): Promise<number> {
	const { wishes, format: name, register, groupOf, mark, now } = asked;
	if (name === 'espi') return await writeEspi(pointsOf(store, register, wishes, allowed), now, write);
	const columns = KINDS[wishes.kind];
	const format: Format =
		name === 'csv' ? csvFormat(columns, write, mark) : name === 'jsonl' ? jsonLinesFormat(columns, write) : await parquetFormat(columns, write);
	let count = 0;
	await format.begin();
	const put = async (row: Parameters<Format['row']>[0]) => {
		await format.row(row);
		count++;
	};
	if (wishes.kind === 'groups') for await (const row of groupRows(store, register, wishes, groupOf, now)) await put(row);
	else if (wishes.kind === 'changes') for await (const row of changeRows(store, register, wishes, allowed)) await put(row);
	else for await (const point of pointsOf(store, register, wishes, allowed)) for (const row of rowsOfPoint(point, wishes)) await put(row);
	await format.end();
	return count;
}

/** For somebody else: what contracts have consented to, noted in the office's log before it leaves. */
async function share(store: ReadingStore, asked: Asked, words: ExportWords, to: string): Promise<ExitCode> {
	const { office: data, officeDatabase: database, as, lang = 'en', quiet = false } = words;
	const { kind, from, to: until, points } = asked.wishes;
	const office = { lang, quiet, ...(data !== undefined && { data }), ...(database !== undefined && { database }), ...(as !== undefined && { as }) };
	return await inOffice(office, async (at) => {
		let consented = 0;
		const made = await spooled(at.office.data, (write) =>
			at.office.act(
				at.actor,
				'records.share',
				'half_hours',
				async ({ at: transaction, now, note }) => {
					const { count, allowed } = await consentedPoints(transaction, asked.register, points, to, now);
					consented = count;
					const rows = count === 0 ? 0 : await produce(store, asked, allowed, write);
					note({ rows, supplyPoints: count });
					return rows;
				},
				{ kind, format: asked.format, from, until, to },
			),
		);
		try {
			if (consented === 0) {
				const none = { en: 'no contract of what was asked for has consented to it', ja: '求められたもののうち、同意した契約はありません' }[lang];
				process.stderr.write(`keiki: ${none}\n`);
				return EXIT.no;
			}
			await put(words, async (write) => {
				for await (const piece of made.pieces()) await write(piece);
				return made.count;
			});
			return EXIT.done;
		} finally {
			await made.close();
		}
	});
}

/** Onto stdout, or into a file that is there whole or not at all. Throws UsageError. */
async function put({ out, lang = 'en', quiet = false }: ExportWords, work: (write: Write) => Promise<number>): Promise<void> {
	if (out === undefined) {
		const lines = new Lines();
		await work((piece) => lines.piece(piece));
		return;
	}
	const part = `${out}.part`;
	let file: FileHandle | undefined;
	try {
		const handle = await open(part, 'w', 0o600);
		file = handle;
		const count = await work((piece) => handle.appendFile(piece));
		await handle.sync();
		await handle.close();
		await rename(part, out);
		if (!quiet) process.stderr.write({ en: `keiki: ${count} in ${out}\n`, ja: `keiki: ${out}に${count}件\n` }[lang]);
	} catch (error) {
		await file?.close().catch(() => {});
		await rm(part, { force: true });
		if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
		throw new UsageError({ en: `--out ${out}: ${reasonOf(error)}`, ja: `--out ${out}: 書けません: ${reasonOf(error)}` });
	}
}

/** Days that nobody has validated are not in what is published, and said so. */
async function tellOpenDays(store: ReadingStore, { wishes, register }: Asked, { lang = 'en', quiet = false }: ExportWords): Promise<void> {
	if (quiet || (wishes.kind === 'groups' && !wishes.isSettled)) return;
	let count = 0;
	for (let day = wishes.from; day <= wishes.to; day++) {
		const states = await store.shards(day);
		for (const shard of register.shardsOf(day)) if (!states.some((each) => each.shard === shard && each.closed)) count++;
	}
	if (count === 0) return;
	const told = {
		en: `keiki: ${count} days of shards are not closed, and are not in it: keiki mdm validate\n`,
		ja: `keiki: 締めていない日が${count}件(シャードごと)あり、含みません: keiki mdm validate\n`,
	};
	process.stderr.write(told[lang]);
}
