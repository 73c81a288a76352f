// Prints the meter's memory as a table. `--write` keeps it in memory.md, `--long` also has the HEMS ask 50,000 times.
import { readFileSync, writeFileSync } from 'node:fs';
import { buildFirmware, play } from './bench.js';
import { MEMORY_FILE, measure, SCENARIOS, tableRow } from './memory.js';
import { requests } from './scenarios.js';

const firmware = await buildFirmware();
if (firmware.bits !== 32) console.log('The compiler makes no 32-bit programs here: bytes of chunks are an upper bound.');
console.log('| scenario | live chunks | live slots | least chunks | least slots | least stack |');
const rows = new Map<string, string>();
for (const [name, scenario] of Object.entries(SCENARIOS)) {
	const row = tableRow(name, await measure(firmware, scenario));
	rows.set(name, row);
	console.log(row);
}
if (process.argv.includes('--write')) {
	const lines = readFileSync(MEMORY_FILE, 'utf8').split('\n');
	writeFileSync(MEMORY_FILE, lines.map((line) => rows.get(line.split('|')[1]?.trim() ?? '') ?? line).join('\n'));
}
if (process.argv.includes('--long')) {
	const tell = ({ slots, chunks }: { slots: number; chunks: number }) => console.log(`alive: ${slots} slots, ${chunks} bytes of chunks`);
	const { passed, error } = await play(firmware, requests(50_000, 10, tell));
	console.log(passed ? '50,000 requests answered' : error);
	process.exitCode = passed ? 0 : 1;
}
