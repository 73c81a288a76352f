/** `keiki hes profile`: the rows of a load profile; into a file, only those that it lacks. */
import { readFileSync } from 'node:fs';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { CLOCK_STATUS } from '../../../modules/dlms/axdr/date-time.js';
import { logicalNameText, parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { generalText } from '../../../src/head-end/data-text.js';
import { isoAt, JAPAN } from '../../../src/head-end/date-time-text.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { type ClockReading, readClock } from '../../../src/head-end/meter-clock.js';
import {
	type Disorder,
	gapsIn,
	type LeftOut,
	type ProfileLayout,
	ProfileReader,
	type ProfileRow,
	piecesOf,
	readLayout,
	type Span,
} from '../../../src/head-end/profile-reading.js';
import { ProfileTable, TableError } from '../../../src/head-end/profile-table.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import type { Language } from '../../../src/world/schema/language.js';
import { writeWhole } from '../shared/durable-file.js';
import { statePath } from '../shared/own-places.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type HesOptions, type HesSession, hesTime } from './hes-options.js';
import { hostFailure } from './hes-run.js';
import { type HesView, tableLines } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';
import { sayIn } from './value-words-ja.js';

export interface ProfileWords {
	readonly from?: string;
	readonly to?: string;
	readonly obis?: string;
	/** True: where the user's states are. */
	readonly out?: string | true;
}

export interface ProfileRequest {
	readonly name: number;
	/** ms since 1970-01-01T00:00:00Z; undefined: as far back as the meter keeps rows, and up to now. */
	readonly from: number | undefined;
	readonly to: number | undefined;
	/** File for the rows; `{meter}` in it stands for the meter. */
	readonly out: string | undefined;
}

const LOAD_PROFILE = '1.0.99.1.0.255';
const LOGICAL_DEVICE_NAME = attributeTarget(1, NAME.logicalDevice, 2);
/** Long before any meter: the beginning of a range that has none. */
export const BEGINNING = Date.UTC(2000, 0, 1);
/** Rows that are asked for at once; the file is written after each of them. */
const PIECE = 480;
const PLACEHOLDER = '{meter}';
/** Mode of files that are no secret: the user's mask decides. */
const AS_OTHERS = 0o666;

/** Throws UsageError. */
export function profileRequest({ from, to, obis = LOAD_PROFILE, out: told }: ProfileWords, { meters }: HesOptions): ProfileRequest {
	let name: number;
	try {
		name = parseLogicalName(obis);
	} catch {
		throw new UsageError(inEach(HES_USAGE, (words) => words.logicalName(LOAD_PROFILE, obis)));
	}
	const out = told === true ? statePath('rows', `${PLACEHOLDER}.csv`) : told;
	if (out !== undefined && meters.length > 1 && !out.includes(PLACEHOLDER)) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.fileForEach(out, `rows-${PLACEHOLDER}.csv`)));
	}
	const span = { from: from === undefined ? undefined : hesTime('--from', from), to: to === undefined ? undefined : hesTime('--to', to) };
	if (span.from !== undefined && span.to !== undefined && span.from > span.to)
		throw new UsageError(inEach(HES_USAGE, (words) => words.fromBeforeTo(from!, to!)));
	return { name, ...span, out };
}

export async function readProfile(session: HesSession, meter: string, request: ProfileRequest, view: HesView, options: HesOptions): Promise<boolean> {
	const clock = await clockOf(session);
	if (clock.isInvalid) view.note(meter, HES_WORDS[view.language].hostsTime());
	const { from, to } = request;
	if (from !== undefined && to === undefined && from > clock.time) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.fromAhead(isoAt(from, clock.deviation), isoAt(clock.time, clock.deviation))));
	}
	const name = await session.get(LOGICAL_DEVICE_NAME, 'deviceName');
	const device = typeof name === 'number' ? meter : generalText(name);
	const layout = await readLayout(session, request.name, clock.deviation);
	const titles = layout.columns.map(({ title }) => title);
	const table = new ProfileTable(device, titles, clock.deviation, layout.period > 0);
	const file = request.out?.replaceAll(PLACEHOLDER, meter.replace(/[^0-9A-Za-z.-]+/g, '_').replace(/^_+|_+$/g, ''));
	const before = file === undefined ? 0 : loadFile(table, file);
	const spans = spansOf(request, clock, layout, table, file !== undefined && before > 0);
	let done = 0;
	const expected = spans.reduce((sum, span) => sum + slotsIn(span, layout.period), 0);
	const reader = new ProfileReader({
		session,
		layout,
		onProgress: (rows) => view.progress(meter, HES_WORDS[view.language].rows(done + rows, expected)),
	});
	const rows: ProfileRow[] = [];
	const future: ProfileRow[] = [];
	for (const [i, span] of spans.entries()) {
		const found: ProfileRow[] = [];
		for (const row of await reader.read(span)) (layout.period > 0 && row.time > clock.time + layout.period ? future : found).push(row);
		done += found.length;
		if (file === undefined) {
			for (const row of found) rows.push(row);
		} else if (table.add(found) > 0 || i === 0) writeFile(table, file);
		if (spans.length > 1) view.step(meter, HES_WORDS[view.language].part(done, expected, i + 1, spans.length));
	}
	const { leftOut } = reader;
	tellDisorder(reader.disorder, file === undefined ? rows.map(({ time }) => time) : table.times, layout, meter, view);
	if (file === undefined) showRows(rows, layout, { meter, device }, view, options, table);
	else showFile(file, { device, rows: table.size, new: table.size - before, ranges: spans.length }, meter, view, options);
	if (leftOut !== undefined) view.failed(meter, (language) => leftOutText(leftOut, language));
	if (future.length > 0) {
		const [time, now] = [future[0]!.time, clock.time].map((each) => isoAt(each, clock.deviation)) as [string, string];
		view.failed(meter, (language) => HES_WORDS[language].ofFuture(future.length, time, now));
	}
	return leftOut === undefined && future.length === 0;
}

/** What was put in order, and what is not there. */
function tellDisorder({ doubled, behind }: Disorder, times: readonly number[], layout: ProfileLayout, meter: string, view: HesView): void {
	const words = HES_WORDS[view.language];
	if (doubled > 0) view.note(meter, words.doubled(doubled));
	if (behind > 0) view.note(meter, words.behind(behind));
	const { period, deviation } = layout;
	if (period === 0 || times.length === 0) return;
	const ends = times.reduce(({ from, to }, time) => ({ from: Math.min(from, time), to: Math.max(to, time) }), { from: times[0]!, to: times[0]! });
	const gaps = gapsIn(times, ends, period, deviation);
	const slots = gaps.reduce((sum, { from, to }) => sum + Math.round((to - from) / period) + 1, 0);
	if (slots > 0) view.note(meter, words.holes(slots, isoAt(gaps[0]!.from, deviation)));
}

/** Rows that cannot be told from others are in no table. */
export function leftOutText({ count, first }: LeftOut, language: Language): string {
	const what = first === undefined ? HES_WORDS[language].nullRow() : 'bytes' in first ? toUpperHex(first.bytes) : generalText(first, sayIn(language));
	return HES_WORDS[language].leftOut(count, what);
}

type MeterTime = Pick<ClockReading, 'time' | 'deviation'> & { readonly isInvalid?: boolean };

/** The meter's time; of a client that may not read it, or of a meter that says it is invalid, this host's. */
export async function clockOf(session: HesSession): Promise<MeterTime> {
	try {
		const clock = await readClock(session, Date.now);
		return clock.status & CLOCK_STATUS.invalid ? { time: Date.now(), deviation: clock.deviation, isInvalid: true } : clock;
	} catch (error) {
		if (!(error instanceof HeadEndError) || error.passing) throw error;
		await session.open();
		return { time: Date.now(), deviation: JAPAN };
	}
}

interface FileResult {
	readonly device: string;
	readonly rows: number;
	readonly new: number;
	/** Count of the ranges asked for. */
	readonly ranges: number;
}

function showFile(file: string, result: FileResult, meter: string, view: HesView, { format }: HesOptions): void {
	if (format === 'json') view.show(meter, [{ file, ...result }], () => []);
	else view.note(meter, `${file}: ${HES_WORDS[view.language].inFile(result.rows, result.new, result.ranges)}`);
}

/** How many rows a piece may have; what lies before the meter's capacity has none, as a rule. */
function slotsIn({ from, to }: Span, period: number): number {
	const slots = period === 0 ? 0 : Math.floor((to - from) / period) + 1;
	return slots > PIECE ? 0 : slots;
}

/** What to ask for, oldest first. */
function spansOf({ from, to }: ProfileRequest, clock: MeterTime, { period, capacity }: ProfileLayout, table: ProfileTable, resumes: boolean): Span[] {
	const end = to ?? clock.time;
	const { times } = table;
	if (period === 0) return [{ from: from ?? times.reduce((last, time) => Math.max(last, time), BEGINNING), to: end }];
	// The meter keeps no rows from before this, unless it was without power in between; undefined: it does not tell, or no number that says anything.
	const told = clock.time - capacity * period;
	const oldest = capacity > 0 && told > BEGINNING ? told : undefined;
	if (oldest === undefined && from === undefined && !resumes) return [{ from: BEGINNING, to: end }];
	const start = from ?? (resumes ? Math.min(oldest ?? end, ...first(times)) : BEGINNING);
	const recent = Math.max(start, oldest ?? start);
	const spans: Span[] = [];
	if (start < recent && !resumes) spans.push({ from: start, to: Math.min(end, recent - 1) });
	if (end < recent) return spans;
	for (const gap of gapsIn(times, { from: recent, to: end }, period, clock.deviation))
		for (const piece of piecesOf(gap, period, PIECE)) spans.push(piece);
	return spans;
}

function first(times: readonly number[]): number[] {
	return times.length === 0 ? [] : [times.reduce((least, time) => Math.min(least, time))];
}

interface Source {
	readonly meter: string;
	readonly device: string;
}

function showRows(
	rows: readonly ProfileRow[],
	layout: ProfileLayout,
	source: Source,
	view: HesView,
	{ format }: HesOptions,
	table: ProfileTable,
): void {
	const { columns, deviation } = layout;
	const { meter, device } = source;
	if (format === 'csv') {
		table.add(rows);
		view.table(table.header, table.text().slice(table.header.length + 1));
		return;
	}
	const fields = rows.map(({ time, cells }) => ({
		device,
		time: isoAt(time, deviation),
		...Object.fromEntries(cells.map(({ json }, i) => [columns[i]!.title, json])),
	}));
	view.show(meter, fields, () => {
		const words = HES_WORDS[view.language];
		const { say } = view;
		const head = [words.time(), ...columns.map((column) => titleText(column))];
		const lines = tableLines([head, ...rows.map(({ time, cells }) => [isoAt(time, deviation), ...cells.map(({ text }) => text(say))])]);
		return [words.profile(device, logicalNameText(layout.name)), ...lines, words.rowCount(rows.length)];
	});
}

/** The cells of a table have their units themselves. */
function titleText({ title }: { readonly title: string }): string {
	return title.split(' ')[0]!;
}

/** Takes what the file has; returns how many rows. Throws UsageError where it is a file of something else, which is left alone. */
function loadFile(table: ProfileTable, path: string): number {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
		throw hostFailure((words, reason) => words.outNotRead(path, reason), error);
	}
	try {
		table.load(text);
	} catch (error) {
		if (error instanceof TableError) throw new UsageError(inEach(HES_USAGE, (words) => words.otherTable(path, error.message)));
		throw error;
	}
	return table.size;
}

/** The file is there as it was or as it will be, whatever happens meanwhile. */
function writeFile(table: ProfileTable, path: string): void {
	try {
		writeWhole(path, table.text(), AS_OTHERS);
	} catch (error) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.outNotWritten(path, reasonOf(error))));
	}
}
