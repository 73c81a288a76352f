// node scripts/tally.mjs FILE…: the one line that closes several runs, from the counts each left; a run that left none has failed.
import { close, readCounts } from './processes.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
	const counts = readCounts(file);
	if (counts === undefined) console.log(`No counts in ${file}: that run did not finish.`);
	for (const [name, count] of Object.entries(counts ?? { failed: 1 })) total[name] += count;
}
close(total);
