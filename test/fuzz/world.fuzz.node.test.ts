// KEIKI_FUZZ_HOURS   virtual hours of a run; if not set 1,000, or 300 where only a share of each fuzz test runs
// KEIKI_FUZZ_FROM    the seed that it begins with
// KEIKI_FUZZ_WORLD   SEED:NUMBER: that world alone
import { equal } from '../assert.js';
import { fuzzSeed, tried } from './campaign.js';
import { reportText, runWorld, runWorlds, shortfalls } from './world-run.js';

const { KEIKI_FUZZ_HOURS, KEIKI_FUZZ_FROM, KEIKI_FUZZ_WORLD } = process.env;
const HOURS = 1000;
/** Where only a share of each fuzz test runs: enough worlds for each fault to strike. */
const SHORT_HOURS = 300;
/** Of a round of a search, which goes on with other worlds, and need not meet everything in each. */
const SEARCH_HOURS = 200;
/** Worlds of a long run after which it says how far it is. */
const PROGRESS = 250;
/** Of a search: seeds of worlds are counted up from here, and stay whole numbers. */
const SEEDS = 1_000_000_000;

describe('worlds drawn by seed', () => {
	it('lose no interval and invent none, count what flows, let one HEMS in, use no IV twice, and do not grow', function () {
		this.timeout(0);
		if (KEIKI_FUZZ_WORLD !== undefined) {
			const [seed, number] = KEIKI_FUZZ_WORLD.split(':').map(Number);
			console.log(runWorld(seed!, number!).log.join('\n'));
			return;
		}
		const isSearch = keikiFuzz.seed !== 0;
		const usual = keikiFuzz.share < 1 ? SHORT_HOURS : HOURS;
		const hours = Number(KEIKI_FUZZ_HOURS ?? (isSearch ? SEARCH_HOURS : usual));
		const seed = KEIKI_FUZZ_FROM === undefined ? Math.abs(fuzzSeed(1)) % SEEDS : Number(KEIKI_FUZZ_FROM);
		const report = runWorlds(seed, hours, (world) => {
			tried(`world ${world}`);
			if (hours > HOURS && world % PROGRESS === 0 && world > 0) console.log(`${world} worlds`);
		});
		if (KEIKI_FUZZ_HOURS !== undefined) console.log(reportText(report));
		if (!isSearch) equal(shortfalls(report, hours).join('\n'), '');
	});
});
