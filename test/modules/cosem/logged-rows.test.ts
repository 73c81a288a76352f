/** Profiles whose rows are not in the order of their times, for the clock was set back between them. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { type LoggedRows, ProfileObject } from '../../../modules/cosem/profile-generic.js';
import type { CaptureObject, RangeDescriptor } from '../../../modules/dlms/apdu/selective-access.js';
import { encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { equal, toHex } from '../../assert.js';

const CLOCK: CaptureObject = { classId: 8, name: 0x0000010000ff, attribute: 2, dataIndex: 0 };
const CODE: CaptureObject = { classId: 1, name: 0x0000600b00ff, attribute: 2, dataIndex: 0 };
const NOON = Date.UTC(2026, 10, 22, 3);
const SECOND = 1000;
const OPEN = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80, 0, 0xff]);

/** Seconds after noon, of each row. */
class Log implements LoggedRows {
	first: number;
	readonly #seconds: readonly number[];

	constructor(seconds: readonly number[], first = 0) {
		this.#seconds = seconds;
		this.first = first;
	}

	get end(): number {
		return this.#seconds.length;
	}

	time(row: number): number {
		return NOON + SECOND * this.#seconds[row]!;
	}

	put(w: DataWriter, row: number, column: number): void {
		if (column === 0) w.octetString(dateTimeOf(this.time(row), -540, 0));
		else w.unsigned(row);
	}
}

function sourceOf(rows: Log, from: number | undefined, to: number | undefined) {
	const time = (seconds: number | undefined): RangeDescriptor['from'] => ({
		tag: DataTag.octetString,
		bytes: seconds === undefined ? OPEN : dateTimeOf(NOON + SECOND * seconds, -540, 0),
	});
	const w = new DataWriter();
	encodeRange(w, { restricting: CLOCK, from: time(from), to: time(to), columns: [CODE] });
	const profile = new ProfileObject({ name: 0x0000636200ff, columns: [CLOCK, CODE], rows, capturePeriod: 0, capacity: 100, deviation: -540 });
	const source = profile.read(2, new DataWriter(), selectionOf(SELECTOR.range, w));
	if (typeof source === 'number') throw new Error(`refused: ${source}`);
	return source;
}

/** What comes of it, after the first `before` parts of which something may happen. */
function rowsIn(rows: Log, from?: number, to?: number, before = 0, happens: () => void = () => {}): string {
	const source = sourceOf(rows, from, to);
	const w = new DataWriter();
	let parts = 0;
	let isMore = true;
	while (isMore) {
		if (parts++ === before) happens();
		isMore = source.produce(w);
	}
	return toHex(w.bytes);
}

function told(...rows: readonly number[]): string {
	const w = new DataWriter().array(rows.length);
	for (const row of rows) w.structure(1).unsigned(row);
	return toHex(w.bytes);
}

describe('a profile by range whose clock was set back', () => {
	it('has the rows of that time from before and from after, and no others', () => {
		const rows = new Log([0, 29, 0, 30, 31]);
		equal(rowsIn(rows, 0, 0), told(0, 2));
		equal(rowsIn(rows, 29, 29), told(1));
		equal(rowsIn(rows, 5, 10), told());
		equal(rowsIn(rows, undefined, 29), told(0, 1, 2));
		equal(rowsIn(rows, 30), told(3, 4));
		equal(rowsIn(rows), told(0, 1, 2, 3, 4));
		equal(rowsIn(new Log([])), told());
	});

	it('has them whatever the order', () => {
		const random = new SeededRandom(1, 'rows');
		const octet = new Uint8Array(1);
		const below = (most: number): number => {
			random.fill(octet);
			return octet[0]! % most;
		};
		for (let trial = 0; trial < 300; trial++) {
			const seconds = Array.from({ length: below(20) }, () => below(12));
			const first = below(seconds.length + 1);
			const [from, to] = [below(12), below(12)];
			const expected = seconds.flatMap((each, row) => (row >= first && each >= from && each <= to ? [row] : []));
			equal(rowsIn(new Log(seconds, first), from, to), told(...expected), `${seconds.join()} from row ${first}: ${from} to ${to}`);
		}
	});

	it('has null-data for a row that was given up meanwhile, for it was counted', () => {
		const rows = new Log([0, 29, 0, 30]);
		const w = new DataWriter().array(2).structure(1).nullData().structure(1).unsigned(2);
		equal(
			rowsIn(rows, 0, 0, 1, () => {
				rows.first = 2;
			}),
			toHex(w.bytes),
		);
	});
});
