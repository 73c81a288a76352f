/** Exports: what the tables have, in the forms that are imported, too. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { SharedData } from '../../../../src/operations/people/consent.js';
import { timeText } from '../../../../src/operations/records/columns.js';
import { type Content, messageText } from '../../../../src/operations/records/iec61968/messages.js';
import { type RecordKind, recordKind } from '../../../../src/operations/records/record-kinds.js';
import { headerLine, recordJson, recordLine, type Values } from '../../../../src/operations/records/record-reader.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { UsageError } from '../../shared/usage-error.js';
import type { Office } from '../database/office.js';
import type { Tables } from '../database/tables.js';
import { mayShare } from '../people/consents.js';
import type { Format } from './record-source.js';

/** Beside the kinds of records: orders to switch a supply, as messages alone. */
export const CONTROLS = 'controls';

export interface ExportWishes {
	readonly format: Format;
	/** Of readings and events, ms since 1970-01-01T00:00:00Z: from, and before. */
	readonly from?: number;
	readonly until?: number;
	/** Somebody else, who gets what contracts have consented to; absent: the utility itself. */
	readonly to?: string;
}

/** What customers consent to of each kind that can be given to somebody else. */
const SHARED: Readonly<Record<string, SharedData | undefined>> = Object.freeze({
	reading: 'readings',
	meter_event: 'events',
	[CONTROLS]: 'controls',
});

/** Rows of a page. */
const PAGE = 2000;
/** Of a message, which is made whole. */
const MOST_OF_MESSAGE = 500_000;

/**
 * Hands the text to `write` piece by piece, and returns the number of records.
 * @throws UsageError
 */
export async function exportRecords(
	office: Office,
	actor: Actor,
	what: RecordKind | typeof CONTROLS,
	wishes: ExportWishes,
	write: (text: string) => Promise<void>,
): Promise<number> {
	const { format, to } = wishes;
	const name = what === CONTROLS ? CONTROLS : what.name;
	if (to !== undefined && SHARED[name] === undefined) {
		throw new UsageError({
			en: `--for: it is for readings, events and controls, which customers consent to; ${name} is for the utility alone`,
			ja: `--for: 顧客が同意するreadings、events、controlsだけに使えます。${name}は電力会社だけのものです`,
		});
	}
	if ((wishes.from !== undefined || wishes.until !== undefined) && (what === CONTROLS || !hasTime(what))) {
		throw new UsageError({
			en: `--from and --until: they are for readings and events; ${name} goes whole`,
			ja: `--fromと--until: readingsとeventsだけに使えます。${name}は全件です`,
		});
	}
	return await office.act(
		actor,
		to === undefined ? 'records.export' : 'records.share',
		name,
		async ({ at, now, note }) => {
			const rows = await writeAll(at, now, what, wishes, write);
			note({ rows });
			return rows;
		},
		{ format, ...(to !== undefined && { to }) },
	);
}

async function writeAll(
	at: Transaction<Tables>,
	now: number,
	what: RecordKind | typeof CONTROLS,
	wishes: ExportWishes,
	write: (text: string) => Promise<void>,
): Promise<number> {
	const { format } = wishes;
	if (what === CONTROLS || format === 'xml') {
		const content = await messageOf(at, now, what, wishes);
		await write(messageText(content, now, randomUUID(), format === 'csv' ? 'xml' : format));
		return content.items.length;
	}
	let count = 0;
	if (format === 'csv') await write(headerLine(what));
	else await write(`{"records":${JSON.stringify(what.name)},"as_of":${JSON.stringify(timeText(await asOfOf(at, what, now)))},"rows":[`);
	for await (const page of pages(at, now, what, wishes)) {
		const texts = page.map((row, i) =>
			format === 'csv' ? recordLine(what, row) : `${count + i === 0 ? '' : ','}\n${JSON.stringify(recordJson(what, row))}`,
		);
		await write(texts.join(''));
		count += page.length;
	}
	if (format === 'json') await write('\n]}\n');
	return count;
}

/** When the records were so: at their last import, or at a later change here. */
async function asOfOf(at: Transaction<Tables>, kind: RecordKind, now: number): Promise<number> {
	if (hasTime(kind)) return now;
	const { last } = await at
		.selectFrom(kind.name as 'site')
		.select(({ fn }) => fn.max('as_of').as('last'))
		.executeTakeFirstOrThrow();
	return last === null ? now : Number(last);
}

/** Of readings and events: each is of a moment. */
function hasTime({ columns }: RecordKind): boolean {
	return columns.some(({ name }) => name === 'at');
}

/** In the order of their keys. Erased contracts are left out. */
async function* pages(at: Transaction<Tables>, now: number, kind: RecordKind, { from, until, to }: ExportWishes): AsyncGenerator<readonly Values[]> {
	const keys = kind.columns.filter(({ key }) => key).map(({ name }) => name);
	for (let after: readonly (string | number)[] | undefined; ; ) {
		let asked = at.selectFrom(kind.name as 'reading').selectAll();
		if (kind.name === 'contract') asked = asked.where('state' as 'contract', '<>', 'erased');
		if (from !== undefined) asked = asked.where('at', '>=', from);
		if (until !== undefined) asked = asked.where('at', '<', until);
		if (after !== undefined) {
			const last = after;
			// Row by row behind the last: (a, b) > (x, y).
			asked = asked.where((builder) =>
				builder.or(
					keys.map((key, n) =>
						builder.and([
							...keys.slice(0, n).map((before, m) => builder(before as 'contract', '=', last[m] as string)),
							builder(key as 'contract', '>', last[n] as string),
						]),
					),
				),
			);
		}
		for (const key of keys) asked = asked.orderBy(key as 'contract');
		const rows = (await asked.limit(PAGE).execute()) as unknown as readonly Values[];
		if (rows.length === 0) return;
		after = keys.map((key) => rows.at(-1)![key]!);
		yield to === undefined ? rows : await shared(at, now, SHARED[kind.name]!, rows, to);
	}
}

/** Rows of contracts that have consented to it, at this moment; what belongs to no contract is nobody's to give. */
async function shared<Row extends { readonly contract?: unknown; readonly meter?: unknown }>(
	at: Transaction<Tables>,
	now: number,
	data: SharedData,
	rows: readonly Row[],
	to: string,
): Promise<readonly Row[]> {
	const meters = new Set(rows.flatMap(({ contract, meter }) => (contract === undefined ? [meter as string] : [])));
	const contracts = await contractsOf(at, [...meters]);
	const asked = new Map<string, boolean>();
	const given: Row[] = [];
	for (const row of rows) {
		const contract = (row.contract as string | undefined) ?? contracts.get(row.meter as string);
		if (contract === undefined) continue;
		if (!asked.has(contract)) asked.set(contract, await mayShare(at, contract, to, data, now));
		if (asked.get(contract)) given.push(row);
	}
	return given;
}

/** By meter, where it is mounted. */
async function contractsOf(at: Transaction<Tables>, meters: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	for (let from = 0; from < meters.length; from += PAGE) {
		const some = meters.slice(from, from + PAGE);
		const rows = await at.selectFrom('mounted').select(['contract', 'meter']).where('meter', 'in', some).execute();
		for (const { contract, meter } of rows) found.set(meter, contract);
	}
	return found;
}

async function messageOf(at: Transaction<Tables>, now: number, what: RecordKind | typeof CONTROLS, wishes: ExportWishes): Promise<Content> {
	if (what === CONTROLS) {
		const jobs = await at
			.selectFrom('job')
			.select(['id', 'meter', 'contract', 'body', 'not_before', 'expires'])
			.where('kind', '=', 'supply')
			.orderBy('at')
			.limit(MOST_OF_MESSAGE + 1)
			.execute();
		refuseMore(jobs.length, { en: 'there is no way to give them out', ja: '出力できません' });
		return {
			noun: 'EndDeviceControls',
			items: (wishes.to === undefined ? jobs : await shared(at, now, 'controls', jobs, wishes.to)).map(
				({ id, meter, contract, body, not_before, expires }) => {
					const { to } = JSON.parse(body) as { readonly to: 'open' | 'closed' };
					return { id, meter, contract, to, notBefore: not_before, expires };
				},
			),
		};
	}
	const rows: Values[] = [];
	if (what.name !== 'reading' && what.name !== 'meter_event') {
		throw new UsageError({
			en: `--format xml: messages of IEC 61968-9 are of readings, events and controls; ${what.name} goes as csv or json`,
			ja: `--format xml: IEC 61968-9のメッセージはreadings、events、controlsだけです。${what.name}はcsvかjsonにしてください`,
		});
	}
	for await (const page of pages(at, now, what, wishes)) {
		rows.push(...page);
		refuseMore(rows.length, { en: 'narrow it down by --from and --until, or take csv', ja: '--fromと--untilで絞るか、csvにしてください' });
	}
	if (what.name === 'meter_event') return { noun: 'EndDeviceEvents', items: rows as never };
	const meters = await metersOf(at, [...new Set(rows.map(({ contract }) => contract as string))]);
	return { noun: 'MeterReadings', items: rows.map((row) => ({ ...row, meter: meters.get(row.contract as string) ?? '' })) as never };
}

/** Throws UsageError. */
function refuseMore(count: number, way: InEach<string>): void {
	if (count <= MOST_OF_MESSAGE) return;
	throw new UsageError({
		en: `a message has at most ${MOST_OF_MESSAGE} of them: ${way.en}`,
		ja: `1つのメッセージは${MOST_OF_MESSAGE}件までです。${way.ja}`,
	});
}

async function metersOf(at: Transaction<Tables>, contracts: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	for (let from = 0; from < contracts.length; from += PAGE) {
		const some = contracts.slice(from, from + PAGE);
		for (const { contract, meter } of await at.selectFrom('mounted').select(['contract', 'meter']).where('contract', 'in', some).execute())
			found.set(contract, meter);
	}
	return found;
}

/** A kind of records by the words of the command line: its name, or with an s behind, `events` for what meters told. */
export function exported(text: string): RecordKind | typeof CONTROLS | undefined {
	if (text === CONTROLS) return CONTROLS;
	return recordKind(text === 'events' ? 'meter_event' : text) ?? recordKind(text.replace(/s$/, ''));
}
