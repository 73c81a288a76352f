/** 45 days of one meter: minute data of a real house, each change of load integrated, every half-hour closed in the journal. */
import { readFileSync } from 'node:fs';
import { RamFlash } from '../hal/virtual/flash.js';
import { meteringSectors } from '../src/meter/metering/history.js';
import { csvLoad } from '../src/world/load/csv.js';
import { recordPast } from '../src/world/meter/past.js';

const DAYS = 45;

/** ms of wall time. */
export function measureFortyFiveDays(): number {
	const file = 'boards/host/data/household-minutes.csv';
	const load = csvLoad(readFileSync(file, 'utf8'), file);
	const flash = new RamFlash(meteringSectors(4096));
	const start = performance.now();
	recordPast(flash, load, Date.UTC(2026, 10, 22), DAYS);
	return performance.now() - start;
}
