import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOST_ROWS, readCampaign } from '../../../../../boards/host/hes/campaign/campaign-file.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';

const NOW = Date.parse('2026-12-01T12:00:00.500+09:00');
const HEAD = 'group,command,value,time';

describe('the file of a campaign', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const read = (...lines: readonly string[]) => {
		const path = join(folder, 'c.csv');
		writeFileSync(path, lines.join('\n'));
		return readCampaign(path, NOW);
	};
	const wrong = (...lines: readonly string[]): string => {
		try {
			read(...lines);
		} catch (error) {
			if (error instanceof UsageError) return error.textIn('en').replace(join(folder, 'c.csv'), 'FILE');
			throw error;
		}
		throw new Error('expected a UsageError');
	};

	it('has a row for each command, with quotes, a BOM and lines of Windows or without', () => {
		const rows = read(
			`\ufeff${HEAD}\r`,
			'street-3,contract,40,2026-12-02T09:00+09:00\r',
			'\r',
			'all,message,"Power cut, ""soon""",\r',
			'a b,limiter,20.5 for 2h from 2026-12-01T17:00 group 7,\r',
			'all,limiter,20 for 90s,2026-12-01T18:00\r',
			'all,limiter,none,\r',
			'all,clock,,2026-12-01T18:00Z',
		);
		assert.deepEqual(
			rows.map(({ line, group, due }) => [line, group, due === undefined ? undefined : new Date(due).toISOString()]),
			[
				[2, 'street-3', '2026-12-02T00:00:00.000Z'],
				[4, 'all', undefined],
				[5, 'a b', undefined],
				[6, 'all', '2026-12-01T09:00:00.000Z'],
				[7, 'all', undefined],
				[8, 'all', '2026-12-01T18:00:00.000Z'],
			],
		);
		assert.deepEqual(
			rows.map(({ command }) => command),
			[
				{ kind: 'contract', amperes: 40 },
				{ kind: 'message', text: new Uint8Array(Buffer.from('Power cut, "soon"')) },
				{ kind: 'limiter', value: 20.5, from: Date.parse('2026-12-01T08:00Z'), duration: 7_200_000, group: 7 },
				{ kind: 'limiter', value: 20, from: Date.parse('2026-12-01T09:00Z'), duration: 90_000, group: 1 },
				{ kind: 'limiterEnd' },
				{ kind: 'clock' },
			],
		);
	});

	it('begins an emergency that is given at once with the second in which that is', () => {
		const [row] = read(HEAD, 'all,limiter,20 for 1h,');
		assert.deepEqual(row!.command, { kind: 'limiter', value: 20, from: Date.parse('2026-12-01T12:00:00+09:00'), duration: 3_600_000, group: 1 });
	});

	for (const [what, lines, message] of [
		['another header', ['group;command'], 'FILE: line 1: expected group,command,value,time'],
		['no row', [HEAD, ''], 'FILE: no row behind the first line: nothing is to be done'],
		['fields too few', [HEAD, 'all,clock,'], 'FILE: line 2: expected group, command, value and time, got 3 fields'],
		['another command', [HEAD, 'all,open,,'], 'FILE: line 2: command: expected contract, limiter, message, clock, got "open"'],
		['no amperes', [HEAD, 'all,contract,0,'], 'FILE: line 2: value: expected amperes, as 40, got "0"'],
		[
			'half an emergency',
			[HEAD, 'all,limiter,20,'],
			'FILE: line 2: value: expected none, or as 20 for 2h, with from TIME and group N behind it where they are told, got "20"',
		],
		[
			'an emergency of half a second',
			[HEAD, 'all,limiter,20 for 500ms,'],
			'FILE: line 2: value: expected none, or as 20 for 2h, with from TIME and group N behind it where they are told, got "20 for 500ms"',
		],
		[
			'one that is over',
			[HEAD, 'all,limiter,20 for 1h from 2026-12-01T10:00,'],
			'FILE: line 2: value: it would be over already: it begins at 2026-12-01T10:00:00.000+09:00',
		],
		['a long message', [HEAD, `all,message,${'あ'.repeat(342)},`], 'FILE: line 2: value: expected at most 1024 bytes of UTF-8, got 1026'],
		['a clock with a value', [HEAD, 'all,clock,now,'], 'FILE: line 2: value: expected nothing, for the clock is set to this host\'s, got "now"'],
		['no time', [HEAD, 'all,clock,,tomorrow'], 'FILE: line 2: time: expected an ISO time, or nothing for at once, got "tomorrow"'],
		['too many rows', [HEAD, ...new Array(MOST_ROWS + 1).fill('all,clock,,')], `FILE: more than ${MOST_ROWS} rows`],
	] as const)
		it(`is refused with ${what}, and where that is told`, () => assert.equal(wrong(...lines), message));
});
