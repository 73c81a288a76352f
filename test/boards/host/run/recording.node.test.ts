import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { recordedLoad } from '../../../../boards/host/run/recording.js';
import { DAY, MINUTE } from '../../../../modules/time/durations.js';
import { packRecording } from '../../../../scripts/recording.mjs';
import { csvLoad } from '../../../../src/world/load/csv.js';
import { build } from '../command-line-rig.js';

const CSV = readFileSync('boards/host/data/household-minutes.csv', 'utf8');
const FIRST = Date.parse('2006-12-16T17:24+09:00');

describe('the recording in the package', () => {
	before(build);

	it('is the one of the sources, minute by minute and over its end', () => {
		const [packed, source] = [recordedLoad(readFileSync('dist/boards/host/data/household-minutes.br')), csvLoad(CSV, 'household-minutes.csv')];
		let gaps = 0;
		for (let time = FIRST - DAY; time < FIRST + 12 * DAY; time += MINUTE) {
			const step = source.at(time);
			assert.deepEqual(packed.at(time), step, new Date(time).toISOString());
			if (step.sample === undefined) gaps++;
		}
		assert.ok(gaps >= 2);
		for (const within of [1, 59_999, 20 * DAY + 12_345, -1]) assert.deepEqual(packed.at(FIRST + within), source.at(FIRST + within), `${within} ms`);
	});

	it('has each value of a small one, and its gap', () => {
		const rows = ['2006-12-31T23:59,0.002,0.000,240.000', '2007-01-01T00:00,,,', '2007-01-01T00:01,65.000,0.418,120.010'];
		const days = Array.from(
			{ length: 1440 },
			(_, i) => `${new Date(Date.parse('2007-01-01T00:02Z') + i * MINUTE).toISOString().slice(0, 16)},0.000,0.000,240.000`,
		);
		const csv = ['time,active_kw,reactive_kvar,volt', ...rows, ...days].join('\n');
		const [packed, source] = [recordedLoad(packRecording(csv)), csvLoad(csv, 'small.csv')];
		for (let i = 0; i < 1440; i++) {
			const time = Date.parse('2006-12-31T23:59+09:00') + i * MINUTE;
			assert.deepEqual(packed.at(time), source.at(time), `minute ${i}`);
		}
	});

	it('is not packed when it would not be unpacked as it was', () => {
		const first = 'time,active_kw,reactive_kvar,volt\n2006-12-31T23:59,0.002,0.000,240.000\n';
		const rows: readonly (readonly [row: string, expected: RegExp])[] = [
			['2007-01-01T00:01,0.002,0.000,240.000', /^Error: recording: line 3: expected the next minute, got 2007-01-01T00:01/],
			['2007-01-01T00:00,0.003,0.000,240.000', /line 3: expected a value of 3 decimals in steps of 1\/500/],
			['2007-01-01T00:00,0.02,0.000,240.000', /line 3: expected a value of 3 decimals/],
			['2007-01-01T00:00,0.002,,240.000', /line 3: expected a value of 3 decimals/],
			['2007-01-01T00:00,90.000,0.000,240.000', /line 3: expected a value nearer to the one before/],
		];
		for (const [row, expected] of rows) assert.throws(() => packRecording(first + row), expected, row);
		assert.throws(() => packRecording(`time,b\n${first}`), /line 1: expected time,active_kw,reactive_kvar,volt, got time,b/);
	});
});
