/** The town to try the office with. */
import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { checkCombination } from '../../../../src/meter/catalogue/rules.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { recordKind } from '../../../../src/operations/records/record-kinds.js';
import type { Values } from '../../../../src/operations/records/record-reader.js';
import type { Bundle } from '../../../../src/operations/town/dirt.js';
import { DIRT } from '../../../../src/operations/town/dirt.js';
import { contractRecords, dirtOf, FEWEST_CONTRACTS, LIVING, shelfRecords, transformerRecords } from '../../../../src/operations/town/town.js';
import type { TownOptions } from '../../../../src/operations/town/town-options.js';
import { identityOf } from '../../../../src/world/meter/identity.js';
import { SERIAL_LETTERS } from '../../../../src/world/units/meter-units.js';

const NOW = Date.UTC(2026, 10, 30);
const town = (seed: number): TownOptions => ({
	now: NOW,
	draw: (purpose, number) => new SeededRandom(seed, `${purpose} ${number}`),
	identity: (number) => {
		const { systemTitle, unitDigits } = identityOf(seed, number);
		return { title: toUpperHex(systemTitle), digits: unitDigits };
	},
	letters: SERIAL_LETTERS,
	credentialKey: (number) => JSON.stringify({ kind: 'wrapped', key: String(number).padStart(48, '0') }),
});
const bundles = (seed: number, count: number) => Array.from({ length: count }, (_, i) => contractRecords(i + 1, town(seed)));

/** Each record of a bundle with its kind. */
function recordsOf(bundle: Bundle): [string, Values][] {
	const of = (name: string, records: readonly Values[]) => records.map((each): [string, Values] => [name, each]);
	return [
		...of('contract', bundle.contract === undefined ? [] : [bundle.contract]),
		...of('site', bundle.sites),
		...of('mounted', bundle.mounted),
		...of('stock', bundle.stock),
		...of('supervision', bundle.supervision),
		...of('construction', bundle.constructions),
	];
}

describe('a town', () => {
	it('is the same for the same seed, and each contract the same in a larger one', () => {
		assert.deepEqual(bundles(1, 60), bundles(1, 300).slice(0, 60));
		assert.notDeepEqual(bundles(1, 60), bundles(2, 60));
	});

	it('has records that its own files would have, each field of its column', () => {
		const all = [
			...bundles(1, 400).flatMap(recordsOf),
			...transformerRecords(400, town(1).draw).map((each): [string, Values] => ['transformer', each]),
			...shelfRecords(town(1)).map((each): [string, Values] => ['stock', each]),
		];
		for (const [name, record] of all) {
			const { columns } = recordKind(name)!;
			assert.deepEqual(Object.keys(record).sort(), columns.map((column) => column.name).sort(), name);
			for (const column of columns) {
				const value = record[column.name]!;
				if (value === null && column.empty) continue;
				assert.deepEqual(column.kind.read(column.kind.write(value)), value, `${name}.${column.name}: ${value}`);
			}
		}
	});

	it('has whole meters that can be, where nothing is wrong on purpose', () => {
		const { draw } = town(1);
		const combinations = new Set<string>();
		for (let number = 1; number <= 2000; number++) {
			if (dirtOf(number, draw) !== undefined) continue;
			const { mounted, contract, stock } = contractRecords(number, town(1));
			const [{ communication, metering, option, cover, serials }] = mounted as [Values];
			const type = (code: unknown) => (code === null ? undefined : unitType(code as string));
			const units = { communication: type(communication), metering: type(metering), option: type(option), cover: type(cover) };
			assert.deepEqual(checkCombination(units as Parameters<typeof checkCombination>[0]), [], String(contract!.code));
			assert.deepEqual(
				stock.map(({ serial }) => serial),
				Object.values(JSON.parse(serials as string) as object),
			);
			combinations.add([communication, metering, option, cover].join());
		}
		assert.ok(combinations.size > 50, `${combinations.size}`);
	});

	it('has each kind of dirt once it is large enough, and most of it clean', () => {
		const { draw } = town(3);
		const all = Array.from({ length: 2000 }, (_, i) => dirtOf(i + 1, draw));
		assert.deepEqual(new Set(all.slice(0, FEWEST_CONTRACTS).filter((each) => each !== undefined)), new Set(DIRT));
		assert.ok(all.filter((each) => each === undefined).length > 1900);
	});

	it('begins with meters such as a run puts together by itself', () => {
		for (const { mounted, stock, sites } of bundles(7, LIVING)) {
			// Which their covers suit: a Route B application exchanges nothing.
			assert.deepEqual(
				sites.map(({ kind, rain }) => [kind, rain]),
				[['detached', 0]],
			);
			assert.match(String(mounted[0]!.meter), /^4A504D00000000/);
			assert.deepEqual(
				stock.map(({ serial, type }) => [serial, type]),
				[
					[`${SERIAL_LETTERS.communication}${String(stock[0]!.serial).slice(1, 5)}001`, 'rf-b'],
					[`${SERIAL_LETTERS.metering}${String(stock[0]!.serial).slice(1, 5)}002`, '1p3w-60-2way'],
					[`${SERIAL_LETTERS.cover}${String(stock[0]!.serial).slice(1, 5)}003`, 'normal'],
				],
			);
		}
	});
});
