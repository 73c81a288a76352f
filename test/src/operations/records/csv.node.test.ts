/** Comma-separated values, as RFC 4180 has them and as people spoil them. */
import assert from 'node:assert/strict';
import { CsvError, CsvReader, type CsvRow, columnOfField, csvLine, csvRows, LONGEST_ROW } from '../../../../src/operations/records/csv.js';

const fields = (text: string) => csvRows(text).map((row) => row.fields);
const wrongOf = (text: string) => {
	try {
		csvRows(text);
	} catch (error) {
		assert.ok(error instanceof CsvError);
		return error.wrong;
	}
	return assert.fail('it was taken');
};

describe('comma-separated values', () => {
	for (const [name, text, expected] of [
		[
			'rows of fields',
			'a,b\nc,d\n',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'a last row without an end',
			'a,b\nc,d',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'CRLF',
			'a,b\r\nc,d\r\n',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'empty fields',
			',\n,,\n',
			[
				['', ''],
				['', '', ''],
			],
		],
		['no row of an empty line', 'a\n\n\r\nb\n', [['a'], ['b']]],
		['commas, quotes and line breaks in quotes', '"a,b","c""d","e\nf"\n', [['a,b', 'c"d', 'e\nf']]],
		['an empty field in quotes', '"",x\n', [['', 'x']]],
		['a quote within a field that has none around it', 'a"b"c,d\n', [['a"b"c', 'd']]],
		['a byte order mark before all else', '\ufeffa,b\n', [['a', 'b']]],
		['a space beside a field as part of it', ' a ,b\n', [[' a ', 'b']]],
		['nothing at all', '', []],
	] as const) {
		it(`have ${name}`, () => assert.deepEqual(fields(text), expected));
	}

	it('come in pieces, wherever they are cut, and tell the line of each row', () => {
		const text = '\ufeffa,"b\r\n""c"""\r\n\r\nd,"e"\nf,g';
		const whole = csvRows(text);
		assert.deepEqual(
			whole.map(({ line, fields: each }) => [line, ...each]),
			[
				[1, 'a', 'b\r\n"c"'],
				[4, 'd', 'e'],
				[5, 'f', 'g'],
			],
		);
		for (let at = 0; at <= text.length; at++) {
			const rows: CsvRow[] = [];
			const reader = new CsvReader((row) => rows.push(row));
			for (const piece of [text.slice(0, at), text.slice(at)]) reader.push(piece);
			reader.end();
			assert.deepEqual(rows, whole, `cut at ${at}`);
		}
	});

	it('tell where a field begins', () => {
		const [row] = csvRows('"a,b",,cd,e\n');
		assert.deepEqual(
			[0, 1, 2, 3].map((field) => columnOfField(row!, field)),
			[1, 7, 8, 11],
		);
	});

	it('are refused at the quote that is never closed', () => {
		assert.deepEqual(wrongOf('a,b\nc,"d\ne,f\n'), { kind: 'openQuote', line: 2, column: 3 });
	});

	it('are refused where something stands behind a quote', () => {
		assert.deepEqual(wrongOf('a\n"b"c\n'), { kind: 'behindQuote', line: 2, column: 4 });
	});

	it('are refused at a row without end', () => {
		assert.deepEqual(wrongOf(`"${'x'.repeat(LONGEST_ROW)}"`), { kind: 'longRow', line: 1, column: LONGEST_ROW + 1, most: LONGEST_ROW });
		assert.equal(fields(`${'x'.repeat(LONGEST_ROW)}\n`)[0]![0]!.length, LONGEST_ROW);
	});

	it('are read as they were written, whatever is in them', () => {
		const parts = ['', 'a', '"', ',', '\n', '\r', '""', '日本', ' '];
		for (const one of parts) {
			for (const two of parts) {
				const row = [one + two, two + one, 'x'];
				assert.deepEqual(fields(csvLine(row)), [row]);
			}
			assert.deepEqual(fields(csvLine([one])), [[one]]);
		}
	});
});
