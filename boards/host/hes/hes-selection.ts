/** `keiki hes get --from --to` and `--entries`: the part of a profile's buffer that is read. */
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Selection } from '../../../modules/dlms/apdu/descriptor.js';
import { encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { PROFILE, type Resolved } from '../../../src/head-end/reading.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type HesSession, hesTime } from './hes-options.js';
import { BEGINNING, clockOf } from './hes-profile.js';
import { HES_USAGE } from './usage-words.js';

export interface SelectionWords {
	readonly from?: string;
	readonly to?: string;
	readonly entries?: string;
}

/** Entries from 1, the last of them 0: up to the last there is. Or times, ms since 1970-01-01T00:00:00Z; undefined: as far as there are rows. */
export type SelectionRequest =
	| { readonly option: string; readonly entries: { readonly first: number; readonly last: number } }
	| { readonly option: string; readonly from: number | undefined; readonly to: number | undefined };

const BUFFER = 2;
const CLOCK_COLUMN = Object.freeze({ classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 });
const MOST_ENTRY = 0xffffffff;
const LAST = 0;

/** Undefined: all of it. Throws UsageError. */
export function selectionRequest({ from, to, entries }: SelectionWords): SelectionRequest | undefined {
	const option = from !== undefined ? '--from' : to !== undefined ? '--to' : '--entries';
	if (entries === undefined && option === '--entries') return undefined;
	if (entries !== undefined && option !== '--entries') throw new UsageError(inEach(HES_USAGE, ({ either }) => either('--entries', option)));
	if (entries !== undefined) return { option, entries: entriesOf(entries) };
	const span = { from: from === undefined ? undefined : hesTime('--from', from), to: to === undefined ? undefined : hesTime('--to', to) };
	if (span.from !== undefined && span.to !== undefined && span.from > span.to)
		throw new UsageError(inEach(HES_USAGE, (words) => words.fromBeforeTo(from!, to!)));
	return { option, ...span };
}

/** `7`, `1-48`, or `10-` up to the last. */
function entriesOf(text: string): { readonly first: number; readonly last: number } {
	const [, begin, behind, end] = /^(\d{1,10})(?:(-)(\d{1,10})?)?$/.exec(text) ?? [];
	const first = Number(begin);
	const last = behind === undefined ? first : end === undefined ? LAST : Number(end);
	if (begin !== undefined && first > 0 && first <= MOST_ENTRY && last <= MOST_ENTRY && (end === undefined || last >= first)) return { first, last };
	throw new UsageError(inEach(HES_USAGE, (words) => words.entries(text)));
}

/** Throws UsageError where something else than buffers of profiles is to be read in part. */
export async function selectionFor(session: HesSession, request: SelectionRequest, attributes: readonly Resolved[]): Promise<Selection> {
	const other = attributes.find(({ classId, attribute }) => classId !== PROFILE || attribute !== BUFFER);
	if (other !== undefined) {
		const place = `${other.classId}/${logicalNameText(other.name)}:${other.attribute}`;
		throw new UsageError(inEach(HES_USAGE, (words) => words.onlyBuffers(request.option, place)));
	}
	const w = new DataWriter();
	if ('entries' in request) {
		const { first, last } = request.entries;
		encodeEntryDescriptor(w, { fromEntry: first, toEntry: last, fromColumn: 1, toColumn: LAST });
		return selectionOf(SELECTOR.entry, w);
	}
	const clock = await clockOf(session);
	const bound = (time: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(time, clock.deviation, 0) });
	const { from = BEGINNING, to = Math.max(clock.time, from) } = request;
	encodeRange(w, { restricting: CLOCK_COLUMN, from: bound(from), to: bound(to), columns: [] });
	return selectionOf(SELECTOR.range, w);
}
