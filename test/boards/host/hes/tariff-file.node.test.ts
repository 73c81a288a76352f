/** The file of a tariff: it goes both ways, and what is wrong with it is told by its place. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTariffFile, tariffFields, tariffLines, WEEKDAY_KEYS } from '../../../../boards/host/hes/tariff-file.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { between } from '../../../../modules/bytes/chance.js';
import type { Tariff } from '../../../../src/head-end/tariff.js';
import { parseAction, parseDate, parseName, parseStart } from '../../../../src/head-end/tariff-text.js';

const JST = -540;
const GOOD = `name: "2026"
activation: 2027-01-01T00:00:00+09:00
seasons:
  - { name: all, start: 01-01, week: all }
weeks:
  - { name: all, mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 2, sun: 2 }
days:
  - { id: 1, times: [00:00 2, 07:00 1, 23:00 2] }
  - { id: 2, times: [00:00 2] }
special-days:
  - { index: 1, date: 11-23, day: 2 }
`;

const NAMES = ['summer', 'true', '12', 'hex:01FF', 'a, b', 'x: y', '#', '07-01', '', '"', '{', "it's", '~', 'Null'];
const DATES = ['11-23', '2027-01-01', 'any-01', '03-last Sun', 'any-last-1', '2027-any-any Mon'];

function drawn(random: SeededRandom): Tariff {
	const whole = (below: number): number => Math.floor(between(random, 0, below));
	const name = (): Uint8Array => parseName(NAMES[whole(NAMES.length)]!)!;
	const list = <T>(least: number, item: (i: number) => T): T[] => Array.from({ length: least + whole(4) }, (_, i) => item(i));
	const two = (value: number): string => String(value).padStart(2, '0');
	const days = list(1, (i) => ({
		id: 50 * i,
		actions: list(
			1,
			() => parseAction(`${two(whole(24))}:${two(whole(60))}:${two(whole(60))} ${whole(2) === 0 ? '' : '0.0.10.0.106.255/'}${whole(65_536)}`)!,
		),
	}));
	// Each once.
	const first = whole(NAMES.length);
	const weeks = list(1, (i) => ({
		name: parseName(NAMES[(first + i) % NAMES.length]!)!,
		days: Uint8Array.from(WEEKDAY_KEYS, () => days[whole(days.length)]!.id),
	}));
	return {
		name: name(),
		activation: whole(2) === 0 ? undefined : 1_800_000_000_000 + 1000 * whole(1_000_000),
		seasons: list(0, () => ({
			name: name(),
			start: parseStart(`${DATES[whole(DATES.length)]}${whole(2) === 0 ? '' : ` ${two(whole(24))}:30`}`)!,
			week: weeks[whole(weeks.length)]!.name,
		})),
		weeks,
		days,
		specialDays:
			whole(3) === 0 ? undefined : list(0, (index) => ({ index, date: parseDate(DATES[whole(DATES.length)]!)!, day: days[whole(days.length)]!.id })),
	};
}

describe('the file of a tariff', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	const read = (text: string): Tariff => {
		const path = join(folder, 'tariff.yaml');
		writeFileSync(path, text);
		return readTariffFile(path);
	};

	it('is printed as it is read', () => assert.equal(`${tariffLines(read(GOOD), JST).join('\n')}\n`, GOOD));

	it('comes back as it was, whatever names and times there are', () => {
		const random = new SeededRandom(3, 'tariffs');
		for (let i = 0; i < 300; i++) {
			const tariff = drawn(random);
			const lines = tariffLines(tariff, JST).join('\n');
			const back = read(lines);
			assert.deepEqual(tariffFields(back, JST), tariffFields(tariff, JST), lines);
			assert.deepEqual(
				[back.name, back.seasons, back.weeks, back.days, back.specialDays],
				[tariff.name, tariff.seasons, tariff.weeks, tariff.days, tariff.specialDays],
			);
		}
	});

	it('may be in blocks, and leave out name, activation and special days', () => {
		const text = 'seasons: []\nweeks: []\ndays:\n  - id: 1\n    times:\n      - "00:00 1"\n      - 12:00 2\n';
		const { name, activation, specialDays, days } = read(text);
		assert.deepEqual([name.length, activation, specialDays, days[0]!.actions.length], [0, undefined, undefined, 2]);
	});

	for (const [change, to, place, why] of [
		['week: all', 'week: any', '4:38', 'expected the name of a week in this file (all), got "any"'],
		['sun: 2', 'sun: 3', '6:71', 'expected the id of a day in this file (1, 2), got 3'],
		['sun: 2', 'sun: x', '6:71', 'sun: expected a whole number from 0 to 255, got "x"'],
		[', sun: 2', '', '6:5', 'expected sun in it'],
		['id: 2', 'id: 1', '9:11', 'id: expected another one than 1, which stands above'],
		[
			'\ndays:',
			'\n  - { name: all, mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 2, sun: 2 }\ndays:',
			'7:13',
			'name: expected another one than all, which stands above',
		],
		['day: 2 }', 'day: 3 }', '11:35', 'expected the id of a day in this file (1, 2), got 3'],
		['07:00 1', '07:00', '8:31', 'expected a time and a rate like 07:00 1, got "07:00"'],
		['[00:00 2]', '[]', '9:21', 'expected a time and a rate like 07:00 1, got ""'],
		['[00:00 2]', '00:00 2', '9:21', 'times: expected a list'],
		['11-23', '11-32', '11:23', 'expected a date like 11-23, 2027-01-01, any-01 or 03-last Sun, got "11-32"'],
		['01-01, week', '13-01, week', '4:25', 'expected a start like 07-01, 2027-01-01 or 03-last Sun 02:00, got "13-01"'],
		['index: 1', 'index: 65536', '11:14', 'index: expected a whole number from 0 to 65535, got "65536"'],
		['special-days', 'holidays', '10:1', 'expected one of name, activation, seasons, weeks, days, special-days, got "holidays"'],
		['2027-01-01T00:00:00+09:00', 'soon', '2:13', 'expected an ISO time like 2027-01-01T00:00, got "soon"'],
		['"2026"', '夏', '1:7', 'expected a name of ASCII characters, or hex: and pairs of hexadecimal digits, got "夏"'],
		[GOOD, '', '1:1', 'expected a map of name, activation, seasons, weeks, days, special-days'],
		[GOOD, '- 1', '1:1', 'expected a map of name, activation, seasons, weeks, days, special-days'],
	] as const)
		it(`is refused at ${place} where ${JSON.stringify(to.slice(0, 30))} stands`, () => {
			assert.throws(
				() => read(GOOD.replace(change, to)),
				(error) => error instanceof UsageError && error.message === `${join(folder, 'tariff.yaml')}:${place}: ${why}`,
			);
		});
});
