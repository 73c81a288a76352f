// node scripts/tally.mjs FILE…: the one line that closes several runs, from the counts each left; a run that left none has failed.
import { add, close, noCounts, readCounts } from './processes.mjs';

const total = noCounts();
for (const file of process.argv.slice(2))
	add(total, readCounts(file) ?? { ...noCounts(), failed: 1, failures: [`no counts in ${file}: that run did not finish`] });
close(total);
