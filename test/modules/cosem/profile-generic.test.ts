import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { clientSecurity, Line, MANAGEMENT, NAMES, rig } from '../dlms/device-rig.js';

const PROFILE = { classId: 7, name: NAMES.profile, index: 2 };
const CLOCK: CaptureObject = { classId: 8, name: NAMES.clock, attribute: 2, dataIndex: 0 };
const STATUS: CaptureObject = { classId: 1, name: 0x0000600a01ff, attribute: 2, dataIndex: 0 };
const ENERGY: CaptureObject = { classId: 3, name: NAMES.energy, attribute: 2, dataIndex: 0 };
const FIRST = Date.UTC(2026, 9, 31, 15);
const PERIOD = 1_800_000;

/** 48 rows from 2026-11-01T00:00 in Japan. */
function open(rows = 48) {
	const device = rig({ rows });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
	equal(line.associate(), 'ok');
	return { ...device, line };
}

/** Hexadecimal, or the Data-Access-Result. */
function read(line: Line, selection: ReturnType<typeof selectionOf> | undefined, index = 2): string {
	let value: unknown;
	line.get({ ...PROFILE, index, selection }, (error, result) => {
		value = error?.text ?? result;
	});
	return typeof value === 'object' ? toHex(value as Uint8Array) : String(value);
}

function byRange(from: Uint8Array, to: Uint8Array, columns: readonly CaptureObject[] = [ENERGY], restricting = CLOCK) {
	const w = new DataWriter();
	encodeRange(w, { restricting, from: { tag: DataTag.octetString, bytes: from }, to: { tag: DataTag.octetString, bytes: to }, columns });
	return selectionOf(SELECTOR.range, w);
}

function byEntry(fromEntry: number, toEntry: number, fromColumn: number, toColumn: number) {
	const w = new DataWriter();
	encodeEntryDescriptor(w, { fromEntry, toEntry, fromColumn, toColumn });
	return selectionOf(SELECTOR.entry, w);
}

/** The rows of energies, each the number of its row. */
function energies(...rows: readonly number[]): string {
	const w = new DataWriter().array(rows.length);
	for (const row of rows) w.structure(1).doubleLongUnsigned(row);
	return toHex(w.bytes);
}

const at = (row: number) => dateTimeOf(FIRST + PERIOD * row, -540, 0);

describe('a profile by range', () => {
	it('gives both ends', () => {
		const { line } = open();
		equal(read(line, byRange(at(3), at(5))), energies(3, 4, 5));
		equal(read(line, byRange(at(7), at(7))), energies(7));
	});

	it('gives the rows between two times that no row has', () => {
		const { line } = open();
		const off = (row: number, seconds: number) => dateTimeOf(FIRST + PERIOD * row + 1000 * seconds, -540, 0);
		equal(read(line, byRange(off(3, 1), off(5, -1))), energies(4));
		equal(read(line, byRange(off(3, -1), off(5, 1))), energies(3, 4, 5));
		equal(read(line, byRange(off(3, 1), off(3, 2))), energies());
	});

	it('takes times in UTC, and without a deviation as local', () => {
		const { line } = open();
		equal(read(line, byRange(dateTimeOf(FIRST + 3 * PERIOD, 0, 0), dateTimeOf(FIRST + 4 * PERIOD, 0, 0))), energies(3, 4));
		equal(read(line, byRange(hex('07EA0B01 FF 01 1E 00 00 8000 FF'), hex('07EA0B01 FF 02 00 00 00 8000 FF'))), energies(3, 4));
	});

	it('takes open fields as all there is', () => {
		const { line } = open();
		const any = hex('FFFF FF FF FF FF FF FF FF 8000 FF');
		equal(read(line, byRange(any, at(1))), energies(0, 1));
		equal(read(line, byRange(at(46), any)), energies(46, 47));
		equal(read(line, byRange(any, any)), energies(...Array.from({ length: 48 }, (_, i) => i)));
		// The hour from one to two.
		equal(read(line, byRange(hex('07EA0B01 FF 01 FF FF FF 8000 FF'), hex('07EA0B01 FF 01 FF FF FF 8000 FF'))), energies(2, 3));
		// The day.
		const day = hex('07EA0B01 FF FF FF FF FF 8000 FF');
		equal(read(line, byRange(day, day)), read(line, byRange(any, any)));
	});

	it('takes a date-time that is no octet-string', () => {
		const { line } = open();
		const w = new DataWriter();
		encodeRange(w, {
			restricting: CLOCK,
			from: { tag: DataTag.dateTime, bytes: at(3) },
			to: { tag: DataTag.dateTime, bytes: at(4) },
			columns: [ENERGY],
		});
		equal(read(line, selectionOf(SELECTOR.range, w)), energies(3, 4));
	});

	it('gives none of a time before, after or turned round', () => {
		const { line } = open();
		equal(read(line, byRange(at(-9), at(-1))), energies());
		equal(read(line, byRange(at(48), at(60))), energies());
		equal(read(line, byRange(at(5), at(3))), energies());
	});

	it('gives the columns in the order asked for; without any, all', () => {
		const { line } = open();
		equal(read(line, byRange(at(3), at(3), [ENERGY, STATUS])), '0101 0202 06 00000003 11 00'.replace(/ /g, ''));
		equal(read(line, byRange(at(3), at(3), [])), `01010203090c${toHex(at(3))}11000600000003`);
	});

	it('refuses other columns, another restricting object, and no times', () => {
		const { line } = open();
		equal(read(line, byRange(at(3), at(5), [{ ...ENERGY, attribute: 3 }])), '13');
		equal(read(line, byRange(at(3), at(5), [ENERGY], ENERGY)), '13');
		equal(read(line, byRange(at(3), at(5), [ENERGY], { ...CLOCK, name: NAMES.energy })), '13');
		equal(read(line, byRange(hex('07EA'), at(5))), '12');
		equal(read(line, byRange(hex('07EA 0D 01 FF 00 00 00 00 8000 FF'), at(5))), '12');
	});

	it('gives only rows that are not given up', () => {
		const { line, rows } = open();
		rows.first = 40;
		equal(read(line, byRange(at(0), at(41))), energies(40, 41));
	});
});

describe('a profile by entry', () => {
	it('counts from 1, the oldest, to the last with 0 or beyond', () => {
		const { line, rows } = open();
		equal(read(line, byEntry(1, 2, 3, 3)), energies(0, 1));
		equal(read(line, byEntry(47, 0, 3, 0)), energies(46, 47));
		equal(read(line, byEntry(47, 1000, 3, 0)), energies(46, 47));
		equal(read(line, byEntry(49, 0, 3, 0)), energies());
		equal(read(line, byEntry(5, 4, 3, 0)), energies());
		equal(read(line, byEntry(1, 0xffffffff, 3, 3)).slice(0, 4), '0130');
		rows.first = 40;
		equal(read(line, byEntry(1, 2, 3, 3)), energies(40, 41));
	});

	it('gives the columns from the first to the last asked for', () => {
		const { line } = open();
		equal(read(line, byEntry(1, 1, 1, 0)), `01010203090c${toHex(at(0))}11000600000000`);
		equal(read(line, byEntry(1, 1, 1, 2)), `01010202090c${toHex(at(0))}1100`);
		equal(read(line, byEntry(1, 1, 2, 0)), '0101020211000600000000');
	});

	it('refuses entry 0 and columns that there are not', () => {
		const { line } = open();
		equal(read(line, byEntry(0, 0, 1, 0)), '13');
		equal(read(line, byEntry(1, 1, 0, 0)), '13');
		equal(read(line, byEntry(1, 1, 4, 0)), '13');
		equal(read(line, byEntry(1, 1, 1, 4)), '13');
		equal(read(line, byEntry(1, 1, 3, 2)), '13');
	});
});

describe('a profile', () => {
	it('refuses selectors that there are not, and parameters of another kind', () => {
		const { line } = open();
		equal(read(line, { selector: 3, parameters: hex('00') }), '13');
		equal(read(line, { selector: 1, parameters: hex('00') }), '12');
		equal(read(line, { selector: 2, parameters: hex('0200') }), '12');
		equal(read(line, byEntry(1, 1, 1, 0), 7), '13');
	});

	it('tells its columns, period, order and size', () => {
		const { line } = open();
		const column = (classId: string, name: string) => `0204 12${classId} 0906${name} 0f02 120000`;
		bytesEqual(
			hex(read(line, undefined, 3)),
			`0103 ${column('0008', '0000010000ff')} ${column('0001', '0000600a01ff')} ${column('0003', '0100010800ff')}`,
		);
		equal(read(line, undefined, 4), '0600000708');
		equal(read(line, undefined, 5), '1601');
		equal(read(line, undefined, 6), '020412000009060000000000000f00120000');
		equal(read(line, undefined, 7), '0600000030');
		equal(read(line, undefined, 8), '0600000870');
	});

	it('without rows is an array of none', () => equal(read(open(0).line, undefined), '0100'));
});
