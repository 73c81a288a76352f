/**
 * The power fails at each operation of each flash of a meter in each use case. When it is there again, the meter stands with everything as before the operation,
 * or as behind it: what was answered holds, nothing is half done; and when it has gone on for a while, no order was carried out once more.
 */
import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { runUseCase } from '../../../../src/head-end/use-cases/use-case.js';
import { USE_CASES, type UseCaseNumber } from '../../../../src/head-end/use-cases/use-cases.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { type Cut, RecordedMeter } from './recorded-meter.js';

/** Of all that is done to flash, at least. */
const LEAST: Readonly<Record<UseCaseNumber, number>> = { 1: 30, 2: 80, 3: 10, 4: 30, 5: 150, 6: 45, 7: 40, 8: 45, 9: 60, 10: 25 };
const { disconnector } = IDIS_PROFILE;
/** What the limiter does by itself when it has power again: it finds the load too high and opens, or not any more and closes. */
const BY_ITSELF: readonly number[] = [
	...[disconnector.thresholdExceeded, disconnector.transitions.g],
	...[disconnector.thresholdOk, disconnector.transitions.h],
];
/** Each power cut is one more of these. */
const CUTS = 'powerFailure';

/** An entry is its time, its code and its value. */
const codeOf = (entry: string): number => Number(entry.split(' ')[1]);
const isStart = (start: readonly string[], whole: readonly string[]): boolean => start.every((entry, i) => whole[i] === entry);

function checkCut({ what, found, settled, before, after }: Cut): void {
	for (const [of, value] of found.values)
		assert.ok(value === before.values.get(of) || value === after.values.get(of), `${what}: ${of}: ${value} is neither of before nor of behind`);
	assert.equal(found.values.size, before.values.size);
	assert.ok(found.received >= before.received, `${what}: a message may be taken twice`);
	for (const [log, entries] of found.logs) {
		const [was, is, later] = [before, after, settled].map(({ logs }) => logs.get(log)!) as [readonly string[], readonly string[], readonly string[]];
		if (log === CUTS) {
			assert.equal(entries.length, was.length + 1, what);
			assert.deepEqual(later, entries, what);
			continue;
		}
		assert.ok(isStart(was, entries) && isStart(entries, is), `${what}: ${log}: [${entries}]`);
		assert.ok(isStart(entries, later), `${what}: ${log} has lost something: [${later}]`);
		const more = later.slice(entries.length).map(codeOf);
		assert.ok(
			more.every((code) => BY_ITSELF.includes(code)),
			`${what}: ${log} has ${more} once more`,
		);
	}
}

describe('use cases: power cuts', () => {
	const owners = new Set<string>();
	for (const number of Object.keys(USE_CASES).map(Number) as UseCaseNumber[]) {
		it(`lose nothing of use case ${number}, and leave nothing of it half done`, async () => {
			const meter = new RecordedMeter();
			const { steps, error } = await runUseCase(USE_CASES[number], meter.tools, () => {});
			assert.equal(error, undefined);
			assert.deepEqual(
				// What comes to all meters is kept as what comes to one.
				steps.filter((result) => result.verdict !== 'ok' && !(result.verdict === 'notDone' && result.why === 'noBroadcast')),
				[],
			);
			let count = 0;
			for (const cut of meter.cuts(new SeededRandom(number, 'cuts'))) {
				count++;
				owners.add(cut.owner);
				checkCut(cut);
			}
			assert.ok(count >= LEAST[number], `${count} operations`);
		});
	}

	it('were in each flash that use cases need', () => {
		const known = ['base', 'route-a', 'route-a-control', 'route-a-household', 'route-a-image', 'route-a-push', 'route-a-tariff'];
		// Of the rest, one: that of the switching unit, by its serial number.
		assert.deepEqual([...owners].filter((owner) => !/^S\d+$/.test(owner)).sort(), known);
		assert.equal(owners.size, known.length + 1);
	});
});
