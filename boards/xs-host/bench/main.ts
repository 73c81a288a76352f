// Prints the memory of the meter and of the stick as a table. `--write` keeps it in memory.md, `--long` also has the HEMS ask 50,000 times, and a hand-held 20,000 times.
import { readFileSync, writeFileSync } from 'node:fs';
import { play } from './bench.js';
import { buildAll, COST_FILES, least, MEASURED, MEMORY_FILE, measure, recordedNeeds, tableRow, withCosts } from './memory.js';
import { routeARequests } from './route-a-scenarios.js';
import { requests } from './scenarios.js';

const firmwares = await buildAll();
if (firmwares.meter.bits !== 32) console.log('The compiler makes no 32-bit programs here: bytes of chunks are an upper bound.');
console.log('| scenario | live chunks | live slots | least chunks | least slots | least stack |');
const recorded = recordedNeeds();
const rows = new Map<string, string>();
for (const name of MEASURED) {
	const need = await measure(firmwares, name);
	console.log(tableRow(name, need));
	// A gate does not rise.
	rows.set(name, tableRow(name, least(need, recorded.get(name))));
}
if (process.argv.includes('--write')) {
	const lines = readFileSync(MEMORY_FILE, 'utf8').split('\n');
	writeFileSync(MEMORY_FILE, lines.map((line) => rows.get(line.split('|')[1]?.trim() ?? '') ?? line).join('\n'));
	for (const file of COST_FILES) writeFileSync(file, withCosts(readFileSync(file, 'utf8'), recordedNeeds()));
}
if (process.argv.includes('--long')) {
	const tell = ({ slots, chunks }: { slots: number; chunks: number }) => console.log(`alive: ${slots} slots, ${chunks} bytes of chunks`);
	for (const [what, scenario] of [
		['50,000 requests of a HEMS', requests(50_000, 10, tell)],
		['20,000 requests of a hand-held', routeARequests(20_000, 10, tell)],
	] as const) {
		const { passed, error } = await play(firmwares.meter, scenario);
		console.log(passed ? `${what} answered` : error);
		if (!passed) process.exitCode = 1;
	}
}
