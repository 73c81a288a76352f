import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { putUint32, uint32 } from '../../../../modules/bytes/uint.js';
import { Journal } from '../../../../modules/journal/journal.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';
import { Timeline } from '../../../../src/meter/metering/timeline.js';
import { FIELD, INTERVAL_LENGTH } from '../../../../src/meter/metering/trace.js';
import { equal } from '../../../assert.js';

/** What a record holds besides minute and era: which one it is. */
const NUMBER = FIELD.import;

/** By minute, the record that counts: going back, one that lies at or behind what came later never was. */
function visible(journal: Journal): Map<Minute, number> {
	const found = new Map<Minute, number>();
	let bound = Number.POSITIVE_INFINITY;
	for (let index = journal.end - 1; index >= journal.first; index--) {
		const record = journal.read(index)!;
		const at = uint32(record, FIELD.at);
		if (at >= bound) continue;
		bound = at;
		found.set(at, uint32(record, NUMBER));
	}
	return found;
}

describe('timeline', () => {
	it('finds the same records in whichever order it is asked, across gaps and eras, while it grows', () => {
		for (let seed = 1; seed <= 8; seed++) {
			const random = new SeededRandom(seed, 'timeline');
			const journal = new Journal({ flash: new RamFlash(4, 1024), firstSector: 0, sectors: 4, recordLength: INTERVAL_LENGTH, kind: 1 });
			const timeline = new Timeline(journal);
			const record = new Uint8Array(INTERVAL_LENGTH);
			let [half, era] = [1000, 250];
			for (let number = 0; number < 90; number++) {
				half += [1, 1, 1, 1, 1, 2, 9][random.below(7)]!;
				if (random.below(15) === 0) {
					era = (era + 1) & 0xff;
					half -= 5 + random.below(30);
				}
				putUint32(record, FIELD.at, 30 * half);
				record[FIELD.era] = era;
				putUint32(record, NUMBER, number);
				journal.append(record);
				if (random.below(8) !== 0) continue;
				const expected = visible(journal);
				const ask = (at: Minute): void => {
					const got = timeline.find(at, era);
					equal(got && uint32(got, NUMBER), expected.get(at), `seed ${seed}, record ${number}, minute ${at}`);
				};
				const [low, high] = [30 * (half - 150), 30 * (half + 60)];
				for (let at = high; at >= low; at -= 30) ask(at);
				for (let at = low; at <= high; at += 30) ask(at);
				for (let i = 0; i < 30; i++) ask(low + 30 * random.below(210));
				const passed: Minute[] = [];
				timeline.each(low, high, (at) => passed.push(at));
				equal(
					passed.join(),
					[...expected.keys()].filter((at) => at >= low && at < high).join(),
					`seed ${seed}, record ${number}, one after the other`,
				);
			}
		}
	});

	it('passes over a record that its count shows to be damaged, where it is not half an hour before the one behind it', () => {
		const flash = new RamFlash(2, 1024);
		const journal = new Journal({ flash, firstSector: 0, sectors: 2, recordLength: INTERVAL_LENGTH, kind: 1 });
		const timeline = new Timeline(journal);
		const record = new Uint8Array(INTERVAL_LENGTH);
		for (const at of [30, 90, 300]) {
			putUint32(record, FIELD.at, at);
			journal.append(record);
		}
		const passed = (): string => {
			const minutes: Minute[] = [];
			timeline.each(0, 1000, (at) => minutes.push(at));
			return minutes.join();
		};
		equal(passed(), '300,90,30');
		// A bit of the second record's minute, behind the header and the first record with its seal.
		flash.write(32 + INTERVAL_LENGTH + 6 + 3, Uint8Array.of(0x5a & ~0x02));
		equal(passed(), '300,30');
	});
});
